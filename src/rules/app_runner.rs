//! How many App Runner instances some requests at once lead to.

use super::field::{Field, whole};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::sim::app_runner::instances;
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "app-runner",
    title: "How many instances App Runner keeps",
    meaning: "App Runner instances that work and that are kept, and the requests that are refused",
    source: "app-runner.active",
    says: &["{active} instances work, {provisioned} are kept, {rejected} requests are refused"],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] = &[
    whole("concurrent", "Requests at once", ""),
    whole("max_concurrency", "Requests at once for one instance", "")
        .from_one()
        .or_fact("app-runner.concurrency"),
    whole("min", "Minimum size", "instances").from_one().or_fact("app-runner.min"),
    whole("max", "Maximum size", "instances").from_one().or_fact("app-runner.max"),
];

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let facts = &rules.app_runner;
    let concurrent = fields.whole("concurrent", 0, 1_000_000_000)?;
    let most = facts.concurrency_max as u32;
    let limit = fields.optional_whole("max_concurrency", 1, most)?;
    let limit = limit.unwrap_or(facts.concurrency as u32);
    let min = fields.optional_whole("min", 1, facts.min_max as u32)?.unwrap_or(facts.min as u32);
    let max = fields.optional_whole("max", 1, 1_000_000)?.unwrap_or(facts.max as u32);
    if min > max {
        return Err(fields.wrong("max", format!("expected at least the minimum, {min}")));
    }
    let found = instances(concurrent, limit, min, max);
    let because = format!(
        "{concurrent} / {limit} rounded up, at most {max} = {}; at least {min} are kept: {}; \
         max(0, {concurrent} − {} × {limit}) = {} refused",
        found.active, found.provisioned, found.active, found.rejected
    );
    let value = json!({
        "active": found.active, "provisioned": found.provisioned, "rejected": found.rejected
    });
    Ok(Answer { value, because })
}
