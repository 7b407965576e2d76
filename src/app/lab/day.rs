//! A simulated day as the lab draws it: the run with what is read from it once. Pure.

use crate::app::chart::Span;
use crate::sim::{Run, Scenario};
use std::sync::Arc;

use super::fleet_model::Fleet;
use super::machine_kind::Kinds;
use super::moments::{self, Moment};
use super::{why_text, words};

/// A simulated day with the scenario it belongs to.
pub struct Day {
    pub scenario: Scenario,
    pub run: Arc<Run>,
    pub moments: Vec<Moment>,
    pub fleet: Fleet,
    /// What the tasks run on, where that is seen.
    pub kinds: Option<Kinds>,
}

impl Day {
    /// The row of the columns that holds a moment.
    pub fn row(&self, t_s: u32) -> usize {
        let rows = self.run.columns.offered_rps.len();
        ((t_s / self.run.step_s.max(1)) as usize).min(rows.saturating_sub(1))
    }

    /// Local time of a moment, `13:32:30`.
    pub fn clock(&self, t_s: u32) -> String {
        words::clock(words::second_of_start(&self.scenario.start) + t_s)
    }

    /// Places of the moments that fall into the span.
    pub fn moments_in(&self, span: Span) -> std::ops::Range<usize> {
        moments::within(&self.moments, span.from_s, span.to_s)
    }

    /// The decision at that place in one line: time, who, what.
    pub fn announced(&self, index: usize) -> Option<String> {
        let start_s = words::second_of_start(&self.scenario.start);
        let (moment, platform) = (self.moments.get(index)?, self.scenario.platform);
        Some(why_text::announced(&self.run, start_s, moment, platform))
    }
}
