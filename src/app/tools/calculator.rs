//! A rule's page in the window: what is typed, what is drawn anew, what goes into the address.

use super::special::Kept;
use super::typed::{self, Typed};
use super::window::{Quiet, copy, fragment};
use super::{Book, answer, frame, pretty, state, view};
use crate::app::browser;
use crate::app::html::escape;
use crate::app::page::Page;
use crate::rules::says::sentence;
use crate::rules::{Answer, Rule, examples};
use serde_json::{Map, Value};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

/// A longer address is not understood everywhere.
const LINK_MAX: usize = 30_000;

struct Shown {
    page: Page,
    book: Rc<Book>,
    rule: &'static Rule,
    /// The newest input that is an object: what the address and the command hold.
    input: RefCell<Map<String, Value>>,
    /// The last answer there was, and to what.
    answer: RefCell<Option<Answer>>,
    answered: RefCell<Map<String, Value>>,
    json: Cell<bool>,
    quiet: Quiet,
}

/// Shows a rule; the query is its input, and without one the first example is shown.
pub fn rule(place: &Element, page: Page, book: Rc<Book>, rule: &'static Rule, query: &str) -> Kept {
    let linked = state::decode(query);
    let notice = linked.as_ref().err().cloned().unwrap_or_default();
    let input = match linked {
        Ok(input) if !input.is_empty() => input,
        _ => example(rule, 0),
    };
    let body = view::body(rule, &notice);
    place.set_inner_html(&frame::page(rule.name, rule.title, frame::COPY, &body));
    let shown = Rc::new(Shown {
        page,
        book,
        rule,
        input: RefCell::default(),
        answer: RefCell::default(),
        answered: RefCell::default(),
        json: Cell::new(false),
        quiet: Quiet::default(),
    });
    shown.draw_input(&input);
    shown.take(input, &[]);
    shown.page.arrive(rule.title, None);
    let on = |event: &'static str, heard: fn(&Rc<Shown>, &Event)| {
        let shown = shown.clone();
        browser::listen_until(place, event, move |event| heard(&shown, &event))
    };
    Box::new([on("input", Shown::heard), on("click", Shown::pressed)])
}

fn example(rule: &Rule, index: usize) -> Map<String, Value> {
    let example = examples::of(rule).nth(index);
    example.and_then(|example| serde_json::from_str(example.json).ok()).unwrap_or_default()
}

impl Shown {
    /// Form or editor with that input.
    fn draw_input(&self, input: &Map<String, Value>) {
        let html = match self.json.get() {
            true => view::editor(&pretty::input(self.rule, input)),
            false => view::form(self.rule, &self.book, input),
        };
        browser::redraw("tool-input", &html);
        for (id, pressed) in [("#as-form", !self.json.get()), ("#as-json", self.json.get())] {
            browser::mark(id, "aria-pressed", Some(if pressed { "true" } else { "false" }));
        }
    }

    fn heard(self: &Rc<Shown>, event: &Event) {
        if let Some(area) = browser::hit(event, "#tool-json") {
            self.read_text(&area.unchecked_into());
        } else if browser::hit(event, "[data-path]").is_some() {
            self.read_form();
        }
        self.keep_link();
    }

    fn read_text(&self, area: &HtmlTextAreaElement) {
        let text = area.value();
        area.set_rows(view::rows(&text) as u32);
        if let Some(lines) = browser::document().get_element_by_id("tool-lines") {
            lines.set_text_content(Some(&view::numbers(&text)));
        }
        match view::read(&text) {
            Ok(input) => self.take(input, &[]),
            Err((at, why)) => {
                browser::redraw("tool-why", &view::wrong_line(&text, at, &why));
                self.refuse(&why);
            }
        }
    }

    fn read_form(&self) {
        let (input, wrong) = typed::input(self.rule, &controls());
        let wrong: Vec<(String, String)> =
            wrong.into_iter().map(|bad| (bad.path, bad.text)).collect();
        self.take(input, &wrong);
    }

    /// Answers an input; `wrong` is what the form could not read, by path.
    fn take(&self, input: Map<String, Value>, wrong: &[(String, String)]) {
        let given = Value::Object(input);
        let found = match wrong.first() {
            Some((path, why)) => Err(format!("field `{path}`: {why}")),
            None => (self.rule.answer)(&given, &self.book.rules),
        };
        if let Value::Object(input) = given {
            *self.input.borrow_mut() = input;
        }
        match found {
            Ok(answer) => {
                clear();
                *self.answered.borrow_mut() = self.input.borrow().clone();
                browser::redraw("tool-why", "");
                browser::redraw("tool-said", &view::said(self.rule, Some(&answer), ""));
                browser::redraw(
                    "tool-answer",
                    &view::rest(self.rule, &self.answered.borrow(), Some(&answer), &self.book),
                );
                self.quiet.say(&self.page, sentence(self.rule, &answer.value));
                *self.answer.borrow_mut() = Some(answer);
            }
            Err(why) => {
                match self.json.get() {
                    true => self.mark_line(&why),
                    false => mark_controls(&why, wrong),
                }
                self.refuse(&why);
            }
        }
    }

    /// Says what is wrong above the last answer.
    fn refuse(&self, why: &str) {
        let why = &answer::for_reader(self.rule, why);
        let answer = self.answer.borrow();
        browser::redraw("tool-said", &view::said(self.rule, answer.as_ref(), why));
        browser::redraw(
            "tool-answer",
            &view::rest(self.rule, &self.answered.borrow(), answer.as_ref(), &self.book),
        );
        self.quiet.say(&self.page, why.to_string());
    }

