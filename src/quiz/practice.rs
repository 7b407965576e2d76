//! What to ask next: due first, then weak, then new; or what the learner asks for. Questions that
//! are easily confused stand next to each other, so that the difference is what is learnt.

use super::bank::{Bank, Item};
use super::{Kind, shuffle};
use crate::progress::Log;
use crate::progress::fsrs::Rating;
use crate::progress::schedule::Schedule;
use std::collections::BTreeSet;

/// How far ahead is looked for a question that suits the one before.
const WINDOW: usize = 6;

/// Why a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    Due,
    /// Not due, but wrong, guessed or often forgotten.
    Weak,
    New,
}

/// Places in the bank of the next `count` questions, and why. `day` is that of the schedule.
pub fn queue(bank: &Bank, schedule: &Schedule, day: i64, count: usize) -> Vec<(usize, Reason)> {
    let place = |id: &str| bank.items.iter().position(|item| item.id == id);
    let due: Vec<usize> = schedule.due(day).into_iter().filter_map(place).collect();
    let mut weak: Vec<(f64, usize)> = Vec::new();
    let mut new = Vec::new();
    for (place, item) in bank.items.iter().enumerate() {
        let Some(card) = schedule.cards.get(&item.id) else {
            new.push(place);
            continue;
        };
        let rests = card.due_day > day && card.last_day < day;
        if rests && (card.last <= Rating::Hard || card.lapses >= 2) {
            weak.push((schedule.recall(&item.id, day).unwrap_or(0.0), place));
        }
    }
    weak.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    let weak = weak.into_iter().map(|(_, place)| place).collect();
    let mut queue = Vec::new();
    for (places, reason) in [(due, Reason::Due), (weak, Reason::Weak), (new, Reason::New)] {
        let left = count - queue.len();
        let chosen = places.into_iter().take(left).collect();
        queue.extend(interleave(bank, chosen).into_iter().map(|place| (place, reason)));
    }
    queue
}

/// Places in the bank of everything that is due, in the order in which it is asked.
pub fn due(bank: &Bank, schedule: &Schedule, day: i64) -> Vec<(usize, Reason)> {
    let place = |id: &str| bank.items.iter().position(|item| item.id == id);
    let due = schedule.due(day).into_iter().filter_map(place).collect();
    interleave(bank, due).into_iter().map(|place| (place, Reason::Due)).collect()
}

/// Which questions the learner wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    #[default]
    All,
    /// Never answered.
    Unseen,
    /// Not right at the last answer.
    Missed,
    Bookmarked,
}

/// A quiz of one's own; what is left empty restricts nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wish {
    pub topics: Vec<String>,
    pub kinds: Vec<Kind>,
    /// Code of the exam they must count for.
    pub exam: String,
    pub which: Which,
}

/// Places in the bank of all questions that fit.
pub fn fitting(bank: &Bank, log: &Log, wish: &Wish) -> Vec<usize> {
    let newest = log.newest();
    let bookmarks = log.bookmarks();
    let fits = |item: &Item| {
        let last = newest.get(item.id.as_str());
        (wish.topics.is_empty() || wish.topics.contains(&item.topic))
            && (wish.kinds.is_empty() || wish.kinds.contains(&item.kind))
            && (wish.exam.is_empty() || item.exams.contains_key(&wish.exam))
            && match wish.which {
                Which::All => true,
                Which::Unseen => last.is_none(),
                Which::Missed => last.is_some_and(|last| !last.right()),
                Which::Bookmarked => bookmarks.contains(["question/", &item.id].concat().as_str()),
            }
    };
    (0..bank.items.len()).filter(|place| fits(&bank.items[*place])).collect()
}

/// `count` of them, drawn by the seed.
pub fn own(bank: &Bank, log: &Log, wish: &Wish, count: usize, seed: u64) -> Vec<usize> {
    let mut places = fitting(bank, log, wish);
    shuffle::shuffle(&mut places, seed);
    places.truncate(count);
    interleave(bank, places)
}

/// The same questions, so that no topic follows itself where another is near, and what is easily
/// confused follows each other. Nothing moves forward by more than the window.
fn interleave(bank: &Bank, places: Vec<usize>) -> Vec<usize> {
    let mut waiting = places;
    let mut row: Vec<usize> = Vec::with_capacity(waiting.len());
    let mut passed_over = 0;
    while !waiting.is_empty() {
        let suits = |place: usize| {
            let Some(last) = row.last() else { return 0 };
            let (last, item) = (&bank.items[*last], &bank.items[place]);
            let apart = last.topic != item.topic;
            u8::from(apart) + u8::from(apart && last.confusable(item))
        };
        // The first in line waits for a window at most.
        let window = if passed_over >= WINDOW { 1 } else { WINDOW.min(waiting.len()) };
        let best = (0..window).rev().max_by_key(|index| suits(waiting[*index])).unwrap_or(0);
        passed_over = if best == 0 { 0 } else { passed_over + 1 };
        row.push(waiting.remove(best));
    }
    row
}

/// Topics that stand in the row more than once in a row are what interleaving avoids.
pub fn repeats(bank: &Bank, row: &[usize]) -> usize {
    row.windows(2).filter(|pair| bank.items[pair[0]].topic == bank.items[pair[1]].topic).count()
}

