//! Random times: exponential, Gamma, and arrivals at a rate that changes by the second.

use crate::sim::flow::Service;
use crate::sim::random::Stream;

/// An exponential time of mean 1.
pub fn exponential(stream: &mut Stream) -> f64 {
    -libm::log(1.0 - stream.uniform())
}

/// How service times are drawn.
#[derive(Clone, Copy, Debug)]
pub enum Times {
    Exponential { mean_s: f64 },
    Constant { mean_s: f64 },
    Gamma { scale_s: f64, shape: f64 },
}

impl Times {
    /// The law of a service: exponential, constant or Gamma.
    pub fn new(service: &Service) -> Times {
        let Service { mean_s, cv2, .. } = *service;
        if cv2 == 1.0 {
            Times::Exponential { mean_s }
        } else if cv2 < 1e-3 {
            Times::Constant { mean_s }
        } else {
            Times::Gamma { scale_s: mean_s * cv2, shape: 1.0 / cv2 }
        }
    }

    /// A time, s.
    pub fn draw(self, stream: &mut Stream) -> f64 {
        match self {
            Times::Exponential { mean_s } => mean_s * exponential(stream),
            Times::Constant { mean_s } => mean_s,
            Times::Gamma { scale_s, shape } => scale_s * gamma(stream, shape),
        }
    }
}

/// A Gamma variate of scale 1 (Marsaglia and Tsang 2000).
fn gamma(stream: &mut Stream, shape: f64) -> f64 {
    if shape < 1.0 {
        let boost = libm::pow(1.0 - stream.uniform(), 1.0 / shape);
        return gamma(stream, shape + 1.0) * boost;
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = normal(stream);
        let v = 1.0 + c * x;
        if v <= 0.0 {
            continue;
        }
        let v = v * v * v;
        let u = 1.0 - stream.uniform();
        if libm::log(u) < 0.5 * x * x + d - d * v + d * libm::log(v) {
            return d * v;
        }
    }
}

/// A standard normal variate (Marsaglia's polar method).
fn normal(stream: &mut Stream) -> f64 {
    loop {
        let (x, y) = (2.0 * stream.uniform() - 1.0, 2.0 * stream.uniform() - 1.0);
        let square = x * x + y * y;
        if square > 0.0 && square < 1.0 {
            return x * (-2.0 * libm::log(square) / square).sqrt();
        }
    }
}

/// Poisson arrivals whose rate is constant within each second.
pub struct Arrivals<'a> {
    rates: &'a [f64],
    stream: Stream,
    now_s: f64,
    second: usize,
}

impl<'a> Arrivals<'a> {
    /// Arrivals at these rates, requests/s in each second.
    pub fn new(rates: &'a [f64], stream: Stream) -> Arrivals<'a> {
        Arrivals { rates, stream, now_s: 0.0, second: 0 }
    }

    /// Time of the next arrival, s; infinite after the last.
    pub fn next(&mut self) -> f64 {
        let mut wanted = exponential(&mut self.stream);
        while let Some(rate) = self.rates.get(self.second) {
            let end_s = (self.second + 1) as f64;
            let left = (end_s - self.now_s) * rate;
            if wanted < left {
                self.now_s += wanted / rate;
                return self.now_s;
            }
            wanted -= left;
            self.now_s = end_s;
            self.second += 1;
        }
        f64::INFINITY
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::random::Purpose;

    #[test]
    fn drawn_times_have_the_mean_and_the_spread_of_their_law() {
        for cv2 in [0.0, 0.25, 1.0, 4.0] {
            let times = Times::new(&Service { mean_s: 0.2, cv2, delay_s: 0.0 });
            let mut stream = Stream::new(1, Purpose::Service, 0);
            let all: Vec<f64> = (0..100_000).map(|_| times.draw(&mut stream)).collect();
            let mean = all.iter().sum::<f64>() / 1e5;
            let square = all.iter().map(|time| time * time).sum::<f64>() / 1e5;
            assert!((mean / 0.2 - 1.0).abs() < 0.02, "{cv2}: {mean}");
            let found = square / (mean * mean) - 1.0;
            assert!((found - cv2).abs() < 0.05 * cv2 + 1e-9, "{cv2}: {found}");
        }
    }

    #[test]
    fn arrivals_follow_their_rate_second_by_second() {
        let rates: Vec<f64> = (0..1000).map(|second| f64::from(second % 3) * 50.0).collect();
        let mut arrivals = Arrivals::new(&rates, Stream::new(2, Purpose::Arrivals, 0));
        let mut counts = [0.0; 3];
        loop {
            let at = arrivals.next();
            if at.is_infinite() {
                break;
            }
            counts[at as usize % 3] += 1.0;
        }
        assert_eq!(counts[0], 0.0);
        assert!((counts[1] / (333.0 * 50.0) - 1.0_f64).abs() < 0.03, "{counts:?}");
        assert!((counts[2] / (333.0 * 100.0) - 1.0_f64).abs() < 0.03, "{counts:?}");
    }
}
