//! A backlog that drains. Some targets have worked theirs off while others are still full, so that
//! the mean alone would end it too sharply: the backlog beyond rest is taken as a normal law cut
//! off at nothing. Its first two moments obey exact equations (a diffusion absorbed at rest), and
//! the share of targets that are done follows from them.

use super::class::Pool;
use super::law::Wait;
use super::table::Row;

/// The backlog of a pool beyond what stands in it at rest.
#[derive(Clone, Copy, Debug)]
pub struct Backlog {
    /// Mean over all, those that are done among them.
    pub mean: f64,
    /// Variance over all.
    pub variance: f64,
    /// Share of the targets that are done.
    pub done: f64,
    /// What holds where they are done.
    pub rest: Row,
}

impl Backlog {
    /// The backlog in a pool with `x` in system and that variance; `None` where it is less than
    /// `least` of what waits at rest, since a small one fades as at rest.
    pub fn find(x: f64, variance: f64, rest: &Row, least: f64, cut: &Cut) -> Option<Backlog> {
        let mean = x - rest.x;
        if mean <= least * (rest.queue + rest.spread) {
            return None;
        }
        let squared = mean * mean;
        let variance = (variance - rest.variance).max(1e-6 * squared);
        let deep = variance < DEEP * squared;
        let done = if deep { 0.0 } else { 1.0 - cut.left(squared / (squared + variance)) };
        Some(Backlog { mean, variance, done, rest: *rest })
    }

    /// Whether none will be done in the next `dt` s: then it drains in a straight line.
    pub fn is_deep(&self, pool: &Pool, rate: f64, dt: f64) -> bool {
        let next = self.drain(pool, rate, dt);
        self.done == 0.0 && next.variance < DEEP * next.mean * next.mean
    }

    /// Moves on by `dt` s under `rate` requests/s.
    pub fn drain(&self, pool: &Pool, rate: f64, dt: f64) -> Backlog {
        let drift = (pool.capacity - rate) * dt;
        let mean = (self.mean - (1.0 - self.done) * drift).max(0.0);
        let growth = self.rest.spread * (rate + pool.capacity) * dt;
        let moment = self.variance + self.mean * self.mean + (1.0 - self.done) * growth
            - drift * (self.mean + mean);
        Backlog { mean, variance: (moment - mean * mean).max(0.0), ..*self }
    }

    /// Share of the completions that come from where it is done.
    pub fn done_share(&self, pool: &Pool, rate: f64) -> f64 {
        let done = self.done * rate;
        done / (done + (1.0 - self.done) * pool.capacity)
    }

    /// Mean and variance of what stands before an arrival where it is not done.
    pub fn ahead(&self) -> (f64, f64) {
        let left = (1.0 - self.done).max(1e-6);
        let mean = self.mean / left;
        let moment = (self.variance + self.mean * self.mean) / left;
        let variance = (moment - mean * mean).max(0.0);
        (mean + self.rest.queue, variance + self.rest.variance)
    }

    /// Waits where it is done.
    pub fn done_wait(&self, rate: f64) -> Wait {
        let rest = &self.rest;
        if rest.wait <= 1e-9 || rate <= 0.0 {
            return Wait::default();
        }
        let mean = rest.queue / rest.wait;
        let variance = (rest.variance + rest.queue * rest.queue) / rest.wait - mean * mean;
        let (mean_s, variance_s2) = (mean / rate, variance.max(0.0) / (rate * rate));
        Wait { share: rest.wait, mean_s, variance_s2 }
    }
}

/// How the variance of a backlog holds the fluid back.
#[derive(Clone, Copy, Debug)]
pub struct Hold {
    /// How much less idle the servers are than at rest with this number in system, since the
    /// backlog varies by less: in overload none is near empty.
    pub idle: f64,
    /// Share of its growth that the variance loses for meeting nothing.
    pub spread: f64,
}

