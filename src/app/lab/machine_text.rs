//! The instances as HTML: a frame each, with the tasks on it and the places that are free. Pure.

use crate::app::html::escape;
use crate::facts::Rulebook;
use crate::sim::platform::ecs_ec2::Settings;
use crate::sim::scenario::{NetworkMode, Platform};
use crate::sim::{Run, Scenario};

use super::fleet_model::{Phase, TaskNow};
use super::fleet_text::{self, Load};
use super::machines::{MachineNow, State};
use super::words;

/// Type, network mode and places of the instances.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kind {
    /// `m5.large`
    pub name: String,
    /// `awsvpc with trunking`
    pub network: String,
    /// Tasks that an empty instance carries; 0 if the type is not known.
    pub places: u32,
}

impl Kind {
    /// The instances of the scenario; `None` where there are none of yours.
    pub fn of(scenario: &Scenario, rules: &Rulebook) -> Option<Kind> {
        if scenario.platform != Platform::EcsEc2 {
            return None;
        }
        let settings = &scenario.platform_settings;
        let kind = rules.instance_type(&settings.instance_type);
        let places = kind.map_or(0, |kind| Settings::new(scenario, kind, rules).places());
        let trunked = settings.network_mode == NetworkMode::Awsvpc && settings.trunking;
        let trunking = if trunked { " with trunking" } else { "" };
        let network = [settings.network_mode.word(), trunking].concat();
        Some(Kind { name: settings.instance_type.clone(), network, places })
    }
}

/// What a frame needs to know beside its instance.
pub struct Frame<'a> {
    pub kind: &'a Kind,
    pub load: Load,
    /// Id of the chosen task.
    pub chosen: Option<&'a str>,
    /// Begins the ids of the tasks.
    pub place: &'a str,
    /// There are so many tasks that free places are not drawn.
    pub compact: bool,
}

/// A zone's instances with their tasks, then the tasks whose instance is gone.
pub fn frames(machines: &[MachineNow], tasks: &[TaskNow], t_ms: u64, frame: &Frame) -> String {
    let mut html = String::new();
    for machine in machines {
        let here: Vec<TaskNow> =
            tasks.iter().filter(|task| task.machine == machine.id).cloned().collect();
        html.push_str(&one(machine, &here, t_ms, frame));
    }
    let homeless: Vec<TaskNow> = tasks
        .iter()
        .filter(|task| !machines.iter().any(|machine| machine.id == task.machine))
        .cloned()
        .collect();
    html.push_str(&fleet_text::tasks(&homeless, frame.load, frame.chosen, frame.place));
    html
}

fn one(machine: &MachineNow, tasks: &[TaskNow], t_ms: u64, frame: &Frame) -> String {
    let taken = tasks.iter().filter(|task| task.phase != Phase::Stopped).count() as u32;
    let free = frame.kind.places.saturating_sub(taken);
    let state = match machine.state {
        State::Booting => "booting, already billed".to_string(),
        State::Active => places(taken, frame.kind),
        State::Draining => ["draining, ", &places(taken, frame.kind)].concat(),
        State::Gone => "terminated".to_string(),
    };
    let spot = if machine.spot { " Spot" } else { "" };
    let name = [&machine.id, " ", &frame.kind.name, spot, ": ", &state].concat();
    let mut html = [
        "<div role=\"group\" class=\"machine is-",
        machine.state.word(),
        "\" aria-label=\"",
        &escape(&name),
        "\"><div class=\"machine-head\" aria-hidden=\"true\"><span>",
        &escape(&machine.id),
        " ",
        &escape(&frame.kind.name),
        if machine.spot { " <b class=\"spot\">Spot</b>" } else { "" },
        "</span> <span>",
        &state,
        "</span></div>",
    ]
    .concat();
    match machine.state {
        State::Booting => html.push_str(&boots(machine, t_ms, frame.kind)),
        State::Gone if tasks.is_empty() => {}
        _ => {
            html.push_str("<div role=\"presentation\" class=\"places\">");
            html.push_str(&fleet_text::tasks(tasks, frame.load, frame.chosen, frame.place));
            if machine.state == State::Active && !frame.compact {
                for _ in 0..free.min(12) {
                    html.push_str("<div role=\"presentation\" class=\"free\"></div>");
                }
            }
            html.push_str("</div>");
        }
    }
    html.push_str("</div>");
    html
}

fn places(taken: u32, kind: &Kind) -> String {
    match kind.places {
        0 => words::plural(f64::from(taken), "task", "tasks"),
        places => [&taken.to_string(), " of ", &places.to_string(), " places taken"].concat(),
    }
}

