//! The picture of a sudden rise in the window: a handle on the load, two runs for every move, and
//! the way to the lab.

use crate::app::browser;
use crate::app::engine::{Engine, Slot, use_engine};
use crate::app::live::{live, live_view};
use crate::app::route::Route;
use crate::facts::Rulebook;
use crate::sim::{Run, Scenario, compare};
use leptos::prelude::*;
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent, PointerEvent};

use super::dom;
use super::header::luck;
use super::link::{self, View};
use super::rush::{self, MOST_RPS, Picture, SIDES, TOP_RPS};
use super::rush_text::height;
use super::words;

/// Numbers the pictures of a page, so that their ids differ.
static PICTURES: AtomicU32 = AtomicU32::new(0);
/// One press of an arrow key, and with Shift or by page; requests/s.
const STEP_RPS: f64 = 10.0;
const LEAP_RPS: f64 = 50.0;
const HINT: &str = "Times to ten seconds. Both run the same tasks with the same policy.";

/// One picture; a cheap handle.
#[derive(Clone, Copy)]
struct Rush {
    engine: Engine,
    slot: Slot,
    rules: StoredValue<Arc<Rulebook>>,
    /// As the author wrote it.
    scenario: StoredValue<Scenario>,
    least_rps: f64,
    load_rps: RwSignal<f64>,
    picture: RwSignal<Option<Picture>>,
    failure: RwSignal<String>,
    /// The engine works on a picture.
    busy: StoredValue<bool>,
}

/// The figure of that scenario; `id` names it for the link to the lab.
pub fn rush_view(rules: Arc<Rulebook>, scenario: Scenario, id: String) -> AnyView {
    let engine = use_engine();
    let rush = Rush {
        engine,
        slot: engine.slot(),
        rules: StoredValue::new(rules),
        least_rps: rush::base_rps(&scenario),
        load_rps: RwSignal::new(scenario.traffic.peak_rps),
        scenario: StoredValue::new(scenario.clone()),
        picture: RwSignal::new(None),
        failure: RwSignal::new(String::new()),
        busy: StoredValue::new(false),
    };
    let number = PICTURES.fetch_add(1, Ordering::Relaxed);
    let name = move |part: &str| ["rush-", &number.to_string(), "-", part].concat();
    dom::effect(move || {
        rush.load_rps.track();
        rush.draw();
    });
    listen(rush, name("place"), name("typed"));
    keep_handle(rush, name("place"), name("typed"));
    let rise = words::parse_clock(&scenario.traffic.spike_at).unwrap_or_default();
    let rise = words::clock_short(rise);
    let html = controls(rush, &name("typed"), &rise);
    let drawn = live(move || match rush.picture.get() {
        Some(picture) => picture.html(),
        None => "<div class=\"rush-plot\"></div>".into(),
    });
    let told = live(move || rush.picture.with(|picture| picture.as_ref().map(Picture::sentence)));
    let table = live(move || rush.picture.with(|picture| picture.as_ref().map(Picture::table)));
    let seed = ["simulated, ", &luck(&scenario.seed.to_string())].concat();
    let href = live(move || {
        let view = View { from: Some(id.clone()), ..View::default() };
        let query = rush.rules.with_value(|rules| link::encode(&rush.wanted(), &view, rules));
        Route::Lab { query: Some(query) }.to_string()
    });
    view! {
        <div class="rush" id=name("place")>
            <div class="bare" inner_html=drawn></div>
            <div class="bare" inner_html=html></div>
        </div>
        {live_view(move || match rush.failure.get() {
            why if why.is_empty() => ().into_any(),
            why => view! {
                <p class="notice" role="alert">"The rush could not be simulated: "{why}</p>
            }.into_any(),
        })}
        <p class="figure-outcome" role="status">{told}</p>
        <details class="rush-table">
            <summary>"As a table"</summary>
            <div class="bare" inner_html=table></div>
            <p class="hint">{HINT}</p>
        </details>
        <p class="figure-foot">
            <span inner_html=seed></span>
            <a href=href>"See it in the lab"</a>
        </p>
    }
    .into_any()
}

/// The handle in the picture and the number below it.
fn controls(rush: Rush, typed: &str, rise: &str) -> String {
    let (least, most) = (rush.least_rps.to_string(), MOST_RPS.to_string());
    [
        "<span class=\"rush-handle\" role=\"slider\" tabindex=\"0\" aria-orientation=\"vertical\" \
         aria-label=\"Load after ",
        rise,
        "\" aria-valuemin=\"",
        &least,
        "\" aria-valuemax=\"",
        &most,
        "\"><svg viewBox=\"0 0 44 64\" aria-hidden=\"true\">\
         <path d=\"M16 9l6-5 6 5M16 55l6 5 6-5\"></path><circle cx=\"22\" cy=\"32\" r=\"13\">\
         </circle><path d=\"M17 29.5h10M17 34.5h10\"></path></svg></span>\
         <p class=\"rush-set\"><label for=\"",
        typed,
        "\">Load after ",
        rise,
        "</label> <span><input type=\"number\" class=\"typed\" step=\"any\" id=\"",
        typed,
        "\" min=\"",
        &least,
        "\" max=\"",
        &most,
        "\"> / s</span><span class=\"rush-hint\">Drag the circle, type, or press <kbd>↑</kbd> \
         <kbd>↓</kbd></span></p>",
    ]
    .concat()
}

