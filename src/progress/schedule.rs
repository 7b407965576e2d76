//! When each question is due: the log, folded through FSRS.
//!
//! Nothing here is stored. The same log and calendar give the same schedule on every device.

use super::fsrs::{Fsrs, Memory, Rating};
use super::{Attempt, Log, Marked, Sure};
use std::collections::BTreeMap;

/// Recall at which a question comes back, unless the learner has an exam date.
pub const RETENTION: f64 = 0.9;

const DAY_MS: i64 = 86_400_000;
/// Who studies past midnight is still in the same evening.
const DAY_BEGINS_MS: i64 = 4 * 3_600_000;

/// The learner's calendar: days are counted from 1970 and begin at four in the morning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Local time minus UTC, minutes.
    pub offset_min: i32,
}

impl Calendar {
    /// The day on which this falls. `at_ms` is ms since 1970, UTC.
    pub fn day(self, at_ms: u64) -> i64 {
        let local_ms = at_ms as i64 + i64::from(self.offset_min) * 60_000;
        (local_ms - DAY_BEGINS_MS).div_euclid(DAY_MS)
    }
}

/// What an answer says about memory. A right guess is recall at best, and a half is none.
pub fn rating(attempt: &Attempt) -> Rating {
    match (attempt.marked, attempt.sure) {
        (Marked::Wrong | Marked::Partly, _) => Rating::Again,
        (Marked::Right, Some(Sure::Guess)) => Rating::Hard,
        (Marked::Right, Some(Sure::Unsure) | None) => Rating::Good,
        (Marked::Right, Some(Sure::Sure)) => Rating::Easy,
    }
}

/// A question that was answered at least once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Card {
    pub memory: Memory,
    /// Day of the last answer.
    pub last_day: i64,
    /// Day on which recall will have fallen to the retention; at the earliest the day after the
    /// last answer.
    pub due_day: i64,
    pub answers: u32,
    /// Answers that were not right after one that was.
    pub lapses: u32,
    pub last: Rating,
}

/// Every answered question and when it is due.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    pub fsrs: Fsrs,
    /// By id of the question.
    pub cards: BTreeMap<String, Card>,
}

impl Schedule {
    /// What follows from the log. `retention` lies above 0 and below 1.
    pub fn new(log: &Log, calendar: Calendar, retention: f64) -> Schedule {
        let mut schedule = Schedule { fsrs: Fsrs::default(), cards: BTreeMap::new() };
        for attempt in log.all_attempts() {
            schedule.add(attempt, calendar, retention);
        }
        schedule
    }

    /// Goes on with one more answer, newer than all before it.
    pub fn add(&mut self, attempt: &Attempt, calendar: Calendar, retention: f64) {
        // What was generated is asked once, so that there is nothing to come back.
        if !attempt.question.contains('/') {
            self.answer(attempt, calendar.day(attempt.at_ms), retention);
        }
    }

    fn answer(&mut self, attempt: &Attempt, day: i64, retention: f64) {
        let rating = rating(attempt);
        let before = self.cards.get(&attempt.question);
        let memory = match before {
            None => self.fsrs.first(rating),
            Some(card) => {
                let days = (day - card.last_day).max(0) as f64;
                self.fsrs.next(card.memory, days, rating)
            }
        };
        let lapsed =
            rating == Rating::Again && before.is_some_and(|card| card.last != Rating::Again);
        let wait = libm::round(self.fsrs.interval_days(memory, retention)).max(1.0);
        let card = Card {
            memory,
            last_day: day,
            due_day: day + wait as i64,
            answers: before.map_or(0, |card| card.answers) + 1,
            lapses: before.map_or(0, |card| card.lapses) + u32::from(lapsed),
            last: rating,
        };
        match self.cards.get_mut(&attempt.question) {
            Some(before) => *before = card,
            None => drop(self.cards.insert(attempt.question.clone(), card)),
        }
    }

    /// The share of recall that is left on a day; `None` for a question never answered.
    pub fn recall(&self, question: &str, day: i64) -> Option<f64> {
        let card = self.cards.get(question)?;
        Some(self.fsrs.recall(card.memory, (day - card.last_day).max(0) as f64))
    }

