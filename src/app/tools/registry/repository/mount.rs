//! The repository in the window: what is pressed is one more action, and all is replayed.

use super::action::{
    ACTIONS_MAX, Act, DAYS_TOGETHER_MAX, MB_MAX, days, first, read, tag, tags, write,
};
use super::replay::{Shelf, replay};
use super::scene::{self, Scene};
use super::view;
use crate::app::browser;
use crate::app::html::escape;
use crate::app::page::Page;
use crate::app::tools::registry::link::{field, query};
use crate::app::tools::registry::window::{attribute, held, is_off};
use crate::app::tools::window::{Ends, Quiet, address, copy, fragment};
use crate::app::tools::{Book, frame};
use crate::rules::tools::tool;
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement};

const NAME: &str = "registry";
const BODY: &str = concat!(
    "<div class=\"tool-sides registry shelf-page\"><section class=\"box choose\" ",
    "aria-label=\"What is done\"><div id=\"controls\"></div></section><section ",
    "aria-label=\"The repository\"><h2 id=\"found\"></h2><div id=\"course\"></div>",
    "<div id=\"retag\"></div><div id=\"images\"></div></section></div>",
    "<section class=\"registry\"><div class=\"sec\"><h2>What happened, and why</h2></div>",
    "<div id=\"log\"></div><div id=\"notes\"></div></section>",
    "<section class=\"registry scenes\"><div class=\"sec\"><h2>Images of others</h2></div>",
    "<div class=\"two-scenes\"><div><h3>Through a cache</h3><div id=\"cache-choose\"></div>",
    "<div id=\"cache-found\"></div></div><div><h3>From the public gallery</h3>",
    "<div id=\"public-choose\"></div><div id=\"public-found\"></div></div></div></section>",
);
const BUTTONS: &str = "<button class=\"btn\" type=\"button\" data-copy=\"link\">Copy link</button>\
                       <span class=\"note\" id=\"copied\"></span>";

struct Shown {
    page: Page,
    book: Rc<Book>,
    acts: RefCell<Vec<Act>>,
    shelf: RefCell<Shelf>,
    scene: RefCell<Scene>,
    quiet: Quiet,
}

/// Shows the page; the query is its state.
pub fn mount(place: &Element, page: Page, book: Rc<Book>, given: &str) -> Box<dyn Any> {
    let title = tool(NAME).map_or("Repository", |tool| tool.title);
    let acts = field(given, "a").map_or_else(|| Some(first()), read);
    let scene = Scene::read(given);
    let damaged = acts.is_none() || scene.is_none();
    let damaged = if damaged { super::super::DAMAGED } else { "" };
    place.set_inner_html(&frame::page(NAME, title, BUTTONS, &[damaged, BODY].concat()));
    let acts = acts.unwrap_or_else(first);
    let shelf = replay(&acts, &book.rules);
    let quiet = Quiet::default();
    let shown = Rc::new(Shown {
        page,
        book,
        acts: RefCell::new(acts),
        shelf: RefCell::new(shelf),
        scene: RefCell::new(scene.unwrap_or_default()),
        quiet: quiet.clone(),
    });
    shown.draw();
    shown.draw_scene(true);
    browser::redraw("notes", &view::notes(&shown.book));
    shown.page.arrive(title, None);
    let (input, change, click, submit) = (shown.clone(), shown.clone(), shown.clone(), shown);
    let guards = [
        browser::listen_until(place, "input", move |event| input.scene_changed(&event, false)),
        browser::listen_until(place, "change", move |event| change.changed(&event)),
        browser::listen_until(place, "click", move |event| click.pressed(&event)),
        browser::listen_until(place, "submit", move |event| {
            event.prevent_default();
            submit.submitted(&event);
        }),
    ];
    Box::new((guards, Ends(quiet)))
}

fn typed(id: &str) -> String {
    let input = browser::document().get_element_by_id(id);
    input
        .and_then(|it| it.dyn_into::<HtmlInputElement>().ok())
        .map_or(String::new(), |it| it.value())
}

impl Shown {
    fn draw(&self) {
        let (shelf, book) = (self.shelf.borrow(), &self.book);
        let undo = !self.acts.borrow().is_empty();
        // What is typed into the push stays while other things change.
        let (tags, megabytes) = (typed("push-tags"), typed("push-mb"));
        browser::redraw("controls", &view::controls(&shelf, undo));
        if !megabytes.is_empty() {
            for (id, value) in [("push-tags", tags), ("push-mb", megabytes)] {
                if let Some(input) = browser::document().get_element_by_id(id) {
                    input.unchecked_into::<HtmlInputElement>().set_value(&value);
                }
            }
        }
        browser::redraw("found", &escape(&view::finding(&shelf, book)));
        browser::redraw("course", &view::course(&shelf, book));
        browser::redraw("images", &view::images(&shelf));
        browser::redraw("log", &view::log(&shelf));
        browser::redraw("retag", "");
    }

    fn draw_scene(&self, choices: bool) {
        let scene = self.scene.borrow();
        if choices {
            browser::redraw("cache-choose", &scene::cache_choices(&scene));
            browser::redraw("public-choose", &scene::public_choices(&scene));
        }
        browser::redraw("cache-found", &scene::cache_found(&scene, &self.book));
        browser::redraw("public-found", &scene::public_found(&scene, &self.book));
    }

