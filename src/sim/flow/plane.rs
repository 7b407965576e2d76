//! All targets of a service: who belongs to which class, and how the classes are stepped.

mod health;

use super::class::{Class, Key};
use super::law::Service;
use super::model::{Model, Station, Target, TargetState};
use super::route::Routes;
use super::table::Table;
use super::tally::{Tally, Waits};

/// More classes than this with one key are merged, nearest first.
const ALIKE: usize = 4;
/// Slow starts that began within this part of it are taken as one.
const WARM_PARTS: f64 = 8.0;

/// All targets of a service.
///
/// Whole seconds only: [`Plane::advance`] is called between the events of the control plane, with
/// the requests offered in each second until the next one. A target whose class is changed by an
/// event takes its requests along.
pub struct Plane {
    model: Model,
    services: Vec<Service>,
    group_shares: [f64; 2],
    classes: Vec<Class>,
    /// By rising id.
    targets: Vec<Member>,
    routes: Routes,
    tables: Vec<Table>,
    lost: f64,
    adaptive: bool,
}

/// A target and where it belongs.
#[derive(Clone, Copy, Debug)]
struct Member {
    target: Target,
    class: usize,
    draining: bool,
}

impl Plane {
    /// A service without targets; all traffic goes to target group 0.
    pub fn new(model: Model) -> Plane {
        let services = services(&model);
        Plane {
            model,
            services,
            group_shares: [1.0, 0.0],
            classes: Vec::new(),
            targets: Vec::new(),
            routes: Routes::default(),
            tables: Vec::new(),
            lost: 0.0,
            adaptive: true,
        }
    }

    /// The same with steps of a second throughout, to measure what longer ones change.
    pub fn with_short_steps(model: Model) -> Plane {
        Plane { adaptive: false, ..Plane::new(model) }
    }

    /// Changes what requests cost and how they are routed; requests in the system stay.
    pub fn set_model(&mut self, model: Model) {
        self.services = services(&model);
        self.model = model;
        for place in 0..self.targets.len() {
            self.place(place);
        }
        self.tables.clear();
        self.routes.forget();
    }

    /// Changes the stations by kind.
    pub fn set_kinds(&mut self, kinds: Vec<Station>) {
        if kinds != self.model.kinds {
            self.set_model(Model { kinds, ..self.model.clone() });
        }
    }

    /// Changes the shares of the traffic that the two target groups get, each 0–1, together 1.
    pub fn set_shares(&mut self, shares: [f64; 2]) {
        self.group_shares = shares;
        self.routes.forget();
    }

    /// A new, idle target begins to get requests. One that is there already stays as it is.
    pub fn add(&mut self, target: Target, now_s: f64) {
        let Err(place) = self.find(target.id) else {
            return;
        };
        let member = Member { target, class: usize::MAX, draining: false };
        let mut class = Class::idle(self.key(&member), now_s);
        if target.warms && self.model.slow_start_s > 0.0 {
            class.warm_from_s = now_s;
        }
        self.targets.insert(place, member);
        self.targets[place].class = self.join(class);
        self.routes.forget();
    }

    /// The target gets no new requests and works off what it has.
    pub fn drain(&mut self, id: u32) {
        if let Ok(place) = self.find(id) {
            self.targets[place].draining = true;
            self.place(place);
        }
    }

    /// The target is gone; requests in it are lost.
    pub fn remove(&mut self, id: u32) {
        if let Ok(place) = self.find(id) {
            let class = self.targets.remove(place).class;
            self.lost += self.classes[class].x;
            self.shrink(class);
            self.routes.forget();
        }
    }

    /// The target is of another kind from now on.
    pub fn set_kind(&mut self, id: u32, kind: u8) {
        if let Ok(place) = self.find(id) {
            self.targets[place].target.kind = kind;
            self.place(place);
        }
    }

    /// Targets that get requests.
    pub fn healthy(&self) -> u32 {
        self.classes.iter().filter(|class| !class.key.draining).map(|class| class.size).sum()
    }

    /// Requests in all targets.
    pub fn in_flight(&self) -> f64 {
        self.classes.iter().map(|class| class.x * f64::from(class.size)).sum()
    }

    /// Requests that wait in all targets.
    pub fn queue(&self) -> f64 {
        self.classes.iter().map(|class| class.queue * f64::from(class.size)).sum()
    }

    /// How one target stands; `None` if there is no such target.
    pub fn target_state(&self, id: u32) -> Option<TargetState> {
        let class = &self.classes[self.targets[self.find(id).ok()?].class];
        let (in_flight, queue, utilisation) = (class.x, class.queue, class.utilisation);
        Some(TargetState { in_flight, queue, utilisation })
    }

    /// Services by kind, for reading [`Waits`].
    pub fn services(&self) -> &[Service] {
        &self.services
    }

    /// `offered.len()` seconds from `from_s` with that many requests/s in each of them. Waits are
    /// added to `waits`.
    pub fn advance(&mut self, offered: &[f64], from_s: u32, waits: &mut Waits) -> Tally {
        let mut tally = Tally { lost: std::mem::take(&mut self.lost), ..Tally::default() };
        if offered.is_empty() {
            return tally;
        }
        self.tidy();
        let from = f64::from(from_s);
        let length = offered.len() as f64;
        self.route(from + 0.5 * length);
        let low = offered.iter().fold(f64::INFINITY, |low, rate| low.min(*rate));
        let high = offered.iter().fold(0.0_f64, |high, rate| high.max(*rate));
        if self.adaptive && self.is_calm(low, high) {
            let mean = offered.iter().sum::<f64>() / length;
            self.step(mean, length, from + length, waits, &mut tally);
            return tally;
        }
        for (second, rate) in offered.iter().enumerate() {
            let end_s = from + second as f64 + 1.0;
            if self.routes.change {
                self.route(end_s - 0.5);
            }
            self.step(*rate, 1.0, end_s, waits, &mut tally);
        }
        tally
    }

