//! A setting with a few values on the page: radio group, list or switch.

use crate::app::html::escape;
use crate::sim::Scenario;
use crate::sim::scenario::Platform;
use leptos::prelude::Get;
use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement};

use super::choices::{self, Choice, Kind};
use super::desk::Desk;
use super::dom;
use super::slider::{barred, explain, id_of, problem};
use super::terms;

/// What stands on the page for a choice; [`Shown`] gives it its value.
pub fn html(desk: Desk, choice: &Choice) -> String {
    let id = id_of(desk, choice.path);
    let options = choice.options(&desk.rules());
    let inner = match choice.kind {
        Kind::Radio if choice.path == "platform" => platforms(choice, &id, &options),
        Kind::Radio => radios(choice, &id, &options),
        Kind::List => list(choice, &id, &options),
        Kind::Switch => [
            "<label class=\"switch\"><input type=\"checkbox\" id=\"",
            &id,
            "\" data-choice=\"",
            choice.path,
            "\" aria-describedby=\"",
            &id,
            "-problem\"><span class=\"label\">",
            choice.label,
            "</span></label>",
        ]
        .concat(),
    };
    [
        "<div class=\"ctl\" id=\"",
        &id,
        "-ctl\">",
        &inner,
        "<p class=\"problem\" id=\"",
        &id,
        "-problem\" role=\"status\"></p></div>",
    ]
    .concat()
}

fn radios(choice: &Choice, id: &str, options: &[(String, String)]) -> String {
    let shape = match choice.path {
        "scaling.mode" | "platform_settings.autoscaler" => "choice pairs",
        _ => "choice",
    };
    // Where the heading says it already.
    let title =
        if choice.label == choice.group.title() { "choice-title unseen" } else { "choice-title" };
    let mut html = [
        "<span id=\"",
        id,
        "-title\" class=\"",
        title,
        "\">",
        choice.label,
        "</span><div role=\"radiogroup\" aria-labelledby=\"",
        id,
        "-title\" aria-describedby=\"",
        id,
        "-problem\" class=\"",
        shape,
        "\">",
    ]
    .concat();
    for (index, option) in options.iter().enumerate() {
        html.push_str(&radio(choice, id, index, option));
    }
    html + "</div>"
}

fn radio(choice: &Choice, id: &str, index: usize, (json, text): &(String, String)) -> String {
    [
        "<label><input type=\"radio\" name=\"",
        id,
        "\" id=\"",
        id,
        "-",
        &index.to_string(),
        "\" data-choice=\"",
        choice.path,
        "\" value=\"",
        &escape(json),
        "\"><span>",
        text,
        "</span></label>",
    ]
    .concat()
}

/// The platforms: one radio group, a box for each service.
fn platforms(choice: &Choice, id: &str, options: &[(String, String)]) -> String {
    let mut html = [
        "<span id=\"",
        id,
        "-title\" class=\"choice-title unseen\">",
        choice.label,
        "</span><div role=\"radiogroup\" aria-labelledby=\"",
        id,
        "-title\" aria-describedby=\"",
        id,
        "-told ",
        id,
        "-problem\" class=\"platforms\">",
    ]
    .concat();
    let services: Vec<&str> = terms::offered().map(|(service, _)| service).collect();
    for (index, option) in options.iter().enumerate() {
        let service = services.get(index).copied().unwrap_or_default();
        if index == 0 || services.get(index - 1).is_none_or(|before| *before != service) {
            html.push_str(if index == 0 { "" } else { "</div>" });
            let part = ["<div role=\"group\" aria-label=\"", service, "\" class=\"choice pairs\">"];
            html.push_str(&part.concat());
        }
        html.push_str(&radio(choice, id, index, option));
    }
    let told = ["</div></div><p class=\"hint\" role=\"status\" id=\"", id, "-told\"></p>"];
    html + &told.concat()
}

fn list(choice: &Choice, id: &str, options: &[(String, String)]) -> String {
    let mut html = [
        "<div class=\"ctl-head\"><label for=\"",
        id,
        "\">",
        choice.label,
        "</label></div><select id=\"",
        id,
        "\" data-choice=\"",
        choice.path,
        "\" aria-describedby=\"",
        id,
        "-problem\">",
    ]
    .concat();
    for (json, text) in options {
        html.push_str(&option(json, text));
    }
    html + "</select>"
}

fn option(json: &str, text: &str) -> String {
    ["<option value=\"", &escape(json), "\">", &escape(text), "</option>"].concat()
}

