//! The frame around a question of a set, and what is said at its end, as HTML. Pure.

use super::home::spoken;
use super::set::Set;
use super::source::Row;
use crate::app::html::escape;
use crate::app::study::words::percent;
use crate::app::words::count;
use crate::progress::Marked;
use crate::quiz::bank::Bank;
use crate::quiz::days::Listed;
use crate::quiz::generated;
use crate::quiz::pairs::Pair;
use crate::quiz::practice::Reason;
use crate::quiz::{Question, place};
use std::collections::BTreeMap;

/// A question of a set as it stands now.
pub struct Frame<'a> {
    pub set: &'a Set,
    pub question: &'a Question,
    /// The question's own HTML.
    pub shown: &'a str,
    /// HTML; the table beside it.
    pub side: &'a str,
    pub marks: &'a [Marked],
    pub at: usize,
    /// 0 where the set has no end.
    pub of: usize,
    pub answered: bool,
    pub reason: Option<Reason>,
}

/// What the frame needs of the course.
pub trait Course {
    fn bank(&self) -> &Bank;
    fn pairs(&self) -> &[Pair];
    /// Questions about simulated days.
    fn days(&self) -> &[Listed];
    /// Lesson id → title.
    fn lessons(&self) -> &BTreeMap<String, String>;
    /// Where mistakes are reported; empty if nowhere.
    fn repository(&self) -> &str;
}

/// What a set is called.
pub fn name(set: &Set, course: &impl Course) -> String {
    let pairs = course.pairs();
    match set {
        Set::Home => "Practice".into(),
        Set::Queue | Set::Due => "Reviews".into(),
        Set::Mixed(_) => "Mixed up".into(),
        Set::Drill(id) => match pairs.iter().find(|pair| pair.id == *id) {
            Some(pair) => pair.title.clone(),
            None => "Drill".into(),
        },
        Set::Make(name) => match generated::find(name) {
            Some(generator) => generator.meaning.into(),
            None => match course.days().iter().find(|listed| listed.name == *name) {
                Some(listed) => escape(&listed.meaning),
                None => "Numbers".into(),
            },
        },
        Set::Qualifier(qualifier) if qualifier.is_empty() => "Qualifiers".into(),
        Set::Qualifier(qualifier) => ["Qualifiers: ", &escape(qualifier)].concat(),
        Set::Own { .. } => "Your own quiz".into(),
        Set::Place => "Place me".into(),
        Set::One(id) => escape(&spoken(id)),
    }
}

/// The page with a question.
pub fn frame(frame: &Frame, course: &impl Course) -> String {
    let name = name(frame.set, course);
    let mut html =
        ["<main class=\"practice\" id=\"main\"><h1 class=\"hidden\" tabindex=\"-1\">Practice: "]
            .concat();
    for piece in [
        name.as_str(),
        "</h1><div class=\"session\"><a class=\"btn q\" href=\"#/practice\">Leave<kbd>Esc</kbd></a>\
         <b>",
        &name,
        "</b>",
        &steps(frame),
        "<span class=\"note count\">",
        &progress(frame),
        "</span><span class=\"sp\"></span><span class=\"note\">Saved as you answer</span></div>",
        if frame.side.is_empty() { "<div class=\"cols one\">" } else { "<div class=\"cols\">" },
        "<div class=\"question\">",
        &qualifier(frame.question),
        frame.shown,
        "</div>",
    ] {
        html.push_str(piece);
    }
    if !frame.side.is_empty() {
        html.push_str(&["<div class=\"pair-side\">", frame.side, "</div>"].concat());
    }
    html.push_str("</div>");
    if frame.answered {
        html.push_str(&actions(frame.question, course));
    }
    html.push_str("</main>");
    html
}

fn qualifier(question: &Question) -> String {
    match question.qualifier.is_empty() {
        true => String::new(),
        false => {
            let said = escape(&question.qualifier);
            ["<p class=\"qualifier\"><span>Decides: </span>", &said, "</p>"].concat()
        }
    }
}

