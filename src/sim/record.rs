//! What is written down while a run goes on. It never feeds back: leaving decisions out changes no
//! result.

use super::run::{Columns, Decision, Event, HandWork};

/// Collects columns, events and decisions.
pub struct Recorder {
    pub columns: Columns,
    pub events: Vec<Event>,
    pub decisions: Vec<Decision>,
    pub by_hand: Vec<HandWork>,
    keeps_decisions: bool,
}

impl Recorder {
    /// An empty record for `rows` rows.
    pub fn new(rows: usize, keeps_decisions: bool) -> Recorder {
        let mut columns = Columns::default();
        for column in columns.all_mut() {
            column.reserve_exact(rows);
        }
        Recorder {
            columns,
            events: Vec::new(),
            decisions: Vec::new(),
            by_hand: Vec::new(),
            keeps_decisions,
        }
    }

    /// Writes an event.
    pub fn event(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Counts something that the operator has to do.
    pub fn by_hand(&mut self, what: &str) {
        match self.by_hand.iter_mut().find(|work| work.what == what) {
            Some(work) => work.times += 1,
            None => self.by_hand.push(HandWork { what: what.into(), times: 1 }),
        }
    }

    /// Writes a decision, if decisions are kept.
    pub fn decide(&mut self, decision: impl FnOnce() -> Decision) {
        if self.keeps_decisions {
            self.decisions.push(decision());
        }
    }
}
