//! What the charts and the verdict say in words, for people who do not see them. Pure.

use crate::app::chart::Span;
use crate::sim::{Run, Scenario};

use super::layers::Row;
use super::metric;
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
                    ["For ", &time, " more arrives than the tasks can answer."].concat()
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
        Row::Tasks => tasks(run),
        Row::Metric => of_metric(scenario, run, &clock),
    }
}

fn tasks(run: &Run) -> String {
    let columns = &run.columns;
    let (least, most) = extent(&columns.running);
    let (_, desired) = extent(&columns.desired);
    let (least, most) = (words::count(least), words::count(most));
    let desired = words::count(desired);
    let mut text = ["Between ", &least, " and ", &most, " tasks run; at most ", &desired].concat();
    text.push_str(" are desired.");
    if metric::has_machines(run) {
        let (least, most) = extent(&columns.machines);
        let (least, most) = (words::count(least), words::count(most));
        text.push_str(&[" Between ", &least, " and ", &most, " instances."].concat());
    }
    text
}

fn of_metric(scenario: &Scenario, run: &Run, clock: &dyn Fn(usize) -> String) -> String {
    let (name, rest) = metric::title(scenario);
    let (index, most) = highest(&metric::column(scenario, run));
    let target = match metric::levels(scenario).first() {
        None => "No alarm looks at it.".to_string(),
        Some(level) => {
            ["Target or first threshold: ", &metric::said(scenario, *level), "."].concat()
        }
    };
    let most = metric::said(scenario, most);
    [name, rest, ". Highest: ", &most, " at ", &clock(index), ". ", &target].concat()
}

/// The values of a chart at one moment, as its title line shows them.
pub fn at_playhead(row: Row, scenario: &Scenario, run: &Run, index: usize) -> String {
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
            let (running, desired) = (at(&columns.running), at(&columns.desired));
            let machines = match metric::has_machines(run) {
                true => {
                    let machines = at(&columns.machines);
                    [" · ", &words::plural(machines, "instance", "instances")].concat()
                }
                false => String::new(),
            };
            [&count(running), " running of ", &count(desired), " desired", &machines].concat()
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

/// Positions moved apart so that neighbours have at least `gap` between them, kept within 0–100.
pub fn spread(positions: &[f64], gap: f64) -> Vec<f64> {
    let gap = if positions.len() > 1 { gap.min(100.0 / (positions.len() - 1) as f64) } else { gap };
    let mut placed: Vec<f64> = Vec::with_capacity(positions.len());
    for position in positions {
        let least = placed.last().map_or(0.0, |last| last + gap);
        placed.push(position.max(least));
    }
    let mut most = 100.0;
    for position in placed.iter_mut().rev() {
        *position = position.min(most);
        most = *position - gap;
    }
    placed
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_never_overlap_and_stay_in_the_chart() {
        let placed = spread(&[10.0, 11.0, 12.0, 99.0, 99.5], 7.0);
        assert!(placed.windows(2).all(|pair| pair[1] - pair[0] >= 7.0 - 1e-9), "{placed:?}");
        assert!(placed.iter().all(|position| (0.0..=100.0).contains(position)), "{placed:?}");
        assert_eq!(placed[0], 10.0);
        assert_eq!(spread(&[50.0], 7.0), vec![50.0]);
        let crowd = spread(&[0.0; 30], 7.0);
        assert!(crowd.iter().all(|position| (-0.001..=100.001).contains(position)), "{crowd:?}");
    }
}
