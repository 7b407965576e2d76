//! The report on a mock exam: what it was, how sure that is, and what to do next.

use super::Blueprint;
use crate::progress::interval::Share;
use crate::progress::mastery::calibration;
use crate::progress::sitting::{Sitting, Slot};
use crate::progress::{Attempt, Marked, Sure};
use crate::quiz::bank::Bank;
use std::collections::BTreeMap;

/// Questions of a domain below which it is not called weak.
const WEAK_FROM: usize = 8;
const LESSONS: usize = 3;

/// What came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// 100 to 1000, linear in the share that is right; AWS does not publish its own scale.
    pub score: u32,
    /// Score of another paper like this one, four times in five.
    pub low: u32,
    pub high: u32,
    pub pass_mark: u32,
    /// Of all questions; what has no answer is wrong.
    pub right: Share,
    /// In the order of the blueprint; those without questions are left out.
    pub domains: Vec<DomainResult>,
    pub topics: BTreeMap<String, Share>,
    pub pacing: Pacing,
    /// The most frequent first.
    pub confusions: Vec<Confusion>,
    pub calibration: BTreeMap<Sure, Share>,
    /// Three lessons at most, the one with most misses first.
    pub reread: Vec<Reread>,
    /// Questions not right, in the order of the paper.
    pub missed: Vec<String>,
}

impl Report {
    pub fn passed(&self) -> bool {
        self.score >= self.pass_mark
    }

    /// Passed, and likely to pass again.
    pub fn safe(&self) -> bool {
        self.low >= self.pass_mark
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct DomainResult {
    pub id: String,
    pub name: String,
    pub percent: f64,
    pub right: Share,
    /// Below the pass mark, with questions enough to say so.
    pub weak: bool,
}

/// How the time went.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pacing {
    /// ms for each question, and whether it was right, in the order of the paper.
    pub spent: Vec<(u64, bool)>,
    /// The whole clock, ms.
    pub elapsed_ms: u64,
    /// Place of the question that took longest.
    pub longest: Option<usize>,
    /// How many of the last questions together took no longer than it, and how many of these were
    /// wrong.
    pub rushed: usize,
    pub rushed_wrong: usize,
    pub unanswered: usize,
}

/// A misconception that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion {
    pub misconception: String,
    /// Questions in which it was chosen.
    pub questions: Vec<String>,
}

/// A lesson to read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reread {
    pub lesson: String,
    pub misses: usize,
}

/// Reports on an exam that is over. `marked` says how each answered question was marked. What the
/// course no longer asks does not count.
pub fn report(
    sitting: &Sitting,
    marked: &BTreeMap<String, Marked>,
    bank: &Bank,
    blueprint: &Blueprint,
    now_ms: u64,
) -> Report {
    let right = |slot: &Slot| slot.answered() && marked.get(&slot.question) == Some(&Marked::Right);
    let share =
        |slots: &[&Slot]| Share::new(slots.iter().filter(|slot| right(slot)).count(), slots.len());
    let asked = sitting.slots.iter().filter(|slot| bank.get(&slot.question).is_some());
    let all: Vec<&Slot> = asked.collect();
    let mut topics: BTreeMap<String, Vec<&Slot>> = BTreeMap::new();
    for slot in &all {
        if let Some(item) = bank.get(&slot.question) {
            topics.entry(item.topic.clone()).or_default().push(slot);
        }
    }
    let domains = blueprint.domains.iter().filter_map(|domain| {
        let slots: Vec<&Slot> =
            all.iter().copied().filter(|slot| slot.domain == domain.id).collect();
        let right = share(&slots);
        (right.of > 0).then(|| DomainResult {
            id: domain.id.clone(),
            name: domain.name.clone(),
            percent: domain.percent,
            weak: right.of >= WEAK_FROM && right.value() < blueprint.pass_share(),
            right,
        })
    });
    let whole = share(&all);
    let another = Share::of_another(whole.right, whole.of);
    let missed: Vec<&Slot> = all.iter().copied().filter(|slot| !right(slot)).collect();
    Report {
        score: scaled(whole.value()),
        low: scaled(another.low),
        high: scaled(another.high),
        pass_mark: sitting.paper.pass_mark,
        right: whole,
        domains: domains.collect(),
        topics: topics.into_iter().map(|(topic, slots)| (topic, share(&slots))).collect(),
        pacing: pacing(sitting, &right, now_ms),
        confusions: confusions(&missed, bank),
        calibration: calibration(attempts(sitting, marked).iter()),
        reread: reread(&missed, bank),
        missed: missed.iter().map(|slot| slot.question.clone()).collect(),
    }
}

