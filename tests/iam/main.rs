//! Permissions against AWS's published examples, and properties that hold for any policies.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../common/answers.rs"]
mod answers;
mod cases;
#[path = "../common/mod.rs"]
mod common;
mod conditions;
mod page;
mod parser;
mod properties;
mod published;
mod roles;

use answers::{answer, refusal, rulebook};
use serde_json::{Value, json};

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
