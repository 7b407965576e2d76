//! The Cluster Autoscaler: every few seconds it looks for pods without a node, and for nodes that
//! nobody has needed for a while.

use super::cluster::Cluster;
use super::log::{decide, nodes, pods};
use super::node::{Cause, Node as Machine, Owner, State};
use crate::sim::control::service::machine_id;
use crate::sim::control::{Control, Ms, ms};
use crate::sim::kubernetes::cluster_autoscaler::{
    Amount, Expander, Group, Node, Offer, Pod, choose, growths, unneeded,
};
use crate::sim::kubernetes::node::allocatable::Room;
use crate::sim::platform::Consequence;

/// What the autoscaler remembers.
#[derive(Default)]
pub struct Autoscaling {
    /// When it last added a node.
    added_at: Option<Ms>,
    /// When a removal last failed.
    pub failed_at: Option<Ms>,
    /// Growth of the group is tried again then, after so many failures.
    paused_until: Ms,
    pauses: u32,
    /// Whether it was said that the group is as large as it may be.
    said_full: bool,
}

impl Cluster {
    /// One scan.
    pub(super) fn scan(&mut self, waiting: u32, control: &mut Control) -> Vec<Consequence> {
        if waiting > 0 && self.grow(waiting, control) {
            return Vec::new();
        }
        if waiting == 0 {
            self.autoscaling.said_full = false;
        }
        self.shrink(control)
    }

    /// Whether nodes were added.
    fn grow(&mut self, waiting: u32, control: &mut Control) -> bool {
        let coming = |node: &Machine| node.state == State::Booting && node.drain.is_none();
        let upcoming = self.free(coming);
        let need = waiting.saturating_sub(upcoming);
        if need == 0 || control.now < self.autoscaling.paused_until {
            return false;
        }
        let kind = &self.settings.kinds[0];
        let group = Group {
            size: self.wanted,
            min: self.settings.min,
            max: self.settings.max,
            offer: offer(&kind.room),
        };
        let pending = vec![self.pod(true); need as usize];
        let found = choose(&growths(&pending, &[group]), Expander::LeastWaste, 0.0);
        let (places, name) = (kind.places(self.settings.request), kind.name.clone());
        let Some(growth) = found else {
            self.say_full(need, control);
            return false;
        };
        let (from, to) = (self.wanted, self.wanted + growth.by);
        self.wanted = to;
        if let Some(update) = &mut self.update {
            update.before += growth.by;
        }
        self.autoscaling.added_at = Some(control.now);
        let inputs = [
            ("pending", f64::from(waiting)),
            ("upcoming_places", f64::from(upcoming)),
            ("places", f64::from(places)),
            ("size", f64::from(from)),
        ];
        decide(control, ("cluster-autoscaler", "eks.autoscaler_scan"), &inputs, || {
            (
                format!("group {from} → {to}: {} of {name}", nodes(growth.by)),
                format!(
                    "{} pending, {upcoming} places on nodes that boot; {places} places a node: \
                     ceil({need} / {places}) = {}",
                    pods(waiting),
                    need.div_ceil(places.max(1))
                ),
                "their boot and registration".into(),
            )
        });
        self.keep_size(control);
        true
    }

    fn say_full(&mut self, need: u32, control: &mut Control) {
        if std::mem::replace(&mut self.autoscaling.said_full, true) {
            return;
        }
        let (size, max) = (self.wanted, self.settings.max);
        decide(control, ("cluster-autoscaler", "eks.autoscaler_scan"), &[], || {
            (
                format!("{}: pod didn't trigger scale-up", pods(need)),
                format!("1 max node group size reached: {size} of {max} nodes"),
                "a higher maximum, or pods that end".into(),
            )
        });
    }

    /// A node of the group failed: it is left alone for a while, longer each time.
    pub(super) fn back_off(&mut self, control: &Control) {
        let eks = &control.rules.eks;
        let growth = libm::pow(2.0, f64::from(self.autoscaling.pauses.min(16)));
        let pause_s = (eks.autoscaler_backoff_s * growth).min(eks.autoscaler_backoff_max_s);
        self.autoscaling.pauses += 1;
        self.autoscaling.paused_until = control.now + ms(pause_s);
    }

    fn pod(&self, movable: bool) -> Pod {
        let request = self.settings.request;
        let (cpu, memory) = (f64::from(request.cpu_millis), f64::from(request.memory_mib));
        Pod { request: Amount { cpu, memory }, movable }
    }

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
    fn shrink(&mut self, control: &mut Control) -> Vec<Consequence> {
        let threshold = control.scenario.platform_settings.scale_down_threshold_percent / 100.0;
        let group = |node: &Machine| node.owner == Owner::Group && node.takes_pods();
        let there: Vec<usize> =
            (0..self.nodes.len()).filter(|index| group(&self.nodes[*index])).collect();
        let low: Vec<bool> =
            there.iter().map(|at| self.utilisation(&self.nodes[*at]) < threshold).collect();
        let may = self.update.is_none() && self.wanted > self.settings.min;
        let gone = match may && low.contains(&true) {
            true => self.unneeded(&there, &low),
            false => Vec::new(),
        };
        for (place, index) in there.iter().enumerate() {
            let node = &mut self.nodes[*index];
            let since = node.unneeded_from.unwrap_or(control.now);
            node.unneeded_from = gone.contains(&place).then_some(since);
        }
        if gone.is_empty() || self.is_cooling(control) {
            return Vec::new();
        }
        let wait = ms(control.scenario.platform_settings.scale_down_unneeded_s);
        let ripe: Vec<u32> = gone
            .iter()
            .map(|place| &self.nodes[there[*place]])
            .filter(|node| node.unneeded_from.is_some_and(|from| control.now >= from + wait))
            .map(|node| node.number)
            .collect();
        self.remove(&ripe, threshold, control)
    }

    fn unneeded(&self, there: &[usize], low: &[bool]) -> Vec<usize> {
        let view = |(index, low): (&usize, &bool)| {
            let node = &self.nodes[*index];
            Node {
                offer: offer(&self.kind_of(node).room),
                pods: vec![self.pod(*low); node.pods.len()],
                group: Some(0),
            }
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
        let unneeded_s = control.scenario.platform_settings.scale_down_unneeded_s;
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
            let (id, held) = (machine_id(*number), node.pods.len() as u32);
            let share = self.utilisation(node) * 100.0;
            self.wanted -= 1;
            let size = self.wanted;
            let inputs = [("utilisation_percent", share), ("pods", f64::from(held))];
            decide(control, ("cluster-autoscaler", "eks.autoscaler_unneeded"), &inputs, || {
                (
                    format!("remove {id}: group {} → {size}", size + 1),
                    format!(
                        "requests are {share:.0} % of what it can give, under {:.0} %, for {:.0} \
                         min; its {} fit elsewhere",
                        threshold * 100.0,
                        unneeded_s / 60.0,
                        pods(held)
                    ),
                    if held > 0 { "its pods' evictions".into() } else { String::new() },
                )
            });
            out.extend(self.drain(index, Cause::ScaleDown, control));
        }
        out
    }
}

fn offer(room: &Room) -> Offer {
    let amount = Amount { cpu: f64::from(room.cpu_millis), memory: f64::from(room.memory_mib) };
    Offer { amount, pods: room.pods }
}
