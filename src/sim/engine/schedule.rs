//! Scheduled actions: at their times they set new bounds, and the desired count moves only if it
//! lies outside of them. They ignore cooldowns.

use super::Engine;
use crate::sim::clock::unix_start;
use crate::sim::control::Happening;
use crate::sim::run::Decision;
use crate::sim::scaling::schedule::{Schedule, scheduled_bounds};
use crate::sim::scenario::{PolicyKind, ScalingMode};
use std::collections::BTreeMap;

/// The scheduled actions of the scenario.
#[derive(Default)]
pub struct Actions(Vec<Action>);

struct Action {
    schedule: Schedule,
    expression: String,
    min: Option<u32>,
    max: Option<u32>,
}

impl Engine<'_> {
    /// Enters the next time of each scheduled action.
    pub(super) fn schedule_actions(&mut self) {
        let scenario = &self.control.scenario;
        // App Runner has bounds of its own and no actions on them.
        if scenario.scaling.mode == ScalingMode::Off || scenario.platform.keeps_reserve() {
            return;
        }
        let listed = scenario.scaling.policies.iter();
        let actions =
            listed.filter(|policy| policy.kind == PolicyKind::Scheduled).filter_map(|p| {
                Some(Action {
                    schedule: Schedule::parse(&p.expression, &scenario.time_zone).ok()?,
                    expression: p.expression.clone(),
                    min: p.min,
                    max: p.max,
                })
            });
        self.actions = Actions(actions.collect());
        for index in 0..self.actions.0.len() {
            self.enter_next(index);
        }
    }

    fn enter_next(&mut self, index: usize) {
        let scenario = &self.control.scenario;
        let Some(start) = unix_start(&scenario.start, &scenario.time_zone) else { return };
        let now = start + (self.control.now / 1000) as i64;
        let Some(next) = self.actions.0.get(index).and_then(|a| a.schedule.next_after(now)) else {
            return;
        };
        let after_s = next - start;
        if after_s <= i64::from(scenario.duration_s) {
            let at = after_s.max(0) as u64 * 1000;
            self.control.agenda.enter(at, Happening::Scheduled(index));
        }
    }

    /// A scheduled action is due.
    pub(super) fn scheduled(&mut self, index: usize) {
        let Some(action) = self.actions.0.get(index) else { return };
        let (min, max) = self.bounds;
        let before = self.service.desired;
        let Ok(new) = scheduled_bounds(before, min, max, action.min, action.max) else { return };
        let expression = action.expression.clone();
        self.bounds = (new.min, new.max);
        let t_ms = self.control.now;
        self.control.recorder.decide(|| Decision {
            t_ms,
            who: "scheduled-action".into(),
            what: format!(
                "bounds {min}–{max} → {}–{}, desired {before} → {}",
                new.min, new.max, new.capacity
            ),
            because: format!("{expression}: only a count outside the new bounds moves"),
            inputs: BTreeMap::from([
                ("min".to_string(), f64::from(new.min)),
                ("max".to_string(), f64::from(new.max)),
            ]),
            waits_for: if new.capacity > before { "the new tasks".into() } else { String::new() },
            fact: "scaling.scheduled_effect".into(),
        });
        self.service.desired = new.capacity;
        self.service.reconcile(self.platform.as_mut(), &mut self.control);
        self.enter_next(index);
    }
}
