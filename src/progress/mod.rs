//! What the learner did: an append-only log; everything else is derived from it.
//!
//! Knows no storage and no clock: times are passed in.

pub mod fsrs;
mod log;

pub use log::{Damaged, Log, Tally, decode, encode};

use crate::serde_by_shape;
use crate::shape;
use crate::shape::{Shape, Wrong};
use serde_json::Value;

/// Version of the log's entries. A store with a newer one is left alone.
pub const SCHEMA: u32 = 1;

/// One answered question.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// ms since 1970, UTC.
    pub at_ms: u64,
    pub question: String,
    /// Chosen options by their index in the author's order, rising.
    pub chosen: Vec<u32>,
    pub correct: bool,
}

shape!(Attempt { at_ms, question, chosen, correct });

/// One entry of the log.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    Attempt(Attempt),
}

impl Shape for Entry {
    fn write(&self) -> Value {
        let Entry::Attempt(attempt) = self;
        let mut value = attempt.write();
        value["kind"] = "attempt".into();
        value
    }

    fn read(value: &Value) -> Result<Entry, Wrong> {
        let mut fields = value.clone();
        let kind = fields.as_object_mut().and_then(|fields| fields.remove("kind"));
        match kind.as_ref().and_then(Value::as_str) {
            Some("attempt") => Attempt::read(&fields).map(Entry::Attempt),
            _ => Err(shape::within(shape::wrong("attempt", &kind.unwrap_or_default()), "kind")),
        }
    }

    fn blank() -> Entry {
        Entry::Attempt(Attempt::blank())
    }
}
serde_by_shape!(Entry);
