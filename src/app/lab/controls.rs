//! The controls: six that a beginner needs first, the rest behind "More", where each group can be
//! closed; on a phone they lie in a sheet.

use leptos::prelude::*;
use std::collections::BTreeSet;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlSelectElement, KeyboardEvent, PointerEvent};

use super::breaks;
use super::choice_view::{self, Shown as ShownChoice};
use super::choices::CHOICES;
use super::desk::Desk;
use super::dom;
use super::offered;
use super::part::use_host;
use super::policies::Policies;
use super::settings::{self, Group, SETTINGS};
use super::slider::{self, Shown};
use super::terms::{self, Terms};
use crate::shape::Shape as _;
use crate::sim::Scenario;

/// Name under which the page keeps the groups that were closed.
const CLOSED: &str = "lab-closed";

/// Everything that can be set. `more` is shared with the charts.
#[component]
pub fn Controls(desk: Desk, more: RwSignal<bool>) -> impl IntoView {
    let open = RwSignal::new(false);
    let host = use_host();
    let stored = host.setting(CLOSED).unwrap_or_default();
    let closed = RwSignal::new(stored.split(' ').map(String::from).collect::<BTreeSet<_>>());
    dom::effect(move || {
        let names = closed.with(|closed| closed.iter().cloned().collect::<Vec<_>>().join(" "));
        host.set(CLOSED, Some(&names));
    });
    let policies = Policies::new(desk);
    let id = desk.id("controls");
    listen(desk, id.clone(), open, more, closed, policies);
    let mut sliders: Vec<Shown> =
        SETTINGS.iter().map(|setting| Shown::new(desk, setting)).collect();
    let mut choices: Vec<ShownChoice> =
        CHOICES.iter().map(|choice| ShownChoice::new(desk, choice)).collect();
    dom::effect(move || {
        // What the platform does not leave open is shown as it runs.
        let now = desk.shown().fitted(&desk.rules());
        let whole = now.write();
        let more = more.get();
        let wide = |group: Group| more && closed.with(|closed| !closed.contains(group.id()));
        for slider in &mut sliders {
            let setting = slider.setting();
            let shown = setting.comes_first(&now) || wide(setting.group);
            slider.update(desk, &now, !(shown && setting.applies(&now)));
        }
        for choice in &mut choices {
            let one = choice.choice();
            let shown = one.first || wide(one.group);
            choice.update(desk, &whole, &now, !(shown && one.applies(&now)));
        }
        show_size(desk, &now, wide(Group::Task) && offered::sizes(&now));
        show_groups(desk, more, terms::of(now.platform), &wide);
        policies.show(&now, more && offered::own_service(&now));
    });
    let told = [&slider::id_of(desk, "platform"), "-told"].concat();
    dom::effect(move || {
        let text = desk.told.get();
        if let Some(place) = dom::by_id(&told) {
            place.set_inner_html(&text);
        }
    });
    dom::effect(move || {
        show_sheet(desk, open.get(), more.get());
    });
    breaks::keep(desk);
    view! { <section class="controls" id=id aria-label="Settings" inner_html=html(desk)></section> }
        .into_any()
}

fn listen(
    desk: Desk,
    id: String,
    open: RwSignal<bool>,
    more: RwSignal<bool>,
    closed: RwSignal<BTreeSet<String>>,
    policies: Policies,
) {
    let grip_from = StoredValue::new(None::<i32>);
    let events =
        &["input", "change", "click", "keydown", "pointerdown", "pointerup", "pointercancel"];
    // The open sheet must not lie over what has the focus.
    dom::when_left(id.clone(), move || open.set(false));
    let sheet = id.clone();
    dom::delegate(id, events, move |event| match event.type_().as_str() {
        "input" => slider::heard(desk, &event),
        "change" => {
            slider::heard(desk, &event);
            let taken = choice_view::heard(desk, &event) || breaks::changed(desk, &event);
            if !taken && !policies.changed(&event) {
                size_chosen(desk, &event);
            }
        }
        "click" => {
            if breaks::clicked(desk, &event) || policies.clicked(&event) {
                return;
            }
            clicked(&event, open, more, closed);
        }
        "keydown" => {
            let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
            if key.as_deref() == Some("Escape") && !policies.cancel() && open.get_untracked() {
                open.set(false);
                dom::focus(&sheet, ".grip");
            }
        }
        _ => swiped(&event, open, grip_from),
    });
}

fn html(desk: Desk) -> String {
    let mut html = "<button type=\"button\" class=\"grip\"><i aria-hidden=\"true\"></i>\
                    <span></span></button>"
        .to_string();
    for group in Group::ALL {
        if group == Group::Task {
            html.push_str("<button type=\"button\" class=\"btn more\"></button>");
            html.push_str(&breaks::html(desk));
        }
        let head = [
            "<div class=\"group\" id=\"",
            &desk.id(group.id()),
            "\"><h2><span>",
            group.title(),
            "</span><button type=\"button\" class=\"lab-link fold\" data-fold=\"",
            group.id(),
            "\"></button></h2>",
        ];
        html.push_str(&head.concat());
        for choice in CHOICES.iter().filter(|choice| choice.group == group) {
            html.push_str(&choice_view::html(desk, choice));
        }
        if group == Group::Task {
            task_size(&mut html);
        }
        for setting in SETTINGS.iter().filter(|setting| setting.group == group) {
            html.push_str("<div class=\"ctl\">");
            html.push_str(&slider::html(desk, setting));
            html.push_str("</div>");
        }
        if group == Group::Scaling {
            html.push_str(
                &["<div id=\"", &desk.id("policies"), "\" tabindex=\"-1\"></div>"].concat(),
            );
        }
        html.push_str("</div>");
    }
    html
}

