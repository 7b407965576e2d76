//! The `Exact` data plane: every request on its own, as the reference that [`super::flow`] is
//! measured against, and for a closer look at a minute.
//!
//! First come, first served on a fixed number of slots needs no event for a departure: who starts
//! when is settled on arrival (Kiefer and Wolfowitz 1955), time-outs and losses with it, since all
//! that will befall a target is known from the case. It knows no tasks and no scaling.

mod balancer;
mod luck;
mod report;
mod run;
mod target;

pub use report::{Bin, ExactReport};
pub use run::run;

use super::flow::{Model, Target};

/// What is simulated.
#[derive(Clone, Debug)]
pub struct ExactCase {
    pub model: Model,
    /// Shares of the traffic that the target groups get, together 1.
    pub group_shares: [f64; 2],
    /// Requests/s in each second, first attempts only.
    pub offered: Vec<f64>,
    /// What happens to targets, by rising time.
    pub happenings: Vec<Happening>,
    /// Length of a bin of the report, s.
    pub bin_s: u32,
}

/// Something that happens to a target.
#[derive(Clone, Copy, Debug)]
pub struct Happening {
    /// s since the start.
    pub at_s: f64,
    pub what: Change,
}

/// What happens to it.
#[derive(Clone, Copy, Debug)]
pub enum Change {
    /// It joins, idle.
    Add(Target),
    /// It gets no new requests and works off what it has.
    Drain(u32),
    /// It is gone; requests in it are lost.
    Remove(u32),
}

impl ExactCase {
    /// `targets` alike targets of kind 0 from the start to the end, bins of a minute.
    pub fn new(model: Model, targets: u32, offered: Vec<f64>) -> ExactCase {
        let target = |id| Target { id, zone: 0, kind: 0, group: 0, warms: false };
        let join = |id| Happening { at_s: 0.0, what: Change::Add(target(id)) };
        let happenings = (0..targets).map(join).collect();
        ExactCase { model, group_shares: [1.0, 0.0], offered, happenings, bin_s: 60 }
    }
}

#[cfg(test)]
mod tests;
