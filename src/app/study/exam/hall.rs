//! Where exams begin and end: the page that offers them, the one that runs, the report, the paper.

use super::desk::Desk;
use super::report_html::{self, Sat};
use super::start_html::{self, Choice};
use super::value;
use crate::app::KEYS;
use crate::app::browser::{self, Guard};
use crate::app::content::{ContentError, notice};
use crate::app::page::Page;
use crate::app::study::course::{self, Course};
use crate::app::study::explained::marked;
use crate::progress::sitting::{Event, Happened, Sitting, sittings};
use crate::progress::{Entry, Log, Marked, entry_id};
use crate::quiz::Question;
use crate::quiz::exam::{Drawn, Rules, attempts, draw, report};
use crate::shape::Shape;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlInputElement};

/// The setting with what was chosen last.
const CHOICE: &str = "exam-choice";

/// Shows the page; gives the function that takes it away.
pub fn mount(place: Element, page: Page, query: String) -> JsValue {
    let hall: Rc<RefCell<Option<Rc<Hall>>>> = Rc::default();
    let keeper = hall.clone();
    wasm_bindgen_futures::spawn_local(async move {
        let course = course::read().await;
        // The page may have been left while the course came.
        if !place.is_connected() {
            return;
        }
        match course {
            Ok(course) => {
                let hall = Hall::new(place, page, course);
                *keeper.borrow_mut() = Some(hall.clone());
                hall.open(&query).await;
            }
            Err(error) => failed(&place, &page, &error),
        }
    });
    Closure::once_into_js(move || {
        if let Some(hall) = hall.borrow_mut().take() {
            hall.end();
        }
    })
}

fn failed(place: &Element, page: &Page, error: &ContentError) {
    let html = [
        "<main class=\"page narrow\" id=\"main\"><h1>The exam cannot be shown</h1>",
        &notice(error),
        "</main>",
    ];
    place.set_inner_html(&html.concat());
    page.arrive("Exam", None);
}

/// An identity for something that happens then.
pub fn new_id(at_ms: u64) -> String {
    entry_id(at_ms, (js_sys::Math::random() * 4_294_967_296.0) as u64)
}

pub struct Hall {
    pub place: Element,
    pub page: Page,
    pub course: Course,
    heard: RefCell<Vec<Guard>>,
    desk: RefCell<Option<Rc<Desk>>>,
    choice: RefCell<Option<Choice>>,
    seed: Cell<u64>,
}

impl Hall {
    fn new(place: Element, page: Page, course: Course) -> Rc<Hall> {
        let seed = (js_sys::Math::random() * 4_294_967_296.0) as u64;
        Rc::new(Hall {
            place,
            page,
            course,
            heard: RefCell::default(),
            desk: RefCell::default(),
            choice: RefCell::default(),
            seed: Cell::new(seed),
        })
    }

    fn end(&self) {
        self.heard.borrow_mut().clear();
        if let Some(desk) = self.desk.borrow_mut().take() {
            desk.end();
        }
    }

    async fn open(self: Rc<Hall>, query: &str) {
        let log = self.page.stored().log;
        let sat = sittings(&log);
        let now_ms = browser::now_ms();
        for sitting in sat.iter().filter(|sitting| sitting.over(now_ms)) {
            self.hand_in(sitting, &log).await;
        }
        if let Some(id) = value(query, "report")
            && let Some(sitting) = sat.iter().find(|sitting| sitting.id == id)
            && sitting.over(now_ms)
        {
            return self.report(sitting.clone()).await;
        }
        if let Some(exam) = value(query, "print") {
            return self.paper(exam, query).await;
        }
        match sat.into_iter().rev().find(|sitting| !sitting.over(now_ms)) {
            Some(sitting) => self.sit(sitting.id, log).await,
            None => self.offer(),
        }
    }

    /// The page that offers exams.
    fn offer(self: Rc<Hall>) {
        let log = self.page.stored().log;
        let choice = self.remembered();
        let drawn = self.drawn(&choice, &log);
        let history = start_html::history(
            &sittings(&log),
            &log,
            course::learner_calendar(),
            browser::now_ms(),
        );
        let keys = self.page.setting(KEYS).as_deref() != Some("off");
        *self.choice.borrow_mut() = Some(choice.clone());
        self.place.set_inner_html(&start_html::page(&self.course, &choice, &drawn, keys, &history));
        self.page.arrive("Exam", None);
        self.hear("change", |hall, event| hall.changed(event));
        self.hear("click", |hall, event| {
            let button = browser::hit(event, "[data-do]:not([aria-disabled=true])");
            match button.and_then(|it| it.get_attribute("data-do")).as_deref() {
                Some("start") => hall.start(),
                Some("print") => hall.page.go(&hall.print_address()),
                _ => {}
            }
        });
    }

