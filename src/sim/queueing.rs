//! Queueing theory at rest: Erlang's formulas and the corrections for spread.
//!
//! Symbols: `load` = arrival rate × mean service time in servers (erlangs), `rho` = load per
//! server.
//! Sources: Erlang 1917; Kimura 1986 and Cosmetatos 1975 for the M/G/c mean wait; Krämer and
//! Langenbach-Belz 1976 for arrivals steadier than Poisson.

/// Probability that an arrival waits in M/M/c, 0–1. `load` below `servers`.
pub fn erlang_c(servers: u32, load: f64) -> f64 {
    let blocked = 1.0 / erlang_b_inverse(servers, load);
    let rho = load / f64::from(servers);
    blocked / (1.0 - rho + rho * blocked)
}

/// 1 / Erlang B, for any load above 0: the sum of c! / ((c − j)! aʲ), broken off where the rest
/// cannot be seen. Infinite where it is beyond 1e280.
pub fn erlang_b_inverse(servers: u32, load: f64) -> f64 {
    let (mut term, mut sum) = (1.0_f64, 1.0_f64);
    let each = 1.0 / load;
    for left in (1..=servers).rev() {
        term *= f64::from(left) * each;
        sum += term;
        if sum > 1e280 {
            return f64::INFINITY;
        }
        if term < 1e-17 * sum && f64::from(left) < load {
            break;
        }
    }
    sum
}

/// A geometric law over the waiting places of a queue, ratio = load; the number of places may be a
/// fraction or infinite (then the load is below 1). Sums are scaled by `scale`, so that no load
/// overflows.
pub struct Geometric {
    pub scale: f64,
    /// Sum over the places that an accepted arrival may find taken.
    pub sum: f64,
    /// Weight of the state with all places taken.
    pub full: f64,
    /// Mean of (requests waiting + 1) among those who wait.
    pub mean: f64,
    /// Mean of (requests waiting + 1) × (requests waiting + 2) among those who wait.
    pub square: f64,
}

impl Geometric {
    /// The law for a finite load above 0.
    pub fn new(load: f64, places: f64) -> Geometric {
        if load > 1.0 {
            // Counted from the full end.
            let (sum, mean, square, last) = truncated_geometric(1.0 / load, places);
            return Geometric {
                scale: last,
                sum: sum / load,
                full: 1.0,
                mean: places - mean,
                square: places * (places + 1.0) - (2.0 * places + 1.0) * mean + square,
            };
        }
        let (sum, mean, square, full) = truncated_geometric(load, places);
        Geometric { scale: 1.0, sum, full, mean: mean + 1.0, square: square + 3.0 * mean + 2.0 }
    }
}

/// Sum, mean and mean square of j = 0 … `places` − 1 with weights `ratio`ʲ, ratio up to 1, and the
/// weight of j = `places`.
fn truncated_geometric(ratio: f64, places: f64) -> (f64, f64, f64, f64) {
    let (n, d) = (places, ratio - 1.0);
    let last = if n.is_finite() { libm::pow(ratio, n) } else { 0.0 };
    if n < 1e-9 {
        return (0.0, 0.0, 0.0, last);
    }
    if n.is_finite() && -n * d < 0.02 {
        // Series in d: sums of binomials over j, times 1, j and j(j − 1).
        let pairs = n * (n - 1.0);
        let sum = n + d * pairs / 2.0 + d * d * pairs * (n - 2.0) / 6.0;
        let first = pairs / 2.0 + d * pairs * (2.0 * n - 1.0) / 6.0;
        let first = first + d * d * pairs * (n - 2.0) * (3.0 * n - 1.0) / 24.0;
        let triples = pairs * (n - 2.0);
        let second = triples / 3.0 + d * triples * (3.0 * n - 1.0) / 12.0;
        let second = second + d * d * triples * (3.0 * n * n - 6.0 * n + 1.0) / 30.0;
        return (sum, first / sum, (second + first) / sum, last);
    }
    let (n, idle) = (if n.is_finite() { n } else { 0.0 }, 1.0 - ratio);
    let sum = (1.0 - last) / idle;
    // Full geometric moments less those of the part beyond.
    let mean = ratio / idle;
    let square = ratio * (1.0 + ratio) / (idle * idle);
    let beyond = (n + mean, n * n + 2.0 * n * mean + square);
    let kept = 1.0 - last;
    (sum, (mean - last * beyond.0) / kept, (square - last * beyond.1) / kept, last)
}

