//! ECS on EC2: tasks share instances that you pay for, and a capacity provider runs a second loop
//! over them.
//!
//! The pure rules (how many instances there should be, how many tasks in awsvpc mode one carries,
//! which of them a task goes to) know counts and free resources, no clock; the cluster joins them.

mod cluster;
pub mod density;
mod faults;
mod instance;
pub mod placement;
mod provider;
pub mod query;
pub mod reservation;
mod settings;

pub use cluster::Cluster;
pub use settings::{Settings, strategy};
