//! Search: which entries of the index have the words that were typed, best first. Pure.
//!
//! Every word must be found, in title, note or text. A word that stands nowhere as it was typed is
//! read with one slip. Where no entry has all words, those with the most are shown.

use super::near::{alike, fits, nearly_fits, words};
use crate::course::model::{EntryKind, SearchEntry, SearchIndex};
use std::collections::BTreeMap;

/// Likeness from which a word may have been meant.
const MEANT: f32 = 0.3;

/// Words that say nothing beside others.
const SMALL: [&str; 16] = [
    "a", "an", "and", "are", "do", "does", "for", "how", "in", "is", "of", "on", "or", "the", "to",
    "what",
];

/// What a word counts by the place where it stands.
const TITLE: f32 = 10.0;
const NOTE: f32 = 4.0;
const TEXT: f32 = 2.0;

/// The index, with its words in order.
pub struct Words {
    pub entries: Vec<SearchEntry>,
    vocabulary: Vec<(String, Vec<(u32, f32)>)>,
}

/// A word that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub word: String,
    /// Whether it is read with a slip, since it stands nowhere as it was typed.
    pub slip: bool,
}

impl Asked {
    /// How well a word of the index fits, 0–1.
    pub fn fits(&self, word: &str) -> Option<f32> {
        if self.slip { nearly_fits(&self.word, word) } else { fits(&self.word, word) }
    }
}

/// What was found.
pub struct Found {
    pub asked: Vec<Asked>,
    /// Indices of entries, best first.
    pub hits: Vec<usize>,
    /// Whether they have all the words.
    pub whole: bool,
}

impl Words {
    pub fn new(index: SearchIndex) -> Words {
        let mut vocabulary: BTreeMap<String, Vec<(u32, f32)>> = BTreeMap::new();
        for (number, entry) in index.entries.iter().enumerate() {
            let fields = [(&entry.title, TITLE), (&entry.note, NOTE), (&entry.text, TEXT)];
            for (text, weight) in fields {
                for (.., word) in words(text) {
                    let places = vocabulary.entry(word).or_default();
                    // Fields come by falling weight, so the first one is the best.
                    if places.last().is_none_or(|(last, _)| *last as usize != number) {
                        places.push((number as u32, weight));
                    }
                }
            }
        }
        Words { entries: index.entries, vocabulary: vocabulary.into_iter().collect() }
    }

    /// The entries with the words of a query.
    pub fn find(&self, query: &str) -> Found {
        let mut asked = asked(query);
        let mut scores = vec![0.0_f32; self.entries.len()];
        let mut counts = vec![0_usize; self.entries.len()];
        for typed in &mut asked {
            typed.slip = !self.vocabulary.iter().any(|(word, _)| typed.fits(word).is_some());
            for (number, score) in self.best(typed).into_iter().enumerate() {
                scores[number] += score;
                counts[number] += usize::from(score > 0.0);
            }
        }
        let most = counts.iter().copied().max().unwrap_or(0);
        let phrase = query.trim().to_lowercase();
        let mut hits: Vec<(f32, usize)> = (0..self.entries.len())
            .filter(|number| most > 0 && counts[*number] == most)
            .map(|number| (self.weighed(number, scores[number], &phrase), number))
            .collect();
        let whole = most == asked.len();
        hits.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        Found { hits: hits.into_iter().map(|(_, number)| number).collect(), whole, asked }
    }

    /// The facts and terms whose words look most like those that were asked for, best first. For
    /// where nothing was found.
    pub fn nearest(&self, asked: &[Asked], count: usize) -> Vec<usize> {
        let mut scores = vec![0.0_f32; self.entries.len()];
        for typed in asked {
            let mut best = vec![0.0_f32; self.entries.len()];
            for (word, places) in &self.vocabulary {
                let like = alike(&typed.word, word);
                if like < MEANT {
                    continue;
                }
                for (number, weight) in places {
                    let place = &mut best[*number as usize];
                    *place = place.max(weight * like);
                }
            }
            for (score, best) in scores.iter_mut().zip(best) {
                *score += best;
            }
        }
        let told = |number: &usize| {
            let kind = self.entries[*number].kind;
            matches!(kind, EntryKind::Fact | EntryKind::Term) && scores[*number] > 0.0
        };
        let mut near: Vec<usize> = (0..self.entries.len()).filter(told).collect();
        near.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
        near.truncate(count);
        near
    }

