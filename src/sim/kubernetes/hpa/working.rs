//! The arithmetic of a proposal as text, with digits that come to the number it says.

use super::algorithm::{Proposal, up};
use crate::sim::kubernetes::digits::enough_digits;

/// The metric's level over some pods, with no more digits than it takes to come to the same size.
pub fn level(proposal: &Proposal, target: f64) -> String {
    shown(proposal.ratio, target, proposal.pods)
}

/// `70 / 60 × 6 = 7.00 → 7`, from the last ratio that was looked at: the cautious one, if any.
/// Where the size stays nevertheless, that is said.
pub fn working(proposal: &Proposal, target: f64, replicas: u32) -> String {
    let (ratio, pods) = proposal.cautious.unwrap_or((proposal.ratio, proposal.pods));
    let level = shown(ratio, target, pods);
    // Of the operands as they are printed.
    let product = level.parse::<f64>().unwrap_or(ratio * target) / target * f64::from(pods);
    let product = enough_digits(product, 2, |value| up(value) == up(product));
    let sum = format!("{level} / {target} × {pods} = {product}");
    let desired = proposal.desired;
    if desired == up(ratio * f64::from(pods)) {
        return format!("{sum} → {desired}");
    }
    let wanted = up(ratio * f64::from(pods));
    let turns = (ratio > 1.0) != (proposal.ratio > 1.0) && ratio != 1.0;
    let contrary = (ratio > 1.0 && wanted < replicas) || (ratio < 1.0 && wanted > replicas);
    let why =
        if turns || contrary { "against the metric's direction" } else { "within the tolerance" };
    format!("{sum}, {why}: {replicas} stay")
}

fn shown(ratio: f64, target: f64, pods: u32) -> String {
    let wanted = up(ratio * f64::from(pods));
    enough_digits(ratio * target, 0, |level| {
        let product = level / target * f64::from(pods);
        (product - ratio * f64::from(pods)).abs() < 0.005 && up(product) == wanted
    })
}
