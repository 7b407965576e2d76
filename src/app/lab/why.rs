//! Why: the decisions of the magnified stretch with their arithmetic, and the fact each rests on.

use crate::app::browser;
use crate::app::content::{Load, Loading, use_content};
use crate::app::html::escape;
use crate::app::live::live;
use crate::facts::Facts;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent};

use super::desk::{Day, Desk};
use super::redraw::{block, hit, redraw};
use super::{loops, why_text, words};

/// The facts of the course, for whatever part of the lab asks for them.
pub fn facts() -> Loading<Facts> {
    use_content().watch(|| "facts.json".to_string())
}

/// The log of decisions; choosing one moves the playhead to it.
#[component]
pub fn Why(desk: Desk) -> impl IntoView {
    let facts = facts();
    let place = desk.id("why");
    let stretch = live(move || {
        let Some(day) = desk.day.get() else { return String::new() };
        let window = desk.window.get();
        let count = day.moments_in(window).len();
        let moments = if count == 1 { " decision, " } else { " decisions, " };
        let (from, to) = (day.clock(window.from_s), day.clock(window.to_s));
        [&count.to_string(), moments, &from[..5], " to ", &to[..5]].concat()
    });
    let id = place.clone();
    // Once all is drawn: asking where something stands makes the browser lay out the page.
    let show_newest = browser::Later::new({
        let id = id.clone();
        move || {
            let _ = show_where_it_stands(&id);
        }
    });
    Effect::new(move |shown: Option<String>| {
        let (day, facts) = (desk.day.get(), facts.state().get());
        let window = desk.window.get();
        let (playhead_s, chosen) = (desk.playhead_s.get(), desk.decision.get());
        let shown = shown.unwrap_or_default();
        let (Some(day), Some(log)) = (day, browser::document().get_element_by_id(&id)) else {
            return shown;
        };
        let html = list(&day, day.moments_in(window), &id, &facts);
        if html != shown {
            redraw(&log, &html);
        }
        mark(&log, playhead_s, chosen);
        show_newest.in_ms(0);
        html
    });
    view! {
        <section class="why">
            <h2>"Why "<small>{stretch}</small></h2>
            {block(move || chain(desk))}
            <div role="log" aria-live="off" aria-label="Why" tabindex="0" id=place
                on:click=move |event: MouseEvent| clicked(desk, &event)>
            </div>
        </section>
    }
    .into_any()
}

/// The chosen decision comes into view, else the newest one that the playhead has passed; the page
/// stays. Nothing scrolls away the element that has the focus.
fn show_where_it_stands(id: &str) -> Option<()> {
    let log = browser::document().get_element_by_id(id)?;
    let chosen = log.query_selector("li.chosen").ok()?;
    let passed = log.query_selector_all("li.past").ok()?;
    let last = || passed.item(passed.length().checked_sub(1)?)?.dyn_into::<Element>().ok();
    let is_chosen = chosen.is_some();
    let item = chosen.or_else(last)?;
    let ends = |element: &Element| {
        let element = element.dyn_ref::<HtmlElement>()?;
        let top = element.offset_top() - log_top(&log);
        Some((top, top + element.offset_height()))
    };
    let (top, bottom) = ends(&item)?;
    let in_view =
        |from: i32, (top, bottom): (i32, i32)| top >= from && bottom <= from + log.client_height();
    if is_chosen && in_view(log.scroll_top(), (top, bottom)) {
        return None;
    }
    let focused = browser::document().active_element();
    let focused = focused.filter(|one| *one != log && log.contains(Some(one)));
    let focused = focused.and_then(|one| one.closest("li").ok()?);
    let stays = focused.as_ref().and_then(ends).is_none_or(|ends| in_view(top.max(0), ends));
    if stays || focused.as_ref() == Some(&item) {
        log.set_scroll_top(top.max(0));
    }
    Some(())
}

fn log_top(log: &Element) -> i32 {
    log.dyn_ref::<HtmlElement>().map_or(0, HtmlElement::offset_top)
}

/// Who waits for whom at the playhead.
fn chain(desk: Desk) -> String {
    let Some(day) = desk.day.get() else { return String::new() };
    let at = desk.playhead_s.get();
    let t_ms = u64::from(at) * 1000;
    let (tasks, machines) = (day.fleet.at(t_ms), day.fleet.machines(t_ms));
    loops::html(&day.scenario, &day.run, day.row(at), &tasks, &machines)
}

fn list(day: &Day, indices: std::ops::Range<usize>, id: &str, facts: &Load<Facts>) -> String {
    let start_s = words::second_of_start(&day.scenario.start);
    let (first, moments) = (indices.start, &day.moments[indices]);
    let platform = day.scenario.platform;
    why_text::list(&day.run, start_s, moments, first, id, platform, &|fact| match facts {
        Load::Ready(facts) => match facts.get(fact) {
            Some(fact) => why_text::fact(fact),
            None => "This fact is not in the course.".to_string(),
        },
        Load::Pending => "Loading …".to_string(),
        Load::Failed(error) => escape(&error.sentence()),
    })
}

/// Shows which decisions the playhead has passed and which one is chosen.
fn mark(log: &Element, playhead_s: u32, chosen: Option<usize>) {
    let mut item = log.first_element_child().and_then(|list| list.first_element_child());
    while let Some(one) = item {
        let number = |name: &str| one.get_attribute(name).and_then(|text| text.parse().ok());
        let past = number("data-second").is_some_and(|t_s: usize| t_s <= playhead_s as usize);
        let chosen = chosen.is_some() && number("data-index") == chosen;
        let class = match (past, chosen) {
            (false, false) => "",
            (true, false) => "past",
            (false, true) => "chosen",
            (true, true) => "past chosen",
        };
        let _ = one.set_attribute("class", class);
        if let Ok(Some(head)) = one.query_selector("button") {
            let _ = head.set_attribute("aria-pressed", if chosen { "true" } else { "false" });
        }
        item = one.next_element_sibling();
    }
}

fn clicked(desk: Desk, event: &MouseEvent) {
    if let Some((_, index)) = hit(event, "data-choose") {
        if let Ok(index) = index.parse() {
            desk.choose(index);
        }
    } else if let Some((rule, _)) = hit(event, "data-rule") {
        let open = rule.get_attribute("aria-expanded").as_deref() == Some("true");
        let _ = rule.set_attribute("aria-expanded", if open { "false" } else { "true" });
        if let Some(fact) = rule.next_element_sibling() {
            let _ = fact.toggle_attribute_with_force("hidden", open);
        }
    }
}
