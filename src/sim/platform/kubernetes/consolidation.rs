//! Karpenter's disruption of nodes that run well: those of an old image are replaced, those that
//! are not worth their price are emptied onto others or onto one that is cheaper.

use super::cluster::Cluster;
use super::log::{decide, nodes};
use super::node::{Cause, Node, Owner, State};
use crate::sim::control::service::machine_id;
use crate::sim::control::{Control, ms};
use crate::sim::platform::Consequence;
use crate::sim::scenario::{Consolidation, Platform, TopologySpread};

/// Where the pods of nodes that go would be.
enum Fit {
    /// On the nodes that stay.
    Elsewhere,
    /// So many of them on a new node in that zone.
    With {
        zone: usize,
        pods: u32,
    },
    Nowhere,
}

impl Cluster {
    /// Disrupts what the budget allows: drift first, then consolidation.
    pub(super) fn disrupt(&mut self, control: &mut Control) -> Vec<Consequence> {
        let of_karpenter = |node: &Node| node.owner == Owner::Karpenter;
        let all = f64::from(self.count(of_karpenter));
        let allowed = (all * self.settings.budget - 1e-9).ceil().max(0.0) as u32;
        let free = allowed.saturating_sub(self.disrupted());
        let booting = self.count(|node| node.state == State::Booting && node.joins);
        if free == 0 || booting > 0 {
            return Vec::new();
        }
        self.provisioner.passed_over = false;
        let old = |node: &Node| of_karpenter(node) && node.is_old && node.takes_pods();
        let all_old = (0..self.nodes.len()).filter(|index| old(&self.nodes[*index])).collect();
        // What has to go within a time of grace goes in the end, whatever the budget says.
        let auto = self.settings.platform == Platform::EksAuto;
        let old = if auto { all_old } else { self.evictable(all_old, control) };
        if let Some(index) = old.first() {
            return self.replace_old(*index, control);
        }
        let out = self.consolidate(free, control);
        let waits =
            |node: &Node| of_karpenter(node) && node.takes_pods() && !self.rests(node, control);
        // What rests now will rest: only a change makes another look worth while.
        if out.is_empty() && self.disrupted() == 0 && !self.nodes.iter().any(waits) {
            self.provisioner.at_rest = true;
        }
        out
    }

    /// Those of the nodes whose pods may be evicted now: Karpenter passes over a node with a pod
    /// that its disruption budget holds.
    fn evictable(&mut self, all: Vec<usize>, control: &mut Control) -> Vec<usize> {
        if control.allowed_disruptions > 0 {
            return all;
        }
        let is_empty = |index: &usize| self.nodes[*index].pods.is_empty();
        let (empty, held): (Vec<usize>, Vec<usize>) = all.into_iter().partition(is_empty);
        self.provisioner.passed_over |= !held.is_empty();
        let mut unsaid: Vec<u32> = Vec::new();
        for index in held {
            let node = &mut self.nodes[index];
            if !std::mem::replace(&mut node.said_blocked, true) {
                unsaid.push(node.number);
            }
        }
        if !unsaid.is_empty() {
            decide(control, ("karpenter", "karpenter.blocked"), &[], || {
                let names: Vec<String> = unsaid.iter().map(|node| machine_id(*node)).collect();
                (
                    format!("DisruptionBlocked: {}", names.join(", ")),
                    "PDB prevents pod evictions: no pod may go now".into(),
                    "a budget that lets one go; the nodes are looked at again then".into(),
                )
            });
        }
        empty
    }

    /// Whether its pods have not changed for long enough.
    fn rests(&self, node: &Node, control: &Control) -> bool {
        let quiet_s = control.rules.karpenter.consolidation_validation_s;
        let wait = ms(self.settings.consolidate_after_s.max(quiet_s));
        control.now >= node.changed + wait
    }

    /// Nodes that go by choice, or for which a replacement boots.
    fn disrupted(&self) -> u32 {
        let going = |node: &Node| node.drain.is_some_and(|drain| drain.cause.is_voluntary());
        let waiting: usize = self.nodes.iter().map(|node| node.replaces.len()).sum();
        self.count(going) + waiting as u32
    }

