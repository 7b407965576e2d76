//! The page of progress: draws it, follows the goal, writes and reads files.

use super::outlook::{Today, plan};
use super::{files, html, pairs_html};
use crate::app::browser::{self, Guard};
use crate::app::content::{self, notice};
use crate::app::page::Page;
use crate::app::shelf::{self, Browser};
use crate::app::study::course::{self, Course};
use crate::app::study::exam::start_html;
use crate::progress::backup::{self, Difference};
use crate::progress::sitting::sittings;
use crate::progress::store::{ALL, Shelf};
use crate::progress::{Entry, Goal, Log, entry_id};
use crate::quiz::met::met;
use crate::quiz::pairs::Pair;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement};

/// The setting with the time of the last export, ms since 1970.
const EXPORTED: &str = "exported";
/// Time in which a frame is painted, ms.
const FRAME_MS: i32 = 32;
const DAY_MS: u64 = 86_400_000;

/// Shows the page; gives the function that takes it away.
pub fn mount(place: Element, page: Page) -> JsValue {
    let view: Rc<RefCell<Option<Rc<View>>>> = Rc::default();
    let keeper = view.clone();
    spawn_local(async move {
        let course = match course::read().await {
            Ok(course) => content::read("pairs.json").await.map(|pairs| (course, pairs)),
            Err(error) => Err(error),
        };
        if !place.is_connected() {
            return;
        }
        match course {
            Ok((course, pairs)) => {
                let view = Rc::new(View {
                    place,
                    page,
                    course,
                    pairs,
                    difference: RefCell::default(),
                    heard: RefCell::default(),
                });
                view.listen();
                view.draw();
                view.page.arrive("Progress", None);
                *keeper.borrow_mut() = Some(view);
            }
            Err(error) => {
                let html = [
                    "<main class=\"page narrow\" id=\"main\"><h1>Progress cannot be shown</h1>",
                    &notice(&error),
                    "</main>",
                ];
                place.set_inner_html(&html.concat());
                page.arrive("Progress", None);
            }
        }
    });
    Closure::once_into_js(move || {
        if let Some(view) = view.borrow_mut().take() {
            view.heard.borrow_mut().clear();
        }
    })
}

struct View {
    place: Element,
    page: Page,
    course: Course,
    pairs: Vec<Pair>,
    /// What a file would bring, until it is taken in or left.
    difference: RefCell<Option<Difference>>,
    heard: RefCell<Vec<Guard>>,
}

impl View {
    fn listen(self: &Rc<View>) {
        let on = |target: &web_sys::EventTarget, event, hear: fn(&Rc<View>, &Event)| {
            let view = Rc::downgrade(self);
            browser::listen_until(target, event, move |event| {
                if let Some(view) = view.upgrade() {
                    hear(&view, &event);
                }
            })
        };
        *self.heard.borrow_mut() = vec![
            on(&self.place, "click", |view, event| view.clicked(event)),
            on(&self.place, "input", |view, event| view.slid(event)),
            on(&self.place, "change", |view, event| view.changed(event)),
            on(&self.place, "submit", |_, event| event.prevent_default()),
        ];
    }

    fn draw(self: &Rc<View>) {
        let log = self.page.stored().log;
        let (calendar, now_ms) = (course::learner_calendar(), browser::now_ms());
        let today = Today::new(&self.course, &log, calendar, now_ms);
        let history = start_html::history(&sittings(&log), &log, calendar, now_ms);
        let pairs = pairs_html::pairs(&self.pairs, &met(&self.pairs, &self.course.bank, &log));
        let html = html::page(&self.course, &log, &today, &[&pairs, &history, &self.data()]);
        self.place.set_inner_html(&html);
        self.forecast(today);
    }

    /// The forecast takes a moment, so the rest is drawn before it.
    fn forecast(self: &Rc<View>, today: Today) {
        browser::redraw("progress-day", &html::day(&today));
        let view = self.clone();
        // Late enough for a frame with the rest.
        let then = move || {
            let plan = plan(&view.course, &today);
            browser::redraw("progress-plan", &html::plan(&view.course, &today, plan.as_ref()));
            browser::redraw("progress-ahead", &html::ahead(&today, plan.as_ref()));
        };
        browser::after_ms(FRAME_MS, Box::new(then));
    }

    fn data(&self) -> String {
        let bytes = shelf::size(ALL);
        let exported = self.page.setting(EXPORTED).and_then(|text| text.parse::<u64>().ok());
        let days = exported.map(|at_ms| (browser::now_ms().saturating_sub(at_ms) / DAY_MS) as i64);
        html::data(bytes, days)
    }

    fn input(&self, id: &str) -> Option<HtmlInputElement> {
        browser::document().get_element_by_id(id)?.dyn_into().ok()
    }

    /// Number and slider say the same while one of them moves.
    fn slid(&self, event: &Event) {
        let Some(input) = browser::hit(event, "#goal-minutes,#goal-slider") else { return };
        let value = input.unchecked_into::<HtmlInputElement>().value();
        for id in ["goal-minutes", "goal-slider"] {
            if let Some(input) = self.input(id).filter(|input| input.value() != value) {
                input.set_value(&value);
            }
        }
        if let Some(slider) = self.input("goal-slider") {
            let spoken = [&value, " minutes a day"].concat();
            let _ = slider.set_attribute("aria-valuetext", &spoken);
        }
    }

