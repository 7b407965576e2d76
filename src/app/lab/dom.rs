//! The few ways in which the lab touches elements that it drew as text.
//!
//! A part of the lab is one piece of HTML, one effect that keeps it in step and one listener that
//! hears everything in it. That is a fraction of the code that an element of its own would need
//! for every word.

use crate::app::browser;
use leptos::prelude::Effect;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement};

/// The element of that id, while it is on the page.
pub fn by_id(id: &str) -> Option<Element> {
    browser::document().get_element_by_id(id)
}

/// The input of that id, while it is on the page.
pub fn input(id: &str) -> Option<HtmlInputElement> {
    by_id(id)?.dyn_into().ok()
}

/// The innermost element around the event that the selector fits.
pub fn closest(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok()?
}

/// Sets an attribute.
pub fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

/// A number as a style wants it.
pub fn css(number: f64) -> String {
    format!("{number:.3}")
}

/// Shows or hides an element.
pub fn hide(element: &Element, hidden: bool) {
    let _ = element.toggle_attribute_with_force("hidden", hidden);
}

/// Moves the focus to the first element that the selector names in the element of that id.
pub fn focus(id: &str, selector: &str) {
    if let Some(place) = by_id(id) {
        browser::focus_first(&place, selector);
    }
}

/// Scrolls the page down until the first element of that selector is at the top of the window.
pub fn to_top(selector: &str) {
    let found = browser::document().query_selector(selector).ok().flatten();
    let top_px = found.map_or(0.0, |element| element.get_bounding_client_rect().top());
    if top_px > 0.0 {
        browser::window().scroll_by_with_x_and_y(0.0, top_px);
    }
}

/// Calls when the focus has gone from the element of that id to another place on the page.
pub fn when_left(id: String, left: impl Fn() + 'static) {
    let left: Rc<dyn Fn()> = Rc::new(left);
    let place = id.clone();
    delegate(id, &["focusout"], move |_| {
        let (place, left) = (place.clone(), Rc::clone(&left));
        browser::soon(move || {
            let active = browser::document().active_element();
            let elsewhere = active.filter(|active| active.tag_name() != "BODY");
            if let (Some(place), Some(active)) = (by_id(&place), elsewhere)
                && !place.contains(Some(&active))
            {
                left();
            }
        });
    });
}

/// Runs now and whenever a signal in it changes, until the owner goes.
pub fn effect(run: impl FnMut() + 'static) {
    boxed_effect(Box::new(run));
}

fn boxed_effect(run: Box<dyn FnMut()>) {
    Effect::new(run);
}

/// Hears events of the element with that id, which the current component is about to show.
pub fn delegate(id: String, events: &'static [&'static str], heard: impl Fn(Event) + 'static) {
    delegate_all(id, events, Rc::new(heard));
}

fn delegate_all(id: String, events: &'static [&'static str], heard: Rc<dyn Fn(Event)>) {
    effect(move || {
        let Some(element) = by_id(&id) else { return };
        for event in events {
            let heard = Rc::clone(&heard);
            browser::listen(&element, event, move |event| heard(event));
        }
    });
}
