//! The ECS service: holds the desired count by starting and stopping tasks, replaces those that
//! fail, and carries deployments through.
//!
//! It knows the balancer's timers and the platform's trait, nothing of policies or money.

mod checks;
mod health;
mod life;
mod place;
mod pressure;
mod reach;
mod reconcile;
mod replicas;
mod reserve;
mod rollout;
mod version;

pub use checks::Checks;
pub use rollout::Rollout;
pub use version::Version;

use super::task::{Health, State, Step, Task};
use super::{Control, Ms};
use crate::sim::fault::StartFailure;
use crate::sim::platform::{Consequence, Platform};
use crate::sim::random::{Purpose, Stream};
use crate::sim::run::{Decision, Event, EventKind};
use crate::sim::scenario::Platform as Place;
use std::collections::BTreeMap;

/// The service and its tasks that have not stopped.
pub struct Service {
    /// By rising number.
    pub tasks: Vec<Task>,
    pub desired: u32,
    /// Service revisions, oldest first.
    pub versions: Vec<Version>,
    /// Index of the revision that the service wants.
    pub primary: u32,
    /// Index of the last revision whose deployment completed.
    completed: u32,
    /// The deployment that is under way.
    pub rollout: Option<Rollout>,
    /// Target group that gets the traffic outside of a deployment.
    group: u8,
    /// What keeps tasks from starting at the moment.
    pub start_failures: Vec<StartFailure>,
    /// Memory that each task loses, MiB a minute.
    pub leak_mib_per_min: f64,
    /// When the leak began.
    pub leak_from: Ms,
    /// One task more than desired while the zones are rebalanced.
    rebalancing: bool,
    started: u32,
    stops: u64,
    /// Revisions whose last starts failed.
    throttles: BTreeMap<u32, Throttle>,
    /// When the current minute of starts began, and how many there were.
    minute: (Ms, u32),
    /// Images pulled so far, MiB.
    pub pulled_mib: f64,
    /// Whether it was said that tasks wait for room, so that it is said once.
    said_waiting: u32,
    /// Whether Kubernetes runs the tasks, as pods of a Deployment.
    pub is_eks: bool,
    /// Whether tasks are held in reserve, as App Runner holds instances.
    pub has_reserve: bool,
    /// Tasks that are to get requests, where others stand by.
    pub active: Option<u32>,
    /// When a pod of the new revision last became ready.
    progressed: Ms,
    /// Whether it was said that a disruption budget refuses evictions.
    said_budget: bool,
}

impl Service {
    /// A service without tasks on that platform.
    pub fn new(desired: u32, place: Place) -> Service {
        Service {
            tasks: Vec::new(),
            desired,
            versions: vec![Version::sound()],
            primary: 0,
            completed: 0,
            rollout: None,
            group: 0,
            start_failures: Vec::new(),
            leak_mib_per_min: 0.0,
            leak_from: 0,
            rebalancing: false,
            started: 0,
            stops: 0,
            throttles: BTreeMap::new(),
            minute: (0, 0),
            pulled_mib: 0.0,
            said_waiting: 0,
            is_eks: place.is_eks(),
            has_reserve: place.keeps_reserve(),
            active: None,
            progressed: 0,
            said_budget: false,
        }
    }

    /// The tasks that have run for a while when the simulated time begins.
    pub fn open(&mut self, platform: &mut dyn Platform, control: &mut Control) {
        platform.open(self.desired, control);
        for _ in 0..self.desired {
            self.settle(platform, control);
        }
        self.try_waiting(platform, control);
    }

    /// Tasks in state RUNNING.
    pub fn running(&self) -> u32 {
        self.count(|task| task.state == State::Running)
    }

    /// Tasks on their way to RUNNING.
    pub fn pending(&self) -> u32 {
        self.count(Task::pending)
    }

    /// Tasks that no place was found for.
    pub fn waiting(&self) -> u32 {
        self.count(|task| task.waits)
    }

    /// Whether scale-in has to wait for a deployment.
    pub fn deploys(&self) -> bool {
        self.rollout.as_ref().is_some_and(|rollout| !rollout.is_stalled())
    }

    fn count(&self, holds: impl Fn(&Task) -> bool) -> u32 {
        self.tasks.iter().filter(|task| holds(task)).count() as u32
    }

    fn place_of(&self, number: u32) -> Option<usize> {
        self.tasks.binary_search_by_key(&number, |task| task.number).ok()
    }

    /// What became of the machines reaches the tasks on them.
    pub fn suffer(
        &mut self,
        consequences: Vec<Consequence>,
        platform: &mut dyn Platform,
        control: &mut Control,
    ) {
        for consequence in consequences {
            match consequence {
                Consequence::Room => self.try_waiting(platform, control),
                Consequence::Lost { task, why } => self.lose(task, why, platform, control),
                Consequence::Stops { task, why } => self.interrupt(task, why, platform, control),
                Consequence::Leaves { task } => {
                    if let Some(place) = self.place_of(task) {
                        self.tasks[place].leaving = true;
                    }
                }
                Consequence::Evict { task, why } => self.evict(task, why, control),
                Consequence::Deleted { task } => self.delete(task, control),
                Consequence::Unreachable { task } => self.cut_off(task, control),
                Consequence::Silent { task } => self.halt(task),
                Consequence::Dark { task } => self.go_dark(task, control),
                Consequence::Reachable { task } => self.reach_again(task, platform, control),
                Consequence::Renew { why } => self.renew(why, control),
            }
        }
        self.reconcile(platform, control);
    }

    /// Uniform luck in [0, 1) for the next task that has to stop.
    fn stop_luck(&mut self, control: &Control) -> f64 {
        self.stops += 1;
        Stream::new(control.scenario.seed, Purpose::ScaleIn, self.stops).uniform()
    }
}

/// Starts of a revision that failed one after the other.
#[derive(Clone, Copy, Default)]
struct Throttle {
    /// Tasks that did not reach RUNNING.
    failed: u32,
    /// Pauses so far: tasks of one start that fail together make one.
    pauses: u32,
    /// When the next start may be tried.
    until: Ms,
}

/// Writes an event of the task.
fn note(control: &mut Control, task: &Task, kind: EventKind, state: &'static str) {
    let zone = control.scenario.zones.names.get(task.zone).cloned().unwrap_or_default();
    control.recorder.event(Event {
        t_ms: control.now,
        kind,
        id: task.id(),
        zone: if task.waits { String::new() } else { zone },
        machine: task.machine.map(machine_id).unwrap_or_default(),
        state: state.into(),
    });
}

/// `i0007`
pub fn machine_id(number: u32) -> String {
    format!("i{number:04}")
}

/// A decision of the service or its deployment.
fn decide(
    control: &mut Control,
    who: &str,
    fact: &str,
    said: impl FnOnce() -> (String, String, String),
) {
    let t_ms = control.now;
    control.recorder.decide(|| {
        let (what, because, waits_for) = said();
        Decision {
            t_ms,
            who: who.into(),
            what,
            because,
            inputs: BTreeMap::new(),
            waits_for,
            fact: fact.into(),
        }
    });
}

/// `1 pod`, `5 pods`
fn pods(count: u32) -> String {
    many(count, "pod")
}

/// `1 task`, `5 tasks`
fn tasks(count: u32) -> String {
    many(count, "task")
}

fn many(count: u32, of: &str) -> String {
    format!("{count} {of}{}", if count == 1 { "" } else { "s" })
}
