//! Who waits for whom at one moment: the scaling of the service, the service scheduler, and on EC2
//! the capacity provider; on EKS the autoscaler of pods, the scheduler, and what brings nodes.
//! Pure.

use crate::app::html::escape;
use crate::sim::scenario::{Autoscaler, Platform, ScalingMode};
use crate::sim::{Run, Scenario};

use super::fleet_model::{Phase, TaskNow};
use super::machines::{MachineNow, State};
use super::{metric, state, terms, words};

/// The chain at a moment.
pub fn html(
    scenario: &Scenario,
    run: &Run,
    row: usize,
    tasks: &[TaskNow],
    machines: &[MachineNow],
) -> String {
    let mut html = "<ol class=\"loops\" aria-label=\"Who waits for whom\">".to_string();
    let at = |column: &[f64]| column.get(row).copied().unwrap_or(0.0);
    let desired = at(&run.columns.desired);
    // Of this second, as the fleet shows it: a row of the columns holds the end of its step.
    let healthy = tasks.iter().filter(|task| task.phase == Phase::Running).count() as f64;
    let eks = scenario.platform.is_eks();
    if scenario.platform.keeps_reserve() {
        if state::in_force(scenario, row as u32 * run.step_s).platform_settings.paused {
            step("App Runner", "paused: no instances, and no answers", false, &mut html);
            return html + "</ol>";
        }
        let running = at(&run.columns.running);
        let limit = scenario.platform_settings.concurrency.to_string();
        let (least, most) = scenario.bounds();
        let text = [
            &words::count(at(&run.columns.healthy)),
            " of ",
            &words::count(running),
            " get requests, ",
            &limit,
            " at once on each; between ",
            &least.to_string(),
            " and ",
            &most.to_string(),
            " are provisioned",
        ];
        step("App Runner", &text.concat(), false, &mut html);
        return html + "</ol>";
    }
    let (first, second) = match (eks, scenario.scaling.mode) {
        (true, ScalingMode::Off) => ("Replicas", "Scheduler and kubelets"),
        (true, _) => ("HorizontalPodAutoscaler", "Scheduler and kubelets"),
        (false, _) => ("Service scaling", "Service scheduler"),
    };
    step(first, &service(scenario, run, row, desired), false, &mut html);
    let (text, waits) = scheduler(scenario.platform, tasks, healthy, desired);
    step(second, &text, waits, &mut html);
    let booting = machines.iter().filter(|one| one.state == State::Booting).count();
    let active = machines.iter().filter(|one| one.state == State::Active).count();
    if scenario.platform == Platform::EcsEc2 {
        step("Capacity provider", &provider(scenario, active, booting), booting > 0, &mut html);
    } else if eks {
        let (name, text) = nodes(scenario, active, booting);
        step(name, &text, booting > 0, &mut html);
    }
    html + "</ol>"
}

/// What gets requests, is on its way and has no place; and whether anything has none.
fn scheduler(platform: Platform, tasks: &[TaskNow], healthy: f64, desired: f64) -> (String, bool) {
    let roomless =
        tasks.iter().filter(|task| task.phase == Phase::Waiting && task.zone.is_empty()).count();
    let starting = tasks.iter().filter(|task| task.phase < Phase::Running).count() - roomless;
    let word = if platform.is_eks() { " ready of " } else { " healthy of " };
    let mut text = [&words::count(healthy), word, &words::count(desired)].concat();
    if starting > 0 {
        text.push_str(&[", ", &starting.to_string(), " on their way"].concat());
    }
    if roomless > 0 {
        let count = terms::of(platform).tasks(roomless as f64);
        let verb = match (platform.is_eks(), roomless) {
            (true, 1) => " is Pending",
            (true, _) => " are Pending",
            (false, 1) => " waits",
            (false, _) => " wait",
        };
        let for_what = match platform {
            Platform::EcsEc2 => " for room on an instance",
            platform if platform.is_eks() => "",
            _ => " for capacity",
        };
        text.push_str(&[", <b>", &count, verb, for_what, "</b>"].concat());
    }
    (text, roomless > 0)
}

/// Who brings nodes, and how many there are.
fn nodes(scenario: &Scenario, active: usize, booting: usize) -> (&'static str, String) {
    let settings = &scenario.platform_settings;
    let name = match (scenario.platform, settings.autoscaler) {
        (Platform::EksFargate, _) => return ("Fargate", "brings a node for each pod".into()),
        (Platform::EksAuto, _) => "EKS Auto Mode",
        (_, Autoscaler::Karpenter) => "Karpenter",
        (_, Autoscaler::ClusterAutoscaler) => "Cluster Autoscaler",
        (_, Autoscaler::Off) => "Node group",
    };
    let mut text = words::plural(active as f64, "node", "nodes");
    if booting > 0 {
        text.push_str(&[", <b>", &booting.to_string(), " booting</b>"].concat());
    }
    match settings.autoscaler {
        _ if name == "EKS Auto Mode" || name == "Karpenter" => {}
        Autoscaler::Off => text.push_str("; nothing adds or removes any"),
        _ => text.push_str(&["; at most ", &settings.max_instances.to_string()].concat()),
    }
    (name, text)
}

fn service(scenario: &Scenario, run: &Run, row: usize, desired: f64) -> String {
    let scaling = &scenario.scaling;
    let wants = ["wants ", &terms::of(scenario.platform).tasks(desired)].concat();
    let column = metric::column(scenario, run);
    let value = metric::said(scenario, column.get(row).copied().unwrap_or(0.0));
    let name = metric::title(scenario).0;
    match (scaling.mode, metric::levels(scenario).first()) {
        (ScalingMode::Off, _) => ["off: ", &wants].concat(),
        (_, Some(level)) => {
            [&wants, ": ", name, " ", &value, " against ", &metric::said(scenario, *level)].concat()
        }
        _ => [&wants, ", by schedule"].concat(),
    }
}

fn provider(scenario: &Scenario, active: usize, booting: usize) -> String {
    let settings = &scenario.platform_settings;
    let mut text = words::plural(active as f64, "instance", "instances");
    if booting > 0 {
        text.push_str(&[", <b>", &booting.to_string(), " booting</b>"].concat());
    }
    if settings.managed_scaling {
        let target = words::number(settings.capacity_target, 1);
        text.push_str(&["; target ", &target, " % reserved"].concat());
    } else {
        text.push_str("; managed scaling is off");
    }
    text
}

fn step(name: &str, text: &str, waits: bool, html: &mut String) {
    let class = if waits { " class=\"waits\"" } else { "" };
    html.push_str(&["<li", class, "><b>", &escape(name), "</b> ", text, "</li>"].concat());
}
