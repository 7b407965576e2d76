//! The capacity provider's loop: once a minute it measures the reservation, and moves the Auto
//! Scaling group towards its target. It waits for the tasks, and the tasks wait for it.

use super::cluster::Cluster;
use super::instance::{Instance, State};
use super::reservation::reservation;
use crate::sim::control::{Control, ms};
use crate::sim::platform::Consequence;
use crate::sim::run::Decision;
use std::collections::BTreeMap;

impl Cluster {
    /// One minute: instances that are missing are replaced, then the reservation is looked at.
    pub(super) fn capacity_loop(
        &mut self,
        waiting: u32,
        control: &mut Control,
    ) -> Vec<Consequence> {
        let mut out = self.end_drained(control);
        self.keep_size(control);
        if self.settings.managed_scaling {
            out.extend(self.managed(waiting, control));
        }
        out
    }

    /// The Auto Scaling group holds its desired size.
    fn keep_size(&mut self, control: &mut Control) {
        let here = self.count(|instance| instance.state != State::Draining);
        for _ in here..self.wanted {
            if self.launch(control).is_none() {
                break;
            }
        }
    }

    fn end_drained(&mut self, control: &mut Control) -> Vec<Consequence> {
        let empty =
            |instance: &Instance| instance.state == State::Draining && instance.tasks.is_empty();
        let mut out = Vec::new();
        while let Some(index) = self.instances.iter().position(empty) {
            out.extend(self.end(index, control));
            out.extend(self.patch_next(control));
        }
        out
    }

    fn managed(&mut self, waiting: u32, control: &mut Control) -> Vec<Consequence> {
        let places = self.settings.places();
        let used =
            self.count(|instance| instance.state == State::Active && !instance.tasks.is_empty());
        // A task that fits on no empty instance never makes the group grow.
        let for_waiting = if places == 0 { 0 } else { waiting.div_ceil(places) };
        let needed = used + for_waiting;
        let running = self.count(|instance| instance.state == State::Active);
        let percent = reservation(needed, running);
        let target = self.settings.scaling.target_capacity;
        if percent < target {
            self.low_points += 1;
        } else {
            self.low_points = 0;
        }
        let heads_for = self.settings.scaling.desired(needed, running);
        let heads_for = heads_for.clamp(self.settings.min, self.settings.max);
        let point = Point { waiting, places, needed, running, percent };
        self.high_points = if percent > target { self.high_points + 1 } else { 0 };
        if self.high_points >= self.settings.out_points.max(1) && heads_for > self.wanted {
            self.scale_out(heads_for, &point, control);
            Vec::new()
        } else if !self.patching
            && self.low_points >= control.rules.ecs_capacity_scale_in_points as u32
        {
            self.scale_in(heads_for, &point, control)
        } else {
            Vec::new()
        }
    }

    fn scale_out(&mut self, heads_for: u32, point: &Point, control: &mut Control) {
        let warm = self.scaled_out.map_or(0, |at| at + ms(self.settings.warmup_s));
        if control.now < warm {
            if !std::mem::replace(&mut self.said_held, true) {
                let left_s = (warm - control.now) / 1000;
                point.tell(control, format!("stay at {} instances: warm-up", self.wanted), || {
                    format!("{left_s} s of warm-up")
                });
            }
            return;
        }
        self.said_held = false;
        self.scaled_out = Some(control.now);
        let more = heads_for - self.wanted;
        self.wanted = heads_for;
        point.tell(control, format!("launch {more}: {heads_for} instances"), || {
            "their boot and registration".into()
        });
        self.keep_size(control);
    }

    fn scale_in(
        &mut self,
        heads_for: u32,
        point: &Point,
        control: &mut Control,
    ) -> Vec<Consequence> {
        let wait = ms(control.rules.ecs_capacity_scale_in_wait_s);
        if self.scaled_out.is_some_and(|at| control.now < at + wait) {
            return Vec::new();
        }
        let removable = |instance: &Instance| instance.state == State::Active;
        let protects = self.settings.protection;
        let empty = self.count(|i| removable(i) && (!protects || i.tasks.is_empty()));
        let running = self.count(removable);
        let count = self.settings.scaling.removed_this_minute(running, heads_for, empty);
        let mut out = Vec::new();
        let mut removed = 0;
        for _ in 0..count.min(self.wanted.saturating_sub(self.settings.min)) {
            let Some(index) = self.victim() else { break };
            removed += 1;
            let drains = self.settings.managed_draining && !self.instances[index].tasks.is_empty();
            out.extend(if drains { self.drain(index, control) } else { self.end(index, control) });
        }
        if removed > 0 {
            self.wanted -= removed;
            let what = format!("end {removed}: {} instances", self.wanted);
            point.tell(control, what, String::new);
        }
        out
    }

    /// Which instance scale-in takes: of the zone with the most, the oldest; with protection only
    /// an empty one.
    fn victim(&self) -> Option<usize> {
        let mut counts = vec![0_u32; self.lost_zones.len()];
        self.instances.iter().for_each(|instance| counts[instance.zone] += 1);
        let protects = self.settings.protection;
        let may_go = |i: &Instance| i.state == State::Active && (!protects || i.tasks.is_empty());
        (0..self.instances.len()).filter(|index| may_go(&self.instances[*index])).max_by_key(
            |index| {
                let instance = &self.instances[*index];
                (counts[instance.zone], std::cmp::Reverse(instance.number))
            },
        )
    }

    pub(super) fn count(&self, holds: impl Fn(&Instance) -> bool) -> u32 {
        self.instances.iter().filter(|instance| holds(instance)).count() as u32
    }
}

/// What the loop saw in a minute.
struct Point {
    waiting: u32,
    places: u32,
    needed: u32,
    running: u32,
    percent: f64,
}

impl Point {
    /// Writes the decision with its arithmetic.
    fn tell(&self, control: &mut Control, what: String, waits_for: impl FnOnce() -> String) {
        let t_ms = control.now;
        let target = control.scenario.platform_settings.capacity_target;
        let Point { waiting, places, needed, running, percent } = *self;
        control.recorder.decide(|| {
            let extra = if waiting > 0 {
                format!(", {waiting} waiting tasks / {places} a machine among them")
            } else {
                String::new()
            };
            Decision {
                t_ms,
                who: "capacity-provider".into(),
                what,
                because: format!(
                    "M = {needed}{extra}, N = {running}; {needed} / {running} = {percent:.0} % \
                     against {target} %"
                ),
                inputs: BTreeMap::from([
                    ("needed".to_string(), f64::from(needed)),
                    ("running".to_string(), f64::from(running)),
                    ("reservation".to_string(), percent),
                    ("target".to_string(), target),
                ]),
                waits_for: waits_for(),
                fact: "ecs.capacity_reservation".into(),
            }
        });
    }
}
