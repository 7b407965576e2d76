//! The search dialog: a field, the places that have its words, and what is known of the chosen one.
//!
//! A combobox with a list: the focus stays in the field, the arrow keys choose, Enter opens. The
//! index is fetched when the dialog is first opened.

use super::find::{Found, Words};
use super::hits::{self, KINDS};
use crate::app::browser;
use crate::app::content::{self, notice};
use crate::app::html::escape;
use crate::app::page::Page;
use crate::course::model::SearchIndex;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlDialogElement, HtmlInputElement, KeyboardEvent};

/// The setting with the last searches, a line each.
const SEARCHED: &str = "searched";
/// The setting with the last places, a line each: address and title.
const OPENED: &str = "opened";
const REMEMBERED: usize = 4;
/// Facts that are shown where nothing was found.
const NEAREST: usize = 5;
const EXAMPLES: [&str; 4] = ["execution role", "drain", "fargate price", "health check"];

thread_local! {
    static DIALOG: RefCell<Option<Rc<Dialog>>> = const { RefCell::new(None) };
}

/// Opens the dialog; a second call finds it as it was left.
pub fn open(page: Page) {
    let dialog = DIALOG.with_borrow_mut(|kept| {
        if kept.is_none() {
            *kept = Dialog::make(page);
        }
        kept.clone()
    });
    if let Some(dialog) = dialog {
        dialog.show();
    }
}

struct Dialog {
    page: Page,
    frame: HtmlDialogElement,
    field: HtmlInputElement,
    words: RefCell<Option<Words>>,
    /// Entries in the order of the list.
    order: RefCell<Vec<usize>>,
    /// Place in the list.
    chosen: Cell<usize>,
    /// Index in [`KINDS`].
    kind: Cell<usize>,
}

const FRAME: &str = concat!(
    "<div class=\"ask\"><svg class=\"ic\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">",
    "<circle cx=\"7\" cy=\"7\" r=\"4.4\"></circle><path d=\"M10.3 10.3L14 14\"></path></svg>",
    "<input id=\"search-field\" type=\"text\" role=\"combobox\" aria-label=\"Search\" ",
    "aria-expanded=\"false\" aria-controls=\"search-list\" aria-autocomplete=\"list\" ",
    "autocomplete=\"off\" autocapitalize=\"none\" spellcheck=\"false\" enterkeyhint=\"go\" ",
    "placeholder=\"Lessons, facts, questions, days\">",
    "<button class=\"btn q\" type=\"button\" data-shut>Close<kbd>Esc</kbd></button></div>",
    "<div class=\"kinds\" role=\"group\" aria-label=\"Kinds\"></div>",
    "<div class=\"found\"><div class=\"hits\"><div class=\"start\"></div>",
    "<div id=\"search-list\" role=\"listbox\" aria-label=\"Places\" hidden></div></div>",
    "<div class=\"about\"></div></div>",
    "<p class=\"said\"><span class=\"keys\"><kbd>↑</kbd><kbd>↓</kbd> choose <kbd>Enter</kbd> open",
    "</span><span role=\"status\"></span></p>",
);

impl Dialog {
    fn make(page: Page) -> Option<Rc<Dialog>> {
        let frame = browser::document().create_element("dialog").ok()?;
        frame.set_class_name("palette");
        frame.set_attribute("aria-label", "Search").ok()?;
        frame.set_inner_html(FRAME);
        browser::document().body()?.append_child(&frame).ok()?;
        let field = frame.query_selector("input").ok()??.unchecked_into();
        let dialog = Rc::new(Dialog {
            page,
            frame: frame.unchecked_into(),
            field,
            words: RefCell::new(None),
            order: RefCell::new(Vec::new()),
            chosen: Cell::new(0),
            kind: Cell::new(0),
        });
        // The dialog stays as long as the document does.
        for event in ["input", "keydown", "click"] {
            let dialog = dialog.clone();
            let target = dialog.frame.clone();
            browser::listen_always(&target, event, move |event| dialog.heard(&event));
        }
        dialog.draw();
        dialog.load();
        Some(dialog)
    }

    fn show(&self) {
        if !self.frame.open() {
            let _ = self.frame.show_modal();
        }
        self.field.select();
    }

