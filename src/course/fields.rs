//! Reading a table field by field: what is missing, misspelt or of another type is noted with its
//! place.

use super::dates::Date;
use super::document::{Node, Table, Text, Value};
use super::mistake::{Proof, unknown};
use std::collections::BTreeMap;

/// The fields of one table. Read what is known, then [`Fields::finish`] notes the rest as unknown.
pub struct Fields<'a> {
    proof: Proof<'a>,
    /// Where a missing field is noted.
    pub at: usize,
    table: Table,
    asked: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    pub fn new(table: Table, at: usize, proof: Proof<'a>) -> Fields<'a> {
        Fields { proof, at, table, asked: Vec::new() }
    }

    /// The fields of a node that must be a table.
    pub fn of(node: Node, proof: Proof<'a>) -> Option<Fields<'a>> {
        match node.value {
            Value::Table(table) => Some(Fields::new(table, node.at, proof)),
            _ => {
                proof.error(node.at, format!("expected a table, found {}", node.kind()));
                None
            }
        }
    }

    /// Any value.
    pub fn take(&mut self, name: &'static str) -> Option<Node> {
        self.asked.push(name);
        let index = self.table.iter().position(|entry| entry.key == name)?;
        Some(self.table.remove(index).node)
    }

    /// Notes a field that must be there.
    pub fn missing(&self, name: &str) {
        self.proof.error(self.at, format!("missing field `{name}`"));
    }

    /// A text; empty if it is not there.
    pub fn text(&mut self, name: &'static str) -> Text {
        self.optional_text(name).unwrap_or_else(|| Text::plain("", self.at))
    }

    /// A text that must be there and say something.
    pub fn required_text(&mut self, name: &'static str) -> Option<Text> {
        let Some(node) = self.take(name) else {
            self.missing(name);
            return None;
        };
        let text = self.as_text(name, node)?;
        if text.text.trim().is_empty() {
            self.proof.error(text.place(0), format!("`{name}` is empty"));
            return None;
        }
        Some(text)
    }

    /// A text if it is there.
    pub fn optional_text(&mut self, name: &'static str) -> Option<Text> {
        let node = self.take(name)?;
        self.as_text(name, node)
    }

    fn as_text(&self, name: &str, node: Node) -> Option<Text> {
        match node.value {
            Value::Text(text) => Some(text),
            _ => {
                self.wrong(name, "a text", &node);
                None
            }
        }
    }

    /// A whole number within bounds; `None` if it is not there.
    pub fn integer(&mut self, name: &'static str, min: i64, max: i64) -> Option<i64> {
        let node = self.take(name)?;
        match node.value {
            Value::Integer(number) if (min..=max).contains(&number) => return Some(number),
            _ => self.wrong(name, &format!("a whole number from {min} to {max}"), &node),
        }
        None
    }

    /// A whole number within bounds that must be there.
    pub fn required_integer(&mut self, name: &'static str, min: i64, max: i64) -> Option<i64> {
        if !self.has(name) {
            self.missing(name);
        }
        self.integer(name, min, max)
    }

    /// A number; `None` if it is not there.
    pub fn number(&mut self, name: &'static str) -> Option<f64> {
        let node = self.take(name)?;
        match node.value {
            Value::Integer(number) => return Some(number as f64),
            Value::Float(number) if number.is_finite() => return Some(number),
            _ => self.wrong(name, "a number", &node),
        }
        None
    }

    /// Whether the field stands there and was not read yet.
    pub fn has(&self, name: &str) -> bool {
        self.table.iter().any(|entry| entry.key == name)
    }

    /// True or false; false if it is not there.
    pub fn truth(&mut self, name: &'static str) -> bool {
        match self.take(name) {
            Some(Node { value: Value::Bool(truth), .. }) => truth,
            Some(node) => {
                self.wrong(name, "true or false", &node);
                false
            }
            None => false,
        }
    }

    /// A list of anything; empty if it is not there.
    pub fn list(&mut self, name: &'static str) -> Vec<Node> {
        match self.take(name) {
            Some(Node { value: Value::List(items), .. }) => items,
            Some(node) => {
                self.wrong(name, "a list", &node);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// A list of texts; empty if it is not there.
    pub fn texts(&mut self, name: &'static str) -> Vec<Text> {
        let items = self.list(name);
        items.into_iter().filter_map(|item| self.as_text(name, item)).collect()
    }

    /// A date that must be there, as a TOML date or a text; comes back as ISO text.
    pub fn date(&mut self, name: &'static str) -> Option<(String, Date)> {
        let Some(node) = self.take(name) else {
            self.missing(name);
            return None;
        };
        let written = match &node.value {
            Value::Date(date) => date.clone(),
            Value::Text(text) => text.text.clone(),
            _ => String::new(),
        };
        let date = Date::parse(&written);
        if date.is_none() {
            let found =
                if written.is_empty() { node.kind().into() } else { format!("`{written}`") };
            let text = format!("`{name}`: expected a date such as 2026-11-23, found {found}");
            self.proof.error(node.at, text);
        }
        Some((written, date?))
    }

    /// Exam code → domains; empty if it is not there.
    pub fn exams(&mut self) -> BTreeMap<String, Vec<String>> {
        let mut exams = BTreeMap::new();
        let Some(node) = self.take("exams") else {
            return exams;
        };
        let Value::Table(table) = node.value else {
            self.wrong("exams", "a table such as { SAA-C03 = [\"D2\"] }", &node);
            return exams;
        };
        for entry in table {
            let Value::List(items) = entry.node.value else {
                self.wrong(&entry.key, "a list of domains", &entry.node);
                continue;
            };
            let domains = items.into_iter().filter_map(|item| self.as_text(&entry.key, item));
            exams.insert(entry.key.clone(), domains.map(|text| text.text).collect());
        }
        exams
    }

    /// Notes the format's version when it is not 1.
    pub fn version(&mut self) {
        if self.take("version").is_none_or(|node| !matches!(node.value, Value::Integer(1))) {
            self.proof.error(self.at, "expected `version = 1`");
        }
    }

    /// All fields that were not asked for, where any name will do.
    pub fn rest(self) -> impl Iterator<Item = (String, Node)> {
        self.table.into_iter().map(|entry| (entry.key, entry.node))
    }

    /// Notes every field that was not asked for.
    pub fn finish(self) {
        for entry in &self.table {
            let known = self.asked.iter().copied();
            self.proof.error(entry.at, unknown("field", &entry.key, known));
        }
    }

    fn wrong(&self, name: &str, expected: &str, node: &Node) {
        let found = match &node.value {
            Value::Integer(number) => number.to_string(),
            Value::Float(number) => number.to_string(),
            _ => node.kind().to_string(),
        };
        self.proof.error(node.at, format!("`{name}`: expected {expected}, found {found}"));
    }
}
