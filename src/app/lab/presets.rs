//! The presets: a list of the course's scenarios with what to watch in each, and the notice of the
//! one that is on the desk.

use crate::app::browser;
use crate::app::content::{Loading, use_content};
use crate::app::html::escape;
use crate::app::live::live;
use crate::course::model::CourseMap;
use leptos::prelude::*;
use web_sys::{Event, KeyboardEvent};

use super::desk::Desk;
use super::dom;
use super::redraw::hit;

/// The button "Presets" and the list that it opens.
#[component]
pub fn Presets(desk: Desk, open_preset: Callback<String>) -> impl IntoView {
    let map: Loading<CourseMap> = use_content().watch(|| "map.json".to_string());
    let open = RwSignal::new(false);
    let place = desk.id("presets");
    let (button, list) = (desk.id("presets-button"), desk.id("presets-list"));
    let place_again = place.clone();
    let heard = move |event: Event| {
        if event.type_() == "keydown" {
            let key =
                wasm_bindgen::JsCast::dyn_ref::<KeyboardEvent>(&event).map(KeyboardEvent::key);
            if key.as_deref() == Some("Escape") && open.get_untracked() {
                open.set(false);
                dom::focus(&place_again, "button");
            }
        } else if let Some((_, id)) = hit(&event, "data-preset") {
            open.set(false);
            dom::focus(&place_again, "button");
            open_preset.run(id);
        } else if dom::closest(&event, "[aria-controls]").is_some() {
            open.update(|open| *open = !*open);
        }
    };
    dom::delegate(place.clone(), &["click", "keydown"], heard);
    dom::when_left(place.clone(), move || open.set(false));
    let around = ["#", &place].concat();
    browser::listen(&browser::document(), "pointerdown", move |event| {
        if open.get_untracked() && dom::closest(&event, &around).is_none() {
            open.set(false);
        }
    });
    let items = live(move || {
        let from = desk.from.get().unwrap_or_default();
        let mut html = String::new();
        if let Some(map) = map.ready() {
            for entry in &map.scenarios {
                html.push_str(&item(&entry.id, &entry.title, &entry.notice, entry.id == from));
            }
        }
        html
    });
    view! {
        <div class="presets" id=place>
            <button type="button" class="btn" id=button aria-controls=list.clone()
                aria-expanded=live(move || open.get().to_string())>"Presets"</button>
            <ul id=list hidden=live(move || !open.get()) inner_html=items></ul>
        </div>
    }
    .into_any()
}

fn item(id: &str, title: &str, notice: &[String], chosen: bool) -> String {
    let lines: Vec<String> = notice.iter().map(|line| escape(line)).collect();
    [
        "<li><button type=\"button\" data-preset=\"",
        &escape(id),
        if chosen { "\" aria-current=\"true\">" } else { "\">" },
        "<b>",
        &escape(title),
        "</b><span>",
        &lines.join(" "),
        "</span></button></li>",
    ]
    .concat()
}

/// What to watch in the preset on the desk, above the stage.
#[component]
pub fn PresetNotice(desk: Desk) -> impl IntoView {
    let map: Loading<CourseMap> = use_content().watch(|| "map.json".to_string());
    let html = live(move || {
        let Some(from) = desk.from.get() else { return String::new() };
        let Some(map) = map.ready() else { return String::new() };
        let entry = map.scenarios.iter().find(|entry| entry.id == from);
        let Some(entry) = entry.filter(|entry| !entry.notice.is_empty()) else {
            return String::new();
        };
        let lines: Vec<String> = entry.notice.iter().map(|line| escape(line)).collect();
        ["<b>", &escape(&entry.title), ".</b> ", &lines.join(" ")].concat()
    });
    let empty = live(move || desk.from.get().is_none());
    view! { <p class="preset-notice" hidden=empty inner_html=html></p> }.into_any()
}
