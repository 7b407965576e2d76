//! One setting: its name, a slider and the number itself, which can be typed.

use leptos::prelude::*;

use super::desk::Desk;
use super::settings::Setting;

/// Label, slider, typed value; what was wrong with the last input stands below.
#[component]
pub fn SettingSlider(desk: Desk, setting: &'static Setting) -> impl IntoView {
    let id = desk.id(&setting.path.replace('.', "-"));
    let problem_id = [&id, "-problem"].concat();
    let number = Memo::new(move |_| desk.values.with(|values| setting.in_values(values)));
    let before = Memo::new(move |_| {
        let ghost = desk.before.get().map(|day| setting.of(&day.scenario));
        ghost.filter(|ghost| (ghost - number.get()).abs() > 1e-9)
    });
    let share = move |number: f64| {
        ((number - setting.min) / (setting.max - setting.min)).clamp(0.0, 1.0) * 100.0
    };
    let style = move || {
        let ghost = before.get().map_or(-100.0, share);
        format!("--fill:{:.2};--ghost:{ghost:.2}", share(number.get()))
    };
    let problem = Memo::new(move |_| {
        let problem = desk.problem.get().filter(|(path, _)| path == setting.path);
        problem.map(|(_, expected)| ["Not set: ", &expected, "."].concat())
    });
    let slide = move |event: web_sys::Event| {
        if let Ok(number) = event_target_value(&event).parse::<f64>() {
            desk.set(setting.path, setting.value(number));
        }
    };
    let type_in = move |event: web_sys::Event| {
        match event_target_value(&event).parse::<f64>() {
            Ok(number) if number.is_finite() => desk.set(setting.path, setting.value(number)),
            _ => desk.problem.set(Some((setting.path.into(), "expected a number".into()))),
        }
        desk.release();
    };
    let last = move || desk.last_used.get() == setting.path;
    view! {
        <div class="ctl" class:last=last>
            <div class="ctl-head">
                <label for=id.clone()>{setting.label}</label>
                <span class="ctl-value">
                    <input
                        type="number"
                        class="typed"
                        aria-label=[setting.label, ", typed"].concat()
                        aria-describedby=problem_id.clone()
                        aria-invalid=move || problem.get().is_some().to_string()
                        step="any"
                        prop:value=move || setting.shown(number.get())
                        on:change=type_in
                    />
                    <span class="unit">{setting.unit}</span>
                </span>
            </div>
            <div class="rail" style=style>
                <span class="ghost" aria-hidden="true" hidden=move || before.get().is_none()></span>
                <input
                    type="range"
                    id=id
                    min=setting.min.to_string()
                    max=setting.max.to_string()
                    step=setting.step.to_string()
                    prop:value=move || number.get().to_string()
                    aria-valuetext=move || setting.aloud(number.get())
                    on:input=slide
                    on:change=move |_| desk.release()
                />
            </div>
            <p class="problem" id=problem_id role="status">{move || problem.get()}</p>
        </div>
    }
    .into_any()
}
