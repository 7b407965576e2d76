//! The control plane: discrete events in milliseconds. Ties break by sequence number, never by map
//! order.

pub mod service;
pub mod task;
pub mod tracking;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Milliseconds since the start of the run.
pub type Ms = u64;

/// Something that happens at a moment.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub enum Happening {
    /// The scenario's dated change of that index.
    Change(usize),
    /// A data point of the scaling metric arrives: mean utilisation of one period, percent.
    MetricPoint(f64),
    /// The next step in the life of a task.
    Task(u32, task::Step),
}

/// What is still to happen, in order of time and then of entry.
#[derive(Default)]
pub struct Agenda {
    heap: BinaryHeap<Reverse<Entry>>,
    sequence: u64,
}

struct Entry {
    at: Ms,
    sequence: u64,
    what: Happening,
}

impl Agenda {
    /// Enters something for `at`.
    pub fn enter(&mut self, at: Ms, what: Happening) {
        self.sequence += 1;
        self.heap.push(Reverse(Entry { at, sequence: self.sequence, what }));
    }

    /// When the next thing is due.
    pub fn due(&self) -> Option<Ms> {
        self.heap.peek().map(|entry| entry.0.at)
    }

    /// The next thing that happens at or before `until`.
    pub fn next(&mut self, until: Ms) -> Option<(Ms, Happening)> {
        if self.heap.peek()?.0.at > until {
            return None;
        }
        self.heap.pop().map(|entry| (entry.0.at, entry.0.what))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        (self.at, self.sequence) == (other.at, other.sequence)
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Entry) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Entry) -> std::cmp::Ordering {
        (self.at, self.sequence).cmp(&(other.at, other.sequence))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_keep_the_order_of_entry() {
        let mut agenda = Agenda::default();
        agenda.enter(5, Happening::Change(1));
        agenda.enter(3, Happening::Change(2));
        agenda.enter(5, Happening::Change(3));
        let order: Vec<_> = std::iter::from_fn(|| agenda.next(9)).map(|(_, what)| what).collect();
        assert_eq!(order, [Happening::Change(2), Happening::Change(1), Happening::Change(3)]);
        agenda.enter(10, Happening::Change(4));
        assert_eq!(agenda.next(9), None);
    }
}