/// P(response time > `time`) in M/M/c with first come, first served: `wait` = P(an arrival waits),
/// `service_rate` per server, `drain_rate` = servers × service rate − arrival rate.
pub fn response_tail(wait: f64, service_rate: f64, drain_rate: f64, time: f64) -> f64 {
    let served = libm::exp(-service_rate * time);
    let apart = drain_rate - service_rate;
    let waited = if apart.abs() < 1e-6 * service_rate {
        served * (1.0 + service_rate * time)
    } else {
        (drain_rate * served - service_rate * libm::exp(-drain_rate * time)) / apart
    };
    (1.0 - wait) * served + wait * waited
}

/// Factor on the mean wait of M/M/c when arrivals have squared coefficient of variation
/// `arrival_cv2` and services `service_cv2`; `rho` below 1. Pollaczek–Khinchine for one server.
pub fn spread_factor(servers: u32, rho: f64, arrival_cv2: f64, service_cv2: f64) -> f64 {
    let spread = arrival_cv2 + service_cv2;
    if spread <= 0.0 {
        return 0.0;
    }
    let by_service = if service_cv2 == 1.0 {
        1.0
    } else {
        (1.0 + service_cv2)
            / ((1.0 - service_cv2) / deterministic_factor(servers, rho) + 2.0 * service_cv2)
    };
    let by_arrival = spread / (1.0 + service_cv2);
    let steadier = (1.0 - arrival_cv2).max(0.0);
    let light = if steadier > 0.0 && rho > 0.0 {
        libm::exp(-2.0 * (1.0 - rho) * steadier * steadier / (3.0 * rho * spread))
    } else {
        1.0
    };
    by_service * by_arrival * light
}

/// Cosmetatos' ratio of the mean waits of M/D/c and M/M/c, held to its light-traffic limit.
fn deterministic_factor(servers: u32, rho: f64) -> f64 {
    let c = f64::from(servers);
    let bend = (1.0 - rho) * (c - 1.0) * ((4.0 + 5.0 * c).sqrt() - 2.0) / (16.0 * rho * c);
    (0.5 * (1.0 + bend)).min(c / (c + 1.0))
}

/// Targets of the columns of [`FEWEST`].
const FEWEST_TARGETS: [f64; 7] = [1.0, 2.0, 3.0, 4.0, 8.0, 16.0, 32.0];
/// (Factor − 1) / (1 − rho) of [`fewest_outstanding_factor`] for targets of 1, 2 and 4 slots, at a
/// utilisation of 0.5 and of 0.8 and more. Measured with the simulation of every request.
const FEWEST: [[[f64; 7]; 2]; 3] = [
    [[0.0, 0.556, 1.10, 1.65, 3.68, 7.5, 13.4], [0.0, 0.53, 0.99, 1.43, 3.03, 5.75, 10.1]],
    [[0.0, 0.49, 0.97, 1.45, 3.3, 6.9, 12.5], [0.0, 0.44, 0.81, 1.16, 2.37, 4.5, 7.8]],
    [[0.0, 0.43, 0.87, 1.28, 3.0, 6.0, 11.0], [0.0, 0.36, 0.66, 0.94, 1.90, 3.35, 5.8]],
];

