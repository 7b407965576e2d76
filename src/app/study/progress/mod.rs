//! How far the learner is.

#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod view;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub use view::mount;
