//! The charts: one row a subject, the whole day beside a magnified stretch of it, on one scale.
//!
//! Shapes are SVG stretched to the panel; words are HTML over it, so that neither is ever
//! distorted. The playhead is one style attribute on the frame of all rows.

use crate::app::chart::{HEIGHT, Scale, Span, WIDTH};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::PointerEvent;

use super::desk::Desk;
use super::layers::{self, Layer, Row};
use super::playhead::DecisionMarks;
use super::summary;
use super::words;

/// The rows under each other, with one playhead through all of them.
#[component]
pub fn Charts(desk: Desk, #[prop(into)] rows: Signal<Vec<Row>>) -> impl IntoView {
    let style = move || {
        let (at, window) = (desk.playhead_s.get(), desk.window.get());
        let day = day_span(desk);
        let hover = desk.hover_s.get();
        let place = |span: Span, t_s: Option<u32>| match t_s.filter(|t_s| span.holds(*t_s)) {
            Some(t_s) => format!("{:.3}%", span.percent(t_s)),
            None => "-9%".to_string(),
        };
        format!(
            "--day-x:{};--win-x:{};--day-hover:{};--win-hover:{};--band-x:{:.3}%;--band-w:{:.3}%",
            place(day, Some(at)),
            place(window, Some(at)),
            place(day, hover),
            place(window, hover),
            day.percent(window.from_s),
            f64::from(window.length_s()) * 100.0 / f64::from(day.length_s()),
        )
    };
    view! {
        <div class="charts" style=style>
            <For each=move || rows.get() key=|row| *row as u8 let:row>
                <ChartRow desk row/>
            </For>
            <div class="row row-axis" aria-hidden="true">
                <div class="panel-day">{move || axis(desk, day_span(desk), 8)}</div>
                <div class="panel-win">
                    {move || axis(desk, desk.window.get(), 4)}
                    <span class="time-tag">
                        {move || desk.day.get().map(|day| day.clock(desk.playhead_s.get()))}
                    </span>
                </div>
            </div>
            <DecisionMarks desk/>
        </div>
    }
    .into_any()
}

#[component]
fn ChartRow(desk: Desk, row: Row) -> impl IntoView {
    let scale = Memo::new(move |_| {
        let (day, before) = (desk.day.get(), desk.before.get());
        let both = day.iter().chain(before.iter());
        let runs: Vec<_> = both.map(|day| (&day.scenario, &*day.run)).collect();
        row.scale(&runs)
    });
    let words = Memo::new(move |_| {
        let day = desk.day.get();
        day.map(|day| summary::of_row(row, &day.scenario, &day.run)).unwrap_or_default()
    });
    let values = move || {
        let day = desk.day.get()?;
        Some(summary::at_playhead(row, &day.run, day.row(desk.playhead_s.get())))
    };
    view! {
        <div class=row.class() role="group" aria-label=row.name()>
            <div class="row-head">
                <span class="row-title">{title(row)}</span>
                <span class="row-values">{values}</span>
                <span class="unseen">{move || words.get()}</span>
            </div>
            <div class="row-scale" aria-hidden="true">{move || tick_labels(row, scale.get())}</div>
            <DayPanel desk row scale/>
            <WindowPanel desk row scale/>
        </div>
    }
    .into_any()
}

