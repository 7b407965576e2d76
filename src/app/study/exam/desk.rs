//! A mock exam while it runs. Each act becomes an event of the log first; what is drawn follows
//! from the events alone, so that a reload, a crash or another tab finds the same exam.

mod keys;

use super::desk_html as html;
use super::hall::{hand_in, new_id};
use crate::app::KEYS;
use crate::app::browser::{self, Guard};
use crate::app::page::Page;
use crate::progress::sitting::{Event, Happened, Sitting, Slot, sittings};
use crate::progress::{Entry, Log, Sure};
use crate::quiz::Question;
use crate::shape::Shape;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

/// The setting with the moment when the page was last seen open; for clocks that stop with it.
const SEEN: &str = "exam-seen";
/// Time that is left when it is said aloud, ms.
const WARNINGS_MS: [u64; 2] = [600_000, 60_000];

pub struct Desk {
    place: Element,
    page: Page,
    id: String,
    questions: BTreeMap<String, Question>,
    /// The events of this exam alone.
    log: RefCell<Log>,
    sitting: RefCell<Sitting>,
    /// Place of the question on this screen.
    now: Cell<usize>,
    clock_hidden: Cell<bool>,
    /// When the newest event was, ms since 1970.
    last_ms: Cell<u64>,
    keys: bool,
    heard: RefCell<Vec<Guard>>,
}

impl Desk {
    /// Draws the exam and goes on with it.
    pub fn start(
        place: Element,
        page: Page,
        id: String,
        log: Log,
        questions: BTreeMap<String, Question>,
    ) -> Rc<Desk> {
        let log = own(&id, &log);
        // The caller has found it in the log.
        let sitting = sittings(&log).remove(0);
        let keys = page.setting(KEYS).as_deref() != Some("off");
        place.set_inner_html(&html::frame(&sitting, keys));
        let first = sitting.shown;
        let desk = Rc::new(Desk {
            place,
            page,
            id,
            questions,
            now: Cell::new(first.unwrap_or(0)),
            sitting: RefCell::new(sitting),
            clock_hidden: Cell::new(false),
            last_ms: Cell::new(log.entries().last().map_or(0, Entry::at_ms)),
            log: RefCell::new(log),
            keys,
            heard: RefCell::default(),
        });
        desk.come_back(first.is_some());
        desk.page.arrive("Exam", None);
        desk.listen();
        desk
    }

    pub fn end(&self) {
        self.seen();
        self.heard.borrow_mut().clear();
    }

    /// Time without the page does not count where the clock stops for it.
    fn come_back(self: &Rc<Desk>, begun: bool) {
        let (strict, paused) = {
            let sitting = self.sitting.borrow();
            (sitting.paper.strict, sitting.paused_at_ms.is_some())
        };
        if begun && !strict && !paused {
            let seen = self.page.setting(SEEN).and_then(|text| text.parse::<u64>().ok());
            let away_ms = seen.map_or(0, |seen| browser::now_ms().saturating_sub(seen));
            self.note(Event { away_ms, ..self.event(Happened::Resumed) });
        }
        match paused {
            true => self.draw(),
            false => self.show(self.now.get(), false),
        }
    }

    fn listen(self: &Rc<Desk>) {
        let on = |target: &web_sys::EventTarget, event, hear: fn(&Rc<Desk>, &web_sys::Event)| {
            let desk = Rc::downgrade(self);
            browser::listen_until(target, event, move |event| {
                if let Some(desk) = desk.upgrade() {
                    hear(&desk, &event);
                }
            })
        };
        let weak = Rc::downgrade(self);
        let tick = move || {
            if let Some(desk) = weak.upgrade() {
                desk.tick();
            }
        };
        *self.heard.borrow_mut() = vec![
            on(&self.place, "click", |desk, event| desk.clicked(event)),
            on(&self.place, "change", |desk, event| desk.changed(event)),
            on(&browser::document(), "keydown", |desk, event| desk.typed(event.unchecked_ref())),
            on(&browser::window(), "pagehide", |desk, _| desk.seen()),
            on(&browser::window(), "storage", |desk, _| desk.follow()),
            browser::every(1000, tick),
        ];
    }

    /// Events stand in the order in which they happened, also within a millisecond.
    fn event(&self, happened: Happened) -> Event {
        let at_ms = browser::now_ms().max(self.last_ms.get() + 1);
        self.last_ms.set(at_ms);
        Event { id: new_id(at_ms), at_ms, sitting: self.id.clone(), happened, ..Event::blank() }
    }

    /// An event of the question on the screen.
    fn about(&self, happened: Happened) -> Event {
        let question = self.slot(|slot| slot.question.clone());
        Event { question, on: true, ..self.event(happened) }
    }

