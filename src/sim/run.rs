//! What comes out of a simulation: columns over time, decisions, events, the ledger and totals.

use crate::{shape, words};
use std::collections::BTreeMap;

/// Seconds between two rows of [`Columns`].
pub const STEP_S: u32 = 10;

/// The result of [`crate::sim::run`]. Field names are those of the JSON that scripts and the
/// command line see.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    pub version: u32,
    /// SHA-256 over columns, events and ledger, 64 hexadecimal digits; empty until the run is
    /// sealed.
    pub digest: String,
    /// `flow`.
    pub engine: String,
    pub step_s: u32,
    pub totals: Totals,
    pub columns: Columns,
    pub decisions: Vec<Decision>,
    pub events: Vec<Event>,
    pub ledger: Vec<LedgerLine>,
    /// What the operator has to do by hand, in the order of its first time.
    pub by_hand: Vec<HandWork>,
}

shape!(Run {
    version,
    digest,
    engine,
    step_s,
    totals,
    columns,
    decisions,
    events,
    ledger,
    by_hand
});

/// Sums over the whole run. Requests are means of the model, so they need not be whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Totals {
    /// Attempts of clients, retries among them.
    pub offered: f64,
    /// Attempts that were retries.
    pub retried: f64,
    pub served: f64,
    pub failed: Failed,
    /// Still in the system at the end.
    pub in_flight: f64,
    /// Share of the offered requests that were answered within the objective's time, 0–1.
    pub within_objective: f64,
    pub p50_ms: f64,
    pub p95_ms: f64,
    pub p99_ms: f64,
    pub dollars: f64,
    /// Share of the paid vCPU time that did no work, 0–1.
    pub idle_share: f64,
}

shape!(Totals {
    offered,
    retried,
    served,
    failed,
    in_flight,
    within_objective,
    p50_ms,
    p95_ms,
    p99_ms,
    dollars,
    idle_share
});

/// Requests that failed, by cause.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Failed {
    /// The task's queue was full.
    pub refused: f64,
    /// Answered, or given up, after the client's time-out.
    pub timed_out: f64,
    /// No healthy target.
    pub no_target: f64,
    /// The task went away with the request in it.
    pub error: f64,
}

shape!(Failed { refused, timed_out, no_target, error });

impl Failed {
    /// All causes together.
    pub fn sum(&self) -> f64 {
        self.refused + self.timed_out + self.no_target + self.error
    }
}

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident,)+) => {
        /// One value every [`STEP_S`] seconds; row `i` covers `[10 i, 10 i + 10)` s after the
        /// start. Percentiles come from one-minute histograms and repeat within the minute.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Columns {
            $($(#[$doc])* pub $name: Vec<f64>,)+
        }

        shape!(Columns { $($name),+ });

        impl Columns {
            /// Names of the columns, in the fixed order of digests and messages.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),+];

            /// The columns in the order of [`Columns::NAMES`].
            pub fn all(&self) -> Vec<&Vec<f64>> {
                vec![$(&self.$name),+]
            }

            /// The same, to be filled.
            pub fn all_mut(&mut self) -> impl Iterator<Item = &mut Vec<f64>> {
                [$(&mut self.$name),+].into_iter()
            }
        }
    };
}

columns! {
    offered_rps,
    served_rps,
    failed_rps,
    /// Requests/s that the healthy tasks could answer.
    capacity_rps,
    p50_ms,
    p95_ms,
    p99_ms,
    /// Mean CPU utilisation of the running tasks, 0–1; above 1 where tasks use idle CPU of their
    /// instance.
    cpu,
    /// Mean memory utilisation of the running tasks, 0–1.
    memory,
    /// Requests waiting in all tasks.
    queue,
    desired,
    /// Tasks on their way to RUNNING.
    pending,
    /// Tasks in state RUNNING.
    running,
    /// Running tasks that get requests.
    healthy,
    /// Machines that you run; none on Fargate.
    machines,
    dollars_per_hour,
}

/// What a controller did, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// ms since the start of the run.
    pub t_ms: u64,
    /// `target-tracking`, `step-scaling`, `scheduled-action`, `service-scheduler`, `deployment`,
    /// `circuit-breaker`, `balancer`, `ecs-agent`, `capacity-provider`, `cluster`, `you`; on EKS
    /// `hpa`, `kube-scheduler`, `fargate-scheduler`, `replica-set`, `daemon-set`, `kubelet`,
    /// `eviction`, `node-group`, `node-controller`, `node-repair`, `control-plane`,
    /// `cluster-autoscaler`, `karpenter`.
    pub who: String,
    /// `scale out 13 → 20`
    pub what: String,
    /// The arithmetic, `ceil(12 × 100 / 60) = 20`.
    pub because: String,
    pub inputs: BTreeMap<String, f64>,
    /// What must happen before it takes effect; empty if nothing.
    pub waits_for: String,
    /// Id of the fact it rests on.
    pub fact: String,
}

shape!(Decision { t_ms, who, what, because, inputs, waits_for, fact });

/// A change of state of a task, a target or a machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// ms since the start of the run.
    pub t_ms: u64,
    pub kind: EventKind,
    /// Task id, `t0007`; of a machine, `i0007`.
    pub id: String,
    pub zone: String,
    /// Instance that the task is on, empty on Fargate; of a machine, `spot` or empty, of a node
    /// on EKS its type before that, `m5.large spot`.
    pub machine: String,
    /// Kind `task-state`: ECS's own name, `RUNNING`. Kind `target-health`: `healthy`, `unhealthy`,
    /// `draining`. Kind `machine-state`: `BOOTING`, `ACTIVE`, `DRAINING`, `TERMINATED`.
    pub state: String,
}

shape!(Event { t_ms, kind, id, zone, machine, state });

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    TaskState,
    TargetHealth,
    MachineState,
}

words!(EventKind {
    TaskState = "task-state",
    TargetHealth = "target-health",
    MachineState = "machine-state",
});

/// A piece of work that the platform leaves to its operator.
#[derive(Clone, Debug, PartialEq)]
pub struct HandWork {
    /// `drain a node`
    pub what: String,
    pub times: u32,
}

shape!(HandWork { what, times });

/// One line of the bill.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerLine {
    /// `Fargate vCPU`
    pub line: String,
    pub quantity: f64,
    /// `vCPU·h`
    pub unit: String,
    pub unit_dollars: f64,
    pub dollars: f64,
    /// Id of the price's fact.
    pub fact: String,
}

shape!(LedgerLine { line, quantity, unit, unit_dollars, dollars, fact });