    fn query(&self) -> String {
        let acts = self.acts.borrow();
        let own = if *acts == first() { String::new() } else { write(&acts) };
        query(&[("a", own), ("s", self.scene.borrow().write())])
    }

    fn act(self: &Rc<Shown>, act: Act) {
        {
            let acts = self.acts.borrow();
            let more = if let Act::Days(days) = act { days } else { 0 };
            if acts.len() >= ACTIONS_MAX || days(&acts) + more > DAYS_TOGETHER_MAX {
                drop(acts);
                let why = "That is as much as the page keeps. Start again, or undo.";
                browser::redraw("push-wrong", why);
                return self.page.announce(why);
            }
        }
        self.acts.borrow_mut().push(act.clone());
        self.replay(Some(&act));
    }

    fn replay(self: &Rc<Shown>, act: Option<&Act>) {
        let shelf = replay(&self.acts.borrow(), &self.book.rules);
        let spoken = view::spoken(&shelf, act);
        *self.shelf.borrow_mut() = shelf;
        self.draw();
        self.page.replace(&fragment(NAME, &self.query()));
        let finding = view::finding(&self.shelf.borrow(), &self.book);
        self.page.announce(if spoken.is_empty() { &finding } else { &spoken });
    }

    fn pressed(self: &Rc<Shown>, event: &Event) {
        if browser::hit(event, "[data-copy]").is_some() {
            return copy(&self.page, address(NAME, &self.query()), "Link copied.");
        }
        if let Some(button) = browser::hit(event, "[data-retag]") {
            return self.ask_tag(&attribute(&button, "data-retag"));
        }
        if let Some(button) = browser::hit(event, "[data-image]") {
            // The same words as in the address.
            let done = read(&attribute(&button, "data-image"));
            if let Some([act]) = done.as_deref() {
                self.act(act.clone());
            }
            return;
        }
        let Some(button) = browser::hit(event, "[data-act]").filter(|it| !is_off(it)) else {
            return;
        };
        match attribute(&button, "data-act").as_str() {
            "undo" => drop(self.acts.borrow_mut().pop()),
            "none" => self.acts.borrow_mut().clear(),
            "first" => *self.acts.borrow_mut() = first(),
            word => {
                if let Some([act]) = read(word).as_deref() {
                    self.act(act.clone());
                }
                return;
            }
        }
        self.replay(None);
    }

    /// A field for the tag, in place.
    fn ask_tag(&self, push: &str) {
        let push: usize = push.parse().unwrap_or(0);
        let shelf = self.shelf.borrow();
        let digest = shelf.pushed.get(push).map_or("", String::as_str);
        let html = format!(
            "<form class=\"push box\" data-push=\"{push}\"><label>Tag for <code>{digest}</code> \
             <input \
             type=\"text\" id=\"retag-tag\" value=\"latest\" autocomplete=\"off\" \
             spellcheck=\"false\"></label><button class=\"btn p\" \
             id=\"retag-go\">Tag</button><span \
             class=\"wrong\" id=\"retag-wrong\"></span></form>"
        );
        browser::redraw("retag", &html);
        if let Some(place) = browser::document().get_element_by_id("retag") {
            browser::focus_first(&place, "input");
        }
    }

    fn submitted(self: &Rc<Shown>, event: &Event) {
        let Some(form) = browser::hit(event, "form") else { return };
        let (id, done) = if form.id() == "push" {
            let megabytes =
                typed("push-mb").parse::<u32>().ok().filter(|it| (1..=MB_MAX).contains(it));
            let megabytes = megabytes.ok_or(format!("A size from 1 to {MB_MAX} MB, please."));
            let push = |megabytes| Ok(Act::Push { megabytes, tags: tags(&typed("push-tags"))? });
            ("push-wrong", megabytes.and_then(push))
        } else {
            let image = attribute(&form, "data-push").parse().unwrap_or(0);
            let tag = tag(typed("retag-tag").trim()).ok_or("A tag of A–Z a–z 0–9 . _ - please.");
            ("retag-wrong", tag.map(|tag| Act::Retag { image, tag }).map_err(String::from))
        };
        match done {
            Ok(act) => self.act(act),
            Err(why) => {
                browser::redraw(id, &escape(&why));
                self.page.announce(&why);
            }
        }
    }

    fn changed(self: &Rc<Shown>, event: &Event) {
        let Some((element, value, on)) = held(event, "[data-set]") else {
            return self.scene_changed(event, true);
        };
        let index = value.parse().ok();
        let act = match (attribute(&element, "data-set").as_str(), index) {
            ("replicate", _) => Act::Replicate(on),
            ("policy", index) => Act::Policy(index),
            ("mode", Some(index)) => Act::Mode(index),
            ("scanning", Some(index)) => Act::Scanning(index),
            _ => return,
        };
        self.act(act);
    }

    fn scene_changed(self: &Rc<Shown>, event: &Event, done: bool) {
        let Some((element, value, on)) = held(event, "[data-scene]") else { return };
        let number = attribute(&element, "type") == "number";
        // Typing goes on in the same field; all else is drawn anew when it is done.
        if number == done {
            return;
        }
        self.scene.borrow_mut().change(&attribute(&element, "data-scene"), &value, on);
        self.draw_scene(!number);
        let shown = self.clone();
        self.quiet.then(move || shown.page.replace(&fragment(NAME, &shown.query())));
    }
}
