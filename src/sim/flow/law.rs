//! The law of one request's response time: a wait with probability `wait`, a service, a fixed
//! delay.

use crate::sim::queueing::ln_gamma;

/// The service that every request gets, fixed while the request's settings stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Service {
    /// Mean, s.
    pub mean_s: f64,
    /// Squared coefficient of variation.
    pub cv2: f64,
    /// Constant time outside the station, s.
    pub delay_s: f64,
}

/// How long requests waited: moments of the wait over some window.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wait {
    /// Share of the requests that waited at all, 0–1.
    pub share: f64,
    /// Mean wait of those that waited, s.
    pub mean_s: f64,
    /// Variance of the wait of those that waited, s².
    pub variance_s2: f64,
}

impl Wait {
    /// What sharing the processor adds to a request's own service time. The mean is exact at rest
    /// (S / (1 − ρ) for one server, whatever the spread); the variance is that of M/M/1 (Coffman,
    /// Muntz and Trotter 1970), carried over.
    pub fn shared(service_s: f64, cv2: f64, rho: f64, response_s: f64) -> Wait {
        let response_s = response_s.max(service_s);
        let spread = cv2 + 2.0 * rho / (2.0 - rho);
        let variance_s2 = spread * response_s * response_s - cv2 * service_s * service_s;
        Wait { share: 1.0, mean_s: response_s - service_s, variance_s2: variance_s2.max(0.0) }
    }
}

impl Service {
    /// P(service ≤ `time`), the fixed delay left out.
    pub fn cdf(&self, time: f64) -> f64 {
        if time <= 0.0 {
            return 0.0;
        }
        if self.cv2 == 1.0 {
            return -libm::expm1(-time / self.mean_s);
        }
        if self.cv2 < 1e-3 {
            return if time >= self.mean_s { 1.0 } else { 0.0 };
        }
        gamma_cdf(1.0 / self.cv2, time / (self.mean_s * self.cv2))
    }

    /// P(response time ≤ `time`) for requests that waited as `wait` says.
    pub fn response_cdf(&self, wait: &Wait, time: f64) -> f64 {
        let [share] = self.response_cdfs(wait, [time]);
        share
    }

    /// The same for several times.
    pub fn response_cdfs<const N: usize>(&self, wait: &Wait, times: [f64; N]) -> [f64; N] {
        let scale_s = self.mean_s * self.cv2.max(1.0) + wait.mean_s;
        let squared = wait.mean_s * wait.mean_s;
        let mut law = None;
        times.map(|time| {
            let time = time - self.delay_s;
            // Beyond every doubt; a law less spread than an exponential one is over sooner.
            if time > 60.0 * scale_s && wait.variance_s2 <= 4.0 * squared
                || time > 25.0 * scale_s && wait.variance_s2 <= squared
            {
                return 1.0;
            }
            let unwaited = self.cdf(time);
            if wait.share <= 0.0 || time <= 0.0 {
                return unwaited;
            }
            let waited = match law.get_or_insert_with(|| self.waited_law(wait)) {
                WaitedLaw::Never => unwaited,
                WaitedLaw::Exponential { served, drained } => {
                    1.0 - sum_tail(*served, *drained, time)
                }
                WaitedLaw::Other(law) => law.cdf(time),
            };
            (1.0 - wait.share) * unwaited + wait.share * waited
        })
    }

    /// The law of wait + service for those that waited.
    pub fn waited_law(&self, wait: &Wait) -> WaitedLaw {
        // A wait of no length would have no rate.
        if wait.share <= 1e-6 || wait.mean_s <= 1e-9 * self.mean_s {
            return WaitedLaw::Never;
        }
        if self.is_exponential(wait) {
            let served = 1.0 / self.mean_s;
            let drained = 1.0 / wait.mean_s;
            // Two equal rates would divide by nothing.
            let apart = (drained - served).abs() < 1e-3 * served;
            return WaitedLaw::Exponential {
                served,
                drained: if apart { served * 1.001 } else { drained },
            };
        }
        let mean = wait.mean_s + self.mean_s;
        let variance = wait.variance_s2 + self.cv2 * self.mean_s * self.mean_s;
        WaitedLaw::Other(GammaLaw::new(mean, variance))
    }

    /// Whether service and wait both follow exponential laws, as in M/M/c at rest, or nearly so:
    /// the variance of the response time is then within 2 %.
    pub fn is_exponential(&self, wait: &Wait) -> bool {
        let squared = wait.mean_s * wait.mean_s;
        let apart = (wait.variance_s2 - squared).abs() * wait.share;
        self.cv2 == 1.0 && apart <= 0.02 * (squared + self.mean_s * self.mean_s)
    }
}

/// The law of wait + service for those that waited.
#[derive(Clone, Copy, Debug)]
pub enum WaitedLaw {
    /// Nobody waits.
    Never,
    /// Two exponential times, by their different rates, 1/s.
    Exponential { served: f64, drained: f64 },
    /// A Gamma law of the same mean and variance.
    Other(GammaLaw),
}

/// A Gamma law.
#[derive(Clone, Copy, Debug)]
pub struct GammaLaw {
    mean: f64,
    shape: f64,
    /// For Wilson and Hilferty: the deviate is cube root of time × `slope` − `offset`.
    slope: f64,
    offset: f64,
}

