//! The playhead: the slider "Time of day", play and pause, and steps by decision.

use crate::app::browser;
use leptos::prelude::*;

use super::charts::day_span;
use super::desk::Desk;
use super::dom;

/// Simulated seconds to a second of playing.
const SPEED: f64 = 60.0;

/// Slider, buttons and keys that move the playhead. Where there are `keys`, they say whether the
/// two keys for decisions work, and a switch turns them off.
#[component]
pub fn Playhead(desk: Desk, #[prop(optional)] keys: Option<RwSignal<bool>>) -> impl IntoView {
    let (playing, toggle) = player(desk);
    let place = desk.id("transport");
    let heard = move |event: web_sys::Event| {
        if dom::closest(&event, ".keys").is_some() {
            if let (Some(keys), Some(input)) = (keys, dom::input(&desk.id("keys"))) {
                keys.set(input.checked());
            }
            return;
        }
        if event.type_() == "input" {
            if let Ok(t_s) = event_target_value(&event).parse::<f64>() {
                desk.decision.set(None);
                desk.go_to(t_s as u32);
            }
            return;
        }
        let button = dom::closest(&event, "button");
        match button.and_then(|button| button.get_attribute("data-step")).as_deref() {
            Some("-1") => desk.step_decision(-1),
            Some("1") => desk.step_decision(1),
            _ if dom::closest(&event, ".play").is_some() => toggle(),
            _ => {}
        }
    };
    dom::delegate(place.clone(), &["click", "input"], heard);
    dom::effect(move || {
        let _ = show_time(desk);
    });
    dom::effect(move || {
        let _ = show_playing(desk, playing.get());
    });
    dom::effect(move || {
        let _ = show_keys(desk, keys.is_some_and(|keys| keys.get()));
    });
    let html = html(&desk.id("time"), keys.map(|_| desk.id("keys")));
    view! { <div class="transport" id=place inner_html=html></div> }.into_any()
}

fn html(id: &str, keys: Option<String>) -> String {
    let keys = keys.map(|keys| {
        let parts = [
            "<label class=\"keys switch\"><input type=\"checkbox\" id=\"",
            &keys,
            "\"><span>Keys <kbd>[</kbd> <kbd>]</kbd> for decisions</span></label>",
        ];
        parts.concat()
    });
    [
        "<button type=\"button\" class=\"btn icon\" aria-label=\"Previous decision\" \
         data-step=\"-1\"><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\">\
         <path d=\"M12 3v10L5 8zM4 3v10\"></path></svg></button>\
         <button type=\"button\" class=\"btn icon play\" aria-label=\"Play\">\
         <svg viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path></path></svg></button>\
         <button type=\"button\" class=\"btn icon\" aria-label=\"Next decision\" \
         data-step=\"1\"><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\">\
         <path d=\"M4 3v10l7-5zM12 3v10\"></path></svg></button>\
         <label class=\"time-label\" for=\"",
        id,
        "\">Time of day</label><div class=\"rail time-rail\"><input type=\"range\" id=\"",
        id,
        "\" min=\"0\" step=\"10\"></div><span class=\"time-value\" aria-hidden=\"true\"></span>\
         <span class=\"speed\" aria-hidden=\"true\">60 × speed</span>",
        &keys.unwrap_or_default(),
    ]
    .concat()
}

fn show_time(desk: Desk) -> Option<()> {
    let (at, day) = (desk.playhead_s.get(), day_span(desk));
    let clock = desk.day.get().map(|day| day.clock(at)).unwrap_or_default();
    let knob = dom::input(&desk.id("time"))?;
    let rail = knob.parent_element()?;
    dom::set(&knob, "max", &day.to_s.to_string());
    knob.set_value(&at.to_string());
    dom::set(&knob, "aria-valuetext", &clock);
    dom::set(&rail, "style", &["--fill:", &dom::css(day.percent(at))].concat());
    rail.next_element_sibling()?.set_inner_html(&clock);
    Some(())
}

/// Says on the buttons which keys do the same, while they do.
fn show_keys(desk: Desk, on: bool) -> Option<()> {
    let transport = dom::by_id(&desk.id("transport"))?;
    for (step, key) in [("-1", "["), ("1", "]")] {
        let button = transport.query_selector(&["[data-step='", step, "']"].concat()).ok()??;
        match on {
            true => dom::set(&button, "aria-keyshortcuts", key),
            false => drop(button.remove_attribute("aria-keyshortcuts")),
        }
    }
    dom::input(&desk.id("keys"))?.set_checked(on);
    Some(())
}

fn show_playing(desk: Desk, playing: bool) -> Option<()> {
    let transport = dom::by_id(&desk.id("transport"))?;
    let button = transport.query_selector(".play").ok()??;
    let (name, shape) =
        if playing { ("Pause", "M5 3v10M11 3v10") } else { ("Play", "M5 3v10l8-5z") };
    dom::set(&button, "aria-label", name);
    dom::set(&button.query_selector("path").ok()??, "d", shape);
    Some(())
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
