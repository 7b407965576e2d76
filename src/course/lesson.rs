//! `lessons/*.md`: front matter between `+++` lines, then Markdown.
//!
//! First the outlines, because lessons link to each other's headings; then the bodies.

use super::document::{self, Text};
use super::fences;
use super::fields::Fields;
use super::headings::{self, Found};
use super::known::Known;
use super::marks::{Marks, Style};
use super::mistake::{Proof, Report};
use super::model::{Block, Heading, ItemRef, Lesson, VERSION};
use super::reader::{Piece, Reader};
use super::source::{Files, Source};
use pulldown_cmark::HeadingLevel;
use std::collections::BTreeMap;

/// A lesson whose headings are known and whose body is not read.
pub struct Outline {
    source: Source,
    front: Option<Front>,
    body: Text,
    headings: Vec<Found>,
}

struct Front {
    title: String,
    minutes: u32,
    objectives: Vec<String>,
    exams: BTreeMap<String, Vec<String>>,
    after: Vec<Text>,
    checked: String,
}

/// Reads front matter and headings, and enters them in `known`.
pub fn outlines(files: &Files, known: &mut Known, report: &Report) -> Vec<Outline> {
    let mut outlines = Vec::new();
    for path in files.paths("lessons", ".md") {
        let Some(source) = files.source(&path) else {
            continue;
        };
        let proof = report.proof(&source);
        let (toml, body) = split(&source.text, proof);
        let front = toml.and_then(|(text, at)| front(text, at, proof));
        let headings = headings::find(&body);
        let ids = headings::check(&headings, &body, proof);
        known.lessons.insert(source.id.clone(), ids);
        outlines.push(Outline { source, front, body, headings });
    }
    outlines
}

/// The front matter with its offset, and the Markdown below it.
fn split<'a>(text: &'a str, proof: Proof) -> (Option<(&'a str, usize)>, Text) {
    const MARK: &str = "+++\n";
    let end = text.strip_prefix(MARK).and_then(|rest| match rest.starts_with(MARK) {
        true => Some(0),
        false => rest.find("\n+++\n").map(|at| at + 1),
    });
    match end {
        Some(end) => {
            let start = MARK.len() + end + MARK.len();
            let toml = &text[MARK.len()..MARK.len() + end];
            (Some((toml, MARK.len())), Text::plain(&text[start..], start))
        }
        None => {
            proof.error(0, "expected front matter: TOML between two lines `+++` at the top");
            (None, Text::plain(text, 0))
        }
    }
}

fn front(toml: &str, at: usize, proof: Proof) -> Option<Front> {
    let table = document::read(toml, at, proof)?;
    let mut fields = Fields::new(table, 0, proof);
    let title = fields.required_text("title");
    let minutes = fields.required_integer("minutes", 1, 60);
    let objectives = fields.texts("objectives");
    let exams = fields.exams();
    let after = fields.texts("after");
    let checked = fields.date("checked");
    // Which bullets of the notes a lesson serves matters to its authors only.
    fields.list("notes");
    fields.finish();
    Some(Front {
        title: title?.text,
        minutes: minutes? as u32,
        objectives: objectives.into_iter().map(|text| text.text).collect(),
        exams,
        after,
        checked: checked?.0,
    })
}

/// Reads the bodies.
pub fn lessons(outlines: Vec<Outline>, known: &Known, report: &Report) -> Vec<Lesson> {
    let read = |outline| lesson(outline, known, report);
    outlines.into_iter().filter_map(read).collect()
}

fn lesson(outline: Outline, known: &Known, report: &Report) -> Option<Lesson> {
    let Outline { source, front, body, headings } = outline;
    let proof = report.proof(&source);
    let marks = Marks::new(known, proof, "f");
    let lesson = Some(source.id.as_str());
    let mut reader = Reader { known, proof, lesson, marks, style: Style::Noted };
    let blocks = blocks(&mut reader, &body);
    let front = front?;
    for id in &front.after {
        if let Err(text) = known.lesson(&id.text) {
            proof.error(id.place(0), text);
        } else if id.text == source.id {
            proof.error(id.place(0), "a lesson cannot come after itself");
        }
    }
    let contents = headings.into_iter().filter(|found| found.level == HeadingLevel::H2);
    Some(Lesson {
        version: VERSION,
        id: source.id.clone(),
        title: front.title,
        minutes: front.minutes,
        objectives: front.objectives,
        exams: front.exams,
        after: front.after.into_iter().map(|text| text.text).collect(),
        checked: front.checked,
        headings: contents.map(|found| Heading { id: found.id, title: found.title }).collect(),
        blocks,
    })
}

fn blocks(reader: &mut Reader, body: &Text) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for piece in reader.pieces(body) {
        let block = match piece {
            Piece::Html(html) => Some(Block::Html { html }),
            Piece::Fence(fence) => fences::block(fence, reader),
        };
        match (block, blocks.last_mut()) {
            (Some(Block::Html { html }), Some(Block::Html { html: before })) => *before += &html,
            (Some(block), _) => blocks.push(block),
            (None, _) => {}
        }
    }
    blocks
}

/// The questions of a lesson in the order of its blocks, each once.
pub fn questions(lesson: &Lesson) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for block in &lesson.blocks {
        let Block::Quiz { items, .. } = block else {
            continue;
        };
        for ItemRef { id, .. } in items {
            if !ids.contains(id) {
                ids.push(id.clone());
            }
        }
    }
    ids
}
