//! A zone that is lost, as Kubernetes sees it: nodes that do not answer. It learns of them as of
//! any silent node, gives their pods up one node after the other, and nobody tells it that the
//! machines are gone before the Auto Scaling group ends them. Where too many nodes are silent, it
//! doubts itself rather than them.

use super::cluster::{Cluster, after};
use super::log::{decide, nodes};
use super::node::{Node, Owner, State};
use crate::sim::control::service::machine_id;
use crate::sim::control::{Control, Ms, ms};
use crate::sim::platform::{Consequence, MachineStep, Strike};

/// Where the node controller has stopped to evict pods, as was said.
#[derive(Default)]
pub struct Stops {
    everywhere: bool,
    /// By zone.
    zones: Vec<bool>,
}

/// Nodes of a zone that have registered, and those that have been silent for too long.
#[derive(Clone, Copy, Default)]
struct Count {
    all: u32,
    ill: u32,
}

/// Whether the node has been silent for so long that it is not ready.
fn is_ill(node: &Node, grace: Ms, now: Ms) -> bool {
    node.state != State::Booting && node.silent_from.is_some_and(|from| now >= from + grace)
}

impl Cluster {
    fn count_zones(&self, grace: Ms, now: Ms) -> Vec<Count> {
        let mut zones = vec![Count::default(); self.lost_zones.len()];
        for node in self.nodes.iter().filter(|node| node.state != State::Booting) {
            zones[node.zone].all += 1;
            zones[node.zone].ill += u32::from(is_ill(node, grace, now));
        }
        zones
    }

    /// Puts the taint that drives pods off on the nodes that are not ready: one after the other
    /// in a zone, none where most of a zone that is not lost whole is not ready, and where no
    /// node answers it takes all such taints away. Source: Kubernetes documentation, Nodes, Rate
    /// limits on eviction.
    pub(super) fn judge_zones(&mut self, control: &mut Control) {
        if self.nodes.iter().all(|node| node.silent_from.is_none()) {
            return;
        }
        let (now, rules) = (control.now, &control.rules.kubernetes);
        let (grace, toleration_s) = (ms(rules.node_grace_s), rules.not_ready_toleration_s);
        let zones = self.count_zones(grace, now);
        let nobody = nobody_answers(&zones);
        for (zone, count) in zones.iter().enumerate().filter(|(_, count)| count.ill > 0) {
            let every = if nobody { None } else { self.every(*count, control) };
            let of_zone = self.nodes.iter_mut().filter(|node| node.zone == zone);
            let ill: Vec<&mut Node> = of_zone.filter(|node| is_ill(node, grace, now)).collect();
            let mut last = ill.iter().filter_map(|node| node.tainted).max();
            for node in ill {
                let Some(every) = every else {
                    node.tainted = node.tainted.filter(|at| !nobody && *at <= now);
                    continue;
                };
                if node.tainted.is_none() {
                    let at = last.map_or(now, |last| now.max(last + every));
                    (node.tainted, last) = (Some(at), Some(at));
                    let wait_s = (at - now) as f64 / 1000.0 + toleration_s;
                    after(control, wait_s, node.number, MachineStep::Unreachable);
                }
            }
        }
    }

    /// Time between two nodes of the zone that get the taint; `None` where none does.
    fn every(&self, count: Count, control: &Control) -> Option<Ms> {
        let rules = &control.rules.kubernetes;
        let all = self.count(|node| node.state != State::Booting);
        match count.is_partly_ill(control) {
            false => Some(ms(rules.node_eviction_every_s)),
            true if f64::from(all) > rules.large_cluster => {
                Some(ms(rules.node_eviction_slow_every_s))
            }
            true => None,
        }
    }

