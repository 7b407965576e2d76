//! Scaling policies as pure functions: step scaling and scheduled actions of Application Auto
//! Scaling. Knows counts, metrics and a calendar, no service and no alarm.

pub mod schedule;
pub mod step;
