//! Learn: what to do today, something to move, and the course with what is known of it. A first
//! visit and a return are one page; what needs answers appears when there are some.

use super::contents::{Listed, Mark, lessons, parts, tally};
use super::part;
use super::plan;
use crate::app::browser;
use crate::app::content::{Load, again, notice};
use crate::app::due::Due;
use crate::app::filter::Filter;
use crate::app::html::escape;
use crate::app::icon::{self, icon};
use crate::app::live::{follow, heard, live, live_view};
use crate::app::route::Route;
use crate::app::router::{Router, use_router};
use crate::app::shell::Course;
use crate::app::storage::{Store, use_store};
use crate::app::words::count;
use crate::course::model::{CourseMap, Home};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlSelectElement, KeyboardEvent};

/// The setting with the lessons that are listed, as [`Filter::text`] writes it.
pub const FILTER: &str = "filter";

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
    keep_filter(router, store);
    let due = RwSignal::new(Due::default());
    let mut asked = false;
    follow(move || {
        let answers = store.log().with(|log| !log.entries().is_empty());
        if answers && !asked && map.ready().is_some() {
            asked = true;
            untrack(|| part::ask_due(due));
        }
    });
    begin_on_enter();
    let today = live(move || match map.get() {
        Load::Pending => plan::WAITING.to_string(),
        Load::Failed(error) => [plan::WAITING, &notice(&error)].concat(),
        Load::Ready(map) => plan::plan(&map, store, &due.get()),
    });
    let course = live(move || match map.ready() {
        Some(map) => contents(&map, store, &due.get()),
        None => String::new(),
    });
    let figure = live_view(move || match map.ready() {
        Some(map) => figure(&map.home),
        None => ().into_any(),
    });
    let choose = heard(move |event: Event| {
        if let Some(select) = browser::hit(&event, "#listed") {
            let filter = Filter::parse(&select.unchecked_into::<HtmlSelectElement>().value());
            store.set(FILTER, Some(filter.text().as_str()).filter(|text| !text.is_empty()));
        }
    });
    view! {
        <main class="page home" id="main">
            <section class="today" inner_html=today on:click=again(map.waiting())></section>
            {figure}
            <div class="bare" id="contents" inner_html=course on:change=choose></div>
        </main>
    }
    .into_any()
}

/// What the address says counts, once; then address and setting stay the same.
fn keep_filter(router: Router, store: Store) {
    follow(move || {
        if let Route::Home { query: Some(query) } = router.current().get() {
            let filter = Filter::parse(&query).text();
            store.set(FILTER, Some(filter.as_str()).filter(|text| !text.is_empty()));
        }
    });
    follow(move || {
        let query = store.setting(FILTER).filter(|text| !text.is_empty());
        let here = router.current().get_untracked();
        if matches!(&here, Route::Home { query: shown } if *shown != query) {
            router.replace(&Route::Home { query });
        }
    });
}

/// Enter begins what stands first, unless it is meant for something else.
fn begin_on_enter() {
    browser::listen(&browser::document(), "keydown", |event| {
        let typed = event.unchecked_ref::<KeyboardEvent>();
        let modified = typed.ctrl_key() || typed.alt_key() || typed.meta_key();
        let operable = "a,button,input,select,textarea,summary,dialog,[tabindex='0']";
        if typed.key() != "Enter" || modified || browser::hit(&event, operable).is_some() {
            return;
        }
        if let Ok(Some(first)) = browser::document().query_selector(".plan .btn.p") {
            event.prevent_default();
            first.unchecked_into::<HtmlElement>().click();
        }
    });
}

/// Something to move, and the lesson that says why it moves so.
fn figure(home: &Home) -> AnyView {
    let Some(figure) = &home.figure else { return ().into_any() };
    let why = match home.lesson.as_str() {
        "" => String::new(),
        lesson => [
            "<a class=\"onward\" href=\"",
            &escape(&Route::lesson(lesson).to_string()),
            "\"><span>",
            &escape(&home.question),
            "</span>",
            &icon(icon::RIGHT),
            "</a>",
        ]
        .concat(),
    };
    view! {
        <section class="try" aria-label="Try it">
            {part::figure(figure)}
            <div class="bare" inner_html=why></div>
        </section>
    }
    .into_any()
}

