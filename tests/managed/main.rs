//! What AWS documents of AWS App Runner and Amazon ECS Express Mode, and that a simulated day does
//! it. One file a topic; each test names the behaviour.
#![cfg(not(target_arch = "wasm32"))]

mod app_runner;
mod bills;
mod checks;
#[path = "../common/mod.rs"]
mod common;
#[path = "../common/days.rs"]
mod days;
mod errors;
mod express;

use days::{at, decided, lay, rules};
use drydock::sim::{self, Run, Scenario};
use serde_json::{Value, json};

/// Two quiet hours from which a test differs by `changes`.
fn scenario(platform: &str, changes: Value) -> Result<Scenario, Vec<String>> {
    let mut whole = json!({
        "platform": platform,
        "duration_s": 7200,
        "traffic": { "shape": "flat", "peak_rps": 10, "spike_factor": 1, "noise": 0 },
        "task": { "vcpu": 1, "memory_mib": 2048 },
    });
    lay(&mut whole, changes);
    Scenario::parse_with_calendar(whole, rules())
        .map_err(|wrong| wrong.into_iter().map(|problem| problem.path).collect())
}

fn run(platform: &str, changes: Value) -> Run {
    let scenario = scenario(platform, changes);
    sim::run_unsealed(&scenario.unwrap_or_else(|wrong| panic!("{wrong:?}")), rules())
}

/// The greatest value of a column between two seconds.
fn most(column: &[f64], from_s: u32, until_s: u32) -> f64 {
    let rows = (from_s / sim::run::STEP_S) as usize..(until_s / sim::run::STEP_S) as usize;
    column[rows].iter().copied().fold(0.0, f64::max)
}

/// Quantity and dollars of a line of the bill; zeros where there is none.
fn billed(run: &Run, line: &str) -> (f64, f64) {
    let found = run.ledger.iter().find(|entry| entry.line == line);
    found.map_or((0.0, 0.0), |entry| (entry.quantity, entry.dollars))
}

/// A change that sets a value.
fn set(at: &str, path: &str, value: Value) -> Value {
    json!({ "at": at, "set": path, "value": value })
}

/// A fault without an end.
fn fault(at: &str, name: &str) -> Value {
    json!({ "at": at, "fault": name })
}
