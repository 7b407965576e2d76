//! The stationary law of one station as a table over the number in system, so that a step needs no
//! iteration. The table is dimensionless in time: only servers and spreads shape it.

use crate::sim::queueing::{erlang_c, spread_factor};

/// Points of the table, evenly spaced in u = x / (x + servers).
const POINTS: usize = 512;
/// Walk in rho from which the points are found.
const WALK: usize = 700;

/// One row: what holds at rest when the mean number in system is x.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row {
    /// Utilisation at rest with this x, 0–1.
    pub rho: f64,
    /// P(an arrival waits).
    pub wait: f64,
    /// Mean number waiting.
    pub queue: f64,
    /// Variance of the backlog that an arrival finds.
    pub variance: f64,
    /// Factor of the spreads on the mean wait.
    pub spread: f64,
}

/// Stationary maps of a station with `servers` servers.
pub struct Table {
    servers: u32,
    arrival_cv2: f64,
    service_cv2: f64,
    rows: Vec<Row>,
}

impl Table {
    /// Builds the table by walking the utilisation upwards.
    pub fn new(servers: u32, arrival_cv2: f64, service_cv2: f64) -> Table {
        let mut table = Table { servers, arrival_cv2, service_cv2, rows: Vec::new() };
        let walk: Vec<f64> = (0..=WALK).map(walk_rho).collect();
        let count = |rho: f64| table.number(&table.at_rest(rho));
        let mut rows = vec![table.at_rest(0.0)];
        let mut low = (0.0, 0.0);
        let mut next = 1;
        let mut high = (walk[1], count(walk[1]));
        for point in 1..POINTS {
            let u = point as f64 / POINTS as f64;
            let x = f64::from(servers) * u / (1.0 - u);
            while high.1 < x && next < WALK {
                low = high;
                next += 1;
                high = (walk[next], count(walk[next]));
            }
            rows.push(table.at_rest(solve(&count, low, high, x)));
        }
        table.rows = rows;
        table
    }

    /// The stationary row for a utilisation below 1.
    pub fn at_rest(&self, rho: f64) -> Row {
        if rho <= 0.0 {
            return Row { spread: 1.0, ..Row::default() };
        }
        let wait = erlang_c(self.servers, rho * f64::from(self.servers));
        let spread = spread_factor(self.servers, rho, self.arrival_cv2, self.service_cv2);
        let conditional = spread * rho / (1.0 - rho);
        let queue = wait * conditional;
        let variance = (2.0 * wait * conditional * conditional - queue * queue).max(0.0);
        Row { rho, wait, queue, variance, spread }
    }

    /// The row for `x` in system, and how fast rho rises with x there.
    pub fn row(&self, x: f64) -> (Row, f64) {
        let servers = f64::from(self.servers);
        let place = x / (x + servers) * POINTS as f64;
        let index = place as usize;
        if index + 1 >= POINTS {
            return self.overload(x);
        }
        let part = place - index as f64;
        let (low, high) = (&self.rows[index], &self.rows[index + 1]);
        let mix = |low: f64, high: f64| low + (high - low) * part;
        let row = Row {
            rho: mix(low.rho, high.rho),
            wait: mix(low.wait, high.wait),
            queue: mix(low.queue, high.queue),
            variance: mix(low.variance, high.variance),
            spread: mix(low.spread, high.spread),
        };
        let per_x = POINTS as f64 * servers / ((x + servers) * (x + servers));
        (row, (high.rho - low.rho) * per_x)
    }

    /// The number in system at rest for a utilisation, by the same interpolation as [`Table::row`].
    pub fn resting_number(&self, rho: f64) -> f64 {
        let above = self.rows.partition_point(|row| row.rho < rho);
        if above >= POINTS {
            let spread = self.rows[POINTS - 1].spread;
            return f64::from(self.servers) + spread / (1.0 - rho).max(1e-12);
        }
        if above == 0 {
            return 0.0;
        }
        let (low, high) = (self.rows[above - 1].rho, self.rows[above].rho);
        let part = if high > low { (rho - low) / (high - low) } else { 1.0 };
        let u = (above as f64 - 1.0 + part) / POINTS as f64;
        f64::from(self.servers) * u / (1.0 - u)
    }

    /// Mean number in system.
    fn number(&self, row: &Row) -> f64 {
        f64::from(self.servers) * row.rho + row.queue
    }

    /// Beyond the table everybody waits, and the queue is all but deterministic fluid.
    fn overload(&self, x: f64) -> (Row, f64) {
        let spread = self.rows[POINTS - 1].spread;
        let queue = (x - f64::from(self.servers)).max(spread);
        let rho = 1.0 - spread / (queue + spread);
        let row = Row { rho, wait: 1.0, queue, variance: queue * queue, spread };
        (row, spread / ((queue + spread) * (queue + spread)))
    }
}

/// Even steps to 0.9, then ever closer to 1.
fn walk_rho(step: usize) -> f64 {
    let half = WALK / 2;
    if step <= half {
        0.9 * step as f64 / half as f64
    } else {
        1.0 - 0.1 * libm::exp(-10.0 * (step - half) as f64 / (WALK - half) as f64)
    }
}

/// The utilisation whose number in system is `x`, by regula falsi inside a narrow bracket.
fn solve(count: &impl Fn(f64) -> f64, low: (f64, f64), high: (f64, f64), x: f64) -> f64 {
    let (mut low, mut high) = (low, high);
    let mut rho = high.0;
    for _ in 0..4 {
        if high.1 <= low.1 {
            break;
        }
        rho = low.0 + (high.0 - low.0) * ((x - low.1) / (high.1 - low.1)).clamp(0.0, 1.0);
        let found = count(rho);
        if (found - x).abs() <= 1e-9 * x {
            break;
        }
        if found < x {
            low = (rho, found);
        } else {
            high = (rho, found);
        }
    }
    rho
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_erlang_c_at_its_points_and_close_between() {
        for servers in [1, 2, 4, 16] {
            let table = Table::new(servers, 1.0, 1.0);
            for rho in [0.5, 0.7, 0.9, 0.97] {
                let exact = erlang_c(servers, rho * f64::from(servers)) * rho / (1.0 - rho);
                let x = f64::from(servers) * rho + exact;
                let (row, _) = table.row(x);
                assert!((row.rho - rho).abs() < 2e-3 * rho, "{servers} {rho}: {}", row.rho);
                assert!((row.queue - exact).abs() < 2e-3 * exact.max(0.1), "{servers} {rho}");
                assert!((table.resting_number(rho) - x).abs() < 2e-3 * x, "{servers} {rho}");
            }
        }
    }

    #[test]
    fn utilisation_rises_with_the_number_in_system_into_overload() {
        let table = Table::new(2, 0.25, 1.0);
        let mut last = -1.0;
        for step in 0..2000 {
            let (row, slope) = table.row(f64::from(step) * 1.3);
            assert!(row.rho >= last && row.rho < 1.0 && slope >= 0.0, "step {step}");
            last = row.rho;
        }
    }
}
