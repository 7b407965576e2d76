//! The bill: every line a quantity, a unit price and the fact it comes from.
//!
//! What the balancer's capacity units count (connections, bytes) is not part of a scenario; it is
//! assumed, and the assumptions are facts marked as estimates.

pub mod lcu;

use self::lcu::{Kind, Load, Unit};
use super::control::Ms;
use super::platform::Bill;
use super::run::LedgerLine;
use super::scenario::{BalancerKind, Platform, Scenario, Subnets};
use crate::facts::Rulebook;

/// MiB in a GB of traffic.
const MIB_IN_GB: f64 = 953.674_316_406_25;
/// Interface endpoints that a task needs to pull and to log: the registry's two and the logs'.
const ENDPOINTS: f64 = 3.0;

/// Billed seconds of a task or an instance: whole seconds, at least the platform's minimum.
pub fn billed_s(from: Ms, to: Ms, minimum_s: f64) -> f64 {
    (to.saturating_sub(from) as f64 / 1000.0).ceil().max(minimum_s)
}

/// Balancer and network of the service, and what they cost.
pub struct Network<'a> {
    rules: &'a Rulebook,
    kind: BalancerKind,
    unit: Unit,
    subnets: Subnets,
    zones: f64,
    cross_zone: bool,
    /// Part of the balancer that this service pays; 0 where it has none of its own.
    share: f64,
}

impl Network<'_> {
    /// As the scenario sets it.
    pub fn of<'a>(scenario: &Scenario, rules: &'a Rulebook) -> Network<'a> {
        let kind = scenario.balancer.kind;
        let unit = match kind {
            BalancerKind::Alb => Kind::Alb,
            BalancerKind::Nlb => Kind::NlbTcp,
        };
        Network {
            rules,
            kind,
            unit: Unit::of(unit, rules),
            subnets: subnets(scenario),
            zones: scenario.zones.names.len() as f64,
            cross_zone: scenario.balancer.cross_zone,
            share: share(scenario),
        }
    }

    /// Capacity units for a rate of requests, by the assumed connections and sizes.
    pub fn units_at(&self, requests_per_s: f64) -> f64 {
        let rules = self.rules;
        let new_per_s = requests_per_s / rules.alb_requests_per_connection;
        let gb_per_h = self.gb_per_h(requests_per_s);
        let active = new_per_s * rules.alb_connection_s;
        self.unit.used(&Load { new_per_s, active, gb_per_h, evaluations_per_s: 0.0 }).0
    }

    fn gb_per_h(&self, requests_per_s: f64) -> f64 {
        requests_per_s * self.rules.alb_kb_per_request * 3600.0 / 1e6
    }

    /// GB of every GB that crosses a zone and is charged: an NLB's with cross-zone on.
    fn charged_share(&self) -> f64 {
        let charged = self.kind == BalancerKind::Nlb && self.cross_zone && self.zones > 1.0;
        if charged { (self.zones - 1.0) / self.zones } else { 0.0 }
    }

    /// What balancer, addresses and gateways cost an hour, USD.
    pub fn dollars_per_hour(&self, requests_per_s: f64, addresses: u32) -> f64 {
        let rules = self.rules;
        if self.share == 0.0 {
            return self.way_out_hour(addresses);
        }
        let units = self.units_at(requests_per_s) * self.unit.unit_hour;
        let balancer = self.unit.balancer_hour * self.share + units;
        let public = self.zones * rules.public_ipv4_hour * self.share;
        let crossing =
            self.gb_per_h(requests_per_s) * self.charged_share() * 2.0 * rules.vpc_zone_gb;
        balancer + public + crossing + self.way_out_hour(addresses)
    }

    fn way_out_hour(&self, addresses: u32) -> f64 {
        let rules = self.rules;
        match self.subnets {
            Subnets::Public => f64::from(addresses) * rules.public_ipv4_hour,
            Subnets::Nat => self.zones * rules.vpc_nat_hour,
            Subnets::Endpoints => self.zones * ENDPOINTS * rules.vpc_endpoint_hour,
        }
    }
}

/// The part of the balancer's hours that the service pays: all of them, its share of one that
/// Express Mode lets services share, none of App Runner's, which is in the price.
fn share(scenario: &Scenario) -> f64 {
    match scenario.platform {
        Platform::AppRunner => 0.0,
        Platform::EcsExpress => 1.0 / f64::from(scenario.platform_settings.shared_services.max(1)),
        _ => 1.0,
    }
}

