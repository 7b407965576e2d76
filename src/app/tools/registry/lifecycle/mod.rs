//! The preview of a life-cycle policy: what it does to images while somebody writes it.
//!
//! `state` is what the reader chose and wrote, `seen` what follows from it; `editor`, `problems`,
//! `form` and `preview` write HTML. All of it is pure.

pub mod commands;
pub mod editor;
pub mod examples;
pub mod form;
pub mod frame;
pub mod mend;
pub mod numbers;
pub mod paste;
pub mod preview;
pub mod problems;
pub mod seen;
pub mod state;

#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod mount;

#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub use mount::mount;
