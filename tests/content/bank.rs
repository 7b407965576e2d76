//! The bank of questions as a whole: enough of them, each fair. Prints its figures.

use super::course;
use drydock::course::Files;
use drydock::quiz::item::{Kind, Question, Topic};
use drydock::quiz::order;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const QUESTIONS_MIN: usize = 430;
/// For Solutions Architect, Developer or both.
const ASSOCIATE_MIN: usize = 360;
/// A reader who always takes the longest option must not gain much by it; chance is a quarter.
const KEY_LONGEST_MAX: f64 = 0.35;

fn bank() -> Vec<Question> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let files = Files::read(&folder).expect("content/ can be read");
    let compiled = drydock::course::compile(&files).expect("content/ has no mistakes");
    let topics = compiled.files.iter().filter(|(path, _)| path.starts_with("questions/"));
    topics
        .flat_map(|(path, text)| {
            let topic: Topic =
                serde_json::from_str(text).unwrap_or_else(|why| panic!("{path}: {why}"));
            topic.questions
        })
        .collect()
}

/// Words without marks, in small letters.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for sign in html.chars() {
        match sign {
            '<' => inside = true,
            '>' => inside = false,
            sign if !inside => text.extend(sign.to_lowercase()),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn chooses_one(question: &Question) -> bool {
    question.kind.is_one_choice()
}

#[test]
fn there_are_enough_questions_for_every_lesson_and_exam() {
    let bank = bank();
    let mut by_exam: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_kind: BTreeMap<String, usize> = BTreeMap::new();
    let mut by_lesson: BTreeMap<&str, usize> = BTreeMap::new();
    for question in &bank {
        for exam in question.exams.keys() {
            *by_exam.entry(exam).or_default() += 1;
        }
        *by_kind.entry(format!("{:?}", question.kind)).or_default() += 1;
        *by_lesson.entry(&question.lesson).or_default() += 1;
    }
    let associate = |question: &&Question| {
        question.exams.keys().any(|exam| exam == "SAA-C03" || exam == "DVA-C03")
    };
    let associate = bank.iter().filter(associate).count();
    println!("{} questions, {associate} for SAA-C03 or DVA-C03", bank.len());
    println!("by exam {by_exam:?}\nby kind {by_kind:?}\nby lesson {by_lesson:?}");
    assert!(bank.len() >= QUESTIONS_MIN, "{}", bank.len());
    assert!(associate >= ASSOCIATE_MIN, "{associate}");
    for exam in ["CLF-C02", "SAA-C03", "DVA-C03", "SOA-C03", "DOP-C02"] {
        assert!(by_exam.get(exam).is_some_and(|count| *count >= 25), "{exam}: {by_exam:?}");
    }
    for kind in ["Single", "Multiple", "Match", "Order", "Number", "Predict", "Diagnose"] {
        assert!(by_kind.contains_key(kind), "no question of kind {kind}");
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/lessons");
    for entry in std::fs::read_dir(folder).expect("lessons") {
        let name = entry.expect("a file").file_name().to_string_lossy().replace(".md", "");
        let count = by_lesson.get(name.as_str()).copied().unwrap_or(0);
        assert!(count >= 8, "{name} has only {count} questions");
    }
}

#[test]
fn every_question_gives_reasons_sources_and_dates() {
    for question in bank() {
        let id = &question.id;
        assert!(!question.facts.is_empty(), "{id} names no fact");
        assert!(!question.exams.is_empty(), "{id} counts for no exam");
        for fact in &question.facts {
            assert!(!fact.source.is_empty() && !fact.checked.is_empty(), "{id}: {}", fact.id);
        }
        let mut whys = BTreeSet::new();
        for option in &question.options {
            let why = plain(&option.why);
            assert!(why.len() >= 12, "{id}: no reason for `{}`", option.text);
            assert!(whys.insert(why), "{id}: two options have the same reason");
            let text = plain(&option.text);
            for lazy in ["all of the above", "none of the above", "both a and", "a and b"] {
                assert!(!text.contains(lazy), "{id}: `{text}`");
            }
        }
    }
}

#[test]
fn nothing_is_asked_or_offered_twice() {
    let bank = bank();
    let mut stems: BTreeMap<String, &str> = BTreeMap::new();
    for question in &bank {
        if let Some(twin) = stems.insert(plain(&question.stem), &question.id) {
            panic!("`{}` asks what `{twin}` asks", question.id);
        }
        let texts: BTreeSet<String> = question.options.iter().map(|it| plain(&it.text)).collect();
        assert_eq!(texts.len(), question.options.len(), "{}: an option twice", question.id);
    }
}

#[test]
fn the_key_stands_out_by_nothing() {
    let bank = bank();
    let single: Vec<&Question> = bank.iter().filter(|question| chooses_one(question)).collect();
    let longest = single.iter().filter(|question| {
        let length = |key| {
            let options = question.options.iter().filter(move |option| option.key == key);
            options.map(|option| plain(&option.text).chars().count()).max().unwrap_or(0)
        };
        length(true) > length(false)
    });
    let share = longest.count() as f64 / single.len() as f64;
    println!("key longest in {:.1} % of {} choices of one", share * 100.0, single.len());
    assert!(share <= KEY_LONGEST_MAX, "{share:.3}");
    for (name, place) in [("written", false), ("shown first", true)] {
        let mut places: BTreeMap<usize, usize> = BTreeMap::new();
        let four: Vec<&&Question> = single.iter().filter(|it| it.options.len() == 4).collect();
        for question in &four {
            let key = question.options.iter().position(|option| option.key).expect("one");
            let shown = order(&question.id, 0, question.options.len());
            let at = if place { shown.iter().position(|it| *it == key).expect("it") } else { key };
            *places.entry(at).or_default() += 1;
        }
        println!("places of the key, {name}: {places:?}");
        for at in 0..4 {
            let share = places.get(&at).copied().unwrap_or(0) as f64 / four.len() as f64;
            assert!((0.15..=0.35).contains(&share), "{name}, place {at}: {share:.2}");
        }
    }
}

#[test]
fn new_kinds_are_checked_where_they_stand() {
    let edit = |to: &str| {
        let mut files = course();
        let text = format!("\n[[questions]]\nid = \"new\"\nlesson = \"first\"\n{to}\n");
        let old = files.source("questions/costs.toml").expect("is there").text;
        files.insert("questions/costs.toml", &(old + &text));
        let said: Vec<String> =
            drydock::course::check(&files).iter().map(ToString::to_string).collect();
        said.join("\n")
    };
    let option = |fields: &str| format!("{{ why = \"because it is so\", {fields} }}");
    let two = [option("text = \"a\", target = \"x\""), option("text = \"b\", target = \"z\"")];
    let said = edit(&format!(
        "kind = \"match\"\nstem = \"?\"\ntargets = [\"x\", \"y\"]\noptions = [{}]",
        two.join(", ")
    ));
    assert!(said.contains("unknown target `z`"), "{said}");
    let two = [option("text = \"a\""), option("text = \"b\"")].join(", ");
    let said = edit(&format!("kind = \"order\"\nstem = \"?\"\noptions = [{two}]"));
    assert!(said.contains("expected three options or more, found 2"), "{said}");
    let two = [option("value = 4, key = true"), option("value = 4.5")].join(", ");
    let said = edit(&format!("kind = \"number\"\nstem = \"?\"\ntolerance = 1\noptions = [{two}]"));
    assert!(said.contains("4.5 lies within the tolerance"), "{said}");
    let two = [option("text = \"a\", key = true"), option("text = \"b\"")].join(", ");
    let said = edit(&format!("kind = \"predict\"\nstem = \"?\"\noptions = [{two}]"));
    assert!(said.contains("expected `lab`"), "{said}");
    let said = edit(&format!("kind = \"diagnose\"\nstem = \"?\"\noptions = [{two}]"));
    assert!(said.contains("missing field `evidence`"), "{said}");
    let said =
        edit(&format!("kind = \"single\"\nstem = \"?\"\ngenerator = \"hpaa\"\noptions = [{two}]"));
    assert!(said.contains("unknown generator `hpaa`; did you mean `hpa`?"), "{said}");
}

#[test]
fn a_kind_is_asked_in_one_way_only() {
    for question in bank() {
        let keys = question.options.iter().filter(|option| option.key).count();
        match question.kind {
            Kind::Match => assert!(question.targets.len() >= 2, "{}", question.id),
            Kind::Order => assert!(question.options.len() >= 3, "{}", question.id),
            Kind::Multiple => assert!(keys >= 2, "{}", question.id),
            _ => assert_eq!(keys, 1, "{}", question.id),
        }
    }
}
