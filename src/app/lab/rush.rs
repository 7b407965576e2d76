//! One sudden rise of the load on Fargate and on EC2, as a picture: when each has enough tasks
//! again, and for how long users wait until then. Pure; `rush_view` connects it to the window.
//!
//! What is drawn comes from two runs of the same workload; nothing here knows how long anything
//! takes.

use crate::app::html::escape;
use crate::sim::scenario::Platform;
use crate::sim::{Run, Scenario};

use super::words;

/// The two platforms, in the order of the picture.
pub const SIDES: [(Platform, &str); 2] =
    [(Platform::EcsFargate, "Fargate"), (Platform::EcsEc2, "EC2")];
/// Load at the top of the picture, requests/s; the same for every load, so that the axis stands
/// still under the hand.
pub const TOP_RPS: f64 = 700.0;
/// The most that the load can be set to, requests/s.
pub const MOST_RPS: f64 = 600.0;
/// What is shown before the rise, s.
const LEAD_S: u32 = 120;

/// How long load exceeds what the healthy tasks can answer, s since the start of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// Never.
    Nobody,
    Until {
        from_s: u32,
        to_s: u32,
    },
    /// Still when the picture ends.
    Still {
        from_s: u32,
    },
}

impl Wait {
    /// Whether and when there is enough again.
    fn over_s(self) -> Option<u32> {
        match self {
            Wait::Until { to_s, .. } => Some(to_s),
            _ => None,
        }
    }
}

/// One platform's part of the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    pub name: &'static str,
    /// Requests/s that the healthy tasks could answer, a value a row of the run.
    pub capacity: Vec<f64>,
    pub wait: Wait,
    /// Requests that failed, of all.
    pub failed: f64,
    /// When the scaling policy first acted, s since the start.
    pub decided_s: Option<u32>,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Requests/s, a value a row.
    pub load: Vec<f64>,
    pub step_s: u32,
    /// Second of the day at the start of the run.
    pub clock_s: u32,
    /// When the load rises, s since the start of the run.
    pub rise_s: u32,
    pub sides: [Side; 2],
}

/// The scenario with another load after the rise; before it the load stays as it is.
pub fn with_load(scenario: &Scenario, rps: f64) -> Scenario {
    let mut next = scenario.clone();
    let before = base_rps(scenario);
    next.traffic.peak_rps = rps.clamp(before, MOST_RPS);
    next.traffic.trough_share = before / next.traffic.peak_rps;
    next
}

/// The load before the rise, requests/s.
pub fn base_rps(scenario: &Scenario) -> f64 {
    let base = scenario.traffic.peak_rps * scenario.traffic.trough_share;
    libm::round(base * 10.0) / 10.0
}

impl Picture {
    /// Of the two runs of one workload, in the order of [`SIDES`].
    pub fn new(scenario: &Scenario, runs: [&Run; 2]) -> Picture {
        let clock_s = words::second_of_start(&scenario.start);
        let rise = words::parse_clock(&scenario.traffic.spike_at).unwrap_or(clock_s);
        let side = |index: usize| {
            let run: &Run = runs[index];
            let first = run.decisions.iter().find(|one| one.what.starts_with("scale out"));
            Side {
                name: SIDES[index].1,
                capacity: run.columns.capacity_rps.clone(),
                wait: wait(run),
                failed: run.totals.failed.sum(),
                decided_s: first.map(|decision| (decision.t_ms / 1000) as u32),
            }
        };
        Picture {
            load: runs[0].columns.offered_rps.clone(),
            step_s: runs[0].step_s.max(1),
            clock_s,
            rise_s: rise.saturating_sub(clock_s),
            sides: [side(0), side(1)],
        }
    }

    fn first_s(&self) -> u32 {
        self.rise_s.saturating_sub(LEAD_S)
    }

    fn end_s(&self) -> u32 {
        (self.load.len() as u32 * self.step_s).max(self.first_s() + 1)
    }

    /// Place of a moment from the left, in percent.
    fn x(&self, t_s: u32) -> f64 {
        let length = f64::from(self.end_s() - self.first_s());
        (f64::from(t_s) - f64::from(self.first_s())) * 100.0 / length
    }

    fn clock(&self, t_s: u32) -> String {
        words::clock(self.clock_s + t_s)
    }

    /// `7 min 10 s` after the rise.
    fn after(&self, t_s: u32) -> String {
        words::duration(t_s.saturating_sub(self.rise_s))
    }

