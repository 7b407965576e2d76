//! What differs between the places where tasks run. Scaling policies, balancer, cost meter and log
//! know nothing of which one it is.

pub mod ecs_ec2;
mod fargate;
pub mod strategy;

pub use fargate::Fargate;

use super::control::Ms;
use super::control::task::State;

/// The way of a new task from its order to RUNNING.
#[derive(Clone, Debug, PartialEq)]
pub struct Launch {
    /// States after PROVISIONING with the time at which the task enters each, rising; the last is
    /// RUNNING.
    pub states: Vec<(Ms, State)>,
    /// When the task begins to be billed.
    pub billed_from: Ms,
    /// What the wait consists of, in words with its arithmetic.
    pub because: String,
}

/// A place where tasks run.
pub trait Platform {
    /// Starts a task that was ordered at `now`; `None` if there is no room for it yet.
    fn launch(&mut self, number: u32, now: Ms) -> Option<Launch>;

    /// Machines that the user runs.
    fn machines(&self) -> u32;

    /// USD for one task over `seconds` of billed time, by line.
    fn price(&self, seconds: f64) -> Vec<Price>;

    /// Shortest billed time of a task, s.
    fn minimum_billed_s(&self) -> f64;
}

/// A priced quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Price {
    pub line: &'static str,
    pub quantity: f64,
    pub unit: &'static str,
    pub unit_dollars: f64,
    /// Id of the fact.
    pub fact: &'static str,
}
