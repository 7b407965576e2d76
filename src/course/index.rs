//! The search index: everything in the course that has an address, with the words to find it by.

use super::build::Course;
use super::known::{caveat, date_words};
use super::model::{Block, EntryKind, Lesson, SearchEntry, SearchIndex, VERSION};
use super::plain::{self, Section};
use crate::facts::is_printable;
use crate::facts::{Fact, format_value};
use crate::rules::{self, tools};

/// Pages of the app that are no lesson: title, what is there, address.
const PAGES: [(&str, &str, &str); 8] = [
    ("What changed", "changes at AWS and in the course, by date", "#/about/changes"),
    ("Write your own course", "three text files and one command", "#/about/own-course"),
    ("Cheat sheet", "two pages to print: choices and exam answers", "read/sheet.html"),
    ("Tools", "every rule as a calculator, with working and source", "#/tools"),
    ("Lab", "one service, one day, every setting under your hand", "#/lab"),
    ("Facts and terms", "every number of the course with its source and date", "#/about/facts"),
    ("Plain pages", "the lessons without scripts, to read and to print", "read/index.html"),
    ("About Drydock", "how the figures are made, what is stored, keys, licence", "#/about"),
];

/// The index of a whole course, in the order of the course.
pub fn index(course: &Course) -> SearchIndex {
    let mut entries = Vec::new();
    for part in &course.map.parts {
        for entry in &part.lessons {
            if let Some(lesson) = course.lessons.iter().find(|lesson| lesson.id == entry.id) {
                add_lesson(course, lesson, &part.title, &mut entries);
            }
        }
    }
    for (id, term) in &course.known.terms {
        entries.push(SearchEntry {
            kind: EntryKind::Term,
            title: term.name.clone(),
            note: if term.long.is_empty() { "term".into() } else { term.long.clone() },
            text: plain::text(&term.text),
            address: format!("#/about/facts/term-{id}"),
            url: String::new(),
        });
    }
    entries.extend(course.known.facts.0.iter().map(|(id, fact)| fact_entry(id, fact)));
    for scenario in &course.map.scenarios {
        entries.push(SearchEntry {
            kind: EntryKind::Preset,
            title: scenario.title.clone(),
            note: "a day in the lab".to_string(),
            text: scenario.notice.join(" "),
            address: format!("#/lab?preset={}", scenario.id),
            url: String::new(),
        });
    }
    for tool in tools::GROUPS.iter().flat_map(|group| group.tools()) {
        let fields = rules::find(tool.name).map_or(&[][..], |rule| rule.fields);
        let words: Vec<&str> = fields.iter().map(|field| field.about).collect();
        entries.push(SearchEntry {
            kind: EntryKind::Page,
            title: tool.title.to_string(),
            note: format!("tool: {}", tool.meaning),
            text: format!("calculator {} {}", tool.name, words.join(", ")),
            address: tool.address,
            url: String::new(),
        });
    }
    entries.extend(PAGES.iter().map(|(title, text, address)| SearchEntry {
        kind: EntryKind::Page,
        title: title.to_string(),
        note: text.to_string(),
        text: String::new(),
        address: address.to_string(),
        url: String::new(),
    }));
    SearchIndex { version: VERSION, entries }
}

/// The lesson, its sections, and the questions that stand in it.
fn add_lesson(course: &Course, lesson: &Lesson, part: &str, entries: &mut Vec<SearchEntry>) {
    let mut sections =
        vec![Section { id: String::new(), title: lesson.title.clone(), text: String::new() }];
    let mut questions = Vec::new();
    for block in &lesson.blocks {
        match block {
            Block::Html { html } => plain::sections(html, &mut sections),
            Block::Lab { title, .. } => {
                if let Some(section) = sections.last_mut() {
                    section.text += &format!(" {title}");
                }
            }
            Block::Quiz { items, .. } => questions.extend(items),
        }
    }
    for Section { id, title, text } in sections {
        let whole = id.is_empty();
        let (kind, note) = match whole {
            true => (EntryKind::Lesson, format!("{part}, {} minutes", lesson.minutes)),
            false => (EntryKind::Section, lesson.title.clone()),
        };
        let text = if whole { format!("{}. {text}", lesson.objectives.join("; ")) } else { text };
        let end = if whole { String::new() } else { format!("/{id}") };
        let address = format!("#/learn/{}{end}", lesson.id);
        entries.push(SearchEntry { kind, title, note, text, address, url: String::new() });
    }
    for item in questions {
        let topic = course.topics.iter().find(|topic| topic.id == item.topic);
        let found = topic.and_then(|topic| topic.questions.iter().find(|it| it.id == item.id));
        if let Some(question) = found {
            entries.push(SearchEntry {
                kind: EntryKind::Question,
                title: plain::text(&question.stem),
                note: lesson.title.clone(),
                text: String::new(),
                address: format!("#/learn/{}/stem-{}", lesson.id, question.id),
                url: String::new(),
            });
        }
    }
}

fn fact_entry(id: &str, fact: &Fact) -> SearchEntry {
    let value = if is_printable(&fact.value) { format_value(fact) } else { String::new() };
    let checked = date_words(&fact.checked);
    SearchEntry {
        kind: EntryKind::Fact,
        title: fact.text.trim_end_matches('.').to_string(),
        note: value,
        text: format!("{}, checked {checked}{}", fact.source, caveat(fact.trust)),
        address: format!("#/about/facts/{id}"),
        url: fact.url.clone(),
    }
}
