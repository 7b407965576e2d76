//! Under the charts: the time axes and the marks of decisions, as many words and numbers as have
//! room.

use crate::app::html::escape;
use crate::app::live::live;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::ResizeObserver;

use super::charts::day_span;
use super::desk::{Day, Desk};
use super::dom;
use super::places;
use super::{why_text, words};

/// Room of a disc, px; of one whose number has three digits.
const DISC: f64 = 24.0;
const LONG_DISC: f64 = 28.0;
/// Half of what the time of the playhead takes, px.
const HALF_TAG: f64 = 32.0;
/// What a panel is taken to be wide until it is laid out, px.
const USUAL: f64 = 340.0;

/// Axes and marks, one row each. Discs are for the mouse; Why and the buttons for the previous and
/// the next decision do the same.
pub fn marks(desk: Desk) -> AnyView {
    let widths = widths(desk);
    let discs = desk.id("discs");
    let (mut drawn_axes, mut drawn_discs) = (String::new(), String::new());
    dom::effect(move || {
        let _ = show_axes(desk, widths.get(), &mut drawn_axes);
    });
    dom::effect(move || {
        let _ = show_discs(desk, widths.get().stretch, &mut drawn_discs);
    });
    dom::delegate(discs.clone(), &["click"], move |event| {
        let disc = dom::closest(&event, "[data-decision]");
        let index = disc.and_then(|disc| disc.get_attribute("data-decision")?.parse().ok());
        if let Some(index) = index {
            desk.choose(index);
        }
    });
    view! {
        <div class="row row-axis" aria-hidden="true">
            <div class="panel-day" id=desk.id("axis-day")></div>
            <div class="panel-win" id=desk.id("axis-win")></div>
        </div>
        <div class="row row-marks">
            <div class="panel-day" inner_html=live(move || day_marks(desk))></div>
            <div class="panel-win discs" aria-hidden="true" id=discs></div>
        </div>
    }
    .into_any()
}

/// How wide the panels are, px.
#[derive(Clone, Copy, PartialEq)]
struct Widths {
    day: f64,
    stretch: f64,
}

/// The widths as the browser tells their changes: whoever asks for them while drawing makes it lay
/// out the page once more for each answer.
fn widths(desk: Desk) -> RwSignal<Widths> {
    let widths = RwSignal::new(Widths { day: USUAL, stretch: USUAL });
    let measure = move || {
        let wide = |place: &str| dom::by_id(&desk.id(place)).map_or(0, |at| at.client_width());
        let (day, stretch) = (wide("axis-day"), wide("axis-win"));
        if day > 0 && stretch > 0 {
            let new = Widths { day: f64::from(day), stretch: f64::from(stretch) };
            if widths.get_untracked() != new {
                widths.set(new);
            }
        }
    };
    let heard = Closure::<dyn FnMut()>::new(measure);
    let Ok(observer) = ResizeObserver::new(heard.as_ref().unchecked_ref()) else { return widths };
    let kept = StoredValue::new_local((observer, heard));
    let mut seen = false;
    dom::effect(move || {
        if !std::mem::replace(&mut seen, true) {
            for place in ["axis-day", "axis-win"] {
                if let Some(place) = dom::by_id(&desk.id(place)) {
                    kept.with_value(|(observer, _)| observer.observe(&place));
                }
            }
        }
    });
    on_cleanup(move || {
        let _ = kept.try_with_value(|(observer, _)| observer.disconnect());
    });
    widths
}

fn show_axes(desk: Desk, widths: Widths, drawn: &mut String) -> Option<()> {
    let start_s = desk.scenario.with(|scenario| words::second_of_start(&scenario.start));
    let (at, window, whole) = (desk.playhead_s.get(), desk.window.get(), day_span(desk));
    let clock = desk.day.get().map(|day| day.clock(at)).filter(|_| window.holds(at));
    let day = dom::by_id(&desk.id("axis-day"))?;
    let stretch = dom::by_id(&desk.id("axis-win"))?;
    let wide = widths.stretch;
    let tag = clock.as_ref().map(|_| {
        let most = (wide - HALF_TAG).max(HALF_TAG);
        let middle = (window.percent(at) * wide / 100.0).clamp(HALF_TAG, most);
        (middle - HALF_TAG, middle + HALF_TAG)
    });
    let axes = [
        words_of(&places::ticks(whole, start_s, widths.day, None), widths.day),
        words_of(&places::ticks(window, start_s, wide, tag), wide),
    ];
    let tag = clock.map(|clock| ["<span class=\"time-tag\">", &clock, "</span>"].concat());
    let [first, second] = axes;
    let second = second + &tag.unwrap_or_default();
    let both = [first.as_str(), &second].concat();
    if both != *drawn {
        day.set_inner_html(&first);
        stretch.set_inner_html(&second);
        *drawn = both;
    }
    Some(())
}

