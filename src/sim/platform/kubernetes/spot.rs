//! Spot nodes that are taken back: the recommendation, the notice, the end; and who reacts to what.

use super::cluster::{Cluster, after};
use super::log::decide;
use super::node::{Cause, Node, Owner};
use crate::sim::control::Control;
use crate::sim::control::service::machine_id;
use crate::sim::platform::{Consequence, MachineStep, Strike};
use crate::sim::scenario::Platform;

impl Cluster {
    /// Spot capacity is taken back, first by a recommendation.
    pub(super) fn reclaim(&mut self, strike: &Strike, control: &mut Control) -> Vec<Consequence> {
        let share = if strike.amount > 0.0 { strike.amount.min(1.0) } else { 1.0 };
        // A part of it that goes leaves other pools to launch from.
        self.spot_is_gone = strike.begins && share >= 1.0;
        if !strike.begins {
            return vec![Consequence::Room];
        }
        let spot: Vec<u32> =
            self.nodes.iter().filter(|node| node.spot).map(|node| node.number).collect();
        let count = (spot.len() as f64 * share).ceil() as usize;
        let lead_s = control.rules.kubernetes.rebalance_lead_s;
        for number in spot.into_iter().take(count) {
            after(control, lead_s, number, MachineStep::Notice);
            self.recommend(number, control);
        }
        Vec::new()
    }

    /// A managed node group launches a replacement; nobody else does anything yet.
    fn recommend(&mut self, number: u32, control: &mut Control) {
        let managed = self.settings.platform == Platform::EksManaged;
        let of_group = |node: &Node| node.owner == Owner::Group && node.drain.is_none();
        let Some(index) = self.index_of(number) else { return };
        if !managed || !of_group(&self.nodes[index]) {
            return;
        }
        let replacement = self.launch_in_group(control);
        if let Some(new) = replacement.and_then(|new| self.index_of(new)) {
            self.nodes[new].replaces.push((number, Cause::Rebalance));
        }
        decide(control, ("node-group", "kubernetes.rebalance"), &[], || {
            let id = machine_id(number);
            let (what, waits_for) = match replacement {
                Some(new) => {
                    let new = machine_id(new);
                    (format!("launch {new} for {id}"), format!("{new}: {id} is drained then"))
                }
                None => (
                    format!("{id} is at risk, and nothing can replace it"),
                    "Spot capacity: the group never buys On-Demand".into(),
                ),
            };
            (what, "a rebalance recommendation".into(), waits_for)
        });
    }

    /// The notice: two minutes are left.
    pub(super) fn spot_notice(&mut self, index: usize, control: &mut Control) -> Vec<Consequence> {
        let notice_s = control.rules.ec2_spot_warning_s;
        let node = &self.nodes[index];
        after(control, notice_s, node.number, MachineStep::Reclaimed);
        let id = machine_id(node.number);
        let karpenter = node.owner == Owner::Karpenter;
        let self_managed = self.settings.platform == Platform::EksSelfManaged;
        let drains = karpenter || !self_managed || self.settings.spot_draining;
        let (who, fact) = match (karpenter, self_managed) {
            (true, _) => ("karpenter", "karpenter.interruption"),
            (false, false) => ("node-group", "kubernetes.rebalance"),
            (false, true) => ("cluster", "kubernetes.self_managed"),
        };
        decide(control, (who, fact), &[("seconds", notice_s)], || {
            let waits_for = match drains {
                true => "the node drains",
                false => "nothing: nobody drains it, and its pods run to the end",
            };
            (
                format!("{id} gets its Spot notice"),
                format!("{notice_s:.0} s left"),
                waits_for.into(),
            )
        });
        if drains { self.drain(index, Cause::Spot, control) } else { Vec::new() }
    }
}
