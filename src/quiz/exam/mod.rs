//! Mock exams: the blueprint of a certification, a paper drawn by it, and the report.
//!
//! What happens while one is sat stands in [`crate::progress::sitting`].

mod blueprint;
mod paper;
mod report;

pub use blueprint::{Blueprint, Domain, blueprints};
pub use paper::{Drawn, Rules, Short, draw};
pub use report::{Confusion, DomainResult, Pacing, Report, Reread, attempts, report};
