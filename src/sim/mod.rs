//! The simulator: a pure function of scenario, seed and rulebook.
//!
//! Two clocks: the control plane runs on events in milliseconds ([`control`]), the data plane in
//! steps of one second ([`flow`]); the engine holds them together. Nothing here knows a browser, a
//! wall clock or a global; `libm` stands in for std's transcendental functions, so that every
//! machine gets the same bytes.

pub mod app_runner;
mod check;
mod check_managed;
mod check_pods;
pub mod clock;
pub mod compare;
pub mod control;
pub mod cost;
pub mod deployment;
mod digest;
mod engine;
pub mod exact;
pub mod fault;
pub mod flow;
pub mod kubernetes;
mod meter;
pub mod platform;
pub mod queueing;
mod random;
mod record;
pub mod run;
pub mod scaling;
pub mod scenario;
mod settings;
mod station;
mod traffic;

pub use check::{check_calendar, may_change};
pub use run::Run;
pub use scenario::Scenario;
pub use settings::Problem;

use crate::facts::Rulebook;

/// Simulates the scenario from its start for `duration_s`. The scenario is one that
/// [`Scenario::parse`] let pass.
pub fn run(scenario: &Scenario, rules: &Rulebook) -> Run {
    run_unsealed(scenario, rules).sealed()
}

/// The same without the digest, which costs as much as the data plane: for a page that only draws
/// it.
pub fn run_unsealed(scenario: &Scenario, rules: &Rulebook) -> Run {
    engine::Engine::new(scenario, rules, true).finish()
}

/// The same without its decision log: results must not differ.
pub fn run_without_decisions(scenario: &Scenario, rules: &Rulebook) -> Run {
    engine::Engine::new(scenario, rules, false).finish().sealed()
}
