//! The properties themselves. Each answers what is wrong, in words.

use drydock::facts::Rulebook;
use drydock::sim::Run;
use drydock::sim::kubernetes::fargate_size::{Request, provisioned};
use drydock::sim::run::{Event, EventKind};
use drydock::sim::scenario::{Autoscaler, Platform, ScalingMode, Scenario};
use std::collections::BTreeMap;

/// Offered = served + failed + in flight, to 1e-9.
pub fn books(run: &Run) -> Result<(), String> {
    let totals = &run.totals;
    let out = totals.served + totals.failed.sum() + totals.in_flight;
    let apart = (out - totals.offered).abs() / totals.offered.max(1.0);
    if apart > 1e-9 {
        return Err(format!("requests are not conserved by {apart:e}: {totals:?}"));
    }
    let parts = [
        totals.served,
        totals.failed.refused,
        totals.failed.timed_out,
        totals.failed.no_target,
        totals.failed.error,
        totals.in_flight,
        totals.dollars,
    ];
    if parts.iter().any(|part| !part.is_finite() || *part < -1e-6) {
        return Err(format!("a total is negative or no number: {totals:?}"));
    }
    if !(0.0..=1.0 + 1e-9).contains(&totals.within_objective) {
        return Err(format!("{} of the requests were in time", totals.within_objective));
    }
    Ok(())
}

/// Every value is finite and not negative, percentiles are in order, healthy tasks run.
pub fn columns(run: &Run) -> Result<(), String> {
    let columns = &run.columns;
    for (name, column) in drydock::sim::run::Columns::NAMES.iter().zip(columns.all()) {
        if let Some(row) = column.iter().position(|value| !value.is_finite() || *value < -1e-9) {
            return Err(format!("{name} is {} in row {row}", column[row]));
        }
    }
    for row in 0..columns.p50_ms.len() {
        let rising = columns.p50_ms[row] <= columns.p95_ms[row]
            && columns.p95_ms[row] <= columns.p99_ms[row];
        if !rising {
            return Err(format!("percentiles fall in row {row}"));
        }
        if columns.healthy[row] > columns.running[row] {
            return Err(format!("more healthy tasks than running ones in row {row}"));
        }
    }
    Ok(())
}

/// No bound is passed: desired count, instances, places on an instance.
pub fn limits(scenario: &Scenario, rules: &Rulebook, run: &Run) -> Result<(), String> {
    let scaling = &scenario.scaling;
    let changes = |path: &str| scenario.changes.iter().any(|change| change.set.starts_with(path));
    let scheduled = !scaling.policies.is_empty();
    if scenario.platform.keeps_reserve() {
        let most = f64::from(scenario.platform_settings.provisioned_max);
        if let Some(row) = run.columns.desired.iter().position(|count| *count > most) {
            return Err(format!("{} instances are too many", run.columns.desired[row]));
        }
    } else if scaling.mode != ScalingMode::Off && !scheduled && !changes("scaling") {
        let bounds = f64::from(scaling.min)..=f64::from(scaling.max);
        if let Some(row) = run.columns.desired.iter().position(|count| !bounds.contains(count)) {
            return Err(format!("desired {} is out of bounds", run.columns.desired[row]));
        }
    }
    if !run.events.windows(2).all(|pair| pair[0].t_ms <= pair[1].t_ms) {
        return Err("events are out of order".into());
    }
    let karpenter = scenario.platform == Platform::EksAuto
        || (scenario.platform.is_eks()
            && scenario.platform_settings.autoscaler == Autoscaler::Karpenter);
    match scenario.platform.has_machines() && !karpenter {
        true => places(scenario, rules, run),
        false => Ok(()),
    }
}

/// Tasks on each instance, as the events tell it, against its CPU and memory.
fn places(scenario: &Scenario, rules: &Rulebook, run: &Run) -> Result<(), String> {
    let settings = &scenario.platform_settings;
    let kind = rules.instance_type(&settings.instance_type).ok_or("the type is unknown")?;
    let by_cpu = f64::from(kind.vcpu) / scenario.task.vcpu;
    let by_memory = f64::from(kind.memory_mib) / f64::from(scenario.task.memory_mib);
    let most = by_cpu.min(by_memory).floor() as usize;
    let mut on: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for event in run.events.iter().filter(|event| event.kind == EventKind::TaskState) {
        if event.machine.is_empty() {
            continue;
        }
        let here = on.entry(event.machine.clone()).or_default();
        here.retain(|task| *task != event.id);
        if event.state != "STOPPED" {
            here.push(event.id.clone());
        }
        if here.len() > most {
            let id = &event.machine;
            return Err(format!("{} tasks on {id}, {most} at most, at {}", here.len(), event.t_ms));
        }
    }
    Ok(())
}

