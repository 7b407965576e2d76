//! ECS on EC2 as pure functions: how many instances there should be, how many tasks in awsvpc mode
//! one carries, and which of them a task goes to. Knows counts and free resources, no clock.

pub mod density;
pub mod placement;
pub mod query;
pub mod reservation;
