//! How far the tables of what is easily confused are filled: which rows were met, and how the last
//! answers about each pair went. Drills fill them, and so do authored questions that tempt with the
//! same misconceptions.

use super::bank::Bank;
use super::pairs::Pair;
use crate::progress::Log;
use std::collections::{BTreeMap, BTreeSet};

/// Answers that a pair is judged by.
pub const LAST: usize = 9;

/// What was met of one pair.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Met {
    /// Places of rows that were asked about and answered.
    pub rows: BTreeSet<usize>,
    /// Whether each answer was right, the oldest first.
    pub answers: Vec<bool>,
}

impl Met {
    /// One more answer.
    pub fn add(&mut self, pair: &Pair, rows: &[usize], right: bool) {
        self.rows.extend(rows);
        self.answers.push(right);
        self.complete(pair);
    }

    /// The last answers, the oldest first.
    pub fn last(&self) -> &[bool] {
        &self.answers[self.answers.len().saturating_sub(LAST)..]
    }

    /// How many of the last answers were right.
    pub fn right(&self) -> usize {
        self.last().iter().filter(|right| **right).count()
    }

    /// What nothing asks about is shown once everything else was met.
    fn complete(&mut self, pair: &Pair) {
        let mut asking = (0..pair.rows.len()).filter(|row| !pair.rows[*row].needs.is_empty());
        if !pair.rows.is_empty() && asking.all(|row| self.rows.contains(&row)) {
            self.rows.extend(0..pair.rows.len());
        }
    }
}

/// What was met of each pair, in their order. The rows of a drilled question follow from its seed.
pub fn met(pairs: &[Pair], bank: &Bank, log: &Log) -> Vec<Met> {
    let mut all = vec![Met::default(); pairs.len()];
    let authored = authored(pairs, bank);
    for attempt in log.all_attempts() {
        let question = attempt.question.as_str();
        if let Some((id, seed)) = question.strip_prefix("pair-").and_then(|it| it.split_once('/')) {
            let place = pairs.iter().position(|pair| pair.id == id);
            if let (Some(place), Ok(seed)) = (place, seed.parse())
                && let Some(rows) = pairs[place].rows_of(seed)
            {
                all[place].rows.extend(rows);
                all[place].answers.push(attempt.right());
            }
        }
        for (place, rows) in authored.get(question).into_iter().flatten() {
            all[*place].rows.extend(rows);
            all[*place].answers.push(attempt.right());
        }
    }
    for (met, pair) in all.iter_mut().zip(pairs) {
        met.complete(pair);
    }
    all
}

/// Authored question → places of the pairs that it is about, each with its rows.
fn authored<'a>(pairs: &[Pair], bank: &'a Bank) -> BTreeMap<&'a str, Vec<(usize, Vec<usize>)>> {
    let mut about: BTreeMap<&str, Vec<(usize, Vec<usize>)>> = BTreeMap::new();
    for item in &bank.items {
        for (place, pair) in pairs.iter().enumerate() {
            let rows = pair.rows_about(&item.misconceptions);
            if !rows.is_empty() {
                about.entry(&item.id).or_default().push((place, rows));
            }
        }
    }
    about
}

/// Place of the pair that a question with these misconceptions is most about.
pub fn nearest(pairs: &[Pair], misconceptions: &[String]) -> Option<usize> {
    let rows = pairs.iter().map(|pair| pair.rows_about(misconceptions).len());
    let (place, rows) = rows.enumerate().max_by_key(|(place, rows)| (*rows, usize::MAX - place))?;
    (rows > 0).then_some(place)
}

/// Places in the bank of the authored questions about a pair, those first that were never answered
/// and then those answered longest ago.
pub fn questions_about(pair: &Pair, bank: &Bank, log: &Log) -> Vec<usize> {
    let newest = log.newest();
    let about = |place: &usize| !pair.rows_about(&bank.items[*place].misconceptions).is_empty();
    let mut places: Vec<usize> = (0..bank.items.len()).filter(about).collect();
    places.sort_by_key(|place| {
        newest.get(bank.items[*place].id.as_str()).map_or(0, |last| last.at_ms)
    });
    places
}

#[cfg(test)]
mod tests {
    use super::super::bank::tests::item;
    use super::super::pairs::{Need, Row};
    use super::*;
    use crate::progress::{Attempt, Entry, Marked};
    use crate::shape::Shape;

    fn pair(id: &str) -> Pair {
        let row = |fits: &[u32]| Row {
            feature: "f".into(),
            cells: vec!["a".into(), "b".into(), "c".into()],
            facts: vec![],
            needs: match fits {
                [] => vec![],
                fits => vec![Need {
                    text: "x".into(),
                    fits: fits.into(),
                    misconception: ["m", &fits[0].to_string()].concat(),
                }],
            },
        };
        Pair {
            id: id.into(),
            columns: vec!["A".into(), "B".into(), "C".into()],
            rows: vec![row(&[0]), row(&[]), row(&[1])],
            needs_max: 1,
            ..Pair::blank()
        }
    }

    fn log(questions: &[&str]) -> Log {
        let entry = |(at, question): (usize, &&str)| {
            Entry::Attempt(Attempt {
                id: at.to_string(),
                at_ms: at as u64 + 1,
                question: question.to_string(),
                marked: if at == 0 { Marked::Wrong } else { Marked::Right },
                ..Attempt::blank()
            })
        };
        Log::new(questions.iter().enumerate().map(entry).collect())
    }

    fn bank() -> Bank {
        Bank {
            items: vec![
                item("one", "t", 1, "m1"),
                item("two", "t", 1, "m0"),
                item("x", "t", 1, ""),
            ],
        }
    }

    #[test]
    fn drills_and_authored_questions_fill_the_rows() {
        let pairs = [pair("p"), Pair { rows: vec![], ..pair("q") }];
        let of = |log: &Log| met(&pairs, &bank(), log);
        let one = &of(&log(&["pair-p/0", "x"]))[0];
        assert_eq!((one.rows.len(), one.answers.as_slice()), (1, [false].as_slice()));
        let authored = &of(&log(&["x", "one"]))[0];
        assert_eq!((&authored.rows, authored.last()), (&BTreeSet::from([2]), [true].as_slice()));
        let both = &of(&log(&["one", "two"]));
        assert_eq!(both[0].rows.len(), 3, "what nothing asks about comes at the end");
        assert_eq!((both[0].right(), both[1].clone()), (1, Met::default()));
        let nothing = of(&log(&["pair-p/x", "pair-gone/1", "pair-"]));
        assert!(nothing.iter().all(|met| met.answers.is_empty()));
    }

    #[test]
    fn adding_is_the_same_as_counting_anew() {
        let pairs = [pair("p")];
        let before = log(&["pair-p/0"]);
        let mut added = met(&pairs, &bank(), &before).remove(0);
        added.add(&pairs[0], &[2], true);
        assert_eq!(added, met(&pairs, &bank(), &log(&["pair-p/0", "one"]))[0]);
    }

    #[test]
    fn the_pair_of_a_question_and_its_questions() {
        let pairs = [Pair { rows: vec![], ..pair("q") }, pair("p")];
        assert_eq!(nearest(&pairs, &["m1".into()]), Some(1));
        assert_eq!(nearest(&pairs, &["other".into()]), None);
        assert_eq!(questions_about(&pairs[1], &bank(), &log(&["one"])), [1, 0]);
    }
}
