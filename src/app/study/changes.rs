//! The page of what changed: since the reader was here, and before that. Pure.

use crate::app::dates;
use crate::app::html::escape;
use crate::app::visit::{self, Visit};
use crate::course::model::{Change, News};
use crate::facts::{Fact, Facts, format_value};

/// What the reader has seen.
pub struct Seen {
    /// The visit; `None` where nothing could be stored.
    pub visit: Option<Visit>,
    /// Marks of the facts on the visit before; `None` where they are not known.
    pub marks: Option<String>,
}

/// The whole page as HTML.
pub fn page(news: &News, facts: &Facts, seen: &Seen) -> String {
    let before = seen.visit.as_ref().and_then(|visit| visit.before.as_deref());
    let (recent, sentence, lead) = match before {
        Some(day) => since(news, facts, seen, day),
        None => (String::new(), "What changed".to_string(), FIRST.to_string()),
    };
    let older = news.changes.iter().filter(|it| before.is_none_or(|day| it.date.as_str() <= day));
    let older: String = older.map(change_html).collect();
    let title = if before.is_some() { "Before that, at AWS" } else { "At AWS" };
    [
        "<main class=\"page narrow glossary\" id=\"main\"><h1>",
        &sentence,
        "</h1><p class=\"lead\">",
        &lead,
        "</p><div class=\"prose\">",
        &recent,
        &section(title, &older),
        "<p class=\"note\">",
        &read_between(facts),
        " <a href=\"#/about/facts\">All facts with their sources</a>.</p></div></main>",
    ]
    .concat()
}

const FIRST: &str = "What AWS changed, the newest first, as far as this course tells of it. When \
                     you come back on another day, this page says what is new since then.";

/// What is new, the sentence of the page, and what else is to say.
fn since(news: &News, facts: &Facts, seen: &Seen, day: &str) -> (String, String, String) {
    let changes = visit::changes_since(news, day);
    let unseen = match &seen.marks {
        Some(marks) => visit::unseen(&news.marks, marks),
        None => Vec::new(),
    };
    let values: Vec<(&String, &Fact)> =
        unseen.iter().filter_map(|place| facts.0.iter().nth(*place)).collect();
    let again = facts.0.iter().filter(|(id, fact)| {
        fact.checked.as_str() > day && !values.iter().any(|(other, _)| other == id)
    });
    let again = again.count();
    let words = dates::in_words(day);
    let sentence = match changes.len() + values.len() {
        0 => ["Nothing changed since ", &words].concat(),
        1 => ["1 change since ", &words].concat(),
        count => [&count.to_string(), " changes since ", &words].concat(),
    };
    let lead = match again {
        0 => "No source was read again since then.".to_string(),
        1 => "One fact was read again since then and has the same value.".to_string(),
        again => {
            [&again.to_string(), " facts were read again since then and have the same values."]
                .concat()
        }
    };
    let changes: String = changes.into_iter().map(change_html).collect();
    let values: String = values.into_iter().map(value_html).collect();
    let html =
        [section("Values that are new here, or differ", &values), section("New at AWS", &changes)];
    (html.concat(), sentence, lead)
}

fn section(title: &str, entries: &str) -> String {
    if entries.is_empty() {
        return String::new();
    }
    ["<section><h2>", title, "</h2><ul class=\"entries\">", entries, "</ul></section>"].concat()
}

fn change_html(change: &Change) -> String {
    let more = if change.address.starts_with("#/learn/") { "The lesson" } else { "Source" };
    [
        "<li><b><time datetime=\"",
        &escape(&change.date),
        "\">",
        &escape(&change.when),
        "</time></b> ",
        &escape(&change.text),
        ". <a class=\"link\" href=\"",
        &escape(&change.address),
        "\">",
        more,
        "</a></li>",
    ]
    .concat()
    .replace(".. <a", ". <a")
}

fn value_html((id, fact): (&String, &Fact)) -> String {
    let value = match &fact.value {
        serde_json::Value::Array(_) | serde_json::Value::Object(_) => "a table".to_string(),
        _ => format_value(fact),
    };
    [
        "<li>",
        &escape(fact.text.trim_end_matches('.')),
        ": <b>",
        &escape(&value),
        "</b><p class=\"soft\"><a class=\"link\" href=\"#/about/facts/",
        &escape(id),
        "\">",
        &escape(&fact.source),
        "</a>, checked ",
        &dates::in_words(&fact.checked),
        "</p></li>",
    ]
    .concat()
}

/// Over which days the sources were read.
fn read_between(facts: &Facts) -> String {
    let days = || facts.0.values().map(|fact| fact.checked.as_str());
    let (Some(first), Some(last)) = (days().min(), days().max()) else { return String::new() };
    ["Sources were read from ", &dates::in_words(first), " to ", &dates::in_words(last), "."]
        .concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Trust;

    fn fact(value: u32, checked: &str) -> Fact {
        Fact {
            value: value.into(),
            unit: "s".into(),
            text: "A time".into(),
            source: "A page".into(),
            url: String::new(),
            checked: checked.into(),
            trust: Trust::Verified,
        }
    }

    fn sample() -> (News, Facts) {
        let mut facts = Facts::default();
        facts.0.insert("a.one".into(), fact(1, "2026-11-23"));
        facts.0.insert("a.two".into(), fact(2, "2026-11-23"));
        facts.0.insert("a.three".into(), fact(3, "2026-01-01"));
        let change = |date: &str, address: &str| Change {
            date: date.into(),
            when: "then".into(),
            text: "It is <new>".into(),
            address: address.into(),
        };
        let changes = vec![change("2026-11-22", "#/learn/x"), change("2026-06-18", "#/about/y")];
        // In the order of the ids: one, three, two.
        (News { version: 1, changes, marks: "aaaaaabbbbbbcccccc".into() }, facts)
    }

    fn shown(before: Option<&str>, marks: Option<&str>) -> String {
        let (news, facts) = sample();
        let visit = Visit { today: "2026-11-24".into(), before: before.map(String::from) };
        page(&news, &facts, &Seen { visit: Some(visit), marks: marks.map(String::from) })
    }

    #[test]
    fn values_that_differ_and_changes_after_the_visit_are_counted_and_shown() {
        let html = shown(Some("2026-11-20"), Some("aaaaaabbbbbb"));
        assert!(html.contains("<h1>2 changes since 20\u{a0}November\u{a0}2026</h1>"), "{html}");
        assert!(html.contains("One fact was read again since then"), "{html}");
        let [new, old] = html.split("Before that").collect::<Vec<_>>()[..] else { panic!("two") };
        assert!(new.contains("A time: <b>2\u{a0}s</b>") && new.contains("It is &lt;new&gt;"));
        assert!(!new.contains("<b>1\u{a0}s</b>") && old.contains("href=\"#/about/y\">Source"));
    }

    #[test]
    fn nothing_new_is_said_and_a_first_visit_sees_all() {
        let html = shown(Some("2026-11-24"), Some("ccccccbbbbbbaaaaaa"));
        assert!(html.contains("<h1>Nothing changed since 24\u{a0}November\u{a0}2026</h1>"));
        assert!(html.contains("No source was read again"));
        let first = shown(None, None);
        assert!(first.contains("<h1>What changed</h1>") && first.contains("href=\"#/learn/x\""));
        assert!(first.contains("from 1\u{a0}January\u{a0}2026 to 23\u{a0}November\u{a0}2026"));
    }
}
