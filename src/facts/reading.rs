//! How a value is read from the facts for the rulebook; problems are collected, not returned.

use super::{Facts, FargateSize};
use crate::shape::Shape;

/// A finite number ≥ 0. Where the name of the field ends in `_s`, the fact is a time in any unit
/// of time and becomes seconds.
pub(super) fn number(facts: &Facts, id: &str, field: &str, problems: &mut Vec<String>) -> f64 {
    let fact = facts.get(id);
    let value = fact.and_then(|fact| fact.value.as_f64());
    let Some(number) = value.filter(|number| number.is_finite() && *number >= 0.0) else {
        let found = fact.map_or("nothing".into(), |fact| fact.value.to_string());
        problems.push(problem(id, "a number of 0 or more", &found));
        return 0.0;
    };
    if !field.ends_with("_s") || field.ends_with("_per_s") {
        return number;
    }
    let unit = fact.map_or("", |fact| &fact.unit);
    seconds_in(unit).map_or_else(
        || {
            problems.push(problem(
                id,
                "a time in s, min, h or days",
                &["unit `", unit, "`"].concat(),
            ));
            0.0
        },
        |factor| number * factor,
    )
}

/// A text that is not empty.
pub(super) fn text(facts: &Facts, id: &str, problems: &mut Vec<String>) -> String {
    let value = facts.get(id).map(|fact| &fact.value);
    match value.and_then(|value| value.as_str()).filter(|text| !text.is_empty()) {
        Some(text) => text.to_string(),
        None => {
            let found = value.map_or("nothing".into(), |value| value.to_string());
            problems.push(problem(id, "a text", &found));
            String::new()
        }
    }
}

/// A list of texts, which may be empty.
pub(super) fn texts(facts: &Facts, id: &str, problems: &mut Vec<String>) -> Vec<String> {
    match facts.get(id).map(|fact| <Vec<String> as Shape>::read(&fact.value)) {
        Some(Ok(texts)) => return texts,
        Some(Err(why)) => problems.push(format!("fact `{id}`: {why}")),
        None => problems.push(problem(id, "a list of texts", "nothing")),
    }
    Vec::new()
}

/// Rows of legal sizes.
pub(super) fn sizes(facts: &Facts, id: &str, problems: &mut Vec<String>) -> Vec<FargateSize> {
    match facts.get(id).map(|fact| <Vec<FargateSize> as Shape>::read(&fact.value)) {
        Some(Ok(rows)) if !rows.is_empty() => return rows,
        Some(Err(why)) => problems.push(format!("fact `{id}`: {why}")),
        _ => problems.push(problem(id, "rows {cpu, memory_mib, os}", "nothing")),
    }
    Vec::new()
}

fn problem(id: &str, needed: &str, found: &str) -> String {
    ["fact `", id, "`: the models need ", needed, ", found ", found].concat()
}

fn seconds_in(unit: &str) -> Option<f64> {
    match unit {
        "s" => Some(1.0),
        "min" => Some(60.0),
        "h" => Some(3600.0),
        "days" => Some(86400.0),
        _ => None,
    }
}
