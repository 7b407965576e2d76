//! A question as it is asked: compiled from `content/questions`, all text already HTML.

use crate::facts::{Fact, sentence};
use crate::{shape, words};
use std::collections::BTreeMap;

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// One of the options is right.
    Single,
    /// Two or more are right, and all of them must be chosen.
    Multiple,
    /// Each option goes with one of the targets.
    Match,
    /// The options stand in the right order.
    Order,
    /// A number is typed; the options say what the right one and the tempting ones are.
    Number,
    /// One option says what the simulator will show.
    Predict,
    /// One option says what is wrong in the evidence.
    Diagnose,
}

words!(Kind {
    Single = "single", Multiple = "multiple", Match = "match", Order = "order",
    Number = "number", Predict = "predict", Diagnose = "diagnose"
});

impl Kind {
    /// Whether exactly one option is chosen.
    pub fn is_one_choice(self) -> bool {
        matches!(self, Kind::Single | Kind::Predict | Kind::Diagnose)
    }
}

/// One topic: the questions of one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Topic {
    /// File name without ending, `launch-types`.
    pub id: String,
    pub questions: Vec<Question>,
}

shape!(Topic { id, questions });

/// One question.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    pub id: String,
    pub kind: Kind,
    /// HTML.
    pub stem: String,
    /// HTML; the log, or what the fleet looks like, of a [`Kind::Diagnose`].
    pub evidence: String,
    /// In the author's order, which for [`Kind::Order`] is the right one; shown shuffled.
    pub options: Vec<Choice>,
    /// HTML; what the options of a [`Kind::Match`] go with. Some may stay unused.
    pub targets: Vec<String>,
    /// How far a number may be from the right one.
    pub tolerance: f64,
    /// HTML; the unit of a number, shown behind the field.
    pub unit: String,
    pub lesson: String,
    /// Exam code → domains.
    pub exams: BTreeMap<String, Vec<String>>,
    pub qualifier: String,
    /// 1 (recall) to 3 (several ideas at once).
    pub difficulty: u8,
    /// The facts it rests on, ready to be shown.
    pub facts: Vec<Source>,
    /// HTML; where today's answer differs from the exam's. Empty if it does not.
    pub today: String,
    /// HTML; the exam's answer where they differ.
    pub exam_answer: String,
    /// Where it is seen happening: the id of a scenario, and behind a `?` the settings and the time
    /// of day that differ, as the lab's address has them. Empty if nowhere.
    pub lab: String,
    /// Name of the generator that asks the same with other numbers; empty if there is none.
    pub generator: String,
}

shape!(Question {
    id, kind, stem, options, lesson, difficulty; evidence, targets, tolerance, unit, exams,
    qualifier, facts, today, exam_answer, lab, generator
});

impl Question {
    /// The misconceptions by which its options tempt, in their order.
    pub fn misconceptions(&self) -> Vec<String> {
        self.options.iter().map(|option| option.misconception.clone()).collect()
    }
}

/// One option of a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// HTML.
    pub text: String,
    /// Whether it is right. Of no meaning in a match or an order.
    pub key: bool,
    /// HTML; why it tempts and why it fails, or why it is right.
    pub why: String,
    pub misconception: String,
    /// In a match: which of the targets it goes with.
    pub target: u32,
    /// Of a number: the value that the option stands for.
    pub value: f64,
}

shape!(Choice { text, why; key, misconception, target, value });

/// A fact as a reader sees it under an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    pub id: String,
    /// What the fact says, in words with its value.
    pub text: String,
    pub source: String,
    pub url: String,
    pub checked: String,
}

shape!(Source { id, text, source, checked; url });

impl Source {
    /// The fact of that id, ready to be shown.
    pub fn of(id: &str, fact: &Fact) -> Source {
        Source {
            id: id.into(),
            text: sentence(fact),
            source: fact.source.clone(),
            url: fact.url.clone(),
            checked: fact.checked.clone(),
        }
    }
}
