//! The question with its answer, as HTML: a reason under every option, the sources, exam and today,
//! where it is seen happening. Pure.

use super::ask::{bare, letter, shown_order, stem};
use crate::app::dates;
use crate::app::html::escape;
use crate::app::icon::{self, icon};
use crate::progress::{Attempt, Marked, Sure};
use crate::quiz::item::Source;
use crate::quiz::{self, Kind, Outcome, Question};

/// What the learner keeps about a question, and what the place offers beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Own {
    pub bookmarked: bool,
    pub note: String,
    /// Behind the verdict: `It comes back tomorrow.`
    pub after: String,
    /// Whether it can be tried again here.
    pub again: bool,
}

/// The question with its answer, which was its `number`th, from 0.
pub fn answered(question: &Question, attempt: &Attempt, number: u32, own: &Own) -> String {
    let (class, sign, words) = match attempt.marked {
        Marked::Right => ("right", icon::CHECK, "Right"),
        Marked::Partly => ("wrong", icon::CROSS, "Partly right"),
        Marked::Wrong => ("wrong", icon::CROSS, "Not this one"),
    };
    let sure = match (attempt.sure, attempt.right()) {
        (Some(Sure::Sure), false) => ", and you were sure",
        (Some(Sure::Sure), true) => ", and you were sure of it",
        (Some(Sure::Unsure), _) => ", though unsure",
        (Some(Sure::Guess), true) => ", by a guess",
        (Some(Sure::Guess), false) => ", and you did not claim to know",
        (None, _) => "",
    };
    let mut html = ["<div role=\"group\"", &stem(question)].concat();
    for piece in [
        "<p class=\"verdict ",
        class,
        "\" role=\"status\" tabindex=\"-1\"><span class=\"badge\">",
        &icon(sign),
        "</span><span><b>",
        words,
        sure,
        "</b>",
    ] {
        html.push_str(piece);
    }
    if !own.after.is_empty() {
        html.push_str(". ");
        html.push_str(&own.after);
    }
    html.push_str("</span></p>");
    if question.kind == Kind::Number {
        let typed = escape(&attempt.given);
        html.push_str(&["<p class=\"typed\">You typed <b>", &typed, "</b>.</p>"].concat());
    }
    html.push_str("<ol class=\"options\">");
    let order = match question.kind {
        // What was put in order is shown in the right one, numbers by their size.
        Kind::Order => (0..question.options.len()).collect(),
        _ => shown_order(question, number),
    };
    for (place, index) in order.into_iter().enumerate() {
        html.push_str(&result(question, attempt, place, index));
    }
    html.push_str("</ol>");
    html.push_str(&changed(question));
    html.push_str(&happens(question));
    html.push_str(&sources(&question.facts));
    html.push_str(&kept(question, own));
    html.push_str("</div>");
    html
}

fn result(question: &Question, attempt: &Attempt, place: usize, index: usize) -> String {
    let outcome = quiz::outcome(question, index, &attempt.chosen, &attempt.given);
    let (class, sign, words) = match outcome {
        Outcome::Found => (" right", icon(icon::CHECK), found(question)),
        Outcome::Missed => (" right", icon(icon::CHECK), "Right"),
        Outcome::Mistaken => (" wrong", icon(icon::CROSS), mistaken(question)),
        Outcome::Avoided => ("", String::new(), ""),
    };
    let option = &question.options[index];
    let mut html = ["<li class=\"option", class, "\"><span class=\"letter\">"].concat();
    match question.kind {
        Kind::Order => html.push_str(&(place + 1).to_string()),
        _ => html.push_str(letter(place)),
    }
    html.push_str("</span><div><div class=\"text\">");
    html.push_str(&option.text);
    html.push_str("</div>");
    html.push_str(&partner(question, attempt, index));
    html.push_str("<div class=\"reason\">");
    html.push_str(&option.why);
    for piece in ["</div></div><span class=\"mark\">", &sign, words, "</span></li>"] {
        html.push_str(piece);
    }
    html
}

fn found(question: &Question) -> &'static str {
    match question.kind {
        Kind::Order => "Your place",
        Kind::Match => "Matched",
        _ => "Right, your answer",
    }
}

fn mistaken(question: &Question) -> &'static str {
    match question.kind {
        Kind::Order => "Elsewhere in yours",
        Kind::Match => "Not matched",
        _ => "Your answer",
    }
}

/// What the option goes with, and what it was put with.
fn partner(question: &Question, attempt: &Attempt, index: usize) -> String {
    let target = |place: u32| question.targets.get(place as usize).map_or("", String::as_str);
    let line = |words: &[&str]| ["<div class=\"with\">", &words.concat(), "</div>"].concat();
    match question.kind {
        Kind::Match => {
            let right = question.options[index].target;
            let right_words = target(right);
            match attempt.chosen.get(index) {
                Some(chosen) if *chosen != right => {
                    line(&["Goes with <b>", right_words, "</b>; yours: ", target(*chosen)])
                }
                _ => line(&["Goes with <b>", right_words, "</b>"]),
            }
        }
        Kind::Order => {
            let yours = attempt.chosen.iter().position(|chosen| *chosen == index as u32);
            match yours {
                Some(place) if place != index => {
                    line(&["You put it at place ", &(place + 1).to_string()])
                }
                _ => String::new(),
            }
        }
        _ => String::new(),
    }
}

