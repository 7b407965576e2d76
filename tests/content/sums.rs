//! Sums over facts in running text, and that the lessons use them instead of typed prices.

use super::{content, course, finds};
use drydock::course::{Files, compile};
use drydock::facts::Facts;
use std::collections::BTreeSet;

#[test]
fn a_sum_follows_its_facts() {
    let mut files = course();
    let second = files.source("lessons/second.md").expect("is in the course").text;
    let sums = "{{number:fargate.vcpu_hour}} is not \
                {{sum:0.5 × fargate.vcpu_hour + 1 × fargate.gb_hour}}, \
                {{sum:1000 × (fargate.vcpu_hour − fargate.gb_hour)}}, \
                {{percent:fargate.gb_hour ÷ fargate.vcpu_hour}} or \
                {{count:fargate.vcpu_hour ÷ fargate.gb_hour}}. Back to";
    files.insert("lessons/second.md", &second.replace("Back to", sums));
    let compiled = compile(&files).expect("the course is in order");
    let page = &compiled.edition()["second.html"];
    assert!(page.contains("0.04048<sup"), "{page}");
    // 0.5 × 0.04048 + 0.004445, and so on: by hand from AWS's prices.
    assert!(page.contains("$0.0247, $36.04, 11\u{a0}% or 9."), "{page}");
}

#[test]
fn mistakes_in_sums_are_found() {
    let at = "content/lessons/second.md:8:1: error: ";
    let cases = [
        ("{{sum:2 ×}}", "a sum ends too early: a number or a fact is missing"),
        ("{{sum:2 3}}", "`3` does not continue the sum `2 3`"),
        ("{{sum:( 2 + 3}}", "a parenthesis of a sum is not closed"),
        ("{{sum:2 ÷ 0}}", "the sum `2 ÷ 0` divides by zero"),
        ("{{percent:fargate.efs}}", "fact `fargate.efs` is not a number"),
    ];
    for (mark, said) in cases {
        let expected = format!("{at}{said}");
        finds("lessons/second.md", "Back to", &format!("{mark} Back to"), &[&expected]);
    }
}

/// What a lesson says in its own words: without front matter, marks, blocks and drawings.
fn prose(lesson: &str) -> String {
    let mut text = lesson.splitn(3, "+++").nth(2).unwrap_or_default().to_string();
    for (start, end) in [("```", "```"), ("<svg", "</svg>"), ("{{", "}}")] {
        let mut kept = String::new();
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once(start) {
            kept += before;
            kept.push(' ');
            rest = after.split_once(end).map_or("", |(_, rest)| rest);
        }
        text = kept + rest;
    }
    text
}

#[test]
fn no_lesson_types_a_price() {
    let files = Files::read(&content()).expect("content/ can be read");
    let compiled = compile(&files).expect("content/ has no mistakes");
    let facts: Facts = serde_json::from_str(&compiled.files["facts.json"]).expect("are facts");
    let prices: BTreeSet<String> = facts
        .0
        .values()
        .filter(|fact| fact.unit.starts_with("USD"))
        .map(|fact| fact.value.to_string())
        .filter(|value| value.len() > 4)
        .collect();
    assert!(prices.contains("0.04048"), "{prices:?}");
    let mut typed = Vec::new();
    for path in files.paths("lessons", ".md") {
        let text = prose(&files.source(&path).expect("was listed").text);
        let words = text.split(|letter: char| !letter.is_ascii_digit() && letter != '.');
        typed.extend(words.filter(|word| prices.contains(*word)).map(|it| format!("{path}: {it}")));
        let dollars = text.split('$').skip(1);
        let typed_dollars = dollars.filter(|rest| rest.starts_with(|it: char| it.is_ascii_digit()));
        typed.extend(
            typed_dollars
                .map(|rest| format!("{path}: ${}", rest.chars().take(6).collect::<String>())),
        );
    }
    assert!(typed.is_empty(), "{typed:#?}");
}
