//! One class of identical targets in the fluid-flow approximation: the mean number in system and
//! the variance of the backlog, stepped by a second or a calm while at a time.
//!
//! After Wang, Tipper and Banerjee 1996 (pointwise stationary fluid flow); the equation of the
//! variance is ours. Latency is attributed when a request completes, by the age of the head of the
//! line.

use super::law::Wait;
use super::table::{Spot, Table};
use std::collections::VecDeque;

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
    /// For shared processors: squared coefficient of variation of the service; else `None`.
    pub shared_cv2: Option<f64>,
}

/// What one pool did in a step.
#[derive(Clone, Copy, Debug, Default)]
pub struct Step {
    /// Requests completed.
    pub completed: f64,
    /// Requests that found no place.
    pub refused: f64,
    /// Waits of the completed ones.
    pub wait: Wait,
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
        self.key == other.key
            && near(self.x, other.x)
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

    /// Whether one long step under these rates, requests/s of one target, is as good as many short
    /// ones: near rest and far from overload. Relaxation is exponential.
    pub fn is_calm(&self, pool: &Pool, table: &mut Table, low: f64, high: f64) -> bool {
        let most = high * pool.targets / pool.capacity;
        if most > 0.8 || (high - low).max(high - self.rate) > 0.02 * high + 1e-9 {
            return false;
        }
        let resting = table.resting_number(0.5 * (low + high) * pool.targets / pool.capacity);
        (self.x * pool.targets - resting).abs() <= 0.03 * resting + 1e-3
    }

    /// One step of `dt` s ending at `end_s`, with `rate` arrivals/s to each target.
    pub fn step(&mut self, pool: &Pool, table: &mut Table, rate: f64, dt: f64, end_s: f64) -> Step {
        let jump = (rate - self.rate).abs() > 0.1 * rate.max(self.rate);
        let parts = if jump && rate > 0.0 { 4 } else { 1 };
        self.rate = rate;
        let part_s = dt / f64::from(parts);
        let mut step = Step::default();
        let mut spot = table.spot(self.x * pool.targets, &mut self.hint);
        for part in 1..=parts {
            let flow = self.flow(pool, table, &spot, rate * pool.targets, part_s);
            spot = table.spot(self.x * pool.targets, &mut self.hint);
            self.spread(pool, &spot, rate * pool.targets, part_s);
            step.completed += flow.completed;
            step.refused += flow.refused;
            self.accepted += rate * part_s - flow.refused / pool.targets;
            self.history.push_back((end_s - dt + part_s * f64::from(part), self.accepted));
        }
        self.queue = spot.row.queue / pool.targets;
        self.utilisation = (step.completed / (pool.capacity * dt)).min(1.0);
        step.wait = self.wait(pool, &spot, end_s);
        step
    }

    /// Moves the fluid by `dt` under `rate` arrivals/s at the pool.
    fn flow(&mut self, pool: &Pool, table: &mut Table, spot: &Spot, rate: f64, dt: f64) -> Step {
        let capacity = pool.capacity;
        let before = self.x * pool.targets;
        let row = &spot.row;
        let net = rate * (1.0 - row.blocked) - capacity * row.rho;
        let gain = capacity * spot.rho_slope + rate * spot.blocked_slope;
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
        let resting = table.resting_number(rate / capacity);
        x = if before >= resting { x.max(resting) } else { x.min(resting) }.max(0.0);
        // Refusals by the mean number over the step, completions by what is then left.
        let risen = if fade > 1e-9 { net * (dt - reach) / gain } else { 0.5 * net * dt * dt };
        let blocked = row.blocked * dt + spot.blocked_slope * risen;
        let refused = (rate * blocked).clamp(0.0, rate * dt);
        let completed = (rate * dt - refused - (x - before)).clamp(0.0, capacity * dt);
        x = (before + rate * dt - refused - completed).max(0.0);
        self.x = x / pool.targets;
        Step { completed, refused, wait: Wait::default() }
    }

    /// Moves the variance by `dt` towards that of rest where the fluid now stands.
    fn spread(&mut self, pool: &Pool, spot: &Spot, rate: f64, dt: f64) {
        let row = &spot.row;
        let growth = row.spread * (rate + pool.capacity * row.rho) * dt;
        self.variance = if row.variance <= 1e-12 || growth > 30.0 * row.variance {
            row.variance
        } else {
            row.variance + (self.variance - row.variance) * libm::exp(-growth / row.variance)
        };
    }

