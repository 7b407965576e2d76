//! A task and its life cycle, in ECS's own words.

use super::Ms;

/// Where a task is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub enum State {
    Provisioning,
    Pending,
    Activating,
    Running,
    Deactivating,
    Stopping,
    Deprovisioning,
    Stopped,
}

impl State {
    /// ECS's name.
    pub fn name(self) -> &'static str {
        match self {
            State::Provisioning => "PROVISIONING",
            State::Pending => "PENDING",
            State::Activating => "ACTIVATING",
            State::Running => "RUNNING",
            State::Deactivating => "DEACTIVATING",
            State::Stopping => "STOPPING",
            State::Deprovisioning => "DEPROVISIONING",
            State::Stopped => "STOPPED",
        }
    }
}

/// A dated step in a task's life.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub enum Step {
    /// It enters that state.
    Enter(State),
    /// Its first health check passes: the balancer begins to send requests.
    Healthy,
}

/// One task of the service.
#[derive(Clone, Debug)]
pub struct Task {
    /// Number, from 1 in the order of starts.
    pub number: u32,
    /// Index of its zone.
    pub zone: usize,
    pub state: State,
    /// Whether the balancer sends it requests.
    pub healthy: bool,
    /// Start of the billed time: the start of the image pull. `None` before.
    pub billed_from: Option<Ms>,
}

impl Task {
    /// A task that was just ordered.
    pub fn ordered(number: u32, zone: usize) -> Task {
        Task { number, zone, state: State::Provisioning, healthy: false, billed_from: None }
    }

    /// `t0007`
    pub fn id(&self) -> String {
        format!("t{:04}", self.number)
    }

    /// Whether it runs or is on its way to, so that it counts towards the desired count.
    pub fn counts(&self) -> bool {
        self.state <= State::Running
    }

    /// Whether it is on its way to RUNNING.
    pub fn pending(&self) -> bool {
        self.state < State::Running
    }
}
