//! What the rules of a policy must keep together: each may be right and the policy still wrong.

use super::reader::Placed;
use super::{Mistake, StorageClass, Tags};
use std::collections::BTreeMap;

/// Checks the rules against one another, in the order of the text.
pub(super) fn check(rules: &[Placed]) -> Result<(), Vec<Mistake>> {
    let mut mistakes = priorities(rules);
    for class in [StorageClass::Standard, StorageClass::Archive] {
        let of_class: Vec<&Placed> = rules.iter().filter(|one| one.rule.storage == class).collect();
        mistakes.extend(any_last(&of_class));
        mistakes.extend(one_untagged(&of_class));
        mistakes.extend(unique_prefixes(&of_class));
    }
    mistakes.sort();
    if mistakes.is_empty() { Ok(()) } else { Err(mistakes) }
}

fn mistake(placed: &Placed, key: &str, message: String) -> Mistake {
    Mistake { at: placed.at, path: format!("{}.{key}", placed.path), message }
}

fn priorities(rules: &[Placed]) -> Vec<Mistake> {
    let mut seen: BTreeMap<u32, &str> = BTreeMap::new();
    let mut mistakes = Vec::new();
    for placed in rules {
        let priority = placed.rule.priority;
        if let Some(first) = seen.insert(priority, &placed.path) {
            let message = format!("expected a number of its own, found {priority} as in `{first}`");
            mistakes.push(mistake(placed, "rulePriority", message));
        }
    }
    mistakes
}

/// A rule for any image has the highest number of its storage class.
fn any_last(rules: &[&Placed]) -> Vec<Mistake> {
    let highest = rules.iter().map(|placed| placed.rule.priority).max();
    let early = rules
        .iter()
        .filter(|placed| placed.rule.tags == Tags::Any && Some(placed.rule.priority) != highest);
    let message = |placed: &&&Placed| {
        let most = highest.unwrap_or(0);
        let message = format!(
            "a rule with `tagStatus` `any` comes last: expected a number above {most}, found {}",
            placed.rule.priority
        );
        mistake(placed, "rulePriority", message)
    };
    early.map(|placed| message(&placed)).collect()
}

fn one_untagged(rules: &[&Placed]) -> Vec<Mistake> {
    let mut untagged = rules.iter().filter(|placed| placed.rule.tags == Tags::Untagged);
    let Some(first) = untagged.next() else { return Vec::new() };
    let message = format!("only one rule may select untagged images, and `{}` does", first.path);
    untagged.map(|placed| mistake(placed, "selection.tagStatus", message.clone())).collect()
}

fn unique_prefixes(rules: &[&Placed]) -> Vec<Mistake> {
    let mut seen: BTreeMap<Vec<&String>, &str> = BTreeMap::new();
    let mut mistakes = Vec::new();
    for placed in rules {
        let Tags::Prefixes(prefixes) = &placed.rule.tags else { continue };
        let mut set: Vec<&String> = prefixes.iter().collect();
        set.sort();
        set.dedup();
        if let Some(first) = seen.insert(set, &placed.path) {
            let message = format!("expected prefixes of its own, found those of `{first}`");
            mistakes.push(mistake(placed, "selection.tagPrefixList", message));
        }
    }
    mistakes
}
