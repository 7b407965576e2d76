//! How far a HorizontalPodAutoscaler may go towards its recommendation now.

use super::field::{Field, json, number, rows, whole};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::{Eks, Rulebook};
use crate::sim::kubernetes::hpa::behavior::{
    Behavior, Change, Direction, History, Past, Policy, Select,
};
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "hpa-behavior",
    title: "Scaling behavior of an HPA",
    meaning: "The step of a HorizontalPodAutoscaler after its windows, policies and bounds",
    source: "eks.hpa_behavior",
    says: &["{desired} pods, limited by {limited_by}", "{desired} pods"],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] = &[
    whole("current", "Pods now", ""),
    whole("desired", "Pods that the metrics ask for", ""),
    whole("min", "Minimum", "pods"),
    whole("max", "Maximum", "pods").from_one(),
    json("behavior", "behavior of autoscaling/v2: scaleUp, scaleDown").spare(),
    rows("recommendations", "Recommendations before", PAST_RECOMMENDATION).spare(),
    rows("scale_up_events", "Pods added before", PAST_CHANGE).spare(),
    rows("scale_down_events", "Pods removed before", PAST_CHANGE).spare(),
];

const PAST_RECOMMENDATION: &[Field] = &[number("age_s", "Age", "s"), whole("replicas", "Pods", "")];

const PAST_CHANGE: &[Field] = &[number("age_s", "Age", "s"), whole("change", "Pods", "")];

const PODS_MAX: u32 = 1_000_000;

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let current = fields.whole("current", 0, PODS_MAX)?;
    let desired = fields.whole("desired", 0, PODS_MAX)?;
    let max = fields.whole("max", 1, PODS_MAX)?;
    let min = fields.whole("min", 0, max)?;
    let behavior = behavior(&fields, &rules.eks)?;
    let history = History {
        recommendations: &past(&fields, "recommendations", "replicas")?,
        added: &past(&fields, "scale_up_events", "change")?,
        removed: &past(&fields, "scale_down_events", "change")?,
    };
    let step = behavior.step(current, desired, (min, max), &history);
    let mut because = format!(
        "from {current} towards {desired}: {} after the windows ({} s up, {} s down)",
        step.stabilized, behavior.up.window_s, behavior.down.window_s
    );
    if let Some(allowed) = step.allowed {
        because += &format!("; the policies reach {allowed}");
    }
    because += &format!("; within {min} to {max}: {}", step.desired);
    let limit = step.limit.map(|limit| limit.word());
    if let Some(limit) = limit {
        because += &format!(" ({limit})");
    }
    let value = json!({
        "stabilized": step.stabilized, "desired": step.desired, "limited_by": limit
    });
    Ok(Answer { value, because })
}

fn past(fields: &Fields, name: &str, what: &str) -> Result<Vec<Past>, String> {
    let one = |one: &Fields| {
        Ok(Past { age_s: one.number("age_s", 0.0, 1e9)?, pods: one.whole(what, 0, PODS_MAX)? })
    };
    fields.objects(name, &["age_s", what])?.iter().map(one).collect()
}

fn behavior(fields: &Fields, eks: &Eks) -> Result<Behavior, String> {
    let mut behavior = Behavior::new(eks);
    if let Some(given) = fields.optional_object("behavior", &["scaleUp", "scaleDown"])? {
        for (name, rules) in [("scaleUp", &mut behavior.up), ("scaleDown", &mut behavior.down)] {
            direction(&given, name, rules, eks)?;
        }
    }
    Ok(behavior)
}

/// Overrides what is given; the tolerance acts before, on the metric.
fn direction(
    behavior: &Fields,
    name: &str,
    rules: &mut Direction,
    eks: &Eks,
) -> Result<(), String> {
    let known = ["stabilizationWindowSeconds", "selectPolicy", "policies", "tolerance"];
    let Some(given) = behavior.optional_object(name, &known)? else { return Ok(()) };
    let most = eks.hpa_window_max_s as u32;
    if let Some(window) = given.optional_whole("stabilizationWindowSeconds", 0, most)? {
        rules.window_s = window.into();
    }
    match given.word("selectPolicy", &["Max", "Min", "Disabled"])? {
        Some("Min") => rules.select = Select::Min,
        Some("Disabled") => rules.select = Select::Disabled,
        Some(_) => rules.select = Select::Max,
        None => {}
    }
    if given.has("policies") {
        let policy = |one: &Fields| {
            let amount = one.whole("value", 1, PODS_MAX)?;
            let period = one.whole("periodSeconds", 1, eks.hpa_period_max_s as u32)?;
            let change = match one.needed_word("type", &["Pods", "Percent"])? {
                "Pods" => Change::Pods(amount),
                _ => Change::Percent(amount),
            };
            Ok(Policy { change, period_s: period.into() })
        };
        let listed = given.objects("policies", &["type", "value", "periodSeconds"])?;
        rules.policies = listed.iter().map(policy).collect::<Result<_, String>>()?;
        if rules.policies.is_empty() {
            return Err(given.wrong("policies", "expected at least one"));
        }
    }
    Ok(())
}
