//! A question as it is asked: compiled from `content/questions`, all text already HTML.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// One of the options is right.
    Single,
    /// Two or more are right, and all of them must be chosen.
    Multiple,
}

/// One topic: the questions of one file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Topic {
    /// File name without ending, `launch-types`.
    pub id: String,
    pub questions: Vec<Question>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    pub id: String,
    pub kind: Kind,
    /// HTML.
    pub stem: String,
    /// In the author's order; shown shuffled.
    pub options: Vec<Choice>,
    pub lesson: String,
    /// Exam code → domains.
    #[serde(default)]
    pub exams: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub qualifier: String,
    /// 1 (recall) to 3 (several ideas at once).
    pub difficulty: u8,
    /// The facts it rests on, ready to be shown.
    #[serde(default)]
    pub facts: Vec<Source>,
    /// HTML; where today's answer differs from the exam's. Empty if it does not.
    #[serde(default)]
    pub today: String,
    /// HTML; the exam's answer where they differ.
    #[serde(default)]
    pub exam_answer: String,
    /// Id of the scenario that shows it; empty if none.
    #[serde(default)]
    pub lab: String,
}

/// One option of a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// HTML.
    pub text: String,
    /// Whether it is right.
    #[serde(default)]
    pub key: bool,
    /// HTML; why it tempts and why it fails, or why it is right.
    pub why: String,
    #[serde(default)]
    pub misconception: String,
}

/// A fact as a reader sees it under an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    pub id: String,
    /// What the fact says, in words with its value.
    pub text: String,
    pub source: String,
    #[serde(default)]
    pub url: String,
    pub checked: String,
}
