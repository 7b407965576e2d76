//! What the log says about today and about the day of the exam. Pure.

use crate::app::dates;
use crate::app::study::course::Course;
use crate::progress::interval::Share;
use crate::progress::mastery::{Mastery, mastery, usual_times_ms};
use crate::progress::plan::{self, Forecast, Horizon, Pace, Piece};
use crate::progress::schedule::{Calendar, RETENTION, Schedule};
use crate::progress::{Goal, Log};
use std::collections::BTreeMap;

/// Days without anything done, whose cost is told.
pub const SKIPPED_DAYS: i64 = 3;
/// How far ahead recall is told where there is no exam.
const LATER_DAYS: i64 = 30;
/// s for reading the reasons after an answer, which the log does not time. Assumed.
const REASONS_S: f64 = 15.0;
/// s for an answer, and for a new one with its share of the lesson, until enough were timed.
/// Assumed.
const USUAL: Pace = Pace { review_s: 40.0, new_s: 90.0 };
const SEED: u64 = 42;

/// Today, from the log alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Today {
    pub day: i64,
    /// Of all answers.
    pub right: Share,
    pub schedule: Schedule,
    pub goal: Option<Goal>,
    /// The day of the exam, or a month from now.
    pub later: i64,
    /// Topics that were begun, the weakest first, and how many were not.
    pub topics: Vec<(String, Mastery)>,
    pub not_begun: usize,
    pub pace: Pace,
}

impl Today {
    pub fn new(course: &Course, log: &Log, calendar: Calendar, now_ms: u64) -> Today {
        let day = calendar.day(now_ms);
        let schedule = Schedule::new(log, calendar, RETENTION);
        let (mut right, mut of) = (0, 0);
        for attempt in log.all_attempts() {
            right += usize::from(attempt.right());
            of += 1;
        }
        let goal = log.goal().cloned();
        let exam_day = goal.as_ref().and_then(|goal| dates::day(&goal.day));
        let later = exam_day.filter(|exam_day| *exam_day > day).unwrap_or(day + LATER_DAYS);
        let newest = log.newest();
        let mut topics = Vec::new();
        let mut not_begun = 0;
        for topic in course.bank.topics() {
            let items = course.bank.items.iter().filter(|item| item.topic == topic);
            let ids: Vec<&str> = items.map(|item| item.id.as_str()).collect();
            let mastery = mastery(&ids, &newest, &schedule, day, later);
            match mastery.begun {
                0 => not_begun += 1,
                _ => topics.push((topic.to_string(), mastery)),
            }
        }
        let recall = |(_, mastery): &(String, Mastery)| mastery.recall.unwrap_or(0.0);
        topics.sort_by(|one, other| recall(one).total_cmp(&recall(other)));
        let pace = pace(log);
        Today { day, right: Share::new(right, of), schedule, goal, later, topics, not_begun, pace }
    }

    /// Days until the exam; `None` where none is set, or it is over.
    pub fn days_left(&self) -> Option<i64> {
        let goal = self.goal.as_ref()?;
        let exam_day = dates::day(&goal.day)?;
        (exam_day > self.day).then_some(exam_day - self.day)
    }
}

/// The plan towards the exam.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Groups are the domains of the exam.
    pub forecast: Forecast,
    /// Recall on the day that skipping the next days costs, as a share.
    pub skipping: f64,
}

/// Forecasts the plan, if there is a day to plan towards.
pub fn plan(course: &Course, today: &Today) -> Option<Plan> {
    today.days_left()?;
    let goal = today.goal.as_ref()?;
    let pieces = pieces(course, &goal.exam, &today.schedule);
    let ahead = Horizon {
        today: today.day,
        exam_day: today.later,
        minutes_a_day: f64::from(goal.minutes_a_day),
        skipped: 0,
    };
    let fsrs = &today.schedule.fsrs;
    let forecast = plan::forecast(&pieces, fsrs, today.pace, ahead, SEED);
    let skipping = Horizon { skipped: SKIPPED_DAYS, ..ahead };
    let skipped = plan::forecast(&pieces, fsrs, today.pace, skipping, SEED).all.planned;
    let skipping = forecast.all.planned - skipped;
    Some(Plan { forecast, skipping })
}

