//! Questions about a simulated day: settings are drawn, the day is run, and the right answer is
//! read off it. The wrong ones are what a known misconception expects of the same day.
//!
//! They are made while the course is built, a fixed number of each, so that who asks them carries
//! no simulator. Each names the lab's address with its very settings, where it is seen happening.

mod alarm;
mod ground;
mod next;
mod spike;
mod spot;
mod start;

use super::Question;
use super::generated::draft::Draft;
use super::generated::{Book, Head, Luck, Made, finish};
use crate::shape;
use crate::sim::Scenario;
pub use ground::Ground;
use std::collections::BTreeMap;

/// Questions of each kind.
pub const CASES: u64 = 20;
/// Draws until one is usable.
const DRAWS_MAX: u32 = 40;

/// Asks one thing about a day, each time of another one.
pub struct Asker {
    /// `day-next`
    pub name: &'static str,
    /// What it asks, in one line.
    pub meaning: &'static str,
    pub lesson: &'static str,
    /// Exam codes with their domains.
    pub exams: &'static [(&'static str, &'static [&'static str])],
    pub difficulty: u8,
    /// Ids of the facts that the day rests on.
    pub facts: &'static [&'static str],
    /// Id of the scenario whose settings are varied.
    pub scenario: &'static str,
    /// One draw; `None` where the day makes no good question.
    draw: fn(&mut Luck, &Ground) -> Option<Draft>,
}

/// All of them.
pub const ASKERS: &[Asker] = &[next::NEXT, start::START, alarm::FIRST, spike::LEAST, spot::BILL];

/// One kind of such questions, ready to be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Days {
    /// [`Asker::name`].
    pub name: String,
    pub meaning: String,
    pub lesson: String,
    pub questions: Vec<Question>,
}

shape!(Days { name, meaning, lesson, questions });

/// Such a kind, without its questions.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    pub name: String,
    pub meaning: String,
    pub lesson: String,
    /// How many different ones there are.
    pub count: u32,
}

shape!(Listed { name, meaning, lesson, count });

impl From<&Days> for Listed {
    fn from(days: &Days) -> Listed {
        Listed {
            name: days.name.clone(),
            meaning: days.meaning.clone(),
            lesson: days.lesson.clone(),
            count: days.questions.len() as u32,
        }
    }
}

/// The question of that seed, a pure function of it, the scenario and the facts.
pub fn make(asker: &Asker, seed: u64, scenario: &Scenario, book: &Book) -> Result<Made, String> {
    let Asker { name, lesson, exams, difficulty, facts, .. } = *asker;
    let mut luck = Luck::new(name, seed);
    let ground = Ground { id: asker.scenario, base: scenario, rules: &book.rules };
    for _ in 0..DRAWS_MAX {
        let draft = (asker.draw)(&mut luck, &ground);
        if let Some(draft) = draft.filter(Draft::is_sound) {
            return finish(
                Head { name, lesson, exams, difficulty, facts },
                seed,
                draft,
                &book.facts,
            );
        }
    }
    Err(["no day of ", &DRAWS_MAX.to_string(), " makes a question of ", name].concat())
}

/// All questions of all kinds. A kind whose scenario or facts are missing is left out; what cannot
/// be made although they are there is an error.
pub fn all(scenarios: &BTreeMap<String, Scenario>, book: &Book) -> Result<Vec<Days>, String> {
    let known =
        ASKERS.iter().filter(|asker| asker.facts.iter().all(|id| book.facts.get(id).is_some()));
    let known: Vec<(&Asker, &Scenario)> =
        known.filter_map(|asker| Some((asker, scenarios.get(asker.scenario)?))).collect();
    known
        .into_iter()
        .map(|(asker, scenario)| {
            let made = (0..CASES).map(|seed| make(asker, seed, scenario, book));
            let questions: Result<Vec<Question>, String> =
                made.map(|made| made.map(|made| made.question)).collect();
            Ok(Days {
                name: asker.name.into(),
                meaning: asker.meaning.into(),
                lesson: asker.lesson.into(),
                questions: questions?,
            })
        })
        .collect()
}
