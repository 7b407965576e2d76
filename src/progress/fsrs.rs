//! FSRS-6: how long a memory holds, and what an answer does to it.
//!
//! Pure arithmetic on days, after "The Algorithm", wiki of the project free-spaced-repetition, with
//! the default parameters that its authors fitted to some hundred million reviews. Knows no
//! question, no log and no clock. The `fsrs` crate is the reference; see `tests/fsrs.rs`.

use libm::{exp, log, pow};

/// The 21 default parameters of FSRS-6.
pub const DEFAULTS: [f64; 21] = [
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835,
    0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
];

/// Days for which a memory may be said to hold.
const STABILITY: (f64, f64) = (0.001, 36_500.0);
const DIFFICULTY: (f64, f64) = (1.0, 10.0);

/// How well something was recalled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rating {
    /// Not recalled.
    Again,
    Hard,
    Good,
    Easy,
}

impl Rating {
    pub const ALL: [Rating; 4] = [Rating::Again, Rating::Hard, Rating::Good, Rating::Easy];

    /// 1 to 4, as FSRS counts them.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }
}

/// What is left of something learnt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Memory {
    /// Days after which nine of ten such memories are still there.
    pub stability_days: f64,
    /// 1 (easy) to 10.
    pub difficulty: f64,
}

/// The model with its parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fsrs {
    weights: [f64; 21],
    /// Of the forgetting curve, so that recall is 0.9 after the stability.
    factor: f64,
}

impl Default for Fsrs {
    fn default() -> Fsrs {
        Fsrs::new(DEFAULTS)
    }
}

impl Fsrs {
    /// The model with other parameters, which must be fitted ones: nothing is clipped here.
    pub fn new(weights: [f64; 21]) -> Fsrs {
        let factor = exp(log(0.9) / -weights[20]) - 1.0;
        Fsrs { weights, factor }
    }

    /// The share of such memories that is recalled after `days` without a review.
    pub fn recall(&self, memory: Memory, days: f64) -> f64 {
        self.curve(memory.stability_days, days)
    }

    /// Days until recall has fallen to `retention` (above 0, below 1); not rounded.
    pub fn interval_days(&self, memory: Memory, retention: f64) -> f64 {
        let decay = -self.weights[20];
        memory.stability_days / self.factor * (pow(retention, 1.0 / decay) - 1.0)
    }

    /// The memory after the first answer.
    pub fn first(&self, rating: Rating) -> Memory {
        Memory {
            stability_days: bound(self.weights[rating as usize], STABILITY),
            difficulty: bound(self.first_difficulty(rating), DIFFICULTY),
        }
    }

    /// The memory after another answer, `days` after the one before; 0 is the same day.
    pub fn next(&self, memory: Memory, days: f64, rating: Rating) -> Memory {
        let stability = bound(memory.stability_days, STABILITY);
        let difficulty = bound(memory.difficulty, DIFFICULTY);
        let recall = self.curve(stability, days);
        let grown = match rating {
            _ if days == 0.0 => self.same_day(stability, rating),
            Rating::Again => self.forgotten(stability, difficulty, recall),
            _ => self.recalled(stability, difficulty, recall, rating),
        };
        Memory {
            stability_days: bound(grown, STABILITY),
            difficulty: self.next_difficulty(difficulty, rating),
        }
    }

    fn curve(&self, stability: f64, days: f64) -> f64 {
        pow(days / stability * self.factor + 1.0, -self.weights[20])
    }

    fn first_difficulty(&self, rating: Rating) -> f64 {
        self.weights[4] - exp(self.weights[5] * rating as u8 as f64) + 1.0
    }

    /// Damped near the top, and drawn a little towards that of an easy start.
    fn next_difficulty(&self, difficulty: f64, rating: Rating) -> f64 {
        let change = -self.weights[6] * (f64::from(rating.number()) - 3.0);
        let moved = difficulty + (10.0 - difficulty) * change / 9.0;
        let drawn = self.weights[7] * (self.first_difficulty(Rating::Easy) - moved) + moved;
        bound(drawn, DIFFICULTY)
    }

    fn recalled(&self, stability: f64, difficulty: f64, recall: f64, rating: Rating) -> f64 {
        let w = &self.weights;
        let effort = match rating {
            Rating::Hard => w[15],
            Rating::Easy => w[16],
            _ => 1.0,
        };
        let growth = exp(w[8])
            * (11.0 - difficulty)
            * pow(stability, -w[9])
            * (exp((1.0 - recall) * w[10]) - 1.0)
            * effort;
        stability * (growth + 1.0)
    }

    fn forgotten(&self, stability: f64, difficulty: f64, recall: f64) -> f64 {
        let w = &self.weights;
        let left = w[11]
            * pow(difficulty, -w[12])
            * (pow(stability + 1.0, w[13]) - 1.0)
            * exp((1.0 - recall) * w[14]);
        // Never more than a lapse and its repetition on the same day would leave.
        left.min(stability / exp(w[17] * w[18]))
    }

    fn same_day(&self, stability: f64, rating: Rating) -> f64 {
        let w = &self.weights;
        let change =
            exp(w[17] * (f64::from(rating.number()) - 3.0 + w[18])) * pow(stability, -w[19]);
        stability * if rating == Rating::Again { change } else { change.max(1.0) }
    }
}

fn bound(value: f64, (low, high): (f64, f64)) -> f64 {
    value.clamp(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recall_is_nine_tenths_after_the_stability() {
        let fsrs = Fsrs::default();
        for stability_days in [0.2, 2.3, 80.0] {
            let memory = Memory { stability_days, difficulty: 5.0 };
            assert!((fsrs.recall(memory, stability_days) - 0.9).abs() < 1e-12);
            assert!((fsrs.interval_days(memory, 0.9) - stability_days).abs() < 1e-9);
            assert_eq!(fsrs.recall(memory, 0.0), 1.0);
        }
    }

    #[test]
    fn an_interval_leads_to_the_retention_asked_for() {
        let fsrs = Fsrs::default();
        let memory = fsrs.first(Rating::Good);
        for retention in [0.7, 0.8, 0.95] {
            let days = fsrs.interval_days(memory, retention);
            assert!((fsrs.recall(memory, days) - retention).abs() < 1e-12, "{retention}");
        }
    }

    #[test]
    fn a_better_answer_never_leaves_a_weaker_memory() {
        let fsrs = Fsrs::default();
        for days in [0.0, 1.0, 4.0, 30.0, 300.0] {
            for start in Rating::ALL {
                let next = Rating::ALL.map(|rating| fsrs.next(fsrs.first(start), days, rating));
                for pair in next.windows(2) {
                    assert!(pair[0].stability_days <= pair[1].stability_days, "{days}, {start:?}");
                    assert!(pair[0].difficulty >= pair[1].difficulty, "{days}, {start:?}");
                }
            }
        }
    }
}
