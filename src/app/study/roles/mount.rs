//! The page about roles in the window: what is pressed and typed, what is drawn anew, what is
//! stored.

use super::chosen::Chosen;
use super::{game, scene, who};
use crate::app::browser;
use crate::app::content::{self, notice};
use crate::app::page::Page;
use crate::iam::Book;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, HtmlTextAreaElement};

const TITLE: &str = "Whose call is it?";
const MENDED: &str = "roles.mended";
const TEXTS: &str = "roles.texts";
/// How long nobody types before the finding is said aloud.
const QUIET_MS: i32 = 600;

const START: &str = concat!(
    "<main class=\"page roles\" id=\"main\"><h1>Whose call is it?</h1>",
    "<p class=\"lead\">Every call to AWS carries somebody’s credentials, and each refusal has a ",
    "role behind it. Find the role, watch a start fail, then mend policies yourself.</p>",
    "<section aria-labelledby=\"who\"><div class=\"sec\"><h2 id=\"who\">Who needs what</h2></div>",
    "<div class=\"sides\"><div id=\"who-choose\"></div><div id=\"who-found\"></div></div>",
    "</section>",
    "<section aria-labelledby=\"start\"><div class=\"sec\"><h2 id=\"start\">What happens at the ",
    "start</h2></div><div class=\"sides\"><div id=\"scene-choose\"></div>",
    "<div id=\"scene-found\"></div></div></section>",
    "<section aria-labelledby=\"mend\"><div class=\"sec\"><h2 id=\"mend\">Mend it yourself</h2>",
    "<span class=\"note\">evaluated in your browser after AWS’s rules; no account is asked",
    "</span>",
    "</div><div id=\"rounds\"></div><div class=\"sides\"><div id=\"round\"></div>",
    "<div id=\"round-found\"></div></div></section></main>",
);

/// Shows the page in the element, at a scene or a round.
pub fn mount(place: Element, page: Page, id: Option<String>) {
    wasm_bindgen_futures::spawn_local(async move {
        match content::read::<Book>("roles.json").await {
            Ok(book) => show(place, page, book, id),
            Err(error) => {
                let html = [
                    "<main class=\"page narrow\" id=\"main\"><h1>Whose call is it?</h1>",
                    &notice(&error),
                    "</main>",
                ];
                place.set_inner_html(&html.concat());
                page.arrive(TITLE, None);
            }
        }
    });
}

struct Shown {
    page: Page,
    book: Book,
    chosen: RefCell<Chosen>,
    /// Counts what was typed, so that only the last is said aloud.
    typed: Cell<u32>,
}

fn show(place: Element, page: Page, book: Book, id: Option<String>) {
    let (mended, texts) = (page.setting(MENDED), page.setting(TEXTS));
    let mut chosen = Chosen::new(&book, mended.as_deref(), texts.as_deref());
    let target = id.and_then(|id| chosen.go_to(&book, &id));
    place.set_inner_html(START);
    let shown = Rc::new(Shown { page, book, chosen: RefCell::new(chosen), typed: Cell::new(0) });
    shown.draw_who();
    shown.draw_scene();
    shown.draw_round();
    let on = |event: &'static str, heard: fn(&Rc<Shown>, &Event)| {
        let shown = shown.clone();
        browser::listen_always(&place, event, move |event| heard(&shown, &event));
    };
    on("change", Shown::changed);
    on("input", Shown::typed);
    on("click", Shown::pressed);
    shown.page.arrive(TITLE, target);
}

impl Shown {
    fn draw_who(&self) {
        let chosen = self.chosen.borrow();
        browser::redraw("who-choose", &who::choices(&chosen));
        browser::redraw("who-found", &who::answer(&chosen));
    }

    fn draw_scene(&self) {
        let chosen = self.chosen.borrow();
        browser::redraw("scene-choose", &scene::choices(&self.book, &chosen));
        browser::redraw("scene-found", &scene::result(&self.book, &chosen));
    }

    fn draw_round(&self) {
        browser::redraw("round", &game::round(&self.book, &self.chosen.borrow()));
        self.draw_found();
    }

    /// What the model says, and what follows from it.
    fn draw_found(&self) {
        let mended =
            game::found(&self.book, &self.chosen.borrow()).is_some_and(|it| it.is_mended());
        if mended {
            self.note_mended();
        }
        let chosen = self.chosen.borrow();
        browser::redraw("rounds", &game::rounds(&self.book, &chosen));
        browser::redraw("round-found", &game::result(&self.book, &chosen));
    }

    fn note_mended(&self) {
        let mut chosen = self.chosen.borrow_mut();
        let Some(round) = self.book.cases.rounds.get(chosen.round) else { return };
        if !chosen.mended.contains(&round.id) {
            chosen.mended.push(round.id.clone());
            self.page.set(MENDED, Some(&chosen.mended.join(",")));
        }
    }