    /// The finding, as a sentence.
    pub fn sentence(&self) -> String {
        let until = |side: &Side, verb: &str| match side.wait {
            Wait::Nobody => [side.name, verb, " all the time"].concat(),
            Wait::Until { to_s, .. } => [side.name, verb, " after ", &self.after(to_s)].concat(),
            Wait::Still { .. } => [side.name, " not before ", &self.clock(self.end_s())].concat(),
        };
        let [first, second] = &self.sides;
        if first.wait == Wait::Nobody && second.wait == Wait::Nobody {
            return "Nobody waits: the tasks that run can answer this.".into();
        }
        [&until(first, " has enough tasks"), ", ", &until(second, ""), "."].concat()
    }

    /// What a screen reader says of the picture.
    fn described(&self) -> String {
        let load = self.load.last().copied().unwrap_or_default();
        let enough = self.sides[0].capacity.first().copied().unwrap_or_default();
        [
            "From ",
            &words::clock_short(self.clock_s + self.rise_s),
            " the load is ",
            &words::count(load),
            " requests a second; the tasks of before can answer ",
            &words::count(enough),
            ". ",
            &self.sentence(),
        ]
        .concat()
    }

    /// Lines, hatched stretches and labels, for a box of any size.
    pub fn html(&self) -> String {
        let [fargate, ec2] = &self.sides;
        let lines = [
            "<svg viewBox=\"0 0 100 100\" preserveAspectRatio=\"none\" aria-hidden=\"true\">",
            "<path class=\"rush-cap second\" d=\"",
            &self.path(&ec2.capacity),
            "\"></path><path class=\"rush-cap\" d=\"",
            &self.path(&fargate.capacity),
            "\"></path><path class=\"rush-load\" d=\"",
            &self.path(&self.load),
            "\"></path></svg>",
        ]
        .concat();
        let mut html = [
            "<div class=\"rush-plot\" role=\"img\" aria-label=\"",
            &escape(&self.described()),
            "\">",
        ]
        .concat();
        html += &self.waits();
        html += &lines;
        html += &self.labels();
        html += "</div>";
        html += &self.bars();
        html + &self.hours()
    }

    fn path(&self, values: &[f64]) -> String {
        let mut path = String::new();
        let mut last = None;
        let first = (self.first_s() / self.step_s) as usize;
        for (row, value) in values.iter().enumerate().skip(first) {
            if last == Some(*value) {
                continue;
            }
            last = Some(*value);
            let x = percent(self.x(row as u32 * self.step_s));
            let move_to = if path.is_empty() { ["M", &x, " "] } else { ["H", &x, "V"] }.concat();
            path += &move_to;
            path += &percent(height(*value));
        }
        path + "H100"
    }

    /// Where users wait: on both, then on the one that is later.
    fn waits(&self) -> String {
        let begin = |side: &Side| match side.wait {
            Wait::Nobody => None,
            Wait::Until { from_s, to_s } => Some((from_s, to_s)),
            Wait::Still { from_s } => Some((from_s, self.end_s())),
        };
        let [first, second] = &self.sides;
        let (early, late) = match (begin(first), begin(second)) {
            (Some(a), Some(b)) if b.1 < a.1 => ((b, second), (a, first)),
            (Some(a), Some(b)) => ((a, first), (b, second)),
            (Some(a), None) | (None, Some(a)) => {
                let side = if begin(first).is_some() { first } else { second };
                return self.stretch(
                    "later",
                    a,
                    &side.capacity,
                    &["on ", side.name, " only"].concat(),
                );
            }
            (None, None) => return String::new(),
        };
        let both = self.stretch("both", early.0, &early.1.capacity, "users wait on both");
        if early.0.1 >= late.0.1 {
            return both;
        }
        let rest = (early.0.1, late.0.1);
        let only = ["on ", late.1.name, " only"].concat();
        both + &self.stretch("later", rest, &late.1.capacity, &only)
    }

