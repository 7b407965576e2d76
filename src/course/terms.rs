//! `terms.toml`: the words that lessons use, each with what it means. A lesson marks one with
//! `{{term:ID}}`.

use super::document::{self, Text};
use super::fields::Fields;
use super::known::Known;
use super::marks::{Marks, Place, Style};
use super::mistake::{Proof, Report};
use super::source::Files;

/// Where the terms stand.
pub const PATH: &str = "terms.toml";

/// A word and its meaning.
#[derive(Clone, Debug)]
pub struct Term {
    /// `ENI`
    pub name: String,
    /// What a short name is short for, or a fuller name; may be empty.
    pub long: String,
    /// HTML, one or two sentences.
    pub text: String,
    /// The lesson that explains it; empty if none does. Checked by [`check`].
    pub lesson: String,
}

/// Reads the terms into `known`; a course may have none.
pub fn read(files: &Files, known: &mut Known, report: &Report) {
    let Some(source) = files.source(PATH) else { return };
    let proof = report.proof(&source);
    let Some(table) = document::read(&source.text, 0, proof) else { return };
    let mut fields = Fields::new(table, 0, proof);
    fields.version();
    for (id, node) in fields.rest() {
        let Some(fields) = Fields::of(node, proof) else { continue };
        if let Some(term) = term(fields, known, proof) {
            known.terms.insert(id, term);
        }
    }
}

fn term(mut fields: Fields, known: &Known, proof: Proof) -> Option<Term> {
    let name = fields.required_text("name");
    let long = fields.text("long").text;
    let text = fields.required_text("text");
    let lesson = fields.text("lesson").text;
    fields.finish();
    let text = printed(&text?, known, proof);
    Some(Term { name: name?.text, long, text, lesson })
}

/// The text with its facts, as HTML.
fn printed(text: &Text, known: &Known, proof: Proof) -> String {
    let place = Place { origin: text, start: 0, end: text.text.len() };
    Marks::new(known, proof, "").substitute(&text.text, false, Style::Plain, place)
}

/// Notes lessons that are not there. Called when the lessons are known.
pub fn check(files: &Files, known: &Known, report: &Report) {
    for (id, term) in known.terms.iter().filter(|(_, term)| !term.lesson.is_empty()) {
        if let Err(text) = known.lesson(&term.lesson) {
            report.error_in(&files.shown(PATH), format!("term `{id}`: {text}"));
        }
    }
}
