//! A running exam as it is drawn.

use super::*;
use crate::app::study::explained::tests::question as sample;
use crate::progress::sitting::{Asked, Event, Happened, Paper, sittings};
use crate::progress::{Entry, Log, entry_id};
use crate::shape::Shape;

const MINUTE: u64 = 60_000;

fn event(minute: u64, number: u64, happened: Happened, question: &str) -> Event {
    Event {
        id: entry_id(minute * MINUTE, number),
        at_ms: minute * MINUTE,
        sitting: "s".into(),
        happened,
        question: question.into(),
        on: true,
        ..Event::blank()
    }
}

/// Four questions in ten minutes: the first answered, the second flagged and left, then the third.
fn sitting(strict: bool) -> Sitting {
    let mut start = event(0, 0, Happened::Started, "");
    let asked = |id: &str| Asked { question: id.into(), domain: "D1".into() };
    start.paper = Some(Paper {
        exam: "SAA-C03".into(),
        items: ["a", "b", "c", "d"].map(asked).to_vec(),
        pass_mark: 720,
        minutes: 10,
        pace_percent: 100,
        strict,
    });
    let mut answered = event(1, 2, Happened::Answered, "a");
    answered.chosen = vec![0, 2];
    let mut struck = event(2, 6, Happened::Struck, "c");
    struck.option = 1;
    let events = vec![
        start,
        event(0, 1, Happened::Shown, "a"),
        answered,
        event(1, 3, Happened::Shown, "b"),
        event(1, 4, Happened::Flagged, "b"),
        event(2, 5, Happened::Shown, "c"),
        struck,
    ];
    sittings(&Log::new(events.into_iter().map(Entry::Exam).collect())).remove(0)
}

#[test]
fn a_strict_exam_shows_no_reason_and_no_door() {
    let sitting = sitting(true);
    let page = frame(&sitting, true) + &question(&sitting, 0, Some(&sample("a")));
    for forbidden in ["reason", "#/learn", "#/lab", "Check answer", "Pause"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    assert!(page.contains("Choose two") && page.contains("2 of 2 chosen"));
    assert_eq!(page.matches(" checked").count(), 2);
    let free = self::sitting(false);
    assert!(question(&free, 0, Some(&sample("a"))).contains("Check answer"));
    assert!(frame(&free, true).contains("not an exam"));
}

#[test]
fn a_checked_answer_has_its_reasons() {
    let mut sitting = sitting(false);
    sitting.slots[0].revealed = true;
    let html = question(&sitting, 0, Some(&sample("a")));
    assert_eq!(html.matches("class=\"reason\"").count(), 4);
    assert!(html.contains("verdict right") && html.contains("#/learn/"));
}

#[test]
fn the_navigator_tells_five_states_apart() {
    let html = navigator(&sitting(true), 2);
    for said in ["1, answered\"", "2, skipped, flagged\"", "3, skipped\"", "4, not seen\""] {
        assert!(html.contains(&format!("Question {said}")), "{said} in {html}");
    }
    assert_eq!(html.matches("aria-current").count(), 1);
    assert_eq!(html.matches("tabindex=\"0\"").count(), 1);
    assert!(html.contains("1 answered, 2 skipped, 1 flagged"));
}

#[test]
fn struck_options_can_be_restored_and_a_lost_question_says_so() {
    let sitting = sitting(true);
    let html = question(&sitting, 2, Some(&sample("c")));
    assert_eq!(html.matches("exam-option struck").count(), 1);
    assert_eq!(html.matches(">Restore<").count(), 1);
    assert!(question(&sitting, 3, None).contains("does not count"));
}

#[test]
fn clock_and_pace_say_what_is_left() {
    let sitting = sitting(true);
    assert!(time(&sitting, 4 * MINUTE).contains("<b role=\"timer\">6:00</b> left of 10:00"));
    let pace = pace(&sitting, 5 * MINUTE);
    assert!(pace.contains("1 answered; an even pace would be at 2"), "{pace}");
    assert!(pace.contains("2\u{a0}min 30\u{a0}s a question"), "{pace}");
}
