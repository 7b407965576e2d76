//! Mock exams from their events alone.

use super::*;
use crate::progress::entry_id;
use crate::shape::Shape;

const MINUTE: u64 = 60_000;

/// The log of an exam of four questions and ten minutes, and what happened at which minute.
struct Room {
    strict: bool,
    pace_percent: u32,
    events: Vec<Event>,
}

fn room(strict: bool) -> Room {
    Room { strict, pace_percent: 100, events: Vec::new() }
}

impl Room {
    fn at(mut self, minute: u64, happened: Happened, question: &str) -> Room {
        self.events.push(event(minute, self.events.len(), happened, question));
        self
    }

    fn with(mut self, change: impl Fn(&mut Event)) -> Room {
        change(self.events.last_mut().expect("an event"));
        self
    }

    fn sitting(self) -> Sitting {
        let asked = |question: &str| Asked { question: question.into(), domain: "D1".into() };
        let mut started = event(0, 99, Happened::Started, "");
        started.paper = Some(Paper {
            exam: "SAA-C03".into(),
            items: ["a", "b", "c", "d"].map(asked).to_vec(),
            pass_mark: 720,
            minutes: 10,
            pace_percent: self.pace_percent,
            strict: self.strict,
        });
        let entries = self.events.into_iter().chain([started]).map(Entry::Exam).collect();
        sittings(&Log::new(entries)).remove(0)
    }
}

fn event(minute: u64, number: usize, happened: Happened, question: &str) -> Event {
    let at_ms = minute * MINUTE;
    Event {
        id: entry_id(at_ms, number as u64),
        at_ms,
        sitting: "s".into(),
        happened,
        question: question.into(),
        on: true,
        chosen: if happened == Happened::Answered { vec![1] } else { Vec::new() },
        ..Event::blank()
    }
}

use Happened::*;

#[test]
fn the_state_is_what_the_events_say() {
    let sitting = room(true)
        .at(0, Shown, "a")
        .at(1, Answered, "a")
        .at(1, Confided, "a")
        .with(|event| event.sure = Some(Sure::Sure))
        .at(2, Shown, "b")
        .at(3, Flagged, "b")
        .at(3, Struck, "b")
        .with(|event| event.option = 2)
        .at(4, Shown, "a")
        .at(5, Answered, "a")
        .with(|event| event.chosen = vec![0])
        .at(6, Shown, "c")
        .sitting();
    let [a, b, c, d] = &sitting.slots[..] else { panic!("four questions") };
    assert_eq!((a.chosen.as_slice(), a.sure), (&[0][..], Some(Sure::Sure)));
    assert_eq!(a.answered_ms, Some(5 * MINUTE));
    assert_eq!(a.spent_ms, 4 * MINUTE, "two visits");
    assert!(b.skipped() && b.flagged && b.struck.contains(&2));
    assert!(c.seen && !d.seen && !d.skipped());
    assert_eq!(sitting.shown, Some(2));
    assert_eq!(sitting.next(2, |slot| slot.flagged), Some(1));
    assert_eq!(sitting.next(1, |slot| slot.flagged), Some(1));
    assert_eq!(sitting.next(0, |slot| slot.revealed), None);
}

#[test]
fn a_strict_clock_runs_on_whatever_happens() {
    let sitting = room(true)
        .at(2, Paused, "")
        .at(5, Resumed, "")
        .with(|event| event.away_ms = 3 * MINUTE)
        .sitting();
    assert_eq!(sitting.left_ms(6 * MINUTE), Some(4 * MINUTE));
    assert!(!sitting.over(9 * MINUTE));
    assert!(sitting.over(10 * MINUTE));
    assert_eq!(sitting.elapsed_ms(500 * MINUTE), 10 * MINUTE);
}

#[test]
fn what_comes_after_the_time_does_not_count() {
    let sitting = room(true).at(9, Answered, "a").at(11, Answered, "b").sitting();
    assert!(sitting.slots[0].answered());
    assert!(!sitting.slots[1].answered());
}

#[test]
fn with_feedback_pauses_and_crashes_stop_the_clock() {
    let paused = room(false).at(2, Paused, "").sitting();
    assert_eq!(paused.elapsed_ms(60 * MINUTE), 2 * MINUTE);
    let resumed = room(false).at(2, Paused, "").at(5, Resumed, "").sitting();
    assert_eq!(resumed.elapsed_ms(6 * MINUTE), 3 * MINUTE);
    let crashed = room(false).at(2, Shown, "a").at(50, Resumed, "");
    let crashed = crashed.with(|event| event.away_ms = 47 * MINUTE).sitting();
    assert_eq!(crashed.elapsed_ms(51 * MINUTE), 4 * MINUTE);
    // Nobody is away longer than since the last event.
    let claimed = room(false).at(2, Shown, "a").at(5, Resumed, "");
    let claimed = claimed.with(|event| event.away_ms = 500 * MINUTE).sitting();
    assert_eq!(claimed.elapsed_ms(5 * MINUTE), 2 * MINUTE);
}

#[test]
fn a_checked_answer_stays_and_a_strict_exam_checks_none() {
    let open = room(false).at(1, Answered, "a").at(2, Revealed, "a").at(3, Answered, "a");
    let open = open.with(|event| event.chosen = vec![3]).sitting();
    assert_eq!(open.slots[0].chosen, [1]);
    let strict = room(true).at(1, Answered, "a").at(2, Revealed, "a").at(3, Answered, "a");
    let strict = strict.with(|event| event.chosen = vec![3]).sitting();
    assert_eq!(strict.slots[0].chosen, [3]);
    let empty = room(false).at(1, Revealed, "a").sitting();
    assert!(!empty.slots[0].revealed, "there is nothing to check");
}

#[test]
fn more_time_or_none_is_a_choice() {
    let mut slow = room(true);
    slow.pace_percent = 150;
    assert_eq!(slow.at(1, Shown, "a").sitting().left_ms(3 * MINUTE), Some(12 * MINUTE));
    let mut free = room(true);
    free.pace_percent = 0;
    let free = free.at(900, Answered, "a").at(901, Finished, "").sitting();
    assert_eq!((free.left_ms(950 * MINUTE), free.slots[0].answered()), (None, true));
    assert_eq!(free.elapsed_ms(950 * MINUTE), 901 * MINUTE);
    assert!(free.over(902 * MINUTE));
}

#[test]
fn events_of_an_exam_that_is_not_there_change_nothing() {
    let stray = event(1, 1, Answered, "a");
    assert!(sittings(&Log::new(vec![Entry::Exam(stray)])).is_empty());
}

#[test]
fn the_last_question_gets_its_time_when_time_runs_out() {
    let sitting = room(true).at(1, Shown, "a").at(4, Shown, "b").sitting();
    assert_eq!(sitting.counts(), (0, 2, 0));
    let open = sitting.clone().closed(6 * MINUTE);
    assert_eq!(open.slots[1].spent_ms, 0, "it goes on");
    let closed = sitting.closed(50 * MINUTE);
    assert_eq!((closed.slots[0].spent_ms, closed.slots[1].spent_ms), (3 * MINUTE, 6 * MINUTE));
}
