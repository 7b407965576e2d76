//! The controls: six that a beginner needs first, the rest behind "More"; on a phone they lie in a
//! sheet.

use crate::app::html::escape;
use crate::sim::scenario::{Change, ScalingMode};
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement, KeyboardEvent, PointerEvent};

use super::desk::Desk;
use super::dom;
use super::settings::{self, Group, SETTINGS};
use super::slider::{self, Shown};
use super::words;

/// Everything that can be set. `more` is shared with the charts.
#[component]
pub fn Controls(desk: Desk, more: RwSignal<bool>) -> impl IntoView {
    let open = RwSignal::new(false);
    let grip_from = StoredValue::new(None::<i32>);
    let id = desk.id("controls");
    dom::delegate(
        id.clone(),
        &["input", "change", "click", "keydown", "pointerdown", "pointerup", "pointercancel"],
        move |event| match event.type_().as_str() {
            "input" => slider::heard(desk, &event),
            "change" => {
                slider::heard(desk, &event);
                chosen(desk, &event);
            }
            "click" => clicked(desk, &event, open, more),
            "keydown" => {
                let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
                if key.as_deref() == Some("Escape") {
                    open.set(false);
                }
            }
            _ => swiped(&event, open, grip_from),
        },
    );
    let mut sliders: Vec<Shown> =
        SETTINGS.iter().map(|setting| Shown::new(desk, setting)).collect();
    dom::effect(move || {
        for slider in &mut sliders {
            slider.update(desk);
        }
    });
    let mut changes = String::new();
    dom::effect(move || {
        show_frame(desk, open.get(), more.get());
        show_choices(desk);
        show_changes(desk, &mut changes);
    });
    view! { <section class="controls" id=id aria-label="Settings" inner_html=html(desk)></section> }
        .into_any()
}

fn html(desk: Desk) -> String {
    let mut html = [
        "<button type=\"button\" class=\"grip\"><i aria-hidden=\"true\"></i><span></span></button>",
        "<div class=\"group\"><h2 id=\"platform-title\">Platform</h2>",
        "<div role=\"radiogroup\" aria-labelledby=\"platform-title\" class=\"choice\">",
        "<label><input type=\"radio\" name=\"platform\" checked>ECS on Fargate</label></div></div>",
    ]
    .concat();
    for group in Group::ALL {
        html.push_str("<div class=\"group\" id=\"");
        html.push_str(&group_id(desk, group));
        html.push_str("\"><h2>");
        html.push_str(group.title());
        html.push_str("</h2>");
        match group {
            Group::Scaling => scaling_choices(desk, &mut html),
            Group::Task => task_size(desk, &mut html),
            _ => {}
        }
        for setting in SETTINGS.iter().filter(|setting| setting.group == group) {
            html.push_str("<div class=\"ctl\">");
            html.push_str(&slider::html(desk, setting));
            html.push_str("</div>");
        }
        html.push_str("</div>");
    }
    html.push_str("<button type=\"button\" class=\"btn more\"></button><div class=\"group\" id=\"");
    html.push_str(&desk.id("changes"));
    html.push_str("\"></div>");
    html
}

fn group_id(desk: Desk, group: Group) -> String {
    desk.id(["traffic", "scaling", "task", "balancer", "run"][group as usize])
}

fn scaling_choices(desk: Desk, html: &mut String) {
    let rules = desk.rules();
    let modes = [("off", "Off"), ("target-tracking", "Target tracking")];
    choice(desk, "Scaling", "scaling.mode", &modes, html);
    choice(desk, "Scaling metric", "scaling.metric", &[("cpu", "CPU")], html);
    let slow = words::number(rules.scaling_metric_period_s, 0);
    let fast = words::number(rules.scaling_fast_metric_period_s, 0);
    let (slow_text, fast_text) = ([&slow, " s"].concat(), [&fast, " s"].concat());
    let periods = [(slow.as_str(), slow_text.as_str()), (fast.as_str(), fast_text.as_str())];
    choice(desk, "Metric period", "scaling.metric_period_s", &periods, html);
}

/// A radio group for a setting with a few values.
fn choice(desk: Desk, label: &str, path: &str, options: &[(&str, &str)], html: &mut String) {
    let id = slider::id_of(desk, path);
    let head = [
        "<div class=\"choice-row\"><span id=\"",
        &id,
        "\" class=\"choice-title\">",
        label,
        "</span><div role=\"radiogroup\" aria-labelledby=\"",
        &id,
        "\" class=\"choice\">",
    ];
    html.push_str(&head.concat());
    for (value, text) in options {
        let radio = [
            "<label><input type=\"radio\" name=\"",
            path,
            "\" id=\"",
            &id,
            "-",
            value,
            "\" value=\"",
            value,
            "\">",
            text,
            "</label>",
        ];
        html.push_str(&radio.concat());
    }
    html.push_str("</div></div>");
}

fn task_size(desk: Desk, html: &mut String) {
    html.push_str(
        "<div class=\"ctl\"><div class=\"ctl-head\"><label for=\"task-size\">Task size</label>\
         </div><select id=\"task-size\">",
    );
    for size in settings::sizes(&desk.rules()) {
        html.push_str(&["<option>", &size.label(), "</option>"].concat());
    }
    html.push_str("</select></div>");
}

