//! `scenarios/*.toml` → whole scenarios, laid over the defaults of the simulator.

use super::document::{self, Table, Value};
use super::known::Known;
use super::mistake::{Mistake, Proof, Report};
use super::source::{Files, stem};
use crate::facts::Rulebook;
use crate::sim::Scenario;
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// Reads every scenario into `known`.
pub fn read(files: &Files, rules: &Rulebook, known: &mut Known, report: &Report) {
    known.sliders = sliders(&Scenario::standard(rules));
    for path in files.paths("scenarios", ".toml") {
        let Some(source) = files.source(&path) else {
            continue;
        };
        match parse(&source.text, rules, report.proof(&source)) {
            Some(scenario) => {
                known.scenarios.insert(source.id.clone(), scenario);
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
            return parse(&source.text, rules, proof);
        }
        let partial = serde_json::from_str(&source.text).map_err(|error| {
            let lines = source.text.split_inclusive('\n').take(error.line().saturating_sub(1));
            let at = lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
            proof.error(at, format!("broken JSON: {error}"));
        });
        let scenario = Scenario::parse(partial.ok()?, rules).map_err(|problems| {
            for problem in problems {
                proof.error(0, format!("`{}`: {}", problem.path, problem.expected));
            }
        });
        scenario.ok()
    });
    scenario.ok_or_else(|| report.into_mistakes())
}

fn parse(text: &str, rules: &Rulebook, proof: Proof) -> Option<Scenario> {
    let table = document::read(text, 0, proof)?;
    let scenario = Scenario::parse(document::json(&table), rules).map_err(|problems| {
        for problem in problems {
            let at = place(&table, &problem.path);
            proof.error(at, format!("`{}`: {}", problem.path, problem.expected));
        }
    });
    let scenario = scenario.ok()?;
    if scenario.title.trim().is_empty() || !table.iter().any(|entry| entry.key == "title") {
        proof.error(0, "missing field `title`");
    }
    Some(scenario)
}

/// Where the value at a path such as `scaling.target` or `changes[0].at` stands; of what is missing,
/// the table it is missing from.
fn place(table: &Table, path: &str) -> usize {
    let mut at = 0;
    let mut here = Some(table);
    let mut list = None;
    for part in path.split(['.', '[']).map(|part| part.trim_end_matches(']')) {
        let node = match (here, list) {
            (Some(table), _) => {
                let found = table.iter().find(|entry: &&document::Entry| entry.key == part);
                found.map(|entry| &entry.node)
            }
            (None, Some(items)) => {
                let items: &Vec<document::Node> = items;
                part.parse::<usize>().ok().and_then(|index| items.get(index))
            }
            (None, None) => None,
        };
        let Some(node) = node else { break };
        at = node.at;
        (here, list) = match &node.value {
            Value::Table(table) => (Some(table), None),
            Value::List(items) => (None, Some(items)),
            _ => (None, None),
        };
    }
    at
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
