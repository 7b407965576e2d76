//! Step policies and scheduled actions in words, and reading them from what was typed. Pure.

use crate::app::html::escape;
use crate::shape::Shape as _;
use crate::sim::scaling::schedule::Schedule;
use crate::sim::scenario::{
    AdjustmentType, Policy, PolicyKind, Scaling, ScalingMetric, StepAdjustment,
};
use serde_json::Value;

use super::words;

/// What was typed, field by field.
pub type Typed<'a> = &'a dyn Fn(&str) -> String;

/// A new policy of that kind, as the form shows it first.
pub fn fresh(kind: PolicyKind, scaling: &Scaling) -> Policy {
    let blank = Policy::blank_of(kind);
    match kind {
        PolicyKind::Step => Policy {
            metric: scaling.metric,
            alarm_threshold: scaling.target,
            alarm_points: 3,
            cooldown_s: scaling.scale_out_cooldown_s,
            steps: vec![StepAdjustment { lower: Some(0.0), upper: None, adjustment: 2.0 }],
            ..blank
        },
        PolicyKind::Scheduled => Policy {
            expression: "cron(0 12 * * ? *)".into(),
            min: Some(scaling.min),
            max: Some(scaling.max),
            ..blank
        },
        PolicyKind::TargetTracking => {
            Policy { metric: scaling.metric, target: scaling.target, ..blank }
        }
    }
}

/// A policy in one sentence.
pub fn said(policy: &Policy) -> String {
    match policy.kind {
        PolicyKind::TargetTracking => {
            ["Target tracking, ", &measure(policy.metric, policy.target)].concat()
        }
        PolicyKind::Step => {
            let order = if policy.alarm_below { " below " } else { " from " };
            let steps: Vec<String> =
                policy.steps.iter().map(|step| step_said(step, policy)).collect();
            [
                "Step,",
                order,
                &measure(policy.metric, policy.alarm_threshold),
                " for ",
                &words::plural(f64::from(policy.alarm_points.max(1)), "point", "points"),
                ": ",
                &steps.join(", "),
            ]
            .concat()
        }
        PolicyKind::Scheduled => {
            let bound = |name: &str, bound: Option<u32>| match bound {
                Some(count) => [", ", name, " ", &count.to_string()].concat(),
                None => String::new(),
            };
            let (min, max) = (bound("minimum", policy.min), bound("maximum", policy.max));
            ["Scheduled ", &policy.expression, &min, &max].concat()
        }
    }
}

fn measure(metric: ScalingMetric, value: f64) -> String {
    let number = words::number(value, 2);
    match metric {
        ScalingMetric::Cpu => ["CPU ", &number, " %"].concat(),
        ScalingMetric::Memory => ["memory ", &number, " %"].concat(),
        ScalingMetric::Requests => [&number, " requests per target and minute"].concat(),
    }
}

fn step_said(step: &StepAdjustment, policy: &Policy) -> String {
    let sign = if step.adjustment >= 0.0 { "+" } else { "" };
    let change = words::number(step.adjustment, 0);
    let change = match policy.adjustment_type {
        AdjustmentType::ChangeInCapacity => [sign, &change].concat(),
        AdjustmentType::ExactCapacity => ["= ", &change].concat(),
        AdjustmentType::PercentChangeInCapacity => [sign, &change, " %"].concat(),
    };
    let bound = |bound: Option<f64>| bound.map(|one| words::number(one, 2));
    match (bound(step.lower), bound(step.upper)) {
        (None, None) => change,
        (Some(low), None) => [&change, " from ", &low, " over it"].concat(),
        (None, Some(high)) => [&change, " up to ", &high, " over it"].concat(),
        (Some(low), Some(high)) => [&change, " from ", &low, " to ", &high, " over it"].concat(),
    }
}

/// The listed policies, each with edit and delete. `place` begins the ids of its elements.
pub fn list(policies: &[Policy], place: &str) -> String {
    let mut html = String::new();
    for (index, policy) in policies.iter().enumerate() {
        let number = index.to_string();
        let text = escape(&said(policy));
        html.push_str(&["<li><span>", &text, "</span>"].concat());
        for (what, word) in [("edit", "Edit"), ("delete", "Delete")] {
            let button = [
                "<button type=\"button\" class=\"lab-link\" id=\"",
                place,
                what,
                "-",
                &number,
                "\" data-policy=\"",
                what,
                "\" data-index=\"",
                &number,
                "\" aria-label=\"",
                word,
                " ",
                &text,
                "\">",
                word,
                "</button>",
            ];
            html.push_str(&button.concat());
        }
        html.push_str("</li>");
    }
    if html.is_empty() { html } else { ["<ul class=\"changes\">", &html, "</ul>"].concat() }
}

