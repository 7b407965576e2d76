//! The compiled course: what `drydock build` writes and the page fetches.
//!
//! Files: `map.json` ([`CourseMap`]), `facts.json` ([`crate::facts::Facts`]), `lessons/ID.json` ([`Lesson`]),
//! `questions/TOPIC.json` ([`crate::quiz::Topic`]), `scenarios/ID.json` ([`crate::sim::Scenario`], whole).

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Version of the compiled files; a page that meets another says so.
pub const VERSION: u32 = 1;

/// The course at a glance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CourseMap {
    pub version: u32,
    pub title: String,
    /// ISO date.
    pub checked: String,
    /// Where "report a mistake" leads; empty hides the link.
    #[serde(default)]
    pub repository: String,
    pub parts: Vec<Part>,
    /// Scenario id → title, in the order of ids.
    pub scenarios: BTreeMap<String, String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    pub title: String,
    pub lessons: Vec<LessonEntry>,
}

/// A lesson as the contents list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LessonEntry {
    pub id: String,
    pub title: String,
    pub minutes: u32,
    /// Ids of its questions, in the order of the lesson.
    pub questions: Vec<String>,
}

/// One lesson, ready to be shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lesson {
    pub version: u32,
    pub id: String,
    pub title: String,
    pub minutes: u32,
    pub objectives: Vec<String>,
    /// Exam code → domains.
    pub exams: BTreeMap<String, Vec<String>>,
    /// Lessons to read before.
    pub after: Vec<String>,
    pub checked: String,
    /// Headings of level 2, for the contents.
    pub headings: Vec<Heading>,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    pub id: String,
    pub title: String,
}

/// A piece of a lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Block {
    /// Checked HTML: headings carry ids, links to lessons are `#/learn/…`, facts are marked up.
    Html { html: String },
    /// A cut-down lab.
    Lab {
        /// Id of the scenario.
        scenario: String,
        /// What it is called in the page.
        title: String,
        /// Parts to show: `fleet`, `requests`, `latency`, `cpu`, `tasks`, `verdict`.
        show: Vec<String>,
        /// Paths of the settings that get a slider.
        sliders: Vec<String>,
    },
    /// Questions of the bank.
    Quiz {
        /// "Check yourself", or "Before you read".
        title: String,
        items: Vec<ItemRef>,
    },
}

/// Where a question lies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemRef {
    pub topic: String,
    pub id: String,
}