fn words_of(ticks: &[places::Tick], wide: f64) -> String {
    let word = |tick: &places::Tick| {
        let left = dom::css(tick.at * 100.0 / wide);
        ["<span class=\"tick\" style=\"left:", &left, "%\">", &tick.text, "</span>"].concat()
    };
    ticks.iter().map(word).collect()
}

fn day_marks(desk: Desk) -> String {
    let (mut ticks, mut count) = (String::new(), String::new());
    if let Some(day) = desk.day.get() {
        let span = day_span(desk);
        for moment in &day.moments {
            ticks.push_str(&["M", &span.x(moment.t_s).to_string(), " 0V10"].concat());
        }
        let all = day.moments.len().to_string();
        let here = day.moments_in(desk.window.get()).len().to_string();
        count = [&all, " on the day, ", &here, " in the magnified stretch"].concat();
    }
    let words = ["<p><b>Decisions </b>", &count, "</p>"].concat();
    [&lines(&ticks), words.as_str()].concat()
}

fn lines(path: &str) -> String {
    [
        "<svg viewBox=\"0 0 960 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <path class=\"decision-ticks\" d=\"",
        path,
        "\"></path></svg>",
    ]
    .concat()
}

fn show_discs(desk: Desk, wide: f64, drawn: &mut String) -> Option<()> {
    let (at, chosen) = (desk.playhead_s.get(), desk.decision.get());
    let window = desk.window.get();
    let day = desk.day.get()?;
    let place = dom::by_id(&desk.id("discs"))?;
    let shown = day.moments_in(window);
    let moments = &day.moments[shown.clone()];
    let wanted = moments.iter().map(|moment| window.percent(moment.t_s) * wide / 100.0);
    let wanted: Vec<f64> = wanted.collect();
    let first = chosen.and_then(|index| index.checked_sub(shown.start));
    let room = if wanted.len() > 99 { LONG_DISC } else { DISC };
    let placed = places::fitting(&wanted, room, wide, first);
    let unit = |px: f64| dom::css(px * 960.0 / wide);
    let (mut leaders, mut discs) = (String::new(), String::new());
    for (number, (from, to)) in wanted.iter().zip(&placed).enumerate() {
        match to {
            Some(to) => {
                leaders.push_str(&["M", &unit(*from), " 0L", &unit(*to), " 10"].concat());
                discs.push_str(&disc(&day, shown.start + number, number + 1, *to / wide));
            }
            None => leaders.push_str(&["M", &unit(*from), " 0V6"].concat()),
        }
    }
    let html = [&lines(&leaders), discs.as_str()].concat();
    if html != *drawn {
        place.set_inner_html(&html);
        *drawn = html;
    }
    // Classes change in place, so that a press is not lost while the playhead runs.
    let mut disc = place.first_element_child()?.next_element_sibling();
    while let Some(here) = disc {
        let index: usize = here.get_attribute("data-decision")?.parse().ok()?;
        let past = if day.moments[index].t_s <= at { " past" } else { "" };
        let class = if chosen == Some(index) { " chosen" } else { "" };
        let digits = here.text_content().map_or(0, |number| number.len());
        let long = if digits > 2 { " long" } else { "" };
        here.set_class_name(&["disc", long, past, class].concat());
        disc = here.next_element_sibling();
    }
    Some(())
}

fn disc(day: &Day, index: usize, number: usize, share: f64) -> String {
    let moment = &day.moments[index];
    let number = number.to_string();
    [
        "<span class=\"disc\" style=\"left:",
        &dom::css(share * 100.0),
        "%\" data-decision=\"",
        &index.to_string(),
        "\" title=\"Decision ",
        &number,
        ", ",
        &day.clock(moment.t_s),
        ": ",
        &escape(&why_text::what(&day.run, moment, day.scenario.platform)),
        "\">",
        &number,
        "</span>",
    ]
    .concat()
}
