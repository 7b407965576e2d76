//! What the way of the pulls costs in a month: public addresses, NAT gateways or endpoints.
//!
//! Pulling from ECR in the same Region is free; the way may not be. Prices come from the facts, a
//! GB is 10⁹ bytes. Other traffic over the same way, and between zones, is left out.

use super::pull::{Endpoint, Network, Step, Way};
use super::storage_cost::Line;
use crate::facts::Rulebook;

const BYTES_PER_GB: f64 = 1e9;

/// A month of pulls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Month {
    pub pulls: f64,
    /// Of the layers of one pull; token and manifest are next to nothing.
    pub bytes: f64,
    /// Zones, each with its own NAT gateway and interface endpoints.
    pub zones: f64,
    /// Tasks that run at a time, each with a public address where the network gives one.
    pub tasks: f64,
}

/// The lines of the bill; what costs nothing has a line of nothing. Unused ways are paid all the
/// same.
pub fn bill(network: &Network, month: &Month, rules: &Rulebook) -> Vec<Line> {
    let hours = rules.vpc_month_hours;
    let gb = month.pulls * month.bytes / BYTES_PER_GB;
    let layers = network.way(Step::Layers);
    let line = |what, quantity: f64, unit, unit_price: f64, fact| Line {
        what,
        quantity,
        unit,
        unit_price,
        dollars: quantity * unit_price,
        fact,
    };
    let mut lines = Vec::new();
    if network.public_ip {
        let quantity = month.tasks * hours;
        let price = rules.public_ipv4_hour;
        lines.push(line("public addresses", quantity, "h", price, "vpc.public_ipv4_hour"));
    }
    if network.nat {
        let quantity = month.zones * hours;
        lines.push(line("NAT gateways", quantity, "h", rules.vpc_nat_hour, "vpc.nat_hour"));
        let through = if layers == Some(Way::Nat) { gb } else { 0.0 };
        lines.push(line("layers through NAT", through, "GB", rules.vpc_nat_gb, "vpc.nat_gb"));
    }
    let interfaces = network.endpoints.iter().filter(|it| **it != Endpoint::S3).count() as f64;
    if interfaces > 0.0 {
        let quantity = interfaces * month.zones * hours;
        let price = rules.vpc_endpoint_hour;
        lines.push(line("interface endpoints", quantity, "h", price, "vpc.endpoint_hour"));
    }
    if network.endpoints.contains(&Endpoint::S3) {
        let through = if layers == Some(Way::Endpoint(Endpoint::S3)) { gb } else { 0.0 };
        let price = rules.ecr.gateway_endpoint_gb;
        lines.push(line("layers from S3", through, "GB", price, "s3.gateway_endpoint"));
    }
    lines
}
