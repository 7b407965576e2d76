//! The instances or nodes as HTML: a frame each, with the tasks or pods on it and the places that
//! are free. Pure.

use crate::app::html::escape;

use super::fleet_model::{Phase, TaskNow};
use super::fleet_text::{self, Load};
use super::machine_kind::{Kind, Kinds};
use super::machines::{MachineNow, State};
use super::{node_text, words};

/// What a frame needs to know beside its instance or node.
pub struct Frame<'a> {
    pub kinds: &'a Kinds,
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
    if let Some(own) = &frame.kinds.own {
        return node_text::own(tasks, own, frame);
    }
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
    html.push_str(&fleet_text::tasks(
        &homeless,
        frame.load,
        frame.chosen,
        frame.place,
        frame.kinds.terms,
    ));
    html
}

fn one(machine: &MachineNow, tasks: &[TaskNow], t_ms: u64, frame: &Frame) -> String {
    let kind = frame.kinds.get(&machine.type_name);
    let taken = tasks.iter().filter(|task| task.phase != Phase::Stopped).count() as u32;
    let free = kind.places.saturating_sub(taken);
    let state = match machine.state {
        State::Booting => "booting, already billed".to_string(),
        State::Active => places(taken, kind, frame.kinds),
        State::Draining => ["draining, ", &places(taken, kind, frame.kinds)].concat(),
        State::Gone => "terminated".to_string(),
    };
    let spot = if machine.spot { " Spot" } else { "" };
    let divided = kind.share.as_ref().filter(|_| machine.state != State::Gone);
    let said = divided.map(|share| node_text::said(share, taken)).unwrap_or_default();
    let name = [&machine.id, " ", &kind.name, spot, ": ", &state, &said].concat();
    let mut html = [
        "<div role=\"group\" class=\"machine is-",
        machine.state.word(),
        "\" aria-label=\"",
        &escape(&name),
        // For those who see the bars and want the figures.
        "\" title=\"",
        &escape(&name),
        "\"><div class=\"machine-head\" aria-hidden=\"true\"><span>",
        &escape(&machine.id),
        " ",
        &escape(&kind.name),
        if machine.spot { " <b class=\"spot\">Spot</b>" } else { "" },
        "</span> <span>",
        &state,
        "</span></div>",
    ]
    .concat();
    match machine.state {
        State::Booting => html.push_str(&boots(machine, t_ms, kind)),
        State::Gone if tasks.is_empty() => {}
        _ => {
            html.push_str(&divided.map(|share| node_text::bars(share, taken)).unwrap_or_default());
            html.push_str("<div role=\"presentation\" class=\"places\">");
            html.push_str(&fleet_text::tasks(
                tasks,
                frame.load,
                frame.chosen,
                frame.place,
                frame.kinds.terms,
            ));
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

fn places(taken: u32, kind: &Kind, kinds: &Kinds) -> String {
    match kind.places {
        0 => kinds.terms.tasks(f64::from(taken)),
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

/// The instances or nodes of the fleet in a sentence; empty where there are none.
pub fn summary(machines: &[MachineNow], kinds: Option<&Kinds>) -> String {
    let Some(kinds) = kinds else { return String::new() };
    if let Some(own) = &kinds.own {
        return ["Each pod has a node of its own, of ", &own.size, ": ", &own.because, "."]
            .concat();
    }
    let count = |state: State| machines.iter().filter(|one| one.state == state).count();
    let active = count(State::Active) as f64;
    let kind = kinds.get("");
    let mut text = match &kind.share {
        Some(_) => node_text::summary(machines, kinds),
        None => [
            &words::plural(active, "instance ", "instances "),
            kind.name.as_str(),
            " in the cluster, network mode ",
            &kinds.network,
            ", ",
            &words::plural(f64::from(kind.places), "place", "places"),
            " each",
        ]
        .concat(),
    };
    for (state, word) in [(State::Booting, "booting"), (State::Draining, "draining")] {
        let count = count(state);
        if count > 0 {
            text.push_str(&["; ", &count.to_string(), " ", word].concat());
        }
    }
    text.push('.');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::lab::terms;
    use crate::sim::scenario::Platform;

    fn kinds() -> Kinds {
        let list = vec![Kind { name: "m5.large".into(), places: 4, share: None }];
        let terms = terms::of(Platform::EcsEc2);
        Kinds { network: "awsvpc".into(), terms, list, own: None }
    }

    fn machine(state: State) -> MachineNow {
        MachineNow {
            id: "i0001".into(),
            zone: "us-east-1a".into(),
            type_name: String::new(),
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
            reason: String::new(),
            progress: 0.0,
        }
    }

    fn drawn(state: State, tasks: &[TaskNow]) -> String {
        let kinds = kinds();
        let load = Load { cpu: 50, queue: 0.0 };
        let frame = Frame { kinds: &kinds, load, chosen: None, place: "d0-", compact: false };
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
