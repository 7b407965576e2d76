//! Who waits for whom at one moment: the scaling of the service, the service scheduler, and on EC2
//! the capacity provider. Pure.

use crate::app::html::escape;
use crate::sim::scenario::{Platform, ScalingMode};
use crate::sim::{Run, Scenario};

use super::fleet_model::{Phase, TaskNow};
use super::machines::{MachineNow, State};
use super::{metric, words};

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
    let (desired, running) = (at(&run.columns.desired), at(&run.columns.running));
    let roomless =
        tasks.iter().filter(|task| task.phase == Phase::Waiting && task.zone.is_empty()).count();
    step("Service scaling", &service(scenario, run, row, desired), false, &mut html);
    let starting = tasks.iter().filter(|task| task.phase < Phase::Running).count() - roomless;
    let mut text = [&words::count(running), " running of ", &words::count(desired)].concat();
    if starting > 0 {
        text.push_str(&[", ", &starting.to_string(), " on their way"].concat());
    }
    if roomless > 0 {
        let for_what = match scenario.platform {
            Platform::EcsEc2 => " for room on an instance",
            platform if platform.has_machines() => " for room on a node",
            _ => " for capacity",
        };
        let count = words::plural(roomless as f64, "task waits", "tasks wait");
        text.push_str(&[", <b>", &count, for_what, "</b>"].concat());
    }
    step("Service scheduler", &text, roomless > 0, &mut html);
    if scenario.platform == Platform::EcsEc2 {
        let booting = machines.iter().filter(|one| one.state == State::Booting).count();
        let active = machines.iter().filter(|one| one.state == State::Active).count();
        step("Capacity provider", &provider(scenario, active, booting), booting > 0, &mut html);
    }
    html + "</ol>"
}

fn service(scenario: &Scenario, run: &Run, row: usize, desired: f64) -> String {
    let scaling = &scenario.scaling;
    let wants = ["wants ", &words::plural(desired, "task", "tasks")].concat();
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
