//! A question as it is asked: compiled from `content/questions`, all text already HTML.

use crate::{shape, words};
use std::collections::BTreeMap;

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One of the options is right.
    Single,
    /// Two or more are right, and all of them must be chosen.
    Multiple,
}

words!(Kind { Single = "single", Multiple = "multiple" });

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
    /// In the author's order; shown shuffled.
    pub options: Vec<Choice>,
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
    /// Id of the scenario that shows it; empty if none.
    pub lab: String,
}

shape!(Question {
    id, kind, stem, options, lesson, difficulty; exams, qualifier, facts, today, exam_answer,
    lab
});

/// One option of a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// HTML.
    pub text: String,
    /// Whether it is right.
    pub key: bool,
    /// HTML; why it tempts and why it fails, or why it is right.
    pub why: String,
    pub misconception: String,
}

shape!(Choice { text, why; key, misconception });

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
