//! Response times as weights in log-spaced buckets. Merging is adding, so a percentile of a window
//! is read from merged buckets and never averaged.

use super::law::{Service, Wait, WaitedLaw};
use super::tally::{Waits, Window};

/// Ratio of a bucket's edges: a percentile is within 2 %.
pub(super) const RATIO: f64 = 1.04;
/// Lower edge of the first bucket, s.
const LEAST_S: f64 = 1e-4;
/// Buckets from 0.1 ms to 300 s.
const BUCKETS: usize = 381;
/// Buckets filled at once: many in the lower tail, a few elsewhere, one where much lies in them.
const STRIDES: [usize; 2] = [4, 2];
const MUCH: f64 = 0.08;

/// Upper edges of the buckets with what does not change while the services stand.
pub struct Edges {
    upper_s: Vec<f64>,
    kinds: Vec<KindEdges>,
    fading: Fading,
}

/// The edges as one kind of station sees them.
pub(super) struct KindEdges {
    pub(super) service: Service,
    /// Time from the fixed delay to the edge, its cube root, and P(service ≤ that time).
    edges: Vec<(f64, f64, f64)>,
    /// The first edge beyond the delay.
    first: usize,
}

/// e^−y at every `1 / FINE`, so that a bucket costs no exponential.
struct Fading(Vec<f64>);

/// Points of the table of e^−y to 1; linear between, which is within 3e-5.
const FINE: f64 = 64.0;
/// Where e^−y counts as nothing.
const FADED: f64 = 30.0;

impl Fading {
    fn new() -> Fading {
        let points = (FADED * FINE) as usize + 2;
        Fading((0..points).map(|point| libm::exp(-(point as f64) / FINE)).collect())
    }

    fn at(&self, y: f64) -> f64 {
        if y >= FADED {
            return 0.0;
        }
        let place = y * FINE;
        let index = place as usize;
        let low = self.0[index];
        low + (self.0[index + 1] - low) * (place - index as f64)
    }
}

impl Edges {
    /// Edges for requests with these services, by kind of station.
    pub fn new(services: &[Service]) -> Edges {
        let mut upper_s = Vec::with_capacity(BUCKETS);
        let mut edge = LEAST_S;
        for _ in 0..BUCKETS {
            edge *= RATIO;
            upper_s.push(edge);
        }
        let kinds = services.iter().map(|service| KindEdges::new(service, &upper_s)).collect();
        Edges { upper_s, kinds, fading: Fading::new() }
    }

    /// Whether these are the services it was made for.
    pub fn are_for(&self, services: &[Service]) -> bool {
        self.kinds.len() == services.len()
            && self.kinds.iter().zip(services).all(|(kind, service)| kind.service == *service)
    }

    /// Takes over other services; what stays is kept.
    pub fn set_services(&mut self, services: &[Service]) {
        self.kinds.truncate(services.len());
        for (kind, service) in services.iter().enumerate() {
            match self.kinds.get_mut(kind) {
                Some(known) if known.service == *service => {}
                Some(known) => *known = KindEdges::new(service, &self.upper_s),
                None => self.kinds.push(KindEdges::new(service, &self.upper_s)),
            }
        }
    }

    /// Upper edge of a bucket, s.
    pub(super) fn upper_s(&self, index: usize) -> f64 {
        self.upper_s[index]
    }

    /// Buckets that begin before the limit.
    pub(super) fn within(&self, limit_s: f64) -> usize {
        self.upper_s.partition_point(|upper| *upper < limit_s * RATIO)
    }

    /// The edges as the station of a window sees them.
    pub(super) fn kind(&self, window: &Window) -> &KindEdges {
        &self.kinds[usize::from(window.kind).min(self.kinds.len() - 1)]
    }

    /// P(response ≤ edge) by the law of the wait.
    pub(super) fn below(
        &self,
        kind: &KindEdges,
        wait: &Wait,
        law: &WaitedLaw,
        index: usize,
    ) -> f64 {
        if index < kind.first { 0.0 } else { kind.below(&self.fading, wait, law, index) }
    }
}

impl KindEdges {
    fn new(service: &Service, upper_s: &[f64]) -> KindEdges {
        let edge = |upper: &f64| {
            let time = (upper - service.delay_s).max(0.0);
            (time, libm::cbrt(time), service.cdf(time))
        };
        let first = upper_s.partition_point(|upper| *upper <= service.delay_s);
        KindEdges { service: *service, edges: upper_s.iter().map(edge).collect(), first }
    }

