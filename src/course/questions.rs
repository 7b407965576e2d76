//! `questions/*.toml` → topics. Ids first, because lessons name them; then the questions themselves.

use super::document::{self, Node, Text, Value};
use super::fields::Fields;
use super::known::Known;
use super::marks::{Marks, Style, sentence};
use super::mistake::{Proof, Report, unknown};
use super::reader::Reader;
use super::source::{Files, Source};
use crate::facts::Trust;
use crate::quiz::item::{Choice, Kind, Question, Source as FactSource, Topic};
use std::collections::BTreeMap;

const KINDS: [(&str, Kind); 2] = [("single", Kind::Single), ("multiple", Kind::Multiple)];
/// Kinds that the format names and no page can ask yet.
const LATER: [&str; 6] = ["match", "order", "number", "predict", "diagnose", "generated"];

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
    let options = options(&mut fields, &mut reader);
    if let Some(kind) = kind {
        check_keys(kind, &options, at, proof);
    }
    let lesson = fields.required_text("lesson");
    if let Some(text) = &lesson {
        note(proof, text, known.lesson(&text.text));
    }
    let lab = fields.text("lab");
    if !lab.text.is_empty() {
        note(proof, &lab, known.scenario(&lab.text));
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
    fields.finish();
    Some(Question {
        id: id.text,
        kind: kind?,
        stem: stem?,
        options,
        lesson: lesson?.text,
        exams,
        qualifier,
        difficulty: difficulty.unwrap_or(2) as u8,
        facts,
        today,
        exam_answer,
        lab: lab.text,
    })
}

fn kind(text: &Text, proof: Proof) -> Option<Kind> {
    let name = text.text.as_str();
    if let Some((_, kind)) = KINDS.iter().find(|(known, _)| *known == name) {
        return Some(*kind);
    }
    let said = if LATER.contains(&name) {
        format!("questions of kind `{name}` cannot be asked yet; expected `single` or `multiple`")
    } else {
        unknown("kind", name, KINDS.iter().map(|(known, _)| *known))
    };
    proof.error(text.place(0), said);
    None
}

fn options(fields: &mut Fields, reader: &mut Reader) -> Vec<Choice> {
    let mut options = Vec::new();
    for node in fields.list("options") {
        let Some(mut option) = Fields::of(node, reader.proof) else {
            continue;
        };
        let text = option.required_text("text").map(|text| {
            // An option becomes a label, and a label must not hold a button.
            reader.style = Style::Plain;
            let html = reader.html(&text);
            reader.style = Style::Noted;
            html
        });
        let why = option.required_text("why").map(|text| reader.html(&text));
        let key = option.truth("key");
        let misconception = option.text("misconception").text;
        option.finish();
        options.push(Choice {
            text: text.unwrap_or_default(),
            key,
            why: why.unwrap_or_default(),
            misconception,
        });
    }
    options
}

fn check_keys(kind: Kind, options: &[Choice], at: usize, proof: Proof) {
    let keys = options.iter().filter(|option| option.key).count();
    match kind {
        _ if options.len() < 2 => {
            proof.error(at, format!("expected two options or more, found {}", options.len()));
        }
        Kind::Single if keys != 1 => {
            let text =
                format!("kind `single`: expected one option with `key = true`, found {keys}");
            proof.error(at, text);
        }
        Kind::Multiple if keys < 2 => {
            let text = "kind `multiple`: expected two options or more with `key = true`";
            proof.error(at, format!("{text}, found {keys}"));
        }
        Kind::Multiple if keys == options.len() => {
            proof.error(at, "every option is right; one must be wrong");
        }
        _ => {}
    }
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
        sources.push(FactSource {
            id: id.text.clone(),
            text: sentence(fact),
            source: fact.source.clone(),
            url: fact.url.clone(),
            checked: fact.checked.clone(),
        });
    }
    sources
}

fn note(proof: Proof, text: &Text, checked: Result<(), String>) {
    if let Err(said) = checked {
        proof.error(text.place(0), said);
    }
}
