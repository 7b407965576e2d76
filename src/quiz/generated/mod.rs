//! Questions made on demand: a template with drawn numbers, whose right answer a rule or a
//! simulation computes, and whose wrong ones are what a known misconception would give.
//!
//! A function of name, seed and facts: the same seed asks the same question everywhere. The page
//! carries none of it; a part of the app and the command line do. What only a simulated day can
//! tell is asked by [`super::days`].

mod capacity;
mod cost;
mod deployment;
pub(in crate::quiz) mod draft;
mod kubernetes;
mod luck;
mod nodes;
mod schedules;
mod size;
mod steps;
mod tracking;

use super::item::{Choice, Kind, Question, Source};
use crate::facts::{Facts, Rulebook};
use crate::shape::Shape;
use draft::Draft;
pub use luck::Luck;
use serde_json::Value;

/// Draws until one is usable; each generator's share of usable draws is far above this.
const DRAWS_MAX: u32 = 5000;

/// What the questions rest on.
pub struct Book {
    pub rules: Rulebook,
    pub facts: Facts,
}

/// Asks one thing, each time with other numbers.
pub struct Generator {
    /// `tracking-out`
    pub name: &'static str,
    /// What it asks, in one line.
    pub meaning: &'static str,
    pub lesson: &'static str,
    /// Exam codes with their domains.
    pub exams: &'static [(&'static str, &'static [&'static str])],
    pub difficulty: u8,
    /// Ids of the facts that the answer rests on.
    pub facts: &'static [&'static str],
    /// One draw; `None` where the numbers fall so that they make no good question.
    draw: fn(&mut Luck, &Rulebook) -> Option<Draft>,
}

/// All generators, by lesson.
pub const GENERATORS: &[Generator] = &[
    tracking::OUT,
    tracking::IN,
    tracking::BAND,
    tracking::TWO,
    tracking::RUNGS,
    steps::PERCENT,
    steps::BOUNDS,
    steps::MAGNITUDE,
    schedules::BOUNDS,
    schedules::ZONE,
    capacity::PROVIDER,
    capacity::INTERFACES,
    capacity::PLACEMENT,
    capacity::SPLIT,
    cost::FARGATE,
    deployment::PERCENTS,
    deployment::STUCK,
    deployment::BREAKER,
    deployment::OUTCOMES,
    size::REFUSED,
    cost::UNITS,
    cost::APP_RUNNER,
    kubernetes::HPA,
    kubernetes::FIRST_STEP,
    kubernetes::WINDOW,
    nodes::PODS,
    nodes::ROOM,
    nodes::UPDATE,
    size::POD,
];

/// The generator of that name.
pub fn find(name: &str) -> Option<&'static Generator> {
    GENERATORS.iter().find(|generator| generator.name == name)
}

/// A question that was made, and what it was made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    pub question: Question,
    /// What was drawn.
    pub case: Value,
    /// What each option says, as data; of a match, the targets.
    pub values: Vec<Value>,
}

/// What a question says of itself, whoever made it.
#[derive(Clone, Copy)]
pub(in crate::quiz) struct Head {
    pub name: &'static str,
    pub lesson: &'static str,
    pub exams: &'static [(&'static str, &'static [&'static str])],
    pub difficulty: u8,
    pub facts: &'static [&'static str],
}

impl Generator {
    fn head(&self) -> Head {
        let Generator { name, lesson, exams, difficulty, facts, .. } = *self;
        Head { name, lesson, exams, difficulty, facts }
    }
}

/// The question of that seed.
pub fn make(generator: &Generator, seed: u64, book: &Book) -> Result<Made, String> {
    let mut luck = Luck::new(generator.name, seed);
    for _ in 0..DRAWS_MAX {
        let draft = (generator.draw)(&mut luck, &book.rules);
        if let Some(draft) = draft.filter(Draft::is_sound) {
            return finish(generator.head(), seed, draft, &book.facts);
        }
    }
    let name = generator.name;
    Err(["generator ", name, ": no usable numbers in ", &DRAWS_MAX.to_string(), " draws"].concat())
}

/// The question of a draft.
pub(in crate::quiz) fn finish(
    generator: Head,
    seed: u64,
    draft: Draft,
    facts: &Facts,
) -> Result<Made, String> {
    let mut sources = Vec::new();
    for id in generator.facts {
        let fact = facts.get(id).ok_or_else(|| ["there is no fact ", *id].concat())?;
        sources.push(Source::of(id, fact));
    }
    let mut exams = std::collections::BTreeMap::new();
    for (exam, domains) in generator.exams {
        let domains = domains.iter().map(|domain| domain.to_string()).collect();
        exams.insert(exam.to_string(), domains);
    }
    let mut values = Vec::new();
    let mut options = Vec::new();
    for offer in draft.offers {
        let value = if draft.kind == Kind::Number { offer.value.as_f64() } else { None };
        options.push(Choice {
            text: offer.text,
            key: offer.key,
            why: offer.why,
            misconception: offer.misconception.into(),
            target: offer.target,
            value: value.unwrap_or_default(),
        });
        values.push(offer.value);
    }
    let question = Question {
        id: [generator.name, "/", &seed.to_string()].concat(),
        kind: draft.kind,
        stem: draft.stem,
        evidence: draft.evidence,
        options,
        targets: draft.targets,
        tolerance: draft.tolerance,
        unit: draft.unit.into(),
        lesson: generator.lesson.into(),
        exams,
        difficulty: generator.difficulty,
        facts: sources,
        lab: draft.lab,
        generator: generator.name.into(),
        ..Question::blank()
    };
    Ok(Made { question, case: draft.case, values })
}