/// A radio or the task size was chosen.
fn chosen(desk: Desk, event: &Event) {
    let Some(target) = event.target() else { return };
    if let Some(radio) = target.dyn_ref::<HtmlInputElement>() {
        let (name, text) = (radio.name(), radio.value());
        for path in ["scaling.mode", "scaling.metric", "scaling.metric_period_s"] {
            if name == path {
                let number = text.parse::<u64>().map(Value::from);
                desk.set(path, number.unwrap_or_else(|_| Value::from(text.as_str())));
            }
        }
    } else if let Some(select) = target.dyn_ref::<HtmlSelectElement>() {
        let label = select.value();
        for size in settings::sizes(&desk.rules()) {
            if size.label() == label {
                desk.set_all(&[
                    ("task.vcpu", size.vcpu.into()),
                    ("task.memory_mib", size.memory_mib.into()),
                ]);
                desk.release();
                break;
            }
        }
    }
}

fn clicked(desk: Desk, event: &Event, open: RwSignal<bool>, more: RwSignal<bool>) {
    let Some(button) = dom::closest(event, "button") else { return };
    match button.class_name().as_str() {
        "grip" => open.update(|open| *open = !*open),
        "btn more" => more.update(|more| *more = !*more),
        _ => {
            let index = button.get_attribute("data-change").and_then(|index| index.parse().ok());
            if let Some(index) = index {
                desk.remove_change(index);
            }
        }
    }
}

/// The grip follows the finger up and down.
fn swiped(event: &Event, open: RwSignal<bool>, grip_from: StoredValue<Option<i32>>) {
    let Some(pointer) = event.dyn_ref::<PointerEvent>() else { return };
    let from = grip_from.get_value();
    grip_from.set_value(None);
    if dom::closest(event, ".grip").is_none() {
        return;
    }
    match (event.type_().as_str(), from) {
        ("pointerdown", _) => grip_from.set_value(Some(pointer.client_y())),
        ("pointerup", Some(from)) if pointer.client_y() - from < -16 => open.set(true),
        ("pointerup", Some(from)) if pointer.client_y() - from > 16 => open.set(false),
        _ => {}
    }
}

/// The sheet, the button "More", and which groups and controls there are at present.
fn show_frame(desk: Desk, open: bool, more: bool) -> Option<()> {
    let off = desk.scenario.with(|scenario| scenario.scaling.mode == ScalingMode::Off);
    let sheet = dom::by_id(&desk.id("controls"))?;
    sheet.set_class_name(if open { "controls open" } else { "controls" });
    let word = |on: bool| if on { "true" } else { "false" };
    let grip = sheet.first_element_child()?;
    dom::set(&grip, "aria-expanded", word(open));
    let text = if open { "Fewer settings" } else { "All settings" };
    grip.last_element_child()?.set_inner_html(text);
    let button = sheet.query_selector(".more").ok()??;
    dom::set(&button, "aria-expanded", word(more));
    button.set_inner_html(if more { "Less" } else { "More" });
    for setting in SETTINGS {
        let knob = dom::by_id(&slider::id_of(desk, setting.path))?;
        let shown =
            desk.scenario.with(|scenario| setting.applies(scenario)) && (more || setting.first);
        dom::hide(&knob.closest(".ctl").ok()??, !shown);
    }
    for group in Group::ALL {
        let has_first = SETTINGS.iter().any(|setting| setting.first && setting.group == group);
        dom::hide(&dom::by_id(&group_id(desk, group))?, !(more || has_first));
    }
    let row = |path: &str| dom::by_id(&slider::id_of(desk, path))?.parent_element();
    dom::hide(&row("scaling.metric")?, off);
    dom::hide(&row("scaling.metric_period_s")?, off || !more);
    let size = dom::by_id("task-size")?.parent_element()?;
    let last = desk.last_used.get() == "task.vcpu";
    size.set_class_name(if last { "ctl last" } else { "ctl" });
    Some(())
}

fn show_choices(desk: Desk) -> Option<()> {
    let (scaling, vcpu, memory_mib) = desk
        .scenario
        .with(|scenario| (scenario.scaling.clone(), scenario.task.vcpu, scenario.task.memory_mib));
    let mode = if scaling.mode == ScalingMode::Off { "off" } else { "target-tracking" };
    let period = scaling.metric_period_s.to_string();
    let choices =
        [("scaling.mode", mode), ("scaling.metric", "cpu"), ("scaling.metric_period_s", &period)];
    for (path, value) in choices {
        if let Some(radio) = dom::input(&[&slider::id_of(desk, path), "-", value].concat()) {
            radio.set_checked(true);
        }
    }
    let select = dom::by_id("task-size")?.dyn_into::<HtmlSelectElement>().ok()?;
    select.set_value(&settings::Size { vcpu, memory_mib }.label());
    Some(())
}

/// The dated changes of the scenario, each with a delete.
fn show_changes(desk: Desk, shown: &mut String) {
    let mut html = String::new();
    desk.scenario.with(|scenario| {
        for (index, change) in scenario.changes.iter().enumerate() {
            change_html(index, change, &mut html);
        }
    });
    let Some(place) = dom::by_id(&desk.id("changes")) else { return };
    dom::hide(&place, html.is_empty());
    if html != *shown {
        let list = ["<h2>Dated changes</h2><ul class=\"changes\">", &html, "</ul>"].concat();
        dom::redraw(&place, &list);
        *shown = html;
    }
}

fn change_html(index: usize, change: &Change, html: &mut String) {
    let name = settings::find(&change.set).map_or(change.set.as_str(), |one| one.label);
    let value = match change.value.as_f64() {
        Some(number) => words::number(number, 3),
        None => change.value.to_string(),
    };
    let text = escape(&[&change.at, " ", name, " ", &value].concat());
    let number = index.to_string();
    let item = [
        "<li><span>",
        &text,
        "</span><button type=\"button\" class=\"lab-link\" id=\"change-",
        &number,
        "\" data-change=\"",
        &number,
        "\" aria-label=\"Delete ",
        &text,
        "\">Delete</button></li>",
    ];
    html.push_str(&item.concat());
}
