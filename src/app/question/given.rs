//! The answer as it stands in the page, and what keys and buttons do to it.

use super::ask::{Given, SURE, hint};
use super::sort;
use crate::app::browser;
use crate::progress::{Attempt, Sure};
use crate::quiz::{self, Kind, Question};
use crate::shape::Shape;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement, KeyboardEvent};

/// What the learner asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Mark the answer; with how sure they said they are.
    Check(Option<Sure>),
    Again,
    Bookmark,
}

/// The answer in this frame.
pub fn given(frame: &Element, question: &Question) -> Given {
    let mut given = Given::default();
    match question.kind {
        Kind::Number => {
            let field = all(frame, ".number input").pop();
            let field = field.map(|field| field.unchecked_into::<HtmlInputElement>());
            given.text = field.map(|field| field.value().replace(',', ".")).unwrap_or_default();
        }
        Kind::Match => {
            let mut found = Vec::new();
            for select in all(frame, "select[data-at]") {
                let value = select.unchecked_ref::<HtmlSelectElement>().value();
                if let (Some(at), Ok(target)) = (sort::at(&select), value.parse::<u32>()) {
                    found.push((at, target));
                }
            }
            found.sort_unstable();
            given.chosen = found.into_iter().map(|(_, target)| target).collect();
        }
        Kind::Order => {
            let lines = all(frame, "li[data-at]");
            given.chosen = lines.iter().filter_map(sort::at).collect();
        }
        _ => {
            for input in all(frame, ".option input") {
                let input = input.unchecked_into::<HtmlInputElement>();
                if let (true, Ok(index)) = (input.checked(), input.value().parse::<u32>()) {
                    given.chosen.push(index);
                }
            }
            given.chosen.sort_unstable();
        }
    }
    given
}

/// The marked answer; what is missing as an error.
pub fn attempt(
    frame: &Element,
    question: &Question,
    sure: Option<Sure>,
    id: String,
) -> Result<Attempt, String> {
    let Given { chosen, text } = given(frame, question);
    let missing = hint(question, &Given { chosen: chosen.clone(), text: text.clone() });
    if !missing.is_empty() {
        return Err(missing);
    }
    Ok(Attempt {
        id,
        at_ms: browser::now_ms(),
        question: question.id.clone(),
        marked: quiz::mark(question, &chosen, &text),
        chosen,
        given: text,
        sure,
        ..Attempt::blank()
    })
}

/// Says in the page how far the answer is.
pub fn show_hint(frame: &Element, question: &Question) {
    let hint = hint(question, &given(frame, question));
    if let Ok(Some(button)) = frame.query_selector("button[data-do=check]") {
        let missing = if hint.is_empty() { "false" } else { "true" };
        let _ = button.set_attribute("aria-disabled", missing);
    }
    if let Ok(Some(note)) = frame.query_selector(".hint") {
        note.set_text_content(Some(&hint));
    }
}

/// A press inside the frame: lines move at once, the rest is asked for.
pub fn pressed(event: &Event) -> Option<Act> {
    if let Some(button) = browser::hit(event, "[data-move]") {
        sort::step(&button);
        return None;
    }
    let button = browser::hit(event, "button[data-do]")?;
    match button.get_attribute("data-do")?.as_str() {
        "check" => Some(Act::Check(None)),
        "again" => Some(Act::Again),
        "bookmark" => Some(Act::Bookmark),
        word => sure(|(name, ..)| *name == word).map(|sure| Act::Check(Some(sure))),
    }
}

/// A line is taken by its text and dragged; for a pointer of any kind.
pub fn dragged(event: &Event) {
    sort::drag(event.unchecked_ref());
}

/// What the page's root matches where the reader switched single letters and digits off.
const KEYS_OFF: &str = "html[data-keys=off]";

/// A key inside the frame, or anywhere where nothing else takes it. Letters and digits choose; once
/// the answer is complete, 1 to 3 say how sure one is and check, as Enter does without saying.
pub fn typed(frame: &Element, question: &Question, event: &KeyboardEvent) -> Option<Act> {
    let modified = event.ctrl_key() || event.alt_key() || event.meta_key();
    if modified || event.is_composing() || browser::hit(event, "textarea").is_some() {
        return None;
    }
    let key = event.key();
    let asked = matches!(frame.query_selector("button[data-do=check]"), Ok(Some(_)));
    if key == "Enter" {
        if !asked || browser::hit(event, "button,a,summary").is_some() {
            return None;
        }
        event.prevent_default();
        return Some(Act::Check(None));
    }
    let [sign] = key.as_bytes() else { return None };
    if matches!(browser::document().query_selector(KEYS_OFF), Ok(Some(_))) {
        return None;
    }
    let sign = sign.to_ascii_lowercase();
    if sign == b'l' && !asked {
        if let Ok(Some(link)) = frame.query_selector("a[data-lab]") {
            link.unchecked_into::<web_sys::HtmlElement>().click();
        }
        return None;
    }
    let types = browser::hit(event, "select,input[type=text]").is_some();
    if !asked || types {
        return None;
    }
    let options = all(frame, ".option input");
    let digit = sign.is_ascii_digit();
    let complete = hint(question, &given(frame, question)).is_empty();
    if digit && complete {
        let name = key.clone();
        return sure(|(_, key, _)| *key == name).map(|sure| Act::Check(Some(sure)));
    }
    let place = if digit { sign.checked_sub(b'1') } else { sign.checked_sub(b'a') };
    if let Some(option) = place.and_then(|place| options.get(usize::from(place))) {
        option.unchecked_ref::<web_sys::HtmlElement>().click();
    }
    None
}

fn sure(is: impl Fn(&&(&str, &str, &str)) -> bool) -> Option<Sure> {
    let (word, ..) = SURE.iter().find(is)?;
    Sure::read(&(*word).into()).ok()
}

/// All such elements in the frame.
pub fn all(frame: &Element, selector: &str) -> Vec<Element> {
    let mut found = Vec::new();
    if let Ok(nodes) = frame.query_selector_all(selector) {
        for index in 0..nodes.length() {
            found.extend(nodes.get(index).map(JsCast::unchecked_into));
        }
    }
    found
}