/// Ids of all questions that can be drilled as one pair: they tempt with this misconception.
pub fn drill<'a>(bank: &'a Bank, misconception: &str) -> BTreeSet<&'a str> {
    let tempting = |item: &&Item| item.misconceptions.iter().any(|name| name == misconception);
    bank.items.iter().filter(tempting).map(|item| item.id.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::bank::tests::item;
    use super::*;
    use crate::progress::schedule::{Calendar, RETENTION};
    use crate::progress::{Attempt, Bookmark, Entry, Marked, Sure, entry_id};
    use crate::shape::Shape;

    fn bank() -> Bank {
        let topics = ["roles", "balancers", "volumes"];
        let mut items = Vec::new();
        for topic in topics {
            for number in 0..8 {
                let misconception = if number == 0 { "shared" } else { topic };
                let id = format!("{topic}-{number}");
                items.push(item(&id, topic, 1 + number % 3, misconception));
            }
        }
        Bank { items }
    }

    fn attempt(day: u64, question: &str, marked: Marked, sure: Option<Sure>) -> Entry {
        let at_ms = day * 86_400_000 + 43_200_000;
        let id = [question, &entry_id(at_ms, 0)].concat();
        let question = question.into();
        Entry::Attempt(Attempt { id, at_ms, question, marked, sure, ..Attempt::blank() })
    }

    fn ids(bank: &Bank, row: &[usize]) -> Vec<String> {
        row.iter().map(|place| bank.items[*place].id.clone()).collect()
    }

    #[test]
    fn due_comes_before_weak_and_weak_before_new() {
        let bank = bank();
        let log = Log::new(vec![
            attempt(0, "roles-1", Marked::Right, None),
            attempt(0, "roles-2", Marked::Right, Some(Sure::Sure)),
            attempt(0, "roles-3", Marked::Right, Some(Sure::Sure)),
            attempt(0, "volumes-1", Marked::Right, Some(Sure::Sure)),
            attempt(8, "volumes-1", Marked::Right, Some(Sure::Guess)),
            attempt(10, "volumes-2", Marked::Wrong, None),
        ]);
        let schedule = Schedule::new(&log, Calendar::default(), RETENTION);
        let queue = queue(&bank, &schedule, 10, 6);
        let reasons: Vec<Reason> = queue.iter().map(|(_, reason)| *reason).collect();
        use Reason::*;
        assert_eq!(reasons, [Due, Due, Due, Weak, New, New]);
        let places: Vec<usize> = queue.iter().map(|(place, _)| *place).collect();
        assert_eq!(ids(&bank, &places)[3], "volumes-1");
        assert!(!ids(&bank, &places).contains(&"volumes-2".into()), "answered today");
    }

    #[test]
    fn a_row_alternates_and_puts_together_what_is_confused() {
        let bank = bank();
        let row = interleave(&bank, vec![0, 1, 2, 8, 9, 16]);
        assert_eq!(ids(&bank, &row)[..2], ["roles-0", "balancers-0"]);
        assert!(repeats(&bank, &row) <= 1, "{:?}", ids(&bank, &row));
        let all = interleave(&bank, (0..24).collect());
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 24);
        let only = interleave(&bank, vec![3, 2, 1]);
        assert_eq!(only, [3, 2, 1], "one topic keeps its order");
    }

    #[test]
    fn an_own_quiz_is_what_was_wished() {
        let bank = bank();
        let about = "question/volumes-7".into();
        let log = Log::new(vec![
            attempt(0, "roles-1", Marked::Wrong, None),
            attempt(0, "roles-2", Marked::Partly, None),
            attempt(1, "roles-1", Marked::Right, None),
            Entry::Bookmark(Bookmark { id: "b".into(), at_ms: 1, about, on: true }),
        ]);
        let wish = |which| Wish { which, ..Wish::default() };
        let fitting = |wish: &Wish| ids(&bank, &fitting(&bank, &log, wish));
        assert_eq!(fitting(&wish(Which::Missed)), ["roles-2"]);
        assert_eq!(fitting(&wish(Which::Bookmarked)), ["volumes-7"]);
        assert_eq!(fitting(&wish(Which::Unseen)).len(), 22);
        let topics = vec!["volumes".to_string()];
        let volumes = Wish { topics, kinds: vec![Kind::Single], ..Wish::default() };
        assert_eq!(fitting(&volumes).len(), 8);
        assert!(fitting(&Wish { kinds: vec![Kind::Multiple], ..Wish::default() }).is_empty());
        assert!(fitting(&Wish { exam: "SAA-C03".into(), ..Wish::default() }).is_empty());
        let five = own(&bank, &log, &volumes, 5, 7);
        assert_eq!(five.len(), 5);
        assert_eq!(five, own(&bank, &log, &volumes, 5, 7));
        assert_ne!(five, own(&bank, &log, &volumes, 5, 8));
    }

    #[test]
    fn a_pair_is_drilled_across_topics() {
        let bank = bank();
        assert_eq!(drill(&bank, "shared").len(), 3);
    }
}
