//! The reading edition: whole pages without scripts, whose links all lead somewhere.

use super::{content, course};
use drydock::course::{Files, compile};
use std::collections::BTreeMap;

fn edition(files: &Files) -> BTreeMap<String, String> {
    compile(files).expect("the course is in order").edition()
}

fn real() -> BTreeMap<String, String> {
    edition(&Files::read(&content()).expect("content/ can be read"))
}

/// The values of an attribute, in order.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn a_lesson_is_a_page_of_its_own() {
    let pages = edition(&course());
    let page = &pages["first.html"];
    assert!(page.contains("<title>First – A small course</title>"), "{page}");
    assert!(page.contains(
        "<meta name=\"description\" content=\"Learn to say what a task costs. 5 minutes.\">"
    ));
    // A fact: the value where it stands, its source and date at the foot, once.
    assert!(page.contains("$0.04048 per vCPU-hour<sup"), "{page}");
    assert_eq!(page.matches("per vCPU and hour. <a ").count(), 1);
    assert!(page.contains("checked 20 September 2026"), "{page}");
    // A question: the answer is folded away, with a reason for each option.
    let (asked, told) = page.split_once("<details><summary>Answer</summary>").expect("a question");
    assert!(asked.contains("One vCPU for an hour") && !asked.contains("Longer."), "{asked}");
    assert!(told.contains("Longer.") && told.contains("So it says"), "{told}");
    // A live figure: its day in words, and the way to its live form.
    assert!(page.contains("Simulated, seed "), "{page}");
    assert!(page.contains("href=\"../#/learn/first/bill\""), "{page}");
    assert!(page.contains("<a rel=\"next\" href=\"second.html\">Next: Second</a>"), "{page}");
    assert!(pages["second.html"].contains("<a rel=\"prev\" href=\"first.html\">"));
    assert!(pages["second.html"].contains("href=\"../#/lab?preset=noon\""));
}

#[test]
fn no_page_needs_a_script() {
    for (path, page) in real() {
        let handlers = [" onclick=", " onload=", "javascript:", "<script", "<button"];
        for word in handlers {
            assert!(!page.contains(word), "{path}: {word}");
        }
    }
}

#[test]
fn every_link_leads_to_a_page_and_a_place_in_it() {
    let pages = real();
    let mut dead = Vec::new();
    for (path, page) in pages.iter().filter(|(path, _)| path.ends_with(".html")) {
        let ids = values(page, "id");
        for (index, id) in ids.iter().enumerate() {
            assert!(!ids[..index].contains(id), "{path}: id {id} comes twice");
        }
        for link in values(page, "href") {
            if link.starts_with("https://") || link.starts_with("../") || link == "data:," {
                continue;
            }
            let (file, id) = link.split_once('#').unwrap_or((link, ""));
            let file = if file.is_empty() { path } else { file };
            let found = pages
                .get(file)
                .is_some_and(|target| id.is_empty() || values(target, "id").contains(&id));
            if !found {
                dead.push(format!("{path}: {link}"));
            }
        }
    }
    assert!(dead.is_empty(), "{dead:#?}");
}

#[test]
fn the_list_holds_every_lesson_of_the_course() {
    let pages = real();
    let listed = values(&pages["index.html"], "href");
    for path in pages.keys().filter(|path| path.ends_with(".html")) {
        assert!(listed.contains(&path.as_str()), "{path} is not in the list");
    }
}
