//! Numbers in lessons: a quantity comes from a fact or belongs to the lesson's own example, and
//! what is worked out on paper comes out right.

use super::common::rulebook;
use drydock::rules::find;
use regex_lite::{Captures, Regex};
use serde_json::json;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The quantities that stand typed in the lessons: numbers of their examples, not of AWS.
const OWN: &str = include_str!("own_numbers.txt");

fn content(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content").join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("a file").path())
        .collect();
    paths.sort();
    let name = |path: &Path| path.file_stem().expect("a name").to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), fs::read_to_string(path).expect("a text"))).collect()
}

/// The running text of a lesson: no head, no blocks, no pictures, no code, no marks.
fn prose(lesson: &str) -> String {
    let body = lesson.splitn(3, "+++").last().unwrap_or_default();
    let left = ["(?s)```.*?```", "(?s)<svg.*?</svg>", r"\{\{[^}]*\}\}", "`[^`\n]*`"].iter().fold(
        body.to_string(),
        |text, pattern| {
            Regex::new(pattern).expect("a pattern").replace_all(&text, "¤").into_owned()
        },
    );
    left.replace('\u{a0}', " ")
}

#[test]
fn a_quantity_in_a_lesson_is_a_fact_or_one_of_its_own_example() {
    let units = "%|GB|GiB|MiB|MB|KiB|TiB|TB|vCPU|days?|hours?|minutes?|min|seconds?|s|ms|months?\
                 |years?|weeks?|IOPS|Gbps|Mbps|tasks|pods|requests|images|zones|addresses|dollars";
    let quantity = Regex::new(&format!(r"(^|[^\w.:¤-])(\d+(?:[,.]\d+)*) ?({units})\b?([^\w]|$)"));
    let quantity = quantity.expect("a pattern");
    let mut found = String::new();
    for (lesson, text) in content("lessons") {
        let text = prose(&text);
        let mut own: Vec<String> = Vec::new();
        let mut rest = text.as_str();
        while let Some(one) = quantity.captures(rest) {
            let said = format!("{} {}", &one[2], &one[3]);
            if !own.contains(&said) {
                own.push(said);
            }
            rest = &rest[one.get(3).map_or(rest.len(), |unit| unit.end())..];
        }
        own.sort();
        found += &format!("{lesson}: {}\n", own.join("; "));
    }
    assert_eq!(
        found, OWN,
        "a number of AWS is written {{{{fact:ID}}}}; one of the lesson's own example belongs into \
         tests/content/own_numbers.txt"
    );
}

#[test]
fn what_is_worked_out_on_paper_comes_out_right() {
    // Brackets only around all of it: `ceil(6 × 90 ÷ 60) = 9`, `2 × 8 + 1 = 17`, `5 ÷ 3 = 167 %`.
    let number = r"\d[\d.,]*";
    let left = format!(r"(^|[^(\w.,] ?)(ceil\()?({number}(?: [×÷+−] {number})+)\)?");
    let working = left + r" = (ceil\()?(\d[\d,]*\.?\d*)( %)?";
    let working = Regex::new(&working).expect("a pattern");
    let mut checked = 0;
    let mut wrong = Vec::new();
    for (file, text) in content("lessons").into_iter().chain(content("questions")) {
        for one in working.captures_iter(&text.replace('\u{a0}', " ")) {
            checked += 1;
            if !comes_out(&one) {
                wrong.push(format!("{file}: {}", &one[0]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(checked >= 25, "only {checked} workings are found");
}

/// Whether both sides are the same to the digits that are written.
fn comes_out(working: &Captures) -> bool {
    let mut left = value(&working[3]);
    if working.get(2).is_some() && working.get(4).is_none() {
        left = (left - 1e-9).ceil();
    }
    let right = &working[5];
    // `5 ÷ 3 = 167 %`, but also `9 ÷ 6 × 100 = 150 %`.
    if working.get(6).is_some() && left < value(right) / 50.0 {
        left *= 100.0;
    }
    let decimals = right.trim_end_matches('.').split_once('.').map_or(0, |(_, after)| after.len());
    let unit = 10_f64.powi(-(decimals as i32));
    (left - value(right)).abs() <= unit / 2.0 + 1e-9
}

/// The value of numbers with × ÷ before + −.
fn value(text: &str) -> f64 {
    let number =
        |text: &str| text.replace(',', "").trim_end_matches('.').parse().unwrap_or(f64::NAN);
    let mut parts = text.split(' ');
    let (mut sum, mut product) = (0.0, parts.next().map_or(f64::NAN, number));
    while let (Some(operator), Some(next)) = (parts.next(), parts.next().map(number)) {
        match operator {
            "×" => product *= next,
            "÷" => product /= next,
            _ => {
                sum += product;
                product = if operator == "−" { -next } else { next };
            }
        }
    }
    sum + product
}

/// `0.5 vCPU, 2 GB` as vCPU and MiB.
fn size(text: &str) -> Option<(f64, f64)> {
    let (vcpu, memory) = text.trim().split_once(" vCPU, ")?;
    Some((vcpu.parse().ok()?, memory.strip_suffix(" GB")?.parse::<f64>().ok()? * 1024.0))
}

#[test]
fn the_pods_of_the_lesson_are_billed_as_the_rule_says() {
    let rule = find("eks-fargate-size").expect("a rule");
    let lessons: BTreeMap<String, String> = content("lessons").into_iter().collect();
    let mut rows = 0;
    for line in lessons["eks-node-types"].lines() {
        let cells: Vec<&str> = line.split('|').collect();
        let [_, asked, _, billed, ..] = cells.as_slice() else { continue };
        let (Some(asked), Some(billed)) = (size(asked), size(billed)) else { continue };
        rows += 1;
        let given = json!({ "containers": [{ "cpu": asked.0, "memory_mib": asked.1 }] });
        let answer = (rule.answer)(&given, &rulebook()).expect("an answer").value;
        assert_eq!(answer, json!({ "vcpu": billed.0, "memory_mib": billed.1 as u64 }), "{line}");
    }
    assert_eq!(rows, 3);
}
