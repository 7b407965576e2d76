//! Questions: what they are, how they are shuffled and marked. Knows no file format and no browser.

pub mod bank;
pub mod exam;
pub mod item;
mod mark;
pub mod place;
pub mod practice;
mod shuffle;

pub use item::{Choice, Kind, Question, Topic};
pub use mark::{Outcome, expected, mark, outcome};
pub use shuffle::order;
