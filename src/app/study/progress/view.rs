//! The page.
use crate::app::study::host::Page;
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// Shows the page; gives the function that takes it away.
pub fn mount(place: Element, page: Page) -> JsValue {
    let _ = (place, page);
    JsValue::UNDEFINED
}
