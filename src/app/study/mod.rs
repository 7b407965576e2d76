//! The study part: search, the glossary, what changed, the projector's view of a lesson, practice,
//! mock exams, progress, and roles to try. A module of its own, fetched when one of them is asked
//! for.
//!
//! What makes HTML or searches is pure and tested natively. The rest writes that HTML into the
//! place that the page gives it and needs no reactive machinery, which keeps the part small. Knows
//! no more of the page than `app::page` says.

pub mod changes;
pub mod course;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod dialog;
pub mod exam;
pub mod explained;
pub mod figure;
pub mod find;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod glossary;
pub mod hits;
pub mod near;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod part;
pub mod practice;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod present;
pub mod progress;
pub mod qr;
pub mod roles;
pub mod steps;
pub mod today;
pub mod words;

#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub use part::{
    mount_changes, mount_exam, mount_facts, mount_lesson, mount_practice, mount_progress,
    mount_roles, open_search, start, tell_due,
};