impl GammaLaw {
    /// The law with that mean, above 0, and that variance.
    pub fn new(mean: f64, variance: f64) -> GammaLaw {
        let shape = (mean * mean / variance.max(1e-6 * mean * mean)).min(1e6);
        let ninth = 1.0 / (9.0 * shape);
        let deviation = ninth.sqrt();
        let slope = 1.0 / (libm::cbrt(mean) * deviation);
        GammaLaw { mean, shape, slope, offset: (1.0 - ninth) / deviation }
    }

    /// P(X ≤ `time`).
    pub fn cdf(&self, time: f64) -> f64 {
        self.cdf_at_root(time, libm::cbrt(time.max(0.0)))
    }

    /// The same with the cube root of `time` at hand: Wilson and Hilferty's where the shape is at
    /// least 0.5 (within 1.3 %), the series or continued fraction below.
    pub fn cdf_at_root(&self, time: f64, root: f64) -> f64 {
        if time <= 0.0 {
            return 0.0;
        }
        if self.shape < 0.5 {
            return incomplete_gamma(self.shape, time * self.shape / self.mean);
        }
        let deviate = root * self.slope - self.offset;
        if deviate > 6.0 {
            return 1.0;
        }
        normal_cdf(deviate)
    }
}

/// P(a standard normal variate ≤ `deviate`), within 1.5e-7 (Hastings 1955; Abramowitz and Stegun
/// 26.2.19). It needs no exponential: a minute's percentiles ask for hundreds.
fn normal_cdf(deviate: f64) -> f64 {
    const TERMS: [f64; 6] = [
        0.049_867_347_0,
        0.021_141_006_1,
        0.003_277_626_3,
        0.000_038_003_6,
        0.000_048_890_6,
        0.000_005_383_0,
    ];
    let x = deviate.abs();
    let sum = TERMS.iter().rev().fold(0.0, |sum, term| (sum + term) * x) + 1.0;
    let fourth = sum * sum * sum * sum;
    let tail = 0.5 / (fourth * fourth * fourth * fourth);
    if deviate > 0.0 { 1.0 - tail } else { tail }
}

/// P(sum of two exponential times > `time`).
fn sum_tail(first: f64, second: f64, time: f64) -> f64 {
    let apart = second - first;
    let slow = libm::exp(-first * time);
    (second * slow - first * libm::exp(-second * time)) / apart
}

/// P(X ≤ x) of a Gamma law with that shape and scale 1.
pub fn gamma_cdf(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    GammaLaw::new(shape, shape).cdf(x)
}

/// The regularised lower incomplete gamma function.
fn incomplete_gamma(shape: f64, x: f64) -> f64 {
    let front = libm::exp(shape * libm::log(x) - x - ln_gamma(shape));
    if x < shape + 1.0 {
        let mut term = 1.0 / shape;
        let mut sum = term;
        for n in 1..200 {
            term *= x / (shape + f64::from(n));
            sum += term;
            if term < sum * 1e-12 {
                break;
            }
        }
        return (front * sum).min(1.0);
    }
    // Lentz's continued fraction for the upper part.
    let mut b = x + 1.0 - shape;
    let mut c = 1e300;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for n in 1..200 {
        let a = -f64::from(n) * (f64::from(n) - shape);
        b += 2.0;
        d = 1.0 / (a * d + b);
        c = b + a / c;
        fraction *= c * d;
        if (c * d - 1.0).abs() < 1e-12 {
            break;
        }
    }
    (1.0 - front * fraction).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::queueing::response_tail;

    #[test]
    fn the_normal_law_is_that_of_the_error_function() {
        for step in -600..=600 {
            let deviate = f64::from(step) * 0.01;
            let exact = 0.5 * libm::erfc(-deviate * std::f64::consts::FRAC_1_SQRT_2);
            assert!((normal_cdf(deviate) - exact).abs() < 1.5e-7, "{deviate}");
        }
    }

    #[test]
    fn gamma_laws_meet_tabulated_values() {
        // Chi-square with 10 degrees of freedom: 95 % at 18.307; with 1: 95 % at 3.841 (shape 0.5).
        assert!((gamma_cdf(5.0, 18.307 / 2.0) - 0.95).abs() < 2e-3);
        assert!((gamma_cdf(0.5, 3.841 / 2.0) - 0.95).abs() < 1e-2);
        // Shape 0.1, x = 1: 0.97587 (regularised incomplete gamma).
        assert!((gamma_cdf(0.1, 1.0) - 0.97587).abs() < 1e-4);
    }

    #[test]
    fn a_wait_of_no_length_is_none() {
        let service = Service { mean_s: 0.04, cv2: 1.0, delay_s: 0.0 };
        let wait = Wait { share: 1.0, mean_s: 0.0, variance_s2: 0.0 };
        assert_eq!(service.response_cdf(&wait, 0.05), service.cdf(0.05));
    }

    #[test]
    fn at_rest_the_law_is_that_of_m_m_c() {
        let service = Service { mean_s: 0.04, cv2: 1.0, delay_s: 0.0 };
        let drain = 20.0;
        let wait = Wait { share: 0.6, mean_s: 1.0 / drain, variance_s2: 1.0 / (drain * drain) };
        for time in [0.01, 0.05, 0.2, 0.7] {
            let exact = 1.0 - response_tail(0.6, 25.0, drain, time);
            assert!((service.response_cdf(&wait, time) - exact).abs() < 1e-12);
        }
    }
}