#[component]
fn DayPanel(desk: Desk, row: Row, scale: Memo<Scale>) -> impl IntoView {
    // Where in the band it was taken hold of, in seconds from its start.
    let held = RwSignal::new(None::<u32>);
    let moved = move |event: &PointerEvent| {
        let Some(offset_s) = held.get_untracked() else { return };
        let t_s = time_at(event, day_span(desk));
        let window = desk.window.get_untracked();
        let duration_s = day_span(desk).to_s;
        let from_s = t_s.saturating_sub(offset_s) / 10 * 10;
        desk.window.set(super::state::window_from(from_s, window.length_s(), duration_s));
    };
    let down = move |event: PointerEvent| {
        let t_s = time_at(&event, day_span(desk));
        let window = desk.window.get_untracked();
        // A band of three pixels cannot be hit: ten minutes around it count.
        let near = t_s + 600 >= window.from_s && t_s <= window.to_s + 600;
        let offset_s = if near {
            t_s.saturating_sub(window.from_s).min(window.length_s())
        } else {
            desk.go_to(t_s);
            window.length_s() / 2
        };
        held.set(Some(offset_s));
        capture(&event);
    };
    view! {
        <div
            class="panel panel-day"
            on:pointerdown=down
            on:pointermove=move |event| {
                moved(&event);
                hover(desk, &event, day_span(desk));
            }
            on:pointerup=move |_| held.set(None)
            on:pointercancel=move |_| held.set(None)
            on:pointerleave=move |_| desk.hover_s.set(None)
        >
            <span class="band" aria-hidden="true"></span>
            {drawing(desk, row, scale, false)}
            <span class="playline" aria-hidden="true"></span>
            <span class="hoverline" aria-hidden="true"></span>
        </div>
    }
    .into_any()
}

#[component]
fn WindowPanel(desk: Desk, row: Row, scale: Memo<Scale>) -> impl IntoView {
    let held = RwSignal::new(false);
    let scrub = move |event: &PointerEvent| {
        if held.get_untracked() {
            desk.decision.set(None);
            desk.go_to(time_at(event, desk.window.get_untracked()));
        }
    };
    view! {
        <div
            class="panel panel-win"
            on:pointerdown=move |event| {
                held.set(true);
                capture(&event);
                scrub(&event);
            }
            on:pointermove=move |event| {
                scrub(&event);
                hover(desk, &event, desk.window.get_untracked());
            }
            on:pointerup=move |_| held.set(false)
            on:pointercancel=move |_| held.set(false)
            on:pointerleave=move |_| desk.hover_s.set(None)
        >
            {drawing(desk, row, scale, true)}
            <span class="playline" aria-hidden="true"></span>
            <span class="hoverline" aria-hidden="true"></span>
            {move || direct_labels(desk, row, scale.get())}
        </div>
    }
    .into_any()
}

fn drawing(desk: Desk, row: Row, scale: Memo<Scale>, magnified: bool) -> AnyView {
    let span = move || if magnified { desk.window.get() } else { day_span(desk) };
    let layers = row.layers().iter().filter(move |layer| magnified || !layer.magnified);
    let ghosts = layers.clone().filter(|layer| layer.ghost);
    let ghosts = ghosts
        .map(|layer: &'static Layer| {
            let path = move || {
                let before = desk.before.get();
                before.map(|day| (layer.draw)(&day.scenario, &day.run, span(), scale.get()))
            };
            view! { <path class="line-ghost" d=path></path> }
        })
        .collect_view();
    let paths = layers
        .map(|layer: &'static Layer| {
            let path = move || {
                let day = desk.day.get();
                day.map(|day| (layer.draw)(&day.scenario, &day.run, span(), scale.get()))
            };
            view! { <path class=layer.class d=path></path> }
        })
        .collect_view();
    let grid = move || {
        let ticks = scale.get().ticks();
        let lines = ticks.iter().filter_map(|tick| scale.get().y(*tick));
        lines.map(|y| format!("M0 {y}H{WIDTH}")).collect::<String>()
    };
    view! {
        <svg
            viewBox=format!("0 0 {WIDTH} {HEIGHT}")
            preserveAspectRatio="none"
            aria-hidden="true"
            focusable="false"
        >
            <path class="grid" d=grid></path>
            {ghosts}
            {paths}
        </svg>
    }
    .into_any()
}

/// The whole run.
pub fn day_span(desk: Desk) -> Span {
    let duration_s = desk.scenario.with(|scenario| scenario.duration_s);
    Span { from_s: 0, to_s: duration_s.max(1) }
}

fn title(row: Row) -> AnyView {
    match row {
        Row::Requests => view! {
            <b class="traffic">"Requests a second"</b>" against "<b class="system">"capacity"</b>
        }
        .into_any(),
        Row::Latency => view! { <b>"Latency p99"</b>" and p50, log scale" }.into_any(),
        Row::Tasks => view! {
            <b>"Tasks"</b>": "<b class="system">"running"</b>", desired "<i class="dotted"></i>
        }
        .into_any(),
        Row::Cpu => view! { <b>"CPU"</b>" of the service, average of its tasks" }.into_any(),
    }
}

