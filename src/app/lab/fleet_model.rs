//! The fleet at any moment, rebuilt from the events of a run, so that scrubbing costs nothing and
//! nothing is stored twice. Knows no browser and takes no decision: it only reads what happened.

use crate::sim::Run;
use crate::sim::run::EventKind;

use super::life::Life;
use super::machines::{self, MachineNow};
pub use super::phase::Phase;
use super::terms::Terms;
use super::words;

/// One task at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskNow {
    pub id: String,
    /// Empty before the task is placed.
    pub zone: String,
    /// The instance or node it is on; empty on Fargate and before the task is placed.
    pub machine: String,
    pub phase: Phase,
    /// Why a pod backs off, in kubectl's words: `CrashLoopBackOff`.
    pub reason: String,
    /// How far the phase has come, 0–1, where its end is known.
    pub progress: f64,
}

/// Every task and every instance of a run with its life.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fleet {
    lives: Vec<Life>,
    machines: Vec<machines::Life>,
}

impl Fleet {
    /// Reads the events of a run. `pull_s` is how long a task pulls its image once it is
    /// ACTIVATING, unless the image is cached, and `start_s` how long its application starts once
    /// it is RUNNING: ECS has no states of its own for that.
    pub fn new(run: &Run, pull_s: f64, start_s: f64) -> Fleet {
        // Numbers of the lives, in the order of their ids.
        let mut by_id: Vec<usize> = Vec::new();
        let mut lives: Vec<Life> = Vec::new();
        for event in run.events.iter().filter(|event| event.kind != EventKind::MachineState) {
            let found = by_id.binary_search_by(|index| lives[*index].id.cmp(&event.id));
            let place = found.unwrap_or_else(|place| {
                lives.push(Life { id: event.id.clone(), born: event.t_ms, ..Life::default() });
                by_id.insert(place, lives.len() - 1);
                place
            });
            let life = &mut lives[by_id[place]];
            if !event.zone.is_empty() {
                life.zone.clone_from(&event.zone);
                life.placed = life.placed.or(Some(event.t_ms));
            }
            if !event.machine.is_empty() {
                life.machine.clone_from(&event.machine);
            }
            life.note(event.t_ms, event.kind, &event.state);
        }
        for decision in run.decisions.iter().filter(|decision| decision.who == "kubelet") {
            let Some((id, reason)) = decision.what.split_once(": ") else { continue };
            if let Ok(place) = by_id.binary_search_by(|index| lives[*index].id.as_str().cmp(id)) {
                lives[by_id[place]].note_failure(decision.t_ms, reason);
            }
        }
        for life in &mut lives {
            // A task with a cached image reaches RUNNING too soon for a pull.
            life.pulled = life.activating.map(|from| {
                let pulled = from + (pull_s * 1000.0) as u64;
                life.running.map_or(pulled, |latest| pulled.min(latest))
            });
            life.ready = life.running.map(|from| from + (start_s * 1000.0) as u64);
        }
        Fleet { lives, machines: machines::read(run) }
    }

    /// The tasks that exist at a moment, oldest first.
    pub fn at(&self, t_ms: u64) -> Vec<TaskNow> {
        self.lives.iter().filter_map(|life| life.at(t_ms)).collect()
    }

    /// How many get requests at a second.
    pub fn serving(&self, t_s: u32) -> usize {
        let now = self.at(u64::from(t_s) * 1000);
        now.iter().filter(|task| task.phase == Phase::Running).count()
    }

    /// Those of a zone; without a name those that have no zone yet.
    pub fn in_zone(&self, t_ms: u64, zone: &str) -> Vec<TaskNow> {
        self.at(t_ms).into_iter().filter(|task| task.zone == zone).collect()
    }

    /// The instances that exist at a moment, oldest first; none on Fargate.
    pub fn machines(&self, t_ms: u64) -> Vec<MachineNow> {
        self.machines.iter().filter_map(|machine| machine.at(t_ms)).collect()
    }

    /// Types of the nodes of the day, each once.
    pub fn machine_types(&self) -> Vec<&str> {
        let mut types: Vec<&str> = self.machines.iter().map(machines::Life::type_name).collect();
        types.sort_unstable();
        types.dedup();
        types.retain(|name| !name.is_empty());
        types
    }

