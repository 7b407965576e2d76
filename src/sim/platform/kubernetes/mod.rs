//! Amazon EKS: pods share nodes on EC2 that a group, or Karpenter, brings and takes; or each pod
//! has a machine of its own on Fargate.
//!
//! What a node gives, who grows and how an update proceeds are pure rules in
//! [`crate::sim::kubernetes`]; the cluster joins them. It knows no policy and no request.

mod autoscaler;
mod bill;
mod cluster;
mod consolidation;
mod drain;
mod fargate;
mod faults;
mod group;
mod karpenter;
mod log;
mod node;
mod scale_down;
pub mod scheduler;
mod settings;
mod spot;
mod update;
mod upgrade;
mod zone;

pub use cluster::Cluster;
pub use fargate::{FargatePods, pod_size};
pub use settings::{Kind, Request, has_prefixes, kind, request};
