//! One question: asked, checked, explained. A reason stands under every option once it is answered.
//!
//! What is shown follows from the log: a question with an answer shows it, until "Try again".

use super::browser;
use super::dates;
use super::html::escape;
use super::icon::{self, icon};
use super::live::{heard, live};
use super::router::{Router, use_router};
use super::storage::{Store, new_id, use_store};
use crate::progress::{Attempt, Entry, Marked};
use crate::quiz::item::Source;
use crate::quiz::{self, Kind, Outcome, Question};
use crate::shape::Shape;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent, MouseEvent};

/// A question with its own state; needs the store and the router in the context.
///
/// The answer as it grows is what is checked in the page; it changes only the button and the hint.
pub fn question_view(question: Arc<Question>) -> AnyView {
    let desk =
        Desk { question, store: use_store(), router: use_router(), again: RwSignal::new(false) };
    let [shown, clicked, changed, typed] = [desk.clone(), desk.clone(), desk.clone(), desk];
    let part = live(move || match shown.last() {
        (Some(attempt), count) if !shown.again.get() => {
            answered(&shown.question, &attempt, count.saturating_sub(1))
        }
        (_, count) => asking(&shown.question, count),
    });
    let click = heard(move |event: MouseEvent| {
        let Some(button) = browser::hit(&event, "button[data-do]") else { return };
        let Some(frame) = browser::hit(&event, ".question") else { return };
        match button.get_attribute("data-do").as_deref() {
            Some("check") => clicked.check(frame),
            _ => clicked.try_again(frame),
        }
    });
    let change = heard(move |event: Event| {
        if let Some(frame) = browser::hit(&event, ".question") {
            changed.hint(&frame);
        }
    });
    let key = heard(move |event: KeyboardEvent| typed.typed(&event));
    view! {
        <div class="question" inner_html=part on:click=click on:change=change on:keydown=key></div>
    }
    .into_any()
}

/// What the handlers of one question share; `frame` is its element.
#[derive(Clone)]
struct Desk {
    question: Arc<Question>,
    store: Store,
    router: Router,
    again: RwSignal<bool>,
}

impl Desk {
    /// The last answer, and how many there are; tracked.
    fn last(&self) -> (Option<Attempt>, u32) {
        let id = &self.question.id;
        self.store.log().with(|log| (log.last(id).cloned(), log.attempts(id).count() as u32))
    }

    fn check(&self, frame: Element) {
        let chosen = chosen(&frame);
        if chosen.len() != quiz::expected(&self.question) {
            return self.router.announce(&hint(&self.question, chosen.len()));
        }
        let right = quiz::mark(&self.question, &chosen);
        let attempt = Attempt {
            id: new_id(),
            at_ms: browser::now_ms(),
            question: self.question.id.clone(),
            chosen,
            marked: if right { Marked::Right } else { Marked::Wrong },
            ..Attempt::blank()
        };
        self.again.set(false);
        self.store.append(Entry::Attempt(attempt));
        // Only what happens under the reader's hand moves the focus, once it is drawn.
        browser::soon(move || browser::focus_first(&frame, ".verdict"));
    }

    fn try_again(&self, frame: Element) {
        self.again.set(true);
        browser::soon(move || browser::focus_first(&frame, "input"));
    }

    /// Says in the page how far the answer is.
    fn hint(&self, frame: &Element) {
        let hint = hint(&self.question, chosen(frame).len());
        if let Ok(Some(button)) = frame.query_selector("button[data-do=check]") {
            let missing = if hint.is_empty() { "false" } else { "true" };
            let _ = button.set_attribute("aria-disabled", missing);
        }
        if let Ok(Some(note)) = frame.query_selector(".check .note") {
            note.set_text_content(Some(&hint));
        }
    }

    /// `A`–`E` choose, Enter checks, as long as the focus is in the question and on nothing that
    /// takes Enter.
    fn typed(&self, event: &KeyboardEvent) {
        let Some(frame) = browser::hit(event, ".question") else { return };
        let modified = event.ctrl_key() || event.alt_key() || event.meta_key();
        let inputs = inputs(&frame);
        if modified || event.is_composing() || inputs.is_empty() {
            return;
        }
        let key = event.key();
        if key == "Enter" {
            if browser::hit(event, "button,a").is_none() {
                event.prevent_default();
                self.check(frame);
            }
        } else if let [sign] = key.as_bytes()
            && let Some(place) = sign.to_ascii_lowercase().checked_sub(b'a')
            && let Some(input) = inputs.get(usize::from(place))
        {
            input.click();
        }
    }
}

/// The options to choose from, in the order of the page.
fn inputs(frame: &Element) -> Vec<HtmlInputElement> {
    let mut inputs = Vec::new();
    if let Ok(found) = frame.query_selector_all("input") {
        for index in 0..found.length() {
            inputs.extend(found.get(index).map(JsCast::unchecked_into));
        }
    }
    inputs
}

/// What is chosen, by index in the author's order, rising.
fn chosen(frame: &Element) -> Vec<u32> {
    let mut chosen = Vec::new();
    for input in inputs(frame) {
        if let (true, Ok(index)) = (input.checked(), input.value().parse::<u32>()) {
            let place = chosen.iter().take_while(|other| **other < index).count();
            chosen.insert(place, index);
        }
    }
    chosen
}

