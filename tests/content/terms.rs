//! Terms and what is made to look things up by: the glossary and the search index.

use super::{compiled, content, course, said};
use drydock::course::model::{EntryKind, Glossary, Lesson, SearchIndex};
use drydock::course::{Files, compile};
use std::collections::BTreeSet;

const TERMS: &str = r#"version = 1
[eni]
name = "ENI"
long = "elastic network interface"
text = "A network card; at least {{fact:fargate.minimum_billed}} of it."
lesson = "first"
"#;

fn with_terms(terms: &str, mark: &str) -> Files {
    let mut files = course();
    files.insert("terms.toml", terms);
    let lesson = files.source("lessons/second.md").expect("is in the course").text;
    files.insert("lessons/second.md", &lesson.replace("Back to", &format!("{mark} Back to")));
    files
}

#[test]
fn a_marked_term_shows_what_it_means() {
    let files = with_terms(TERMS, "An {{term:eni}} or two {{term:eni|interfaces}}.");
    let compiled = compile(&files).expect("the course is in order");
    let page = &compiled.files["lessons/second.json"];
    assert!(page.contains("elastic network interface"), "{page}");
    assert!(page.contains(">interfaces</button>"), "{page}");
    let plain = &compiled.edition()["second.html"];
    assert!(
        plain.contains("<a class=\"term\" href=\"facts.html#term-eni\">interfaces</a>"),
        "{plain}"
    );
    let glossary: Glossary =
        serde_json::from_str(&compiled.files["glossary.json"]).expect("of that shape");
    assert!(glossary.html.contains("id=\"term-eni\""), "{}", glossary.html);
    assert!(glossary.html.contains("id=\"fargate.vcpu_hour\""));
}

#[test]
fn mistakes_in_terms_are_found() {
    let files = with_terms(&TERMS.replace("text =", "txt ="), "{{term:enni}}");
    let expected = [
        "content/lessons/second.md:8:1: error: unknown term `enni`",
        "content/terms.toml:2:1: error: missing field `text`",
        "content/terms.toml:5:1: error: unknown field `txt`",
    ];
    let said = said(&files);
    for (said, expected) in said.iter().zip(expected) {
        assert!(said.starts_with(expected), "{said}");
    }
    assert_eq!(said.len(), expected.len(), "{said:?}");
    let wrong = with_terms(&TERMS.replace("\"first\"", "\"fisrt\""), "");
    let text = "content/terms.toml:1:1: error: term `eni`: unknown lesson `fisrt`; did you mean \
                `first`?";
    assert_eq!(super::said(&wrong), [text]);
}

#[test]
fn the_index_finds_a_section_by_what_stands_in_it() {
    let index: SearchIndex = compiled("search.json");
    let bill = index
        .entries
        .iter()
        .find(|entry| entry.address == "#/learn/first/bill")
        .expect("the section is in the index");
    assert_eq!((bill.kind, bill.title.as_str()), (EntryKind::Section, "What is billed"));
    assert!(bill.text.contains("Fargate $0.004445 per GB-hour"), "{}", bill.text);
    let question = index.entries.iter().find(|entry| entry.kind == EntryKind::Question);
    let question = question.expect("the question stands in a lesson");
    assert_eq!(question.address, "#/learn/first/stem-cost");
    assert!(!question.text.contains("One vCPU"), "the index gives no answer away");
}

#[test]
fn every_address_of_the_index_leads_somewhere() {
    let compiled = compile(&Files::read(&content()).expect("content/")).expect("is in order");
    let index: SearchIndex =
        serde_json::from_str(&compiled.files["search.json"]).expect("of that shape");
    let glossary = &compiled.files["glossary.json"].replace('\\', "");
    let edition = compiled.edition();
    let mut seen = BTreeSet::new();
    for entry in &index.entries {
        let address = entry.address.as_str();
        assert!(seen.insert(address), "{address} comes twice");
        let parts: Vec<&str> = address.split('/').collect();
        let found = match parts[..] {
            ["#", "learn", lesson] => {
                compiled.files.contains_key(&format!("lessons/{lesson}.json"))
            }
            ["#", "learn", lesson, place] => {
                let text = &compiled.files[&format!("lessons/{lesson}.json")];
                let lesson: Lesson = serde_json::from_str(text).expect("of that shape");
                match place.strip_prefix("stem-") {
                    Some(id) => text.contains(&format!("\"id\":\"{id}\"")),
                    None => {
                        lesson.headings.iter().any(|heading| heading.id == place)
                            || text.contains(&format!("id=\\\"{place}\\\""))
                    }
                }
            }
            ["#", "about", "facts", id] => glossary.contains(&format!("id=\"{id}\"")),
            ["#", "about", "own-course"] => compiled.files.contains_key("about/own-course.json"),
            ["#", "about", "changes"] => compiled.files.contains_key("news.json"),
            ["#", "about"] | ["#", "about", "facts"] | ["#", "lab" | "tools"] => true,
            ["#", "tools", name] => drydock::rules::tools::tool(name).is_some(),
            ["#", "try", "roles"] => compiled.files.contains_key("roles.json"),
            ["#", lab] => {
                let id = lab.strip_prefix("lab?preset=").unwrap_or_default();
                compiled.files.contains_key(&format!("scenarios/{id}.json"))
            }
            ["read", file] => edition.contains_key(file),
            _ => false,
        };
        assert!(found, "{address}");
    }
    assert!(seen.len() > 500, "{} entries", seen.len());
}

/// Who looks for a calculator by the words that people type finds it among the first.
#[test]
fn tools_are_found_by_what_people_type() {
    let compiled = compile(&Files::read(&content()).expect("content/")).expect("is in order");
    let index: SearchIndex =
        serde_json::from_str(&compiled.files["search.json"]).expect("of that shape");
    let words = drydock::app::study::find::Words::new(index);
    for (query, tool) in [
        ("eks max pods", "max-pods"),
        ("fargate cpu memory combinations", "fargate-size"),
        ("iam policy evaluation", "iam"),
        ("hpa desired replicas", "hpa"),
        ("lcu calculator", "lcu"),
        ("minimum healthy percent calculator", "deployment-bounds"),
    ] {
        let hits = words.find(query).hits;
        let first = hits.iter().take(5).map(|hit| words.entries[*hit].address.as_str());
        let first: Vec<&str> = first.collect();
        assert!(first.contains(&format!("#/tools/{tool}").as_str()), "{query}: {first:?}");
    }
}
