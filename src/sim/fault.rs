//! Faults and interventions: what may happen to a service besides its traffic.

use crate::words;

/// What strikes. Words as in scenarios, `lose-zone`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A zone is gone with all that runs in it; for `for_s`.
    LoseZone,
    /// Spot capacity is taken back after the notice; `amount` is the share of it, 0 = all.
    ReclaimSpot,
    /// A new version whose tasks run and fail their health checks.
    BadImage,
    /// A new version whose tasks never reach RUNNING.
    CrashingImage,
    /// A new version that needs `amount` times the CPU, 0 = twice.
    SlowImage,
    /// A new version without a flaw; `amount` as above, 0 = once.
    Deploy,
    /// The role may not pull the image.
    DenyPull,
    /// No way from the task's subnet to the registry.
    NoRoute,
    /// The image's tag is gone.
    TagGone,
    /// No room for the image on the disk.
    DiskFull,
    /// The registry limits the rate of pulls.
    RateLimit,
    /// The execution role may not read the secret.
    DenySecret,
    /// ECS: the execution role may not write to the log stream.
    DenyLogs,
    /// EC2: the agent of one instance, or a node's kubelet, stops.
    AgentStops,
    /// EC2: the next instance boots and never registers.
    NeverRegisters,
    /// What the tasks call answers late: `amount` ms more, 0 = 500.
    SlowDependency,
    /// Each task loses `amount` MiB a minute, 0 = 8.
    MemoryLeak,
    /// Traffic times `amount`, 0 = 2.
    Surge,
    /// The machines get patches: by hand on EC2, task retirement on Fargate.
    PatchDay,
    /// EKS: the control plane goes up by one minor version, and the nodes after it.
    UpgradeControlPlane,
}

words!(Fault {
    LoseZone = "lose-zone",
    ReclaimSpot = "reclaim-spot",
    BadImage = "bad-image",
    CrashingImage = "crashing-image",
    SlowImage = "slow-image",
    Deploy = "deploy",
    DenyPull = "deny-pull",
    NoRoute = "no-route",
    TagGone = "tag-gone",
    DiskFull = "disk-full",
    RateLimit = "rate-limit",
    DenySecret = "deny-secret",
    DenyLogs = "deny-logs",
    AgentStops = "agent-stops",
    NeverRegisters = "never-registers",
    SlowDependency = "slow-dependency",
    MemoryLeak = "memory-leak",
    Surge = "surge",
    PatchDay = "patch-day",
    UpgradeControlPlane = "upgrade-control-plane",
});

impl Fault {
    /// The fault of that name.
    pub fn parse(name: &str) -> Option<Fault> {
        let index = Fault::WORDS.iter().position(|word| *word == name)?;
        Some(Fault::VARIANTS[index])
    }

    /// Why a task that starts under it does not reach RUNNING, if it is of that kind.
    pub fn start_failure(self) -> Option<StartFailure> {
        Some(match self {
            Fault::DenyPull => StartFailure::DenyPull,
            Fault::NoRoute => StartFailure::NoRoute,
            Fault::TagGone => StartFailure::TagGone,
            Fault::DiskFull => StartFailure::DiskFull,
            Fault::RateLimit => StartFailure::RateLimit,
            Fault::DenySecret => StartFailure::DenySecret,
            Fault::DenyLogs => StartFailure::DenyLogs,
            _ => return None,
        })
    }

    /// Whether it can strike on that platform at all; else why not.
    pub fn applies(self, scenario: &super::Scenario) -> Result<(), &'static str> {
        use super::scenario::{Autoscaler, CapacityType, Platform, Source};
        let settings = &scenario.platform_settings;
        match self {
            Fault::AgentStops | Fault::NeverRegisters if !scenario.platform.has_machines() => {
                Err("there is no instance of yours here")
            }
            Fault::UpgradeControlPlane if !scenario.platform.is_eks() => {
                Err("there is no Kubernetes version here")
            }
            Fault::ReclaimSpot => match scenario.platform {
                Platform::EcsEc2 if settings.spot_share <= 0.0 => {
                    Err("no instance is Spot: raise the Spot share")
                }
                Platform::AppRunner => Err("App Runner has no Spot capacity"),
                Platform::EcsFargate | Platform::EcsExpress
                    if settings.spot_base + settings.spot_weight == 0 =>
                {
                    Err("no task is Spot: give FARGATE_SPOT a weight")
                }
                Platform::EksFargate => Err("Fargate has no Spot capacity for pods"),
                // Karpenter's nodes follow the capacity type, the group's the share.
                Platform::EksSelfManaged
                    if settings.spot_share <= 0.0
                        && (settings.autoscaler != Autoscaler::Karpenter
                            || settings.capacity_type != CapacityType::Spot) =>
                {
                    Err("no node is Spot: raise the Spot share")
                }
                Platform::EksManaged | Platform::EksAuto
                    if settings.capacity_type != CapacityType::Spot =>
                {
                    Err("no node is Spot: choose Spot as the capacity type")
                }
                _ => Ok(()),
            },
            Fault::LoseZone if scenario.platform == Platform::AppRunner => {
                Err("App Runner chooses the zones itself and shows none")
            }
            Fault::NoRoute if scenario.platform == Platform::AppRunner => {
                Err("App Runner fetches the image itself, by no way of yours")
            }
            // Kubernetes documentation, Logging Architecture: the node keeps the logs.
            Fault::DenyLogs if scenario.platform.is_eks() => {
                Err("a pod starts without a log stream: its logs lie on the node, and a forwarder \
                 ships them")
            }
            // AWS App Runner Developer Guide, Using service-linked roles for App Runner.
            Fault::DenyLogs if scenario.platform == Platform::AppRunner => {
                Err("App Runner writes the logs itself, by no role of yours")
            }
            Fault::PatchDay if scenario.platform == Platform::AppRunner => {
                Err("AWS patches the instances unseen")
            }
            Fault::DenyPull | Fault::TagGone | Fault::RateLimit
                if scenario.platform == Platform::AppRunner && settings.source == Source::Code =>
            {
                Err("App Runner builds the image itself")
            }
            Fault::LoseZone if scenario.zones.names.len() < 2 => {
                Err("the service lies in one zone only")
            }
            _ => Ok(()),
        }
    }
}

/// Why a task stops before it reaches RUNNING.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub enum StartFailure {
    DenyPull,
    NoRoute,
    TagGone,
    DiskFull,
    RateLimit,
    DenySecret,
    DenyLogs,
    /// The container exits at once.
    Crash,
}

impl StartFailure {
    /// Whether a cached image spares the task this failure.
    pub fn is_of_the_pull(self) -> bool {
        !matches!(self, StartFailure::DenySecret | StartFailure::DenyLogs | StartFailure::Crash)
    }
}
