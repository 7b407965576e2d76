//! When a scheduled action fires next.

use super::field::{Field, text, whole};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::sim::scaling::schedule::{Schedule, written};
use chrono::DateTime;
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "scheduled",
    title: "Next times of a schedule expression",
    meaning: "The next times of a cron, rate or at expression in a time zone",
    source: "scaling.scheduled_zone",
    says: &["Next at {times.0}", "It does not fire any more"],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] = &[
    text("expression", "cron(…), rate(…) or at(…)"),
    text("timezone", "Time zone").or("UTC"),
    text("from", "After this time"),
    whole("count", "Times to list", "").from_one().to(10000.0),
];

/// Times that one answer lists.
const COUNT_MAX: u32 = 10_000;

fn answer(input: &Value, _rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let expression = fields.text("expression")?;
    let zone = fields.optional_text("timezone")?.unwrap_or("UTC");
    // The time zone first: a wrong one would otherwise be laid at the expression's door.
    Schedule::parse("rate(1 day)", zone).map_err(|why| fields.wrong("timezone", why))?;
    let schedule =
        Schedule::parse(expression, zone).map_err(|why| fields.wrong("expression", why))?;
    let from = fields.text("from")?;
    let start = DateTime::parse_from_rfc3339(from).map_err(|_| {
        let found = format!("expected a time such as 2026-11-23T06:00:00Z, found `{from}`");
        fields.wrong("from", found)
    })?;
    let count = fields.whole("count", 1, COUNT_MAX)?;
    let after = schedule.after(start.timestamp());
    let times: Vec<String> = after.take(count as usize).map(written).collect();
    let because = if times.is_empty() {
        format!("{expression} in {zone} does not fire after {from}")
    } else {
        format!("{expression} in {zone}, after {from}: {}", times.join(", "))
    };
    Ok(Answer { value: json!({ "times": times }), because })
}
