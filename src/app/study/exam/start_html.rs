//! The page where a mock exam is chosen, the list of those that were sat, and the paper to print.
//! Pure.

use crate::app::dates;
use crate::app::html::escape;
use crate::app::study::course::Course;
use crate::app::study::explained::{key, letter};
use crate::app::study::words::percent;
use crate::app::words::count;
use crate::facts::Trust;
use crate::progress::Log;
use crate::progress::schedule::Calendar;
use crate::progress::sitting::{Paper, Sitting};
use crate::quiz::exam::{Blueprint, Drawn, Rules};
use crate::quiz::{Kind, Question, order};
use std::collections::BTreeMap;

/// What is chosen on the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub exam: String,
    pub rules: Rules,
}

/// Times that can be chosen, percent of the standard; 0 is without a clock.
pub const PACES: [(u32, &str); 5] =
    [(100, "Standard"), (125, "× 1.25"), (150, "× 1.5"), (200, "× 2"), (0, "No clock")];

/// Lengths that can be chosen; 0 is the whole paper.
const LENGTHS: [usize; 4] = [0, 30, 20, 10];

/// The page; `drawn` is what the choice would come to.
pub fn page(course: &Course, choice: &Choice, drawn: &Drawn, keys: bool, history: &str) -> String {
    let sat = match history {
        "" => "<p class=\"note\">None yet.</p>",
        history => history,
    };
    format!(
        "<main class=\"page exam-start\" id=\"main\"><div class=\"halves\"><section>\
         <h1>{}</h1><p class=\"lead\">Container topics only, and no exam of AWS: which domain a \
         question counts for is our own reading of the exam guide. Every question was written for \
         this course; none was taken from an exam.</p>\
         <form id=\"exam-choice\">{}<div id=\"exam-offer\">{}</div></form></section>\
         <section class=\"aside\"><div class=\"sec\"><h2>Exams sat</h2></div>{sat}\
         <div class=\"sec\"><h2>Keys</h2></div><p class=\"note\">A to E choose, Shift with a \
         letter strikes out, 1 2 3 how sure, F flag, N next flagged, U next skipped, G questions, \
         Enter \
         next.</p><p><label class=\"check-line\"><input type=\"checkbox\" name=\"keys\"{}>Letters \
         and digits alone do something, here and in questions</label></p></section></div></main>",
        title(course, history.is_empty()),
        fields(course, choice),
        offer(course, choice, drawn),
        if keys { " checked" } else { "" },
    )
}

fn title(course: &Course, first: bool) -> String {
    match (course.exams.is_empty(), first) {
        (true, _) => "This course describes no exam yet".into(),
        (_, true) => "A mock exam on containers, shaped like the real one".into(),
        (_, false) => "Another mock exam".into(),
    }
}

fn fields(course: &Course, choice: &Choice) -> String {
    let mut exams = String::new();
    for exam in &course.exams {
        exams.push_str(&radio(
            "exam",
            &exam.exam,
            exam.exam == choice.exam,
            &format!(
                "<b>{}</b> <span class=\"soft\">{}</span>",
                escape(&exam.exam),
                escape(&exam.name)
            ),
        ));
    }
    let rules = choice.rules;
    let strict = radio(
        "strict",
        "yes",
        rules.strict,
        "<b>Strict</b> <span class=\"soft\">no reasons, no pause, no way to a lesson; the clock \
         runs \
         on while the page is closed</span>",
    ) + &radio(
        "strict",
        "no",
        !rules.strict,
        "<b>With feedback</b> <span class=\"soft\">plainly not an exam: each answer can be \
         checked at \
         once, and there is no score</span>",
    );
    let paces: String = PACES
        .iter()
        .map(|(pace, name)| radio("pace", &pace.to_string(), *pace == rules.pace_percent, name))
        .collect();
    let lengths: String = LENGTHS
        .iter()
        .map(|length| {
            let name = if *length == 0 { "Whole paper".into() } else { length.to_string() };
            radio("length", &length.to_string(), *length == rules.items, &name)
        })
        .collect();
    format!(
        "<fieldset><legend>Certification</legend><div class=\"list\">{exams}</div></fieldset>\
         <fieldset><legend>How</legend><div class=\"list\">{strict}</div></fieldset>\
         <fieldset><legend>Time</legend><div class=\"seg\">{paces}</div></fieldset>\
         <fieldset><legend>Questions</legend><div class=\"seg\">{lengths}</div></fieldset>"
    )
}

fn radio(name: &str, value: &str, on: bool, label: &str) -> String {
    let (value, checked) = (escape(value), if on { " checked" } else { "" });
    format!(
        "<label><input type=\"radio\" name=\"{name}\" value=\"{value}\"{checked}>\
         <span>{label}</span></label>"
    )
}

/// What the choice comes to, and the buttons.
pub fn offer(course: &Course, choice: &Choice, drawn: &Drawn) -> String {
    let Some(exam) = course.exam(&choice.exam) else { return String::new() };
    let paper = &drawn.paper;
    let time = match paper.limit_ms() {
        Some(limit) => format!(" in {}\u{a0}min", limit / 60_000),
        None => ", without a clock".into(),
    };
    let score = match paper.strict {
        true => format!(", pass mark {} of 1000", paper.pass_mark),
        false => ", no score".into(),
    };
    let short = short(exam, drawn);
    let none = if paper.items.is_empty() { " aria-disabled=\"true\"" } else { "" };
    format!(
        "<p class=\"offer\" role=\"status\"><b>{}{time}{score}.</b> {}</p>{short}\
         <div class=\"actions\"><button class=\"btn p l\" type=\"button\" data-do=\"start\"{none}>\
         Start the exam</button><button class=\"btn l\" type=\"button\" data-do=\"print\"{none}>\
         A paper to print</button></div><p class=\"note\">{}</p>",
        count(paper.items.len(), "question"),
        real(exam),
        source(exam),
    )
}

