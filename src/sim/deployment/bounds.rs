//! How many tasks a rolling deployment must keep and may have.
//!
//! Source: Amazon ECS Developer Guide, Deploy Amazon ECS services by replacing tasks
//! (minimumHealthyPercent rounds up, maximumPercent rounds down).

/// The two limits, in tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Healthy tasks that must stay.
    pub min: u32,
    /// Tasks that may be PENDING or RUNNING at once.
    pub max: u32,
}

impl Bounds {
    /// The limits at a desired count and the deployment's two percentages.
    pub fn new(desired: u32, minimum_healthy_percent: u32, maximum_percent: u32) -> Bounds {
        let share = |percent: u32| u64::from(desired) * u64::from(percent);
        let whole = |tasks: u64| tasks.min(u64::from(u32::MAX)) as u32;
        Bounds {
            min: whole(share(minimum_healthy_percent).div_ceil(100)),
            max: whole(share(maximum_percent) / 100),
        }
    }

    /// Healthy tasks that may be stopped now.
    pub fn can_stop(&self, healthy: u32) -> u32 {
        healthy.saturating_sub(self.min)
    }

    /// Tasks that may be started now, where `total` are PENDING or RUNNING.
    pub fn can_start(&self, total: u32) -> u32 {
        self.max.saturating_sub(total)
    }

    /// Whether neither a stop nor a start is possible with `desired` healthy tasks: such a
    /// deployment never moves.
    pub fn stuck(&self, desired: u32) -> bool {
        self.can_stop(desired) == 0 && self.can_start(desired) == 0
    }
}
