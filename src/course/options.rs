//! The part of a question that depends on its kind: options with their reasons, and what they go
//! with.

use super::fields::Fields;
use super::marks::{Style, escape};
use super::mistake::unknown;
use super::reader::Reader;
use crate::quiz::item::{Choice, Kind};
use crate::shape::Shape;
use std::collections::BTreeSet;

/// What was read; texts are HTML.
#[derive(Default)]
pub struct Options {
    pub options: Vec<Choice>,
    pub targets: Vec<String>,
    pub tolerance: f64,
    pub unit: String,
    pub evidence: String,
}

/// Reads the fields of that kind and notes what does not go together.
pub fn read(kind: Kind, fields: &mut Fields, reader: &mut Reader) -> Options {
    let (at, proof) = (fields.at, reader.proof);
    let mut read = Options::default();
    let mut names = Vec::new();
    match kind {
        Kind::Match => {
            for target in fields.texts("targets") {
                if names.contains(&target.text) {
                    let said = format!("target `{}` is listed twice", target.text);
                    proof.error(target.place(0), said);
                }
                read.targets.push(plain(reader, &target));
                names.push(target.text);
            }
            if names.len() < 2 {
                let found = format!("expected two targets or more, found {}", names.len());
                proof.error(at, format!("kind `match`: {found}"));
            }
        }
        Kind::Number => {
            read.tolerance = fields.number("tolerance").unwrap_or(0.0);
            if read.tolerance < 0.0 {
                proof.error(at, "`tolerance`: expected 0 or more");
            }
            let unit = fields.text("unit");
            read.unit = plain(reader, &unit);
        }
        Kind::Diagnose => {
            if let Some(text) = fields.required_text("evidence") {
                read.evidence = escape(text.text.trim_matches('\n'));
            }
        }
        _ => {}
    }
    for node in fields.list("options") {
        if let Some(option) = Fields::of(node, proof) {
            read.options.push(choice(kind, option, reader, &names, &read.unit));
        }
    }
    check(kind, &read, at, reader);
    read
}

fn choice(
    kind: Kind,
    mut option: Fields,
    reader: &mut Reader,
    targets: &[String],
    unit: &str,
) -> Choice {
    let mut choice = Choice::blank();
    if kind == Kind::Number {
        match option.number("value") {
            Some(value) => {
                choice.value = value;
                choice.text = [&value.to_string(), "\u{a0}", unit].concat().trim().to_string();
            }
            None => option.missing("value"),
        }
    } else if let Some(text) = option.required_text("text") {
        choice.text = plain(reader, &text);
    }
    if let Some(why) = option.required_text("why") {
        choice.why = reader.html(&why);
    }
    match kind {
        Kind::Match => {
            if let Some(target) = option.required_text("target") {
                match targets.iter().position(|name| *name == target.text) {
                    Some(place) => choice.target = place as u32,
                    None => {
                        let names = targets.iter().map(String::as_str);
                        reader.proof.error(target.place(0), unknown("target", &target.text, names));
                    }
                }
            }
        }
        Kind::Order => {}
        _ => choice.key = option.truth("key"),
    }
    choice.misconception = option.text("misconception").text;
    option.finish();
    choice
}

/// An option becomes a label, and a label must not hold a button.
fn plain(reader: &mut Reader, text: &super::document::Text) -> String {
    reader.style = Style::Plain;
    let html = reader.html(text);
    reader.style = Style::Noted;
    html
}

fn check(kind: Kind, read: &Options, at: usize, reader: &Reader) {
    let proof = reader.proof;
    let word = kind.word();
    let count = read.options.len();
    let keys = read.options.iter().filter(|option| option.key).count();
    let least = if kind == Kind::Order { 3 } else { 2 };
    if count < least {
        let few = if least == 3 { "three" } else { "two" };
        return proof.error(at, format!("expected {few} options or more, found {count}"));
    }
    match kind {
        Kind::Match => {
            let used: BTreeSet<u32> = read.options.iter().map(|option| option.target).collect();
            if used.len() < 2 {
                proof.error(at, "kind `match`: every option goes with the same target");
            }
        }
        Kind::Order => {}
        Kind::Multiple if keys < 2 => {
            let text = "kind `multiple`: expected two options or more with `key = true`";
            proof.error(at, format!("{text}, found {keys}"));
        }
        Kind::Multiple if keys == count => {
            proof.error(at, "every option is right; one must be wrong");
        }
        Kind::Multiple => {}
        _ if keys != 1 => {
            let text = format!("kind `{word}`: expected one option with `key = true`");
            proof.error(at, format!("{text}, found {keys}"));
        }
        _ => {}
    }
    if kind == Kind::Number {
        let key = read.options.iter().find(|option| option.key).map_or(0.0, |key| key.value);
        let near = |it: &&Choice| !it.key && (it.value - key).abs() <= read.tolerance;
        if let Some(option) = read.options.iter().find(near) {
            let said = format!("the wrong value {} lies within the tolerance", option.value);
            proof.error(at, said);
        }
    }
}
