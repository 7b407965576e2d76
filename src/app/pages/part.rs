//! The places of the page that another part of the app fills: the lab and the live figures.
//!
//! Says what goes on until the part is there, and what to do where it does not come.

use crate::app::browser;
use crate::app::html::escape;
use crate::app::live::{follow, heard};
use crate::app::part::{self, Part};
use crate::app::route::Route;
use crate::app::router::use_router;
use crate::app::storage::use_store;
use crate::course::model::Block;
use js_sys::{Function, Object, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
use wasm_bindgen::prelude::*;
use web_sys::{Element, MouseEvent};

thread_local! {
    static PLACES: Cell<u32> = const { Cell::new(0) };
}

/// The page of the lab.
pub fn lab() -> AnyView {
    let host = host();
    let fill = move |lab: &Part, place: &Element| lab.call("mount_lab", &[place, &host]);
    let around = |inner: &str| {
        ["<main class=\"lab-waiting\" id=\"main\"><h1>Lab</h1>", inner, "</main>"].concat()
    };
    place("bare", "The lab", Box::new(around), Box::new(fill))
}

/// A live figure. It keeps its room while it loads.
pub fn figure(block: &Block) -> AnyView {
    let Block::Lab { title, show, sliders, .. } = block else { return ().into_any() };
    let json = JsValue::from(serde_json::to_string(block).unwrap_or_default());
    let fill = move |lab: &Part, place: &Element| lab.call("mount_figure", &[place, &json]);
    let body = place("figure-body", "The figure", Box::new(str::to_string), Box::new(fill));
    let heading = ["<p class=\"figure-title\">", &escape(title), "</p>"].concat();
    let charts = show.iter().filter(|part| *part != "fleet" && *part != "verdict").count();
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
            let part = part::load("lab").await;
            // The reader may be elsewhere by now.
            place.try_with_value(|(id, around, fill)| {
                let Some(element) = browser::document().get_element_by_id(id) else { return };
                match part.and_then(|part| fill(&part, &element)?.dyn_into().ok()) {
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

/// What the page does for the lab; `Page` in the lab's own module is the other side.
fn host() -> JsValue {
    let (router, store) = (use_router(), use_store());
    let host = Object::new();
    let offer = |name: &str, function: JsValue| {
        let _ = Reflect::set(&host, &name.into(), &function);
    };
    let setting = move |name: String| store.setting_now(&name);
    let set = move |name: String, value: Option<String>| store.set(&name, value.as_deref());
    let navigate = move |fragment: String| router.navigate(&Route::parse(&fragment));
    let replace = move |fragment: String| router.replace(&Route::parse(&fragment));
    offer("setting", Closure::<dyn Fn(String) -> Option<String>>::new(setting).into_js_value());
    offer("set", Closure::<dyn Fn(String, Option<String>)>::new(set).into_js_value());
    offer("arrive", Closure::<dyn Fn()>::new(move || router.arrive("Lab", None)).into_js_value());
    offer("navigate", Closure::<dyn Fn(String)>::new(navigate).into_js_value());
    offer("replace", Closure::<dyn Fn(String)>::new(replace).into_js_value());
    host.into()
}
