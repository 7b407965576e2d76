//! The head of the lab: what is simulated, presets, Undo, Reset and Share.

use crate::app::browser;
use crate::app::live::{live, live_view};
use crate::app::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{KeyboardEvent, MouseEvent};

use super::desk::Desk;
use super::dom;
use super::link;
use super::presets::Presets;
use super::redraw::hit;
use super::verdict_text;
use super::why::facts;

/// Two links of a chain, and the word.
const SHARE: &str = "<svg viewBox=\"0 0 16 16\" aria-hidden=\"true\">\
    <path d=\"M6.5 9.5l3-3M5 7L3 9a2.8 2.8 0 0 0 4 4l2-2M11 9l2-2a2.8 2.8 0 0 0-4-4L7 5\"/>\
    </svg>Share";

/// Where it stands how good the simulation is.
const TRUST: &str = "<span class=\"trust\"> · <a class=\"link\" \
                     href=\"#/about/accuracy\">how far to trust this</a></span>";

/// Title line with its buttons. `open_preset` loads a preset by id.
#[component]
pub fn Header(desk: Desk, open_preset: Callback<String>, reset: Callback<()>) -> impl IntoView {
    let facts = facts();
    let said = RwSignal::new(String::new());
    let shown_link = RwSignal::new(None::<String>);
    let meta = live(move || {
        let seed = desk.scenario.with(|scenario| scenario.seed).to_string();
        let (day, facts) = (desk.day.get(), facts.ready());
        let prices = day.zip(facts).and_then(|(day, facts)| {
            let oldest = verdict_text::oldest_price(&day.run, &facts);
            let said = || [" · prices of ", &month(oldest), " or later"].concat();
            (!oldest.is_empty()).then(said)
        });
        ["one day in us-east-1 · ", &luck(&seed), &prices.unwrap_or_default(), TRUST].concat()
    });
    let press = move |event: MouseEvent| match hit(&event, "data-do") {
        Some((_, what)) if what == "undo" => desk.undo(),
        Some((_, what)) if what == "reset" => reset.run(()),
        Some(_) => share(desk, said, shown_link),
        None => {}
    };
    // Not `disabled`: the button keeps the focus when the last step is undone.
    let nothing_to_undo = live(move || (!desk.can_undo.get()).to_string());
    let place = desk.id("head");
    let head = place.clone();
    let close = move |event: KeyboardEvent| {
        if event.key() == "Escape" && shown_link.get_untracked().is_some() {
            shown_link.set(None);
            dom::focus(&head, "[data-do=share]");
        }
    };
    view! {
        <header class="lab-head" id=place on:keydown=close>
            <h1>{live(move || desk.scenario.with(|scenario| scenario.title.clone()))}</h1>
            <p class="meta" inner_html=meta></p>
            <div class="lab-tools" on:click=press>
                <Presets desk open_preset/>
                <button type="button" class="btn" aria-disabled=nothing_to_undo
                    aria-keyshortcuts="Control+Z" data-do="undo">"Undo"</button>
                <button type="button" class="btn" data-do="reset">"Reset"</button>
                <button type="button" class="btn" data-do="share" inner_html=SHARE></button>
            </div>
            <p class="said" role="status">{live(move || said.get())}</p>
            {live_view(move || shown_link.get().map(|address| view! {
                <label class="link-field">
                    "Link "<input type="text" readonly=true prop:value=address/>
                </label>
            }.into_any()))}
        </header>
    }
    .into_any()
}

/// Copies the link of this state; where the clipboard is refused, shows it.
fn share(desk: Desk, said: RwSignal<String>, shown_link: RwSignal<Option<String>>) {
    let address = untrack(|| address(desk));
    spawn_local(async move {
        if browser::copy_text(&address).await {
            shown_link.try_set(None);
            said.try_set("Link copied. It holds every setting and the moment shown.".into());
        } else {
            said.try_set("Copying was refused. Here is the link to copy by hand.".into());
            shown_link.try_set(Some(address));
        }
    });
}

/// The absolute address of this state.
fn address(desk: Desk) -> String {
    let query = desk.scenario.with(|scenario| link::encode(scenario, &desk.view(), &desk.rules()));
    let location = browser::window().location();
    let page = location.href().unwrap_or_default();
    let page = page.split('#').next().unwrap_or_default();
    [page, &Route::Lab { query: Some(query) }.to_string()].concat()
}

/// Undo and the steps by decision, from anywhere on the page but a field.
///
/// `keys` says whether the single keys work: who speaks to the machine can turn them off.
pub fn listen_for_keys(desk: Desk, keys: RwSignal<bool>) {
    browser::listen(&browser::document(), "keydown", move |event| {
        use wasm_bindgen::JsCast;
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let typing = element.is_some_and(|element| {
            element
                .matches("input:not([type=range],[type=radio],[type=checkbox]),textarea")
                .unwrap_or(false)
        });
        if typing || event.alt_key() {
            return;
        }
        match (event.key().as_str(), event.ctrl_key() || event.meta_key()) {
            ("z", true) if !event.shift_key() => {
                event.prevent_default();
                desk.undo();
            }
            ("[", false) if keys.get_untracked() => desk.step_decision(-1),
            ("]", false) if keys.get_untracked() => desk.step_decision(1),
            _ => {}
        }
    });
}

/// The seed of a day, and what it is.
pub fn luck(seed: &str) -> String {
    let meaning = "the luck of the day: the same settings and seed give the same day";
    [
        "<span class=\"luck\" title=\"The seed is ",
        meaning,
        ".\">seed ",
        seed,
        "<span class=\"unseen\"> (",
        meaning,
        ")</span></span>",
    ]
    .concat()
}

/// `November 2026` for `2026-11-23`.
fn month(date: &str) -> String {
    const NAMES: &str = "January February March April May June July August September October \
                         November December";
    let number = date.get(5..7).and_then(|month| month.parse::<usize>().ok()).unwrap_or(0);
    let name = number.checked_sub(1).and_then(|index| NAMES.split(' ').nth(index)).unwrap_or("");
    [name, " ", date.get(..4).unwrap_or("")].concat()
}
