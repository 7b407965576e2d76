//! Choices that only Amazon EKS has.

use crate::words;

/// What adds and removes nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Autoscaler {
    /// Nobody: the group keeps its size.
    Off,
    ClusterAutoscaler,
    Karpenter,
}

words!(Autoscaler {
    Off = "off",
    ClusterAutoscaler = "cluster-autoscaler",
    Karpenter = "karpenter"
});

/// How nodes are bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapacityType {
    OnDemand,
    /// A managed node group is all Spot; Karpenter falls back to On-Demand.
    Spot,
}

words!(CapacityType { OnDemand = "on-demand", Spot = "spot" });

/// Topology spread constraint over the zones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TopologySpread {
    /// The scheduler's own preference alone.
    None,
    /// Zones with fewer pods are preferred.
    ScheduleAnyway,
    /// A pod that would unbalance the zones stays Pending.
    DoNotSchedule,
}

words!(TopologySpread {
    None = "none",
    ScheduleAnyway = "schedule-anyway",
    DoNotSchedule = "do-not-schedule",
});

/// Which nodes Karpenter consolidates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consolidation {
    WhenEmpty,
    WhenEmptyOrUnderutilized,
}

words!(Consolidation {
    WhenEmpty = "when-empty",
    WhenEmptyOrUnderutilized = "when-empty-or-underutilized",
});

/// How a managed node group is updated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpdateStrategy {
    /// New nodes first.
    Default,
    /// Old nodes end first: there are never more nodes than before.
    Minimal,
}

words!(UpdateStrategy { Default = "default", Minimal = "minimal" });
