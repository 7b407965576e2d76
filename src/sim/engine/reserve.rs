//! What App Runner sees of the requests, and its looks at them; pauses and resumes.

use super::{Engine, Unchanged};
use crate::sim::control::Happening;
use crate::sim::flow::Tally;
use crate::sim::scaling::concurrency::{Bounds, Seen};
use crate::sim::scenario::Scenario;

/// Requests since the last look, and before it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Front {
    now: Sum,
    before: Sum,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    seconds: f64,
    offered: f64,
    refused: f64,
}

impl Front {
    /// Adds whole seconds.
    pub fn add(&mut self, tally: &Tally, seconds: f64) {
        self.now.seconds += seconds;
        self.now.offered += tally.offered;
        self.now.refused += tally.refused + tally.no_target;
    }

    /// What a look sees: where the data plane has run ahead, once more what the last one saw.
    fn turn(&mut self) -> Sum {
        if self.now.seconds > 0.0 {
            self.before = std::mem::take(&mut self.now);
        }
        self.before
    }
}

impl Engine<'_> {
    /// App Runner looks at the requests at once, and will look again.
    pub(super) fn look_at_requests(&mut self) {
        self.control.after(self.control.rules.app_runner.look_s, Happening::Requests);
        let front = self.front.turn();
        if self.control.scenario.platform_settings.paused {
            return;
        }
        let scenario = &self.control.scenario;
        // What waits outside its CPU is in the instance all the same.
        let outside_s = self.control.plane.services().first().map_or(0.0, |it| it.delay_s);
        let let_in = (front.offered - front.refused).max(0.0);
        let outside = if front.seconds > 0.0 { let_in / front.seconds * outside_s } else { 0.0 };
        let seen = Seen {
            at_once: self.control.plane.in_flight() + outside,
            offered: front.offered,
            refused: front.refused,
        };
        let (min, max) = self.bounds;
        let limit = scenario.platform_settings.concurrency;
        let bounds = Bounds { limit, min, max };
        let facts = &self.control.rules.app_runner;
        let outcome = self.concurrency.look(self.control.now, seen, bounds, facts);
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