    fn load(self: &Rc<Self>) {
        self.say("The index is loading…");
        let dialog = self.clone();
        wasm_bindgen_futures::spawn_local(async move {
            match content::read::<SearchIndex>("search.json").await {
                Ok(index) => {
                    *dialog.words.borrow_mut() = Some(Words::new(index));
                    dialog.say("");
                    dialog.draw();
                }
                Err(error) => {
                    dialog.say("");
                    dialog.put(".start", &notice(&error));
                }
            }
        });
    }

    fn heard(self: &Rc<Self>, event: &Event) {
        match event.type_().as_str() {
            "input" => self.draw(),
            "keydown" => self.key(event.unchecked_ref()),
            _ => self.click(event),
        }
    }

    fn key(&self, event: &KeyboardEvent) {
        if event.is_composing() || browser::hit(event, "input").is_none() {
            return;
        }
        let count = self.order.borrow().len();
        let step = match event.key().as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => count.saturating_sub(1),
            "Enter" => {
                event.prevent_default();
                return self.open_hit(self.chosen.get());
            }
            _ => return,
        };
        event.prevent_default();
        if count > 0 {
            self.choose((self.chosen.get() + step) % count);
        }
    }

    fn click(self: &Rc<Self>, event: &Event) {
        let number = |name: &str| {
            let selector = ["[", name, "]"].concat();
            browser::hit(event, &selector)?.get_attribute(name)?.parse::<usize>().ok()
        };
        if let Some(hit) = number("data-hit") {
            self.open_hit(hit);
        } else if let Some(kind) = number("data-kind") {
            self.kind.set(kind);
            self.draw();
            let _ = self.field.focus();
        } else if let Some(query) = browser::hit(event, "[data-query]") {
            self.field.set_value(&query.get_attribute("data-query").unwrap_or_default());
            self.draw();
            let _ = self.field.focus();
        } else if browser::hit(event, "[data-again]").is_some() {
            self.draw();
            self.load();
        } else if browser::hit(event, "[data-shut],a[href^='#']").is_some() || self.outside(event) {
            self.frame.close();
        }
    }

    /// The veil belongs to the dialog's element and to nothing in it.
    fn outside(&self, event: &Event) -> bool {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        target.is_some_and(|target| target.class_list().contains("palette"))
    }

    fn draw(&self) {
        let query = self.field.value();
        let words = self.words.borrow();
        let words = words.as_ref().filter(|_| !query.trim().is_empty());
        let Some(words) = words else {
            self.show_list("", Vec::new());
            self.put(".kinds", "");
            self.put(".start", &start(&self.page));
            return;
        };
        let since = now_ms();
        let found = words.find(&query);
        let none = found.hits.is_empty();
        let found = match none {
            true => Found { hits: words.nearest(&found.asked, NEAREST), ..found },
            false => found,
        };
        let (html, order) = hits::list(words, &found, if none { 0 } else { self.kind.get() });
        let near = none && !order.is_empty();
        self.show_list(&html, order);
        let took_ms = now_ms() - since;
        let kinds = match none {
            true => String::new(),
            false => kinds(&hits::counts(words, &found), self.kind.get()),
        };
        self.put(".kinds", &kinds);
        let start = [if none { NONE } else { "" }, if near { NEAR } else { "" }];
        self.put(".start", &start.concat());
        self.say(&if none { "Nothing found".to_string() } else { said(&found, took_ms) });
        drop(found);
        self.choose(0);
    }

    fn show_list(&self, html: &str, order: Vec<usize>) {
        let expanded = if order.is_empty() { "false" } else { "true" };
        if let Some(list) = self.element("#search-list") {
            list.set_inner_html(html);
            let _ = match order.is_empty() {
                true => list.set_attribute("hidden", ""),
                false => list.remove_attribute("hidden"),
            };
        }
        let _ = self.field.set_attribute("aria-expanded", expanded);
        let _ = self.field.remove_attribute("aria-activedescendant");
        self.put(".about", "");
        *self.order.borrow_mut() = order;
        self.chosen.set(0);
    }

    fn choose(&self, place: usize) {
        let mark = |place: usize, value: &str| {
            let id = ["hit-", &place.to_string()].concat();
            let hit = browser::document().get_element_by_id(&id)?;
            let _ = hit.set_attribute("aria-selected", value);
            let _ = self.field.set_attribute("aria-activedescendant", &id);
            Some(hit)
        };
        mark(self.chosen.get(), "false");
        self.chosen.set(place);
        let Some(hit) = mark(place, "true") else { return };
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        hit.scroll_into_view_with_scroll_into_view_options(&options);
        let words = self.words.borrow();
        let entry = self.order.borrow().get(place).copied();
        if let (Some(words), Some(entry)) = (words.as_ref(), entry) {
            let asked = words.find(&self.field.value()).asked;
            self.put(".about", &hits::about(&words.entries[entry], &asked));
        }
    }

    fn open_hit(&self, place: usize) {
        let words = self.words.borrow();
        let entry = self.order.borrow().get(place).copied();
        let (Some(words), Some(entry)) = (words.as_ref(), entry) else { return };
        let entry = &words.entries[entry];
        self.remember(SEARCHED, self.field.value().trim());
        self.remember(OPENED, &[&entry.address, " ", &entry.title].concat());
        self.frame.close();
        self.page.go(&entry.address);
    }

    /// Puts a line before the others of a setting.
    fn remember(&self, setting: &str, line: &str) {
        let mut all = vec![line.to_string()];
        all.extend(lines(&self.page, setting).into_iter().filter(|other| other != line));
        all.truncate(REMEMBERED);
        self.page.set(setting, Some(&all.join("\n")));
    }

    fn element(&self, selector: &str) -> Option<Element> {
        self.frame.query_selector(selector).ok().flatten()
    }

    fn put(&self, selector: &str, html: &str) {
        if let Some(element) = self.element(selector) {
            element.set_inner_html(html);
        }
    }

    fn say(&self, text: &str) {
        if let Some(element) = self.element("[role=status]") {
            element.set_text_content(Some(text));
        }
    }
}

