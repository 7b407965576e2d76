//! One setting: its name, a slider and the number itself, which can be typed.

use crate::app::html::escape;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement};

use super::desk::Desk;
use super::dom;
use super::reasons;
use super::settings::{self, Look, Setting};
use crate::sim::Scenario;

/// Label, slider, typed value; what was wrong with the last input stands below.
#[component]
pub fn SettingSlider(desk: Desk, setting: &'static Setting) -> impl IntoView {
    let place = [&id_of(desk, setting.path), "-ctl"].concat();
    let mut shown = Shown::new(desk, setting);
    dom::effect(move || shown.update(desk, &desk.shown(), false));
    dom::delegate(place.clone(), &["input", "change"], move |event| heard(desk, &event));
    view! { <div class="ctl" id=place inner_html=html(desk, setting)></div> }.into_any()
}

/// The id of the slider of a setting.
pub fn id_of(desk: Desk, path: &str) -> String {
    desk.id(&path.replace('.', "-"))
}

/// What stands in the `.ctl` of a setting; [`Shown`] gives it its values.
pub fn html(desk: Desk, setting: &Setting) -> String {
    let id = id_of(desk, setting.path);
    let (min, max, step) =
        (setting.min.to_string(), setting.max.to_string(), setting.step.to_string());
    [
        "<div class=\"ctl-head\"><label for=\"",
        &id,
        "\">",
        setting.label,
        "</label><span class=\"ctl-value\"><input type=\"number\" class=\"typed\" aria-label=\"",
        setting.label,
        ", typed\" aria-describedby=\"",
        &id,
        "-problem\" step=\"any\" data-path=\"",
        setting.path,
        "\"><span class=\"unit\">",
        setting.unit,
        "</span></span></div><div class=\"rail\"><span class=\"ghost\" aria-hidden=\"true\">",
        "</span><input type=\"range\" id=\"",
        &id,
        "\" min=\"",
        &min,
        "\" max=\"",
        &max,
        "\" step=\"",
        &step,
        "\" aria-describedby=\"",
        &id,
        "-problem\" data-path=\"",
        setting.path,
        "\"></div><p class=\"problem\" id=\"",
        &id,
        "-problem\" role=\"status\"></p>",
    ]
    .concat()
}

/// Takes what was slid or typed.
pub fn heard(desk: Desk, event: &Event) {
    let target = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(input) = target else { return };
    let path = input.get_attribute("data-path").unwrap_or_default();
    let Some(setting) = settings::find(&path) else { return };
    let number = input.value().parse::<f64>().ok().filter(|number| number.is_finite());
    let slides = input.type_() == "range";
    let changed = event.type_() == "change";
    // A slider speaks while it moves, a field when it was left.
    if slides != changed {
        match number {
            Some(number) => desk.set(setting.path, setting.value(number)),
            None => desk.problem.set(Some((path, "expected a number".into()))),
        }
    }
    if changed {
        desk.release();
    }
}

/// What a control shows at present.
pub struct Shown {
    setting: &'static Setting,
    id: String,
    state: Option<State>,
}

#[derive(PartialEq)]
struct State {
    number: f64,
    /// On the day before the last drag, if it differs.
    before: Option<f64>,
    /// It was the last to be used.
    last: bool,
    problem: String,
    hidden: bool,
    barred: Option<&'static str>,
    look: Look,
}

/// Why a control of the lab has no effect at present.
pub fn barred(desk: Desk, path: &str, now: &Scenario) -> Option<&'static str> {
    let whole_day = desk.dated.get() && !crate::sim::may_change(path);
    let why = whole_day.then_some("holds for the whole day, so it cannot change during it");
    why.or_else(|| reasons::barred(path, now))
}

/// What was wrong with the last input of that path.
pub fn problem(desk: Desk, path: &str) -> String {
    desk.problem.with(|problem| match problem {
        Some((wrong, expected)) if wrong == path => ["Not set: ", expected, "."].concat(),
        _ => String::new(),
    })
}

