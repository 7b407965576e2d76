//! Marking: all or nothing, as the exams do; and what to say about each option.

use super::Question;

/// What an option was, once the question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Right and chosen.
    Found,
    /// Right and not chosen.
    Missed,
    /// Wrong and chosen.
    Mistaken,
    /// Wrong and left alone.
    Avoided,
}

/// Whether exactly the right options were chosen. `chosen` are indices in the author's order, in
/// any order.
pub fn mark(question: &Question, chosen: &[u32]) -> bool {
    question
        .options
        .iter()
        .enumerate()
        .all(|(index, option)| chosen.contains(&(index as u32)) == option.key)
}

/// How many options must be chosen.
pub fn expected(question: &Question) -> usize {
    question.options.iter().filter(|option| option.key).count()
}

/// What the option at `index` (author's order) was.
pub fn outcome(question: &Question, index: usize, chosen: &[u32]) -> Outcome {
    let key = question.options.get(index).is_some_and(|option| option.key);
    match (key, chosen.contains(&(index as u32))) {
        (true, true) => Outcome::Found,
        (true, false) => Outcome::Missed,
        (false, true) => Outcome::Mistaken,
        (false, false) => Outcome::Avoided,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::{Choice, Kind};

    fn question(keys: &[bool]) -> Question {
        let option = |key: &bool| Choice {
            text: String::new(),
            key: *key,
            why: String::new(),
            misconception: String::new(),
        };
        Question {
            id: "q".into(),
            kind: Kind::Multiple,
            stem: String::new(),
            options: keys.iter().map(option).collect(),
            lesson: String::new(),
            exams: Default::default(),
            qualifier: String::new(),
            difficulty: 1,
            facts: Vec::new(),
            today: String::new(),
            exam_answer: String::new(),
            lab: String::new(),
        }
    }

    #[test]
    fn all_right_options_and_no_other_must_be_chosen() {
        let question = question(&[true, false, true, false]);
        assert_eq!(expected(&question), 2);
        for (chosen, right) in [
            (&[0, 2][..], true),
            (&[2, 0], true),
            (&[0], false),
            (&[0, 1], false),
            (&[0, 1, 2], false),
            (&[0, 1, 2, 3], false),
            (&[], false),
        ] {
            assert_eq!(mark(&question, chosen), right, "{chosen:?}");
        }
    }

    #[test]
    fn each_option_is_told_apart() {
        let question = question(&[true, true, false, false]);
        let told: Vec<Outcome> = (0..4).map(|index| outcome(&question, index, &[0, 2])).collect();
        use Outcome::*;
        assert_eq!(told, [Found, Missed, Mistaken, Avoided]);
    }
}
