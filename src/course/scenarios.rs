//! `scenarios/*.toml` → whole scenarios, laid over the defaults of the simulator.
//!
//! Two fields are for the reader and no part of what is simulated: `notice`, what to watch, and
//! `order`, the place in the list.

use super::document::{self, Entry, Node, Table, Value};
use super::fields::Fields;
use super::known::Known;
use super::mistake::{Mistake, Proof, Report};
use super::source::{Files, stem};
use crate::facts::Rulebook;
use crate::sim::Scenario;
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// Place of a scenario that names none: after all others.
const ORDER_MAX: i64 = 1000;

/// A notice is read beside the running simulation.
const NOTICE_LINES_MAX: usize = 2;
const NOTICE_LETTERS_MAX: usize = 120;

/// Reads every scenario into `known`.
pub fn read(files: &Files, rules: &Rulebook, known: &mut Known, report: &Report) {
    known.sliders = sliders(&Scenario::standard(rules));
    for path in files.paths("scenarios", ".toml") {
        let Some(source) = files.source(&path) else {
            continue;
        };
        match parse(&source.text, rules, report.proof(&source)) {
            Some((scenario, listing)) => {
                known.scenarios.insert(source.id.clone(), scenario);
                known.listings.insert(source.id.clone(), listing);
            }
            None => {
                known.broken_scenarios.insert(source.id.clone());
            }
        }
    }
}

/// Enters the names alone, where no rulebook could be made to read the scenarios with.
pub fn names(files: &Files, known: &mut Known) {
    let paths = files.paths("scenarios", ".toml");
    known.broken_scenarios.extend(paths.iter().map(|path| stem(path).to_string()));
}

/// A scenario that stands alone, in TOML or JSON; `name` is what messages call it.
pub fn scenario(name: &str, text: &str, rules: &Rulebook) -> Result<Scenario, Vec<Mistake>> {
    let report = Report::default();
    let mut files = Files::new("");
    files.insert(name, text);
    let scenario = files.source(name).and_then(|source| {
        let proof = report.proof(&source);
        if !text.trim_start().starts_with('{') {
            return parse(&source.text, rules, proof).map(|(scenario, _)| scenario);
        }
        let partial = serde_json::from_str(&source.text).map_err(|error| {
            let lines = source.text.split_inclusive('\n').take(error.line().saturating_sub(1));
            let at = lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
            proof.error(at, format!("broken JSON: {error}"));
        });
        let scenario = Scenario::parse_with_calendar(partial.ok()?, rules).map_err(|problems| {
            for problem in problems {
                proof.error(0, format!("`{}`: {}", problem.path, problem.expected));
            }
        });
        scenario.ok()
    });
    scenario.ok_or_else(|| report.into_mistakes())
}

/// How a scenario stands in the list of the course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Lower ones first.
    pub order: i64,
    /// What to watch, a line each.
    pub notice: Vec<String>,
}

fn parse(text: &str, rules: &Rulebook, proof: Proof) -> Option<(Scenario, Listing)> {
    let mut table = document::read(text, 0, proof)?;
    let listing = listing(&mut table, proof);
    let scenario =
        Scenario::parse_with_calendar(document::json(&table), rules).map_err(|problems| {
            for problem in problems {
                let (key_at, value_at) = place(&table, &problem.path);
                let at = if problem.expected.starts_with("unknown") { key_at } else { value_at };
                proof.error(at, format!("`{}`: {}", problem.path, problem.expected));
            }
        });
    let scenario = scenario.ok()?;
    if scenario.title.trim().is_empty() || !table.iter().any(|entry| entry.key == "title") {
        proof.error(0, "missing field `title`");
    }
    Some((scenario, listing))
}

/// Takes the fields of the list out of the table.
fn listing(table: &mut Table, proof: Proof) -> Listing {
    let is_listed = |entry: &Entry| ["order", "notice"].contains(&entry.key.as_str());
    let (own, rest) = std::mem::take(table).into_iter().partition(is_listed);
    *table = rest;
    let mut fields = Fields::new(own, 0, proof);
    let order = fields.integer("order", 1, ORDER_MAX).unwrap_or(ORDER_MAX);
    let notice = fields.texts("notice");
    for (index, line) in notice.iter().enumerate() {
        let letters = line.text.chars().count();
        if index == NOTICE_LINES_MAX {
            proof.error(line.place(0), format!("`notice`: at most {NOTICE_LINES_MAX} lines"));
        } else if letters > NOTICE_LETTERS_MAX {
            let limit = format!("at most {NOTICE_LETTERS_MAX} letters a line, found {letters}");
            proof.error(line.place(0), format!("`notice`: {limit}"));
        }
    }
    Listing { order, notice: notice.into_iter().map(|line| line.text).collect() }
}

/// Where the key and the value at a path such as `scaling.target` or `changes.0.at` stand; of what
/// is missing, those of the table that it is missing from.
pub(super) fn place(table: &Table, path: &str) -> (usize, usize) {
    let mut found = (0, 0);
    let root = Node { at: 0, value: Value::Table(table.clone()) };
    let mut here = &root;
    for part in path.split(['.', '[']).map(|part| part.trim_end_matches(']')) {
        let next = match &here.value {
            Value::Table(table) => {
                table.iter().find(|entry| entry.key == part).map(|entry| (entry.at, &entry.node))
            }
            Value::List(items) => {
                let item = part.parse::<usize>().ok().and_then(|index| items.get(index));
                item.map(|item| (item.at, item))
            }
            _ => None,
        };
        let Some((key_at, node)) = next else { break };
        found = (key_at, node.at);
        here = node;
    }
    found
}

/// Paths of the numeric settings.
fn sliders(standard: &Scenario) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    if let Ok(Json::Object(tables)) = serde_json::to_value(standard) {
        for (table, value) in tables {
            let Json::Object(settings) = value else {
                continue;
            };
            let numeric = settings.iter().filter(|(_, value)| value.is_number());
            paths.extend(numeric.map(|(name, _)| format!("{table}.{name}")));
        }
    }
    paths
}