    fn replace_old(&mut self, index: usize, control: &mut Control) -> Vec<Consequence> {
        let fit = self.fit(&[index]);
        let (number, spot) = (self.nodes[index].number, self.nodes[index].spot);
        match fit {
            Fit::With { zone, pods } => {
                let spot = spot && !self.spot_is_gone;
                let Some(kind) = self.cheapest(pods, spot) else { return Vec::new() };
                let new = self.launch(zone, kind, spot, Owner::Karpenter, control);
                if let Some(new) = new.and_then(|new| self.index_of(new)) {
                    self.nodes[new].replaces.push((number, Cause::Drift));
                    self.say("replace", &[number], Some(new), Cause::Drift, control);
                }
                Vec::new()
            }
            _ => {
                self.say("remove", &[number], None, Cause::Drift, control);
                self.drain(index, Cause::Drift, control)
            }
        }
    }

    fn consolidate(&mut self, free: u32, control: &mut Control) -> Vec<Consequence> {
        let rests = |node: &Node| {
            node.owner == Owner::Karpenter && node.takes_pods() && self.rests(node, control)
        };
        let at_rest = (0..self.nodes.len()).filter(|index| rests(&self.nodes[*index])).collect();
        let mut candidates: Vec<usize> = self.evictable(at_rest, control);
        // The cheapest to disrupt first.
        candidates.sort_by_key(|index| (self.nodes[*index].pods.len(), *index));
        let empty: Vec<u32> = candidates
            .iter()
            .map(|index| &self.nodes[*index])
            .filter(|node| node.pods.is_empty())
            .map(|node| node.number)
            .take(free as usize)
            .collect();
        if !empty.is_empty() {
            self.say("remove", &empty, None, Cause::Consolidation, control);
            return self.drain_all(&empty, control);
        }
        if self.settings.consolidation == Consolidation::WhenEmpty {
            return Vec::new();
        }
        let most = candidates.len().min(free as usize);
        for count in (2..=most).rev() {
            if let Some(out) = self.try_together(&candidates[..count], control) {
                return out;
            }
        }
        for index in &candidates {
            if let Some(out) = self.try_together(&[*index], control) {
                return out;
            }
        }
        Vec::new()
    }

    /// Empties those nodes if that saves money.
    fn try_together(
        &mut self,
        indices: &[usize],
        control: &mut Control,
    ) -> Option<Vec<Consequence>> {
        let numbers: Vec<u32> = indices.iter().map(|index| self.nodes[*index].number).collect();
        match self.fit(indices) {
            Fit::Nowhere => None,
            Fit::Elsewhere => {
                self.say("remove", &numbers, None, Cause::Consolidation, control);
                Some(self.drain_all(&numbers, control))
            }
            Fit::With { zone, pods } => {
                // A Spot node is not replaced by a cheaper Spot node.
                if indices.iter().any(|index| self.nodes[*index].spot) {
                    return None;
                }
                let spot = self.settings.wants_spot && !self.spot_is_gone;
                let kind = self.cheapest(pods, spot)?;
                let price = |index: &usize| {
                    let node = &self.nodes[*index];
                    self.kind_of(node).hour[usize::from(node.spot)]
                };
                let before: f64 = indices.iter().map(price).sum();
                let after = self.settings.kinds[kind].hour[usize::from(spot)];
                if after >= before - 1e-9 {
                    return None;
                }
                let new = self.launch(zone, kind, spot, Owner::Karpenter, control)?;
                let new = self.index_of(new)?;
                let replaced = numbers.iter().map(|number| (*number, Cause::Consolidation));
                self.nodes[new].replaces = replaced.collect();
                self.say("replace", &numbers, Some(new), Cause::Consolidation, control);
                Some(Vec::new())
            }
        }
    }

    fn drain_all(&mut self, numbers: &[u32], control: &mut Control) -> Vec<Consequence> {
        let mut out = Vec::new();
        for number in numbers {
            if let Some(index) = self.index_of(*number) {
                out.extend(self.drain(index, Cause::Consolidation, control));
            }
        }
        out
    }

