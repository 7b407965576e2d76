//! The tools: every rule of the models as a calculator with form, answer, working, source and link.
//! A module of its own, fetched when one of them is asked for.
//!
//! What makes HTML or reads an address is pure and tested natively; `mount` connects it to the
//! window, and the answers are those of [`crate::rules`]. A tool with a view of its own stands in
//! `special`. Knows no more of the page than `app::page` says.

pub mod answer;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod calculator;
pub mod decision;
pub mod doors;
pub mod form;
pub mod frame;
pub mod index;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod mount;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod part;
pub mod pods;
pub mod pretty;
pub mod registry;
pub mod sources;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod special;
pub mod state;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod testing;
pub mod typed;
pub mod value;
pub mod view;
pub mod volumes;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod window;

#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub use part::{mount_tools, start};

use crate::course::model::CourseMap;
use crate::facts::{Facts, Rulebook};

/// What every tool reads.
#[derive(Clone, Debug, PartialEq)]
pub struct Book {
    pub rules: Rulebook,
    pub facts: Facts,
    /// For the ways to lessons and lab; tools work without.
    pub map: Option<CourseMap>,
}
