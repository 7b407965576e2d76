//! Emptying a node: it is cordoned, its pods are asked to leave until they are gone, and what then
//! becomes of it depends on why.

use super::cluster::{Cluster, after};
use super::log::{decide, nodes, note, pods};
use super::node::{Cause, Drain, Owner, State};
use crate::sim::control::service::machine_id;
use crate::sim::control::{Control, ms};
use crate::sim::platform::{Consequence, MachineStep};
use crate::sim::scenario::{Autoscaler, Platform};

impl Cluster {
    /// Cordons a node and begins to evict its pods.
    pub(super) fn drain(
        &mut self,
        index: usize,
        cause: Cause,
        control: &mut Control,
    ) -> Vec<Consequence> {
        self.provisioner.at_rest = false;
        let node = &mut self.nodes[index];
        let known = node.drain.is_some();
        let since = node.drain.map_or(control.now, |drain| drain.since);
        node.drain = Some(Drain { cause, since, empty: false, forced: false });
        if known {
            return Vec::new();
        }
        note(control, &self.nodes[index], "DRAINING");
        self.go_on_draining(index, control)
    }

    /// Asks the pods that are left once more, or goes on with a node that is empty.
    pub(super) fn go_on_draining(
        &mut self,
        index: usize,
        control: &mut Control,
    ) -> Vec<Consequence> {
        let node = &self.nodes[index];
        let Some(drain) = node.drain.filter(|drain| !drain.empty) else { return Vec::new() };
        if node.pods.is_empty() {
            return self.emptied(index, drain.cause, control);
        }
        if let Some(limit_s) = self.limit_s(drain.cause, control)
            && control.now >= drain.since + ms(limit_s)
        {
            return self.too_late(index, drain.cause, limit_s, control);
        }
        let retry_s = control.rules.kubernetes.eviction_retry_s;
        after(control, retry_s, node.number, MachineStep::Evict);
        if self.grace_is_over(index, drain, control) {
            return self.delete_pods(index, control);
        }
        let why = drain.cause.word();
        let pods = self.nodes[index].pods.iter();
        pods.map(|pod| Consequence::Evict { task: *pod, why }).collect()
    }

    /// Whether a node of EKS Auto Mode has drained for so long that what time is left is its
    /// pods' own grace.
    fn grace_is_over(&self, index: usize, drain: Drain, control: &Control) -> bool {
        let grace_s = control.rules.karpenter.auto_termination_grace_s;
        let pods_s = control.scenario.platform_settings.termination_grace_s;
        self.settings.platform == Platform::EksAuto
            && self.nodes[index].owner == Owner::Karpenter
            && control.now >= drain.since + ms((grace_s - pods_s).max(0.0))
    }

    /// The pods go now, with their own grace and against their budget.
    fn delete_pods(&mut self, index: usize, control: &mut Control) -> Vec<Consequence> {
        let node = &mut self.nodes[index];
        let said = node.drain.as_mut().map(|drain| std::mem::replace(&mut drain.forced, true));
        if said != Some(false) {
            return Vec::new();
        }
        let (id, left) = (machine_id(node.number), node.pods.len() as u32);
        let out = node.pods.iter().map(|pod| Consequence::Deleted { task: *pod }).collect();
        let hours = control.rules.karpenter.auto_termination_grace_s / 3600.0;
        let fact = ("karpenter", "karpenter.auto_termination_grace");
        decide(control, fact, &[("hours", hours)], || {
            (
                format!("{} of {id} deleted against the disruption budget", pods(left)),
                format!("the node's terminationGracePeriod of {hours:.0} h is over"),
                "replacements; the node ends once they are gone".into(),
            )
        });
        out
    }

    fn emptied(&mut self, index: usize, cause: Cause, control: &mut Control) -> Vec<Consequence> {
        if cause != Cause::Update {
            return self.end(index, control);
        }
        let node = &mut self.nodes[index];
        if let Some(drain) = &mut node.drain {
            drain.empty = true;
        }
        let wait_s = control.rules.eks.update_wait_s;
        after(control, wait_s, node.number, MachineStep::Terminates);
        Vec::new()
    }

