//! Permissions: policies read with their places, decisions step by step, and who needs which right
//! when a task starts.
//!
//! The evaluation follows AWS's page "Policy evaluation logic" and says at each step what it found.
//! Pure: knows neither a clock nor a network, and nothing of the simulator.

mod applies;
mod calls;
mod case;
mod caution;
mod condition;
mod evaluate;
mod json;
mod parse;
mod pattern;
mod policy;
mod principal;
mod problem;
mod request;
mod roles;
mod start;
mod statement;
mod step;
mod values;

pub use case::{
    ACCOUNT, Book, Call, Cases, Change, Document, Holder, Launch, Purpose, Round, Scene, Task,
};
pub use caution::Caution;
pub use evaluate::{Decision, Policies, Verdict, evaluate};
pub use parse::{Kind, TEXT_BYTES_MAX, read};
pub use policy::{Effect, Policy, Set, Statement, Written};
pub use principal::Principal;
pub use problem::Problem;
pub use request::Request;
pub use roles::{AGENT, EXEC, LOGS, Need, PULL, Platform, Role, RoleFor, role_for};
pub use start::{Ending, Faulty, Made, Start, start};
pub use step::{Outcome, Stage, Step};
