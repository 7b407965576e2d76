//! What each chart draws, bottom to top: one path a series. Pure, from a scenario and its run.

use crate::app::chart::{self, Scale, Span, nice_max};
use crate::sim::scenario::{Platform, ScalingMode};
use crate::sim::{Run, Scenario};

use super::{metric, summary};

/// A chart of the lab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    Requests,
    Latency,
    Tasks,
    /// What the scaling looks at.
    Metric,
}

/// One path of a chart.
pub struct Layer {
    /// Class that gives it its colour and stroke.
    pub class: &'static str,
    /// Also drawn, thin, for the day before the last drag.
    pub ghost: bool,
    /// Only in the magnified panel.
    pub magnified: bool,
    pub draw: fn(&Scenario, &Run, Span, Scale) -> String,
}

const fn layer(class: &'static str, draw: fn(&Scenario, &Run, Span, Scale) -> String) -> Layer {
    Layer { class, ghost: false, magnified: false, draw }
}

const fn ghosted(class: &'static str, draw: fn(&Scenario, &Run, Span, Scale) -> String) -> Layer {
    Layer { ghost: true, ..layer(class, draw) }
}

const fn magnified(class: &'static str, draw: fn(&Scenario, &Run, Span, Scale) -> String) -> Layer {
    Layer { magnified: true, ..layer(class, draw) }
}

const REQUESTS: &[Layer] = &[
    layer("area-system", |_, run, span, scale| {
        chart::steps_area(&run.columns.capacity_rps, run.step_s, span, scale)
    }),
    layer("area-short", |_, run, span, scale| {
        let columns = &run.columns;
        chart::shortage(&columns.offered_rps, &columns.capacity_rps, run.step_s, span, scale)
    }),
    ghosted("line-system", |_, run, span, scale| {
        chart::steps(&run.columns.capacity_rps, run.step_s, span, scale)
    }),
    ghosted("line-traffic", |_, run, span, scale| {
        chart::line(&run.columns.offered_rps, run.step_s, span, scale)
    }),
];

const LATENCY: &[Layer] = &[
    layer("area-spread", |_, run, span, scale| {
        chart::band(&run.columns.p50_ms, &run.columns.p99_ms, run.step_s, span, scale)
    }),
    layer("line-median", |_, run, span, scale| {
        chart::line(&run.columns.p50_ms, run.step_s, span, scale)
    }),
    layer("line-objective", |scenario, _, span, scale| {
        level(scenario.objective.within_ms, span, scale)
    }),
    ghosted("line-measured", |_, run, span, scale| {
        chart::line(&run.columns.p99_ms, run.step_s, span, scale)
    }),
];

const TASKS: &[Layer] = &[
    layer("line-bound", |scenario, _, span, scale| match has_bounds(scenario) {
        false => String::new(),
        true => level(f64::from(scenario.bounds().1), span, scale),
    }),
    layer("line-machines", |_, run, span, scale| match metric::has_machines(run) {
        true => chart::steps(&run.columns.machines, run.step_s, span, scale),
        false => String::new(),
    }),
    layer("line-desired", |_, run, span, scale| {
        chart::steps(&run.columns.desired, run.step_s, span, scale)
    }),
    ghosted("line-system", |scenario, run, span, scale| {
        chart::steps(summary::up(scenario.platform, run).1, run.step_s, span, scale)
    }),
];

const METRIC: &[Layer] = &[
    layer("line-target", |scenario, _, span, scale| {
        let levels = metric::levels(scenario).into_iter();
        levels.map(|value| level(value, span, scale)).collect()
    }),
    ghosted("line-measured", |scenario, run, span, scale| {
        chart::line(&metric::column(scenario, run), run.step_s, span, scale)
    }),
    magnified("dots-over", |scenario, run, span, scale| {
        chart::dots(points(scenario, run, true).into_iter(), span, scale)
    }),
    magnified("dots-under", |scenario, run, span, scale| {
        chart::dots(points(scenario, run, false).into_iter(), span, scale)
    }),
    magnified("dots-hole", |scenario, run, span, scale| {
        chart::dots(points(scenario, run, false).into_iter(), span, scale)
    }),
];