/// Where the exam's answer and today's differ.
fn changed(question: &Question) -> String {
    let mut cells = String::new();
    for (title, html) in
        [("Exam answer", &question.exam_answer), ("Today’s answer", &question.today)]
    {
        if !html.is_empty() {
            cells.push_str(
                &["<div><p class=\"label\">", title, "</p><div>", html, "</div></div>"].concat(),
            );
        }
    }
    if cells.is_empty() { cells } else { ["<div class=\"two\">", &cells, "</div>"].concat() }
}

/// A link that opens the lab in the very state that the question is about.
fn happens(question: &Question) -> String {
    if question.lab.is_empty() {
        return String::new();
    }
    [
        "<div class=\"happens\"><b>See it happen</b><span>in the lab, with these settings</span>",
        "<a class=\"btn\" data-lab href=\"",
        &escape(&lab_address(&question.lab)),
        "\">See it in the lab<kbd>L</kbd></a></div>",
    ]
    .concat()
}

/// The address of the lab for [`Question::lab`].
pub fn lab_address(lab: &str) -> String {
    match lab.split_once('?') {
        Some((scenario, settings)) => ["#/lab?preset=", scenario, "&", settings].concat(),
        None => ["#/lab?preset=", lab].concat(),
    }
}

fn sources(facts: &[Source]) -> String {
    if facts.is_empty() {
        return String::new();
    }
    let mut html = String::from("<ul class=\"sources\">");
    for fact in facts {
        let source = escape(&fact.source);
        let source = match fact.url.is_empty() {
            true => source,
            false => {
                let address = escape(&fact.url);
                ["<a class=\"link\" href=\"", &address, "\">", &source, "</a>"].concat()
            }
        };
        for piece in [
            "<li>",
            &escape(&fact.text),
            " <span>Source: ",
            &source,
            ", read ",
            &escape(&dates::in_words(&fact.checked)),
            "</span></li>",
        ] {
            html.push_str(piece);
        }
    }
    html.push_str("</ul>");
    html
}

/// Bookmark, note, and the way on.
fn kept(question: &Question, own: &Own) -> String {
    let mut html = String::from("<div class=\"check\">");
    if own.again {
        html.push_str("<button class=\"btn\" type=\"button\" data-do=\"again\">Try again</button>");
        if !question.generator.is_empty() {
            html.push_str("<a class=\"btn\" href=\"#/practice?make=");
            html.push_str(&escape(&question.generator));
            html.push_str("\">Other numbers</a>");
        }
    }
    if !question.id.contains('/') {
        let pressed = if own.bookmarked { "true" } else { "false" };
        for piece in [
            "<button class=\"btn\" type=\"button\" data-do=\"bookmark\" aria-pressed=\"",
            pressed,
            "\">Bookmark</button><details class=\"own-note\"",
            if own.note.is_empty() { "" } else { " open" },
            "><summary>Your note</summary><textarea rows=\"3\" data-do=\"note\" aria-label=\"Your \
             note on this question\">",
            &escape(&own.note),
            "</textarea></details>",
        ] {
            html.push_str(piece);
        }
    }
    html.push_str("</div>");
    html
}

/// The words of a question for a list: its first sentences without marks.
pub fn short(question: &Question) -> String {
    let text = bare(&question.stem);
    match text.char_indices().nth(140) {
        Some((cut, _)) => [text[..cut].trim_end(), "…"].concat(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::Choice;
    use crate::shape::Shape;

    fn question(kind: Kind) -> Question {
        let option = |text: &str, key, target| Choice {
            text: text.into(),
            why: ["why ", text].concat(),
            key,
            target,
            ..Choice::blank()
        };
        Question {
            id: "q".into(),
            kind,
            stem: "What?".into(),
            options: vec![option("a", true, 0), option("b", false, 1), option("c", false, 1)],
            targets: vec!["x".into(), "y".into()],
            lab: "lunch-spike?scaling.target=50".into(),
            today: "now".into(),
            exam_answer: "then".into(),
            ..Question::blank()
        }
    }

    fn told(kind: Kind, chosen: &[u32], marked: Marked) -> String {
        let attempt = Attempt { chosen: chosen.into(), marked, ..Attempt::blank() };
        answered(&question(kind), &attempt, 0, &Own::default())
    }

    #[test]
    fn every_option_has_its_reason_and_its_mark() {
        let html = told(Kind::Single, &[1], Marked::Wrong);
        for said in ["why a", "why b", "why c", "Not this one", "Your answer", "Exam answer"] {
            assert!(html.contains(said), "{said}");
        }
        assert_eq!(html.matches("class=\"reason\"").count(), 3);
    }

    #[test]
    fn a_match_and_an_order_say_where_each_belongs() {
        let html = told(Kind::Match, &[0, 0, 1], Marked::Partly);
        assert!(html.contains("Goes with <b>y</b>; yours: x"), "{html}");
        let html = told(Kind::Order, &[0, 2, 1], Marked::Wrong);
        assert!(html.contains("You put it at place 3"), "{html}");
        assert!(html.find("why a") < html.find("why b"));
    }

    #[test]
    fn the_lab_opens_in_the_very_state() {
        assert_eq!(lab_address("x"), "#/lab?preset=x");
        let html = told(Kind::Single, &[0], Marked::Right);
        assert!(html.contains("#/lab?preset=lunch-spike&amp;scaling.target=50"));
    }

    #[test]
    fn what_was_generated_has_no_note() {
        let made = Question { id: "hpa/3".into(), ..question(Kind::Single) };
        let html = answered(&made, &Attempt::blank(), 0, &Own::default());
        assert!(!html.contains("bookmark"));
        assert!(told(Kind::Single, &[0], Marked::Right).contains("Bookmark"));
    }
}