    /// Between load and capacity; the words stand in it where it is wide enough.
    fn stretch(
        &self,
        class: &str,
        (from_s, to_s): (u32, u32),
        capacity: &[f64],
        said: &str,
    ) -> String {
        let rows = (from_s / self.step_s) as usize..(to_s.div_ceil(self.step_s)) as usize;
        let corner = |row: usize, value: f64| {
            [&percent(self.x(row as u32 * self.step_s)), "% ", &percent(height(value)), "%"]
                .concat()
        };
        let mut corners: Vec<String> = Vec::new();
        let value = |values: &[f64], row: usize| values.get(row).copied().unwrap_or_default();
        for row in rows.clone() {
            let top = value(&self.load, row).max(value(capacity, row));
            corners.push(corner(row, top));
            corners.push(corner(row + 1, top));
        }
        for row in rows.rev() {
            corners.push(corner(row + 1, value(capacity, row)));
            corners.push(corner(row, value(capacity, row)));
        }
        let middle = (self.x(from_s) + self.x(to_s)) / 2.0;
        let row = ((from_s + to_s) / 2 / self.step_s) as usize;
        let level = (value(&self.load, row) + value(capacity, row)) / 2.0;
        let wide = self.x(to_s) - self.x(from_s) > 14.0
            && value(&self.load, row) - value(capacity, row) > 55.0;
        let words = match wide {
            true => [
                "<span class=\"rush-words\" style=\"left:",
                &percent(middle),
                "%;top:",
                &percent(height(level)),
                "%\">",
                said,
                "</span>",
            ]
            .concat(),
            false => String::new(),
        };
        [
            "<i class=\"rush-wait ",
            class,
            "\" style=\"clip-path:polygon(",
            &corners.join(","),
            ")\"></i>",
            &words,
        ]
        .concat()
    }

    fn labels(&self) -> String {
        let label = |class: &str, x: f64, rps: f64, text: &str| {
            [
                "<span class=\"rush-label ",
                class,
                "\" style=\"left:",
                &percent(x),
                "%;top:",
                &percent(height(rps)),
                "%\">",
                text,
                "</span>",
            ]
            .concat()
        };
        let before =
            self.load.get((self.first_s() / self.step_s) as usize).copied().unwrap_or_default();
        let enough = self.sides[0].capacity.first().copied().unwrap_or_default();
        let mut html =
            label("below load", 0.0, before, &[&words::count(before), " requests/s"].concat());
        html += &label("below cap", 0.0, enough, &["enough for ", &words::count(enough)].concat());
        let load = self.load.last().copied().unwrap_or_default();
        for (place, side) in self.sides.iter().enumerate() {
            let Some(over_s) = side.wait.over_s() else { continue };
            let ends = if place == 0 { "cap ends" } else { "cap begins" };
            html += &label(
                ends,
                self.x(over_s),
                load + 46.0,
                &[side.name, "<span> ", &self.clock(over_s), "</span>"].concat(),
            );
        }
        html
    }

    /// From the rise to enough tasks, a bar a platform.
    fn bars(&self) -> String {
        let mut html = String::from("<ul class=\"rush-bars\">");
        for side in &self.sides {
            let (to_s, said) = match side.wait {
                Wait::Nobody => (self.rise_s, "nobody waits".to_string()),
                Wait::Until { to_s, .. } => (to_s, self.after(to_s)),
                Wait::Still { .. } => (
                    self.end_s(),
                    ["not by ", &words::clock_short(self.clock_s + self.end_s())].concat(),
                ),
            };
            let end = self.x(to_s);
            let class = if end > 60.0 { "inside" } else { "" };
            html += &[
                "<li style=\"--from:",
                &percent(self.x(self.rise_s)),
                "%;--to:",
                &percent(end),
                "%\"><i></i><b class=\"",
                class,
                "\">",
                side.name,
                " ",
                &said,
                "</b></li>",
            ]
            .concat();
        }
        html + "</ul>"
    }

    /// Times below, every few minutes.
    fn hours(&self) -> String {
        let mut html = String::from("<div class=\"rush-hours\" aria-hidden=\"true\">");
        let mut t_s = self.rise_s;
        while t_s < self.end_s() {
            let x = percent(self.x(t_s));
            html += &[
                "<span style=\"left:",
                &x,
                "%\">",
                &words::clock_short(self.clock_s + t_s),
                "</span>",
            ]
            .concat();
            t_s += 240;
        }
        html + "</div>"
    }

    /// The same as a table.
    pub fn table(&self) -> String {
        let mut html = String::from(
            "<table><thead><tr><th scope=\"col\">Platform</th><th scope=\"col\">Policy acts</th>\
             <th scope=\"col\">Enough tasks</th><th scope=\"col\">Requests failed</th></tr></thead><tbody>",
        );
        for side in &self.sides {
            let enough = match side.wait {
                Wait::Nobody => "always".to_string(),
                Wait::Until { to_s, .. } => self.clock(to_s),
                Wait::Still { .. } => ["not by ", &self.clock(self.end_s())].concat(),
            };
            let decided = side.decided_s.map_or("never".to_string(), |t_s| self.clock(t_s));
            html += &[
                "<tr><th scope=\"row\">",
                side.name,
                "</th><td>",
                &decided,
                "</td><td>",
                &enough,
                "</td><td>",
                &words::count(side.failed),
                "</td></tr>",
            ]
            .concat();
        }
        html + "</tbody></table>"
    }
}