    /// Logs an event; the state follows.
    fn note(&self, event: Event) {
        let entry = Entry::Exam(event);
        self.page.append(&entry);
        self.log.borrow_mut().append(entry);
        self.derive();
    }

    fn derive(&self) {
        if let Some(sitting) = sittings(&self.log.borrow()).into_iter().next() {
            *self.sitting.borrow_mut() = sitting;
        }
    }

    fn slot<T>(&self, read: impl Fn(&Slot) -> T) -> T {
        read(&self.sitting.borrow().slots[self.now.get()])
    }

    fn question(&self) -> Option<&Question> {
        self.questions.get(&self.slot(|slot| slot.question.clone()))
    }

    /// Another tab may sit the same exam.
    fn follow(self: &Rc<Desk>) {
        let log = own(&self.id, &self.page.stored().log);
        if log != *self.log.borrow() && !log.entries().is_empty() {
            *self.log.borrow_mut() = log;
            self.derive();
            self.draw();
            self.tick();
        }
    }

    fn seen(&self) {
        let sitting = self.sitting.borrow();
        if !sitting.paper.strict && sitting.paused_at_ms.is_none() {
            self.page.set(SEEN, Some(&browser::now_ms().to_string()));
        }
    }

    fn tick(self: &Rc<Desk>) {
        let now_ms = browser::now_ms();
        if self.sitting.borrow().over(now_ms) {
            return self.close();
        }
        self.seen();
        self.draw_time(now_ms);
        let left = self.sitting.borrow().left_ms(now_ms).unwrap_or(0);
        if WARNINGS_MS.iter().any(|warning| (*warning - 1000..*warning).contains(&left)) {
            let minutes = (left + 999) / 60_000;
            let minutes = if minutes <= 1 { "One minute" } else { "Ten minutes" };
            self.page.announce(&[minutes, " left"].concat());
        }
    }

    /// Hands in and goes to the report.
    fn close(&self) {
        self.heard.borrow_mut().clear();
        self.page.set(SEEN, None);
        let sitting = self.sitting.borrow().clone().closed(browser::now_ms());
        hand_in(&self.page, &sitting, &self.questions, &Log::default());
        self.page.go(&["#/exam?report=", &self.id].concat());
    }

    /// Brings a question on the screen.
    fn show(self: &Rc<Desk>, place: usize, focus: bool) {
        self.now.set(place);
        self.note(self.about(Happened::Shown));
        self.draw();
        if focus {
            browser::focus_first(&self.place, "#exam-title");
        }
    }

    fn draw(&self) {
        let sitting = self.sitting.borrow();
        let now_ms = browser::now_ms();
        let place = self.now.get();
        let question = match sitting.paused_at_ms {
            Some(_) => html::paused(),
            None => {
                let slot = &sitting.slots[place];
                html::question(&sitting, place, self.questions.get(&slot.question))
            }
        };
        browser::redraw("exam-question", &question);
        browser::redraw("exam-nav", &html::navigator(&sitting, place));
        browser::redraw("exam-pace", &html::pace(&sitting, now_ms));
        drop(sitting);
        self.draw_time(now_ms);
    }

    fn draw_time(&self, now_ms: u64) {
        let time = match self.clock_hidden.get() {
            true => String::new(),
            false => html::time(&self.sitting.borrow(), now_ms),
        };
        if let Some(element) = self.element("#exam-time") {
            element.set_inner_html(&time);
        }
    }

    /// What an answer, a flag or a word on confidence changes; the options keep their place.
    fn draw_around(&self) {
        let sitting = self.sitting.borrow();
        browser::redraw("exam-nav", &html::navigator(&sitting, self.now.get()));
        browser::redraw("exam-pace", &html::pace(&sitting, browser::now_ms()));
        if let (Some(note), Some(question)) = (self.element("#exam-chosen"), self.question()) {
            let chosen = html::chosen(question, &sitting.slots[self.now.get()]);
            note.set_text_content(Some(&chosen));
        }
    }

    fn element(&self, selector: &str) -> Option<Element> {
        self.place.query_selector(selector).ok().flatten()
    }

    fn changed(&self, event: &web_sys::Event) {
        let Some(input) = browser::hit(event, "input") else { return };
        let input: HtmlInputElement = input.unchecked_into();
        match input.name().as_str() {
            "answer" => {
                let checked = self.inputs("answer").into_iter().filter(|input| input.checked());
                let mut chosen: Vec<u32> =
                    checked.filter_map(|input| input.value().parse().ok()).collect();
                chosen.sort_unstable();
                self.note(Event { chosen, ..self.about(Happened::Answered) });
            }
            "sure" => {
                let sure = match input.value().as_str() {
                    "guess" => Sure::Guess,
                    "unsure" => Sure::Unsure,
                    _ => Sure::Sure,
                };
                self.note(Event { sure: Some(sure), ..self.about(Happened::Confided) });
            }
            _ => return,
        }
        self.draw_around();
    }

