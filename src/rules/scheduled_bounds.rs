//! What a scheduled action does to bounds and capacity.

use super::field::{Field, whole};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::sim::scaling::schedule::scheduled_bounds;
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "scheduled-bounds",
    title: "Capacity after a scheduled action",
    meaning: "Capacity and bounds once a scheduled action has set a new minimum or maximum",
    source: "scaling.scheduled_effect",
    says: &["{capacity} tasks, within {min} to {max}"],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] = &[
    whole("capacity", "Capacity now", ""),
    whole("min", "Minimum now", ""),
    whole("max", "Maximum now", ""),
    whole("new_min", "New minimum", "").spare(),
    whole("new_max", "New maximum", "").spare(),
];

fn answer(input: &Value, _rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let [capacity, min, max] =
        ["capacity", "min", "max"].map(|name| fields.whole(name, 0, 1 << 30));
    let (capacity, min, max) = (capacity?, min?, max?);
    if min > max {
        return Err(fields.wrong("max", format!("expected at least the minimum {min}")));
    }
    let new_min = fields.optional_whole("new_min", 0, 1 << 30)?;
    let new_max = fields.optional_whole("new_max", 0, 1 << 30)?;
    let field = if new_min.is_some() { "new_min" } else { "new_max" };
    let after = scheduled_bounds(capacity, min, max, new_min, new_max)
        .map_err(|why| fields.wrong(field, why))?;
    let because = format!("{capacity} within {} to {} = {}", after.min, after.max, after.capacity);
    let value = json!({ "capacity": after.capacity, "min": after.min, "max": after.max });
    Ok(Answer { value, because })
}
