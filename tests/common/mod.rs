//! The course's own facts for native tests.

use drydock::course::{Compiled, Files, compile};
use drydock::facts::{Facts, InstanceType, Rulebook};
use std::path::Path;

/// The files that `content/` compiles to.
fn compiled() -> Compiled {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let files = Files::read(&folder).expect("content/ can be read");
    compile(&files).expect("content/ has no mistakes")
}

/// All facts of `content/facts`.
#[allow(dead_code, reason = "each test takes the part of this module that it needs")]
pub fn facts() -> Facts {
    serde_json::from_str(&compiled().files["facts.json"]).expect("facts are JSON")
}

/// The rulebook of `content/facts`, with the instance types.
pub fn rulebook() -> Rulebook {
    let compiled = compiled();
    let facts: Facts = serde_json::from_str(&compiled.files["facts.json"]).expect("facts are JSON");
    let instances: Vec<InstanceType> =
        serde_json::from_str(&compiled.files["instances.json"]).expect("a list of types");
    Rulebook::new(&facts).expect("content/facts make a rulebook").with_instances(instances)
}
