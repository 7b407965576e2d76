//! What to do today: a sentence, and a few rows that each begin something.

use super::contents::{Mark, known, lessons, tally};
use super::lesson_nav::place_in;
use crate::app::due::Due;
use crate::app::html::escape;
use crate::app::route::Route;
use crate::app::storage::Store;
use crate::app::words::count;
use crate::course::model::{CourseMap, LessonEntry};
use leptos::prelude::*;

/// What stands until the course is there; the same as in the static page.
pub const WAITING: &str = "<h1>Learn AWS containers by trying them</h1>\
                           <p class=\"soft\">Loading the course…</p>";

/// Minutes for a question that was answered before, its reasons included.
const AGAIN_MINUTES: u32 = 1;
/// Minutes of twelve questions, and of a drill as it is offered.
const PLACING_MINUTES: u32 = 8;
const DRILL_MINUTES: u32 = 5;
/// Questions of one sitting.
const AGAIN_MAX: usize = 10;

struct Row {
    /// 0 where nobody can say.
    minutes: u32,
    title: String,
    note: String,
    address: String,
    label: &'static str,
}

/// As HTML; tracked.
pub fn plan(map: &CourseMap, store: Store, due: &Due) -> String {
    let all = lessons(map);
    let came = store.setting("lesson").is_some() || answered(&all, store) > 0;
    let mut rows: Vec<Row> = Vec::new();
    rows.extend(reviews(due));
    rows.extend(next_lesson(&all, store));
    if due.count == 0 {
        rows.extend(again(&all, store));
    }
    rows.extend(drill(due));
    let minutes: u32 = rows.iter().map(|row| row.minutes).sum();
    if !came {
        rows.push(Row {
            minutes: PLACING_MINUTES,
            title: "I know some of this already".into(),
            note: "12 questions find the lesson to begin with".into(),
            address: "#/practice?place".into(),
            label: "Place me",
        });
    }
    let (sentence, lead) = match (came, minutes) {
        (false, _) => (map.home.sentence.clone(), invitation(map, &all)),
        (true, 0) => ("Every question right the last time".into(), so_far(&all, store, due)),
        (true, minutes) => {
            ([&count(minutes as usize, "minute"), " today"].concat(), so_far(&all, store, due))
        }
    };
    if store.log().with(|log| log.goal().is_none_or(|goal| goal.day.is_empty())) {
        rows.push(Row {
            minutes: 0,
            title: "My exam".into(),
            note: "a date turns the course into minutes a day; without one, study freely".into(),
            address: Route::Progress.to_string(),
            label: "Set the date",
        });
    }
    if !map.scenarios.is_empty() {
        rows.push(Row {
            minutes: 0,
            title: "Go straight to the lab".into(),
            note: "one service, one day, every setting under your hand".into(),
            address: Route::Lab { query: None }.to_string(),
            label: "Open the lab",
        });
    }
    let rows: String = rows.iter().enumerate().map(|(place, row)| html(row, place == 0)).collect();
    [
        "<h1>",
        &escape(&sentence),
        "</h1><p class=\"lead\">",
        &lead,
        "</p><ol class=\"plan\">",
        &rows,
        "</ol>",
        if due.estimate.is_empty() { "" } else { "<div class=\"so-far\">" },
        // Written as HTML by the part that knows the answers.
        &due.estimate,
        if due.estimate.is_empty() { "" } else { "</div>" },
    ]
    .concat()
}

fn html(row: &Row, first: bool) -> String {
    let minutes = match row.minutes {
        0 => String::new(),
        minutes => [&minutes.to_string(), "\u{a0}min"].concat(),
    };
    [
        "<li><span class=\"n\">",
        &minutes,
        "</span><div><b>",
        &escape(&row.title),
        "</b><span>",
        &escape(&row.note),
        "</span></div><a class=\"btn",
        if first { " p" } else { "" },
        "\" href=\"",
        &escape(&row.address),
        "\">",
        row.label,
        if first { "<kbd aria-hidden=\"true\">Enter</kbd>" } else { "" },
        "<span class=\"hidden\">: ",
        &escape(&row.title),
        "</span></a></li>",
    ]
    .concat()
}

fn answered(all: &[&LessonEntry], store: Store) -> usize {
    all.iter().map(|entry| tally(store, &entry.questions).answered).sum()
}

