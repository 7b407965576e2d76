//! A paper of twenty questions from start to report.

use super::super::blueprint::tests::sample;
use super::*;
use crate::progress::sitting::{Asked, Event, Happened, Paper, sittings};
use crate::progress::{Entry, Log, entry_id};
use crate::quiz::bank::tests::item;
use crate::shape::Shape;

const SECOND: u64 = 1000;

/// Twelve questions of D1 (topic roles), eight of D2 (topic volumes).
fn domain(number: usize) -> (&'static str, &'static str) {
    if number < 12 { ("D1", "roles") } else { ("D2", "volumes") }
}

fn bank() -> Bank {
    let item = |number: usize| item(&format!("q{number}"), domain(number).1, 1, "role-mix");
    Bank { items: (0..20).map(item).collect() }
}

fn event(at_s: u64, happened: Happened, question: &str) -> Event {
    let at_ms = at_s * SECOND;
    let id = entry_id(at_ms, happened as u64);
    Event { id, at_ms, sitting: "s".into(), happened, question: question.into(), ..Event::blank() }
}

/// Question n is answered with option 0 (right) or 1 after `seconds(n)`; `None` is left empty.
fn sat(choice: impl Fn(usize) -> Option<u32>, seconds: impl Fn(usize) -> u64) -> Sitting {
    let asked =
        |number: usize| Asked { question: format!("q{number}"), domain: domain(number).0.into() };
    let mut start = event(0, Happened::Started, "");
    start.paper = Some(Paper {
        exam: "X".into(),
        items: (0..20).map(asked).collect(),
        pass_mark: 720,
        minutes: 100,
        pace_percent: 100,
        strict: true,
    });
    let mut events = vec![start];
    let mut now_s = 1;
    for number in 0..20 {
        let id = format!("q{number}");
        events.push(event(now_s, Happened::Shown, &id));
        now_s += seconds(number);
        if let Some(option) = choice(number) {
            let sure = Some(if number % 2 == 0 { Sure::Sure } else { Sure::Guess });
            events.push(Event { sure, ..event(now_s, Happened::Confided, &id) });
            let chosen = vec![option];
            events.push(Event { chosen, ..event(now_s, Happened::Answered, &id) });
        }
    }
    events.push(event(now_s, Happened::Finished, ""));
    sittings(&Log::new(events.into_iter().map(Entry::Exam).collect())).remove(0)
}

fn marks(sitting: &Sitting) -> BTreeMap<String, Marked> {
    let answered = sitting.slots.iter().filter(|slot| slot.answered());
    answered
        .map(|slot| {
            let marked = if slot.chosen == [0] { Marked::Right } else { Marked::Wrong };
            (slot.question.clone(), marked)
        })
        .collect()
}

fn reported(sitting: &Sitting) -> Report {
    report(sitting, &marks(sitting), &bank(), &sample(), 9_999_999)
}

#[test]
fn the_scale_runs_from_100_to_1000() {
    let scores = [0, 10, 14, 20].map(|right| {
        let report = reported(&sat(|number| Some(u32::from(number >= right)), |_| 60));
        assert!(report.low <= report.score && report.score <= report.high);
        (report.score, report.passed(), report.safe())
    });
    assert_eq!(scores[0].0, 100);
    assert_eq!(scores[1], (550, false, false));
    assert_eq!(scores[2], (730, true, false), "a pass, but not a safe one");
    assert_eq!(scores[3], (1000, true, true));
}

#[test]
fn a_domain_is_weak_only_with_questions_enough() {
    let report = reported(&sat(|number| Some(u32::from(number >= 14)), |_| 60));
    let [one, two] = &report.domains[..] else { panic!("two domains") };
    assert_eq!((one.right.right, one.right.of, one.weak), (12, 12, false));
    assert_eq!((two.right.right, two.right.of, two.weak), (2, 8, true));
    assert_eq!(report.topics["volumes"].right, 2);
    let empty = reported(&sat(|_| None, |_| 60));
    assert_eq!((empty.right.right, empty.right.of, empty.pacing.unanswered), (0, 20, 20));
    assert!(empty.calibration.is_empty() && empty.confusions.is_empty());
}

#[test]
fn what_was_confused_and_what_to_reread_follow_from_the_misses() {
    let report = reported(&sat(|number| Some(u32::from(number % 3 == 0)), |_| 60));
    assert_eq!(report.missed, ["q0", "q3", "q6", "q9", "q12", "q15", "q18"]);
    assert_eq!(report.confusions.len(), 1);
    assert_eq!(report.confusions[0].questions.len(), 7);
    let reread: Vec<(&str, usize)> =
        report.reread.iter().map(|reread| (reread.lesson.as_str(), reread.misses)).collect();
    assert_eq!(reread, [("roles", 4), ("volumes", 3)]);
    assert_eq!(report.calibration[&Sure::Sure].of, 10);
    assert_eq!(report.calibration[&Sure::Sure].right, 6);
}

#[test]
fn one_long_question_and_the_rush_behind_it_are_seen() {
    let seconds = |number| {
        if number == 10 {
            400
        } else if number < 10 {
            90
        } else {
            40
        }
    };
    let report = reported(&sat(|number| Some(u32::from(number > 15)), seconds));
    assert_eq!(report.pacing.longest, Some(10));
    assert_eq!((report.pacing.rushed, report.pacing.rushed_wrong), (9, 4));
    assert_eq!(report.pacing.spent[10], (400 * SECOND, true));
    assert_eq!(report.pacing.elapsed_ms, (1 + 900 + 400 + 360) * SECOND);
}

#[test]
fn answers_become_attempts_once() {
    let sitting = sat(|number| (number != 3).then_some(0), |_| 60);
    let attempts = attempts(&sitting, &marks(&sitting));
    assert_eq!(attempts.len(), 19);
    assert_eq!(attempts[0].id, "s/q0");
    assert_eq!((attempts[0].took_ms, attempts[0].sure), (60 * SECOND, Some(Sure::Sure)));
    let mut log = Log::default();
    for attempt in attempts.iter().chain(&attempts) {
        log.append(Entry::Attempt(attempt.clone()));
    }
    assert_eq!(log.entries().len(), 19);
}

#[test]
fn a_question_that_left_the_course_does_not_count() {
    let sitting = sat(|_| Some(0), |_| 60);
    let mut bank = bank();
    bank.items.truncate(12);
    let report = report(&sitting, &marks(&sitting), &bank, &sample(), 9_999_999);
    assert_eq!((report.right.right, report.right.of, report.score), (12, 12, 1000));
}
