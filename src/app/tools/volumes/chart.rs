//! A day as curves: what is asked for, what is served, and the credits below.

use super::{clock, round};
use crate::app::chart::{HEIGHT, Scale, Span, WIDTH, nice_max, shortage, steps, steps_area};
use crate::storage::day::{Day, STEP_S};

const DAY: Span = Span { from_s: 0, to_s: 24 * 3600 };

/// A served curve with its name.
pub struct Curve<'a> {
    pub name: &'a str,
    pub day: &'a Day,
    /// The one that is looked at: solid, with what it lacks hatched.
    pub first: bool,
}

/// The chart; the curves share their demand. `unit` stands at the axis.
pub fn chart(curves: &[Curve], unit: &str) -> String {
    let Some(first) = curves.iter().find(|curve| curve.first) else { return String::new() };
    let demand = &first.day.demand;
    let most = demand.iter().copied().fold(0.0, f64::max);
    let scale = Scale::Linear { max: nice_max(most * 1.08) };
    let lack = shortage(demand, &first.day.served, STEP_S, DAY, scale);
    let mut paths = format!("<path class=\"lack\" d=\"{lack}\"></path>");
    for curve in curves {
        let class = if curve.first { "served" } else { "other" };
        let line = steps(&curve.day.served, STEP_S, DAY, scale);
        paths += &format!("<path class=\"{class}\" d=\"{line}\"></path>");
    }
    paths += &format!("<path class=\"asked\" d=\"{}\"></path>", steps(demand, STEP_S, DAY, scale));
    let mut html = String::from("<figure class=\"vol-chart\">");
    html += &plot(&paths, scale, unit, &spoken(curves, unit));
    html += &key(curves);
    for curve in curves {
        if let Some(credits) = &curve.day.credits {
            html += &credit_plot(curve.name, credits);
        }
    }
    html + "</figure>"
}

fn plot(paths: &str, scale: Scale, unit: &str, label: &str) -> String {
    let mut html = String::from("<div class=\"plot\"><div class=\"ticks\" aria-hidden=\"true\">");
    for tick in scale.ticks().into_iter().rev() {
        html += &["<span>", &round(tick), "</span>"].concat();
    }
    html += &format!(
        "</div><svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" preserveAspectRatio=\"none\" role=\"img\" \
         aria-label=\"{label}\"><path class=\"grid\" \
         d=\"M0 0H{WIDTH}M0 {}H{WIDTH}M0 {HEIGHT}H{WIDTH}\"></path>{paths}</svg>\
         <span class=\"unit\">{unit}</span></div>",
        HEIGHT / 2
    );
    html + &hours()
}

fn hours() -> String {
    let hours: String =
        [0, 6, 12, 18, 24].iter().map(|hour| format!("<span>{hour:02}:00</span>")).collect();
    ["<div class=\"hours\" aria-hidden=\"true\">", &hours, "</div>"].concat()
}

fn key(curves: &[Curve]) -> String {
    let mut html =
        String::from("<figcaption class=\"keys\"><span><i class=\"asked\"></i>asked for</span>");
    for curve in curves {
        let class = if curve.first { "served" } else { "other" };
        html += &format!("<span><i class=\"{class}\"></i>served by {}</span>", curve.name);
    }
    if curves.iter().any(|curve| curve.first && curve.day.falls_short().is_some()) {
        html += "<span><i class=\"lack\"></i>not served</span>";
    }
    html + "</figcaption>"
}

fn credit_plot(name: &str, credits: &[f64]) -> String {
    let scale = Scale::Linear { max: 1.0 };
    let area = steps_area(credits, STEP_S, DAY, scale);
    let least = credits.iter().copied().fold(1.0, f64::min);
    let label = format!("Credits of {name} through the day; at least {} %", round(least * 100.0));
    let head = format!("<p class=\"note\">Credits of {name}</p>");
    let mut html = head + "<div class=\"plot low\"><div class=\"ticks\" aria-hidden=\"true\">";
    html += "<span>full</span><span>none</span></div>";
    html += &format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" preserveAspectRatio=\"none\" role=\"img\" \
         aria-label=\"{label}\"><path class=\"credits\" d=\"{area}\"></path></svg></div>"
    );
    html
}

/// The curves in words.
fn spoken(curves: &[Curve], unit: &str) -> String {
    let mut text = String::from("A day from midnight to midnight. ");
    for curve in curves {
        text += &format!("{}: {} ", curve.name, said(curve.day, unit));
    }
    text.trim_end().into()
}

/// What becomes of a day, in a sentence.
pub fn said(day: &Day, unit: &str) -> String {
    match (day.falls_short(), day.least_when_short(), day.runs_out()) {
        (Some(_), Some(least), Some(out)) => {
            let busiest = day.demand.iter().copied().fold(0.0, f64::max);
            format!(
                "the credits end at {}, and {} {unit} are served where {} are asked for.",
                clock(out),
                round(least),
                round(busiest)
            )
        }
        (Some(from), Some(least), _) => {
            format!("from {} on no more than {} {unit} are served.", clock(from), round(least))
        }
        _ => "everything that is asked for is served.".into(),
    }
}

/// The same hour by hour.
pub fn as_table(curves: &[Curve], unit: &str) -> String {
    let Some(first) = curves.iter().find(|curve| curve.first) else { return String::new() };
    let mut html = format!(
        "<details class=\"vol-hours\"><summary>As a table</summary><table class=\"vol-list\">\
         <caption>Means of each hour, {unit}</caption><thead><tr><th scope=\"col\">Hour</th>\
         <th scope=\"col\">Asked for</th>"
    );
    for curve in curves {
        html += &format!("<th scope=\"col\">{}</th>", curve.name);
        if curve.day.credits.is_some() {
            html += "<th scope=\"col\">Credits left</th>";
        }
    }
    html += "</tr></thead><tbody>";
    let mean = |rows: &[f64], hour: usize| {
        let rows = &rows[hour * 60..(hour + 1) * 60];
        round(rows.iter().sum::<f64>() / 60.0)
    };
    for hour in 0..24 {
        html += &format!(
            "<tr><th scope=\"row\">{}</th><td>{}</td>",
            clock(hour * 60),
            mean(&first.day.demand, hour)
        );
        for curve in curves {
            html += &format!("<td>{}</td>", mean(&curve.day.served, hour));
            if let Some(credits) = &curve.day.credits {
                html += &format!("<td>{} %</td>", round(credits[hour * 60 + 59] * 100.0));
            }
        }
        html += "</tr>";
    }
    html + "</tbody></table></details>"
}
