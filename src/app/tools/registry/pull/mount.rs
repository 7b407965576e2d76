//! The page about a pull in the window.

use super::state::State;
use super::view;
use crate::app::browser;
use crate::app::page::Page;
use crate::app::tools::registry::window::{attribute, held};
use crate::app::tools::window::{Ends, Quiet, address, copy, fragment};
use crate::app::tools::{Book, frame};
use crate::rules::tools::tool;
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{Element, Event};

const NAME: &str = "ecr-pull";
const BODY: &str = concat!(
    "<div class=\"tool-sides registry pull\"><form class=\"box choose\" id=\"pull-choose\" ",
    "aria-label=\"What is set up\"></form><div id=\"pull-found\"></div></div>"
);
const BUTTONS: &str = "<button class=\"btn\" type=\"button\" data-copy=\"link\">Copy link</button>\
                       <span class=\"note\" id=\"copied\"></span>";

struct Shown {
    page: Page,
    book: Rc<Book>,
    state: RefCell<State>,
    quiet: Quiet,
}

/// Shows the page; the query is its state.
pub fn mount(place: &Element, page: Page, book: Rc<Book>, query: &str) -> Box<dyn Any> {
    let title = tool(NAME).map_or("Pull", |tool| tool.title);
    let state = State::parse(query);
    let damaged = if state.damaged { super::super::DAMAGED } else { "" };
    place.set_inner_html(&frame::page(NAME, title, BUTTONS, &[damaged, BODY].concat()));
    let quiet = Quiet::default();
    let shown = Rc::new(Shown { page, book, state: RefCell::new(state), quiet: quiet.clone() });
    shown.draw(true);
    shown.page.arrive(title, None);
    let (input, change, click) = (shown.clone(), shown.clone(), shown);
    let guards = [
        browser::listen_until(place, "input", move |event| input.typed(&event)),
        browser::listen_until(place, "change", move |event| change.chosen(&event)),
        browser::listen_until(place, "submit", |event| event.prevent_default()),
        browser::listen_until(place, "click", move |event| {
            if browser::hit(&event, "[data-copy]").is_some() {
                let query = click.state.borrow().query();
                copy(&click.page, address(NAME, &query), "Link copied.");
            }
        }),
    ];
    Box::new((guards, Ends(quiet)))
}

impl Shown {
    fn draw(&self, choices: bool) {
        let state = self.state.borrow();
        if choices {
            browser::redraw("pull-choose", &view::choices(&state));
        }
        browser::redraw("pull-found", &view::found(&state, &self.book));
    }

    fn changed(self: &Rc<Shown>, choices: bool) {
        self.draw(choices);
        let shown = self.clone();
        self.quiet.then(move || {
            let state = shown.state.borrow();
            shown.page.replace(&fragment(NAME, &state.query()));
            shown.page.announce(&view::finding(&state, &shown.book));
        });
    }

    /// A number.
    fn typed(self: &Rc<Shown>, event: &Event) {
        let Some((input, value, _)) = held(event, "[data-n]") else { return };
        let name = attribute(&input, "data-n");
        let most = super::state::NUMBERS.iter().find(|(own, _)| *own == name);
        let (Some((_, most)), Ok(number)) = (most, value.parse::<f64>()) else { return };
        *self.state.borrow_mut().number(&name) = number.clamp(0.0, *most);
        self.changed(false);
    }

    /// A radio button or a tick.
    fn chosen(self: &Rc<Shown>, event: &Event) {
        let Some((input, value, on)) = held(event, "[type=radio],[type=checkbox]") else { return };
        {
            let mut state = self.state.borrow_mut();
            let index = value.parse().unwrap_or(0);
            match attribute(&input, "name").as_str() {
                "launch" => state.launch = index,
                "role" => state.role = index,
                "repository" => state.repository = index,
                _ if input.id() == "exists" => state.exists = on,
                _ => {
                    let way = attribute(&input, "data-way").parse().unwrap_or(0);
                    if let Some(own) = state.ways.get_mut::<usize>(way) {
                        *own = on;
                    }
                }
            }
        }
        self.changed(true);
    }
}
