//! The exams of this course: facts, questions and blueprints fit together.
#![cfg(not(target_arch = "wasm32"))]

use drydock::course::{Files, compile};
use drydock::progress::Log;
use drydock::quiz::bank::{Bank, Item};
use drydock::quiz::exam::{Blueprint, Rules, draw};
use drydock::quiz::practice::repeats;
use drydock::quiz::{place, practice};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

static COURSE: LazyLock<(Vec<Blueprint>, Bank)> = LazyLock::new(|| {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let compiled = compile(&Files::read(&content).expect("content/")).expect("in order");
    let items: Vec<Item> = serde_json::from_str(&compiled.files["bank.json"]).expect("a bank");
    let exams = serde_json::from_str(&compiled.files["exams.json"]).expect("blueprints");
    (exams, Bank { items })
});

#[test]
fn every_question_names_exams_and_domains_that_there_are() {
    let (exams, bank) = &*COURSE;
    assert_eq!(exams.len(), 5);
    for item in &bank.items {
        for (code, domains) in &item.exams {
            let exam = exams.iter().find(|exam| exam.exam == *code);
            let exam = exam.unwrap_or_else(|| panic!("{}: no exam {code}", item.id));
            for domain in domains {
                let known = exam.domains.iter().any(|known| known.id == *domain);
                assert!(known, "{}: {code} has no domain {domain}", item.id);
            }
        }
    }
}

/// The associate exams that this course serves best get a paper of useful length; every paper
/// keeps to its blueprint, or says where the bank is too small for it.
#[test]
fn papers_keep_to_their_blueprints() {
    let (exams, bank) = &*COURSE;
    let rules = Rules { items: 0, pace_percent: 100, strict: true };
    for (exam, seed) in exams.iter().flat_map(|exam| (0..20).map(move |seed| (exam, seed))) {
        let drawn = draw(bank, exam, &Log::default(), rules, seed);
        let ids: BTreeSet<&str> =
            drawn.paper.items.iter().map(|asked| asked.question.as_str()).collect();
        assert_eq!(ids.len(), drawn.paper.items.len(), "{}: a question twice", exam.exam);
        let short: usize = drawn.short.iter().map(|short| short.wanted - short.found).sum();
        assert_eq!(ids.len() + short, exam.items(), "{}", exam.exam);
        if seed == 0 {
            println!("{}: {} questions, short {:?}", exam.exam, ids.len(), drawn.short);
        }
        for asked in &drawn.paper.items {
            let item = bank.get(&asked.question).expect("in the bank");
            assert!(item.exams[&exam.exam].contains(&asked.domain), "{}", item.id);
            assert!(exam.kinds.contains(&item.kind), "{}", item.id);
        }
    }
}

#[test]
fn a_row_of_real_questions_hardly_repeats_a_topic() {
    let (_, bank) = &*COURSE;
    let row = practice::own(bank, &Log::default(), &practice::Wish::default(), 40, 3);
    assert_eq!(row.len(), 40);
    assert!(repeats(bank, &row) <= 1, "{} repeats", repeats(bank, &row));
    let confusable =
        row.windows(2).filter(|pair| bank.items[pair[0]].confusable(&bank.items[pair[1]])).count();
    println!("{confusable} of 39 neighbours tempt with the same misconception");
}

#[test]
fn a_placement_asks_twelve_of_twelve_topics() {
    let (_, bank) = &*COURSE;
    let mut answers = Vec::new();
    while let Some(next) = place::next(bank, &answers, 5) {
        answers.push((next, answers.len() % 3 != 0));
    }
    let topics: BTreeSet<&str> =
        answers.iter().map(|(place, _)| bank.items[*place].topic.as_str()).collect();
    assert_eq!((answers.len(), topics.len()), (12, 12));
    let placement = place::placement(bank, &answers);
    assert!(placement.low < placement.share && placement.share < placement.high);
    assert!(placement.begin.is_some());
}
