//! What differs between the places where tasks run. The service scheduler, scaling policies,
//! balancer, cost meter and log know nothing of which one it is.

mod app_runner;
pub mod ecs_ec2;
mod fargate;
pub mod kubernetes;
pub mod strategy;

pub use app_runner::AppRunner;
pub use ecs_ec2::Cluster;
pub use fargate::Fargate;

use super::control::{Control, Ms};
use super::fault::Fault;
use std::borrow::Cow;

/// A place where tasks run: it finds room for them, runs its own machines if it has any, and
/// writes its part of the bill.
pub trait Platform {
    /// Finds a place for the task and reserves it; the error says why there is none now.
    fn place(&mut self, order: &Order, control: &Control) -> Result<Launch, Refusal>;

    /// The task is gone from its place.
    fn release(&mut self, task: u32, now: Ms);

    /// The task begins to get requests after it stood by, or stands by again. Only where tasks are
    /// held in reserve.
    fn works(&mut self, _task: u32, _works: bool, _now: Ms) {}

    /// The pull that the task waited for has succeeded, or has failed.
    fn pulled(&mut self, _task: u32, _version: u32, _succeeded: bool, _now: Ms) {}

    /// Which of the tasks leaves first when there are too many. `candidates` is not empty; `luck`
    /// is uniform in [0, 1).
    fn first_to_leave(&self, candidates: &[u32], luck: f64) -> u32;

    /// Makes room for the tasks that run at the start.
    fn open(&mut self, _tasks: u32, _control: &mut Control) {}

    /// Seconds between two turns of the platform's own loop, and from the end of such a period to
    /// the turn; `None` where it has none.
    fn loop_s(&self) -> Option<(f64, f64)> {
        None
    }

    /// A turn of that loop: `waiting` tasks have no place.
    fn turn(&mut self, _waiting: u32, _control: &mut Control) -> Vec<Consequence> {
        Vec::new()
    }

    /// A step in the life of one of its machines is due.
    fn step(&mut self, _: u32, _: MachineStep, _: &mut Control) -> Vec<Consequence> {
        Vec::new()
    }

    /// A fault strikes, or is over.
    fn fault(&mut self, fault: &Strike, control: &mut Control) -> Vec<Consequence>;

    /// Settings have changed.
    fn configure(&mut self, control: &Control);

    /// Whether a task would find room in that zone now.
    fn has_room_in(&self, zone: usize) -> bool;

    /// Machines that you run.
    fn machines(&self) -> u32 {
        0
    }

    /// vCPUs that each task on that machine may use, where it is not held to its own share.
    fn vcpu_of(&self, _machine: u32) -> Option<f64> {
        None
    }

    /// MiB that the pods on that machine may use together before it runs short; `None` where tasks
    /// never get more than they asked for.
    fn memory_of(&self, _machine: u32) -> Option<f64> {
        None
    }

    /// What the platform costs now, without balancer and network, USD per hour.
    fn dollars_per_hour(&self, now: Ms) -> f64;

    /// By what a place is chosen, in words.
    fn chooses_by(&self) -> String;

    /// Public addresses that are paid by the hour now.
    fn addresses(&self) -> u32;

    /// Everything that is billed up to `end`.
    fn bill(&self, end: Ms) -> Bill;
}

/// A task that needs a place.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    pub task: u32,
    pub version: u32,
    /// Tasks of the revision that count towards the desired count, On-Demand and Spot.
    pub placed: [u32; 2],
    /// Whether it ran before the simulated time begins.
    pub settled: bool,
}

/// A place for a task, and its way to RUNNING.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Launch {
    pub zone: usize,
    pub machine: Option<u32>,
    pub spot: bool,
    /// Whether the image has to be pulled for it.
    pub pulls: bool,
    /// Whether it waits for a pull, its own or one that is under way.
    pub waits_for_pull: bool,
    /// When it enters PENDING, ACTIVATING and RUNNING.
    pub pending: Ms,
    pub activating: Ms,
    pub running: Ms,
    /// Parts of the way, s: to the place and its interface, the pull, the start. The task is
    /// RUNNING as soon as its container is; its application may start for longer.
    pub place_s: f64,
    pub pull_s: f64,
    pub start_s: f64,
    /// Whether the place does not answer, which nobody knows yet: nothing starts there.
    pub silent: bool,
}

/// Why a task has no place now.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// In words, `no instance has 512 CPU units free`.
    pub why: String,
    /// What it waits for.
    pub waits_for: &'static str,
    /// Id of the fact.
    pub fact: &'static str,
}

/// What a machine's or a fault's step means for the service.
#[derive(Clone, Debug, PartialEq)]
pub enum Consequence {
    /// There may be room for tasks that wait.
    Room,
    /// The task is gone with its place; `why` as ECS would say it.
    Lost { task: u32, why: &'static str },
    /// The task gets its stop signal now and ends after its grace.
    Stops { task: u32, why: &'static str },
    /// The pod is to leave its node as soon as its disruption budget allows.
    Evict { task: u32, why: &'static str },
    /// The pod has to leave its node now, whatever its disruption budget says.
    Deleted { task: u32 },
    /// The pod's node does not answer: the pod leaves the endpoints and runs on.
    Unreachable { task: u32 },
    /// The pod's kubelet fell silent, and nobody knows it yet: no container starts there.
    Silent { task: u32 },
    /// The pod's node is down: what is sent to the pod fails until it is out of the endpoints.
    Dark { task: u32 },
    /// It answers again.
    Reachable { task: u32 },
    /// The task has to be replaced within the deployment's bounds.
    Leaves { task: u32 },
    /// All tasks have to be replaced, one after the other.
    Renew { why: &'static str },
}

/// A step in the life of a machine.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub enum MachineStep {
    /// It has booted and its agent registers.
    Registers,
    /// Its Spot capacity is taken back.
    Reclaimed,
    /// It ends.
    Terminates,
    /// Work by hand on it goes on.
    Patch,
    /// The pods on it are asked to leave.
    Evict,
    /// Its Spot notice comes.
    Notice,
    /// It has not answered for long enough to be NotReady.
    Silent,
    /// Its pods are given up.
    Unreachable,
    /// It has been ill for long enough to be repaired.
    Repair,
    /// Its machine has failed its status checks for long enough to be replaced.
    Impaired,
    /// Its life time is over.
    Expires,
    /// It has not registered in time.
    GivenUp,
}

/// A fault that strikes the platform, or is over.
#[derive(Clone, Debug, PartialEq)]
pub struct Strike {
    pub fault: Fault,
    /// Whether it begins; else it ends.
    pub begins: bool,
    /// Index of the zone, for a fault that has one.
    pub zone: usize,
    /// In the fault's own unit; 0 is its default.
    pub amount: f64,
}

/// The platform's part of the bill.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bill {
    pub lines: Vec<Price>,
    /// vCPU seconds that were paid.
    pub vcpu_s: f64,
    /// Seconds of public addresses.
    pub address_s: f64,
    /// Whose addresses they are, as the bill says it.
    pub addresses: &'static str,
}

/// A priced quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Price {
    pub line: Cow<'static, str>,
    pub quantity: f64,
    pub unit: &'static str,
    pub unit_dollars: f64,
    /// Id of the fact.
    pub fact: &'static str,
}
