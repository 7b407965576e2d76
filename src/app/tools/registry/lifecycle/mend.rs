//! Small changes of the text that mend a mistake: what a button beside the mistake does.
//!
//! A change is offered only where it leaves fewer mistakes than there were, or carries the reading
//! of a broken text further; so no button makes things worse.

use super::numbers::{member, rules};
use crate::facts::Ecr;
use crate::registry::json::{self, Data, Member, Node};
use crate::registry::policy::{
    ACTION_KEYS, COUNT_TYPES, Mistake, RULE_KEYS, SELECTION_KEYS, TOP_KEYS, draft,
};

/// Most buttons beside a mistake.
const OFFERED_MAX: usize = 2;
/// Mends are not sought in longer texts than AWS takes by far.
const LENGTH_MAX: usize = 100_000;
const WORDS: [(&str, &[&str]); 6] = [
    ("countType", &COUNT_TYPES),
    ("tagStatus", &["tagged", "untagged", "any"]),
    ("type", &["expire", "transition"]),
    ("countUnit", &["days"]),
    ("storageClass", &["standard", "archive"]),
    ("targetStorageClass", &["archive"]),
];
/// A change and what it says on its button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    pub label: String,
    /// The whole text after it.
    pub text: String,
}

/// Where a mistake stands, as near as can be told: the value that its path names, or its own place.
pub fn place(root: Option<&Node>, mistake: &Mistake) -> usize {
    let node = root.and_then(|root| find(root, &mistake.path));
    match node {
        Some(Found { member: Some(member), .. }) if mistake.at <= member.at => member.value.at,
        _ => mistake.at,
    }
}

/// Changes that mend the mistake, the nearest first.
pub fn mends(text: &str, mistake: &Mistake, facts: &Ecr) -> Vec<Mend> {
    if text.len() > LENGTH_MAX {
        return Vec::new();
    }
    let before = draft(text, facts).mistakes;
    let root = json::parse(text);
    let candidates = match &root {
        Ok(root) => in_tree(text, root, mistake),
        Err(fault) => in_text(text, fault.at, &fault.message),
    };
    let read_until = root.as_ref().err().map(|fault| fault.at);
    let better = |mend: &Mend| match (read_until, json::parse(&mend.text)) {
        (Some(until), Err(fault)) => fault.at > until + 1,
        (Some(_), Ok(_)) => true,
        (None, Err(_)) => false,
        (None, Ok(_)) => draft(&mend.text, facts).mistakes.len() < before.len(),
    };
    let mut offered: Vec<Mend> = Vec::new();
    for mend in candidates.into_iter().filter(better) {
        if offered.len() < OFFERED_MAX && !offered.iter().any(|other| other.text == mend.text) {
            offered.push(mend);
        }
    }
    offered
}

/// A member that a path names, and the object around it.
struct Found<'a> {
    object: &'a Node,
    member: Option<&'a Member>,
}

fn find<'a>(root: &'a Node, path: &str) -> Option<Found<'a>> {
    let mut node = root;
    let mut steps = path.split('.').peekable();
    while let Some(step) = steps.next() {
        match &node.data {
            Data::List(items) => node = items.get(step.parse::<usize>().ok()?)?,
            Data::Object(_) => {
                let found = member(node, step);
                if steps.peek().is_none() {
                    return Some(Found { object: node, member: found });
                }
                node = &found?.value;
            }
            _ => return None,
        }
    }
    Some(Found { object: node, member: None })
}

fn splice(text: &str, from: usize, to: usize, with: &str) -> String {
    [text.get(..from).unwrap_or(text), with, text.get(to..).unwrap_or("")].concat()
}

fn in_tree(text: &str, root: &Node, mistake: &Mistake) -> Vec<Mend> {
    let Some(found) = find(root, &mistake.path) else { return Vec::new() };
    let key = mistake.path.rsplit('.').next().unwrap_or_default();
    let mut mends = Vec::new();
    match found.member {
        Some(member) if mistake.message.starts_with("unknown key") => {
            mends.extend(renamed(text, member));
            mends.push(removed(text, found.object, member));
        }
        Some(member) if mistake.message.contains("expected nothing") => {
            mends.push(removed(text, found.object, member));
        }
        Some(member) if mistake.message.starts_with("`tagged` needs") => {
            mends.extend(one_list(text, &member.value));
        }
        Some(member) => {
            mends.extend(other_words(text, key, &member.value));
            mends.extend(other_action(text, root, mistake));
            mends.extend(other_number(text, root, key, &member.value, &mistake.message));
        }
        None => mends.extend(inserted(text, root, found.object, key)),
    }
    mends
}