/// Where the tasks' way leads through. App Runner needs no way of yours, but for what its code
/// calls through a VPC connector.
fn subnets(scenario: &Scenario) -> Subnets {
    let settings = &scenario.platform_settings;
    match settings.subnets {
        _ if scenario.platform == Platform::AppRunner && !settings.vpc_connector => Subnets::Public,
        chosen => chosen,
    }
}

/// What the bill of a run is made from, besides the platform's own part.
pub struct Usage<'a> {
    /// Requests offered in each hour of the run, the last one perhaps shorter.
    pub hourly_requests: &'a [f64],
    pub duration_s: f64,
    /// Images pulled, MiB.
    pub pulled_mib: f64,
}

/// The whole bill of a run, in a fixed order.
pub fn ledger(usage: &Usage, bill: &Bill, network: &Network) -> Vec<LedgerLine> {
    let rules = network.rules;
    let hours = usage.duration_s / 3600.0;
    let (mut units, mut gb) = (0.0, 0.0);
    for (hour, requests) in usage.hourly_requests.iter().enumerate() {
        let length_s = (usage.duration_s - hour as f64 * 3600.0).min(3600.0);
        units += network.units_at(requests / length_s) * length_s / 3600.0;
        gb += network.gb_per_h(requests / length_s) * length_s / 3600.0;
    }
    let mut lines: Vec<LedgerLine> = bill
        .lines
        .iter()
        .map(|price| line(&price.line, price.quantity, price.unit, price.unit_dollars, price.fact))
        .collect();
    let (hour, unit_hour, unit, hour_fact, unit_fact) = match network.kind {
        BalancerKind::Alb => {
            (rules.alb_hour, rules.alb_lcu_hour, "LCU·h", "alb.hour", "alb.lcu_hour")
        }
        BalancerKind::Nlb => {
            (rules.nlb_hour, rules.nlb_nlcu_hour, "NLCU·h", "nlb.hour", "nlb.nlcu_hour")
        }
    };
    if network.share == 0.0 {
        // The image comes to App Runner by no way of yours.
        let usage = Usage { pulled_mib: 0.0, ..*usage };
        lines.extend(way_out(&usage, bill, network, hours));
        return lines;
    }
    lines.push(line("Balancer", hours * network.share, "h", hour, hour_fact));
    lines.push(line("Balancer capacity", units, unit, unit_hour, unit_fact));
    let ipv4 = rules.public_ipv4_hour;
    let balancer_h = network.zones * hours * network.share;
    lines.push(line("Public IPv4, balancer", balancer_h, "h", ipv4, "vpc.public_ipv4_hour"));
    let crossing = gb * network.charged_share();
    if crossing > 0.0 {
        let price = 2.0 * rules.vpc_zone_gb;
        lines.push(line("Traffic between zones", crossing, "GB", price, "vpc.zone_gb"));
    }
    lines.extend(way_out(usage, bill, network, hours));
    lines
}

/// What the tasks' way to the registry costs.
fn way_out(usage: &Usage, bill: &Bill, network: &Network, hours: f64) -> Vec<LedgerLine> {
    let rules = network.rules;
    let pulled_gb = usage.pulled_mib / MIB_IN_GB;
    match network.subnets {
        Subnets::Public if bill.addresses.is_empty() => Vec::new(),
        Subnets::Public => {
            let hours = bill.address_s / 3600.0;
            let price = rules.public_ipv4_hour;
            vec![line(bill.addresses, hours, "h", price, "vpc.public_ipv4_hour")]
        }
        Subnets::Nat => vec![
            line("NAT gateways", network.zones * hours, "h", rules.vpc_nat_hour, "vpc.nat_hour"),
            line("NAT traffic, images", pulled_gb, "GB", rules.vpc_nat_gb, "vpc.nat_gb"),
        ],
        Subnets::Endpoints => {
            let endpoint_h = network.zones * ENDPOINTS * hours;
            let hour = rules.vpc_endpoint_hour;
            vec![line("Interface endpoints", endpoint_h, "h", hour, "vpc.endpoint_hour")]
        }
    }
}

fn line(name: &str, quantity: f64, unit: &str, unit_dollars: f64, fact: &str) -> LedgerLine {
    LedgerLine {
        line: name.into(),
        quantity,
        unit: unit.into(),
        unit_dollars,
        dollars: quantity * unit_dollars,
        fact: fact.into(),
    }
}
