//! A day of an EFS file system: throughput and credits by mode, size and load.

use super::chart::{Curve, as_table, chart, said};
use super::values::{Control, Values, choice, number, when, wide};
use super::{Book, round, source, word};
use crate::app::html::escape;
use crate::app::words::{capital, dollars};
use crate::rules;
use crate::storage::day::{Day, EfsDay, Load, Start};
use crate::storage::efs::{Mode, throughput};
use serde_json::{Value, json};

const UNIT: &str = "MiB/s";
const DAYS_A_MONTH: f64 = 30.0;

/// Days that volumes and file systems share.
pub fn start_control() -> Control {
    let starts = [
        ("full", "The first day, credits full".to_string()),
        ("repeated", "After many such days".to_string()),
    ];
    choice("day", "Which day", starts)
}

/// The load of a day, from the controls that every day has.
pub fn load(values: &Values) -> Load {
    Load {
        quiet: values.number("quiet"),
        busy: values.number("busy"),
        from_h: values.number("from"),
        hours: values.number("hours"),
    }
}

pub fn start(values: &Values) -> Start {
    if values.text("day") == "repeated" { Start::Repeated } else { Start::Full }
}

pub fn controls(book: &Book) -> Vec<Control> {
    let modes = Mode::WORDS.iter().map(|word| (*word, capital(word)));
    let facts = &book.rules.storage;
    let least = facts.efs_base_min_mib_per_s;
    let most = (facts.efs_provisioned_write_max_gib_per_s * 1024.0).floor();
    vec![
        choice("mode", "Throughput mode", modes),
        wide("size_gib", "Data stored", "GiB", [1.0, 1_048_576.0], 100.0),
        when(
            |values| values.text("mode") == "provisioned",
            wide("provisioned_mib_s", "Throughput ordered", UNIT, [least, most], 20.0),
        ),
        number("quiet", "Quiet load", UNIT, [0.0, 200.0, 0.5], 2.0),
        number("busy", "Busy load", UNIT, [0.0, 1000.0, 5.0], 100.0),
        number("from", "Busy from", "o’clock", [0.0, 23.0, 0.5], 9.0),
        number("hours", "Busy for", "h", [0.0, 24.0, 0.5], 8.0),
        number("reads", "Share of reads", "%", [0.0, 100.0, 5.0], 50.0),
        start_control(),
    ]
}

/// The chosen file system in a mode.
fn file_system(values: &Values, mode: Mode) -> EfsDay {
    EfsDay {
        size_gib: values.number("size_gib"),
        mode,
        provisioned: values.number("provisioned_mib_s"),
        read_share: values.number("reads") / 100.0,
        load: load(values),
        start: start(values),
    }
}

fn mode(values: &Values) -> Mode {
    word(values.text("mode"), Mode::Bursting)
}

pub fn finding(values: &Values, book: &Book) -> String {
    let day = file_system(values, mode(values)).play(&book.rules.storage);
    capital(&said(&day, UNIT))
}

/// The question that the rule is asked.
pub fn question(values: &Values) -> Value {
    let mode = mode(values);
    let mut question = json!({ "size_gib": values.number("size_gib"), "mode": mode.word() });
    if mode == Mode::Provisioned {
        question["provisioned_mib_s"] = values.number("provisioned_mib_s").into();
    }
    question
}

pub fn result(values: &Values, book: &Book) -> String {
    let chosen = mode(values);
    let day = file_system(values, chosen).play(&book.rules.storage);
    let curves = [Curve { name: chosen.word(), day: &day, first: true }];
    [
        &chart(&curves, UNIT),
        &side_by_side(values, book),
        &answer("efs-burst", &question(values), book),
        &as_table(&curves, UNIT),
    ]
    .map(String::as_str)
    .concat()
}

/// What a rule answers to the same numbers, with its working.
pub fn answer(rule: &str, question: &Value, book: &Book) -> String {
    let Some(rule) = rules::find(rule) else { return String::new() };
    let mut html = String::from("<h3>The rule’s answer</h3>");
    match (rule.answer)(question, &book.rules) {
        Err(why) => html += &["<p class=\"notice\">", &escape(&why), "</p>"].concat(),
        Ok(answer) => {
            html += "<dl class=\"vol-answer\">";
            for (name, value) in answer.value.as_object().into_iter().flatten() {
                let shown = value.as_f64().map_or("none".into(), round);
                html += &["<dt>", &escape(&words(name)), "</dt><dd>", &shown, "</dd>"].concat();
            }
            html += &["</dl><p class=\"vol-because\">", &escape(&answer.because), "</p>"].concat();
        }
    }
    html + "<p class=\"note\">Source: " + &source(book, rule.source) + "</p>"
}

/// `base_read_mib_s` → `Base read, MiB/s`.
fn words(name: &str) -> String {
    let (plain, unit) = match name {
        _ if name.ends_with("_mib_s") => (&name[..name.len() - 6], ", MiB/s"),
        _ if name.ends_with("_minutes_a_day") => (&name[..name.len() - 14], ", minutes a day"),
        _ if name.ends_with("_s") => (&name[..name.len() - 2], ", s"),
        _ => (name, ""),
    };
    capital(&plain.replace('_', " ").replace("iops", "IOPS")) + unit
}

/// What a mode costs a month of such days: storage, and what is moved or ordered.
fn month(values: &Values, mode: Mode, day: &Day, book: &Book) -> f64 {
    let facts = &book.rules.storage;
    let size = values.number("size_gib");
    let stored = size * facts.efs_gb_month;
    let reads = values.number("reads") / 100.0;
    match mode {
        Mode::Bursting => stored,
        Mode::Elastic => {
            let moved_gb = day.totals().1 / 1024.0 * DAYS_A_MONTH;
            stored
                + moved_gb * reads * facts.efs_elastic_read_gb
                + moved_gb * (1.0 - reads) * facts.efs_elastic_write_gb
        }
        Mode::Provisioned => {
            let ordered = values.number("provisioned_mib_s");
            let earned = throughput(size, Mode::Bursting, 0.0, facts).base_write;
            let above = if ordered > earned { ordered - earned.min(ordered) } else { 0.0 };
            stored + above * facts.efs_provisioned_month
        }
    }
}

fn side_by_side(values: &Values, book: &Book) -> String {
    let mut html = String::from(
        "<table class=\"vol-list\"><caption>The same day in each mode</caption><thead><tr>\
         <th scope=\"col\">Mode</th><th scope=\"col\">What becomes of it</th>\
         <th scope=\"col\" class=\"r\">A month</th></tr></thead><tbody>",
    );
    for other in [Mode::Bursting, Mode::Elastic, Mode::Provisioned] {
        let day = file_system(values, other).play(&book.rules.storage);
        let now = if other == mode(values) { " class=\"now\"" } else { "" };
        html += &format!(
            "<tr{now}><th scope=\"row\"><button type=\"button\" class=\"link\" id=\"vol-to-{0}\" \
             data-set=\"mode={0}\">{1}</button></th><td>{2}</td><td class=\"r\">{3}</td></tr>",
            other.word(),
            capital(other.word()),
            capital(&said(&day, UNIT)),
            dollars(month(values, other, &day, book))
        );
    }
    html + "</tbody></table><p class=\"note\">A month of 30 such days in us-east-1: storage, and \
            the data moved (Elastic) or the throughput ordered above what is earned \
            (Provisioned). "
        + &source(book, "efs.elastic_read_gb")
        + ".</p>"
}
