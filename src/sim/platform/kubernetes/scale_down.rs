//! The Cluster Autoscaler's other half: nodes that nobody has needed for a while go.

use super::autoscaler::offer;
use super::cluster::Cluster;
use super::log::decide;
use super::node::{Cause, Node as Machine, Owner, State};
use crate::sim::control::service::machine_id;
use crate::sim::control::{Control, Ms, ms};
use crate::sim::kubernetes::cluster_autoscaler::{Group, Node, unneeded};
use crate::sim::platform::Consequence;

impl Cluster {
    /// Requests on a node, its DaemonSets' among them, as a share of what it can give: of CPU or
    /// of memory, whichever is more.
    fn utilisation(&self, node: &Machine) -> f64 {
        let kind = self.kind_of(node);
        let request = self.settings.request;
        let pods = node.pods.len() as u32;
        let share = |each: u32, room: u32, all: u32| {
            f64::from(each * pods + (all - room)) / f64::from(all.max(1))
        };
        let (room, all) = (&kind.room, &kind.allocatable);
        share(request.cpu_millis, room.cpu_millis, all.cpu_millis).max(share(
            request.memory_mib,
            room.memory_mib,
            all.memory_mib,
        ))
    }

    /// Nodes that have been unneeded for long enough go: empty ones together, others one by one.
    pub(super) fn shrink(&mut self, control: &mut Control) -> Vec<Consequence> {
        let threshold = control.scenario.platform_settings.scale_down_threshold_percent / 100.0;
        let group = |node: &Machine| {
            let unready = is_unready(node) && node.drain.is_none();
            node.owner == Owner::Group && (node.takes_pods() || unready)
        };
        let there: Vec<usize> =
            (0..self.nodes.len()).filter(|index| group(&self.nodes[*index])).collect();
        let low: Vec<bool> =
            there.iter().map(|at| self.utilisation(&self.nodes[*at]) < threshold).collect();
        let may = self.update.is_none() && self.wanted > self.settings.min;
        // The budget is looked at first: without it a node is not even a candidate.
        let evicts = control.allowed_disruptions > 0;
        let gone = match may && low.contains(&true) {
            true => self.unneeded(&there, &low, evicts),
            false => Vec::new(),
        };
        if may && !evicts {
            self.say_kept(&there, &low, control);
        }
        for (place, index) in there.iter().enumerate() {
            let node = &mut self.nodes[*index];
            let since = node.unneeded_from.unwrap_or(control.now);
            node.unneeded_from = gone.contains(&place).then_some(since);
        }
        if gone.is_empty() || self.is_cooling(control) {
            return Vec::new();
        }
        let wait = ms(control.scenario.platform_settings.scale_down_unneeded_s);
        let wait_unready = ms(control.rules.eks.autoscaler_unready_s);
        let wait = |node: &Machine| if is_unready(node) { wait_unready } else { wait };
        let ripe: Vec<u32> = gone
            .iter()
            .map(|place| &self.nodes[there[*place]])
            .filter(|node| node.unneeded_from.is_some_and(|from| control.now >= from + wait(node)))
            .map(|node| node.number)
            .collect();
        self.remove(&ripe, threshold, control)
    }

    /// Nodes that only the disruption budget of their pods keeps, said once of each.
    fn say_kept(&mut self, there: &[usize], low: &[bool], control: &mut Control) {
        let said = &mut self.autoscaling.said_kept;
        let held = there.iter().zip(low).filter(|(_, low)| **low);
        let held = held.map(|(index, _)| &self.nodes[*index]);
        let held = held.filter(|node| node.takes_pods() && !node.pods.is_empty());
        let new: Vec<u32> =
            held.map(|node| node.number).filter(|number| !said.contains(number)).collect();
        if new.is_empty() {
            return;
        }
        said.extend(&new);
        decide(control, ("cluster-autoscaler", "kubernetes.disruption_budget"), &[], || {
            let ids: Vec<String> = new.iter().map(|number| machine_id(*number)).collect();
            (
                format!("{} cannot be removed", ids.join(", ")),
                "requests are low, but the pods' disruption budget lets none of them go now".into(),
                "more healthy pods, or a looser budget".into(),
            )
        });
    }

