//! New machine images for the nodes of the group: EKS rolls a managed node group once you start it,
//! self-managed nodes you replace yourself.

use super::cluster::Cluster;
use super::log::{decide, nodes};
use super::node::{Cause, Node, Owner, State};
use crate::sim::control::{Control, ms};
use crate::sim::kubernetes::node_group_update::{UpdateStrategy as Pacing, pace, unavailable_of};
use crate::sim::platform::Consequence;
use crate::sim::scenario::{Platform, UpdateStrategy};

/// A replacement of all nodes that is under way.
#[derive(Clone, Copy, Debug)]
pub struct Update {
    pub phase: Phase,
    /// Size of the group to come back to.
    pub before: u32,
    surge: u32,
    /// Nodes that are replaced at a time.
    batch: u32,
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// More nodes come first.
    Surge,
    /// Old nodes are drained and end.
    Replace,
    /// The group goes back to its size.
    ScaleDown,
    /// By hand: one more node comes first, then one after the other is drained.
    ByHand,
}

fn in_group(node: &Node) -> bool {
    node.owner == Owner::Group
}

impl Cluster {
    /// The group's nodes get a new machine image.
    pub(super) fn start_update(&mut self, control: &mut Control) -> Vec<Consequence> {
        let count = self.count(in_group);
        if count == 0 || self.update.is_some() {
            return Vec::new();
        }
        self.nodes.iter_mut().filter(|node| in_group(node)).for_each(|node| node.is_old = true);
        let before = self.wanted;
        if self.settings.platform == Platform::EksSelfManaged {
            self.update = Some(Update { phase: Phase::ByHand, before, surge: 1, batch: 1 });
            control.by_hand("put a new image into the launch template");
            control.by_hand("raise the group's size by one");
            let said = || {
                (
                    format!("replace {} by hand", nodes(count)),
                    "a new machine image: one more node, then drain and end one by one".into(),
                    "each new node's registration".into(),
                )
            };
            decide(control, ("you", "kubernetes.self_managed"), &[], said);
        } else {
            self.start_managed(before, count, control);
        }
        self.wanted += self.update.map_or(0, |update| update.surge);
        self.keep_size(control);
        self.update_next(control)
    }

    fn start_managed(&mut self, before: u32, count: u32, control: &mut Control) {
        let settings = &control.scenario.platform_settings;
        let minimal = settings.update_strategy == UpdateStrategy::Minimal;
        let strategy = if minimal { Pacing::Minimal } else { Pacing::Default };
        let zones = self.lost_zones.iter().filter(|lost| !**lost).count() as u32;
        let batch = match settings.update_max_unavailable_percent {
            0 => settings.update_max_unavailable.max(1),
            percent => unavailable_of(percent, count, &control.rules.eks),
        };
        let pace = pace(zones, count, batch, strategy, &control.rules.eks);
        let phase = if minimal { Phase::Replace } else { Phase::Surge };
        self.update = Some(Update { phase, before, surge: pace.surge, batch: pace.batch.max(1) });
        if minimal {
            self.cordon_old();
        }
        control.by_hand("start an update of the node group");
        let inputs = [
            ("zones", f64::from(zones)),
            ("max_unavailable", f64::from(batch)),
            ("nodes", f64::from(count)),
        ];
        decide(control, ("node-group", "eks.update_zone_factor"), &inputs, || {
            let because = match minimal {
                true => "strategy MINIMAL: all old nodes are cordoned, and end before new ones \
                         come: never more nodes than before"
                    .into(),
                false => format!("max(2 × {zones} zones, {batch}) = {} nodes first", pace.surge),
            };
            (
                format!("update {}, {} at a time", nodes(count), pace.batch),
                because,
                "new nodes that are Ready".into(),
            )
        });
    }

    /// Goes on with the update as far as the nodes allow.
    pub(super) fn update_next(&mut self, control: &mut Control) -> Vec<Consequence> {
        let Some(update) = self.update else { return Vec::new() };
        let joining = |node: &Node| in_group(node) && node.state == State::Booting && node.joins;
        let booting = self.count(joining);
        match update.phase {
            Phase::Surge if booting > 0 => Vec::new(),
            Phase::Surge if self.is_stuck(control) => self.fail_to_join(control),
            Phase::Surge if self.count(|node| in_group(node) && !node.is_old) < update.surge => {
                self.keep_size(control);
                Vec::new()
            }
            Phase::Surge => {
                self.enter(Phase::Replace);
                self.cordon_old();
                self.say_cordoned(update, control);
                self.update_next(control)
            }
            Phase::Replace => self.replace_next(update, booting, control),
            Phase::ScaleDown => self.scale_back(update, control),
            Phase::ByHand => self.roll_next(update, booting, control),
        }
    }

