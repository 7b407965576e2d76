//! The `Flow` data plane: requests as a fluid over classes of identical targets, one step a second.
//!
//! It knows targets and stations, nothing of tasks' lives, scaling or money.

mod class;
mod histogram;
pub(crate) mod law;
mod table;

pub use class::Station;
pub use histogram::{Edges, Histogram};
pub use law::{Service, Wait};

use class::Class;
use table::Table;

/// More classes than this are merged, nearest first.
const CLASSES: usize = 6;

/// Requests of one step over all targets, or of several steps added up.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    pub offered: f64,
    /// Work done, for whomever: time-outs are counted out later, by the law of the response time.
    pub completed: f64,
    pub refused: f64,
    pub abandoned: f64,
    pub no_target: f64,
    pub lost: f64,
}

/// Waits of completed requests, added up by their moments.
#[derive(Clone, Copy, Debug, Default)]
pub struct Waits {
    pub completed: f64,
    waited: f64,
    time: f64,
    squared: f64,
}

impl Waits {
    fn add(&mut self, completed: f64, wait: &Wait) {
        let waited = completed * wait.share;
        self.completed += completed;
        self.waited += waited;
        self.time += waited * wait.mean_s;
        self.squared += waited * (wait.variance_s2 + wait.mean_s * wait.mean_s);
    }

    /// Adds another window.
    pub fn merge(&mut self, other: &Waits) {
        self.completed += other.completed;
        self.waited += other.waited;
        self.time += other.time;
        self.squared += other.squared;
    }

    /// The law of the wait over the whole window.
    pub fn wait(&self) -> Wait {
        if self.completed <= 0.0 || self.waited <= 1e-9 * self.completed {
            return Wait::default();
        }
        let mean_s = self.time / self.waited;
        let variance_s2 = (self.squared / self.waited - mean_s * mean_s).max(0.0);
        Wait { share: self.waited / self.completed, mean_s, variance_s2 }
    }
}

/// All targets of a service.
pub struct Plane {
    station: Station,
    service_cv2: f64,
    classes: Vec<Class>,
    /// Class of each target that has one.
    of_target: Vec<(u32, usize)>,
    /// By the number of targets that share the arrivals.
    tables: Vec<(u32, Table)>,
    lost: f64,
}

impl Plane {
    /// A service without targets.
    pub fn new(station: Station, service_cv2: f64) -> Plane {
        Plane {
            station,
            service_cv2,
            classes: Vec::new(),
            of_target: Vec::new(),
            tables: Vec::new(),
            lost: 0.0,
        }
    }

    /// Changes what a request costs; requests in the system stay.
    pub fn set_station(&mut self, station: Station, service_cv2: f64) {
        if station.servers != self.station.servers || service_cv2 != self.service_cv2 {
            self.tables.clear();
        }
        self.station = station;
        self.service_cv2 = service_cv2;
    }

    /// A new, idle target begins to get requests.
    pub fn add(&mut self, target: u32, now_s: f64) {
        self.of_target.push((target, self.classes.len()));
        self.classes.push(Class::idle(1, now_s));
    }

    /// The target gets no new requests and works off what it has.
    pub fn drain(&mut self, target: u32) {
        let Some(index) = self.class_of(target) else {
            return;
        };
        if self.classes[index].draining {
            return;
        }
        let mut leaving = self.classes[index].clone();
        leaving.size = 1;
        leaving.draining = true;
        self.shrink(target, index);
        self.of_target.push((target, self.classes.len()));
        self.classes.push(leaving);
    }

    /// The target is gone; requests in it are lost.
    pub fn remove(&mut self, target: u32) {
        if let Some(index) = self.class_of(target) {
            self.lost += self.classes[index].x;
            self.shrink(target, index);
        }
    }

    /// Targets that get requests.
    pub fn healthy(&self) -> u32 {
        self.classes.iter().filter(|class| !class.draining).map(|class| class.size).sum()
    }

