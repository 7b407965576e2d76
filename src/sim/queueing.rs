//! Queueing theory at rest: Erlang's formulas and the corrections for spread.
//!
//! Symbols: `load` = arrival rate × mean service time in servers (erlangs), `rho` = load per server.
//! Sources: Erlang 1917; Kimura 1986 and Cosmetatos 1975 for the M/G/c mean wait; Krämer and
//! Langenbach-Belz 1976 for arrivals steadier than Poisson.

/// Probability that an arrival waits in M/M/c, 0–1. `load` below `servers`.
pub fn erlang_c(servers: u32, load: f64) -> f64 {
    let mut blocked = 1.0;
    for server in 1..=servers {
        blocked = load * blocked / (f64::from(server) + load * blocked);
    }
    let rho = load / f64::from(servers);
    blocked / (1.0 - rho + rho * blocked)
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
    let seen = weights[..capacity as usize]
        .iter()
        .map(|weight| weight / accepted)
        .collect();
    Finite {
        blocked,
        waiting,
        seen,
    }
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
    fn one_server_obeys_pollaczek_khinchine() {
        for cv2 in [0.0, 0.5, 1.0, 4.0] {
            let factor = spread_factor(1, 0.8, 1.0, cv2);
            assert!(
                (factor - (1.0 + cv2) / 2.0).abs() < 1e-12,
                "cv2 {cv2}: {factor}"
            );
        }
    }

    #[test]
    fn loss_system_agrees_with_erlang_b() {
        // Erlang B of 10 servers at 8 erlangs is 0.1217.
        assert!((finite(10, 10, 8.0).blocked - 0.12166).abs() < 1e-4);
        assert!(finite(1, 500, 900.0).blocked > 0.998);
    }
}