fn boots(machine: &MachineNow, t_ms: u64, kind: &Kind) -> String {
    let so_far = words::duration(((t_ms - machine.since_ms) / 1000) as u32);
    let text = match machine.until_ms {
        Some(until) => {
            let whole = words::duration(((until - machine.since_ms) / 1000) as u32);
            let room = kind.places.to_string();
            [&so_far, " of ", &whole, ", then room for ", &room].concat()
        }
        None => [&so_far, ", and it does not register on this day"].concat(),
    };
    let done = words::number(machine.progress * 100.0, 0);
    [
        "<div class=\"boot\" aria-hidden=\"true\"><i style=\"--done:",
        &done,
        "%\"></i><span>",
        &text,
        "</span></div>",
    ]
    .concat()
}

/// The instances of the fleet in a sentence; empty where there are none.
pub fn summary(machines: &[MachineNow], kind: Option<&Kind>) -> String {
    let Some(kind) = kind else { return String::new() };
    let count = |state: State| machines.iter().filter(|one| one.state == state).count();
    let mut text = [
        &words::plural(count(State::Active) as f64, "instance ", "instances "),
        kind.name.as_str(),
        " in the cluster, network mode ",
        &kind.network,
        ", ",
        &words::plural(f64::from(kind.places), "place", "places"),
        " each",
    ]
    .concat();
    for (state, word) in [(State::Booting, "booting"), (State::Draining, "draining")] {
        let count = count(state);
        if count > 0 {
            text.push_str(&["; ", &count.to_string(), " ", word].concat());
        }
    }
    text.push('.');
    text
}

/// Why tasks have no place, and what they wait for, from the newest decision about it.
pub fn waiting(tasks: usize, machines: &[MachineNow], run: &Run, t_ms: u64) -> String {
    let booting = machines.iter().filter(|one| one.state == State::Booting).count();
    let mut text =
        ["<b>", &words::plural(tasks as f64, "task waits", "tasks wait"), " for room.</b>"]
            .concat();
    let told = run.decisions.iter().rfind(|decision| {
        decision.t_ms <= t_ms
            && decision.who == "service-scheduler"
            && !decision.waits_for.is_empty()
            && (decision.what.contains("wait for") || decision.what.contains("waits for"))
    });
    if let Some(decision) = told {
        text.push_str(&[" ", &sentence(&decision.because), " ", "Next: "].concat());
        text.push_str(&[&escape(&decision.waits_for), "."].concat());
    }
    if booting > 0 {
        let count = words::plural(booting as f64, "booting instance", "booting instances");
        text.push_str(&[" You pay for ", &count, " meanwhile."].concat());
    }
    text
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().map(|one| one.to_uppercase().collect()).unwrap_or_default();
    [&escape(&[&first, letters.as_str()].concat()), "."].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind() -> Kind {
        Kind { name: "m5.large".into(), network: "awsvpc".into(), places: 4 }
    }

    fn machine(state: State) -> MachineNow {
        MachineNow {
            id: "i0001".into(),
            zone: "us-east-1a".into(),
            spot: true,
            state,
            since_ms: 0,
            until_ms: Some(153_000),
            progress: 0.2,
        }
    }

    fn task(id: &str, machine: &str) -> TaskNow {
        TaskNow {
            id: id.into(),
            zone: "us-east-1a".into(),
            machine: machine.into(),
            phase: Phase::Running,
            progress: 0.0,
        }
    }

    fn drawn(state: State, tasks: &[TaskNow]) -> String {
        let kind = kind();
        let load = Load { cpu: 50, queue: 0.0 };
        let frame = Frame { kind: &kind, load, chosen: None, place: "d0-", compact: false };
        frames(&[machine(state)], tasks, 30_000, &frame)
    }

    #[test]
    fn a_frame_counts_its_places() {
        let html = drawn(State::Active, &[task("t1", "i0001"), task("t2", "i0001")]);
        assert!(html.contains("aria-label=\"i0001 m5.large Spot: 2 of 4 places taken\""), "{html}");
        assert_eq!(html.matches("class=\"free\"").count(), 2);
        assert_eq!(html.matches("role=\"option\"").count(), 2);
    }

    #[test]
    fn a_booting_instance_says_how_long_and_that_it_is_billed() {
        let html = drawn(State::Booting, &[]);
        assert!(html.contains("already billed"), "{html}");
        assert!(html.contains("30 s of 2 min 33 s, then room for 4"), "{html}");
    }

    #[test]
    fn a_task_whose_instance_is_gone_is_still_drawn() {
        let html = drawn(State::Active, &[task("t9", "i0009")]);
        assert!(html.contains("t9, running"), "{html}");
    }
}
