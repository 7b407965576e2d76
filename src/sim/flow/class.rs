//! One class of identical targets in the fluid-flow approximation: the mean number in system and
//! the variance of the backlog, stepped by a second or a calm while at a time.
//!
//! After Wang, Tipper and Banerjee 1996 (pointwise stationary fluid flow); the equation of the
//! variance is ours. Latency is attributed when a request completes, by the age of the head of the
//! line.

mod age;
mod steady;

use super::backlog::{Backlog, Cut, Hold, LEAST_PART};
use super::law::Wait;
use super::table::{Row, Shape, Spot, Table};
use std::collections::VecDeque;

/// A backlog counts as one from this multiple of what waits at rest on, and to that one.
const LEAST_FRESH: f64 = 2.0;
const LEAST_LEFT: f64 = 0.2;

/// Fewer requests than this in a target are none.
const IDLE: f64 = 1e-6;

/// What makes targets of one class alike, besides their state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Zone; 0 for all where the balancer does not care.
    pub zone: u8,
    pub kind: u8,
    pub group: u8,
    /// Whether it gets no new requests.
    pub draining: bool,
    /// Sticky flows that each target holds; 0 where flows do not count.
    pub flows: u32,
}

/// The station that a class is stepped as: one target, or a pool of targets with one queue.
#[derive(Clone, Copy, Debug)]
pub struct Pool {
    /// Targets in it.
    pub targets: f64,
    /// Requests/s.
    pub capacity: f64,
    /// Mean service time, s.
    pub service_s: f64,
    /// Squared coefficient of variation of the service time.
    pub service_cv2: f64,
    /// Whether all requests in it share its processors at once.
    pub shares_processor: bool,
}

/// What one pool did in a step.
#[derive(Clone, Copy, Debug, Default)]
pub struct Step {
    /// Requests completed.
    pub completed: f64,
    /// Requests that found no place.
    pub refused: f64,
    /// Waits of the completed ones, but for those of `late`.
    pub wait: Wait,
    /// Completed ones out of a backlog that others have worked off, and their waits.
    pub late: Option<(f64, Wait)>,
}

/// What comes to a pool in a step.
struct Inflow {
    /// Requests/s.
    rate: f64,
    /// Number in system at rest under it.
    resting: f64,
    /// Most that the pool holds.
    most: f64,
    /// What holds then, once asked for.
    rest: Option<Row>,
}

impl Inflow {
    fn new(pool: &Pool, table: &mut Table, rate: f64) -> Inflow {
        let resting = table.resting_number(rate / pool.capacity);
        let most = f64::from(table.shape.servers) + table.shape.places;
        Inflow { rate, resting, most, rest: None }
    }

    fn rest(&mut self, table: &mut Table, mut hint: u32) -> Row {
        *self.rest.get_or_insert_with(|| table.spot(self.resting, &mut hint).row)
    }
}

/// How the number in system of a pool moves.
struct Flux {
    /// What comes in beyond what goes, requests/s.
    net: f64,
    /// How much that falls with each request more in the system, 1/s.
    gain: f64,
}

impl Flux {
    fn new(pool: &Pool, spot: &Spot, rate: f64, variance: f64) -> Flux {
        let (row, capacity) = (&spot.row, pool.capacity);
        let idle = Hold::new(row, variance).idle;
        let busy = 1.0 - ((1.0 - row.rho) * idle).min(1.0);
        Flux {
            net: rate * (1.0 - row.blocked) - capacity * busy,
            gain: capacity * spot.rho_slope * idle + rate * spot.blocked_slope,
        }
    }
}

/// Targets that are alike, each with the same share of the arrivals.
#[derive(Clone, Debug)]
pub struct Class {
    pub key: Key,
    /// Targets.
    pub size: u32,
    /// Mean number in system, in one target.
    pub x: f64,
    /// Variance of the backlog that an arrival finds, in one pool.
    pub variance: f64,
    /// Arrivals/s of one target in the last step.
    pub rate: f64,
    /// When the slow start began, s; long ago where there is none.
    pub warm_from_s: f64,
    /// Requests waiting in one target, at the end of the last step.
    pub queue: f64,
    /// Busy share of the servers in the last step, 0–1.
    pub utilisation: f64,
    /// Where the last search in the table ended.
    hint: u32,
    /// What was found last: for a table of that shape with that number in a pool.
    found: Option<(Shape, f64, Spot)>,
    /// Whether a backlog is being worked off.
    backlogged: bool,
    accepted: f64,
    /// (time s, accepted so far by one target), from just before the head of the line to now.
    history: VecDeque<(f64, f64)>,
}

impl Class {
    /// An idle target that joins at `now_s`.
    pub fn idle(key: Key, now_s: f64) -> Class {
        Class {
            key,
            size: 1,
            x: 0.0,
            variance: 0.0,
            rate: 0.0,
            warm_from_s: f64::NEG_INFINITY,
            queue: 0.0,
            utilisation: 0.0,
            hint: 0,
            found: None,
            backlogged: false,
            accepted: 0.0,
            history: VecDeque::from([(now_s, 0.0)]),
        }
    }

