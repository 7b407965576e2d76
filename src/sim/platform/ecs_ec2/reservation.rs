//! Managed scaling of a capacity provider: the reservation, and the number of instances it heads
//! for.
//!
//! Source: Amazon ECS Developer Guide, Automatically manage Amazon ECS capacity with cluster auto
//! scaling; Amazon ECS managed scaling behavior. When alarms fire and warm-up ends is the engine's.

/// CapacityProviderReservation, percent: instances needed for every 100 that run.
///
/// Without running instances it is 100 where none is needed and 200 where some are.
pub fn reservation(needed: u32, running: u32) -> f64 {
    match (needed, running) {
        (0, 0) => 100.0,
        (_, 0) => 200.0,
        _ => f64::from(needed) / f64::from(running) * 100.0,
    }
}

/// Managed scaling of one Auto Scaling group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ManagedScaling {
    /// Reservation to hold, percent, over 0 and up to 100.
    pub target_capacity: f64,
    /// Fewest instances that one scale-out adds.
    pub min_step: u32,
    /// Most instances that one scale-out adds.
    pub max_step: u32,
    /// Instances that an empty group starts with (fact `ecs.capacity_from_zero`).
    pub from_zero: u32,
    /// Most that a minute of scale-in removes, as a share of the group.
    pub in_share: f64,
}

impl ManagedScaling {
    /// The number of instances that the group heads for: the target on the way down, at most a
    /// step on the way up. Never fewer than are needed and there.
    pub fn desired(&self, needed: u32, running: u32) -> u32 {
        if running == 0 {
            return if needed == 0 { 0 } else { self.from_zero };
        }
        let share = f64::from(needed) * 100.0 / self.target_capacity;
        let wanted = (share - 1e-9).ceil().clamp(0.0, 1e9) as u32;
        if wanted > running {
            running + (wanted - running).max(self.min_step).min(self.max_step)
        } else {
            wanted
        }
    }

    /// Instances that this minute removes, where `running` are there, `desired` are to stay and
    /// `empty` have no task: at least one, at most the share of the group, none with tasks.
    pub fn removed_this_minute(&self, running: u32, desired: u32, empty: u32) -> u32 {
        let most = (f64::from(running) * self.in_share + 1e-9).floor().max(1.0) as u32;
        running.saturating_sub(desired).min(most).min(empty)
    }
}
