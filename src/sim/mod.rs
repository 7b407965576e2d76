//! The simulator: `run(&Scenario, &Rulebook) -> Run`, a pure function of scenario, seed and rulebook.

pub mod run;
pub mod scenario;

pub use run::Run;
pub use scenario::Scenario;

use crate::facts::Rulebook;

/// Simulates the scenario from its start for `duration_s`.
pub fn run(_scenario: &Scenario, _rules: &Rulebook) -> Run {
    todo!()
}

impl Scenario {
    /// The lunch-hour spike on ECS with Fargate: the defaults that a partial scenario is laid over.
    pub fn standard(_rules: &Rulebook) -> Scenario {
        todo!()
    }

    /// Lays a partial scenario (an object with at least `platform`) over the defaults. Problems come by path, all at once.
    pub fn parse(_partial: serde_json::Value, _rules: &Rulebook) -> Result<Scenario, Vec<Problem>> {
        todo!()
    }

    /// The value at a path such as `scaling.target`.
    pub fn get(&self, _path: &str) -> Option<serde_json::Value> {
        todo!()
    }

    /// A copy with the value at a path replaced; the copy is checked like a parsed one.
    pub fn with(&self, _path: &str, _value: serde_json::Value) -> Result<Scenario, Vec<Problem>> {
        todo!()
    }

    /// The fields in which this scenario differs from [`Scenario::standard`], as a partial value for links. Always holds `platform`.
    pub fn difference(&self, _rules: &Rulebook) -> serde_json::Value {
        todo!()
    }
}

/// What is wrong with a scenario: the path of the field and what was expected there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub path: String,
    pub expected: String,
}
