//! A job as the page's side of the engine keeps it: what is asked of a scenario, and who hears what
//! came of it.

use super::protocol::Job;
use crate::sim::compare::Row;
use crate::sim::scenario::Platform;
use crate::sim::{Run, Scenario};
use std::sync::Arc;

/// Why a job has no answer.
pub const STOPPED: &str = "the simulation stopped unexpectedly";

/// What comes of a job.
pub enum Outcome {
    Run(Arc<Run>),
    Row(Box<Row>),
}

/// Hears what came of a job.
pub type Done = Box<dyn FnOnce(Result<Outcome, String>)>;

/// A job before it is at the engine.
pub struct Request {
    pub scenario: Scenario,
    pub asked: Asked,
    pub done: Done,
}

/// What is asked of a scenario.
pub enum Asked {
    Day { sealed: bool },
    Row(Platform),
}

/// The message of a job.
pub fn job(id: u32, request: &Request) -> Job {
    let scenario = serde_json::to_string(&request.scenario).unwrap_or_default();
    match request.asked {
        Asked::Day { sealed } => Job::Run { id, scenario, sealed },
        Asked::Row(platform) => Job::Row { id, scenario, platform: platform.word().into() },
    }
}

/// Hands on a run alone.
pub fn of_day(done: impl FnOnce(Result<Arc<Run>, String>) + 'static) -> Done {
    Box::new(move |result| match result {
        Ok(Outcome::Run(run)) => done(Ok(run)),
        Ok(_) => done(Err(STOPPED.into())),
        Err(why) => done(Err(why)),
    })
}

/// Hands on a row of a comparison alone.
pub fn of_row(done: impl FnOnce(Result<Row, String>) + 'static) -> Done {
    Box::new(move |result| match result {
        Ok(Outcome::Row(row)) => done(Ok(*row)),
        Ok(_) => done(Err(STOPPED.into())),
        Err(why) => done(Err(why)),
    })
}
