//! What may happen to instances: a zone goes, Spot is reclaimed, an agent stops, patches are due.

use super::cluster::Cluster;
use super::instance::{Instance, State};
use crate::sim::control::service::machine_id;
use crate::sim::control::{Control, Happening};
use crate::sim::fault::Fault;
use crate::sim::platform::{Consequence, MachineStep, Strike};
use crate::sim::run::Decision;
use std::collections::BTreeMap;

impl Cluster {
    /// A fault begins or ends.
    pub(super) fn strike(&mut self, strike: &Strike, control: &mut Control) -> Vec<Consequence> {
        match strike.fault {
            Fault::LoseZone => self.lose_zone(strike, control),
            Fault::ReclaimSpot => self.reclaim(strike, control),
            Fault::AgentStops => self.agent(strike.begins, control),
            Fault::NeverRegisters if strike.begins => {
                self.mute += 1;
                Vec::new()
            }
            Fault::PatchDay if strike.begins => self.patch_day(control),
            _ => Vec::new(),
        }
    }

    fn lose_zone(&mut self, strike: &Strike, control: &mut Control) -> Vec<Consequence> {
        let Some(lost) = self.lost_zones.get_mut(strike.zone) else { return Vec::new() };
        *lost = strike.begins;
        let mut out = Vec::new();
        if strike.begins {
            let here = |instance: &Instance| instance.zone == strike.zone;
            while let Some(index) = self.instances.iter().position(here) {
                out.extend(self.end(index, control));
            }
        } else {
            out.push(Consequence::Room);
        }
        out
    }

    fn reclaim(&mut self, strike: &Strike, control: &mut Control) -> Vec<Consequence> {
        self.spot_is_gone = strike.begins;
        if !strike.begins {
            return Vec::new();
        }
        let share = if strike.amount > 0.0 { strike.amount.min(1.0) } else { 1.0 };
        let spot: Vec<u32> =
            self.instances.iter().filter(|i| i.spot).map(|instance| instance.number).collect();
        let count = (spot.len() as f64 * share).ceil() as usize;
        let notice_s = control.rules.ec2_spot_warning_s;
        let mut out = Vec::new();
        for number in spot.into_iter().take(count) {
            control.after(notice_s, Happening::Machine(number, MachineStep::Reclaimed));
            let Some(index) = self.index_of(number) else { continue };
            // Managed draining makes the agent's own setting superfluous.
            let drains = self.settings.spot_draining || self.settings.managed_draining;
            say(control, "ec2.spot_warning", || {
                let id = machine_id(number);
                let waits = if drains {
                    "the instance drains"
                } else {
                    "nothing: the agent does not drain, and its tasks run to the end"
                };
                (
                    format!("{id} gets its Spot notice"),
                    format!("{notice_s:.0} s left"),
                    waits.into(),
                )
            });
            if drains && self.instances[index].state == State::Active {
                out.extend(self.drain(index, control));
            }
        }
        out
    }

    /// The agent of the instance with the most tasks stops, or all answer again.
    fn agent(&mut self, stops: bool, control: &mut Control) -> Vec<Consequence> {
        if !stops {
            if self.instances.iter().any(|instance| !instance.agent) {
                control.by_hand("start an agent again");
            }
            self.instances.iter_mut().for_each(|instance| instance.agent = true);
            return vec![Consequence::Room];
        }
        let active = self.instances.iter_mut().filter(|i| i.state == State::Active && i.agent);
        let Some(instance) = active.max_by_key(|instance| instance.tasks.len()) else {
            return Vec::new();
        };
        instance.agent = false;
        let (id, tasks) = (machine_id(instance.number), instance.tasks.len());
        say(control, "ecs.agent", || {
            (
                format!("{id}: the agent is disconnected"),
                format!("its {tasks} tasks run on; no new task can start there"),
                "somebody who starts the agent".into(),
            )
        });
        Vec::new()
    }

    /// All instances get a new image, by hand: one more is launched, then one after the other is
    /// drained.
    fn patch_day(&mut self, control: &mut Control) -> Vec<Consequence> {
        self.instances.iter_mut().for_each(|instance| instance.patched = false);
        self.patching = true;
        let count = self.instances.len();
        say(control, "model.patching", || {
            (
                format!("replace {count} instances by hand"),
                "a new machine image: launch one more, then drain and replace one by one".into(),
                "each new instance's registration".into(),
            )
        });
        control.by_hand("put a new image into the launch template");
        control.by_hand("launch an instance");
        self.launch(control);
        Vec::new()
    }

    /// The next old instance is drained once a new one is there for its tasks.
    pub(super) fn patch_next(&mut self, control: &mut Control) -> Vec<Consequence> {
        if !self.patching {
            return Vec::new();
        }
        let busy = |i: &Instance| i.state != State::Active && i.registers;
        if self.instances.iter().any(busy) {
            return Vec::new();
        }
        let old = |instance: &Instance| !instance.patched;
        let Some(index) = self.instances.iter().position(old) else {
            self.patching = false;
            say(control, "model.patching", || {
                (
                    "every instance is patched".into(),
                    "none is left of the old image".into(),
                    String::new(),
                )
            });
            return Vec::new();
        };
        let last = self.instances.iter().filter(|instance| old(instance)).count() == 1;
        control.by_hand("drain an instance");
        control.by_hand("end an old instance");
        let out = self.drain(index, control);
        if !last {
            control.by_hand("launch an instance");
            self.launch(control);
        }
        out
    }
}

fn say(control: &mut Control, fact: &str, said: impl FnOnce() -> (String, String, String)) {
    let t_ms = control.now;
    control.recorder.decide(|| {
        let (what, because, waits_for) = said();
        Decision {
            t_ms,
            who: "cluster".into(),
            what,
            because,
            inputs: BTreeMap::new(),
            waits_for,
            fact: fact.into(),
        }
    });
}
