//! How far a share of right answers can be trusted.

use libm::sqrt;

/// Standard deviations that hold four chances in five.
pub const FOUR_IN_FIVE: f64 = 1.2816;
/// Answers below which a share is given without an interval, and with what is missing.
pub const ANSWERS_MIN: usize = 30;

/// A share with the bounds between which the true one lies four times in five.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share {
    pub right: usize,
    pub of: usize,
    pub low: f64,
    pub high: f64,
}

impl Share {
    /// Wilson's interval, which stays honest for few answers and for all right or none (E. B.
    /// Wilson, Probable Inference, 1927).
    pub fn new(right: usize, of: usize) -> Share {
        let (low, high) = wilson(right as f64, of as f64);
        Share { right, of, low, high }
    }

    /// Bounds of the share in another paper of the same length: it has its own luck beside ours.
    pub fn of_another(right: usize, of: usize) -> Share {
        // Two samples differ as one of half their size differs from the truth.
        let (low, high) = wilson(right as f64 / 2.0, of as f64 / 2.0);
        Share { right, of, low, high }
    }

    /// 0 to 1; 0 where there is nothing yet.
    pub fn value(self) -> f64 {
        if self.of == 0 { 0.0 } else { self.right as f64 / self.of as f64 }
    }

    /// Answers that are missing before the interval is shown.
    pub fn missing(self) -> usize {
        ANSWERS_MIN.saturating_sub(self.of)
    }
}

fn wilson(right: f64, of: f64) -> (f64, f64) {
    if of <= 0.0 {
        return (0.0, 1.0);
    }
    let (share, square) = (right / of, FOUR_IN_FIVE * FOUR_IN_FIVE);
    let middle = share + square / (2.0 * of);
    let reach = FOUR_IN_FIVE * sqrt(share * (1.0 - share) / of + square / (4.0 * of * of));
    let whole = 1.0 + square / of;
    (((middle - reach) / whole).max(0.0), ((middle + reach) / whole).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_pcg::Pcg32;
    use rand_pcg::rand_core::Rng;

    #[test]
    fn nothing_is_certain_from_few_answers() {
        let all = Share::new(3, 3);
        assert!(all.low < 0.7 && all.high == 1.0, "{all:?}");
        let none = Share::new(0, 3);
        assert!(none.low == 0.0 && none.high > 0.3, "{none:?}");
        assert_eq!((Share::new(0, 0).low, Share::new(0, 0).high), (0.0, 1.0));
        assert_eq!(Share::new(5, 9).missing(), 21);
    }

    /// How often the bounds hold the truth, over many draws.
    #[test]
    fn four_times_in_five_the_truth_lies_inside() {
        let mut luck = Pcg32::new(1, 1);
        let mut draw = |chance: f64, of: usize| {
            (0..of).filter(|_| f64::from(luck.next_u32()) < chance * f64::from(u32::MAX)).count()
        };
        for (chance, of) in [(0.5, 20), (0.72, 65), (0.9, 40), (0.72, 12)] {
            let (mut truth, mut other) = (0, 0);
            for _ in 0..4000 {
                let right = draw(chance, of);
                let share = Share::new(right, of);
                truth += usize::from(share.low <= chance && chance <= share.high);
                let next = draw(chance, of) as f64 / of as f64;
                let share = Share::of_another(right, of);
                other += usize::from(share.low <= next && next <= share.high);
            }
            for held in [truth, other] {
                let held = held as f64 / 4000.0;
                assert!((0.72..=0.90).contains(&held), "{chance}, {of}: {held}");
            }
        }
    }
}
