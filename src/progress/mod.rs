//! What the learner did: an append-only log; everything else is derived from it.
//!
//! Knows no storage and no clock: times are passed in. [`entry`] says what is logged, [`store`] and
//! [`backup`] how it is kept, [`sitting`] what becomes of a mock exam.

pub mod backup;
mod entry;
pub mod fsrs;
pub mod interval;
mod log;
pub mod mastery;
pub mod plan;
pub mod schedule;
pub mod sitting;
pub mod store;

pub use entry::{
    Attempt, Bookmark, Damaged, Entry, Goal, Marked, Note, Sure, decode, encode, entry_id,
};
pub use log::{Log, Tally};

/// Version of the log's entries. A store with a newer one is left alone. 2 gave entries their own
/// ids, and answers how sure they were and how long they took.
pub const SCHEMA: u32 = 2;