    /// Places in `there` of nodes that could go; pods that may not be evicted keep theirs.
    fn unneeded(&self, there: &[usize], low: &[bool], evicts: bool) -> Vec<usize> {
        let view = |(index, low): (&usize, &bool)| {
            let node = &self.nodes[*index];
            let mut offer = offer(&self.kind_of(node).room);
            if is_unready(node) {
                // No pod goes there.
                offer.pods = 0;
            }
            Node { offer, pods: vec![self.pod(*low && evicts); node.pods.len()], group: Some(0) }
        };
        let views: Vec<Node> = there.iter().zip(low).map(view).collect();
        let group = Group {
            size: self.wanted,
            min: self.settings.min,
            max: self.settings.max,
            offer: offer(&self.settings.kinds[0].room),
        };
        // The threshold was looked at before, with what runs on every node.
        unneeded(&views, &[group], f64::INFINITY)
    }

    fn is_cooling(&self, control: &Control) -> bool {
        let eks = &control.rules.eks;
        let within =
            |at: Option<Ms>, wait_s: f64| at.is_some_and(|at| control.now < at + ms(wait_s));
        within(self.autoscaling.added_at, eks.autoscaler_delay_after_add_s)
            || within(self.autoscaling.failed_at, eks.autoscaler_delay_after_failure_s)
    }

    fn remove(&mut self, ripe: &[u32], threshold: f64, control: &mut Control) -> Vec<Consequence> {
        let busy = |node: &Machine| node.drain.is_some_and(|drain| drain.cause == Cause::ScaleDown);
        let mut drained = self.count(busy);
        let mut empty = 0;
        let mut out = Vec::new();
        let eks = &control.rules.eks;
        let (most_empty, most_drained) =
            (eks.autoscaler_empty_max as u32, eks.autoscaler_drained_max as u32);
        for number in ripe {
            let Some(index) = self.index_of(*number) else { continue };
            let node = &self.nodes[index];
            let is_empty = node.pods.is_empty();
            let count = if is_empty { &mut empty } else { &mut drained };
            if *count >= if is_empty { most_empty } else { most_drained }
                || self.wanted <= self.settings.min
            {
                continue;
            }
            *count += 1;
            self.wanted -= 1;
            self.say_removed(index, threshold, control);
            out.extend(self.drain(index, Cause::ScaleDown, control));
        }
        out
    }

    fn say_removed(&self, index: usize, threshold: f64, control: &mut Control) {
        let node = &self.nodes[index];
        let (id, held, size) = (machine_id(node.number), node.pods.len() as u32, self.wanted);
        let share = self.utilisation(node) * 100.0;
        let unready = is_unready(node);
        let (fact, wait_s) = match unready {
            true => ("eks.autoscaler_unready", control.rules.eks.autoscaler_unready_s),
            false => (
                "eks.autoscaler_unneeded",
                control.scenario.platform_settings.scale_down_unneeded_s,
            ),
        };
        let inputs = [("utilisation_percent", share), ("pods", f64::from(held))];
        decide(control, ("cluster-autoscaler", fact), &inputs, || {
            let what = format!("remove {id}: group {} → {size}", size + 1);
            let minutes = wait_s / 60.0;
            if unready {
                let because = "it is not ready, and nobody has needed it for";
                return (what, format!("{because} {minutes:.0} min"), String::new());
            }
            let fits = match held {
                0 => "it has no pods".into(),
                1 => "its pod fits elsewhere".into(),
                _ => format!("its {held} pods fit elsewhere"),
            };
            let because = format!(
                "requests are {share:.0} % of what it can give, under {:.0} %, for {minutes:.0} \
                 min; {fits}",
                threshold * 100.0
            );
            (what, because, if held > 0 { "its pods' evictions".into() } else { String::new() })
        });
    }
}

/// Whether Kubernetes knows that its kubelet does not answer.
fn is_unready(node: &Machine) -> bool {
    node.state == State::NotReady
}
