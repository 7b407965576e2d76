//! The bill: every line a quantity, a unit price and the fact it comes from.
//!
//! What the balancer's capacity units count (connections, bytes) is not part of a scenario; it is
//! assumed, and the assumptions are facts marked as estimates.

pub mod lcu;

use self::lcu::{Kind, Load, Unit};
use super::control::Ms;
use super::platform::Platform;
use super::run::LedgerLine;
use crate::facts::Rulebook;

/// Billed seconds of a task: whole seconds, at least the platform's minimum.
pub fn billed_s(from: Ms, to: Ms, minimum_s: f64) -> f64 {
    ((to - from) as f64 / 1000.0).ceil().max(minimum_s)
}

/// Capacity units for a rate of requests, by the assumed connections and sizes.
pub fn alb_units_at(requests_per_s: f64, rules: &Rulebook) -> f64 {
    let new_per_s = requests_per_s / rules.alb_requests_per_connection;
    let gb_per_h = requests_per_s * rules.alb_kb_per_request * 3600.0 / 1e6;
    let active = new_per_s * rules.alb_connection_s;
    let load = Load { new_per_s, active, gb_per_h, evaluations_per_s: 0.0 };
    Unit::of(Kind::Alb, rules).used(&load).0
}

/// Everything that the bill of a run is made from.
pub struct Usage<'a> {
    /// Billed seconds of all tasks, rounded up task by task.
    pub task_s: f64,
    /// Requests offered in each hour of the run, the last one perhaps shorter.
    pub hourly_requests: &'a [f64],
    pub duration_s: f64,
    pub zones: usize,
}

/// The whole bill of a run, in a fixed order.
pub fn ledger(usage: &Usage, platform: &dyn Platform, rules: &Rulebook) -> Vec<LedgerLine> {
    let hours = usage.duration_s / 3600.0;
    let mut units = 0.0;
    for (hour, requests) in usage.hourly_requests.iter().enumerate() {
        let length_s = (usage.duration_s - hour as f64 * 3600.0).min(3600.0);
        units += alb_units_at(requests / length_s, rules) * length_s / 3600.0;
    }
    let mut lines: Vec<LedgerLine> = platform
        .price(usage.task_s)
        .into_iter()
        .map(|price| line(price.line, price.quantity, price.unit, price.unit_dollars, price.fact))
        .collect();
    lines.push(line("Balancer", hours, "h", rules.alb_hour, "alb.hour"));
    lines.push(line("Balancer capacity", units, "LCU·h", rules.alb_lcu_hour, "alb.lcu_hour"));
    let ipv4 = rules.public_ipv4_hour;
    let balancer_h = usage.zones as f64 * hours;
    let task_h = usage.task_s / 3600.0;
    lines.push(line("Public IPv4, balancer", balancer_h, "h", ipv4, "vpc.public_ipv4_hour"));
    lines.push(line("Public IPv4, tasks", task_h, "h", ipv4, "vpc.public_ipv4_hour"));
    lines
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
