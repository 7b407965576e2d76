//! Rules asked by name, over the course's own facts.

use drydock::facts::Rulebook;
use drydock::rules::find;
use serde_json::Value;
use std::sync::OnceLock;

/// The rulebook, made once for all tests.
pub fn rulebook() -> &'static Rulebook {
    static MADE: OnceLock<Rulebook> = OnceLock::new();
    MADE.get_or_init(super::common::rulebook)
}

/// What a rule answers.
pub fn answer(rule: &str, input: Value) -> Value {
    let rule = find(rule).expect("a rule of that name");
    (rule.answer)(&input, rulebook()).map(|answer| answer.value).expect("an answer")
}

/// Why a rule does not answer.
pub fn refusal(rule: &str, input: Value) -> String {
    let rule = find(rule).expect("a rule of that name");
    (rule.answer)(&input, rulebook()).expect_err("a refusal")
}
