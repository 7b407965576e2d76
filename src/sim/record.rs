//! What is written down while a run goes on. It never feeds back: leaving decisions out changes no
//! result.

use super::run::{Columns, Decision, Event};

/// Collects columns, events and decisions.
pub struct Recorder {
    pub columns: Columns,
    pub events: Vec<Event>,
    pub decisions: Vec<Decision>,
    keeps_decisions: bool,
}

impl Recorder {
    /// An empty record for `rows` rows.
    pub fn new(rows: usize, keeps_decisions: bool) -> Recorder {
        let mut columns = Columns::default();
        for column in columns.all_mut() {
            column.reserve_exact(rows);
        }
        Recorder { columns, events: Vec::new(), decisions: Vec::new(), keeps_decisions }
    }

    /// Writes an event.
    pub fn event(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Writes a decision, if decisions are kept.
    pub fn decide(&mut self, decision: impl FnOnce() -> Decision) {
        if self.keeps_decisions {
            self.decisions.push(decision());
        }
    }
}
