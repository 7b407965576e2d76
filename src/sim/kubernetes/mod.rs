//! The arithmetic of Kubernetes on Amazon EKS: how many pods, what a node holds, which node comes
//! and which goes. Pure functions; they know no scenario, no event and no rule by name.

pub mod cluster_autoscaler;
pub mod digits;
pub mod fargate_size;
pub mod hpa;
pub mod node;
pub mod node_group_update;
