//! Numbers that are dragged, typed over and moved with keys; the caret, and what is pointed at.

use super::super::numbers::{NUMBER_MAX, Number, numbers, with_number};
use super::super::{editor, preview};
use super::{Shown, dom};
use crate::app::browser;
use crate::app::tools::registry::window::attribute;
use crate::place::line_and_column;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent, PointerEvent};

/// Pixels of a drag that change a number by one.
const PIXELS_A_STEP: f64 = 5.0;
/// Height of a line in the editor, as the style has it.
const LINE_PX: f64 = 20.0;

/// A number on its way.
pub struct Drag {
    index: usize,
    from_x: f64,
    from: u32,
    /// To the left means more.
    back: bool,
}

impl Shown {
    fn number(&self, element: &Element) -> Option<(usize, Number)> {
        let index: usize = attribute(element, "data-number").parse().ok()?;
        Some((index, numbers(&self.state.borrow().text).into_iter().nth(index)?))
    }

    /// Gives a number another value; `keep` lets the text before be brought back.
    fn set_number(self: &Rc<Shown>, number: &Number, value: u32, keep: bool) {
        let text = with_number(&self.state.borrow().text, number.span, value);
        let mut state = self.state.borrow_mut();
        if keep {
            state.replace(text);
        } else {
            state.text = text;
        }
        drop(state);
        self.draw(true);
    }

    pub(super) fn drag_from(self: &Rc<Shown>, event: &Event) {
        let Some(element) = browser::hit(event, "[data-number]") else { return };
        let Some((index, number)) = self.number(&element) else { return };
        let Some(pointer) = event.dyn_ref::<PointerEvent>() else { return };
        event.prevent_default();
        dom::focus(&element.id());
        let before = self.state.borrow().text.clone();
        self.state.borrow_mut().before.push(before);
        *self.drag.borrow_mut() = Some(Drag {
            index,
            from_x: f64::from(pointer.client_x()),
            from: number.value,
            back: element.has_attribute("data-back"),
        });
    }

    pub(super) fn drag_to(self: &Rc<Shown>, event: &Event) {
        let Some(pointer) = event.dyn_ref::<PointerEvent>() else { return };
        let to = {
            let drag = self.drag.borrow();
            let Some(drag) = drag.as_ref() else { return };
            let moved = (f64::from(pointer.client_x()) - drag.from_x) / PIXELS_A_STEP;
            let moved = if drag.back { -moved } else { moved };
            let value = (f64::from(drag.from) + moved).round().clamp(1.0, f64::from(NUMBER_MAX));
            (drag.index, value as u32)
        };
        let number = numbers(&self.state.borrow().text).into_iter().nth(to.0);
        if let Some(number) = number.filter(|number| number.value != to.1) {
            self.set_number(&number, to.1, false);
        }
    }

    pub(super) fn drag_end(self: &Rc<Shown>, _: &Event) {
        if self.drag.take().is_some() {
            let mut state = self.state.borrow_mut();
            if state.before.last() == Some(&state.text) {
                state.before.pop();
            }
        }
    }

    pub(super) fn key(self: &Rc<Shown>, event: &Event) {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        if key.key() == "F8" {
            event.prevent_default();
            return self.next_mistake();
        }
        let Some(element) = browser::hit(event, "[data-number]") else { return };
        let Some((_, number)) = self.number(&element) else { return };
        if key.ctrl_key() || key.meta_key() || key.alt_key() {
            return;
        }
        let step = if key.shift_key() { 10 } else { 1 };
        let back = element.has_attribute("data-back");
        let (less, more) = (number.value.saturating_sub(step), number.value.saturating_add(step));
        let pressed = key.key();
        let typing = self.typing.replace(false);
        let mut goes_on = false;
        let value = match pressed.as_str() {
            "ArrowUp" => more,
            "ArrowDown" => less,
            "ArrowRight" => {
                if back {
                    less
                } else {
                    more
                }
            }
            "ArrowLeft" => {
                if back {
                    more
                } else {
                    less
                }
            }
            "PageUp" => number.value.saturating_add(10),
            "PageDown" => number.value.saturating_sub(10),
            "Home" => 1,
            "Backspace" => {
                goes_on = true;
                number.value / 10
            }
            digit if digit.len() == 1 && digit.as_bytes()[0].is_ascii_digit() => {
                let digit = u32::from(digit.as_bytes()[0] - b'0');
                goes_on = true;
                if typing { number.value.saturating_mul(10).saturating_add(digit) } else { digit }
            }
            _ => return,
        };
        event.prevent_default();
        self.set_number(&number, value.clamp(1, NUMBER_MAX), !typing);
        // Drawing anew gave the focus back, which began anew.
        self.typing.set(goes_on);
    }

