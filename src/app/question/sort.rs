//! Lines that are put in order: by buttons, or dragged by their text.

use crate::app::browser;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, PointerEvent};

/// The place of a line in the author's order.
pub fn at(line: &Element) -> Option<u32> {
    line.get_attribute("data-at")?.parse().ok()
}

/// Moves the button's line by one place; the focus stays on it.
pub fn step(button: &Element) {
    let Ok(Some(line)) = button.closest(".line") else { return };
    let Some(list) = line.parent_element() else { return };
    let up = button.get_attribute("data-move").as_deref() == Some("-1");
    if up {
        if let Some(before) = line.previous_element_sibling() {
            let _ = list.insert_before(&line, Some(&before));
        }
    } else if let Some(after) = line.next_element_sibling() {
        let _ = list.insert_before(&after, Some(&line));
    }
    number(&list);
    let _ = button.unchecked_ref::<HtmlElement>().focus();
}

/// A pointer that went down, moved or came up over a list of lines.
pub fn drag(event: &PointerEvent) {
    let Some(line) = browser::hit(event, ".line") else { return };
    match event.type_().as_str() {
        "pointerdown" if browser::hit(event, "button").is_none() && event.is_primary() => {
            let _ = line.set_pointer_capture(event.pointer_id());
            let _ = line.set_attribute("data-dragged", "");
        }
        "pointermove" if line.has_attribute("data-dragged") => {
            event.prevent_default();
            let (x, y) = (event.client_x() as f32, event.client_y() as f32);
            let under = browser::document().element_from_point(x, y);
            let over = under.and_then(|it| it.closest(".line").ok().flatten());
            let (Some(over), Some(list)) = (over, line.parent_element()) else { return };
            if over == line || over.parent_element().as_ref() != Some(&list) {
                return;
            }
            let below = line.compare_document_position(&over)
                & web_sys::Node::DOCUMENT_POSITION_FOLLOWING
                != 0;
            let before = if below { over.next_element_sibling() } else { Some(over) };
            let _ = list.insert_before(&line, before.as_deref());
            number(&list);
        }
        "pointerup" | "pointercancel" => drop(line.remove_attribute("data-dragged")),
        _ => {}
    }
}

fn number(list: &Element) {
    let lines = list.children();
    for index in 0..lines.length() {
        let letter = lines.item(index).and_then(|line| line.query_selector(".letter").ok()?);
        if let Some(letter) = letter {
            letter.set_text_content(Some(&(index + 1).to_string()));
        }
    }
}
