//! The fleet: balancer, zones and every task in its state, at the playhead.

use leptos::prelude::*;

use super::desk::{Day, Desk};
use super::fleet_model::{Phase, TaskNow};
use super::words;
use std::sync::Arc;

/// From this many tasks on their pictures are drawn smaller.
const MANY: usize = 40;

/// The region with balancer, zones, legend and the chosen task.
#[component]
pub fn FleetView(desk: Desk) -> impl IntoView {
    let now = Memo::new(move |_| {
        let t_ms = u64::from(desk.playhead_s.get()) * 1000;
        desk.day.get().map(|day| day.fleet.at(t_ms)).unwrap_or_default()
    });
    let clock = move || desk.day.get().map(|day| day.clock(desk.playhead_s.get()));
    let zones = move || desk.scenario.with(|scenario| scenario.zones.names.clone());
    view! {
        <section class="fleet" aria-label="Fleet" class:many=move || { now.with(Vec::len) > MANY }>
            <h2>
                "Fleet at "{clock}
                <small>"number: CPU %, mean of the tasks · bar beside it: queue"</small>
            </h2>
            {move || desk.day.get().map(|day| balancer(desk, &day))}
            <div class="zones">
                <For each=zones key=|zone| zone.clone() let:zone>
                    <Zone desk now zone/>
                </For>
            </div>
            <Unplaced desk now/>
            {move || legend(&now.get())}
            <p class="chosen-task" aria-live="polite">{move || chosen(desk, &now.get())}</p>
        </section>
    }
    .into_any()
}

fn balancer(desk: Desk, day: &Arc<Day>) -> AnyView {
    let row = day.row(desk.playhead_s.get());
    let columns = &day.run.columns;
    let at = |column: &Vec<f64>| column.get(row).copied().unwrap_or(0.0);
    let failed = at(&columns.failed_rps);
    view! {
        <p class="balancer">
            <span><b>"Application Load Balancer"</b>" · round robin"</span>
            <span>
                <b class="traffic">{words::count(at(&columns.offered_rps))}"/s arrive"</b>" · "
                {words::count(at(&columns.served_rps))}"/s answered · "
                {words::count(at(&columns.queue))}" wait in queues"
                {(failed >= 0.5).then(|| view! {
                    " · "<b class="missed">"✕ "{words::count(failed)}"/s fail"</b>
                })}
            </span>
        </p>
    }
    .into_any()
}

#[component]
fn Zone(desk: Desk, now: Memo<Vec<TaskNow>>, zone: String) -> impl IntoView {
    let name = StoredValue::new(zone.clone());
    let tasks = Memo::new(move |_| {
        now.with(|now| {
            let here = now.iter().filter(|task| name.with_value(|name| *name == task.zone));
            here.cloned().collect::<Vec<_>>()
        })
    });
    let flow = move || {
        let day = desk.day.get()?;
        let row = day.row(desk.playhead_s.get());
        let running = |tasks: &Vec<TaskNow>| {
            tasks.iter().filter(|task| task.phase == Phase::Running).count() as f64
        };
        let share = tasks.with(running) / now.with(running).max(1.0);
        let at = |column: &Vec<f64>| column.get(row).copied().unwrap_or(0.0) * share;
        let most = day.run.columns.offered_rps.iter().copied().fold(1.0, f64::max);
        let arrive = at(&day.run.columns.offered_rps);
        let width = if arrive < 0.5 { 0.0 } else { (arrive / most * 26.0).max(2.0) };
        Some(view! {
            <p class="flow">
                <i style=format!("--flow:{width:.1}px") aria-hidden="true"></i>
                <b class="traffic">{words::count(arrive)}"/s"</b>
                ", can do "{words::count(at(&day.run.columns.capacity_rps))}
            </p>
        })
    };
    let running = move || {
        let running = |task: &&TaskNow| task.phase == Phase::Running;
        tasks.with(|tasks| format!("{} running", tasks.iter().filter(running).count()))
    };
    view! {
        <div class="zone">
            {flow}
            <h3>{zone.clone()}<small>{running}</small></h3>
            <Tasks desk tasks label=["Tasks in ", &zone].concat()/>
        </div>
    }
    .into_any()
}

