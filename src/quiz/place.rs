//! "Place me": twelve questions that find out where to begin.
//!
//! Each is the one that tells most at the level that the answers so far speak for (item response
//! theory with three parameters; difficulties and discrimination are assumed, not fitted).

use super::bank::{Bank, Item};
use super::{Kind, shuffle};
use libm::{exp, sqrt};
use std::collections::BTreeSet;

/// Questions of a placement.
pub const QUESTIONS: usize = 12;
/// How sharply a question parts those who know from those who do not.
const DISCRIMINATION: f64 = 1.5;
/// Level at which half of the learners know a question of difficulty 1, 2, 3; learners spread
/// around 0 with a standard deviation of 1.
const LEVELS: [f64; 3] = [-1.0, 0.2, 1.4];
const FOUR_IN_FIVE: f64 = 1.2816;

/// The place in the bank of the next question; `None` once there are enough, or no more.
/// `answers` are places and whether they were right.
pub fn next(bank: &Bank, answers: &[(usize, bool)], seed: u64) -> Option<usize> {
    if answers.len() >= QUESTIONS {
        return None;
    }
    let asked =
        |topic: &str| answers.iter().filter(|(place, _)| bank.items[*place].topic == topic).count();
    let mut places: Vec<usize> = (0..bank.items.len()).collect();
    places.retain(|place| answers.iter().all(|(other, _)| other != place));
    shuffle::shuffle(&mut places, seed);
    let fewest = places.iter().map(|place| asked(&bank.items[*place].topic)).min()?;
    places.retain(|place| asked(&bank.items[*place].topic) == fewest);
    let (level, _) = estimate(bank, answers);
    places.into_iter().reduce(|best, place| {
        let told = |place: usize| information(&bank.items[place], level);
        if told(place) > told(best) { place } else { best }
    })
}

/// What the answers say.
#[derive(Clone, Debug, PartialEq)]
pub struct Placement {
    /// Standard deviations above the middle learner.
    pub level: f64,
    /// Share of the whole bank that would be right, guesses included, and its bounds with four
    /// chances in five.
    pub share: f64,
    pub low: f64,
    pub high: f64,
    /// Lessons with a right answer and no wrong one: skim them.
    pub skim: Vec<String>,
    /// Lesson to begin with: the first in the course with a wrong answer, or without any.
    pub begin: Option<String>,
}

/// Where the learner stands after these answers.
pub fn placement(bank: &Bank, answers: &[(usize, bool)]) -> Placement {
    let (level, deviation) = estimate(bank, answers);
    let share = |level: f64| {
        let chances = bank.items.iter().map(|item| chance(item, level));
        if bank.items.is_empty() { 0.0 } else { chances.sum::<f64>() / bank.items.len() as f64 }
    };
    let of = |right: bool| -> BTreeSet<&str> {
        let answers = answers.iter().filter(|(_, found)| *found == right);
        answers.map(|(place, _)| bank.items[*place].lesson.as_str()).collect()
    };
    let (right, wrong) = (of(true), of(false));
    let mut met = BTreeSet::new();
    let lessons = bank.items.iter().map(|item| item.lesson.as_str());
    let lessons: Vec<&str> = lessons.filter(|lesson| met.insert(*lesson)).collect();
    let known = |lesson: &&&str| right.contains(**lesson) && !wrong.contains(**lesson);
    Placement {
        level,
        share: share(level),
        low: share(level - FOUR_IN_FIVE * deviation),
        high: share(level + FOUR_IN_FIVE * deviation),
        skim: lessons.iter().filter(known).map(|lesson| lesson.to_string()).collect(),
        begin: lessons.iter().find(|lesson| !known(lesson)).map(|lesson| lesson.to_string()),
    }
}

/// Mean and standard deviation of the level, given the answers.
fn estimate(bank: &Bank, answers: &[(usize, bool)]) -> (f64, f64) {
    let (mut whole, mut mean, mut square) = (0.0, 0.0, 0.0);
    for step in -40..=40 {
        let level = f64::from(step) / 10.0;
        let mut likely = exp(-level * level / 2.0);
        for (place, right) in answers {
            let chance = chance(&bank.items[*place], level);
            likely *= if *right { chance } else { 1.0 - chance };
        }
        whole += likely;
        mean += likely * level;
        square += likely * level * level;
    }
    let mean = mean / whole;
    (mean, sqrt((square / whole - mean * mean).max(0.0)))
}

