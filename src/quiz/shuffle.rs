//! The order in which options are shown: another for each attempt, the same whenever that attempt
//! is shown.

use rand_pcg::Pcg32;
use rand_pcg::rand_core::Rng;

/// Indices of the options in the order to show them, for the `attempt`th attempt (from 0) at a
/// question.
pub fn order(question: &str, attempt: u32, options: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..options).collect();
    mix(&mut order, Pcg32::new(hash(question), attempt.into()));
    order
}

/// Puts places into an order that follows from the seed alone.
pub fn shuffle(places: &mut [usize], seed: u64) {
    mix(places, Pcg32::new(seed, 0));
}

/// Fisher and Yates; the bias of the multiplication is below 1 in 10⁶ for a thousand places.
fn mix(places: &mut [usize], mut random: Pcg32) {
    for last in (1..places.len()).rev() {
        let pick = (u64::from(random.next_u32()) * (last as u64 + 1)) >> 32;
        places.swap(last, pick as usize);
    }
}

/// FNV-1a, which is the same everywhere.
pub(super) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn an_attempt_keeps_its_order() {
        assert_eq!(order("gpu-steady", 3, 4), order("gpu-steady", 3, 4));
    }

    #[test]
    fn every_option_is_shown_once() {
        for attempt in 0..50 {
            let shown: BTreeSet<usize> = order("x", attempt, 5).into_iter().collect();
            assert_eq!(shown.len(), 5);
            assert_eq!(shown.last(), Some(&4));
        }
    }

    #[test]
    fn each_place_is_as_likely_as_another() {
        let mut places = [0_u32; 4];
        for question in 0..100 {
            for attempt in 0..100 {
                let order = order(&question.to_string(), attempt, 4);
                if let Some(place) = order.iter().position(|option| *option == 0) {
                    places[place] += 1;
                }
            }
        }
        // 10,000 draws at 1 in 4: five standard deviations are 217.
        assert!(places.iter().all(|count| (2283..=2717).contains(count)), "{places:?}");
    }

    #[test]
    fn nothing_to_shuffle_is_no_error() {
        assert_eq!(order("x", 0, 0), Vec::<usize>::new());
        assert_eq!(order("x", 0, 1), vec![0]);
    }
}
