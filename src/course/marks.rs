//! `{{fact:ID}}`: the value of a fact in running text, with its source on hover or focus.
//! `{{number:ID}}`: the same without its unit, where a working is written out. `{{term:ID}}` or
//! `{{term:ID|other words}}`: a word with its meaning. `{{sum:…}}` and its kind: see [`sums`].

use super::document::Text;
use super::known::{Known, caveat, date_words};
use super::mistake::Proof;
use super::sums;
use crate::facts::{Fact, format_bare, format_value, is_printable};

/// How facts are printed in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A button with a note; not where another control surrounds it.
    Noted,
    /// The value as plain text: in links, labels, raw HTML.
    Plain,
}

/// How marks are written, for messages.
const FORMS: &str = "a fact is written `{{fact:ID}}`, a term `{{term:ID}}`, a number alone \
                     `{{number:ID}}`, a sum `{{sum:2 × ID}}`";

/// Where the note of a term leads, without its id.
pub const GLOSSARY: &str = "#/about/facts/term-";

/// Substitutes facts and terms in one file, or in one question, and numbers their notes.
pub struct Marks<'a> {
    known: &'a Known,
    proof: Proof<'a>,
    /// Before the number of a note: `f` in a lesson, `f-ID-` in a question.
    prefix: String,
    count: usize,
}

impl<'a> Marks<'a> {
    pub fn new(known: &'a Known, proof: Proof<'a>, prefix: &str) -> Marks<'a> {
        Marks { known, proof, prefix: prefix.to_string(), count: 0 }
    }

    /// Prints the facts of a text that Markdown has read; `place` is where it came from. Everything
    /// else is escaped, unless it is HTML already.
    pub fn substitute(
        &mut self,
        written: &str,
        is_html: bool,
        style: Style,
        place: Place,
    ) -> String {
        let keep = |text: &str| {
            if is_html { text.to_string() } else { escape(text) }
        };
        let mut html = String::new();
        let mut rest = written;
        let mut number = 0;
        while let Some(start) = rest.find("{{") {
            html += &keep(&rest[..start]);
            let at = place.of("{{", number);
            number += 1;
            let Some(end) = rest[start..].find("}}") else {
                self.proof.error(at, format!("`{{{{` without `}}}}`; {FORMS}"));
                rest = "";
                break;
            };
            let inner = rest[start + 2..start + end].trim();
            match inner.split_once(':') {
                Some(("fact", id)) => html += &self.fact(id.trim(), at, style, format_value),
                Some(("number", id)) => html += &self.fact(id.trim(), at, style, format_bare),
                Some(("term", id)) => html += &self.term(id.trim(), at, style),
                Some((kind, sum)) if sums::KINDS.contains(&kind) => {
                    match sums::printed(kind, sum, self.known) {
                        Ok(value) => html += &escape(&value),
                        Err(text) => self.proof.error(at, text),
                    }
                }
                _ => self.proof.error(at, format!("unknown mark `{{{{{inner}}}}}`; {FORMS}")),
            }
            rest = &rest[start + end + 2..];
        }
        html + &keep(rest)
    }

    fn fact(&mut self, id: &str, at: usize, style: Style, print: fn(&Fact) -> String) -> String {
        let known = self.known;
        let fact = match known.fact(id) {
            Ok(fact) => fact,
            Err(text) => {
                self.proof.error(at, text);
                return String::new();
            }
        };
        if !is_printable(&fact.value) {
            let text = format!("fact `{id}` is a table and cannot be printed in a sentence");
            self.proof.error(at, text);
            return String::new();
        }
        let value = escape(&print(fact));
        if style == Style::Plain {
            return value;
        }
        self.count += 1;
        let note = format!("{}{}", self.prefix, self.count);
        noted(&value, &note, &note_text(fact))
    }

    fn term(&mut self, written: &str, at: usize, style: Style) -> String {
        let (id, words) = written.split_once('|').unwrap_or((written, ""));
        let known = self.known;
        let term = match known.term(id.trim()) {
            Ok(term) => term,
            Err(text) => {
                self.proof.error(at, text);
                return String::new();
            }
        };
        let words = escape(if words.is_empty() { &term.name } else { words.trim() });
        if style == Style::Plain {
            return words;
        }
        self.count += 1;
        let note = format!("{}{}", self.prefix, self.count);
        let long = match term.long.as_str() {
            "" => String::new(),
            long => format!("<b>{}</b>: ", escape(long)),
        };
        let all = format!("<a href=\"{GLOSSARY}{}\">All terms</a>", escape(id.trim()));
        noted(&words, &note, &format!("{long}{} {all}", term.text))
    }
}

