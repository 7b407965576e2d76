//! A mock exam as it happens: events in the log, and the state that follows from them.
//!
//! After a crash or a reload the state is what the events say, clock included. A strict exam runs
//! on while the page is closed and knows no pause; one with feedback stops for both. Knows neither
//! how questions look nor what is right.

use super::{Entry, Log, Sure};
use crate::{shape, words};
use std::collections::BTreeSet;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened {
    /// `paper` says what is asked and how.
    Started,
    /// `question` came on the screen.
    Shown,
    /// `question` has this answer now: `chosen`, `given`; nothing in both takes it back.
    Answered,
    /// How `sure` the learner is of `question`.
    Confided,
    /// `question` is flagged, or with `on = false` no longer.
    Flagged,
    /// Option `option` (author's order) of `question` is struck out, or restored.
    Struck,
    /// The answer to `question` was checked, and cannot change any more. Not in a strict exam.
    Revealed,
    /// Not in a strict exam.
    Paused,
    /// Back after a pause, or after `away_ms` without the page.
    Resumed,
    /// The learner handed the paper in.
    Finished,
}

words!(Happened {
    Started = "started", Shown = "shown", Answered = "answered", Confided = "confided",
    Flagged = "flagged", Struck = "struck", Revealed = "revealed", Paused = "paused",
    Resumed = "resumed", Finished = "finished"
});

/// One event of a mock exam.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub id: String,
    /// ms since 1970, UTC.
    pub at_ms: u64,
    /// The exam it belongs to: the id of the event that started it.
    pub sitting: String,
    pub happened: Happened,
    pub question: String,
    pub chosen: Vec<u32>,
    pub given: String,
    pub sure: Option<Sure>,
    pub option: u32,
    pub on: bool,
    pub away_ms: u64,
    pub paper: Option<Paper>,
}

shape!(Event {
    id, at_ms, sitting, happened; question, chosen, given, sure, option, on, away_ms, paper
});

/// What is asked, and under which rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Paper {
    /// `SAA-C03`.
    pub exam: String,
    pub items: Vec<Asked>,
    /// Of 1000.
    pub pass_mark: u32,
    /// Standard time for this many questions.
    pub minutes: u32,
    /// Time in percent of it: 100, 125, 150, 200; 0 is an exam without a clock.
    pub pace_percent: u32,
    /// No feedback, no pause, and the clock runs on while the page is closed.
    pub strict: bool,
}

shape!(Paper { exam, items, pass_mark, minutes, pace_percent, strict });

impl Paper {
    /// Time for the whole paper, if it is limited.
    pub fn limit_ms(&self) -> Option<u64> {
        let percent_minutes = u64::from(self.minutes) * u64::from(self.pace_percent);
        (percent_minutes > 0).then_some(percent_minutes * 600)
    }
}

/// A question of a paper and the domain it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub question: String,
    pub domain: String,
}

shape!(Asked { question, domain });

/// Where a question of the paper stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slot {
    pub question: String,
    pub domain: String,
    pub seen: bool,
    pub chosen: Vec<u32>,
    pub given: String,
    pub sure: Option<Sure>,
    pub flagged: bool,
    /// Options struck out, author's order.
    pub struck: BTreeSet<u32>,
    /// Checked, in an exam with feedback.
    pub revealed: bool,
    /// When the answer was last changed, ms since 1970.
    pub answered_ms: Option<u64>,
    /// Time on the screen, pauses left out.
    pub spent_ms: u64,
}

impl Slot {
    pub fn answered(&self) -> bool {
        !self.chosen.is_empty() || !self.given.is_empty()
    }

    /// Seen and left without an answer.
    pub fn skipped(&self) -> bool {
        self.seen && !self.answered()
    }
}

/// A mock exam: what its events come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Sitting {
    pub id: String,
    pub started_ms: u64,
    pub paper: Paper,
    /// In the order of the paper.
    pub slots: Vec<Slot>,
    /// Place of the question on the screen.
    pub shown: Option<usize>,
    pub paused_at_ms: Option<u64>,
    /// When it was handed in.
    pub finished_ms: Option<u64>,
    /// Time that does not count, ms.
    away_ms: u64,
    /// Newest event, ms since 1970.
    last_ms: u64,
    /// Clock reading when the question came on the screen, ms.
    shown_since_ms: u64,
}

/// All mock exams of the log, the oldest first.
pub fn sittings(log: &Log) -> Vec<Sitting> {
    let events = || {
        log.entries().iter().filter_map(|entry| match entry {
            Entry::Exam(event) => Some(event),
            _ => None,
        })
    };
    let mut sittings: Vec<Sitting> = Vec::new();
    for event in events() {
        if sittings.iter().all(|sitting| sitting.id != event.sitting) {
            sittings.extend(Sitting::begin(event));
        }
    }
    // A second round: within a millisecond the start may stand behind the first question.
    for event in events() {
        if let Some(sitting) = sittings.iter_mut().find(|sitting| sitting.id == event.sitting) {
            sitting.apply(event);
        }
    }
    sittings
}