fn task_size(html: &mut String) {
    html.push_str(
        "<div class=\"ctl\"><div class=\"ctl-head\"><label for=\"task-size\">Task size</label>\
         </div><select id=\"task-size\">",
    );
    html.push_str(
        "</select><p class=\"problem\" id=\"task-size-problem\" role=\"status\"></p></div>",
    );
}

fn size_chosen(desk: Desk, event: &Event) {
    let target = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
    let Some(select) = target.filter(|select| select.id() == "task-size") else { return };
    let label = select.value();
    let platform = desk.scenario.with_untracked(|scenario| scenario.platform);
    for size in settings::sizes_on(platform, &desk.rules()) {
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

fn clicked(
    event: &Event,
    open: RwSignal<bool>,
    more: RwSignal<bool>,
    closed: RwSignal<BTreeSet<String>>,
) {
    let Some(button) = dom::closest(event, "button") else { return };
    if let Some(group) = button.get_attribute("data-fold") {
        closed.update(|closed| {
            if !closed.remove(&group) {
                closed.insert(group);
            }
        });
        return;
    }
    match button.class_name().as_str() {
        "grip" => open.update(|open| *open = !*open),
        "btn more" => more.update(|more| *more = !*more),
        _ => {}
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

fn word(on: bool) -> &'static str {
    if on { "true" } else { "false" }
}

/// The sheet and the button "More".
fn show_sheet(desk: Desk, open: bool, more: bool) -> Option<()> {
    let sheet = dom::by_id(&desk.id("controls"))?;
    sheet.set_class_name(if open { "controls open" } else { "controls" });
    let grip = sheet.first_element_child()?;
    dom::set(&grip, "aria-expanded", word(open));
    let text = if open { "Fewer settings" } else { "All settings" };
    if open {
        // The charts stay above the sheet.
        dom::to_top(".verdict-line");
    }
    grip.last_element_child()?.set_inner_html(text);
    let button = sheet.query_selector(".more").ok()??;
    dom::set(&button, "aria-expanded", word(more));
    button.set_inner_html(if more { "Less" } else { "More" });
    Some(())
}

/// Which groups there are, and which of them are wide open.
fn show_groups(desk: Desk, more: bool, terms: &Terms, wide: &dyn Fn(Group) -> bool) -> Option<()> {
    for group in Group::ALL {
        let of_beginners = SETTINGS.iter().any(|one| one.first && one.group == group)
            || CHOICES.iter().any(|one| one.first && one.group == group);
        let place = dom::by_id(&desk.id(group.id()))?;
        dom::hide(&place, !(more || of_beginners));
        let fold = place.query_selector(".fold").ok()??;
        dom::hide(&fold, !more);
        let open = wide(group);
        dom::set(&fold, "aria-expanded", word(open));
        let (text, title) = (if open { "Fewer" } else { "All" }, group.title_on(terms));
        let label = [text, " settings: ", title].concat();
        if fold.get_attribute("aria-label").as_deref() != Some(label.as_str()) {
            fold.set_inner_html(text);
            dom::set(&fold, "aria-label", &label);
            fold.previous_element_sibling()?.set_inner_html(title);
        }
    }
    Some(())
}

fn show_size(desk: Desk, now: &Scenario, shown: bool) -> Option<()> {
    let select = dom::by_id("task-size")?.dyn_into::<HtmlSelectElement>().ok()?;
    let place = select.parent_element()?;
    dom::hide(&place, !shown);
    let last = desk.last_used.get() == "task.vcpu";
    place.set_class_name(if last { "ctl last" } else { "ctl" });
    let size = settings::Size { vcpu: now.task.vcpu, memory_mib: now.task.memory_mib };
    let label = size.label();
    let (offers, name) = match offered::app_runner(now) {
        true => ("app-runner", "Instance size"),
        false => ("fargate", "Task size"),
    };
    if shown && select.get_attribute("data-offers").as_deref() != Some(offers) {
        let sizes = settings::sizes_on(now.platform, &desk.rules());
        let options = sizes.iter().map(|size| ["<option>", &size.label(), "</option>"].concat());
        select.set_inner_html(&options.collect::<String>());
        dom::set(&select, "data-offers", offers);
        place.query_selector("label").ok()??.set_inner_html(name);
    }
    select.set_value(&label);
    if select.value() != label {
        let option = ["<option>", &label, "</option>"].concat();
        let _ = select.insert_adjacent_html("beforeend", &option);
        select.set_value(&label);
    }
    let barred = slider::barred(desk, "task.vcpu", now);
    select.set_disabled(barred.is_some());
    slider::explain("task-size", "task.vcpu", &slider::problem(desk, "task.vcpu"), barred)
}
