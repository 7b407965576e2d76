//! What the service is asked to do: traffic, one request, one task, the balancer before it.

use crate::{shape, words};

/// The shape of the day's requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Flat,
    Day,
    Step,
    Flash,
    Batch,
    Csv,
}

words!(Shape {
    Flat = "flat", Day = "day", Step = "step", Flash = "flash", Batch = "batch", Csv = "csv"
});

/// Requests offered over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Traffic {
    pub shape: Shape,
    /// Busiest hour of the ordinary day, without the spike, requests/s.
    pub peak_rps: f64,
    /// Quietest hour as a share of the peak, 0–1.
    pub trough_share: f64,
    /// Local time of the spike, `13:30` or `13:30:00`.
    pub spike_at: String,
    /// The spike multiplies the ordinary traffic by this; 1 = no spike.
    pub spike_factor: f64,
    pub spike_minutes: f64,
    /// Time the spike takes to rise, and to fall, s.
    pub spike_ramp_s: f64,
    /// Standard deviation of the slow multiplicative noise, 0–0.5.
    pub noise: f64,
    /// For shape `csv`: lines `seconds,requests_per_second`.
    pub csv: String,
}

shape!(Traffic {
    shape,
    peak_rps,
    trough_share,
    spike_at,
    spike_factor,
    spike_minutes,
    spike_ramp_s,
    noise,
    csv
});

/// What one request costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Mean CPU time on one vCPU, ms.
    pub cpu_ms: f64,
    /// Squared coefficient of variation of the CPU time.
    pub cpu_cv2: f64,
    /// Constant time off the CPU, ms.
    pub wait_ms: f64,
    /// Memory while in flight, KiB.
    pub memory_kib: f64,
    /// The client gives up after this response time, ms.
    pub timeout_ms: f64,
    pub on_timeout: OnTimeout,
    pub retries: u32,
    pub retry_backoff_ms: f64,
}

shape!(Request {
    cpu_ms,
    cpu_cv2,
    wait_ms,
    memory_kib,
    timeout_ms,
    on_timeout,
    retries,
    retry_backoff_ms
});

/// What becomes of a request whose client gave up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnTimeout {
    /// The work is done for nobody.
    Waste,
    /// It leaves the queue.
    Abandon,
}

words!(OnTimeout { Waste = "waste", Abandon = "abandon" });

/// One task: what it is given and how it starts.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    pub vcpu: f64,
    pub memory_mib: u32,
    /// Requests worked on at once; 0 = as many as the CPU needs.
    pub workers: u32,
    /// Requests that may wait in one task; more are refused.
    pub queue_limit: u32,
    /// Memory of the idle application, MiB.
    pub idle_memory_mib: f64,
    pub image_mib: f64,
    /// From the started container to the application ready, s.
    pub start_s: f64,
    pub discipline: Discipline,
}

shape!(Task {
    vcpu,
    memory_mib,
    workers,
    queue_limit,
    idle_memory_mib,
    image_mib,
    start_s,
    discipline
});

/// The order in which a task serves its queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discipline {
    /// First come, first served on the slots.
    Fcfs,
    /// All requests share the CPU. Percentiles of this discipline are estimates.
    ProcessorSharing,
}

words!(Discipline { Fcfs = "fcfs", ProcessorSharing = "processor-sharing" });

/// The load balancer before the service.
#[derive(Clone, Debug, PartialEq)]
pub struct Balancer {
    pub kind: BalancerKind,
    pub routing: Routing,
    pub nodes: u32,
    pub slow_start_s: f64,
    pub cross_zone: bool,
    pub health_interval_s: f64,
    /// Whether a check waits in the task's queue like a request, so that it may fail under load.
    pub health_check_queues: bool,
    pub deregistration_delay_s: f64,
    /// NLB only: sticky flows.
    pub connections: u32,
    /// NLB only: how long a flow lasts before its client opens another, s.
    pub connection_life_s: f64,
}

shape!(Balancer {
    kind,
    routing,
    nodes,
    slow_start_s,
    cross_zone,
    health_interval_s,
    health_check_queues,
    deregistration_delay_s,
    connections,
    connection_life_s
});

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BalancerKind {
    Alb,
    Nlb,
}

words!(BalancerKind { Alb = "alb", Nlb = "nlb" });

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Routing {
    RoundRobin,
    LeastOutstanding,
    WeightedRandom,
    FlowHash,
}

words!(Routing {
    RoundRobin = "round-robin",
    LeastOutstanding = "least-outstanding",
    WeightedRandom = "weighted-random",
    FlowHash = "flow-hash",
});

impl Balancer {
    /// The routing in force: an NLB always hashes flows, an ALB never does.
    pub fn effective_routing(&self) -> Routing {
        match (self.kind, self.routing) {
            (BalancerKind::Nlb, _) => Routing::FlowHash,
            (BalancerKind::Alb, Routing::FlowHash) => Routing::RoundRobin,
            (BalancerKind::Alb, routing) => routing,
        }
    }

    /// The slow start in force, s: round robin of an ALB alone has one.
    pub fn effective_slow_start_s(&self) -> f64 {
        if self.effective_routing() == Routing::RoundRobin { self.slow_start_s } else { 0.0 }
    }
}
