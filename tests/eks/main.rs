//! What Kubernetes and AWS document of pods and nodes on Amazon EKS, and that a simulated day does
//! it. One file a topic; each test names the behaviour.
#![cfg(not(target_arch = "wasm32"))]

mod autoscalers;
#[path = "../common/mod.rs"]
mod common;
#[path = "../common/days.rs"]
mod days;
mod fargate;
mod hands;
mod hpa;
mod nodes;
mod pods;
mod pressure;
mod spot;
mod upgrade;
mod zone;

use days::{at, decided, lay, rules};
use drydock::sim::run::{Event, EventKind};
use drydock::sim::{self, Run, Scenario};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A run of two quiet hours with a fixed number of pods, from which a test differs by `changes`.
fn run(platform: &str, changes: Value) -> Run {
    let mut whole = json!({
        "platform": platform,
        "duration_s": 7200,
        "traffic": { "shape": "flat", "peak_rps": 10, "spike_factor": 1, "noise": 0 },
        "scaling": { "mode": "off", "desired": 4, "max": 500 }
    });
    lay(&mut whole, changes);
    let scenario = Scenario::parse_with_calendar(whole, rules());
    sim::run_unsealed(&scenario.unwrap_or_else(|wrong| panic!("{wrong:?}")), rules())
}

/// What is said against a scenario, path by path.
fn refused(platform: &str, changes: Value) -> Vec<String> {
    let mut whole = json!({ "platform": platform });
    lay(&mut whole, changes);
    let wrong = Scenario::parse_with_calendar(whole, rules()).expect_err("it is refused");
    wrong.into_iter().map(|problem| problem.path).collect()
}

/// The least value of a column from a second on.
fn least(column: &[f64], from_s: u32) -> f64 {
    let rest = &column[(from_s / sim::run::STEP_S) as usize..];
    rest.iter().copied().fold(f64::INFINITY, f64::min)
}

/// The greatest value of a column from a second on.
fn most(column: &[f64], from_s: u32) -> f64 {
    column[(from_s / sim::run::STEP_S) as usize..].iter().copied().fold(0.0, f64::max)
}

/// When it first decided so, s; fails where it never did.
fn first(run: &Run, who: &str, what: &str) -> f64 {
    let all = decided(run, who, what);
    let found = all.first().unwrap_or_else(|| panic!("{who} never decided `{what}`"));
    found.t_ms as f64 / 1000.0
}

/// Events of the machines in that state, in order.
fn machines<'a>(run: &'a Run, state: &str) -> Vec<&'a Event> {
    let of_it = |event: &&Event| event.kind == EventKind::MachineState && event.state == state;
    run.events.iter().filter(of_it).collect()
}

/// Ids of the nodes that are there at the end.
fn left(run: &Run) -> BTreeSet<&str> {
    let gone: BTreeSet<&str> =
        machines(run, "TERMINATED").iter().map(|event| event.id.as_str()).collect();
    let booted = machines(run, "BOOTING").into_iter().map(|event| event.id.as_str());
    booted.filter(|id| !gone.contains(id)).collect()
}

/// Ids of all pods that ever were.
fn pods(run: &Run) -> BTreeSet<&str> {
    let pods = run.events.iter().filter(|event| event.kind == EventKind::TaskState);
    pods.map(|event| event.id.as_str()).collect()
}

/// Quantity and price of a line of the bill; zeros where there is none.
fn billed(run: &Run, line: &str) -> (f64, f64) {
    let found = run.ledger.iter().find(|entry| entry.line == line);
    found.map_or((0.0, 0.0), |entry| (entry.quantity, entry.unit_dollars))
}

/// How often something was done by hand.
fn by_hand(run: &Run, what: &str) -> u32 {
    run.by_hand.iter().find(|work| work.what == what).map_or(0, |work| work.times)
}

/// A change that sets a value.
fn set(at: &str, path: &str, value: Value) -> Value {
    json!({ "at": at, "set": path, "value": value })
}

/// A fault without an end.
fn fault(at: &str, name: &str) -> Value {
    json!({ "at": at, "fault": name })
}
