//! Questions made on demand, over many seeds: the key is right by an arithmetic of its own here,
//! no other option is, and none is offered twice.

#![cfg(not(target_arch = "wasm32"))]

mod days;
mod truth;

use drydock::course::{Files, compile};
use drydock::facts::{Facts, InstanceType, Rulebook};
use drydock::quiz::generated::{Book, GENERATORS, find, make};
use drydock::quiz::item::{Kind, Question};
use drydock::quiz::pairs::Pair;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const SEEDS: u64 = 1000;

struct Course {
    book: Book,
    pairs: Vec<Pair>,
    files: BTreeMap<String, String>,
}

fn course() -> Course {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let files = Files::read(&folder).expect("content can be read");
    let files = compile(&files).expect("content has no mistake").files;
    let facts: Facts = read(&files["facts.json"]);
    let instances: Vec<InstanceType> = read(&files["instances.json"]);
    let rules = Rulebook::new(&facts).expect("all numbers are there");
    let book = Book { rules: rules.with_instances(instances), facts };
    Course { book, pairs: read(&files["pairs.json"]), files }
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect("it reads back")
}

/// What every question owes its reader.
fn well_made(question: &Question, name: &str) {
    let id = &question.id;
    assert!(!question.facts.is_empty(), "{id} names no source");
    assert!(question.facts.iter().all(|fact| !fact.source.is_empty() && !fact.checked.is_empty()));
    assert!(question.options.len() >= 3, "{id}");
    let texts: BTreeSet<&str> = question.options.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(texts.len(), question.options.len(), "{id}: an option stands twice: {texts:?}");
    assert_eq!(question.options.iter().filter(|it| it.key).count(), 1, "{id}");
    for option in &question.options {
        assert!(option.why.len() > 15, "{id}: `{}` has no reason", option.text);
        assert_eq!(option.misconception.is_empty(), option.key, "{id}: {}", option.text);
    }
    assert_eq!(question.generator, name);
    assert!(!question.stem.contains("{") && !question.stem.is_empty());
}

#[test]
fn the_key_is_right_and_no_distractor_is() {
    let Course { book, .. } = course();
    assert!(GENERATORS.len() >= 20);
    for generator in GENERATORS {
        let name = generator.name;
        let mut stems = BTreeSet::new();
        for seed in 0..SEEDS {
            let made = make(generator, seed, &book).expect(name);
            well_made(&made.question, name);
            for (option, value) in made.question.options.iter().zip(&made.values) {
                let found = truth::right(name, &made, value, &book);
                let text = &option.text;
                assert_eq!(found, option.key, "{name}/{seed}: `{text}` {}", made.case);
            }
            let values: Vec<String> = made.values.iter().map(Value::to_string).collect();
            stems.insert([made.question.stem, values.join(" ")].concat());
        }
        assert!(stems.len() >= 20, "{name} asks only {} different questions", stems.len());
    }
}

#[test]
fn a_seed_asks_the_same_again() {
    let Course { book, .. } = course();
    for generator in GENERATORS {
        let once = make(generator, 7, &book);
        assert_eq!(once, make(generator, 7, &book));
        assert_eq!(find(generator.name).map(|found| found.meaning), Some(generator.meaning));
    }
}

#[test]
fn a_drill_has_one_answer_and_says_why_the_others_fail() {
    let Course { book, pairs, .. } = course();
    let titles: Vec<&str> = pairs.iter().map(|pair| pair.title.as_str()).collect();
    for title in [
        "ALB or NLB",
        "EFS, EBS, S3 or S3 Files",
        "Which role",
        "Which launch type",
        "Which node type",
        "Which policy",
    ] {
        assert!(titles.contains(&title), "{title} is missing: {titles:?}");
    }
    for pair in &pairs {
        let (mut stems, mut keys, mut rows) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for seed in 0..SEEDS {
            let drilled = pair.drill(seed, &book.facts).expect(&pair.id);
            let name = ["pair-", &pair.id].concat();
            well_made(&drilled.question, &name);
            let needs: Vec<_> =
                drilled.rows.iter().flat_map(|row| &pair.rows[*row].needs).collect();
            let asked: Vec<_> =
                needs.iter().filter(|need| drilled.question.stem.contains(&need.text)).collect();
            for option in &drilled.question.options {
                let place = pair.columns.iter().position(|it| *it == option.text).expect("known");
                let fits = asked.iter().all(|need| need.fits.contains(&(place as u32)));
                assert_eq!(fits, option.key, "{}: {}", drilled.question.id, option.text);
                if option.key {
                    keys.insert(option.text.clone());
                }
            }
            rows.extend(drilled.rows);
            stems.insert(drilled.question.stem);
        }
        assert!(stems.len() >= 8, "{} asks only {} different questions", pair.id, stems.len());
        assert!(keys.len() >= 3, "{}: only {keys:?} are ever right", pair.id);
        let asking = pair.rows.iter().filter(|row| !row.needs.is_empty()).count();
        assert_eq!(rows.len(), asking, "{}: a row is never asked about", pair.id);
    }
}

#[test]
fn what_a_generator_says_of_itself_exists() {
    let Course { book, files, .. } = course();
    let mut names = BTreeSet::new();
    for generator in GENERATORS {
        assert!(names.insert(generator.name), "{} is there twice", generator.name);
        assert!(files.contains_key(&format!("lessons/{}.json", generator.lesson)));
        assert!(!generator.exams.is_empty() && !generator.meaning.ends_with('.'));
        let made = make(generator, 1, &book).expect(generator.name);
        if made.question.kind == Kind::Number {
            assert!(made.question.options.iter().any(|it| it.key && it.value != 0.0));
        }
        let lab = made.question.lab;
        let scenario = lab.split('?').next().unwrap_or_default();
        let file = format!("scenarios/{scenario}.json");
        assert!(lab.is_empty() || files.contains_key(&file), "{}: {lab}", generator.name);
    }
}
