//! `questions/*.toml` → topics. Ids first, because lessons name them; then the questions
//! themselves.

use super::document::{self, Node, Text, Value};
use super::fields::Fields;
use super::known::Known;
use super::marks::{Marks, Style};
use super::mistake::{Proof, Report, unknown};
use super::options::{self, Options};
use super::reader::Reader;
use super::source::{Files, Source};
use crate::facts::Trust;
use crate::quiz::generated;
use crate::quiz::item::{Kind, Question, Source as FactSource, Topic};
use crate::shape::Shape;
use std::collections::BTreeMap;

/// A topic whose TOML is read and whose questions are not.
pub struct Draft {
    source: Source,
    questions: Vec<Node>,
}

/// Reads the files and enters the ids of their questions in `known`.
pub fn drafts(files: &Files, known: &mut Known, report: &Report) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut homes: BTreeMap<String, String> = BTreeMap::new();
    for path in files.paths("questions", ".toml") {
        let Some(source) = files.source(&path) else {
            continue;
        };
        let proof = report.proof(&source);
        let Some(table) = document::read(&source.text, 0, proof) else {
            continue;
        };
        let mut fields = Fields::new(table, 0, proof);
        let questions = fields.list("questions");
        fields.finish();
        for question in &questions {
            let Some(id) = id_of(question) else { continue };
            let (line, _) = source.line_and_column(id.place(0));
            let place = format!("{}:{line}", source.path);
            if let Some(first) = homes.get(&id.text) {
                let text = format!("question id `{}` is taken already, at {first}", id.text);
                proof.error(id.place(0), text);
            } else {
                homes.insert(id.text.clone(), place);
                known.questions.insert(id.text.clone(), source.id.clone());
            }
        }
        drafts.push(Draft { source, questions });
    }
    drafts
}

