//! The log as a whole: entries in their order, each once, and what the newest of them say.

use super::{Attempt, Bookmark, Entry, Goal, Note};
use std::collections::{BTreeMap, BTreeSet};

/// All entries in the order of their times, and of their ids within a millisecond.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    entries: Vec<Entry>,
    ids: BTreeSet<String>,
}

impl Log {
    /// Puts entries from any source (another tab, another device, a file) into their order, each
    /// id once.
    pub fn new(mut entries: Vec<Entry>) -> Log {
        entries.sort_by(|one, other| place(one).cmp(&place(other)));
        let mut log = Log::default();
        for entry in entries {
            if log.ids.insert(entry.id().to_string()) {
                log.entries.push(entry);
            }
        }
        log
    }

    /// Adds one entry where its time puts it; an entry that is there already changes nothing.
    pub fn append(&mut self, entry: Entry) {
        if self.ids.insert(entry.id().to_string()) {
            let at = self.entries.partition_point(|other| place(other) <= place(&entry));
            self.entries.insert(at, entry);
        }
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub fn has(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// All attempts, the oldest first.
    pub fn all_attempts(&self) -> impl Iterator<Item = &Attempt> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Attempt(attempt) => Some(attempt),
            _ => None,
        })
    }

    /// All attempts at a question, the oldest first.
    pub fn attempts<'log>(&'log self, question: &str) -> impl Iterator<Item = &'log Attempt> {
        self.all_attempts().filter(move |attempt| attempt.question == question)
    }

    /// The newest attempt at a question.
    pub fn last(&self, question: &str) -> Option<&Attempt> {
        self.attempts(question).last()
    }

    /// The newest attempt at every question that has one.
    pub fn newest(&self) -> BTreeMap<&str, &Attempt> {
        self.all_attempts().map(|attempt| (attempt.question.as_str(), attempt)).collect()
    }

    /// Of these questions, how many were answered, and how many right at the last attempt.
    pub fn tally(&self, questions: &[String]) -> Tally {
        let mut tally = Tally { questions: questions.len(), ..Tally::default() };
        for attempt in questions.iter().filter_map(|question| self.last(question)) {
            tally.answered += 1;
            tally.right += usize::from(attempt.right());
        }
        tally
    }

    /// What is bookmarked, `question/ID` or `lesson/ID`.
    pub fn bookmarks(&self) -> BTreeSet<&str> {
        let mut marked = BTreeSet::new();
        for entry in &self.entries {
            match entry {
                Entry::Bookmark(Bookmark { about, on: true, .. }) => marked.insert(about.as_str()),
                Entry::Bookmark(Bookmark { about, .. }) => marked.remove(about.as_str()),
                _ => false,
            };
        }
        marked
    }

    /// The newest note about each thing that has one.
    pub fn notes(&self) -> BTreeMap<&str, &Note> {
        let mut notes = BTreeMap::new();
        for entry in &self.entries {
            let Entry::Note(note) = entry else { continue };
            match note.text.is_empty() {
                true => notes.remove(note.about.as_str()),
                false => notes.insert(note.about.as_str(), note),
            };
        }
        notes
    }

    /// When the exam is, if it was said.
    pub fn goal(&self) -> Option<&Goal> {
        self.entries.iter().rev().find_map(|entry| match entry {
            Entry::Goal(goal) => Some(goal),
            _ => None,
        })
    }
}

/// How far a set of questions is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub questions: usize,
    pub answered: usize,
    /// Right at the last attempt.
    pub right: usize,
}

fn place(entry: &Entry) -> (u64, &str) {
    (entry.at_ms(), entry.id())
}

#[cfg(test)]
mod tests {
    use super::super::{Marked, entry_id};
    use super::*;
    use crate::shape::Shape;

    fn attempt(at_ms: u64, question: &str, right: bool) -> Entry {
        Entry::Attempt(Attempt {
            id: entry_id(at_ms, 1),
            at_ms,
            question: question.to_string(),
            marked: if right { Marked::Right } else { Marked::Wrong },
            ..Attempt::blank()
        })
    }

    fn bookmark(at_ms: u64, on: bool) -> Entry {
        Entry::Bookmark(Bookmark { id: entry_id(at_ms, 2), at_ms, about: "lesson/ecr".into(), on })
    }

    fn note(at_ms: u64, text: &str) -> Entry {
        let (id, about) = (entry_id(at_ms, 3), "question/a".into());
        Entry::Note(Note { id, at_ms, about, text: text.into() })
    }

    #[test]
    fn the_last_answer_counts_whatever_order_the_entries_come_in() {
        let mut log = Log::new(vec![attempt(30, "a", true), attempt(10, "a", false)]);
        log.append(attempt(20, "a", false));
        assert_eq!(log.last("a").map(|attempt| attempt.at_ms), Some(30));
        log.append(attempt(40, "a", false));
        assert_eq!(log.last("a").map(Attempt::right), Some(false));
        assert_eq!(log.attempts("a").count(), 4);
        assert_eq!(log.last("b"), None);
        assert_eq!(log.newest()["a"].at_ms, 40);
    }

    #[test]
    fn an_entry_counts_once_however_often_it_arrives() {
        let mut log = Log::new(vec![attempt(10, "a", true), attempt(10, "a", true)]);
        log.append(attempt(10, "a", true));
        assert_eq!(log.entries().len(), 1);
        assert!(log.has(&entry_id(10, 1)));
    }

    #[test]
    fn a_tally_counts_questions_once() {
        let log = Log::new(vec![
            attempt(1, "a", false),
            attempt(2, "a", true),
            attempt(3, "b", true),
            attempt(4, "b", false),
            attempt(5, "elsewhere", true),
        ]);
        let questions = ["a", "b", "c"].map(String::from);
        assert_eq!(log.tally(&questions), Tally { questions: 3, answered: 2, right: 1 });
    }

    #[test]
    fn the_newest_bookmark_and_note_count() {
        let mut log = Log::new(vec![bookmark(5, true), note(6, "old"), note(7, "new")]);
        assert!(log.bookmarks().contains("lesson/ecr"));
        assert_eq!(log.notes()["question/a"].text, "new");
        log.append(bookmark(4, false));
        assert!(log.bookmarks().contains("lesson/ecr"), "an older entry that arrives late");
        log.append(bookmark(9, false));
        log.append(note(9, ""));
        assert!(log.bookmarks().is_empty());
        assert!(log.notes().is_empty());
    }
}