    /// Where the last search in the table ended, for another search nearby.
    pub fn hint(&self) -> u32 {
        self.hint
    }

    /// Whether the two may be treated as one: the same key, states within 1 %, slow starts within
    /// `warm_s`. Pools (`central`) have variances of their own.
    pub fn resembles(&self, other: &Class, warm_s: f64, central: bool) -> bool {
        let near = |a: f64, b: f64| (a - b).abs() <= 0.01 * a.max(b) + 1e-6;
        // The next requests go to where there are fewer until the difference is gone.
        let level = central && (self.x - other.x).abs() <= 0.05 * self.x.max(other.x) + 0.1;
        self.key == other.key
            && (level || near(self.x, other.x))
            && (central || near(self.variance.sqrt(), other.variance.sqrt()))
            && (self.warm_from_s == other.warm_from_s
                || (self.warm_from_s - other.warm_from_s).abs() <= warm_s)
    }

    /// Takes the other's targets in, keeping the requests in them.
    pub fn absorb(&mut self, other: &Class) {
        let (mine, theirs) = (f64::from(self.size), f64::from(other.size));
        let mean =
            |a: f64, b: f64| if a == b { a } else { (a * mine + b * theirs) / (mine + theirs) };
        self.x = mean(self.x, other.x);
        self.variance = mean(self.variance, other.variance);
        self.queue = mean(self.queue, other.queue);
        self.warm_from_s = mean(self.warm_from_s, other.warm_from_s);
        self.size += other.size;
    }

    /// A target leaves; a pool (`central`) has what is left of its backlog's spread.
    pub fn shrink(&mut self, central: bool) {
        let left = self.size - 1;
        if central && !self.key.draining {
            let part = f64::from(left) / f64::from(self.size);
            self.variance *= part * part;
        }
        self.size = left;
    }

    /// One target of the class by itself, as it leaves a pool (`central`).
    pub fn one(&self, key: Key, central: bool) -> Class {
        let part = if central && !self.key.draining { 1.0 / f64::from(self.size) } else { 1.0 };
        Class { key, size: 1, variance: self.variance * part * part, ..self.clone() }
    }

    /// One step of `dt` s ending at `end_s`, with `rate` arrivals/s to each target.
    pub fn step(
        &mut self,
        pool: &Pool,
        table: &mut Table,
        cut: &Cut,
        rate: f64,
        dt: f64,
        end_s: f64,
    ) -> Step {
        let jump = (rate - self.rate).abs() > 0.1 * rate.max(self.rate);
        self.rate = rate;
        if self.is_idle() {
            return self.rest(pool, end_s);
        }
        let mut inflow = Inflow::new(pool, table, rate * pool.targets);
        let mut step = Step::default();
        let mut spot = self.spot(pool, table);
        let mut backlog = self.backlog(pool, table, cut, &mut inflow);
        let parts = match &backlog {
            Some(backlog) if backlog.is_deep(pool, inflow.rate, dt) => 1,
            Some(_) => 4,
            None if jump && rate > 0.0 => 4,
            None => 1,
        };
        let part_s = dt / f64::from(parts);
        for part in 1..=parts {
            let flow = match &backlog {
                Some(backlog) => self.drain(pool, backlog, inflow.rate, part_s),
                None => self.flow(pool, &spot, &inflow, part_s),
            };
            // A backlog is worked off by itself: what holds at rest with as many is not asked for.
            if backlog.is_none() {
                spot = self.spot(pool, table);
                self.spread(pool, &spot, inflow.rate, part_s);
            }
            let was_backlogged = backlog.is_some();
            step.completed += flow.completed;
            step.refused += flow.refused;
            self.accepted += rate * part_s - flow.refused / pool.targets;
            self.history.push_back((end_s - dt + part_s * f64::from(part), self.accepted));
            backlog = self.backlog(pool, table, cut, &mut inflow);
            if was_backlogged && (backlog.is_none() || part == parts) {
                spot = self.spot(pool, table);
            }
        }
        self.queue = spot.row.queue / pool.targets;
        self.utilisation = (step.completed / (pool.capacity * dt)).min(1.0);
        match backlog {
            Some(backlog) if !pool.shares_processor => {
                let done = backlog.done_share(pool, inflow.rate);
                step.wait = backlog.done_wait(inflow.rate);
                let (ahead, variance) = backlog.ahead();
                let row = Row { queue: ahead, wait: 1.0, spread: backlog.rest.spread, ..spot.row };
                let wait = self.wait(pool, &row, variance, end_s);
                step.late = Some((step.completed * (1.0 - done), wait));
                step.completed *= done;
            }
            _ => step.wait = self.wait(pool, &spot.row, self.variance, end_s),
        }
        step
    }

