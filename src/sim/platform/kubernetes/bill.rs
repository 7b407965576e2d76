//! What the cluster costs: the control plane by its version's support, the nodes by type and by the
//! second, their disks, and the fee of Auto Mode.

use super::cluster::Cluster;
use crate::facts::Rulebook;
use crate::sim::control::{Control, Ms};
use crate::sim::cost::billed_s;
use crate::sim::platform::{Bill, Price};
use crate::sim::scenario::Scenario;

/// The control plane's time in standard and in extended support.
pub struct ControlPlane {
    since: Ms,
    extended: bool,
    /// What the scenario says of it.
    set: bool,
    /// Upgrades until it is in standard support.
    upgrades_left: u32,
    /// When the upgrade that is under way ends.
    pub(super) upgraded_at: Option<Ms>,
    /// ms in standard and in extended support before `since`.
    past: [Ms; 2],
    /// USD per hour of each.
    hour: [f64; 2],
}

impl ControlPlane {
    /// Of the scenario's version.
    pub fn new(scenario: &Scenario, rules: &Rulebook) -> ControlPlane {
        ControlPlane {
            since: 0,
            extended: scenario.platform_settings.extended_support,
            set: scenario.platform_settings.extended_support,
            upgrades_left: scenario.platform_settings.versions_in_extended,
            upgraded_at: None,
            past: [0; 2],
            hour: [rules.eks.cluster_hour, rules.eks.cluster_extended_hour],
        }
    }

    /// Takes over whether the version is in extended support.
    pub fn configure(&mut self, control: &Control) {
        let extended = control.scenario.platform_settings.extended_support;
        // An upgrade has moved it since: only a change of the setting counts.
        if extended != self.set {
            self.set = extended;
            self.support(extended, control.now);
        }
    }

    fn support(&mut self, extended: bool, now: Ms) {
        self.past[usize::from(self.extended)] += now - self.since;
        self.since = now;
        self.extended = extended;
    }

    /// Its version went up by one; returns how many more upgrades lead to standard support.
    pub(super) fn went_up(&mut self, now: Ms) -> u32 {
        self.upgraded_at = None;
        if !self.extended {
            return 0;
        }
        self.upgrades_left = self.upgrades_left.saturating_sub(1);
        if self.upgrades_left == 0 {
            self.support(false, now);
        }
        self.upgrades_left
    }

    /// USD per hour now.
    pub fn pace(&self) -> f64 {
        self.hour[usize::from(self.extended)]
    }

    /// Its lines up to `end`.
    pub fn lines(&self, end: Ms) -> Vec<Price> {
        let mut times = self.past;
        times[usize::from(self.extended)] += end.saturating_sub(self.since);
        let words = [
            ("EKS control plane", "eks.cluster_hour"),
            ("EKS control plane, extended support", "eks.cluster_extended_hour"),
        ];
        let lines = times.iter().zip(self.hour).zip(words).filter(|((time, _), _)| **time > 0);
        lines
            .map(|((time, hour), (line, fact))| Price {
                line: line.into(),
                quantity: *time as f64 / 3.6e6,
                unit: "h",
                unit_dollars: hour,
                fact,
            })
            .collect()
    }
}

/// Billed seconds of nodes that ended, by type: On-Demand, Spot.
pub struct Ended {
    seconds: Vec<[f64; 2]>,
    minimum_s: f64,
    month_h: f64,
}

impl Ended {
    /// None of so many types.
    pub fn new(kinds: usize, rules: &Rulebook) -> Ended {
        let (minimum_s, month_h) = (rules.ec2_minimum_billed_s, rules.vpc_month_hours);
        Ended { seconds: vec![[0.0; 2]; kinds], minimum_s, month_h }
    }

    /// A node ended.
    pub fn add(&mut self, kind: usize, spot: bool, from: Ms, to: Ms) {
        self.seconds[kind][usize::from(spot)] += billed_s(from, to, self.minimum_s);
    }
}

impl Cluster {
    /// What all costs an hour now, USD.
    pub(super) fn pace(&self) -> f64 {
        let s = &self.settings;
        let disk = s.disk_gb * s.disk_gb_month / self.ended.month_h;
        let node = |node: &super::node::Node| {
            let hour = self.kind_of(node).hour;
            hour[usize::from(node.spot)] + hour[0] * s.fee + disk
        };
        self.control_plane.pace() + self.nodes.iter().map(node).sum::<f64>()
    }

    /// Everything up to `end`.
    pub(super) fn whole_bill(&self, end: Ms) -> Bill {
        let s = &self.settings;
        let mut seconds = self.ended.seconds.clone();
        for node in &self.nodes {
            // A node that still runs is billed up to the end; its minimum is not yet known.
            seconds[node.kind][usize::from(node.spot)] += billed_s(node.launched, end, 0.0);
        }
        let mut lines = self.control_plane.lines(end);
        let (mut all_s, mut vcpu_s, mut fee) = (0.0, 0.0, 0.0);
        let line = |line: String, quantity, unit, unit_dollars, fact| Price {
            line: line.into(),
            quantity,
            unit,
            unit_dollars,
            fact,
        };
        for (kind, seconds) in s.kinds.iter().zip(&seconds) {
            let names = [("Nodes", "ec2.instance_hour"), ("Spot nodes", "ec2.spot_discount")];
            for ((seconds, price), (name, fact)) in seconds.iter().zip(kind.hour).zip(names) {
                if *seconds > 0.0 {
                    let name = format!("{name}, {}", kind.name);
                    lines.push(line(name, seconds / 3600.0, "h", price, fact));
                }
            }
            let both = seconds[0] + seconds[1];
            all_s += both;
            vcpu_s += both * kind.vcpu;
            fee += both / 3600.0 * kind.hour[0];
        }
        if s.fee > 0.0 {
            let name = "EKS Auto Mode fee".to_string();
            lines.push(line(name, fee, "USD of On-Demand prices", s.fee, "eks.auto_fee"));
        }
        let months = all_s / 3600.0 / self.ended.month_h * s.disk_gb;
        let name = "Node disks".to_string();
        lines.push(line(name, months, "GB·month", s.disk_gb_month, "ebs.gp3_gb_month"));
        Bill { lines, vcpu_s, address_s: all_s, addresses: "Public IPv4, nodes" }
    }
}
