//! FSRS-6 against the crate of its authors: by a golden file in every run of the tests, and by the
//! crate itself with `cargo test --features oracle --test fsrs`.
//!
//! `DRYDOCK_WRITE_GOLDEN=1` with the feature writes the file anew.
#![cfg(not(target_arch = "wasm32"))]

use drydock::progress::fsrs::{Fsrs, Memory, Rating};
use serde_json::Value;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/fsrs.json");

/// Relative difference that is allowed. The crate counts in 32 bits; the largest difference found
/// is 6e-6.
const TOLERANCE: f64 = 1e-5;

#[test]
fn everyday_runs_are_those_of_the_golden_file() {
    let golden = golden();
    let runs = golden["runs"].as_array().expect("runs");
    assert!(runs.len() >= 12, "{} runs", runs.len());
    let mut worst = 0.0_f64;
    for run in runs {
        let reviews = reviews(run);
        let steps = run["steps"].as_array().expect("steps");
        let states = states(&reviews);
        assert_eq!(states.len(), steps.len());
        for (state, step) in states.iter().zip(steps) {
            for (name, found) in state {
                let expected = step[*name].as_f64().expect("a number");
                worst = worst.max(apart(*found, expected));
                assert!(apart(*found, expected) < TOLERANCE, "{name} in {run}: {found}");
            }
        }
    }
    println!("largest relative difference from the golden file: {worst:.1e}");
}

fn golden() -> Value {
    let text = std::fs::read_to_string(GOLDEN).expect("tests/golden/fsrs.json");
    serde_json::from_str(&text).expect("JSON")
}

/// Days since the answer before, and the rating.
fn reviews(run: &Value) -> Vec<(u32, Rating)> {
    let pair = |review: &Value| {
        let days = review[0].as_u64().expect("days") as u32;
        (days, Rating::ALL[review[1].as_u64().expect("a rating") as usize - 1])
    };
    run["reviews"].as_array().expect("reviews").iter().map(pair).collect()
}

/// What our model says after each answer, under the names of the golden file.
fn states(reviews: &[(u32, Rating)]) -> Vec<[(&'static str, f64); 5]> {
    let fsrs = Fsrs::default();
    let mut memory: Option<Memory> = None;
    let mut states = Vec::new();
    for (days, rating) in reviews {
        let next = match memory {
            None => fsrs.first(*rating),
            Some(memory) => fsrs.next(memory, f64::from(*days), *rating),
        };
        states.push([
            ("stability", next.stability_days),
            ("difficulty", next.difficulty),
            ("interval_at_0_9", fsrs.interval_days(next, 0.9)),
            ("interval_at_0_8", fsrs.interval_days(next, 0.8)),
            ("recall_after_10_days", fsrs.recall(next, 10.0)),
        ]);
        memory = Some(next);
    }
    states
}

fn apart(found: f64, expected: f64) -> f64 {
    (found - expected).abs() / expected.abs()
}

#[cfg(feature = "oracle")]
mod oracle {
    use super::*;
    use fsrs::{FSRS, FSRSItem, FSRSReview, MemoryState, current_retrievability};
    use proptest::prelude::*;
    use serde_json::json;

    /// Days since the answer before, rating 1–4: a first week, lapses, cramming, long breaks.
    const RUNS: [&[(u32, u32)]; 16] = [
        &[(0, 3), (2, 3), (7, 3), (30, 3), (120, 3)],
        &[(0, 4), (8, 4), (60, 4)],
        &[(0, 1), (1, 3), (3, 3), (10, 3)],
        &[(0, 1), (1, 1), (1, 1), (1, 3), (2, 3)],
        &[(0, 2), (1, 2), (3, 2), (6, 2), (10, 2)],
        &[(0, 3), (0, 3), (0, 4), (1, 3)],
        &[(0, 1), (0, 3), (1, 3), (4, 4)],
        &[(0, 1), (0, 1), (0, 2), (1, 2)],
        &[(0, 3), (2, 1), (1, 3), (3, 3), (9, 1), (1, 4)],
        &[(0, 4), (90, 1), (1, 3), (5, 3)],
        &[(0, 3), (400, 3), (800, 3)],
        &[(0, 3), (1, 4), (1, 4), (1, 4), (1, 4), (1, 4), (1, 4), (1, 4)],
        &[(0, 1), (30, 1), (30, 1), (30, 1), (30, 1), (30, 1)],
        &[(0, 4), (0, 4), (0, 4), (7, 2), (14, 3), (28, 1), (1, 2)],
        &[(0, 2), (4, 4), (4, 1), (2, 3), (6, 4), (40, 4), (200, 1)],
        &[(0, 3), (3, 3), (11, 3), (38, 4), (190, 4), (900, 3)],
    ];

    fn asked(reviews: &[(u32, u32)]) -> Vec<Value> {
        let fsrs = FSRS::default();
        let mut steps = Vec::new();
        for count in 1..=reviews.len() {
            let item = FSRSItem {
                reviews: reviews[..count]
                    .iter()
                    .map(|(delta_t, rating)| FSRSReview { delta_t: *delta_t, rating: *rating })
                    .collect(),
            };
            let state: MemoryState = fsrs.memory_state(item, None).expect("a state");
            let interval = |retention| fsrs.next_interval(Some(state.stability), retention, 3);
            steps.push(json!({
                "stability": state.stability,
                "difficulty": state.difficulty,
                "interval_at_0_9": interval(0.9),
                "interval_at_0_8": interval(0.8),
                "recall_after_10_days":
                    current_retrievability(state, 10.0, fsrs::FSRS6_DEFAULT_DECAY),
            }));
        }
        steps
    }

    #[test]
    fn the_golden_file_is_what_the_crate_says() {
        let run = |reviews: &&[(u32, u32)]| json!({ "reviews": reviews, "steps": asked(reviews) });
        let made = json!({
            "source": "crate fsrs 6.6.2, default parameters of FSRS-6",
            "runs": RUNS.iter().map(run).collect::<Vec<_>>(),
        });
        let text = serde_json::to_string_pretty(&made).expect("JSON") + "\n";
        if std::env::var_os("DRYDOCK_WRITE_GOLDEN").is_some() {
            std::fs::write(GOLDEN, &text).expect("written");
        }
        assert_eq!(golden(), serde_json::from_str::<Value>(&text).expect("JSON"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn any_history_ends_where_the_crate_ends(
            mut history in prop::collection::vec((0_u32..400, 1_u32..=4), 1..12)
        ) {
            history[0].0 = 0;
            let ours: Vec<(u32, Rating)> = history
                .iter()
                .map(|(days, rating)| (*days, Rating::ALL[*rating as usize - 1]))
                .collect();
            let steps = asked(&history);
            for (state, step) in states(&ours).iter().zip(&steps) {
                for (name, found) in state {
                    let expected = step[*name].as_f64().expect("a number");
                    prop_assert!(apart(*found, expected) < 1e-4, "{name}: {found}, {expected}");
                }
            }
        }
    }
}
