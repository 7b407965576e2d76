//! One class of identical targets in the fluid-flow approximation: the mean number in system and
//! the variance of the backlog, stepped a second at a time.
//!
//! After Wang, Tipper and Banerjee 1996 (pointwise stationary fluid flow); the equation of the
//! variance is ours. Latency is attributed when a request completes, by the age of the head of the
//! line.

use super::law::Wait;
use super::table::{Row, Table};
use std::collections::VecDeque;

/// Capacity of one target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Station {
    /// Parallel servers.
    pub servers: u32,
    /// Requests/s of one server.
    pub service_rate: f64,
    /// Most requests in one target: servers + queue.
    pub limit: f64,
    /// The backlog beyond which a waiting client leaves; infinite where it does not.
    pub patience: f64,
}

impl Station {
    /// Requests/s that one target can answer.
    pub fn capacity(&self) -> f64 {
        f64::from(self.servers) * self.service_rate
    }
}

/// What one target of the class did in a step.
#[derive(Clone, Copy, Debug, Default)]
pub struct Step {
    /// Requests completed.
    pub completed: f64,
    /// Requests refused since the queue was full.
    pub refused: f64,
    /// Requests that left the queue since their client gave up.
    pub abandoned: f64,
    /// Waits of the completed ones.
    pub wait: Wait,
}

/// Targets that are alike, each with the same share of the arrivals.
#[derive(Clone, Debug)]
pub struct Class {
    /// Targets.
    pub size: u32,
    /// Mean number in system, in one target.
    pub x: f64,
    /// Variance of the backlog that an arrival finds, in one target.
    pub variance: f64,
    /// Arrivals/s of one target in the last step.
    pub rate: f64,
    /// Whether it gets no new requests.
    pub draining: bool,
    accepted: f64,
    /// (time s, accepted so far), from just before the head of the line to now.
    history: VecDeque<(f64, f64)>,
}

impl Class {
    /// Idle targets that join at `now_s`.
    pub fn idle(size: u32, now_s: f64) -> Class {
        Class {
            size,
            x: 0.0,
            variance: 0.0,
            rate: 0.0,
            draining: false,
            accepted: 0.0,
            history: VecDeque::from([(now_s, 0.0)]),
        }
    }

    /// Whether the two may be treated as one: the same duty, states within 1 %.
    pub fn resembles(&self, other: &Class) -> bool {
        let near = |a: f64, b: f64| (a - b).abs() <= 0.01 * (a.max(b)) + 1e-6;
        self.draining == other.draining
            && near(self.x, other.x)
            && near(self.variance.sqrt(), other.variance.sqrt())
    }

    /// Takes the other's targets in, keeping the requests in them.
    pub fn absorb(&mut self, other: &Class) {
        let (mine, theirs) = (f64::from(self.size), f64::from(other.size));
        let all = mine + theirs;
        self.x = (self.x * mine + other.x * theirs) / all;
        self.variance = (self.variance * mine + other.variance * theirs) / all;
        self.size += other.size;
    }

    /// One step of `dt` s ending at `end_s`, with `rate` arrivals/s to each target.
    pub fn step(
        &mut self,
        station: &Station,
        table: &Table,
        rate: f64,
        dt: f64,
        end_s: f64,
    ) -> Step {
        let jump = (rate - self.rate).abs() > 0.1 * rate.max(self.rate);
        let parts = if jump && rate > 0.0 { 4 } else { 1 };
        self.rate = rate;
        let part_s = dt / f64::from(parts);
        let mut step = Step::default();
        let mut row = Row::default();
        for part in 1..=parts {
            let now_s = end_s - dt + part_s * f64::from(part);
            let flow;
            (flow, row) = self.flow(station, table, rate, part_s);
            step.completed += flow.completed;
            step.refused += flow.refused;
            step.abandoned += flow.abandoned;
            self.accepted += rate * part_s - flow.refused - flow.abandoned;
            self.history.push_back((now_s, self.accepted));
        }
        step.wait = self.wait(station, &row, end_s);
        step
    }

    /// Moves the fluid by `dt`; returns what happened and the row that held at the start.
    fn flow(&mut self, station: &Station, table: &Table, rate: f64, dt: f64) -> (Step, Row) {
        let capacity = station.capacity();
        let (row, slope) = table.row(self.x);
        let gain = capacity * slope;
        let fade = gain * dt;
        let reach = if fade > 30.0 {
            1.0 / gain
        } else if fade > 1e-9 {
            -libm::expm1(-fade) / gain
        } else {
            dt
        };
        let mut x = self.x + (rate - capacity * row.rho) * reach;
        // With the gain frozen over the step a draining backlog would overshoot: rest is not
        // crossed.
        if rate < capacity {
            let resting = if rate > 0.0 { table.resting_number(rate / capacity) } else { 0.0 };
            x = if self.x >= resting { x.max(resting) } else { x.min(resting) };
        }
        x = x.max(0.0);
        let completed = (rate * dt - (x - self.x)).clamp(0.0, capacity * dt);
        x = (self.x + rate * dt - completed).max(0.0);

        let growth = row.spread * (rate + capacity * row.rho);
        let relax = growth * dt;
        self.variance = if row.variance <= 1e-12 || relax > 30.0 * row.variance {
            row.variance
        } else {
            row.variance + (self.variance - row.variance) * libm::exp(-relax / row.variance)
        };

        let mut step = Step { completed, ..Step::default() };
        let refused = x - room(station, station.limit, rate);
        let abandoned = x - room(station, station.patience, rate);
        if refused.max(abandoned) > 0.0 {
            let excess = refused.max(abandoned);
            x -= excess;
            // A full queue keeps every server busy: what the fluid leaves idle takes from the
            // excess.
            let idle = (capacity * dt - completed).clamp(0.0, excess);
            step.completed += idle;
            let turned_away = excess - idle;
            if refused >= abandoned {
                step.refused = turned_away;
            } else {
                step.abandoned = turned_away;
            }
            self.bound_variance(station, rate, x);
        }
        self.x = x;
        (step, row)
    }

