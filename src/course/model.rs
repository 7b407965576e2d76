//! The compiled course: what `drydock build` writes and the page fetches.
//!
//! Files: `map.json` ([`CourseMap`]), `facts.json` ([`crate::facts::Facts`]), `instances.json`
//! (a list of [`crate::facts::InstanceType`]), `lessons/ID.json` ([`Lesson`]),
//! `questions/TOPIC.json` ([`crate::quiz::Topic`]), `bank.json` (a list of
//! [`crate::quiz::bank::Item`]), `pairs.json` (a list of [`crate::quiz::pairs::Pair`]),
//! `exams.json` (a list of [`crate::quiz::exam::Blueprint`]), `scenarios/ID.json`
//! ([`crate::sim::Scenario`], whole), `search.json` ([`SearchIndex`]),
//! `glossary.json` ([`Glossary`]), `news.json` ([`News`]).

use crate::serde_by_shape;
use crate::shape;
use crate::shape::{Shape, Wrong, need, put, within};
use crate::words;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Version of the compiled files; a page that meets another says so.
pub const VERSION: u32 = 1;

/// The course at a glance.
#[derive(Clone, Debug, PartialEq)]
pub struct CourseMap {
    pub version: u32,
    pub title: String,
    /// ISO date.
    pub checked: String,
    /// Where "report a mistake" leads; empty hides the link.
    pub repository: String,
    pub parts: Vec<Part>,
    /// In the order in which they are offered.
    pub scenarios: Vec<ScenarioEntry>,
    pub home: Home,
}

shape!(CourseMap { version, title, checked, parts, scenarios, home; repository });

/// What the first page says and shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Home {
    /// To whom comes for the first time.
    pub sentence: String,
    /// Something to move; a course without scenarios has none.
    pub figure: Option<Block>,
    /// What the figure makes one ask, and the lesson that answers it; empty where there is none.
    pub question: String,
    pub lesson: String,
}

shape!(Home { sentence, figure; question, lesson });

/// A scenario as the list of the lab shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioEntry {
    pub id: String,
    pub title: String,
    /// What to watch, at most two lines.
    pub notice: Vec<String>,
}

shape!(ScenarioEntry { id, title; notice });

#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub title: String,
    pub lessons: Vec<LessonEntry>,
}

shape!(Part { title, lessons });

/// A lesson as the contents list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonEntry {
    pub id: String,
    pub title: String,
    pub minutes: u32,
    /// Ids of its questions, in the order of the lesson.
    pub questions: Vec<String>,
    /// Codes of the exams that ask for it; none where no exam does.
    pub exams: Vec<String>,
}

shape!(LessonEntry { id, title, minutes, questions; exams });

/// One lesson, ready to be shown.
#[derive(Clone, Debug, PartialEq)]
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

shape!(Lesson { version, id, title, minutes, objectives, exams, after, checked, headings, blocks });

#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    pub id: String,
    pub title: String,
}

shape!(Heading { id, title });

/// A piece of a lesson.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Checked HTML: headings carry ids, links to lessons are `#/learn/…`, facts are marked up.
    Html { html: String },
    /// A cut-down lab.
    Lab {
        /// Id of the scenario.
        scenario: String,
        /// What it is called in the page.
        title: String,
        /// Parts to show: `fleet`, `requests`, `latency`, `cpu`, `tasks`, `verdict`; or
        /// `rush` alone.
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

impl Shape for Block {
    fn write(&self) -> Value {
        let mut table = Map::new();
        match self {
            Block::Html { html } => {
                put(&mut table, "kind", &"html".to_string());
                put(&mut table, "html", html);
            }
            Block::Lab { scenario, title, show, sliders } => {
                put(&mut table, "kind", &"lab".to_string());
                put(&mut table, "scenario", scenario);
                put(&mut table, "title", title);
                put(&mut table, "show", show);
                put(&mut table, "sliders", sliders);
            }
            Block::Quiz { title, items } => {
                put(&mut table, "kind", &"quiz".to_string());
                put(&mut table, "title", title);
                put(&mut table, "items", items);
            }
        }
        Value::Object(table)
    }

    fn read(value: &Value) -> Result<Block, Wrong> {
        let known = ["kind", "html", "scenario", "title", "show", "sliders", "items"];
        let table = shape::table(value, &known)?;
        let kind: String = need(table, "kind")?;
        match kind.as_str() {
            "html" => Ok(Block::Html { html: need(table, "html")? }),
            "lab" => Ok(Block::Lab {
                scenario: need(table, "scenario")?,
                title: need(table, "title")?,
                show: need(table, "show")?,
                sliders: need(table, "sliders")?,
            }),
            "quiz" => {
                Ok(Block::Quiz { title: need(table, "title")?, items: need(table, "items")? })
            }
            _ => Err(within(shape::wrong("html, lab or quiz", &kind.into()), "kind")),
        }
    }

    fn blank() -> Block {
        Block::Html { html: String::new() }
    }
}
serde_by_shape!(Block);

/// Where a question lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemRef {
    pub topic: String,
    pub id: String,
}

shape!(ItemRef { topic, id });

/// Everything that can be found by its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchIndex {
    pub version: u32,
    /// In the order of the course.
    pub entries: Vec<SearchEntry>,
}

shape!(SearchIndex { version, entries });

/// One place and the words to find it by; all plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchEntry {
    pub kind: EntryKind,
    pub title: String,
    /// A line below the title: the lesson of a section, the value of a fact.
    pub note: String,
    /// What stands there.
    pub text: String,
    /// `#/learn/LESSON/HEADING`, or a file beside the app.
    pub address: String,
    /// Address of a fact's source; empty if it has none.
    pub url: String,
}

shape!(SearchEntry { kind, title, address; note, text, url });

/// What kind of place it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    Lesson,
    Section,
    Term,
    Fact,
    Question,
    Preset,
    Page,
}

words!(EntryKind {
    Lesson = "lesson", Section = "section", Term = "term", Fact = "fact", Question = "question",
    Preset = "preset", Page = "page"
});

/// All terms and facts, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glossary {
    pub version: u32,
    pub html: String,
}

shape!(Glossary { version, html });

/// What changed, for those who come back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    pub version: u32,
    /// Changes at AWS, the newest first.
    pub changes: Vec<Change>,
    /// Six hexadecimal digits for each fact, in the order of `facts.json`. They change with its
    /// value, so that a page can tell which values are new to a reader.
    pub marks: String,
}

shape!(News { version, changes, marks });

/// One change at AWS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// ISO date; the first of the month where only that is known.
    pub date: String,
    /// The date as it is known, in words.
    pub when: String,
    /// Plain text.
    pub text: String,
    /// Where the course says more.
    pub address: String,
}

shape!(Change { date, when, text, address });
