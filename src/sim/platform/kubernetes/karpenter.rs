//! Karpenter, run by you or, in EKS Auto Mode, by AWS: nodes that fit the pods without one.

use super::cluster::Cluster;
use super::log::{decide, nodes, pods};
use super::node::{Node, Owner, State};
use crate::sim::control::Control;
use crate::sim::platform::Consequence;
use crate::sim::scenario::TopologySpread;

/// What Karpenter remembers.
#[derive(Default)]
pub struct Provisioner {
    /// Whether it was said that no type, zone or capacity is there.
    said_none: bool,
    /// Whether the last look found nothing to disrupt, and nothing has changed since.
    pub at_rest: bool,
    /// Whether the last look passed over nodes whose pods may not be evicted.
    pub passed_over: bool,
}

/// A node to launch: how many of the pods it is for, its zone, type and capacity type.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Claim {
    pods: u32,
    zone: usize,
    kind: usize,
    spot: bool,
}

impl Cluster {
    /// One look: nodes for pods that wait, else drift and consolidation.
    pub(super) fn karpenter(&mut self, waiting: u32, control: &mut Control) -> Vec<Consequence> {
        let coming = |node: &Node| node.state == State::Booting && node.drain.is_none();
        // A node that takes the place of others has no room to spare.
        let upcoming = self.free(|node| coming(node) && node.replaces.is_empty());
        if waiting > upcoming {
            self.provision(waiting - upcoming, control);
            return Vec::new();
        } else if waiting > 0 {
            return Vec::new();
        }
        self.provisioner.said_none = false;
        let may_go_again = self.provisioner.passed_over && control.allowed_disruptions > 0;
        let rests = self.provisioner.at_rest && !may_go_again;
        if rests { Vec::new() } else { self.disrupt(control) }
    }

    /// Launches nodes for so many pods, if any.
    pub(super) fn provision(&mut self, count: u32, control: &mut Control) {
        if count == 0 {
            return;
        }
        let mut claims: Vec<Claim> = Vec::new();
        for (zone, mut left) in self.pods_by_zone(count) {
            while left > 0 {
                let Some(claim) = self.claim(zone, left) else { break };
                left -= claim.pods;
                claims.push(claim);
            }
        }
        if claims.is_empty() {
            return self.say_none(count, control);
        }
        let mut launched = Vec::new();
        for claim in claims {
            let Claim { zone, kind, spot, .. } = claim;
            if self.launch(zone, kind, spot, Owner::Karpenter, control).is_some() {
                launched.push(claim);
            }
        }
        self.say_launched(count, &launched, control);
    }

    /// How many of the pods go to which zone: level with those that are there, or all to the zone
    /// with the fewest nodes where nothing asks for a spread.
    fn pods_by_zone(&self, count: u32) -> Vec<(usize, u32)> {
        let zones: Vec<usize> =
            (0..self.lost_zones.len()).filter(|zone| !self.lost_zones[*zone]).collect();
        if zones.is_empty() {
            return Vec::new();
        }
        let there = |zone: usize| self.nodes.iter().filter(move |node| node.zone == zone);
        if self.settings.spread == TopologySpread::None {
            let emptiest = zones.into_iter().min_by_key(|zone| there(*zone).count());
            return emptiest.map(|zone| (zone, count)).into_iter().collect();
        }
        let held = |zone: usize| there(zone).map(|node| node.pods.len() as u32).sum::<u32>();
        let mut level: Vec<u32> = zones.iter().map(|zone| held(*zone)).collect();
        let mut more = vec![0; zones.len()];
        for _ in 0..count {
            let Some(least) = (0..zones.len()).min_by_key(|at| level[*at]) else { break };
            level[least] += 1;
            more[least] += 1;
        }
        zones.into_iter().zip(more).filter(|(_, count)| *count > 0).collect()
    }

    /// One node for as many of the pods as the largest type holds, of the cheapest that holds them.
    fn claim(&self, zone: usize, count: u32) -> Option<Claim> {
        let request = self.settings.request;
        let places = |kind: usize| self.settings.kinds[kind].places(request);
        let most = self.settings.launchable().map(places).max().filter(|most| *most > 0)?;
        let pods = count.min(most);
        let spot = self.settings.wants_spot && !self.spot_is_gone;
        Some(Claim { pods, zone, kind: self.cheapest(pods, spot)?, spot })
    }

    /// The cheapest type with so many places.
    pub(super) fn cheapest(&self, count: u32, spot: bool) -> Option<usize> {
        let kinds = &self.settings.kinds;
        let holds = |kind: &usize| kinds[*kind].places(self.settings.request) >= count;
        let price = |kind: usize| kinds[kind].hour[usize::from(spot)];
        self.settings.launchable().filter(holds).min_by(|a, b| price(*a).total_cmp(&price(*b)))
    }

    fn say_none(&mut self, count: u32, control: &mut Control) {
        if std::mem::replace(&mut self.provisioner.said_none, true) {
            return;
        }
        decide(control, ("karpenter", "karpenter.provisioning"), &[], || {
            (
                format!("no node for {}", pods(count)),
                "no instance type that it may launch holds one of them, or no zone is there".into(),
                "other types, or smaller pods".into(),
            )
        });
    }

    fn say_launched(&mut self, count: u32, claims: &[Claim], control: &mut Control) {
        if claims.is_empty() || control.now == 0 {
            return;
        }
        let request = self.settings.request;
        let zones = control.scenario.zones.names.clone();
        let kinds = &self.settings.kinds;
        let said: Vec<String> = claims
            .iter()
            .map(|claim| {
                let kind = &kinds[claim.kind];
                let spot = if claim.spot { " Spot" } else { "" };
                let price = kind.hour[usize::from(claim.spot)];
                let zone = zones.get(claim.zone).map_or("", String::as_str);
                let places = kind.places(request);
                format!(
                    "{} on one {}{spot} in {zone} ({places} places, ${price:.4} an hour)",
                    pods(claim.pods),
                    kind.name
                )
            })
            .collect();
        let wanted_spot = self.settings.wants_spot && self.spot_is_gone;
        let inputs = [
            ("pending", f64::from(count)),
            ("cpu_millis", f64::from(request.cpu_millis)),
            ("memory_mib", f64::from(request.memory_mib)),
        ];
        decide(control, ("karpenter", "karpenter.provisioning"), &inputs, || {
            let fall_back = if wanted_spot { "; no Spot capacity, so On-Demand" } else { "" };
            (
                format!("launch {} for {}", nodes(claims.len() as u32), pods(count)),
                format!("{}{fall_back}", said.join("; ")),
                "their boot and registration".into(),
            )
        });
    }
}
