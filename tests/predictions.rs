//! What a question says the lab will show is what the lab shows: each prediction against a run.
#![cfg(not(target_arch = "wasm32"))]

mod common;
#[path = "common/course.rs"]
mod course;

use course::{changed, course};
use drydock::quiz::item::{Kind, Topic};
use drydock::sim::Run;
use std::collections::BTreeSet;

fn at(column: &[f64], hour: usize, minute: usize) -> f64 {
    column[(hour * 3600 + minute * 60) / 10]
}

/// The answer as the run gives it, as it stands at the start of the right option.
fn seen(question: &str, day: &dyn Fn(&str) -> Run) -> &'static str {
    match question {
        "predict-spot-left" => {
            let run = day("spot-reclaimed");
            assert_eq!(at(&run.columns.running, 12, 10), 3.0);
            "Three"
        }
        "predict-stuck" => {
            let run = day("stuck-deployment");
            let (before, after) = (13 * 3600 + 59 * 60, 14 * 3600 + 300);
            let most = run.columns.running[..before / 10].iter().copied().fold(0.0, f64::max);
            assert_eq!(most, 10.0, "nothing starts before");
            let then = run.columns.running[before / 10..after / 10].iter().copied();
            assert!(then.fold(0.0, f64::max) > 10.0);
            "At 14:00"
        }
        "predict-first-step" => {
            let run = day("step-policy");
            let mut counts = run.columns.desired.clone();
            counts.dedup();
            assert_eq!(counts[..2], [4.0, 8.0]);
            "8 tasks"
        }
        "predict-meter" => {
            let first = |id| {
                let mut counts = day(id).columns.desired[13 * 360..].to_vec();
                counts.dedup();
                counts[1] / counts[0]
            };
            let (cpu, requests) = (first("sudden-step"), first("requests-metric"));
            assert!(cpu <= 100.0 / 60.0 + 0.3 && requests > 2.0 * cpu, "{cpu} {requests}");
            "Requests ask for several"
        }
        other => panic!("what does the lab show for `{other}`?"),
    }
}

#[test]
fn predictions_come_true() {
    let (compiled, _) = course();
    let day = |id: &str| changed(id, &[]);
    let mut met = BTreeSet::new();
    for (_, text) in compiled.files.iter().filter(|(path, _)| path.starts_with("questions/")) {
        let topic: Topic = serde_json::from_str(text).expect("a topic");
        for question in topic.questions.iter().filter(|it| it.kind == Kind::Predict) {
            let said = seen(&question.id, &day);
            let key = question.options.iter().find(|option| option.key).expect("a key");
            assert!(key.text.starts_with(said), "{}: {}", question.id, key.text);
            met.insert(question.id.clone());
        }
    }
    assert!(met.len() >= 4, "{met:?}");
}