/// From the first row with more load than capacity to the end of the last.
fn wait(run: &Run) -> Wait {
    let (load, capacity) = (&run.columns.offered_rps, &run.columns.capacity_rps);
    let short: Vec<usize> = load
        .iter()
        .zip(capacity)
        .enumerate()
        .filter(|(_, (load, capacity))| **load > **capacity + 1e-6)
        .map(|(row, _)| row)
        .collect();
    let at = |row: usize| row as u32 * run.step_s;
    match (short.first(), short.last()) {
        (Some(first), Some(last)) if last + 1 < load.len() => {
            Wait::Until { from_s: at(*first), to_s: at(last + 1) }
        }
        (Some(first), Some(_)) => Wait::Still { from_s: at(*first) },
        _ => Wait::Nobody,
    }
}

/// Place of a load from the top, in percent; above the picture it is negative.
pub fn height(rps: f64) -> f64 {
    100.0 - rps * 100.0 / TOP_RPS
}

fn percent(number: f64) -> String {
    format!("{number:.2}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::Shape as _;

    const LOAD: [f64; 6] = [100.0, 300.0, 300.0, 300.0, 300.0, 300.0];

    fn run(capacity: [f64; 6]) -> Run {
        let mut run = Run { step_s: 10, ..Run::blank() };
        run.columns.offered_rps = LOAD.to_vec();
        run.columns.capacity_rps = capacity.to_vec();
        run
    }

    fn picture(fargate: [f64; 6], ec2: [f64; 6]) -> Picture {
        let mut scenario = Scenario::blank();
        scenario.start = "2026-11-23T09:59:50".into();
        scenario.traffic.spike_at = "10:00".into();
        Picture::new(&scenario, [&run(fargate), &run(ec2)])
    }

    #[test]
    fn users_wait_from_the_first_row_with_too_few_tasks_to_the_end_of_the_last() {
        assert_eq!(
            wait(&run([200.0, 200.0, 250.0, 400.0, 400.0, 400.0])),
            Wait::Until { from_s: 10, to_s: 30 }
        );
        assert_eq!(wait(&run([300.0; 6])), Wait::Nobody);
        assert_eq!(wait(&run([200.0; 6])), Wait::Still { from_s: 10 });
    }

    #[test]
    fn times_are_counted_from_the_rise() {
        let soon = [200.0, 200.0, 400.0, 400.0, 400.0, 400.0];
        let late = [200.0, 200.0, 200.0, 200.0, 400.0, 400.0];
        let shown = picture(soon, late);
        let sentence = "Fargate has enough tasks after 10 s, EC2 after 30 s.";
        assert_eq!(shown.sentence(), sentence);
        assert!(shown.table().contains("<td>10:00:10</td>"), "{}", shown.table());
        let html = shown.html();
        assert!(html.contains("users wait on both") && html.contains("on EC2 only"), "{html}");
    }

    #[test]
    fn whoever_is_later_is_named_and_an_open_end_is_no_time() {
        let soon = [200.0, 200.0, 400.0, 400.0, 400.0, 400.0];
        let shown = picture([200.0; 6], soon);
        assert!(shown.html().contains("on Fargate only"));
        assert!(shown.sentence().starts_with("Fargate not before 10:00:50, EC2 after 10 s"));
        let nobody = picture([300.0; 6], [300.0; 6]);
        assert!(nobody.sentence().starts_with("Nobody waits"));
        assert!(!nobody.html().contains("rush-wait"));
    }

    #[test]
    fn another_load_leaves_what_was_before_the_rise() {
        let mut scenario = Scenario::blank();
        (scenario.traffic.peak_rps, scenario.traffic.trough_share) = (400.0, 0.375);
        for rps in [10.0, 150.0, 333.0, 9_000.0] {
            let next = with_load(&scenario, rps);
            assert!((base_rps(&next) - 150.0).abs() < 0.05);
            assert!((150.0..=MOST_RPS).contains(&next.traffic.peak_rps));
        }
    }
}