    /// One step of `dt` s ending at `end_s` with `rate` attempts/s.
    fn step(&mut self, rate: f64, dt: f64, end_s: f64, waits: &mut Waits, tally: &mut Tally) {
        tally.offered += rate * dt;
        tally.no_target += rate * dt * self.routes.astray;
        for (class, route) in self.classes.iter_mut().zip(&self.routes.of_class) {
            let table = &mut self.tables[route.table];
            let step = class.step(&route.pool, table, rate * route.share, dt, end_s);
            let kind = class.key.kind;
            let station = self.model.station(kind);
            let pools = f64::from(class.size) / route.pool.targets;
            let completed = step.completed * pools;
            tally.completed += completed;
            tally.errors += completed * station.error_share;
            let turned_away = step.refused * pools;
            if route.abandons {
                tally.abandoned += turned_away;
            } else {
                tally.refused += turned_away;
            }
            let kind_index = usize::from(kind).min(tally.busy_s.len() - 1);
            tally.busy_s[kind_index] += completed * station.service.mean_s;
            waits.add(kind, completed, &step.wait, station.service.mean_s);
        }
    }

    /// Whether one long step is as good as many short ones.
    fn is_calm(&mut self, low: f64, high: f64) -> bool {
        if self.routes.change {
            return false;
        }
        let routed = self.classes.iter().zip(&self.routes.of_class);
        let tables = &mut self.tables;
        routed.into_iter().all(|(class, route)| {
            let table = &mut tables[route.table];
            class.is_calm(&route.pool, table, low * route.share, high * route.share)
        })
    }

    fn route(&mut self, now_s: f64) {
        let classes = &self.classes;
        self.routes.find(&self.model, self.group_shares, classes, &mut self.tables, now_s);
    }

    fn find(&self, id: u32) -> Result<usize, usize> {
        self.targets.binary_search_by_key(&id, |member| member.target.id)
    }

    fn key(&self, member: &Member) -> Key {
        let target = &member.target;
        let zone = if self.model.cross_zone { 0 } else { target.zone };
        Key { zone, kind: target.kind, group: target.group, draining: member.draining, flows: 0 }
    }

    /// Moves a target to where it belongs by now, with its requests.
    fn place(&mut self, place: usize) {
        let member = self.targets[place];
        let key = self.key(&member);
        if self.classes[member.class].key == key {
            return;
        }
        let mut moved = self.classes[member.class].clone();
        (moved.key, moved.size) = (key, 1);
        // Joins first: leaving may move another class into the place of an emptied one.
        let class = self.join(moved);
        self.targets[place].class = class;
        self.shrink(member.class);
        self.routes.forget();
    }

    /// Adds a class, or its targets to one that is alike; returns where they are.
    fn join(&mut self, class: Class) -> usize {
        let alike = self.classes.iter().position(|other| other.resembles(&class, 0.0));
        if let Some(index) = alike {
            self.classes[index].absorb(&class);
            return index;
        }
        self.classes.push(class);
        self.classes.len() - 1
    }

    /// Takes one target out of a class; an empty class goes.
    fn shrink(&mut self, index: usize) {
        self.classes[index].size -= 1;
        if self.classes[index].size == 0 {
            self.drop_class(index, index);
        }
    }

    /// Merges classes that have become alike, or the nearest ones where too many share a key.
    fn tidy(&mut self) {
        let warm_s = self.model.slow_start_s / WARM_PARTS;
        let mut first = 0;
        while first < self.classes.len() {
            let mut second = first + 1;
            while second < self.classes.len() {
                if self.classes[first].resembles(&self.classes[second], warm_s) {
                    self.merge(first, second);
                } else {
                    second += 1;
                }
            }
            first += 1;
        }
        while self.classes.len() > ALIKE
            && let Some((first, second)) = self.nearest()
        {
            self.merge(first, second);
        }
    }

    /// The two most alike of too many classes with the same key.
    fn nearest(&self) -> Option<(usize, usize)> {
        let mut best: Option<(f64, usize, usize)> = None;
        for (first, one) in self.classes.iter().enumerate() {
            let same = self.classes.iter().enumerate().filter(|(_, other)| other.key == one.key);
            if same.clone().count() <= ALIKE {
                continue;
            }
            for (second, two) in same.filter(|(second, _)| *second > first) {
                let apart = (one.x - two.x).abs();
                if best.is_none_or(|best| apart < best.0) {
                    best = Some((apart, first, second));
                }
            }
        }
        best.map(|(_, first, second)| (first, second))
    }

    fn merge(&mut self, first: usize, second: usize) {
        let other = self.classes[second].clone();
        self.classes[first].absorb(&other);
        self.drop_class(second, first);
        self.routes.forget();
    }

    /// Removes a class; its targets, if any, belong to `heir` from now on, an earlier class.
    fn drop_class(&mut self, index: usize, heir: usize) {
        self.classes.swap_remove(index);
        let moved = self.classes.len();
        for member in &mut self.targets {
            if member.class == index {
                member.class = heir;
            } else if member.class == moved {
                member.class = index;
            }
        }
    }
}

fn services(model: &Model) -> Vec<Service> {
    model.kinds.iter().map(|station| station.service).collect()
}

#[cfg(test)]
mod tests;
