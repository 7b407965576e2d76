//! One workload on every platform: the same day, run where it can run, and what came of it side by
//! side. What a platform does not have is adapted and said. A pure function, like a run.

use super::fault::Fault;
use super::run::{HandWork, Run, STEP_S};
use super::scenario::{
    BalancerKind, Change, Platform, PolicyKind, ScalingMode, Scenario, Shape as Traffic, Strategy,
};
use super::settings::Problem;
use super::{check, run_unsealed};
use crate::facts::{FargateSize, Rulebook};
use crate::shape;
use crate::shape::Shape;

/// What came of the day on one platform.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub platform: Platform,
    /// What the platform does not have as the scenario wants it, and what was done instead.
    pub adapted: Vec<String>,
    /// Why the day cannot run there; then the figures are zeros.
    pub refused: Vec<String>,
    /// Share of the requests that were answered, and of those within the objective's time, 0–1.
    pub served_share: f64,
    pub within_objective: f64,
    pub p99_ms: f64,
    /// From the first surge of the day until more can be served than at its beginning, s, to ten
    /// seconds; `None` where there is no surge or nothing is added.
    pub reacts_s: Option<f64>,
    pub dollars_per_day: f64,
    /// Share of the paid vCPU time that did no work, 0–1.
    pub idle_share: f64,
    /// What the operator has to do when the machines get patches at half of the day, besides what
    /// the day itself asks for.
    pub by_hand: Vec<HandWork>,
    /// Since when new customers cannot have the platform; empty where everybody can.
    pub closed: String,
}

shape!(Row {
    platform,
    adapted,
    refused,
    served_share,
    within_objective,
    p99_ms,
    reacts_s,
    dollars_per_day,
    idle_share,
    by_hand,
    closed
});

/// The day on every platform, in the order of [`Platform::all`].
pub fn on_every_platform(scenario: &Scenario, rules: &Rulebook) -> Vec<Row> {
    Platform::all().iter().map(|platform| row(scenario, *platform, rules)).collect()
}

/// The day on one platform.
pub fn row(scenario: &Scenario, platform: Platform, rules: &Rulebook) -> Row {
    let (adapted, said) = adapt(scenario, platform, rules);
    let closed = match platform.closed_by() {
        Some(_) => rules.app_runner_closed.clone(),
        None => String::new(),
    };
    let blank = Row { platform, adapted: said, closed, ..Row::blank() };
    let mut problems: Vec<Problem> = Vec::new();
    check::check(&adapted, &mut problems);
    check::check_rules(&adapted, rules, &mut problems);
    if !problems.is_empty() {
        let refused = problems.iter().map(ToString::to_string).collect();
        return Row { refused, ..blank };
    }
    let run = run_unsealed(&adapted, rules);
    let totals = &run.totals;
    let share = |part: f64| if totals.offered > 0.0 { part / totals.offered } else { 1.0 };
    Row {
        served_share: share(totals.served),
        within_objective: totals.within_objective,
        p99_ms: totals.p99_ms,
        reacts_s: reacts_s(&adapted, &run),
        dollars_per_day: totals.dollars * 86_400.0 / f64::from(adapted.duration_s),
        idle_share: totals.idle_share,
        by_hand: patched(&adapted, rules).unwrap_or(run.by_hand),
        ..blank
    }
}

impl Row {
    /// All that is done by hand.
    pub fn hands(&self) -> u32 {
        self.by_hand.iter().map(|work| work.times).sum()
    }
}

/// What is done by hand on the same day with patches at half of it; `None` where the day has
/// patches of its own, or the platform's cannot be seen.
fn patched(scenario: &Scenario, rules: &Rulebook) -> Option<Vec<HandWork>> {
    let patches = |change: &Change| change.fault == Fault::PatchDay.word();
    if scenario.changes.iter().any(patches) || Fault::PatchDay.applies(scenario).is_err() {
        return None;
    }
    let start = super::clock::parse_start(&scenario.start)?;
    let at = (start + scenario.duration_s.min(86_400) / 2) % 86_400;
    let at = format!("{:02}:{:02}:{:02}", at / 3600, at / 60 % 60, at % 60);
    let mut day = scenario.clone();
    day.changes.push(Change { at, fault: Fault::PatchDay.word().into(), ..Change::blank() });
    Some(run_unsealed(&day, rules).by_hand)
}

