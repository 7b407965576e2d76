//! Finding one's way in a lesson: the course, the sections with the current one, the place where
//! the reader stopped, and the lessons before and after.

use super::contents::{Listed, lessons, parts};
use super::home::FILTER;
use crate::app::browser;
use crate::app::filter::Filter;
use crate::app::html::escape;
use crate::app::icon::{self, icon};
use crate::app::live::{follow, heard, live};
use crate::app::route::Route;
use crate::app::router::use_router;
use crate::app::shell::Course;
use crate::app::storage::{Store, use_store};
use crate::course::model::{CourseMap, Heading, Lesson, LessonEntry};
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::MouseEvent;

/// Where the reader stopped in a lesson.
pub(super) struct Place {
    /// Id and title of the heading.
    pub id: String,
    pub title: String,
    /// Its number among the sections, from 1, and how many there are; 0 where that is not known.
    pub section: u32,
    pub sections: u32,
}

/// Where the reader stopped in a lesson; `ID 3/5 TITLE`, and before that was counted `ID TITLE`.
pub(super) fn place_in(store: Store, lesson: &str) -> Option<Place> {
    let place = store.setting_now(&["place/", lesson].concat())?;
    let (id, rest) = place.split_once(' ')?;
    let counted = rest.split_once(' ').and_then(|(count, title)| {
        let (section, sections) = count.split_once('/')?;
        Some((section.parse().ok()?, sections.parse().ok()?, title))
    });
    let (section, sections, title) = counted.unwrap_or((0, 0, rest));
    Some(Place { id: id.to_string(), title: title.to_string(), section, sections })
}

/// Which section is being read.
pub struct Position {
    /// Index of the heading; `None` above the first.
    section: RwSignal<Option<usize>>,
    /// Where the reader stopped the last time: address and title.
    stopped: Option<(String, String)>,
}

impl Position {
    /// Follows the scrolling, and keeps the section for the next visit.
    pub fn follow(lesson: &Arc<Lesson>) -> Position {
        let store = use_store();
        let stopped = place_in(store, &lesson.id).filter(|_| !use_router().returns()).and_then(
            |Place { id, title, .. }| {
                let heading = lesson.headings.iter().skip(1).find(|heading| heading.id == id)?;
                Some((section_address(&lesson.id, heading), title))
            },
        );
        let section = RwSignal::new(None);
        let looked_at = lesson.clone();
        let look = browser::Frames::new(move |_| {
            let now = current(&looked_at.headings);
            if now != section.get_untracked() {
                section.set(now);
            }
            false
        });
        browser::listen(&browser::window(), "scroll", move |_| look.start());
        browser::listen(&browser::window(), "resize", move |_| look.start());
        look.start();
        Position { section, stopped }
    }

    /// Offers to go on where the reader stopped; empty if there is no such place.
    pub fn offer(&self) -> String {
        let Some((address, title)) = &self.stopped else { return String::new() };
        [
            "<p class=\"stopped\">You stopped at “",
            &escape(title),
            "”. <a class=\"link\" href=\"",
            &escape(address),
            "\">Go on there</a></p>",
        ]
        .concat()
    }