const NONE: &str = "<p>Nothing has these words. Try fewer, or look through \
                    <a class=\"link\" href=\"#/about/facts\">all facts and terms</a>.</p>";

const NEAR: &str = "<p>Nearest to them, by their letters:</p>";

/// What stands in the list before anything is asked.
fn start(page: &Page) -> String {
    let row = |title: &str, queries: &mut dyn Iterator<Item = &str>| {
        let mut html = ["<p class=\"kind\">", title, "</p><p class=\"tries\">"].concat();
        for query in queries {
            let query = escape(query);
            for piece in
                ["<button class=\"btn\" type=\"button\" data-query=\"", &query, "\">", &query]
            {
                html.push_str(piece);
            }
            html.push_str("</button>");
        }
        html.push_str("</p>");
        html
    };
    let before = lines(page, SEARCHED);
    let mut html = places(&lines(page, OPENED));
    if !before.is_empty() {
        html += &row("Searched before", &mut before.iter().map(String::as_str));
    }
    html + &row("For example", &mut EXAMPLES.into_iter())
}

/// Links to where one was.
fn places(opened: &[String]) -> String {
    if opened.is_empty() {
        return String::new();
    }
    let mut html = String::from("<p class=\"kind\">Opened before</p><ul class=\"places\">");
    for (address, title) in opened.iter().filter_map(|line| line.split_once(' ')) {
        for piece in ["<li><a class=\"link\" href=\"", &escape(address), "\">", &escape(title)] {
            html.push_str(piece);
        }
        html.push_str("</a></li>");
    }
    html + "</ul>"
}

fn lines(page: &Page, setting: &str) -> Vec<String> {
    let stored = page.setting(setting).unwrap_or_default();
    stored.lines().filter(|line| !line.is_empty()).map(String::from).collect()
}

fn kinds(counts: &[usize; 5], chosen: usize) -> String {
    let mut html = String::new();
    for (kind, (name, count)) in KINDS.iter().zip(counts).enumerate() {
        for piece in [
            "<button class=\"btn q\" type=\"button\" data-kind=\"",
            &kind.to_string(),
            "\" aria-pressed=\"",
            if kind == chosen { "true" } else { "false" },
            "\">",
            name,
            " ",
            &count.to_string(),
            "</button>",
        ] {
            html.push_str(piece);
        }
    }
    html
}

fn said(found: &Found, took_ms: f64) -> String {
    let count = found.hits.len();
    let places = match count {
        0 => return "Nothing found".to_string(),
        1 => "1 place".to_string(),
        count => [&count.to_string(), " places"].concat(),
    };
    let how = match found.whole {
        true => "",
        false => "; none has all the words, these have most",
    };
    let tenths = (took_ms * 10.0).round() as u32;
    let took = [(tenths / 10).to_string(), ".".into(), (tenths % 10).to_string()].concat();
    [&places, how, ", found on this device in ", &took, "\u{a0}ms"].concat()
}

fn now_ms() -> f64 {
    browser::window().performance().map_or(0.0, |clock| clock.now())
}
