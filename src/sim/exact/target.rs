//! One target with its queue: first come, first served on slots, or a shared processor.

use crate::sim::flow::{Station, Target};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// What became of an arrival.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    /// Service begins then.
    Starts(f64),
    /// Its client leaves the queue then.
    Leaves(f64),
    /// No place.
    Refused,
}

/// A target that is there.
pub struct Place {
    pub target: Target,
    pub joined_s: f64,
    /// When it will be removed; infinite if never.
    pub gone_s: f64,
    queue: Queue,
}

enum Queue {
    Slots(Slots),
    Shared(Shared),
}

/// Slots by the time at which each is free of all that is assigned to it.
struct Slots {
    free_s: Vec<f64>,
    /// When those who wait will leave the queue, rising.
    waiting: VecDeque<f64>,
    limit: usize,
}

/// A shared processor in virtual time: the service that each request has got so far.
struct Shared {
    servers: f64,
    virtual_s: f64,
    now_s: f64,
    /// Requests by the virtual time at which they are done.
    present: BinaryHeap<Reverse<Job>>,
    limit: usize,
}

/// A request on a shared processor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Job {
    done: f64,
    pub arrived_s: f64,
    pub service_s: f64,
}

impl Eq for Job {}

impl PartialOrd for Job {
    fn partial_cmp(&self, other: &Job) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Job {
    fn cmp(&self, other: &Job) -> std::cmp::Ordering {
        self.done.total_cmp(&other.done)
    }
}

impl Place {
    /// An idle target.
    pub fn new(
        target: Target,
        station: &Station,
        shared: bool,
        joined_s: f64,
        gone_s: f64,
    ) -> Place {
        // A float beyond the range of the integer becomes the largest one.
        let limit = station.queue_limit as usize;
        let servers = station.servers as usize;
        let queue = if shared {
            Queue::Shared(Shared {
                servers: servers as f64,
                virtual_s: 0.0,
                now_s: joined_s,
                present: BinaryHeap::new(),
                limit: limit.saturating_add(servers),
            })
        } else {
            let free_s = vec![joined_s; servers];
            Queue::Slots(Slots { free_s, waiting: VecDeque::new(), limit })
        };
        Place { target, joined_s, gone_s, queue }
    }

    /// Requests in it at `now_s`.
    pub fn outstanding(&mut self, now_s: f64) -> usize {
        match &mut self.queue {
            Queue::Slots(slots) => slots.outstanding(now_s),
            Queue::Shared(shared) => shared.present.len(),
        }
    }

    /// A request that needs `service_s` arrives at `now_s`; its client stays in the queue for
    /// `patience_s`. On a shared processor it starts at once and is done when [`Place::done`] says
    /// so.
    pub fn arrive(&mut self, now_s: f64, service_s: f64, patience_s: f64) -> Outcome {
        match &mut self.queue {
            Queue::Slots(slots) => slots.arrive(now_s, service_s, patience_s),
            Queue::Shared(shared) => {
                if shared.present.len() >= shared.limit {
                    return Outcome::Refused;
                }
                let done = shared.virtual_s + service_s;
                shared.present.push(Reverse(Job { done, arrived_s: now_s, service_s }));
                Outcome::Starts(now_s)
            }
        }
    }

    /// The next request of a shared processor that is done by `until_s`, with its time. To be asked
    /// until it says `None`, before anything else happens at `until_s`.
    pub fn done(&mut self, until_s: f64) -> Option<(f64, Job)> {
        match &mut self.queue {
            Queue::Slots(_) => None,
            Queue::Shared(shared) => shared.done(until_s),
        }
    }

    /// Takes a request of a shared processor away, unfinished.
    pub fn lose(&mut self) -> Option<Job> {
        match &mut self.queue {
            Queue::Slots(_) => None,
            Queue::Shared(shared) => shared.present.pop().map(|job| job.0),
        }
    }
}

impl Slots {
    fn outstanding(&mut self, now_s: f64) -> usize {
        self.settle(now_s);
        if !self.waiting.is_empty() {
            return self.waiting.len() + self.free_s.len();
        }
        self.free_s.iter().filter(|free_s| **free_s > now_s).count()
    }