    /// Waits of the requests that complete now: the mean is the age of the head of the line, the
    /// spread comes from the variance of the backlog.
    fn wait(&mut self, pool: &Pool, spot: &Spot, now_s: f64) -> Wait {
        let row = &spot.row;
        let age_s = self.head_age_s(row.queue / pool.targets, now_s);
        if let Some(cv2) = pool.shared_cv2 {
            return shared_wait(pool, row.x, row.rho, cv2);
        }
        if row.wait <= 1e-9 || row.queue <= 1e-12 {
            return Wait::default();
        }
        let mean = row.queue / row.wait;
        let variance = ((self.variance + row.queue * row.queue) / row.wait - mean * mean).max(0.0);
        let mut mean_s = age_s / row.wait;
        if self.key.draining {
            mean_s = mean_s.max(mean / pool.capacity);
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
        if before > 1e6 {
            // Small numbers keep their digits.
            self.accepted -= before;
            self.history.iter_mut().for_each(|(_, accepted)| *accepted -= before);
        }
        now_s - arrived
    }
}

/// What sharing the processor adds to a request's own service time. The mean is exact at rest
/// (S / (1 − ρ) for one server, whatever the spread); the variance is that of M/M/1 (Coffman, Muntz
/// and Trotter 1970), carried over.
fn shared_wait(pool: &Pool, x: f64, rho: f64, cv2: f64) -> Wait {
    let response_s = (x / (pool.capacity * rho).max(1e-12)).max(pool.service_s);
    let mean_s = response_s - pool.service_s;
    let spread = cv2 + 2.0 * rho / (2.0 - rho);
    let service = cv2 * pool.service_s * pool.service_s;
    let variance_s2 = (spread * response_s * response_s - service).max(0.0);
    Wait { share: 1.0, mean_s, variance_s2 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::flow::table::{Arrivals, Shape};

    const KEY: Key = Key { zone: 0, kind: 0, group: 0, draining: false, flows: 0 };
    const POOL: Pool = Pool { targets: 1.0, capacity: 100.0, service_s: 0.01, shared_cv2: None };

    fn table() -> Table {
        let arrivals = Arrivals::Random;
        Table::new(Shape { servers: 1, arrivals, service_cv2: 1.0, places: f64::INFINITY })
    }

    #[test]
    fn at_rest_the_wait_is_erlang_c() {
        let mut table = table();
        for (rho, tolerance) in
            [(0.5, 1e-6), (0.75, 1e-6), (0.9375, 1e-6), (0.8, 2e-3), (0.95, 2e-3)]
        {
            let mut class = Class::idle(KEY, 0.0);
            let mut step = Step::default();
            for second in 1..3000 {
                step = class.step(&POOL, &mut table, rho * 100.0, 1.0, f64::from(second));
            }
            let mean_wait = step.wait.share * step.wait.mean_s;
            let exact = rho / (100.0 - rho * 100.0);
            assert!((mean_wait / exact - 1.0).abs() < tolerance, "{rho}: {mean_wait} {exact}");
            assert!((step.completed - rho * 100.0).abs() < 1e-6);
        }
    }

    #[test]
    fn overload_grows_by_the_excess_and_the_head_of_the_line_ages() {
        let mut table = table();
        let mut class = Class::idle(KEY, 0.0);
        let mut step = Step::default();
        for second in 1..=60 {
            step = class.step(&POOL, &mut table, 150.0, 1.0, f64::from(second));
        }
        // Fifty more a second than can be served, for a minute; the head arrived after 40 s of
        // work.
        assert!((class.x - 3000.0).abs() < 60.0, "{}", class.x);
        assert!((step.wait.mean_s - 20.0).abs() < 1.0, "{}", step.wait.mean_s);
    }

    #[test]
    fn a_draining_backlog_never_goes_below_rest() {
        let mut table = table();
        let mut class = Class::idle(KEY, 0.0);
        class.x = 130.0;
        for second in 1..=10 {
            class.step(&POOL, &mut table, 50.0, 1.0, f64::from(second));
            assert!(class.x >= table.resting_number(0.5) - 1e-9, "{}", class.x);
        }
        assert!(class.x < 1.5);
    }
}