    /// A full queue leaves the backlog little freedom: the work of those in it, and the free
    /// places.
    fn bound_variance(&mut self, station: &Station, rate: f64, x: f64) {
        let waiting = (x - f64::from(station.servers)).max(0.0);
        let free = free_places(rate / station.capacity(), waiting);
        self.variance = self.variance.min(waiting + free * (free + 1.0));
    }

    /// Waits of the requests that complete now: the mean is the age of the head of the line, the
    /// spread comes from the variance of the backlog.
    fn wait(&mut self, station: &Station, row: &Row, now_s: f64) -> Wait {
        let age_s = self.head_age_s(row.queue, now_s);
        if row.wait <= 1e-9 || row.queue <= 1e-12 {
            return Wait::default();
        }
        let mean = row.queue / row.wait;
        let variance = ((self.variance + row.queue * row.queue) / row.wait - mean * mean).max(0.0);
        let mut mean_s = age_s / row.wait;
        if self.draining {
            mean_s = mean_s.max(mean / station.capacity());
        }
        Wait { share: row.wait, mean_s, variance_s2: variance / (mean * mean) * mean_s * mean_s }
    }

    /// How long ago the request that is served now arrived, if `backlog` arrived after it.
    fn head_age_s(&mut self, backlog: f64, now_s: f64) -> f64 {
        let mark = self.accepted - backlog;
        while self.history.len() > 2 && self.history[1].1 <= mark {
            self.history.pop_front();
        }
        let (start, before) = self.history[0];
        let Some(&(end, after)) = self.history.get(1) else {
            return now_s - start;
        };
        let arrived = if after > before {
            start + (end - start) * ((mark - before) / (after - before)).clamp(0.0, 1.0)
        } else {
            start
        };
        now_s - arrived
    }
}

/// The mean number at which a queue with `limit` places is as full as it gets under `rate`.
fn room(station: &Station, limit: f64, rate: f64) -> f64 {
    let load = rate / station.capacity();
    if limit.is_infinite() || load <= 1.0 {
        return limit;
    }
    limit - free_places(load, limit - f64::from(station.servers))
}

/// Mean number of free places in an overloaded queue: geometric with ratio 1 / load, as in M/M/1/K,
/// and half of them at most.
fn free_places(load: f64, places: f64) -> f64 {
    (1.0 / (load - 1.0).max(1e-9)).min(places / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATION: Station =
        Station { servers: 1, service_rate: 100.0, limit: 1e9, patience: f64::INFINITY };

    #[test]
    fn at_rest_the_wait_is_erlang_c() {
        let table = Table::new(1, 1.0, 1.0);
        for rho in [0.5, 0.8, 0.95] {
            let mut class = Class::idle(1, 0.0);
            let mut step = Step::default();
            for second in 1..3000 {
                step = class.step(&STATION, &table, rho * 100.0, 1.0, f64::from(second));
            }
            let mean_wait = step.wait.share * step.wait.mean_s;
            let exact = rho / (100.0 - rho * 100.0);
            assert!((mean_wait / exact - 1.0).abs() < 0.01, "{rho}: {mean_wait} {exact}");
            assert!((step.completed - rho * 100.0).abs() < 1e-6);
        }
    }

    #[test]
    fn overload_grows_by_the_excess_and_the_head_of_the_line_ages() {
        let table = Table::new(1, 1.0, 1.0);
        let mut class = Class::idle(1, 0.0);
        let mut step = Step::default();
        for second in 1..=60 {
            step = class.step(&STATION, &table, 150.0, 1.0, f64::from(second));
        }
        // Fifty more a second than can be served, for a minute; the head arrived after 40 s of
        // work.
        assert!((class.x - 3000.0).abs() < 60.0, "{}", class.x);
        assert!((step.wait.mean_s - 20.0).abs() < 1.0, "{}", step.wait.mean_s);
    }

    #[test]
    fn a_draining_backlog_never_goes_below_rest() {
        let table = Table::new(1, 1.0, 1.0);
        let mut class = Class::idle(1, 0.0);
        class.x = 130.0;
        for second in 1..=10 {
            class.step(&STATION, &table, 50.0, 1.0, f64::from(second));
            assert!(class.x >= table.resting_number(0.5) - 1e-9, "{}", class.x);
        }
        assert!(class.x < 1.5);
    }
}
