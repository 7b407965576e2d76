//! The pages about the image registry: what they find, say and offer, without a browser.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use drydock::app::tools::registry::lifecycle::examples::EXAMPLES;
use drydock::app::tools::registry::lifecycle::mend::mends;
use drydock::app::tools::registry::lifecycle::seen::{Seen, look};
use drydock::app::tools::registry::lifecycle::state::State;
use drydock::app::tools::registry::lifecycle::{editor, form, preview};
use drydock::facts::Rulebook;
use drydock::registry::policy::draft;
use std::sync::LazyLock;
use std::time::Instant;

static RULES: LazyLock<Rulebook> = LazyLock::new(common::rulebook);

fn with(text: &str) -> (State, Seen) {
    let state = State { text: text.into(), ..State::default() };
    let seen = look(&state, &RULES);
    (state, seen)
}

#[test]
fn every_example_but_one_is_right() {
    for example in &EXAMPLES {
        let (_, seen) = with(example.text);
        assert_eq!(seen.draft.mistakes.is_empty(), example.id != "mistake", "{}", example.id);
    }
}

#[test]
fn the_finding_is_a_sentence() {
    let found = |id: &str| {
        let example = EXAMPLES.iter().find(|it| it.id == id).expect("an example");
        let (_, seen) = with(example.text);
        (seen.finding(), seen.rest())
    };
    let said = |finding: &str, rest: &str| (finding.to_string(), rest.to_string());
    assert_eq!(found("releases"), said("5 of 11\u{a0}images expire", "6 stay"));
    let open = "6 stay, 2 are undecided while rule 10 is wrong";
    assert_eq!(found("mistake"), said("3 of 11\u{a0}images expire", open));
    assert_eq!(found("shadow"), said("All 11\u{a0}images stay", "11 stay"));
    let (_, seen) = with("{");
    assert_eq!(seen.finding(), "Nothing can be said yet");
}

#[test]
fn images_age_as_the_day_moves_on() {
    let mut state = State::default();
    let expired = |state: &State| look(state, &RULES).sums().expire;
    let now = expired(&state);
    state.later = 400;
    // Three releases stay however old they are, and what they hold.
    assert_eq!((now, expired(&state)), (5, 7));
}

/// Each mistake of one kind with what mends it.
#[test]
fn mends_leave_fewer_mistakes() {
    let right = EXAMPLES[0].text;
    let cases = [
        (right.replace("\"countNumber\": 3", "\"countNumber\": \"3\""), "Use 3"),
        (right.replace("\"countNumber\": 14", "\"countNumber\": 0"), "Use 1"),
        (right.replace("sinceImagePushed", "sinceImagepushed"), "Count by sinceImagePushed"),
        (right.replace("\"any\"", "\"anything\""), "Use any"),
        (right.replace("tagPatternList", "tagPatterns"), "Rename to tagPatternList"),
        (right.replace("\"countUnit\": \"days\", ", ""), "Add countUnit"),
        (right.replace("\"rulePriority\": 2", "\"rulePriority\": 1"), "Use 2"),
        (right.replace("\"untagged\",", "\"untagged\", \"colour\": 1,"), "Remove colour"),
        (right.replace("[\"v*\"],", "[\"v*\"]"), "Add a comma"),
        (right.replace("\"expire\" } }\n", "\"expire\" } },\n"), "Remove the comma"),
        (right.trim_end().trim_end_matches(['}', ']', '\n', ' ']).to_string(), "Close with ]}"),
        (right.to_string() + "}", "Remove what follows"),
        (EXAMPLES[1].text.to_string(), "Count by sinceImagePushed"),
        (EXAMPLES[1].text.to_string(), "Move to archive instead"),
    ];
    for (text, label) in cases {
        let before = draft(&text, &RULES.ecr).mistakes;
        let offered: Vec<_> =
            before.iter().flat_map(|mistake| mends(&text, mistake, &RULES.ecr)).collect();
        let labels: Vec<&str> = offered.iter().map(|mend| mend.label.as_str()).collect();
        assert!(labels.contains(&label), "{label}: {before:?} offers {labels:?}");
        for mend in &offered {
            let after = draft(&mend.text, &RULES.ecr).mistakes;
            assert!(after.len() < before.len(), "{label}: {}: {after:?}", mend.label);
        }
    }
}

