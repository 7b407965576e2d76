//! The projector's view: one step of a lesson at a time, in large type, moved by the arrow keys or
//! a clicker.
//!
//! The number of the step stands in the address, so that a reload keeps it. A question shows its
//! options first and its answer with the next press. `screen` draws the step, `speaker` a second
//! window with what comes next and the time.

mod screen;
mod slides;
mod speaker;

use super::steps::{Step, steps};
use crate::app::KEYS;
use crate::app::browser::{self, Guard};
use crate::app::content::{self, ContentError, notice};
use crate::app::page::Page;
use crate::course::model::Lesson;
use crate::quiz::Topic;
use js_sys::Function;
use slides::Slide;
use speaker::Speaker;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

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
    speaker: RefCell<Option<Speaker>>,
    heard: RefCell<Vec<Guard>>,
}

/// Where the room can follow a step on its own devices.
struct Audience {
    /// What one does there.
    says: &'static str,
    /// Fragment of the address.
    fragment: String,
}

const FRAME: &str = concat!(
    "<main class=\"present\" id=\"main\"><div class=\"line\"><span class=\"of\"></span>",
    "<span class=\"sp\"></span>",
    "<button class=\"btn q\" type=\"button\" data-go=\"notes\">Notes<kbd>N</kbd></button>",
    "<button class=\"btn q lab-door\" type=\"button\" data-go=\"lab\" hidden>In the lab",
    "<kbd>L</kbd></button>",
    "<button class=\"btn q\" type=\"button\" data-go=\"full\">Full screen<kbd>F</kbd></button>",
    "<button class=\"btn q\" type=\"button\" data-go=\"leave\">Leave<kbd>Esc</kbd></button></div>",
    "<div class=\"slide prose\" tabindex=\"0\"></div>",
    "<div class=\"foot-line\"><div class=\"bars\" aria-hidden=\"true\"></div>",
    "<b class=\"count\" role=\"status\"></b><span class=\"next soft\"></span>",
    "<span class=\"sp\"></span>",
    "<button class=\"btn l\" type=\"button\" data-go=\"back\">Back</button>",
    "<button class=\"btn p l\" type=\"button\" data-go=\"on\">Next</button>",
    "<button class=\"room\" type=\"button\" data-go=\"code\"></button>",
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
            speaker: RefCell::new(None),
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
        self.speaker.borrow_mut().take();
        self.take_figure();
    }

    fn key(self: &Rc<Self>, event: &KeyboardEvent) {
        let modified = event.ctrl_key() || event.alt_key() || event.meta_key();
        let letters = self.page.setting(KEYS).as_deref() != Some("off");
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
            "b" | "B" | "." if letters => "black",
            "f" | "F" if letters => "full",
            "l" | "L" if letters => "lab",
            "n" | "N" if letters => "notes",
            "q" | "Q" if letters => "code",
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
            "black" => return self.toggle("black"),
            "code" => return self.toggle("coded"),
            "full" => return full_screen(),
            "lab" => return self.open_lab(),
            "notes" => return self.open_notes(),
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

    fn toggle(&self, class: &str) {
        if let Some(main) = self.element(".present") {
            let _ = main.class_list().toggle(class);
        }
    }

    /// The lab has all of the screen if the step had it.
    fn open_lab(&self) {
        if let Some(scenario) = self.scenario(self.now.get()) {
            self.page.go(&["#/lab?preset=", &scenario].concat());
        }
    }

    fn open_notes(self: &Rc<Self>) {
        let opened = Speaker::open(self);
        if opened.is_none() {
            self.page.announce("The browser did not open a second window");
        }
        *self.speaker.borrow_mut() = opened;
        self.tell_speaker();
    }

    fn tell_speaker(&self) {
        if let Some(speaker) = &*self.speaker.borrow() {
            speaker.show(&self.notes());
        }
    }
}

fn full_screen() {
    let document = browser::document();
    match document.fullscreen_element() {
        Some(_) => document.exit_fullscreen(),
        None => {
            let _ = document.document_element().map(|root| root.request_fullscreen());
        }
    }
}
