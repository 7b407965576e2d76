//! The way of a pull: what is chosen, and where it ends, step by step, as HTML. Pure.

pub mod cost;
pub mod state;
pub mod view;

#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod mount;

#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub use mount::mount;
