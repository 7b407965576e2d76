//! The policy as a form: each rule with its fields, for those who do not write JSON.
//!
//! A change writes its own rule anew and leaves every other letter of the text alone. A rule that
//! cannot be read is not shown as fields, so that nothing of it is lost.

use super::seen::Seen;
use crate::app::html::escape;
use crate::facts::{Ecr, Rulebook};
use crate::registry::policy::{Action, Count, LifecycleRule, StorageClass, Tags, draft};
use serde_json::json;

const COUNTS: [(&str, &str); 4] = [
    ("imageCountMoreThan", "more images than"),
    ("sinceImagePushed", "days since push, over"),
    ("sinceImagePulled", "days since last pull, over"),
    ("sinceImageTransitioned", "days in the archive, over"),
];
const TAGS: [(&str, &str); 4] = [
    ("any", "any image"),
    ("untagged", "untagged images"),
    ("patterns", "tags that match"),
    ("prefixes", "tags that begin with"),
];

/// The rule of that index, if it can be read by itself.
pub fn rule(text: &str, seen: &Seen, index: usize, facts: &Ecr) -> Option<LifecycleRule> {
    let span = seen.draft.rules.get(index)?.span;
    let alone = format!("{{\"rules\": [{}]}}", text.get(span.0..span.1)?);
    draft(&alone, facts).rules.into_iter().next()?.whole
}

/// The form of the whole policy.
pub fn form(text: &str, seen: &Seen, rules: &Rulebook) -> String {
    let known = seen.draft.rules.iter().any(|rule| rule.span.1 > 0 && rule.span != (0, text.len()));
    if !known {
        return "<p class=\"notice\">The text cannot be read as rules yet. <button class=\"btn\" \
                data-do=\"text\" id=\"to-text\">Mend it in the text</button></p>"
            .into();
    }
    let mut html = String::new();
    for index in 0..seen.draft.rules.len() {
        match rule(text, seen, index, &rules.ecr) {
            Some(rule) => html += &fields(index, &rule),
            None => {
                html += &format!(
                    "<p class=\"notice\">Rule {} in the text has a mistake of its own. <button \
                     class=\"btn\" data-do=\"text\" id=\"to-text-{index}\">Mend it in the \
                     text</button></p>",
                    index + 1
                );
            }
        }
    }
    html + "<p><button class=\"btn\" data-do=\"add\" id=\"add-rule\">Add a rule</button></p>"
}

fn options(list: &[(&str, &str)], chosen: &str) -> String {
    let each = list.iter().map(|(value, label)| {
        let selected = if *value == chosen { " selected" } else { "" };
        format!("<option value=\"{value}\"{selected}>{label}</option>")
    });
    each.collect()
}

fn fields(index: usize, rule: &LifecycleRule) -> String {
    let (tags, list) = match &rule.tags {
        Tags::Any => ("any", None),
        Tags::Untagged => ("untagged", None),
        Tags::Patterns(list) => ("patterns", Some(list)),
        Tags::Prefixes(list) => ("prefixes", Some(list)),
    };
    let list = list.map_or(String::new(), |list| {
        format!(
            "<input type=\"text\" id=\"f-{index}-list\" aria-label=\"Tags of rule {}\" \
             value=\"{}\">",
            rule.priority,
            escape(&list.join(", "))
        )
    });
    let (kind, number) = count(rule.count);
    let archive = rule.action == Action::Archive;
    let in_archive = rule.storage == StorageClass::Archive;
    let action = options(
        &[("expire", "expires"), ("archive", "is archived")],
        if archive { "archive" } else { "expire" },
    );
    format!(
        "<fieldset class=\"rule\" data-r=\"{index}\"><legend>Rule {p}</legend>\
         <label>Priority <input type=\"number\" min=\"1\" id=\"f-{index}-priority\" \
         value=\"{p}\"></label>\
         <label>Of <select id=\"f-{index}-tags\">{tags}</select></label>{list}\
         <label>with <select id=\"f-{index}-count\">{counts}</select></label>\
         <input type=\"number\" min=\"1\" id=\"f-{index}-number\" value=\"{number}\" \
         aria-label=\"Number of rule {p}\">\
         <label>each <select id=\"f-{index}-action\"{fixed}>{action}</select></label>\
         <button class=\"btn q\" data-do=\"remove\" data-rule=\"{index}\" id=\"f-{index}-remove\">\
         Remove<span class=\"spoken\"> rule {p}</span></button></fieldset>",
        p = rule.priority,
        tags = options(&TAGS, tags),
        counts = options(&COUNTS, kind),
        fixed = if in_archive { " disabled" } else { "" },
    )
}

fn count(count: Count) -> (&'static str, u32) {
    match count {
        Count::MoreThan(number) => ("imageCountMoreThan", number),
        Count::SincePushed(number) => ("sinceImagePushed", number),
        Count::SincePulled(number) => ("sinceImagePulled", number),
        Count::SinceTransitioned(number) => ("sinceImageTransitioned", number),
    }
}

fn counted(kind: &str, number: u32) -> Count {
    match kind {
        "sinceImagePushed" => Count::SincePushed(number),
        "sinceImagePulled" => Count::SincePulled(number),
        "sinceImageTransitioned" => Count::SinceTransitioned(number),
        _ => Count::MoreThan(number),
    }
}

