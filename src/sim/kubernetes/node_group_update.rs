//! How an update of a managed node group proceeds.
//!
//! Source: Amazon EKS User Guide, Understand each phase of node updates.

use crate::facts::Eks;

/// `updateStrategy` of a managed node group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UpdateStrategy {
    /// New nodes first.
    #[default]
    Default,
    /// Old nodes go first, so that there are never more than before.
    Minimal,
}

/// Nodes that an update adds, and how many it replaces at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// At most so many more than before.
    pub surge: u32,
    pub batch: u32,
}

/// `maxUnavailablePercentage` of a group as nodes: rounded up, at most what an update may replace.
pub fn unavailable_of(percent: u32, nodes: u32, eks: &Eks) -> u32 {
    let share = u64::from(nodes) * u64::from(percent);
    share.div_ceil(100).clamp(1, eks.update_batch_max as u64) as u32
}

/// The pace of an update of a group of `nodes` over so many zones.
pub fn pace(
    zones: u32,
    nodes: u32,
    max_unavailable: u32,
    strategy: UpdateStrategy,
    eks: &Eks,
) -> Pace {
    let surge = match strategy {
        UpdateStrategy::Default => (zones * eks.update_zone_factor as u32).max(max_unavailable),
        UpdateStrategy::Minimal => 0,
    };
    Pace { surge, batch: max_unavailable.min(nodes) }
}
