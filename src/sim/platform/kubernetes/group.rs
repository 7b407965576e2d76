//! Launching and ending nodes, and the Auto Scaling group that holds its size.

use super::cluster::{Cluster, after, stays_in_group};
use super::log::{decide, note};
use super::node::{Cause, Node, Owner, State};
use crate::sim::control::Control;
use crate::sim::control::service::machine_id;
use crate::sim::platform::{Consequence, MachineStep};
use crate::sim::random::{Purpose, Stream};

impl Cluster {
    /// Launches a node; `None` where that zone or Spot capacity is not there.
    pub(super) fn launch(
        &mut self,
        zone: usize,
        kind: usize,
        spot: bool,
        owner: Owner,
        control: &mut Control,
    ) -> Option<u32> {
        if self.lost_zones[zone] || (spot && self.spot_is_gone) {
            return None;
        }
        self.started += 1;
        self.provisioner.at_rest = false;
        let number = self.started;
        let mut node = Node::launched(number, zone, kind, owner, control.now);
        node.spot = spot;
        node.type_name.clone_from(&self.settings.kinds[kind].name);
        if self.mute > 0 {
            self.mute -= 1;
            node.joins = false;
        }
        note(control, &node, "BOOTING");
        let stream = Stream::new(control.scenario.seed, Purpose::Boot, u64::from(number));
        let luck = { stream }.uniform();
        let (mean_s, spread_s) = self.settings.boot_s[usize::from(owner == Owner::Karpenter)];
        if node.joins {
            let boot_s = (mean_s + (2.0 * luck - 1.0) * spread_s).max(1.0);
            after(control, boot_s, number, MachineStep::Registers);
        } else {
            let late_s = control.rules.eks.autoscaler_provision_max_s;
            after(control, late_s, number, MachineStep::GivenUp);
        }
        if owner == Owner::Karpenter {
            after(control, self.settings.life_s, number, MachineStep::Expires);
        }
        self.nodes.push(node);
        Some(number)
    }

    /// Launches a node of the group in the zone with the fewest of them. While Spot is gone, the
    /// On-Demand share of the wanted size still comes, and not more.
    pub(super) fn launch_in_group(&mut self, control: &mut Control) -> Option<u32> {
        let mut counts = vec![0_u32; self.lost_zones.len()];
        let group = |node: &&Node| node.owner == Owner::Group;
        self.nodes.iter().filter(group).for_each(|node| counts[node.zone] += 1);
        let there = (0..counts.len()).filter(|zone| !self.lost_zones[*zone]);
        let zone = there.min_by_key(|zone| counts[*zone])?;
        let all = f64::from(counts.iter().sum::<u32>()) + 1.0;
        let spot_here = self.nodes.iter().filter(group).filter(|node| node.spot).count() as f64;
        let spot = spot_here + 1.0 <= all * self.settings.spot_share + 1e-9;
        let on_demand = all - 1.0 - spot_here;
        let due = (f64::from(self.wanted) * (1.0 - self.settings.spot_share) - 1e-9).ceil();
        let spot = spot && !(self.spot_is_gone && on_demand < due);
        self.launch(zone, 0, spot, Owner::Group, control)
    }

    /// The Auto Scaling group holds its desired size.
    pub(super) fn keep_size(&mut self, control: &mut Control) {
        let here = self.count(stays_in_group);
        self.autoscaling.launch_failed =
            (here..self.wanted).any(|_| self.launch_in_group(control).is_none());
    }

    /// Ends a node: its pods are lost, its bill is written.
    pub(super) fn end(&mut self, index: usize, control: &mut Control) -> Vec<Consequence> {
        let node = self.nodes.remove(index);
        self.provisioner.at_rest = false;
        note(control, &node, "TERMINATED");
        self.ended.add(node.kind, node.spot, node.launched, control.now);
        self.judge_zones(control);
        self.say_stops(control);
        let why = "its node is gone";
        let lost = |pod: &u32| Consequence::Lost { task: *pod, why };
        let mut out: Vec<Consequence> = node.pods.iter().map(lost).collect();
        let replaced = |cause| matches!(cause, Cause::Update | Cause::ByHand);
        if node.drain.is_some_and(|drain| replaced(drain.cause)) {
            self.keep_size(control);
            out.extend(self.update_next(control));
        }
        out
    }

    /// A node has not joined in time.
    pub(super) fn give_up(&mut self, index: usize, control: &mut Control) -> Vec<Consequence> {
        let node = &self.nodes[index];
        if node.state != State::Booting {
            return Vec::new();
        }
        let minutes = control.rules.eks.autoscaler_provision_max_s / 60.0;
        let id = machine_id(node.number);
        let karpenter = node.owner == Owner::Karpenter;
        let scales =
            self.settings.autoscaler == crate::sim::scenario::Autoscaler::ClusterAutoscaler;
        let (who, what, waits_for) = match (karpenter, scales) {
            (true, _) => ("karpenter", "end it", "another node for its pods"),
            (false, true) => {
                ("cluster-autoscaler", "end it, leave the group alone", "the back-off")
            }
            (false, false) => ("node-group", "nothing ends it", "you: it is paid and runs no pod"),
        };
        let fact = match karpenter {
            true => "karpenter.registration_max",
            false => "eks.autoscaler_provision_max",
        };
        decide(control, (who, fact), &[], || {
            let because = format!("it has not joined the cluster within {minutes:.0} min");
            (format!("{id}: {what}"), because, waits_for.into())
        });
        if karpenter {
            return self.end(index, control);
        } else if scales {
            self.wanted = self.wanted.saturating_sub(1).max(self.settings.min);
            self.back_off(control);
            return self.end(index, control);
        }
        Vec::new()
    }
}
