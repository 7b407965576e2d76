//! The cases in which both engines are compared.

use super::{station, target};
use drydock::sim::exact::{Change, ExactCase, Happening};
use drydock::sim::flow::{Model, Routing, Service, Station, Target};

/// Which limits a case must keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Everything.
    Ordinary,
    /// Spread services, arrivals in turn or few places at many targets: percentiles are rougher.
    Rough,
    /// For a while nearly every answer is too late: percentiles of the few in time are rougher.
    Late,
    /// Shared processors: utilisation, served and mean alone.
    Mean,
}

/// A case with what its comparison needs to know.
pub struct Case {
    pub name: &'static str,
    pub class: Class,
    pub exact: ExactCase,
    /// Seconds at which something jumps.
    jumps_s: Vec<usize>,
}

impl Case {
    /// Whether something jumps in that minute.
    pub fn jumps(&self, minute: usize) -> bool {
        self.jumps_s.iter().any(|second| second / 60 == minute)
    }

    /// Slots of the targets that are there in that minute, on average.
    pub fn slots(&self, minute: usize) -> f64 {
        let (from, to) = (minute as f64 * 60.0, minute as f64 * 60.0 + 60.0);
        let slots = f64::from(self.exact.model.station(0).servers);
        let share = |at_s: f64| ((to - at_s) / 60.0).clamp(0.0, 1.0);
        let sum: f64 = self
            .exact
            .happenings
            .iter()
            .map(|happening| match happening.what {
                Change::Add(_) => share(happening.at_s.max(from)),
                Change::Remove(_) => -share(happening.at_s.max(from)),
                Change::Drain(_) => 0.0,
            })
            .sum();
        sum.max(1e-9) * slots
    }

    fn jump(mut self, second: usize) -> Case {
        self.jumps_s.push(second);
        self
    }

    fn happen(mut self, second: usize, changes: impl IntoIterator<Item = Change>) -> Case {
        let at_s = second as f64;
        self.exact.happenings.extend(changes.into_iter().map(|what| Happening { at_s, what }));
        self.jump(second)
    }

    fn class(self, class: Class) -> Case {
        Case { class, ..self }
    }
}

/// Eight targets of two slots: 160 requests/s.
fn eight(name: &'static str, model: Model, load: impl Fn(usize) -> f64, minutes: usize) -> Case {
    let offered = (0..minutes * 60).map(|second| 160.0 * load(second)).collect();
    let exact = ExactCase::new(model, 8, offered);
    Case { name, class: Class::Ordinary, exact, jumps_s: vec![0] }
}

fn steady(name: &'static str, model: Model, targets: u32, rho: f64) -> Case {
    let capacity = model.station(0).capacity() * f64::from(targets);
    let exact = ExactCase::new(model, targets, vec![rho * capacity; 1200]);
    Case { name, class: Class::Ordinary, exact, jumps_s: vec![0] }
}

fn model(servers: u32, routing: Routing) -> Model {
    Model { routing, ..Model::new(station(servers, 1.0), 300.0) }
}

fn lot(servers: u32) -> Model {
    model(servers, Routing::WeightedRandom)
}

fn spread(cv2: f64) -> Model {
    Model { kinds: vec![station(2, cv2)], ..lot(2) }
}

const LEAST: Routing = Routing::LeastOutstanding;

fn in_turn(nodes: u32) -> Routing {
    Routing::RoundRobin { nodes }
}

/// 0.7, and 1.5 from the fifth minute to the tenth.
fn peak(second: usize) -> f64 {
    if (300..600).contains(&second) { 1.5 } else { 0.7 }
}

fn peaked(name: &'static str, model: Model) -> Case {
    eight(name, model, peak, 25).jump(300).jump(600)
}

/// All cases, by name.
pub fn all() -> Vec<Case> {
    let mut cases = at_rest();
    cases.extend(overloads());
    cases.extend(changes_of_targets());
    cases.extend(clients());
    cases
}

fn at_rest() -> Vec<Case> {
    let many = Routing::FlowHash { connections: 100_000, life_s: f64::INFINITY };
    let few = Routing::FlowHash { connections: 24, life_s: f64::INFINITY };
    vec![
        steady("by lot, 1 slot, ρ 0.5", lot(1), 8, 0.5),
        steady("by lot, 2 slots, ρ 0.8", lot(2), 8, 0.8),
        steady("by lot, 4 slots, ρ 0.95", lot(4), 4, 0.95),
        steady("by lot, 16 slots, ρ 0.9", lot(16), 2, 0.9),
        steady("by lot, 64 slots, ρ 0.95", lot(64), 1, 0.95),
        steady("in turn, 1 slot, ρ 0.8", model(1, in_turn(1)), 8, 0.8).class(Class::Rough),
        steady("in turn, 2 slots, ρ 0.9", model(2, in_turn(1)), 8, 0.9).class(Class::Rough),
        steady("in turn by 3 nodes, 2 slots, ρ 0.9", model(2, in_turn(3)), 8, 0.9)
            .class(Class::Rough),
        steady("fewest outstanding, 1 slot, ρ 0.7", model(1, LEAST), 8, 0.7),
        steady("fewest outstanding, 1 slot, ρ 0.9", model(1, LEAST), 8, 0.9),
        steady("fewest outstanding, 2 slots, ρ 0.9", model(2, LEAST), 8, 0.9),
        steady("many flows, 2 slots, ρ 0.8", model(2, many), 8, 0.8),
        steady("24 sticky flows, 2 slots, ρ 0.5", Model { seed: 9, ..model(2, few) }, 6, 0.5),
        steady("cs² 4, 2 slots, ρ 0.9", spread(4.0), 8, 0.9).class(Class::Rough),
        steady("cs² 0.25, 2 slots, ρ 0.9", spread(0.25), 8, 0.9).class(Class::Rough),
        steady("shared processor, ρ 0.8", Model { shares_processor: true, ..lot(1) }, 8, 0.8)
            .class(Class::Mean),
    ]
}

