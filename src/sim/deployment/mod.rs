//! What holds during a rolling deployment of an ECS service: how far it may go, and when it has
//! failed. Pure arithmetic on counts; starting and stopping tasks is the engine's.

pub mod bounds;
pub mod breaker;
