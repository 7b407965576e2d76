//! The fleet: balancer, zones and every task in its state, at the playhead.

use crate::app::live::{Live, live, live_view};
use crate::app::words::capital;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, MouseEvent};

use super::desk::{Day, Desk};
use super::fleet_model::{Phase, TaskNow};
use super::fleet_text::{self, Load};
use super::machine_text::{self, Frame};
use super::pending_text;
use super::redraw::{block, hit};
use super::terms::{self, Terms};
use super::words;

/// From this many tasks on their pictures are drawn smaller.
const MANY: usize = 40;

/// Stands for the zones where the platform shows none.
const UNSEEN: &str = "in zones that AWS chooses";

/// The region with balancer, zones, legend and the chosen task.
#[component]
pub fn FleetView(desk: Desk, #[prop(optional)] in_figure: bool) -> impl IntoView {
    // A page may have several figures; a landmark is one of its kind.
    let role = in_figure.then_some("group");
    let clock = live(move || match desk.day.get() {
        Some(day) => day.clock(desk.playhead_s.get()),
        None => String::new(),
    });
    let names = Memo::new(move |_: Option<&String>| {
        desk.scenario.with(|scenario| match scenario.platform.has_balancer() {
            true => scenario.zones.names.join(","),
            false => UNSEEN.to_string(),
        })
    });
    let zones = live_view(move || {
        let names = names.get();
        names.split(',').map(|name| zone(desk, name.to_string())).collect::<Vec<AnyView>>()
    });
    let key = live(move || {
        let terms = words_of(desk);
        let ready = if terms.are_pods() { "ready " } else { "" };
        ["number: CPU %, mean of the ", ready, terms.task[1], " · bar beside it: queue"].concat()
    });
    let balancer = block(move || match desk.day.get() {
        Some(day) => {
            let opens = gets_requests(&day, &all_tasks(desk)) == Phase::Unhealthy;
            let row = day.row(desk.playhead_s.get());
            fleet_text::balancer(&day.scenario, &day.run, row, opens)
        }
        None => String::new(),
    });
    view! {
        <section class="fleet" aria-label="Fleet" role=role
            class:many=live(move || all_tasks(desk).len() > MANY)>
            <h2>
                "Fleet at "{clock}
                <small>{key}</small>
            </h2>
            {block(move || instances(desk))}
            {balancer}
            <div class="zones">{zones}</div>
            {unplaced(desk)}
            {block(move || fleet_text::legend(&all_tasks(desk), words_of(desk)))}
            <p class="chosen-task" aria-live="polite">{live(move || chosen(desk))}</p>
        </section>
    }
    .into_any()
}

/// The words of the platform that is drawn.
fn words_of(desk: Desk) -> &'static Terms {
    let drawn = desk.day.get().map(|day| day.scenario.platform);
    terms::of(drawn.unwrap_or_else(|| desk.scenario.with(|scenario| scenario.platform)))
}

/// The tasks at the playhead.
fn all_tasks(desk: Desk) -> Vec<TaskNow> {
    let t_ms = u64::from(desk.playhead_s.get()) * 1000;
    desk.day.get().map(|day| day.fleet.at(t_ms)).unwrap_or_default()
}

/// Those of a zone; without a name those that have no zone yet.
fn tasks_in(desk: Desk, zone: &str) -> Vec<TaskNow> {
    if zone == UNSEEN {
        let mut all = all_tasks(desk);
        all.retain(|task| !task.zone.is_empty());
        return all;
    }
    let t_ms = u64::from(desk.playhead_s.get()) * 1000;
    desk.day.get().map(|day| day.fleet.in_zone(t_ms, zone)).unwrap_or_default()
}

/// The phase of the tasks that get the requests. A pod that is not ready is no target.
fn gets_requests(day: &Day, all: &[TaskNow]) -> Phase {
    fleet_text::receivers(all, !day.scenario.platform.is_eks())
}

fn count(tasks: &[TaskNow], phase: Phase) -> usize {
    tasks.iter().filter(|task| task.phase == phase).count()
}

fn zone(desk: Desk, name: String) -> AnyView {
    let named = name.clone();
    let label = live(move || {
        let place = if named == UNSEEN { " " } else { " in " };
        [&capital(words_of(desk).task[1]), place, &named].concat()
    });
    let list = task_list(desk, name.clone(), label);
    let head = block(move || {
        let Some(day) = desk.day.get() else { return String::new() };
        let (all, mine) = (all_tasks(desk), tasks_in(desk, &name));
        let gets = gets_requests(&day, &all);
        let share = count(&mine, gets) as f64 / count(&all, gets).max(1) as f64;
        let (at, here) = (desk.playhead_s.get(), count(&mine, Phase::Running).to_string());
        let up = [&here, " ", Phase::Running.word_on(words_of(desk))].concat();
        let lost = fleet_text::is_lost(&name, &day.run, u64::from(at) * 1000);
        fleet_text::zone(&name, &day.run, day.row(at), share, &up, lost)
    });
    view! { <div class="zone">{head}{list}</div> }.into_any()
}