fn tick_labels(row: Row, scale: Scale) -> AnyView {
    let labels = scale.ticks().into_iter().filter_map(|tick| {
        let top = f64::from(scale.y(tick)?) * 100.0 / f64::from(HEIGHT);
        let text = match row {
            Row::Latency => words::latency(tick),
            Row::Cpu => format!("{} %", words::number(tick * 100.0, 0)),
            Row::Requests | Row::Tasks => words::number(tick, 1),
        };
        Some(view! { <span style=format!("top:{top:.1}%")>{text}</span> })
    });
    labels.collect_view().into_any()
}

/// Words on the lines of the magnified panel, where they mean something that the title does not
/// say.
fn direct_labels(desk: Desk, row: Row, scale: Scale) -> Option<AnyView> {
    let scenario = desk.scenario.get();
    let label = |value: f64, class: &'static str, text: String| {
        let top = f64::from(scale.y(value)?) * 100.0 / f64::from(HEIGHT);
        Some(view! { <span class=class style=format!("top:{top:.1}%")>{text}</span> }.into_any())
    };
    let off = scenario.scaling.mode == crate::sim::scenario::ScalingMode::Off;
    match row {
        Row::Latency => {
            let within_ms = scenario.objective.within_ms;
            let text = ["objective ", &words::latency(within_ms)].concat();
            label(within_ms, "on-line missed", text)
        }
        Row::Tasks if !off => {
            let max = scenario.scaling.max;
            label(f64::from(max), "on-line", format!("your maximum, {max}"))
        }
        Row::Cpu if !off => {
            let rules = desk.rules();
            let target = scenario.scaling.target;
            let low = layers::low_threshold(&scenario, &rules);
            let target_text = format!("target {} %", words::number(target, 1));
            let low_text = format!(
                "scale in below {} % ({} × target: observed, not documented)",
                words::number(low * 100.0, 1),
                words::number(rules.scaling_low_factor, 2)
            );
            let both = (
                label(target / 100.0, "on-line system", target_text),
                label(low, "on-line low", low_text),
            );
            Some(both.into_any())
        }
        _ => None,
    }
}

fn axis(desk: Desk, span: Span, parts: u32) -> AnyView {
    let start_s = words::second_of_start(&desk.scenario.with(|scenario| scenario.start.clone()));
    let step_s = span.length_s() / parts;
    let whole_hours = step_s.is_multiple_of(3600);
    let ticks = (0..=parts).map(|part| {
        let t_s = span.from_s + part * step_s;
        let text = words::clock_short(start_s + t_s);
        let text = match whole_hours {
            true if t_s == span.to_s && start_s == 0 => "24".to_string(),
            true => text[..2].to_string(),
            false => text,
        };
        let class = match part {
            0 => "tick first",
            part if part == parts => "tick last",
            _ => "tick",
        };
        let left = format!("left:{:.2}%", span.percent(t_s));
        view! { <span class=class style=left>{text}</span> }
    });
    ticks.collect_view().into_any()
}

fn time_at(event: &PointerEvent, span: Span) -> u32 {
    let element =
        event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let Some(element) = element else { return span.from_s };
    let bounds = element.get_bounding_client_rect();
    let from_left = f64::from(event.client_x()) - bounds.left();
    let share = (from_left / bounds.width().max(1.0)).clamp(0.0, 1.0);
    let t_s = f64::from(span.from_s) + share * f64::from(span.length_s());
    (t_s / 10.0).round() as u32 * 10
}

fn hover(desk: Desk, event: &PointerEvent, span: Span) {
    if event.pointer_type() == "mouse" {
        desk.hover_s.set(Some(time_at(event, span)));
    }
}

fn capture(event: &PointerEvent) {
    let target =
        event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    if let Some(element) = target {
        let _ = element.set_pointer_capture(event.pointer_id());
    }
}