    /// Where the pods of those nodes would go, with the spread kept.
    fn fit(&self, leave: &[usize]) -> Fit {
        let zones = self.lost_zones.len();
        let (mut pods, mut free) = (vec![0_u32; zones], vec![0_u32; zones]);
        let mut homeless = 0;
        for (index, node) in self.nodes.iter().enumerate() {
            if leave.contains(&index) {
                homeless += node.pods.len() as u32;
            } else {
                pods[node.zone] += node.pods.len() as u32;
                if node.takes_pods() {
                    free[node.zone] += node.free(self.kind_of(node), self.settings.request);
                }
            }
        }
        if homeless == 0 || self.spare(&mut pods.clone(), &mut free.clone(), homeless) == 0 {
            return Fit::Elsewhere;
        }
        for zone in (0..zones).filter(|zone| !self.lost_zones[*zone]) {
            let (mut pods, mut more) = (pods.clone(), free.clone());
            more[zone] = u32::MAX / 2;
            if self.spare(&mut pods, &mut more, homeless) == 0 {
                let taken = u32::MAX / 2 - more[zone];
                let on_new = taken.saturating_sub(free[zone]);
                return Fit::With { zone, pods: on_new };
            }
        }
        Fit::Nowhere
    }

    /// Pods that find no place, one after the other, in the emptiest zone that has room.
    fn spare(&self, pods: &mut [u32], free: &mut [u32], count: u32) -> u32 {
        let bound = self.settings.spread != TopologySpread::None;
        for placed in 0..count {
            let zones = 0..pods.len();
            let there = zones.filter(|zone| !self.lost_zones[*zone]);
            let least = there.clone().map(|zone| pods[zone]).min().unwrap_or(0);
            let level = |zone: &usize| !bound || pods[*zone] < least + self.settings.max_skew;
            let fits = there.filter(|zone| free[*zone] > 0).filter(level);
            let Some(zone) = fits.min_by_key(|zone| pods[*zone]) else { return count - placed };
            pods[zone] += 1;
            free[zone] -= 1;
        }
        0
    }

    fn say(
        &self,
        verb: &str,
        numbers: &[u32],
        new: Option<usize>,
        cause: Cause,
        control: &mut Control,
    ) {
        let held: Vec<&Node> = numbers
            .iter()
            .filter_map(|number| Some(&self.nodes[self.index_of(*number)?]))
            .collect();
        let names: Vec<String> = held
            .iter()
            .map(|node| format!("{} ({})", machine_id(node.number), self.kind_of(node).name))
            .collect();
        let price = |node: &Node| self.kind_of(node).hour[usize::from(node.spot)];
        let before: f64 = held.iter().map(|node| price(node)).sum();
        let pods: usize = held.iter().map(|node| node.pods.len()).sum();
        let after = new.map_or(0.0, |new| price(&self.nodes[new]));
        let by = new.map(|new| {
            let node = &self.nodes[new];
            format!("{} ({})", machine_id(node.number), self.kind_of(node).name)
        });
        let drift = cause == Cause::Drift;
        let fact = if drift { "karpenter.drift" } else { "karpenter.consolidation" };
        let inputs = [
            ("pods", pods as f64),
            ("dollars_per_hour_before", before),
            ("dollars_per_hour_after", after),
        ];
        let auto = self.settings.platform == Platform::EksAuto;
        let grace_h = control.rules.karpenter.auto_termination_grace_s / 3600.0;
        decide(control, ("karpenter", fact), &inputs, || {
            let what = match &by {
                Some(by) => format!("{verb} {} by {by}", names.join(", ")),
                None => format!("{verb} {}: {}", nodes(numbers.len() as u32), names.join(", ")),
            };
            let their = match pods {
                1 => "the 1 pod fits".into(),
                _ => format!("the {pods} pods fit"),
            };
            let because = match (drift, &by) {
                (true, _) => "its image is not the wanted one any more".into(),
                (false, _) if pods == 0 => format!("empty: saves ${before:.4} an hour"),
                (false, None) => {
                    format!("{their} on other nodes: saves ${before:.4} an hour")
                }
                (false, Some(_)) => {
                    format!("{their} there: ${before:.4} → ${after:.4} an hour")
                }
            };
            let waits_for = match &by {
                Some(_) => "the new node, then evictions within the budgets",
                None => "evictions within the pods' disruption budget",
            };
            let at_most = match auto && pods > 0 {
                true => format!(", for {grace_h:.0} h at most"),
                false => String::new(),
            };
            (what, because, [waits_for, &at_most].concat())
        });
    }
}
