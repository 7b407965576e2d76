//! Dated changes of settings, and faults that begin and end.

use super::Engine;
use crate::sim::control::Happening;
use crate::sim::fault::Fault;
use crate::sim::platform::Strike;
use crate::sim::run::Decision;
use crate::sim::scaling::policies::Policies;
use crate::sim::scenario::{Change, ScalingMode, Scenario};
use crate::sim::traffic::offered_rps;
use std::collections::BTreeMap;

impl Engine<'_> {
    /// A dated change is due. It was checked with the scenario, so it applies as it stands.
    pub(super) fn change(&mut self, index: usize) {
        let change = self.control.scenario.changes[index].clone();
        match Fault::parse(&change.fault) {
            Some(fault) => self.fault(index, fault, &change),
            None => self.set(&change),
        }
    }

    fn set(&mut self, change: &Change) {
        let Ok(changed) = self.control.scenario.with(&change.set, change.value.clone()) else {
            return;
        };
        let extended = |scenario: &Scenario| scenario.platform_settings.extended_support;
        if extended(&self.control.scenario) && !extended(&changed) {
            self.control.by_hand("upgrade the control plane");
        }
        let before =
            std::mem::replace(&mut self.control.scenario, changed.fitted(self.control.rules));
        self.tell("you", format!("set {} to {}", change.set, change.value), "", "");
        if before.own_station().error_share != self.control.scenario.own_station().error_share {
            self.say_unreachable();
        }
        self.configure(&change.set, &before);
    }

    /// Hands the scenario as it now stands to everybody.
    fn configure(&mut self, path: &str, before: &Scenario) {
        let control = &mut self.control;
        self.offered = offered_rps(&control.scenario);
        control.tell_model();
        self.platform.configure(control);
        let scaling = control.scenario.scaling.clone();
        if path.starts_with("scaling.") {
            if matches!(path, "scaling.min" | "scaling.max") {
                self.bounds = (scaling.min, scaling.max);
            }
            if matches!(path, "scaling.mode" | "scaling.policies") {
                self.policies = Policies::new(&scaling, control.rules);
                self.schedule_actions();
            } else {
                self.policies.configure(&scaling, control.rules);
            }
        }
        let (min, max) = (self.bounds.0, self.bounds.1.max(self.bounds.0));
        self.service.desired = match scaling.mode {
            _ if self.service.has_reserve => self.reserve_after(before),
            ScalingMode::Off => scaling.desired,
            _ if path == "scaling.desired" => scaling.desired.clamp(min, max),
            _ => self.service.desired.clamp(min, max),
        };
        self.service.reconcile(self.platform.as_mut(), &mut self.control);
    }

    fn fault(&mut self, index: usize, fault: Fault, change: &Change) {
        let zone = self.zone_of(change);
        let name = self.control.scenario.zones.names.get(zone).cloned().unwrap_or_default();
        let where_ = if fault == Fault::LoseZone { format!(" {name}") } else { String::new() };
        if let Err(why) = fault.applies(&self.control.scenario) {
            return self.tell("you", format!("{}{where_}: nothing happens", fault.word()), why, "");
        }
        self.tell("you", format!("{}{where_}", fault.word()), "a fault of the scenario", "");
        if change.for_s > 0.0 {
            self.control.after(change.for_s, Happening::Over(index));
        }
        self.strike(fault, index, zone, true);
    }

    /// A fault is over.
    pub(super) fn over(&mut self, index: usize) {
        let change = self.control.scenario.changes[index].clone();
        let Some(fault) = Fault::parse(&change.fault) else { return };
        let zone = self.zone_of(&change);
        self.tell("you", format!("{} is over", fault.word()), "", "");
        self.strike(fault, index, zone, false);
    }

    fn strike(&mut self, fault: Fault, index: usize, zone: usize, begins: bool) {
        let change = self.control.scenario.changes[index].clone();
        let amount = |otherwise: f64| if change.amount > 0.0 { change.amount } else { otherwise };
        match fault {
            Fault::BadImage | Fault::CrashingImage | Fault::SlowImage | Fault::Deploy if begins => {
                self.ship(index);
            }
            Fault::SlowDependency => {
                let more = amount(500.0);
                let request = &mut self.control.scenario.request;
                request.wait_ms = (request.wait_ms + if begins { more } else { -more }).max(0.0);
                let before = self.control.scenario.clone();
                self.configure("request.wait_ms", &before);
            }
            Fault::Surge => {
                let factor = amount(2.0);
                let from = (self.control.now / 1000) as usize;
                let until = (from + change.for_s as usize).min(self.offered.len());
                let until = if change.for_s > 0.0 { until } else { self.offered.len() };
                if begins {
                    self.offered[from..until].iter_mut().for_each(|rate| *rate *= factor);
                }
            }
            Fault::MemoryLeak => self.leak(if begins { amount(8.0) } else { 0.0 }),
            _ => match fault.start_failure() {
                Some(failure) if begins => self.service.start_failures.push(failure),
                Some(failure) => self.service.start_failures.retain(|other| *other != failure),
                None => {}
            },
        }
        let lost = self.control.lost_zones.get_mut(zone);
        if let Some(lost) = lost.filter(|_| fault == Fault::LoseZone) {
            *lost = begins;
        }
        let strike = Strike { fault, begins, zone, amount: change.amount };
        let consequences = self.platform.fault(&strike, &mut self.control);
        self.service.suffer(consequences, self.platform.as_mut(), &mut self.control);
    }

    fn leak(&mut self, mib_per_min: f64) {
        self.service.leak_mib_per_min = mib_per_min;
        self.service.leak_from = self.control.now;
        for place in 0..self.service.tasks.len() {
            if self.service.tasks[place].running_from.is_some() {
                self.service.leak(place, &mut self.control);
            }
        }
    }

    /// The zone that is named, or the one with the most tasks.
    fn zone_of(&self, change: &Change) -> usize {
        let names = &self.control.scenario.zones.names;
        if let Some(zone) = names.iter().position(|name| *name == change.zone) {
            return zone;
        }
        let count = |zone: usize| {
            self.service.tasks.iter().filter(|task| !task.waits && task.zone == zone).count()
        };
        // Named by nobody, it is the same one when the fault ends as when it began.
        let lost = self.control.lost_zones.iter().position(|lost| *lost);
        lost.unwrap_or_else(|| (0..names.len()).rev().max_by_key(|zone| count(*zone)).unwrap_or(0))
    }

    pub(super) fn tell(&mut self, who: &str, what: String, because: &str, fact: &str) {
        let t_ms = self.control.now;
        self.control.recorder.decide(|| Decision {
            t_ms,
            who: who.into(),
            what,
            because: because.into(),
            inputs: BTreeMap::new(),
            waits_for: String::new(),
            fact: fact.into(),
        });
    }
}