fn contents(map: &CourseMap, store: Store, due: &Due) -> String {
    let filter = Filter::parse(&store.setting(FILTER).unwrap_or_default());
    let here = store.setting("lesson").unwrap_or_default();
    let listed =
        parts(map, store, &Listed { here: &here, open: false, filter: &filter, due: Some(due) });
    let empty = match listed.as_str() {
        "" => ["<p class=\"soft\">No lesson of this course is ", &filter.words(), ".</p>"].concat(),
        _ => String::new(),
    };
    [
        "<section class=\"map\" aria-labelledby=\"the-course\"><div class=\"sec\">\
         <h2 id=\"the-course\">The course</h2><span class=\"soft\">",
        &how_far(map, store, &filter),
        "</span>",
        &chooser(map, &filter),
        LEGEND[0],
        &icon::ring(0, 1),
        LEGEND[1],
        &icon::ring(1, 3),
        LEGEND[2],
        &icon::ring(1, 1),
        LEGEND[3],
        "</div><div class=\"cols\">",
        &listed,
        BEFORE_THE_DAY,
        "</div>",
        &empty,
        "</section>",
    ]
    .concat()
}

/// The last part of every course.
const BEFORE_THE_DAY: &str = concat!(
    "<div class=\"part\"><h3>Before the day</h3><ul><li><a class=\"ls\" href=\"#/exam\">",
    "<svg class=\"ic\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">",
    "<circle cx=\"8\" cy=\"8\" r=\"5.8\"></circle><path d=\"M8 4.6V8l2.4 1.6\"></path></svg>",
    "<span class=\"name\">Mock exam</span></a></li></ul></div>",
);

/// Around the three rings.
const LEGEND: [&str; 4] = [
    "<p class=\"rings note\"><span>",
    "new</span><span>",
    "share right at the last answer</span><span>",
    "all right</span></p>",
];

/// `17 lessons, 2 h 50 min`, or how many of them are begun.
fn how_far(map: &CourseMap, store: Store, filter: &Filter) -> String {
    let (mut minutes, mut begun, mut known, mut all) = (0, 0, 0, 0);
    for entry in lessons(map).into_iter().filter(|entry| filter.shows(&entry.exams)) {
        let mark = Mark::of(tally(store, &entry.questions));
        minutes += entry.minutes;
        all += 1;
        begun += usize::from(mark != Mark::New);
        known += usize::from(mark == Mark::Known);
    }
    let of = count(all, "lesson");
    match begun {
        0 => [&of, ", ", &hours(minutes)].concat(),
        _ => [&begun.to_string(), " of ", &of, " begun, ", &known.to_string(), " known"].concat(),
    }
}

fn hours(minutes: u32) -> String {
    let rest = [&(minutes % 60).to_string(), "\u{a0}min"].concat();
    match minutes / 60 {
        0 => rest,
        hours => [&hours.to_string(), "\u{a0}h ", &rest].concat(),
    }
}

/// The list of what can be listed; nothing for a course that no exam asks for.
fn chooser(map: &CourseMap, chosen: &Filter) -> String {
    let mut exams: Vec<&str> = Vec::new();
    for entry in lessons(map) {
        for exam in &entry.exams {
            if let Err(place) = exams.binary_search(&exam.as_str()) {
                exams.insert(place, exam);
            }
        }
    }
    if exams.is_empty() && *chosen == Filter::All {
        return String::new();
    }
    let mut html = String::from("<label class=\"listed\">Show <select id=\"listed\">");
    let mut offered = false;
    for filter in Filter::choices(&exams) {
        offered |= filter == *chosen;
        html.push_str(&choice(&filter, filter == *chosen));
    }
    if !offered {
        html.push_str(&choice(chosen, true));
    }
    html.push_str("</select></label>");
    html
}

fn choice(filter: &Filter, chosen: bool) -> String {
    let selected = if chosen { "\" selected>" } else { "\">" };
    ["<option value=\"", &filter.text(), selected, &filter.words(), "</option>"].concat()
}