fn actions(question: &Question, course: &impl Course) -> String {
    let mut html = String::from("<div class=\"onward\"><span class=\"sp\"></span>");
    if !course.repository().is_empty() {
        html.push_str("<a class=\"link\" href=\"");
        html.push_str(&escape(course.repository()));
        html.push_str("\">Report a mistake</a>");
    }
    if course.lessons().contains_key(&question.lesson) {
        html.push_str("<a class=\"btn l\" href=\"#/learn/");
        html.push_str(&escape(&question.lesson));
        html.push_str("\">Read the lesson</a>");
    }
    html.push_str(
        "<button class=\"btn p l\" type=\"button\" data-do=\"next\">Next<kbd>Enter</kbd></button>\
         </div>",
    );
    html
}

fn steps(frame: &Frame) -> String {
    if frame.of > 40 {
        return String::new();
    }
    let mut html = String::from("<span class=\"steps\" aria-hidden=\"true\">");
    let shown = if frame.of == 0 { frame.marks.len().min(20) } else { frame.of };
    let from = if frame.of == 0 { frame.marks.len() - shown } else { 0 };
    for place in from..from + shown {
        let now = if place == frame.at { " now" } else { "" };
        let class = match frame.marks.get(place) {
            Some(Marked::Right) => "right",
            Some(_) => "wrong",
            None => "",
        };
        html.push_str(&["<i class=\"", class, now, "\"></i>"].concat());
    }
    html.push_str("</span>");
    html
}

fn progress(frame: &Frame) -> String {
    let right = frame.marks.iter().filter(|mark| **mark == Marked::Right).count();
    if frame.of == 0 {
        return [&right.to_string(), " of ", &frame.marks.len().to_string(), " right"].concat();
    }
    let why = match frame.reason {
        Some(Reason::Due) => ", due",
        Some(Reason::Weak) => ", weak",
        Some(Reason::New) => ", new",
        None => "",
    };
    let left = ((frame.of - frame.at.min(frame.of)) * 17).div_ceil(60);
    [
        &(frame.at + 1).to_string(),
        " of ",
        &frame.of.to_string(),
        why,
        ", about ",
        &count(left, "minute"),
        " left",
    ]
    .concat()
}

/// `It comes back tomorrow.`
pub fn comes_back(days: i64) -> String {
    match days {
        ..=1 => "It comes back tomorrow.".into(),
        days => ["It comes back in ", &days.to_string(), " days."].concat(),
    }
}

/// What is said once there is no question left.
pub fn end(
    set: &Set,
    course: &impl Course,
    answers: &[(usize, bool)],
    marks: &[Marked],
    row: &Row,
) -> String {
    let body = match set {
        Set::Place if !answers.is_empty() => placed(course, answers),
        _ if marks.is_empty() => {
            let why = match set {
                Set::Own { .. } => "No question fits. Ask for less, or for other topics.",
                Set::Due => "Nothing is due today.",
                Set::Queue => "Nothing is due, weak or new: everything rests until tomorrow.",
                _ => "There is no such set of questions.",
            };
            ["<h1 tabindex=\"-1\">Nothing to practise here</h1><p>", why, "</p>"].concat()
        }
        _ => finished(course, marks, row),
    };
    [
        "<main class=\"page narrow practice-end\" id=\"main\">",
        &body,
        "<p><a class=\"btn p l\" href=\"#/practice\">Back to practice</a></p></main>",
    ]
    .concat()
}

fn finished(course: &impl Course, marks: &[Marked], row: &Row) -> String {
    let right = marks.iter().filter(|mark| **mark == Marked::Right).count();
    let mut html = [
        "<h1 tabindex=\"-1\">",
        &right.to_string(),
        " of ",
        &marks.len().to_string(),
        " right</h1>",
    ]
    .concat();
    let missed: Vec<usize> = row
        .places
        .iter()
        .zip(marks)
        .filter(|(_, mark)| **mark != Marked::Right)
        .map(|(place, _)| *place)
        .collect();
    if missed.is_empty() {
        html.push_str("<p>Nothing missed. They come back when you would begin to forget.</p>");
        return html;
    }
    html.push_str("<p>Missed, and back tomorrow:</p><ul class=\"makers\">");
    for place in missed {
        let Some(item) = course.bank().items.get(place) else { continue };
        let lesson = course.lessons().get(&item.lesson).map_or("", String::as_str);
        for piece in [
            "<li><a class=\"link\" href=\"#/practice?question=",
            &escape(&item.id),
            "\">",
            &escape(&spoken(&item.id)),
            "</a><a class=\"link note\" href=\"#/learn/",
            &escape(&item.lesson),
            "\">",
            &escape(lesson),
            "</a></li>",
        ] {
            html.push_str(piece);
        }
    }
    html.push_str("</ul>");
    html
}