    fn changed(self: &Rc<View>, event: &Event) {
        if browser::hit(event, "#goal").is_some() {
            self.set_goal();
        } else if let Some(input) = browser::hit(event, "#data-file") {
            self.read_file(input.unchecked_into());
        }
    }

    fn set_goal(self: &Rc<View>) {
        let select = browser::document().get_element_by_id("goal-exam");
        let exam = select.map(|it| it.unchecked_into::<HtmlSelectElement>().value());
        let day = self.input("goal-day").map(|input| input.value()).unwrap_or_default();
        let minutes = self.input("goal-minutes").map(|input| input.value());
        let minutes_a_day = minutes.and_then(|text| text.parse().ok()).unwrap_or(1).clamp(1, 1440);
        let at_ms = browser::now_ms();
        let goal = Goal {
            id: entry_id(at_ms, (js_sys::Math::random() * 4_294_967_296.0) as u64),
            at_ms,
            exam: exam.unwrap_or_default(),
            day,
            minutes_a_day,
        };
        self.page.append(&Entry::Goal(goal));
        let log = self.page.stored().log;
        self.forecast(Today::new(&self.course, &log, course::learner_calendar(), at_ms));
    }

    fn clicked(self: &Rc<View>, event: &Event) {
        let Some(button) = browser::hit(event, "[data-do]") else { return };
        match button.get_attribute("data-do").as_deref() {
            Some("export") => self.export(),
            Some("take") => self.take_in(),
            Some("leave") => {
                self.difference.take();
                browser::redraw("data-difference", "");
                browser::focus_first(&self.place, "#data-file");
            }
            _ => {}
        }
    }

    fn export(self: &Rc<View>) {
        let chosen = self.place.query_selector("[name=format]:checked").ok().flatten();
        let format = chosen.map(|it| it.unchecked_into::<HtmlInputElement>().value());
        let missed = self.input("data-missed").is_some_and(|input| input.checked());
        let log = self.page.stored().log;
        match format.as_deref() {
            Some("csv") => self.save("drydock-answers.csv", "text/csv", &files::csv(&log)),
            Some("anki") => self.save_questions("drydock-anki.txt", log, missed),
            Some("gift") => self.save_questions("drydock-gift.txt", log, missed),
            _ => {
                let text = backup::export(&Browser, &self.page.unsaved());
                self.save("drydock-data.json", "application/json", &text);
                self.page.set(EXPORTED, Some(&browser::now_ms().to_string()));
            }
        }
    }

    fn save(&self, name: &str, mime: &str, text: &str) {
        let said = match browser::save_file(name, mime, text) {
            Ok(()) => "Exported",
            Err(_) => "The browser did not take the file",
        };
        self.page.announce(said);
    }

    fn save_questions(self: &Rc<View>, name: &'static str, log: Log, missed: bool) {
        let view = self.clone();
        spawn_local(async move {
            let items = view.course.bank.items.iter().map(|item| item.id.as_str());
            let wanted: Vec<&str> = items
                .filter(|id| !missed || log.last(id).is_some_and(|last| !last.right()))
                .collect();
            match course::questions(&view.course.bank, wanted.into_iter()).await {
                Ok(questions) => {
                    let text = match name.contains("anki") {
                        true => files::anki(questions.values()),
                        false => files::gift(questions.values()),
                    };
                    view.save(name, "text/plain", &text);
                }
                Err(error) => {
                    browser::redraw("data-difference", &html::refused(&error.sentence()));
                }
            }
        });
    }

    fn read_file(self: &Rc<View>, input: HtmlInputElement) {
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        let view = self.clone();
        spawn_local(async move {
            let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
            // The same file can be chosen again.
            input.set_value("");
            let parsed = match text {
                Some(text) => backup::parse(&text).map_err(|why| why.to_string()),
                None => Err("The browser could not read this file.".to_string()),
            };
            let html = match parsed {
                Ok(texts) => {
                    let difference = backup::compare(&Browser.under(ALL), &texts);
                    let html = html::difference(&file.name(), &difference);
                    *view.difference.borrow_mut() = Some(difference);
                    html
                }
                Err(why) => html::refused(&why),
            };
            browser::redraw("data-difference", &html);
            browser::focus_first(&view.place, "#data-difference [tabindex]");
        });
    }

    fn take_in(self: &Rc<View>) {
        let Some(difference) = self.difference.take() else { return };
        let written = difference.write(&Browser);
        self.page.reread();
        self.draw();
        match written {
            Ok(()) => self.page.announce("Taken in"),
            Err(why) => {
                let why = [
                    "Not everything came in: ",
                    &why,
                    ". What came in stays. Make room and import the file again; nothing is taken \
                     twice.",
                ];
                browser::redraw("data-difference", &html::refused(&why.concat()));
            }
        }
        browser::focus_first(&self.place, "#data-file");
    }
}
