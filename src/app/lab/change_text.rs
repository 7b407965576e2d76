//! Dated changes and faults in words, and the list of them as HTML. Pure.

use crate::app::html::escape;
use crate::sim::Scenario;
use crate::sim::fault::Fault;
use crate::sim::scenario::Change;

use super::{choices, faults, state, words};

/// What happens, without its time: `CPU target 50 %`, `Lose a zone, for 20 min`.
pub fn said(change: &Change, scenario: &Scenario) -> String {
    if change.fault.is_empty() {
        let (name, value) = choices::setting_in_words(&change.set, &change.value, scenario);
        return [&name, " → ", &value].concat();
    }
    let offer = faults::find(&change.fault);
    let name = offer.map_or(change.fault.as_str(), |offer| offer.name_on(scenario.platform));
    let mut text = name.to_string();
    if !change.zone.is_empty() {
        text.push_str(&[", ", &change.zone].concat());
    }
    if change.amount > 0.0 {
        text.push_str(&[", amount ", &words::number(change.amount, 2)].concat());
    }
    if change.for_s > 0.0 {
        text.push_str(&[", for ", &words::duration(change.for_s as u32)].concat());
    }
    text
}

/// Why a fault of the list cannot strike; `None` for one that can, and for settings.
pub fn moot(change: &Change, scenario: &Scenario) -> Option<&'static str> {
    let fault = Fault::parse(&change.fault)?;
    let t_s = (scenario.after_start(&change.at).unwrap_or(0) / 1000) as u32;
    fault.applies(&state::in_force(scenario, t_s)).err()
}

/// The list by time, each with a delete. `place` begins the ids of its elements.
pub fn list(scenario: &Scenario, place: &str) -> String {
    let start = |change: &Change| scenario.after_start(&change.at).unwrap_or(0);
    let mut order: Vec<usize> = (0..scenario.changes.len()).collect();
    order.sort_by_key(|index| start(&scenario.changes[*index]));
    let mut html = String::new();
    for index in order {
        let change = &scenario.changes[index];
        let number = index.to_string();
        let text = escape(&said(change, scenario));
        let moot = moot(change, scenario).map_or(String::new(), |why| {
            [" <small>Cannot strike: ", &escape(why), ".</small>"].concat()
        });
        let t_s = (start(change) / 1000).to_string();
        let item = [
            "<li><button type=\"button\" class=\"at\" data-go=\"",
            &t_s,
            "\" aria-label=\"Go to ",
            &escape(&change.at),
            "\">",
            &escape(&change.at),
            "</button><span>",
            &text,
            &moot,
            "</span><button type=\"button\" class=\"lab-link\" id=\"",
            place,
            &number,
            "\" data-change=\"",
            &number,
            "\" aria-label=\"Delete ",
            &escape(&change.at),
            " ",
            &text,
            "\">Delete</button></li>",
        ];
        html.push_str(&item.concat());
    }
    html
}
