//! What a generator draws from: the same numbers for the same name and seed everywhere.

use crate::quiz::shuffle::hash;
use rand_pcg::Pcg32;
use rand_pcg::rand_core::Rng;

/// A stream of draws.
pub struct Luck(Pcg32);

impl Luck {
    pub fn new(name: &str, seed: u64) -> Luck {
        let mut generator = Pcg32::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15), hash(name));
        generator.next_u32();
        Luck(generator)
    }

    /// A whole number from `low` to `high`, both included.
    pub fn whole(&mut self, low: u32, high: u32) -> u32 {
        let span = u64::from(high.saturating_sub(low)) + 1;
        low + ((u64::from(self.0.next_u32()) * span) >> 32) as u32
    }

    /// One of them.
    pub fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.whole(0, of.len() as u32 - 1) as usize]
    }

    /// `count` of them, in any order; all where there are not so many.
    pub fn some_of<T: Copy>(&mut self, of: &[T], count: usize) -> Vec<T> {
        let mut left = of.to_vec();
        let mut drawn = Vec::new();
        while drawn.len() < count && !left.is_empty() {
            drawn.push(left.remove(self.whole(0, left.len() as u32 - 1) as usize));
        }
        drawn
    }

    /// True once in `count` draws.
    pub fn once_in(&mut self, count: u32) -> bool {
        self.whole(1, count) == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_stay_within_their_bounds_and_reach_them() {
        let mut luck = Luck::new("x", 1);
        let drawn: Vec<u32> = (0..1000).map(|_| luck.whole(3, 5)).collect();
        assert_eq!(drawn.iter().min(), Some(&3));
        assert_eq!(drawn.iter().max(), Some(&5));
        assert_eq!(luck.some_of(&[1, 2, 3], 9).len(), 3);
    }

    #[test]
    fn seeds_and_names_differ() {
        let first = |name, seed| Luck::new(name, seed).whole(0, u32::MAX - 1);
        assert_eq!(first("a", 1), first("a", 1));
        assert_ne!(first("a", 1), first("a", 2));
        assert_ne!(first("a", 1), first("b", 1));
    }
}