    /// What one typed word counts in each entry.
    fn best(&self, typed: &Asked) -> Vec<f32> {
        let mut best = vec![0.0_f32; self.entries.len()];
        for (word, places) in &self.vocabulary {
            let Some(fit) = typed.fits(word) else { continue };
            for (number, weight) in places {
                let place = &mut best[*number as usize];
                *place = place.max(weight * fit);
            }
        }
        best
    }

    /// A score with what the whole entry says: its kind, and whether the title is the query.
    fn weighed(&self, number: usize, score: f32, phrase: &str) -> f32 {
        let entry = &self.entries[number];
        let title = entry.title.to_lowercase();
        let whole = match title.find(phrase) {
            _ if title == phrase => 24.0,
            Some(0) => 14.0,
            Some(_) => 10.0,
            None => 0.0,
        };
        let kind = match entry.kind {
            EntryKind::Lesson => 1.25,
            EntryKind::Term => 1.2,
            EntryKind::Page => 1.1,
            EntryKind::Section => 1.0,
            EntryKind::Fact | EntryKind::Preset => 0.9,
            EntryKind::Question => 0.7,
        };
        // Of two titles with the same words the shorter says more by them.
        (score + whole) * kind - title.len() as f32 / 100.0
    }
}

/// The words to look for, as they were typed.
pub fn asked(query: &str) -> Vec<Asked> {
    let all = words(query).into_iter().map(|(.., word)| Asked { word, slip: false });
    let (small, telling): (Vec<Asked>, Vec<Asked>) =
        all.partition(|asked| SMALL.contains(&asked.word.as_str()));
    if telling.is_empty() { small } else { telling }
}

/// Whether each word is found in a text; for lists that are filtered.
pub fn has_all(asked: &[Asked], text: &str) -> bool {
    let words = words(text);
    asked.iter().all(|typed| {
        words.iter().any(|(.., word)| {
            fits(&typed.word, word).or_else(|| nearly_fits(&typed.word, word)).is_some()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::model::VERSION;

    fn entry(kind: EntryKind, title: &str, text: &str) -> SearchEntry {
        SearchEntry {
            kind,
            title: title.into(),
            note: String::new(),
            text: text.into(),
            address: String::new(),
            url: String::new(),
        }
    }

    fn sample() -> Words {
        Words::new(SearchIndex {
            version: VERSION,
            entries: vec![
                entry(EntryKind::Section, "Who pulls the image?", "The task execution role does."),
                entry(EntryKind::Term, "task execution role", "What prepares a task."),
                entry(EntryKind::Lesson, "Task roles", "Four roles."),
                entry(EntryKind::Fact, "Price of Fargate", "Per vCPU and hour."),
            ],
        })
    }

    fn found(query: &str) -> (Vec<String>, bool) {
        let words = sample();
        let Found { hits, whole, .. } = words.find(query);
        (hits.iter().map(|hit| words.entries[*hit].title.clone()).collect(), whole)
    }

    #[test]
    fn every_word_must_be_there_and_titles_come_first() {
        let both = vec!["task execution role".to_string(), "Who pulls the image?".to_string()];
        assert_eq!(found("execution role"), (both.clone(), true));
        assert_eq!(found("what is the execution role"), (both, true));
    }

    #[test]
    fn a_slip_and_a_beginning_find_the_same() {
        let price = (vec!["Price of Fargate".to_string()], true);
        assert_eq!(found("fargtae"), price);
        assert_eq!(found("farg pri"), price);
        assert_eq!(found("FARGATE"), price);
    }

    #[test]
    fn where_no_entry_has_all_words_the_nearest_are_shown() {
        let (titles, whole) = found("fargate kubernetes");
        assert_eq!((titles, whole), (vec!["Price of Fargate".to_string()], false));
        assert_eq!(found("kubernetes"), (Vec::new(), false));
        assert_eq!(found("").0, Vec::<String>::new());
    }

    #[test]
    fn where_nothing_is_found_the_nearest_facts_are_told() {
        let words = sample();
        let near = |query: &str| {
            let found = words.find(query);
            assert!(found.hits.is_empty(), "{query}");
            let near = words.nearest(&found.asked, 5);
            near.iter().map(|it| words.entries[*it].title.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(near("faragatte"), ["Price of Fargate"]);
        assert_eq!(near("executing"), ["task execution role"]);
        assert!(near("zzzz").is_empty());
    }

    #[test]
    fn a_list_is_filtered_by_the_same_rule() {
        assert!(has_all(&asked("spot notice"), "Notice before EC2 takes a Spot Instance back"));
        assert!(has_all(&asked("instnace"), "Notice before EC2 takes a Spot Instance back"));
        assert!(!has_all(&asked("spot price"), "Notice before EC2 takes a Spot Instance back"));
    }
}
