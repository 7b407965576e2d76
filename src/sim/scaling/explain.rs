//! Decisions of scaling policies in words, with their arithmetic.

use super::tracking::{Counts, Direction, Hold, Verdict};
use crate::sim::control::Ms;
use crate::sim::run::Decision;
use crate::sim::scenario::{Policy, ScalingMetric};
use std::collections::BTreeMap;

/// The verdict of target tracking with its target and low threshold; nothing to say where it rests.
pub fn tracking(
    now: Ms,
    metric: f64,
    (target, low): (f64, f64),
    kind: ScalingMetric,
    counts: Counts,
    verdict: &Verdict,
) -> Option<Decision> {
    let arithmetic = |wanted: u32, base: u32| {
        let sum = format!("ceil({base} × {metric:.1} / {target}) = {wanted}");
        if wanted > counts.max {
            format!("{sum}, your maximum is {}", counts.max)
        } else if wanted < counts.min {
            format!("{sum}, your minimum is {}", counts.min)
        } else {
            sum
        }
    };
    let (what, because, waits_for, points) = match verdict {
        Verdict::Rest => return None,
        Verdict::Set { desired, wanted, base, direction, points } => {
            let way = if *direction == Direction::Out { "out" } else { "in" };
            let what = format!("scale {way} {} → {desired}", counts.desired);
            let waits_for = if *direction == Direction::Out { "the new tasks" } else { "" };
            (what, arithmetic(*wanted, *base), waits_for.to_string(), points)
        }
        Verdict::Held { wanted, base, by, points } => {
            let (why, waits_for) = held(*by, now);
            let what = format!("stay at {}: {why}", counts.desired);
            (what, arithmetic(*wanted, *base), waits_for, points)
        }
    };
    let breach = match *points.last()? > target {
        true => format!("over {target}"),
        false => format!("under the low threshold of {}", (low * 100.0).round() / 100.0),
    };
    let (count, unit) = (points.len(), unit(kind));
    Some(Decision {
        t_ms: now,
        who: "target-tracking".into(),
        what,
        because: format!("{because}; {count} of {count} points {breach}{unit}"),
        inputs: inputs(metric, target, counts, count),
        waits_for,
        fact: "scaling.rounding".into(),
    })
}

fn held(by: Hold, now: Ms) -> (&'static str, String) {
    match by {
        Hold::Maximum => ("the maximum", "a higher maximum".into()),
        Hold::Cooldown { until } => ("cooldown", format!("{} s of cooldown", (until - now) / 1000)),
        Hold::NoScaleIn => {
            ("no scale-in now", "the deployment, or a policy whose metric is not low".into())
        }
    }
}

/// A step policy's step.
#[allow(clippy::too_many_arguments)]
pub fn step(
    now: Ms,
    metric: f64,
    policy: &Policy,
    index: usize,
    change: i64,
    from: u32,
    counts: Counts,
    desired: u32,
) -> Decision {
    let way = if change > 0 { "out" } else { "in" };
    let over = metric - policy.alarm_threshold;
    let unit = unit(policy.metric);
    let bounded = match i64::from(from) + change {
        wanted if wanted > i64::from(counts.max) => format!(", your maximum is {}", counts.max),
        wanted if wanted < i64::from(counts.min) => format!(", your minimum is {}", counts.min),
        _ => String::new(),
    };
    Decision {
        t_ms: now,
        who: "step-scaling".into(),
        what: format!("scale {way} {} → {desired}", counts.desired),
        because: format!(
            "{metric:.1}{unit} is {over:+.1} from the alarm's {}{unit}: step {}, {from} {change:+} \
             = {}{bounded}",
            policy.alarm_threshold,
            index + 1,
            i64::from(from) + change,
        ),
        inputs: inputs(metric, policy.alarm_threshold, counts, policy.alarm_points as usize),
        waits_for: if change > 0 { "the new tasks".into() } else { String::new() },
        fact: "scaling.step_bounds".into(),
    }
}

fn inputs(metric: f64, target: f64, counts: Counts, points: usize) -> BTreeMap<String, f64> {
    BTreeMap::from([
        ("running".to_string(), f64::from(counts.running)),
        ("desired".to_string(), f64::from(counts.desired)),
        ("metric".to_string(), metric),
        ("target".to_string(), target),
        ("points".to_string(), points as f64),
        ("min".to_string(), f64::from(counts.min)),
        ("max".to_string(), f64::from(counts.max)),
    ])
}

fn unit(metric: ScalingMetric) -> &'static str {
    match metric {
        ScalingMetric::Requests => " requests a target and minute",
        _ => " %",
    }
}
