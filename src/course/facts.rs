//! `facts/*.toml` → [`Facts`]: a table that holds a fact's fields is a fact, its path is the id.

use super::dates::Date;
use super::document::{self, Entry, Node, Value};
use super::fields::Fields;
use super::mistake::{Proof, Report, unknown};
use super::source::Files;
use crate::facts::{Fact, Facts, Rulebook, Trust};

/// Days after which a fact is worth reading again.
const STALE_AFTER_DAYS: i64 = 400;

const TRUSTS: [(&str, Trust); 5] = [
    ("verified", Trust::Verified),
    ("observed", Trust::Observed),
    ("estimate", Trust::Estimate),
    ("disputed", Trust::Disputed),
    ("unverified", Trust::Unverified),
];

/// Reads every fact. `course_checked` is the day on which the course was read through.
pub fn read(files: &Files, course_checked: Option<Date>, report: &Report) -> Facts {
    let mut facts = Facts::default();
    for path in files.paths("facts", ".toml") {
        let Some(source) = files.source(&path) else {
            continue;
        };
        let proof = report.proof(&source);
        for entry in document::read(&source.text, 0, proof).unwrap_or_default() {
            if entry.key == source.id {
                let mut reading = Reading { proof, course_checked, facts: &mut facts };
                reading.below(entry.key.clone(), entry.at, entry.node);
            } else {
                let expected = format!("expected `[{}.NAME]`, found `{}`", source.id, entry.key);
                proof.error(entry.at, format!("{expected}; an id starts with its file's name"));
            }
        }
    }
    facts
}

/// The typed view that the models need. Facts that are missing for it are noted in the file they belong to.
pub fn rulebook(files: &Files, facts: &Facts, report: &Report) -> Option<Rulebook> {
    match Rulebook::new(facts) {
        Ok(rules) => Some(rules),
        Err(problems) => {
            for problem in problems.0 {
                let id = problem.split('`').nth(1).unwrap_or_default();
                let file = id.split('.').next().unwrap_or_default();
                report.error_in(&files.shown(&format!("facts/{file}.toml")), problem);
            }
            None
        }
    }
}

struct Reading<'a> {
    proof: Proof<'a>,
    course_checked: Option<Date>,
    facts: &'a mut Facts,
}

impl Reading<'_> {
    fn below(&mut self, id: String, at: usize, node: Node) {
        let Value::Table(table) = node.value else {
            let found = node.kind();
            self.proof.error(at, format!("`{id}`: expected a table of facts, found {found}"));
            return;
        };
        if table.iter().all(|entry| matches!(entry.node.value, Value::Table(_))) {
            for Entry { key, at, node } in table {
                self.below(format!("{id}.{key}"), at, node);
            }
            return;
        }
        let fields = Fields::new(table, at, self.proof);
        if let Some(fact) = self.fact(&id, fields) {
            self.facts.0.insert(id, fact);
        }
    }

    fn fact(&self, id: &str, mut fields: Fields) -> Option<Fact> {
        let value = fields.take("value");
        if value.is_none() {
            fields.missing("value");
        }
        let text = fields.required_text("text");
        let source = fields.required_text("source");
        let unit = fields.text("unit").text;
        let url = fields.text("url");
        if !url.text.is_empty() && !url.text.starts_with("https://") {
            self.proof.error(url.place(0), "`url`: expected an address that starts with https://");
        }
        let checked = fields.date("checked");
        let trust = fields.required_text("trust").and_then(|text| {
            let found = TRUSTS.iter().find(|(name, _)| *name == text.text);
            if found.is_none() {
                let names = TRUSTS.iter().map(|(name, _)| *name);
                self.proof.error(text.place(0), unknown("trust", &text.text, names));
            }
            found.map(|(_, trust)| *trust)
        });
        let at = fields.at;
        fields.finish();
        let (iso, date) = checked?;
        self.note_stale(id, at, date);
        Some(Fact {
            value: value?.json(),
            unit,
            text: text?.text,
            source: source?.text,
            url: url.text,
            checked: iso,
            trust: trust?,
        })
    }

    fn note_stale(&self, id: &str, at: usize, checked: Date) {
        let Some(course) = self.course_checked else {
            return;
        };
        let age = course.day_number() - checked.day_number();
        if age > STALE_AFTER_DAYS {
            let words = checked.words();
            let text = format!("fact `{id}` was checked {words}, {age} days before the course");
            self.proof.warning(at, text);
        }
    }
}
