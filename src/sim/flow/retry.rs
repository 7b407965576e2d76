//! Clients that try again: a pool of waiting clients for each attempt, and the memory of who is
//! still to time out.
//!
//! The time before a retry is exponential, so that its jitter is its spread; each further retry
//! waits twice as long on average.

use std::collections::VecDeque;

/// Most retries of one client that are told apart.
pub const RETRIES_MAX: usize = 8;

/// Attempts by number of the retry; 0 are first attempts.
pub type ByRetry = [f64; RETRIES_MAX + 1];

/// All clients that wait to try again.
#[derive(Debug, Default)]
pub struct Retries {
    /// Clients by the number of their next retry; the first is not used.
    waiting: ByRetry,
    /// (end of the step s, its length s, accepted attempts), back to the time-out.
    past: VecDeque<(f64, f64, ByRetry)>,
    /// Attempts of the step in hand.
    attempts: ByRetry,
}

impl Retries {
    /// Begins a step of `dt` s with `fresh` first attempts; returns all attempts in it.
    pub fn begin(&mut self, fresh: f64, dt: f64, backoff_s: f64) -> f64 {
        self.attempts = [0.0; RETRIES_MAX + 1];
        self.attempts[0] = fresh;
        let mut mean_s = backoff_s;
        for (retry, waiting) in self.waiting.iter_mut().enumerate().skip(1) {
            let back = if mean_s > 0.0 { -libm::expm1(-dt / mean_s) } else { 1.0 };
            self.attempts[retry] = *waiting * back;
            *waiting -= self.attempts[retry];
            mean_s *= 2.0;
        }
        self.attempts.iter().sum()
    }

    /// Ends the step: a share of its attempts `failed` at once; a share `late` of those that were
    /// accepted a time-out ago times out now. Returns how many did.
    pub fn end(&mut self, failed: f64, late: f64, end_s: f64, dt: f64, rule: &Rule) -> f64 {
        let attempts = self.attempts;
        let again = |waiting: &mut ByRetry, retry: usize, clients: f64| {
            if retry < rule.retries.min(RETRIES_MAX as u32) as usize {
                waiting[retry + 1] += clients;
            }
        };
        for (retry, attempts) in attempts.iter().enumerate() {
            again(&mut self.waiting, retry, attempts * failed);
        }
        let mut timed_out = 0.0;
        if rule.late_after_s.is_finite() {
            let accepted = attempts.map(|attempts| attempts * (1.0 - failed));
            self.past.push_back((end_s, dt, accepted));
            let (from, to) = (end_s - dt - rule.late_after_s, end_s - rule.late_after_s);
            while self.past.front().is_some_and(|step| step.0 <= from) {
                self.past.pop_front();
            }
            for (end, length, accepted) in &self.past {
                let within = (to.min(*end) - from.max(end - length)).max(0.0) / length;
                if within <= 0.0 {
                    break;
                }
                for (retry, accepted) in accepted.iter().enumerate() {
                    let clients = accepted * within * late;
                    timed_out += clients;
                    again(&mut self.waiting, retry, clients);
                }
            }
        }
        timed_out
    }

    /// Attempts of the step in hand that are retries.
    pub fn retried(&self) -> f64 {
        self.attempts[1..].iter().sum()
    }

    /// Clients that wait to try again.
    pub fn waiting(&self) -> f64 {
        self.waiting.iter().sum()
    }
}

/// When and how often clients try again.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    pub retries: u32,
    /// Time-out whose clients are reckoned from their arrival, s; infinite where they are counted
    /// as they leave.
    pub late_after_s: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_attempt_comes_back_as_often_as_it_may() {
        let rule = Rule { retries: 2, late_after_s: f64::INFINITY };
        let mut retries = Retries::default();
        let mut sum = 0.0;
        for second in 1..=60 {
            let fresh = if second == 1 { 100.0 } else { 0.0 };
            sum += retries.begin(fresh, 1.0, 0.5);
            retries.end(1.0, 0.0, f64::from(second), 1.0, &rule);
        }
        assert!((sum - 300.0).abs() < 1e-6, "{sum}");
        assert!(retries.waiting() < 1e-9);
    }

    #[test]
    fn clients_time_out_when_their_time_is_up_and_not_before() {
        let rule = Rule { retries: 1, late_after_s: 2.5 };
        let mut retries = Retries::default();
        let mut out = Vec::new();
        for second in 1..=6 {
            retries.begin(if second == 1 { 100.0 } else { 0.0 }, 1.0, f64::INFINITY);
            out.push(retries.end(0.0, 1.0, f64::from(second), 1.0, &rule));
        }
        assert_eq!(out, [0.0, 0.0, 50.0, 50.0, 0.0, 0.0]);
    }
}
