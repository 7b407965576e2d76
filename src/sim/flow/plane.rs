//! All targets of a service, and how their classes are stepped.

mod health;
mod members;

use super::backlog::Cut;
use super::class::Class;
use super::flows::Flows;
use super::law::Service;
use super::model::{Model, Station, Target, TargetState};
use super::retry::{Retries, Rule};
use super::route::Routes;
use super::table::Table;
use super::tally::{Tally, Waits};

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
    cut: Cut,
    flows: Flows,
    /// When flows are to be drawn anew, s.
    flows_due_s: f64,
    retries: Retries,
    lost: f64,
    adaptive: bool,
    /// From when on how many seconds are steady, as [`Plane::is_steady`] found.
    steady: Option<(u32, usize)>,
}

/// A target and where it belongs.
#[derive(Clone, Copy, Debug)]
struct Member {
    target: Target,
    class: usize,
    draining: bool,
    /// Sticky flows that it holds; 0 where flows do not count.
    flows: u32,
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
            cut: Cut::new(),
            flows: Flows::default(),
            flows_due_s: f64::NEG_INFINITY,
            retries: Retries::default(),
            lost: 0.0,
            adaptive: true,
            steady: None,
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
        self.change();
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
        self.change();
    }

    /// A new, idle target begins to get requests. One that is there already stays as it is.
    pub fn add(&mut self, target: Target, now_s: f64) {
        let Err(place) = self.find(target.id) else {
            return;
        };
        let member = Member { target, class: usize::MAX, draining: false, flows: 0 };
        let mut class = Class::idle(self.key(&member), now_s);
        if target.warms && self.model.slow_start_s > 0.0 {
            class.warm_from_s = now_s;
        }
        self.targets.insert(place, member);
        self.targets[place].class = self.join(class);
        self.change();
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
            self.change();
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
        let from = f64::from(from_s);
        if from >= self.flows_due_s {
            self.draw_flows(from);
        }
        self.tidy();
        let length = offered.len() as f64;
        let looked = self.steady.take().filter(|(at_s, _)| *at_s == from_s);
        let mut known = looked.filter(|_| self.routes.is_known()).map(|(_, seconds)| seconds);
        self.route(from + 0.5 * length);
        let is_calm = match known {
            Some(seconds) => seconds >= offered.len(),
            None => {
                let [low, high] = bounds(offered);
                self.adaptive && self.is_calm(low, high)
            }
        };
        if is_calm {
            let mean = offered.iter().sum::<f64>() / length;
            self.step(mean, length, from + length, waits, &mut tally);
            return tally;
        }
        let mut second = 0;
        while second < offered.len() {
            let seconds = known.take().unwrap_or_else(|| self.steady(&offered[second..]));
            let end_s = from + (second + seconds) as f64;
            let dt = seconds as f64;
            if self.routes.change {
                self.route(end_s - 0.5);
            }
            let rate = offered[second..second + seconds].iter().sum::<f64>() / dt;
            self.step(rate, dt, end_s, waits, &mut tally);
            second += seconds;
        }
        tally
    }

    /// Whether one step for all of these seconds would be as good as many, as things stand.
    pub fn is_steady(&mut self, offered: &[f64], from_s: u32) -> bool {
        if !self.adaptive || !self.routes.is_known() || f64::from(from_s) >= self.flows_due_s {
            return false;
        }
        let [low, high] = bounds(offered);
        if self.routes.astray > 0.0 && high > 0.0 {
            return false;
        }
        let all = offered.len();
        let seconds = if self.is_calm(low, high) { all } else { self.steady(offered) };
        self.steady = Some((from_s, seconds));
        seconds == all
    }

    /// One step of `dt` s ending at `end_s` with `rate` requests/s and the retries that are due.
    fn step(&mut self, rate: f64, dt: f64, end_s: f64, waits: &mut Waits, tally: &mut Tally) {
        if self.model.retries == 0 && self.retries.waiting() < 1e-6 {
            self.serve(rate, dt, end_s, waits, tally);
            return;
        }
        let attempts = self.retries.begin(rate * dt, dt, self.model.backoff_s);
        let mut now = Tally { lost: std::mem::take(&mut tally.lost), ..Tally::default() };
        let late = self.serve(attempts / dt, dt, end_s, waits, &mut now);
        now.retried = self.retries.retried();
        let mut failed = now.refused + now.abandoned + now.no_target + now.lost + now.errors;
        let Model { retries, timeout_s, abandons, .. } = self.model;
        // Whoever leaves the queue has timed out then and there; so has, nearly, who was served
        // too late.
        if abandons {
            now.timed_out = now.abandoned + now.completed * late;
            failed += now.completed * late;
        }
        let late_after_s = if abandons { f64::INFINITY } else { timeout_s };
        let rule = Rule { retries, late_after_s };
        let share = if attempts > 0.0 { (failed / attempts).min(1.0) } else { 0.0 };
        now.timed_out += self.retries.end(share, late, end_s, dt, &rule);
        tally.add(&now);
    }

    /// One step with `rate` attempts/s. Returns the share of arrivals that are too late, by the
    /// waits as they are now; only where clients retry.
    fn serve(
        &mut self,
        rate: f64,
        dt: f64,
        end_s: f64,
        waits: &mut Waits,
        tally: &mut Tally,
    ) -> f64 {
        tally.offered += rate * dt;
        tally.no_target += rate * dt * self.routes.astray;
        self.routes.level(rate, dt, &self.classes, &mut self.tables);
        let mut late = (0.0, 0.0);
        for (class, route) in self.classes.iter_mut().zip(&self.routes.of_class) {
            let table = &mut self.tables[route.table];
            let step = class.step(&route.pool, table, &self.cut, rate * route.share, dt, end_s);
            let kind = class.key.kind;
            let station = self.model.station(kind);
            let pools = f64::from(class.size) / route.pool.targets;
            let late_ones = step.late.map_or(0.0, |(completed, _)| completed) * pools;
            let completed = step.completed * pools + late_ones;
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
            waits.add(kind, completed - late_ones, &step.wait, station.service.mean_s);
            if let Some((_, wait)) = &step.late {
                waits.add(kind, late_ones, wait, station.service.mean_s);
            }
            if self.model.retries > 0 {
                let weight = route.share * f64::from(class.size);
                let within = |wait| station.service.response_cdf(wait, self.model.timeout_s);
                let mut in_time = within(&step.wait);
                if let Some((_, wait)) = &step.late {
                    let share = late_ones / completed.max(1e-300);
                    in_time += share * (within(wait) - in_time);
                }
                late = (late.0 + weight * (1.0 - in_time), late.1 + weight);
            }
        }
        if late.1 > 0.0 { (late.0 / late.1).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// Whether one long step is as good as many short ones.
    fn is_calm(&mut self, low: f64, high: f64) -> bool {
        let few = 1e-3 * high;
        if self.routes.change || self.retries.waiting() > few {
            return false;
        }
        let routed = self.classes.iter().zip(&self.routes.of_class);
        let tables = &mut self.tables;
        routed.into_iter().all(|(class, route)| {
            let table = &mut tables[route.table];
            class.is_calm(&route.pool, table, low * route.share, high * route.share)
        })
    }

    /// How many of the next seconds one step may take: as long as what comes stays the same and
    /// no class moves far, be it full, filling or draining.
    fn steady(&mut self, offered: &[f64]) -> usize {
        let first = offered[0];
        let few = 1e-3 * first;
        if !self.adaptive
            || offered.len() < 2
            || self.routes.change
            || self.retries.waiting() > few
            || self.is_levelling()
        {
            return 1;
        }
        let like = |rate: &&f64| (**rate - first).abs() <= 0.02 * first;
        let alike = offered.iter().take_while(like).count();
        let mut longest = alike as f64;
        for (class, route) in self.classes.iter_mut().zip(&self.routes.of_class) {
            if longest < 2.0 {
                break;
            }
            let table = &mut self.tables[route.table];
            longest = longest.min(class.steady_s(&route.pool, table, first * route.share));
        }
        (longest as usize).clamp(1, alike)
    }

    /// Whether the balancer brings targets to one level that stand apart.
    fn is_levelling(&self) -> bool {
        let serving = self.classes.iter().filter(|class| !class.key.draining).count();
        self.is_central() && serving > 1
    }

    /// Targets or the model changed: routes and flows are to be found anew.
    fn change(&mut self) {
        self.routes.forget();
        self.flows_due_s = f64::NEG_INFINITY;
    }

    fn route(&mut self, now_s: f64) {
        let classes = &self.classes;
        self.routes.find(&self.model, self.group_shares, classes, &mut self.tables, now_s);
    }
}

/// The least and the greatest of them.
fn bounds(rates: &[f64]) -> [f64; 2] {
    let least = rates.iter().fold(f64::INFINITY, |low, rate| low.min(*rate));
    [least, rates.iter().fold(0.0_f64, |high, rate| high.max(*rate))]
}

fn services(model: &Model) -> Vec<Service> {
    model.kinds.iter().map(|station| station.service).collect()
}

#[cfg(test)]
mod balancer_tests;
#[cfg(test)]
mod tests;