#[test]
fn a_mistake_stands_at_its_line() {
    let (state, seen) = with(EXAMPLES[1].text);
    assert_eq!(seen.lines, [20]);
    let html = editor::problems(&state, &seen, &RULES);
    for part in [
        "Line 20",
        "Count by sinceImagePushed",
        "Move to archive instead",
        "InvalidParameterException",
        "goes on without rule 10",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    // A rule that is right alone and wrong beside another one is shown at its number.
    let twice = EXAMPLES[0].text.replace("\"rulePriority\": 2", "\"rulePriority\": 1");
    assert_eq!(with(&twice).1.lines, [11]);
}

#[test]
fn undecided_rows_say_which_line_they_wait_for() {
    let (state, seen) = with(EXAMPLES[1].text);
    let html = preview::images(&state, &seen);
    assert_eq!(html.matches("waits for line 20").count(), 2, "{html}");
    assert_eq!(html.matches(">expires</b>").count(), 3, "{html}");
}

#[test]
fn what_is_pasted_stays_text() {
    let (state, seen) = with("{\"<img src=x>\": \"<b>\"}");
    for html in [editor::lines(&state, &seen), editor::problems(&state, &seen, &RULES)] {
        assert!(!html.contains("<img") && !html.contains("<b>\""), "{html}");
    }
}

#[test]
fn the_form_writes_its_own_rule_alone() {
    let (state, seen) = with(EXAMPLES[0].text);
    let change =
        |rule, field, value| form::changed(&state.text, &seen, rule, field, value, &RULES.ecr);
    let text = change(1, "number", "21").expect("a number");
    assert_eq!(text, state.text.replace("\"countNumber\": 14", "\"countNumber\": 21"));
    // Days since the last pull go with the archive alone.
    let text = change(2, "count", "sinceImagePulled").expect("a count");
    assert_eq!(draft(&text, &RULES.ecr).mistakes, []);
    let text = change(2, "count", "sinceImageTransitioned").expect("a count");
    assert_eq!(draft(&text, &RULES.ecr).mistakes, []);
    assert_eq!(change(0, "number", "0"), None);
    let more = form::with_rule(&state.text, &seen).expect("room for a rule");
    assert_eq!(draft(&more, &RULES.ecr).mistakes, []);
    assert_eq!(draft(&more, &RULES.ecr).rules.len(), 4);
    for index in 0..3 {
        let less = form::without_rule(&state.text, &seen, index).expect("a rule");
        assert_eq!(draft(&less, &RULES.ecr).mistakes, [], "{less}");
    }
}

/// A frame is 16 ms; this is a build without optimisation, so it gets some more.
#[test]
fn huge_and_absurd_texts_are_answered_at_once() {
    let rule = EXAMPLES[2].text.lines().skip(2).take(6).collect::<Vec<_>>().join("\n");
    let many = format!("{{ \"rules\": [{}] }}", vec![rule; 4000].join(","));
    let cases = [
        ("1 MB of rules", many),
        ("1 MB of brackets", "[".repeat(1_000_000)),
        ("1 MB of lines", "\n".repeat(1_000_000)),
        ("1 MB of one word", "a".repeat(1_000_000)),
        ("30 000 open objects", "{\"a\":".repeat(6_000)),
        ("30 000 wrong keys", format!("{{{}}}", keys(3_000))),
        ("numbers beyond reason", "{\"rules\": [{\"rulePriority\": 1e308}]}".into()),
        ("signs of no script", "\u{0}\u{202e}\u{1f6a2}".repeat(9_000)),
    ];
    for (what, text) in cases {
        let state = State { text, ..State::default() };
        let start = Instant::now();
        let seen = look(&state, &RULES);
        let html = [
            editor::lines(&state, &seen),
            editor::moving_numbers(&state),
            editor::problems(&state, &seen, &RULES),
            preview::images(&state, &seen),
        ];
        let ms = start.elapsed().as_secs_f64() * 1e3;
        println!("{what}: {} bytes answered in {ms:.1} ms", state.text.len());
        assert!(!seen.draft.mistakes.is_empty(), "{what}");
        assert!(html[2].contains("AWS would answer"), "{what}: {}", html[2]);
        assert!(ms < 400.0, "{what}: {ms} ms");
    }
}

fn keys(number: usize) -> String {
    let each: Vec<String> = (0..number).map(|it| format!("\"k{it}\": 1")).collect();
    each.join(",")
}
