//! The tools: every rule of the models as a calculator, a WebAssembly module of its own that is
//! fetched when one of them is asked for.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::*;

#[cfg(target_arch = "wasm32")]
fn main() {
    drydock::app::tools::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}

/// Shows all tools, or the one of that name, in the element; `query` is the state in the address.
/// Gives the function that takes it away.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn mount_tools(
    place: JsValue,
    host: JsValue,
    name: Option<String>,
    query: Option<String>,
) -> JsValue {
    drydock::app::tools::mount_tools(place, host, name, query)
}
