//! The parts of the app are fetched one after another into one page, and their styles stay. So what
//! a class means in one part must not reach the elements of another.
#![cfg(not(target_arch = "wasm32"))]

use regex_lite::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Each part with its files, as the page's head names them.
const PARTS: [(&str, &[&str]); 3] = [
    ("lab", &["lab", "lab-nodes", "lab-rush"]),
    ("study", &["study"]),
    ("tools", &["tools", "registry", "volumes"]),
];

/// The roots of the parts, which each may name.
const ROOTS: [&str; 3] = ["lab", "lab-figure", "tools"];

/// The selectors of a file, one by one.
fn selectors(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("style/{name}.css"));
    let text = fs::read_to_string(path).expect("a style");
    let pattern = |text: &str| Regex::new(text).expect("a pattern");
    let text = pattern(r"(?s)/\*.*?\*/").replace_all(&text, "").into_owned();
    let text = pattern(r"@[^{};]*\{").replace_all(&text, "").into_owned();
    let heads = pattern(r"([^{}]+)\{");
    let mut found = Vec::new();
    for head in heads.captures_iter(&text) {
        let (mut depth, mut one) = (0, String::new());
        for letter in head[1].chars() {
            depth += i32::from("([".contains(letter)) - i32::from(")]".contains(letter));
            match (letter, depth) {
                (',', 0) => found.push(std::mem::take(&mut one)),
                _ => one.push(letter),
            }
        }
        found.push(one);
    }
    found
}

fn classes(text: &str) -> BTreeSet<String> {
    let class = Regex::new(r"\.([A-Za-z][\w-]*)").expect("a pattern");
    class.captures_iter(text).map(|found| found[1].to_string()).collect()
}

/// The class with which a selector begins, where that is the only bound it has at its beginning.
fn bare(selector: &str) -> Option<String> {
    let first = selector.trim().split([' ', '>', '+', '~']).next()?;
    let around = Regex::new(r":(has|not|is)\([^)]*\)").expect("a pattern");
    let first = classes(&around.replace_all(first, ""));
    (first.len() == 1).then(|| first.into_iter().next()).flatten()
}

#[test]
fn no_style_of_a_part_reaches_another() {
    let mut used: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut leading: BTreeMap<&str, BTreeMap<String, String>> = BTreeMap::new();
    for (part, files) in PARTS {
        for selector in files.iter().flat_map(|file| selectors(file)) {
            used.entry(part).or_default().extend(classes(&selector));
            if let Some(class) = bare(&selector).filter(|class| !ROOTS.contains(&class.as_str())) {
                leading.entry(part).or_default().insert(class, selector.trim().to_string());
            }
        }
    }
    let mut wrong = Vec::new();
    for (part, leading) in &leading {
        for (other, used) in used.iter().filter(|(other, _)| *other != part) {
            let shared = leading.iter().filter(|(class, _)| used.contains(*class));
            wrong.extend(shared.map(|(_, one)| format!("{part}: `{one}` reaches into {other}")));
        }
    }
    assert!(leading.len() == 3 && wrong.is_empty(), "{}", wrong.join("\n"));
}
