//! What a step scaling policy makes of a metric.

use super::field::{Field, choice, rows, signed, whole};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::sim::scaling::step::{AdjustmentType, Step, StepPolicy};
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "step-scaling",
    title: "Step scaling",
    meaning: "The capacity that a step scaling policy sets at a metric, and by which step",
    source: "scaling.step_bounds",
    says: &["{capacity} tasks, a change of {delta}"],
    fields: FIELDS,
    answer,
};

const TYPES: [&str; 3] = ["ChangeInCapacity", "ExactCapacity", "PercentChangeInCapacity"];

const FIELDS: &[Field] = &[
    signed("threshold", "Threshold of the alarm"),
    choice("adjustment_type", "Adjustment type", &TYPES),
    rows("steps", "Steps, from the threshold on", STEP),
    whole("min_adjustment_magnitude", "Minimum adjustment magnitude", "").from_one().spare(),
    whole("min", "Minimum capacity", "").or("0"),
    whole("max", "Maximum capacity", "").spare(),
    signed("metric", "Metric now"),
    whole("capacity", "Capacity now", ""),
];

const STEP: &[Field] = &[
    signed("lower", "Lower bound").spare(),
    signed("upper", "Upper bound").spare(),
    signed("adjustment", "Adjustment"),
];

/// Counts and adjustments that an input may hold.
const COUNT_MAX: u32 = 1_000_000;

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let threshold = fields.number("threshold", -1e12, 1e12)?;
    let adjustment_type = match fields.needed_word("adjustment_type", &TYPES)? {
        "ChangeInCapacity" => AdjustmentType::ChangeInCapacity,
        "ExactCapacity" => AdjustmentType::ExactCapacity,
        _ => AdjustmentType::PercentChangeInCapacity,
    };
    let steps = fields.objects("steps", &["lower", "upper", "adjustment"])?;
    let steps = steps.iter().map(step).collect::<Result<Vec<Step>, String>>()?;
    let magnitude = fields.optional_whole("min_adjustment_magnitude", 1, COUNT_MAX)?;
    let min = fields.optional_whole("min", 0, COUNT_MAX)?.unwrap_or(0);
    let max = fields.optional_whole("max", 0, COUNT_MAX)?.unwrap_or(u32::MAX);
    if min > max {
        return Err(fields.wrong("max", format!("expected at least the minimum {min}")));
    }
    let metric = fields.number("metric", -1e12, 1e12)?;
    let capacity = fields.whole("capacity", 0, COUNT_MAX)?;
    let most = rules.scaling_step_max as usize;
    let policy = StepPolicy::new(threshold, adjustment_type, steps.clone(), magnitude, most)?;
    let outcome = policy.apply(metric, capacity, min, max);
    let value = json!({
        "capacity": outcome.capacity,
        "delta": i64::from(outcome.capacity) - i64::from(capacity),
        "step": outcome.step,
    });
    let over = metric - threshold;
    let because = match outcome.step.and_then(|index| Some((index, steps.get(index)?))) {
        None => format!("{metric} is {over} from the threshold {threshold}: no step holds it"),
        Some((index, step)) => {
            let change = outcome.asked;
            let adjusted = match adjustment_type {
                AdjustmentType::ChangeInCapacity => String::new(),
                AdjustmentType::ExactCapacity => format!(" (to {} exactly)", step.adjustment),
                AdjustmentType::PercentChangeInCapacity => {
                    let least = magnitude
                        .map_or(String::new(), |least| format!(", at least {least} either way"));
                    format!(" ({} % of {capacity}, toward zero{least})", step.adjustment)
                }
            };
            format!(
                "{metric} − {threshold} = {over} lies in step {index}; {capacity} {change:+}\
                 {adjusted} within {min} to {} = {}",
                if max == u32::MAX { "no maximum".into() } else { max.to_string() },
                outcome.capacity,
            )
        }
    };
    Ok(Answer { value, because })
}

fn step(fields: &Fields) -> Result<Step, String> {
    let most = f64::from(COUNT_MAX);
    let adjustment = fields.number("adjustment", -most, most)?;
    if adjustment.fract() != 0.0 {
        return Err(fields.wrong("adjustment", format!("expected a whole number: {adjustment}")));
    }
    Ok(Step {
        lower: fields.optional_number("lower", -1e12, 1e12)?,
        upper: fields.optional_number("upper", -1e12, 1e12)?,
        adjustment: adjustment as i32,
    })
}