    /// The sections at the side for wide windows, and the bar at the foot of a phone.
    pub fn views(&self, lesson: &Arc<Lesson>) -> (AnyView, AnyView) {
        let toc = toc(lesson);
        let (lesson, section, store) = (lesson.clone(), self.section, use_store());
        let key = ["place/", &lesson.id].concat();
        follow(move || {
            let here = section.get();
            browser::mark(".toc [aria-current]", "aria-current", None);
            if let Some((index, heading)) =
                here.and_then(|index| Some((index, lesson.headings.get(index)?)))
            {
                let link = ["#toc-", &index.to_string()].concat();
                browser::mark(&link, "aria-current", Some("true"));
                let (number, of) = ((index + 1).to_string(), lesson.headings.len().to_string());
                let place = [&heading.id, " ", &number, "/", &of, " ", &heading.title].concat();
                store.set(&key, Some(&place));
            }
            browser::redraw("sections", &section_bar(&lesson, here));
        });
        let toc = view! { <nav class="toc" aria-label="On this page" inner_html=toc></nav> };
        let bar = view! { <nav class="section-bar" id="sections" aria-label="Sections"></nav> };
        (toc.into_any(), bar.into_any())
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

fn toc(lesson: &Lesson) -> String {
    let mut html = String::from("<ul>");
    for (index, heading) in lesson.headings.iter().enumerate() {
        for piece in [
            "<li><a id=\"toc-",
            &index.to_string(),
            "\" href=\"",
            &escape(&section_address(&lesson.id, heading)),
            "\">",
            &escape(&heading.title),
            "</a></li>",
        ] {
            html.push_str(piece);
        }
    }
    html.push_str("</ul>");
    html
}

/// Back, how far, on.
fn section_bar(lesson: &Lesson, here: Option<usize>) -> String {
    let next = here.map_or(0, |here| here + 1);
    let mut html = String::from("<span class=\"back\">");
    if let Some(heading) = here.and_then(|here| lesson.headings.get(here.checked_sub(1)?)) {
        for piece in [
            "<a class=\"btn q l\" id=\"section-back\" href=\"",
            &escape(&section_address(&lesson.id, heading)),
            "\" aria-label=\"Back to ",
            &escape(&heading.title),
            "\">",
            &icon(icon::LEFT),
            "</a>",
        ] {
            html.push_str(piece);
        }
    }
    for piece in [
        "</span><span class=\"dots\" role=\"img\" aria-label=\"Section ",
        &next.to_string(),
        " of ",
        &lesson.headings.len().to_string(),
        "\">",
    ] {
        html.push_str(piece);
    }
    for index in 1..=lesson.headings.len() {
        html.push_str(match index {
            index if index < next => "<i class=\"d\"></i>",
            index if index == next => "<i class=\"o\"></i>",
            _ => "<i></i>",
        });
    }
    html.push_str("</span><span class=\"on\">");
    if let Some(heading) = lesson.headings.get(next) {
        for piece in [
            "<a class=\"btn p l\" id=\"section-on\" href=\"",
            &escape(&section_address(&lesson.id, heading)),
            "\"><span>",
            &escape(&heading.title),
            "</span>",
            &icon(icon::RIGHT),
            "</a>",
        ] {
            html.push_str(piece);
        }
    }
    html.push_str("</span>");
    html
}

fn section_address(lesson: &str, heading: &Heading) -> String {
    Route::Lesson { id: lesson.to_string(), heading: Some(heading.id.clone()) }.to_string()
}

/// The course beside the lesson; on small windows folded away. What the reader filtered away on the
/// first page is not listed here either.
pub fn course(id: String) -> AnyView {
    let Course(map) = expect_context();
    let store = use_store();
    let folded = browser::matches_media("(max-width: 899px)");
    let show_all = heard(move |event: MouseEvent| {
        if browser::hit(&event, "[data-all]").is_some() {
            store.set(FILTER, None);
        }
    });
    let list = live(move || {
        let Some(map) = map.ready() else { return String::new() };
        let filter = Filter::parse(&store.setting(FILTER).unwrap_or_default());
        let note = match &filter {
            Filter::All => String::new(),
            filter => [
                "<p class=\"note listed\">Listed: ",
                &escape(&filter.words()),
                ". <button class=\"link\" type=\"button\" data-all>Show all</button></p>",
            ]
            .concat(),
        };
        note + &parts(&map, store, &Listed { here: &id, open: true, filter: &filter, due: None })
    });
    view! {
        <nav class="side" aria-label="Course">
            <details open=!folded>
                <summary>"All lessons"</summary>
                <div class="bare" inner_html=list on:click=show_all></div>
            </details>
        </nav>
    }
    .into_any()
}

/// The lessons before and after.
pub fn neighbours(map: &CourseMap, id: &str) -> String {
    let all = lessons(map);
    let Some(at) = all.iter().position(|entry| entry.id == id) else { return String::new() };
    let mut html =
        String::from("<nav class=\"neighbours\" aria-label=\"Lessons before and after\">");
    if at > 0 {
        let before =
            [&icon(icon::LEFT), "<span>Previous: ", &escape(&all[at - 1].title), "</span>"];
        html.push_str(&neighbour(all[at - 1], "btn l\" rel=\"prev", &before.concat()));
    }
    if let Some(entry) = all.get(at + 1) {
        let after = ["<span>Next: ", &escape(&entry.title), "</span>", &icon(icon::RIGHT)];
        html.push_str(&neighbour(entry, "btn p l\" rel=\"next", &after.concat()));
    }
    html.push_str("</nav>");
    html
}

fn neighbour(entry: &LessonEntry, class: &str, inner: &str) -> String {
    let address = escape(&Route::lesson(&entry.id).to_string());
    ["<a class=\"", class, "\" href=\"", &address, "\">", inner, "</a>"].concat()
}