impl Sitting {
    /// The exam that this event starts, if it starts one.
    fn begin(event: &Event) -> Option<Sitting> {
        let paper = event.paper.clone().filter(|_| event.happened == Happened::Started)?;
        let slot = |asked: &Asked| Slot {
            question: asked.question.clone(),
            domain: asked.domain.clone(),
            ..Slot::default()
        };
        Some(Sitting {
            id: event.sitting.clone(),
            started_ms: event.at_ms,
            slots: paper.items.iter().map(slot).collect(),
            paper,
            shown: None,
            paused_at_ms: None,
            finished_ms: None,
            away_ms: 0,
            last_ms: event.at_ms,
            shown_since_ms: 0,
        })
    }

    /// Time that the clock shows at `now_ms`; it stands still once the exam is over.
    pub fn elapsed_ms(&self, now_ms: u64) -> u64 {
        let end = self.finished_ms.or(self.paused_at_ms).unwrap_or(now_ms);
        let running = end.saturating_sub(self.started_ms).saturating_sub(self.away_ms);
        self.paper.limit_ms().map_or(running, |limit| running.min(limit))
    }

    /// Time that is left; `None` without a clock.
    pub fn left_ms(&self, now_ms: u64) -> Option<u64> {
        self.paper.limit_ms().map(|limit| limit - self.elapsed_ms(now_ms))
    }

    /// Handed in, or out of time.
    pub fn over(&self, now_ms: u64) -> bool {
        self.finished_ms.is_some() || self.left_ms(now_ms) == Some(0)
    }

    /// The same with the time of the question that was on the screen when the exam ended.
    pub fn closed(mut self, now_ms: u64) -> Sitting {
        if self.finished_ms.is_none() && self.over(now_ms) {
            self.leave(self.elapsed_ms(now_ms));
        }
        self
    }

    /// Answers that are there, questions seen and left, and flags.
    pub fn counts(&self) -> (usize, usize, usize) {
        let count = |wanted: fn(&Slot) -> bool| self.slots.iter().filter(|it| wanted(it)).count();
        (count(Slot::answered), count(Slot::skipped), count(|slot| slot.flagged))
    }

    /// The next place behind `from` (or from the start again) for which `wanted` holds.
    pub fn next(&self, from: usize, wanted: impl Fn(&Slot) -> bool) -> Option<usize> {
        let count = self.slots.len();
        (1..=count).map(|step| (from + step) % count).find(|place| wanted(&self.slots[*place]))
    }

    fn apply(&mut self, event: &Event) {
        // Whether time is left after a crash is only known once the gap is counted.
        let now_ms = if event.happened == Happened::Resumed { self.last_ms } else { event.at_ms };
        if self.over(now_ms) {
            return;
        }
        let clock_ms = self.elapsed_ms(event.at_ms);
        match event.happened {
            Happened::Started => {}
            Happened::Paused => self.pause(event.at_ms),
            Happened::Resumed => self.resume(event),
            Happened::Finished => {
                self.leave(clock_ms);
                self.finished_ms = Some(event.at_ms);
            }
            _ => {
                let place = self.slots.iter().position(|slot| slot.question == event.question);
                if let Some(place) = place {
                    self.answer(place, clock_ms, event);
                }
            }
        }
        self.last_ms = event.at_ms;
    }

    fn answer(&mut self, place: usize, clock_ms: u64, event: &Event) {
        let strict = self.paper.strict;
        if event.happened == Happened::Shown {
            self.leave(clock_ms);
            (self.shown, self.shown_since_ms) = (Some(place), clock_ms);
        }
        let slot = &mut self.slots[place];
        match event.happened {
            Happened::Shown => slot.seen = true,
            Happened::Answered if !slot.revealed => {
                slot.chosen.clone_from(&event.chosen);
                slot.given.clone_from(&event.given);
                slot.answered_ms = Some(event.at_ms);
            }
            Happened::Confided if !slot.revealed => slot.sure = event.sure,
            Happened::Flagged => slot.flagged = event.on,
            Happened::Struck if event.on => drop(slot.struck.insert(event.option)),
            Happened::Struck => drop(slot.struck.remove(&event.option)),
            Happened::Revealed => slot.revealed |= !strict && slot.answered(),
            _ => {}
        }
    }

    fn pause(&mut self, at_ms: u64) {
        if !self.paper.strict && self.paused_at_ms.is_none() {
            self.paused_at_ms = Some(at_ms);
        }
    }

    fn resume(&mut self, event: &Event) {
        if self.paper.strict {
            return;
        }
        self.away_ms += match self.paused_at_ms.take() {
            Some(since) => event.at_ms.saturating_sub(since),
            // Nothing can have been away longer than nothing has happened.
            None => event.away_ms.min(event.at_ms.saturating_sub(self.last_ms)),
        };
    }

    /// Counts the time of the question that leaves the screen.
    fn leave(&mut self, clock_ms: u64) {
        if let Some(place) = self.shown {
            self.slots[place].spent_ms += clock_ms.saturating_sub(self.shown_since_ms);
            self.shown_since_ms = clock_ms;
        }
    }
}

#[cfg(test)]
#[path = "sitting_tests.rs"]
mod tests;