    fn settle(&mut self, now_s: f64) {
        while self.waiting.front().is_some_and(|leaves_s| *leaves_s <= now_s) {
            self.waiting.pop_front();
        }
    }

    fn arrive(&mut self, now_s: f64, service_s: f64, patience_s: f64) -> Outcome {
        let mut first = 0;
        for slot in 1..self.free_s.len() {
            if self.free_s[slot] < self.free_s[first] {
                first = slot;
            }
        }
        let free_s = self.free_s[first];
        if free_s <= now_s {
            self.free_s[first] = now_s + service_s;
            return Outcome::Starts(now_s);
        }
        self.settle(now_s);
        if self.waiting.len() >= self.limit {
            return Outcome::Refused;
        }
        if free_s - now_s > patience_s {
            self.waiting.push_back(now_s + patience_s);
            return Outcome::Leaves(now_s + patience_s);
        }
        self.waiting.push_back(free_s);
        self.free_s[first] = free_s + service_s;
        Outcome::Starts(free_s)
    }
}

impl Shared {
    fn done(&mut self, until_s: f64) -> Option<(f64, Job)> {
        let count = self.present.len() as f64;
        let pace = if count > self.servers { self.servers / count } else { 1.0 };
        if let Some(Reverse(next)) = self.present.peek() {
            let at_s = self.now_s + (next.done - self.virtual_s).max(0.0) / pace;
            if at_s <= until_s {
                (self.now_s, self.virtual_s) = (at_s, next.done);
                return self.present.pop().map(|job| (at_s, job.0));
            }
        }
        self.virtual_s += (until_s - self.now_s).max(0.0) * pace;
        self.now_s = self.now_s.max(until_s);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::flow::Service;

    fn place(servers: u32, queue_limit: f64, shared: bool) -> Place {
        let service = Service { mean_s: 1.0, cv2: 1.0, delay_s: 0.0 };
        let station = Station { servers, service, queue_limit, weight: 1.0, error_share: 0.0 };
        let target = Target { id: 0, zone: 0, kind: 0, group: 0, warms: false };
        Place::new(target, &station, shared, 0.0, f64::INFINITY)
    }

    #[test]
    fn requests_start_in_order_of_arrival_on_the_first_free_slot() {
        let mut place = place(2, 2.0, false);
        let mut arrive = |at, service| place.arrive(at, service, 4.0);
        assert_eq!(arrive(0.0, 5.0), Outcome::Starts(0.0));
        assert_eq!(arrive(1.0, 2.0), Outcome::Starts(1.0));
        assert_eq!(arrive(2.0, 1.0), Outcome::Starts(3.0));
        assert_eq!(arrive(2.5, 9.0), Outcome::Starts(4.0));
        assert_eq!(arrive(2.6, 1.0), Outcome::Refused, "two wait already");
        assert_eq!(arrive(3.5, 1.0), Outcome::Starts(5.0));
        assert_eq!(arrive(4.0, 1.0), Outcome::Starts(6.0));
        assert_eq!(arrive(5.5, 20.0), Outcome::Starts(7.0));
        assert_eq!(arrive(8.0, 1.0), Outcome::Leaves(12.0), "no slot before 13");
        assert_eq!(place.outstanding(8.0), 3);
    }

    #[test]
    fn a_shared_processor_serves_all_at_once() {
        let mut place = place(1, 10.0, true);
        assert_eq!(place.arrive(0.0, 1.0, 9.0), Outcome::Starts(0.0));
        assert_eq!(place.done(0.5), None);
        place.arrive(0.5, 2.0, 9.0);
        // Half done when the second comes: the rest takes twice as long.
        let (at, job) = place.done(9.0).expect("the first");
        assert!((at - 1.5).abs() < 1e-12 && job.arrived_s == 0.0);
        let (at, _) = place.done(9.0).expect("the second");
        assert!((at - 3.0).abs() < 1e-12, "{at}");
        assert_eq!(place.done(9.0), None);
    }
}