impl Hold {
    /// As a normal law cut off at nothing has it (an exponential one, that of rest, is its limit),
    /// fitted within 0.003.
    pub fn new(row: &Row, variance: f64) -> Hold {
        // A short queue is a law of few steps: there the variance fades as it does at rest.
        let depth = (1.0 - row.spread / row.queue.max(1e-300)).max(0.0);
        let part = variance / row.variance.max(1e-300);
        if part >= 1.0 || depth <= 0.0 {
            return Hold { idle: 1.0, spread: part };
        }
        let excess = 1.0 / part.max(LEAST_PART) - 1.0;
        let bend = 0.36 * excess / (1.0 + excess * (1.84 + 0.55 * excess));
        let idle = libm::exp(-excess * (0.5 + bend));
        Hold { idle: 1.0 - depth * (1.0 - idle), spread: part + depth * (idle - part) }
    }
}

/// A variance below this part of that at rest is as good as none.
pub const LEAST_PART: f64 = 1.0 / 60.0;

/// Below this ratio of the variance to the squared mean nothing of a normal law is cut off.
const DEEP: f64 = 0.04;

/// What is left of a normal law that is cut off at nothing, as a table.
pub struct Cut {
    /// Squared mean over mean square of what results, and its share, both rising from 0 to 1.
    points: Vec<(f64, f64)>,
}

/// Points of the table: the deviates of the law's own mean, above nothing, from the first on.
const FIRST_DEVIATE: f64 = -6.0;
const DEVIATES_APART: f64 = 0.1;
const POINTS: u32 = 116;

impl Cut {
    /// The table.
    pub fn new() -> Cut {
        let point = |index: u32| {
            let deviate = FIRST_DEVIATE + DEVIATES_APART * f64::from(index);
            let density = 0.398_942_280_401_432_7 * libm::exp(-0.5 * deviate * deviate);
            let left = 0.5 * libm::erfc(-deviate * std::f64::consts::FRAC_1_SQRT_2);
            let mean = density + deviate * left;
            let square = (1.0 + deviate * deviate) * left + deviate * density;
            (mean * mean / square, left)
        };
        let inner = (0..POINTS).map(point);
        Cut { points: [(0.0, 0.0)].into_iter().chain(inner).chain([(1.0, 1.0)]).collect() }
    }

    /// The share that is left, 0–1, by the squared mean over the mean square, 0–1.
    fn left(&self, evenness: f64) -> f64 {
        let next = self.points.partition_point(|(known, _)| *known <= evenness);
        let next = next.clamp(1, self.points.len() - 1);
        let ((low, less), (high, more)) = (self.points[next - 1], self.points[next]);
        (less + (more - less) * (evenness - low) / (high - low)).min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exponential_law_and_an_uncut_one_are_the_ends() {
        let cut = Cut::new();
        // Cut far above its mean, a normal law ends like an exponential one: E[X²] = 2 E[X]² / p.
        assert!((cut.left(1e-6) / 2e-6 - 1.0).abs() < 0.06);
        // At its mean half of it is left, with E[X] = φ(0) and E[X²] = 1/2.
        assert!((cut.left(1.0 / std::f64::consts::PI) - 0.5).abs() < 1e-3);
        assert!((cut.left(0.97) - 1.0).abs() < 1e-6);
        assert!(cut.left(0.0) == 0.0 && cut.left(1.0) == 1.0);
    }

    #[test]
    fn a_deep_backlog_drains_by_the_drift_and_a_shallow_one_slower() {
        let pool = Pool {
            targets: 1.0,
            capacity: 20.0,
            service_s: 0.05,
            service_cv2: 1.0,
            shares_processor: false,
        };
        let rest = Row { x: 1.0, spread: 1.0, ..Row::default() };
        let cut = Cut::new();
        let deep = Backlog::find(1001.0, 400.0, &rest, 2.0, &cut).expect("a backlog");
        let next = deep.drain(&pool, 10.0, 1.0);
        assert!((deep.mean - next.mean - 10.0).abs() < 1e-9);
        assert!((next.variance - 430.0).abs() < 1e-6, "both directions add their luck");
        let shallow = Backlog::find(21.0, 900.0, &rest, 2.0, &cut).expect("a backlog");
        assert!(shallow.done > 0.4 && shallow.mean - shallow.drain(&pool, 10.0, 1.0).mean < 6.0);
    }
}
