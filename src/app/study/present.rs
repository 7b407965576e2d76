//! The projector's view: one step of a lesson at a time, in large type, moved by the arrow keys or
//! a clicker.
//!
//! The number of the step stands in the address, so that a reload keeps it. A question shows its
//! options first and its answer with the next press.

use super::host::Page;
use super::slides::{self, Part, Slide};
use super::steps::{Step, steps};
use crate::app::browser::{self, Guard};
use crate::app::content::{self, ContentError, notice};
use crate::app::html::escape;
use crate::app::part;
use crate::course::model::Lesson;
use crate::quiz::Topic;
use js_sys::Function;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

/// The smallest type, as a share of the largest, before a step has to scroll.
const SMALLEST: f64 = 0.55;

/// Shows the lesson in the element; gives the function that takes it away.
pub fn mount(place: Element, page: Page, id: String, step: usize) -> JsValue {
    let shown: Rc<RefCell<Option<Rc<Show>>>> = Rc::default();
    let keeper = shown.clone();
    wasm_bindgen_futures::spawn_local(async move {
        match load(&id).await {
            Ok((lesson, topics)) => {
                // The page may have been left while the lesson came.
                if place.is_connected() {
                    *keeper.borrow_mut() = Some(Show::start(place, page, lesson, &topics, step));
                }
            }
            Err(error) => {
                let html = [
                    "<main class=\"page narrow\" id=\"main\"><h1>This lesson cannot be shown</h1>",
                    &notice(&error),
                    "</main>",
                ];
                place.set_inner_html(&html.concat());
                page.arrive("Present", None);
            }
        }
    });
    Closure::once_into_js(move || {
        if let Some(show) = shown.borrow_mut().take() {
            show.end();
        }
    })
}

async fn load(id: &str) -> Result<(Lesson, BTreeMap<String, Topic>), ContentError> {
    let lesson: Lesson = content::read(&["lessons/", id, ".json"].concat()).await?;
    let mut topics = BTreeMap::new();
    for topic in slides::topics(&lesson) {
        let loaded = content::read(&["questions/", &topic, ".json"].concat()).await?;
        topics.insert(topic, loaded);
    }
    Ok((lesson, topics))
}

struct Show {
    place: Element,
    page: Page,
    lesson: Lesson,
    slides: Vec<Slide>,
    steps: Vec<Step>,
    now: Cell<usize>,
    answered: Cell<bool>,
    /// Takes the live figure of the step away.
    figure: RefCell<Option<Function>>,
    heard: RefCell<Vec<Guard>>,
}

const FRAME: &str = concat!(
    "<main class=\"present\" id=\"main\"><div class=\"line\"><span class=\"of\"></span>",
    "<span class=\"sp\"></span>",
    "<button class=\"btn q\" type=\"button\" data-go=\"full\">Full screen<kbd>F</kbd></button>",
    "<button class=\"btn q\" type=\"button\" data-go=\"leave\">Leave<kbd>Esc</kbd></button></div>",
    "<div class=\"slide prose\" tabindex=\"0\"></div>",
    "<div class=\"foot-line\"><div class=\"bars\" aria-hidden=\"true\"></div>",
    "<b class=\"count\" role=\"status\"></b><span class=\"next soft\"></span>",
    "<span class=\"sp\"></span>",
    "<button class=\"btn l\" type=\"button\" data-go=\"back\">Back</button>",
    "<button class=\"btn p l\" type=\"button\" data-go=\"on\">Next</button>",
    "</div></main>",
);

impl Show {
    fn start(
        place: Element,
        page: Page,
        lesson: Lesson,
        topics: &BTreeMap<String, Topic>,
        step: usize,
    ) -> Rc<Show> {
        place.set_inner_html(FRAME);
        let slides = slides::slides(&lesson, topics);
        let pieces: Vec<_> = slides.iter().map(|slide| slide.piece).collect();
        let steps = steps(&pieces);
        let first = step.clamp(1, steps.len().max(1)) - 1;
        let show = Rc::new(Show {
            place,
            page,
            lesson,
            slides,
            steps,
            now: Cell::new(first),
            answered: Cell::new(false),
            figure: RefCell::new(None),
            heard: RefCell::new(Vec::new()),
        });
        show.listen();
        show.draw();
        show.page.arrive(&["Present: ", &show.lesson.title].concat(), None);
        show
    }

