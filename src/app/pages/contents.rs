//! The course as a list of lessons, with what is known of each: HTML text, for home and lessons.

use crate::app::html::escape;
use crate::app::icon;
use crate::app::route::Route;
use crate::app::storage::Store;
use crate::course::model::{CourseMap, LessonEntry, Part};
use crate::progress::Tally;
use leptos::prelude::*;

/// All lessons in the order of the course.
pub fn lessons(map: &CourseMap) -> Vec<&LessonEntry> {
    let mut all = Vec::new();
    for part in &map.parts {
        all.extend(part.lessons.iter());
    }
    all
}

/// How far these questions are; tracked.
pub fn tally(store: Store, questions: &[String]) -> Tally {
    store.log().with(|log| log.tally(questions))
}

/// The parts with their lessons; `here` is the lesson that is open. Tracked.
pub fn parts(map: &CourseMap, store: Store, here: &str) -> String {
    map.parts.iter().map(|part| part_html(part, store, here)).collect()
}

fn part_html(part: &Part, store: Store, here: &str) -> String {
    let mut html = ["<div class=\"part\"><h3>", &escape(&part.title), "</h3><ul>"].concat();
    for entry in &part.lessons {
        let tally = tally(store, &entry.questions);
        for piece in [
            "<li><a class=\"ls\" href=\"",
            &escape(&Route::lesson(&entry.id).to_string()),
            if entry.id == here { "\" aria-current=\"page\">" } else { "\">" },
            &icon::ring(tally.right, tally.questions),
            "<span class=\"name\">",
            &escape(&entry.title),
            "</span><span class=\"soft min\">",
            &entry.minutes.to_string(),
            " min</span><span class=\"hidden\">, ",
            &known(tally),
            "</span></a></li>",
        ] {
            html.push_str(piece);
        }
    }
    html.push_str("</ul></div>");
    html
}

/// `3 of 10 questions right`, or that none is answered.
pub fn known(tally: Tally) -> String {
    let questions = count(tally.questions, "question");
    match tally.answered {
        0 => [&questions, ", none answered yet"].concat(),
        _ => [&tally.right.to_string(), " of ", &questions, " right"].concat(),
    }
}

/// `3 lessons`
pub fn count(number: usize, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    [&number.to_string(), "\u{a0}", thing, plural].concat()
}
