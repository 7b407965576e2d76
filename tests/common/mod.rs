//! The course's own facts for native tests.

use drydock::course::{Files, compile};
use drydock::facts::{Facts, Rulebook};
use std::path::Path;

/// The rulebook of `content/facts`.
pub fn rulebook() -> Rulebook {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let files = Files::read(&folder).expect("content/ can be read");
    let compiled = compile(&files).expect("content/ has no mistakes");
    let facts: Facts = serde_json::from_str(&compiled.files["facts.json"]).expect("facts are JSON");
    Rulebook::new(&facts).expect("content/facts make a rulebook")
}
