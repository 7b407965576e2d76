//! A live figure on paper: the day that its scenario gives, drawn once, and said in a sentence.

use crate::course::build::Course;
use crate::course::marks::escape;
use crate::course::model::Block;
use crate::sim::run::{Columns, Run, STEP_S};
use crate::sim::{self, Scenario};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;

const WIDTH: f64 = 640.0;
/// Height of one of the two curves.
const HEIGHT: f64 = 72.0;
/// Points of a curve; each is the highest value of its stretch.
const POINTS: usize = 160;

/// The pictures of all scenarios that lessons show, by id.
pub struct Figures(BTreeMap<String, String>);

impl Figures {
    /// Simulates and draws every scenario that stands in a lesson.
    pub fn draw(course: &Course) -> Figures {
        let mut wanted: Vec<&str> = Vec::new();
        for block in course.lessons.iter().flat_map(|lesson| &lesson.blocks) {
            if let Block::Lab { scenario, .. } = block
                && !wanted.contains(&scenario.as_str())
            {
                wanted.push(scenario);
            }
        }
        let drawn = Mutex::new(BTreeMap::new());
        let (drawing, waiting) = (&drawn, &Mutex::new(wanted));
        let work = || {
            while let Some(id) = waiting.lock().ok().and_then(|mut ids| ids.pop()) {
                let picture = course.known.scenarios.get(id).and_then(|it| picture(course, it));
                if let (Some(picture), Ok(mut drawn)) = (picture, drawing.lock()) {
                    drawn.insert(id.to_string(), picture);
                }
            }
        };
        thread::scope(|scope| {
            let hands = thread::available_parallelism().map_or(1, |hands| hands.get());
            for _ in 0..hands {
                scope.spawn(work);
            }
        });
        Figures(drawn.into_inner().unwrap_or_default())
    }

    /// The figure of a lesson; `live` is where its live form stands, `LESSON/HEADING`.
    pub fn html(&self, course: &Course, block: &Block, live: &str) -> String {
        let Block::Lab { scenario, title, .. } = block else { return String::new() };
        let watch: String = course
            .known
            .listings
            .get(scenario)
            .map(|listing| listing.notice.join(" "))
            .unwrap_or_default();
        let picture = self.0.get(scenario).map_or("", String::as_str);
        format!(
            "<figure class=\"still\"><p class=\"figure-title\">{}</p>{picture}\
             <p>{}</p><p><a href=\"../#/learn/{live}\">Move it yourself in the live lesson</a>, \
             or <a href=\"../#/lab?preset={scenario}\">in the lab</a>.</p></figure>",
            escape(title),
            escape(&watch),
        )
    }
}

fn picture(course: &Course, scenario: &Scenario) -> Option<String> {
    let run = sim::run_without_decisions(scenario, course.rules.as_ref()?);
    let said = escape(&sentence(scenario, &run));
    let Columns { offered_rps, running, .. } = &run.columns;
    let svg = [
        curve(offered_rps, "requests/s", 0.0),
        curve(running, "running tasks", HEIGHT + 36.0),
        hours(scenario, 2.0 * HEIGHT + 74.0),
    ]
    .concat();
    let height = 2.0 * HEIGHT + 80.0;
    Some(format!(
        "<svg class=\"day\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         aria-label=\"{said}\">{svg}</svg><figcaption>{said}</figcaption>"
    ))
}

/// What came of the day.
fn sentence(scenario: &Scenario, run: &Run) -> String {
    let totals = &run.totals;
    let most = |column: &[f64]| column.iter().copied().fold(0.0, f64::max);
    let least = run.columns.running.iter().copied().fold(f64::INFINITY, f64::min);
    let tasks = match (least, most(&run.columns.running)) {
        (least, most) if least == most => format!("{most:.0} tasks ran"),
        (least, most) => format!("Between {least:.0} and {most:.0} tasks ran"),
    };
    let objective = &scenario.objective;
    let verdict = if totals.within_objective >= objective.share { "met" } else { "missed" };
    format!(
        "{} requests at up to {:.0} a second; {:.2} % of them answered within {} ms, {} % wanted: \
         {verdict}. {tasks}, for ${:.2}. Simulated, seed {}.",
        grouped(totals.offered),
        most(&run.columns.offered_rps),
        totals.within_objective * 100.0,
        objective.within_ms,
        objective.share * 100.0,
        totals.dollars,
        scenario.seed,
    )
}

/// `3456789.2` → `3,456,789`
fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// One column over the day, from zero, with its name and its highest value.
fn curve(column: &[f64], name: &str, top: f64) -> String {
    let stretch = column.len().div_ceil(POINTS).max(1);
    let tops: Vec<f64> =
        column.chunks(stretch).map(|values| values.iter().copied().fold(0.0, f64::max)).collect();
    let most = tops.iter().copied().fold(0.0, f64::max);
    let base = top + 20.0 + HEIGHT;
    let mut path = String::new();
    for (index, value) in tops.iter().enumerate() {
        let x = WIDTH * index as f64 / (tops.len().max(2) - 1) as f64;
        let y = base - if most > 0.0 { HEIGHT * value / most } else { 0.0 };
        path += &format!("{}{x:.0} {y:.0}", if index == 0 { 'M' } else { 'L' });
    }
    format!(
        "<text x=\"0\" y=\"{:.0}\">{name}, up to {most:.0}</text>\
         <path class=\"base\" d=\"M0 {base:.0}H{WIDTH:.0}\"/>\
         <path class=\"curve\" d=\"{path}\"/>",
        top + 12.0
    )
}

/// The first and the last moment, and the middle of the run.
fn hours(scenario: &Scenario, y: f64) -> String {
    let part = |from: usize| scenario.start.get(from..from + 2).and_then(|it| it.parse().ok());
    let start_s: u32 = part(11).unwrap_or(0) * 3600 + part(14).unwrap_or(0) * 60;
    let marks = [(0.0, "start", 0), (0.5, "middle", 1), (1.0, "end", 2)];
    marks
        .iter()
        .map(|(share, anchor, halves)| {
            let at_s = start_s + scenario.duration_s / 2 * halves / STEP_S * STEP_S;
            let (hour, minute) = (at_s / 3600, at_s / 60 % 60);
            let hour = if hour > 24 { hour % 24 } else { hour };
            let x = WIDTH * share;
            format!(
                "<text x=\"{x:.0}\" y=\"{y:.0}\" text-anchor=\"{anchor}\">\
                 {hour:02}:{minute:02}</text>"
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_curves_end_at_the_edges() {
        assert_eq!(grouped(3_456_789.2), "3,456,789");
        assert_eq!(grouped(999.0), "999");
        let drawn = curve(&[1.0, 2.0, 4.0], "tasks", 0.0);
        assert!(drawn.contains("M0 74L320 56L640 20"), "{drawn}");
        assert!(drawn.contains("tasks, up to 4"), "{drawn}");
        assert!(!curve(&[0.0, 0.0], "tasks", 0.0).contains("NaN"));
    }
}
