//! A zone that is lost, as Kubernetes sees it: nodes that do not answer. It learns of them as of
//! any silent node, gives their pods up one node after the other, and nobody tells it that the
//! machines are gone before the Auto Scaling group ends them.

use super::cluster::{Cluster, after};
use super::log::decide;
use super::node::{Node, Owner, State};
use crate::sim::control::Control;
use crate::sim::control::service::machine_id;
use crate::sim::platform::{Consequence, MachineStep, Strike};

impl Cluster {
    /// The zone goes, or is back.
    pub(super) fn lose_zone(&mut self, strike: &Strike, control: &mut Control) -> Vec<Consequence> {
        let Some(lost) = self.lost_zones.get_mut(strike.zone) else { return Vec::new() };
        *lost = strike.begins;
        if !strike.begins {
            return self.zone_is_back(strike.zone, control);
        }
        let mut out = Vec::new();
        let booting = |node: &Node| node.zone == strike.zone && node.state == State::Booting;
        while let Some(index) = self.nodes.iter().position(booting) {
            out.extend(self.end(index, control));
        }
        let mut before = 0.0;
        for index in 0..self.nodes.len() {
            if self.nodes[index].zone == strike.zone && !self.nodes[index].is_down {
                out.extend(self.goes_down(index, before, control));
                before += 1.0;
            }
        }
        out
    }

    /// The node's machine is down; `before` others of its zone went with it.
    fn goes_down(&mut self, index: usize, before: f64, control: &mut Control) -> Vec<Consequence> {
        let node = &mut self.nodes[index];
        (node.is_down, node.silent_from) = (true, Some(control.now));
        let (number, of_group) = (node.number, node.owner == Owner::Group);
        let out = node.pods.iter().map(|pod| Consequence::Dark { task: *pod }).collect();
        let kubernetes = &control.rules.kubernetes;
        let grace_s = kubernetes.node_grace_s;
        let given_up_s =
            grace_s + kubernetes.not_ready_toleration_s + before * kubernetes.node_eviction_every_s;
        let (repair_s, impaired_s) = (grace_s + kubernetes.repair_wait_s, kubernetes.impaired_s);
        after(control, grace_s, number, MachineStep::Silent);
        after(control, given_up_s, number, MachineStep::Unreachable);
        after(control, repair_s, number, MachineStep::Repair);
        if of_group {
            after(control, impaired_s, number, MachineStep::Impaired);
        }
        out
    }

    fn zone_is_back(&mut self, zone: usize, control: &mut Control) -> Vec<Consequence> {
        let mut out = Vec::new();
        for index in 0..self.nodes.len() {
            if self.nodes[index].zone == zone && self.nodes[index].is_down {
                out.extend(self.answers_again(index, control));
            }
        }
        out.push(Consequence::Room);
        out
    }

    /// The Auto Scaling group ends a machine that fails its status checks, and launches another
    /// where it can.
    pub(super) fn replace_impaired(
        &mut self,
        index: usize,
        control: &mut Control,
    ) -> Vec<Consequence> {
        let node = &self.nodes[index];
        if !node.is_down {
            return Vec::new();
        }
        let (id, minutes) = (machine_id(node.number), control.rules.kubernetes.impaired_s / 60.0);
        decide(control, ("node-group", "kubernetes.impaired"), &[("minutes", minutes)], || {
            let because = format!("its machine has failed its status checks for {minutes:.0} min");
            (format!("replace {id}"), because, "a new node in another zone".into())
        });
        let mut out = self.end(index, control);
        self.keep_size(control);
        out.push(Consequence::Room);
        out
    }
}
