//! TOML with positions: every value knows where in its file it stands.
//!
//! Knows nothing of courses. [`super::fields`] reads tables of it.

use super::mistake::Proof;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Node {
    /// Byte offset in the file.
    pub at: usize,
    pub value: Value,
}

#[derive(Clone, Debug)]
pub enum Value {
    Text(Text),
    Integer(i64),
    Float(f64),
    Bool(bool),
    /// A date or time as it is written.
    Date(String),
    List(Vec<Node>),
    Table(Table),
}

/// Entries in the order of the file.
pub type Table = Vec<Entry>;

#[derive(Clone, Debug)]
pub struct Entry {
    pub key: String,
    /// Byte offset of the key in the file.
    pub at: usize,
    pub node: Node,
}

/// A text, and where each of its bytes stands in the file.
#[derive(Clone, Debug)]
pub struct Text {
    pub text: String,
    places: Places,
}

#[derive(Clone, Debug)]
enum Places {
    /// The text stands in the file as it is, from this offset on.
    From(usize),
    /// One offset a byte, and one for the end: a literal with escapes.
    Each(Vec<usize>),
}

impl Text {
    /// A text that stands in the file as it is.
    pub fn plain(text: &str, at: usize) -> Text {
        Text { text: text.to_string(), places: Places::From(at) }
    }

    /// Byte offset in the file of a byte offset in the text.
    pub fn place(&self, offset: usize) -> usize {
        match &self.places {
            Places::From(start) => start + offset,
            Places::Each(all) => all[offset.min(all.len() - 1)],
        }
    }
}

impl Node {
    /// What it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Text(_) => "a text",
            Value::Integer(_) | Value::Float(_) => "a number",
            Value::Bool(_) => "true or false",
            Value::Date(_) => "a date",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    /// The same value without positions; dates become texts.
    pub fn json(&self) -> serde_json::Value {
        match &self.value {
            Value::Text(text) => text.text.clone().into(),
            Value::Integer(number) => (*number).into(),
            Value::Float(number) => (*number).into(),
            Value::Bool(truth) => (*truth).into(),
            Value::Date(date) => date.clone().into(),
            Value::List(items) => items.iter().map(Node::json).collect(),
            Value::Table(table) => json(table),
        }
    }
}

/// A table without positions.
pub fn json(table: &Table) -> serde_json::Value {
    table.iter().map(|entry| (entry.key.clone(), entry.node.json())).collect()
}

/// Reads TOML that stands in the file from `base` on. Broken TOML is noted, all of it, and gives `None`.
pub fn read(text: &str, base: usize, proof: Proof) -> Option<Table> {
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let at = error.span().map_or(0, |span| span.start);
        let message = error.message().lines().collect::<Vec<_>>().join("; ");
        proof.error(base + at, format!("broken TOML: {message}"));
    }
    let reading = Reading { text, base, proof };
    errors.is_empty().then(|| reading.table(root.into_inner()))
}

struct Reading<'a> {
    text: &'a str,
    base: usize,
    proof: Proof<'a>,
}

impl Reading<'_> {
    fn table(&self, table: DeTable) -> Table {
        let mut entries: Vec<Entry> = table
            .into_iter()
            .map(|(key, value)| {
                let at = self.base + key.span().start;
                Entry { key: key.into_inner().into_owned(), at, node: self.node(value) }
            })
            .collect();
        entries.sort_by_key(|entry| entry.at);
        entries
    }

    fn node(&self, value: Spanned<DeValue>) -> Node {
        let span = value.span();
        let at = self.base + span.start;
        let value = match value.into_inner() {
            DeValue::String(text) => Value::Text(self.literal(&text, span)),
            DeValue::Integer(number) => {
                match i64::from_str_radix(number.as_str(), number.radix()) {
                    Ok(number) => Value::Integer(number),
                    Err(_) => {
                        self.proof.error(at, "this whole number is too large");
                        Value::Integer(0)
                    }
                }
            }
            DeValue::Float(number) => match number.as_str().parse::<f64>() {
                Ok(number) if number.is_finite() => Value::Float(number),
                _ => {
                    self.proof.error(at, "expected a finite number");
                    Value::Float(0.0)
                }
            },
            DeValue::Boolean(truth) => Value::Bool(truth),
            DeValue::Datetime(date) => Value::Date(date.to_string()),
            DeValue::Array(items) => {
                Value::List(items.into_iter().map(|item| self.node(item)).collect())
            }
            DeValue::Table(table) => Value::Table(self.table(table)),
        };
        Node { at, value }
    }

    /// Follows a string literal to find where each byte of its text stands.
    fn literal(&self, text: &str, span: Range<usize>) -> Text {
        let start = self.base + span.start;
        let raw = self.text.get(span).unwrap_or_default();
        let quote = if raw.starts_with('"') { '"' } else { '\'' };
        let triple = raw.starts_with("\"\"\"") || raw.starts_with("'''");
        let mut at = if triple { 3 } else { 1 };
        if triple && raw[at..].starts_with('\n') {
            at += 1;
        }
        if raw[at.min(raw.len())..].starts_with(text) {
            return Text::plain(text, start + at);
        }
        let mut places = Vec::with_capacity(text.len() + 1);
        for letter in text.chars() {
            at += escape_start(&raw[at.min(raw.len())..], quote);
            places.extend(std::iter::repeat_n(start + at.min(raw.len()), letter.len_utf8()));
            at += written_length(&raw[at.min(raw.len())..], quote);
        }
        places.push(start + at.min(raw.len()));
        Text { text: text.to_string(), places: Places::Each(places) }
    }
}

/// Bytes of a line that ends in a backslash, which TOML joins with the next word.
fn escape_start(raw: &str, quote: char) -> usize {
    let Some(rest) = raw.strip_prefix('\\').filter(|_| quote == '"') else {
        return 0;
    };
    let line = rest.trim_start_matches([' ', '\t']);
    if !line.starts_with('\n') {
        return 0;
    }
    let next = line.trim_start_matches([' ', '\t', '\n']);
    let skipped = raw.len() - next.len();
    skipped + escape_start(next, quote)
}

/// Bytes that the next letter takes in the literal.
fn written_length(raw: &str, quote: char) -> usize {
    let mut letters = raw.chars();
    match letters.next() {
        Some('\\') if quote == '"' => match letters.next() {
            Some('x') => 4,
            Some('u') => 6,
            Some('U') => 10,
            _ => 2,
        },
        Some(letter) => letter.len_utf8(),
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::mistake::Report;
    use super::super::source::Files;
    use super::*;

    #[test]
    fn every_letter_of_a_literal_is_found_again_in_the_file() {
        let toml = "a = \"say \\\"hé\\\" \\u00e9 HERE\"\nb = \"\"\"\nfolded \\\n   HERE \\\n x\"\"\"\n\
                    c = '''\nraw \\ HERE'''\nd = 'HERE'\n";
        let mut files = Files::new("content");
        files.insert("x.toml", toml);
        let source = files.source("x.toml").expect("just inserted");
        let report = Report::default();
        let table = read(toml, 0, report.proof(&source)).expect("valid TOML");
        let mut found = Vec::new();
        for entry in &table {
            let Value::Text(text) = &entry.node.value else { panic!("a text") };
            let at = text.text.find("HERE").expect("is in the text");
            found.push(text.place(at));
        }
        let expected: Vec<usize> = toml.match_indices("HERE").map(|(at, _)| at).collect();
        assert_eq!(found, expected);
    }
}
