//! Rules against published examples, closed forms and properties.
#![cfg(not(target_arch = "wasm32"))]

mod absurd;
#[path = "../common/answers.rs"]
mod answers;
mod autoscaling;
#[path = "../common/mod.rs"]
mod common;
mod deployment;
mod ecr_lifecycle;
mod ecr_policies;
mod ecr_properties;
mod ecr_pull;
mod ecr_repository;
mod ecs_ec2;
mod forms;
mod kubernetes;
mod kubernetes_properties;
mod properties;
mod queues_and_prices;
mod scaling;
mod schedules;
mod throughput;
mod volume_days;
mod volume_needs;
mod volume_views;
mod volumes;
mod workings;

use answers::{answer, refusal, rulebook};
use drydock::course::{Files, compile};
use drydock::facts::Facts;
use drydock::rules::RULES;
use serde_json::{Value, json};
use std::path::Path;

/// Fails where two numbers differ by more than the tolerance.
fn near(found: &Value, expected: f64, tolerance: f64) {
    let found = found.as_f64().expect("a number");
    assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
}

/// All facts, as the page gets them.
fn facts() -> Facts {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let files = Files::read(&folder).expect("content/ can be read");
    let compiled = compile(&files).expect("content/ has no mistakes");
    serde_json::from_str(&compiled.files["facts.json"]).expect("facts are JSON")
}

#[test]
fn every_rule_stands_at_its_place_and_explains_itself() {
    assert!(RULES.windows(2).all(|pair| pair[0].name < pair[1].name), "in the order of names");
    let facts = facts();
    for rule in RULES {
        let source = rule.source;
        assert!(source.is_empty() || facts.get(source).is_some(), "{}: {source}", rule.name);
        let refused = (rule.answer)(&json!({ "colour": 1 }), rulebook());
        let message = refused.expect_err("an unknown field");
        assert!(message.contains("`colour`"), "{}: {message}", rule.name);
    }
}
