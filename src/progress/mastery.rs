//! How far the learner is: by topic, and how sure they were against how right.

use super::interval::Share;
use super::schedule::Schedule;
use super::{Attempt, Log, Sure};
use std::collections::BTreeMap;

/// Recall from which a topic that was begun in full is called mastered.
const MASTERED: f64 = 0.9;

/// How far a topic is.
#[derive(Clone, Debug, PartialEq)]
pub struct Mastery {
    pub questions: usize,
    /// Answered at least once.
    pub begun: usize,
    /// Right at the last answer, of those begun.
    pub right: Share,
    /// Mean recall of those begun, today and on a later day with nothing done; `None` where
    /// nothing is begun.
    pub recall: Option<f64>,
    pub recall_then: Option<f64>,
    pub due: usize,
}

impl Mastery {
    /// Every question begun, and recalled nine times in ten.
    pub fn mastered(&self) -> bool {
        self.questions > 0
            && self.begun == self.questions
            && self.recall.is_some_and(|recall| recall >= MASTERED)
    }
}

/// How far a set of questions (a topic, a lesson) is on a day, and what is left on a later one.
/// `newest` is [`Log::newest`].
pub fn mastery(
    questions: &[&str],
    newest: &BTreeMap<&str, &Attempt>,
    schedule: &Schedule,
    day: i64,
    later: i64,
) -> Mastery {
    let begun: Vec<&str> =
        questions.iter().copied().filter(|id| schedule.cards.contains_key(*id)).collect();
    let right = begun.iter().filter(|id| newest.get(**id).is_some_and(|last| last.right()));
    let mean = |day| {
        let recall = begun.iter().filter_map(|id| schedule.recall(id, day)).sum::<f64>();
        (!begun.is_empty()).then(|| recall / begun.len() as f64)
    };
    let due = begun.iter().filter(|id| schedule.cards[**id].due_day <= day);
    Mastery {
        questions: questions.len(),
        begun: begun.len(),
        right: Share::new(right.count(), begun.len()),
        recall: mean(day),
        recall_then: mean(later),
        due: due.count(),
    }
}

/// Right answers by how sure the learner was; answers without a word on it are left out.
pub fn calibration<'a>(attempts: impl Iterator<Item = &'a Attempt>) -> BTreeMap<Sure, Share> {
    let mut counts: BTreeMap<Sure, (usize, usize)> = BTreeMap::new();
    for attempt in attempts {
        if let Some(sure) = attempt.sure {
            let (right, of) = counts.entry(sure).or_default();
            *right += usize::from(attempt.right());
            *of += 1;
        }
    }
    counts.into_iter().map(|(sure, (right, of))| (sure, Share::new(right, of))).collect()
}

/// Middle time of a first and of a later answer, ms; `None` while fewer than 20 were timed.
pub fn usual_times_ms(log: &Log) -> (Option<u64>, Option<u64>) {
    let (mut first, mut later) = (Vec::new(), Vec::new());
    let mut met = std::collections::BTreeSet::new();
    for attempt in log.all_attempts() {
        let new = met.insert(attempt.question.as_str());
        if attempt.took_ms > 0 {
            if new { &mut first } else { &mut later }.push(attempt.took_ms);
        }
    }
    let middle = |times: &mut Vec<u64>| {
        times.sort_unstable();
        (times.len() >= 20).then(|| times[times.len() / 2])
    };
    (middle(&mut first), middle(&mut later))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::schedule::{Calendar, RETENTION};
    use crate::progress::{Entry, Marked, entry_id};
    use crate::shape::Shape;

    fn log(attempts: &[(u64, &str, bool, Option<Sure>)]) -> Log {
        let entry = |(hour, question, right, sure): &(u64, &str, bool, Option<Sure>)| {
            Entry::Attempt(Attempt {
                id: entry_id(*hour, 0),
                at_ms: hour * 3_600_000,
                question: question.to_string(),
                marked: if *right { Marked::Right } else { Marked::Wrong },
                sure: *sure,
                took_ms: hour * 1000,
                ..Attempt::blank()
            })
        };
        Log::new(attempts.iter().map(entry).collect())
    }

    #[test]
    fn a_topic_is_as_far_as_its_questions() {
        let log = log(&[(10, "a", false, None), (34, "a", true, None), (35, "b", true, None)]);
        let schedule = Schedule::new(&log, Calendar::default(), RETENTION);
        let topic = mastery(&["a", "b", "c"], &log.newest(), &schedule, 1, 30);
        assert_eq!((topic.questions, topic.begun, topic.due), (3, 2, 0));
        assert_eq!((topic.right.right, topic.right.of), (2, 2));
        assert_eq!(topic.recall, Some(1.0));
        assert!(topic.recall_then < Some(0.8) && topic.recall_then > Some(0.3));
        assert!(!topic.mastered(), "one question is not begun");
        assert!(mastery(&["a", "b"], &log.newest(), &schedule, 1, 30).mastered());
        assert_eq!(mastery(&["a", "b"], &log.newest(), &schedule, 20, 30).due, 2);
        assert_eq!(mastery(&["c"], &log.newest(), &schedule, 1, 30).recall, None);
    }

    #[test]
    fn calibration_counts_what_was_said_only() {
        let log = log(&[
            (1, "a", true, Some(Sure::Sure)),
            (2, "b", false, Some(Sure::Sure)),
            (3, "c", true, Some(Sure::Guess)),
            (4, "d", true, None),
        ]);
        let curve = calibration(log.all_attempts());
        assert_eq!(curve.len(), 2);
        assert_eq!((curve[&Sure::Sure].right, curve[&Sure::Sure].of), (1, 2));
        assert_eq!((curve[&Sure::Guess].right, curve[&Sure::Guess].of), (1, 1));
    }

    #[test]
    fn a_usual_time_needs_twenty() {
        let mut attempts: Vec<(u64, &str, bool, Option<Sure>)> =
            (1..=20).map(|hour| (hour, "a", true, None)).collect();
        assert_eq!(usual_times_ms(&log(&attempts)), (None, None));
        attempts.push((21, "a", true, None));
        assert_eq!(usual_times_ms(&log(&attempts)), (None, Some(12_000)));
    }
}
