//! The fleet as HTML: the balancer, what reaches a zone, its tasks and the legend. Pure.

use crate::app::html::escape;
use crate::sim::scenario::{BalancerKind, Routing};
use crate::sim::{Run, Scenario};

use super::fleet_model::{Phase, TaskNow};
use super::terms::Terms;
use super::{metric, state, words};

/// How busy a running task is, as mean of them all.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Load {
    /// In percent.
    pub cpu: i64,
    /// Of what a queue holds, in percent.
    pub queue: f64,
}

impl Load {
    /// The load in one row of the columns.
    pub fn at(scenario: &Scenario, run: &Run, row: usize) -> Load {
        let (columns, queue_limit) = (&run.columns, scenario.task.queue_limit);
        let queue = at(&columns.queue, row) / at(&columns.healthy, row).max(1.0);
        Load {
            cpu: (at(&metric::cpu(scenario, run), row) * 100.0).round() as i64,
            queue: (queue / f64::from(queue_limit.max(1))).clamp(0.0, 1.0) * 100.0,
        }
    }
}

/// What arrives at the balancer and what becomes of it, a second. `opens`: no target is healthy,
/// and it sends to all of them.
pub fn balancer(scenario: &Scenario, run: &Run, row: usize, opens: bool) -> String {
    let columns = &run.columns;
    let failed = at(&columns.failed_rps, row);
    let name = match scenario.balancer.kind {
        _ if !scenario.platform.has_balancer() => "App Runner's load balancing",
        BalancerKind::Alb => "Application Load Balancer",
        BalancerKind::Nlb => "Network Load Balancer",
    };
    let routing = match scenario.platform.has_balancer() {
        true => scenario.balancer.effective_routing(),
        // How App Runner's front chooses is not documented; the model takes this.
        false => Routing::LeastOutstanding,
    };
    let mut html = [
        "<p class=\"balancer\"><span><b>",
        name,
        "</b> · ",
        &routing.word().replace('-', " "),
        "</span> <span><b class=\"traffic\">",
        &words::count(at(&columns.offered_rps, row)),
        "/s arrive</b> · ",
        &words::count(at(&columns.served_rps, row)),
        "/s answered · ",
        &words::count(at(&columns.queue, row)),
        " wait in queues",
    ]
    .concat();
    if failed >= 0.5 {
        let failed = [" · <b class=\"missed\">✕ ", &words::count(failed), "/s fail</b>"];
        html.push_str(&failed.concat());
    }
    if state::in_force(scenario, row as u32 * run.step_s).platform_settings.paused {
        html.push_str(" · <b class=\"missed\">✕ the service is paused</b>");
    }
    if opens {
        html.push_str(" · <b class=\"missed\">✕ fails open, none is healthy</b>");
    }
    html.push_str("</span></p>");
    html
}

/// The tasks that the balancer sends requests to: the healthy ones, or where none is healthy and
/// it fails open, those that fail their checks. `fails_open` says whether the platform's does so.
pub fn receivers(tasks: &[TaskNow], fails_open: bool) -> Phase {
    let any = |phase: Phase| tasks.iter().any(|task| task.phase == phase);
    let opens = fails_open && !any(Phase::Running) && any(Phase::Unhealthy);
    if opens { Phase::Unhealthy } else { Phase::Running }
}

/// Whether a fault has taken the zone away at that time.
pub fn is_lost(name: &str, run: &Run, t_ms: u64) -> bool {
    let faults = run.decisions.iter().filter(|one| one.t_ms <= t_ms && one.who == "you");
    faults.fold(false, |lost, fault| match fault.what.strip_prefix("lose-zone ") {
        Some("is over") => false,
        Some(zone) => lost || zone == name,
        None => lost,
    })
}

/// The head of a zone that gets this share of the requests; `up` says how many answer them.
pub fn zone(name: &str, run: &Run, row: usize, share: f64, up: &str, lost: bool) -> String {
    let columns = &run.columns;
    let most = columns.offered_rps.iter().copied().fold(1.0, f64::max);
    let arrive = at(&columns.offered_rps, row) * share;
    let width = if arrive < 0.5 { 0.0 } else { (arrive / most * 26.0).max(2.0) };
    let empty = if arrive < 0.5 { " none" } else { "" };
    [
        "<p class=\"flow",
        empty,
        "\"><i style=\"--flow:",
        &words::number(width, 1),
        "px\" aria-hidden=\"true\"></i> <b class=\"traffic\">",
        &words::count(arrive),
        "/s</b>, can do ",
        &words::count(at(&columns.capacity_rps, row) * share),
        "</p><h3>",
        &escape(name),
        if lost { " <small class=\"missed\">✕ zone lost</small> <small>" } else { " <small>" },
        up,
        "</small></h3>",
    ]
    .concat()
}

