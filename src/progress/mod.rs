//! What the learner did: an append-only log; everything else is derived from it.
//!
//! Knows no storage and no clock: times are passed in.

mod log;

pub use log::{Damaged, Log, Tally, decode, encode};

use serde::{Deserialize, Serialize};

/// Version of the log's entries. A store with a newer one is left alone.
pub const SCHEMA: u32 = 1;

/// One answered question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attempt {
    /// ms since 1970, UTC.
    pub at_ms: u64,
    pub question: String,
    /// Chosen options by their index in the author's order, rising.
    pub chosen: Vec<u32>,
    pub correct: bool,
}

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Entry {
    Attempt(Attempt),
}
