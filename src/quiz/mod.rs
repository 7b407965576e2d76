//! Questions: what they are, how they are shuffled and marked. Knows no file format and no browser.

pub mod item;

pub use item::{Choice, Kind, Question, Topic};
