//! The charts: one row a subject, the whole day beside a magnified stretch of it, on one scale.
//!
//! The playhead is one style attribute on the frame of all rows, and one listener on the frame
//! hears the pointer over all of them.

use crate::app::chart::Span;
use crate::app::live::{live, live_view};
use leptos::prelude::*;
use std::cell::Cell;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, PointerEvent};

use super::desk::Desk;
use super::dom;
use super::layers::Row;
use super::marks::marks;
use super::rows::chart_row;

/// The rows under each other, with one playhead through all of them. Where there is a `more`, it
/// says whether the row of the CPU is shown.
#[component]
pub fn Charts(
    desk: Desk,
    rows: Vec<Row>,
    #[prop(optional)] more: Option<RwSignal<bool>>,
) -> impl IntoView {
    let id = desk.id("charts");
    let held = Cell::new(Held::Nothing);
    let events = &["pointerdown", "pointermove", "pointerup", "pointercancel", "pointerleave"];
    dom::delegate(id.clone(), events, move |event| pointed(desk, &event, &held));
    let shown = live_view(move || {
        let all = more.is_none_or(|more| more.get());
        let shown = rows.iter().filter(|row| all || **row != Row::Metric);
        shown.map(|row| chart_row(desk, *row)).collect::<Vec<AnyView>>()
    });
    view! {
        <div class="charts" id=id style=live(move || style(desk))>
            {shown}
            {marks(desk)}
        </div>
    }
    .into_any()
}

/// Where the playhead, the pointer and the magnified stretch are, for all rows at once.
fn style(desk: Desk) -> String {
    let (at, window) = (desk.playhead_s.get(), desk.window.get());
    let day = day_span(desk);
    let hover = desk.hover_s.get();
    let place = |span: Span, t_s: Option<u32>| match t_s.filter(|t_s| span.holds(*t_s)) {
        Some(t_s) => dom::css(span.percent(t_s)),
        None => "-9".to_string(),
    };
    let wide = f64::from(window.length_s()) * 100.0 / f64::from(day.length_s());
    [
        "--day-x:",
        &place(day, Some(at)),
        "%;--win-x:",
        &place(window, Some(at)),
        "%;--day-hover:",
        &place(day, hover),
        "%;--win-hover:",
        &place(window, hover),
        "%;--band-x:",
        &dom::css(day.percent(window.from_s)),
        "%;--band-w:",
        &dom::css(wide),
        "%",
    ]
    .concat()
}

/// The whole run.
pub fn day_span(desk: Desk) -> Span {
    let duration_s = desk.scenario.with(|scenario| scenario.duration_s);
    Span { from_s: 0, to_s: duration_s.max(1) }
}

/// What the pointer took hold of.
#[derive(Clone, Copy)]
enum Held {
    Nothing,
    /// The band, so many seconds from its start.
    Band(u32),
    /// The start of the band, or its end.
    From,
    To,
    Playhead,
}

/// The pointer on the panels: the day moves the band, the magnified stretch the playhead.
fn pointed(desk: Desk, event: &Event, held: &Cell<Held>) {
    let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
    let panel = dom::closest(event, ".panel");
    let (Some(panel), false) = (panel, event.type_() == "pointerleave") else {
        desk.hover_s.set(None);
        return;
    };
    let window = desk.window.get_untracked();
    let day = untrack(|| day_span(desk));
    let magnified = panel.class_list().contains("panel-win");
    let t_s = time_at(&panel, event, if magnified { window } else { day });
    match event.type_().as_str() {
        "pointerdown" => {
            let wide = panel.get_bounding_client_rect().width().max(1.0);
            let pixel_s = (f64::from(day.length_s()) / wide) as u32;
            held.set(match magnified {
                true => Held::Playhead,
                false => {
                    let reach = if event.pointer_type() == "touch" { 22 } else { 10 };
                    take_band(desk, t_s, window, pixel_s.max(1), reach)
                }
            });
            let _ = panel.set_pointer_capture(event.pointer_id());
            if magnified {
                scrub(desk, t_s);
            }
        }
        "pointermove" => {
            match held.get() {
                Held::Playhead => scrub(desk, t_s),
                Held::Band(offset_s) => {
                    let from_s = t_s.saturating_sub(offset_s) / 10 * 10;
                    desk.window.set(super::state::window_from(from_s, window.length_s(), day.to_s));
                }
                Held::From | Held::To => {
                    let from = matches!(held.get(), Held::From);
                    desk.window.set(super::state::window_edge(window, t_s, from, day.to_s));
                }
                Held::Nothing => {}
            }
            if event.pointer_type() == "mouse" {
                desk.hover_s.set(Some(t_s));
            }
        }
        _ => held.set(Held::Nothing),
    }
}

/// What of the band lies under the pointer: what is within reach, in pixels, beyond it belongs to
/// its edges.
fn take_band(desk: Desk, t_s: u32, window: Span, pixel_s: u32, reach: u32) -> Held {
    let (inner, outer) = (2 * pixel_s, reach * pixel_s);
    let wide = window.length_s() > 24 * pixel_s;
    let inwards = if wide { 5 * pixel_s } else { 0 };
    if t_s + outer >= window.from_s && t_s + inner < window.from_s + inwards + inner {
        return Held::From;
    }
    if t_s <= window.to_s + outer && t_s > window.to_s.saturating_sub(inwards) {
        return Held::To;
    }
    if window.holds(t_s) {
        return Held::Band(t_s - window.from_s);
    }
    desk.go_to(t_s);
    Held::Band(window.length_s() / 2)
}

fn scrub(desk: Desk, t_s: u32) {
    desk.decision.set(None);
    desk.go_to(t_s);
}

fn time_at(panel: &Element, event: &PointerEvent, span: Span) -> u32 {
    let bounds = panel.get_bounding_client_rect();
    let from_left = f64::from(event.client_x()) - bounds.left();
    let share = (from_left / bounds.width().max(1.0)).clamp(0.0, 1.0);
    let t_s = f64::from(span.from_s) + share * f64::from(span.length_s());
    (t_s / 10.0).round() as u32 * 10
}
