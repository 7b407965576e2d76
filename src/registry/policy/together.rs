//! What the rules of a policy must keep together: each may be right and the policy still wrong.

use super::{DraftRule, LifecycleRule, Mistake, StorageClass, Tags};
use std::collections::BTreeMap;

/// A rule that is right alone, with its index in the list.
struct Placed<'a> {
    index: usize,
    at: usize,
    rule: &'a LifecycleRule,
}

/// Checks the rules against one another; each mistake with the index of the rule to change.
pub(super) fn check(rules: &[DraftRule]) -> Vec<(usize, Mistake)> {
    let each = rules.iter().enumerate();
    let placed: Vec<Placed> = each.filter_map(|(index, draft)| placed(index, draft)).collect();
    let mut mistakes = priorities(&placed);
    for class in [StorageClass::Standard, StorageClass::Archive] {
        let of_class: Vec<&Placed> =
            placed.iter().filter(|one| one.rule.storage == class).collect();
        mistakes.extend(any_last(&of_class));
        mistakes.extend(one_untagged(&of_class));
        mistakes.extend(unique_prefixes(&of_class));
    }
    mistakes
}

fn placed(index: usize, draft: &DraftRule) -> Option<Placed<'_>> {
    Some(Placed { index, at: draft.span.0, rule: draft.whole.as_ref()? })
}

fn mistake(placed: &Placed, key: &str, message: String) -> (usize, Mistake) {
    let path = format!("rules.{}.{key}", placed.index);
    (placed.index, Mistake { at: placed.at, path, message })
}

fn priorities(rules: &[Placed]) -> Vec<(usize, Mistake)> {
    let mut seen: BTreeMap<u32, usize> = BTreeMap::new();
    let mut mistakes = Vec::new();
    for placed in rules {
        let priority = placed.rule.priority;
        if let Some(first) = seen.insert(priority, placed.index) {
            let found = format!("found {priority} as in `rules.{first}`");
            let message = format!("expected a number of its own, {found}");
            mistakes.push(mistake(placed, "rulePriority", message));
        }
    }
    mistakes
}

/// A rule for any image has the highest number of its storage class.
fn any_last(rules: &[&Placed]) -> Vec<(usize, Mistake)> {
    let most = rules.iter().map(|placed| placed.rule.priority).max().unwrap_or(0);
    let any = rules.iter().filter(|placed| placed.rule.tags == Tags::Any);
    let early = any.filter(|placed| placed.rule.priority != most);
    early
        .map(|placed| {
            let found = placed.rule.priority;
            let message = format!(
                "a rule with `tagStatus` `any` comes last: expected a number above {most}, found \
                 {found}"
            );
            mistake(placed, "rulePriority", message)
        })
        .collect()
}

fn one_untagged(rules: &[&Placed]) -> Vec<(usize, Mistake)> {
    let mut untagged = rules.iter().filter(|placed| placed.rule.tags == Tags::Untagged);
    let Some(first) = untagged.next() else { return Vec::new() };
    let message =
        format!("only one rule may select untagged images, and `rules.{}` does", first.index);
    untagged.map(|placed| mistake(placed, "selection.tagStatus", message.clone())).collect()
}

fn unique_prefixes(rules: &[&Placed]) -> Vec<(usize, Mistake)> {
    let mut seen: BTreeMap<Vec<&String>, usize> = BTreeMap::new();
    let mut mistakes = Vec::new();
    for placed in rules {
        let Tags::Prefixes(prefixes) = &placed.rule.tags else { continue };
        let mut set: Vec<&String> = prefixes.iter().collect();
        set.sort();
        set.dedup();
        if let Some(first) = seen.insert(set, placed.index) {
            let message = format!("expected prefixes of its own, found those of `rules.{first}`");
            mistakes.push(mistake(placed, "selection.tagPrefixList", message));
        }
    }
    mistakes
}
