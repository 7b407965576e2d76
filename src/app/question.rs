//! One question: asked, checked, explained. A reason stands under every option once it is answered.
//!
//! What is shown follows from the log: a question with an answer shows it, until "Try again".

use super::browser;
use super::dates;
use super::icon::{self, icon};
use super::router::use_router;
use super::storage::use_store;
use crate::progress::{Attempt, Entry};
use crate::quiz::item::Source;
use crate::quiz::{self, Kind, Outcome, Question};
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

/// A question with its own state; needs the store and the router in the context.
#[component]
pub fn QuestionView(question: Arc<Question>) -> impl IntoView {
    let store = use_store();
    let id = question.id.clone();
    let last = Memo::new(move |_| {
        store.log().with(|log| (log.last(&id).cloned(), log.attempts(&id).count() as u32))
    });
    let again = RwSignal::new(false);
    // Only what happens under the reader's hand moves the focus.
    let touched = StoredValue::new(false);
    let part = move || {
        let (attempt, count) = last.get();
        match attempt.filter(|_| !again.get()) {
            Some(attempt) => {
                let retry = move || {
                    touched.set_value(true);
                    again.set(true);
                };
                answered(&question, &attempt, count.saturating_sub(1), touched.get_value(), retry)
            }
            None => {
                let sent = move || {
                    touched.set_value(true);
                    again.set(false);
                };
                let question = question.clone();
                let focus = touched.get_value();
                view! { <Asking question attempt=count focus sent/> }.into_any()
            }
        }
    };
    view! { <div class="question">{part}</div> }.into_any()
}

/// The answer as it grows.
#[derive(Clone, Copy)]
struct Draft {
    chosen: RwSignal<Vec<u32>>,
    single: bool,
}

impl Draft {
    fn has(&self, index: u32) -> bool {
        self.chosen.with(|chosen| chosen.contains(&index))
    }

    fn choose(&self, index: u32) {
        self.chosen.update(|chosen| {
            if self.single {
                *chosen = vec![index];
            } else if let Some(place) = chosen.iter().position(|other| *other == index) {
                chosen.remove(place);
            } else {
                chosen.push(index);
                chosen.sort_unstable();
            }
        });
    }
}

#[component]
fn Asking(
    question: Arc<Question>,
    attempt: u32,
    focus: bool,
    sent: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let store = use_store();
    let router = use_router();
    let draft = Draft { chosen: RwSignal::new(Vec::new()), single: question.kind == Kind::Single };
    let wanted = quiz::expected(&question);
    let complete = move || draft.chosen.with(Vec::len) == wanted;
    let order = quiz::order(&question.id, attempt, question.options.len());
    let options: Vec<AnyView> = order
        .iter()
        .enumerate()
        .map(|(place, index)| option_view(&question, draft, place, *index))
        .collect();
    let stem = ["stem-", &question.id].concat();
    let named = stem.clone();
    let hint_id = ["hint-", &question.id].concat();
    let hint = move || hint(wanted, draft.chosen.with(Vec::len));
    let check = {
        let question = question.clone();
        move || {
            if !complete() {
                return router.announce(&hint());
            }
            let chosen = draft.chosen.get_untracked();
            let correct = quiz::mark(&question, &chosen);
            let at_ms = browser::now_ms();
            sent();
            let question = question.id.clone();
            store.append(Entry::Attempt(Attempt { at_ms, question, chosen, correct }));
        }
    };
    let on_key = {
        let check = check.clone();
        move |event: KeyboardEvent| match key_meaning(&event, &order) {
            Some(Key::Choose(index)) => draft.choose(index),
            Some(Key::Check) => {
                event.prevent_default();
                check();
            }
            None => {}
        }
    };
    let group = NodeRef::<html::Fieldset>::new();
    if focus {
        group.on_load(|group| focus_first_input(&group));
    }
    view! {
        <fieldset node_ref=group aria-labelledby=named on:keydown=on_key>
            <div class="stem" id=stem inner_html=question.stem.clone()></div>
            <div class="options">{options}</div>
            <div class="check">
                <button
                    class="btn p l"
                    type="button"
                    aria-disabled=move || if complete() { "false" } else { "true" }
                    aria-describedby=hint_id.clone()
                    on:click=move |_| check()
                >
                    "Check answer"<kbd>"Enter"</kbd>
                </button>
                <span class="note" id=hint_id>{hint}</span>
            </div>
        </fieldset>
    }
    .into_any()
}

fn focus_first_input(group: &web_sys::Element) {
    if let Ok(Some(input)) = group.query_selector("input") {
        let _ = input.unchecked_into::<web_sys::HtmlElement>().focus();
    }
}

/// Says what is still missing; empty when the answer is complete.
fn hint(wanted: usize, chosen: usize) -> String {
    match (wanted, chosen) {
        (wanted, chosen) if wanted == chosen => String::new(),
        (1, 0) => "Choose one option first.".into(),
        (wanted, chosen) => {
            let (wanted, chosen) = (wanted.to_string(), chosen.to_string());
            ["Choose ", &wanted, " options; ", &chosen, " chosen."].concat()
        }
    }
}

