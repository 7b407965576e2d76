//! Marking, and what to say about each option. Choices are all or nothing, as the exams have them;
//! a match or an order that is half right is partly right.

use super::{Kind, Question};
use crate::progress::Marked;

/// What an option was, once the question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Right and chosen; in its place; with its target.
    Found,
    /// Right and not chosen.
    Missed,
    /// Wrong and chosen; in another place; with another target.
    Mistaken,
    /// Wrong and left alone.
    Avoided,
}

/// How an answer is marked.
///
/// What `chosen` holds depends on the kind: of a choice the chosen options, in any order; of a
/// match, for each option, its target; of an order the options from first to last. Options and
/// targets count in the author's order. `given` is what was typed for a number.
pub fn mark(question: &Question, chosen: &[u32], given: &str) -> Marked {
    let options = question.options.len();
    let outcomes = (0..options).map(|index| outcome(question, index, chosen, given));
    let wanted = match question.kind {
        Kind::Match | Kind::Order => {
            let found = outcomes.filter(|outcome| *outcome == Outcome::Found).count();
            return match found {
                found if found == options && chosen.len() == options => Marked::Right,
                found if found * 2 >= options => Marked::Partly,
                _ => Marked::Wrong,
            };
        }
        Kind::Number => question.options.iter().any(|option| {
            let off = number(given).map(|number| (number - option.value).abs());
            // Decimal fractions are not exact in binary.
            option.key && off.is_some_and(|off| off <= question.tolerance + 1e-9)
        }),
        _ => outcomes.into_iter().all(|it| matches!(it, Outcome::Found | Outcome::Avoided)),
    };
    if wanted { Marked::Right } else { Marked::Wrong }
}

/// How many options must be chosen, matched or put in order.
pub fn expected(question: &Question) -> usize {
    match question.kind {
        Kind::Match | Kind::Order => question.options.len(),
        _ => question.options.iter().filter(|option| option.key).count(),
    }
}

/// What the option at `index` (author's order) was; see [`mark`] for the rest.
pub fn outcome(question: &Question, index: usize, chosen: &[u32], given: &str) -> Outcome {
    let Some(option) = question.options.get(index) else { return Outcome::Avoided };
    let is = |place: usize, wanted: u32| match chosen.get(place) {
        Some(found) if *found == wanted => Outcome::Found,
        _ => Outcome::Mistaken,
    };
    let picked = match question.kind {
        Kind::Match => return is(index, option.target),
        Kind::Order => return is(index, index as u32),
        Kind::Number => {
            let near = if option.key { question.tolerance } else { 0.0 };
            number(given).is_some_and(|given| (given - option.value).abs() <= near + 1e-9)
        }
        _ => chosen.contains(&(index as u32)),
    };
    match (option.key, picked) {
        (true, true) => Outcome::Found,
        (true, false) => Outcome::Missed,
        (false, true) => Outcome::Mistaken,
        (false, false) => Outcome::Avoided,
    }
}

/// A typed number, as a browser's number field gives it; `None` where there is none.
pub fn number(given: &str) -> Option<f64> {
    let given = given.trim();
    let (sign, digits) = match given.strip_prefix('-') {
        Some(digits) => (-1.0, digits),
        None => (1.0, given),
    };
    let begins_well = digits.starts_with(|first: char| first == '.' || first.is_ascii_digit());
    // The reader of JSON knows numbers, but no zeros before and no bare point.
    let digits = digits.trim_start_matches('0');
    let zero = if digits.starts_with(|first: char| first.is_ascii_digit()) { "" } else { "0" };
    let read: f64 = serde_json::from_str(&[zero, digits].concat()).ok()?;
    begins_well.then_some(sign * read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::Choice;
    use crate::shape::Shape;

    fn question(kind: Kind, options: Vec<Choice>) -> Question {
        Question { kind, options, ..Question::blank() }
    }

    fn choices(keys: &[bool]) -> Vec<Choice> {
        keys.iter().map(|key| Choice { key: *key, ..Choice::blank() }).collect()
    }

    fn marks(question: &Question, cases: &[(&[u32], Marked)]) {
        for (chosen, marked) in cases {
            assert_eq!(mark(question, chosen, ""), *marked, "{chosen:?}");
        }
    }

    #[test]
    fn all_right_options_and_no_other_must_be_chosen() {
        let question = question(Kind::Multiple, choices(&[true, false, true, false]));
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
            assert_eq!(mark(&question, chosen, "") == Marked::Right, right, "{chosen:?}");
        }
    }

    #[test]
    fn each_option_is_told_apart() {
        let question = question(Kind::Multiple, choices(&[true, true, false, false]));
        let told: Vec<Outcome> =
            (0..4).map(|index| outcome(&question, index, &[0, 2], "")).collect();
        use Outcome::*;
        assert_eq!(told, [Found, Missed, Mistaken, Avoided]);
    }

    #[test]
    fn a_match_counts_its_targets() {
        let with = |target| Choice { target, ..Choice::blank() };
        let question = question(Kind::Match, vec![with(1), with(0), with(1), with(3)]);
        assert_eq!(expected(&question), 4);
        use Marked::*;
        marks(
            &question,
            &[
                (&[1, 0, 1, 3], Right),
                (&[1, 0, 0, 3], Partly),
                (&[1, 0, 0, 0], Partly),
                (&[1, 1, 0, 0], Wrong),
                (&[1, 0, 1], Partly),
                (&[], Wrong),
            ],
        );
        assert_eq!(outcome(&question, 3, &[1, 0, 1, 0], ""), Outcome::Mistaken);
    }

    #[test]
    fn an_order_counts_the_places() {
        let question = question(Kind::Order, choices(&[false; 4]));
        use Marked::*;
        marks(
            &question,
            &[
                (&[0, 1, 2, 3], Right),
                (&[0, 1, 3, 2], Partly),
                (&[1, 2, 3, 0], Wrong),
                (&[0, 1, 2], Partly),
                (&[0, 1, 2, 3, 4], Partly),
            ],
        );
    }

    #[test]
    fn a_number_may_be_off_by_its_tolerance_and_no_more() {
        let value = |value, key| Choice { value, key, ..Choice::blank() };
        let mut question = question(Kind::Number, vec![value(0.3, true), value(0.2, false)]);
        question.tolerance = 0.01;
        for (given, right) in [
            ("0.3", true),
            (".31", true),
            ("0.29", true),
            ("0.32", false),
            ("0.2", false),
            ("", false),
            ("three", false),
        ] {
            assert_eq!(mark(&question, &[], given) == Marked::Right, right, "{given}");
        }
        assert_eq!(outcome(&question, 1, &[], "0.2"), Outcome::Mistaken);
        assert_eq!(outcome(&question, 1, &[], "0.3"), Outcome::Avoided);
        assert_eq!(outcome(&question, 0, &[], "0.2"), Outcome::Missed);
    }

    #[test]
    fn numbers_are_read_as_a_field_gives_them() {
        for (given, number_read) in [
            ("17", Some(17.0)),
            (" 017 ", Some(17.0)),
            (".5", Some(0.5)),
            ("-.5", Some(-0.5)),
            ("0", Some(0.0)),
            ("00", Some(0.0)),
            ("1e3", Some(1000.0)),
            ("-", None),
            ("", None),
            ("e5", None),
            ("1,5", None),
        ] {
            assert_eq!(number(given), number_read, "{given:?}");
        }
    }
}