/// Tasks that have no zone yet.
#[component]
fn Unplaced(desk: Desk, now: Memo<Vec<TaskNow>>) -> impl IntoView {
    let tasks = Memo::new(move |_| {
        now.with(|now| now.iter().filter(|task| task.zone.is_empty()).cloned().collect::<Vec<_>>())
    });
    let waiting = move || words::plural(tasks.with(Vec::len) as f64, "task waits", "tasks wait");
    view! {
        <div class="unplaced" hidden=move || tasks.with(Vec::is_empty)>
            <Tasks desk tasks label="Tasks without a place".to_string()/>
            <p>{waiting}" for a place"</p>
        </div>
    }
    .into_any()
}

/// One list of tasks: the arrows walk through it, so that a big fleet is one stop of the Tab key.
#[component]
fn Tasks(desk: Desk, tasks: Memo<Vec<TaskNow>>, label: String) -> impl IntoView {
    let keys = move |event: web_sys::KeyboardEvent| {
        let chosen = desk.task.get_untracked();
        let tasks = tasks.get_untracked();
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
    };
    let active = move || {
        let chosen = desk.task.get()?;
        tasks.with(|tasks| tasks.iter().any(|task| task.id == chosen)).then(|| desk.id(&chosen))
    };
    let load = move || {
        let day = desk.day.get()?;
        let row = day.row(desk.playhead_s.get());
        let at = |column: &Vec<f64>| column.get(row).copied().unwrap_or(0.0);
        let healthy = at(&day.run.columns.healthy).max(1.0);
        let queue = at(&day.run.columns.queue) / healthy;
        let limit = f64::from(day.scenario.task.queue_limit.max(1));
        let cpu = (at(&day.run.columns.cpu) * 100.0).round() as i64;
        Some((cpu, (queue / limit).clamp(0.0, 1.0) * 100.0))
    };
    view! {
        <ul class="tasks" role="listbox" tabindex="0" aria-label=label aria-activedescendant=active
            on:keydown=keys>
            {move || {
                let load = load().unwrap_or((0, 0.0));
                let tasks = tasks.get();
                tasks.into_iter().map(|task| glyph(desk, task, load)).collect_view()
            }}
        </ul>
    }
    .into_any()
}

fn glyph(desk: Desk, task: TaskNow, (cpu, queue): (i64, f64)) -> impl IntoView {
    let running = task.phase == Phase::Running;
    let spoken = match running {
        true => format!("{}, running, CPU {cpu} %", task.id),
        false => format!("{}, {}", task.id, task.phase.word()),
    };
    let chosen = desk.task.get().as_ref() == Some(&task.id);
    let id = task.id.clone();
    let choose = move |_| {
        let same = desk.task.get_untracked().as_ref() == Some(&id);
        desk.task.set((!same).then(|| id.clone()));
    };
    view! {
        <li role="option" id=desk.id(&task.id) class=phase_class(task.phase)
            aria-selected=chosen.to_string() aria-label=spoken on:click=choose>
            <svg viewBox="-14 -14 28 28" aria-hidden="true">
                <path class="shape" d=shape(task.phase)></path>
                <path class="mark" d=mark(task.phase, task.progress)></path>
                <text y="4.5">{running.then(|| cpu.to_string())}</text>
            </svg>
            <i style=format!("--queue:{:.0}%", if running { queue } else { 0.0 })></i>
        </li>
    }
}