    /// Whether there is nothing to do in it.
    pub fn is_idle(&self) -> bool {
        self.x < IDLE && self.rate == 0.0
    }

    /// A step without requests; what is left of one is counted as done.
    fn rest(&mut self, pool: &Pool, end_s: f64) -> Step {
        let completed = std::mem::take(&mut self.x) * pool.targets;
        (self.variance, self.queue, self.utilisation) = (0.0, 0.0, 0.0);
        self.backlogged = false;
        self.history.clear();
        self.history.push_back((end_s, self.accepted));
        Step { completed, ..Step::default() }
    }

    /// What holds at rest with as many in a pool as there are.
    fn spot(&mut self, pool: &Pool, table: &mut Table) -> Spot {
        let x = self.x * pool.targets;
        match self.found {
            Some((shape, at, spot)) if at == x && shape == table.shape => spot,
            _ => {
                let spot = table.spot(x, &mut self.hint);
                self.found = Some((table.shape, x, spot));
                spot
            }
        }
    }

    /// The backlog that is being worked off under that inflow, if there is one.
    fn backlog(
        &mut self,
        pool: &Pool,
        table: &mut Table,
        cut: &Cut,
        inflow: &mut Inflow,
    ) -> Option<Backlog> {
        let was = std::mem::take(&mut self.backlogged);
        let x = self.x * pool.targets;
        if inflow.rate > 0.98 * pool.capacity || (!was && x <= inflow.resting + 2.0) {
            return None;
        }
        let rest = inflow.rest(table, self.hint);
        let least = if was { LEAST_LEFT } else { LEAST_FRESH };
        let found = Backlog::find(x, self.variance, &rest, least, cut);
        self.backlogged = found.is_some();
        found
    }

    /// Works a backlog off by `dt`.
    fn drain(&mut self, pool: &Pool, backlog: &Backlog, rate: f64, dt: f64) -> Step {
        let before = self.x * pool.targets;
        let next = backlog.drain(pool, rate, dt);
        self.variance = next.variance + next.rest.variance;
        self.x = (next.rest.x + next.mean) / pool.targets;
        // All that comes is accepted: the queue is no longer than it was.
        let completed = (rate * dt - (self.x * pool.targets - before)).max(0.0);
        Step { completed, ..Step::default() }
    }

    /// Moves the fluid by `dt`.
    fn flow(&mut self, pool: &Pool, spot: &Spot, inflow: &Inflow, dt: f64) -> Step {
        let Inflow { rate, resting, most, .. } = *inflow;
        let capacity = pool.capacity;
        let before = self.x * pool.targets;
        let row = &spot.row;
        let Flux { net, gain } = Flux::new(pool, spot, rate, self.variance);
        let fade = gain * dt;
        let reach = if fade > 30.0 {
            1.0 / gain
        } else if fade > 1e-9 {
            -libm::expm1(-fade) / gain
        } else {
            dt
        };
        let mut x = before + net * reach;
        // With the gain frozen over the step a draining backlog would overshoot: rest is not
        // crossed.
        x = if before >= resting { x.max(resting) } else { x.min(resting) }.max(0.0);
        // Refusals by the mean number over the step, completions by what is then left.
        let risen = if fade > 1e-9 { net * (dt - reach) / gain } else { 0.5 * net * dt * dt };
        let blocked = row.blocked * dt + spot.blocked_slope * risen;
        let mut refused = (rate * blocked).clamp(0.0, rate * dt);
        let completed = (rate * dt - refused - (x - before)).clamp(0.0, capacity * dt);
        x = (before + rate * dt - refused - completed).max(0.0);
        // Within a sudden rise refusals set in too late.
        let over = (x - most).clamp(0.0, rate * dt - refused);
        (x, refused) = (x - over, refused + over);
        self.x = x / pool.targets;
        Step { completed, refused, ..Step::default() }
    }

    /// Moves the variance by `dt` towards that of rest where the fluid now stands. What holds it
    /// back is how often the backlog meets nothing: d/dt E[x²] has no other term (a diffusion
    /// reflected at nothing).
    fn spread(&mut self, pool: &Pool, spot: &Spot, rate: f64, dt: f64) {
        let row = &spot.row;
        let growth = row.spread * (rate + pool.capacity * row.rho) * dt;
        let rest = row.variance;
        if rest <= 1e-12 || growth > 30.0 * rest {
            self.variance = rest;
            return;
        }
        let old = self.variance;
        let held = Hold::new(row, old).spread;
        let fade = growth * held / old.max(LEAST_PART * rest);
        let grown = if fade < 1e-6 { growth } else { -growth * libm::expm1(-fade) / fade };
        let new = old * libm::exp(-fade) + grown;
        self.variance = if old < rest { new.min(rest) } else { new.max(rest) };
    }
}

#[cfg(test)]
mod tests;
