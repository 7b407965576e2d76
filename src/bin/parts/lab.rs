//! The lab: a WebAssembly module of its own, fetched when a page shows the lab or a live figure.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::*;

#[cfg(target_arch = "wasm32")]
fn main() {
    drydock::app::lab::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}

/// Shows the lab in the element; gives the function that takes it away.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn mount_lab(place: JsValue, host: JsValue) -> JsValue {
    drydock::app::lab::mount_lab(place, host)
}

/// Shows a live figure in the element, described as the lesson's block is; gives the function that
/// takes it away.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn mount_figure(place: JsValue, block: JsValue) -> JsValue {
    drydock::app::lab::mount_figure(place, &block)
}

/// Simulates a partial scenario; a promise of the run.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn run(scenario: JsValue) -> JsValue {
    drydock::app::lab::run(scenario)
}
