//! Which question comes next: from the bank, from a table, or made on the spot. Pure.

use super::set::{SESSION, Set};
use crate::progress::Log;
use crate::progress::schedule::Schedule;
use crate::quiz::bank::Bank;
use crate::quiz::generated::{self, Book};
use crate::quiz::pairs::Pair;
use crate::quiz::practice::{self, Reason};
use crate::quiz::{Question, met, place};

/// Questions to come, by their place in the bank.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub places: Vec<usize>,
    /// Why each is asked; empty where it was wished for.
    pub reasons: Vec<Reason>,
}

/// The row of a set that has an end; a placement begins with one question and goes on by itself.
pub fn row(set: &Set, bank: &Bank, log: &Log, schedule: &Schedule, day: i64, seed: u64) -> Row {
    let plain = |places| Row { places, reasons: Vec::new() };
    match set {
        Set::Queue => {
            let (places, reasons) =
                practice::queue(bank, schedule, day, SESSION).into_iter().unzip();
            Row { places, reasons }
        }
        Set::Due => {
            let (places, reasons) = practice::due(bank, schedule, day).into_iter().unzip();
            Row { places, reasons }
        }
        Set::Mixed(name) => {
            let ids = practice::drill(bank, name);
            let tempts = |place: &usize| ids.contains(bank.items[*place].id.as_str());
            plain((0..bank.items.len()).filter(tempts).collect())
        }
        Set::Qualifier(qualifier) => {
            let fits = |place: &usize| {
                let own = &bank.items[*place].qualifier;
                !own.is_empty() && (qualifier.is_empty() || own == qualifier)
            };
            let mut places: Vec<usize> = (0..bank.items.len()).filter(fits).collect();
            crate::quiz::shuffle(&mut places, seed);
            places.truncate(SESSION);
            plain(places)
        }
        Set::Own { wish, count } => plain(practice::own(bank, log, wish, *count, seed)),
        Set::One(id) => {
            plain(bank.items.iter().position(|item| item.id == *id).into_iter().collect())
        }
        Set::Place => plain(place::next(bank, &[], seed).into_iter().collect()),
        Set::Home | Set::Drill(_) | Set::Make(_) => Row::default(),
    }
}

/// The `number`th question of a set without end; seeds go on from those that were answered.
pub fn made(set: &Set, pairs: &[Pair], book: &Book, seed: u64) -> Option<(Question, Vec<usize>)> {
    match set {
        Set::Drill(id) => {
            let pair = pairs.iter().find(|pair| pair.id == *id)?;
            let drilled = pair.drill(seed, &book.facts)?;
            Some((drilled.question, drilled.rows))
        }
        Set::Make(name) => {
            let made = generated::make(generated::find(name)?, seed, book).ok()?;
            Some((made.question, Vec::new()))
        }
        _ => None,
    }
}

/// The seed after all that were answered in this set.
pub fn next_seed(set: &Set, log: &Log) -> u64 {
    answered(set, log).max().map_or(0, |seed| seed + 1)
}

/// Which of `count` questions that are ready is next: one after the other, and again from the
/// first.
pub fn next_ready(set: &Set, log: &Log, count: usize) -> usize {
    match answered(set, log).last() {
        Some(seed) => (seed as usize + 1) % count.max(1),
        None => 0,
    }
}

/// Seeds of this set's answers, the oldest first.
fn answered<'a>(set: &Set, log: &'a Log) -> impl Iterator<Item = u64> + 'a {
    let start = match set {
        Set::Drill(id) => ["pair-", id, "/"].concat(),
        Set::Make(name) => [name, "/"].concat(),
        // No question's id begins so.
        _ => "/".into(),
    };
    log.all_attempts().filter_map(move |attempt| {
        attempt.question.strip_prefix(&start).and_then(|seed| seed.parse::<u64>().ok())
    })
}

/// Place in the bank of an authored question about the pair: in a drill every third one is, as long
/// as there is one that was not asked in this sitting. `asked` are the ids of those that were.
pub fn authored(pair: &Pair, bank: &Bank, log: &Log, asked: &[String]) -> Option<usize> {
    if asked.len() % 3 != 2 {
        return None;
    }
    let places = met::questions_about(pair, bank, log).into_iter();
    places.into_iter().find(|place| !asked.contains(&bank.items[*place].id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::schedule::{Calendar, RETENTION};
    use crate::progress::{Attempt, Entry};
    use crate::quiz::bank::tests::item;
    use crate::quiz::pairs::{self, Need};
    use crate::shape::Shape;

    fn bank() -> Bank {
        let mut items: Vec<_> = (0..6).map(|n| item(&format!("q{n}"), "t", 1, "m")).collect();
        items[2].qualifier = "fewest changes".into();
        items[4].qualifier = "least privilege".into();
        Bank { items }
    }

    fn of(set: &Set) -> Vec<usize> {
        let log = Log::default();
        let schedule = Schedule::new(&log, Calendar::default(), RETENTION);
        row(set, &bank(), &log, &schedule, 0, 5).places
    }

    #[test]
    fn a_set_holds_what_its_name_says() {
        assert_eq!(of(&Set::Queue).len(), 6);
        assert_eq!(of(&Set::Qualifier("least privilege".into())), [4]);
        assert_eq!(of(&Set::Qualifier(String::new())).len(), 2);
        assert_eq!(of(&Set::Mixed("m".into())).len(), 6);
        assert!(of(&Set::Mixed("none".into())).is_empty() && of(&Set::Due).is_empty());
        assert_eq!(of(&Set::One("q3".into())), [3]);
        assert!(of(&Set::One("gone".into())).is_empty());
        assert_eq!(of(&Set::Place).len(), 1);
        assert_eq!(of(&Set::parse("own=4")).len(), 4);
    }

    #[test]
    fn seeds_go_on_from_the_answered_ones() {
        let entry = |question: &str| {
            Entry::Attempt(Attempt {
                id: question.into(),
                question: question.into(),
                ..Attempt::blank()
            })
        };
        let log = Log::new(vec![entry("hpa/3"), entry("hpa/11"), entry("pair-hpa/40"), entry("x")]);
        assert_eq!(next_seed(&Set::Make("hpa".into()), &log), 12);
        assert_eq!(next_seed(&Set::Drill("hpa".into()), &log), 41);
        assert_eq!(next_seed(&Set::Drill("other".into()), &log), 0);
        assert_eq!(next_seed(&Set::Queue, &log), 0);
        assert_eq!(next_ready(&Set::Make("hpa".into()), &log, 20), 4);
        assert_eq!(next_ready(&Set::Make("hpa".into()), &log, 4), 0, "and again");
        assert_eq!(next_ready(&Set::Make("new".into()), &log, 12), 0);
    }

    #[test]
    fn every_third_of_a_drill_is_an_authored_one() {
        let need = Need { misconception: "m".into(), ..Need::blank() };
        let row = pairs::Row { needs: vec![need], ..pairs::Row::blank() };
        let pair = Pair { rows: vec![row], ..Pair::blank() };
        let (bank, log) = (bank(), Log::default());
        let next = |asked: &[&str]| {
            let asked: Vec<String> = asked.iter().map(|id| id.to_string()).collect();
            authored(&pair, &bank, &log, &asked)
        };
        assert_eq!((next(&[]), next(&["a"]), next(&["a", "b"])), (None, None, Some(0)));
        assert_eq!(next(&["a", "b", "q0", "c", "d"]), Some(1));
        assert_eq!(authored(&Pair::blank(), &bank, &log, &["a".into(), "b".into()]), None);
    }
}
