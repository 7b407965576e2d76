//! What a scenario must keep to so that every legal one can be simulated. Limits are those of the
//! model, except where a fact gives them.

use super::clock::{parse_start, parse_time, unix_start};
use super::fault::Fault;
use super::platform::ecs_ec2::{Settings, strategy};
use super::scaling::policies::step_rule;
use super::scaling::schedule::Schedule;
use super::scenario::{Change, Platform, PolicyKind, ScalingMetric, Scenario, Shape};
use super::settings::{Problem, problem, within};
use super::traffic::parse_csv;
use super::{check_managed, check_pods};
use crate::facts::Rulebook;

/// Tables whose settings may change during a run.
const CHANGEABLE: [&str; 7] =
    ["traffic", "request", "scaling", "balancer", "deployment", "platform_settings", "objective"];
/// Settings of those tables that stand for the whole run all the same.
const FIXED: [&str; 18] = [
    "platform_settings.instance_type",
    "platform_settings.network_mode",
    "platform_settings.trunking",
    "platform_settings.instances",
    "platform_settings.autoscaler",
    "platform_settings.capacity_type",
    "platform_settings.prefix_delegation",
    "platform_settings.node_types",
    "platform_settings.daemon_cpu_millis",
    "platform_settings.daemon_memory_mib",
    "platform_settings.daemon_pods",
    "platform_settings.fargate_profile",
    "platform_settings.source",
    "platform_settings.health_protocol",
    "platform_settings.health_path",
    "platform_settings.health_path_answers",
    "platform_settings.versions_in_extended",
    "platform_settings.nodes_behind",
];
/// A week: longer runs are not what the page is for.
const LONGEST_S: u32 = 7 * 86_400;

/// Whether the setting at that path may change during a run.
pub fn may_change(path: &str) -> bool {
    let table = path.split('.').next().unwrap_or_default();
    CHANGEABLE.contains(&table) && !FIXED.contains(&path)
}

/// The smallest task or pod of the model, vCPU: nodes of EKS carry many small pods.
pub fn least_vcpu(platform: Platform) -> f64 {
    if platform.is_eks() && platform.has_machines() { 0.05 } else { 0.25 }
}

/// Adds everything that is wrong, except the pair of CPU and memory.
pub fn check(scenario: &Scenario, problems: &mut Vec<Problem>) {
    let mut number =
        |path: &str, value: f64, low: f64, high: f64| within(problems, path, value, low, high);
    let s = scenario;
    number("version", f64::from(s.version), 1.0, 1.0);
    number("duration_s", f64::from(s.duration_s), 60.0, f64::from(LONGEST_S));
    number("traffic.peak_rps", s.traffic.peak_rps, 0.0, 100_000.0);
    number("traffic.trough_share", s.traffic.trough_share, 0.0, 1.0);
    number("traffic.spike_factor", s.traffic.spike_factor, 0.0, 100.0);
    number("traffic.spike_minutes", s.traffic.spike_minutes, 0.0, 1440.0);
    number("traffic.spike_ramp_s", s.traffic.spike_ramp_s, 0.0, 86_400.0);
    number("traffic.noise", s.traffic.noise, 0.0, 0.5);
    number("request.cpu_ms", s.request.cpu_ms, 0.1, 60_000.0);
    number("request.cpu_cv2", s.request.cpu_cv2, 0.0, 25.0);
    number("request.wait_ms", s.request.wait_ms, 0.0, 60_000.0);
    number("request.memory_kib", s.request.memory_kib, 0.0, 1_048_576.0);
    number("request.timeout_ms", s.request.timeout_ms, 1.0, 300_000.0);
    number("request.retries", f64::from(s.request.retries), 0.0, 10.0);
    number("request.retry_backoff_ms", s.request.retry_backoff_ms, 1.0, 60_000.0);
    number("task.vcpu", s.task.vcpu, least_vcpu(s.platform), 32.0);
    number("task.workers", f64::from(s.task.workers), 0.0, 10_000.0);
    number("task.queue_limit", f64::from(s.task.queue_limit), 0.0, 100_000.0);
    number("task.image_mib", s.task.image_mib, 0.0, 100_000.0);
    number("task.start_s", s.task.start_s, 0.0, 3600.0);
    number("balancer.nodes", f64::from(s.balancer.nodes), 1.0, 100.0);
    number("balancer.slow_start_s", s.balancer.slow_start_s, 0.0, 900.0);
    number("balancer.connection_life_s", s.balancer.connection_life_s, 1.0, 1e6);
    number("balancer.connections", f64::from(s.balancer.connections), 1.0, 1e6);
    number("balancer.health_interval_s", s.balancer.health_interval_s, 5.0, 300.0);
    number("balancer.deregistration_delay_s", s.balancer.deregistration_delay_s, 0.0, 3600.0);
    number("scaling.desired", f64::from(s.scaling.desired), 0.0, 1000.0);
    number("scaling.min", f64::from(s.scaling.min), 0.0, f64::from(s.scaling.max));
    number("scaling.max", f64::from(s.scaling.max), 1.0, 1000.0);
    let most_target = if s.scaling.metric == ScalingMetric::Requests { 1e6 } else { 100.0 };
    number("scaling.target", s.scaling.target, 1.0, most_target);
    number("scaling.scale_out_cooldown_s", s.scaling.scale_out_cooldown_s, 0.0, 86_400.0);
    number("scaling.scale_in_cooldown_s", s.scaling.scale_in_cooldown_s, 0.0, 86_400.0);
    number("task.idle_memory_mib", s.task.idle_memory_mib, 0.0, 250_000.0);
    number("objective.within_ms", s.objective.within_ms, 1.0, 300_000.0);
    number("objective.share", s.objective.share, 0.0, 1.0);
    number("objective.budget_dollars_per_day", s.objective.budget_dollars_per_day, 0.0, 1e9);
    service(scenario, problems);
    check_pods::numbers(scenario, problems);
    check_managed::numbers(scenario, problems);
    words(scenario, problems);
    changes(scenario, problems);
}