/// The scenario as that platform can have it, and what was changed for it, in words.
pub fn adapt(scenario: &Scenario, platform: Platform, rules: &Rulebook) -> (Scenario, Vec<String>) {
    let mut day = Scenario { platform, ..scenario.clone() };
    let mut said = Vec::new();
    match platform {
        _ if platform.is_eks() => on_kubernetes(&mut day, &mut said),
        Platform::AppRunner => on_app_runner(&mut day, rules, &mut said),
        Platform::EcsExpress => on_express(&mut day, &mut said),
        _ => {}
    }
    let least = check::least_vcpu(platform);
    if day.task.vcpu < least && matches!(platform, Platform::EcsEc2 | Platform::EksFargate) {
        day.task.vcpu = least;
        said.push(format!("{least} vCPU: the least here"));
    }
    if platform == Platform::EksFargate {
        on_fargate_pods(scenario, &mut day, &mut said);
    }
    match platform {
        Platform::AppRunner => {
            fit(&mut day, &rules.app_runner_sizes, &mut said);
            set_concurrency(&mut day, rules, &mut said);
        }
        Platform::EcsFargate | Platform::EcsExpress => {
            fit(&mut day, &rules.fargate_sizes, &mut said);
        }
        _ => {}
    }
    for change in &scenario.changes {
        let fault = Fault::parse(&change.fault);
        if let Some(Err(why)) = fault.map(|fault| fault.applies(&day)) {
            said.push(format!("{} at {} cannot strike: {why}", change.fault, change.at));
        }
    }
    (day, said)
}

fn on_kubernetes(day: &mut Scenario, said: &mut Vec<String>) {
    if day.deployment.strategy != Strategy::Rolling {
        day.deployment.strategy = Strategy::Rolling;
        said.push("rolling updates: a Deployment knows nothing else".into());
    }
    let before = day.scaling.policies.len();
    day.scaling.policies.retain(|policy| policy.kind != PolicyKind::Step);
    let steps = day.scaling.policies.len() < before;
    if steps || day.scaling.mode == ScalingMode::Step {
        day.scaling.mode = ScalingMode::TargetTracking;
        said.push("a HorizontalPodAutoscaler for the step policies".into());
    }
}

/// Fargate has neither Spot nor DaemonSets for pods.
fn on_fargate_pods(before: &Scenario, day: &mut Scenario, said: &mut Vec<String>) {
    use super::scenario::CapacityType;
    let settings = &mut day.platform_settings;
    let wants_spot = match before.platform {
        Platform::EcsFargate | Platform::EcsExpress => {
            settings.spot_base + settings.spot_weight > 0
        }
        Platform::EcsEc2 | Platform::EksSelfManaged => settings.spot_share > 0.0,
        Platform::EksManaged | Platform::EksAuto | Platform::EksFargate => {
            settings.capacity_type == CapacityType::Spot
        }
        Platform::AppRunner => false,
    };
    if wants_spot {
        said.push("On-Demand: Fargate has no Spot for pods".into());
    }
    settings.capacity_type = CapacityType::OnDemand;
    let daemons = [
        &mut settings.daemon_pods,
        &mut settings.daemon_cpu_millis,
        &mut settings.daemon_memory_mib,
    ];
    if before.platform.is_eks() && daemons.iter().any(|amount| **amount > 0) {
        said.push("your DaemonSets stay away: Fargate runs none".into());
    }
    daemons.into_iter().for_each(|amount| *amount = 0);
}

/// App Runner scales by requests at once, between the bounds of the service.
fn on_app_runner(day: &mut Scenario, rules: &Rulebook, said: &mut Vec<String>) {
    let facts = &rules.app_runner;
    let (min, max) = match day.scaling.mode {
        ScalingMode::Off => (day.scaling.desired, day.scaling.desired),
        _ => (day.scaling.min, day.scaling.max),
    };
    let most = facts.min_max as u32;
    let settings = &mut day.platform_settings;
    settings.provisioned_min = min.clamp(1, most);
    settings.provisioned_max = max.max(settings.provisioned_min);
    let (min, max) = (settings.provisioned_min, settings.provisioned_max);
    said.push(format!("requests at once decide, not the CPU: {min} to {max} instances"));
    let most_ms = facts.timeout_s * 1000.0;
    if day.request.timeout_ms > most_ms {
        day.request.timeout_ms = most_ms;
        said.push(format!("a request ends after {} s", facts.timeout_s));
    }
}

