//! What the pages about the registry do in the same way in the window.

use crate::app::browser;
use crate::app::page::Page;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement};

/// How long nobody does anything before the address is written and the finding said.
const QUIET_MS: i32 = 600;

/// Puts off what is dear or loud until nothing new came for a while.
#[derive(Clone, Default)]
pub struct Quiet(Rc<Cell<u32>>);

impl Quiet {
    /// Calls once no other call came for a while.
    pub fn then(&self, call: impl FnOnce() + 'static) {
        let turn = self.0.get().wrapping_add(1);
        self.0.set(turn);
        let latest = self.0.clone();
        let call = move || {
            if latest.get() == turn {
                call();
            }
        };
        browser::after_ms(QUIET_MS, Box::new(call));
    }

    /// Nothing that waits is called any more.
    pub fn end(&self) {
        self.0.set(self.0.get().wrapping_add(1));
    }
}

/// What waits is forgotten when the page is left.
pub struct Ends(pub Quiet);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// Copies a text and says whether that worked.
pub fn copy(page: &Page, text: String, done: &'static str) {
    let page = page.clone();
    wasm_bindgen_futures::spawn_local(async move {
        let copied = browser::copy_text(&text).await;
        let said = if copied { done } else { "This browser does not let the page copy." };
        browser::redraw("copied", said);
        page.announce(said);
    });
}

/// The absolute address of a tool in this state.
pub fn address(name: &str, query: &str) -> String {
    let here = browser::window().location().href().unwrap_or_default();
    let page = here.split('#').next().unwrap_or_default();
    [page, &fragment(name, query)].concat()
}

/// `#/tools/NAME?QUERY`
pub fn fragment(name: &str, query: &str) -> String {
    let query = if query.is_empty() { String::new() } else { ["?", query].concat() };
    ["#/tools/", name, &query].concat()
}

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
