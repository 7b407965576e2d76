//! What the first page asks of the log: which questions are due today and for which exam, which
//! pair is mixed up, how much is right. Pure.

use super::course::Course;
use super::figure;
use super::progress::html;
use super::progress::outlook::Today;
use super::words::percent;
use crate::app::due::Due;
use crate::app::html::escape;
use crate::app::words::count;
use crate::progress::Log;
use crate::quiz::bank::Item;
use crate::quiz::met::{Met, met, nearest};
use crate::quiz::pairs::Pair;
use crate::quiz::practice;

/// What is due, which pair is mixed up, and what the answers come to.
pub fn due(course: &Course, pairs: &[Pair], log: &Log, today: &Today) -> Due {
    let due = practice::due(&course.bank, &today.schedule, today.day);
    let items: Vec<&Item> = due.iter().map(|(place, _)| &course.bank.items[*place]).collect();
    let met = met(pairs, &course.bank, log);
    let mut told = Due {
        goal: html::day(today),
        address: "#/practice?due".into(),
        count: items.len() as u32,
        drill: drill(pairs, &met),
        estimate: estimate(today),
        about: about(pairs, &items),
        ..Due::default()
    };
    if today.days_left().is_none() {
        told.goal.clear();
    }
    for item in items {
        match told.lessons.iter_mut().find(|(other, _)| *other == item.lesson) {
            Some((_, count)) => *count += 1,
            None => told.lessons.push((item.lesson.clone(), 1)),
        }
    }
    told.minutes = libm::ceil(f64::from(told.count) * today.pace.review_s / 60.0) as u32;
    told
}

/// The pair that most of what is due is about, if two or more are.
fn about(pairs: &[Pair], due: &[&Item]) -> String {
    let mut counts = vec![0; pairs.len()];
    for place in due.iter().filter_map(|item| nearest(pairs, &item.misconceptions)) {
        counts[place] += 1;
    }
    let most = counts.iter().enumerate().max_by_key(|(place, count)| (**count, usize::MAX - place));
    match most {
        Some((place, count)) if *count > 1 => {
            [&count.to_string(), " of them: ", &pairs[place].title].concat()
        }
        _ => String::new(),
    }
}

/// The pair with the most wrong ones among the last answers, if there are two or more.
fn drill(pairs: &[Pair], met: &[Met]) -> String {
    let wrong = |met: &Met| met.last().len() - met.right();
    let worst = pairs.iter().zip(met).rev().max_by_key(|(_, met)| wrong(met));
    match worst.filter(|(_, met)| wrong(met) > 1) {
        Some((pair, _)) => ["#/practice?drill=", &escape(&pair.id), " ", &pair.title].concat(),
        None => String::new(),
    }
}

/// The share that is right, as a line with its interval, once there are answers enough.
fn estimate(today: &Today) -> String {
    let right = today.right;
    if right.of == 0 || right.missing() > 0 {
        return String::new();
    }
    [
        "<div><b>Right so far</b><span>",
        &count(right.of, "answer"),
        ", four chances in five; container questions only</span></div>",
        &figure::range(right, None),
        "<b>",
        percent(right.low).trim_end_matches(['%', '\u{a0}']),
        "–",
        &percent(right.high),
        "</b>",
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::model::{CourseMap, LessonEntry, Part};
    use crate::progress::schedule::Calendar;
    use crate::progress::{Attempt, Entry, Marked, entry_id};
    use crate::quiz::bank::Bank;
    use crate::quiz::bank::tests::item;
    use crate::quiz::pairs::{Need, Row};
    use crate::shape::Shape;

    const DAY_MS: u64 = 86_400_000;

    fn course() -> Course {
        let lesson = |id: &str| LessonEntry { id: id.into(), ..LessonEntry::blank() };
        let parts = vec![Part { title: "P".into(), lessons: vec![lesson("one"), lesson("two")] }];
        let map = CourseMap { parts, ..CourseMap::blank() };
        let items =
            vec![item("a", "one", 1, "m"), item("b", "one", 1, "m"), item("c", "two", 1, "m")];
        Course { map, bank: Bank { items }, exams: Vec::new() }
    }

    fn pairs() -> Vec<Pair> {
        let need = Need { misconception: "m".into(), ..Need::blank() };
        let row = Row { needs: vec![need], ..Row::blank() };
        let (id, title) = ("alb".into(), "ALB or NLB".into());
        vec![Pair { id, title, rows: vec![row], ..Pair::blank() }]
    }

    #[test]
    fn what_was_wrong_yesterday_is_due_and_what_the_course_lacks_is_not() {
        let answer = |question: &str, marked| {
            Entry::Attempt(Attempt {
                id: entry_id(DAY_MS, u64::from(question.as_bytes()[0])),
                at_ms: 10 * DAY_MS + DAY_MS / 2,
                question: question.into(),
                marked,
                ..Attempt::blank()
            })
        };
        let log = Log::new(vec![
            answer("a", Marked::Wrong),
            answer("c", Marked::Wrong),
            answer("gone", Marked::Wrong),
            answer("b", Marked::Right),
        ]);
        let course = course();
        let on = |day: u64| {
            let now_ms = day * DAY_MS + DAY_MS / 2;
            due(&course, &pairs(), &log, &Today::new(&course, &log, Calendar::default(), now_ms))
        };
        assert_eq!(on(10).count, 0, "not on the day itself");
        let told = on(11);
        assert_eq!((told.count, told.of("one"), told.of("two")), (2, 1, 1));
        assert_eq!(told.address, "#/practice?due");
        assert_eq!(told.about, "2 of them: ALB or NLB");
        assert_eq!(told.drill, "#/practice?drill=alb ALB or NLB");
        assert!(told.estimate.is_empty(), "four answers are too few");
        assert!(told.minutes >= 1 && told.goal.is_empty());
        assert_eq!(on(400).count, 3, "in time everything comes back");
    }
}