/// What only the calendar knows: the time zone and the schedules. Apart from the rest, so that the
/// page, which checks what a learner types, need not carry the world's time zones.
pub fn check_calendar(scenario: &Scenario) -> Vec<Problem> {
    let mut problems = Vec::new();
    if unix_start(&scenario.start, &scenario.time_zone).is_none() {
        let expected = "expected an IANA time zone such as Europe/Berlin or UTC, and a start in it";
        problems.push(problem("time_zone", expected));
        return problems;
    }
    let listed = scenario.scaling.policies.iter().enumerate();
    for (index, policy) in listed.filter(|(_, policy)| policy.kind == PolicyKind::Scheduled) {
        if let Err(why) = Schedule::parse(&policy.expression, &scenario.time_zone) {
            problems.push(problem(&format!("scaling.policies.{index}.expression"), why));
        }
    }
    problems
}

/// Limits of deployment and platform.
fn service(scenario: &Scenario, problems: &mut Vec<Problem>) {
    let mut number =
        |path: &str, value: f64, low: f64, high: f64| within(problems, path, value, low, high);
    let d = &scenario.deployment;
    let healthy = f64::from(d.minimum_healthy_percent);
    number("deployment.minimum_healthy_percent", healthy, 0.0, 100.0);
    number("deployment.maximum_percent", f64::from(d.maximum_percent), 100.0, 200.0);
    number("deployment.breaker_value", d.breaker_value, 1.0, 10_000.0);
    number("deployment.step_percent", d.step_percent, 0.1, 100.0);
    number("deployment.bake_minutes", d.bake_minutes, 0.0, 1440.0);
    number("deployment.health_grace_s", d.health_grace_s, 0.0, 86_400.0);
    let p = &scenario.platform_settings;
    let most = f64::from(p.max_instances);
    number("platform_settings.instances", f64::from(p.instances), 0.0, most);
    number("platform_settings.min_instances", f64::from(p.min_instances), 0.0, most);
    number("platform_settings.max_instances", most, 0.0, 1000.0);
    number("platform_settings.capacity_target", p.capacity_target, 1.0, 100.0);
    number("platform_settings.warmup_s", p.warmup_s, 0.0, 10_000.0);
    number("platform_settings.min_scaling_step", f64::from(p.min_scaling_step), 1.0, 10_000.0);
    number("platform_settings.max_scaling_step", f64::from(p.max_scaling_step), 1.0, 10_000.0);
    number("platform_settings.spot_share", p.spot_share, 0.0, 1.0);
    number("platform_settings.spot_discount", p.spot_discount, 0.0, 0.95);
    number("platform_settings.on_demand_base", f64::from(p.on_demand_base), 0.0, 100_000.0);
    number("platform_settings.on_demand_weight", f64::from(p.on_demand_weight), 0.0, 1000.0);
    number("platform_settings.spot_base", f64::from(p.spot_base), 0.0, 100_000.0);
    number("platform_settings.spot_weight", f64::from(p.spot_weight), 0.0, 1000.0);
    number("platform_settings.vcpu_quota", p.vcpu_quota, 0.25, 100_000.0);
    if p.on_demand_weight + p.spot_weight == 0 {
        let expected = "expected a weight above 0 for one of the providers";
        problems.push(problem("platform_settings.on_demand_weight", expected));
    }
    if p.on_demand_base > 0 && p.spot_base > 0 {
        let expected = "expected 0: only one provider has a base";
        problems.push(problem("platform_settings.spot_base", expected));
    }
    for word in p.placement.iter().filter(|word| strategy(word).is_none()) {
        let expected = format!(
            "expected spread:az, spread:instance, binpack:cpu, binpack:memory or random, found \
             {word}"
        );
        problems.push(problem("platform_settings.placement", expected));
    }
}