/// The number of requests at once takes the place of the target that a policy would have: as many
/// as an instance holds that works all the time and answers within the objective, by Little's law.
/// Whoever has chosen a number keeps it.
fn set_concurrency(day: &mut Scenario, rules: &Rulebook, said: &mut Vec<String>) {
    let facts = &rules.app_runner;
    let set = day.platform_settings.concurrency;
    if f64::from(set) != facts.concurrency {
        said.push(format!("{set} requests at once on an instance, as you set it"));
        return;
    }
    let (per_s, within_s) = (day.own_station().capacity(), day.objective.within_ms / 1000.0);
    let holds = (per_s * within_s + 1e-9).floor().clamp(1.0, facts.concurrency_max);
    day.platform_settings.concurrency = holds as u32;
    let per_s = (per_s * 100.0).round() / 100.0;
    said.push(format!(
        "{holds} requests at once on an instance: as many as it answers within {within_s} s, \
         {per_s} a second; AWS's default is {set}"
    ));
}

fn on_express(day: &mut Scenario, said: &mut Vec<String>) {
    if day.deployment.strategy != Strategy::Canary {
        day.deployment.strategy = Strategy::Canary;
        said.push("new versions come as canaries".into());
    }
    if day.balancer.kind != BalancerKind::Alb {
        day.balancer.kind = BalancerKind::Alb;
        said.push("an Application Load Balancer".into());
    }
}

/// Takes the smallest size that holds the task; leaves it as it is where there is none.
fn fit(day: &mut Scenario, sizes: &[FargateSize], said: &mut Vec<String>) {
    let (vcpu, memory_mib) = (day.task.vcpu, day.task.memory_mib);
    let mut pairs = sizes
        .iter()
        .filter(|size| f64::from(size.cpu) >= vcpu * 1024.0)
        .flat_map(|size| size.memory_mib.iter().map(|memory| (size.cpu, *memory)));
    let Some((cpu, memory)) = pairs.find(|(_, memory)| *memory >= memory_mib) else { return };
    let size = f64::from(cpu) / 1024.0;
    if (size, memory) != (vcpu, memory_mib) {
        (day.task.vcpu, day.task.memory_mib) = (size, memory);
        said.push(format!("{size} vCPU and {memory} MiB: the next size"));
    }
}

/// When the day's first surge begins, s after the start.
fn surge_s(scenario: &Scenario) -> Option<u32> {
    let traffic = &scenario.traffic;
    let rises = match traffic.shape {
        Traffic::Flat | Traffic::Day | Traffic::Csv => {
            traffic.spike_factor > 1.0 && traffic.spike_minutes > 0.0
        }
        Traffic::Step | Traffic::Flash => traffic.trough_share < 1.0,
        Traffic::Batch => false,
    };
    let surges = scenario.changes.iter().filter(|change| change.fault == Fault::Surge.word());
    let times = surges.map(|change| change.at.as_str());
    let times = times.chain(rises.then_some(traffic.spike_at.as_str()));
    let first = times.filter_map(|at| scenario.after_start(at)).min()?;
    let first = (first / 1000) as u32;
    (first < scenario.duration_s).then_some(first)
}

fn reacts_s(scenario: &Scenario, run: &Run) -> Option<f64> {
    let surge_s = surge_s(scenario)?;
    let capacity = &run.columns.capacity_rps;
    // A row's capacity is that at its end.
    let row = (surge_s / STEP_S) as usize;
    let before = *capacity.get(row.saturating_sub(1))?;
    let later = capacity.iter().enumerate().skip(row);
    let (found, _) = later.into_iter().find(|(_, now)| **now > before + 1e-9)?;
    Some((found as f64 + 1.0) * f64::from(STEP_S) - f64::from(surge_s))
}
