//! The stationary law of one station as a table over its load, so that a step needs no iteration.
//! The table is dimensionless in time: only servers, spreads and waiting places shape it.
//!
//! Rows are worked out when they are first asked for: a day visits a few dozen of them.

use crate::sim::queueing::{Geometric, erlang_b_inverse, fewest_outstanding_factor, spread_factor};

/// Rows per halving of the distance to full load, as a power of two; linear between them. Where the
/// queue has a limit loads go beyond full, and fewer are near enough.
const OCTAVE_BITS: [u32; 2] = [7, 4];
const OCTAVES: usize = 14;
/// Distance of the last row below full load.
const CLOSEST: f64 = 1.0 / (1_u64 << OCTAVES) as f64;

/// What shapes a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    pub servers: u32,
    pub arrivals: Arrivals,
    /// Squared coefficient of variation of the service time.
    pub service_cv2: f64,
    /// Waiting places; infinite where there is no limit.
    pub places: f64,
}

/// How even the arrivals at one station are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Arrivals {
    /// Poisson.
    Random,
    /// Every `targets`-th request of each of `nodes` balancer nodes.
    InTurn { targets: u32, nodes: u32 },
    /// Poisson, at a pool of targets of which each arrival takes the one with the fewest requests.
    ToFewest { targets: u32 },
}

impl Arrivals {
    /// Squared coefficient of variation that a queue at `load` feels. Superposed streams feel the
    /// more random the lighter the load is (Whitt 1983, Albin 1984).
    fn cv2(self, load: f64) -> f64 {
        match self {
            Arrivals::Random | Arrivals::ToFewest { .. } => 1.0,
            Arrivals::InTurn { targets, nodes } => {
                let one = 1.0 / f64::from(targets.max(1));
                let idle = (1.0 - load).max(0.0);
                let weight = 1.0 / (1.0 + 4.0 * idle * idle * f64::from(nodes.max(1) - 1));
                weight * one + 1.0 - weight
            }
        }
    }
}

/// One row: what holds at rest under one load.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row {
    /// Mean number in system.
    pub x: f64,
    /// Busy share of the servers, 0–1.
    pub rho: f64,
    /// P(an accepted arrival waits).
    pub wait: f64,
    /// Mean number waiting.
    pub queue: f64,
    /// Variance of the backlog that an arrival finds.
    pub variance: f64,
    /// Factor of the spreads on the mean wait.
    pub spread: f64,
    /// P(an arrival finds all places taken).
    pub blocked: f64,
}

/// A row between two rows of the table, with its slopes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spot {
    pub row: Row,
    /// Rise of `rho` with x.
    pub rho_slope: f64,
    /// Rise of `blocked` with x.
    pub blocked_slope: f64,
}

/// Stationary maps of a station.
pub struct Table {
    pub shape: Shape,
    /// The loads of the rows.
    loads: Loads,
    /// Rows by the halving that they belong to; none where no row has been asked for.
    blocks: Vec<Vec<Row>>,
    /// Numbers in system of the rows, by themselves for the search; NaN where not yet worked out.
    numbers: Vec<f64>,
}

impl Table {
    /// A table without rows yet.
    pub fn new(shape: Shape) -> Table {
        let loads = Loads::new(shape.places.is_finite());
        let blocks = vec![Vec::new(); loads.split(loads.last).0 + 1];
        Table { shape, loads, blocks, numbers: vec![f64::NAN; loads.last + 1] }
    }

    /// The row for `x` in system. `hint` is where the last search ended; it is moved.
    pub fn spot(&mut self, x: f64, hint: &mut u32) -> Spot {
        if x >= self.number(self.loads.last) {
            return self.beyond(x);
        }
        let index = self.find(x, *hint as usize);
        *hint = index as u32;
        let (low, high) = (self.row(index), self.row(index + 1));
        let width = (high.x - low.x).max(1e-300);
        let part = ((x - low.x) / width).clamp(0.0, 1.0);
        Spot {
            row: mix(&low, &high, part),
            rho_slope: ((high.rho - low.rho) / width).max(0.0),
            blocked_slope: ((high.blocked - low.blocked) / width).max(0.0),
        }
    }

    /// The number in system at rest under a load; infinite where there is no rest.
    pub fn resting_number(&mut self, load: f64) -> f64 {
        let place = self.loads.place(load);
        let last = self.loads.last;
        let index = place as usize;
        if index < last {
            let (low, high) = (self.number(index), self.number(index + 1));
            return low + (high - low) * (place - index as f64);
        }
        if self.shape.places.is_finite() {
            return self.number(last);
        }
        let spread = self.row(last).spread;
        if load < 1.0 {
            f64::from(self.shape.servers) + spread / (1.0 - load)
        } else {
            f64::INFINITY
        }
    }

