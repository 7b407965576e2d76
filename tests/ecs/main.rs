//! What AWS documents of ECS on EC2 and on Fargate, and that a simulated day does it. One file a
//! topic; each test names the behaviour. Numbers come from the rulebook where they are facts.
#![cfg(not(target_arch = "wasm32"))]

mod balancer;
mod capacity;
#[path = "../common/mod.rs"]
mod common;
mod cost;
#[path = "../common/days.rs"]
mod days;
mod deployments;
mod faults;
mod health;
mod launches;
mod placement;
mod policies;
mod schedules;
mod spot;

use days::{at, decided, lay, rules};
use drydock::sim::run::{Decision, Event, EventKind};
use drydock::sim::{self, Run, Scenario};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A run of two quiet hours with a fixed number of tasks, from which a test differs by `changes`.
fn run(platform: &str, changes: Value) -> Run {
    sim::run_unsealed(&scenario(platform, changes), rules())
}

/// The scenario of [`run`].
fn scenario(platform: &str, changes: Value) -> Scenario {
    let mut whole = json!({
        "platform": platform,
        "duration_s": 7200,
        "traffic": { "shape": "flat", "peak_rps": 10, "spike_factor": 1, "noise": 0 },
        "scaling": { "mode": "off", "desired": 4, "max": 500 }
    });
    lay(&mut whole, changes);
    Scenario::parse_with_calendar(whole, rules()).unwrap_or_else(|wrong| panic!("{wrong:?}"))
}

/// What [`Scenario::parse`] says against the scenario of [`run`], path by path.
fn refused(platform: &str, changes: Value) -> Vec<String> {
    let mut whole = json!({ "platform": platform });
    lay(&mut whole, changes);
    let wrong = Scenario::parse_with_calendar(whole, rules()).expect_err("it is refused");
    wrong.into_iter().map(|problem| problem.path).collect()
}

/// Values of a column from a second on, each once where it stays.
fn rungs(column: &[f64], from_s: u32) -> Vec<f64> {
    let mut values = column[(from_s / sim::run::STEP_S) as usize..].to_vec();
    values.dedup();
    values
}

/// When it first decided so, s; fails where it never did.
fn first(run: &Run, who: &str, what: &str) -> f64 {
    let all = decided(run, who, what);
    let found = all.first().unwrap_or_else(|| panic!("{who} never decided `{what}`"));
    found.t_ms as f64 / 1000.0
}

/// Events of that state, in order.
fn states<'a>(run: &'a Run, state: &str) -> Vec<&'a Event> {
    run.events.iter().filter(|event| event.state == state).collect()
}

/// When a task or an instance first entered a state, s.
fn when(run: &Run, id: &str, state: &str) -> Option<f64> {
    let event = run.events.iter().find(|event| event.id == id && event.state == state)?;
    Some(event.t_ms as f64 / 1000.0)
}

/// A task as it is at a moment.
#[derive(Clone, Debug, Default)]
struct Now {
    zone: String,
    machine: String,
    state: String,
    health: String,
}

/// The tasks at a second of the run, by id; stopped ones are gone.
fn fleet(run: &Run, second: u32) -> BTreeMap<String, Now> {
    let mut tasks: BTreeMap<String, Now> = BTreeMap::new();
    let until = |event: &&Event| event.t_ms <= u64::from(second) * 1000;
    for event in run.events.iter().take_while(until) {
        match event.kind {
            EventKind::MachineState => continue,
            EventKind::TaskState if event.state == "STOPPED" => {
                tasks.remove(&event.id);
                continue;
            }
            _ => {}
        }
        let task = tasks.entry(event.id.clone()).or_default();
        task.zone.clone_from(&event.zone);
        task.machine.clone_from(&event.machine);
        match event.kind {
            EventKind::TargetHealth => task.health.clone_from(&event.state),
            _ => task.state.clone_from(&event.state),
        }
    }
    tasks
}

/// How many RUNNING tasks there are at each value, at a second of the run.
fn count_by(run: &Run, second: u32, value: fn(&Now) -> &String) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for task in fleet(run, second).values().filter(|task| task.state == "RUNNING") {
        *counts.entry(value(task).clone()).or_insert(0) += 1;
    }
    counts
}

/// The numbers of [`count_by`], falling.
fn counts(run: &Run, second: u32, value: fn(&Now) -> &String) -> Vec<usize> {
    let mut counts: Vec<usize> = count_by(run, second, value).into_values().collect();
    counts.sort_unstable_by(|one, other| other.cmp(one));
    counts
}

/// Dollars of a line of the bill; 0 where there is none.
fn paid(run: &Run, line: &str) -> f64 {
    run.ledger.iter().filter(|entry| entry.line == line).map(|entry| entry.dollars).sum()
}

/// Quantity of a line of the bill; 0 where there is none.
fn billed(run: &Run, line: &str) -> f64 {
    run.ledger.iter().filter(|entry| entry.line == line).map(|entry| entry.quantity).sum()
}

/// A change that sets a value.
fn set(at: &str, path: &str, value: Value) -> Value {
    json!({ "at": at, "set": path, "value": value })
}

/// A fault without an end.
fn fault(at: &str, name: &str) -> Value {
    json!({ "at": at, "fault": name })
}
