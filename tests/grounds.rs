//! Every decision and every line of a bill rests on a fact that the course has.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use drydock::course::{Compiled, Files, compile};
use drydock::facts::Facts;
use drydock::sim::scenario::Platform;
use drydock::sim::{self, Scenario, compare};
use std::collections::BTreeSet;
use std::path::Path;

fn course() -> Compiled {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let files = Files::read(&folder).expect("content/ can be read");
    compile(&files).expect("content/ has no mistakes")
}

#[test]
fn what_a_day_says_has_its_fact_on_every_platform() {
    let (compiled, rules) = (course(), common::rulebook());
    let facts: Facts = serde_json::from_str(&compiled.files["facts.json"]).expect("facts");
    let mut unknown = BTreeSet::new();
    // Days on which much happens, each on every platform that can have it.
    for id in ["broken-image", "pull-denied", "patch-day"] {
        let text = &compiled.files[&format!("scenarios/{id}.json")];
        let mut scenario: Scenario = serde_json::from_str(text).expect("a whole scenario");
        scenario.duration_s = 50_400;
        for platform in Platform::all() {
            let (day, _) = compare::adapt(&scenario, *platform, &rules);
            let run = sim::run_unsealed(&day, &rules);
            let said = run.decisions.iter().map(|decision| &decision.fact);
            let billed = run.ledger.iter().map(|line| &line.fact);
            for fact in said.chain(billed).filter(|fact| !fact.is_empty()) {
                if facts.get(fact).is_none() {
                    unknown.insert(format!("{fact} on {}", platform.word()));
                }
            }
        }
    }
    assert!(unknown.is_empty(), "{unknown:?}");
}