/// Factor on the mean wait of one queue for all slots when each of `targets` targets with `slots`
/// slots has a queue of its own and an arrival goes to the one with the fewest requests; `rho`
/// below 1. An arrival then waits at its target though a slot of another one may become free first.
pub fn fewest_outstanding_factor(targets: u32, slots: u32, rho: f64) -> f64 {
    let targets = f64::from(targets.max(1));
    let low = ((0.8 - rho) / 0.3).clamp(0.0, 1.0);
    let at = |row: &[[f64; 7]; 2]| {
        let measured = |column: usize| row[1][column] + (row[0][column] - row[1][column]) * low;
        let last = FEWEST_TARGETS.len() - 1;
        if targets >= FEWEST_TARGETS[last] {
            return measured(last) * libm::pow(targets / FEWEST_TARGETS[last], 0.75);
        }
        let next = FEWEST_TARGETS.partition_point(|count| *count <= targets);
        let (from, to) = (FEWEST_TARGETS[next - 1], FEWEST_TARGETS[next]);
        measured(next - 1) + (measured(next) - measured(next - 1)) * (targets - from) / (to - from)
    };
    let excess = match slots {
        0 | 1 => at(&FEWEST[0]),
        2 => at(&FEWEST[1]),
        3 => 0.5 * (at(&FEWEST[1]) + at(&FEWEST[2])),
        _ => at(&FEWEST[2]) * libm::pow(4.0 / f64::from(slots), 0.35),
    };
    1.0 + excess * (1.0 - rho)
}

/// State probabilities of M/M/c/K in closed form.
pub struct Finite {
    servers: u32,
    /// P(an arrival finds all `capacity` places taken).
    pub blocked: f64,
    /// Mean number waiting.
    pub waiting: f64,
    /// P(an accepted arrival finds `n` in the system), n = 0 … capacity − 1.
    pub seen: Vec<f64>,
}

/// M/M/c/K: `capacity` places in the system, `capacity ≥ servers`; any load.
pub fn finite(servers: u32, capacity: u32, load: f64) -> Finite {
    let mut weights = Vec::with_capacity(capacity as usize + 1);
    let mut weight = 1.0_f64;
    weights.push(weight);
    for n in 1..=capacity {
        weight *= load / f64::from(n.min(servers));
        if weight > 1e250 {
            weights.iter_mut().for_each(|earlier| *earlier /= 1e250);
            weight /= 1e250;
        }
        weights.push(weight);
    }
    let sum: f64 = weights.iter().sum();
    let blocked = weights[capacity as usize] / sum;
    let accepted = sum - weights[capacity as usize];
    let waiting = weights
        .iter()
        .enumerate()
        .map(|(n, weight)| (n as f64 - f64::from(servers)).max(0.0) * weight / sum)
        .sum();
    let seen = weights[..capacity as usize].iter().map(|weight| weight / accepted).collect();
    Finite { servers, blocked, waiting, seen }
}

impl Finite {
    /// P(an accepted arrival waits longer than `time`), with `rate` services/s of one server.
    pub fn wait_tail(&self, rate: f64, time: f64) -> f64 {
        let ahead = self.seen.iter().skip(self.servers as usize);
        let busy = Poisson::new(f64::from(self.servers) * rate * time);
        ahead.zip(busy).map(|(seen, fewer)| seen * fewer).sum()
    }

    /// P(an accepted arrival stays longer than `time`).
    pub fn response_tail(&self, rate: f64, time: f64) -> f64 {
        if self.servers == 1 {
            // n ahead and itself: n + 1 services, one after the other.
            let fewer = Poisson::new(rate * time);
            return self.seen.iter().zip(fewer).map(|(seen, fewer)| seen * fewer).sum();
        }
        let servers = self.servers as usize;
        let own = libm::exp(-rate * time);
        let at_once: f64 = self.seen[..servers.min(self.seen.len())].iter().sum();
        let pace = f64::from(self.servers) * rate;
        let ratio = libm::log(pace / (pace - rate));
        let fewer = Poisson::new(pace * time);
        let ahead = self.seen.iter().skip(servers).zip(fewer).enumerate();
        // P(k departures + own service > t) = P(k departures > t) + what is served too late.
        let waited: f64 = ahead
            .map(|(index, (seen, longer))| {
                let shift = (index + 1) as f64 * ratio - rate * time;
                let late = poisson_from(index + 1, (pace - rate) * time, shift);
                seen * (longer + late).min(1.0)
            })
            .sum();
        at_once * own + waited
    }
}

