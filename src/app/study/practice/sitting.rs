//! One question after the other: asks, stores the answer as it is given, explains, goes on.

use super::page::{Data, calendar, new_id, today};
use super::set::Set;
use super::source::{self, Row};
use super::supply::{Next, Supply};
use super::table;
use super::view::{self, Frame};
use crate::app::browser::{self, Guard};
use crate::app::question::given::{self, Act};
use crate::app::question::{Own, answered, asking};
use crate::progress::schedule::{RETENTION, Schedule};
use crate::progress::{Attempt, Bookmark, Entry, Log, Marked, Note, Sure};
use crate::quiz::met::{Met, met, nearest};
use crate::quiz::pairs::Pair;
use crate::quiz::{Question, place};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlTextAreaElement};

/// A set that is being practised.
pub struct Sitting {
    place: Element,
    data: Rc<Data>,
    set: Set,
    /// Draws the rows that are drawn.
    seed: u64,
    supply: Supply,
    state: RefCell<State>,
    heard: RefCell<Vec<Guard>>,
}

struct State {
    log: Log,
    /// What follows from the log, kept up as it grows.
    schedule: Schedule,
    met: Vec<Met>,
    row: Row,
    /// Place in the row; of an endless set, how many came before.
    at: usize,
    marks: Vec<Marked>,
    /// Ids of the questions that were asked.
    asked: Vec<String>,
    question: Option<Rc<Question>>,
    /// Place of the pair whose table stands beside the question.
    pair: Option<usize>,
    /// Rows of the table that the question asks about.
    rows: Vec<usize>,
    attempt: Option<Attempt>,
    shown_ms: u64,
    /// Whether all rows of the table are shown.
    all: bool,
}

impl Sitting {
    pub fn start(place: Element, data: Rc<Data>, set: Set, log: Log) -> Rc<Sitting> {
        let seed = browser::now_ms();
        let schedule = data.schedule(&log);
        let row = source::row(&set, &data.bank, &log, &schedule, today(), seed);
        let met = met(&data.pairs, &data.bank, &log);
        let state = State {
            log,
            schedule,
            met,
            row,
            at: 0,
            marks: Vec::new(),
            asked: Vec::new(),
            question: None,
            pair: None,
            rows: Vec::new(),
            attempt: None,
            shown_ms: 0,
            all: false,
        };
        let state = RefCell::new(state);
        let (heard, supply) = Default::default();
        let sitting = Rc::new(Sitting { place, data, set, seed, supply, state, heard });
        sitting.listen();
        sitting.ask(true);
        sitting
    }

    fn listen(self: &Rc<Self>) {
        let on = |event, hear: fn(&Rc<Sitting>, &Event)| {
            let sitting = Rc::downgrade(self);
            browser::listen_until(&self.place, event, move |event| {
                if let Some(sitting) = sitting.upgrade() {
                    hear(&sitting, &event);
                }
            })
        };
        let drag = |_: &Rc<Sitting>, event: &Event| given::dragged(event);
        *self.heard.borrow_mut() = vec![
            on("click", Sitting::click),
            on("change", Sitting::change),
            on("input", |sitting, _| sitting.hint()),
            on("keydown", Sitting::key),
            on("pointerdown", drag),
            on("pointermove", drag),
            on("pointerup", drag),
            on("pointercancel", drag),
        ];
    }

    /// Brings the question of this place, or the end.
    fn ask(self: &Rc<Self>, first: bool) {
        let next = self.next_up();
        let sitting = self.clone();
        match next {
            Next::Here(question) => self.show(question, first),
            next => wasm_bindgen_futures::spawn_local(async move {
                match sitting.supply.bring(next).await {
                    Ok(question) => sitting.show(question, first),
                    Err(html) => sitting.place.set_inner_html(&html),
                }
            }),
        }
    }

    fn next_up(&self) -> Next {
        let mut state = self.state.borrow_mut();
        state.rows.clear();
        let mut place = state.row.places.get(state.at).copied();
        if let Set::Make(name) = &self.set
            && let Some(listed) = self.data.days.iter().find(|listed| listed.name == *name)
        {
            let number = source::next_ready(&self.set, &state.log, listed.count as usize);
            return Next::Day { name: name.clone(), number };
        }
        if self.set.is_endless() {
            let pair = self.drilled();
            let authored = |pair| source::authored(pair, &self.data.bank, &state.log, &state.asked);
            place = pair.and_then(authored);
            if place.is_none() {
                let seed = source::next_seed(&self.set, &state.log);
                let made = source::made(&self.set, &self.data.pairs, &self.data.book, seed);
                let Some((question, rows)) = made else { return Next::Here(None) };
                state.rows = rows;
                return Next::Here(Some(Rc::new(question)));
            }
        }
        match place.and_then(|place| self.data.bank.items.get(place)) {
            Some(item) => Next::Authored { topic: item.topic.clone(), id: item.id.clone() },
            None => Next::Here(None),
        }
    }