    /// A radio button or the tick.
    fn changed(self: &Rc<Shown>, event: &Event) {
        let Some(input) = browser::hit(event, "input") else { return };
        let input: HtmlInputElement = input.unchecked_into();
        let value = input.value().parse().unwrap_or(0);
        let name = input.name();
        {
            let mut chosen = self.chosen.borrow_mut();
            match name.as_str() {
                "platform" => chosen.platform = value,
                "need" => chosen.need = value,
                "scene" => (chosen.scene, chosen.change) = (value, 0),
                "launch" => chosen.launch = value,
                "change" => chosen.change = value,
                "document" => chosen.document = value,
                _ => chosen.execution = input.checked(),
            }
        }
        match name.as_str() {
            "scene" | "launch" | "change" => {
                self.draw_scene();
                self.page.announce(&scene::finding(&self.book, &self.chosen.borrow()));
            }
            "document" => self.draw_round(),
            _ => {
                browser::redraw("who-found", &who::answer(&self.chosen.borrow()));
                self.page.announce(&who::finding(&self.chosen.borrow()));
            }
        }
    }

    /// The text of a document.
    fn typed(self: &Rc<Shown>, event: &Event) {
        let Some(area) = browser::hit(event, "#policy") else { return };
        let text = area.unchecked_into::<HtmlTextAreaElement>().value();
        {
            let mut chosen = self.chosen.borrow_mut();
            let (round, document) = (chosen.round, chosen.document);
            if let Some(own) = chosen.texts.get_mut(round).and_then(|it| it.get_mut(document)) {
                *own = text;
            }
        }
        self.store();
        self.draw_found();
        self.say_soon();
    }

    fn store(&self) {
        let texts = self.chosen.borrow().stored_texts(&self.book);
        self.page.set(TEXTS, texts.as_deref());
    }

    fn say_soon(self: &Rc<Shown>) {
        let turn = self.typed.get().wrapping_add(1);
        self.typed.set(turn);
        let shown = self.clone();
        let say = move || {
            if shown.typed.get() == turn
                && let Some(found) = game::found(&shown.book, &shown.chosen.borrow())
            {
                shown.page.announce(&found.sentence());
            }
        };
        browser::after_ms(QUIET_MS, Box::new(say));
    }

    fn pressed(self: &Rc<Shown>, event: &Event) {
        if let Some(button) = browser::hit(event, "[data-round]") {
            let round = button.get_attribute("data-round").and_then(|it| it.parse().ok());
            self.go_to_round(round.unwrap_or(0));
        } else if let Some(button) = browser::hit(event, "[data-do]") {
            match button.get_attribute("data-do").as_deref() {
                Some("next") => {
                    let next = self.chosen.borrow().round + 1;
                    self.go_to_round(if next < self.book.cases.rounds.len() { next } else { 0 });
                }
                other => {
                    self.chosen.borrow_mut().reset(&self.book, other == Some("answer"));
                    self.store();
                    self.draw_round();
                    self.say_soon();
                }
            }
        } else if let Some(button) = browser::hit(event, "[data-at]") {
            self.go_to_place(&button.get_attribute("data-at").unwrap_or_default());
        }
    }

    fn go_to_round(&self, round: usize) {
        let id = {
            let mut chosen = self.chosen.borrow_mut();
            (chosen.round, chosen.document) = (round, 0);
            self.book.cases.rounds.get(round).map(|round| round.id.clone())
        };
        self.draw_round();
        if let Some(id) = id {
            self.page.replace(&["#/try/roles/", &id].concat());
        }
        if let Some(title) = browser::document().get_element_by_id("round-title") {
            title.scroll_into_view();
            let _ = title.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    }

    /// Puts the cursor where a mistake stands: `DOCUMENT/BYTE`.
    fn go_to_place(&self, place: &str) {
        let (document, at) = place.split_once('/').unwrap_or_default();
        let (document, at): (usize, usize) =
            (document.parse().unwrap_or(0), at.parse().unwrap_or(0));
        self.chosen.borrow_mut().document = document;
        self.draw_round();
        let chosen = self.chosen.borrow();
        let text = chosen.texts.get(chosen.round).and_then(|texts| texts.get(document));
        let before = text.and_then(|text| text.get(..at)).unwrap_or_default();
        let units = before.encode_utf16().count() as u32;
        if let Some(area) = browser::document().get_element_by_id("policy") {
            let area: HtmlTextAreaElement = area.unchecked_into();
            let _ = area.focus();
            let _ = area.set_selection_range(units, units);
        }
    }
}
