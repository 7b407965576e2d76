//! What may happen to nodes: Spot is taken back, a kubelet falls silent, a new image
//! is due, a life time ends.

use super::cluster::{Cluster, after};
use super::log::{decide, nodes, note};
use super::node::{Cause, Node, Owner, State};
use crate::sim::control::service::machine_id;
use crate::sim::control::{Control, ms};
use crate::sim::fault::Fault;
use crate::sim::platform::{Consequence, MachineStep, Strike};
use crate::sim::scenario::{Autoscaler, Platform};

impl Cluster {
    /// A fault begins or ends.
    pub(super) fn strike(&mut self, strike: &Strike, control: &mut Control) -> Vec<Consequence> {
        match strike.fault {
            Fault::LoseZone => self.lose_zone(strike, control),
            Fault::ReclaimSpot => self.reclaim(strike, control),
            Fault::AgentStops if strike.begins => self.silence(control),
            Fault::AgentStops => self.hear_again(control),
            Fault::NeverRegisters if strike.begins => {
                self.mute += 1;
                Vec::new()
            }
            Fault::PatchDay if strike.begins => self.patch_day(control),
            Fault::UpgradeControlPlane if strike.begins => self.upgrade(control),
            _ => Vec::new(),
        }
    }

    /// The kubelet of the node with the most pods stops.
    fn silence(&mut self, control: &mut Control) -> Vec<Consequence> {
        let hears = |node: &&mut Node| node.runs() && node.silent_from.is_none();
        let ready = self.nodes.iter_mut().filter(hears);
        let Some(node) = ready.max_by_key(|node| node.pods.len()) else { return Vec::new() };
        node.silent_from = Some(control.now);
        let number = node.number;
        let out = node.pods.iter().map(|pod| Consequence::Silent { task: *pod }).collect();
        let kubernetes = &control.rules.kubernetes;
        let silent_s = kubernetes.node_grace_s;
        let repair_s = silent_s + kubernetes.repair_wait_s;
        after(control, silent_s, number, MachineStep::Silent);
        after(control, repair_s, number, MachineStep::Repair);
        out
    }

    /// All kubelets answer again.
    fn hear_again(&mut self, control: &mut Control) -> Vec<Consequence> {
        let mut out = vec![Consequence::Room];
        let mut started = false;
        for index in 0..self.nodes.len() {
            let node = &mut self.nodes[index];
            if node.is_down || node.silent_from.is_none() {
                continue;
            }
            started = true;
            out.extend(self.answers_again(index, control));
        }
        if started {
            control.by_hand("start a kubelet again");
        }
        out
    }

    /// The node answers again, and its pods with it.
    pub(super) fn answers_again(
        &mut self,
        index: usize,
        control: &mut Control,
    ) -> Vec<Consequence> {
        let node = &mut self.nodes[index];
        (node.silent_from, node.is_down) = (None, false);
        (node.tainted, node.given_up) = (None, false);
        if node.state == State::NotReady {
            node.state = State::Ready;
            note(control, &self.nodes[index], "ACTIVE");
        }
        self.judge_zones(control);
        self.say_stops(control);
        let pods = self.nodes[index].pods.iter();
        pods.map(|pod| Consequence::Reachable { task: *pod }).collect()
    }

    /// The node is NotReady: its pods leave the endpoints.
    pub(super) fn silent(&mut self, index: usize, control: &mut Control) -> Vec<Consequence> {
        let node = &mut self.nodes[index];
        if node.silent_from.is_none() || node.state != State::Ready {
            return Vec::new();
        }
        node.state = State::NotReady;
        let (id, count, is_down) = (machine_id(node.number), node.pods.len(), node.is_down);
        let out = node.pods.iter().map(|pod| Consequence::Unreachable { task: *pod }).collect();
        let (grace_s, wait_s) = {
            let kubernetes = &control.rules.kubernetes;
            (kubernetes.node_grace_s, kubernetes.not_ready_toleration_s)
        };
        self.judge_zones(control);
        let is_tainted = self.nodes[index].tainted.is_some();
        decide(control, ("node-controller", "kubernetes.node_grace"), &[], || {
            (
                format!("{id} is NotReady"),
                match is_down {
                    true => format!("its kubelet has been silent for {grace_s:.0} s"),
                    false => format!(
                        "its kubelet has been silent for {grace_s:.0} s; {count} pods run on"
                    ),
                },
                match is_tainted {
                    true => format!("{wait_s:.0} s until its pods are given up"),
                    false => "the node itself: evictions have stopped".into(),
                },
            )
        });
        self.say_stops(control);
        out
    }

