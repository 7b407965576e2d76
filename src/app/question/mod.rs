//! One question in the page: asked, answered, explained. Shared by lessons and practice.
//!
//! `ask` and `told` are pure and write HTML; `given` reads the answer off the page and hears keys
//! and buttons. Whoever shows a question keeps the answer and draws what follows from it.

pub mod ask;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod given;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod sort;
pub mod told;

pub use ask::{Given, asking, hint};
pub use told::{Own, answered};
