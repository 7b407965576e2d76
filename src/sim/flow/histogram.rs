//! Response times as weights in log-spaced buckets. Merging is adding, so a percentile of a window
//! is read from merged buckets and never averaged.

use super::law::{Service, Wait};

/// Ratio of a bucket's edges: a percentile is within 2 %.
const RATIO: f64 = 1.04;
/// Lower edge of the first bucket, s.
const LEAST_S: f64 = 1e-4;
/// Buckets from 0.1 ms to 300 s.
const BUCKETS: usize = 381;

/// Upper edges of the buckets with what does not change while a service stands.
pub struct Edges {
    upper_s: Vec<f64>,
    service: Service,
    /// P(service ≤ edge − delay).
    unwaited: Vec<f64>,
    /// e^−y at every `1 / FINE`, so that a bucket costs no exponential.
    fading: Vec<f64>,
}

/// Points of the table of e^−y to 1; linear between, which is within 3e-5.
const FINE: f64 = 64.0;
/// Where e^−y counts as nothing.
const FADED: f64 = 30.0;

impl Edges {
    /// Edges for requests with that service.
    pub fn new(service: &Service) -> Edges {
        let mut upper_s = Vec::with_capacity(BUCKETS);
        let mut edge = LEAST_S;
        for _ in 0..BUCKETS {
            edge *= RATIO;
            upper_s.push(edge);
        }
        let unwaited = upper_s.iter().map(|edge| service.cdf(edge - service.delay_s)).collect();
        let points = (FADED * FINE) as usize + 2;
        let fading = (0..points).map(|point| libm::exp(-(point as f64) / FINE)).collect();
        Edges { upper_s, service: service.clone(), unwaited, fading }
    }

    fn fade(&self, y: f64) -> f64 {
        if y >= FADED {
            return 0.0;
        }
        let place = y * FINE;
        let index = place as usize;
        let low = self.fading[index];
        low + (self.fading[index + 1] - low) * (place - index as f64)
    }

    /// P(response ≤ edge) for those that waited, where wait and service are exponential: the tail
    /// of the sum of two exponential times, with the service's own tail at hand.
    fn exponential_sum(&self, wait: &Wait, index: usize, time: f64) -> f64 {
        let (served, drained) = (1.0 / self.service.mean_s, 1.0 / wait.mean_s);
        let apart = drained - served;
        if apart.abs() < 1e-3 * served {
            return self.service.waited_cdf(wait, time);
        }
        let tail = 1.0 - self.unwaited[index];
        1.0 - (drained * tail - served * self.fade(drained * time)) / apart
    }
}

/// Weights by bucket.
#[derive(Clone, Debug)]
pub struct Histogram {
    weights: Vec<f64>,
}

impl Histogram {
    /// No weight anywhere.
    pub fn empty() -> Histogram {
        Histogram { weights: vec![0.0; BUCKETS] }
    }

    /// Adds `count` requests that waited as `wait` says and were answered within `limit_s`.
    pub fn fill(&mut self, edges: &Edges, wait: &Wait, count: f64, limit_s: f64) {
        let waits = wait.share > 1e-6;
        let exponential = edges.service.is_exponential(wait);
        let mut below = 0.0;
        for (index, edge) in edges.upper_s.iter().enumerate() {
            if *edge >= limit_s * RATIO {
                break;
            }
            let mut share = edges.unwaited[index];
            let time = edge - edges.service.delay_s;
            if waits && time > 0.0 {
                let waited = if exponential {
                    edges.exponential_sum(wait, index, time).clamp(0.0, 1.0)
                } else {
                    edges.service.waited_cdf(wait, time)
                };
                share += wait.share * (waited - share);
            }
            self.weights[index] += count * (share - below).max(0.0);
            below = share;
            if share > 1.0 - 1e-7 {
                break;
            }
        }
    }

    /// Adds the weights of another histogram.
    pub fn merge(&mut self, other: &Histogram) {
        for (weight, more) in self.weights.iter_mut().zip(&other.weights) {
            *weight += more;
        }
    }

    /// Takes all weight away.
    pub fn clear(&mut self) {
        self.weights.fill(0.0);
    }

    /// The times below which the given rising shares of the weight lie, s; zeros if there is none.
    pub fn quantiles<const N: usize>(&self, edges: &Edges, shares: [f64; N]) -> [f64; N] {
        let mut found = [0.0; N];
        let total: f64 = self.weights.iter().sum();
        if total <= 0.0 {
            return found;
        }
        let mut below = 0.0;
        let mut next = 0;
        for (index, weight) in self.weights.iter().enumerate() {
            while next < N && *weight > 0.0 && below + weight >= shares[next] * total {
                let lower = edges.upper_s[index] / RATIO;
                let part = (shares[next] * total - below) / weight;
                found[next] = lower + (edges.upper_s[index] - lower) * part;
                next += 1;
            }
            below += weight;
        }
        while next < N {
            found[next] = edges.upper_s[BUCKETS - 1];
            next += 1;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_an_exponential_service_are_within_two_percent() {
        let service = Service { mean_s: 0.04, cv2: 1.0, delay_s: 0.0 };
        let edges = Edges::new(&service);
        let mut histogram = Histogram::empty();
        histogram.fill(&edges, &Wait::default(), 1000.0, 300.0);
        let found = histogram.quantiles(&edges, [0.5, 0.95, 0.99]);
        for (quantile, share) in found.iter().zip([0.5_f64, 0.95, 0.99]) {
            let exact = -0.04 * libm::log(1.0 - share);
            assert!((quantile / exact - 1.0).abs() < 0.02, "{share}: {quantile} {exact}");
        }
    }

    #[test]
    fn the_empty_histogram_has_no_quantiles() {
        let service = Service { mean_s: 0.04, cv2: 1.0, delay_s: 0.0 };
        let edges = Edges::new(&service);
        assert_eq!(Histogram::empty().quantiles(&edges, [0.5]), [0.0]);
    }
}
