//! Percentiles of a minute, searched for in the laws of its waits: a few looks at the edges of the
//! buckets instead of filling all of them.

use super::histogram::{Edges, RATIO};
use super::law::{Wait, WaitedLaw};
use super::tally::{Waits, Window};

/// A window whose law is at hand.
struct Lawful<'a> {
    window: &'a Window,
    wait: Wait,
    law: WaitedLaw,
}

impl Edges {
    /// The response times below which the given rising shares of the requests of `waits` lie that
    /// were answered within `limit_s`, s; zeros if there are none. Linear within a bucket of 4 %.
    /// `hints` are the buckets in which the last search ended; they are moved.
    pub fn quantiles<const N: usize>(
        &self,
        waits: &Waits,
        limit_s: f64,
        shares: [f64; N],
        hints: &mut [usize; N],
    ) -> [f64; N] {
        let windows: Vec<Lawful> = waits
            .windows()
            .iter()
            .map(|window| {
                let wait = window.wait();
                Lawful { window, wait, law: self.kind(window).service.waited_law(&wait) }
            })
            .collect();
        let end = self.within(limit_s);
        let mut found = [0.0; N];
        let total = if end == 0 { 0.0 } else { self.answered(&windows, end - 1) };
        if total <= 0.0 {
            return found;
        }
        let mut first = 0;
        let mut below_first = 0.0;
        for ((found, share), hint) in found.iter_mut().zip(shares).zip(hints) {
            let wanted = share * total;
            let (mut low, mut high) = (first, end - 1);
            let (mut below, mut up_to) = (below_first, total);
            // In growing strides from the last place, then halving.
            let (mut look, mut stride) = (*hint, 1);
            while low < high {
                if look < low || look >= high {
                    look = usize::midpoint(low, high);
                }
                let answered = self.answered(&windows, look);
                if answered < wanted {
                    (low, below) = (look + 1, answered);
                    look += stride;
                } else {
                    (high, up_to) = (look, answered);
                    look = look.saturating_sub(stride);
                }
                stride *= 2;
            }
            *hint = low;
            (first, below_first) = (low, below);
            let upper_s = self.upper_s(low);
            let lower_s = upper_s / RATIO;
            let part = ((wanted - below) / (up_to - below).max(1e-300)).clamp(0.0, 1.0);
            *found = lower_s + (upper_s - lower_s) * part;
        }
        found
    }

    /// Requests answered up to that edge.
    fn answered(&self, windows: &[Lawful], index: usize) -> f64 {
        let answered = |one: &Lawful| {
            one.window.completed * self.below(self.kind(one.window), &one.wait, &one.law, index)
        };
        windows.iter().map(answered).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::super::histogram::Histogram;
    use super::super::law::Service;
    use super::*;

    #[test]
    fn a_search_finds_what_the_buckets_hold() {
        let kinds = [(0.25, 0.0), (1.0, 0.0), (4.0, 0.2)].map(|(cv2, delay_s)| Service {
            mean_s: 0.04,
            cv2,
            delay_s,
        });
        let edges = Edges::new(&kinds);
        let mut waits = Waits::default();
        for (kind, share, mean_s) in [(0, 0.3, 0.02), (1, 1.0, 0.4), (2, 0.9, 3.0), (1, 0.0, 0.0)] {
            let wait = Wait { share, mean_s, variance_s2: 0.5 * mean_s * mean_s };
            waits.add(kind, 1000.0, &wait, 0.04);
        }
        for limit_s in [0.3, 2.0, 30.0] {
            let mut histogram = Histogram::empty();
            histogram.fill(&edges, &waits, limit_s);
            let shares = [0.1, 0.5, 0.95, 0.99];
            let held = histogram.quantiles(&edges, shares);
            for (found, held) in
                edges.quantiles(&waits, limit_s, shares, &mut [7, 0, 300, 90]).iter().zip(held)
            {
                assert!((found / held - 1.0).abs() < 0.03, "{limit_s}: {found} {held}");
            }
        }
    }

    #[test]
    fn nothing_answered_has_no_percentiles() {
        let edges = Edges::new(&[Service { mean_s: 0.04, cv2: 1.0, delay_s: 0.0 }]);
        assert_eq!(edges.quantiles(&Waits::default(), 1.0, [0.5, 0.99], &mut [0; 2]), [0.0, 0.0]);
    }
}