    /// What holds at rest under any load, worked out anew.
    pub fn at_rest(&self, load: f64) -> Row {
        let Shape { servers, arrivals, service_cv2, places } = self.shape;
        if load <= 0.0 {
            return Row { spread: 1.0, ..Row::default() };
        }
        let servers_f = f64::from(servers);
        let bounded = load.min(1.0);
        let mut spread = spread_factor(servers, bounded, arrivals.cv2(bounded), service_cv2);
        if let Arrivals::ToFewest { targets } = arrivals {
            spread *= fewest_outstanding_factor(targets, servers / targets.max(1), bounded);
        }
        if load.is_infinite() {
            let (queue, wait) = (places, if places > 0.0 { 1.0 } else { 0.0 });
            return Row {
                x: servers_f + queue,
                rho: 1.0,
                wait,
                queue,
                spread,
                blocked: 1.0,
                variance: places,
            };
        }
        // States below `servers` relative to the state in which all servers are just busy.
        let below = erlang_b_inverse(servers, load * servers_f) - 1.0;
        // Steadier arrivals need fewer places for the same effect, more bursty ones more.
        let law = Geometric::new(load, places / spread.max(1e-9));
        let accepted = below * law.scale + law.sum;
        let wait = law.sum / accepted;
        let blocked = law.full / (accepted + law.full);
        let rho = (load * (1.0 - blocked)).min(1.0);
        let conditional = spread * rho * law.mean;
        let queue = wait * conditional;
        let squared = spread * spread * rho * rho * law.square;
        let variance = (wait * squared - queue * queue).max(0.0);
        Row { x: servers_f * rho + queue, rho, wait, queue, variance, spread, blocked }
    }

    fn number(&mut self, index: usize) -> f64 {
        let number = self.numbers[index];
        if number.is_nan() { self.work_out(index).x } else { number }
    }

    fn row(&mut self, index: usize) -> Row {
        if self.numbers[index].is_nan() {
            return self.work_out(index);
        }
        let (block, place) = self.loads.split(index);
        self.blocks[block][place]
    }

    #[cold]
    fn work_out(&mut self, index: usize) -> Row {
        let row = self.at_rest(self.loads.load(index));
        let (block, place) = self.loads.split(index);
        let block = &mut self.blocks[block];
        block.resize(1 << self.loads.bits, Row::default());
        block[place] = row;
        self.numbers[index] = row.x;
        row
    }

