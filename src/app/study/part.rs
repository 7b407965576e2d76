//! What the page calls of the study part.

use super::progress::outlook::Today;
use super::{changes, course, dialog, exam, glossary, practice, present, progress, roles, today};
use crate::app::browser;
use crate::app::content::{self, ContentError, notice};
use crate::app::page::Page;
use crate::app::visit;
use crate::course::model::News;
use crate::facts::Facts;
use crate::quiz::pairs::Pair;
use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// Called once, before anything else.
pub fn start() {
    console_error_panic_hook::set_once();
}

/// Opens the search.
pub fn open_search(page: JsValue) {
    dialog::open(page.unchecked_into::<Page>());
}

/// Shows all facts and terms in the element, at the entry of that id; gives the function that takes
/// the page away.
pub fn mount_facts(place: JsValue, page: JsValue, id: Option<String>) -> JsValue {
    let place: Element = place.unchecked_into();
    glossary::mount(place.clone(), page.unchecked_into::<Page>(), id);
    Closure::once_into_js(|| {})
}

/// Shows what changed in the element; gives the function that takes the page away.
pub fn mount_changes(place: JsValue, page: JsValue) -> JsValue {
    let (place, page) = (place.unchecked_into::<Element>(), page.unchecked_into::<Page>());
    wasm_bindgen_futures::spawn_local(async move {
        let html = match changed(&page).await {
            Ok(html) => html,
            Err(error) => [
                "<main class=\"page narrow\" id=\"main\"><h1>What changed</h1>",
                &notice(&error),
                "</main>",
            ]
            .concat(),
        };
        place.set_inner_html(&html);
        page.arrive("What changed", None);
    });
    Closure::once_into_js(|| {})
}

async fn changed(page: &Page) -> Result<String, ContentError> {
    let news: News = content::read("news.json").await?;
    let facts: Facts = content::read("facts.json").await?;
    let seen = changes::Seen {
        visit: page.setting(visit::VISIT).as_deref().and_then(visit::Visit::parse),
        marks: page.setting(visit::SEEN_BEFORE).or_else(|| page.setting(visit::SEEN)),
    };
    Ok(changes::page(&news, &facts, &seen))
}

/// Shows the page about roles in the element, at the scene or round of that id; gives the function
/// that takes it away.
pub fn mount_roles(place: JsValue, page: JsValue, id: Option<String>) -> JsValue {
    roles::mount(place.unchecked_into(), page.unchecked_into::<Page>(), id);
    Closure::once_into_js(|| {})
}

/// Shows a lesson for a projector in the element; `at` is `LESSON/STEP`. Gives the function that
/// takes it away.
pub fn mount_lesson(place: JsValue, page: JsValue, at: String) -> JsValue {
    let (id, step) = at.split_once('/').unwrap_or((&at, ""));
    let step = step.parse().unwrap_or(1);
    present::mount(place.unchecked_into(), page.unchecked_into::<Page>(), id.into(), step)
}

/// Shows the mock exams in the element; `query` is the state in the address. Gives the function
/// that takes them away.
pub fn mount_exam(place: JsValue, page: JsValue, query: Option<String>) -> JsValue {
    exam::mount(place.unchecked_into(), page.unchecked_into::<Page>(), query.unwrap_or_default())
}

/// Shows how far the learner is. Gives the function that takes it away.
pub fn mount_progress(place: JsValue, page: JsValue) -> JsValue {
    progress::mount(place.unchecked_into(), page.unchecked_into::<Page>())
}

/// Calls the function with what is due today, as [`crate::app::due::Due::text`] writes it. Where
/// the files for it do not come, it is not called.
pub fn tell_due(page: JsValue, told: JsValue) {
    let page = page.unchecked_into::<Page>();
    wasm_bindgen_futures::spawn_local(async move {
        let Ok(course) = course::read().await else { return };
        let Ok(pairs) = content::read::<Vec<Pair>>("pairs.json").await else { return };
        let log = page.stored().log;
        let today = Today::new(&course, &log, course::learner_calendar(), browser::now_ms());
        let text = today::due(&course, &pairs, &log, &today).text();
        let _ = told.unchecked_into::<Function>().call1(&JsValue::UNDEFINED, &text.into());
    });
}

/// Shows practice in the element; `query` is the state in the address. Gives the function that
/// takes it away.
pub fn mount_practice(place: JsValue, page: JsValue, query: Option<String>) -> JsValue {
    let query = query.unwrap_or_default();
    practice::mount(place.unchecked_into(), page.unchecked_into::<Page>(), query)
}