    fn clicked(self: &Rc<Desk>, event: &web_sys::Event) {
        if let Some(cell) = browser::hit(event, "[data-go]") {
            let place = cell.get_attribute("data-go").and_then(|text| text.parse().ok());
            if let Some(place) = place.filter(|place| *place < self.sitting.borrow().slots.len()) {
                self.go_to(place);
            }
        } else if let Some(button) = browser::hit(event, "[data-do]") {
            match button.get_attribute("data-do").as_deref() {
                Some("strike") => {
                    if let Some(option) = browser::hit(event, ".exam-option") {
                        self.strike(&option);
                    }
                }
                Some(what) => self.act(what),
                None => {}
            }
        }
    }

    fn act(self: &Rc<Desk>, what: &str) {
        let (now, count) = (self.now.get(), self.sitting.borrow().slots.len());
        match what {
            "on" if now + 1 < count => self.go_to(now + 1),
            "on" | "ask" => self.ask(),
            "back" if now > 0 => self.go_to(now - 1),
            "flag" => self.flag(),
            "flagged" => self.jump(|slot| slot.flagged, "No question is flagged"),
            "skipped" => self.jump(Slot::skipped, "No question was skipped"),
            "check" => self.check(),
            "hide" => self.hide(),
            "pause" if self.sitting.borrow().paused_at_ms.is_none() => {
                self.note(self.event(Happened::Paused));
                self.draw();
                browser::focus_first(&self.place, "[data-do=resume]");
            }
            "resume" => {
                self.note(self.event(Happened::Resumed));
                self.show(now, true);
            }
            "keep" => {
                browser::redraw("exam-ask", "");
                browser::focus_first(&self.place, "#exam-title");
            }
            "finish" => {
                self.note(self.event(Happened::Finished));
                self.close();
            }
            _ => {}
        }
    }

    fn go_to(self: &Rc<Desk>, place: usize) {
        if self.sitting.borrow().paused_at_ms.is_none() {
            self.show(place, true);
        }
    }

    fn ask(&self) {
        browser::redraw("exam-ask", &html::ask(&self.sitting.borrow()));
        browser::focus_first(&self.place, "#exam-keep");
    }

    fn jump(self: &Rc<Desk>, wanted: fn(&Slot) -> bool, none: &str) {
        let place = self.sitting.borrow().next(self.now.get(), wanted);
        match place {
            Some(place) => self.go_to(place),
            None => self.page.announce(none),
        }
    }

    fn flag(&self) {
        let on = !self.slot(|slot| slot.flagged);
        self.note(Event { on, ..self.about(Happened::Flagged) });
        browser::mark("#exam-flag", "aria-pressed", Some(if on { "true" } else { "false" }));
        self.draw_around();
    }

    fn strike(&self, option: &Element) {
        let Some(index) = option.get_attribute("data-option").and_then(|it| it.parse().ok()) else {
            return;
        };
        let on = !self.slot(|slot| slot.struck.contains(&index));
        self.note(Event { on, option: index, ..self.about(Happened::Struck) });
        let _ = option.class_list().toggle_with_force("struck", on);
        if let Ok(Some(button)) = option.query_selector("button") {
            let word = html::strike_word(on);
            button.set_text_content(Some(word));
            let label = button.get_attribute("aria-label").unwrap_or_default();
            let letter = label.rsplit(' ').next().unwrap_or_default();
            let _ = button.set_attribute("aria-label", &[word, " ", letter].concat());
        }
    }

    fn check(&self) {
        if self.slot(|slot| !slot.answered()) {
            return self.page.announce("Choose an answer first");
        }
        self.note(self.about(Happened::Revealed));
        self.draw();
        browser::focus_first(&self.place, "#exam-title");
    }

    fn hide(&self) {
        let hidden = !self.clock_hidden.get();
        self.clock_hidden.set(hidden);
        if let Some(button) = self.element("#exam-hide") {
            button.set_text_content(Some(if hidden { "Show the clock" } else { "Hide the clock" }));
        }
        self.draw_time(browser::now_ms());
    }
}

/// The part of the log that belongs to one exam.
fn own(id: &str, log: &Log) -> Log {
    let of_exam = |entry: &&Entry| matches!(entry, Entry::Exam(event) if event.sitting == id);
    Log::new(log.entries().iter().filter(of_exam).cloned().collect())
}