    /// What is due on a day, the weakest memory first.
    pub fn due(&self, day: i64) -> Vec<&str> {
        let due = self.cards.iter().filter(|(_, card)| card.due_day <= day);
        let mut due: Vec<(f64, &str)> = due
            .map(|(id, card)| {
                (self.fsrs.recall(card.memory, (day - card.last_day) as f64), id.as_str())
            })
            .collect();
        due.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(other.1)));
        due.into_iter().map(|(_, id)| id).collect()
    }

    /// How many fall due on each of the next days if they are answered then; what is late counts
    /// today.
    pub fn ahead(&self, today: i64, days: usize) -> Vec<usize> {
        let mut counts = vec![0; days];
        for card in self.cards.values() {
            let place = (card.due_day - today).max(0) as usize;
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::{Entry, entry_id};
    use crate::shape::Shape;

    const HOUR_MS: u64 = 3_600_000;

    fn attempt(hour: u64, question: &str, marked: Marked, sure: Option<Sure>) -> Entry {
        let at_ms = hour * HOUR_MS;
        let id = entry_id(at_ms, 0);
        let question = question.into();
        Entry::Attempt(Attempt { id, at_ms, question, marked, sure, ..Attempt::blank() })
    }

    fn schedule(entries: Vec<Entry>) -> Schedule {
        Schedule::new(&Log::new(entries), Calendar::default(), RETENTION)
    }

    #[test]
    fn a_day_begins_at_four_in_the_morning_of_the_learner() {
        let utc = Calendar::default();
        assert_eq!(utc.day(27 * HOUR_MS), 0);
        assert_eq!(utc.day(28 * HOUR_MS), 1);
        let tokyo = Calendar { offset_min: 540 };
        assert_eq!(tokyo.day(19 * HOUR_MS), 1);
        assert_eq!(Calendar { offset_min: -720 }.day(0), -1);
    }

    #[test]
    fn how_sure_one_was_sets_how_soon_it_comes_back() {
        let after = |marked, sure| {
            let schedule = schedule(vec![attempt(10, "q", marked, sure)]);
            schedule.cards["q"].due_day
        };
        assert_eq!(after(Marked::Wrong, Some(Sure::Sure)), 1, "it comes back tomorrow");
        assert_eq!(after(Marked::Partly, None), 1);
        assert_eq!(after(Marked::Right, Some(Sure::Guess)), 1);
        assert_eq!(after(Marked::Right, Some(Sure::Unsure)), 2);
        assert_eq!(after(Marked::Right, None), 2);
        assert_eq!(after(Marked::Right, Some(Sure::Sure)), 8);
    }

    #[test]
    fn the_schedule_follows_from_the_log_in_any_order() {
        let mut entries = vec![
            attempt(10, "q", Marked::Wrong, None),
            attempt(11, "q", Marked::Right, None),
            attempt(34, "q", Marked::Right, Some(Sure::Sure)),
            attempt(130, "q", Marked::Wrong, None),
            attempt(154, "r", Marked::Right, None),
        ];
        let forth = schedule(entries.clone());
        entries.reverse();
        assert_eq!(forth, schedule(entries));
        let card = forth.cards["q"];
        assert_eq!((card.answers, card.lapses, card.last_day), (4, 1, 5));
    }

    #[test]
    fn what_is_due_comes_weakest_first_and_is_counted_ahead() {
        let schedule = schedule(vec![
            attempt(10, "sure", Marked::Right, Some(Sure::Sure)),
            attempt(11, "right", Marked::Right, None),
            attempt(12, "wrong", Marked::Wrong, None),
        ]);
        assert_eq!(schedule.due(0), Vec::<&str>::new());
        assert_eq!(schedule.due(9), ["wrong", "right", "sure"]);
        assert_eq!(schedule.ahead(1, 8), [1, 1, 0, 0, 0, 0, 0, 1]);
        assert_eq!(schedule.ahead(4, 2), [2, 0]);
        assert_eq!(schedule.recall("new", 3), None);
    }
}
