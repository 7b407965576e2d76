//! A lesson: its text, live figures and questions, with the course at the left and its sections at
//! the right.

use super::lesson_nav::{self, Position};
use super::part;
use super::quiz::{self, Topics};
use crate::app::browser;
use crate::app::content::{ContentError, Load, Loading, again, notice, use_content};
use crate::app::dates;
use crate::app::html::escape;
use crate::app::live::{follow, heard, live, live_view};
use crate::app::route::Route;
use crate::app::router::{Router, use_router};
use crate::app::shell::Course;
use crate::app::storage::use_store;
use crate::course::model::{Block, CourseMap, Lesson};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, MouseEvent};

pub fn lesson(id: String) -> AnyView {
    if !super::is_file_name(&id) {
        return super::not_found(Route::lesson(&id).to_string().trim_start_matches('#'));
    }
    let path = ["lessons/", &id, ".json"].concat();
    let loading: Loading<Lesson> = use_content().watch(move || path.clone());
    let body = live_view(move || match loading.get() {
        Load::Pending => view! {
            <main class="reading" id="main"><p class="soft">"Loading the lesson…"</p></main>
        }
        .into_any(),
        Load::Failed(error) => {
            let text = failed(&error);
            let again = again(loading.waiting());
            view! { <main class="reading" id="main" inner_html=text on:click=again></main> }
                .into_any()
        }
        Load::Ready(lesson) => reading(&lesson),
    });
    view! { <div class="lesson">{lesson_nav::course(id)}{body}</div> }.into_any()
}

fn failed(error: &ContentError) -> String {
    [
        "<h1>This lesson cannot be shown</h1>",
        &notice(error),
        "<p><a class=\"link\" href=\"#/\">To the course</a></p>",
    ]
    .concat()
}

fn reading(lesson: &Arc<Lesson>) -> AnyView {
    let Course(map) = expect_context();
    let position = Position::follow(lesson);
    arrive(lesson);
    shut_notes_on_escape();
    let topics = Topics::load(&lesson.blocks);
    let mut blocks = Vec::with_capacity(lesson.blocks.len());
    for block in &lesson.blocks {
        blocks.push(block_view(block, &topics));
    }
    let start = start(lesson, &position.offer());
    let id = lesson.id.clone();
    let end = live(move || match map.ready() {
        Some(map) => [ways_on(&map, &id), lesson_nav::neighbours(&map, &id)].concat(),
        None => String::new(),
    });
    let (toc, bar) = position.views(lesson);
    let router = use_router();
    let copy = heard(move |event: MouseEvent| copy(&event, router));
    view! {
        <main class="reading" id="main">
            <div class="bare" inner_html=start></div>
            <article on:click=copy>{blocks}</article>
            <div class="bare" inner_html=end></div>
        </main>
        {toc}
        {bar}
    }
    .into_any()
}

/// Copies the code beside the button that was pressed, and says so on the button.
fn copy(event: &MouseEvent, router: Router) {
    let Some(button) = browser::hit(event, "[data-copy]") else { return };
    let code = button.previous_element_sibling().and_then(|code| code.text_content());
    leptos::task::spawn_local(async move {
        let copied = browser::copy_text(&code.unwrap_or_default()).await;
        let said = if copied { "Copied" } else { "Not copied: select the text" };
        button.set_text_content(Some(said));
        router.announce(said);
    });
}

/// What stands above the text: for whom, the title, where one stopped, what one will be able to do.
fn start(lesson: &Lesson, offer: &str) -> String {
    let mut html = [
        "<p class=\"note about-lesson\">",
        &escape(&about(lesson)),
        "</p><h1>",
        &escape(&lesson.title),
        "</h1>",
        offer,
        "<div class=\"aims\"><p>Afterwards you can</p><ul>",
    ]
    .concat();
    for objective in &lesson.objectives {
        html.push_str("<li>");
        html.push_str(&escape(objective));
        html.push_str("</li>");
    }
    html.push_str("</ul></div>");
    html
}

/// Tells the router that the lesson is there, now and whenever the address names another part of
/// it.
fn arrive(lesson: &Lesson) {
    let router = use_router();
    let store = use_store();
    store.set("lesson", Some(&lesson.id));
    let (id, title) = (lesson.id.clone(), lesson.title.clone());
    follow(move || {
        if let Route::Lesson { id: here, heading } = router.current().get()
            && here == id
        {
            router.arrive(&title, heading);
        }
    });
}

fn block_view(block: &Block, topics: &Topics) -> AnyView {
    match block {
        Block::Html { html } => {
            view! { <div class="prose" inner_html=html.clone()></div> }.into_any()
        }
        Block::Lab { .. } => part::figure(block),
        Block::Quiz { title, items } => quiz::quiz(title, items, topics),
    }
}

/// `10 minutes, for CLF-C02 and SAA-C03, checked against AWS documentation on 23 November 2026`
fn about(lesson: &Lesson) -> String {
    let mut exams = String::new();
    for (index, exam) in lesson.exams.keys().enumerate() {
        exams.push_str(match index {
            0 => ", for ",
            index if index + 1 == lesson.exams.len() => " and ",
            _ => ", ",
        });
        exams.push_str(exam);
    }
    if exams.is_empty() {
        exams = ", not examined".into();
    }
    [
        &lesson.minutes.to_string(),
        " minutes",
        &exams,
        ", checked against AWS documentation on ",
        &dates::in_words(&lesson.checked),
    ]
    .concat()
}

/// Notes of facts show by CSS while pointed at or focused; Escape hides the one that shows.
fn shut_notes_on_escape() {
    let document = browser::document();
    browser::listen(&document, "keydown", move |event| {
        if event.unchecked_ref::<KeyboardEvent>().key() != "Escape" {
            return;
        }
        let shown = browser::document().query_selector_all(".fact:hover, .fact:focus-within");
        let Ok(shown) = shown else { return };
        for index in 0..shown.length() {
            if let Some(fact) = shown.get(index).and_then(|node| node.dyn_into::<Element>().ok()) {
                let _ = fact.class_list().add_1("shut");
            }
        }
    });
    for left in ["mouseout", "focusout"] {
        browser::listen(&document, left, |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            if let Some(fact) =
                target.and_then(|target| target.closest(".fact.shut").ok().flatten())
            {
                let _ = fact.class_list().remove_1("shut");
            }
        });
    }
}

/// Under the text: the lesson for a room, and where to report a mistake.
fn ways_on(map: &CourseMap, lesson: &str) -> String {
    let room = Route::Present { id: lesson.to_string(), step: None };
    let mut html = [
        "<p class=\"note report\"><a class=\"link\" href=\"",
        &escape(&room.to_string()),
        "\">Show this lesson to a room</a>",
    ]
    .concat();
    if !map.repository.is_empty() {
        let title: String =
            js_sys::encode_uri_component(&["Mistake in lesson ", lesson].concat()).into();
        for piece in [
            " <a class=\"link\" href=\"",
            &escape(map.repository.trim_end_matches('/')),
            "/issues/new?title=",
            &escape(&title),
            "\">Report a mistake in this lesson</a>",
        ] {
            html.push_str(piece);
        }
    }
    html.push_str("</p>");
    html
}
