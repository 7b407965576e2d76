//! What is simulated: the scenario, as the command line, the page, links and lessons write it.
//!
//! Every field but `platform` has a default, given here or taken from the rulebook.
//! [`Scenario::parse`] lays a partial value over the defaults, so unknown fields, wrong types and
//! values outside the model come back as problems by path (`scaling.target`), all at once.

mod app_runner;
mod demand;
mod fit;
mod kubernetes;
mod platform;
mod scaling;
mod standard;

pub use app_runner::*;
pub use demand::*;
pub use kubernetes::*;
pub use platform::*;
pub use scaling::*;

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
    pub deployment: Deployment,
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
    deployment,
    zones,
    platform_settings,
    objective,
    changes
});

/// Where the tasks run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    EcsEc2,
    EcsFargate,
    /// Amazon EKS, nodes in a managed node group.
    EksManaged,
    /// Amazon EKS, nodes of your own.
    EksSelfManaged,
    /// Amazon EKS, each pod on Fargate.
    EksFargate,
    /// Amazon EKS Auto Mode.
    EksAuto,
    /// AWS App Runner; closed to new customers.
    AppRunner,
    /// Amazon ECS Express Mode: Fargate with everything around it.
    EcsExpress,
}

words!(Platform {
    EcsEc2 = "ecs-ec2",
    EcsFargate = "ecs-fargate",
    EksManaged = "eks-managed",
    EksSelfManaged = "eks-self-managed",
    EksFargate = "eks-fargate",
    EksAuto = "eks-auto",
    AppRunner = "app-runner",
    EcsExpress = "ecs-express",
});

impl Platform {
    /// All of them, in the order of their names' list.
    pub fn all() -> &'static [Platform] {
        Platform::VARIANTS
    }

    /// Whether Kubernetes runs the tasks, as pods.
    pub fn is_eks(self) -> bool {
        use Platform::*;
        matches!(self, EksManaged | EksSelfManaged | EksFargate | EksAuto)
    }

    /// Whether tasks share machines of yours.
    pub fn has_machines(self) -> bool {
        use Platform::*;
        matches!(self, EcsEc2 | EksManaged | EksSelfManaged | EksAuto)
    }

    /// Whether tasks are held in reserve that get no requests, and requests at once decide how many
    /// work.
    pub fn keeps_reserve(self) -> bool {
        self == Platform::AppRunner
    }

    /// Whether the balancer before the tasks is one of the account's own, with a bill.
    pub fn has_balancer(self) -> bool {
        self != Platform::AppRunner
    }

    /// The fact that says since when new customers cannot have it; `None` where everybody can.
    pub fn closed_by(self) -> Option<&'static str> {
        (self == Platform::AppRunner).then_some("app-runner.closed")
    }
}

/// Availability Zones that the service's subnets lie in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zones {
    pub names: Vec<String>,
}

shape!(Zones { names });

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

/// Something that happens at a moment: a setting takes a new value, or a fault strikes. One of
/// `set` and `fault` is given, the other is empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Local time, `13:32:30`.
    pub at: String,
    /// Path of a setting, `scaling.target`.
    pub set: String,
    pub value: serde_json::Value,
    /// Name of a fault, `lose-zone`.
    pub fault: String,
    /// Zone of a fault that has one; empty: the one with the most tasks.
    pub zone: String,
    /// How long the fault lasts, s; 0: to the end, or as long as it takes.
    pub for_s: f64,
    /// How strong it is, in the fault's own unit; 0: its default.
    pub amount: f64,
}

shape!(Change { at; set, value, fault, zone, for_s, amount });

impl Scenario {
    /// ms from the start of the run to the first time of day `at`; `None` if it is none.
    pub fn after_start(&self, at: &str) -> Option<u64> {
        let start = super::clock::parse_start(&self.start)?;
        let at = super::clock::parse_time(at)?;
        let day_s = super::clock::DAY_S;
        Some(u64::from((at + day_s - start) % day_s) * 1000)
    }
}