impl Row {
    /// Name of the chart, as assistive technology hears it.
    pub fn name(self, platform: Platform) -> &'static str {
        match self {
            Row::Requests => "Requests a second against capacity",
            Row::Latency => "Latency",
            Row::Tasks if platform.is_eks() => "Pods",
            Row::Tasks if platform.keeps_reserve() => "Instances",
            Row::Tasks => "Tasks",
            Row::Metric => "Scaling metric",
        }
    }

    /// Class of the row.
    pub fn class(self) -> &'static str {
        match self {
            Row::Requests => "row row-requests",
            Row::Latency => "row row-latency",
            Row::Tasks => "row row-tasks",
            Row::Metric => "row row-cpu",
        }
    }

    /// Its paths, bottom to top.
    pub fn layers(self) -> &'static [Layer] {
        match self {
            Row::Requests => REQUESTS,
            Row::Latency => LATENCY,
            Row::Tasks => TASKS,
            Row::Metric => METRIC,
        }
    }

    /// The scale that holds every given run. It changes rarely, so that a drag moves curves and not
    /// axes.
    pub fn scale(self, runs: &[(&Scenario, &Run)]) -> Scale {
        let highest = |of: fn(&Run) -> &Vec<f64>| {
            let all = runs.iter().flat_map(|(_, run)| of(run).iter().copied());
            all.filter(|value| value.is_finite()).fold(0.0, f64::max)
        };
        match self {
            Row::Requests => {
                // Far more capacity than traffic would flatten the traffic; the top is cut off
                // then.
                let offered = highest(|run| &run.columns.offered_rps);
                let capacity = highest(|run| &run.columns.capacity_rps).min(offered * 2.5);
                Scale::Linear { max: nice_max(offered.max(capacity)) }
            }
            Row::Latency => {
                let objective = runs.iter().map(|(scenario, _)| scenario.objective.within_ms);
                let objective = objective.fold(1.0, f64::max);
                let highest = highest(|run| &run.columns.p99_ms).max(objective * 2.0);
                let max = decade_at_or_above(highest);
                Scale::Log { min: (max / 1000.0).min(decade_at_or_above(objective) / 100.0), max }
            }
            Row::Tasks => {
                let tasks = highest(|run| &run.columns.desired);
                Scale::Linear {
                    max: nice_max(tasks.max(highest(|run| &run.columns.running)) * 1.1),
                }
            }
            Row::Metric => {
                let all = runs.iter().map(|(scenario, run)| metric::highest(scenario, run));
                let most = all.fold(1.0, f64::max);
                Scale::Linear { max: if most > 1.0 { nice_max(most) } else { 1.0 } }
            }
        }
    }
}

/// Whether something keeps the number of tasks between bounds.
pub fn has_bounds(scenario: &Scenario) -> bool {
    scenario.scaling.mode != ScalingMode::Off || scenario.platform.keeps_reserve()
}

/// The points that an alarm counts, over the threshold or not: the mean of each metric period, at
/// its end. None where no metric counts, and none on EKS, whose autoscaler has no alarms.
fn points(scenario: &Scenario, run: &Run, over: bool) -> Vec<(u32, f64)> {
    let levels = metric::levels(scenario);
    let Some(threshold) = levels.first().copied().filter(|_| !scenario.platform.is_eks()) else {
        return Vec::new();
    };
    let rows = (scenario.scaling.metric_period_s / run.step_s.max(1)).max(1) as usize;
    let column = metric::column(scenario, run);
    let periods = column.chunks_exact(rows).enumerate();
    let points = periods.map(|(index, values)| {
        let end_s = (index as u32 + 1) * rows as u32 * run.step_s;
        (end_s, values.iter().sum::<f64>() / rows as f64)
    });
    points.filter(|(_, value)| (*value > threshold) == over).collect()
}

fn level(value: f64, span: Span, scale: Scale) -> String {
    chart::line(&[value, value], span.length_s(), Span { from_s: 0, to_s: span.length_s() }, scale)
}

fn decade_at_or_above(value: f64) -> f64 {
    libm::pow(10.0, libm::ceil(libm::log10(value.max(1.0)) - 1e-9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decades_hold_their_value() {
        assert_eq!(decade_at_or_above(300.0).round(), 1000.0);
        assert_eq!(decade_at_or_above(1000.0).round(), 1000.0);
        assert_eq!(decade_at_or_above(0.2).round(), 1.0);
    }

    #[test]
    fn a_level_crosses_the_whole_chart_wherever_the_window_is() {
        let window = Span { from_s: 48_000, to_s: 48_960 };
        assert_eq!(level(0.5, window, Scale::Linear { max: 1.0 }), "M0 500L960 500");
    }
}
