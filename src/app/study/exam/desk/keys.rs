//! An exam by keyboard: letters choose, Shift strikes out, arrows walk through the navigator.

use super::Desk;
use crate::app::browser;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};

impl Desk {
    /// The choices of that name, in the order of the page.
    pub(super) fn inputs(&self, name: &str) -> Vec<HtmlInputElement> {
        let mut inputs = Vec::new();
        let selector = ["input[name=", name, "]"].concat();
        if let Ok(found) = self.place.query_selector_all(&selector) {
            for index in 0..found.length() {
                inputs.extend(found.get(index).map(JsCast::unchecked_into));
            }
        }
        inputs
    }

    /// Does what a key says, unless something else takes it.
    pub(super) fn typed(self: &Rc<Desk>, event: &KeyboardEvent) {
        let modified = event.ctrl_key() || event.alt_key() || event.meta_key();
        if modified || event.is_composing() || browser::hit(event, "dialog").is_some() {
            return;
        }
        let key = event.key();
        if let Some(cell) = browser::hit(event, "[data-go]")
            && self.walked(&cell, &key)
        {
            event.prevent_default();
        }
        let presses = browser::hit(event, "button,a,summary").is_some();
        let done = match key.as_str() {
            "Enter" if !presses => Some("on"),
            "Escape" if self.element(".exam-ask").is_some() => Some("keep"),
            _ if !self.keys => None,
            "f" => Some("flag"),
            "n" => Some("flagged"),
            "u" => Some("skipped"),
            "g" => {
                browser::focus_first(&self.place, "[data-go][aria-current]");
                return;
            }
            _ => return self.letter(&key, event.shift_key()),
        };
        if let Some(what) = done {
            event.prevent_default();
            self.act(what);
        }
    }

    /// `A`–`E` choose, with Shift they strike out; `1 2 3` say how sure.
    fn letter(&self, key: &str, shift: bool) {
        let [sign] = key.as_bytes() else { return };
        if let Some(place) = sign.checked_sub(b'1').filter(|place| *place < 3) {
            if let Some(input) = self.inputs("sure").get(usize::from(place)) {
                input.click();
            }
        } else if let Some(place) = sign.to_ascii_lowercase().checked_sub(b'a')
            && let Some(input) = self.inputs("answer").get(usize::from(place))
        {
            match input.closest(".exam-option") {
                Ok(Some(option)) if shift => self.strike(&option),
                _ => input.click(),
            }
        }
    }

    /// The arrow keys walk through the navigator.
    fn walked(&self, cell: &Element, key: &str) -> bool {
        let neighbour = match key {
            "ArrowRight" | "ArrowDown" => cell.next_element_sibling(),
            "ArrowLeft" | "ArrowUp" => cell.previous_element_sibling(),
            "Home" => cell.parent_element().and_then(|cells| cells.first_element_child()),
            "End" => cell.parent_element().and_then(|cells| cells.last_element_child()),
            _ => return false,
        };
        if let Some(neighbour) = neighbour {
            let _ = neighbour.unchecked_into::<HtmlElement>().focus();
        }
        true
    }
}