fn chance(item: &Item, level: f64) -> f64 {
    let luck = luck(item);
    let known = 1.0 / (1.0 + exp(-DISCRIMINATION * (level - difficulty(item))));
    luck + (1.0 - luck) * known
}

/// Fisher's information of the answer about the level.
fn information(item: &Item, level: f64) -> f64 {
    let (chance, luck) = (chance(item, level), luck(item));
    let known = (chance - luck) / (1.0 - luck);
    DISCRIMINATION * DISCRIMINATION * known * known * (1.0 - chance) / chance
}

fn difficulty(item: &Item) -> f64 {
    LEVELS[usize::from(item.difficulty.clamp(1, 3)) - 1]
}

/// Chance to be right without knowing.
fn luck(item: &Item) -> f64 {
    match item.kind {
        Kind::Single => 1.0 / item.misconceptions.len().max(2) as f64,
        _ => 0.1,
    }
}

#[cfg(test)]
mod tests {
    use super::super::bank::tests::item;
    use super::*;
    use rand_pcg::Pcg32;
    use rand_pcg::rand_core::Rng;

    fn bank() -> Bank {
        let mut items = Vec::new();
        for topic in 0..15 {
            for number in 0..12_u8 {
                let topic = format!("t{topic:02}");
                let mut item = item(&format!("{topic}-{number}"), &topic, 1 + number % 3, "");
                item.misconceptions = vec![String::new(); 4];
                items.push(item);
            }
        }
        Bank { items }
    }

    fn run(bank: &Bank, seed: u64, mut right: impl FnMut(usize) -> bool) -> Vec<(usize, bool)> {
        let mut answers = Vec::new();
        while let Some(place) = next(bank, &answers, seed) {
            answers.push((place, right(place)));
        }
        answers
    }

    #[test]
    fn twelve_questions_of_twelve_topics_get_harder_with_right_answers() {
        let bank = bank();
        let all_right = run(&bank, 1, |_| true);
        let all_wrong = run(&bank, 1, |_| false);
        for answers in [&all_right, &all_wrong] {
            assert_eq!(answers.len(), QUESTIONS);
            let topics: BTreeSet<&str> =
                answers.iter().map(|(place, _)| bank.items[*place].topic.as_str()).collect();
            assert_eq!(topics.len(), QUESTIONS);
        }
        let last = |answers: &[(usize, bool)]| bank.items[answers[11].0].difficulty;
        assert_eq!((last(&all_right), last(&all_wrong)), (3, 1));
    }

    /// Learners of known levels, three parameters each: bounds hold, and order shows.
    #[test]
    fn the_share_that_is_told_is_the_share_that_is_known() {
        let bank = bank();
        let mut inside = 0;
        let mut told = Vec::new();
        for seed in 0..120 {
            let level = f64::from(seed as u32 % 5) - 2.0;
            let mut luck = Pcg32::new(seed, 5);
            let answers = run(&bank, seed, |place| {
                f64::from(luck.next_u32()) / f64::from(u32::MAX) < chance(&bank.items[place], level)
            });
            let placement = placement(&bank, &answers);
            let truth = bank.items.iter().map(|item| chance(item, level)).sum::<f64>()
                / bank.items.len() as f64;
            inside += usize::from((placement.low..=placement.high).contains(&truth));
            told.push((level, placement.share));
        }
        assert!(inside >= 84, "{inside} of 120 inside their bounds");
        let mean = |level: f64| {
            let shares: Vec<f64> =
                told.iter().filter(|(other, _)| *other == level).map(|(_, share)| *share).collect();
            shares.iter().sum::<f64>() / shares.len() as f64
        };
        for level in [-2.0, -1.0, 0.0, 1.0] {
            assert!(mean(level) < mean(level + 1.0), "{level}");
        }
    }

    #[test]
    fn one_begins_where_the_first_gap_is() {
        let bank = bank();
        let answers = [(0, true), (12, true), (24, false), (36, true)];
        let placement = placement(&bank, &answers);
        assert_eq!(placement.skim, ["t00", "t01", "t03"]);
        assert_eq!(placement.begin.as_deref(), Some("t02"));
        assert_eq!(next(&Bank::default(), &[], 1), None);
    }
}
