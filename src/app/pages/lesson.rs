//! A lesson: its text, live figures and questions, with the course at the left and its sections at
//! the right.

use super::lesson_nav::{CourseNav, Neighbours, Position, SectionBar, Toc};
use super::quiz::{Quiz, Topics};
use crate::app::browser;
use crate::app::content::{Load, Notice, use_content};
use crate::app::dates;
use crate::app::lab::LabFigure;
use crate::app::route::Route;
use crate::app::router::use_router;
use crate::app::shell::Course;
use crate::app::storage::use_store;
use crate::course::model::{Block, Lesson};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

#[component]
pub fn LessonPage(id: String) -> impl IntoView {
    // An id is a file name; anything else asks for a file that no build makes.
    if !id.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-' || sign == '_') {
        let fragment = Route::lesson(&id).to_string().trim_start_matches('#').to_string();
        return view! { <super::NotFound fragment/> }.into_any();
    }
    let path = ["lessons/", &id, ".json"].concat();
    let loading = use_content().watch::<Lesson>(move || path.clone());
    let body = move || match loading.state().get() {
        Load::Pending => {
            let main = view! {
                <main class="reading" id="main"><p class="soft">"Loading the lesson…"</p></main>
            };
            main.into_any()
        }
        Load::Failed(error) => view! {
            <main class="reading" id="main">
                <h1>"This lesson cannot be shown"</h1>
                <Notice error loading/>
                <p><a class="link" href="#/">"To the course"</a></p>
            </main>
        }
        .into_any(),
        Load::Ready(lesson) => view! { <Reading lesson/> }.into_any(),
    };
    view! { <div class="lesson"><CourseNav id=id.clone()/>{body}</div> }.into_any()
}

#[component]
fn Reading(lesson: Arc<Lesson>) -> impl IntoView {
    let position = Position::follow(&lesson);
    arrive(&lesson);
    shut_notes_on_escape();
    let topics = Topics::load(&lesson.blocks);
    let blocks: Vec<AnyView> =
        lesson.blocks.iter().map(|block| block_view(block, &topics)).collect();
    let objectives: Vec<AnyView> = lesson
        .objectives
        .iter()
        .map(|objective| view! { <li>{objective.clone()}</li> }.into_any())
        .collect();
    view! {
        <main class="reading" id="main">
            <p class="note about-lesson">{about(&lesson)}</p>
            <h1>{lesson.title.clone()}</h1>
            {position.offer()}
            <div class="aims"><p>"Afterwards you can"</p><ul>{objectives}</ul></div>
            <article>{blocks}</article>
            <Report lesson=lesson.id.clone()/>
            <Neighbours id=lesson.id.clone()/>
        </main>
        <Toc lesson=lesson.clone() position/>
        <SectionBar lesson=lesson.clone() position/>
    }
    .into_any()
}

/// Tells the router that the lesson is there, now and whenever the address names another part of
/// it.
fn arrive(lesson: &Lesson) {
    let router = use_router();
    let store = use_store();
    store.set("lesson", Some(&lesson.id));
    let (id, title) = (lesson.id.clone(), lesson.title.clone());
    Effect::new(move || {
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
        Block::Lab { scenario, title, show, sliders } => view! {
            <LabFigure
                scenario_id=scenario.clone()
                title=title.clone()
                show=show.clone()
                sliders=sliders.clone()
            />
        }
        .into_any(),
        Block::Quiz { title, items } => {
            view! { <Quiz title=title.clone() items=items.clone() topics=topics.clone()/> }
                .into_any()
        }
    }
}

/// `10 minutes, for CLF-C02 and SAA-C03, checked against AWS documentation on 23 November 2026`
fn about(lesson: &Lesson) -> String {
    let exams: Vec<&str> = lesson.exams.keys().map(String::as_str).collect();
    let exams = match exams.as_slice() {
        [] => String::new(),
        [only] => [", for ", only].concat(),
        [most @ .., last] => [", for ", &most.join(", "), " and ", last].concat(),
    };
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

#[component]
fn Report(lesson: String) -> impl IntoView {
    let Course(map) = expect_context();
    move || {
        let map = map.ready().filter(|map| !map.repository.is_empty())?;
        let title: String =
            js_sys::encode_uri_component(&["Mistake in lesson ", &lesson].concat()).into();
        let base = map.repository.trim_end_matches('/');
        let address = [base, "/issues/new?title=", &title].concat();
        Some(view! {
            <p class="note report">
                <a class="link" href=address>"Report a mistake in this lesson"</a>
            </p>
        })
    }
}
