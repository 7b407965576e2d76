//! The balancer: which share of the requests each target of a class gets, and as what station the
//! class is stepped.

use super::class::{Class, Pool};
use super::model::{Model, Routing};
use super::table::{Arrivals, Shape, Table};

/// Share of a full weight with which a slow start begins.
const COLD_WEIGHT: f64 = 0.02;
/// Least share of the arrivals that a full queue lets in, to reckon with.
const TURNED_AWAY: f64 = 1e-3;
/// How near the requests that a common level takes have to come to those that there are.
const LEVEL: f64 = 1e-4;
/// Tables are kept for the next time that as many targets share the traffic, up to this many.
const TABLES: usize = 48;

/// How a class is fed and stepped.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    pub pool: Pool,
    /// Index of its table.
    pub table: usize,
    /// Share of all requests that one target gets.
    pub share: f64,
    /// Whether those that find no place are clients that gave up.
    pub abandons: bool,
}

/// The routes of all classes, valid until a target or the model changes.
#[derive(Debug, Default)]
pub struct Routes {
    pub of_class: Vec<Route>,
    /// Share of the requests for which there is no target.
    pub astray: f64,
    /// Whether the shares change with time.
    pub change: bool,
    /// Whether the balancer looks at how many requests the targets have.
    central: bool,
    known: bool,
}

impl Routes {
    /// Something changed: the routes are to be found anew.
    pub fn forget(&mut self) {
        self.known = false;
    }

    /// Whether nothing changed since the routes were found.
    pub fn is_known(&self) -> bool {
        self.known
    }

    /// Finds the routes as they are at `now_s`.
    pub fn find(
        &mut self,
        model: &Model,
        group_shares: [f64; 2],
        classes: &[Class],
        tables: &mut Vec<Table>,
        now_s: f64,
    ) {
        if self.known && !self.change {
            return;
        }
        if tables.len() > TABLES {
            tables.clear();
        }
        self.of_class.clear();
        self.central = model.routing == Routing::LeastOutstanding;
        let sticky = classes.iter().any(|class| class.key.flows > 0);
        let warm = |class: &Class| warmth(class, model, now_s);
        self.change = classes.iter().any(|class| !class.key.draining && warm(class) < 1.0);
        let mut sent = 0.0;
        for class in classes {
            let peers = || {
                let here = (class.key.group, class.key.zone);
                classes.iter().filter(move |other| {
                    !other.key.draining && (other.key.group, other.key.zone) == here
                })
            };
            let weight = |class: &Class| {
                if sticky {
                    return f64::from(class.key.flows);
                }
                let kind = match model.routing {
                    Routing::WeightedRandom => model.station(class.key.kind).weight,
                    _ => 1.0,
                };
                kind * warm(class)
            };
            let mut share = 0.0;
            if !class.key.draining {
                let all: f64 = peers().map(|peer| weight(peer) * f64::from(peer.size)).sum();
                let group = group_shares[usize::from(class.key.group).min(1)];
                share = group * weight(class) / all.max(1e-300) / zones(class, classes);
            }
            sent += share * f64::from(class.size);
            let targets: u32 = peers().map(|peer| peer.size).sum();
            self.of_class.push(route(class, model, targets, share, tables));
        }
        self.astray = if 1.0 - sent < 1e-9 { 0.0 } else { 1.0 - sent };
        self.known = true;
    }
}