    /// Requests in all targets.
    pub fn in_flight(&self) -> f64 {
        self.classes.iter().map(|class| class.x * f64::from(class.size)).sum()
    }

    /// Requests that wait in all targets.
    pub fn queue(&self) -> f64 {
        let servers = f64::from(self.station.servers);
        let waiting = |class: &Class| (class.x - servers).max(0.0) * f64::from(class.size);
        self.classes.iter().map(waiting).sum()
    }

    /// One second with `offered` requests, ending at `end_s`. Waits are added to `waits`.
    pub fn step(&mut self, offered: f64, end_s: f64, waits: &mut Waits) -> Tally {
        self.tidy();
        let healthy = self.healthy();
        let mut tally = Tally { offered, lost: std::mem::take(&mut self.lost), ..Tally::default() };
        let rate = if healthy > 0 { offered / f64::from(healthy) } else { 0.0 };
        if healthy == 0 {
            tally.no_target = offered;
        }
        // Round robin from one balancer node hands each of m targets every m-th request.
        let spread_of = healthy.max(1);
        let (station, cv2) = (self.station, self.service_cv2);
        let known = self.tables.iter().position(|(targets, _)| *targets == spread_of);
        let place = known.unwrap_or_else(|| {
            let table = Table::new(station.servers, 1.0 / f64::from(spread_of), cv2);
            self.tables.push((spread_of, table));
            self.tables.len() - 1
        });
        let table = &self.tables[place].1;
        for class in &mut self.classes {
            let rate = if class.draining { 0.0 } else { rate };
            let step = class.step(&station, table, rate, 1.0, end_s);
            let size = f64::from(class.size);
            tally.completed += step.completed * size;
            tally.refused += step.refused * size;
            tally.abandoned += step.abandoned * size;
            waits.add(step.completed * size, &step.wait);
        }
        tally
    }

    fn class_of(&self, target: u32) -> Option<usize> {
        self.of_target.iter().find(|(other, _)| *other == target).map(|(_, class)| *class)
    }

    /// Takes one target out of a class; an empty class goes.
    fn shrink(&mut self, target: u32, index: usize) {
        self.of_target.retain(|(other, _)| *other != target);
        self.classes[index].size -= 1;
        if self.classes[index].size == 0 {
            self.drop_class(index, None);
        }
    }

    /// Merges classes that have become alike, or the nearest ones where there are too many.
    fn tidy(&mut self) {
        let mut first = 0;
        while first < self.classes.len() {
            let mut second = first + 1;
            while second < self.classes.len() {
                if self.classes[first].resembles(&self.classes[second]) {
                    self.merge(first, second);
                } else {
                    second += 1;
                }
            }
            first += 1;
        }
        while let Some((first, second)) = self.nearest() {
            self.merge(first, second);
        }
    }

    /// The two most alike of too many classes with the same duty.
    fn nearest(&self) -> Option<(usize, usize)> {
        if self.classes.len() <= CLASSES {
            return None;
        }
        let mut best: Option<(f64, usize, usize)> = None;
        for (first, one) in self.classes.iter().enumerate() {
            for (second, two) in self.classes.iter().enumerate().skip(first + 1) {
                let apart = (one.x - two.x).abs();
                if one.draining == two.draining && best.is_none_or(|best| apart < best.0) {
                    best = Some((apart, first, second));
                }
            }
        }
        best.map(|(_, first, second)| (first, second))
    }

    fn merge(&mut self, first: usize, second: usize) {
        let other = self.classes[second].clone();
        self.classes[first].absorb(&other);
        self.drop_class(second, Some(first));
    }

    /// Removes a class; its targets, if any, belong to `heir` from now on.
    fn drop_class(&mut self, index: usize, heir: Option<usize>) {
        self.classes.remove(index);
        for (_, class) in &mut self.of_target {
            if *class == index {
                *class = heir.unwrap_or(index);
            } else if *class > index {
                *class -= 1;
            }
        }
    }
}