    /// Puts the caret at a mistake.
    pub(super) fn go_to_mistake(&self, index: usize) {
        let Some(at) = self.seen.borrow().places.get(index).copied() else { return };
        let state = self.state.borrow();
        let units = state.text.get(..at).unwrap_or_default().encode_utf16().count() as u32;
        let line = line_and_column(&state.text, at).0 as f64;
        drop(state);
        let Some(area) = dom::area("policy") else { return };
        let _ = area.focus();
        let _ = area.set_selection_range(units, units);
        if let Some(code) = dom::by_id("code") {
            code.set_scroll_top(((line - 4.0) * LINE_PX).max(0.0) as i32);
        }
    }

    /// The first mistake behind the caret; after the last one, the first.
    pub(super) fn next_mistake(&self) {
        let caret = self.caret_at().unwrap_or(0);
        let next = self.seen.borrow().places.iter().position(|at| *at > caret);
        self.go_to_mistake(next.unwrap_or(0));
    }

    fn caret_at(&self) -> Option<usize> {
        let units = dom::area("policy")?.selection_start().ok()?? as usize;
        let state = self.state.borrow();
        let mut passed = 0;
        let found = state.text.char_indices().find(|(_, letter)| {
            let here = passed >= units;
            passed += letter.len_utf16();
            here
        });
        Some(found.map_or(state.text.len(), |(at, _)| at))
    }

    /// Marks the rule in which the caret stands.
    pub(super) fn caret(self: &Rc<Shown>, event: &Event) {
        if browser::hit(event, "#policy").is_none() {
            return;
        }
        let Some(at) = self.caret_at() else { return };
        let rule = {
            let (state, seen) = (self.state.borrow(), self.seen.borrow());
            let line = line_and_column(&state.text, at).0;
            editor::rule_of_lines(&state.text, &seen).get(line - 1).copied().flatten()
        };
        self.light(rule);
    }

    /// An image, a number or a line that is pointed at or has the focus marks its rule.
    pub(super) fn point(self: &Rc<Shown>, event: &Event) {
        if event.type_() == "focusin" {
            self.typing.set(false);
        }
        if let Some(row) = browser::hit(event, ".img") {
            let index: usize = attribute(&row, "data-i").parse().unwrap_or(usize::MAX);
            let digest = self.seen.borrow().images.get(index).map(|image| image.digest.clone());
            if digest.is_some() && self.state.borrow().picked != digest {
                self.state.borrow_mut().picked = digest;
                let html = preview::reason(&self.state.borrow(), &self.seen.borrow());
                browser::redraw("reason", &html);
                dom::class(".img.picked", "picked", false);
                browser::mark(".digest[aria-pressed=true]", "aria-pressed", Some("false"));
                dom::class(&format!(".img[data-i='{index}']"), "picked", true);
                browser::mark(&format!("#pick-{index}"), "aria-pressed", Some("true"));
            }
            return self.light(attribute(&row, "data-r").parse().ok());
        }
        if let Some((_, number)) =
            browser::hit(event, "[data-number]").and_then(|it| self.number(&it))
        {
            self.light(Some(number.rule));
        }
    }

    /// Marks the lines of a rule and its images.
    pub(super) fn light(&self, rule: Option<usize>) {
        if self.lit.replace(rule) == rule {
            return;
        }
        dom::class(".lit", "lit", false);
        if let Some(rule) = rule {
            dom::class(&format!("[data-r='{rule}']"), "lit", true);
        }
    }
}
