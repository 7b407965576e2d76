//! Learn: what this is, where to go on, and the course with what is known of it.

use super::contents::{count, known, lessons, parts, tally};
use super::part;
use crate::app::content::{Load, again, notice};
use crate::app::html::escape;
use crate::app::live::{follow, live};
use crate::app::route::Route;
use crate::app::router::use_router;
use crate::app::shell::Course;
use crate::app::storage::{Store, use_store};
use crate::course::model::{Block, CourseMap, LessonEntry};
use leptos::prelude::*;

pub fn home() -> AnyView {
    let router = use_router();
    let store = use_store();
    let Course(map) = expect_context();
    // The list of lessons decides the height of the page; scrolling waits for it, once.
    let mut arrived = false;
    follow(move || {
        if !matches!(map.get(), Load::Pending) && !arrived {
            arrived = true;
            untrack(|| router.arrive("", None));
        }
    });
    let today = live(move || match map.get() {
        Load::Pending => "<p class=\"soft\">Loading the course…</p>".to_string(),
        Load::Failed(error) => notice(&error),
        Load::Ready(map) => plan(&map, store),
    });
    let course = live(move || map.ready().map(|map| contents(&map, store)).unwrap_or_default());
    let figure = Block::Lab {
        scenario: "lunch-spike".into(),
        title: "A lunch hour on Fargate".into(),
        show: vec!["requests".into()],
        sliders: vec!["traffic.peak_rps".into()],
    };
    view! {
        <main class="page home" id="main">
            <section class="today">
                <h1>"Learn AWS containers by moving them"</h1>
                <div inner_html=today on:click=again(map.waiting())></div>
            </section>
            <section class="try" aria-label="Try it">
                {part::figure(&figure)}
            </section>
            <div class="bare" inner_html=course></div>
        </main>
    }
    .into_any()
}

fn plan(map: &CourseMap, store: Store) -> String {
    let mut html = [
        "<p class=\"lead\">",
        &count(lessons(map).len(), "lesson"),
        " of about ten minutes, a simulator that shows every decision, and questions with a \
         reason for each option. Free, no account. What you do stays in this browser.</p>\
         <ol class=\"plan\">",
    ]
    .concat();
    if let Some(step) = next_step(map, store) {
        for piece in [
            "<li><span class=\"n\">",
            &step.minutes.to_string(),
            " min</span><div><b>",
            &escape(&step.title),
            "</b><span>",
            &escape(&step.note),
            "</span></div><a class=\"btn p\" href=\"",
            &escape(&step.route.to_string()),
            "\">",
            step.label,
            "</a></li>",
        ] {
            html.push_str(piece);
        }
    }
    if !map.scenarios.is_empty() {
        html.push_str(
            "<li><span class=\"n\"></span><div><b>Go straight to the lab</b>\
             <span>one service, one day, every setting under your hand</span></div>\
             <a class=\"btn\" href=\"#/lab\">Open the lab</a></li>",
        );
    }
    html.push_str("</ol>");
    html
}

/// What to do next.
struct NextStep {
    title: String,
    note: String,
    minutes: u32,
    route: Route,
    label: &'static str,
}

/// The lesson that was open last, the one after it once all its questions are right, or the first.
fn next_step(map: &CourseMap, store: Store) -> Option<NextStep> {
    let all = lessons(map);
    let open = store.setting("lesson").and_then(|id| all.iter().position(|entry| entry.id == id));
    let Some(open) = open else {
        let first = all.first()?;
        return Some(NextStep {
            title: "Start with lesson 1".into(),
            note: [&first.title, ". It begins with a situation and your guess"].concat(),
            minutes: first.minutes,
            route: Route::lesson(&first.id),
            label: "Start",
        });
    };
    let unfinished = |lessons: &[&LessonEntry]| {
        lessons.iter().position(|entry| {
            let tally = tally(store, &entry.questions);
            tally.right < tally.questions
        })
    };
    let next = match unfinished(&all[open..]) {
        Some(after) => open + after,
        None => unfinished(&all).unwrap_or(open),
    };
    let entry = all[next];
    let place = super::lesson_nav::place_in(store, &entry.id).filter(|_| next == open);
    let note = match &place {
        Some((_, heading)) => ["you stopped at “", heading, "”"].concat(),
        None => known(tally(store, &entry.questions)),
    };
    Some(NextStep {
        title: ["Continue: ", &entry.title].concat(),
        note,
        minutes: entry.minutes,
        route: Route::Lesson { id: entry.id.clone(), heading: place.map(|(id, _)| id) },
        label: "Continue",
    })
}

fn contents(map: &CourseMap, store: Store) -> String {
    let mut minutes = 0;
    let mut questions = Vec::new();
    let all = lessons(map);
    for entry in &all {
        minutes += entry.minutes;
        questions.extend_from_slice(&entry.questions);
    }
    [
        "<section class=\"map\" aria-labelledby=\"the-course\"><div class=\"sec\">\
         <h2 id=\"the-course\">The course</h2><span class=\"soft\">",
        &count(all.len(), "lesson"),
        ", ",
        &minutes.to_string(),
        " min</span><span class=\"note\">",
        &known(tally(store, &questions)),
        "</span></div><div class=\"cols\">",
        &parts(map, store, ""),
        "</div></section>",
    ]
    .concat()
}
