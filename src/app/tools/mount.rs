//! The list of tools in the window.

use super::index;
use super::special::Kept;
use super::state;
use super::window::{Quiet, fragment};
use crate::app::browser;
use crate::app::page::Page;
use serde_json::{Map, Value};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

/// Shows the list of all tools; the query is a filter, `find=WORDS`.
pub fn all(place: &Element, page: Page, query: &str) -> Kept {
    let filter = state::decode(query).ok().and_then(|found| {
        let words = found.get("find")?;
        Some(words.as_str().map_or_else(|| words.to_string(), str::to_string))
    });
    place.set_inner_html(&index::page(&filter.unwrap_or_default()));
    page.arrive("Tools", None);
    let quiet = Quiet::default();
    Box::new(browser::listen_until(place, "input", move |event| {
        let Some(input) = browser::hit(&event, "#tool-filter") else { return };
        let filter = input.unchecked_into::<HtmlInputElement>().value();
        browser::redraw("tool-list", &index::list(&filter));
        let found = Map::from_iter([("find".to_string(), Value::from(filter.as_str()))]);
        let query = if filter.is_empty() { String::new() } else { state::encode(&found) };
        page.replace(&fragment("", &query));
        quiet.say(&page, index::found(&filter));
    }))
}
