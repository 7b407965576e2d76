//! What the first page asks of the log: which questions are due today, and for which exam. Pure.

use super::course::Course;
use super::progress::html;
use super::progress::outlook::Today;
use crate::app::due::Due;

/// What is due of what the lessons ask.
pub fn due(course: &Course, today: &Today) -> Due {
    let due = today.schedule.due(today.day);
    let mut told = Due { goal: html::day(today), ..Due::default() };
    if today.days_left().is_none() {
        told.goal.clear();
    }
    let asks =
        |id: &str| course.lessons().find(|lesson| lesson.questions.iter().any(|other| other == id));
    for id in due {
        let Some(lesson) = asks(id) else { continue };
        if told.count == 0 {
            told.address = ["#/learn/", &lesson.id, "/stem-", id].concat();
        }
        told.count += 1;
        match told.lessons.iter_mut().find(|(other, _)| *other == lesson.id) {
            Some((_, count)) => *count += 1,
            None => told.lessons.push((lesson.id.clone(), 1)),
        }
    }
    told.minutes = libm::ceil(f64::from(told.count) * today.pace.review_s / 60.0) as u32;
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::model::{CourseMap, LessonEntry, Part};
    use crate::progress::schedule::Calendar;
    use crate::progress::{Attempt, Entry, Log, Marked, entry_id};
    use crate::quiz::bank::Bank;
    use crate::shape::Shape;

    const DAY_MS: u64 = 86_400_000;

    fn course() -> Course {
        let lesson = |id: &str, questions: &[&str]| LessonEntry {
            id: id.into(),
            questions: questions.iter().map(|id| id.to_string()).collect(),
            ..LessonEntry::blank()
        };
        let lessons = vec![lesson("one", &["a", "b"]), lesson("two", &["c"])];
        let parts = vec![Part { title: "P".into(), lessons }];
        let map = CourseMap { parts, ..CourseMap::blank() };
        Course { map, bank: Bank::default(), exams: Vec::new() }
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
            due(&course, &Today::new(&course, &log, Calendar::default(), day * DAY_MS + DAY_MS / 2))
        };
        assert_eq!(on(10).count, 0, "not on the day itself");
        let told = on(11);
        assert_eq!((told.count, told.of("one"), told.of("two")), (2, 1, 1));
        assert!(told.address.ends_with("/stem-a") || told.address.ends_with("/stem-c"));
        assert!(told.minutes >= 1 && told.goal.is_empty());
        assert_eq!(on(400).count, 3, "in time everything comes back");
    }
}
