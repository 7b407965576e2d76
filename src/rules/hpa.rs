//! How many pods the metrics of a HorizontalPodAutoscaler ask for.

use super::field::{Field, choice, json, number, rows, whole};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::sim::kubernetes::hpa::algorithm::{Metric, Proposal, Settings, desired, propose, ready};
use crate::sim::kubernetes::hpa::pods::{Phase, Pod};
use crate::sim::kubernetes::hpa::working::{level, working};
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "hpa",
    title: "Desired replicas of an HPA",
    meaning: "The number of pods that the metrics of a HorizontalPodAutoscaler ask for",
    source: "eks.hpa",
    says: &["{desired} pods"],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] = &[
    whole("replicas", "Pods now", ""),
    number("tolerance", "Tolerance, as a share", "").or_fact("eks.hpa_tolerance"),
    number("cpu_initialization_s", "CPU initialization period", "s")
        .or_fact("eks.hpa_cpu_initialization"),
    number("initial_readiness_s", "Initial readiness delay", "s")
        .or_fact("eks.hpa_initial_readiness"),
    rows("metrics", "Metrics", METRIC),
    whole("min", "Minimum", "pods").or_fact("eks.hpa_min"),
    whole("max", "Maximum", "pods").from_one().spare(),
];

const METRIC: &[Field] = &[
    choice("kind", "Kind", &["Utilization", "AverageValue", "Value"]),
    number("target", "Target; an AverageValue is in thousandths beside pods", ""),
    number("value", "Value now, of all pods together; of Utilization the mean", "").spare(),
    json("pods", "Pods one by one").spare(),
];

/// Where no age is given: it has been so for long.
const LONG_AGO_S: f64 = 1e9;
const PODS_MAX: u32 = 1_000_000;
const OFF: &str = "not looked at: with 0 replicas the autoscaler is off";

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let replicas = fields.whole("replicas", 0, PODS_MAX)?;
    let mut settings = Settings::new(&rules.eks);
    if let Some(tolerance) = fields.optional_number("tolerance", 0.0, 1e6)? {
        settings.tolerance = [tolerance; 2];
    }
    let seconds = |name, default: &mut f64| {
        fields.optional_number(name, 0.0, LONG_AGO_S).map(|given| {
            *default = given.unwrap_or(*default);
        })
    };
    seconds("cpu_initialization_s", &mut settings.readiness.cpu_initialization_s)?;
    seconds("initial_readiness_s", &mut settings.readiness.initial_readiness_s)?;
    let (min, max) = bounds(&fields, rules)?;
    let known = ["kind", "target", "value", "pods"];
    let metrics = fields.objects("metrics", &known)?;
    if metrics.is_empty() {
        return Err(fields.wrong("metrics", "expected at least one"));
    }
    let mut proposals = Vec::new();
    let mut texts = Vec::new();
    for (index, fields) in metrics.iter().enumerate() {
        let (target, found) = metric(fields, replicas, &settings)?;
        let off = replicas == 0 && min > 0;
        let proposal = if off { Err(OFF) } else { found };
        texts.push(format!("metric {index}: {}", because(&proposal, target, replicas)));
        proposals.push(proposal);
    }
    let size = desired(&proposals, replicas, min, max);
    texts.push(format!(
        "{replicas} pods within {min} to {}: {size}",
        if max == u32::MAX { "any number".into() } else { max.to_string() }
    ));
    let per_metric: Vec<Value> = proposals
        .iter()
        .map(|proposal| match proposal {
            Ok(Proposal { desired, utilisation: Some(percent), .. }) => {
                json!({ "desired": desired, "utilisation": percent })
            }
            Ok(proposal) => json!({ "desired": proposal.desired }),
            Err(_) => json!({ "desired": null }),
        })
        .collect();
    let value = json!({ "desired": size, "per_metric": per_metric });
    Ok(Answer { value, because: texts.join("; ") })
}

fn bounds(fields: &Fields, rules: &Rulebook) -> Result<(u32, u32), String> {
    let min = fields.optional_whole("min", 0, PODS_MAX)?.unwrap_or(rules.eks.hpa_min as u32);
    let max = fields.optional_whole("max", 1, PODS_MAX)?.unwrap_or(u32::MAX);
    if min > max {
        return Err(fields.wrong("max", format!("expected at least the minimum, {min}")));
    }
    Ok((min, max))
}