    /// Its pods are given up, and replaced elsewhere.
    pub(super) fn unreachable(&mut self, index: usize, control: &mut Control) -> Vec<Consequence> {
        let toleration_s = control.rules.kubernetes.not_ready_toleration_s;
        let node = &mut self.nodes[index];
        let is_due = node.tainted.is_some_and(|at| control.now >= at + ms(toleration_s));
        if node.state != State::NotReady || node.given_up || !is_due {
            return Vec::new();
        }
        node.given_up = true;
        let id = machine_id(node.number);
        let why = "its node has not been ready for too long";
        let out = node.pods.iter().map(|pod| Consequence::Lost { task: *pod, why }).collect();
        let (repairs, is_down) = (self.settings.repairs, node.is_down);
        let of_group = node.owner == Owner::Group;
        let is_spare = of_group
            && self.settings.autoscaler == Autoscaler::ClusterAutoscaler
            && self.wanted > self.settings.min;
        let minutes = control.rules.eks.autoscaler_unready_s / 60.0;
        let toleration = ("node-controller", "kubernetes.not_ready_toleration");
        decide(control, toleration, &[], || {
            let waits_for = match repairs {
                _ if is_down && of_group => "the Auto Scaling group's health check".into(),
                true => "node auto repair".into(),
                false if is_down => "its zone".into(),
                false if is_spare => {
                    format!("the Cluster Autoscaler: it may remove the node after {minutes:.0} min")
                }
                false => "you: nothing replaces the node, and it is paid on".into(),
            };
            (format!("the pods of {id} are evicted"), why.into(), waits_for)
        });
        out
    }

    /// Node auto repair replaces it, where there is one.
    pub(super) fn repair(&mut self, index: usize, control: &mut Control) -> Vec<Consequence> {
        let node = &self.nodes[index];
        if !self.settings.repairs || node.state != State::NotReady {
            return Vec::new();
        }
        let all = self.nodes.len() as f64;
        let ill = f64::from(self.count(|node| node.state == State::NotReady));
        let kubernetes = &control.rules.kubernetes;
        let share = ill / all * 100.0;
        let most = kubernetes.repair_unhealthy_max_percent;
        let stops = all > kubernetes.repair_group_min && share > most;
        let id = machine_id(node.number);
        let minutes = kubernetes.repair_wait_s / 60.0;
        let fact = if stops { "kubernetes.repair_unhealthy_max" } else { "kubernetes.repair_wait" };
        decide(control, ("node-repair", fact), &[("unhealthy_percent", share)], || {
            if stops {
                let because = format!("{share:.0} % of the nodes are unhealthy, over {most:.0} %");
                return (format!("{id} is not repaired"), because, "you".into());
            }
            let because = format!("it has not been ready for {minutes:.0} min");
            (format!("replace {id}"), because, "a new node".into())
        });
        if stops {
            return Vec::new();
        }
        let mut out = self.end(index, control);
        self.keep_size(control);
        out.push(Consequence::Room);
        out
    }

    /// A new machine image is there.
    pub(super) fn patch_day(&mut self, control: &mut Control) -> Vec<Consequence> {
        self.provisioner.at_rest = false;
        let of_karpenter = |node: &Node| node.owner == Owner::Karpenter;
        let drifted = self.count(of_karpenter);
        self.nodes.iter_mut().filter(|n| of_karpenter(n)).for_each(|node| node.is_old = true);
        if drifted > 0 {
            let auto = self.settings.platform == Platform::EksAuto;
            let budget = self.settings.budget * 100.0;
            let fact = if auto { "karpenter.auto_images" } else { "karpenter.drift" };
            decide(control, ("karpenter", fact), &[], || {
                let who = if auto { "AWS brings a new image" } else { "a new image is wanted" };
                (
                    format!("{} drifted", nodes(drifted)),
                    format!("{who}: replaced within the budget of {budget:.0} %"),
                    "a replacement for each, first".into(),
                )
            });
        }
        self.start_update(control)
    }

    /// The life time of a node is over: no budget of nodes holds that up.
    pub(super) fn expire(&mut self, index: usize, control: &mut Control) -> Vec<Consequence> {
        let auto = self.settings.platform == Platform::EksAuto;
        let node = &self.nodes[index];
        let (id, hours) = (machine_id(node.number), self.settings.life_s / 3600.0);
        let grace_h = control.rules.karpenter.auto_termination_grace_s / 3600.0;
        let fact = if auto { "karpenter.auto_expire_after" } else { "karpenter.expire_after" };
        decide(control, ("karpenter", fact), &[("hours", hours)], || {
            let because = format!("its life time of {hours:.0} h is over");
            let waits_for = match auto {
                true => format!("its pods' evictions, for {grace_h:.0} h at most"),
                false => "its pods' evictions, as long as their disruption budget wants".into(),
            };
            (format!("{id} expires"), because, waits_for)
        });
        self.drain(index, Cause::Expiry, control)
    }
}
