//! Waits, from the age of the request at the head of the line.

use super::super::law::Wait;
use super::super::table::Row;
use super::{Class, Pool};

impl Class {
    /// Waits of the requests that complete now: the mean is the age of the head of the line, the
    /// spread comes from the variance of the backlog.
    pub(super) fn wait(&mut self, pool: &Pool, row: &Row, variance: f64, now_s: f64) -> Wait {
        let (age_s, head_rate) = self.head(row.queue / pool.targets, now_s);
        if pool.shares_processor {
            let response_s = row.x / (pool.capacity * row.rho).max(1e-12);
            return Wait::shared(pool.service_s, pool.service_cv2, row.rho, response_s);
        }
        if row.wait <= 1e-9 || row.queue <= 1e-12 {
            return Wait::default();
        }
        let mean = row.queue / row.wait;
        // Whoever completes was overtaken by no arrival behind it: their luck is not in its wait.
        let fresh = (1.0 - variance / row.variance.max(1e-300)).max(0.0);
        let ahead = (variance - row.spread * row.queue * fresh).max(0.25 * variance);
        let variance = ((ahead + row.queue * row.queue) / row.wait - mean * mean).max(0.0);
        let mut mean_s = age_s / row.wait;
        if self.key.draining {
            mean_s = mean_s.max(mean / pool.capacity);
        }
        let per_request_s = match head_rate * pool.targets {
            rate if rate > 0.0 => 1.0 / rate,
            _ => mean_s / mean,
        };
        let mut variance_s2 = variance * per_request_s * per_request_s;
        if pool.targets > 1.0 {
            // Each stands in the line of one target, whose services go by one at a time.
            let each_s = pool.targets / pool.capacity;
            variance_s2 = variance_s2.max(mean_s * each_s * pool.service_cv2);
        }
        Wait { share: row.wait, mean_s, variance_s2 }
    }

    /// How long ago the request that is served now arrived, if `backlog` arrived after it, and the
    /// accepted arrivals/s at that time.
    fn head(&mut self, backlog: f64, now_s: f64) -> (f64, f64) {
        let mark = self.accepted - backlog;
        while self.history.len() > 2 && self.history[1].1 <= mark {
            self.history.pop_front();
        }
        let (start, before) = self.history[0];
        let Some(&(end, after)) = self.history.get(1) else {
            return (now_s - start, 0.0);
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
        let rate = (after - before) / (end - start).max(1e-9);
        (now_s - arrived, rate)
    }
}
