//! Everything that touches the browser. Pure parts (routes, links, chart paths) compile natively
//! for tests; the rest exists for wasm32 only, and what needs a window for the feature `page` only:
//! the engine is built without it.

#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod browser;
pub mod chart;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod content;
pub mod dates;
pub mod due;
#[cfg(target_arch = "wasm32")]
pub mod engine;
pub mod filter;
pub mod html;
pub mod icon;
pub mod lab;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod live;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod news;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod page;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod pages;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod part;
pub mod question;
pub mod route;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod router;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod search;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod shelf;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod shell;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod storage;
pub mod study;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod theme;
pub mod tools;
pub mod visit;
pub mod words;

/// The setting that is `off` where letters and digits alone do nothing, on the page and in all
/// its parts.
pub const KEYS: &str = "single-keys";

/// Mounts the app.
#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub fn start() {
    console_error_panic_hook::set_once();
    shell::mount();
}
