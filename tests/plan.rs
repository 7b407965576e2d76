//! The plan towards an exam against a schedule of fixed retention, at equal minutes: seeded
//! learners whose memory follows FSRS with parameters of their own, which neither of them knows.
#![cfg(not(target_arch = "wasm32"))]

use drydock::progress::fsrs::{DEFAULTS, Fsrs, Memory, Rating};
use drydock::progress::plan::{Horizon, Pace, Piece, today};
use rand_pcg::Pcg32;
use rand_pcg::rand_core::Rng;

const PACE: Pace = Pace { review_s: 40.0, new_s: 90.0 };
const LEARNERS: u64 = 24;
/// Chance that a first answer is right, and that a guess among four options is.
const FIRST_RIGHT: f64 = 0.5;
const LUCK: f64 = 0.25;

#[derive(Clone, Copy)]
enum Policy {
    Plan,
    Retention(f64),
}

struct Course {
    questions: usize,
    days: i64,
    minutes_a_day: f64,
}

const RETENTIONS: [f64; 5] = [0.7, 0.8, 0.85, 0.9, 0.95];

/// With more to learn than there is time for, as learners have it.
#[test]
fn short_of_time_the_plan_beats_every_fixed_retention() {
    for (days, minutes_a_day) in [(25, 20.0), (45, 12.0)] {
        let course = Course { questions: 220, days, minutes_a_day };
        let (plan, fixed) = compared(&course);
        for recall in fixed {
            assert!(plan > recall + 0.01, "{days} days: {plan:.3} against {fixed:.3?}");
        }
        let usual = fixed[3];
        assert!(plan > usual + 0.1, "{days} days: {plan:.3} against {usual:.3} at 0.9");
    }
}

/// With time for everything, what is left over for the weakest makes up for a wrong retention.
#[test]
fn with_time_to_spare_the_plan_is_as_good_as_the_best_of_them() {
    let course = Course { questions: 120, days: 14, minutes_a_day: 25.0 };
    let (plan, fixed) = compared(&course);
    assert!(fixed.iter().all(|recall| plan > recall - 0.006), "{plan:.3} against {fixed:.3?}");
    assert!(plan > fixed[3] + 0.01, "{plan:.3} against {:.3} at 0.9", fixed[3]);
}

/// Recall by the plan and by each fixed retention, at equal minutes.
fn compared(course: &Course) -> (f64, [f64; 5]) {
    let (plan, plan_minutes) = mean(course, Policy::Plan);
    let fixed = RETENTIONS.map(|retention| {
        let (recall, minutes) = mean(course, Policy::Retention(retention));
        assert!((minutes / plan_minutes - 1.0).abs() < 0.03, "{minutes} and {plan_minutes}");
        recall
    });
    println!("{} days: plan {plan:.3}, fixed {fixed:.3?}", course.days);
    (plan, fixed)
}

/// Mean share recalled on the day of the exam, and minutes spent.
fn mean(course: &Course, policy: Policy) -> (f64, f64) {
    let (mut recall, mut minutes) = (0.0, 0.0);
    for seed in 0..LEARNERS {
        let (one, spent) = Learner::new(seed, course).study(course, policy);
        recall += one / LEARNERS as f64;
        minutes += spent / LEARNERS as f64;
    }
    (recall, minutes)
}

struct Learner {
    /// How this memory works; the schedulers assume the default.
    own: Fsrs,
    luck: Pcg32,
    /// What is really left, and what the scheduler believes.
    truly: Vec<Option<(Memory, i64)>>,
    believed: Vec<Piece>,
    due: Vec<i64>,
}

impl Learner {
    fn new(seed: u64, course: &Course) -> Learner {
        let mut luck = Pcg32::new(seed, 77);
        let mut weights = DEFAULTS;
        // First stabilities from half to twice the usual, growth from 0.8 to 1.2 of it.
        let strength = libm::exp2(2.0 * unit(&mut luck) - 1.0);
        weights[..4].iter_mut().for_each(|weight| *weight *= strength);
        weights[8] += 0.4 * unit(&mut luck) - 0.2;
        let piece = |place: usize| Piece {
            question: place.to_string(),
            group: String::new(),
            weight: 1.0,
            memory: None,
        };
        Learner {
            own: Fsrs::new(weights),
            luck,
            truly: vec![None; course.questions],
            believed: (0..course.questions).map(piece).collect(),
            due: vec![0; course.questions],
        }
    }

