//! A view in the window: what is chosen, slid, typed and pressed, and what is drawn anew.

use super::manifest;
use super::values::{Control, Field, Values};
use super::view::{View, find};
use super::{Book, form};
use crate::app::browser;
use crate::app::page::Page;
use crate::app::tools::special::Kept;
use crate::app::tools::window::{Quiet, copy, fragment};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent};

struct Shown {
    page: Page,
    book: Rc<Book>,
    view: &'static View,
    controls: Vec<Control>,
    values: RefCell<Values>,
    quiet: Quiet,
}

/// Shows the view of that name; the query is what was chosen.
pub fn mount(name: &str, place: &Element, page: Page, book: Rc<Book>, query: &str) -> Kept {
    let Some(view) = find(name) else { return Box::new(()) };
    let controls = view.controls(&book);
    let (values, problems) = Values::read(query, &controls);
    place.set_inner_html(&view.page(&values, &problems, &book));
    page.arrive(view.title, None);
    let values = RefCell::new(values);
    let shown = Rc::new(Shown { page, book, view, controls, values, quiet: Quiet::default() });
    let on = |event: &'static str, heard: fn(&Rc<Shown>, &Event)| {
        let shown = shown.clone();
        browser::listen_until(place, event, move |event| heard(&shown, &event))
    };
    Box::new([
        on("input", Shown::moved),
        on("change", Shown::changed),
        on("click", Shown::pressed),
        on("keydown", Shown::key),
    ])
}

fn by_id(id: &str) -> Option<Element> {
    browser::document().get_element_by_id(id)
}

impl Shown {
    fn control(&self, name: &str) -> Option<&Control> {
        self.controls.iter().find(|control| control.name == name)
    }

    /// A slider that moves, or letters that are typed.
    fn moved(self: &Rc<Shown>, event: &Event) {
        let Some(input) = browser::hit(event, "input[data-name]") else { return };
        let input: HtmlInputElement = input.unchecked_into();
        let name = input.get_attribute("data-name").unwrap_or_default();
        let Some(control) = self.control(&name) else { return };
        let text = match (&control.field, input.type_().as_str()) {
            (Field::Number { .. }, "range") => {
                control.value_at(input.value().parse().unwrap_or(0.0)).to_string()
            }
            (Field::Number { .. } | Field::Text, _) => input.value(),
            _ => return,
        };
        self.take(control, &text, input.type_() == "range");
    }

    /// Radio buttons, ticks, and a field that is left.
    fn changed(self: &Rc<Shown>, event: &Event) {
        let Some(input) = browser::hit(event, "input[data-name]") else { return };
        let input: HtmlInputElement = input.unchecked_into();
        let name = input.get_attribute("data-name").unwrap_or_default();
        let Some(control) = self.control(&name) else { return };
        match control.field {
            Field::Choice(_) => self.take(control, &input.value(), false),
            Field::Tick(off, on) => {
                self.take(control, if input.checked() { on } else { off }, false);
            }
            _ => {}
        }
    }

    /// Takes a value and draws what follows; a wrong one is said where it stands.
    fn take(self: &Rc<Shown>, control: &Control, text: &str, slid: bool) {
        let taken = self.values.borrow_mut().set(control, text);
        let id = ["vol-", control.name].concat();
        browser::redraw(
            &[&id, "-problem"].concat(),
            &crate::app::html::escape(&taken.clone().err().unwrap_or_default()),
        );
        if taken.is_err() {
            return;
        }
        if let Field::Number { .. } = control.field {
            let value: f64 = text.parse().unwrap_or(0.0);
            let spoken = form::spoken(control, value);
            browser::mark(&["#", &id].concat(), "aria-valuetext", Some(&spoken));
            let other = if slid { [&id, "-typed"].concat() } else { id };
            if let Some(other) = by_id(&other) {
                let position = control.position(value).to_string();
                let shown = if slid { text } else { &position };
                other.unchecked_into::<HtmlInputElement>().set_value(shown);
            }
        }
        self.draw(control.name);
    }

    /// Draws the sections of a control anew, and keeps the state in the address.
    fn draw(self: &Rc<Shown>, name: &str) {
        let values = self.values.borrow();
        for control in &self.controls {
            let hidden = (!(control.shown)(&values)).then_some("");
            browser::mark(&["#vol-", control.name, "-box"].concat(), "hidden", hidden);
        }
        let mut said = String::new();
        for section in self.view.sections.iter().filter(|it| it.has(name, &self.book)) {
            said = (section.finding)(&values, &self.book);
            let result = (section.result)(&values, &self.book);
            browser::redraw(&["vol-found-", section.id].concat(), &result);
            let id = ["vol-said-", section.id].concat();
            browser::redraw(&id, &crate::app::html::escape(&said));
        }
        let query = values.query(&self.controls);
        self.page.replace(&fragment(self.view.name, &query));
        drop(values);
        self.quiet.say(&self.page, said);
    }

    fn pressed(self: &Rc<Shown>, event: &Event) {
        if let Some(button) = browser::hit(event, "[data-copy]") {
            self.copy(&button.get_attribute("data-copy").unwrap_or_default());
        } else if let Some(button) = browser::hit(event, "[data-set]")
            && button.get_attribute("aria-disabled").is_none()
        {
            self.set(&button.get_attribute("data-set").unwrap_or_default());
        }
    }

    /// Sets what a button stands for: `kind=efs&platform=ecs-ec2`.
    fn set(self: &Rc<Shown>, pairs: &str) {
        let mut last = "";
        for (name, value) in pairs.split('&').filter_map(|pair| pair.split_once('=')) {
            let Some(control) = self.control(name) else { continue };
            if self.values.borrow_mut().set(control, value).is_ok() {
                last = control.name;
            }
            // The radio button of the same choice, where there is one.
            if let Some(radio) = by_id(&["vol-", name, "-", value].concat()) {
                radio.unchecked_into::<HtmlInputElement>().set_checked(true);
            }
        }
        self.draw(last);
    }

    fn copy(self: &Rc<Shown>, what: &str) {
        let values = self.values.borrow();
        let text = match what {
            "link" => browser::window().location().href().unwrap_or_default(),
            "yaml" => manifest::manifest(&values, &self.book).unwrap_or_default(),
            _ => (self.view.command)(&values, &self.book),
        };
        copy(&self.page, text, "Copied.");
    }

    /// Arrows go from cell to cell of the table.
    fn key(self: &Rc<Shown>, event: &Event) {
        let Some(button) = browser::hit(event, "[data-grid] button") else { return };
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        let at = |name: &str| {
            button.get_attribute(name).and_then(|it| it.parse::<i32>().ok()).unwrap_or(0)
        };
        let (row, column) = (at("data-row"), at("data-column"));
        let (row, column) = match event.key().as_str() {
            "ArrowUp" => (row - 1, column),
            "ArrowDown" => (row + 1, column),
            "ArrowLeft" => (row, column - 1),
            "ArrowRight" => (row, column + 1),
            "Home" => (row, 0),
            "End" => (row, 8),
            _ => return,
        };
        event.prevent_default();
        let selector = format!("[data-grid] [data-row='{row}'][data-column='{column}']");
        if let Ok(Some(cell)) = browser::document().query_selector(&selector) {
            browser::mark("[data-grid] button[tabindex='0']", "tabindex", Some("-1"));
            let _ = cell.set_attribute("tabindex", "0");
            let _ = cell.unchecked_into::<HtmlElement>().focus();
        }
    }
}
