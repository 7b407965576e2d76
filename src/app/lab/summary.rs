//! What the charts and the verdict say in words, for people who do not see them. Pure.

use crate::app::chart::Span;
use crate::sim::scenario::Platform;
use crate::sim::{Run, Scenario};

use super::layers::Row;
use super::metric;
use super::terms;
use super::words;

/// The day in one chart, in one or two sentences.
pub fn of_row(row: Row, scenario: &Scenario, run: &Run) -> String {
    let start_s = words::second_of_start(&scenario.start);
    let clock = |index: usize| words::clock(start_s + index as u32 * run.step_s);
    let columns = &run.columns;
    match row {
        Row::Requests => {
            let (index, most) = highest(&columns.offered_rps);
            let (least, capacity) = extent(&columns.capacity_rps);
            let short = columns.offered_rps.iter().zip(&columns.capacity_rps);
            let short_s = short.filter(|(offered, can)| offered > can).count() as u32 * run.step_s;
            let lack = match short_s {
                0 => "Capacity is enough all day.".to_string(),
                seconds => {
                    let time = words::duration(seconds);
                    let tasks = terms::of(scenario.platform).task[1];
                    ["For ", &time, " more arrives than the ", tasks, " can answer."].concat()
                }
            };
            [
                "Most requests: ",
                &words::count(most),
                " a second at ",
                &clock(index),
                ". Capacity between ",
                &words::count(least),
                " and ",
                &words::count(capacity),
                " a second. ",
                &lack,
            ]
            .concat()
        }
        Row::Latency => {
            let (index, most) = highest(&columns.p99_ms);
            [
                "99 of 100 requests are answered within ",
                &words::latency(run.totals.p99_ms),
                " over the whole day, half within ",
                &words::latency(run.totals.p50_ms),
                ". Worst minute: p99 ",
                &words::latency(most),
                " at ",
                &clock(index),
                ". The objective is ",
                &words::latency(scenario.objective.within_ms),
                ".",
            ]
            .concat()
        }
        Row::Tasks => tasks(scenario, run),
        Row::Metric => of_metric(scenario, run, &clock),
    }
}

/// What there is of what is wanted, as the platform counts it: pods that are ready, tasks that run.
pub fn up(platform: Platform, run: &Run) -> (&'static str, &[f64]) {
    match platform.is_eks() {
        true => ("ready", &run.columns.healthy),
        false => ("running", &run.columns.running),
    }
}

fn tasks(scenario: &Scenario, run: &Run) -> String {
    let columns = &run.columns;
    let terms = terms::of(scenario.platform);
    let (_, up) = up(scenario.platform, run);
    let (least, most) = extent(up);
    let (_, desired) = extent(&columns.desired);
    let (least, most) = (words::count(least), words::count(most));
    let desired = words::count(desired);
    let verb = if terms.are_pods() { " are ready; " } else { " run; " };
    let mut text = ["Between ", &least, " and ", &most, " ", terms.task[1], verb].concat();
    text.push_str(&["at most ", &desired, " are wanted."].concat());
    if metric::has_machines(run) {
        let (least, most) = extent(&columns.machines);
        let (least, most) = (words::count(least), words::count(most));
        let machines = terms.machine[1];
        text.push_str(&[" Between ", &least, " and ", &most, " ", machines, "."].concat());
    }
    text
}

fn of_metric(scenario: &Scenario, run: &Run, clock: &dyn Fn(usize) -> String) -> String {
    let (name, rest) = metric::title(scenario);
    let (index, most) = highest(&metric::column(scenario, run));
    let target = match metric::levels(scenario).first() {
        None => "No scaling looks at it.".to_string(),
        Some(level) => {
            ["Target or first threshold: ", &metric::said(scenario, *level), "."].concat()
        }
    };
    let most = metric::said(scenario, most);
    [name, rest, ". Highest: ", &most, " at ", &clock(index), ". ", &target].concat()
}

/// The values of a chart at one moment, as its title line shows them. `serving` are the tasks or
/// pods that get requests in that second; a row of the columns holds the end of its step.
pub fn at_playhead(
    row: Row,
    scenario: &Scenario,
    run: &Run,
    index: usize,
    serving: usize,
) -> String {
    let at = |column: &[f64]| column.get(index).copied().unwrap_or(0.0);
    let columns = &run.columns;
    let (count, latency) = (words::count, words::latency);
    match row {
        Row::Requests => {
            let (offered, can) = (at(&columns.offered_rps), at(&columns.capacity_rps));
            [&count(offered), " offered · ", &count(can), " capacity"].concat()
        }
        Row::Latency => {
            let (p99, p50) = (at(&columns.p99_ms), at(&columns.p50_ms));
            ["p99 ", &latency(p99), " · p50 ", &latency(p50)].concat()
        }
        Row::Tasks => {
            let (word, up) = up(scenario.platform, run);
            let up = if scenario.platform.is_eks() { serving as f64 } else { at(up) };
            let desired = at(&columns.desired);
            let terms = terms::of(scenario.platform);
            let machines = match metric::has_machines(run) {
                true => [" · ", &terms.machines(at(&columns.machines))].concat(),
                false => String::new(),
            };
            let (up, desired) = (count(up), count(desired));
            [&up, " ", word, " of ", &desired, " ", terms.desired, &machines].concat()
        }
        Row::Metric => metric::said(scenario, at(&metric::column(scenario, run))),
    }
}

/// The day in one sentence: objective and bill.
pub fn outcome(scenario: &Scenario, run: &Run) -> String {
    let judgement = if kept(scenario, run) { "kept" } else { "missed" };
    [
        &words::percent(run.totals.within_objective),
        " of requests within ",
        &words::latency(scenario.objective.within_ms),
        ": objective ",
        &words::number(scenario.objective.share * 100.0, 3),
        " % ",
        judgement,
        ". ",
        &words::dollars(run.totals.dollars),
        " for the day, estimate.",
    ]
    .concat()
}

/// Whether the objective was kept.
pub fn kept(scenario: &Scenario, run: &Run) -> bool {
    run.totals.within_objective >= scenario.objective.share
}

/// When the requests that failed or were refused did so: first and last row with one, if any.
pub fn trouble(run: &Run) -> Option<Span> {
    let failed = |value: &f64| *value > 0.005;
    let first = run.columns.failed_rps.iter().position(failed)?;
    let last = run.columns.failed_rps.iter().rposition(failed)?;
    Some(Span { from_s: first as u32 * run.step_s, to_s: (last as u32 + 1) * run.step_s })
}

fn highest(values: &[f64]) -> (usize, f64) {
    let finite = values.iter().copied().enumerate().filter(|(_, value)| value.is_finite());
    finite.fold((0, 0.0), |best, next| if next.1 > best.1 { next } else { best })
}

fn extent(values: &[f64]) -> (f64, f64) {
    let start = (f64::INFINITY, 0.0_f64);
    let (low, high) =
        values.iter().fold(start, |(low, high), value| (low.min(*value), high.max(*value)));
    (if low.is_finite() { low } else { 0.0 }, high)
}