fn id_of(question: &Node) -> Option<&Text> {
    let Value::Table(table) = &question.value else {
        return None;
    };
    let entry = table.iter().find(|entry| entry.key == "id")?;
    match &entry.node.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// Reads the questions of all topics.
pub fn topics(drafts: Vec<Draft>, known: &Known, report: &Report) -> Vec<Topic> {
    let mut stems: BTreeMap<String, String> = BTreeMap::new();
    let mut topics = Vec::new();
    for draft in drafts {
        let proof = report.proof(&draft.source);
        let mut questions = Vec::new();
        for node in draft.questions {
            let at = node.at;
            let Some(fields) = Fields::of(node, proof) else {
                continue;
            };
            let Some(question) = question(fields, known, proof) else {
                continue;
            };
            if let Some(twin) = stems.insert(question.stem.clone(), question.id.clone()) {
                proof.error(at, format!("`{}` has the same stem as `{twin}`", question.id));
            }
            questions.push(question);
        }
        topics.push(Topic { id: draft.source.id.clone(), questions });
    }
    topics
}

fn question(mut fields: Fields, known: &Known, proof: Proof) -> Option<Question> {
    let at = fields.at;
    let id = fields.required_text("id")?;
    let kind = fields.required_text("kind").and_then(|text| kind(&text, proof));
    let prefix = format!("f-{}-", id.text);
    let marks = Marks::new(known, proof, &prefix);
    let mut reader = Reader { known, proof, lesson: None, marks, style: Style::Noted };
    let stem = fields.required_text("stem").map(|text| reader.html(&text));
    let Options { options, targets, tolerance, unit, evidence } =
        kind.map(|kind| options::read(kind, &mut fields, &mut reader)).unwrap_or_default();
    let lesson = fields.required_text("lesson");
    if let Some(text) = &lesson {
        note(proof, text, known.lesson(&text.text));
    }
    let lab = fields.text("lab");
    if !lab.text.is_empty() {
        self::lab(&lab, known, proof);
    } else if kind == Some(Kind::Predict) {
        proof.error(at, "kind `predict`: expected `lab`, the scenario that shows what happens");
    }
    let generator = fields.text("generator");
    if let Err(said) = self::generator(&generator.text, known) {
        proof.error(generator.place(0), said);
    }
    let difficulty = fields.integer("difficulty", 1, 3);
    let exams = fields.exams();
    let qualifier = fields.text("qualifier").text;
    let facts = sources(&fields.texts("facts"), known, proof);
    let today = reader.html(&fields.text("today"));
    let exam_answer = reader.html(&fields.text("exam_answer"));
    if today.is_empty() != exam_answer.is_empty() {
        proof.error(at, "`today` and `exam_answer` go together: give both or neither");
    }
    if kind.is_some() {
        fields.finish();
    }
    Some(Question {
        id: id.text,
        kind: kind?,
        stem: stem?,
        evidence,
        options,
        targets,
        tolerance,
        unit,
        lesson: lesson?.text,
        exams,
        qualifier,
        difficulty: difficulty.unwrap_or(2) as u8,
        facts,
        today,
        exam_answer,
        lab: lab.text,
        generator: generator.text,
    })
}

fn kind(text: &Text, proof: Proof) -> Option<Kind> {
    let name = text.text.as_str();
    if let Ok(kind) = Kind::read(&name.into()) {
        return Some(kind);
    }
    let said = match name {
        "generated" => "generated questions have no place in a file: name a generator in \
                        `generator`, and the question is asked again with other numbers"
            .into(),
        _ => unknown("kind", name, Kind::WORDS.iter().copied()),
    };
    proof.error(text.place(0), said);
    None
}

/// What is wrong with naming what asks the same again, if anything.
fn generator(name: &str, known: &Known) -> Result<(), String> {
    let drills = name.strip_prefix("pair-").is_some_and(|pair| known.pairs.contains(pair));
    if name.is_empty() || drills || generated::find(name).is_some() {
        return Ok(());
    }
    let pairs = known.pairs.iter().map(|pair| ["pair-", pair].concat());
    let names = generated::GENERATORS.iter().map(|generator| generator.name.to_string());
    let names: Vec<String> = names.chain(pairs).collect();
    Err(unknown("generator", name, names.iter().map(String::as_str)))
}

/// Where the question is seen happening: a scenario, and what differs from it.
fn lab(text: &Text, known: &Known, proof: Proof) {
    let (scenario, settings) = text.text.split_once('?').unwrap_or((&text.text, ""));
    note(proof, text, known.scenario(scenario));
    for pair in settings.split('&').filter(|pair| !pair.is_empty()) {
        let (path, value) = pair.split_once('=').unwrap_or((pair, ""));
        let said = match path {
            "t" if is_time(value) => continue,
            "t" => format!("`lab`: expected a time of day such as t=13:32:00, found `{pair}`"),
            _ if !known.sliders.contains(path) => {
                let paths = known.sliders.iter().map(String::as_str);
                format!("`lab`: {}", unknown("setting", path, paths))
            }
            _ if value.parse::<f64>().is_ok() => continue,
            _ => format!("`lab`: expected a number for `{path}`, found `{value}`"),
        };
        proof.error(text.place(0), said);
    }
}

fn is_time(text: &str) -> bool {
    let parts: Vec<Option<u32>> = text.split(':').map(|part| part.parse().ok()).collect();
    matches!(parts[..], [Some(0..24), Some(0..60), Some(0..60)])
}

fn sources(ids: &[Text], known: &Known, proof: Proof) -> Vec<FactSource> {
    let mut sources = Vec::new();
    for id in ids {
        let fact = match known.fact(&id.text) {
            Ok(fact) => fact,
            Err(text) => {
                proof.error(id.place(0), text);
                continue;
            }
        };
        let doubt = match fact.trust {
            Trust::Disputed => "disputed",
            Trust::Unverified => "unverified",
            _ => "",
        };
        if !doubt.is_empty() {
            let text = format!("fact `{}` is {doubt}; a question cannot rest on it", id.text);
            proof.error(id.place(0), text);
        }
        sources.push(FactSource::of(&id.text, fact));
    }
    sources
}

fn note(proof: Proof, text: &Text, checked: Result<(), String>) {
    if let Err(said) = checked {
        proof.error(text.place(0), said);
    }
}