fn placed(course: &impl Course, answers: &[(usize, bool)]) -> String {
    let found = place::placement(course.bank(), answers);
    let title = |id: &str| {
        let title = course.lessons().get(id).map_or(id, String::as_str);
        ["<a class=\"link\" href=\"#/learn/", &escape(id), "\">", &escape(title), "</a>"].concat()
    };
    let mut html = match &found.begin {
        Some(lesson) => ["<h1 tabindex=\"-1\">Begin with ", &title(lesson), "</h1>"].concat(),
        None => "<h1 tabindex=\"-1\">Begin anywhere: nothing was wrong</h1>".to_string(),
    };
    let right = answers.iter().filter(|(_, right)| *right).count();
    for piece in [
        "<p>",
        &right.to_string(),
        " of ",
        &count(answers.len(), "question"),
        " right. Of all questions here about ",
        &percent(found.share),
        " would be right, four chances in five between ",
        &percent(found.low),
        " and ",
        &percent(found.high),
        ": container questions, not a whole exam.</p>",
    ] {
        html.push_str(piece);
    }
    if !found.skim.is_empty() {
        let skim: Vec<String> = found.skim.iter().map(|id| title(id)).collect();
        html.push_str(&["<p>Skim ", &skim.join(", "), ".</p>"].concat());
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::bank::tests::item;
    use crate::shape::Shape;

    struct Small(Bank, BTreeMap<String, String>);

    impl Course for Small {
        fn bank(&self) -> &Bank {
            &self.0
        }
        fn pairs(&self) -> &[Pair] {
            &[]
        }
        fn days(&self) -> &[Listed] {
            &[]
        }
        fn lessons(&self) -> &BTreeMap<String, String> {
            &self.1
        }
        fn repository(&self) -> &str {
            ""
        }
    }

    fn course() -> Small {
        let items = (0..3).map(|n| item(&format!("q-{n}"), "ecr", 1, "m")).collect();
        Small(Bank { items }, BTreeMap::from([("ecr".into(), "Images".into())]))
    }

    #[test]
    fn a_frame_says_where_one_is() {
        let question = Question { lesson: "ecr".into(), ..Question::blank() };
        let mut it = Frame {
            set: &Set::Queue,
            question: &question,
            shown: "<p>asked</p>",
            side: "",
            marks: &[Marked::Right, Marked::Wrong],
            at: 2,
            of: 18,
            answered: false,
            reason: Some(Reason::Due),
        };
        let html = frame(&it, &course());
        assert!(html.contains("3 of 18, due, about 5\u{a0}minutes left"), "{html}");
        assert_eq!(html.matches("<i class").count(), 18);
        assert!(!html.contains("data-do=\"next\""));
        it.answered = true;
        assert!(frame(&it, &course()).contains("#/learn/ecr"));
    }

    #[test]
    fn the_end_lists_what_was_missed() {
        let row = Row { places: vec![0, 1, 2], reasons: vec![] };
        let marks = [Marked::Right, Marked::Wrong, Marked::Partly];
        let html = end(&Set::Queue, &course(), &[], &marks, &row);
        assert!(html.contains("1 of 3 right") && html.contains("question=q-1"));
        assert!(!html.contains("question=q-0"));
        let html = end(&Set::Queue, &course(), &[], &[], &Row::default());
        assert!(html.contains("Nothing to practise here"));
        let html = end(&Set::Place, &course(), &[(0, true), (1, false)], &marks, &row);
        assert!(html.contains("Begin with") && html.contains("not a whole exam"), "{html}");
    }
}
