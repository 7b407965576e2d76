//! What App Runner sees of the requests, and its looks at them; pauses and resumes.

use super::{Engine, Unchanged};
use crate::sim::control::Happening;
use crate::sim::control::task::Task;
use crate::sim::flow::Tally;
use crate::sim::scaling::concurrency::{Bounds, Seen, Waits};
use crate::sim::scenario::Scenario;

/// Requests since the last look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Front {
    seconds: f64,
    offered: f64,
    refused: f64,
}

impl Front {
    /// Adds whole seconds.
    pub fn add(&mut self, tally: &Tally, seconds: f64) {
        self.seconds += seconds;
        self.offered += tally.offered;
        self.refused += tally.refused + tally.no_target;
    }
}

impl Engine<'_> {
    /// App Runner looks at the requests at once, and will look again.
    pub(super) fn look_at_requests(&mut self) {
        self.control.after(self.control.rules.app_runner.look_s, Happening::Requests);
        let front = std::mem::take(&mut self.front);
        // Where nothing moves the requests run ahead, and the last look has seen all there is.
        // Before the first instance is healthy there is nothing to scale by.
        let paused = self.control.scenario.platform_settings.paused;
        if paused || front.seconds == 0.0 || !self.service.tasks.iter().any(Task::is_healthy) {
            return;
        }
        let scenario = &self.control.scenario;
        // What waits outside its CPU is in the instance all the same.
        let outside_s = self.control.plane.services().first().map_or(0.0, |it| it.delay_s);
        let let_in = (front.offered - front.refused).max(0.0);
        let outside = let_in / front.seconds * outside_s;
        let seen = Seen {
            at_once: self.control.plane.in_flight() + outside,
            offered: front.offered,
            refused: front.refused,
            working: self.control.plane.healthy(),
        };
        let (min, max) = self.bounds;
        let limit = scenario.platform_settings.concurrency;
        let bounds = Bounds { limit, min, max };
        let facts = &self.control.rules.app_runner;
        let waits = Waits { release_s: facts.release_s, minimum_billed_s: facts.minimum_billed_s };
        let outcome = self.concurrency.look(self.control.now, seen, bounds, waits);
        if let Some(decision) = outcome.decision {
            self.control.recorder.decide(|| decision);
        }
        if self.service.active != Some(outcome.active) {
            self.unchanged = Unchanged::default();
            self.service.set_active(outcome.active, self.platform.as_mut(), &mut self.control);
        }
        if self.service.desired != outcome.provisioned {
            self.unchanged = Unchanged::default();
            self.service.desired = outcome.provisioned;
            self.service.reconcile(self.platform.as_mut(), &mut self.control);
        }
    }

    /// The instances wanted once the settings have changed from `before`.
    pub(super) fn reserve_after(&mut self, before: &Scenario) -> u32 {
        let settings = &self.control.scenario.platform_settings;
        self.bounds = self.control.scenario.bounds();
        let (paused, was_paused) = (settings.paused, before.platform_settings.paused);
        if paused != was_paused {
            self.concurrency.forget();
            self.front = Front::default();
            let what = match paused {
                true => "no instances from now on, and no answers",
                false => "deploy the last version again",
            };
            self.tell("app-runner", what.to_string(), "", "app-runner.pause");
        }
        match (paused, was_paused) {
            (true, _) => 0,
            (false, true) => self.bounds.0,
            (false, false) => self.service.desired.clamp(self.bounds.0, self.bounds.1),
        }
    }
}
