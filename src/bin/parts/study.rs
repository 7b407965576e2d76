//! The study part: search, practice, exams, progress, facts and terms, and the projector's view, a
//! WebAssembly module of its own that is fetched when one of them is asked for.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::*;

#[cfg(target_arch = "wasm32")]
fn main() {
    drydock::app::study::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}

/// Opens the search.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn open_search(host: JsValue) {
    drydock::app::study::open_search(host);
}

/// Shows all facts and terms in the element, at the entry of that id; gives the function that takes
/// them away.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn mount_facts(place: JsValue, host: JsValue, id: Option<String>) -> JsValue {
    drydock::app::study::mount_facts(place, host, id)
}

/// Shows what changed in the element; gives the function that takes it away.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn mount_changes(place: JsValue, host: JsValue) -> JsValue {
    drydock::app::study::mount_changes(place, host)
}

/// Shows the page about roles in the element, at the scene or round of that id; gives the function
/// that takes it away.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn mount_roles(place: JsValue, host: JsValue, id: Option<String>) -> JsValue {
    drydock::app::study::mount_roles(place, host, id)
}

/// Shows a lesson for a projector in the element; `at` is `LESSON/STEP`. Gives the function that
/// takes it away.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn mount_lesson(place: JsValue, host: JsValue, at: String) -> JsValue {
    drydock::app::study::mount_lesson(place, host, at)
}

/// Shows the mock exams in the element; `query` is the state in the address. Gives the function
/// that takes them away.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn mount_exam(place: JsValue, host: JsValue, query: Option<String>) -> JsValue {
    drydock::app::study::mount_exam(place, host, query)
}

/// Shows how far the learner is. Gives the function that takes it away.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn mount_progress(place: JsValue, host: JsValue) -> JsValue {
    drydock::app::study::mount_progress(place, host)
}

/// Calls the function with what is due today, as lines of text.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn tell_due(host: JsValue, told: JsValue) {
    drydock::app::study::tell_due(host, told);
}

/// Shows practice in the element; `query` is the state in the address. Gives the function that
/// takes it away.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn mount_practice(place: JsValue, host: JsValue, query: Option<String>) -> JsValue {
    drydock::app::study::mount_practice(place, host, query)
}
