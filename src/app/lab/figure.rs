//! A cut-down lab inside a lesson: one scenario, a few sliders, the charts that the lesson speaks
//! of.

use crate::app::content::{Load, Loading, Notice, use_content};
use crate::app::engine::use_engine;
use crate::app::live::{live, live_view};
use crate::app::route::Route;
use crate::facts::Rulebook;
use crate::sim::Scenario;
use leptos::prelude::*;
use std::sync::Arc;

use super::charts::Charts;
use super::desk::Desk;
use super::fleet::FleetView;
use super::header::luck;
use super::layers::Row;
use super::link::{self, View};
use super::playhead::Playhead;
use super::rush_view::rush_view;
use super::settings;
use super::slider::SettingSlider;
use super::summary;
use super::verdict::Verdict;

/// The charts by the names that lessons use, in the order in which they are shown.
const NAMES: [(&str, Row); 4] = [
    ("requests", Row::Requests),
    ("latency", Row::Latency),
    ("cpu", Row::Metric),
    ("tasks", Row::Tasks),
];

/// What stands in the frame of a live figure. `show` names its parts (`requests latency cpu tasks
/// fleet verdict`), `sliders` the paths of the settings that can be moved.
#[component]
pub fn LabFigure(scenario_id: String, show: Vec<String>, sliders: Vec<String>) -> impl IntoView {
    let path = ["scenarios/", &scenario_id, ".json"].concat();
    let loading: Loading<Scenario> = use_content().watch(move || path.clone());
    let rulebook = use_engine().rulebook();
    let parts = StoredValue::new((scenario_id, show, sliders));
    live_view(move || match (loading.state().get(), rulebook.get()) {
        (Load::Failed(error), _) => view! { <Notice error loading/> }.into_any(),
        (Load::Ready(scenario), Some(rules)) => {
            let (id, show, sliders) = parts.get_value();
            if show.iter().any(|part| part == "rush") {
                return rush_view(rules, (*scenario).clone(), id);
            }
            live_figure(rules, (*scenario).clone(), id, &show, &sliders)
        }
        _ => view! { <p class="soft">"The figure is loading…"</p> }.into_any(),
    })
    .into_any()
}

fn live_figure(
    rules: Arc<Rulebook>,
    scenario: Scenario,
    id: String,
    show: &[String],
    sliders: &[String],
) -> AnyView {
    let desk = Desk::new(rules, scenario.clone());
    desk.open(scenario, View { from: Some(id), ..View::default() });
    let has = |part: &str| show.iter().any(|one| one == part);
    let mut rows: Vec<Row> = Vec::new();
    for (name, row) in NAMES {
        if has(name) {
            rows.push(row);
        }
    }
    let mut moved: Vec<AnyView> = Vec::new();
    for setting in sliders.iter().filter_map(|path| settings::find(path)) {
        moved.push(view! { <SettingSlider desk setting/> }.into_any());
    }
    let outcome = live(move || match desk.day.get() {
        Some(day) => summary::outcome(&day.scenario, &day.run),
        None => String::new(),
    });
    let seed = live(move || {
        let seed = desk.scenario.with(|scenario| scenario.seed).to_string();
        ["simulated, ", &luck(&seed)].concat()
    });
    let href = live(move || {
        let query =
            desk.scenario.with(|scenario| link::encode(scenario, &desk.view(), &desk.rules()));
        Route::Lab { query: Some(query) }.to_string()
    });
    let mut parts: Vec<AnyView> = Vec::new();
    if has("fleet") {
        parts.push(view! { <FleetView desk in_figure=true/> }.into_any());
    }
    let timed = has("fleet") || !rows.is_empty();
    if !rows.is_empty() {
        parts.push(view! { <Charts desk rows/> }.into_any());
    }
    if timed {
        parts.push(view! { <Playhead desk/> }.into_any());
    }
    if has("verdict") {
        parts.push(view! { <Verdict desk in_figure=true/> }.into_any());
    }
    view! {
        <div class="figure-sliders">{moved}</div>
        {parts}
        {live_view(move || desk.failure.get().map(|why| view! {
            <p class="notice" role="alert">"The day could not be simulated: "{why}</p>
        }.into_any()))}
        <p class="figure-outcome">{outcome}</p>
        <p class="figure-foot">
            <span inner_html=seed></span>
            <button type="button" class="btn" disabled=live(move || !desk.can_undo.get())
                on:click=move |_| desk.undo()>"Undo"</button>
            <a href=href>"See it in the lab"</a>
        </p>
    }
    .into_any()
}