/// The answers of an exam as attempts for the log. Their ids follow from the exam, so that adding
/// them twice changes nothing.
pub fn attempts(sitting: &Sitting, marked: &BTreeMap<String, Marked>) -> Vec<Attempt> {
    let attempt = |slot: &Slot| {
        let marked = *marked.get(&slot.question)?;
        let at_ms = slot.answered_ms?;
        slot.answered().then(|| Attempt {
            id: [&sitting.id, "/", &slot.question].concat(),
            at_ms,
            question: slot.question.clone(),
            chosen: slot.chosen.clone(),
            given: slot.given.clone(),
            marked,
            sure: slot.sure,
            took_ms: slot.spent_ms,
            place: ["exam/", &sitting.id].concat(),
        })
    };
    sitting.slots.iter().filter_map(attempt).collect()
}

fn scaled(share: f64) -> u32 {
    libm::round(100.0 + 900.0 * share) as u32
}

fn pacing(sitting: &Sitting, right: &impl Fn(&Slot) -> bool, now_ms: u64) -> Pacing {
    let spent: Vec<(u64, bool)> =
        sitting.slots.iter().map(|slot| (slot.spent_ms, right(slot))).collect();
    let longest = (0..spent.len()).rev().max_by_key(|place| spent[*place].0);
    let longest = longest.filter(|place| spent[*place].0 > 0);
    let mut left_ms = longest.map_or(0, |place| spent[place].0);
    let last: Vec<bool> = spent
        .iter()
        .enumerate()
        .rev()
        .take_while(|(place, (ms, _))| {
            let fits = Some(*place) != longest && *ms <= left_ms;
            left_ms = left_ms.saturating_sub(*ms);
            fits
        })
        .map(|(_, (_, right))| *right)
        .collect();
    Pacing {
        longest,
        rushed: last.len(),
        rushed_wrong: last.iter().filter(|right| !**right).count(),
        unanswered: sitting.slots.iter().filter(|slot| !slot.answered()).count(),
        elapsed_ms: sitting.elapsed_ms(now_ms),
        spent,
    }
}

fn confusions(missed: &[&Slot], bank: &Bank) -> Vec<Confusion> {
    let mut questions: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for slot in missed {
        let Some(item) = bank.get(&slot.question) else { continue };
        for option in &slot.chosen {
            let name = item.misconceptions.get(*option as usize).map_or("", String::as_str);
            if !name.is_empty() {
                questions.entry(name).or_default().push(slot.question.clone());
            }
        }
    }
    let mut confusions: Vec<Confusion> = questions
        .into_iter()
        .map(|(name, questions)| Confusion { misconception: name.into(), questions })
        .collect();
    confusions.sort_by_key(|confusion| std::cmp::Reverse(confusion.questions.len()));
    confusions
}

fn reread(missed: &[&Slot], bank: &Bank) -> Vec<Reread> {
    let mut misses: BTreeMap<&str, usize> = BTreeMap::new();
    for slot in missed {
        if let Some(item) = bank.get(&slot.question) {
            *misses.entry(&item.lesson).or_default() += 1;
        }
    }
    let mut lessons: Vec<Reread> = misses
        .into_iter()
        .map(|(lesson, misses)| Reread { lesson: lesson.into(), misses })
        .collect();
    lessons.sort_by_key(|reread| std::cmp::Reverse(reread.misses));
    lessons.truncate(LESSONS);
    lessons
}

#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;
