//! How a capacity provider strategy deals out tasks.

use super::field::{Field, rows, text, whole};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::sim::platform::strategy::{Provider, spread};
use serde_json::{Map, Value, json};

pub const RULE: Rule = Rule {
    name: "capacity-strategy",
    title: "Split of tasks by a capacity provider strategy",
    meaning: "How many tasks each capacity provider gets: base first, then by weight",
    source: "ecs.capacity_strategy",
    says: &["{placed}"],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] =
    &[rows("providers", "Capacity providers", PROVIDER), whole("tasks", "Tasks", "")];

const PROVIDER: &[Field] = &[
    text("name", "Name"),
    whole("base", "Base", "").or("0"),
    whole("weight", "Weight", "").to(1000.0),
];

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let listed = fields.objects("providers", &["name", "base", "weight"])?;
    let tasks = fields.whole("tasks", 0, 100_000)?;
    let mut names: Vec<&str> = Vec::new();
    let mut providers: Vec<Provider> = Vec::new();
    for provider in &listed {
        let name = provider.text("name")?;
        if names.contains(&name) {
            return Err(provider.wrong("name", format!("`{name}` is there twice")));
        }
        let most = rules.ecs_service_base_max as u32;
        let base = provider.optional_whole("base", 0, most)?.unwrap_or(0);
        let weight = provider.whole("weight", 0, 1000)?;
        if base > 0 && providers.iter().any(|other| other.base > 0) {
            return Err(provider.wrong("base", "only one provider of a strategy may have a base"));
        }
        names.push(name);
        providers.push(Provider { base, weight });
    }
    if providers.iter().all(|provider| provider.weight == 0) {
        return Err(fields.wrong("providers", "at least one weight must be above 0"));
    }
    let placed = spread(&providers, tasks);
    let base: u32 = providers.iter().map(|provider| provider.base).sum();
    let weights: Vec<String> =
        providers.iter().map(|provider| provider.weight.to_string()).collect();
    let counts: Vec<String> =
        names.iter().zip(&placed).map(|(name, count)| format!("{name} {count}")).collect();
    let because = format!(
        "{} of {tasks} to the base, the other {} as {}: {}",
        base.min(tasks),
        tasks.saturating_sub(base),
        weights.join(" : "),
        counts.join(", ")
    );
    let placed: Map<String, Value> =
        names.iter().zip(placed).map(|(name, count)| ((*name).into(), count.into())).collect();
    Ok(Answer { value: json!({ "placed": placed }), because })
}