fn option_view(question: &Question, draft: Draft, place: usize, index: usize) -> AnyView {
    let kind = if draft.single { "radio" } else { "checkbox" };
    let name = ["answer-", &question.id].concat();
    let own = index as u32;
    let text = question.options[index].text.clone();
    view! {
        <label class="option">
            <input
                type=kind
                name=name
                prop:checked=move || draft.has(own)
                on:change=move |_| draft.choose(own)
            />
            <span class="letter">{letter(place)}</span>
            <span class="text" inner_html=text></span>
        </label>
    }
    .into_any()
}

fn letter(place: usize) -> String {
    char::from(b'A' + (place as u8).min(25)).to_string()
}

enum Key {
    /// The option by its index in the author's order.
    Choose(u32),
    Check,
}

/// `A`–`E` choose, Enter checks, as long as the focus is in the question and on nothing that takes
/// Enter.
fn key_meaning(event: &KeyboardEvent, order: &[usize]) -> Option<Key> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing() {
        return None;
    }
    let key = event.key();
    if key == "Enter" {
        let on = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let takes_enter = on.is_some_and(|on| matches!(on.tag_name().as_str(), "BUTTON" | "A"));
        return (!takes_enter).then_some(Key::Check);
    }
    let mut signs = key.chars();
    let sign = signs.next().filter(|_| signs.next().is_none())?.to_ascii_lowercase();
    let place = (sign as usize).checked_sub('a' as usize)?;
    order.get(place).map(|index| Key::Choose(*index as u32))
}

fn answered(
    question: &Question,
    attempt: &Attempt,
    number: u32,
    focus: bool,
    retry: impl Fn() + 'static,
) -> AnyView {
    let order = quiz::order(&question.id, number, question.options.len());
    let options: Vec<AnyView> = order
        .iter()
        .enumerate()
        .map(|(place, index)| result_view(question, attempt, place, *index))
        .collect();
    let (class, sign, words) = match attempt.correct {
        true => ("verdict right", icon::CHECK, "Right"),
        false => ("verdict wrong", icon::CROSS, "Not this one"),
    };
    let verdict = NodeRef::<html::P>::new();
    if focus {
        verdict.on_load(|verdict| drop(verdict.focus()));
    }
    let stem = ["stem-", &question.id].concat();
    let named = stem.clone();
    view! {
        <div role="group" aria-labelledby=named>
            <div class="stem" id=stem inner_html=question.stem.clone()></div>
            <p class=class role="status" tabindex="-1" node_ref=verdict>
                <span class="badge">{icon(sign)}</span><b>{words}</b>
            </p>
            <ol class="options">{options}</ol>
            {changed(question)}
            {sources(&question.facts)}
            <div class="check">
                <button class="btn" type="button" on:click=move |_| retry()>"Try again"</button>
                {lab_link(question)}
            </div>
        </div>
    }
    .into_any()
}

fn result_view(question: &Question, attempt: &Attempt, place: usize, index: usize) -> AnyView {
    let (class, sign, words) = match quiz::outcome(question, index, &attempt.chosen) {
        Outcome::Found => ("option right", Some(icon::CHECK), "Right, your answer"),
        Outcome::Missed => ("option right", Some(icon::CHECK), "Right"),
        Outcome::Mistaken => ("option wrong", Some(icon::CROSS), "Your answer"),
        Outcome::Avoided => ("option", None, ""),
    };
    let option = &question.options[index];
    view! {
        <li class=class>
            <span class="letter">{letter(place)}</span>
            <div>
                <div class="text" inner_html=option.text.clone()></div>
                <div class="reason" inner_html=option.why.clone()></div>
            </div>
            <span class="mark">{sign.map(icon)}{words}</span>
        </li>
    }
    .into_any()
}

/// Where the exam's answer and today's differ.
fn changed(question: &Question) -> Option<AnyView> {
    let cell = |title: &'static str, html: &String| {
        (!html.is_empty()).then(|| {
            view! { <div><h4>{title}</h4><div inner_html=html.clone()></div></div> }.into_any()
        })
    };
    let exam = cell("Exam answer", &question.exam_answer);
    let today = cell("Today’s answer", &question.today);
    (exam.is_some() || today.is_some())
        .then(|| view! { <div class="two">{exam}{today}</div> }.into_any())
}

fn sources(facts: &[Source]) -> Option<AnyView> {
    let facts: Vec<AnyView> = facts
        .iter()
        .map(|fact| {
            let source = fact.source.clone();
            let source = match fact.url.is_empty() {
                true => source.into_any(),
                false => view! { <a class="link" href=fact.url.clone()>{source}</a> }.into_any(),
            };
            let read = [", read ", &dates::in_words(&fact.checked)].concat();
            view! { <li>{fact.text.clone()}" "<span>"Source: "{source}{read}</span></li> }
                .into_any()
        })
        .collect();
    (!facts.is_empty()).then(|| view! { <ul class="sources">{facts}</ul> }.into_any())
}

fn lab_link(question: &Question) -> Option<AnyView> {
    let address = ["#/lab?preset=", &question.lab].concat();
    (!question.lab.is_empty())
        .then(|| view! { <a class="btn" href=address>"See it in the lab"</a> }.into_any())
}
