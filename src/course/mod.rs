//! The `content/` folder: read, checked, compiled. Only this module parses TOML and Markdown, and
//! only natively; the page knows the compiled shapes in [`model`].
//!
//! The way of a file: `source` → `document` and `fields` (TOML with positions) or `markdown` →
//! `facts`, `scenarios`, `questions`, `lesson` → `build` → `edition`. Mistakes are collected, never
//! stopped at, and each names file, line and column.

pub mod model;

#[cfg(not(target_arch = "wasm32"))]
mod annotated;
#[cfg(not(target_arch = "wasm32"))]
pub mod build;
#[cfg(not(target_arch = "wasm32"))]
mod code;
#[cfg(not(target_arch = "wasm32"))]
mod dates;
#[cfg(not(target_arch = "wasm32"))]
mod document;
#[cfg(not(target_arch = "wasm32"))]
mod documents;
#[cfg(not(target_arch = "wasm32"))]
mod edition;
#[cfg(not(target_arch = "wasm32"))]
mod facts;
#[cfg(not(target_arch = "wasm32"))]
mod fences;
#[cfg(not(target_arch = "wasm32"))]
mod fields;
#[cfg(not(target_arch = "wasm32"))]
mod glossary;
#[cfg(not(target_arch = "wasm32"))]
mod headings;
#[cfg(not(target_arch = "wasm32"))]
mod home;
#[cfg(not(target_arch = "wasm32"))]
mod html;
#[cfg(not(target_arch = "wasm32"))]
mod index;
#[cfg(not(target_arch = "wasm32"))]
mod instances;
#[cfg(not(target_arch = "wasm32"))]
mod known;
#[cfg(not(target_arch = "wasm32"))]
mod lesson;
#[cfg(not(target_arch = "wasm32"))]
mod markdown;
#[cfg(not(target_arch = "wasm32"))]
mod marks;
#[cfg(not(target_arch = "wasm32"))]
pub mod mistake;
#[cfg(not(target_arch = "wasm32"))]
mod news;
#[cfg(not(target_arch = "wasm32"))]
mod options;
#[cfg(not(target_arch = "wasm32"))]
mod pairs;
#[cfg(not(target_arch = "wasm32"))]
mod plain;
#[cfg(not(target_arch = "wasm32"))]
mod questions;
#[cfg(not(target_arch = "wasm32"))]
mod reader;
#[cfg(not(target_arch = "wasm32"))]
mod review;
#[cfg(not(target_arch = "wasm32"))]
mod rounds;
#[cfg(not(target_arch = "wasm32"))]
mod scenarios;
#[cfg(not(target_arch = "wasm32"))]
pub mod source;
#[cfg(not(target_arch = "wasm32"))]
mod sums;
#[cfg(not(target_arch = "wasm32"))]
mod tables;
#[cfg(not(target_arch = "wasm32"))]
mod terms;

#[cfg(not(target_arch = "wasm32"))]
pub use build::{Compiled, check, compile};
#[cfg(not(target_arch = "wasm32"))]
pub use documents::DOCUMENTS;
#[cfg(not(target_arch = "wasm32"))]
pub use mistake::{Mistake, Severity};
#[cfg(not(target_arch = "wasm32"))]
pub use scenarios::scenario;
#[cfg(not(target_arch = "wasm32"))]
pub use source::Files;
