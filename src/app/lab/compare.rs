//! One day on every platform: a button, and the table that it opens, filled platform by platform by
//! the engine. What changes the day begins anew; closing it stops.

use crate::app::browser;
use crate::app::engine::use_engine;
use crate::app::live::live;
use crate::sim::Scenario;
use crate::sim::compare::Row;
use crate::sim::scenario::Platform;
use leptos::prelude::*;

use super::desk::Desk;
use super::redraw::{self, hit};
use super::{compare_text, dom};

/// The scenario has to rest for so long before the others are simulated, ms.
const REST_MS: i32 = 700;

/// What stands below the charts; `open` is shared with the address.
#[component]
pub fn ComparePlatforms(desk: Desk) -> impl IntoView {
    let engine = use_engine();
    let slot = engine.slot();
    let open = desk.compares;
    let rows = RwSignal::new(Vec::<Row>::new());
    let failure = RwSignal::new(String::new());
    // Answers to an older question are dropped.
    let asked = StoredValue::new(0_u32);
    let begin = browser::Later::new(move || {
        rows.set(Vec::new());
        failure.set(String::new());
        asked.update_value(|number| *number += 1);
        let question = Question { mine: asked.get_value(), asked, rows, failure };
        let scenario = desk.scenario.get_untracked();
        next(engine, slot, scenario, question);
    });
    dom::effect(move || {
        desk.scenario.track();
        if open.get() {
            begin.in_ms(REST_MS);
        } else {
            asked.update_value(|number| *number += 1);
        }
    });
    let place = desk.id("platforms");
    dom::delegate(place.clone(), &["click"], move |event| {
        if let Some((_, word)) = hit(&event, "data-switch") {
            desk.set("platform", word.into());
            desk.finish();
        } else if dom::closest(&event, "[aria-expanded]").is_some() {
            open.update(|open| *open = !*open);
        }
    });
    let table = desk.id("platforms-table");
    keep_table(desk, table.clone(), rows);
    let notes = live(move || rows.with(|rows| compare_text::notes(rows)));
    let status = live(move || match (open.get(), failure.get()) {
        (false, _) => String::new(),
        (true, why) if why.is_empty() => rows.with(|rows| compare_text::progress(rows)),
        (true, why) => ["The comparison stopped: ", &why].concat(),
    });
    view! {
        <div class="table-view compare" id=place>
            <button type="button" class="btn" aria-expanded=live(move || open.get().to_string())>
                "Compare all platforms"
            </button>
            <div hidden=live(move || !open.get())>
                <p class="soft" role="status">{status}</p>
                <div class="lab-scroll" tabindex="0" role="region"
                    aria-label="The day on every platform">
                    <table id=table></table>
                </div>
                <div inner_html=notes></div>
                <p class="hint">
                    "By hand: on the same day with patches at half of it. Reacts after: from the \
                     first surge until more can be served."
                </p>
            </div>
        </div>
    }
    .into_any()
}

/// Keeps the table in step while it is open; the focus stays on its button.
fn keep_table(desk: Desk, id: String, rows: RwSignal<Vec<Row>>) {
    let buttons = desk.id("to-");
    let mut drawn = String::new();
    dom::effect(move || {
        let html = match desk.compares.get() {
            true => desk
                .scenario
                .with(|scenario| rows.with(|rows| compare_text::table(scenario, rows, &buttons))),
            false => String::new(),
        };
        if let Some(place) = dom::by_id(&id)
            && html != drawn
        {
            redraw::redraw(&place, &html);
            drawn = html;
        }
    });
}

/// What is being asked: answers count while it is the newest.
#[derive(Clone, Copy)]
struct Question {
    mine: u32,
    asked: StoredValue<u32>,
    rows: RwSignal<Vec<Row>>,
    failure: RwSignal<String>,
}

/// Asks for the next platform, until all are there.
fn next(
    engine: crate::app::engine::Engine,
    slot: crate::app::engine::Slot,
    scenario: Scenario,
    question: Question,
) {
    let done = question.rows.with_untracked(Vec::len);
    let Some(platform) = Platform::all().get(done).copied() else { return };
    let asked = scenario.clone();
    engine.compare(slot, asked, platform, move |result| {
        if question.asked.try_get_value() != Some(question.mine) {
            return;
        }
        match result {
            Ok(row) => {
                question.rows.update(|rows| rows.push(row));
                next(engine, slot, scenario, question);
            }
            Err(why) => question.failure.set(why),
        }
    });
}
