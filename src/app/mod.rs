//! Everything that touches the browser. Pure parts (routes, links, chart paths) compile natively
//! for tests; the rest exists for wasm32 only.

#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod chart;
#[cfg(target_arch = "wasm32")]
pub mod content;
mod dates;
#[cfg(target_arch = "wasm32")]
pub mod engine;
pub mod html;
#[cfg(target_arch = "wasm32")]
mod icon;
pub mod lab;
#[cfg(target_arch = "wasm32")]
pub mod live;
#[cfg(target_arch = "wasm32")]
mod pages;
#[cfg(target_arch = "wasm32")]
mod question;
pub mod route;
#[cfg(target_arch = "wasm32")]
pub mod router;
#[cfg(target_arch = "wasm32")]
mod shell;
#[cfg(target_arch = "wasm32")]
pub mod storage;
#[cfg(target_arch = "wasm32")]
mod theme;

/// Mounts the app where there is a window, serves jobs where there is none.
#[cfg(target_arch = "wasm32")]
pub fn start() {
    console_error_panic_hook::set_once();
    match web_sys::window() {
        Some(_) => shell::mount(),
        None => engine::serve(),
    }
}
