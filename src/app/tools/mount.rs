//! The tools in the window: what is typed, what is drawn anew, what goes into the address.

use super::special::Kept;
use super::{Book, answer, frame, index, state};
use crate::app::browser;
use crate::app::page::Page;
use crate::rules::Rule;
use serde_json::{Map, Value};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, HtmlTextAreaElement};

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
fn address(name: &str, query: &str) -> String {
    let name = if name.is_empty() { String::new() } else { ["/", name].concat() };
    let query = if query.is_empty() { String::new() } else { ["?", query].concat() };
    ["#/tools", &name, &query].concat()
}

/// Says it once nothing more was typed for a while.
fn say_soon(typed: &Rc<Cell<u32>>, page: &Page, text: String) {
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

struct Shown {
    page: Page,
    book: Rc<Book>,
    rule: &'static Rule,
    /// What the address and the command hold: the last input that is an object.
    input: RefCell<Map<String, Value>>,
    typed: Rc<Cell<u32>>,
}

/// Shows a rule; the query is its input.
pub fn rule(place: &Element, page: Page, book: Rc<Book>, rule: &'static Rule, query: &str) -> Kept {
    let input = state::decode(query).unwrap_or_default();
    let text = serde_json::to_string_pretty(&input).unwrap_or_default();
    place.set_inner_html(&frame::page(
        rule.name,
        rule.title,
        frame::COPY,
        &answer::body(rule, &text),
    ));
    let shown =
        Rc::new(Shown { page, book, rule, input: RefCell::new(input), typed: Rc::default() });
    shown.draw(&text);
    shown.page.arrive(rule.title, None);
    let on_input = shown.clone();
    let on_click = shown.clone();
    Box::new([
        browser::listen_until(place, "input", move |event| on_input.typed(&event)),
        browser::listen_until(place, "click", move |event| on_click.pressed(&event)),
    ])
}

impl Shown {
    fn typed(&self, event: &Event) {
        let Some(area) = browser::hit(event, "#tool-json") else { return };
        let text = area.unchecked_into::<HtmlTextAreaElement>().value();
        self.draw(&text);
        let query = state::encode(&self.input.borrow());
        self.page.replace(&address(self.rule.name, &query));
    }

    fn draw(&self, text: &str) {
        let found = answer::of(self.rule, text, &self.book.rules);
        if let Ok(Value::Object(input)) = serde_json::from_str(text) {
            *self.input.borrow_mut() = input;
        }
        browser::redraw("tool-answer", &answer::html(&found));
        say_soon(&self.typed, &self.page, answer::sentence(&found));
    }

    fn pressed(&self, event: &Event) {
        let Some(button) = browser::hit(event, "[data-copy]") else { return };
        let input = self.input.borrow();
        let text = match button.get_attribute("data-copy").as_deref() {
            Some("link") => browser::window().location().href().unwrap_or_default(),
            _ => frame::command(self.rule.name, &Value::Object(input.clone()).to_string()),
        };
        let page = self.page.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let copied = browser::copy_text(&text).await;
            let said = if copied { "Copied." } else { "This browser does not let the page copy." };
            browser::redraw("copied", said);
            page.announce(said);
        });
    }
}
