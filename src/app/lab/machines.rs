//! The instances at any moment, rebuilt from the events of a run. Knows no browser and takes no
//! decision.

use crate::sim::Run;
use crate::sim::run::EventKind;

/// A terminated instance stays in sight for so long.
const GONE_SHOWN_MS: u64 = 30_000;

/// What an instance is doing, in the order of its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Billed, and not yet in the cluster.
    Booting,
    Active,
    Draining,
    Gone,
}

impl State {
    /// Our word for it.
    pub fn word(self) -> &'static str {
        match self {
            State::Booting => "booting",
            State::Active => "active",
            State::Draining => "draining",
            State::Gone => "terminated",
        }
    }
}

/// One instance at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct MachineNow {
    /// `i0007`
    pub id: String,
    pub zone: String,
    /// `m5.large`; empty where all are of the scenario's type.
    pub type_name: String,
    pub spot: bool,
    pub state: State,
    /// Since when it is in that state, ms since the start of the run.
    pub since_ms: u64,
    /// Until when, where that is known.
    pub until_ms: Option<u64>,
    /// How far the state has come, 0–1, where its end is known.
    pub progress: f64,
}

/// The moments of one instance or node, in ms since the start of the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Life {
    id: String,
    zone: String,
    type_name: String,
    spot: bool,
    /// State and since when, rising.
    states: Vec<(u64, Option<State>)>,
}

/// Reads the instances of a run.
pub fn read(run: &Run) -> Vec<Life> {
    let mut lives: Vec<Life> = Vec::new();
    for event in run.events.iter().filter(|event| event.kind == EventKind::MachineState) {
        let place = lives.iter().position(|life| life.id == event.id).unwrap_or_else(|| {
            lives.push(Life { id: event.id.clone(), ..Life::default() });
            lives.len() - 1
        });
        let life = &mut lives[place];
        if !event.zone.is_empty() {
            life.zone.clone_from(&event.zone);
        }
        for word in event.machine.split(' ').filter(|word| !word.is_empty()) {
            match word {
                "spot" => life.spot = true,
                name if life.type_name != name => life.type_name = name.to_string(),
                _ => {}
            }
        }
        let state = match event.state.as_str() {
            "BOOTING" => State::Booting,
            "ACTIVE" => State::Active,
            "DRAINING" => State::Draining,
            "TERMINATED" => State::Gone,
            _ => continue,
        };
        life.states.push((event.t_ms, Some(state)));
        if state == State::Gone {
            life.states.push((event.t_ms + GONE_SHOWN_MS, None));
        }
    }
    lives
}

impl Life {
    /// Its type; empty where all are of the scenario's.
    pub fn type_name(&self) -> &str {
        &self.type_name
    }

    /// The instance at that moment, if it exists then.
    pub fn at(&self, t_ms: u64) -> Option<MachineNow> {
        let index = self.states.iter().rposition(|(since, _)| *since <= t_ms)?;
        let (since_ms, state) = self.states[index];
        let state = state?;
        let until_ms = self.states.get(index + 1).map(|(until, _)| *until);
        let progress = match until_ms {
            Some(until) if until > since_ms => (t_ms - since_ms) as f64 / (until - since_ms) as f64,
            _ => 0.0,
        };
        Some(MachineNow {
            id: self.id.clone(),
            zone: self.zone.clone(),
            type_name: self.type_name.clone(),
            spot: self.spot,
            state,
            since_ms,
            until_ms,
            progress,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::Shape as _;
    use crate::sim::run::Event;

    fn run(events: &[(u64, &str, &str, &str)]) -> Run {
        let event = |&(t_s, id, machine, state): &(u64, &str, &str, &str)| Event {
            t_ms: t_s * 1000,
            kind: EventKind::MachineState,
            id: id.into(),
            zone: "us-east-1b".into(),
            machine: machine.into(),
            state: state.into(),
        };
        Run { events: events.iter().map(event).collect(), ..Run::blank() }
    }

    #[test]
    fn an_instance_boots_serves_drains_and_goes() {
        let lives = read(&run(&[
            (100, "i0007", "spot", "BOOTING"),
            (200, "i0007", "", "ACTIVE"),
            (900, "i0007", "", "DRAINING"),
            (1000, "i0007", "", "TERMINATED"),
        ]));
        let at = |t_s: u64| lives[0].at(t_s * 1000);
        assert_eq!(at(99), None);
        let boots = at(150).expect("is there");
        assert_eq!((boots.state, boots.progress, boots.spot), (State::Booting, 0.5, true));
        assert_eq!(boots.until_ms, Some(200_000));
        assert_eq!(boots.type_name, "");
        let serves = at(899).expect("is there");
        assert_eq!((serves.state, serves.zone.as_str()), (State::Active, "us-east-1b"));
        assert_eq!(at(950).map(|one| one.state), Some(State::Draining));
        assert_eq!(at(1010).map(|one| one.state), Some(State::Gone));
        assert_eq!(at(1031), None);
    }

    #[test]
    fn an_instance_that_never_registers_boots_to_the_end() {
        let lives = read(&run(&[(5, "i0001", "", "BOOTING")]));
        let late = lives[0].at(80_000_000).expect("is there");
        assert_eq!((late.state, late.until_ms, late.progress), (State::Booting, None, 0.0));
    }
    #[test]
    fn a_node_says_its_type() {
        let lives = read(&run(&[(5, "i0001", "m6a.large spot", "BOOTING")]));
        let node = lives[0].at(6000).expect("is there");
        assert_eq!((node.type_name.as_str(), node.spot), ("m6a.large", true));
    }
}
