//! The controls: six that a beginner needs first, the rest behind "More"; on a phone they lie in a
//! sheet.

use leptos::prelude::*;
use serde_json::Value;
use web_sys::PointerEvent;

use super::desk::{Desk, sliders_of};
use super::settings::{self, Group};
use super::slider::SettingSlider;
use super::words;

/// Everything that can be set. `more` is shared with the charts.
#[component]
pub fn Controls(desk: Desk, more: RwSignal<bool>) -> impl IntoView {
    let open = RwSignal::new(false);
    let grip_from = StoredValue::new(None::<i32>);
    let swipe = move |event: PointerEvent| {
        let Some(from) = grip_from.get_value() else { return };
        grip_from.set_value(None);
        match event.client_y() - from {
            up if up < -16 => open.set(true),
            down if down > 16 => open.set(false),
            _ => {}
        }
    };
    let closes = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            open.set(false);
        }
    };
    let groups = move || {
        let more = more.get();
        Group::ALL
            .into_iter()
            .filter(move |group| more || group_has_first(*group))
            .collect::<Vec<_>>()
    };
    view! {
        <section class="controls" class:open=move || open.get() aria-label="Settings"
            on:keydown=closes>
            <button type="button" class="grip" aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
                on:pointerdown=move |event| grip_from.set_value(Some(event.client_y()))
                on:pointerup=swipe on:pointercancel=move |_| grip_from.set_value(None)>
                <i aria-hidden="true"></i>
                {move || if open.get() { "Fewer settings" } else { "All settings" }}
            </button>
            <Platform/>
            <For each=groups key=|group| *group as u8 let:group>
                <SettingGroup desk more group/>
            </For>
            <button type="button" class="btn more" aria-expanded=move || more.get().to_string()
                on:click=move |_| more.update(|more| *more = !*more)>
                {move || if more.get() { "Less" } else { "More" }}
            </button>
            <Changes desk/>
        </section>
    }
    .into_any()
}

#[component]
fn Platform() -> impl IntoView {
    view! {
        <div class="group">
            <h2 id="platform-title">"Platform"</h2>
            <div role="radiogroup" aria-labelledby="platform-title" class="choice">
                <label><input type="radio" name="platform" checked=true/>"ECS on Fargate"</label>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn SettingGroup(desk: Desk, more: RwSignal<bool>, group: Group) -> impl IntoView {
    let applying = Memo::new(move |_| {
        desk.scenario.with(|scenario| {
            let here = sliders_of(scenario).filter(|setting| setting.group == group);
            here.filter(|setting| setting.first || more.get())
                .map(|setting| setting.path)
                .collect::<Vec<_>>()
        })
    });
    view! {
        <div class="group">
            <h2>{group.title()}</h2>
            {(group == Group::Scaling).then(|| view! { <ScalingChoices desk more/> })}
            {(group == Group::Task).then(|| view! { <TaskSize desk/> })}
            <For each=move || applying.get() key=|path| *path let:path>
                {settings::find(path).map(|setting| view! { <SettingSlider desk setting/> })}
            </For>
        </div>
    }
    .into_any()
}

/// A radio group for a setting with a few values.
#[component]
fn Choice(
    desk: Desk,
    label: &'static str,
    path: &'static str,
    options: Vec<(String, Value)>,
) -> impl IntoView {
    let title_id = desk.id(&path.replace('.', "-"));
    let pointer = ["/", &path.replace('.', "/")].concat();
    let current = Memo::new(move |_| desk.values.with(|values| values.pointer(&pointer).cloned()));
    let radios = options.into_iter().map(|(text, value)| {
        let mine = value.clone();
        view! {
            <label>
                <input type="radio" name=path
                    prop:checked=move || current.get().as_ref() == Some(&mine)
                    on:change=move |_| desk.set(path, value.clone())/>
                {text}
            </label>
        }
    });
    view! {
        <div class="choice-row">
            <span id=title_id.clone() class="choice-title">{label}</span>
            <div role="radiogroup" aria-labelledby=title_id class="choice">
                {radios.collect_view()}
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn ScalingChoices(desk: Desk, more: RwSignal<bool>) -> impl IntoView {
    let modes = vec![
        ("Off".into(), Value::from("off")),
        ("Target tracking".into(), Value::from("target-tracking")),
    ];
    let rules = desk.rules();
    let period =
        |seconds: f64| (format!("{} s", words::number(seconds, 0)), Value::from(seconds as u64));
    let periods = StoredValue::new(vec![
        period(rules.scaling_metric_period_s),
        period(rules.scaling_fast_metric_period_s),
    ]);
    let tracking = move || {
        desk.values.with(|values| values.pointer("/scaling/mode") != Some(&Value::from("off")))
    };
    view! {
        <Choice desk label="Scaling" path="scaling.mode" options=modes/>
        <Show when=tracking>
            <Choice desk label="Scaling metric" path="scaling.metric"
                options=vec![("CPU".to_string(), Value::from("cpu"))]/>
            <Show when=move || more.get()>
                <Choice desk label="Metric period" path="scaling.metric_period_s"
                    options=periods.get_value()/>
            </Show>
        </Show>
    }
    .into_any()
}

#[component]
fn TaskSize(desk: Desk) -> impl IntoView {
    let sizes = settings::sizes(&desk.rules());
    let chosen = Memo::new(move |_| {
        desk.scenario.with(|scenario| (scenario.task.vcpu, scenario.task.memory_mib))
    });
    let options = sizes.clone().into_iter().map(|size| {
        let selected = move || chosen.get() == (size.vcpu, size.memory_mib);
        view! { <option prop:selected=selected>{size.label()}</option> }
    });
    let options = options.collect_view();
    let pick = move |event: web_sys::Event| {
        let label = event_target_value(&event);
        if let Some(size) = sizes.iter().find(|size| size.label() == label) {
            desk.set_all(&[
                ("task.vcpu", size.vcpu.into()),
                ("task.memory_mib", size.memory_mib.into()),
            ]);
            desk.release();
        }
    };
    view! {
        <div class="ctl" class:last=move || desk.last_used.get() == "task.vcpu">
            <div class="ctl-head"><label for="task-size">"Task size"</label></div>
            <select id="task-size" on:change=pick>{options}</select>
        </div>
    }
    .into_any()
}

/// The dated changes of the scenario, each with a delete.
#[component]
fn Changes(desk: Desk) -> impl IntoView {
    let list = move || {
        let changes = desk.scenario.with(|scenario| scenario.changes.clone());
        if changes.is_empty() {
            return None;
        }
        let items = changes.into_iter().enumerate().map(|(index, change)| {
            let name =
                settings::find(&change.set).map_or(change.set.clone(), |one| one.label.into());
            let value = match change.value.as_f64() {
                Some(number) => words::number(number, 3),
                None => change.value.to_string(),
            };
            let text = format!("{} {name} {value}", change.at);
            let delete = ["Delete ", &text].concat();
            view! {
                <li>
                    <span>{text}</span>
                    <button type="button" class="lab-link" aria-label=delete
                        on:click=move |_| desk.remove_change(index)>"Delete"</button>
                </li>
            }
        });
        Some(view! {
            <div class="group">
                <h2>"Dated changes"</h2>
                <ul class="changes">{items.collect_view()}</ul>
            </div>
        })
    };
    view! { {list} }.into_any()
}

fn group_has_first(group: Group) -> bool {
    settings::SETTINGS.iter().any(|setting| setting.first && setting.group == group)
}
