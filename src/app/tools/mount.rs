//! The list of tools in the window, and what every tool does there: its address, its copies, and
//! saying the answer aloud.

use super::index;
use super::special::Kept;
use super::state;
use crate::app::browser;
use crate::app::page::Page;
use serde_json::{Map, Value};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

/// How long nobody types before the answer is said aloud.
const QUIET_MS: i32 = 600;

/// Shows the list of all tools; the query is a filter, `find=WORDS`.
pub fn all(place: &Element, page: Page, query: &str) -> Kept {
    let filter = state::decode(query).ok().and_then(|found| {
        let words = found.get("find")?;
        Some(words.as_str().map_or_else(|| words.to_string(), str::to_string))
    });
    place.set_inner_html(&index::page(&filter.unwrap_or_default()));
    page.arrive("Tools", None);
    let typed = Rc::new(Cell::new(0_u32));
    Box::new(browser::listen_until(place, "input", move |event| {
        let Some(input) = browser::hit(&event, "#tool-filter") else { return };
        let filter = input.unchecked_into::<HtmlInputElement>().value();
        browser::redraw("tool-list", &index::list(&filter));
        let found = Map::from_iter([("find".to_string(), Value::from(filter.as_str()))]);
        let query = if filter.is_empty() { String::new() } else { state::encode(&found) };
        page.replace(&address("", &query));
        say_soon(&typed, &page, index::found(&filter));
    }))
}

/// `#/tools/NAME?QUERY`
pub fn address(name: &str, query: &str) -> String {
    let name = if name.is_empty() { String::new() } else { ["/", name].concat() };
    let query = if query.is_empty() { String::new() } else { ["?", query].concat() };
    ["#/tools", &name, &query].concat()
}

/// Says it once nothing more was typed for a while.
pub fn say_soon(typed: &Rc<Cell<u32>>, page: &Page, text: String) {
    let turn = typed.get().wrapping_add(1);
    typed.set(turn);
    let (typed, page) = (typed.clone(), page.clone());
    let say = move || {
        if typed.get() == turn {
            page.announce(&text);
        }
    };
    browser::after_ms(QUIET_MS, Box::new(say));
}

/// Copies a text and says whether that worked.
pub fn copy(page: &Page, text: String) {
    let page = page.clone();
    wasm_bindgen_futures::spawn_local(async move {
        let copied = browser::copy_text(&text).await;
        let said = if copied { "Copied" } else { "This browser does not let the page copy" };
        browser::redraw("copied", said);
        page.announce(said);
    });
}
