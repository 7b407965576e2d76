//! What a repository costs: storage over time, the archive, and what comes back from it.
//!
//! Prices come from the facts; a GB is 10⁹ bytes here. What a pull costs on its way (NAT,
//! endpoints) is no part of it.

use crate::facts::{Ecr, Rulebook};

const BYTES_PER_GB: f64 = 1e9;

/// What was kept, counted as time goes by.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Usage {
    pub standard_byte_days: f64,
    pub archive_byte_days: f64,
    /// Left the archive before the shortest stay: what is billed of that stay all the same.
    pub early_byte_days: f64,
    pub restored_bytes: f64,
}

impl Usage {
    /// An image of that size leaves the archive after so many days.
    pub fn left_archive(&mut self, bytes: f64, days: f64, facts: &Ecr) {
        self.early_byte_days += bytes * (facts.archive_min_days - days).max(0.0);
    }
}

/// A line of the bill.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub what: &'static str,
    pub quantity: f64,
    pub unit: &'static str,
    pub unit_price: f64,
    pub dollars: f64,
    /// Id of the fact with the price.
    pub fact: &'static str,
}

/// The bill of a private repository, without lines of nothing.
pub fn bill(usage: &Usage, rules: &Rulebook) -> Vec<Line> {
    let month_days = rules.vpc_month_hours / 24.0;
    let gb_months = |byte_days: f64| byte_days / BYTES_PER_GB / month_days;
    let facts = &rules.ecr;
    let archived = usage.archive_byte_days + usage.early_byte_days;
    let lines = [
        (
            "storage",
            gb_months(usage.standard_byte_days),
            "GB·month",
            facts.gb_month,
            "ecr.gb_month",
        ),
        (
            "archive",
            gb_months(archived),
            "GB·month",
            facts.archive_gb_month,
            "ecr-course.archive_gb_month",
        ),
        (
            "restored",
            usage.restored_bytes / BYTES_PER_GB,
            "GB",
            facts.restore_gb,
            "ecr-course.archive_restore_gb",
        ),
    ];
    lines
        .into_iter()
        .filter(|(_, quantity, ..)| *quantity > 0.0)
        .map(|(what, quantity, unit, unit_price, fact)| {
            let dollars = quantity * unit_price;
            Line { what, quantity, unit, unit_price, dollars, fact }
        })
        .collect()
}

/// GB of public repositories that are not free.
pub fn public_gb_billed(bytes: f64, facts: &Ecr) -> f64 {
    (bytes / BYTES_PER_GB - facts.public_free_gb).max(0.0)
}