/// The billed hours are those of the lives that the events tell, minimum included.
pub fn bill(scenario: &Scenario, rules: &Rulebook, run: &Run) -> Result<(), String> {
    let (spans, lines, minimum_s, each) = match scenario.platform {
        Platform::EcsFargate | Platform::EcsExpress => (
            lives(run, scenario, EventKind::TaskState, "PENDING", "STOPPED"),
            ["Fargate vCPU", "Fargate Spot vCPU"],
            rules.fargate_minimum_billed_s,
            scenario.task.vcpu,
        ),
        Platform::AppRunner => (
            lives(run, scenario, EventKind::TaskState, "PENDING", "STOPPED"),
            ["App Runner memory", "App Runner memory"],
            0.0,
            f64::from(scenario.task.memory_mib) / 1024.0,
        ),
        Platform::EksFargate => (
            lives(run, scenario, EventKind::TaskState, "PENDING", "STOPPED"),
            ["Fargate vCPU", "Fargate Spot vCPU"],
            rules.fargate_minimum_billed_s,
            pod_vcpu(scenario, rules).ok_or("the pod has no size")?,
        ),
        Platform::EksManaged | Platform::EksSelfManaged | Platform::EksAuto => (
            lives(run, scenario, EventKind::MachineState, "BOOTING", "TERMINATED"),
            ["Nodes, ", "Spot nodes, "],
            rules.ec2_minimum_billed_s,
            1.0,
        ),
        Platform::EcsEc2 => (
            lives(run, scenario, EventKind::MachineState, "BOOTING", "TERMINATED"),
            ["Instances", "Spot instances"],
            rules.ec2_minimum_billed_s,
            1.0,
        ),
    };
    let seconds = |(from, to, ended): &(u64, u64, bool)| {
        let whole = ((to - from) as f64 / 1000.0).ceil();
        if *ended { whole.max(minimum_s) } else { whole }
    };
    let lived: f64 = spans.iter().map(seconds).sum::<f64>() * each / 3600.0;
    let paid: f64 = run
        .ledger
        .iter()
        .filter(|line| lines.iter().any(|name| line.line.starts_with(name)))
        .map(|line| line.quantity)
        .sum();
    if (lived - paid).abs() > 1e-6 * lived.max(1.0) {
        return Err(format!("lives of {lived} hours, {paid} billed"));
    }
    let sum: f64 = run.ledger.iter().map(|line| line.dollars).sum();
    if (sum - run.totals.dollars).abs() > 1e-9 * sum.max(1.0) {
        return Err(format!("the lines make {sum}, the total is {}", run.totals.dollars));
    }
    Ok(())
}

/// vCPUs of the machine of a pod on Fargate.
fn pod_vcpu(scenario: &Scenario, rules: &Rulebook) -> Option<f64> {
    let cpu_millis = (scenario.task.vcpu * 1000.0).round() as u32;
    let pod = Request { cpu_millis, memory_mib: scenario.task.memory_mib };
    Some(f64::from(provisioned(pod, rules)?.0) / 1024.0)
}

/// (begin, end, whether it ended) of each life that began to be billed.
fn lives(
    run: &Run,
    scenario: &Scenario,
    kind: EventKind,
    begin: &str,
    end: &str,
) -> Vec<(u64, u64, bool)> {
    let close = u64::from(scenario.duration_s) * 1000;
    let mut open: BTreeMap<&str, u64> = BTreeMap::new();
    let mut spans = Vec::new();
    let from_the_start = |event: &Event| event.t_ms == 0 && event.state == "RUNNING";
    for event in run.events.iter().filter(|event| event.kind == kind) {
        if event.state == begin || from_the_start(event) {
            open.entry(&event.id).or_insert(event.t_ms);
        } else if event.state == end
            && let Some(from) = open.remove(event.id.as_str())
            && from < event.t_ms
        {
            spans.push((from, event.t_ms, true));
        }
    }
    spans.extend(open.into_values().filter(|from| *from < close).map(|from| (from, close, false)));
    spans
}
