//! What AWS documents of AWS App Runner and Amazon ECS Express Mode, and that a simulated day does
//! it. One file a topic; each test names the behaviour.
#![cfg(not(target_arch = "wasm32"))]

mod app_runner;
mod bills;
#[path = "../common/mod.rs"]
mod common;
mod errors;
mod express;

use drydock::facts::Rulebook;
use drydock::sim::run::Decision;
use drydock::sim::{self, Run, Scenario};
use serde_json::{Value, json};
use std::sync::OnceLock;

/// The rulebook, made once for all tests.
fn rules() -> &'static Rulebook {
    static MADE: OnceLock<Rulebook> = OnceLock::new();
    MADE.get_or_init(common::rulebook)
}

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

fn lay(under: &mut Value, over: Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (key, value) in over {
                lay(under.entry(key).or_insert(Value::Null), value);
            }
        }
        (under, over) => *under = over,
    }
}

/// The value of a column at a second of the run.
fn at(column: &[f64], second: u32) -> f64 {
    column[(second / sim::run::STEP_S) as usize]
}

/// The greatest value of a column between two seconds.
fn most(column: &[f64], from_s: u32, until_s: u32) -> f64 {
    let rows = (from_s / sim::run::STEP_S) as usize..(until_s / sim::run::STEP_S) as usize;
    column[rows].iter().copied().fold(0.0, f64::max)
}

/// Decisions of one controller whose words hold `what`.
fn decided<'a>(run: &'a Run, who: &str, what: &str) -> Vec<&'a Decision> {
    let of_it = |decision: &&Decision| decision.who == who && decision.what.contains(what);
    run.decisions.iter().filter(of_it).collect()
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