fn invitation(map: &CourseMap, all: &[&LessonEntry]) -> String {
    let simulator = match map.scenarios.is_empty() {
        true => "",
        false => ", a simulator that shows every decision",
    };
    let minutes: u32 = all.iter().map(|entry| entry.minutes).sum();
    let each = minutes / (all.len().max(1) as u32);
    [
        &count(all.len(), "lesson"),
        " of about ",
        &each.to_string(),
        " minutes",
        simulator,
        ", questions with a reason for each option. Free, no account. What you do stays in this \
         browser.",
    ]
    .concat()
}

fn so_far(all: &[&LessonEntry], store: Store, due: &Due) -> String {
    let questions: Vec<String> =
        all.iter().flat_map(|entry| entry.questions.iter().cloned()).collect();
    let known = known(tally(store, &questions));
    match due.goal.as_str() {
        "" => [&known, "."].concat(),
        // Written as HTML by the part that knows the exam.
        goal => [goal, ". ", &known, ". <a class=\"link\" href=\"#/progress\">Change the date</a>"]
            .concat(),
    }
}

/// What memory is about to lose.
fn reviews(due: &Due) -> Option<Row> {
    (due.count > 0).then(|| Row {
        minutes: due.minutes,
        title: count(due.count as usize, "review"),
        note: match due.about.as_str() {
            "" => ["due today, from ", &count(due.lessons.len(), "lesson")].concat(),
            about => about.into(),
        },
        address: due.address.clone(),
        label: "Start",
    })
}

/// The pair that is mixed up most.
fn drill(due: &Due) -> Option<Row> {
    let (address, pair) = due.drill.split_once(' ')?;
    Some(Row {
        minutes: DRILL_MINUTES,
        title: ["Drill: ", pair].concat(),
        note: "the pair you mix up most".into(),
        address: address.into(),
        label: "Drill",
    })
}

/// The lesson that was open last, the one after it once all its questions are right, or the first.
fn next_lesson(all: &[&LessonEntry], store: Store) -> Option<Row> {
    let open = store.setting("lesson").and_then(|id| all.iter().position(|entry| entry.id == id));
    let Some(open) = open else {
        let first = all.first()?;
        return Some(Row {
            minutes: first.minutes,
            title: "Start with lesson 1".into(),
            note: [&first.title, ". It begins with a situation and your guess"].concat(),
            address: Route::lesson(&first.id).to_string(),
            label: "Start",
        });
    };
    let left = |entry: &LessonEntry| Mark::of(tally(store, &entry.questions)) != Mark::Known;
    let after = all[open..].iter().position(|entry| left(entry)).map(|after| open + after);
    let next = after.or_else(|| all.iter().position(|entry| left(entry)))?;
    let entry = all[next];
    let place = place_in(store, &entry.id).filter(|_| next == open);
    let (mut note, mut minutes) = (known(tally(store, &entry.questions)), entry.minutes);
    if let Some(place) = &place {
        note = ["you stopped at “", &place.title, "”"].concat();
        if place.sections > 0 {
            let (section, sections) = (place.section.to_string(), place.sections.to_string());
            note = [&note, ", section ", &section, " of ", &sections].concat();
            let left = place.sections.saturating_sub(place.section) + 1;
            minutes = (entry.minutes * left).div_ceil(place.sections).min(entry.minutes);
        }
    }
    Some(Row {
        minutes,
        title: entry.title.clone(),
        note,
        address: Route::Lesson { id: entry.id.clone(), heading: place.map(|place| place.id) }
            .to_string(),
        label: if next == open { "Continue" } else { "Start" },
    })
}

/// Questions whose last answer was wrong.
fn again(all: &[&LessonEntry], store: Store) -> Option<Row> {
    let wrong = store.log().with(|log| {
        let mut wrong: Vec<(&LessonEntry, &String)> = Vec::new();
        for entry in all {
            for id in &entry.questions {
                if log.tally(std::slice::from_ref(id)).answered > 0
                    && log.tally(std::slice::from_ref(id)).right == 0
                {
                    wrong.push((entry, id));
                }
            }
        }
        wrong
    });
    let (lesson, id) = wrong.first()?;
    let some = wrong.len().min(AGAIN_MAX);
    Some(Row {
        minutes: some as u32 * AGAIN_MINUTES,
        title: [&count(some, "question"), " again"].concat(),
        note: ["not right at the last answer, the first in “", &lesson.title, "”"].concat(),
        address: Route::Lesson { id: lesson.id.clone(), heading: Some(["stem-", id].concat()) }
            .to_string(),
        label: "Answer",
    })
}
