//! What a node holds: pods by its network addresses, CPU and memory after what it reserves.

pub mod allocatable;
pub mod max_pods;
pub mod reserved;
