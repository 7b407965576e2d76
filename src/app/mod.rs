//! Everything that touches the browser. Pure parts (routes, links, chart paths) compile natively for tests;
//! the rest exists for wasm32 only.

/// Mounts the app where there is a window, serves jobs where there is none.
#[cfg(target_arch = "wasm32")]
pub fn start() {}