    fn mark_line(&self, why: &str) {
        let Some(area) = browser::document().get_element_by_id("tool-json") else { return };
        let text = area.unchecked_into::<HtmlTextAreaElement>().value();
        let (at, why) = view::at(&text, why);
        browser::redraw("tool-why", &view::wrong_line(&text, at, &why));
    }

    fn keep_link(&self) {
        let query = state::encode(&self.input.borrow());
        if query.len() <= LINK_MAX {
            self.page.replace(&fragment(self.rule.name, &query));
        }
    }

    fn pressed(self: &Rc<Shown>, event: &Event) {
        let Some(button) = browser::hit(event, "button") else { return };
        let told = |name: &str| button.get_attribute(name);
        if let Some(what) = told("data-copy") {
            return copy(&self.page, self.copied(&what), "Copied.");
        }
        if let Some(at) = told("data-at") {
            return go_to(at.parse().unwrap_or(0));
        }
        let input = if let Some(index) = told("data-example") {
            example(self.rule, index.parse().unwrap_or(0))
        } else if let Some(path) = told("data-add") {
            typed::with_rows(self.rule, self.input.borrow().clone(), &path, true)
        } else if let Some(path) = told("data-drop") {
            typed::with_rows(self.rule, self.input.borrow().clone(), &path, false)
        } else if let Some(view) = told("data-view") {
            self.json.set(view == "json");
            self.input.borrow().clone()
        } else {
            return;
        };
        self.draw_input(&input);
        match self.json.get() {
            true => self.take(input, &[]),
            false => self.read_form(),
        }
        self.keep_link();
    }

    fn copied(&self, what: &str) -> String {
        match what {
            "link" => {
                self.keep_link();
                browser::window().location().href().unwrap_or_default()
            }
            _ => {
                let json = pretty::compact(self.rule, &self.input.borrow());
                frame::command(self.rule.name, &json)
            }
        }
    }
}

/// What stands in the form.
fn controls() -> Typed {
    let mut typed = Typed::new();
    let Ok(found) = browser::document().query_selector_all("#tool-input [data-path]") else {
        return typed;
    };
    for index in 0..found.length() {
        let Some(control) = found.get(index).and_then(|node| node.dyn_into::<Element>().ok())
        else {
            continue;
        };
        let Some(path) = control.get_attribute("data-path") else { continue };
        let value = js_sys::Reflect::get(&control, &"value".into());
        let value = value.ok().and_then(|value| value.as_string()).unwrap_or_default();
        match control.dyn_ref::<HtmlInputElement>().map(|input| (input.type_(), input.checked())) {
            Some((kind, on)) if kind == "checkbox" => drop(typed.insert(path, on.to_string())),
            Some((kind, false)) if kind == "radio" => {}
            _ => drop(typed.insert(path, value)),
        }
    }
    typed
}

/// No control is wrong.
fn clear() {
    let document = browser::document();
    let Ok(marked) = document.query_selector_all("#tool-input [aria-invalid],.why:not(:empty)")
    else {
        return;
    };
    for index in 0..marked.length() {
        let Some(node) = marked.get(index).and_then(|node| node.dyn_into::<Element>().ok()) else {
            continue;
        };
        let _ = node.remove_attribute("aria-invalid");
        if node.class_name() == "why" {
            node.set_text_content(None);
        }
    }
}

/// Says at each control what is wrong with it; what belongs to none stands below the form.
fn mark_controls(why: &str, wrong: &[(String, String)]) {
    clear();
    let mut all: Vec<(String, String)> = wrong.to_vec();
    if all.is_empty() {
        let (path, said) = answer::place(why);
        all.push((path.unwrap_or_default(), said));
    }
    let document = browser::document();
    let mut left = String::new();
    for (path, said) in all {
        let slots = answer::ways_up(&path);
        let slot = slots.into_iter().find(|at| slot(&document, at).is_some()).unwrap_or_default();
        let control = document.get_element_by_id(&["f-", &slot].concat());
        let text = control.as_ref().and_then(Element::dyn_ref::<HtmlTextAreaElement>);
        let within = path.strip_prefix(&slot).unwrap_or_default().trim_start_matches('.');
        let said = answer::with_line(text.map(|area| area.value()).as_deref(), within, &said);
        match (self::slot(&document, &slot), control) {
            (Some(slot), control) => {
                slot.set_text_content(Some(&said));
                if let Some(folded) = slot.closest("details").ok().flatten() {
                    let _ = folded.set_attribute("open", "");
                }
                if let Some(control) = control {
                    let _ = control.set_attribute("aria-invalid", "true");
                }
            }
            _ => left += &["<p>", &escape(&said), "</p>"].concat(),
        }
    }
    browser::redraw("tool-why", &left);
}

/// Where a mistake of that path is said.
fn slot(document: &web_sys::Document, path: &str) -> Option<Element> {
    document.get_element_by_id(&["why-", path].concat())
}

/// Puts the cursor at a byte of the editor's text.
fn go_to(at: usize) {
    let Some(area) = browser::document().get_element_by_id("tool-json") else { return };
    let area: HtmlTextAreaElement = area.unchecked_into();
    let text = area.value();
    let units = text.get(..at).unwrap_or_default().encode_utf16().count() as u32;
    let _ = area.unchecked_ref::<HtmlElement>().focus();
    let _ = area.set_selection_range(units, units);
}