/// Adds what the rulebook does not allow: a size that Fargate does not offer, an instance type that
/// is unknown or too small, steps or schedules that AWS would refuse.
pub fn check_rules(scenario: &Scenario, rules: &Rulebook, problems: &mut Vec<Problem>) {
    match scenario.platform {
        Platform::EcsFargate | Platform::EcsExpress | Platform::AppRunner => {
            check_managed::rules(scenario, rules, problems);
        }
        Platform::EcsEc2 => check_instance(scenario, rules, problems),
        _ => check_pods::rules(scenario, rules, problems),
    }
    for (index, policy) in scenario.scaling.policies.iter().enumerate() {
        let path = format!("scaling.policies.{index}");
        let outcome = match policy.kind {
            PolicyKind::Step => step_rule(policy, rules).map(drop),
            PolicyKind::Scheduled if policy.expression.trim().is_empty() => {
                Err("expected an expression: cron(…), rate(…) or at(…)".into())
            }
            _ => Ok(()),
        };
        if let Err(why) = outcome {
            problems.push(problem(&path, why));
        }
    }
}

fn check_instance(scenario: &Scenario, rules: &Rulebook, problems: &mut Vec<Problem>) {
    let name = &scenario.platform_settings.instance_type;
    let path = "platform_settings.instance_type";
    let Some(kind) = rules.instance_type(name) else {
        if rules.instance_types.is_empty() {
            // The page may not have the table yet; whoever runs the day has it.
            return;
        }
        problems.push(problem(path, format!("expected a type of the table, found {name}")));
        return;
    };
    if kind.usd_per_hour.is_none() {
        problems.push(problem(path, format!("expected a type with a known price, found {name}")));
    }
    if Settings::new(scenario, kind, rules).places() == 0 {
        let expected = format!(
            "a task of {} vCPU and {} MiB fits on no {name} with this network mode",
            scenario.task.vcpu, scenario.task.memory_mib
        );
        problems.push(problem(path, expected));
    }
}

fn words(scenario: &Scenario, problems: &mut Vec<Problem>) {
    if parse_start(&scenario.start).is_none() {
        problems.push(problem("start", "expected a local time such as `2026-11-23T00:00:00`"));
    }
    if parse_time(&scenario.traffic.spike_at).is_none() {
        problems.push(problem("traffic.spike_at", "expected a time of day such as `13:30`"));
    }
    if ![20, 60].contains(&scenario.scaling.metric_period_s) {
        problems.push(problem("scaling.metric_period_s", "expected 60, or 20 for faster metrics"));
    }
    match parse_csv(&scenario.traffic.csv) {
        Err(why) => problems.push(problem("traffic.csv", why)),
        Ok(points) if scenario.traffic.shape == Shape::Csv && points.is_empty() => {
            problems.push(problem("traffic.csv", "expected lines `seconds,requests_per_second`"));
        }
        Ok(_) => {}
    }
    let names = &scenario.zones.names;
    if names.is_empty() || names.len() > 6 {
        problems.push(problem("zones.names", "expected one to six zones"));
    }
    let twice = names.iter().enumerate().any(|(index, name)| names[..index].contains(name));
    if twice || names.iter().any(String::is_empty) {
        problems.push(problem("zones.names", "expected different names, none empty"));
    }
}

fn changes(scenario: &Scenario, problems: &mut Vec<Problem>) {
    let mut changed = Scenario { changes: Vec::new(), ..scenario.clone() };
    for (index, change) in scenario.changes.iter().enumerate() {
        let path = format!("changes.{index}");
        if parse_time(&change.at).is_none() {
            problems
                .push(problem(&format!("{path}.at"), "expected a time of day such as `13:32:30`"));
        }
        if !change.fault.is_empty() {
            fault(scenario, change, &path, problems);
            continue;
        }
        if !may_change(&change.set) {
            let legal = CHANGEABLE.join(", ");
            let expected = format!("expected a setting of {legal}: others need a new run");
            problems.push(problem(&format!("{path}.set"), expected));
            continue;
        }
        match changed.with(&change.set, change.value.clone()) {
            Ok(next) => changed = next,
            Err(wrong) => problems.extend(wrong.into_iter().map(|wrong| Problem {
                path: format!("{path}: {}", wrong.path),
                expected: wrong.expected,
            })),
        }
    }
}

fn fault(scenario: &Scenario, change: &Change, path: &str, problems: &mut Vec<Problem>) {
    let mut wrong = |field: &str, expected: String| {
        problems.push(problem(&format!("{path}.{field}"), expected));
    };
    if !change.set.is_empty() {
        wrong("set", "expected nothing beside `fault`".into());
    }
    if Fault::parse(&change.fault).is_none() {
        wrong(
            "fault",
            format!("expected one of {}, found {}", Fault::WORDS.join(", "), change.fault),
        );
    }
    if !change.zone.is_empty() && !scenario.zones.names.contains(&change.zone) {
        wrong("zone", format!("expected one of {}", scenario.zones.names.join(", ")));
    }
    if !(0.0..=604_800.0).contains(&change.for_s) {
        wrong("for_s", format!("expected 0 to 604800 seconds, found {}", change.for_s));
    }
    if !(0.0..=100_000.0).contains(&change.amount) {
        wrong("amount", format!("expected 0 to 100000, found {}", change.amount));
    }
}
