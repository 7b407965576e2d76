//! The preview in the window: what is typed and pressed, and what is drawn anew.

mod dom;
mod drag;

use super::state::{LATER_MAX, State};
use super::{commands, editor, examples, form, frame as page_frame, mend, paste, preview, seen};
use crate::app::browser;
use crate::app::page::Page;
use crate::app::tools::registry::window::{attribute, held};
use crate::app::tools::window::{Ends, Quiet, address, copy, fragment};
use crate::app::tools::{Book, frame};
use crate::rules::tools::tool;
use drag::Drag;
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::{Element, Event};

const NAME: &str = "ecr-lifecycle";

pub(super) struct Shown {
    page: Page,
    book: Rc<Book>,
    state: RefCell<State>,
    seen: RefCell<seen::Seen>,
    quiet: Quiet,
    drag: RefCell<Option<Drag>>,
    /// Digits go on after those typed before.
    typing: Cell<bool>,
    /// Index of the rule whose lines and images are marked.
    lit: Cell<Option<usize>>,
}

/// Shows the page; the query is its state.
pub fn mount(place: &Element, page: Page, book: Rc<Book>, query: &str) -> Box<dyn Any> {
    let title = tool(NAME).map_or("Life-cycle preview", |tool| tool.title);
    let state = State::parse(query);
    let damaged = if state.damaged { super::super::DAMAGED } else { "" };
    let body = [damaged, &page_frame::body(&state, &book.facts)].concat();
    place.set_inner_html(&frame::page(NAME, title, page_frame::BUTTONS, &body));
    let quiet = Quiet::default();
    let found = seen::look(&state, &book.rules);
    let shown = Rc::new(Shown {
        page,
        book,
        state: RefCell::new(state),
        seen: RefCell::new(found),
        quiet: quiet.clone(),
        drag: RefCell::new(None),
        typing: Cell::new(false),
        lit: Cell::new(None),
    });
    dom::set_text("policy", &shown.state.borrow().text);
    shown.draw(true);
    shown.page.arrive(title, None);
    Box::new((shown.listen(place), Ends(quiet)))
}

