//! The control plane: discrete events in milliseconds. Ties break by sequence number, never by map
//! order.

pub mod kinds;
pub mod service;
pub mod task;

use super::flow::Plane;
use super::platform::MachineStep;
use super::record::Recorder;
use super::scenario::{ScalingMetric, Scenario};
use crate::facts::Rulebook;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Milliseconds since the start of the run.
pub type Ms = u64;

/// Seconds as milliseconds, rounded.
pub fn ms(seconds: f64) -> Ms {
    (seconds * 1000.0 + 0.5) as Ms
}

/// What every part of the control plane works with.
pub struct Control<'a> {
    /// The scenario as the changes so far have left it.
    pub scenario: Scenario,
    pub rules: &'a Rulebook,
    /// The time of what happens now.
    pub now: Ms,
    pub agenda: Agenda,
    pub recorder: Recorder,
    pub plane: Plane,
    /// Zones that are gone.
    pub lost_zones: Vec<bool>,
    /// Pods that their disruption budget lets be evicted, as of the platform's turn;
    /// `u32::MAX` where there is no budget.
    pub allowed_disruptions: u32,
    /// Kinds of station in use.
    pub kinds: Vec<kinds::Kind>,
}

impl Control<'_> {
    /// Whether the zone is gone.
    pub fn is_lost(&self, zone: usize) -> bool {
        self.lost_zones.get(zone).copied().unwrap_or(false)
    }

    /// Enters something for `seconds` from now.
    pub fn after(&mut self, seconds: f64, what: Happening) {
        self.agenda.enter(self.now + ms(seconds), what);
    }

    /// Counts something that the operator has to do.
    pub fn by_hand(&mut self, what: &str) {
        self.recorder.by_hand(what);
    }

    /// Time as seconds since the start.
    pub fn now_s(&self) -> f64 {
        self.now as f64 / 1000.0
    }
}

/// Something that happens at a moment.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub enum Happening {
    /// The scenario's dated change of that index.
    Change(usize),
    /// The version of that change is built from its code.
    Built(usize),
    /// The fault of that change is over.
    Over(usize),
    /// The HorizontalPodAutoscaler looks.
    Look,
    /// App Runner looks at the requests.
    Requests,
    /// A data point of a scaling metric arrives.
    MetricPoint(ScalingMetric, f64),
    /// The scheduled action of that index.
    Scheduled(usize),
    /// The next step in the life of a task.
    Task(u32, task::Step),
    /// The next step in the life of a machine.
    Machine(u32, MachineStep),
    /// The platform's loop over its machines.
    Minute,
    /// The balancer checks its targets.
    Checks,
    /// The deployment of that version may go on.
    Deployment(u32),
    /// The service scheduler tries again.
    Reconcile,
}

impl Happening {
    /// Whether it only looks at how things stand, and leaves them so where nothing moves.
    fn is_look(&self) -> bool {
        matches!(self, Happening::Requests | Happening::Checks)
    }
}

/// What is still to happen, in order of time and then of entry.
#[derive(Default)]
pub struct Agenda {
    heap: BinaryHeap<Reverse<Entry>>,
    /// A handful at most, in no order.
    looks: Vec<Entry>,
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
        let entry = Entry { at, sequence: self.sequence, what };
        if what.is_look() {
            self.looks.push(entry);
        } else {
            self.heap.push(Reverse(entry));
        }
    }

    /// The next thing that happens at or before `until`.
    pub fn next(&mut self, until: Ms) -> Option<(Ms, Happening)> {
        let look = (0..self.looks.len()).min_by_key(|place| &self.looks[*place]);
        let entry = match (look, self.heap.peek()) {
            (Some(place), other) if other.is_none_or(|other| self.looks[place] < other.0) => {
                (self.looks[place].at <= until).then(|| self.looks.swap_remove(place))
            }
            (_, Some(other)) if other.0.at <= until => self.heap.pop().map(|entry| entry.0),
            _ => None,
        };
        entry.map(|entry| (entry.at, entry.what))
    }

    /// When the next thing happens that may change something by itself, and when the next look is.
    pub fn next_at(&self) -> [Option<Ms>; 2] {
        let look = self.looks.iter().map(|entry| entry.at).min();
        [self.heap.peek().map(|entry| entry.0.at), look]
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
        agenda.enter(10, Happening::Checks);
        agenda.enter(9, Happening::Requests);
        assert_eq!(agenda.next_at(), [Some(10), Some(9)]);
        let order: Vec<_> = std::iter::from_fn(|| agenda.next(10)).map(|(_, what)| what).collect();
        assert_eq!(order, [Happening::Requests, Happening::Change(4), Happening::Checks]);
    }
}
