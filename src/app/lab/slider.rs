//! One setting: its name, a slider and the number itself, which can be typed.

use crate::app::html::escape;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};

use super::desk::Desk;
use super::dom;
use super::settings::{self, Setting};

/// Label, slider, typed value; what was wrong with the last input stands below.
#[component]
pub fn SettingSlider(desk: Desk, setting: &'static Setting) -> impl IntoView {
    let place = [&id_of(desk, setting.path), "-ctl"].concat();
    let mut shown = Shown::new(desk, setting);
    dom::effect(move || shown.update(desk));
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
        "\" data-path=\"",
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
}

impl Shown {
    /// A control that was drawn and has no values yet.
    pub fn new(desk: Desk, setting: &'static Setting) -> Shown {
        Shown { setting, id: id_of(desk, setting.path), state: None }
    }

    /// Brings the control in step with the desk.
    pub fn update(&mut self, desk: Desk) {
        let setting = self.setting;
        let number = desk.scenario.with(|scenario| setting.of(scenario));
        let before = desk.before.get().map(|day| setting.of(&day.scenario));
        let before = before.filter(|before| (before - number).abs() > 1e-9);
        let last = desk.last_used.get() == setting.path;
        let problem = desk.problem.with(|problem| match problem {
            Some((path, expected)) if path == setting.path => ["Not set: ", expected, "."].concat(),
            _ => String::new(),
        });
        let state = State { number, before, last, problem };
        if self.state.as_ref() != Some(&state) && self.show(&state).is_some() {
            self.state = Some(state);
        }
    }

    fn show(&self, state: &State) -> Option<()> {
        let setting = self.setting;
        let State { number, before, last, problem } = state;
        let number = *number;
        let knob = dom::input(&self.id)?;
        let rail = knob.parent_element()?;
        let place = rail.parent_element()?;
        let typed = place.query_selector(".typed").ok()??.dyn_into::<HtmlInputElement>().ok()?;
        // A refused number stays in its field until it is corrected.
        if self.state.as_ref().is_none_or(|old| old.number != number) {
            knob.set_value(&number.to_string());
            typed.set_value(&setting.shown(number));
            dom::set(&knob, "aria-valuetext", &setting.aloud(number));
        }
        let share = |number: f64| {
            ((number - setting.min) / (setting.max - setting.min)).clamp(0.0, 1.0) * 100.0
        };
        let ghost = before.map_or(-100.0, share);
        dom::set(
            &rail,
            "style",
            &["--fill:", &dom::css(share(number)), ";--ghost:", &dom::css(ghost)].concat(),
        );
        dom::hide(&knob.previous_element_sibling()?, before.is_none());
        dom::set(&typed, "aria-invalid", if problem.is_empty() { "false" } else { "true" });
        place.set_class_name(if *last { "ctl last" } else { "ctl" });
        dom::by_id(&[&self.id, "-problem"].concat())?.set_inner_html(&escape(problem));
        Some(())
    }
}