    fn study(mut self, course: &Course, policy: Policy) -> (f64, f64) {
        let mut spent_s = 0.0;
        for day in 0..course.days {
            let chosen = match policy {
                Policy::Plan => self.planned(course, day),
                Policy::Retention(_) => self.fixed(course, day),
            };
            for place in chosen {
                let known = self.believed[place].memory.is_some();
                spent_s += if known { PACE.review_s } else { PACE.new_s };
                let retention = match policy {
                    Policy::Plan => 0.9,
                    Policy::Retention(retention) => retention,
                };
                self.answer(place, day, retention);
            }
        }
        let left = |memory: &Option<(Memory, i64)>| {
            memory.map_or(0.0, |(memory, since)| {
                self.own.recall(memory, (course.days - since) as f64)
            })
        };
        let recall: f64 = self.truly.iter().map(left).sum();
        (recall / course.questions as f64, spent_s / 60.0)
    }

    fn planned(&self, course: &Course, day: i64) -> Vec<usize> {
        let minutes_a_day = course.minutes_a_day;
        let ahead = Horizon { today: day, exam_day: course.days, minutes_a_day, skipped: 0 };
        today(&self.believed, &Fsrs::default(), PACE, ahead)
    }

    /// What is due, then what is new, then ahead of time what is weakest, as long as there are
    /// minutes.
    fn fixed(&self, course: &Course, day: i64) -> Vec<usize> {
        let fsrs = Fsrs::default();
        let recall = |place: &usize| {
            let (memory, since) = self.believed[*place].memory.expect("begun");
            fsrs.recall(memory, (day - since) as f64)
        };
        let weakest_first = |mut places: Vec<usize>| {
            places.sort_by(|one, other| recall(one).total_cmp(&recall(other)));
            places
        };
        let all = 0..course.questions;
        let begun = |place: &usize| self.believed[*place].memory.is_some_and(|(_, at)| at < day);
        let due = all.clone().filter(|place| begun(place) && self.due[*place] <= day);
        let new = all.clone().filter(|place| self.believed[*place].memory.is_none());
        let early = all.clone().filter(|place| begun(place) && self.due[*place] > day);
        let order = weakest_first(due.collect())
            .into_iter()
            .chain(new)
            .chain(weakest_first(early.collect()));
        let mut left_s = course.minutes_a_day * 60.0;
        order
            .filter(|place| {
                let known = self.believed[*place].memory.is_some();
                let cost_s = if known { PACE.review_s } else { PACE.new_s };
                let fits = cost_s <= left_s;
                left_s -= if fits { cost_s } else { 0.0 };
                fits
            })
            .collect()
    }

    /// The learner recalls or not, guesses where not, and says so three times in four.
    fn answer(&mut self, place: usize, day: i64, retention: f64) {
        let recalled = match self.truly[place] {
            None => unit(&mut self.luck) < FIRST_RIGHT,
            Some((memory, since)) => {
                unit(&mut self.luck) < self.own.recall(memory, (day - since) as f64)
            }
        };
        let guessed = !recalled && unit(&mut self.luck) < LUCK;
        let honest = unit(&mut self.luck) < 0.75;
        let truth = if recalled { Rating::Good } else { Rating::Again };
        let seen = match (recalled, guessed, honest) {
            (false, true, true) => Rating::Hard,
            (false, true, false) => Rating::Good,
            _ => truth,
        };
        self.truly[place] = Some((next(&self.own, self.truly[place], day, truth), day));
        let fsrs = Fsrs::default();
        let believed = next(&fsrs, self.believed[place].memory, day, seen);
        self.believed[place].memory = Some((believed, day));
        let wait = libm::round(fsrs.interval_days(believed, retention)).max(1.0);
        self.due[place] = day + wait as i64;
    }
}

fn next(fsrs: &Fsrs, memory: Option<(Memory, i64)>, day: i64, rating: Rating) -> Memory {
    match memory {
        None => fsrs.first(rating),
        Some((memory, since)) => fsrs.next(memory, (day - since) as f64, rating),
    }
}

fn unit(luck: &mut Pcg32) -> f64 {
    f64::from(luck.next_u32()) / (f64::from(u32::MAX) + 1.0)
}