    /// What becomes of a task from that moment on, as one sentence.
    pub fn future(
        &self,
        id: &str,
        t_ms: u64,
        second_of_start: u32,
        terms: &Terms,
    ) -> Option<String> {
        let life = self.lives.iter().find(|life| life.id == id)?;
        let now = life.at(t_ms)?;
        let clock = |at_ms: u64| words::clock(second_of_start + (at_ms / 1000) as u32);
        let [drains, stopped] = terms.ends;
        let fails = life.sick.iter().find(|(at, sick)| *sick && *at > t_ms);
        let mut steps = [
            (life.placed.filter(|placed| life.activating > Some(*placed)), "placed"),
            (life.activating, "begins to start"),
            (life.pulled, "image pulled"),
            (life.running, "container runs"),
            (life.healthy, "first passed health check, takes requests"),
            (fails.map(|(at, _)| *at), "fails its health checks"),
            (life.draining, drains),
            (life.stopped, stopped),
        ];
        // A pod may fail its checks before it goes, or go without ever having run.
        steps.sort_by_key(|(at, _)| *at);
        let mut rest = String::new();
        for (at, what) in steps {
            if let Some(at) = at.filter(|at| *at > t_ms) {
                rest.push_str(&[" → ", what, " ", &clock(at)].concat());
            }
        }
        let since = life.healthy.filter(|_| now.phase == Phase::Running);
        let doing = match now.phase {
            Phase::Running => "answers requests since ",
            Phase::Waiting => terms.waits[usize::from(!now.zone.is_empty())],
            Phase::BackingOff => now.reason.as_str(),
            Phase::Pulling => "pulls its image",
            Phase::Starting => "starts its application",
            Phase::Draining | Phase::Stopped if terms.are_pods() => now.phase.official(terms),
            phase => phase.word(),
        };
        if rest.is_empty() && now.phase == Phase::Running {
            rest.push_str(" → stays to the end of this day");
        }
        Some([doing, &since.map(clock).unwrap_or_default(), &rest, "."].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::lab::terms;
    use crate::shape::Shape as _;
    use crate::sim::run::{Decision, Event};
    use crate::sim::scenario::Platform;

    fn run(events: &[(u64, EventKind, &str, &str)]) -> Run {
        let event = |&(t_s, kind, id, state): &(u64, EventKind, &str, &str)| Event {
            t_ms: t_s * 1000,
            kind,
            id: id.into(),
            zone: "us-east-1a".into(),
            machine: String::new(),
            state: state.into(),
        };
        Run { events: events.iter().map(event).collect(), ..Run::blank() }
    }

    fn one_life() -> Fleet {
        use EventKind::{TargetHealth, TaskState};
        let run = run(&[
            (100, TaskState, "t1", "PROVISIONING"),
            (110, TaskState, "t1", "PENDING"),
            (112, TaskState, "t1", "ACTIVATING"),
            (136, TaskState, "t1", "RUNNING"),
            (160, TargetHealth, "t1", "healthy"),
            (400, TargetHealth, "t1", "draining"),
            (400, TaskState, "t1", "DEACTIVATING"),
            (700, TaskState, "t1", "STOPPING"),
            (730, TaskState, "t1", "STOPPED"),
        ]);
        Fleet::new(&run, 10.0, 14.0)
    }

    #[test]
    fn a_life_goes_through_its_phases() {
        let fleet = one_life();
        for (t_s, phase) in [
            (100, Phase::Waiting),
            (111, Phase::Waiting),
            (112, Phase::Pulling),
            (122, Phase::Starting),
            (136, Phase::Starting),
            (150, Phase::Unproven),
            (160, Phase::Running),
            (400, Phase::Draining),
            (729, Phase::Draining),
            (730, Phase::Stopped),
            (789, Phase::Stopped),
        ] {
            let now = fleet.at(t_s * 1000);
            assert_eq!(now.len(), 1, "at {t_s} s");
            assert_eq!(now[0].phase, phase, "at {t_s} s");
        }
        assert!(fleet.at(99_999).is_empty());
        assert_eq!(fleet.in_zone(160_000, "us-east-1a"), fleet.at(160_000));
        assert!(fleet.in_zone(160_000, "us-east-1b").is_empty());
        assert!(fleet.at(790_000).is_empty());
    }

    #[test]
    fn progress_runs_from_the_start_of_a_phase_to_its_end() {
        assert_eq!(one_life().at(117_000)[0].progress, 0.5);
        assert_eq!(one_life().at(136_000)[0].progress, 0.5);
        assert_eq!(one_life().at(155_000)[0].progress, 0.5);
    }

    #[test]
    fn a_task_tells_its_future() {
        let fleet = one_life();
        let ecs = terms::of(Platform::EcsFargate);
        let future = fleet.future("t1", 113_000, 0, ecs).unwrap_or_default();
        assert!(future.starts_with("pulls its image → image pulled 00:02:02 →"), "{future}");
        assert!(future.contains("takes requests 00:02:40"), "{future}");
        let later = fleet.future("t1", 200_000, 3600, ecs).unwrap_or_default();
        assert!(later.starts_with("answers requests since 01:02:40 → drains 01:06:40"), "{later}");
        assert_eq!(fleet.future("t1", 900_000, 0, ecs), None);
        assert_eq!(fleet.future("t2", 200_000, 0, ecs), None);
    }

    #[test]
    fn a_future_goes_by_time_in_the_words_of_the_platform() {
        use EventKind::{TargetHealth, TaskState};
        let run = run(&[
            (10, TaskState, "t1", "ACTIVATING"),
            (20, TaskState, "t1", "RUNNING"),
            (30, TargetHealth, "t1", "healthy"),
            (60, TargetHealth, "t1", "unhealthy"),
            (70, TaskState, "t1", "DEACTIVATING"),
            (90, TaskState, "t1", "STOPPED"),
        ]);
        let fleet = Fleet::new(&run, 1.0, 1.0);
        let pods = fleet.future("t1", 40_000, 0, terms::of(Platform::EksManaged));
        let fails = "answers requests since 00:00:30 → fails its health checks 00:01:00";
        let told = [fails, " → Terminating 00:01:10 → deleted 00:01:30."].concat();
        assert_eq!(pods.as_deref(), Some(told.as_str()));
        let gone = fleet.future("t1", 75_000, 0, terms::of(Platform::EksManaged));
        assert_eq!(gone.as_deref(), Some("Terminating → deleted 00:01:30."));
        let tasks = fleet.future("t1", 65_000, 0, terms::of(Platform::EcsFargate));
        let told = "fails its health checks → drains 00:01:10 → stopped 00:01:30.";
        assert_eq!(tasks.as_deref(), Some(told));
    }

    #[test]
    fn a_pod_backs_off_and_is_restarted_in_place() {
        use EventKind::{TargetHealth, TaskState};
        let mut run = run(&[
            (10, TaskState, "t1", "ACTIVATING"),
            (90, TaskState, "t1", "RUNNING"),
            (100, TargetHealth, "t1", "healthy"),
            (500, TaskState, "t1", "ACTIVATING"),
            (520, TaskState, "t1", "RUNNING"),
            (540, TargetHealth, "t1", "healthy"),
        ]);
        let kubelet = |t_s: u64, what: &str| Decision {
            t_ms: t_s * 1000,
            who: "kubelet".into(),
            what: what.into(),
            ..Decision::blank()
        };
        run.decisions = vec![
            kubelet(20, "t1: ErrImagePull, then ImagePullBackOff"),
            kubelet(500, "t1: OOMKilled"),
        ];
        let fleet = Fleet::new(&run, 5.0, 2.0);
        for (t_s, phase, reason) in [
            (12, Phase::Pulling, ""),
            (20, Phase::BackingOff, "ErrImagePull, then ImagePullBackOff"),
            (89, Phase::BackingOff, "ErrImagePull, then ImagePullBackOff"),
            (100, Phase::Running, ""),
            (500, Phase::BackingOff, "OOMKilled"),
            (530, Phase::Unproven, "OOMKilled"),
            (540, Phase::Running, ""),
        ] {
            let now = &fleet.at(t_s * 1000)[0];
            assert_eq!((now.phase, now.reason.as_str()), (phase, reason), "at {t_s} s");
        }
    }
}
