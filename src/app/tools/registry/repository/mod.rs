//! A repository to try: pushed to, tagged, scanned, aged and cleaned, one action after the other.
//!
//! `action` is what can be done and how it stands in the address, `replay` what it led to, `scene`
//! the short ones about caches and the public gallery; `view` writes HTML. All of it is pure.

pub mod action;
pub mod replay;
pub mod scene;
pub mod view;

#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod mount;

#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub use mount::mount;