impl Shown {
    fn listen(self: &Rc<Shown>, place: &Element) -> Vec<browser::Guard> {
        let hear = |event: &'static str, act: fn(&Rc<Shown>, &Event)| {
            let shown = self.clone();
            browser::listen_until(place, event, move |event| act(&shown, &event))
        };
        let document = browser::document();
        let everywhere = |event: &'static str, act: fn(&Rc<Shown>, &Event)| {
            let shown = self.clone();
            browser::listen_until(&document, event, move |event| act(&shown, &event))
        };
        vec![
            hear("input", Shown::typed),
            hear("change", Shown::changed),
            hear("click", Shown::pressed),
            hear("keydown", Shown::key),
            hear("keyup", Shown::caret),
            hear("pointerdown", Shown::drag_from),
            everywhere("pointermove", Shown::drag_to),
            everywhere("pointerup", Shown::drag_end),
            everywhere("pointercancel", Shown::drag_end),
            hear("pointerover", Shown::point),
            hear("focusin", Shown::point),
        ]
    }

    /// Draws what follows from the state; `text` too, where it was not typed.
    fn draw(self: &Rc<Shown>, text: bool) {
        let rules = &self.book.rules;
        let found = seen::look(&self.state.borrow(), rules);
        let state = self.state.borrow();
        if text {
            dom::set_text("policy", &state.text);
        }
        browser::redraw("lines", &editor::lines(&state, &found));
        browser::redraw("numbers", &editor::moving_numbers(&state));
        browser::mark("#code", "data-plain", (!editor::is_drawn(&state.text)).then_some(""));
        browser::mark("#code", "hidden", state.form.then_some(""));
        browser::mark("#form", "hidden", (!state.form).then_some(""));
        if state.form {
            browser::redraw("form", &form::form(&state.text, &found, rules));
        }
        browser::redraw("problems", &editor::problems(&state, &found, rules));
        browser::redraw("foot", &editor::foot(&state, &found));
        browser::redraw("finding", &preview::finding(&found, rules.ecr.gb_month));
        browser::redraw("images", &preview::images(&state, &found));
        browser::redraw("reason", &preview::reason(&state, &found));
        drop(state);
        *self.seen.borrow_mut() = found;
        let lit = self.lit.take();
        self.light(lit);
        let shown = self.clone();
        self.quiet.then(move || shown.settle());
    }

    /// When nothing new came for a while: the address, and the finding for the ear.
    fn settle(&self) {
        let seen = self.seen.borrow();
        let state = self.state.borrow();
        let fragment = fragment(NAME, &state.query());
        let changed = browser::window().location().hash().is_ok_and(|hash| hash != fragment);
        if !changed {
            return;
        }
        self.page.replace(&fragment);
        let mistake = seen.draft.mistakes.first().zip(seen.lines.first());
        let said = match mistake {
            Some((mistake, line)) => {
                format!("{}. Line {line}: {}", seen.finding(), mistake.message)
            }
            None => [seen.finding(), seen.rest()].join(", "),
        };
        self.page.announce(&said);
    }

    fn typed(self: &Rc<Shown>, event: &Event) {
        if browser::hit(event, "#policy").is_some() {
            self.state.borrow_mut().text = dom::text("policy");
            return self.draw(false);
        }
        let Some((input, value, _)) = held(event, "#later,#later-days") else { return };
        let days =
            value.parse::<f64>().map_or(0, |days| days.clamp(0.0, f64::from(LATER_MAX)) as u32);
        self.state.borrow_mut().later = days;
        let other = if input.id() == "later" { "later-days" } else { "later" };
        dom::set_value(other, &days.to_string());
        browser::mark("#later", "aria-valuetext", Some(&format!("in {days} days")));
        self.draw(false);
    }

    fn changed(self: &Rc<Shown>, event: &Event) {
        let Some((input, value, _)) = held(event, "select,input") else { return };
        let id = input.id();
        if id == "examples" {
            if let Some(example) = examples::EXAMPLES.iter().find(|it| it.id == value) {
                self.state.borrow_mut().replace(example.text.into());
                dom::set_value("examples", "");
                self.draw(true);
            }
        } else if attribute(&input, "name") == "view" {
            self.state.borrow_mut().form = value == "form";
            self.draw(false);
        } else if let Some(field) = id.strip_prefix("f-") {
            let (rule, field) = field.split_once('-').unwrap_or_default();
            let new = {
                let (state, seen) = (self.state.borrow(), self.seen.borrow());
                let rule = rule.parse().unwrap_or(usize::MAX);
                form::changed(&state.text, &seen, rule, field, &value, &self.book.rules.ecr)
            };
            self.replace(new);
        }
    }

    /// Another text, where there is one; what was before can be brought back.
    fn replace(self: &Rc<Shown>, text: Option<String>) {
        if let Some(text) = text {
            self.state.borrow_mut().replace(text);
        }
        self.draw(true);
    }

    fn pressed(self: &Rc<Shown>, event: &Event) {
        self.caret(event);
        if let Some(button) = browser::hit(event, "[data-copy]") {
            return self.copy(&attribute(&button, "data-copy"));
        }
        if let Some(button) = browser::hit(event, "[data-mend]") {
            let numbers = attribute(&button, "data-mend");
            let (mistake, choice) = numbers.split_once(' ').unwrap_or_default();
            let text = {
                let (state, seen) = (self.state.borrow(), self.seen.borrow());
                let mistake = seen.draft.mistakes.get(mistake.parse().unwrap_or(usize::MAX));
                let mends = mistake.map(|it| mend::mends(&state.text, it, &self.book.rules.ecr));
                let choice = choice.parse().unwrap_or(usize::MAX);
                mends.and_then(|all| all.into_iter().nth(choice)).map(|mend| mend.text)
            };
            self.replace(text);
            return dom::focus("policy");
        }
        if let Some(button) = browser::hit(event, "[data-line]") {
            let index = attribute(&button, "data-line").parse().unwrap_or(0);
            return self.go_to_mistake(index);
        }
        let Some(button) = browser::hit(event, "[data-do]") else { return };
        match attribute(&button, "data-do").as_str() {
            "undo" => {
                self.state.borrow_mut().undo();
                self.draw(true);
            }
            "next" => self.next_mistake(),
            "text" => {
                dom::set_checked("view-text");
                self.state.borrow_mut().form = false;
                self.draw(false);
                self.next_mistake();
            }
            "paste" => dom::toggle("paste-box", "paste", "pasted"),
            "take" => self.take(),
            "images" => {
                self.state.borrow_mut().images = examples::images();
                dom::toggle("paste-box", "paste", "");
                self.draw(false);
            }
            "add" => {
                let text = form::with_rule(&self.state.borrow().text, &self.seen.borrow());
                self.replace(text);
            }
            _ => {
                let rule = attribute(&button, "data-rule").parse().unwrap_or(usize::MAX);
                let text = form::without_rule(&self.state.borrow().text, &self.seen.borrow(), rule);
                self.replace(text);
            }
        }
    }

    fn copy(&self, what: &str) {
        let state = self.state.borrow();
        let text = match what {
            "link" => Some(address(NAME, &state.query())),
            "cli" if !self.seen.borrow().draft.mistakes.is_empty() => {
                let why = "Mend the policy first: AWS would refuse it.";
                browser::redraw("copied", why);
                return self.page.announce(why);
            }
            "cli" => commands::aws_cli(&state),
            _ => commands::terminal(&state),
        };
        let done = match what {
            "link" if state.beyond_link() => {
                "Link copied; what is too long for a link is left out."
            }
            "link" => "Link copied.",
            "cli" => "Command copied; put in your repository’s name.",
            _ => "Command copied.",
        };
        match text {
            Some(text) => copy(&self.page, text, done),
            None => {
                browser::redraw("copied", "The policy is no JSON yet.");
                self.page.announce("The policy is no JSON yet.");
            }
        }
    }

    fn take(self: &Rc<Shown>) {
        match paste::pasted(&dom::text("pasted"), browser::now_ms() as f64 / 1e3) {
            Err(why) => {
                browser::redraw("paste-wrong", &crate::app::html::escape(&why));
                return self.page.announce(&why);
            }
            Ok(paste::Pasted::Policy(text)) => self.state.borrow_mut().replace(text),
            Ok(paste::Pasted::Images { images, .. }) => {
                let mut state = self.state.borrow_mut();
                (state.images, state.later) = (images, 0);
            }
        }
        browser::redraw("paste-wrong", "");
        dom::toggle("paste-box", "paste", "");
        self.draw(true);
    }
}
