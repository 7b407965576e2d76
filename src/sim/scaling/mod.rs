//! Service auto scaling: target tracking, step scaling and scheduled actions of Application Auto
//! Scaling, and all of a service's policies together; on Kubernetes the HorizontalPodAutoscaler, on
//! App Runner requests at once. Knows counts, metrics and a calendar, no service and no machine.

pub mod concurrency;
pub mod explain;
pub mod hpa;
pub mod policies;
pub mod schedule;
pub mod step;
pub mod tracking;
