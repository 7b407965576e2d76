//! The compiled course with its rulebook, made once, and the days of its scenarios.

use drydock::course::{Compiled, Files, compile};
use drydock::facts::Rulebook;
use drydock::sim::{self, Run, Scenario};
use serde_json::Value;
use std::path::Path;
use std::sync::OnceLock;

/// What `content/` compiles to, and the rulebook of its facts.
pub fn course() -> &'static (Compiled, Rulebook) {
    static COURSE: OnceLock<(Compiled, Rulebook)> = OnceLock::new();
    COURSE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let files = Files::read(&folder).expect("content/ can be read");
        (compile(&files).expect("content/ has no mistakes"), super::common::rulebook())
    })
}

/// The day of that scenario with settings replaced by path.
pub fn changed(id: &str, settings: &[(&str, Value)]) -> Run {
    let (compiled, rules) = course();
    let text = &compiled.files[&format!("scenarios/{id}.json")];
    let mut scenario: Scenario = serde_json::from_str(text).expect("a whole scenario");
    for (path, value) in settings {
        scenario = scenario.with(path, value.clone()).unwrap_or_else(|why| panic!("{why:?}"));
    }
    sim::run_unsealed(&scenario, rules)
}