    /// P(response ≤ edge) by the law of the wait.
    fn below(&self, fading: &Fading, wait: &Wait, law: &WaitedLaw, index: usize) -> f64 {
        let (time, root, unwaited) = self.edges[index];
        let waited = match law {
            WaitedLaw::Never => return unwaited,
            WaitedLaw::Exponential { served, drained } => {
                // The tail of the sum of two exponential times, with the service's own at hand.
                let tail = drained * (1.0 - unwaited) - served * fading.at(drained * time);
                1.0 - tail / (drained - served)
            }
            WaitedLaw::Other(law) => law.cdf_at_root(time, root),
        };
        unwaited + wait.share * (waited.clamp(0.0, 1.0) - unwaited)
    }
}

/// Finds the bucket of a time by the leading bits of the number.
#[derive(Clone, Debug)]
pub struct Buckets {
    upper_s: Vec<f64>,
    /// The bucket of the smallest number with those bits, from `first` on.
    starts: Vec<u16>,
    first: u64,
}

/// Bits of a number that are left out: 64 steps per doubling stay, finer than the buckets.
const LEFT_OUT: u32 = 46;

impl Buckets {
    /// The same buckets as [`Edges`] has.
    pub fn new() -> Buckets {
        let upper_s = Edges::new(&[]).upper_s;
        let first = LEAST_S.to_bits() >> LEFT_OUT;
        let last = upper_s[BUCKETS - 1].to_bits() >> LEFT_OUT;
        let start = |bits: u64| {
            let time = f64::from_bits(bits << LEFT_OUT);
            upper_s.partition_point(|upper| *upper < time) as u16
        };
        Buckets { starts: (first..=last).map(start).collect(), upper_s, first }
    }

    /// The bucket whose edges enclose the time, s; the first or last one for times beyond.
    pub fn index(&self, time_s: f64) -> usize {
        let place = (time_s.max(LEAST_S).to_bits() >> LEFT_OUT) - self.first;
        let start = usize::from(*self.starts.get(place as usize).unwrap_or(&u16::MAX));
        let start = start.min(BUCKETS - 1);
        let next = start + usize::from(self.upper_s[start] < time_s);
        next.min(BUCKETS - 1)
    }
}

impl Default for Buckets {
    fn default() -> Buckets {
        Buckets::new()
    }
}

/// Weights by bucket.
#[derive(Clone, Debug)]
pub struct Histogram {
    weights: Vec<f64>,
    total: f64,
    /// Buckets from the first to behind the last that ever got weight.
    filled: (usize, usize),
}

impl Histogram {
    /// No weight anywhere.
    pub fn empty() -> Histogram {
        Histogram { weights: vec![0.0; BUCKETS], total: 0.0, filled: (BUCKETS, 0) }
    }

    /// Adds the requests of `waits` that were answered within `limit_s`.
    pub fn fill(&mut self, edges: &Edges, waits: &Waits, limit_s: f64) {
        let end = edges.within(limit_s);
        for window in waits.windows() {
            self.fill_window(edges, window, end);
        }
    }

    /// Counts one request in a bucket of [`Buckets`].
    pub fn count(&mut self, bucket: usize) {
        self.weights[bucket] += 1.0;
        self.total += 1.0;
        self.filled = (self.filled.0.min(bucket), self.filled.1.max(bucket + 1));
    }

    fn fill_window(&mut self, edges: &Edges, window: &Window, end: usize) {
        let kind = edges.kind(window);
        let wait = window.wait();
        let law = kind.service.waited_law(&wait);
        let below = |index: usize| kind.below(&edges.fading, &wait, &law, index);
        let mut share = 0.0;
        let mut index = kind.first;
        while index < end && share < 1.0 - 1e-6 {
            let stride = STRIDES[usize::from(share > 0.2)];
            let mut last = (index + stride - 1).min(end - 1);
            let mut next = below(last);
            if next - share > MUCH {
                last = index;
                next = below(last);
            }
            let each = window.completed * (next - share).max(0.0) / (last + 1 - index) as f64;
            self.weights[index..=last].iter_mut().for_each(|weight| *weight += each);
            share = share.max(next);
            index = last + 1;
        }
        self.total += window.completed * share;
        self.filled = (self.filled.0.min(kind.first), self.filled.1.max(index));
    }

    /// Adds the weights of another histogram.
    pub fn merge(&mut self, other: &Histogram) {
        let range = other.filled.0.min(other.filled.1)..other.filled.1;
        for (weight, more) in self.weights[range.clone()].iter_mut().zip(&other.weights[range]) {
            *weight += more;
        }
        self.total += other.total;
        self.filled = (self.filled.0.min(other.filled.0), self.filled.1.max(other.filled.1));
    }

