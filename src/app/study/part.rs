//! What the page calls of the study part.

use super::host::Page;
use super::{dialog, exam, glossary, present, progress};
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// Called once, before anything else.
pub fn start() {
    console_error_panic_hook::set_once();
}

/// Opens the search.
pub fn open_search(page: JsValue) {
    dialog::open(page.unchecked_into::<Page>());
}

/// Shows all facts and terms in the element, at the entry of that id; gives the function that takes
/// the page away.
pub fn mount_facts(place: JsValue, page: JsValue, id: Option<String>) -> JsValue {
    let place: Element = place.unchecked_into();
    glossary::mount(place.clone(), page.unchecked_into::<Page>(), id);
    Closure::once_into_js(|| {})
}

/// Shows a lesson for a projector in the element; `at` is `LESSON/STEP`. Gives the function that
/// takes it away.
pub fn mount_lesson(place: JsValue, page: JsValue, at: String) -> JsValue {
    let (id, step) = at.split_once('/').unwrap_or((&at, ""));
    let step = step.parse().unwrap_or(1);
    present::mount(place.unchecked_into(), page.unchecked_into::<Page>(), id.into(), step)
}

/// Shows the mock exams in the element; `query` is the state in the address. Gives the function
/// that takes them away.
pub fn mount_exam(place: JsValue, page: JsValue, query: Option<String>) -> JsValue {
    exam::mount(place.unchecked_into(), page.unchecked_into::<Page>(), query.unwrap_or_default())
}

/// Shows how far the learner is. Gives the function that takes it away.
pub fn mount_progress(place: JsValue, page: JsValue) -> JsValue {
    progress::mount(place.unchecked_into(), page.unchecked_into::<Page>())
}