const NOTED: [&str; 5] = [
    "<span class=\"fact\"><button type=\"button\" class=\"fact-value\" aria-describedby=\"",
    "\">",
    "</button><span class=\"fact-note\" role=\"tooltip\" id=\"",
    "\">",
    "</span></span>",
];

/// A value as a button with its note.
fn noted(value: &str, id: &str, said: &str) -> String {
    let [start, named, middle, opened, end] = NOTED;
    [start, id, named, value, middle, id, opened, said, end].concat()
}

/// Replaces each value with its note by what `write` makes of the two.
pub fn replace_noted(html: &str, mut write: impl FnMut(&str, &str) -> String) -> String {
    let [start, named, middle, opened, end] = NOTED;
    let mut pieces = html.split(start);
    let mut replaced = pieces.next().unwrap_or_default().to_string();
    for piece in pieces {
        let parts = piece.split_once(named).and_then(|(_, rest)| {
            let (value, rest) = rest.split_once(middle)?;
            let (said, rest) = rest.split_once(opened)?.1.split_once(end)?;
            Some((value, said, rest))
        });
        match parts {
            Some((value, said, rest)) => replaced += &(write(value, said) + rest),
            None => replaced += &[start, piece].concat(),
        }
    }
    replaced
}

/// Where a piece of Markdown came from.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// All of the Markdown that was read.
    pub origin: &'a Text,
    /// Bytes of it that the piece stands in.
    pub start: usize,
    pub end: usize,
}

impl Place<'_> {
    /// Offset in the file of the `number`th occurrence of a needle in the piece.
    pub fn of(&self, needle: &str, number: usize) -> usize {
        let raw = self.origin.text.get(self.start..self.end).unwrap_or_default();
        let inside = raw.match_indices(needle).nth(number).map_or(0, |(at, _)| at);
        self.origin.place(self.start + inside)
    }

    /// Offset in the file of the piece itself.
    pub fn at(&self) -> usize {
        self.origin.place(self.start)
    }
}

/// `Price per vCPU and hour. Pricing page, checked 20 September 2026`
fn note_text(fact: &Fact) -> String {
    let said = fact.text.trim_end_matches('.');
    let source = match fact.url.as_str() {
        "" => escape(&fact.source),
        url => format!("<a href=\"{}\" rel=\"noopener\">{}</a>", escape(url), escape(&fact.source)),
    };
    let checked = date_words(&fact.checked);
    format!("{}. {source}, checked {checked}{}", escape(said), caveat(fact.trust))
}

/// Text as HTML, safe in attributes too.
pub fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => html += "&amp;",
            '<' => html += "&lt;",
            '>' => html += "&gt;",
            '"' => html += "&quot;",
            other => html.push(other),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_noted_can_be_told_from_the_text_again() {
        let note = "Price. <a href=\"https://aws.amazon.com/\">Page</a>, checked today";
        let html = ["<p>It costs ", &noted("$1", "f1", note), "</p>"].concat();
        let plain = replace_noted(&html, |value, said| format!("{value} ({said})"));
        assert_eq!(plain, format!("<p>It costs $1 ({note})</p>"));
    }
}
