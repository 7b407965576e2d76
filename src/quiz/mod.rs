//! Questions: what they are, how they are shuffled and marked, and those that are made: on demand
//! by rules, and ahead of time from simulated days.
//! Knows no file format and no browser.

pub mod bank;
pub mod days;
pub mod exam;
pub mod generated;
pub mod item;
mod mark;
pub mod met;
pub mod pairs;
pub mod place;
pub mod practice;
mod shuffle;

pub use item::{Choice, Kind, Question, Topic};
pub use mark::{Outcome, expected, mark, number, outcome};
pub use shuffle::{order, shuffle};