impl Routes {
    /// For a balancer that looks at the requests outstanding: divides `rate` requests/s over `dt` s
    /// among the classes so that all come to one level, those above it getting nothing.
    pub fn level(&mut self, rate: f64, dt: f64, classes: &[Class], tables: &mut [Table]) {
        let serving = classes.iter().filter(|class| !class.key.draining).count();
        if !self.central || serving < 2 || rate <= 0.0 {
            return;
        }
        for first in 0..classes.len() {
            let pool = |other: &Class| {
                let place = |class: &Class| (class.key.group, class.key.zone);
                !other.key.draining && place(other) == place(&classes[first])
            };
            let members: Vec<usize> =
                (first..classes.len()).filter(|i| pool(&classes[*i])).collect();
            let led = classes[..first].iter().any(pool);
            if classes[first].key.draining || led || members.len() < 2 {
                continue;
            }
            let size = |i: usize| f64::from(classes[i].size);
            let wanted =
                rate * members.iter().map(|i| self.of_class[*i].share * size(*i)).sum::<f64>();
            let mut hints: Vec<u32> = classes.iter().map(Class::hint).collect();
            // What it takes to hold a target at that level and to bring it there, and how much more
            // it takes for each request more.
            let mut inflow = |i: usize, level: f64| {
                let Route { pool, table, .. } = self.of_class[i];
                let spot = tables[table].spot(level * pool.targets, &mut hints[i]);
                // Near the limit of the queue most find no place.
                let let_in = (1.0 - spot.row.blocked).max(TURNED_AWAY);
                let held = spot.row.rho / let_in * pool.capacity / pool.targets;
                let held_more =
                    (spot.rho_slope + spot.row.rho * spot.blocked_slope / let_in) / let_in;
                let inflow = held + (level - classes[i].x) / dt;
                if inflow > 0.0 {
                    (inflow, held_more * pool.capacity + 1.0 / dt)
                } else {
                    (0.0, 0.0)
                }
            };
            // By Newton's method, halving what is left where it would leave the bounds.
            let mut level = members.iter().fold(f64::INFINITY, |low, i| low.min(classes[*i].x));
            let (mut low, mut high) = (0.0, level + wanted * dt + 1.0);
            for _ in 0..40 {
                let (mut over, mut slope) = (-wanted, 0.0);
                for i in &members {
                    let (inflow, more) = inflow(*i, level);
                    over += inflow * size(*i);
                    slope += more * size(*i);
                }
                if over.abs() <= LEVEL * wanted {
                    break;
                }
                if over < 0.0 {
                    low = level;
                } else {
                    high = level;
                }
                let next = level - over / slope;
                level = if next > low && next < high { next } else { 0.5 * (low + high) };
            }
            let inflows: Vec<f64> = members.iter().map(|i| inflow(*i, level).0).collect();
            let all: f64 = members.iter().zip(&inflows).map(|(i, inflow)| inflow * size(*i)).sum();
            for (i, inflow) in members.iter().zip(&inflows) {
                self.of_class[*i].share = inflow / all.max(1e-300) * wanted / rate;
            }
        }
    }
}

/// Zones that the group's traffic is divided among: those where it has targets.
fn zones(class: &Class, classes: &[Class]) -> f64 {
    let mut seen = 0_u64;
    for other in classes {
        if !other.key.draining && other.key.group == class.key.group {
            seen |= 1 << (other.key.zone & 63);
        }
    }
    f64::from(seen.count_ones().max(1))
}

/// Weight of a target in its slow start, rising in a straight line to 1.
fn warmth(class: &Class, model: &Model, now_s: f64) -> f64 {
    let since_s = now_s - class.warm_from_s;
    if since_s >= model.slow_start_s {
        return 1.0;
    }
    (since_s / model.slow_start_s).clamp(COLD_WEIGHT, 1.0)
}

/// The class as a station: its size, its table, what binds its queue.
fn route(class: &Class, model: &Model, targets: u32, share: f64, tables: &mut Vec<Table>) -> Route {
    let station = model.station(class.key.kind);
    let central = model.routing == Routing::LeastOutstanding && !class.key.draining;
    let pooled = if central { class.size } else { 1 };
    let arrivals = match model.routing {
        Routing::RoundRobin { nodes } => Arrivals::InTurn { targets: rounded(targets), nodes },
        _ if central => Arrivals::ToFewest { targets: pooled },
        _ => Arrivals::Random,
    };
    let capacity = station.capacity();
    let patience = if model.abandons { capacity * model.timeout_s } else { f64::INFINITY };
    let shape = Shape {
        servers: station.servers * pooled,
        arrivals,
        service_cv2: if model.shares_processor { 1.0 } else { station.service.cv2 },
        places: station.queue_limit.min(patience) * f64::from(pooled),
    };
    let known = tables.iter().position(|table| table.shape == shape);
    let table = known.unwrap_or_else(|| {
        tables.push(Table::new(shape));
        tables.len() - 1
    });
    Route {
        pool: Pool {
            targets: f64::from(pooled),
            capacity: capacity * f64::from(pooled),
            service_s: station.service.mean_s,
            service_cv2: station.service.cv2,
            shares_processor: model.shares_processor,
        },
        table,
        share,
        abandons: patience < station.queue_limit,
    }
}

/// A number of targets rounded to a few per doubling: how even their arrivals are changes little
/// with it, and tables can be shared.
fn rounded(targets: u32) -> u32 {
    let step = (targets / 8).max(1).next_power_of_two() / 2;
    if step <= 1 { targets } else { targets / step * step }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_targets_are_rounded_to_a_few() {
        let all: Vec<u32> = (1..=1000).map(rounded).collect();
        assert!(all.iter().zip(1..).all(|(rounded, targets)| {
            f64::from(*rounded) > 0.85 * f64::from(targets) && *rounded <= targets
        }));
        let mut different = all;
        different.dedup();
        assert!(different.len() < 100, "{}", different.len());
    }
}
