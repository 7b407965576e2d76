//! The study part: search, the glossary, what changed, and the projector's view of a lesson. A
//! module of its own, fetched when one of them is asked for.
//!
//! `changes`, `near`, `find`, `hits`, `qr` and `steps` are pure and tested natively. The rest
//! writes HTML into the place that the page gives it and needs no reactive machinery, which keeps
//! the part small. Knows no more of the page than `host` says.

pub mod changes;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod dialog;
pub mod find;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod glossary;
pub mod hits;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod host;
pub mod near;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod part;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod present;
pub mod qr;
pub mod steps;

#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub use part::{mount_changes, mount_facts, mount_lesson, open_search, start};
