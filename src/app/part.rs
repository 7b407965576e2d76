//! The parts of the app that are fetched when a page needs them: each a script with its
//! WebAssembly, named in the page's head.
//!
//! The few lines that import and start one stand in the page itself, because an import is nothing
//! that WebAssembly can do.

use super::browser;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = loadPart, catch)]
    fn load_part(name: &str) -> Result<Promise, JsValue>;
}

/// A part that runs: the functions that it exports.
#[derive(Clone)]
pub struct Part(JsValue);

/// Fetches and starts the part of that name, once in the life of the page. `None` where it does not
/// come; the next call tries again.
pub async fn load(name: &str) -> Option<Part> {
    JsFuture::from(load_part(name).ok()?).await.ok().map(Part)
}

/// The absolute address of a part's script.
pub fn address(name: &str) -> Option<String> {
    browser::head_link(&["part-", name].concat())
}

/// Completes `window.drydock`, what the app offers to scripts, whose other half stands in the page.
pub fn tell_version() {
    if let Ok(offered) = Reflect::get(&js_sys::global(), &"drydock".into()) {
        let version = env!("CARGO_PKG_VERSION").into();
        let _ = Reflect::set(&offered, &"version".into(), &version);
    }
}

impl Part {
    /// Calls a function of the part.
    pub fn call(&self, name: &str, arguments: &[&JsValue]) -> Option<JsValue> {
        let function: Function = Reflect::get(&self.0, &name.into()).ok()?.dyn_into().ok()?;
        let all = Array::new();
        for argument in arguments {
            all.push(argument);
        }
        function.apply(&JsValue::UNDEFINED, &all).ok()
    }
}
