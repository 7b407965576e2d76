//! How far a rolling deployment may go.

use super::field::{Field, whole};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::sim::deployment::bounds::Bounds;
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "deployment-bounds",
    title: "Minimum healthy and maximum percent",
    meaning: "How many tasks a rolling deployment must keep, may have, and may stop or start first",
    source: "ecs.minimum_healthy_percent",
    says: &["{min} to {max} tasks: {can_stop} may stop first, {can_start} may start first"],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] = &[
    whole("desired", "Desired count", "tasks"),
    whole("minimum_healthy_percent", "Minimum healthy percent", "%").to(100.0),
    whole("maximum_percent", "Maximum percent", "%"),
];

fn answer(input: &Value, _rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let desired = fields.whole("desired", 0, 1_000_000)?;
    let low = fields.whole("minimum_healthy_percent", 0, 100)?;
    let high = fields.whole("maximum_percent", 100, 10_000)?;
    let bounds = Bounds::new(desired, low, high);
    let (can_stop, can_start) = (bounds.can_stop(desired), bounds.can_start(desired));
    let stuck = if desired > 0 && bounds.stuck(desired) {
        "; with room for neither a stop nor a start, the deployment never moves"
    } else {
        ""
    };
    let because = format!(
        "{desired} × {low} % rounded up = {}; {desired} × {high} % rounded down = {}; \
         {desired} − {} = {can_stop} to stop, {} − {desired} = {can_start} to start{stuck}",
        bounds.min, bounds.max, bounds.min, bounds.max
    );
    let value = json!({
        "min": bounds.min, "max": bounds.max, "can_stop": can_stop, "can_start": can_start
    });
    Ok(Answer { value, because })
}