/// The options of a list of tasks. `place` begins the ids of its elements.
pub fn tasks(
    tasks: &[TaskNow],
    load: Load,
    chosen: Option<&str>,
    place: &str,
    terms: &Terms,
) -> String {
    let mut html = String::new();
    for task in tasks {
        let running = task.phase == Phase::Running;
        let (id, reason) = (escape(&task.id), escape(&task.reason));
        let cpu = if running { load.cpu.to_string() } else { String::new() };
        let queue = if running { words::number(load.queue, 0) } else { "0".to_string() };
        let option = [
            "<div role=\"option\" id=\"",
            place,
            &id,
            "\" data-task=\"",
            &id,
            "\" class=\"",
            class(task.phase),
            "\" aria-selected=\"",
            if chosen == Some(&task.id) { "true" } else { "false" },
            "\" aria-label=\"",
            &id,
            ", ",
            if task.phase == Phase::BackingOff { &reason } else { task.phase.word_on(terms) },
            if running { ", CPU " } else { "" },
            &cpu,
            if running { " %" } else { "" },
            "\">",
            &glyph(task.phase, task.progress, &["<text y=\"4.5\">", &cpu, "</text>"].concat()),
            "<i style=\"--queue:",
            &queue,
            "%\"></i></div>",
        ];
        html.push_str(&option.concat());
    }
    html
}

/// What the glyphs mean, with how many of each there are.
pub fn legend(now: &[TaskNow], terms: &Terms) -> String {
    let count = |phase: Phase| now.iter().filter(|task| task.phase == phase).count();
    let unproven = count(Phase::Unproven);
    let mut html = "<ol class=\"legend\">".to_string();
    for phase in Phase::LEGEND {
        let more = if phase == Phase::Starting { unproven } else { 0 };
        html.push_str(&entry(phase, count(phase) + more, terms, phase.official(terms)));
    }
    // What is rare stands there while there is any.
    let (backing_off, sick) = (count(Phase::BackingOff), count(Phase::Unhealthy));
    if backing_off > 0 {
        let reasons: Vec<&str> = reasons(now).into_iter().map(|(reason, _)| reason).collect();
        html.push_str(&entry(Phase::BackingOff, backing_off, terms, &escape(&reasons.join(", "))));
    }
    if sick > 0 {
        html.push_str(&entry(Phase::Unhealthy, sick, terms, Phase::Unhealthy.official(terms)));
    }
    html.push_str("</ol>");
    html.push_str(&notes(now, unproven, terms));
    html
}

fn entry(phase: Phase, count: usize, terms: &Terms, official: &str) -> String {
    [
        "<li class=\"",
        class(phase),
        if count == 0 { " none\">" } else { "\">" },
        &glyph(phase, 0.4, ""),
        "<span><b>",
        &count.to_string(),
        "</b> ",
        // Short, and right of one as of many.
        if phase == Phase::Unhealthy { "unhealthy" } else { phase.word_on(terms) },
        "<small>",
        official,
        "</small></span></li>",
    ]
    .concat()
}

/// Why pods back off, each reason with how many do.
fn reasons(now: &[TaskNow]) -> Vec<(&str, usize)> {
    let mut reasons: Vec<(&str, usize)> = Vec::new();
    for task in now.iter().filter(|task| task.phase == Phase::BackingOff) {
        match reasons.iter_mut().find(|(reason, _)| *reason == task.reason) {
            Some((_, count)) => *count += 1,
            None => reasons.push((&task.reason, 1)),
        }
    }
    reasons
}

/// What the pictures of the legend do not say.
fn notes(now: &[TaskNow], unproven: usize, terms: &Terms) -> String {
    let mut html = String::new();
    let mut note = |text: &[&str]| {
        html.push_str(&["<p class=\"legend-note\">", &text.concat(), "</p>"].concat())
    };
    let many = terms.task[1];
    // ECS calls its tasks so, Kubernetes its pods.
    let runs = if terms.are_pods() { "Running" } else { "RUNNING" };
    match unproven {
        0 => {}
        1 => note(&["1 of the starting ", many, " is ", runs, " and waits for a health check."]),
        _ => note(&[
            &unproven.to_string(),
            " of the starting ",
            many,
            " are ",
            runs,
            " and wait for a health check.",
        ]),
    }
    for (reason, count) in reasons(now) {
        let reason = escape(reason);
        note(&[&terms.tasks(count as f64), ": ", &reason, "; the kubelet tries again in place."]);
    }
    html
}

fn at(column: &[f64], row: usize) -> f64 {
    column.get(row).copied().unwrap_or(0.0)
}

fn glyph(phase: Phase, progress: f64, inside: &str) -> String {
    [
        "<svg viewBox=\"-14 -14 28 28\" aria-hidden=\"true\"><path class=\"shape\" d=\"",
        shape(phase),
        "\"/><path class=\"mark\" d=\"",
        &mark(phase, progress),
        "\"/>",
        inside,
        "</svg>",
    ]
    .concat()
}

fn class(phase: Phase) -> &'static str {
    match phase {
        Phase::Waiting => "task task-waiting",
        Phase::Pulling => "task task-pulling",
        Phase::Starting | Phase::Unproven => "task task-starting",
        Phase::BackingOff => "task task-unhealthy",
        Phase::Running => "task task-running",
        Phase::Unhealthy => "task task-unhealthy",
        Phase::Draining => "task task-draining",
        Phase::Stopped => "task task-stopped",
    }
}

