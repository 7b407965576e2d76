//! `pairs/*.toml` → tables of what is easily confused.

use super::document::{self, Node, Text};
use super::fields::Fields;
use super::known::Known;
use super::marks::{Marks, Place, Style};
use super::mistake::{Proof, Report, unknown};
use super::source::Files;
use crate::facts::Trust;
use crate::quiz::pairs::{Need, Pair, Row};
use std::collections::BTreeSet;

/// Ids of all tables, which questions may name.
pub fn names(files: &Files) -> BTreeSet<String> {
    let paths = files.paths("pairs", ".toml").into_iter();
    paths.filter_map(|path| files.source(&path)).map(|source| source.id.clone()).collect()
}

/// Reads all tables, by file name. Called when lessons and facts are known.
pub fn read(files: &Files, known: &Known, report: &Report) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for path in files.paths("pairs", ".toml") {
        let Some(source) = files.source(&path) else { continue };
        let proof = report.proof(&source);
        let Some(table) = document::read(&source.text, 0, proof) else { continue };
        let mut fields = Fields::new(table, 0, proof);
        fields.version();
        pairs.extend(pair(&source.id, fields, known, proof));
    }
    pairs
}

fn pair(id: &str, mut fields: Fields, known: &Known, proof: Proof) -> Option<Pair> {
    let printed = |text: &Text| {
        let place = Place { origin: text, start: 0, end: text.text.len() };
        Marks::new(known, proof, "").substitute(&text.text, false, Style::Plain, place)
    };
    let text = |fields: &mut Fields, name| fields.required_text(name).map(|text| printed(&text));
    let title = text(&mut fields, "title");
    let say = text(&mut fields, "say");
    let lead = text(&mut fields, "lead");
    let ask = text(&mut fields, "ask");
    let lesson = fields.required_text("lesson");
    if let Some(lesson) = &lesson
        && let Err(said) = known.lesson(&lesson.text)
    {
        proof.error(lesson.place(0), said);
    }
    let exams = fields.exams();
    let columns: Vec<String> = fields.texts("columns").into_iter().map(|it| it.text).collect();
    if columns.len() < 3 {
        proof.error(fields.at, format!("expected three columns or more, found {}", columns.len()));
    }
    let needs_max = fields.integer("needs_max", 1, 3).unwrap_or(2) as u32;
    let nodes = fields.list("rows");
    fields.finish();
    let rows = nodes.into_iter().filter_map(|node| row(node, &columns, &printed, known, proof));
    Some(Pair {
        id: id.into(),
        title: title?,
        say: say?,
        lesson: lesson?.text,
        exams,
        lead: lead?,
        ask: ask?,
        needs_max,
        rows: rows.collect(),
        columns,
    })
}

fn row(
    node: Node,
    columns: &[String],
    printed: &dyn Fn(&Text) -> String,
    known: &Known,
    proof: Proof,
) -> Option<Row> {
    let mut fields = Fields::of(node, proof)?;
    let feature = fields.required_text("feature").map(|text| printed(&text));
    let cells: Vec<String> = fields.texts("cells").iter().map(printed).collect();
    if cells.len() != columns.len() {
        let said = format!("expected a cell for each of {} columns", columns.len());
        proof.error(fields.at, format!("{said}, found {}", cells.len()));
        return None;
    }
    let facts = fields.texts("facts");
    if facts.is_empty() {
        proof.error(fields.at, "expected the facts on which the row rests");
    }
    for id in &facts {
        match known.fact(&id.text) {
            Ok(fact) if matches!(fact.trust, Trust::Disputed | Trust::Unverified) => {
                let said = format!("fact `{}` is in doubt; a drill cannot rest on it", id.text);
                proof.error(id.place(0), said);
            }
            Ok(_) => {}
            Err(said) => proof.error(id.place(0), said),
        }
    }
    let mut needs = Vec::new();
    for node in fields.list("needs") {
        let Some(mut need) = Fields::of(node, proof) else { continue };
        let text = need.required_text("text").map(|text| printed(&text));
        let mut fits = Vec::new();
        for name in need.texts("fits") {
            match columns.iter().position(|column| *column == name.text) {
                Some(place) => fits.push(place as u32),
                None => {
                    let names = columns.iter().map(String::as_str);
                    proof.error(name.place(0), unknown("column", &name.text, names));
                }
            }
        }
        let misconception = need.text("misconception").text;
        need.finish();
        needs.push(Need { text: text?, fits, misconception });
    }
    fields.finish();
    let facts = facts.into_iter().map(|id| id.text).collect();
    Some(Row { feature: feature?, cells, facts, needs })
}