    /// The pair that is drilled.
    fn drilled(&self) -> Option<&Pair> {
        let Set::Drill(id) = &self.set else { return None };
        self.data.pairs.iter().find(|pair| pair.id == *id)
    }

    /// The table that goes with a question: of the pair that is drilled, or that it is about.
    fn pair_of(&self, question: &Question) -> Option<usize> {
        match &self.set {
            Set::Drill(id) => self.data.pairs.iter().position(|pair| pair.id == *id),
            _ => nearest(&self.data.pairs, &question.misconceptions()),
        }
    }

    fn show(self: &Rc<Self>, question: Option<Rc<Question>>, first: bool) {
        {
            let mut state = self.state.borrow_mut();
            state.pair = question.as_ref().and_then(|question| self.pair_of(question));
            if let (Some(place), Some(question)) = (state.pair, &question)
                && state.rows.is_empty()
            {
                state.rows = self.data.pairs[place].rows_about(&question.misconceptions());
            }
            state.asked.extend(question.as_ref().map(|question| question.id.clone()));
            state.question = question;
            state.attempt = None;
            state.shown_ms = browser::now_ms();
        }
        self.draw();
        if first {
            let name = view::name(&self.set, &*self.data);
            self.data.page.arrive(&["Practice: ", &name].concat(), None);
        }
        for selector in [".question input", ".question select", ".question [data-move]", "h1"] {
            if matches!(self.place.query_selector(selector), Ok(Some(_))) {
                browser::focus_first(&self.place, selector);
                break;
            }
        }
        if !first {
            browser::window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    }

    fn draw(&self) {
        let state = self.state.borrow();
        let Some(question) = &state.question else {
            let answers: Vec<(usize, bool)> = self.answers(&state);
            let html = view::end(&self.set, &*self.data, &answers, &state.marks, &state.row);
            return self.place.set_inner_html(&html);
        };
        let number = state.log.attempts(&question.id).count() as u32;
        let shown = match &state.attempt {
            None => asking(question, number),
            Some(attempt) => {
                let own = self.own(&state, question);
                answered(question, attempt, number.saturating_sub(1), &own)
            }
        };
        let side = self.side(&state);
        let frame = Frame {
            set: &self.set,
            question,
            shown: &shown,
            side: &side,
            marks: &state.marks,
            at: state.at,
            of: self.length(&state),
            answered: state.attempt.is_some(),
            reason: state.row.reasons.get(state.at).copied(),
        };
        self.place.set_inner_html(&view::frame(&frame, &*self.data));
    }

    /// Questions of the set; 0 where it has no end.
    fn length(&self, state: &State) -> usize {
        match self.set {
            Set::Place => place::QUESTIONS.min(self.data.bank.items.len()),
            _ => state.row.places.len(),
        }
    }

    /// The table beside the question; outside a drill it comes with the reasons.
    fn side(&self, state: &State) -> String {
        let Some(place) = state.pair else { return String::new() };
        let (pair, met) = (&self.data.pairs[place], &state.met[place]);
        let (drills, answered) = (self.drilled().is_some(), state.attempt.is_some());
        if !drills && !answered {
            return String::new();
        }
        let now: &[usize] = if answered { &state.rows } else { &[] };
        // Before the answer the rows that it asks about would give it away.
        let hidden = |row: &usize| !answered && !state.all && state.rows.contains(row);
        let shown = met.rows.iter().copied().filter(|row| !hidden(row)).collect();
        [table::table(pair, &shown, now, state.all), table::last_nine(pair, met, !drills)].concat()
    }

    fn own(&self, state: &State, question: &Question) -> Own {
        let about = ["question/", &question.id].concat();
        let note = state.log.notes().get(about.as_str()).map(|note| note.text.clone());
        let card = state.schedule.cards.get(&question.id);
        Own {
            bookmarked: state.log.bookmarks().contains(about.as_str()),
            note: note.unwrap_or_default(),
            after: card.map(|card| view::comes_back(card.due_day - today())).unwrap_or_default(),
            again: false,
        }
    }

    fn answers(&self, state: &State) -> Vec<(usize, bool)> {
        let right = state.marks.iter().map(|mark| *mark == Marked::Right);
        state.row.places.iter().copied().zip(right).collect()
    }

    fn act(self: &Rc<Self>, act: Act) {
        match act {
            Act::Check(sure) => self.check(sure),
            Act::Again => {}
            Act::Bookmark => self.bookmark(),
        }
    }

    fn check(self: &Rc<Self>, sure: Option<Sure>) {
        let question = self.state.borrow().question.clone();
        let (Some(frame), Some(question)) = (self.frame(), question) else { return };
        if self.state.borrow().attempt.is_some() {
            return;
        }
        let mut attempt = match given::attempt(&frame, &question, sure, new_id()) {
            Err(missing) => return self.data.page.announce(&missing),
            Ok(attempt) => attempt,
        };
        {
            let mut state = self.state.borrow_mut();
            attempt.took_ms = attempt.at_ms.saturating_sub(state.shown_ms);
            attempt.place = "practice".into();
            state.marks.push(attempt.marked);
            let entry = Entry::Attempt(attempt.clone());
            self.data.page.append(&entry);
            state.log.append(entry);
            state.schedule.add(&attempt, calendar(), RETENTION);
            let State { pair, met, rows, .. } = &mut *state;
            if let Some(place) = *pair {
                met[place].add(&self.data.pairs[place], rows, attempt.right());
            }
            state.attempt = Some(attempt);
        }
        self.draw();
        browser::focus_first(&self.place, ".verdict");
    }

    fn bookmark(&self) {
        let Some(question) = self.state.borrow().question.clone() else { return };
        {
            let mut state = self.state.borrow_mut();
            let about = ["question/", &question.id].concat();
            let on = !state.log.bookmarks().contains(about.as_str());
            let (id, at_ms) = (new_id(), browser::now_ms());
            let entry = Entry::Bookmark(Bookmark { id, at_ms, about, on });
            self.data.page.append(&entry);
            state.log.append(entry);
        }
        self.draw();
        browser::focus_first(&self.place, "[data-do=bookmark]");
    }

    fn next(self: &Rc<Self>) {
        if self.state.borrow().attempt.is_none() {
            return;
        }
        {
            let mut state = self.state.borrow_mut();
            state.at += 1;
            if self.set == Set::Place {
                let answers = self.answers(&state);
                let next = place::next(&self.data.bank, &answers, self.seed);
                state.row.places.extend(next);
            }
        }
        self.ask(false);
    }

    fn click(self: &Rc<Self>, event: &Event) {
        if let Some(act) = given::pressed(event) {
            return self.act(act);
        }
        let button = browser::hit(event, "button[data-do]");
        match button.and_then(|it| it.get_attribute("data-do")).as_deref() {
            Some("next") => self.next(),
            Some("all") => {
                self.state.borrow_mut().all = true;
                self.redraw_side();
            }
            _ if browser::hit(event, "[data-move]").is_some() => self.hint(),
            _ => {}
        }
    }

    /// Only the table, so that an answer in the making stays.
    fn redraw_side(&self) {
        if let Ok(Some(side)) = self.place.query_selector(".pair-side") {
            side.set_inner_html(&self.side(&self.state.borrow()));
        }
    }

    fn change(self: &Rc<Self>, event: &Event) {
        let Some(field) = browser::hit(event, "textarea[data-do=note]") else { return self.hint() };
        let Some(question) = self.state.borrow().question.clone() else { return };
        let text = field.unchecked_into::<HtmlTextAreaElement>().value();
        let about = ["question/", &question.id].concat();
        let entry = Entry::Note(Note { id: new_id(), at_ms: browser::now_ms(), about, text });
        self.data.page.append(&entry);
        self.state.borrow_mut().log.append(entry);
    }

    fn hint(&self) {
        let question = self.state.borrow().question.clone();
        if let (Some(frame), Some(question)) = (self.frame(), question)
            && self.state.borrow().attempt.is_none()
        {
            given::show_hint(&frame, &question);
        }
    }

    fn key(self: &Rc<Self>, event: &Event) {
        let event: &web_sys::KeyboardEvent = event.unchecked_ref();
        let question = self.state.borrow().question.clone();
        let (Some(frame), Some(question)) = (self.frame(), question) else { return };
        match event.key().as_str() {
            "Escape" if browser::hit(event, "textarea").is_none() => {
                self.data.page.go("#/practice");
            }
            "Enter"
                if self.state.borrow().attempt.is_some()
                    && browser::hit(event, "a,button,summary,textarea").is_none() =>
            {
                event.prevent_default();
                self.next();
            }
            _ => {
                if let Some(act) = given::typed(&frame, &question, event) {
                    self.act(act);
                }
            }
        }
    }

    fn frame(&self) -> Option<Element> {
        self.place.query_selector(".question").ok()?
    }
}