    fn hear(self: &Rc<Hall>, event: &'static str, heard: fn(&Rc<Hall>, &web_sys::Event)) {
        let hall = Rc::downgrade(self);
        let guard = browser::listen_until(&self.place, event, move |event| {
            if let Some(hall) = hall.upgrade() {
                heard(&hall, &event);
            }
        });
        self.heard.borrow_mut().push(guard);
    }

    /// What was chosen last, or the first exam, whole, in standard time, strict.
    fn remembered(&self) -> Choice {
        let last = self.page.setting(CHOICE).unwrap_or_default();
        let number = |name: &str| value(&last, name).and_then(|text| text.parse().ok());
        let known = value(&last, "exam").filter(|code| self.course.exam(code).is_some());
        let goal = self.page.stored().log.goal().map(|goal| goal.exam.clone());
        let goal = goal.filter(|code| self.course.exam(code).is_some());
        let usual = || {
            let exams = &self.course.exams;
            let most = exams.iter().max_by_key(|exam| {
                let items = &self.course.bank.items;
                items.iter().filter(|item| item.exams.contains_key(&exam.exam)).count()
            });
            most.map(|exam| exam.exam.clone()).unwrap_or_default()
        };
        Choice {
            exam: known.map(String::from).or(goal).unwrap_or_else(usual),
            rules: Rules {
                items: number("length").unwrap_or(0),
                pace_percent: number("pace").unwrap_or(100) as u32,
                strict: value(&last, "strict") != Some("no"),
            },
        }
    }

    fn drawn(&self, choice: &Choice, log: &Log) -> Drawn {
        match self.course.exam(&choice.exam) {
            Some(exam) => draw(&self.course.bank, exam, log, choice.rules, self.seed.get()),
            None => Drawn { paper: Shape::blank(), short: Vec::new() },
        }
    }

    fn changed(self: &Rc<Hall>, event: &web_sys::Event) {
        let Some(input) = browser::hit(event, "input") else { return };
        let input: HtmlInputElement = input.unchecked_into();
        if input.name() == "keys" {
            return self.page.set(KEYS, Some("off").filter(|_| !input.checked()));
        }
        let Some(mut choice) = self.choice.borrow().clone() else { return };
        let text = input.value();
        match input.name().as_str() {
            "exam" => choice.exam = text,
            "strict" => choice.rules.strict = text == "yes",
            "pace" => choice.rules.pace_percent = text.parse().unwrap_or(100),
            "length" => choice.rules.items = text.parse().unwrap_or(0),
            _ => return,
        }
        self.page.set(CHOICE, Some(&query_of(&choice)));
        let drawn = self.drawn(&choice, &self.page.stored().log);
        browser::redraw("exam-offer", &start_html::offer(&self.course, &choice, &drawn));
        *self.choice.borrow_mut() = Some(choice);
    }

    fn print_address(&self) -> String {
        let choice = self.choice.borrow();
        let Some(choice) = choice.as_ref() else { return "#/exam".into() };
        let exam = &choice.exam;
        format!("#/exam?print={exam}&{}&seed={}", query_of(choice), self.seed.get())
    }

