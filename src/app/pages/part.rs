//! The places of the page that another part of the app fills: the lab and the live figures,
//! practice, exams, progress, facts and terms, the projector's view, the tools.
//!
//! Says what goes on until the part is there, and what to do where it does not come.

use crate::app::browser;
use crate::app::due::Due;
use crate::app::html::escape;
use crate::app::live::{follow, heard};
use crate::app::part::{self, Part};
use crate::app::router::use_router;
use crate::app::storage::use_store;
use crate::course::model::Block;

use super::host::host;
use js_sys::Function;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
use wasm_bindgen::prelude::*;
use web_sys::{Element, MouseEvent};

/// The picture of a sudden rise is as high as so many charts.
const RUSH_CHARTS: usize = 2;

thread_local! {
    static PLACES: Cell<u32> = const { Cell::new(0) };
}

/// The page of the lab.
pub fn lab() -> AnyView {
    let host = host(use_router(), use_store(), "Lab");
    let fill = move |lab: &Part, place: &Element| lab.call("mount_lab", &[place, &host]);
    let around = |inner: &str| {
        ["<main class=\"lab-waiting\" id=\"main\"><h1>Lab</h1>", inner, "</main>"].concat()
    };
    place("lab", "bare", "The lab", Box::new(around), Box::new(fill))
}

/// All facts and terms; `id` is the one that the address names.
pub fn facts(id: Option<String>) -> AnyView {
    study("Facts and terms", "mount_facts", id.into())
}

/// What changed since the reader was here.
pub fn changes() -> AnyView {
    study("What changed", "mount_changes", JsValue::UNDEFINED)
}

/// The mock exams; `query` is the state in the address.
pub fn exam(query: Option<String>) -> AnyView {
    study("Exam", "mount_exam", query.into())
}

/// How far the learner is.
pub fn progress() -> AnyView {
    study("Progress", "mount_progress", JsValue::UNDEFINED)
}

/// The tools, or one of them; `query` is the state in the address.
pub fn tools(name: Option<String>, query: Option<String>) -> AnyView {
    let arguments = [name.into(), query.into()];
    of_part("tools", "Tools", "mount_tools", arguments.into())
}

/// Asks the study part what is due today; the answer comes later, or never.
pub fn ask_due(told: RwSignal<Due>) {
    let host = host(use_router(), use_store(), "");
    spawn_local(async move {
        let Some(study) = part::load("study").await else { return };
        // The first page may have been left by then.
        let tell = move |text: String| drop(told.try_set(Due::parse(&text)));
        let tell = Closure::<dyn Fn(String)>::new(tell).into_js_value();
        study.call("tell_due", &[&host, &tell]);
    });
}

/// Practice; `query` is the state in the address.
pub fn practice(query: Option<String>) -> AnyView {
    study("Practice", "mount_practice", query.into())
}

/// Roles to try; `id` is the scene or the round that the address names.
pub fn roles(id: Option<String>) -> AnyView {
    study("Whose call is it?", "mount_roles", id.into())
}

/// A lesson for a projector.
pub fn present(id: String, step: Option<String>) -> AnyView {
    if !super::is_file_name(&id) {
        return super::not_found(&["/present/", &id].concat());
    }
    let at = [&id, "/", step.as_deref().unwrap_or_default()].concat();
    study("Present", "mount_lesson", at.into())
}

/// A page of the study part; `title` stands until the part is there.
fn study(title: &'static str, mount: &'static str, argument: JsValue) -> AnyView {
    of_part("study", title, mount, vec![argument])
}

fn of_part(
    part: &'static str,
    title: &'static str,
    mount: &'static str,
    more: Vec<JsValue>,
) -> AnyView {
    let host = host(use_router(), use_store(), title);
    let fill = move |part: &Part, place: &Element| {
        let mut arguments: Vec<&JsValue> = vec![place, &host];
        arguments.extend(&more);
        part.call(mount, &arguments)
    };
    let around = move |inner: &str| {
        ["<main class=\"page narrow\" id=\"main\"><h1>", title, "</h1>", inner, "</main>"].concat()
    };
    place(part, "bare", "The page", Box::new(around), Box::new(fill))
}

/// A live figure. It keeps its room while it loads.
pub fn figure(block: &Block) -> AnyView {
    let Block::Lab { title, show, sliders, .. } = block else { return ().into_any() };
    let json = JsValue::from(serde_json::to_string(block).unwrap_or_default());
    let fill = move |lab: &Part, place: &Element| lab.call("mount_figure", &[place, &json]);
    let body = place("lab", "figure-body", "The figure", Box::new(str::to_string), Box::new(fill));
    let heading = ["<p class=\"figure-title\">", &escape(title), "</p>"].concat();
    let charts = match show.iter().any(|part| part == "rush") {
        true => RUSH_CHARTS,
        false => show.iter().filter(|part| *part != "fleet" && *part != "verdict").count(),
    };
    let has = |name: &str| usize::from(show.iter().any(|part| part == name)).to_string();
    let room = [
        "--charts:",
        &charts.to_string(),
        ";--sliders:",
        &sliders.len().to_string(),
        ";--fleet:",
        &has("fleet"),
        ";--verdict:",
        &has("verdict"),
    ]
    .concat();
    view! {
        <section class="lab-figure" aria-label=title.clone() style=room>
            <div class="bare" inner_html=heading></div>
            {body}
        </section>
    }
    .into_any()
}

type Fill = Box<dyn Fn(&Part, &Element) -> Option<JsValue>>;

/// An element that the part fills as soon as it is there, until the owner goes. `around` puts what
/// is said before into the shape of the place.
fn place(
    part: &'static str,
    class: &'static str,
    what: &'static str,
    around: Box<dyn Fn(&str) -> String>,
    fill: Fill,
) -> AnyView {
    let id = PLACES.with(|places| {
        places.set(places.get() + 1);
        ["part-", &places.get().to_string()].concat()
    });
    let waiting = around(&["<p class=\"soft\">", what, " is loading…</p>"].concat());
    let attempt = RwSignal::new(0_u32);
    let again = heard(move |event: MouseEvent| {
        if browser::hit(&event, "[data-again]").is_some() {
            attempt.update(|attempt| *attempt += 1);
        }
    });
    let filled = StoredValue::new_local(None::<Function>);
    on_cleanup(move || {
        if let Some(take_away) = filled.try_update_value(Option::take).flatten() {
            let _ = take_away.call0(&JsValue::UNDEFINED);
        }
    });
    let place = StoredValue::new_local((id.clone(), around, fill));
    follow(move || {
        attempt.track();
        spawn_local(async move {
            let loaded = part::load(part).await;
            // The reader may be elsewhere by now.
            place.try_with_value(|(id, around, fill)| {
                let Some(element) = browser::document().get_element_by_id(id) else { return };
                match loaded.and_then(|part| fill(&part, &element)?.dyn_into().ok()) {
                    Some(take_away) => filled.set_value(Some(take_away)),
                    None => element.set_inner_html(&around(&missing(what))),
                }
            });
        });
    });
    view! { <div class=class id=id inner_html=waiting on:click=again></div> }.into_any()
}

fn missing(what: &str) -> String {
    [
        "<div class=\"notice\" role=\"alert\"><p>",
        what,
        " could not be loaded. Is there a network? If this page has been open for long, reload it: \
         there may be a newer version.</p><button class=\"btn\" type=\"button\" data-again>Try \
         again</button></div>",
    ]
    .concat()
}
