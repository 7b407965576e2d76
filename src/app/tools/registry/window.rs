//! What the pages about the registry read off the elements that were used.

use crate::app::browser;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement};

/// What an input or a choice holds now, and whether it is ticked.
pub fn held(event: &Event, selector: &str) -> Option<(Element, String, bool)> {
    let element = browser::hit(event, selector)?;
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        let (value, on) = (input.value(), input.checked());
        return Some((element, value, on));
    }
    let value = element.dyn_ref::<HtmlSelectElement>()?.value();
    Some((element, value, false))
}

/// An attribute, empty where there is none.
pub fn attribute(element: &Element, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}

/// Whether a button says that it cannot be used now.
pub fn is_off(element: &Element) -> bool {
    element.get_attribute("aria-disabled").as_deref() == Some("true")
}