    fn start(self: &Rc<Hall>) {
        let log = self.page.stored().log;
        let choice = self.choice.borrow().clone();
        let Some(choice) = choice else { return };
        let paper = self.drawn(&choice, &log).paper;
        if paper.items.is_empty() {
            return;
        }
        let at_ms = browser::now_ms();
        let id = new_id(at_ms);
        let event = Event {
            sitting: id.clone(),
            id: id.clone(),
            at_ms,
            happened: Happened::Started,
            paper: Some(paper),
            ..Event::blank()
        };
        self.page.append(&Entry::Exam(event));
        self.heard.borrow_mut().clear();
        let hall = self.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let log = hall.page.stored().log;
            hall.sit(id, log).await;
        });
    }

    /// The running exam gets the page.
    async fn sit(self: Rc<Hall>, id: String, log: Log) {
        let Some(sitting) = sittings(&log).into_iter().find(|sitting| sitting.id == id) else {
            return self.offer();
        };
        let asked = sitting.slots.iter().map(|slot| slot.question.as_str());
        match course::questions(&self.course.bank, asked).await {
            Ok(questions) if self.place.is_connected() => {
                let desk = Desk::start(self.place.clone(), self.page.clone(), id, log, questions);
                *self.desk.borrow_mut() = Some(desk);
            }
            Ok(_) => {}
            Err(error) => failed(&self.place, &self.page, &error),
        }
    }

    /// Puts the answers of an exam that is over into the log, once.
    async fn hand_in(&self, sitting: &Sitting, log: &Log) {
        let missing = |question: &str| !log.has(&[&sitting.id, "/", question].concat());
        let open = sitting.slots.iter().filter(|slot| slot.answered());
        if open.clone().any(|slot| missing(&slot.question)) {
            let asked = open.map(|slot| slot.question.as_str());
            if let Ok(questions) = course::questions(&self.course.bank, asked).await {
                hand_in(&self.page, sitting, &questions, log);
            }
        }
    }

    async fn report(self: Rc<Hall>, sitting: Sitting) {
        let asked = sitting.slots.iter().map(|slot| slot.question.as_str());
        let questions = match course::questions(&self.course.bank, asked).await {
            Ok(questions) => questions,
            Err(error) => return failed(&self.place, &self.page, &error),
        };
        let Some(exam) = self.course.exam(&sitting.paper.exam) else {
            return self.offer();
        };
        let sitting = sitting.closed(browser::now_ms());
        let marks = marks(&sitting, &questions);
        let report = report(&sitting, &marks, &self.course.bank, exam, browser::now_ms());
        if self.place.is_connected() {
            self.place.set_inner_html(&report_html::page(Sat {
                sitting: &sitting,
                report: &report,
                exam,
                course: &self.course,
                questions: &questions,
                calendar: course::learner_calendar(),
            }));
            self.page.arrive("Exam report", None);
        }
    }

    async fn paper(self: Rc<Hall>, code: &str, query: &str) {
        let Some(exam) = self.course.exam(code) else { return self.offer() };
        let number = |name: &str| value(query, name).and_then(|text| text.parse::<u64>().ok());
        let rules = Rules {
            items: number("length").unwrap_or(0) as usize,
            pace_percent: number("pace").unwrap_or(100) as u32,
            strict: true,
        };
        // The same address prints the same paper, whatever was answered since.
        let seed = number("seed").unwrap_or(1);
        let paper = draw(&self.course.bank, exam, &Log::default(), rules, seed).paper;
        let asked = paper.items.iter().map(|item| item.question.as_str());
        match course::questions(&self.course.bank, asked).await {
            Ok(questions) => {
                self.place.set_inner_html(&start_html::paper(&paper, exam, &questions));
                self.page.arrive("A paper to print", None);
                self.hear("click", |_, event| {
                    if browser::hit(event, "[data-do=printer]").is_some() {
                        let _ = browser::window().print();
                    }
                });
            }
            Err(error) => failed(&self.place, &self.page, &error),
        }
    }
}

fn query_of(choice: &Choice) -> String {
    let Rules { items, pace_percent, strict } = choice.rules;
    let strict = if strict { "yes" } else { "no" };
    format!("exam={}&length={items}&pace={pace_percent}&strict={strict}", choice.exam)
}

fn marks(sitting: &Sitting, questions: &BTreeMap<String, Question>) -> BTreeMap<String, Marked> {
    let answered = sitting.slots.iter().filter(|slot| slot.answered());
    let marked = answered.filter_map(|slot| {
        let question = questions.get(&slot.question)?;
        Some((slot.question.clone(), marked(question, slot)))
    });
    marked.collect()
}

/// Adds the answers of an exam to the log; those that are there stay as they are.
pub fn hand_in(page: &Page, sitting: &Sitting, questions: &BTreeMap<String, Question>, log: &Log) {
    for attempt in attempts(sitting, &marks(sitting, questions)) {
        if !log.has(&attempt.id) {
            page.append(&Entry::Attempt(attempt));
        }
    }
}