fn shape(phase: Phase) -> &'static str {
    match phase {
        Phase::Waiting => "M0-12L12 0L0 12L-12 0Z",
        Phase::Pulling | Phase::BackingOff => {
            "M-8-12H8A4 4 0 0 1 12-8V8A4 4 0 0 1 8 12H-8A4 4 0 0 1-12 8V-8A4 4 0 0 1-8-12Z"
        }
        Phase::Starting | Phase::Unproven => "M0-12A12 12 0 1 1-.01-12Z",
        Phase::Running | Phase::Unhealthy => {
            "M-9-13H9A4 4 0 0 1 13-9V9A4 4 0 0 1 9 13H-9A4 4 0 0 1-13 9V-9A4 4 0 0 1-9-13Z"
        }
        Phase::Draining => "M-13-11H13L6 11H-6Z",
        Phase::Stopped => "M-5-12H5L12-5V5L5 12H-5L-12 5V-5Z",
    }
}

fn mark(phase: Phase, progress: f64) -> String {
    let fixed = match phase {
        Phase::Waiting | Phase::Running => "",
        Phase::Pulling => "M0-7V5M-5 .5L0 6L5 .5",
        Phase::BackingOff => "M-4-5V5M4-5V5",
        Phase::Starting => return pie(progress),
        Phase::Unproven => "M-5 0L-1 4L6-5",
        Phase::Unhealthy => "M0-7V2M0 5V7",
        Phase::Draining => "M-6-5H6M-4 1H4",
        Phase::Stopped => "M-5-5L5 5M5-5L-5 5",
    };
    fixed.to_string()
}

fn pie(progress: f64) -> String {
    let angle = progress.clamp(0.02, 0.98) * std::f64::consts::TAU;
    let large = if angle > std::f64::consts::PI { "1" } else { "0" };
    let tenths = |value: f64| ((value * 10.0).round() / 10.0).to_string();
    let (x, y) = (tenths(9.0 * libm::sin(angle)), tenths(-9.0 * libm::cos(angle)));
    ["M0 0V-9A9 9 0 ", large, " 1 ", &x, " ", &y, "Z"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::lab::terms;
    use crate::sim::scenario::Platform;

    fn task(id: &str, phase: Phase) -> TaskNow {
        TaskNow {
            id: id.into(),
            zone: String::new(),
            machine: String::new(),
            phase,
            reason: "CrashLoopBackOff".into(),
            progress: 0.5,
        }
    }

    #[test]
    fn a_task_is_an_option_that_says_what_it_does() {
        let fleet = [task("t1", Phase::Running), task("t<2", Phase::Pulling)];
        let load = Load { cpu: 61, queue: 12.4 };
        let html = tasks(&fleet, load, Some("t1"), "d0-", terms::of(Platform::EcsEc2));
        assert!(html.contains("aria-label=\"t1, running, CPU 61 %\""), "{html}");
        assert!(html.contains("aria-label=\"t&lt;2, pulling\""), "{html}");
        assert_eq!(html.matches("aria-selected=\"true\"").count(), 1);
    }

    #[test]
    fn the_legend_counts_a_task_that_waits_for_its_check_as_starting() {
        let ecs = terms::of(Platform::EcsEc2);
        let html = legend(&[task("t1", Phase::Unproven), task("t2", Phase::Starting)], ecs);
        assert!(html.contains("<b>2</b> starting"), "{html}");
        assert!(html.contains("1 of the starting tasks is RUNNING and waits"), "{html}");
        assert_eq!(html.matches(" none\"").count(), 5);
    }
    #[test]
    fn pods_are_shown_as_kubectl_names_them() {
        let eks = terms::of(Platform::EksManaged);
        let fleet = [task("t1", Phase::BackingOff), task("t2", Phase::BackingOff)];
        let html = legend(&fleet, eks);
        for text in ["Terminating", "ContainerCreating", "2 pods: CrashLoopBackOff; the kubelet"] {
            assert!(html.contains(text), "{text}: {html}");
        }
        assert!(html.contains("<b>2</b> backing off<small>CrashLoopBackOff"), "{html}");
        assert!(legend(&[task("t1", Phase::Running)], eks).contains("<b>1</b> ready<small>"));
        assert!(!legend(&[task("t1", Phase::Unproven)], eks).contains("RUNNING"));
        let sick = legend(&[task("t1", Phase::Unhealthy)], eks);
        let told = "<b>1</b> unhealthy<small>Running, not ready";
        assert!(sick.contains(told), "{sick}");
        let options = tasks(&fleet, Load::default(), None, "d0-", eks);
        assert!(options.contains("aria-label=\"t1, CrashLoopBackOff\""), "{options}");
    }

    #[test]
    fn a_balancer_that_fails_open_sends_to_those_that_fail() {
        let sick = [task("t1", Phase::Unhealthy), task("t2", Phase::Unproven)];
        assert_eq!(receivers(&sick, true), Phase::Unhealthy);
        assert_eq!(receivers(&sick, false), Phase::Running);
        let one = [task("t1", Phase::Unhealthy), task("t2", Phase::Running)];
        assert_eq!(receivers(&one, true), Phase::Running);
    }
}
