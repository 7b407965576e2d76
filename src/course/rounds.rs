//! `rounds/*.toml` → scenes and rounds about permissions, each played through before it is taken:
//! a round must not be in order as it is given, and must be with its answers; a scene needs a
//! change that mends it.

use super::document::{self, Node, Table, Text, Value};
use super::known::Known;
use super::mistake::{Proof, Report};
use super::scenarios::place;
use super::source::Files;
use crate::facts::Iam;
use crate::iam::{Book, Cases, Document, Ending, Faulty, Launch, Round, Scene, Start, Task, start};
use crate::shape::Shape;
use std::collections::BTreeSet;

/// Reads every file; scenes and rounds in the order of the files. None where there is none.
pub fn read(files: &Files, known: &Known, report: &Report) -> Option<Book> {
    let mut cases = Cases::blank();
    let paths = files.paths("rounds", ".toml");
    if paths.is_empty() {
        return None;
    }
    let facts = match Iam::new(&known.facts) {
        Ok(facts) => facts,
        Err(problems) => {
            for problem in problems.0 {
                report.error_in(&files.shown("facts"), problem);
            }
            return None;
        }
    };
    let mut ids = BTreeSet::new();
    for path in paths {
        let Some(source) = files.source(&path) else { continue };
        let proof = report.proof(&source);
        let Some(table) = document::read(&source.text, 0, proof) else { continue };
        let Some(found) = parse(&table, proof) else { continue };
        let reader = Reader { table: &table, proof, facts: &facts };
        for (index, scene) in found.scenes.iter().enumerate() {
            reader.id(&mut ids, &scene.id, &format!("scenes.{index}"));
            reader.scene(scene, &format!("scenes.{index}"));
        }
        for (index, round) in found.rounds.iter().enumerate() {
            reader.id(&mut ids, &round.id, &format!("rounds.{index}"));
            reader.round(round, &format!("rounds.{index}"));
        }
        cases.scenes.extend(found.scenes);
        cases.rounds.extend(found.rounds);
    }
    Some(Book { said: facts, cases })
}

/// A file may hold either or both.
fn parse(table: &Table, proof: Proof) -> Option<Cases> {
    let mut json = document::json(table);
    for name in ["scenes", "rounds"] {
        if json.get(name).is_none() {
            json[name] = serde_json::Value::Array(Vec::new());
        }
    }
    let found = Cases::read(&json).map_err(|wrong| {
        let (_, at) = place(table, &wrong.path);
        proof.error(at, format!("`{}`: {}", wrong.path, wrong.expected));
    });
    found.ok()
}

struct Reader<'a> {
    table: &'a Table,
    proof: Proof<'a>,
    facts: &'a Iam,
}

impl Reader<'_> {
    fn wrong(&self, path: &str, text: String) {
        self.proof.error(place(self.table, path).1, text);
    }

    fn id(&self, ids: &mut BTreeSet<String>, id: &str, path: &str) {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if id.is_empty() || !id.bytes().all(plain) {
            self.wrong(&format!("{path}.id"), format!("id `{id}`: expected a to z, 0 to 9 and -"));
        } else if !ids.insert(id.to_string()) {
            self.wrong(&format!("{path}.id"), format!("id `{id}` is taken already"));
        }
    }

    fn round(&self, round: &Round, path: &str) {
        let given = format!("{path}.documents");
        let Some(start) = self.start(&round.task, &round.documents, &given, "text") else { return };
        if start.is_in_order() {
            self.wrong(path, format!("round `{}`: there is nothing to mend", round.id));
        }
        let answered: Vec<Document> = round.documents.iter().map(answered).collect();
        if let Some(start) = self.start(&round.task, &answered, &given, "answer")
            && !start.is_in_order()
        {
            let text = format!("round `{}`: with its answers {}", round.id, state(&start));
            self.wrong(path, text);
        }
    }

    /// On both launch types the scene is in order as it is, or after one of its changes.
    fn scene(&self, scene: &Scene, path: &str) {
        for launch in [Launch::Ec2, Launch::Fargate] {
            let (task, documents) = scene.changed(launch, None);
            let Some(given) = self.start(&task, &documents, &format!("{path}.documents"), "text")
            else {
                return;
            };
            let mut mended = mends(&given);
            for (index, change) in scene.changes.iter().enumerate() {
                let (task, documents) = scene.changed(launch, Some(change));
                let place = format!("{path}.changes.{index}.documents");
                let Some(after) = self.start(&task, &documents, &place, "") else { return };
                mended |= mends(&after);
            }
            if !mended {
                let text = format!("scene `{}`: no change mends it on {}", scene.id, launch.word());
                self.wrong(path, text);
            }
        }
    }

    /// Starts the task; mistakes in a document are noted where they stand in the file.
    fn start(&self, task: &Task, documents: &[Document], path: &str, field: &str) -> Option<Start> {
        let faulty = match start(task, documents, self.facts) {
            Ok(start) => return Some(start),
            Err(faulty) => faulty,
        };
        for Faulty { document, problem } in faulty {
            let own = self.text(&format!("{path}.{document}.{field}"));
            let at = own.map_or_else(|| place(self.table, path).1, |own| own.place(problem.at));
            self.proof.error(at, format!("policy: {problem}"));
        }
        None
    }

    fn text(&self, path: &str) -> Option<&Text> {
        let mut parts = path.split('.');
        let first = parts.next()?;
        let mut node: &Node = &self.table.iter().find(|entry| entry.key == first)?.node;
        for part in parts {
            node = match &node.value {
                Value::Table(table) => &table.iter().find(|entry| entry.key == part)?.node,
                Value::List(items) => items.get(part.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        match &node.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

fn answered(document: &Document) -> Document {
    let text = match document.answer.as_str() {
        "" => document.text.clone(),
        answer => answer.to_string(),
    };
    Document { text, ..document.clone() }
}

fn mends(start: &Start) -> bool {
    start.ending == Ending::Runs && start.leaks.is_empty()
}

fn state(start: &Start) -> String {
    let ending = match &start.ending {
        Ending::Runs => None,
        Ending::NotStarted { reason } => Some(reason.clone()),
        Ending::Stopped { reason, .. } | Ending::CodeRefused { reason, .. } => Some(reason.clone()),
    };
    let wide = start.cautions.iter().map(|caution| caution.text.clone());
    let said: Vec<String> = ending.into_iter().chain(start.leaks.clone()).chain(wide).collect();
    format!("it is not in order: {}", said.join(" "))
}
