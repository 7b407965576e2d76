//! What pods can be given of a node.
//!
//! Source: Kubernetes documentation, Reserve Compute Resources for System Daemons: capacity less
//! what is reserved less the eviction threshold.

use super::reserved;
use crate::facts::Eks;

/// CPU, memory and pods of a node, or of the part of it that pods can have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// CPU, thousandths.
    pub cpu_millis: u32,
    pub memory_mib: u32,
    pub pods: u32,
}

/// What pods can be given of a node with that CPU, memory and limit of pods. The memory is the
/// node's capacity as it reports it, which the kernel's own share is missing from.
pub fn allocatable(vcpu: u32, memory_mib: u32, max_pods: u32, eks: &Eks) -> Room {
    let kept = reserved::memory_mib(max_pods, eks) + eks.eviction_memory_mib as u32;
    Room {
        cpu_millis: (vcpu * 1000).saturating_sub(reserved::cpu_millis(vcpu, eks)),
        memory_mib: memory_mib.saturating_sub(kept),
        pods: max_pods,
    }
}
