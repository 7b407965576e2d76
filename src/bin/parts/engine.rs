//! The engine: a WebAssembly module of its own, compiled for speed. A worker loads it, or the page
//! itself where no worker starts; both give it messages and pass its answers on.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::*;

fn main() {}

/// Hears one message; gives `[answer, transfer]`, or nothing where none is due.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn hear(message: &JsValue) -> JsValue {
    drydock::app::engine::hear(message)
}