    fn listen(self: &Rc<Self>) {
        let document = browser::document();
        let on = |target: &web_sys::EventTarget, event, hear: fn(&Rc<Show>, &Event)| {
            let show = Rc::downgrade(self);
            browser::listen_until(target, event, move |event| {
                if let Some(show) = show.upgrade() {
                    hear(&show, &event);
                }
            })
        };
        *self.heard.borrow_mut() = vec![
            on(&document, "keydown", |show, event| show.key(event.unchecked_ref())),
            on(&self.place, "click", |show, event| {
                let button = browser::hit(event, "[data-go]");
                show.go(&button.and_then(|it| it.get_attribute("data-go")).unwrap_or_default());
            }),
            // A slider that was dragged gives the keys back to the clicker.
            on(&self.place, "pointerup", |_, event| {
                if let Some(slider) = browser::hit(event, "input[type=range]") {
                    let slider: HtmlElement = slider.unchecked_into();
                    browser::soon(move || drop(slider.blur()));
                }
            }),
            on(&browser::window(), "resize", |show, _| show.fit()),
        ];
    }

    fn end(&self) {
        self.heard.borrow_mut().clear();
        self.take_figure();
    }

    fn key(self: &Rc<Self>, event: &KeyboardEvent) {
        let modified = event.ctrl_key() || event.alt_key() || event.meta_key();
        let operates = "input,select,textarea,dialog,[role=slider]";
        if modified || browser::hit(event, operates).is_some() {
            return;
        }
        let pressed = browser::hit(event, "button,a,summary").is_some();
        let what = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" | "PageDown" => "on",
            "ArrowLeft" | "ArrowUp" | "PageUp" => "back",
            " " | "Enter" if pressed => return,
            " " if event.shift_key() => "back",
            " " | "Enter" => "on",
            "Home" => "first",
            "End" => "last",
            "b" | "B" => "black",
            "f" | "F" => "full",
            "Escape" => "leave",
            _ => return,
        };
        event.prevent_default();
        self.go(what);
    }

    fn go(self: &Rc<Self>, what: &str) {
        let (now, last) = (self.now.get(), self.steps.len().saturating_sub(1));
        let to = match what {
            "on" if self.answer().is_some() && !self.answered.get() => {
                self.answered.set(true);
                return self.draw();
            }
            "on" | "back" if self.scrolled(what == "on") => return,
            "on" => (now + 1).min(last),
            "back" => now.saturating_sub(1),
            "first" => 0,
            "last" => last,
            "leave" => return self.leave(),
            "black" => {
                if let Some(main) = self.element(".present") {
                    let _ = main.class_list().toggle("black");
                }
                return;
            }
            "full" => {
                let document = browser::document();
                match document.fullscreen_element() {
                    Some(_) => document.exit_fullscreen(),
                    None => {
                        let _ = document.document_element().map(|root| root.request_fullscreen());
                    }
                }
                return;
            }
            _ => return,
        };
        if to != now {
            self.now.set(to);
            self.answered.set(false);
            let address = ["#/present/", &self.lesson.id, "/", &(to + 1).to_string()].concat();
            self.page.replace(&address);
            self.draw();
        }
    }

    /// Moves within a step that is longer than its screen; says whether there was anything left.
    fn scrolled(&self, down: bool) -> bool {
        let Some(slide) = self.element(".slide") else { return false };
        let (top, height) = (slide.scroll_top(), slide.client_height());
        let end = slide.scroll_height() - height;
        let to = if down { (top + height * 4 / 5).min(end) } else { (top - height * 4 / 5).max(0) };
        if (to - top).abs() <= 2 {
            return false;
        }
        slide.set_scroll_top(to);
        true
    }

    fn leave(&self) {
        let mut address = ["#/learn/", &self.lesson.id].concat();
        if let Some((id, _)) = self.heading(self.now.get()) {
            address.push('/');
            address.push_str(id);
        }
        if browser::document().fullscreen_element().is_some() {
            browser::document().exit_fullscreen();
        }
        self.page.go(&address);
    }

    /// Id and title of the heading above a step.
    fn heading(&self, step: usize) -> Option<(&str, &str)> {
        let slide = &self.slides[self.steps.get(step)?.heading?];
        match &slide.part {
            Part::Heading(id) => Some((id, &slide.html)),
            _ => None,
        }
    }

    /// The answer of the question that is shown.
    fn answer(&self) -> Option<&str> {
        let step = self.steps.get(self.now.get())?;
        step.pieces.iter().find_map(|index| match &self.slides[*index].part {
            Part::Answer { answer, .. } => Some(answer.as_str()),
            _ => None,
        })
    }

    fn draw(self: &Rc<Self>) {
        self.take_figure();
        let now = self.now.get();
        let Some(step) = self.steps.get(now) else { return };
        let lesson_title = escape(&self.lesson.title);
        let asked = step.pieces.first().and_then(|index| match &self.slides[*index].part {
            Part::Answer { title, .. } => Some(title.as_str()),
            _ => None,
        });
        let title = asked.or(self.heading(now).map(|(_, title)| title)).unwrap_or(&lesson_title);
        let mut text = ["<h1>", title, "</h1>"].concat();
        let mut aside = String::new();
        let mut live = None;
        for index in &step.pieces {
            let slide = &self.slides[*index];
            match &slide.part {
                Part::Figure(json) => {
                    aside.push_str("<section class=\"lab-figure\">");
                    aside.push_str(&slide.html);
                    aside.push_str(
                        "<div class=\"figure-body\"><p class=\"soft\">Loading…</p></div>",
                    );
                    aside.push_str("</section>");
                    live = Some(json);
                }
                Part::Answer { answer, .. } if self.answered.get() => text.push_str(answer),
                _ if slide.piece.kind == super::steps::Kind::Figure => aside.push_str(&slide.html),
                _ => text.push_str(&slide.html),
            }
        }
        let (class, aside) = match aside.as_str() {
            "" => ("slide prose", aside),
            html => ("slide prose two-sided", ["<div class=\"aside\">", html, "</div>"].concat()),
        };
        if let Some(slide) = self.element(".slide") {
            slide.set_class_name(class);
            slide.set_inner_html(&["<div class=\"words\">", &text, "</div>", &aside].concat());
            slide.set_scroll_top(0);
        }
        self.foot();
        self.fit();
        if let Some(json) = live {
            self.show_figure(json.clone());
        }
    }

    fn foot(&self) {
        let (now, count) = (self.now.get(), self.steps.len());
        let mut bars = String::new();
        for step in 0..count {
            bars.push_str(match step {
                step if step < now => "<i class=\"d\"></i>",
                step if step == now => "<i class=\"o\"></i>",
                _ => "<i></i>",
            });
        }
        let said = [(now + 1).to_string(), " of ".into(), count.to_string()].concat();
        let own = self.heading(now).map(|(id, _)| id);
        let next = (now + 1..count)
            .filter_map(|step| self.heading(step))
            .find(|(id, _)| Some(*id) != own)
            .map_or(String::new(), |(_, title)| ["Next: ", title].concat());
        for (selector, html) in [
            (".of", &escape(&self.lesson.title)),
            (".bars", &bars),
            (".count", &said),
            (".next", &next),
        ] {
            if let Some(element) = self.element(selector) {
                element.set_inner_html(html);
            }
        }
    }

    /// Makes the type smaller until the step fits its screen.
    fn fit(&self) {
        let Some(slide) = self.element(".slide") else { return };
        let slide: HtmlElement = slide.unchecked_into();
        let mut scale: f64 = 1.0;
        loop {
            let percent = (scale * 100.0).round() as u32;
            let value = ["--grow:calc(", &percent.to_string(), "/100)"].concat();
            let _ = slide.set_attribute("style", &value);
            if slide.scroll_height() <= slide.client_height() + 1 || scale <= SMALLEST {
                return;
            }
            scale -= 0.05;
        }
    }

    fn show_figure(self: &Rc<Self>, json: String) {
        let show = Rc::downgrade(self);
        let step = self.now.get();
        wasm_bindgen_futures::spawn_local(async move {
            let lab = part::load("lab").await;
            let Some(show) = show.upgrade().filter(|show| show.now.get() == step) else { return };
            let Some(body) = show.element(".figure-body") else { return };
            let mounted = lab
                .and_then(|lab| lab.call("mount_figure", &[&body, &json.into()]))
                .and_then(|away| away.dyn_into().ok());
            match mounted {
                Some(away) => *show.figure.borrow_mut() = Some(away),
                None => body.set_inner_html("<p>The figure could not be loaded.</p>"),
            }
        });
    }

    fn take_figure(&self) {
        if let Some(away) = self.figure.borrow_mut().take() {
            let _ = away.call0(&JsValue::UNDEFINED);
        }
    }

    fn element(&self, selector: &str) -> Option<Element> {
        self.place.query_selector(selector).ok().flatten()
    }
}
