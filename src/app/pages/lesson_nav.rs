//! Finding one's way in a lesson: the course, the sections with the current one, the place where
//! the reader stopped, and the lessons before and after.

use super::home::part_view;
use crate::app::browser;
use crate::app::icon::{self, icon};
use crate::app::route::Route;
use crate::app::router::use_router;
use crate::app::shell::Course;
use crate::app::storage::{Store, use_store};
use crate::course::model::{Heading, Lesson, LessonEntry};
use leptos::prelude::*;
use std::sync::Arc;

/// Where the reader stopped in a lesson: id and title of the heading.
pub(super) fn place_in(store: Store, lesson: &str) -> Option<(String, String)> {
    let place = store.setting_now(&["place/", lesson].concat())?;
    let (id, title) = place.split_once(' ')?;
    Some((id.to_string(), title.to_string()))
}

/// Which section is being read.
#[derive(Clone, Copy)]
pub struct Position {
    /// Index of the heading; `None` above the first.
    section: RwSignal<Option<usize>>,
    stopped: StoredValue<Option<(Route, String)>>,
}

impl Position {
    /// Follows the scrolling, and keeps the section for the next visit.
    pub fn follow(lesson: &Lesson) -> Position {
        let store = use_store();
        let router = use_router();
        let stopped = place_in(store, &lesson.id)
            .filter(|_| !router.returns())
            .filter(|(id, _)| lesson.headings.iter().skip(1).any(|heading| heading.id == *id))
            .map(|(id, title)| (Route::Lesson { id: lesson.id.clone(), heading: Some(id) }, title));
        let position =
            Position { section: RwSignal::new(None), stopped: StoredValue::new(stopped) };
        let headings = lesson.headings.clone();
        let look = browser::Frames::new(move |_| {
            let section = current(&headings);
            if section != position.section.get_untracked() {
                position.section.set(section);
            }
            false
        });
        browser::listen(&browser::window(), "scroll", move |_| look.start());
        browser::listen(&browser::window(), "resize", move |_| look.start());
        look.start();
        position.keep(store, lesson);
        position
    }

    fn keep(self, store: Store, lesson: &Lesson) {
        let key = ["place/", &lesson.id].concat();
        let headings = lesson.headings.clone();
        Effect::new(move || {
            if let Some(heading) = self.section.get().and_then(|index| headings.get(index)) {
                store.set(&key, Some(&[&heading.id, " ", &heading.title].concat()));
            }
        });
    }

    /// Offers to go on where the reader stopped.
    pub fn offer(self) -> Option<AnyView> {
        let (route, title) = self.stopped.get_value()?;
        Some(
            view! {
                <p class="stopped">
                    "You stopped at “"{title}"”. "
                    <a class="link" href=route.to_string()>"Go on there"</a>
                </p>
            }
            .into_any(),
        )
    }
}

/// The last heading that has passed the upper third of the window.
fn current(headings: &[Heading]) -> Option<usize> {
    let height = browser::window().inner_height().ok()?.as_f64()?;
    let passed = |heading: &Heading| {
        browser::document()
            .get_element_by_id(&heading.id)
            .is_some_and(|element| element.get_bounding_client_rect().top() <= height / 3.0)
    };
    headings.iter().rposition(passed)
}

/// The sections of this lesson, for wide windows.
#[component]
pub fn Toc(lesson: Arc<Lesson>, position: Position) -> impl IntoView {
    let links: Vec<AnyView> = lesson
        .headings
        .iter()
        .enumerate()
        .map(|(index, heading)| {
            let here = move || (position.section.get() == Some(index)).then_some("true");
            let address = section_address(&lesson.id, heading);
            view! { <li><a href=address aria-current=here>{heading.title.clone()}</a></li> }
                .into_any()
        })
        .collect();
    view! { <nav class="toc" aria-label="On this page"><ul>{links}</ul></nav> }.into_any()
}

/// The bar at the foot of a phone: back, how far, on.
#[component]
pub fn SectionBar(lesson: Arc<Lesson>, position: Position) -> impl IntoView {
    let count = lesson.headings.len();
    let dots = move || -> Vec<AnyView> {
        let here = position.section.get();
        (0..count)
            .map(|index| {
                let class = match here {
                    Some(here) if index < here => "d",
                    Some(here) if index == here => "o",
                    _ => "",
                };
                view! { <i class=class></i> }.into_any()
            })
            .collect()
    };
    let link_lesson = lesson.clone();
    let link = move |index: Option<usize>| {
        let heading = link_lesson.headings.get(index?)?;
        Some((section_address(&link_lesson.id, heading), heading.title.clone()))
    };
    let back_link = link.clone();
    let back = move || {
        let (address, title) = back_link(position.section.get().and_then(|at| at.checked_sub(1)))?;
        let name = ["Back to ", &title].concat();
        Some(view! { <a class="btn q l" href=address aria-label=name>{icon(icon::LEFT)}</a> })
    };
    let on = move || {
        let (address, title) = link(Some(position.section.get().map_or(0, |at| at + 1)))?;
        Some(view! {
            <a class="btn p l" href=address><span>{title}</span>{icon(icon::RIGHT)}</a>
        })
    };
    let spoken = move || {
        let section = position.section.get().map_or(0, |at| at + 1).to_string();
        ["Section ", &section, " of ", &count.to_string()].concat()
    };
    view! {
        <nav class="section-bar" aria-label="Sections">
            <span class="back">{back}</span>
            <span class="dots" role="img" aria-label=spoken>{dots}</span>
            <span class="on">{on}</span>
        </nav>
    }
    .into_any()
}

fn section_address(lesson: &str, heading: &Heading) -> String {
    Route::Lesson { id: lesson.to_string(), heading: Some(heading.id.clone()) }.to_string()
}

/// The course beside the lesson; on small windows folded away.
#[component]
pub fn CourseNav(id: String) -> impl IntoView {
    let Course(map) = expect_context();
    let folded = browser::matches_media("(max-width: 899px)");
    move || {
        map.ready().map(|map| {
            let parts: Vec<AnyView> =
                map.parts.iter().map(|part| part_view(part, Some(&id))).collect();
            view! {
                <nav class="side" aria-label="Course">
                    <details open=!folded>
                        <summary>"All lessons"</summary>
                        {parts}
                    </details>
                </nav>
            }
            .into_any()
        })
    }
}

/// The lessons before and after.
#[component]
pub fn Neighbours(id: String) -> impl IntoView {
    let Course(map) = expect_context();
    move || {
        let map = map.ready()?;
        let all: Vec<&LessonEntry> = map.parts.iter().flat_map(|part| &part.lessons).collect();
        let at = all.iter().position(|entry| entry.id == id)?;
        let link =
            |entry: &&LessonEntry| (Route::lesson(&entry.id).to_string(), entry.title.clone());
        let before = at.checked_sub(1).and_then(|before| all.get(before)).map(link);
        let after = all.get(at + 1).map(link);
        Some(
            view! {
                <nav class="neighbours" aria-label="Lessons before and after">
                    {before.map(|(address, title)| view! {
                        <a class="btn l" rel="prev" href=address>
                            {icon(icon::LEFT)}<span>"Previous: "{title}</span>
                        </a>
                    })}
                    {after.map(|(address, title)| view! {
                        <a class="btn p l" rel="next" href=address>
                            <span>"Next: "{title}</span>{icon(icon::RIGHT)}
                        </a>
                    })}
                </nav>
            }
            .into_any(),
        )
    }
}
