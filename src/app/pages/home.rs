//! Learn: what this is, where to go on, and the course with what is known of it.

use crate::app::content::{Load, Notice};
use crate::app::icon;
use crate::app::lab::LabFigure;
use crate::app::route::Route;
use crate::app::router::use_router;
use crate::app::shell::Course;
use crate::app::storage::{Store, use_store};
use crate::course::model::{CourseMap, LessonEntry, Part};
use crate::progress::Tally;
use leptos::prelude::*;
use std::sync::Arc;

#[component]
pub fn Home() -> impl IntoView {
    let router = use_router();
    let Course(map) = expect_context();
    // The list of lessons decides the height of the page; scrolling waits for it.
    let settled = Memo::new(move |_| !matches!(map.state().get(), Load::Pending));
    Effect::new(move || {
        if settled.get() {
            router.arrive("", None);
        }
    });
    let rest = move || match map.state().get() {
        Load::Pending => view! { <p class="soft">"Loading the course…"</p> }.into_any(),
        Load::Failed(error) => view! { <Notice error loading=map/> }.into_any(),
        Load::Ready(map) => view! { <Plan map/> }.into_any(),
    };
    let course = move || map.ready().map(|map| view! { <Contents map/> }.into_any());
    view! {
        <main class="page home" id="main">
            <section class="today">
                <h1>"Learn AWS containers by moving them"</h1>
                {rest}
            </section>
            <section class="try" aria-label="Try it">
                <LabFigure
                    scenario_id="lunch-spike".to_string()
                    title="A lunch hour on Fargate".to_string()
                    show=vec!["requests".to_string()]
                    sliders=vec!["traffic.peak_rps".to_string()]
                />
            </section>
            {course}
        </main>
    }
    .into_any()
}

#[component]
fn Plan(map: Arc<CourseMap>) -> impl IntoView {
    let store = use_store();
    let lead = [
        &count(lessons(&map).count(), "lesson"),
        " of about ten minutes, a simulator that shows every decision, and questions with a \
         reason for each option. Free, no account. What you do stays in this browser.",
    ]
    .concat();
    let next = {
        let map = map.clone();
        move || next_step(&map, store).map(|step| view! { <Step step/> }.into_any())
    };
    let first_lab = map.scenarios.keys().next().is_some().then(|| {
        view! {
            <li>
                <span class="n"></span>
                <div><b>"Go straight to the lab"</b>
                    <span>"one service, one day, every setting under your hand"</span></div>
                <a class="btn" href="#/lab">"Open the lab"</a>
            </li>
        }
    });
    view! {
        <p class="lead">{lead}</p>
        <ol class="plan">{next}{first_lab}</ol>
    }
    .into_any()
}

/// What to do next.
struct NextStep {
    title: String,
    note: String,
    minutes: u32,
    route: Route,
    label: &'static str,
}

#[component]
fn Step(step: NextStep) -> impl IntoView {
    view! {
        <li>
            <span class="n">{step.minutes}" min"</span>
            <div><b>{step.title}</b><span>{step.note}</span></div>
            <a class="btn p" href=step.route.to_string()>{step.label}</a>
        </li>
    }
    .into_any()
}

/// The lesson that was open last, the one after it once all its questions are right, or the first.
fn next_step(map: &CourseMap, store: Store) -> Option<NextStep> {
    let tally = |lesson: &LessonEntry| store.log().with(|log| log.tally(&lesson.questions));
    let open = store.setting("lesson").and_then(|id| lessons(map).position(|entry| entry.id == id));
    let Some(open) = open else {
        let first = lessons(map).next()?;
        return Some(NextStep {
            title: "Start with lesson 1".into(),
            note: [&first.title, ". It begins with a situation and your guess"].concat(),
            minutes: first.minutes,
            route: Route::lesson(&first.id),
            label: "Start",
        });
    };
    let unfinished = |entry: &&LessonEntry| {
        let tally = tally(entry);
        tally.right < tally.questions
    };
    let entry = lessons(map)
        .skip(open)
        .find(unfinished)
        .or_else(|| lessons(map).find(unfinished))
        .or_else(|| lessons(map).nth(open))?;
    let here = lessons(map).nth(open).is_some_and(|current| current.id == entry.id);
    let place = super::lesson_nav::place_in(store, &entry.id).filter(|_| here);
    let tally = tally(entry);
    let note = match &place {
        Some((_, heading)) => ["you stopped at “", heading, "”"].concat(),
        None => known(tally),
    };
    Some(NextStep {
        title: ["Continue: ", &entry.title].concat(),
        note,
        minutes: entry.minutes,
        route: Route::Lesson { id: entry.id.clone(), heading: place.map(|(id, _)| id) },
        label: "Continue",
    })
}

fn lessons(map: &CourseMap) -> impl Iterator<Item = &LessonEntry> {
    map.parts.iter().flat_map(|part| &part.lessons)
}

#[component]
fn Contents(map: Arc<CourseMap>) -> impl IntoView {
    let minutes: u32 = lessons(&map).map(|entry| entry.minutes).sum();
    let size =
        [&count(lessons(&map).count(), "lesson"), ", ", &minutes.to_string(), " min"].concat();
    let questions: Vec<String> =
        lessons(&map).flat_map(|entry| entry.questions.iter().cloned()).collect();
    let store = use_store();
    let known_of_all = move || known(store.log().with(|log| log.tally(&questions)));
    let parts: Vec<AnyView> = map.parts.iter().map(|part| part_view(part, None)).collect();
    view! {
        <section class="map" aria-labelledby="the-course">
            <div class="sec">
                <h2 id="the-course">"The course"</h2>
                <span class="soft">{size}</span>
                <span class="note">{known_of_all}</span>
            </div>
            <div class="cols">{parts}</div>
        </section>
    }
    .into_any()
}

/// A part with its lessons; `here` is the lesson that is open.
pub(super) fn part_view(part: &Part, here: Option<&str>) -> AnyView {
    let store = use_store();
    let lessons: Vec<AnyView> = part
        .lessons
        .iter()
        .map(|entry| {
            let questions = entry.questions.clone();
            let tally = Memo::new(move |_| store.log().with(|log| log.tally(&questions)));
            let ring = move || icon::ring(tally.get().right, tally.get().questions);
            let current = (here == Some(entry.id.as_str())).then_some("page");
            view! {
                <li>
                    <a class="ls" href=Route::lesson(&entry.id).to_string() aria-current=current>
                        {ring}
                        <span class="name">{entry.title.clone()}</span>
                        <span class="soft min">{entry.minutes}" min"</span>
                        <span class="hidden">{move || [", ", &known(tally.get())].concat()}</span>
                    </a>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="part"><h3>{part.title.clone()}</h3><ul>{lessons}</ul></div>
    }
    .into_any()
}

/// `3 of 10 questions right`, or that none is answered.
fn known(tally: Tally) -> String {
    let questions = count(tally.questions, "question");
    match tally.answered {
        0 => [&questions, ", none answered yet"].concat(),
        _ => [&tally.right.to_string(), " of ", &questions, " right"].concat(),
    }
}

fn count(number: usize, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    [&number.to_string(), "\u{a0}", thing, plural].concat()
}