/// What the real exam is like.
fn real(exam: &Blueprint) -> String {
    let kinds = exam.kinds.iter().map(|kind| match kind {
        Kind::Single => "one right option",
        _ => "several right options",
    });
    format!(
        "{} itself asks {} in {}: {}.",
        escape(&exam.exam),
        count(exam.items(), "question"),
        minutes(exam),
        kinds.collect::<Vec<_>>().join(" or ")
    )
}

fn minutes(exam: &Blueprint) -> String {
    let minutes = exam.minutes;
    match exam.minutes_trust {
        Trust::Verified => format!("{minutes}\u{a0}min"),
        Trust::Observed => {
            format!("{minutes}\u{a0}min (not in the guide; providers of courses agree)")
        }
        _ => format!("about {minutes}\u{a0}min (our assumption; AWS does not print it)"),
    }
}

fn source(exam: &Blueprint) -> String {
    format!(
        "Number, pass mark, kinds and weights: {}, read {}. Drydock is not affiliated with AWS.",
        escape(&exam.source),
        escape(&dates::in_words(&exam.checked))
    )
}

fn short(exam: &Blueprint, drawn: &Drawn) -> String {
    if drawn.short.is_empty() {
        return String::new();
    }
    let name = |id: &str| {
        let domain = exam.domains.iter().find(|domain| domain.id == id);
        escape(domain.map_or(id, |domain| &domain.name))
    };
    let parts: Vec<String> = drawn
        .short
        .iter()
        .map(|short| format!("{}: {} of {}", name(&short.domain), short.found, short.wanted))
        .collect();
    format!(
        "<p class=\"note\">The paper is shorter than the real one, since the course has too few \
         questions on containers for {}. Its time is shorter too.</p>",
        parts.join("; ")
    )
}

/// All exams of the log, the newest first; empty where there are none.
pub fn history(sittings: &[Sitting], log: &Log, calendar: Calendar, now_ms: u64) -> String {
    let rows: String = sittings
        .iter()
        .rev()
        .map(|sitting| {
            let day = dates::in_words(&dates::iso(calendar.day(sitting.started_ms)));
            let (right, of) = right(sitting, log);
            let result = match (sitting.over(now_ms), sitting.paper.strict) {
                (false, _) => "<b>not finished</b>".to_string(),
                (_, true) => format!("<b>{}</b> of 1000", scaled(right, of)),
                (_, false) => format!("{right} of {of}, with feedback"),
            };
            format!(
                "<li><a class=\"link\" href=\"#/exam?report={}\">{}, {day}</a><span>{result}</span>\
                 </li>",
                escape(&sitting.id),
                escape(&sitting.paper.exam),
            )
        })
        .collect();
    if rows.is_empty() { rows } else { format!("<ol class=\"history\">{rows}</ol>") }
}

/// Right answers of an exam as they were marked then, and its questions.
pub fn right(sitting: &Sitting, log: &Log) -> (usize, usize) {
    let place = ["exam/", &sitting.id].concat();
    let right = log.all_attempts().filter(|attempt| attempt.place == place && attempt.right());
    (right.count(), sitting.slots.len())
}

/// The linear scale of [`crate::quiz::exam::report`].
fn scaled(right: usize, of: usize) -> u32 {
    (100.0 + 900.0 * right as f64 / of.max(1) as f64).round() as u32
}

/// A paper for the printer, with its key on a page of its own.
pub fn paper(paper: &Paper, exam: &Blueprint, questions: &BTreeMap<String, Question>) -> String {
    let (mut asked, mut keys) = (String::new(), String::new());
    let there = paper.items.iter().filter_map(|item| Some((item, questions.get(&item.question)?)));
    for (number, (item, question)) in there.enumerate() {
        let order = order(&question.id, 0, question.options.len());
        let options: String = order
            .iter()
            .enumerate()
            .map(|(place, index)| {
                let text = &question.options[*index].text;
                format!("<li><b>{}</b> <span>{text}</span></li>", letter(place))
            })
            .collect();
        asked.push_str(&format!(
            "<li><div class=\"stem\">{}</div><ul>{options}</ul></li>",
            question.stem
        ));
        keys.push_str(&format!(
            "<tr><td>{}</td><td><b>{}</b></td><td>{}</td><td>{}</td></tr>",
            number + 1,
            key(question, &order),
            escape(&item.domain),
            escape(&question.lesson),
        ));
    }
    format!(
        "<main class=\"page narrow exam-paper\" id=\"main\"><div class=\"actions\">\
         <button class=\"btn p l\" type=\"button\" data-do=\"printer\">Print</button>\
         <a class=\"btn l\" href=\"#/exam\">Back</a></div>\
         <h1>{} questions shaped like {}</h1><p class=\"lead\">Container topics only; our own \
         questions and our own mapping, no exam of AWS. {} for {}. Pass mark {} of 1000, which is \
         {} right on a linear scale. What has no answer counts as wrong. {}</p>\
         <ol class=\"paper\">{asked}</ol><section class=\"key-page\"><h2>Key</h2>\
         <table><thead><tr><th>No.</th><th>Right</th><th>Domain</th><th>Lesson</th></tr></thead>\
         <tbody>{keys}</tbody></table></section></main>",
        paper.items.len(),
        escape(&exam.exam),
        paper.limit_ms().map_or("No clock".into(), |ms| format!("{}\u{a0}minutes", ms / 60_000)),
        count(paper.items.len(), "question"),
        paper.pass_mark,
        percent(exam.pass_share()),
        real(exam),
    )
}