impl Rush {
    /// The author's scenario with the load under the hand.
    fn wanted(&self) -> Scenario {
        let rps = self.load_rps.get();
        self.scenario.with_value(|scenario| rush::with_load(scenario, rps))
    }

    /// Sets the load, as far as it goes.
    fn set(&self, rps: f64) {
        let rps = rps.round().clamp(self.least_rps, MOST_RPS);
        if rps != self.load_rps.get_untracked() {
            self.load_rps.set(rps);
        }
    }

    /// Both runs, then the picture; once more where the load moved meanwhile.
    fn draw(self) {
        if self.busy.get_value() {
            return;
        }
        self.busy.set_value(true);
        let scenario = untrack(|| self.wanted());
        self.run(scenario.clone(), 0, move |first| {
            let asked = scenario.clone();
            self.run(scenario, 1, move |second| {
                self.failure.set(String::new());
                self.picture.set(Some(Picture::new(&asked, [&first, &second])));
                self.busy.set_value(false);
                if self.load_rps.get_untracked() != asked.traffic.peak_rps {
                    self.draw();
                }
            });
        });
    }

    fn run(self, scenario: Scenario, side: usize, then: impl FnOnce(Arc<Run>) + 'static) {
        let day = self.rules.with_value(|rules| compare::adapt(&scenario, SIDES[side].0, rules).0);
        self.engine.run(self.slot, day, move |result| match result {
            Ok(run) => then(run),
            Err(why) => {
                self.busy.set_value(false);
                self.failure.set(why);
            }
        });
    }
}

/// Hears pointer and keys on the handle, and what is typed.
fn listen(rush: Rush, place: String, typed: String) {
    let held = Cell::new(false);
    let events = &["pointerdown", "pointermove", "pointerup", "pointercancel", "keydown", "change"];
    dom::delegate(place, events, move |event: Event| match event.type_().as_str() {
        "change" => {
            if let Some(input) = dom::input(&typed) {
                type_in(rush, &input);
            }
        }
        "keydown" => press(rush, event.unchecked_ref()),
        _ => point(rush, event.unchecked_ref(), &held),
    });
}

/// What is no number leaves the load as it is.
fn type_in(rush: Rush, input: &HtmlInputElement) {
    if let Some(rps) = input.value().parse::<f64>().ok().filter(|rps| rps.is_finite()) {
        rush.set(rps);
    }
    input.set_value(&rush.load_rps.get_untracked().to_string());
}

fn press(rush: Rush, event: &KeyboardEvent) {
    if dom::closest(event, ".rush-handle").is_none() {
        return;
    }
    let now = rush.load_rps.get_untracked();
    let step = if event.shift_key() { LEAP_RPS } else { STEP_RPS };
    let next = match event.key().as_str() {
        "ArrowUp" | "ArrowRight" => now + step,
        "ArrowDown" | "ArrowLeft" => now - step,
        "PageUp" => now + LEAP_RPS,
        "PageDown" => now - LEAP_RPS,
        "Home" => rush.least_rps,
        "End" => MOST_RPS,
        _ => return,
    };
    event.prevent_default();
    rush.set(next);
}

fn point(rush: Rush, event: &PointerEvent, held: &Cell<bool>) {
    match event.type_().as_str() {
        "pointerdown" => {
            let Some(handle) = dom::closest(event, ".rush-handle") else { return };
            let _ = handle.set_pointer_capture(event.pointer_id());
            held.set(true);
        }
        "pointermove" if held.get() => {
            let plot = dom::closest(event, ".rush").and_then(|place| plot(&place));
            let Some(plot) = plot.map(|plot| plot.get_bounding_client_rect()) else { return };
            let from_bottom = plot.bottom() - f64::from(event.client_y());
            let rps = from_bottom * TOP_RPS / plot.height().max(1.0);
            rush.set((rps / STEP_RPS).round() * STEP_RPS);
        }
        _ => held.set(false),
    }
}

fn plot(place: &Element) -> Option<Element> {
    place.query_selector(".rush-plot").ok().flatten()
}

/// The handle and the number follow the load in the same frame.
fn keep_handle(rush: Rush, place: String, typed: String) {
    dom::effect(move || {
        let rps = rush.load_rps.get();
        let Some(place) = dom::by_id(&place) else { return };
        let at = dom::css(height(rps) / 100.0);
        dom::set(&place, "style", &["--at:", &at].concat());
        if let Ok(Some(handle)) = place.query_selector(".rush-handle") {
            dom::set(&handle, "aria-valuenow", &rps.to_string());
            let said = [&words::count(rps), " requests a second"].concat();
            dom::set(&handle, "aria-valuetext", &said);
        }
        let active = browser::document().active_element();
        if let Some(input) = dom::input(&typed)
            && active.as_ref() != Some(input.unchecked_ref())
        {
            input.set_value(&rps.to_string());
        }
    });
}