    /// No new pod goes to a node of the old image, so none is evicted twice.
    fn cordon_old(&mut self) {
        let old = self.nodes.iter_mut().filter(|node| in_group(node) && node.is_old);
        old.for_each(|node| node.is_cordoned = true);
    }

    fn say_cordoned(&self, update: Update, control: &mut Control) {
        let old = self.count(|node| in_group(node) && node.is_old);
        decide(control, ("node-group", "eks.update_cordon"), &[("nodes", f64::from(old))], || {
            (
                format!("{} of the old image take no more pods", nodes(old)),
                format!("{} more are Ready", nodes(update.surge)),
                format!("their pods' evictions, {} at a time", nodes(update.batch)),
            )
        });
    }

    fn enter(&mut self, phase: Phase) {
        if let Some(update) = &mut self.update {
            update.phase = phase;
        }
    }

    /// Whether a new node has been missing for longer than an update waits.
    fn is_stuck(&self, control: &Control) -> bool {
        let limit = ms(control.rules.eks.update_join_s);
        let late = |node: &Node| {
            in_group(node) && node.state == State::Booting && control.now >= node.launched + limit
        };
        self.nodes.iter().any(late)
    }

    fn fail_to_join(&mut self, control: &mut Control) -> Vec<Consequence> {
        if let Some(update) = self.update.take() {
            self.wanted = update.before;
        }
        let minutes = control.rules.eks.update_join_s / 60.0;
        decide(control, ("node-group", "eks.update_join"), &[], || {
            (
                "NodeCreationFailure: the update failed".into(),
                format!("a new node did not join within {minutes:.0} min"),
                "you: a node that can join".into(),
            )
        });
        Vec::new()
    }

    fn drained(&self) -> u32 {
        self.count(|node| in_group(node) && node.drain.is_some())
    }

    fn next_old(&self) -> Option<usize> {
        self.nodes.iter().position(|node| in_group(node) && node.is_old && node.drain.is_none())
    }

    fn replace_next(
        &mut self,
        update: Update,
        booting: u32,
        control: &mut Control,
    ) -> Vec<Consequence> {
        let mut out = Vec::new();
        // Without a surge the nodes that boot are missing too.
        let missing = if update.surge == 0 { booting } else { 0 };
        while self.drained() + missing < update.batch {
            let Some(index) = self.next_old() else { break };
            out.extend(self.drain(index, Cause::Update, control));
            if self.update.is_none() {
                return out;
            }
        }
        if self.next_old().is_none() && self.drained() == 0 && booting == 0 {
            self.enter(Phase::ScaleDown);
            out.extend(self.update_next(control));
        }
        out
    }

    fn scale_back(&mut self, update: Update, control: &mut Control) -> Vec<Consequence> {
        if self.drained() > 0 {
            return Vec::new();
        }
        if self.wanted > update.before {
            self.wanted -= 1;
            let Some(index) = self.surplus() else { return Vec::new() };
            return self.drain(index, Cause::ScaleDown, control);
        }
        self.update = None;
        self.behind = 0;
        decide(control, ("node-group", "eks.update_batch"), &[], || {
            ("the node group is updated".into(), "no node has the old image".into(), String::new())
        });
        Vec::new()
    }

    /// Which node a smaller group gives up: of the zone with most, the one that is oldest.
    pub(super) fn surplus(&self) -> Option<usize> {
        let mut counts = vec![0_u32; self.lost_zones.len()];
        self.nodes.iter().filter(|node| in_group(node)).for_each(|node| counts[node.zone] += 1);
        let may_go = |index: &usize| {
            let node = &self.nodes[*index];
            in_group(node) && node.takes_pods()
        };
        (0..self.nodes.len()).filter(may_go).max_by_key(|index| {
            let node = &self.nodes[*index];
            (counts[node.zone], std::cmp::Reverse(node.number))
        })
    }

    fn roll_next(
        &mut self,
        update: Update,
        booting: u32,
        control: &mut Control,
    ) -> Vec<Consequence> {
        if booting > 0 || self.drained() > 0 {
            return Vec::new();
        }
        let Some(index) = self.next_old() else {
            self.update = None;
            self.behind = 0;
            decide(control, ("you", "kubernetes.self_managed"), &[], || {
                ("every node is replaced".into(), "none has the old image".into(), String::new())
            });
            return Vec::new();
        };
        let last = self.count(|node| in_group(node) && node.is_old) == 1;
        if last {
            self.wanted = update.before;
            control.by_hand("take the group's size back");
        }
        control.by_hand("drain a node");
        control.by_hand("end an old node");
        self.drain(index, Cause::ByHand, control)
    }
}
