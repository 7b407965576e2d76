//! What must hold in every run, tried on ten thousand random scenarios of one to four hours on both
//! launch types, with faults, deployments, retries and every kind of policy.
//!
//! `cargo test --profile fast --test many -- --ignored`; the ordinary run tries two hundred.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../common/mod.rs"]
mod common;
mod draw;
mod hold;

use common::rulebook;
use drydock::facts::Rulebook;
use drydock::sim::{self, Scenario};
use std::sync::atomic::{AtomicU64, Ordering};

/// Random scenarios of the ordinary run, and of the long one.
const FEW: u64 = 200;
const MANY: u64 = 10_000;

/// One scenario by its number: `ONE=4421 cargo test --test many one_run -- --ignored --nocapture`.
#[test]
#[ignore = "to look into one run"]
fn one_run() {
    let number = std::env::var("ONE").ok().and_then(|number| number.parse().ok()).unwrap_or(0);
    println!("{}", draw::scenario(number));
    try_one(number, &rulebook()).expect("it keeps its books");
}

#[test]
fn two_hundred_random_runs_keep_their_books() {
    try_all(0, FEW);
}

#[test]
#[ignore = "slow without optimisation: cargo test --profile fast --test many -- --ignored"]
fn ten_thousand_random_runs_keep_their_books() {
    try_all(FEW, MANY);
}

/// Tries the scenarios of those numbers on all cores; names the first that fails, with what it was.
fn try_all(from: u64, until: u64) {
    let rules = rulebook();
    let next = AtomicU64::new(from);
    let work = || {
        let mut wrong = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= until || !wrong.is_empty() {
                return wrong;
            }
            if let Err(why) = try_one(number, &rules) {
                wrong.push(format!("scenario {number}: {why}\n{}", draw::scenario(number)));
            }
        }
    };
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a run panicked")).collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn try_one(number: u64, rules: &Rulebook) -> Result<(), String> {
    let partial = draw::scenario(number);
    let legal = Scenario::parse_with_calendar(partial, rules).map_err(|problems| {
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        format!("the drawn scenario is not legal: {}", said.join("; "))
    })?;
    let run = std::panic::catch_unwind(|| sim::run(&legal, rules)).map_err(|_| "it panicked")?;
    hold::books(&run)?;
    hold::columns(&run)?;
    hold::limits(&legal, rules, &run)?;
    hold::bill(&legal, rules, &run)?;
    if !number.is_multiple_of(4) {
        return Ok(());
    }
    // Without its log, and from the same seed again, a run is the same to the last byte.
    let silent = sim::run_without_decisions(&legal, rules);
    if silent.digest != run.digest {
        return Err("the decision log changed the result".into());
    }
    Ok(())
}
