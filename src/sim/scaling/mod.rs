//! Service auto scaling: target tracking, step scaling and scheduled actions of Application Auto
//! Scaling, and all of a service's policies together. Knows counts, metrics and a calendar, no
//! service and no machine.

pub mod explain;
pub mod policies;
pub mod schedule;
pub mod step;
pub mod tracking;
