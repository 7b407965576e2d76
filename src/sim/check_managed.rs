//! What a scenario must keep to where AWS runs the machines: sizes of Fargate and App Runner,
//! limits of App Runner and Express Mode.

use super::scenario::{Platform, Scenario};
use super::settings::{Problem, problem, within};
use crate::facts::{FargateSize, Rulebook};

/// Adds settings that are outside the model.
pub fn numbers(scenario: &Scenario, problems: &mut Vec<Problem>) {
    let mut number = |name: &str, value: f64, low: f64, high: f64| {
        within(problems, &format!("platform_settings.{name}"), value, low, high);
    };
    let p = &scenario.platform_settings;
    let most = f64::from(p.provisioned_max);
    number("concurrency", f64::from(p.concurrency), 1.0, 10_000.0);
    number("provisioned_min", f64::from(p.provisioned_min), 1.0, most);
    number("provisioned_max", most, 1.0, 1000.0);
    number("build_s", p.build_s, 0.0, 3600.0);
    number("health_interval_s", p.health_interval_s, 1.0, 300.0);
    number("health_timeout_s", p.health_timeout_s, 1.0, 300.0);
    number("healthy_threshold", f64::from(p.healthy_threshold), 1.0, 300.0);
    number("unhealthy_threshold", f64::from(p.unhealthy_threshold), 1.0, 300.0);
    number("shared_services", f64::from(p.shared_services), 1.0, 1000.0);
}

/// Adds what AWS does not offer.
pub fn rules(scenario: &Scenario, rules: &Rulebook, problems: &mut Vec<Problem>) {
    match scenario.platform {
        Platform::AppRunner => {
            pair(scenario, &rules.app_runner_sizes, "App Runner", problems);
            app_runner(scenario, rules, problems);
        }
        _ => pair(scenario, &rules.fargate_sizes, "Fargate", problems),
    }
    let (services, most) = (scenario.platform_settings.shared_services, rules.express.services);
    if f64::from(services) > most {
        let expected = format!("expected 1 to {most} services on a balancer, found {services}");
        problems.push(problem("platform_settings.shared_services", expected));
    }
}

/// Adds what App Runner does not allow.
fn app_runner(scenario: &Scenario, rules: &Rulebook, problems: &mut Vec<Problem>) {
    let (p, facts) = (&scenario.platform_settings, &rules.app_runner);
    let mut most = |path: &str, value: f64, most: f64| {
        if value > most {
            let expected = format!("App Runner allows {most} at most, found {value}");
            problems.push(problem(path, expected));
        }
    };
    most("platform_settings.concurrency", f64::from(p.concurrency), facts.concurrency_max);
    most("platform_settings.provisioned_min", f64::from(p.provisioned_min), facts.min_max);
    most("request.timeout_ms", scenario.request.timeout_ms, facts.timeout_s * 1000.0);
    for (path, value) in [
        ("platform_settings.health_interval_s", p.health_interval_s),
        ("platform_settings.health_timeout_s", p.health_timeout_s),
        ("platform_settings.healthy_threshold", f64::from(p.healthy_threshold)),
        ("platform_settings.unhealthy_threshold", f64::from(p.unhealthy_threshold)),
    ] {
        most(path, value, facts.health_setting_max);
    }
    if !p.health_path.starts_with('/') {
        let expected = format!("expected a path that begins with `/`, found `{}`", p.health_path);
        problems.push(problem("platform_settings.health_path", expected));
    }
}

/// Adds a pair of CPU and memory that is no size.
fn pair(scenario: &Scenario, sizes: &[FargateSize], whose: &str, problems: &mut Vec<Problem>) {
    let task = &scenario.task;
    let row = sizes.iter().find(|size| f64::from(size.cpu) == task.vcpu * 1024.0);
    let Some(row) = row else {
        let legal: Vec<String> =
            sizes.iter().map(|size| (f64::from(size.cpu) / 1024.0).to_string()).collect();
        let expected = format!("expected one of {}, found {}", legal.join(", "), task.vcpu);
        return problems.push(problem("task.vcpu", expected));
    };
    if !row.memory_mib.contains(&task.memory_mib) {
        let legal: Vec<String> = row.memory_mib.iter().map(u32::to_string).collect();
        let expected = format!(
            "with {} vCPU {whose} offers {}, found {}",
            task.vcpu,
            legal.join(", "),
            task.memory_mib
        );
        problems.push(problem("task.memory_mib", expected));
    }
}