/// Takes what was chosen; says whether the event was one of a choice.
pub fn heard(desk: Desk, event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(target) = target else { return false };
    let path = target.get_attribute("data-choice").unwrap_or_default();
    let Some(choice) = choices::find(&path) else { return false };
    let value = if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
        match choice.kind {
            Kind::Switch => Value::from(input.checked()),
            _ => serde_json::from_str(&input.value()).unwrap_or_default(),
        }
    } else if let Some(select) = target.dyn_ref::<HtmlSelectElement>() {
        serde_json::from_str(&select.value()).unwrap_or_default()
    } else {
        return false;
    };
    desk.set(choice.path, value);
    match choice.path {
        "platform" => desk.finish(),
        _ => desk.release(),
    }
    true
}

/// What a choice shows at present.
pub struct Shown {
    choice: &'static Choice,
    id: String,
    state: Option<State>,
}

#[derive(PartialEq)]
struct State {
    value: Value,
    last: bool,
    problem: String,
    hidden: bool,
    barred: Option<&'static str>,
    label: &'static str,
    platform: Platform,
}

impl Shown {
    /// A choice that was drawn and has no value yet.
    pub fn new(desk: Desk, choice: &'static Choice) -> Shown {
        Shown { choice, id: id_of(desk, choice.path), state: None }
    }

    /// The choice it shows.
    pub fn choice(&self) -> &'static Choice {
        self.choice
    }

    /// Brings the choice in step with the desk; `whole` is its scenario `now` as JSON.
    pub fn update(&mut self, desk: Desk, whole: &Value, now: &Scenario, hidden: bool) {
        let path = self.choice.path;
        let pointer = ["/", &path.replace('.', "/")].concat();
        let state = State {
            value: whole.pointer(&pointer).cloned().unwrap_or_default(),
            last: desk.last_used.get() == path,
            problem: problem(desk, path),
            hidden,
            barred: barred(desk, path, now),
            label: self.choice.label_on(now),
            platform: now.platform,
        };
        if self.state.as_ref() != Some(&state) && self.show(&state).is_some() {
            self.state = Some(state);
        }
    }

    fn show(&self, state: &State) -> Option<()> {
        let place = dom::by_id(&[&self.id, "-ctl"].concat())?;
        dom::hide(&place, state.hidden);
        place.set_class_name(if state.last { "ctl last" } else { "ctl" });
        let json = state.value.to_string();
        let off = state.barred.is_some();
        match self.choice.kind {
            Kind::Radio => {
                let radios = place.query_selector_all("input").ok()?;
                let platform = self.state.as_ref().map(|old| old.platform);
                for index in 0..radios.length() {
                    let radio = radios.item(index)?.dyn_into::<HtmlInputElement>().ok()?;
                    radio.set_checked(radio.value() == json);
                    radio.set_disabled(off);
                    if platform != Some(state.platform) {
                        self.name(&radio, state.platform);
                    }
                }
            }
            Kind::List => {
                let select = dom::by_id(&self.id)?.dyn_into::<HtmlSelectElement>().ok()?;
                select.set_value(&json);
                if select.value() != json {
                    let text = self.choice.said(&state.value);
                    let _ = select.insert_adjacent_html("beforeend", &option(&json, &text));
                    select.set_value(&json);
                }
                select.set_disabled(off);
                if self.state.as_ref().map(|old| old.platform) != Some(state.platform) {
                    self.keep_options(&select, state.platform)?;
                }
            }
            Kind::Switch => {
                let input = dom::input(&self.id)?;
                input.set_checked(state.value == Value::Bool(true));
                input.set_disabled(off);
            }
        }
        if self.state.as_ref().map_or(self.choice.label, |old| old.label) != state.label {
            let label = place.query_selector("label[for], .choice-title, .label").ok()??;
            label.set_inner_html(state.label);
        }
        explain(&self.id, self.choice.path, &state.problem, state.barred)
    }

    /// Takes away the options that the platform does not have.
    fn keep_options(&self, select: &HtmlSelectElement, platform: Platform) -> Option<()> {
        let options = select.query_selector_all("option").ok()?;
        for index in 0..options.length() {
            let option = options.item(index)?.dyn_into::<Element>().ok()?;
            let json = option.get_attribute("value").unwrap_or_default();
            let gone = self.choice.on_platform(&json, platform) == Some(None);
            // Not every browser hides an option.
            dom::hide(&option, gone);
            let _ = option.toggle_attribute_with_force("disabled", gone);
        }
        Some(())
    }

    /// Gives an option the name that it has on the platform, if it exists there.
    fn name(&self, radio: &HtmlInputElement, platform: Platform) -> Option<()> {
        let other = self.choice.on_platform(&radio.value(), platform);
        let usual = self.choice.values.iter().find(|(json, _)| *json == radio.value());
        let label = radio.parent_element()?;
        dom::hide(&label, other == Some(None));
        let text = other.flatten().or(usual.map(|(_, text)| *text))?;
        label.last_element_child()?.set_inner_html(text);
        Some(())
    }
}
