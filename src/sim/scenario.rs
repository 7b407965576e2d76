//! What is simulated: the scenario, as the command line, the page, links and lessons write it.
//!
//! Every field but `platform` has a default, given here or taken from the rulebook.
//! [`Scenario::parse`] lays a partial value over the defaults, so unknown fields, wrong types and
//! values outside the model come back as problems by path (`scaling.target`), all at once.

use crate::{shape, words};

/// A complete scenario. Units are in the names.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    pub version: u32,
    pub title: String,
    pub platform: Platform,
    pub seed: u64,
    /// Local time at which the run begins, `2026-11-23T00:00:00`.
    pub start: String,
    pub time_zone: String,
    pub duration_s: u32,
    pub traffic: Traffic,
    pub request: Request,
    pub task: Task,
    pub balancer: Balancer,
    pub scaling: Scaling,
    pub zones: Zones,
    pub platform_settings: PlatformSettings,
    pub objective: Objective,
    pub changes: Vec<Change>,
}

shape!(Scenario {
    version,
    title,
    platform,
    seed,
    start,
    time_zone,
    duration_s,
    traffic,
    request,
    task,
    balancer,
    scaling,
    zones,
    platform_settings,
    objective,
    changes
});

/// Where the tasks run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    EcsFargate,
}

words!(Platform { EcsFargate = "ecs-fargate" });

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
    pub image_mib: f64,
    /// From the started container to the application ready, s.
    pub start_s: f64,
    pub discipline: Discipline,
}

shape!(Task { vcpu, memory_mib, workers, queue_limit, image_mib, start_s, discipline });

/// The order in which a task serves its queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discipline {
    Fcfs,
}

words!(Discipline { Fcfs = "fcfs" });

/// The load balancer before the service.
#[derive(Clone, Debug, PartialEq)]
pub struct Balancer {
    pub kind: BalancerKind,
    pub routing: Routing,
    pub nodes: u32,
    pub slow_start_s: f64,
    pub cross_zone: bool,
    pub health_interval_s: f64,
    pub deregistration_delay_s: f64,
    /// NLB only: sticky flows.
    pub connections: u32,
}

shape!(Balancer {
    kind,
    routing,
    nodes,
    slow_start_s,
    cross_zone,
    health_interval_s,
    deregistration_delay_s,
    connections
});

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BalancerKind {
    Alb,
}

words!(BalancerKind { Alb = "alb" });

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Routing {
    RoundRobin,
}

words!(Routing { RoundRobin = "round-robin" });

/// Service auto scaling.
#[derive(Clone, Debug, PartialEq)]
pub struct Scaling {
    pub mode: ScalingMode,
    /// Tasks at the start; with scaling off, all day.
    pub desired: u32,
    pub min: u32,
    pub max: u32,
    pub metric: ScalingMetric,
    /// Percent.
    pub target: f64,
    /// 60, or 20 for high-resolution metrics.
    pub metric_period_s: u32,
    pub scale_out_cooldown_s: f64,
    pub scale_in_cooldown_s: f64,
    pub disable_scale_in: bool,
    /// Further policies; none are simulated yet, so the list is empty.
    pub policies: Vec<serde_json::Value>,
}

shape!(Scaling {
    mode,
    desired,
    min,
    max,
    metric,
    target,
    metric_period_s,
    scale_out_cooldown_s,
    scale_in_cooldown_s,
    disable_scale_in,
    policies
});

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalingMode {
    Off,
    TargetTracking,
}

words!(ScalingMode { Off = "off", TargetTracking = "target-tracking" });

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalingMetric {
    Cpu,
}

words!(ScalingMetric { Cpu = "cpu" });

/// Availability Zones that the service's subnets lie in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zones {
    pub names: Vec<String>,
}

shape!(Zones { names });

/// Settings that only the platform has; Fargate has none yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlatformSettings {}

impl crate::shape::Shape for PlatformSettings {
    fn write(&self) -> serde_json::Value {
        serde_json::Value::Object(serde_json::Map::new())
    }

    fn read(value: &serde_json::Value) -> Result<PlatformSettings, crate::shape::Wrong> {
        crate::shape::table(value, &[]).map(|_| PlatformSettings {})
    }

    fn blank() -> PlatformSettings {
        PlatformSettings {}
    }
}

/// What the service promises.
#[derive(Clone, Debug, PartialEq)]
pub struct Objective {
    /// A request counts when it is answered within this, ms.
    pub within_ms: f64,
    /// Share of the requests that must count, 0–1.
    pub share: f64,
    /// 0 = no budget.
    pub budget_dollars_per_day: f64,
}

shape!(Objective { within_ms, share, budget_dollars_per_day });

/// A dated change of one setting.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Local time, `13:32:30`.
    pub at: String,
    /// Path of a setting, `scaling.target`.
    pub set: String,
    pub value: serde_json::Value,
}

shape!(Change { at, set, value });
