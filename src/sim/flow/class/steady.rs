//! How long a step may be, so that one is as good as many short ones.

use super::super::backlog::Hold;
use super::super::table::Table;
use super::{Class, Flux, Inflow, Pool};

/// Part of the number in system, and of its spread, by which a long step may move them.
const MOVED: f64 = 0.02;
const SPREAD: f64 = 0.2;

impl Class {
    /// Whether one long step under these rates, requests/s of one target, is as good as many short
    /// ones: near rest and far from full load. Relaxation is exponential.
    pub fn is_calm(&self, pool: &Pool, table: &mut Table, low: f64, high: f64) -> bool {
        if high == 0.0 && self.is_idle() {
            return true;
        }
        let load = |rate: f64| rate * pool.targets / pool.capacity;
        // Where all places are taken nothing moves either.
        let full = load(low) > 1.25 && table.shape.places.is_finite();
        if (load(high) > 0.8 && !full) || (high - low).max(high - self.rate) > 0.02 * high + 1e-9 {
            return false;
        }
        let resting = table.resting_number(load(0.5 * (low + high)));
        let mut hint = self.hint;
        let at_rest = table.spot(resting, &mut hint).row.variance;
        (self.x * pool.targets - resting).abs() <= 0.03 * resting + 1e-3
            && (self.variance - at_rest).abs() <= 0.2 * at_rest + 0.1
    }

    /// How long a step, s, under `rate` arrivals/s to each target is as good as many short ones:
    /// until the number in system or its spread has moved by a small part of itself. A step
    /// itself is exact for what moves in a straight line or fades exponentially.
    pub fn steady_s(&mut self, pool: &Pool, table: &mut Table, rate: f64) -> f64 {
        if rate == 0.0 && self.is_idle() {
            return f64::INFINITY;
        }
        if (rate - self.rate).abs() > 0.02 * rate + 1e-9 {
            return 0.0;
        }
        let Inflow { rate, resting, .. } = Inflow::new(pool, table, rate * pool.targets);
        let x = self.x * pool.targets;
        if self.backlogged || (rate <= 0.98 * pool.capacity && x > resting + 2.0) {
            return 0.0;
        }
        let spot = self.spot(pool, table);
        let Flux { net, gain } = Flux::new(pool, &spot, rate, self.variance);
        let moves = MOVED * x + 0.02;
        let level_s = if net.abs() <= moves * gain { f64::INFINITY } else { moves / net.abs() };
        let rest = spot.row.variance;
        if (self.variance - rest).abs() <= SPREAD * rest + 0.1 {
            return level_s;
        }
        let growth = spot.row.spread * (rate + pool.capacity * spot.row.rho);
        let held = Hold::new(&spot.row, self.variance).spread;
        let spreads = SPREAD * self.variance.max(0.05 * rest) + 0.1;
        level_s.min(spreads / (growth * (1.0 - held)).abs().max(1e-9))
    }
}