/// Other words that AWS knows in that place, the most alike first.
fn other_words(text: &str, key: &str, value: &Node) -> Vec<Mend> {
    let known = WORDS.iter().find(|(of, _)| *of == key).map_or(&[][..], |(_, words)| words);
    let Data::Text(written) = &value.data else {
        return known.iter().map(|word| instead(text, key, value, word)).collect();
    };
    let mut words: Vec<&str> = known.iter().copied().filter(|word| word != written).collect();
    words.sort_by_key(|word| distance(word, written));
    words.into_iter().map(|word| instead(text, key, value, word)).collect()
}

fn instead(text: &str, key: &str, value: &Node, word: &str) -> Mend {
    let label = match key {
        "countType" => format!("Count by {word}"),
        _ => format!("Use {word}"),
    };
    Mend { label, text: splice(text, value.at, value.end, &format!("\"{word}\"")) }
}

/// A count that goes with the other action alone.
fn other_action(text: &str, root: &Node, mistake: &Mistake) -> Option<Mend> {
    let (archive, action) = if mistake.message.contains("`transition` alone") {
        (true, "{ \"type\": \"transition\", \"targetStorageClass\": \"archive\" }")
    } else if mistake.message.contains("`expire` alone") {
        (false, "{ \"type\": \"expire\" }")
    } else {
        return None;
    };
    let rule = mistake.path.split('.').nth(1)?.parse::<usize>().ok()?;
    let old = &member(rules(root).get(rule)?, "action")?.value;
    let label = if archive { "Move to archive instead" } else { "Expire instead" };
    Some(Mend { label: label.into(), text: splice(text, old.at, old.end, action) })
}

fn other_number(text: &str, root: &Node, key: &str, value: &Node, message: &str) -> Vec<Mend> {
    let new = |number: u32| Mend {
        label: format!("Use {number}"),
        text: splice(text, value.at, value.end, &number.to_string()),
    };
    match key {
        "rulePriority" => {
            let next = match &value.data {
                Data::Number(number) => next_priority(root, *number),
                _ => free_priority(root),
            };
            vec![new(next), new(free_priority(root))]
        }
        "countNumber" => {
            let written = match &value.data {
                Data::Text(text) => text.trim().parse().ok(),
                Data::Number(number) => Some(*number),
                _ => None,
            };
            let least = message.strip_prefix("expected at least ");
            let least = least.and_then(|rest| rest.split(',').next()?.parse::<u32>().ok());
            let near = written.map(|number: f64| (number.abs().round() as u32).max(1));
            least.into_iter().chain(near).chain([1]).map(new).collect()
        }
        _ => Vec::new(),
    }
}

/// One more than the highest.
fn free_priority(root: &Node) -> u32 {
    priorities(root).into_iter().max().unwrap_or(0).saturating_add(1)
}

/// The first above a number that no rule has.
fn next_priority(root: &Node, number: f64) -> u32 {
    let taken = priorities(root);
    let above = (1..=taken.len() as u32 + 1).map(|more| (number as u32).saturating_add(more));
    above.into_iter().find(|number| !taken.contains(number)).unwrap_or(1)
}

fn priorities(root: &Node) -> Vec<u32> {
    let numbers =
        rules(root).iter().filter_map(|rule| match member(rule, "rulePriority")?.value.data {
            Data::Number(number) => Some(number as u32),
            _ => None,
        });
    numbers.collect()
}

/// What is missing, with a value to begin with.
fn inserted(text: &str, root: &Node, object: &Node, key: &str) -> Option<Mend> {
    let Data::Object(members) = &object.data else { return None };
    let (key, value) = match key {
        "rulePriority" => (key, free_priority(root).to_string()),
        "action" => (key, "{ \"type\": \"expire\" }".into()),
        "type" => (key, "\"expire\"".into()),
        "countUnit" => (key, "\"days\"".into()),
        "countNumber" => (key, "30".into()),
        "countType" => (key, "\"imageCountMoreThan\"".into()),
        "tagStatus" => (key, "\"any\"".into()),
        "storageClass" | "targetStorageClass" => (key, "\"archive\"".into()),
        "tagPatternList" => (key, "[\"*\"]".into()),
        _ => return None,
    };
    let comma = if members.is_empty() { "" } else { "," };
    let at = object.at + 1;
    let new = format!(" \"{key}\": {value}{comma}");
    Some(Mend { label: format!("Add {key}"), text: splice(text, at, at, &new) })
}