/// P(at most k events) of a Poisson law for k = 0, 1, 2 …: the tail of k + 1 exponential times.
struct Poisson {
    mean: f64,
    next: u32,
    sum: f64,
}

impl Poisson {
    fn new(mean: f64) -> Poisson {
        Poisson { mean, next: 0, sum: 0.0 }
    }
}

impl Iterator for Poisson {
    type Item = f64;

    fn next(&mut self) -> Option<f64> {
        self.sum += poisson(self.next, self.mean, 0.0);
        self.next += 1;
        Some(self.sum.min(1.0))
    }
}

/// ln Γ(x) for x > 0 by Stirling's series, shifted upwards where x is small: within 1e-12. libm's
/// own serves negative arguments too and carries the trigonometric functions for them.
pub fn ln_gamma(x: f64) -> f64 {
    let (mut x, mut product) = (x, 1.0);
    while x < 10.0 {
        product *= x;
        x += 1.0;
    }
    let inverse = 1.0 / (x * x);
    let series =
        (1.0 / 12.0 - inverse * (1.0 / 360.0 - inverse * (1.0 / 1260.0 - inverse / 1680.0))) / x;
    let half_log_two_pi = 0.918_938_533_204_672_7;
    (x - 0.5) * libm::log(x) - x + half_log_two_pi + series - libm::log(product)
}

/// e^shift × P(exactly k events).
fn poisson(k: u32, mean: f64, shift: f64) -> f64 {
    if mean <= 0.0 {
        return if k == 0 { libm::exp(shift) } else { 0.0 };
    }
    let k = f64::from(k);
    libm::exp(shift - mean + k * libm::log(mean) - ln_gamma(k + 1.0))
}

/// e^shift × P(k or more events), summed upwards from k.
fn poisson_from(k: usize, mean: f64, shift: f64) -> f64 {
    let mut sum = 0.0;
    for n in k as u32.. {
        let term = poisson(n, mean, shift);
        sum += term;
        if f64::from(n) > mean && term <= 1e-13 * sum.max(1e-300) {
            break;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn erlang_c_agrees_with_published_tables() {
        // Ten servers at eight erlangs: 0.409; two at one: 1/3.
        assert!((erlang_c(10, 8.0) - 0.40918).abs() < 1e-4);
        assert!((erlang_c(2, 1.0) - 1.0 / 3.0).abs() < 1e-12);
        assert!((erlang_c(1, 0.7) - 0.7).abs() < 1e-12);
    }

    #[test]
    fn the_gamma_function_is_the_factorial_and_the_root_of_pi() {
        assert!((ln_gamma(6.0) - libm::log(120.0)).abs() < 1e-11);
        assert!((ln_gamma(0.5) - 0.5 * libm::log(std::f64::consts::PI)).abs() < 1e-11);
        assert!((ln_gamma(101.0) - 363.739_375_555_563_5).abs() < 1e-9);
    }

    #[test]
    fn one_server_obeys_pollaczek_khinchine() {
        for cv2 in [0.0, 0.5, 1.0, 4.0] {
            let factor = spread_factor(1, 0.8, 1.0, cv2);
            assert!((factor - (1.0 + cv2) / 2.0).abs() < 1e-12, "cv2 {cv2}: {factor}");
        }
    }

    #[test]
    fn loss_system_agrees_with_erlang_b() {
        // Erlang B of 10 servers at 8 erlangs is 0.1217.
        assert!((finite(10, 10, 8.0).blocked - 0.12166).abs() < 1e-4);
        assert!(finite(1, 500, 900.0).blocked > 0.998);
    }
}
