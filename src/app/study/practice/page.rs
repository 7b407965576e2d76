//! Fetches what practice needs, then shows the list or the set that the address names.

use super::home::{Shown, home};
use super::set::Set;
use super::sitting::Sitting;
use super::view::Course;
use crate::app::browser;
use crate::app::content::{self, ContentError, notice};
use crate::app::page::Page;
use crate::course::model::CourseMap;
use crate::progress::schedule::{Calendar, RETENTION, Schedule};
use crate::progress::{Log, entry_id};
use crate::quiz::bank::{Bank, Item};
use crate::quiz::days::Listed;
use crate::quiz::generated::Book;
use crate::quiz::met::met;
use crate::quiz::pairs::Pair;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};

/// What all of practice shares.
pub struct Data {
    pub page: Page,
    pub bank: Bank,
    pub pairs: Vec<Pair>,
    /// Questions about simulated days.
    pub days: Vec<Listed>,
    pub book: Book,
    /// Lesson id → title.
    pub lessons: BTreeMap<String, String>,
    pub repository: String,
}

impl Data {
    pub fn schedule(&self, log: &Log) -> Schedule {
        Schedule::new(log, calendar(), RETENTION)
    }
}

impl Course for Data {
    fn bank(&self) -> &Bank {
        &self.bank
    }

    fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    fn days(&self) -> &[Listed] {
        &self.days
    }

    fn lessons(&self) -> &BTreeMap<String, String> {
        &self.lessons
    }

    fn repository(&self) -> &str {
        &self.repository
    }
}

/// The learner's calendar, as this machine has it today.
pub fn calendar() -> Calendar {
    Calendar { offset_min: -(js_sys::Date::new_0().get_timezone_offset() as i32) }
}

/// Today, as the schedule counts.
pub fn today() -> i64 {
    calendar().day(browser::now_ms())
}

/// An id for an entry that is written now.
pub fn new_id() -> String {
    entry_id(browser::now_ms(), (js_sys::Math::random() * 4_294_967_296.0) as u64)
}

/// Shows practice in the element; `query` is the state in the address. Gives the function that
/// takes it away.
pub fn mount(place: Element, page: Page, query: String) -> JsValue {
    let kept: Rc<RefCell<Option<Rc<Sitting>>>> = Rc::default();
    let keeper = kept.clone();
    wasm_bindgen_futures::spawn_local(async move {
        match load(page.clone()).await {
            Ok(data) => {
                // The page may have been left while the files came.
                if place.is_connected() {
                    *keeper.borrow_mut() = show(place, Rc::new(data), &query);
                }
            }
            Err(error) => {
                let html = [
                    "<main class=\"page narrow\" id=\"main\"><h1>Practice cannot be shown</h1>",
                    &notice(&error),
                    "</main>",
                ];
                place.set_inner_html(&html.concat());
                page.arrive("Practice", None);
            }
        }
    });
    Closure::once_into_js(move || drop(kept.borrow_mut().take()))
}

async fn load(page: Page) -> Result<Data, ContentError> {
    let map: CourseMap = content::read("map.json").await?;
    let items: Vec<Item> = content::read("bank.json").await?;
    let pairs: Vec<Pair> = content::read("pairs.json").await?;
    let days: Vec<Listed> = content::read("days.json").await?;
    let (rules, facts) = content::rulebook().await?;
    let lessons = map.parts.into_iter().flat_map(|part| part.lessons);
    Ok(Data {
        page,
        bank: Bank { items },
        pairs,
        days,
        book: Book { rules, facts },
        lessons: lessons.map(|lesson| (lesson.id, lesson.title)).collect(),
        repository: map.repository,
    })
}

fn show(place: Element, data: Rc<Data>, query: &str) -> Option<Rc<Sitting>> {
    let log = data.page.stored().log;
    let set = Set::parse(query).resolved(&data.pairs);
    if set != Set::Home {
        return Some(Sitting::start(place, data, set, log));
    }
    let schedule = data.schedule(&log);
    place.set_inner_html(&home(&Shown {
        bank: &data.bank,
        pairs: &data.pairs,
        met: &met(&data.pairs, &data.bank, &log),
        days: &data.days,
        log: &log,
        schedule: &schedule,
        day: today(),
        lessons: &data.lessons,
    }));
    let page = data.page.clone();
    browser::listen_always(&place, "submit", move |event| {
        event.prevent_default();
        if let Some(form) = browser::hit(&event, "#own-quiz") {
            page.go(&["#/practice?", &wish(&form)].concat());
        }
    });
    data.page.arrive("Practice", None);
    None
}

/// The form as a query; `own` comes first.
fn wish(form: &Element) -> String {
    let mut query = String::new();
    for select in crate::app::question::given::all(form, "select") {
        let select: HtmlSelectElement = select.unchecked_into();
        if !select.value().is_empty() {
            add(&mut query, &select.name(), &select.value());
        }
    }
    for input in crate::app::question::given::all(form, "input:checked") {
        let input: HtmlInputElement = input.unchecked_into();
        add(&mut query, &input.name(), &input.value());
    }
    query
}

fn add(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(&[name, "=", value].concat());
}