/// The policy that was typed, or everything that is wrong with it.
pub fn read(kind: PolicyKind, steps: usize, typed: Typed) -> Result<Policy, Vec<String>> {
    let mut wrong = Vec::new();
    let mut policy = Policy::blank_of(kind);
    let mut number = |name: &str, label: &str, otherwise: f64| match typed(name).trim() {
        "" => otherwise,
        text => text.parse::<f64>().ok().filter(|one| one.is_finite()).unwrap_or_else(|| {
            wrong.push(format!("{label}: expected a number, found “{text}”"));
            otherwise
        }),
    };
    match kind {
        PolicyKind::TargetTracking => policy.target = number("target", "Target", 60.0),
        PolicyKind::Step => {
            policy.alarm_threshold = number("threshold", "Threshold", 0.0);
            policy.alarm_points = number("points", "Points", 1.0).max(1.0) as u32;
            policy.cooldown_s = number("cooldown", "Cooldown", 0.0).max(0.0);
            policy.min_adjustment_magnitude = number("least", "Least change", 0.0).max(0.0) as u32;
            for index in 0..steps {
                let field = |name: &str| [name, &index.to_string()].concat();
                if typed(&field("change")).trim().is_empty() {
                    continue;
                }
                let mut bound = |name: &str, label: &str| match typed(&field(name)).trim() {
                    "" => None,
                    _ => Some(number(&field(name), label, 0.0)),
                };
                let (lower, upper) = (bound("lower", "From"), bound("upper", "Up to"));
                let adjustment = number(&field("change"), "Change", 0.0);
                policy.steps.push(StepAdjustment { lower, upper, adjustment });
            }
        }
        PolicyKind::Scheduled => {
            policy.expression = typed("expression").trim().to_string();
            let mut bound = |name: &str, label: &str| match typed(name).trim() {
                "" => None,
                _ => Some(number(name, label, 0.0).max(0.0) as u32),
            };
            policy.min = bound("min", "Minimum");
            policy.max = bound("max", "Maximum");
            if let Err(why) = Schedule::check(&policy.expression) {
                wrong.push(format!("Schedule: {why}"));
            }
            if policy.min.is_none() && policy.max.is_none() {
                wrong.push("Minimum or maximum: expected at least one of them".into());
            }
        }
    }
    if kind == PolicyKind::Step && policy.steps.is_empty() {
        wrong.push("Steps: expected at least one with a change".into());
    }
    if kind != PolicyKind::Scheduled {
        policy.metric = ScalingMetric::read(&Value::from(typed("metric"))).unwrap_or(policy.metric);
        policy.alarm_below = typed("order") == "below";
        let adjustment = AdjustmentType::read(&Value::from(typed("adjustment")));
        policy.adjustment_type = adjustment.unwrap_or(policy.adjustment_type);
    }
    if wrong.is_empty() { Ok(policy) } else { Err(wrong) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_step_policy_is_read_and_said() {
        let typed = |name: &str| -> String {
            match name {
                "metric" => "cpu",
                "order" => "from",
                "threshold" => "70",
                "points" => "3",
                "adjustment" => "ChangeInCapacity",
                "lower0" => "0",
                "upper0" => "15",
                "change0" => "1",
                "lower1" => "15",
                "change1" => "3",
                _ => "",
            }
            .into()
        };
        let policy = read(PolicyKind::Step, 3, &typed).expect("is sound");
        assert_eq!(policy.steps.len(), 2);
        let told = "Step, from CPU 70 % for 3 points: +1 from 0 to 15 over it, +3 from 15 over it";
        assert_eq!(said(&policy), told);
    }

    #[test]
    fn a_broken_schedule_is_explained() {
        let typed = |name: &str| -> String {
            match name {
                "expression" => "cron(0 12 * * *)",
                "min" => "x",
                _ => "",
            }
            .into()
        };
        let wrong = read(PolicyKind::Scheduled, 0, &typed).expect_err("is broken");
        assert!(wrong.iter().any(|one| one.contains("six fields")), "{wrong:?}");
        assert!(wrong.iter().any(|one| one.contains("“x”")), "{wrong:?}");
    }
}
