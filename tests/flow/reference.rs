//! The simulation of every request against theory, by batch means.

use super::station;
use drydock::sim::exact::{ExactCase, run};
use drydock::sim::flow::{Model, Routing, Station};
use drydock::sim::queueing::{erlang_c, fewest_outstanding_factor, finite, spread_factor};

/// Batches of one run; the first is left out since the queue begins empty.
const BATCHES: usize = 40;

/// Mean and standard error of `value` over the batches of a run with `requests` requests.
fn batch_means(
    case: impl Fn(Vec<f64>) -> ExactCase,
    rate: f64,
    requests: f64,
    value: impl Fn(&drydock::sim::exact::Bin) -> f64,
) -> (f64, f64) {
    let bin_s = (requests / rate / BATCHES as f64).ceil() as u32;
    let mut case = case(vec![rate; bin_s as usize * BATCHES]);
    case.bin_s = bin_s;
    let report = run(&case, 11);
    let values: Vec<f64> = report.bins[1..].iter().map(value).collect();
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (count - 1.0);
    (mean, (variance / count).sqrt())
}

fn agree(what: &str, found: (f64, f64), exact: f64) {
    println!("{what}: {:.5} ± {:.5}, theory {exact:.5}", found.0, found.1);
    assert!((found.0 - exact).abs() <= 3.0 * found.1, "{what}: {found:?}, theory {exact}");
}

fn one(model: Model) -> impl Fn(Vec<f64>) -> ExactCase {
    move |offered| ExactCase::new(model.clone(), 1, offered)
}

fn compare(requests: f64) {
    for (servers, rho) in [(1, 0.5), (1, 0.9), (2, 0.8), (4, 0.9), (16, 0.95)] {
        let load = rho * f64::from(servers);
        let rate = 10.0 * load;
        let exact = erlang_c(servers, load) / (10.0 * f64::from(servers) - rate);
        let model = Model::new(station(servers, 1.0), 1e9);
        let found = batch_means(one(model), rate, requests, |bin| bin.mean_wait_s());
        agree(&format!("M/M/{servers} at {rho}, mean wait s"), found, exact);
    }
    for cv2 in [0.0, 4.0] {
        let exact = spread_factor(1, 0.8, 1.0, cv2) * 0.8 * 0.1 / 0.2;
        let model = Model::new(station(1, cv2), 1e9);
        let found = batch_means(one(model), 8.0, requests, |bin| bin.mean_wait_s());
        agree(&format!("M/G/1 at 0.8 with cs² = {cv2}, mean wait s"), found, exact);
    }
    let narrow = Station { queue_limit: 4.0, ..station(2, 1.0) };
    let found =
        batch_means(one(Model::new(narrow, 1e9)), 22.0, requests, |bin| bin.refused / bin.offered);
    agree("M/M/2/6 at 1.1, share refused", found, finite(2, 6, 2.2).blocked);
    for cv2 in [1.0, 4.0] {
        let mut model = Model::new(station(1, cv2), 1e9);
        model.shares_processor = true;
        let found = batch_means(one(model), 8.0, requests, |bin| bin.mean_wait_s());
        agree(&format!("shared processor at 0.8 with cs² = {cv2}, beyond S, s"), found, 0.4);
    }
    // Two nodes in turn over two targets are no longer Poisson, a lot is.
    let mut model = Model::new(station(2, 1.0), 1e9);
    model.routing = Routing::WeightedRandom;
    let split = |offered| ExactCase::new(model.clone(), 4, offered);
    let exact = erlang_c(2, 1.6) / 4.0;
    let found = batch_means(split, 64.0, requests, |bin| bin.mean_wait_s());
    agree("four targets by lot are M/M/2 each, mean wait s", found, exact);
}

#[test]
fn the_reference_agrees_with_theory_in_short_runs() {
    compare(1e5);
}

#[test]
#[ignore = "slow: ten million requests a case; cargo test --profile fast --test flow -- --ignored"]
fn the_reference_agrees_with_theory_in_long_runs() {
    compare(1e7);
}

/// The table of the factor was made so; services are exponential.
fn fewest_outstanding(targets: u32, slots: u32, rho: f64, requests: f64) -> (f64, f64) {
    let load = rho * f64::from(slots * targets);
    let pooled = erlang_c(slots * targets, load) / (10.0 * (f64::from(slots * targets) - load));
    let mut model = Model::new(station(slots, 1.0), 1e9);
    model.routing = Routing::LeastOutstanding;
    let case = |offered| ExactCase::new(model.clone(), targets, offered);
    let found = batch_means(case, 10.0 * load, requests, |bin| bin.mean_wait_s());
    (found.0 / pooled, found.1 / pooled)
}

#[test]
#[ignore = "slow: four million requests a case; cargo test --profile fast --test flow -- --ignored"]
fn the_factor_of_fewest_outstanding_is_what_the_reference_measures() {
    for slots in [1, 2, 4] {
        for targets in [2, 4, 6, 8, 16, 24] {
            for rho in [0.7, 0.8, 0.9, 0.95] {
                let (found, off) = fewest_outstanding(targets, slots, rho, 4e6);
                let factor = fewest_outstanding_factor(targets, slots, rho);
                println!("{targets} targets of {slots} at {rho}: {found:.3}, in use {factor:.3}");
                let apart = (found - factor).abs();
                assert!(apart <= 0.05 * factor + 3.0 * off, "{targets} of {slots} at {rho}");
            }
        }
    }
}