/// The instances in a sentence, where there are any of yours.
fn instances(desk: Desk) -> String {
    let Some(day) = desk.day.get() else { return String::new() };
    let t_ms = u64::from(desk.playhead_s.get()) * 1000;
    let text = machine_text::summary(&day.fleet.machines(t_ms), day.kinds.as_ref());
    if text.is_empty() {
        return text;
    }
    let divided = day.kinds.as_ref().is_some_and(|kinds| kinds.get("").share.is_some());
    let key = if divided { super::node_text::KEY } else { "" };
    ["<p class=\"instances\">", &text, "</p>", key].concat()
}

/// Tasks that have no zone yet, and why.
fn unplaced(desk: Desk) -> AnyView {
    let waiting = live(move || {
        let Some(day) = desk.day.get() else { return String::new() };
        let t_ms = u64::from(desk.playhead_s.get()) * 1000;
        let count = tasks_in(desk, "").len();
        let machines = day.fleet.machines(t_ms);
        pending_text::waiting(count, &machines, &day.run, t_ms, words_of(desk))
    });
    let label = live(move || [&capital(words_of(desk).task[1]), " without a place"].concat());
    view! {
        <div class="unplaced" hidden=live(move || tasks_in(desk, "").is_empty())>
            {task_list(desk, String::new(), label)}
            <p inner_html=waiting></p>
        </div>
    }
    .into_any()
}

/// One list of tasks: the arrows walk through it, so that a big fleet is one stop of the Tab key.
fn task_list(desk: Desk, zone: String, label: Live<String>) -> AnyView {
    let (zone_of_keys, zone_of_active) = (zone.clone(), zone.clone());
    let active = live(move || {
        let chosen = desk.task.get()?;
        let here = tasks_in(desk, &zone_of_active).iter().any(|task| task.id == chosen);
        here.then(|| desk.id(&chosen))
    });
    let options = live(move || {
        let Some(day) = desk.day.get() else { return String::new() };
        let row = day.row(desk.playhead_s.get());
        let load = Load::at(&day.scenario, &day.run, row);
        let (chosen, place) = (desk.task.get(), desk.id(""));
        let tasks = tasks_in(desk, &zone);
        let Some(kinds) = day.kinds.as_ref().filter(|_| !zone.is_empty()) else {
            return fleet_text::tasks(&tasks, load, chosen.as_deref(), &place, words_of(desk));
        };
        let t_ms = u64::from(desk.playhead_s.get()) * 1000;
        let mut machines = day.fleet.machines(t_ms);
        machines.retain(|machine| machine.zone == zone);
        let compact = all_tasks(desk).len() > MANY;
        let frame = Frame { kinds, load, chosen: chosen.as_deref(), place: &place, compact };
        machine_text::frames(&machines, &tasks, t_ms, &frame)
    });
    // While the day plays a task may be drawn anew between press and click, and then no click
    // follows. A click without a press comes from assistive technology.
    view! {
        <div class="tasks" role="listbox" tabindex="0" aria-label=label aria-activedescendant=active
            on:keydown=move |event: KeyboardEvent| walk(desk, &zone_of_keys, &event)
            on:mouseup=move |event: MouseEvent| pick(desk, &event)
            on:click=move |event: MouseEvent| {
                if event.detail() == 0 {
                    pick(desk, &event);
                }
            }
            inner_html=options>
        </div>
    }
    .into_any()
}

fn walk(desk: Desk, zone: &str, event: &KeyboardEvent) {
    let (chosen, tasks) = untrack(|| (desk.task.get(), tasks_in(desk, zone)));
    let here = tasks.iter().position(|task| Some(&task.id) == chosen.as_ref());
    let next = match (event.key().as_str(), here) {
        ("ArrowRight" | "ArrowDown", Some(index)) => index + 1,
        ("ArrowLeft" | "ArrowUp", Some(index)) => index.saturating_sub(1),
        ("Home", _) | ("ArrowRight" | "ArrowDown" | "Enter" | " ", None) => 0,
        ("End", _) => tasks.len().saturating_sub(1),
        ("Escape", _) => {
            desk.task.set(None);
            return;
        }
        _ => return,
    };
    event.prevent_default();
    if let Some(task) = tasks.get(next) {
        desk.task.set(Some(task.id.clone()));
    }
}

fn pick(desk: Desk, event: &MouseEvent) {
    if event.button() != 0 {
        return;
    }
    if let Some((_, id)) = hit(event, "data-task") {
        let same = desk.task.get_untracked().as_ref() == Some(&id);
        desk.task.set((!same).then_some(id));
    }
}

fn chosen(desk: Desk) -> String {
    let Some(day) = desk.day.get() else { return String::new() };
    let terms = words_of(desk);
    let name = capital(terms.task[0]);
    let Some(id) = desk.task.get() else {
        let article = if terms.task[0].starts_with('i') { "an " } else { "a " };
        return ["Choose ", article, terms.task[0], " to see what becomes of it."].concat();
    };
    let now = all_tasks(desk);
    let Some(task) = now.iter().find(|task| task.id == id) else {
        return [&name, " ", &id, " does not exist at this time."].concat();
    };
    let start_s = words::second_of_start(&day.scenario.start);
    let t_ms = u64::from(desk.playhead_s.get()) * 1000;
    let future = day.fleet.future(&id, t_ms, start_s, terms).unwrap_or_default();
    let comma = if task.zone.is_empty() { "" } else { ", " };
    let on = if task.machine.is_empty() { "" } else { " on " };
    [&name, " ", &id, on, &task.machine, comma, &task.zone, ": ", &future].concat()
}