    /// Says where evictions stop, and where they go on.
    pub(super) fn say_stops(&mut self, control: &mut Control) {
        let silent = self.count(|node| node.silent_from.is_some());
        if silent == 0 && !self.stops.everywhere && !self.stops.zones.contains(&true) {
            return;
        }
        let zones = self.count_zones(ms(control.rules.kubernetes.node_grace_s), control.now);
        let everywhere = nobody_answers(&zones);
        if everywhere != std::mem::replace(&mut self.stops.everywhere, everywhere) {
            let ill: u32 = zones.iter().map(|count| count.ill).sum();
            self.say_everywhere(everywhere, ill, control);
        }
        self.stops.zones.resize(zones.len(), false);
        for (zone, count) in zones.into_iter().enumerate() {
            let stops = !everywhere && count.ill > 0 && self.every(count, control).is_none();
            if stops && !self.stops.zones[zone] {
                let most = control.rules.kubernetes.unhealthy_zone_percent;
                let name = control.scenario.zones.names.get(zone).cloned().unwrap_or_default();
                decide(control, ("node-controller", "kubernetes.unhealthy_zone"), &[], || {
                    let Count { all, ill } = count;
                    (
                        format!("no more nodes of {name} are given up"),
                        format!("{ill} of its {} are not ready, at least {most:.0} %", nodes(all)),
                        "the nodes of the zone: they answer, or none of them does".into(),
                    )
                });
            }
            self.stops.zones[zone] = stops;
        }
    }

    fn say_everywhere(&self, stops: bool, ill: u32, control: &mut Control) {
        if !stops && ill == 0 {
            return;
        }
        let toleration_s = control.rules.kubernetes.not_ready_toleration_s;
        decide(control, ("node-controller", "kubernetes.nobody_answers"), &[], || match stops {
            true => (
                "no pod is evicted from any node".into(),
                "every zone is fully unhealthy: it takes its own connection for broken".into(),
                "a node that answers".into(),
            ),
            false => (
                format!("evictions go on: {} not ready", nodes(ill)),
                "a node answers again".into(),
                format!("{toleration_s:.0} s until their pods are given up"),
            ),
        });
    }

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
        for index in 0..self.nodes.len() {
            if self.nodes[index].zone == strike.zone && !self.nodes[index].is_down {
                out.extend(self.goes_down(index, control));
            }
        }
        out
    }

    /// The node's machine is down with its zone.
    fn goes_down(&mut self, index: usize, control: &mut Control) -> Vec<Consequence> {
        let node = &mut self.nodes[index];
        (node.is_down, node.silent_from) = (true, Some(control.now));
        let (number, of_group) = (node.number, node.owner == Owner::Group);
        let out = node.pods.iter().map(|pod| Consequence::Dark { task: *pod }).collect();
        let kubernetes = &control.rules.kubernetes;
        let grace_s = kubernetes.node_grace_s;
        let (repair_s, impaired_s) = (grace_s + kubernetes.repair_wait_s, kubernetes.impaired_s);
        after(control, grace_s, number, MachineStep::Silent);
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
        let nowhere = self.lost_zones.iter().all(|lost| *lost);
        decide(control, ("node-group", "kubernetes.impaired"), &[("minutes", minutes)], || {
            let because = format!("its machine has failed its status checks for {minutes:.0} min");
            let waits_for =
                if nowhere { "a zone to launch in" } else { "a new node in another zone" };
            (format!("replace {id}"), because, waits_for.into())
        });
        let mut out = self.end(index, control);
        self.keep_size(control);
        out.push(Consequence::Room);
        out
    }
}

/// Whether there are nodes, and none is ready.
fn nobody_answers(zones: &[Count]) -> bool {
    zones.iter().any(|count| count.all > 0) && zones.iter().all(|count| count.ill == count.all)
}

impl Count {
    /// Whether most of the zone is not ready, and not all of it.
    fn is_partly_ill(self, control: &Control) -> bool {
        let rules = &control.rules.kubernetes;
        let (all, ill) = (f64::from(self.all), f64::from(self.ill));
        self.ill < self.all
            && ill >= rules.unhealthy_zone_min
            && ill / all * 100.0 >= rules.unhealthy_zone_percent
    }
}
