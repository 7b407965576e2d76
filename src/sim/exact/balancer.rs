//! The balancer's choice of a target for one request.

use super::target::Place;
use crate::sim::flow::{Candidate, Flows, Hash, Model, Routing};
use crate::sim::random::{Purpose, Stream};

/// Targets that may be chosen, by target group and zone, and whose turn it is.
pub struct Balancer {
    model: Model,
    group_shares: [f64; 2],
    /// By group: places of the targets by zone (one zone for all, where the balancer does not
    /// care); zones without targets are left out.
    zones: [Vec<Zone>; 2],
    flows: Flows,
    candidates: Vec<Candidate>,
    stream: Stream,
}

#[derive(Default)]
struct Zone {
    number: u8,
    places: Vec<usize>,
    /// By balancer node: whose turn it is.
    turns: Vec<usize>,
}

impl Balancer {
    /// A balancer without targets.
    pub fn new(model: &Model, group_shares: [f64; 2], seed: u64) -> Balancer {
        Balancer {
            model: model.clone(),
            group_shares,
            zones: [Vec::new(), Vec::new()],
            flows: Flows::default(),
            candidates: Vec::new(),
            stream: Stream::new(seed, Purpose::Route, 0),
        }
    }

    /// Takes in which targets get requests from `now_s` on: the places that `serve`.
    pub fn set_targets(&mut self, places: &[Place], serve: impl Fn(&Place) -> bool, now_s: f64) {
        let nodes = match self.model.routing {
            Routing::RoundRobin { nodes } => nodes.max(1) as usize,
            _ => 1,
        };
        for group in 0..2_u8 {
            let old = std::mem::take(&mut self.zones[usize::from(group)]);
            let mut zones: Vec<Zone> = Vec::new();
            for (index, place) in places.iter().enumerate() {
                if place.target.group != group || !serve(place) {
                    continue;
                }
                let number = if self.model.cross_zone { 0 } else { place.target.zone };
                match zones.iter_mut().find(|zone| zone.number == number) {
                    Some(zone) => zone.places.push(index),
                    None => {
                        // Nodes keep their turns; fresh ones begin anywhere.
                        let kept = old.iter().find(|zone| zone.number == number);
                        let turns = kept.map_or_else(
                            || (0..nodes).map(|_| (self.stream.uniform() * 1e6) as usize).collect(),
                            |zone| zone.turns.clone(),
                        );
                        zones.push(Zone { number, places: vec![index], turns });
                    }
                }
            }
            self.zones[usize::from(group)] = zones;
        }
        self.candidates = places
            .iter()
            .filter(|place| serve(place))
            .map(|place| Candidate {
                id: place.target.id,
                zone: place.target.zone,
                group: place.target.group,
            })
            .collect();
        self.candidates.sort_by_key(|candidate| candidate.id);
        self.draw_flows(now_s);
    }

    /// Draws sticky flows anew where they ended; returns when the next one ends.
    pub fn draw_flows(&mut self, now_s: f64) -> f64 {
        let Routing::FlowHash { connections, life_s } = self.model.routing else {
            return f64::INFINITY;
        };
        let hash = Hash {
            seed: self.model.seed,
            life_s,
            cross_zone: self.model.cross_zone,
            group_shares: self.group_shares,
        };
        self.flows.settle(connections, &self.candidates, &hash, now_s);
        self.flows.next_end_s()
    }

    /// The place of the target for a request at `now_s`; `None` where there is none.
    pub fn choose(&mut self, places: &mut [Place], now_s: f64) -> Option<usize> {
        if let Routing::FlowHash { connections, .. } = self.model.routing {
            let flow = (self.stream.uniform() * f64::from(connections)) as usize;
            let id = self.flows.target(flow)?;
            return places.iter().position(|place| place.target.id == id);
        }
        let group = if self.group_shares[0] >= 1.0 {
            0
        } else {
            usize::from(self.stream.uniform() >= self.group_shares[0])
        };
        let zones = &mut self.zones[group];
        let zone = match zones.len() {
            0 => return None,
            1 => 0,
            count => (self.stream.uniform() * count as f64) as usize,
        };
        let zone = &mut zones[zone];
        let stream = &mut self.stream;
        match self.model.routing {
            Routing::LeastOutstanding => Some(zone.least(places, stream, now_s)),
            Routing::RoundRobin { .. } => Some(zone.in_turn(places, stream, &self.model, now_s)),
            _ => Some(zone.by_lot(places, stream, &self.model, now_s)),
        }
    }
}

impl Zone {
    /// Ties go to the next one from a random start.
    fn least(&self, places: &mut [Place], stream: &mut Stream, now_s: f64) -> usize {
        let count = self.places.len();
        let start = (stream.uniform() * count as f64) as usize;
        let mut best = (usize::MAX, self.places[start]);
        for place in self.places[start..].iter().chain(&self.places[..start]) {
            let outstanding = places[*place].outstanding(now_s);
            if outstanding < best.0 {
                best = (outstanding, *place);
                if outstanding == 0 {
                    break;
                }
            }
        }
        best.1
    }

    /// A target in its slow start lets some of its turns pass.
    fn in_turn(
        &mut self,
        places: &[Place],
        stream: &mut Stream,
        model: &Model,
        now_s: f64,
    ) -> usize {
        let node = match self.turns.len() {
            1 => 0,
            nodes => (stream.uniform() * nodes as f64) as usize,
        };
        loop {
            self.turns[node] += 1;
            let place = self.places[self.turns[node] % self.places.len()];
            let warmth = warmth(&places[place], model, now_s);
            if warmth >= 1.0 || stream.uniform() < warmth {
                return place;
            }
        }
    }

    fn by_lot(&self, places: &[Place], stream: &mut Stream, model: &Model, now_s: f64) -> usize {
        let heaviest = model.kinds.iter().fold(0.0_f64, |most, kind| most.max(kind.weight));
        loop {
            let place = self.places[(stream.uniform() * self.places.len() as f64) as usize];
            let weight = model.station(places[place].target.kind).weight / heaviest;
            let weight = weight * warmth(&places[place], model, now_s);
            if weight >= 1.0 || stream.uniform() < weight {
                return place;
            }
        }
    }
}

fn warmth(place: &Place, model: &Model, now_s: f64) -> f64 {
    if !place.target.warms || model.slow_start_s <= 0.0 {
        return 1.0;
    }
    ((now_s - place.joined_s) / model.slow_start_s).clamp(0.02, 1.0)
}
