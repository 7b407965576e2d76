//! The arithmetic of AWS App Runner. Pure functions; they know no scenario and no rule by name.
//!
//! Source: AWS App Runner Developer Guide, Managing App Runner automatic scaling.

/// Instances of a service, and the requests that none takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instances {
    /// Those that work: CPU and memory are billed.
    pub active: u32,
    /// All there are: memory is billed.
    pub provisioned: u32,
    /// Requests beyond what the active ones may hold.
    pub rejected: u32,
}

/// The instances that so many requests at once lead to, when each may hold `limit` of them.
pub fn instances(concurrent: u32, limit: u32, min: u32, max: u32) -> Instances {
    let active = concurrent.div_ceil(limit.max(1)).min(max);
    Instances {
        active,
        provisioned: active.max(min),
        rejected: concurrent.saturating_sub(active.saturating_mul(limit)),
    }
}
