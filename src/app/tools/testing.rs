//! The book of the course for tests of the tools.

use super::Book;
use crate::course::{Files, compile};
use crate::facts::{Facts, Rulebook};
use std::path::Path;
use std::sync::OnceLock;

/// Facts, rules and map of `content/`, made once.
pub fn book() -> &'static Book {
    static MADE: OnceLock<Book> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let compiled = compile(&Files::read(&folder).expect("content/")).expect("no mistakes");
        let file = |name: &str| compiled.files[name].as_str();
        let facts: Facts = serde_json::from_str(file("facts.json")).expect("facts");
        let rules = Rulebook::new(&facts).expect("a rulebook");
        let instances = serde_json::from_str(file("instances.json")).expect("instance types");
        let map = serde_json::from_str(file("map.json")).ok();
        Book { rules: rules.with_instances(instances), facts, map }
    })
}
