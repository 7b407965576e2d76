//! Permissions against AWS's published examples, and properties that hold for any policies.
#![cfg(not(target_arch = "wasm32"))]

mod cases;
#[path = "../common/mod.rs"]
mod common;
mod conditions;
mod page;
mod parser;
mod properties;
mod published;
mod roles;

use drydock::facts::Rulebook;
use drydock::rules::find;
use serde_json::{Value, json};
use std::sync::OnceLock;

fn rulebook() -> &'static Rulebook {
    static MADE: OnceLock<Rulebook> = OnceLock::new();
    MADE.get_or_init(common::rulebook)
}

/// What a rule answers.
fn answer(rule: &str, input: Value) -> Value {
    let rule = find(rule).expect("a rule of that name");
    (rule.answer)(&input, rulebook()).map(|answer| answer.value).expect("an answer")
}

/// Why a rule does not answer.
fn refusal(rule: &str, input: Value) -> String {
    let rule = find(rule).expect("a rule of that name");
    (rule.answer)(&input, rulebook()).expect_err("a refusal")
}

/// A policy of these statements.
fn policy(statements: Value) -> Value {
    json!({ "Version": "2012-10-17", "Statement": statements })
}

/// A statement without more.
fn statement(effect: &str, action: Value, resource: Value) -> Value {
    json!({ "Effect": effect, "Action": action, "Resource": resource })
}

/// Decision and what decided.
fn decided(input: Value) -> (String, String) {
    let found = answer("iam", input);
    let text = |name: &str| found[name].as_str().expect("a text").to_string();
    (text("decision"), text("by"))
}
