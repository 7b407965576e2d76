//! A life-cycle policy: AWS's own JSON, read and checked as a whole.
//!
//! All mistakes come at once, each with its path and place. The rules are those of "Lifecycle
//! policy properties in Amazon ECR" and "Automate the cleanup of images by using lifecycle
//! policies in Amazon ECR". What a policy does to images stands in `lifecycle`.

use super::json::{self, Node};
use super::tags::matches;
use crate::facts::Ecr;
use crate::place::line_and_column;

mod reader;
mod together;

/// The keys of a policy, of a rule, of its selection and of its action.
pub const TOP_KEYS: [&str; 1] = ["rules"];
pub const RULE_KEYS: [&str; 4] = ["rulePriority", "description", "selection", "action"];
pub const SELECTION_KEYS: [&str; 7] = [
    "tagStatus",
    "tagPatternList",
    "tagPrefixList",
    "storageClass",
    "countType",
    "countUnit",
    "countNumber",
];
pub const ACTION_KEYS: [&str; 2] = ["type", "targetStorageClass"];
/// What `countType` may be.
pub const COUNT_TYPES: [&str; 4] =
    ["imageCountMoreThan", "sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned"];

/// A policy that AWS would take.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// By rising priority number: the first one comes first.
    pub rules: Vec<LifecycleRule>,
}

/// One rule of a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct LifecycleRule {
    /// `rulePriority`: 1 goes before 2.
    pub priority: u32,
    pub description: String,
    pub tags: Tags,
    pub storage: StorageClass,
    pub count: Count,
    pub action: Action,
}

/// Which images a rule looks at, by their tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tags {
    Any,
    Untagged,
    /// Each of the prefixes must begin one of the image's tags.
    Prefixes(Vec<String>),
    /// Each of the wildcards must match one of the image's tags.
    Patterns(Vec<String>),
}

/// Where an image is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StorageClass {
    Standard,
    Archive,
}

/// Which of the images it looks at a rule marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// All but the newest so many.
    MoreThan(u32),
    /// Pushed more than so many days ago.
    SincePushed(u32),
    /// Last pulled more than so many days ago.
    SincePulled(u32),
    /// Archived more than so many days ago.
    SinceTransitioned(u32),
}

/// What happens to an image that a rule takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    Expire,
    Archive,
}

/// Something for which AWS would refuse the whole policy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// Where it stands, in bytes from the beginning of the text; 0 where there was no text.
    pub at: usize,
    /// `rules.0.selection.countNumber`; empty for the whole.
    pub path: String,
    /// What was expected, and what was found.
    pub message: String,
}

/// A policy as far as it can be read while somebody writes it. Without a mistake it is one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// In the order of the text.
    pub rules: Vec<DraftRule>,
    /// In the order of the text.
    pub mistakes: Vec<Mistake>,
}

/// A rule of a draft, with what is known of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftRule {
    /// From its first byte to behind its last one.
    pub span: (usize, usize),
    pub priority: Option<u32>,
    pub tags: Option<Tags>,
    pub storage: Option<StorageClass>,
    /// None where it has a mistake, alone or together with another rule.
    pub whole: Option<LifecycleRule>,
}

/// Reads a policy as a person wrote it.
pub fn parse(text: &str, facts: &Ecr) -> Result<Policy, Vec<Mistake>> {
    draft(text, facts).finished()
}

/// Reads a policy that is JSON already.
pub fn read(node: &Node, facts: &Ecr) -> Result<Policy, Vec<Mistake>> {
    reader::draft(node, facts).finished()
}

/// Reads as much of a policy as there is.
pub fn draft(text: &str, facts: &Ecr) -> Draft {
    // Nothing is known of a text that is too long or no JSON: any rule may stand in it.
    let nothing = |at, message| Draft {
        rules: vec![DraftRule { span: (0, text.len()), ..DraftRule::default() }],
        mistakes: vec![Mistake { at, path: String::new(), message }],
    };
    let length = text.chars().count();
    if length as f64 > facts.policy_length_max {
        let most = facts.policy_length_max;
        return nothing(0, format!("expected at most {most} characters, found {length}"));
    }
    match json::parse(text) {
        Ok(node) => reader::draft(&node, facts),
        Err(fault) => nothing(fault.at, fault.message),
    }
}

impl Draft {
    /// The rules without a mistake, by their priority.
    pub fn whole(&self) -> Policy {
        let mut rules: Vec<LifecycleRule> =
            self.rules.iter().filter_map(|rule| rule.whole.clone()).collect();
        rules.sort_by_key(|rule| rule.priority);
        Policy { rules }
    }

    /// The policy; all mistakes where there is one.
    pub fn finished(self) -> Result<Policy, Vec<Mistake>> {
        if self.mistakes.is_empty() { Ok(self.whole()) } else { Err(self.mistakes) }
    }
}

impl Tags {
    /// Whether an image with these tags meets the requirement.
    pub fn matched_by(&self, tags: &[String]) -> bool {
        let some_tag = |fits: &dyn Fn(&String) -> bool| tags.iter().any(fits);
        match self {
            Tags::Any => true,
            Tags::Untagged => tags.is_empty(),
            Tags::Prefixes(all) => all.iter().all(|one| some_tag(&|tag| tag.starts_with(one))),
            Tags::Patterns(all) => all.iter().all(|one| some_tag(&|tag| matches(one, tag))),
        }
    }
}

impl std::fmt::Display for Tags {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Tags::Any => out.write_str("any image"),
            Tags::Untagged => out.write_str("untagged images"),
            Tags::Prefixes(all) => write!(out, "images with tags in {}*", all.join("* and ")),
            Tags::Patterns(all) => write!(out, "images with tags in {}", all.join(" and ")),
        }
    }
}

impl Mistake {
    /// `line 3, column 5: …`, for a policy that was read from that text.
    pub fn with_place(&self, text: &str) -> String {
        let (line, column) = line_and_column(text, self.at);
        let path = if self.path.is_empty() { String::new() } else { format!("`{}`: ", self.path) };
        format!("line {line}, column {column}: {path}{}", self.message)
    }
}