/// The target of a metric and what it asks for; the inner error says why it asks for nothing.
fn metric(
    fields: &Fields,
    replicas: u32,
    settings: &Settings,
) -> Result<(f64, Result<Proposal, &'static str>), String> {
    let kind = fields.needed_word("kind", &["Utilization", "AverageValue", "Value"])?;
    let target = fields.number("target", 1e-9, 1e12)?;
    let value = fields.optional_number("value", 0.0, 1e12)?;
    let pods = if fields.has("pods") { Some(pods(fields)?) } else { None };
    let metric = match (kind, value, &pods) {
        ("Value", Some(value), pods) => {
            let ready = pods.as_ref().map_or(replicas, |pods| ready(pods));
            Metric::Value { target, value, ready }
        }
        ("Utilization", None, Some(pods)) => Metric::Utilization { target, pods },
        ("AverageValue", None, Some(pods)) => Metric::AverageValue { target, pods },
        ("AverageValue", Some(value), None) => Metric::SharedValue { target, value },
        (_, Some(_), Some(_)) => return Err(fields.wrong("value", "expected nothing beside pods")),
        ("Value", ..) => return Err(fields.wrong("value", "expected a number, found nothing")),
        // A mean over all pods, as `kubectl get hpa` shows it.
        (_, Some(value), None) => {
            return Ok((target, by_mean(value.floor(), target, replicas, settings)));
        }
        _ => return Err(fields.wrong("pods", format!("expected the pods, or a value, for {kind}"))),
    };
    Ok((target, propose(&metric, replicas, settings)))
}

/// What a mean utilisation asks for, in whole percent as Kubernetes computes it.
fn by_mean(
    percent: f64,
    target: f64,
    replicas: u32,
    settings: &Settings,
) -> Result<Proposal, &'static str> {
    if replicas == 0 {
        return Err("there are no pods");
    }
    let metric = Metric::Value { target, value: percent, ready: replicas };
    let found = propose(&metric, replicas, settings)?;
    Ok(Proposal { utilisation: Some(percent as u64), ..found })
}

fn pods(fields: &Fields) -> Result<Vec<Pod>, String> {
    let known = [
        "phase",
        "ready",
        "start_age_s",
        "ready_age_s",
        "request_m",
        "usage_m",
        "metric_age_s",
        "deleting",
    ];
    let thousandths = |one: &Fields, name| {
        let amount = one.optional_number(name, 0.0, 1e15);
        amount.map(|amount| amount.map(|amount| (amount - 1e-9).ceil().max(0.0) as u64))
    };
    let pod = |one: &Fields| {
        let start_age_s =
            one.optional_number("start_age_s", 0.0, LONG_AGO_S)?.unwrap_or(LONG_AGO_S);
        let ready_age_s = one.optional_number("ready_age_s", 0.0, start_age_s)?;
        Ok(Pod {
            phase: match one.word("phase", &["Pending", "Running", "Failed"])? {
                Some("Pending") => Phase::Pending,
                Some("Failed") => Phase::Failed,
                _ => Phase::Running,
            },
            ready: one.optional_flag("ready")?.unwrap_or(true),
            start_age_s,
            ready_age_s: ready_age_s.unwrap_or(start_age_s),
            request_m: thousandths(one, "request_m")?,
            usage_m: thousandths(one, "usage_m")?,
            metric_age_s: one.optional_number("metric_age_s", 0.0, LONG_AGO_S)?.unwrap_or(0.0),
            deleting: one.flag("deleting")?,
        })
    };
    fields.objects("pods", &known)?.iter().map(pod).collect()
}

fn because(proposal: &Result<Proposal, &'static str>, target: f64, replicas: u32) -> String {
    let found = match proposal {
        Ok(found) => found,
        Err(why) => return (*why).into(),
    };
    let Proposal { desired, pods, missing, not_ready, .. } = *found;
    if replicas == 0 {
        return format!(
            "there are no pods yet: the metric over its target, rounded up, = {desired}"
        );
    }
    let sum = working(found, target, replicas);
    if found.cautious.is_none() {
        return sum;
    }
    format!(
        "{} against {target} over {pods} pods; counted cautiously with {missing} without metrics \
         and {not_ready} not ready: {sum}",
        level(found, target)
    )
}
