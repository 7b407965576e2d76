//! One entry of the log: something the learner did, with an identity of its own.
//!
//! An entry says what happened and nothing that can change later, such as the topic of a question.
//! Entries of schema 1 are read as what they would be now and are never written anew.

use super::sitting::Event;
use crate::shape::{Shape, Wrong, within, wrong};
use crate::{serde_by_shape, shape, words};
use serde_json::Value;

/// How an answer was marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Marked {
    Wrong,
    /// Some of it right, as in a match or an order. Counts as wrong in an exam.
    Partly,
    Right,
}

words!(Marked { Wrong = "wrong", Partly = "partly", Right = "right" });

/// How sure the learner was before the answer was marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sure {
    Guess,
    Unsure,
    Sure,
}

words!(Sure { Guess = "guess", Unsure = "unsure", Sure = "sure" });

/// One answered question.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    pub id: String,
    /// ms since 1970, UTC.
    pub at_ms: u64,
    pub question: String,
    /// Chosen options by their index in the author's order; the kind of question says in which
    /// order they stand here.
    pub chosen: Vec<u32>,
    /// What was typed or drawn, where options do not say it.
    pub given: String,
    pub marked: Marked,
    /// `None` where it was not asked or not said.
    pub sure: Option<Sure>,
    /// Time from showing to answering; 0 where it is not known.
    pub took_ms: u64,
    /// Where it was asked: `practice`, `exam/SITTING`; empty in a lesson.
    pub place: String,
}

shape!(Attempt { id, at_ms, question, chosen, marked; given, sure, took_ms, place });

impl Attempt {
    /// Whether all of it was right.
    pub fn right(&self) -> bool {
        self.marked == Marked::Right
    }
}

/// A note on a question or lesson; the newest counts, an empty one removes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    pub id: String,
    pub at_ms: u64,
    /// `question/ID` or `lesson/ID`.
    pub about: String,
    pub text: String,
}

shape!(Note { id, at_ms, about, text });

/// A bookmark set or taken away; the newest counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Bookmark {
    pub id: String,
    pub at_ms: u64,
    /// `question/ID` or `lesson/ID`.
    pub about: String,
    pub on: bool,
}

shape!(Bookmark { id, at_ms, about, on });

/// When the exam is and how much time there is; the newest counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    pub id: String,
    pub at_ms: u64,
    /// `SAA-C03`.
    pub exam: String,
    /// ISO date; empty where there is none (yet, or any more).
    pub day: String,
    pub minutes_a_day: u32,
}

shape!(Goal { id, at_ms, exam, day, minutes_a_day });

/// One entry of the log.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    Attempt(Attempt),
    Note(Note),
    Bookmark(Bookmark),
    Goal(Goal),
    Exam(Event),
}

const KINDS: &str = "one of attempt, note, bookmark, goal, exam";

impl Entry {
    /// What makes it the same entry on every device.
    pub fn id(&self) -> &str {
        match self {
            Entry::Attempt(entry) => &entry.id,
            Entry::Note(entry) => &entry.id,
            Entry::Bookmark(entry) => &entry.id,
            Entry::Goal(entry) => &entry.id,
            Entry::Exam(entry) => &entry.id,
        }
    }

    /// ms since 1970, UTC.
    pub fn at_ms(&self) -> u64 {
        match self {
            Entry::Attempt(entry) => entry.at_ms,
            Entry::Note(entry) => entry.at_ms,
            Entry::Bookmark(entry) => entry.at_ms,
            Entry::Goal(entry) => entry.at_ms,
            Entry::Exam(entry) => entry.at_ms,
        }
    }
}

impl Shape for Entry {
    fn write(&self) -> Value {
        let (kind, mut value) = match self {
            Entry::Attempt(entry) => ("attempt", entry.write()),
            Entry::Note(entry) => ("note", entry.write()),
            Entry::Bookmark(entry) => ("bookmark", entry.write()),
            Entry::Goal(entry) => ("goal", entry.write()),
            Entry::Exam(entry) => ("exam", entry.write()),
        };
        value["kind"] = kind.into();
        value
    }

    fn read(value: &Value) -> Result<Entry, Wrong> {
        let mut fields = value.clone();
        let kind = fields.as_object_mut().and_then(|fields| fields.remove("kind"));
        match kind.as_ref().and_then(Value::as_str) {
            Some("attempt") => Attempt::read(&fields).map(Entry::Attempt),
            Some("note") => Note::read(&fields).map(Entry::Note),
            Some("bookmark") => Bookmark::read(&fields).map(Entry::Bookmark),
            Some("goal") => Goal::read(&fields).map(Entry::Goal),
            Some("exam") => Event::read(&fields).map(Entry::Exam),
            _ => Err(within(wrong(KINDS, &kind.unwrap_or_default()), "kind")),
        }
    }