/// Says what is still missing; empty when the answer is complete.
fn hint(question: &Question, chosen: usize) -> String {
    match (quiz::expected(question), chosen) {
        (wanted, chosen) if wanted == chosen => String::new(),
        (1, 0) => "Choose one option first.".into(),
        (wanted, chosen) => {
            let (wanted, chosen) = (wanted.to_string(), chosen.to_string());
            ["Choose ", &wanted, " options; ", &chosen, " chosen."].concat()
        }
    }
}

fn stem(question: &Question) -> String {
    let id = escape(&question.id);
    [
        " aria-labelledby=\"stem-",
        &id,
        "\"><div class=\"stem\" id=\"stem-",
        &id,
        "\">",
        &question.stem,
        "</div>",
    ]
    .concat()
}

/// The question to be answered, after `attempt` answers.
fn asking(question: &Question, attempt: u32) -> String {
    let id = escape(&question.id);
    let kind = if question.kind == Kind::Single { "radio" } else { "checkbox" };
    let mut html = ["<fieldset", &stem(question), "<div class=\"options\">"].concat();
    let order = quiz::order(&question.id, attempt, question.options.len());
    for (place, index) in order.into_iter().enumerate() {
        for piece in [
            "<label class=\"option\"><input type=\"",
            kind,
            "\" name=\"answer-",
            &id,
            "\" value=\"",
            &index.to_string(),
            "\"><span class=\"letter\">",
            letter(place),
            "</span><span class=\"text\">",
            &question.options[index].text,
            "</span></label>",
        ] {
            html.push_str(piece);
        }
    }
    for piece in [
        "</div><div class=\"check\"><button class=\"btn p l\" type=\"button\" data-do=\"check\" \
         aria-disabled=\"true\" aria-describedby=\"hint-",
        &id,
        "\">Check answer<kbd>Enter</kbd></button><span class=\"note\" id=\"hint-",
        &id,
        "\">",
        &hint(question, 0),
        "</span></div></fieldset>",
    ] {
        html.push_str(piece);
    }
    html
}

fn letter(place: usize) -> &'static str {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let place = place.min(25);
    &LETTERS[place..=place]
}

/// The question with its answer, which was its `number`th, from 0.
fn answered(question: &Question, attempt: &Attempt, number: u32) -> String {
    let (class, sign, words) = match attempt.right() {
        true => ("right", icon::CHECK, "Right"),
        false => ("wrong", icon::CROSS, "Not this one"),
    };
    let mut html = [
        "<div role=\"group\"",
        &stem(question),
        "<p class=\"verdict ",
        class,
        "\" role=\"status\" tabindex=\"-1\"><span class=\"badge\">",
        &icon(sign),
        "</span><b>",
        words,
        "</b></p><ol class=\"options\">",
    ]
    .concat();
    let order = quiz::order(&question.id, number, question.options.len());
    for (place, index) in order.into_iter().enumerate() {
        html.push_str(&result(question, attempt, place, index));
    }
    html.push_str("</ol>");
    html.push_str(&changed(question));
    html.push_str(&sources(&question.facts));
    html.push_str(
        "<div class=\"check\"><button class=\"btn\" type=\"button\" data-do=\"again\">\
         Try again</button>",
    );
    if !question.lab.is_empty() {
        html.push_str("<a class=\"btn\" href=\"#/lab?preset=");
        html.push_str(&escape(&question.lab));
        html.push_str("\">See it in the lab</a>");
    }
    html.push_str("</div></div>");
    html
}

fn result(question: &Question, attempt: &Attempt, place: usize, index: usize) -> String {
    let (class, sign, words) = match quiz::outcome(question, index, &attempt.chosen) {
        Outcome::Found => (" right", icon(icon::CHECK), "Right, your answer"),
        Outcome::Missed => (" right", icon(icon::CHECK), "Right"),
        Outcome::Mistaken => (" wrong", icon(icon::CROSS), "Your answer"),
        Outcome::Avoided => ("", String::new(), ""),
    };
    let option = &question.options[index];
    [
        "<li class=\"option",
        class,
        "\"><span class=\"letter\">",
        letter(place),
        "</span><div><div class=\"text\">",
        &option.text,
        "</div><div class=\"reason\">",
        &option.why,
        "</div></div><span class=\"mark\">",
        &sign,
        words,
        "</span></li>",
    ]
    .concat()
}

/// Where the exam's answer and today's differ.
fn changed(question: &Question) -> String {
    let mut cells = String::new();
    for (title, html) in
        [("Exam answer", &question.exam_answer), ("Today’s answer", &question.today)]
    {
        if !html.is_empty() {
            cells.push_str(&["<div><h4>", title, "</h4><div>", html, "</div></div>"].concat());
        }
    }
    if cells.is_empty() { cells } else { ["<div class=\"two\">", &cells, "</div>"].concat() }
}

fn sources(facts: &[Source]) -> String {
    if facts.is_empty() {
        return String::new();
    }
    let mut html = String::from("<ul class=\"sources\">");
    for fact in facts {
        let source = escape(&fact.source);
        let source = match fact.url.is_empty() {
            true => source,
            false => {
                let address = escape(&fact.url);
                ["<a class=\"link\" href=\"", &address, "\">", &source, "</a>"].concat()
            }
        };
        for piece in [
            "<li>",
            &escape(&fact.text),
            " <span>Source: ",
            &source,
            ", read ",
            &escape(&dates::in_words(&fact.checked)),
            "</span></li>",
        ] {
            html.push_str(piece);
        }
    }
    html.push_str("</ul>");
    html
}