/// The text after a field of a rule was changed. What goes with the new value alone changes with
/// it: days since the last pull archive, days in the archive expire.
pub fn changed(
    text: &str,
    seen: &Seen,
    index: usize,
    field: &str,
    value: &str,
    facts: &Ecr,
) -> Option<String> {
    let mut rule = rule(text, seen, index, facts)?;
    let list = || -> Vec<String> {
        let each = value.split(',').map(|one| one.trim().to_string());
        each.filter(|one| !one.is_empty()).collect()
    };
    let of = |rule: &LifecycleRule| match &rule.tags {
        Tags::Patterns(list) | Tags::Prefixes(list) => list.clone(),
        _ => Vec::new(),
    };
    match field {
        "priority" => rule.priority = value.parse().ok().filter(|number| *number > 0)?,
        "number" => {
            let number = value.parse().ok().filter(|number| *number > 0)?;
            rule.count = counted(count(rule.count).0, number);
        }
        "list" => match &mut rule.tags {
            Tags::Patterns(tags) | Tags::Prefixes(tags) => *tags = list(),
            _ => return None,
        },
        "tags" => {
            let own = of(&rule);
            let or =
                |default: &str| if own.is_empty() { vec![default.into()] } else { own.clone() };
            rule.tags = match value {
                "untagged" => Tags::Untagged,
                "patterns" => Tags::Patterns(or("*")),
                "prefixes" => Tags::Prefixes(or("v")),
                _ => Tags::Any,
            };
        }
        "count" => {
            rule.count = counted(value, count(rule.count).1);
            rule.storage = StorageClass::Standard;
            match &mut rule.count {
                Count::SincePulled(_) => rule.action = Action::Archive,
                Count::SinceTransitioned(days) => {
                    *days = (*days).max(facts.archive_min_days as u32);
                    (rule.storage, rule.action) = (StorageClass::Archive, Action::Expire);
                }
                _ => {}
            }
        }
        "action" => {
            rule.action = if value == "archive" { Action::Archive } else { Action::Expire };
            if let (Action::Expire, Count::SincePulled(days)) = (rule.action, rule.count) {
                rule.count = Count::SincePushed(days);
            }
        }
        _ => return None,
    }
    let span = seen.draft.rules.get(index)?.span;
    Some([text.get(..span.0)?, &written(&rule), text.get(span.1..)?].concat())
}

/// The text with one more rule, for untagged images where none has them yet.
pub fn with_rule(text: &str, seen: &Seen) -> Option<String> {
    let last = seen.draft.rules.last().filter(|rule| rule.span.1 > 0)?;
    let priorities = seen.draft.rules.iter().filter_map(|rule| rule.priority);
    let any =
        |rule: &LifecycleRule| rule.tags == Tags::Any && rule.storage == StorageClass::Standard;
    let before = seen.policy.rules.iter().find(|rule| any(rule)).map(|rule| rule.priority);
    let mut taken: Vec<u32> = priorities.collect();
    taken.sort_unstable();
    let free = match before {
        // A rule for any image comes last.
        Some(any) => (1..any).rev().find(|number| !taken.contains(number))?,
        None => taken.last().map_or(1, |last| last.saturating_add(1)),
    };
    let untagged = seen.policy.rules.iter().any(|rule| rule.tags == Tags::Untagged);
    let rule = LifecycleRule {
        priority: free,
        description: String::new(),
        tags: if untagged { Tags::Patterns(vec!["*".into()]) } else { Tags::Untagged },
        storage: StorageClass::Standard,
        count: Count::SincePushed(30),
        action: Action::Expire,
    };
    let end = last.span.1;
    Some([text.get(..end)?, ",\n    ", &written(&rule), text.get(end..)?].concat())
}

/// The text without a rule and its comma.
pub fn without_rule(text: &str, seen: &Seen, index: usize) -> Option<String> {
    let rules = &seen.draft.rules;
    let span = rules.get(index)?.span;
    let (from, to) = match (rules.get(index + 1), index.checked_sub(1)) {
        (Some(next), _) => (span.0, next.span.0),
        (None, Some(before)) => (rules[before].span.1, span.1),
        (None, None) => return None,
    };
    Some([text.get(..from)?, text.get(to..)?].concat())
}

/// A rule in AWS's JSON, as the examples are set.
pub fn written(rule: &LifecycleRule) -> String {
    let mut lines = vec![format!("{{ \"rulePriority\": {},", rule.priority)];
    if !rule.description.is_empty() {
        lines.push(format!("  \"description\": {},", json!(rule.description)));
    }
    lines.push("  \"selection\": {".into());
    let list = |list: &[String]| -> String {
        let each: Vec<String> = list.iter().map(|one| json!(one).to_string()).collect();
        each.join(", ")
    };
    let (status, tags) = match &rule.tags {
        Tags::Any => ("any", None),
        Tags::Untagged => ("untagged", None),
        Tags::Patterns(all) => ("tagged", Some(format!("\"tagPatternList\": [{}]", list(all)))),
        Tags::Prefixes(all) => ("tagged", Some(format!("\"tagPrefixList\": [{}]", list(all)))),
    };
    lines.push(format!("    \"tagStatus\": \"{status}\","));
    lines.extend(tags.map(|tags| format!("    {tags},")));
    if rule.storage == StorageClass::Archive {
        lines.push("    \"storageClass\": \"archive\",".into());
    }
    let (kind, number) = count(rule.count);
    lines.push(format!("    \"countType\": \"{kind}\","));
    let unit = if kind == "imageCountMoreThan" { "" } else { "\"countUnit\": \"days\", " };
    lines.push(format!("    {unit}\"countNumber\": {number} }},"));
    let action = match rule.action {
        Action::Expire => "{ \"type\": \"expire\" }",
        Action::Archive => "{ \"type\": \"transition\", \"targetStorageClass\": \"archive\" }",
    };
    lines.push(format!("  \"action\": {action} }}"));
    lines.join("\n    ")
}
