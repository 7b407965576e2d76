//! What is counted while the plane runs: requests by outcome, and waits by their moments.

use super::law::{Service, Wait};
use super::model::KINDS;

/// Requests by outcome. Offered = completed + refused + abandoned + no target + lost + the change
/// of what is in flight.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Attempts, retries among them.
    pub offered: f64,
    /// Attempts that were retries.
    pub retried: f64,
    /// Work done, for whomever. Answers that came too late are counted out by [`Waits::within`].
    pub completed: f64,
    /// Completed ones that were answered with an error.
    pub errors: f64,
    /// Turned away since the queue was full.
    pub refused: f64,
    /// Left the queue since the client gave up.
    pub abandoned: f64,
    /// Clients that gave up, abandoned ones among them; counted only where clients retry.
    pub timed_out: f64,
    /// No target to send them to.
    pub no_target: f64,
    /// Their target went away with them.
    pub lost: f64,
    /// Server seconds used, by kind.
    pub busy_s: [f64; KINDS],
}

impl Tally {
    /// Adds another one.
    pub fn add(&mut self, other: &Tally) {
        self.offered += other.offered;
        self.retried += other.retried;
        self.completed += other.completed;
        self.errors += other.errors;
        self.refused += other.refused;
        self.abandoned += other.abandoned;
        self.timed_out += other.timed_out;
        self.no_target += other.no_target;
        self.lost += other.lost;
        for (busy, more) in self.busy_s.iter_mut().zip(&other.busy_s) {
            *busy += more;
        }
    }
}

/// More windows than this are merged, the nearest of a kind first.
const WINDOWS: usize = 12;

/// Waits of completed requests: a few windows of like waits, each by its moments.
#[derive(Clone, Debug, Default)]
pub struct Waits {
    windows: Vec<Window>,
}

/// Requests of one kind of station that waited about as long.
#[derive(Clone, Copy, Debug, Default)]
pub struct Window {
    /// Kind of the station that completed them.
    pub kind: u8,
    /// Requests, not whole.
    pub completed: f64,
    waited: f64,
    time: f64,
    squared: f64,
}

impl Window {
    /// The law of the wait over the window.
    pub fn wait(&self) -> Wait {
        if self.completed <= 0.0 || self.waited <= 1e-9 * self.completed {
            return Wait::default();
        }
        let mean_s = self.time / self.waited;
        let variance_s2 = (self.squared / self.waited - mean_s * mean_s).max(0.0);
        Wait { share: self.waited / self.completed, mean_s, variance_s2 }
    }

    /// Mean wait of all its requests, s.
    fn mean_s(&self) -> f64 {
        self.time / self.completed
    }

    fn absorb(&mut self, other: &Window) {
        self.completed += other.completed;
        self.waited += other.waited;
        self.time += other.time;
        self.squared += other.squared;
    }
}

impl Waits {
    /// Adds requests of a kind that waited so; `scale_s` is their mean service time.
    pub fn add(&mut self, kind: u8, completed: f64, wait: &Wait, scale_s: f64) {
        if completed > 0.0 {
            let waited = completed * wait.share;
            let time = waited * wait.mean_s;
            let squared = waited * (wait.variance_s2 + wait.mean_s * wait.mean_s);
            self.put(&Window { kind, completed, waited, time, squared }, scale_s);
        }
    }

    /// Adds another set of waits; `scale_s` as above.
    pub fn merge(&mut self, other: &Waits, scale_s: f64) {
        other.windows.iter().for_each(|window| self.put(window, scale_s));
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.windows.clear();
    }

    /// The windows, in the order in which they began.
    pub fn windows(&self) -> &[Window] {
        &self.windows
    }

    /// Completed requests.
    pub fn completed(&self) -> f64 {
        self.windows.iter().map(|window| window.completed).sum()
    }

    /// Mean wait of the completed requests, s; 0 if there are none.
    pub fn mean_s(&self) -> f64 {
        let completed = self.completed();
        let time: f64 = self.windows.iter().map(|window| window.time).sum();
        if completed > 0.0 { time / completed } else { 0.0 }
    }

    /// Completed requests that were answered within each of the limits, s; `services` by kind.
    pub fn within<const N: usize>(&self, services: &[Service], limits_s: [f64; N]) -> [f64; N] {
        let mut all = [0.0; N];
        for window in &self.windows {
            let service = &services[usize::from(window.kind).min(services.len() - 1)];
            let shares = service.response_cdfs(&window.wait(), limits_s);
            for (sum, share) in all.iter_mut().zip(shares) {
                *sum += window.completed * share.clamp(0.0, 1.0);
            }
        }
        all
    }

    /// Into the first window of its kind with about the same wait, else into one of its own.
    fn put(&mut self, new: &Window, scale_s: f64) {
        let mean_s = new.mean_s();
        let near = |window: &&mut Window| {
            let other_s = window.mean_s();
            let tolerance_s = 0.06 * mean_s.max(other_s) + 0.1 * scale_s;
            window.kind == new.kind && (mean_s - other_s).abs() <= tolerance_s
        };
        if let Some(window) = self.windows.iter_mut().find(near) {
            window.absorb(new);
            return;
        }
        if self.windows.len() >= WINDOWS {
            let apart = |window: &&mut Window| (window.mean_s() - mean_s).abs();
            let same = self.windows.iter_mut().filter(|window| window.kind == new.kind);
            if let Some(window) = same.min_by(|a, b| apart(a).total_cmp(&apart(b))) {
                window.absorb(new);
                return;
            }
        }
        self.windows.push(*new);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICE: Service = Service { mean_s: 0.1, cv2: 1.0, delay_s: 0.0 };

    fn wait(mean_s: f64) -> Wait {
        Wait { share: 1.0, mean_s, variance_s2: 1e-6 }
    }

    #[test]
    fn like_waits_share_a_window_and_unlike_ones_do_not() {
        let mut waits = Waits::default();
        waits.add(0, 10.0, &wait(1.0), 0.1);
        waits.add(0, 10.0, &wait(1.05), 0.1);
        waits.add(0, 10.0, &wait(5.0), 0.1);
        waits.add(1, 10.0, &wait(1.0), 0.1);
        let counts: Vec<f64> = waits.windows().iter().map(|window| window.completed).collect();
        assert_eq!(counts, [20.0, 10.0, 10.0]);
        assert!((waits.mean_s() - (1.0 + 1.05 + 5.0 + 1.0) / 4.0).abs() < 1e-12);
        let [within] = waits.within(&[SERVICE, SERVICE], [3.0]);
        assert!((within - 30.0).abs() < 1e-3, "{within}");
    }

    #[test]
    fn the_number_of_windows_is_bounded_and_nothing_is_dropped() {
        let mut waits = Waits::default();
        for second in 0..100 {
            waits.add(0, 1.0, &wait(f64::from(second)), 0.1);
        }
        assert!(waits.windows().len() <= WINDOWS);
        assert!((waits.completed() - 100.0).abs() < 1e-9);
    }
}
