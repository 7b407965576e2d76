//! Days that a test describes by what differs from a quiet one, and what it reads off them.

use drydock::facts::Rulebook;
use drydock::sim::Run;
use drydock::sim::run::{Decision, STEP_S};
use serde_json::Value;
use std::sync::OnceLock;

/// The rulebook, made once for all tests.
pub fn rules() -> &'static Rulebook {
    static MADE: OnceLock<Rulebook> = OnceLock::new();
    MADE.get_or_init(super::common::rulebook)
}

/// Lays the fields of one JSON object over those of another, deep.
pub fn lay(under: &mut Value, over: Value) {
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
pub fn at(column: &[f64], second: u32) -> f64 {
    column[(second / STEP_S) as usize]
}

/// Decisions of one controller whose words hold `what`.
pub fn decided<'a>(run: &'a Run, who: &str, what: &str) -> Vec<&'a Decision> {
    let of_it = |decision: &&Decision| decision.who == who && decision.what.contains(what);
    run.decisions.iter().filter(of_it).collect()
}