fn legend(now: &[TaskNow]) -> AnyView {
    let entries = Phase::LEGEND.map(|phase| {
        let counts = |task: &&TaskNow| {
            let shown = if task.phase == Phase::Unproven { Phase::Starting } else { task.phase };
            shown == phase
        };
        let count = now.iter().filter(counts).count();
        let progress = 0.4;
        view! {
            <li class=phase_class(phase) class:none=count == 0>
                <svg viewBox="-14 -14 28 28" aria-hidden="true">
                    <path class="shape" d=shape(phase)></path>
                    <path class="mark" d=mark(phase, progress)></path>
                </svg>
                <span><b>{count}</b>" "{phase.word()}<small>{phase.aws()}</small></span>
            </li>
        }
    });
    let unproven = now.iter().filter(|task| task.phase == Phase::Unproven).count();
    let note = (unproven > 0).then(|| {
        let text = match unproven {
            1 => "1 of the starting tasks is RUNNING already and waits for a health check."
                .to_string(),
            more => {
                format!("{more} of the starting tasks are RUNNING and wait for a health check.")
            }
        };
        view! { <p class="legend-note">{text}</p> }
    });
    view! { <ol class="legend">{entries.into_iter().collect_view()}</ol>{note} }.into_any()
}

fn chosen(desk: Desk, now: &[TaskNow]) -> Option<String> {
    let day = desk.day.get()?;
    let Some(id) = desk.task.get() else {
        return Some("Choose a task to see what becomes of it.".to_string());
    };
    let Some(task) = now.iter().find(|task| task.id == id) else {
        return Some(format!("Task {id} does not exist at this time."));
    };
    let start_s = words::second_of_start(&day.scenario.start);
    let t_ms = u64::from(desk.playhead_s.get()) * 1000;
    let future = day.fleet.future(&id, t_ms, start_s)?;
    let zone = if task.zone.is_empty() { String::new() } else { format!(", {}", task.zone) };
    Some(format!("Task {id}{zone}: {future}"))
}

fn phase_class(phase: Phase) -> &'static str {
    match phase {
        Phase::Waiting => "task task-waiting",
        Phase::Pulling => "task task-pulling",
        Phase::Starting | Phase::Unproven => "task task-starting",
        Phase::Running => "task task-running",
        Phase::Draining => "task task-draining",
        Phase::Stopped => "task task-stopped",
    }
}

fn shape(phase: Phase) -> &'static str {
    match phase {
        Phase::Waiting => "M0-12L12 0L0 12L-12 0Z",
        Phase::Pulling => {
            "M-8-12H8A4 4 0 0 1 12-8V8A4 4 0 0 1 8 12H-8A4 4 0 0 1-12 8V-8A4 4 0 0 1-8-12Z"
        }
        Phase::Starting | Phase::Unproven => "M0-12A12 12 0 1 1-.01-12Z",
        Phase::Running => {
            "M-9-13H9A4 4 0 0 1 13-9V9A4 4 0 0 1 9 13H-9A4 4 0 0 1-13 9V-9A4 4 0 0 1-9-13Z"
        }
        Phase::Draining => "M-13-11H13L6 11H-6Z",
        Phase::Stopped => "M-5-12H5L12-5V5L5 12H-5L-12 5V-5Z",
    }
}

fn mark(phase: Phase, progress: f64) -> String {
    match phase {
        Phase::Waiting | Phase::Running => String::new(),
        Phase::Pulling => "M0-7V5M-5 .5L0 6L5 .5".to_string(),
        Phase::Starting => pie(progress),
        Phase::Unproven => "M-5 0L-1 4L6-5".to_string(),
        Phase::Draining => "M-6-5H6M-4 1H4".to_string(),
        Phase::Stopped => "M-5-5L5 5M5-5L-5 5".to_string(),
    }
}

fn pie(progress: f64) -> String {
    let angle = progress.clamp(0.02, 0.98) * std::f64::consts::TAU;
    let (x, y) = (9.0 * libm::sin(angle), -9.0 * libm::cos(angle));
    let large = i32::from(angle > std::f64::consts::PI);
    format!("M0 0V-9A9 9 0 {large} 1 {x:.1} {y:.1}Z")
}
