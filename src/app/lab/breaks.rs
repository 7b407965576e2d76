//! "Break something": faults that strike at the playhead, and the list of all dated changes.

use crate::app::html::escape;
use crate::sim::Scenario;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};

use super::desk::Desk;
use super::dom;
use super::faults::{self, FIRST, OFFERS};
use super::{change_text, redraw, words};

/// What stands among the controls; [`keep`] fills it.
pub fn html(desk: Desk) -> String {
    let part = |name: &str, class: &str| {
        ["<div class=\"", class, "\" id=\"", &desk.id(name), "\" tabindex=\"-1\"></div>"].concat()
    };
    let mut html = [
        "<div class=\"group breaks\"><h2>Break something <small>at <span id=\"",
        &desk.id("break-at"),
        "\"></span></small></h2>",
        &part("faults", "fault-list"),
        "<button type=\"button\" class=\"btn more-faults\" aria-expanded=\"false\" \
         aria-controls=\"",
        &desk.id("more-faults"),
        "\">More faults</button>",
        &part("more-faults", "fault-list"),
        "</div><div class=\"group\"><h2>Dated changes</h2>\
         <label class=\"switch\"><input type=\"checkbox\" id=\"",
        &desk.id("dated"),
        "\" aria-describedby=\"",
        &desk.id("dated-hint"),
        "\"><span>From the playhead on</span></label><p class=\"hint\" id=\"",
        &desk.id("dated-hint"),
        "\"></p>",
        &part("changes", "change-list"),
        "<p class=\"unseen\" role=\"status\" id=\"",
        &desk.id("changes-said"),
        "\"></p></div>",
    ]
    .concat();
    // The list opens with its button.
    html = html.replace(
        &["id=\"", &desk.id("more-faults"), "\" tabindex"].concat(),
        &["id=\"", &desk.id("more-faults"), "\" hidden tabindex"].concat(),
    );
    html
}

/// Keeps faults and changes in step with the desk.
pub fn keep(desk: Desk) {
    let mut drawn = [String::new(), String::new(), String::new()];
    dom::effect(move || {
        desk.scenario.with(|scenario| {
            let lists = [&OFFERS[..FIRST], &OFFERS[FIRST..]];
            for (index, name) in ["faults", "more-faults"].into_iter().enumerate() {
                let html = fault_buttons(lists[index], scenario);
                show(&desk.id(name), html, &mut drawn[index]);
            }
            let list = change_list(desk, scenario);
            show(&desk.id("changes"), list, &mut drawn[2]);
        });
    });
    dom::effect(move || {
        let clock = clock(desk, desk.playhead_s.get());
        if let Some(place) = dom::by_id(&desk.id("break-at")) {
            place.set_inner_html(&clock);
        }
        let hint = match desk.dated.get() {
            true => ["What you set now holds from ", &clock, " on and is listed here."].concat(),
            false => "What you set holds for the whole day.".to_string(),
        };
        if let Some(place) = dom::by_id(&desk.id("dated-hint")) {
            place.set_inner_html(&hint);
        }
        if let Some(input) = dom::input(&desk.id("dated")) {
            input.set_checked(desk.dated.get());
        }
    });
}

fn clock(desk: Desk, t_s: u32) -> String {
    desk.scenario.with(|scenario| words::clock(words::second_of_start(&scenario.start) + t_s))
}

fn show(id: &str, html: String, drawn: &mut String) {
    if html == *drawn {
        return;
    }
    if let Some(place) = dom::by_id(id) {
        redraw::redraw(&place, &html);
        *drawn = html;
    }
}

fn fault_buttons(offers: &[faults::Offer], scenario: &Scenario) -> String {
    let mut html = String::new();
    for offer in offers {
        let name = offer.fault.word();
        let refused = offer.fault.applies(scenario).err();
        let (disabled, line) = match refused {
            Some(why) => (" disabled", ["Cannot strike: ", why, "."].concat()),
            None => ("", offer.line_on(scenario.platform).to_string()),
        };
        let button = [
            "<div><button type=\"button\" class=\"btn\" id=\"fault-",
            name,
            "\" data-fault=\"",
            name,
            "\" aria-describedby=\"fault-",
            name,
            "-line\"",
            disabled,
            ">",
            offer.name_on(scenario.platform),
            "</button><p id=\"fault-",
            name,
            "-line\">",
            &escape(&line),
            "</p></div>",
        ];
        html.push_str(&button.concat());
    }
    html
}

fn change_list(desk: Desk, scenario: &Scenario) -> String {
    if scenario.changes.is_empty() {
        return "<p class=\"hint\">None yet: a fault, or a setting with the switch on, is listed \
                here.</p>"
            .to_string();
    }
    [
        "<ul class=\"changes\">",
        &change_text::list(scenario, &desk.id("change-")),
        "</ul><button type=\"button\" class=\"btn undo-change\" id=\"",
        &desk.id("undo-change"),
        "\" aria-keyshortcuts=\"Control+Z\"",
        if desk.can_undo.get() { "" } else { " disabled" },
        ">Undo the last step</button>",
    ]
    .concat()
}

/// Takes a click on a fault or on the list; says whether it was one.
pub fn clicked(desk: Desk, event: &Event) -> bool {
    if let Some((_, name)) = redraw::hit(event, "data-fault") {
        let Some(offer) = faults::find(&name) else { return true };
        let at = desk.playhead_s.get_untracked();
        let change = desk.scenario.with_untracked(|scenario| faults::strike(offer, scenario, at));
        let name = desk.scenario.with_untracked(|scenario| offer.name_on(scenario.platform));
        let said = [name, " at ", &change.at, ": added to the dated changes."].concat();
        desk.add_change(change);
        say(desk, &said);
    } else if let Some((_, index)) = redraw::hit(event, "data-change") {
        if let Ok(index) = index.parse() {
            desk.remove_change(index);
            say(desk, "Deleted. Undo brings it back.");
        }
    } else if let Some((_, t_s)) = redraw::hit(event, "data-go") {
        if let Ok(t_s) = t_s.parse() {
            desk.go_to(t_s);
        }
    } else if dom::closest(event, ".undo-change").is_some() {
        desk.undo();
        say(desk, "The last step is undone.");
    } else if let Some(button) = dom::closest(event, ".more-faults") {
        let Some(list) = button.next_element_sibling() else { return true };
        let opens = list.has_attribute("hidden");
        dom::hide(&list, !opens);
        dom::set(&button, "aria-expanded", if opens { "true" } else { "false" });
    } else {
        return false;
    }
    true
}

/// Takes a change of the switch; says whether it was one.
pub fn changed(desk: Desk, event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(input) = target.filter(|input| input.id() == desk.id("dated")) else { return false };
    desk.dated.set(input.checked());
    true
}

fn say(desk: Desk, text: &str) {
    if let Some(place) = dom::by_id(&desk.id("changes-said")) {
        place.set_inner_html(&escape(text));
    }
}
