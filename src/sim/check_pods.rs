//! What a scenario on Amazon EKS must keep to besides.

use super::platform::kubernetes::{kind, pod_size, request};
use super::scenario::{Autoscaler, Platform, PolicyKind, ScalingMode, Scenario, Strategy};
use super::settings::{Problem, problem, within};
use crate::facts::Rulebook;

/// Longest window and period of an autoscaler's behaviour, s.
const WINDOW_MAX_S: f64 = 3600.0;
const PERIOD_MAX_S: f64 = 1800.0;

/// Adds settings that are outside the model.
pub fn numbers(scenario: &Scenario, problems: &mut Vec<Problem>) {
    let mut number = |name: &str, value: f64, low: f64, high: f64| {
        within(problems, &format!("platform_settings.{name}"), value, low, high);
    };
    let p = &scenario.platform_settings;
    number("daemon_cpu_millis", f64::from(p.daemon_cpu_millis), 0.0, 1e6);
    number("daemon_memory_mib", f64::from(p.daemon_memory_mib), 0.0, 1e6);
    number("daemon_pods", f64::from(p.daemon_pods), 0.0, 100.0);
    number("max_skew", f64::from(p.max_skew), 1.0, 100.0);
    number("max_surge_percent", f64::from(p.max_surge_percent), 0.0, 1000.0);
    number("max_unavailable_percent", f64::from(p.max_unavailable_percent), 0.0, 100.0);
    number("min_available_percent", f64::from(p.min_available_percent), 0.0, 100.0);
    number("pre_stop_s", p.pre_stop_s, 0.0, 3600.0);
    number("termination_grace_s", p.termination_grace_s, 1.0, 3600.0);
    number("update_max_unavailable", f64::from(p.update_max_unavailable), 1.0, 100.0);
    let share = f64::from(p.update_max_unavailable_percent);
    number("update_max_unavailable_percent", share, 0.0, 100.0);
    number("scale_down_threshold_percent", p.scale_down_threshold_percent, 0.0, 100.0);
    number("scale_down_unneeded_s", p.scale_down_unneeded_s, 0.0, 86_400.0);
    number("consolidate_after_s", p.consolidate_after_s, 0.0, 86_400.0);
    number("node_budget_percent", p.node_budget_percent, 0.0, 100.0);
    number("node_life_h", p.node_life_h, 0.0, 10_000.0);
    number("versions_in_extended", f64::from(p.versions_in_extended), 1.0, 10.0);
    number("nodes_behind", f64::from(p.nodes_behind), 0.0, 10.0);
    number("hpa_tolerance", p.hpa_tolerance, 0.0, 10.0);
    number("hpa_up_window_s", p.hpa_up_window_s, 0.0, WINDOW_MAX_S);
    number("hpa_down_window_s", p.hpa_down_window_s, 0.0, WINDOW_MAX_S);
    number("hpa_up_percent", f64::from(p.hpa_up_percent), 0.0, 10_000.0);
    number("hpa_up_pods", f64::from(p.hpa_up_pods), 0.0, 1000.0);
    number("hpa_up_period_s", p.hpa_up_period_s, 1.0, PERIOD_MAX_S);
    number("hpa_down_percent", f64::from(p.hpa_down_percent), 0.0, 100.0);
    number("hpa_down_pods", f64::from(p.hpa_down_pods), 0.0, 1000.0);
    number("hpa_down_period_s", p.hpa_down_period_s, 1.0, PERIOD_MAX_S);
    for (path, limit) in [
        ("platform_settings.cpu_limit", p.cpu_limit),
        ("platform_settings.memory_limit", p.memory_limit),
    ] {
        if limit != 0.0 && !(1.0..=64.0).contains(&limit) {
            let expected = format!("expected 0 for none, or 1 to 64, found {limit}");
            problems.push(problem(path, expected));
        }
    }
}

/// Adds what Kubernetes, EKS or Fargate would refuse.
pub fn rules(scenario: &Scenario, rules: &Rulebook, problems: &mut Vec<Problem>) {
    let (behind, most) = (scenario.platform_settings.nodes_behind, rules.eks.node_skew);
    if f64::from(behind) > most {
        let expected = format!("expected nodes at most {most} versions behind, found {behind}");
        problems.push(problem("platform_settings.nodes_behind", expected));
    }
    let listed = scenario.scaling.policies.iter();
    if scenario.scaling.mode == ScalingMode::Step
        || listed.clone().any(|policy| policy.kind == PolicyKind::Step)
    {
        let expected = "expected target-tracking (a HorizontalPodAutoscaler), scheduled or off: \
                        Kubernetes has no step policies";
        problems.push(problem("scaling.mode", expected));
    }
    if scenario.deployment.strategy != Strategy::Rolling {
        let expected = "expected rolling: a Deployment of Kubernetes knows nothing else";
        problems.push(problem("deployment.strategy", expected));
    }
    match scenario.platform {
        Platform::EksFargate => fargate(scenario, rules, problems),
        _ => nodes(scenario, rules, problems),
    }
}

fn fargate(scenario: &Scenario, rules: &Rulebook, problems: &mut Vec<Problem>) {
    if pod_size(scenario, rules).is_none() {
        let expected = format!(
            "expected a pod that Fargate has a size for, found {} vCPU and {} MiB",
            scenario.task.vcpu, scenario.task.memory_mib
        );
        problems.push(problem("task.vcpu", expected));
    }
}

fn nodes(scenario: &Scenario, rules: &Rulebook, problems: &mut Vec<Problem>) {
    if rules.instance_types.is_empty() {
        // The page may not have the table yet; whoever runs the day has it.
        return;
    }
    let platform = &scenario.platform_settings;
    let auto = scenario.platform == Platform::EksAuto;
    let karpenter = auto || platform.autoscaler == Autoscaler::Karpenter;
    let own = [("platform_settings.instance_type", &platform.instance_type)];
    let listed = platform.node_types.iter().map(|name| ("platform_settings.node_types", name));
    let named = own.into_iter().filter(|_| !auto).chain(listed.filter(|_| karpenter));
    for (path, name) in named {
        let Some(it) = rules.instance_type(name) else {
            problems.push(problem(path, format!("expected a type of the table, found {name}")));
            continue;
        };
        if it.usd_per_hour.is_none() {
            let expected = format!("expected a type with a known price, found {name}");
            problems.push(problem(path, expected));
        }
        let pod = request(scenario);
        if kind(it, scenario, rules).places(pod) == 0 && !karpenter {
            let expected = format!(
                "a pod of {} vCPU and {} MiB fits on no {name} beside what every node runs",
                scenario.task.vcpu, scenario.task.memory_mib
            );
            problems.push(problem(path, expected));
        }
    }
}