/// What the exam is about, each domain with its weight.
fn pieces(course: &Course, code: &str, schedule: &Schedule) -> Vec<Piece> {
    let Some(exam) = course.exam(code) else { return Vec::new() };
    let mut of_domain: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for item in &course.bank.items {
        // Where a question serves several domains, the first one counts.
        let domain = item.exams.get(code).and_then(|domains| domains.first());
        if let Some(domain) = domain {
            of_domain.entry(domain).or_default().push(&item.id);
        }
    }
    let mut pieces = Vec::new();
    for domain in &exam.domains {
        let ids = of_domain.get(domain.id.as_str()).map_or(&[][..], Vec::as_slice);
        pieces.extend(ids.iter().map(|id| Piece {
            question: id.to_string(),
            group: domain.id.clone(),
            weight: domain.percent / ids.len() as f64,
            memory: schedule.cards.get(*id).map(|card| (card.memory, card.last_day)),
        }));
    }
    pieces
}

fn pace(log: &Log) -> Pace {
    let (new, review) = usual_times_ms(log);
    let seconds =
        |ms: Option<u64>, usual: f64| ms.map_or(usual, |ms| ms as f64 / 1000.0 + REASONS_S);
    Pace {
        review_s: seconds(review, USUAL.review_s),
        // The lesson's share is read beside the question and not timed either.
        new_s: seconds(new, USUAL.review_s) + USUAL.new_s - USUAL.review_s,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::model::CourseMap;
    use crate::progress::{Attempt, Entry, Marked, entry_id};
    use crate::quiz::bank::{Bank, Item};
    use crate::quiz::exam::{Blueprint, Domain};
    use crate::shape::Shape;

    const DAY_MS: u64 = 86_400_000;
    const NOON_MS: u64 = 43_200_000;

    /// Sixty questions in three topics, two domains.
    pub(crate) fn course() -> Course {
        let item = |number: usize| Item {
            id: format!("q{number}"),
            topic: ["roles", "volumes", "scaling"][number % 3].into(),
            difficulty: 1,
            exams: BTreeMap::from([(
                "SAA-C03".into(),
                vec![if number.is_multiple_of(4) { "D1".into() } else { "D2".into() }],
            )]),
            ..Item::blank()
        };
        let domain = |id: &str, percent| Domain { id: id.into(), name: id.into(), percent };
        let exam = Blueprint {
            exam: "SAA-C03".into(),
            domains: vec![domain("D1", 40.0), domain("D2", 60.0)],
            ..Blueprint::blank()
        };
        Course {
            map: CourseMap::blank(),
            bank: Bank { items: (0..60).map(item).collect() },
            exams: vec![exam],
        }
    }

    fn attempt(day: u64, number: usize, right: bool) -> Entry {
        let at_ms = day * DAY_MS + NOON_MS;
        Entry::Attempt(Attempt {
            id: entry_id(at_ms, number as u64),
            at_ms,
            question: format!("q{number}"),
            marked: if right { Marked::Right } else { Marked::Wrong },
            ..Attempt::blank()
        })
    }

    fn log(exam_day: &str) -> Log {
        let goal = Goal {
            id: "g".into(),
            at_ms: 1,
            exam: "SAA-C03".into(),
            day: exam_day.into(),
            minutes_a_day: 15,
        };
        let attempts = (0..12).map(|number| attempt(10, number, number % 3 != 0));
        Log::new(attempts.chain([Entry::Goal(goal)]).collect())
    }

    fn today(log: &Log) -> Today {
        Today::new(&course(), log, Calendar::default(), 11 * DAY_MS + NOON_MS)
    }

    #[test]
    fn today_is_what_the_log_says() {
        let today = today(&log("1970-02-01"));
        assert_eq!((today.right.right, today.right.of), (8, 12));
        assert_eq!((today.days_left(), today.later), (Some(20), 31));
        let topics: Vec<&str> = today.topics.iter().map(|(topic, _)| topic.as_str()).collect();
        assert_eq!(topics[0], "roles", "the one that was wrong comes first");
        assert_eq!((topics.len(), today.not_begun), (3, 0));
        assert_eq!(today.pace, USUAL);
    }

    #[test]
    fn the_plan_is_by_domain_and_skipping_costs() {
        let plan = plan(&course(), &today(&log("1970-02-01"))).expect("a day to plan towards");
        let domains: Vec<(&str, usize)> = plan
            .forecast
            .groups
            .iter()
            .map(|(domain, outlook)| (domain.as_str(), outlook.pieces))
            .collect();
        assert_eq!(domains, [("D1", 15), ("D2", 45)]);
        let all = &plan.forecast.all;
        assert!(all.planned > all.stopped + 0.2, "{all:?}");
        assert!(plan.skipping > 0.0, "{}", plan.skipping);
    }

    #[test]
    fn without_a_day_there_is_no_plan() {
        for day in ["", "1970-01-12", "1969-01-01", "soon"] {
            let today = today(&log(day));
            assert_eq!(today.days_left(), None, "{day}");
            assert_eq!(plan(&course(), &today), None);
            assert_eq!(today.later, 41);
        }
    }
}
