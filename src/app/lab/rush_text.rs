//! The picture of a sudden rise as HTML: lines, hatched stretches, labels, bars and a table.

use crate::app::html::escape;

use super::rush::{Picture, Side, TOP_RPS, Wait};
use super::words;

impl Picture {
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
                    "only",
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
        both + &self.stretch("only", rest, &late.1.capacity, &only)
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
            let ends = if place == 0 { "cap at-left" } else { "cap at-right" };
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
            "<table><thead><tr><th scope=\"col\">Platform</th>\
             <th scope=\"col\">Policy acts</th><th scope=\"col\">Enough tasks</th>\
             <th scope=\"col\">Requests failed</th></tr></thead><tbody>",
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

/// Place of a load from the top, in percent; above the picture it is negative.
pub fn height(rps: f64) -> f64 {
    100.0 - rps * 100.0 / TOP_RPS
}

fn percent(number: f64) -> String {
    format!("{number:.2}")
}