    fn blank() -> Entry {
        Entry::Attempt(Attempt::blank())
    }
}
serde_by_shape!(Entry);

/// An identity for a new entry. It rises with time, and differs between tabs and devices that write
/// in the same millisecond as far as `random` does.
pub fn entry_id(at_ms: u64, random: u64) -> String {
    let mut id = at_ms.to_string();
    while id.len() < 13 {
        id.insert(0, '0');
    }
    [&id, "-", &random.to_string()].concat()
}

/// Why a stored entry cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged(pub String);

/// The entry as it is stored.
pub fn encode(entry: &Entry) -> Result<String, Damaged> {
    serde_json::to_string(entry).map_err(|why| Damaged(why.to_string()))
}

/// Reads an entry that is stored under this id. Schema 1 kept the id in the key alone.
pub fn decode(id: &str, text: &str) -> Result<Entry, Damaged> {
    let mut value: Value = serde_json::from_str(text).map_err(|why| Damaged(why.to_string()))?;
    migrate(id, &mut value);
    Entry::read(&value).map_err(|why| Damaged(why.to_string()))
}

/// Schema 1: no `id`, and `correct` true or false.
fn migrate(id: &str, value: &mut Value) {
    let Some(fields) = value.as_object_mut() else { return };
    if fields.contains_key("id") || fields.get("kind").and_then(Value::as_str) != Some("attempt") {
        return;
    }
    if let Some(correct) = fields.get("correct").and_then(Value::as_bool) {
        let marked = if correct { Marked::Right } else { Marked::Wrong };
        fields.remove("correct");
        fields.insert("marked".into(), marked.write());
        fields.insert("id".into(), id.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt() -> Attempt {
        Attempt {
            id: "0000000000005-9".into(),
            at_ms: 5,
            question: "gpu".into(),
            chosen: vec![0, 2],
            marked: Marked::Right,
            ..Attempt::blank()
        }
    }

    #[test]
    fn an_entry_is_stored_as_readers_of_the_file_expect_it() {
        let text = concat!(
            r#"{"at_ms":5,"chosen":[0,2],"id":"0000000000005-9","kind":"attempt","#,
            r#""marked":"right","question":"gpu"}"#
        );
        let entry = Entry::Attempt(attempt());
        assert_eq!(encode(&entry), Ok(text.to_string()));
        assert_eq!(decode("", text), Ok(entry));
    }

    #[test]
    fn an_entry_of_schema_1_is_read_with_the_id_of_its_key() {
        let old = r#"{"at_ms":5,"chosen":[0,2],"correct":true,"kind":"attempt","question":"gpu"}"#;
        assert_eq!(decode("0000000000005-9", old), Ok(Entry::Attempt(attempt())));
    }

    #[test]
    fn every_kind_comes_back_as_it_went() {
        let id = || entry_id(7, 3);
        let entries = [
            Entry::Attempt(Attempt {
                given: "4.5".into(),
                marked: Marked::Partly,
                sure: Some(Sure::Guess),
                took_ms: 31_000,
                place: "practice".into(),
                ..attempt()
            }),
            Entry::Note(Note {
                id: id(),
                at_ms: 7,
                about: "question/gpu".into(),
                text: "näml. <b>\n\"".into(),
            }),
            Entry::Bookmark(Bookmark { id: id(), at_ms: 7, about: "lesson/ecr".into(), on: true }),
            Entry::Goal(Goal {
                id: id(),
                at_ms: 7,
                exam: "SAA-C03".into(),
                day: "2026-12-19".into(),
                minutes_a_day: 21,
            }),
        ];
        for entry in entries {
            let text = encode(&entry).expect("it can be written");
            assert_eq!(decode("", &text), Ok(entry), "{text}");
        }
    }

    #[test]
    fn what_is_no_entry_is_damaged_and_not_guessed_at() {
        let broken = [
            "",
            "{",
            "null",
            "[]",
            r#"{"kind":"later"}"#,
            r#"{"kind":"attempt","at_ms":-1}"#,
            r#"{"at_ms":5,"chosen":[0],"correct":"yes","kind":"attempt","question":"gpu"}"#,
        ];
        for text in broken {
            assert!(decode("x", text).is_err(), "{text}");
        }
    }

    #[test]
    fn ids_stand_in_the_order_of_time() {
        assert_eq!(entry_id(5, 9), "0000000000005-9");
        assert!(entry_id(999, 9) < entry_id(1000, 1));
    }
}
