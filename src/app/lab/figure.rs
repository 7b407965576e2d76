//! A cut-down lab inside a lesson: one scenario, a few sliders, the charts that the lesson speaks
//! of.

use crate::app::content::{Load, Loading, Notice, use_content};
use crate::app::engine::use_engine;
use crate::app::route::Route;
use crate::facts::Rulebook;
use crate::sim::Scenario;
use leptos::prelude::*;
use std::sync::Arc;

use super::charts::Charts;
use super::desk::Desk;
use super::fleet::FleetView;
use super::layers::Row;
use super::link::{self, View};
use super::playhead::Playhead;
use super::settings;
use super::slider::SettingSlider;
use super::summary;
use super::verdict::Verdict;

/// A live figure. `show` names its parts (`requests latency cpu tasks fleet verdict`), `sliders`
/// the paths of the settings that can be moved.
#[component]
pub fn LabFigure(
    scenario_id: String,
    title: String,
    show: Vec<String>,
    sliders: Vec<String>,
) -> impl IntoView {
    let path = ["scenarios/", &scenario_id, ".json"].concat();
    let loading: Loading<Scenario> = use_content().watch(move || path.clone());
    let rulebook = use_engine().rulebook();
    let title = StoredValue::new(title);
    let parts = StoredValue::new((scenario_id, show, sliders));
    let body = move || match (loading.state().get(), rulebook.get()) {
        (Load::Failed(error), _) => view! { <Notice error loading/> }.into_any(),
        (Load::Ready(scenario), Some(rules)) => {
            let (id, show, sliders) = parts.get_value();
            view! { <LiveFigure rules scenario=(*scenario).clone() id show sliders/> }.into_any()
        }
        _ => view! { <p class="soft">"Loading the figure …"</p> }.into_any(),
    };
    view! {
        <section class="lab-figure" aria-label=title.get_value()>
            <h3>{title.get_value()}</h3>
            {body}
        </section>
    }
    .into_any()
}

#[component]
fn LiveFigure(
    rules: Arc<Rulebook>,
    scenario: Scenario,
    id: String,
    show: Vec<String>,
    sliders: Vec<String>,
) -> impl IntoView {
    let desk = Desk::new(rules, scenario.clone());
    desk.open(scenario, View { from: Some(id), ..View::default() });
    let has = |part: &str| show.iter().any(|one| one == part);
    let rows: Vec<Row> = [
        ("requests", Row::Requests),
        ("latency", Row::Latency),
        ("cpu", Row::Cpu),
        ("tasks", Row::Tasks),
    ]
    .into_iter()
    .filter_map(|(name, row)| has(name).then_some(row))
    .collect();
    let known = sliders.iter().filter_map(|path| settings::find(path)).collect::<Vec<_>>();
    let sliders = known.into_iter().map(|setting| view! { <SettingSlider desk setting/> });
    let outcome = move || desk.day.get().map(|day| summary::outcome(&day.scenario, &day.run));
    let seed = move || desk.scenario.with(|scenario| format!("simulated, seed {}", scenario.seed));
    let href = move || {
        let query =
            desk.scenario.with(|scenario| link::encode(scenario, &desk.view(), &desk.rules()));
        Route::Lab { query: Some(query) }.to_string()
    };
    let timed = has("fleet") || !rows.is_empty();
    let charts = (!rows.is_empty()).then(|| view! { <Charts desk rows=rows.clone()/> });
    view! {
        <div class="figure-sliders">{sliders.collect_view()}</div>
        {has("fleet").then(|| view! { <FleetView desk/> })}
        {charts}
        {timed.then(|| view! { <Playhead desk/> })}
        {has("verdict").then(|| view! { <Verdict desk/> })}
        {move || desk.failure.get().map(|why| view! {
            <p class="notice" role="alert">"The day could not be simulated: "{why}</p>
        })}
        <p class="figure-outcome">{outcome}</p>
        <p class="figure-foot">
            <span>{seed}</span>
            <button type="button" class="btn" disabled=move || !desk.can_undo.get()
                on:click=move |_| desk.undo()>"Undo"</button>
            <a href=href>"See it in the lab"</a>
        </p>
    }
    .into_any()
}
