//! The metric that the scaling looks at, as the charts show it: shares of 1 for CPU and memory,
//! requests a minute and target for the third. Pure.

use crate::facts::Rulebook;
use crate::sim::scenario::{PolicyKind, ScalingMetric, ScalingMode};
use crate::sim::{Run, Scenario};
use std::borrow::Cow;

use super::{reasons, words};

/// The metric of the row: that of the first listed step policy where those decide.
pub fn shown(scenario: &Scenario) -> ScalingMetric {
    steps(scenario).next().map_or(scenario.scaling.metric, |(metric, _)| metric)
}

/// Metric and threshold of the listed step policies, where they are in force.
fn steps(scenario: &Scenario) -> impl Iterator<Item = (ScalingMetric, f64)> {
    let scaling = &scenario.scaling;
    let in_force = scaling.mode == ScalingMode::Step;
    let listed =
        scaling.policies.iter().filter(move |one| in_force && one.kind == PolicyKind::Step);
    listed.map(|policy| (policy.metric, policy.alarm_threshold))
}

/// The metric over the day.
pub fn column<'a>(scenario: &Scenario, run: &'a Run) -> Cow<'a, [f64]> {
    let columns = &run.columns;
    match shown(scenario) {
        ScalingMetric::Cpu => cpu(scenario, run),
        ScalingMetric::Memory => Cow::Borrowed(&columns.memory),
        ScalingMetric::Requests => {
            let pairs = columns.offered_rps.iter().zip(&columns.healthy);
            pairs.map(|(offered, healthy)| offered * 60.0 / healthy.max(1.0)).collect()
        }
    }
}

/// Mean use of CPU as a share of what was asked for: of the running tasks, on EKS of the pods that
/// are ready, which the autoscaler counts as well.
pub fn cpu<'a>(scenario: &Scenario, run: &'a Run) -> Cow<'a, [f64]> {
    let columns = &run.columns;
    if !scenario.platform.is_eks() {
        return Cow::Borrowed(&columns.cpu);
    }
    // Pods that end still work, and are not among those that are ready.
    let most = columns.cpu.iter().copied().fold(1.0, f64::max);
    let counts = columns.running.iter().zip(&columns.healthy);
    let ready = columns.cpu.iter().zip(counts);
    ready.map(|(cpu, (running, healthy))| (cpu * running / healthy.max(1.0)).min(most)).collect()
}

/// Heights of the target, or of the thresholds; empty where the metric decides nothing.
pub fn levels(scenario: &Scenario) -> Vec<f64> {
    let metric = shown(scenario);
    let share = |value: f64| if metric == ScalingMetric::Requests { value } else { value / 100.0 };
    let listed = steps(scenario).filter(|(one, _)| *one == metric);
    let thresholds: Vec<f64> = listed.map(|(_, threshold)| share(threshold)).collect();
    match reasons::barred("scaling.target", scenario) {
        None => vec![share(scenario.scaling.target)],
        Some(_) => thresholds,
    }
}

/// The highest of metric and levels.
pub fn highest(scenario: &Scenario, run: &Run) -> f64 {
    let values = column(scenario, run);
    let all = values.iter().copied().chain(levels(scenario).into_iter().map(|one| one * 1.1));
    all.filter(|value| value.is_finite()).fold(0.0, f64::max)
}

/// The threshold of target tracking's low alarm, on ECS.
pub fn low_threshold(scenario: &Scenario, rules: &Rulebook) -> Option<f64> {
    let tracking = scenario.scaling.mode == ScalingMode::TargetTracking;
    let tracking = tracking && super::offered::ecs(scenario);
    levels(scenario).first().filter(|_| tracking).map(|level| level * rules.scaling_low_factor)
}

/// A value of the metric in words.
pub fn said(scenario: &Scenario, value: f64) -> String {
    match shown(scenario) {
        ScalingMetric::Requests => words::count(value),
        _ => [&words::number(value * 100.0, 0), " %"].concat(),
    }
}

/// Name of the metric, for titles: its first word, and the rest.
pub fn title(scenario: &Scenario) -> (&'static str, &'static str) {
    let instances = super::offered::app_runner(scenario);
    match (shown(scenario), scenario.platform.is_eks()) {
        (ScalingMetric::Cpu, _) if instances => {
            ("CPU", " of the service, average of its instances")
        }
        (ScalingMetric::Memory, _) if instances => {
            ("Memory", " of the service, average of its instances")
        }
        (ScalingMetric::Requests, _) if instances => ("Requests", " per instance and minute"),
        (ScalingMetric::Cpu, false) => ("CPU", " of the service, average of its tasks"),
        (ScalingMetric::Cpu, true) => ("CPU", " of the pods, percent of their requests"),
        (ScalingMetric::Memory, false) => ("Memory", " of the service, average of its tasks"),
        (ScalingMetric::Memory, true) => ("Memory", " of the pods, percent of their requests"),
        (ScalingMetric::Requests, false) => ("Requests", " per target and minute"),
        (ScalingMetric::Requests, true) => ("Requests", " per pod and minute"),
    }
}

/// Whether the day has machines of yours.
pub fn has_machines(run: &Run) -> bool {
    run.columns.machines.iter().any(|count| *count > 0.0)
}
