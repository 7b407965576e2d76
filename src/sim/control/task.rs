//! A task and its life cycle, in ECS's own words.

use super::Ms;
use crate::sim::fault::StartFailure;

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

/// What the balancer's checks say of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// No check has passed yet.
    Unknown,
    Healthy,
    Unhealthy,
}

/// A dated step in a task's life.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub enum Step {
    /// It enters that state.
    Enter(State),
    /// It does not reach RUNNING.
    Fails(StartFailure),
    /// The kubelet starts its container again.
    Retry,
    /// Its first health check passes: the balancer begins to send requests.
    Healthy,
    /// As many checks in a row have failed as make it unhealthy.
    Unhealthy,
    /// The container is out of memory.
    OutOfMemory,
}

/// One task of the service.
#[derive(Clone, Debug)]
pub struct Task {
    /// Number, from 1 in the order of starts.
    pub number: u32,
    /// Service revision that it runs.
    pub version: u32,
    /// Target group that it is registered in: 0 or 1.
    pub group: u8,
    /// Index of its zone, once it has a place.
    pub zone: usize,
    /// The instance that it runs on, where it is one of yours.
    pub machine: Option<u32>,
    /// Whether its capacity may be taken back.
    pub spot: bool,
    pub state: State,
    pub health: Health,
    /// Whether no place was found for it yet.
    pub waits: bool,
    /// Whether it has to leave as soon as the deployment's bounds allow.
    pub leaving: bool,
    /// Whether the image has to be pulled for its start.
    pub pulls: bool,
    /// Whether it waits for a pull, its own or one that is under way for another.
    pub waits_for_pull: bool,
    /// Why it will not reach RUNNING.
    pub failure: Option<StartFailure>,
    /// When it entered RUNNING.
    pub running_from: Option<Ms>,
    /// Checks in a row that failed, or that passed while it is unhealthy.
    pub checks: u32,
    /// Whether it is a pod, which Kubernetes restarts in place and keeps while it is unhealthy.
    pub is_pod: bool,
    /// Restarts of its container one after the other, without a long run between them.
    pub restarts: u32,
    /// When it got its place.
    pub placed_from: Ms,
    /// When its health last changed.
    pub ready_from: Ms,
    /// Whether it gets requests once it is healthy; else it stands by.
    pub works: bool,
    /// Whether its node does not answer.
    pub cut_off: bool,
    /// Whether its kubelet does not answer: its container is not started, and nothing is heard of
    /// its readiness.
    pub halted: bool,
    /// Whether its node is down, and the pod answers nothing.
    pub is_dark: bool,
    /// When its container runs at the earliest.
    pub runs_at: Ms,
    /// Parts of its way to RUNNING: the pull and the start, s.
    pub way_s: (f64, f64),
}

impl Task {
    /// A task that was just ordered.
    pub fn ordered(number: u32, version: u32, group: u8) -> Task {
        Task {
            number,
            version,
            group,
            zone: 0,
            machine: None,
            spot: false,
            state: State::Provisioning,
            health: Health::Unknown,
            waits: false,
            leaving: false,
            pulls: false,
            waits_for_pull: false,
            failure: None,
            running_from: None,
            checks: 0,
            is_pod: false,
            restarts: 0,
            placed_from: 0,
            ready_from: 0,
            works: false,
            cut_off: false,
            halted: false,
            is_dark: false,
            runs_at: 0,
            way_s: (0.0, 0.0),
        }
    }

    /// `t0007`
    pub fn id(&self) -> String {
        format!("t{:04}", self.number)
    }

    /// Whether it has not begun to stop.
    pub fn is_live(&self) -> bool {
        self.state <= State::Running
    }

    /// Whether it is to be replaced for its health alone, as ECS does.
    pub fn is_ill(&self) -> bool {
        self.health == Health::Unhealthy && !self.is_pod
    }

    /// Whether it counts towards the desired count: live, not ill, not to leave.
    pub fn counts(&self) -> bool {
        self.is_live() && !self.is_ill() && !self.leaving
    }

    /// Whether it is on its way to RUNNING.
    pub fn pending(&self) -> bool {
        self.state < State::Running
    }

    /// Whether it runs and its checks pass.
    pub fn is_healthy(&self) -> bool {
        self.state == State::Running && self.health == Health::Healthy
    }
}
