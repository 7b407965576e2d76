//! Fields of the page by their ids.

use crate::app::browser;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

pub fn by_id(id: &str) -> Option<Element> {
    browser::document().get_element_by_id(id)
}

pub fn area(id: &str) -> Option<HtmlTextAreaElement> {
    by_id(id)?.dyn_into().ok()
}

/// What a text field holds.
pub fn text(id: &str) -> String {
    area(id).map_or(String::new(), |area| area.value())
}

/// Sets it, unless it is so already: setting moves the caret.
pub fn set_text(id: &str, text: &str) {
    if let Some(area) = area(id).filter(|area| area.value() != text) {
        area.set_value(text);
    }
}

pub fn set_value(id: &str, value: &str) {
    let Some(element) = by_id(id) else { return };
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.set_value(value);
    } else if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
        select.set_value(value);
    }
}

pub fn set_checked(id: &str) {
    if let Some(input) = by_id(id).and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) {
        input.set_checked(true);
    }
}

pub fn focus(id: &str) {
    if let Some(element) = by_id(id).and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Opens or closes a box; opened, the focus goes to `first`, closed, back to the button.
pub fn toggle(id: &str, button: &str, first: &str) {
    let Some(place) = by_id(id) else { return };
    let open = place.has_attribute("hidden");
    let _ = place.toggle_attribute_with_force("hidden", !open);
    let expanded = if open { "true" } else { "false" };
    browser::mark(&["#", button].concat(), "aria-expanded", Some(expanded));
    focus(if open { first } else { button });
}

/// Adds or removes a class of every element that the selector names.
pub fn class(selector: &str, name: &str, on: bool) {
    let Ok(all) = browser::document().query_selector_all(selector) else { return };
    for index in 0..all.length() {
        if let Some(element) = all.item(index).and_then(|it| it.dyn_into::<Element>().ok()) {
            let _ = element.class_list().toggle_with_force(name, on);
        }
    }
}
