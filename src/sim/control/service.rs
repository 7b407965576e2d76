//! The ECS service: holds the desired count by starting and stopping tasks, spread over the zones.
//!
//! It knows the balancer's timers and the platform's trait, nothing of policies or money.

use super::task::{State, Step, Task};
use super::{Agenda, Happening, Ms};
use crate::facts::Rulebook;
use crate::sim::platform::Platform;
use crate::sim::random::{Purpose, Stream};
use crate::sim::record::Recorder;
use crate::sim::run::{Event, EventKind};
use crate::sim::scenario::Scenario;
use std::collections::BTreeMap;

/// The service and its tasks that have not stopped.
pub struct Service {
    /// By rising number.
    pub tasks: Vec<Task>,
    pub desired: u32,
    /// Tasks in state RUNNING, kept beside the tasks since it is asked for every second.
    running: u32,
    zones: Vec<String>,
    started: u32,
    scale_ins: u64,
    seed: u64,
    health_interval_s: f64,
    deregistration_delay_s: f64,
    app_exit_s: f64,
}

/// What a step in a task's life means for the data plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    None,
    /// It begins to get requests.
    Joins(u32),
    /// It gets no new ones.
    Drains(u32),
    /// It is gone.
    Leaves(u32),
}

impl Service {
    /// The service at the start of the run: `desired` tasks that have run for a while.
    pub fn new(scenario: &Scenario, rules: &Rulebook, recorder: &mut Recorder) -> Service {
        let mut service = Service {
            tasks: Vec::new(),
            desired: scenario.initial_desired(),
            running: scenario.initial_desired(),
            zones: scenario.zones.names.clone(),
            started: 0,
            scale_ins: 0,
            seed: scenario.seed,
            health_interval_s: scenario.balancer.health_interval_s,
            deregistration_delay_s: scenario.balancer.deregistration_delay_s,
            app_exit_s: rules.ecs_app_exit_s,
        };
        for _ in 0..service.desired {
            let mut task = service.order();
            task.state = State::Running;
            task.healthy = true;
            task.billed_from = Some(0);
            service.note(recorder, 0, &task, EventKind::TaskState, State::Running.name());
            service.note(recorder, 0, &task, EventKind::TargetHealth, "healthy");
            service.tasks.push(task);
        }
        service
    }

    /// Takes over settings that may change during a run.
    pub fn configure(&mut self, scenario: &Scenario) {
        self.health_interval_s = scenario.balancer.health_interval_s;
        self.deregistration_delay_s = scenario.balancer.deregistration_delay_s;
    }

    /// Tasks in state RUNNING.
    pub fn running(&self) -> u32 {
        self.running
    }

    /// Tasks on their way to RUNNING.
    pub fn pending(&self) -> u32 {
        self.tasks.iter().filter(|task| task.pending()).count() as u32
    }

    /// Starts or stops tasks until as many count as are desired.
    pub fn reconcile(
        &mut self,
        now: Ms,
        platform: &mut dyn Platform,
        agenda: &mut Agenda,
        recorder: &mut Recorder,
    ) -> Vec<Effect> {
        let counting = self.tasks.iter().filter(|task| task.counts()).count() as u32;
        if counting < self.desired {
            self.start(self.desired - counting, now, platform, agenda, recorder);
            return Vec::new();
        }
        let surplus = counting - self.desired;
        (0..surplus).filter_map(|_| self.stop_one(now, agenda, recorder)).collect()
    }

    /// A step in a task's life is due.
    pub fn step(
        &mut self,
        now: Ms,
        number: u32,
        step: Step,
        agenda: &mut Agenda,
        recorder: &mut Recorder,
    ) -> Effect {
        let Some(place) = self.place(number) else {
            return Effect::None;
        };
        let mut task = self.tasks[place].clone();
        let effect = match step {
            Step::Enter(state) if state <= task.state => Effect::None,
            Step::Enter(state) => self.enter(now, &mut task, state, agenda, recorder),
            Step::Healthy if task.state == State::Running => {
                task.healthy = true;
                self.note(recorder, now, &task, EventKind::TargetHealth, "healthy");
                Effect::Joins(number)
            }
            Step::Healthy => Effect::None,
        };
        if task.state == State::Stopped {
            self.tasks.remove(place);
        } else {
            self.tasks[place] = task;
        }
        effect
    }

    fn place(&self, number: u32) -> Option<usize> {
        self.tasks.binary_search_by_key(&number, |task| task.number).ok()
    }

