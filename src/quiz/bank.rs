//! The bank: every question without its words, to choose from. A page fetches it before it fetches
//! any topic.

use super::{Kind, Question, Topic};
use crate::shape;
use std::collections::{BTreeMap, BTreeSet};

/// A question as it is chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub id: String,
    pub topic: String,
    pub lesson: String,
    pub kind: Kind,
    /// 1 to 3.
    pub difficulty: u8,
    /// Exam code → domains.
    pub exams: BTreeMap<String, Vec<String>>,
    /// What decides between answers that would all work, `least operational overhead`.
    pub qualifier: String,
    /// The misconception behind each option, by its index in the author's order; empty where
    /// there is none.
    pub misconceptions: Vec<String>,
}

shape!(Item { id, topic, lesson, kind, difficulty; exams, qualifier, misconceptions });

impl Item {
    fn new(topic: &str, question: &Question) -> Item {
        Item {
            id: question.id.clone(),
            topic: topic.to_string(),
            lesson: question.lesson.clone(),
            kind: question.kind,
            difficulty: question.difficulty,
            exams: question.exams.clone(),
            qualifier: question.qualifier.clone(),
            misconceptions: question.misconceptions(),
        }
    }

    /// Whether both are about something that is easily taken for the other: they tempt with the
    /// same misconception.
    pub fn confusable(&self, other: &Item) -> bool {
        let own = self.misconceptions.iter().filter(|name| !name.is_empty());
        own.into_iter().any(|name| other.misconceptions.contains(name))
    }
}

/// All questions, in the order of the course.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bank {
    pub items: Vec<Item>,
}

impl Bank {
    /// `lessons` is the order of the course; what belongs to none of them comes last.
    pub fn new(topics: &[Topic], lessons: &[&str]) -> Bank {
        let mut items: Vec<Item> = topics
            .iter()
            .flat_map(|topic| topic.questions.iter().map(|question| Item::new(&topic.id, question)))
            .collect();
        let place = |item: &Item| {
            let lesson = lessons.iter().position(|lesson| *lesson == item.lesson);
            (lesson.unwrap_or(lessons.len()), item.difficulty)
        };
        items.sort_by_key(place);
        Bank { items }
    }

    pub fn get(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// Topics in the order in which the course meets them.
    pub fn topics(&self) -> Vec<&str> {
        let mut met = BTreeSet::new();
        let topics = self.items.iter().map(|item| item.topic.as_str());
        topics.filter(|topic| met.insert(*topic)).collect()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// `id`, topic, difficulty, and the misconception behind its second option.
    pub(crate) fn item(id: &str, topic: &str, difficulty: u8, misconception: &str) -> Item {
        Item {
            id: id.into(),
            topic: topic.into(),
            lesson: topic.into(),
            kind: Kind::Single,
            difficulty,
            exams: BTreeMap::new(),
            qualifier: String::new(),
            misconceptions: vec![String::new(), misconception.into()],
        }
    }

    #[test]
    fn what_tempts_alike_is_confusable() {
        let role = item("a", "roles", 1, "role-mix");
        assert!(role.confusable(&item("b", "ecr", 1, "role-mix")));
        assert!(!role.confusable(&item("c", "ecr", 1, "other")));
        assert!(!item("d", "x", 1, "").confusable(&item("e", "y", 1, "")));
    }

    #[test]
    fn the_bank_follows_the_course() {
        let question = |id: &str, lesson: &str, difficulty| Question {
            id: id.into(),
            lesson: lesson.into(),
            difficulty,
            ..crate::shape::Shape::blank()
        };
        let first = vec![question("late", "z", 1), question("hard", "a", 3)];
        let topics = [
            Topic { id: "one".into(), questions: first },
            Topic { id: "two".into(), questions: vec![question("easy", "a", 1)] },
        ];
        let bank = Bank::new(&topics, &["a", "z"]);
        let ids: Vec<&str> = bank.items.iter().map(|item| item.id.as_str()).collect();
        assert_eq!(ids, ["easy", "hard", "late"]);
        assert_eq!(bank.topics(), ["two", "one"]);
    }
}