/// Of the two lists of tags a rule has one.
fn one_list(text: &str, selection: &Node) -> Vec<Mend> {
    let lists = ["tagPrefixList", "tagPatternList"].map(|list| member(selection, list));
    let there = lists.into_iter().flatten();
    let mut mends: Vec<Mend> = there.map(|list| removed(text, selection, list)).collect();
    mends.extend(inserted(text, selection, selection, "tagPatternList"));
    mends
}

/// The most alike of the keys that AWS knows.
fn renamed(text: &str, member: &Member) -> Option<Mend> {
    let keys = [&TOP_KEYS[..], &RULE_KEYS, &SELECTION_KEYS, &ACTION_KEYS].concat();
    let nearest = keys.iter().min_by_key(|key| distance(key, &member.key))?;
    // Half of its letters make a key another one.
    if distance(nearest, &member.key) * 2 > nearest.len() {
        return None;
    }
    let end = member.at + text.get(member.at + 1..)?.find('"')? + 2;
    let text = splice(text, member.at, end, &format!("\"{nearest}\""));
    Some(Mend { label: format!("Rename to {nearest}"), text })
}

/// Without a member, and without the comma that it leaves.
fn removed(text: &str, object: &Node, member: &Member) -> Mend {
    let members = match &object.data {
        Data::Object(members) => members.as_slice(),
        _ => &[],
    };
    let index = members.iter().position(|other| other.at == member.at).unwrap_or(0);
    let (from, to) = match (members.get(index + 1), index.checked_sub(1)) {
        (Some(next), _) => (member.at, next.at),
        (None, Some(before)) => (members[before].value.end, member.value.end),
        (None, None) => (member.at, member.value.end),
    };
    let key = json::shortened(&member.key);
    Mend { label: format!("Remove {key}"), text: splice(text, from, to, "") }
}

/// Commas and closing signs of a text that is no JSON yet.
fn in_text(text: &str, at: usize, message: &str) -> Vec<Mend> {
    let mut mends = Vec::new();
    let mut add = |label: &str, at: usize, to: usize, with: &str| {
        mends.push(Mend { label: label.into(), text: splice(text, at, to, with) });
    };
    let before = text.get(..at).unwrap_or(text).trim_end();
    if message.starts_with("expected `,`") && !message.contains("the text ends") {
        add("Add a comma", before.len(), before.len(), ",");
    }
    if before.ends_with(',') {
        add("Remove the comma", before.len() - 1, before.len(), "");
    }
    if message.starts_with("expected `:`") {
        add("Add a colon", before.len(), before.len(), ":");
    }
    if message.contains("the text ends") {
        let missing = closing(before);
        add(&format!("Close with {missing}"), before.len(), text.len(), &(missing.clone() + "\n"));
    }
    if message.starts_with("expected the end of the text") {
        add("Remove what follows", before.len(), text.len(), "\n");
    }
    mends
}

/// The brackets that are still open, as their closing ones.
fn closing(text: &str) -> String {
    let mut open = Vec::new();
    let (mut quoted, mut escaped) = (false, false);
    for letter in text.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '{' if !quoted => open.push('}'),
            '[' if !quoted => open.push(']'),
            '}' | ']' if !quoted => drop(open.pop()),
            _ => {}
        }
    }
    if quoted {
        open.push('"');
    }
    open.into_iter().rev().collect()
}

/// How many letters must change to make one word of the other; case counts half.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().take(40).collect());
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (line, left) in a.iter().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], line + 1);
        for (column, right) in b.iter().enumerate() {
            let same = left.eq_ignore_ascii_case(right);
            let next = (corner + usize::from(!same)).min(row[column] + 1).min(row[column + 1] + 1);
            corner = std::mem::replace(&mut row[column + 1], next);
        }
    }
    row[b.len()]
}