    fn start(
        &mut self,
        count: u32,
        now: Ms,
        platform: &mut dyn Platform,
        agenda: &mut Agenda,
        recorder: &mut Recorder,
    ) {
        let mut because = String::new();
        let mut by_zone = vec![0_u32; self.zones.len()];
        for _ in 0..count {
            let Some(launch) = platform.launch(self.started + 1, now) else {
                break;
            };
            let mut task = self.order();
            by_zone[task.zone] += 1;
            self.note(recorder, now, &task, EventKind::TaskState, State::Provisioning.name());
            for (at, state) in &launch.states {
                agenda.enter(*at, Happening::Task(task.number, Step::Enter(*state)));
            }
            task.billed_from = Some(launch.billed_from);
            because = launch.because;
            self.tasks.push(task);
        }
        recorder.decide(|| {
            let places: Vec<String> = self
                .zones
                .iter()
                .zip(&by_zone)
                .filter(|(_, count)| **count > 0)
                .map(|(zone, count)| format!("{count} in {zone}"))
                .collect();
            crate::sim::run::Decision {
                t_ms: now,
                who: "service-scheduler".into(),
                what: format!("start {count} {}", if count == 1 { "task" } else { "tasks" }),
                because: format!("{}: the zone with the fewest tasks first", places.join(", ")),
                inputs: BTreeMap::from([("tasks".to_string(), f64::from(count))]),
                waits_for: format!("{because}, then one passed health check"),
                fact: "fargate.image_cache".into(),
            }
        });
    }

    /// The next task, in the zone that has the fewest.
    fn order(&mut self) -> Task {
        self.started += 1;
        let mut counts = vec![0_u32; self.zones.len()];
        for task in self.tasks.iter().filter(|task| task.counts()) {
            counts[task.zone] += 1;
        }
        let zone = (0..counts.len()).min_by_key(|zone| counts[*zone]).unwrap_or(0);
        Task::ordered(self.started, zone)
    }

    /// Stops a task of the fullest zone: one that does not run yet before one that does, else by
    /// lot.
    fn stop_one(
        &mut self,
        now: Ms,
        agenda: &mut Agenda,
        recorder: &mut Recorder,
    ) -> Option<Effect> {
        let mut counts = vec![0_usize; self.zones.len()];
        for task in self.tasks.iter().filter(|task| task.counts()) {
            counts[task.zone] += 1;
        }
        let fullest = (0..counts.len()).max_by_key(|zone| counts[*zone])?;
        let here = |task: &&Task| task.counts() && task.zone == fullest;
        let candidates: Vec<u32> = self.tasks.iter().filter(here).map(|task| task.number).collect();
        self.scale_ins += 1;
        let luck = Stream::new(self.seed, Purpose::ScaleIn, self.scale_ins).uniform();
        let newest = self.tasks.iter().rev();
        let not_yet = newest.filter(here).find(|task| task.pending()).map(|task| task.number);
        let chosen = match not_yet {
            Some(number) => number,
            None => *candidates.get((luck * candidates.len() as f64) as usize)?,
        };
        let place = self.place(chosen)?;
        let mut task = self.tasks[place].clone();
        let state = if task.pending() { State::Stopping } else { State::Deactivating };
        let effect = self.enter(now, &mut task, state, agenda, recorder);
        self.tasks[place] = task;
        Some(effect)
    }

    /// Puts the task into a state and enters what follows from it.
    fn enter(
        &mut self,
        now: Ms,
        task: &mut Task,
        state: State,
        agenda: &mut Agenda,
        recorder: &mut Recorder,
    ) -> Effect {
        let was_healthy = task.healthy;
        self.running -= u32::from(task.state == State::Running);
        self.running += u32::from(state == State::Running);
        task.state = state;
        self.note(recorder, now, task, EventKind::TaskState, state.name());
        let mut then = |after_s: f64, step: Step| {
            let at = now + (after_s * 1000.0).round() as Ms;
            agenda.enter(at, Happening::Task(task.number, step));
        };
        match state {
            State::Running => {
                // Checks come at a fixed interval; the first one falls somewhere in it.
                let luck = Stream::new(self.seed, Purpose::HealthCheck, u64::from(task.number));
                then(self.health_interval_s * { luck }.uniform(), Step::Healthy);
                Effect::None
            }
            State::Deactivating => {
                then(self.deregistration_delay_s, Step::Enter(State::Stopping));
                task.healthy = false;
                if !was_healthy {
                    return Effect::None;
                }
                self.note(recorder, now, task, EventKind::TargetHealth, "draining");
                Effect::Drains(task.number)
            }
            State::Stopping => {
                then(self.app_exit_s, Step::Enter(State::Deprovisioning));
                Effect::None
            }
            State::Deprovisioning => {
                then(0.0, Step::Enter(State::Stopped));
                Effect::None
            }
            State::Stopped => {
                recorder.bill(task.billed_from, now);
                Effect::Leaves(task.number)
            }
            _ => Effect::None,
        }
    }

    fn note(&self, recorder: &mut Recorder, now: Ms, task: &Task, kind: EventKind, state: &str) {
        recorder.event(Event {
            t_ms: now,
            kind,
            id: task.id(),
            zone: self.zones[task.zone].clone(),
            machine: String::new(),
            state: state.into(),
        });
    }
}
