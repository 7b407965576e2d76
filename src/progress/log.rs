//! The log as a whole: written and read entry by entry, and what follows from it.

use super::{Attempt, Entry};

/// Why a stored entry cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged(pub String);

/// The entry as it is stored.
pub fn encode(entry: &Entry) -> Result<String, Damaged> {
    serde_json::to_string(entry).map_err(|why| Damaged(why.to_string()))
}

/// Reads a stored entry.
pub fn decode(text: &str) -> Result<Entry, Damaged> {
    serde_json::from_str(text).map_err(|why| Damaged(why.to_string()))
}

/// All entries in the order of their times.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    entries: Vec<Entry>,
}

impl Log {
    /// Puts entries from any source (another tab, a file) into their order.
    pub fn new(mut entries: Vec<Entry>) -> Log {
        entries.sort_by_key(at_ms);
        Log { entries }
    }

    /// Adds one entry where its time puts it.
    pub fn append(&mut self, entry: Entry) {
        let place = self.entries.partition_point(|other| at_ms(other) <= at_ms(&entry));
        self.entries.insert(place, entry);
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// All attempts at a question, the oldest first.
    pub fn attempts<'log>(&'log self, question: &str) -> impl Iterator<Item = &'log Attempt> {
        self.entries.iter().filter_map(move |entry| match entry {
            Entry::Attempt(attempt) if attempt.question == question => Some(attempt),
            Entry::Attempt(_) => None,
        })
    }

    /// The newest attempt at a question.
    pub fn last(&self, question: &str) -> Option<&Attempt> {
        self.attempts(question).last()
    }

    /// Of these questions, how many were answered, and how many right at the last attempt.
    pub fn tally(&self, questions: &[String]) -> Tally {
        let mut tally = Tally { questions: questions.len(), ..Tally::default() };
        for attempt in questions.iter().filter_map(|question| self.last(question)) {
            tally.answered += 1;
            tally.right += usize::from(attempt.correct);
        }
        tally
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

fn at_ms(entry: &Entry) -> u64 {
    match entry {
        Entry::Attempt(attempt) => attempt.at_ms,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(at_ms: u64, question: &str, correct: bool) -> Entry {
        let question = question.to_string();
        Entry::Attempt(Attempt { at_ms, question, chosen: vec![0, 2], correct })
    }

    #[test]
    fn an_entry_is_stored_as_readers_of_the_file_expect_it() {
        let text = r#"{"at_ms":5,"chosen":[0,2],"correct":true,"kind":"attempt","question":"gpu"}"#;
        assert_eq!(encode(&attempt(5, "gpu", true)), Ok(text.to_string()));
        assert_eq!(decode(text), Ok(attempt(5, "gpu", true)));
    }

    #[test]
    fn what_is_no_entry_is_damaged_and_not_guessed_at() {
        for text in ["", "{", "null", r#"{"kind":"later"}"#, r#"{"kind":"attempt","at_ms":-1}"#] {
            assert!(decode(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_last_answer_counts_whatever_order_the_entries_come_in() {
        let mut log = Log::new(vec![attempt(30, "a", true), attempt(10, "a", false)]);
        log.append(attempt(20, "a", false));
        assert_eq!(log.last("a").map(|attempt| attempt.at_ms), Some(30));
        log.append(attempt(40, "a", false));
        assert_eq!(log.last("a").map(|attempt| attempt.correct), Some(false));
        assert_eq!(log.attempts("a").count(), 4);
        assert_eq!(log.last("b"), None);
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
}
