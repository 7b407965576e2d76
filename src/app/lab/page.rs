//! The page of the lab: opens what the address says, keeps the address in step, lays out the parts.

use crate::app::KEYS;
use crate::app::browser;
use crate::app::content::{ContentSource, use_content};
use crate::app::engine::use_engine;
use crate::app::html::escape;
use crate::app::live::{live, live_view};
use crate::app::route::Route;
use crate::facts::Rulebook;
use crate::sim::Scenario;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

use super::charts::Charts;
use super::compare::ComparePlatforms;
use super::controls::Controls;
use super::desk::Desk;
use super::dom;
use super::fleet::FleetView;
use super::header::{Header, listen_for_keys};
use super::layers::Row;
use super::link;
use super::part::{Host, use_host};
use super::playhead::Playhead;
use super::presets::PresetNotice;
use super::set_up_text;
use super::table::TableView;
use super::verdict::{Verdict, VerdictLine};
use super::why::Why;
use super::window_view::WindowSliders;

/// Name under which the storage keeps the last state of the lab.
const LAST: &str = "lab";
/// The address follows the settings this much later, ms.
const ADDRESS_DELAY_MS: i32 = 250;
const FAILURE: &str = "<p class=\"notice\" role=\"alert\">The day could not be simulated, \
                       so the last good one stays: ";

/// The lab, once the rulebook is there.
#[component]
pub fn LabPage() -> impl IntoView {
    let rulebook = use_engine().rulebook();
    live_view(move || match rulebook.get() {
        Some(rules) => workbench(rules),
        None => view! {
            <main class="lab-waiting" id="main">
                <h1>"Lab"</h1>
                <p class="soft">"The lab is loading…"</p>
            </main>
        }
        .into_any(),
    })
}

fn workbench(rules: Arc<Rulebook>) -> AnyView {
    let desk = Desk::new(rules.clone(), Scenario::standard(&rules));
    let notices = RwSignal::new(Vec::<String>::new());
    let host = use_host();
    let more = RwSignal::new(host.setting("lab-more").is_some());
    open_address(desk, notices);
    follow_address(desk, host);
    let keys = RwSignal::new(host.setting(KEYS).as_deref() != Some("off"));
    listen_for_keys(desk, keys);
    dom::effect(move || host.set(KEYS, (!keys.get()).then_some("off")));
    dom::effect(move || host.set("lab-more", more.get().then_some("yes")));
    dom::effect(move || host.arrive());
    let open_preset = Callback::new(move |id: String| {
        let preset = Route::Lab { query: Some(["preset=", &id].concat()) };
        host.navigate(&preset.to_string());
    });
    let content = use_content();
    let reset = Callback::new(move |()| reset(desk, content, notices));
    let rows = vec![Row::Requests, Row::Latency, Row::Metric, Row::Tasks];
    let failure = live(move || {
        let why = desk.failure.get();
        why.map(|why| [FAILURE, &escape(&why), "</p>"].concat()).unwrap_or_default()
    });
    let set_up = live(move || desk.scenario.with(set_up_text::html));
    view! {
        <main class="lab" id="main">
            <Header desk open_preset reset/>
            <div class="set-up" inner_html=set_up></div>
            {notices_view(desk, notices)}
            <VerdictLine desk/>
            <Controls desk more/>
            <PresetNotice desk/>
            <div class="stage">
                <div class="lab-notices" inner_html=failure></div>
                <FleetView desk/>
                <Charts desk rows more/>
                <Playhead desk keys/>
                <WindowSliders desk/>
                <TableView desk/>
                <ComparePlatforms desk/>
            </div>
            <div class="outcome">
                <Verdict desk/>
                <Why desk/>
            </div>
        </main>
    }
    .into_any()
}

fn notices_view(desk: Desk, notices: RwSignal<Vec<String>>) -> AnyView {
    let place = desk.id("notices");
    dom::delegate(place.clone(), &["click"], move |event| {
        if dom::closest(&event, "button").is_some() {
            notices.set(Vec::new());
        }
    });
    let html = live(move || {
        let sentences = notices.get();
        if sentences.is_empty() {
            return String::new();
        }
        let mut html = "<div class=\"notice lab-notice\" role=\"alert\">\
                        <p>Not all of this link could be used:</p><ul>"
            .to_string();
        for sentence in &sentences {
            html.push_str(&["<li>", &escape(sentence), "</li>"].concat());
        }
        html + "</ul><button type=\"button\" class=\"btn\">Got it</button></div>"
    });
    view! { <div class="lab-notices" id=place inner_html=html></div> }.into_any()
}

/// Opens the state in the address, now and whenever a link leads to another.
fn open_address(desk: Desk, notices: RwSignal<Vec<String>>) {
    let (host, content) = (use_host(), use_content());
    let newest = StoredValue::new(0_u32);
    // Only a navigation opens something: address and stored state change with every setting.
    let visits = RwSignal::new(0_u32);
    browser::listen(&browser::window(), "hashchange", move |_| {
        visits.update(|visits| *visits += 1)
    });
    dom::effect(move || {
        visits.track();
        let fragment = browser::window().location().hash().unwrap_or_default();
        let Route::Lab { query } = Route::parse(&fragment) else { return };
        let query = query.or_else(|| host.setting(LAST)).unwrap_or_default();
        let rules = desk.rules();
        newest.update_value(|number| *number += 1);
        let mine = newest.get_value();
        let Some(id) = link::preset(&query) else {
            untrack(|| show(desk, notices, &query, &Scenario::standard(&rules), None));
            return;
        };
        load(content, &id.clone(), move |loaded| {
            if newest.try_get_value() != Some(mine) {
                return;
            }
            match loaded {
                Ok(base) => show(desk, notices, &query, &base, None),
                Err(why) => {
                    let trouble = ["The preset “", &id, "” did not open. ", &why].concat();
                    show(desk, notices, &query, &Scenario::standard(&rules), Some(trouble));
                }
            }
        });
    });
}

/// Loads a preset; without it, `then` hears why.
fn load(
    content: ContentSource,
    id: &str,
    then: impl FnOnce(Result<Arc<Scenario>, String>) + 'static,
) {
    let then: Box<dyn FnOnce(Result<Arc<Scenario>, String>)> = Box::new(then);
    let path = ["scenarios/", id, ".json"].concat();
    spawn_local(async move {
        then(content.get::<Scenario>(&path).await.map_err(|error| error.sentence()));
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
fn follow_address(desk: Desk, host: Host) {
    let query =
        move || desk.scenario.with(|scenario| link::encode(scenario, &desk.view(), &desk.rules()));
    let write = browser::Later::new(move || {
        let query = untrack(query);
        host.set(LAST, Some(&query));
        host.replace(&Route::Lab { query: Some(query) }.to_string());
    });
    dom::effect(move || {
        desk.scenario.track();
        desk.playhead_s.track();
        desk.window.track();
        desk.from.track();
        desk.compares.track();
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
    load(content, &id, move |base| {
        if desk.day.try_with_untracked(|_| ()).is_some() {
            let standard = |_| Arc::new(Scenario::standard(&rules));
            desk.replace((*base.unwrap_or_else(standard)).clone());
        }
    });
}
