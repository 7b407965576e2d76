//! The step of a target tracking policy, once its alarm has fired.

use super::field::{Field, number, switch, whole};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::sim::scaling::tracking::{Direction, proportional};
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "target-tracking",
    title: "Target tracking",
    meaning: "The desired count that a target tracking policy sets once its alarm has fired",
    source: "scaling.rounding",
    says: &["{desired} tasks"],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] = &[
    whole("current", "Running tasks", ""),
    number("metric", "Metric now", ""),
    number("target", "Target value", ""),
    number("low_factor", "Low alarm, as a share of the target", "")
        .to(1.0)
        .or_fact("scaling.low_factor"),
    switch("disable_scale_in", "Scale-in is switched off"),
];

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let current = fields.whole("current", 0, 1_000_000)?;
    let metric = fields.number("metric", 0.0, 1e12)?;
    let target = fields.number("target", 1e-9, 1e12)?;
    let factor = fields.optional_number("low_factor", 0.0, 1.0)?;
    let factor = factor.unwrap_or(rules.scaling_low_factor);
    let fixed = fields.flag("disable_scale_in")?;
    let (desired, direction) = proportional(current, metric, target, factor, fixed);
    let way = match direction {
        Direction::Out => "out",
        Direction::In => "in",
        Direction::None => "none",
    };
    let because = match direction {
        Direction::None if metric >= target || metric >= target * factor => {
            format!("{metric} lies between the low threshold {} and {target}", target * factor)
        }
        Direction::None if fixed => "scale-in is switched off".into(),
        _ => format!("ceil({current} × {metric} / {target}) = {desired}"),
    };
    Ok(Answer { value: json!({ "desired": desired, "direction": way }), because })
}