    /// The last row with no more than `x`, searched in growing strides from `hint`; `x` lies below
    /// the last row.
    fn find(&mut self, x: f64, hint: usize) -> usize {
        let last = self.loads.last;
        let mut low = hint.min(last - 1);
        let mut high = low + 1;
        let mut stride = 1;
        while low > 0 && self.number(low) > x {
            high = low;
            low = low.saturating_sub(stride);
            stride *= 2;
        }
        stride = 1;
        while high < last && self.number(high) <= x {
            low = high;
            high = (high + stride).min(last);
            stride *= 2;
        }
        // Where a straight line between the two has it, then halfway: few rows are worked out.
        let mut straight = true;
        while high - low > 1 {
            let (from, to) = (self.number(low), self.number(high));
            let part = if straight { ((x - from) / (to - from)).clamp(0.0, 1.0) } else { 0.5 };
            let middle = low + ((high - low) as f64 * part) as usize;
            let middle = middle.clamp(low + 1, high - 1);
            straight = !straight;
            if self.number(middle) <= x {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Beyond the table: all places taken, or, without a limit, everybody waits and the queue is
    /// all but deterministic fluid.
    fn beyond(&mut self, x: f64) -> Spot {
        let last = self.row(self.loads.last);
        let waiting = x - f64::from(self.shape.servers);
        if self.shape.places.is_finite() {
            let queue = waiting.max(last.queue);
            return Spot { row: Row { x, queue, ..last }, ..Spot::default() };
        }
        let queue = waiting.max(last.spread);
        let ample = queue + last.spread;
        let rho = 1.0 - last.spread / ample;
        let row = Row { x, rho, wait: 1.0, queue, variance: queue * queue, ..last };
        Spot { row, rho_slope: last.spread / (ample * ample), blocked_slope: 0.0 }
    }
}

/// Which loads a table has rows for: none, up to full load, and beyond it to an infinite one where
/// the queue has a limit.
#[derive(Clone, Copy, Debug)]
struct Loads {
    /// Rows in a halving, as a power of two.
    bits: u32,
    /// The last row below full load.
    last_below: usize,
    /// The last row.
    last: usize,
}

impl Loads {
    fn new(is_limited: bool) -> Loads {
        let bits = OCTAVE_BITS[usize::from(is_limited)];
        let last_below = OCTAVES << bits;
        Loads { bits, last_below, last: if is_limited { 2 * last_below + 2 } else { last_below } }
    }

    /// The halving of a row, and which it is there.
    fn split(&self, index: usize) -> (usize, usize) {
        (index >> self.bits, index & ((1 << self.bits) - 1))
    }

    /// Load of a row.
    fn load(&self, index: usize) -> f64 {
        if index <= self.last_below {
            return 1.0 - self.distance(index);
        }
        if index == self.last_below + 1 {
            return 1.0;
        }
        let idle = self.distance(self.last - index);
        if idle >= 1.0 { f64::INFINITY } else { 1.0 / (1.0 - idle) }
    }

    /// 1 − load of a row below full load: even steps within each halving.
    fn distance(&self, index: usize) -> f64 {
        let (octave, step) = self.split(index);
        (1.0 - step as f64 / (2_u64 << self.bits) as f64) / (1_u64 << octave) as f64
    }

    /// Where a load lies among the rows, in rows; beyond the last one where it has no row.
    fn place(&self, load: f64) -> f64 {
        if load <= 0.0 {
            return 0.0;
        }
        if load <= 1.0 {
            return self.place_below(1.0 - load);
        }
        (2 * self.last_below + 2) as f64 - self.place_below(1.0 - 1.0 / load)
    }

    fn place_below(&self, distance: f64) -> f64 {
        if distance <= CLOSEST {
            return (self.last_below + 1) as f64 - distance / CLOSEST;
        }
        // distance = fraction × 2^exponent with 1 ≤ fraction < 2.
        let bits = distance.to_bits();
        let exponent = (bits >> 52) as i64 - 1023;
        let fraction = f64::from_bits(bits & ((1 << 52) - 1) | 1023 << 52);
        ((-1 - exponent) as f64 + 2.0 - fraction) * (1_u64 << self.bits) as f64
    }
}

fn mix(low: &Row, high: &Row, part: f64) -> Row {
    let mix = |low: f64, high: f64| low + (high - low) * part;
    Row {
        x: mix(low.x, high.x),
        rho: mix(low.rho, high.rho),
        wait: mix(low.wait, high.wait),
        queue: mix(low.queue, high.queue),
        variance: mix(low.variance, high.variance),
        spread: mix(low.spread, high.spread),
        blocked: mix(low.blocked, high.blocked),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::queueing::{erlang_c, finite};

    fn table(servers: u32, places: f64) -> Table {
        Table::new(Shape { servers, arrivals: Arrivals::Random, service_cv2: 1.0, places })
    }

    #[test]
    fn the_table_is_erlang_c_at_its_points_and_close_between() {
        for servers in [1, 2, 4, 16] {
            let mut table = table(servers, f64::INFINITY);
            for (rho, tolerance) in
                [(0.5, 1e-6), (0.75, 1e-6), (0.9375, 1e-6), (0.9, 2e-3), (0.971, 2e-3)]
            {
                let wait = erlang_c(servers, rho * f64::from(servers));
                let exact = wait * rho / (1.0 - rho);
                let x = f64::from(servers) * rho + exact;
                let row = table.spot(x, &mut 0).row;
                assert!((row.rho - rho).abs() < tolerance * rho, "{servers} {rho}: {}", row.rho);
                assert!((row.queue / exact - 1.0).abs() < tolerance, "{servers} {rho}: {row:?}");
                assert!((row.wait / wait - 1.0).abs() < tolerance, "{servers} {rho}: {row:?}");
                assert!((table.resting_number(rho) / x - 1.0).abs() < tolerance);
            }
        }
    }

    #[test]
    fn with_few_places_the_table_is_that_of_m_m_c_k() {
        for (servers, places) in [(1, 4), (2, 10), (4, 50)] {
            let mut table = table(servers, f64::from(places));
            for load in [0.5, 0.9, 1.0, 1.2, 3.0] {
                let exact = finite(servers, servers + places, load * f64::from(servers));
                let row = table.at_rest(load);
                assert!((row.blocked - exact.blocked).abs() < 1e-6, "{servers} {load}: {row:?}");
                assert!(
                    (row.queue - exact.waiting).abs() < 1e-4 * exact.waiting,
                    "{load}: {row:?}"
                );
                let x = table.resting_number(load);
                let spot = table.spot(x, &mut 7);
                assert!((spot.row.rho - row.rho).abs() < 2e-3, "{servers} {load}");
            }
            assert_eq!(table.resting_number(f64::INFINITY), f64::from(servers + places));
        }
    }

    #[test]
    fn utilisation_rises_with_the_number_in_system_into_overload() {
        for places in [f64::INFINITY, 1000.0, 50.0] {
            let arrivals = Arrivals::InTurn { targets: 4, nodes: 2 };
            let mut table = Table::new(Shape { servers: 2, arrivals, service_cv2: 4.0, places });
            let mut last = -1.0;
            let mut hint = 0;
            for step in 0..2000 {
                let spot = table.spot(f64::from(step) * 1.3, &mut hint);
                assert!(
                    spot.row.rho >= last - 1e-9 && spot.row.rho <= 1.0,
                    "{places}, step {step}"
                );
                assert!(spot.rho_slope >= 0.0 && spot.blocked_slope >= 0.0, "step {step}");
                last = spot.row.rho;
            }
        }
    }
}
