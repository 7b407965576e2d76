//! What the data plane is told: what a request costs on a target, how requests are routed, how
//! long clients wait and what they do then. Plain data; knows no scenario.

use super::law::Service;

/// Most kinds of station that one plane tells apart.
pub const KINDS: usize = 8;

/// A kind of target: the station that each target of the kind is. A slower version, a noisy
/// neighbour or a burst beyond the share are kinds of their own.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// Parallel servers, at least 1.
    pub servers: u32,
    /// What a request costs on one server, and its fixed time elsewhere.
    pub service: Service,
    /// Requests that may wait in one target; infinite for any number.
    pub queue_limit: f64,
    /// Weight among the other targets, where the balancer goes by weights; ordinarily 1.
    pub weight: f64,
    /// Share of the answers that are errors, 0–1.
    pub error_share: f64,
}

impl Station {
    /// Requests/s that one target can answer.
    pub fn capacity(&self) -> f64 {
        f64::from(self.servers) / self.service.mean_s
    }
}

/// How the balancer chooses a target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Routing {
    /// In turn, by each of `nodes` balancer nodes on its own.
    RoundRobin { nodes: u32 },
    /// The target with the fewest requests in it.
    LeastOutstanding,
    /// By lot, with the weights of the kinds.
    WeightedRandom,
    /// A flow stays with its target while that gets requests; `connections` flows of equal load,
    /// each ending after `life_s` on average (infinite: never) and beginning anew.
    FlowHash { connections: u32, life_s: f64 },
}

/// Everything about requests and routing that may change during a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// Stations by kind, 1 to [`KINDS`].
    pub kinds: Vec<Station>,
    /// The client gives up after this response time, s.
    pub timeout_s: f64,
    /// Whether a request leaves the queue when its client gives up. Otherwise it is still worked
    /// on, for nobody.
    pub abandons: bool,
    /// Further attempts of a client after one that failed.
    pub retries: u32,
    /// Mean time before the first retry, s; each further one takes twice as long.
    pub backoff_s: f64,
    pub routing: Routing,
    /// Whether the balancer's node of a zone sends requests to targets of other zones too. Where it
    /// does not, every zone with targets gets an equal share.
    pub cross_zone: bool,
    /// A target that warms up gets a rising share for this time, s; 0 for none.
    pub slow_start_s: f64,
    /// Whether requests share the processor instead of queueing first come, first served.
    /// Percentiles are then a rough estimate.
    pub shares_processor: bool,
    /// Luck of the flows.
    pub seed: u64,
}

impl Model {
    /// One kind of station behind a balancer with one node and round robin, without retries.
    pub fn new(station: Station, timeout_s: f64) -> Model {
        Model {
            kinds: vec![station],
            timeout_s,
            abandons: false,
            retries: 0,
            backoff_s: 0.2,
            routing: Routing::RoundRobin { nodes: 1 },
            cross_zone: true,
            slow_start_s: 0.0,
            shares_processor: false,
            seed: 0,
        }
    }

    /// The station of a kind; the last one where there is no such kind.
    pub fn station(&self, kind: u8) -> &Station {
        &self.kinds[usize::from(kind).min(self.kinds.len() - 1)]
    }
}

/// A target that joins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    pub id: u32,
    pub zone: u8,
    /// Index into [`Model::kinds`].
    pub kind: u8,
    /// Target group: 0 or 1.
    pub group: u8,
    /// Whether it goes through the slow start.
    pub warms: bool,
}

/// How one target stands, for pictures of the fleet. Means of the model.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TargetState {
    /// Requests in it.
    pub in_flight: f64,
    /// Requests waiting in it.
    pub queue: f64,
    /// Busy share of its servers in the last step, 0–1.
    pub utilisation: f64,
}
