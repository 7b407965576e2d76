//! The page of the lab: opens what the address says, keeps the address in step, lays out the parts.

use crate::app::browser;
use crate::app::content::{ContentSource, use_content};
use crate::app::engine::use_engine;
use crate::app::route::Route;
use crate::app::router::use_router;
use crate::app::storage::use_store;
use crate::facts::Rulebook;
use crate::sim::Scenario;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

use super::charts::Charts;
use super::controls::Controls;
use super::desk::Desk;
use super::fleet::FleetView;
use super::header::{Header, listen_for_keys};
use super::layers::Row;
use super::link;
use super::playhead::Playhead;
use super::table::TableView;
use super::verdict::{Verdict, VerdictLine};
use super::why::Why;

/// Name under which the storage keeps the last state of the lab.
const LAST: &str = "lab";
/// The address follows the settings this much later, ms.
const ADDRESS_DELAY_MS: i32 = 250;

/// The lab, once the rulebook is there.
#[component]
pub fn LabPage() -> impl IntoView {
    let rulebook = use_engine().rulebook();
    move || match rulebook.get() {
        Some(rules) => view! { <Workbench rules/> }.into_any(),
        None => view! {
            <main class="lab" id="main">
                <h1>"Lab"</h1>
                <p class="soft">"Loading the rules of the simulator …"</p>
            </main>
        }
        .into_any(),
    }
}

#[component]
fn Workbench(rules: Arc<Rulebook>) -> impl IntoView {
    let desk = Desk::new(rules.clone(), Scenario::standard(&rules));
    let notices = RwSignal::new(Vec::<String>::new());
    let more = RwSignal::new(use_store().setting_now("lab-more").is_some());
    let router = use_router();
    let store = use_store();
    open_address(desk, notices);
    follow_address(desk);
    listen_for_keys(desk);
    Effect::new(move || store.set("lab-more", more.get().then_some("yes")));
    Effect::new(move |arrived: Option<()>| {
        if arrived.is_none() {
            router.arrive("Lab", None);
        }
    });
    let rows = Signal::derive(move || {
        let mut rows = vec![Row::Requests, Row::Latency, Row::Tasks];
        if more.get() {
            rows.insert(2, Row::Cpu);
        }
        rows
    });
    let open_preset = Callback::new(move |id: String| {
        router.navigate(&Route::Lab { query: Some(["preset=", &id].concat()) });
    });
    let content = use_content();
    let reset = Callback::new(move |()| reset(desk, content, notices));
    view! {
        <main class="lab" id="main">
            <Header desk open_preset reset/>
            <Notices notices/>
            <VerdictLine desk/>
            <Controls desk more/>
            <div class="stage">
                <FleetView desk/>
                <Charts desk rows/>
                <Playhead desk/>
                <TableView desk/>
                {move || desk.failure.get().map(|why| view! {
                    <p class="notice" role="alert">"The day could not be simulated: "{why}</p>
                })}
            </div>
            <div class="outcome">
                <Verdict desk/>
                <Why desk/>
            </div>
        </main>
    }
    .into_any()
}

#[component]
fn Notices(notices: RwSignal<Vec<String>>) -> impl IntoView {
    move || {
        let sentences = notices.get();
        (!sentences.is_empty()).then(|| {
            let items = sentences.into_iter().map(|sentence| view! { <li>{sentence}</li> });
            view! {
                <div class="notice lab-notice" role="alert">
                    <p>"Not all of this link could be used:"</p>
                    <ul>{items.collect_view()}</ul>
                    <button type="button" class="btn" on:click=move |_| notices.set(Vec::new())>
                        "Got it"
                    </button>
                </div>
            }
        })
    }
}

/// Opens the state in the address, now and whenever a link leads to another.
fn open_address(desk: Desk, notices: RwSignal<Vec<String>>) {
    let route = use_router().current();
    let (store, content) = (use_store(), use_content());
    let newest = StoredValue::new(0_u32);
    Effect::new(move || {
        let Route::Lab { query } = route.get() else { return };
        // Only the route opens something: the stored state changes with every setting.
        let query = query.or_else(|| store.setting_now(LAST)).unwrap_or_default();
        let rules = desk.rules();
        newest.update_value(|number| *number += 1);
        let mine = newest.get_value();
        let Some(id) = link::preset(&query) else {
            untrack(|| show(desk, notices, &query, &Scenario::standard(&rules), None));
            return;
        };
        spawn_local(async move {
            let path = ["scenarios/", &id, ".json"].concat();
            let loaded = content.get::<Scenario>(&path).await;
            if newest.try_get_value() != Some(mine) {
                return;
            }
            match loaded {
                Ok(base) => show(desk, notices, &query, &base, None),
                Err(error) => {
                    let trouble =
                        ["The preset “", &id, "” did not open. ", &error.sentence()].concat();
                    show(desk, notices, &query, &Scenario::standard(&rules), Some(trouble));
                }
            }
        });
    });
}

fn show(
    desk: Desk,
    notices: RwSignal<Vec<String>>,
    query: &str,
    base: &Scenario,
    trouble: Option<String>,
) {
    let mut opened = link::decode(query, base, &desk.rules());
    if let Some(trouble) = trouble {
        opened.view.from = None;
        opened.notices.insert(0, trouble);
    }
    notices.set(opened.notices);
    desk.open(opened.scenario, opened.view);
}

/// Writes the state into the address of this history entry, and keeps it for the next visit.
fn follow_address(desk: Desk) {
    let (router, store) = (use_router(), use_store());
    let query =
        move || desk.scenario.with(|scenario| link::encode(scenario, &desk.view(), &desk.rules()));
    let write = browser::Later::new(move || {
        let query = untrack(query);
        store.set(LAST, Some(&query));
        router.replace(&Route::Lab { query: Some(query) });
    });
    Effect::new(move || {
        desk.scenario.track();
        desk.playhead_s.track();
        desk.window.track();
        desk.from.track();
        // Nothing is written before the first day is drawn: a link that opens stays as it is.
        if desk.day.with_untracked(Option::is_some) {
            write.in_ms(ADDRESS_DELAY_MS);
        }
    });
}

/// Back to the preset, or to the standard day; can be undone.
fn reset(desk: Desk, content: ContentSource, notices: RwSignal<Vec<String>>) {
    let rules = desk.rules();
    notices.set(Vec::new());
    let Some(id) = desk.from.get_untracked() else {
        desk.replace(Scenario::standard(&rules));
        return;
    };
    spawn_local(async move {
        let path = ["scenarios/", &id, ".json"].concat();
        let base = content.get::<Scenario>(&path).await;
        if desk.day.try_with_untracked(|_| ()).is_some() {
            let standard = || Scenario::standard(&rules);
            desk.replace(base.map_or_else(|_| standard(), |base| (*base).clone()));
        }
    });
}
