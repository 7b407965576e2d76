//! The course as a list of lessons, with what is known of each: HTML text, for home and lessons.

use crate::app::due::Due;
use crate::app::filter::Filter;
use crate::app::html::escape;
use crate::app::icon;
use crate::app::route::Route;
use crate::app::storage::Store;
use crate::app::words::count;
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

/// How far a lesson is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    New,
    Begun,
    /// Every question right at the last answer.
    Known,
}

impl Mark {
    pub fn of(tally: Tally) -> Mark {
        match tally.right {
            right if right > 0 && right >= tally.questions => Mark::Known,
            _ if tally.answered > 0 => Mark::Begun,
            _ => Mark::New,
        }
    }
}

/// What of the course is listed, and where the reader is in it.
pub struct Listed<'a> {
    /// Id of the lesson that is open, or was last; it is listed whatever the filter.
    pub here: &'a str,
    /// Whether it is open.
    pub open: bool,
    pub filter: &'a Filter,
    /// What is due today, where it is shown.
    pub due: Option<&'a Due>,
}

impl Listed<'_> {
    fn lists(&self, entry: &LessonEntry) -> bool {
        (self.open && entry.id == self.here) || self.filter.shows(&entry.exams)
    }
}

/// The parts with their lessons. Tracked.
pub fn parts(map: &CourseMap, store: Store, listed: &Listed) -> String {
    map.parts.iter().map(|part| part_html(part, store, listed)).collect()
}

fn part_html(part: &Part, store: Store, listed: &Listed) -> String {
    let mut rows = String::new();
    let mut all = Tally::default();
    for entry in part.lessons.iter().filter(|entry| listed.lists(entry)) {
        let tally = tally(store, &entry.questions);
        all.questions += tally.questions;
        all.answered += tally.answered;
        all.right += tally.right;
        rows.push_str(&row(entry, tally, listed));
    }
    if rows.is_empty() {
        return rows;
    }
    let share = match all.answered {
        0 => String::new(),
        _ => [
            "<span class=\"note\">",
            &(all.right * 100 / all.questions.max(1)).to_string(),
            "\u{a0}%<span class=\"hidden\"> right</span></span>",
        ]
        .concat(),
    };
    [
        "<div class=\"part\"><h3>",
        &escape(&part.title),
        share.as_str(),
        "</h3><ul>",
        &rows,
        "</ul></div>",
    ]
    .concat()
}

fn row(entry: &LessonEntry, tally: Tally, listed: &Listed) -> String {
    let here = entry.id == listed.here;
    let due = listed.due.map_or(0, |due| due.of(&entry.id));
    let aside = match here && !listed.open {
        true => "<span class=\"at\">you are here</span>".to_string(),
        false if due > 0 => ["<span class=\"due\">", &due.to_string(), " due</span>"].concat(),
        false => ["<span class=\"soft min\">", &entry.minutes.to_string(), " min</span>"].concat(),
    };
    let attributes = match here {
        true if listed.open => "\" aria-current=\"page\">",
        true => "\" aria-current=\"location\">",
        false => "\">",
    };
    [
        "<li><a class=\"ls\" href=\"",
        &escape(&Route::lesson(&entry.id).to_string()),
        attributes,
        &icon::ring(tally.right, tally.questions),
        "<span class=\"name\">",
        &escape(&entry.title),
        "</span>",
        &aside,
        "<span class=\"hidden\">, ",
        &known(tally),
        "</span></a></li>",
    ]
    .concat()
}

/// `3 of 10 questions right`, or that none is answered.
pub fn known(tally: Tally) -> String {
    let questions = count(tally.questions, "question");
    match tally.answered {
        0 => [&questions, ", none answered yet"].concat(),
        _ => [&tally.right.to_string(), " of ", &questions, " right"].concat(),
    }
}
