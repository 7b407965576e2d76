//! A question after its answer: what was chosen, what is right, and a reason for every option. And
//! the one place where exams mark. Pure.

use crate::app::html::escape;
use crate::app::icon::{self, icon};
use crate::progress::Marked;
use crate::progress::sitting::Slot;
use crate::quiz::{self, Outcome, Question};

/// How an answer of a paper is marked; what has none is wrong.
pub fn marked(question: &Question, slot: &Slot) -> Marked {
    match slot.answered() {
        true => quiz::mark(question, &slot.chosen, ""),
        false => Marked::Wrong,
    }
}

/// The order in which a paper shows the options: the same after every reload, another in every
/// paper.
pub fn order(sitting: &str, question: &Question) -> Vec<usize> {
    quiz::order(&[sitting, "/", &question.id].concat(), 0, question.options.len())
}

/// The letter at a place.
pub fn letter(place: usize) -> &'static str {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let place = place.min(25);
    &LETTERS[place..=place]
}

/// Letters of the right options, `A, D`.
pub fn key(question: &Question, order: &[usize]) -> String {
    let right = order.iter().enumerate().filter(|(_, index)| question.options[**index].key);
    right.map(|(place, _)| letter(place)).collect::<Vec<_>>().join(", ")
}

/// The options with what they were and why.
pub fn options(question: &Question, order: &[usize], chosen: &[u32]) -> String {
    let mut html = String::from("<ol class=\"options\">");
    for (place, index) in order.iter().enumerate() {
        let (class, sign, words) = match quiz::outcome(question, *index, chosen, "") {
            Outcome::Found => (" right", icon(icon::CHECK), "Right, your answer"),
            Outcome::Missed => (" right", icon(icon::CHECK), "Right"),
            Outcome::Mistaken => (" wrong", icon(icon::CROSS), "Your answer"),
            Outcome::Avoided => ("", String::new(), ""),
        };
        let option = &question.options[*index];
        html.push_str(&format!(
            "<li class=\"option{class}\"><span class=\"letter\">{}</span><div>\
             <div class=\"text\">{}</div><div class=\"reason\">{}</div></div>\
             <span class=\"mark\">{sign}{words}</span></li>",
            letter(place),
            option.text,
            option.why,
        ));
    }
    html.push_str("</ol>");
    html.push_str(&changed(question));
    html
}

/// Where the exam's answer and today's differ.
fn changed(question: &Question) -> String {
    let cells: String =
        [("Exam answer", &question.exam_answer), ("Today’s answer", &question.today)]
            .into_iter()
            .filter(|(_, html)| !html.is_empty())
            .map(|(title, html)| {
                format!("<div><p class=\"label\">{title}</p><div>{html}</div></div>")
            })
            .collect();
    if cells.is_empty() { cells } else { format!("<div class=\"two\">{cells}</div>") }
}

/// The doors that open once a question is answered: its lesson, and the lab where it is seen.
pub fn doors(question: &Question) -> String {
    let mut html = format!(
        "<a class=\"btn\" href=\"#/learn/{}\">Read the lesson</a>",
        escape(&question.lesson)
    );
    if !question.lab.is_empty() {
        html.push_str(&format!(
            "<a class=\"btn\" href=\"#/lab?preset={}\">See it in the lab</a>",
            escape(&question.lab)
        ));
    }
    html
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::quiz::{Choice, Kind};
    use crate::shape::Shape;

    /// A question whose options 0 and 2 are right.
    pub(crate) fn question(id: &str) -> Question {
        let option = |(index, key): (usize, &bool)| Choice {
            text: format!("option {index}"),
            why: format!("reason {index}"),
            key: *key,
            ..Choice::blank()
        };
        let options = [true, false, true, false].iter().enumerate().map(option).collect();
        Question {
            id: id.into(),
            kind: Kind::Multiple,
            stem: "<p>Which <b>two</b>?</p>".into(),
            options,
            ..Question::blank()
        }
    }

    #[test]
    fn every_option_has_its_reason_and_its_mark() {
        let question = question("q");
        let html = options(&question, &[2, 1, 0, 3], &[1, 2]);
        for index in 0..4 {
            assert!(html.contains(&format!("reason {index}")));
        }
        let marks: Vec<usize> = ["Right, your answer", ">Right<", "Your answer"]
            .iter()
            .map(|mark| html.matches(mark.trim_matches(['<', '>'])).count())
            .collect();
        assert_eq!(marks, [1, 2, 1], "{html}");
        assert_eq!(key(&question, &[2, 1, 0, 3]), "A, C");
    }

    #[test]
    fn what_has_no_answer_is_wrong() {
        let mut nothing_right = question("q");
        nothing_right.options.iter_mut().for_each(|option| option.key = false);
        assert_eq!(marked(&nothing_right, &Slot::default()), Marked::Wrong);
        let slot = Slot { chosen: vec![2, 0], ..Slot::default() };
        assert_eq!(marked(&question("q"), &slot), Marked::Right);
    }

    #[test]
    fn a_paper_keeps_its_order() {
        assert_eq!(order("s", &question("q")), order("s", &question("q")));
        let orders: std::collections::BTreeSet<Vec<usize>> =
            (0..40).map(|paper| order(&paper.to_string(), &question("q"))).collect();
        assert!(orders.len() > 10);
    }
}