    /// How long the pods may take, s.
    fn limit_s(&self, cause: Cause, control: &Control) -> Option<f64> {
        let eks = &control.rules.eks;
        match cause {
            Cause::Update => Some(eks.update_drain_s),
            Cause::ScaleDown if self.update.is_some() => Some(eks.update_drain_s),
            // What was evicted in time still has its grace.
            Cause::ScaleDown => {
                let grace_s = control.scenario.platform_settings.termination_grace_s;
                let ends_s = grace_s.min(eks.autoscaler_termination_max_s);
                Some(eks.autoscaler_eviction_max_s + ends_s)
            }
            _ => None,
        }
    }

    /// The pods did not leave in time.
    fn too_late(
        &mut self,
        index: usize,
        cause: Cause,
        limit_s: f64,
        control: &mut Control,
    ) -> Vec<Consequence> {
        let forced = control.scenario.platform_settings.force_update;
        let id = machine_id(self.nodes[index].number);
        let left = self.nodes[index].pods.len();
        let minutes = limit_s / 60.0;
        if self.update.is_some() && (cause == Cause::ScaleDown || forced) {
            decide(control, ("node-group", "eks.update_drain"), &[], || {
                let because = format!("{left} of its pods did not leave within {minutes:.0} min");
                (format!("{id} is ended by force"), because, "replacements".into())
            });
            return self.end(index, control);
        }
        self.uncordon(index, control);
        if cause == Cause::Update {
            let before = self.update.take().map_or(self.wanted, |update| update.before);
            self.nodes.iter_mut().for_each(|node| node.is_cordoned = false);
            self.wanted = self.count(|node| node.owner == Owner::Group);
            decide(control, ("node-group", "eks.update_drain"), &[], || {
                (
                    "PodEvictionFailure: the update failed".into(),
                    format!("{left} pods of {id} did not leave within {minutes:.0} min"),
                    "you: a looser disruption budget, or an update by force".into(),
                )
            });
            self.say_left_over(self.wanted.saturating_sub(before), control);
        } else {
            self.wanted += 1;
            self.autoscaling.failed_at = Some(control.now);
            let minutes = control.rules.eks.autoscaler_eviction_max_s / 60.0;
            decide(control, ("cluster-autoscaler", "eks.autoscaler_eviction_max"), &[], || {
                let left = pods(left as u32);
                let because = format!("{left} could not be evicted within {minutes:.0} min");
                (format!("{id} stays"), because, "the pause after a failure".into())
            });
        }
        vec![Consequence::Room]
    }

    /// What a failed update leaves behind: so many nodes more than before it.
    fn say_left_over(&self, more: u32, control: &mut Control) {
        let scales = self.settings.autoscaler == Autoscaler::ClusterAutoscaler;
        decide(control, ("node-group", "eks.update_failed"), &[("more", f64::from(more))], || {
            let (what, waits_for) = match (more, scales) {
                (0, _) => ("the old nodes take pods again".into(), ""),
                (_, true) => (left_over(more), "the Cluster Autoscaler, once nobody needs them"),
                (_, false) => (left_over(more), "you: a smaller group, or another update"),
            };
            let because =
                "an assumption of the model: AWS does not say what a failed update leaves";
            (what, because.into(), waits_for.into())
        });
    }

    /// The node takes pods again.
    pub(super) fn uncordon(&mut self, index: usize, control: &mut Control) {
        self.provisioner.at_rest = false;
        let node = &mut self.nodes[index];
        node.drain = None;
        node.unneeded_from = None;
        if node.state == State::Ready {
            note(control, &self.nodes[index], "ACTIVE");
        }
    }

    /// A node is Ready that others were waiting for: they are drained.
    pub(super) fn replace_by(&mut self, index: usize, control: &mut Control) -> Vec<Consequence> {
        let replaced = std::mem::take(&mut self.nodes[index].replaces);
        let mut out = Vec::new();
        for (number, cause) in replaced {
            if let Some(old) = self.index_of(number)
                && self.nodes[old].drain.is_none()
            {
                out.extend(self.drain(old, cause, control));
            }
        }
        out
    }
}

fn left_over(more: u32) -> String {
    format!("{} more than before stay and are paid; the old ones take pods again", nodes(more))
}
