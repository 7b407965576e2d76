//! The playhead: the slider "Time of day", play and pause, steps by decision, and the marks of
//! decisions.

use crate::app::browser;
use leptos::prelude::*;

use super::charts::day_span;
use super::desk::Desk;
use super::summary;

/// Simulated seconds to a second of playing.
const SPEED: f64 = 60.0;

/// Slider, buttons and keys that move the playhead.
#[component]
pub fn Playhead(desk: Desk) -> impl IntoView {
    let (playing, toggle) = player(desk);
    let scrub = move |event: web_sys::Event| {
        if let Ok(t_s) = event_target_value(&event).parse::<f64>() {
            desk.decision.set(None);
            desk.go_to(t_s as u32);
        }
    };
    let id = desk.id("time");
    let clock = move || desk.day.get().map(|day| day.clock(desk.playhead_s.get()));
    view! {
        <div class="transport">
            <button type="button" class="btn icon" aria-label="Previous decision"
                aria-keyshortcuts="["
                on:click=move |_| desk.step_decision(-1)>
                <svg viewBox="0 0 16 16" aria-hidden="true">
                    <path d="M12 3v10L5 8zM4 3v10"></path>
                </svg>
            </button>
            <button type="button" class="btn icon play"
                aria-label=move || if playing.get() { "Pause" } else { "Play" }
                on:click=move |_| toggle()>
                <svg viewBox="0 0 16 16" aria-hidden="true">
                    <path d=move || {
                        if playing.get() { "M5 3v10M11 3v10" } else { "M5 3v10l8-5z" }
                    }></path>
                </svg>
            </button>
            <button type="button" class="btn icon" aria-label="Next decision" aria-keyshortcuts="]"
                on:click=move |_| desk.step_decision(1)>
                <svg viewBox="0 0 16 16" aria-hidden="true">
                    <path d="M4 3v10l7-5zM12 3v10"></path>
                </svg>
            </button>
            <label class="time-label" for=id.clone()>"Time of day"</label>
            <div class="rail time-rail" style=move || {
                let share = day_span(desk).percent(desk.playhead_s.get());
                format!("--fill:{share:.2}")
            }>
                <input type="range" id=id min="0"
                    max=move || day_span(desk).to_s.to_string()
                    step="10" prop:value=move || desk.playhead_s.get().to_string()
                    aria-valuetext=clock on:input=scrub/>
            </div>
            <span class="time-value" aria-hidden="true">{clock}</span>
            <span class="keys" aria-hidden="true">
                "60 × · decisions "<kbd>"["</kbd>" "<kbd>"]"</kbd>
            </span>
        </div>
    }
    .into_any()
}

/// The loop of playing: whether it runs, and what Play and Pause do.
fn player(desk: Desk) -> (RwSignal<bool>, impl Fn() + Copy + 'static) {
    let playing = RwSignal::new(false);
    let last_frame = StoredValue::new(None::<(f64, f64)>);
    let frames = browser::Frames::new(move |now_ms| {
        let at = f64::from(desk.playhead_s.get_untracked());
        let (then_ms, exact) = last_frame.get_value().unwrap_or((now_ms, at));
        // A scrub in between wins over the count of the loop.
        let exact = if (exact - at).abs() > 1.0 { at } else { exact };
        let next = exact + (now_ms - then_ms).min(250.0) / 1000.0 * SPEED;
        last_frame.set_value(Some((now_ms, next)));
        let end = f64::from(day_span(desk).to_s);
        if next.floor() > at {
            desk.decision.set(None);
            desk.go_to(next.min(end) as u32);
        }
        let goes_on = playing.get_untracked() && next < end;
        if !goes_on {
            playing.set(false);
        }
        goes_on
    });
    let toggle = move || {
        if playing.get_untracked() {
            playing.set(false);
            frames.stop();
        } else if browser::prefers_reduced_motion() {
            desk.step_decision(1);
        } else {
            playing.set(true);
            last_frame.set_value(None);
            frames.start();
        }
    };
    (playing, toggle)
}

/// Ticks of all decisions under the day, numbered discs of those in the window under it.
#[component]
pub fn DecisionMarks(desk: Desk) -> impl IntoView {
    let ticks = move || {
        let day = desk.day.get()?;
        let span = day_span(desk);
        let at = day.run.decisions.iter().map(|one| span.x((one.t_ms / 1000) as u32));
        Some(at.map(|x| format!("M{x} 0V10")).collect::<String>())
    };
    let count = move || {
        let day = desk.day.get()?;
        let all = day.run.decisions.len();
        let here = day.decisions_in(desk.window.get()).len();
        Some(format!("{all} on the day, {here} in the magnified stretch"))
    };
    view! {
        <div class="row row-marks">
            <div class="panel-day">
                <svg viewBox="0 0 960 10" preserveAspectRatio="none" aria-hidden="true">
                    <path class="decision-ticks" d=ticks></path>
                </svg>
                <p><b>"Decisions "</b>{count}</p>
            </div>
            <div class="panel-win discs">{move || discs(desk)}</div>
        </div>
    }
    .into_any()
}

fn discs(desk: Desk) -> Option<AnyView> {
    let day = desk.day.get()?;
    let window = desk.window.get();
    let indices = day.decisions_in(window);
    let second = |index: usize| (day.run.decisions[index].t_ms / 1000) as u32;
    let positions: Vec<f64> = indices.clone().map(|index| window.percent(second(index))).collect();
    let placed = summary::spread(&positions, 8.0);
    let buttons = indices.zip(placed).enumerate().map(|(number, (index, left))| {
        let decision = &day.run.decisions[index];
        let t_s = second(index);
        let label = format!("Decision {}, {}: {}", number + 1, day.clock(t_s), decision.what);
        let past = move || t_s <= desk.playhead_s.get();
        let chosen = move || desk.decision.get() == Some(index);
        view! {
            <button type="button" class="disc" class:past=past class:chosen=chosen
                style=format!("left:{left:.2}%") aria-label=label
                aria-pressed=move || chosen().to_string()
                on:click=move |_| desk.choose(index)>
                {number + 1}
            </button>
        }
    });
    Some(buttons.collect_view().into_any())
}