/// Shows below a control what is wrong with it, why it is barred, or what it means.
pub fn explain(id: &str, path: &str, problem: &str, barred: Option<&str>) -> Option<()> {
    let place = dom::by_id(&[id, "-problem"].concat())?;
    let why = match barred {
        Some(why) => ["Has no effect: ", why, "."].concat(),
        None => reasons::note(path).unwrap_or_default().to_string(),
    };
    place.set_class_name(if problem.is_empty() { "problem reason" } else { "problem" });
    place.set_inner_html(&escape(if problem.is_empty() { &why } else { problem }));
    Some(())
}

impl Shown {
    /// A control that was drawn and has no values yet.
    pub fn new(desk: Desk, setting: &'static Setting) -> Shown {
        Shown { setting, id: id_of(desk, setting.path), state: None }
    }

    /// The setting it shows.
    pub fn setting(&self) -> &'static Setting {
        self.setting
    }

    /// Brings the control in step with the desk, whose scenario is `now`.
    pub fn update(&mut self, desk: Desk, now: &Scenario, hidden: bool) {
        let setting = self.setting;
        let number = setting.of(now);
        let before = desk.before.get().map(|day| setting.of(&day.scenario));
        let state = State {
            number,
            before: before.filter(|before| (before - number).abs() > 1e-9),
            last: desk.last_used.get() == setting.path,
            problem: problem(desk, setting.path),
            hidden,
            barred: barred(desk, setting.path, now),
            look: setting.look(now),
        };
        if self.state.as_ref() != Some(&state) && self.show(&state, now).is_some() {
            self.state = Some(state);
        }
    }

    fn show(&self, state: &State, now: &Scenario) -> Option<()> {
        let setting = self.setting;
        let State { number, before, last, problem, hidden, barred, look } = state;
        let number = *number;
        let knob = dom::input(&self.id)?;
        let rail = knob.parent_element()?;
        let place = rail.parent_element()?;
        dom::hide(&place, *hidden);
        let typed = place.query_selector(".typed").ok()??.dyn_into::<HtmlInputElement>().ok()?;
        let old = self.state.as_ref();
        if old.is_none_or(|old| old.look != *look) {
            name(&place, &knob, &typed, look);
        }
        // A refused number stays in its field until it is corrected.
        if old.is_none_or(|old| old.number != number || old.look != *look) {
            knob.set_value(&number.to_string());
            typed.set_value(&setting.shown(number));
            dom::set(&knob, "aria-valuetext", &setting.aloud(number, now));
        }
        let share =
            |number: f64| ((number - look.min) / (look.max - look.min)).clamp(0.0, 1.0) * 100.0;
        let ghost = before.map_or(-100.0, share);
        dom::set(
            &rail,
            "style",
            &["--fill:", &dom::css(share(number)), ";--ghost:", &dom::css(ghost)].concat(),
        );
        dom::hide(&knob.previous_element_sibling()?, before.is_none());
        knob.set_disabled(barred.is_some());
        typed.set_disabled(barred.is_some());
        dom::set(&typed, "aria-invalid", if problem.is_empty() { "false" } else { "true" });
        place.set_class_name(if *last { "ctl last" } else { "ctl" });
        explain(&self.id, setting.path, problem, *barred)
    }
}

/// Gives a control its name, unit and range.
fn name(place: &Element, knob: &Element, typed: &Element, look: &Look) -> Option<()> {
    for (name, number) in [("min", look.min), ("max", look.max), ("step", look.step)] {
        dom::set(knob, name, &number.to_string());
    }
    dom::set(typed, "aria-label", &[look.label, ", typed"].concat());
    place.query_selector("label").ok()??.set_inner_html(look.label);
    place.query_selector(".unit").ok()??.set_inner_html(look.unit);
    Some(())
}