    /// The times below which the given rising shares of the weight lie, s; zeros if there is none.
    pub fn quantiles<const N: usize>(&self, edges: &Edges, shares: [f64; N]) -> [f64; N] {
        let mut found = [0.0; N];
        let range = self.filled.0.min(self.filled.1)..self.filled.1;
        // The last bucket that counts would be missed for a rounding.
        let total = self.total * (1.0 - 1e-12);
        if total <= 0.0 {
            return found;
        }
        let mut below = 0.0;
        let mut next = 0;
        for (index, weight) in range.clone().zip(&self.weights[range.clone()]) {
            while next < N && *weight > 0.0 && below + weight >= shares[next] * total {
                let lower = edges.upper_s[index] / RATIO;
                let part = (shares[next] * total - below) / weight;
                found[next] = lower + (edges.upper_s[index] - lower) * part;
                next += 1;
            }
            below += weight;
            if next == N {
                return found;
            }
        }
        while next < N {
            found[next] = edges.upper_s[range.end - 1];
            next += 1;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(service: Service, wait: Wait) -> (Edges, Histogram) {
        let edges = Edges::new(&[service]);
        let mut waits = Waits::default();
        waits.add(0, 1000.0, &wait, service.mean_s);
        let mut histogram = Histogram::empty();
        histogram.fill(&edges, &waits, 300.0);
        (edges, histogram)
    }

    #[test]
    fn quantiles_of_an_exponential_service_are_within_two_percent() {
        let service = Service { mean_s: 0.04, cv2: 1.0, delay_s: 0.0 };
        let (edges, histogram) = filled(service, Wait::default());
        let found = histogram.quantiles(&edges, [0.5, 0.95, 0.99]);
        for (quantile, share) in found.iter().zip([0.5_f64, 0.95, 0.99]) {
            let exact = -0.04 * libm::log(1.0 - share);
            assert!((quantile / exact - 1.0).abs() < 0.02, "{share}: {quantile} {exact}");
        }
    }

    #[test]
    fn quantiles_are_those_of_the_law_whatever_its_form() {
        let waits = [(0.5, 0.3, 1.0), (0.9, 3.0, 0.2), (0.2, 0.004, 1.0), (1.0, 0.04, 1.0)];
        for cv2 in [0.25, 1.0, 4.0] {
            for delay_s in [0.0, 0.2] {
                for (share, mean_s, spread) in waits {
                    let service = Service { mean_s: 0.04, cv2, delay_s };
                    let variance_s2 = spread * mean_s * mean_s;
                    let wait = Wait { share, mean_s, variance_s2 };
                    let (edges, histogram) = filled(service, wait);
                    for wanted in [0.5, 0.95, 0.99] {
                        let [found] = histogram.quantiles(&edges, [wanted]);
                        let low = service.response_cdf(&wait, found * 0.975);
                        let high = service.response_cdf(&wait, found * 1.025);
                        let case = (cv2, delay_s, wait, wanted, found);
                        assert!(low <= wanted && wanted <= high, "{case:?}: {low} {high}");
                    }
                }
            }
        }
    }

    #[test]
    fn merging_is_adding() {
        let service = Service { mean_s: 0.04, cv2: 1.0, delay_s: 0.0 };
        let (edges, mut one) = filled(service, Wait::default());
        let (_, two) = filled(service, Wait { share: 1.0, mean_s: 2.0, variance_s2: 0.1 });
        one.merge(&two);
        let [low, high] = one.quantiles(&edges, [0.4, 0.6]);
        assert!(low < 0.1 && high > 1.0, "{low} {high}");
    }

    #[test]
    fn a_time_is_counted_between_the_edges_of_its_bucket() {
        let (buckets, edges) = (Buckets::new(), Edges::new(&[]));
        for step in 1..3000 {
            let time = 1e-4 * libm::pow(1.005, f64::from(step));
            let found = buckets.index(time);
            let expected = edges.upper_s.partition_point(|upper| *upper < time).min(BUCKETS - 1);
            assert_eq!(found, expected, "{time}");
        }
        assert_eq!((buckets.index(0.0), buckets.index(1e9)), (0, BUCKETS - 1));
    }

    #[test]
    fn the_empty_histogram_has_no_quantiles() {
        let service = Service { mean_s: 0.04, cv2: 1.0, delay_s: 0.0 };
        let edges = Edges::new(&[service]);
        assert_eq!(Histogram::empty().quantiles(&edges, [0.5]), [0.0]);
    }
}
