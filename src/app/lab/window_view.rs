//! Start and length of the magnified stretch as two sliders: what a drag of the band does, for the
//! keyboard.

use leptos::prelude::*;

use super::charts::day_span;
use super::desk::Desk;
use super::{dom, state, words};

/// The two sliders.
#[component]
pub fn WindowSliders(desk: Desk) -> impl IntoView {
    let place = desk.id("window");
    let (from, length) = (desk.id("window-from"), desk.id("window-length"));
    dom::delegate(place.clone(), &["input"], move |event| {
        let Ok(number) = event_target_value(&event).parse::<f64>() else { return };
        let (window, day) = (desk.window.get_untracked(), untrack(|| day_span(desk)));
        let moved = dom::closest(&event, "input").is_some_and(|input| input.id() == from);
        desk.window.set(match moved {
            true => state::window_from(number as u32, window.length_s(), day.to_s),
            false => state::window_from(window.from_s, number as u32 * 60, day.to_s),
        });
    });
    dom::effect(move || {
        let _ = show(desk);
    });
    let html = ["Magnified from", "Magnified length"]
        .iter()
        .zip([desk.id("window-from"), length])
        .map(|(name, id)| slider(name, &id))
        .collect::<String>();
    view! { <div class="window-ctl" id=place inner_html=html></div> }.into_any()
}

fn slider(name: &str, id: &str) -> String {
    [
        "<label for=\"",
        id,
        "\">",
        name,
        "</label><div class=\"rail\"><input type=\"range\" id=\"",
        id,
        "\"></div><span class=\"time-value\" aria-hidden=\"true\"></span>",
    ]
    .concat()
}

fn show(desk: Desk) -> Option<()> {
    let (window, day) = (desk.window.get(), day_span(desk));
    let clock = desk.scenario.with(|scenario| {
        words::clock_short(words::second_of_start(&scenario.start) + window.from_s)
    });
    let minutes = window.length_s() / 60;
    let last = day.to_s.saturating_sub(window.length_s()).max(1);
    one(desk, "window-from", (0, last, 60), window.from_s, &clock)?;
    let most = (day.to_s / 60).max(2);
    one(desk, "window-length", (2, most, 2), minutes, &words::duration(window.length_s()))
}

fn one(desk: Desk, name: &str, range: (u32, u32, u32), value: u32, said: &str) -> Option<()> {
    let knob = dom::input(&desk.id(name))?;
    let (least, most, step) = range;
    for (name, number) in [("min", least), ("max", most), ("step", step)] {
        dom::set(&knob, name, &number.to_string());
    }
    knob.set_value(&value.to_string());
    dom::set(&knob, "aria-valuetext", said);
    let rail = knob.parent_element()?;
    let share = f64::from(value.saturating_sub(least)) * 100.0 / f64::from((most - least).max(1));
    dom::set(&rail, "style", &["--fill:", &dom::css(share)].concat());
    rail.next_element_sibling()?.set_inner_html(said);
    Some(())
}
