//! When the deployment circuit breaker says that a deployment has failed.

use super::field::{Field, choice, json, switch, whole};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::sim::deployment::breaker::{Breaker, TaskOutcome, Threshold};
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "circuit-breaker",
    title: "Failures until the ECS circuit breaker acts",
    meaning: "Failed tasks until the circuit breaker ends a deployment, and where in a sequence",
    source: "ecs.breaker_percent",
    says: &[
        "Fails after {threshold} failures: at outcome {failed_at}, counted from 0",
        "The deployment fails after {threshold} failures",
    ],
    fields: FIELDS,
    answer,
};

const TYPES: [&str; 3] = ["BOUNDED_PERCENT", "UNBOUNDED_PERCENT", "COUNT"];

const FIELDS: &[Field] = &[
    whole("desired", "Desired count", "tasks"),
    choice("type", "Type of the threshold", &TYPES).or("BOUNDED_PERCENT"),
    whole("value", "Its value: percent, or a count", "").from_one().or_fact("ecs.breaker_percent"),
    json("outcomes", "Outcomes of the tasks in turn: fail or healthy").spare(),
    switch("reset_on_healthy", "A healthy task sets the count to 0").or("true"),
];

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let desired = fields.whole("desired", 0, 1_000_000)?;
    let kind = fields.word("type", &TYPES)?.unwrap_or("BOUNDED_PERCENT");
    let (least, most) = (rules.ecs_breaker_min as u32, rules.ecs_breaker_max as u32);
    let (threshold, working) = if kind == "COUNT" {
        let count = fields.whole("value", 1, 1_000_000)?;
        (Threshold::Count(count), format!("a fixed {count}"))
    } else {
        let percent = fields.optional_whole("value", 1, 100)?.map(f64::from);
        let percent = percent.unwrap_or(rules.ecs_breaker_percent);
        let share = format!("{desired} × {percent} % rounded up");
        if kind == "BOUNDED_PERCENT" {
            let bounded = Threshold::BoundedPercent { percent, least, most };
            (bounded, format!("{share}, within {least} to {most}"))
        } else {
            (Threshold::UnboundedPercent { percent }, format!("{share}, at least 1"))
        }
    };
    let reset = fields.optional_flag("reset_on_healthy")?.unwrap_or(true);
    let mut breaker = Breaker::new(threshold, reset);
    let mut failed_at = None;
    for (index, outcome) in fields.items("outcomes")?.iter().enumerate() {
        let outcome = match outcome.as_str() {
            Some("fail") => TaskOutcome::Failed,
            Some("healthy") => TaskOutcome::Healthy,
            _ => {
                let found = format!("expected fail or healthy, found {outcome}");
                return Err(fields.wrong(&format!("outcomes.{index}"), found));
            }
        };
        if breaker.observe(outcome, desired) && failed_at.is_none() {
            failed_at = Some(index);
        }
    }
    let at = threshold.at(desired);
    let counted = if reset { "failures since the last healthy task" } else { "failures in all" };
    let because = match failed_at {
        Some(index) => format!("threshold: {working} = {at}; outcome {index} makes {at} {counted}"),
        None => format!("threshold: {working} = {at}; {} {counted}", breaker.failures()),
    };
    Ok(Answer { value: json!({ "threshold": at, "failed_at": failed_at }), because })
}