fn overloads() -> Vec<Case> {
    let limited = |routing, queue_limit| {
        let station = Station { queue_limit, ..station(2, 1.0) };
        Model { routing, ..Model::new(station, 300.0) }
    };
    let wave = |second: usize| 0.8 - 0.3 * (second as f64 * std::f64::consts::TAU / 600.0).cos();
    vec![
        peaked("150 % for five minutes", lot(2)),
        peaked("the same, in turn", model(2, in_turn(1))).class(Class::Rough),
        peaked("the same, fewest outstanding", model(2, LEAST)),
        peaked("the same, cs² 4", spread(4.0)).class(Class::Rough),
        peaked("the same, 50 may wait", limited(Routing::WeightedRandom, 50.0)),
        peaked("the same, in turn, 50 may wait", limited(in_turn(1), 50.0)).class(Class::Rough),
        peaked("the same, 5 may wait", limited(Routing::WeightedRandom, 5.0)),
        eight("ten-minute wave, ρ 0.5 – 1.1", lot(2), wave, 30),
        at_once("20 at once and none waits, ρ 0.8", 20, 0.0, 3, 0.8),
        at_once("the same, ρ 0.9 on 2, then a third", 20, 0.0, 2, 0.9)
            .happen(300, [Change::Add(target(9))]),
        at_once("6 at once on 5 of 1 slot, ρ 1.3, then a sixth", 1, 5.0, 5, 1.3)
            .happen(300, [Change::Add(target(9))])
            .class(Class::Rough),
        at_once("100 at once on 4, ρ 1.5, with 4 more for five minutes", 1, 99.0, 4, 1.5)
            .happen(300, (4..8).map(|id| Change::Add(target(id))))
            .happen(600, (4..8).map(Change::Drain))
            .happen(660, (4..8).map(Change::Remove)),
    ]
}

/// Targets that hold so many requests at once and refuse more, fewest outstanding: App Runner.
fn at_once(name: &'static str, slots: u32, queue_limit: f64, targets: u32, rho: f64) -> Case {
    let station = Station { queue_limit, ..station(slots, 1.0) };
    let model = Model { routing: LEAST, ..Model::new(station, 300.0) };
    steady(name, model, targets, rho)
}

fn changes_of_targets() -> Vec<Case> {
    let add = |id| Change::Add(target(id));
    let load = |rho: f64| move |_: usize| rho;
    let zoned = |id: u32| Target { zone: (id % 3) as u8, ..target(id) };
    let zonal = |cross_zone: bool| {
        let model = Model { cross_zone, ..lot(2) };
        let mut case = eight("loss of a zone", model, load(0.6), 20);
        case.exact.happenings.clear();
        case.happen(0, (0..9).map(|id| Change::Add(zoned(id))))
            .happen(300, [0, 3, 6].map(Change::Remove))
            .happen(720, [10, 13, 16].map(|id| Change::Add(Target { zone: 0, ..target(id) })))
    };
    let warm = Model { slow_start_s: 120.0, ..lot(2) };
    let warming = |id| Change::Add(Target { warms: true, ..target(id) });
    let green = |id| Change::Add(Target { group: 1, ..target(id) });
    let mut shifted =
        eight("half of it to a green group", lot(2), load(0.9), 15).happen(0, (20..24).map(green));
    shifted.exact.group_shares = [0.5, 0.5];
    vec![
        eight("loss of 3 of 8 targets, back later", lot(2), load(0.8), 25)
            .happen(300, (0..3).map(Change::Remove))
            .happen(600, (10..13).map(add)),
        zonal(true),
        Case { name: "the same without cross-zone", ..zonal(false) },
        eight("4 more targets under a backlog", lot(2), load(1.25), 15)
            .happen(300, (8..12).map(add)),
        eight("the same, added to fewest outstanding", model(2, LEAST), load(1.25), 15)
            .happen(300, (8..12).map(add)),
        eight("2 targets drain and go", lot(2), load(0.6), 12)
            .happen(240, (0..2).map(Change::Drain))
            .happen(300, (0..2).map(Change::Remove)),
        eight("4 more targets with a slow start", warm, load(0.85), 12)
            .happen(240, (8..12).map(warming)),
        shifted,
    ]
}

fn clients() -> Vec<Case> {
    let timeout = |timeout_s: f64, abandons: bool, retries: u32| Model {
        timeout_s,
        abandons,
        retries,
        ..lot(2)
    };
    let limited = |model: Model, queue_limit: f64| Model {
        kinds: vec![Station { queue_limit, ..station(2, 1.0) }],
        ..model
    };
    let outside = Service { mean_s: 0.1, cv2: 1.0, delay_s: 0.3 };
    let apart = Model { kinds: vec![Station { service: outside, ..station(2, 1.0) }], ..lot(2) };
    vec![
        peaked("150 %, clients leave after 10 s", timeout(10.0, true, 0)),
        peaked("150 %, late after 10 s, worked on", timeout(10.0, false, 0)).class(Class::Late),
        peaked("150 %, 20 may wait, 2 retries", limited(timeout(60.0, false, 2), 20.0)),
        peaked("retry storm: late after 2 s, 3 retries", limited(timeout(2.0, false, 3), 200.0)),
        steady("0.3 s off the CPU, ρ 0.8", apart, 8, 0.8),
    ]
}
