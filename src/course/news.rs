//! What changed, for those who come back: changes at AWS with their dates, and a mark of every
//! fact that changes with its value.

use super::build::Course;
use super::dates::Date;
use super::marks;
use super::model::{Block, Change, Lesson, News, VERSION};
use super::plain;
use crate::facts::{Fact, Facts, MONTHS, Trust, format_value};

/// News of the whole course.
pub fn news(course: &Course) -> News {
    let mut changes: Vec<Change> = course.known.facts.0.iter().filter_map(since_fact).collect();
    for entry in course.map.parts.iter().flat_map(|part| &part.lessons) {
        let lesson = course.lessons.iter().find(|lesson| lesson.id == entry.id);
        changes.extend(lesson.into_iter().flat_map(since_blocks));
    }
    changes.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.text.cmp(&b.text)));
    changes.dedup_by(|a, b| (&a.date, &a.text) == (&b.date, &b.text));
    News { version: VERSION, changes, marks: marks(&course.known.facts) }
}

/// A fact that says since when something holds: its id ends in `_since`, its value is a date.
fn since_fact((id, fact): (&String, &Fact)) -> Option<Change> {
    let doubtful = matches!(fact.trust, Trust::Disputed | Trust::Unverified);
    if !id.ends_with("_since") || doubtful {
        return None;
    }
    let when = fact.value.as_str()?;
    Some(Change {
        date: iso(when)?,
        when: when.to_string(),
        text: fact.text.trim_end_matches('.').to_string(),
        address: format!("#/about/facts/{id}"),
    })
}

/// `30 September 2025` or `July 2025` as an ISO date.
fn iso(words: &str) -> Option<String> {
    let mut words = words.split_whitespace().rev();
    let (year, month) = (words.next()?, words.next()?);
    let day: u32 = words.next().map_or(Ok(1), str::parse).ok()?;
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    let iso = format!("{year}-{month:02}-{day:02}");
    Date::parse(&iso).map(|_| iso)
}

/// What the `since` blocks of a lesson say about today.
fn since_blocks(lesson: &Lesson) -> Vec<Change> {
    let mut changes = Vec::new();
    for block in &lesson.blocks {
        let Block::Html { html } = block else { continue };
        let html = marks::replace_noted(html, |value, _| value.to_string());
        for aside in html.split("<aside class=\"since\">").skip(1) {
            let aside = aside.split("</aside>").next().unwrap_or_default();
            let date = aside.split("datetime=\"").nth(1).and_then(|rest| rest.split('"').next());
            let today = aside.split("Today’s answer</p>").nth(1).map(plain::text);
            if let Some((date, text)) = date.zip(today) {
                let when = Date::parse(date).map(|date| date.words()).unwrap_or_default();
                let (date, address) = (date.to_string(), format!("#/learn/{}", lesson.id));
                changes.push(Change { date, when, text: text.trim().to_string(), address });
            }
        }
    }
    changes
}

fn marks(facts: &Facts) -> String {
    facts.0.iter().map(|(id, fact)| mark(id, fact)).collect()
}

/// FNV-1a over id and value, folded to 24 bits. Two values of a fact get the same mark once in
/// sixteen million times; then a change is not pointed out, and nothing else is wrong.
fn mark(id: &str, fact: &Fact) -> String {
    let text = [id, "=", &format_value(fact)].concat();
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{:06x}", (hash ^ (hash >> 24) ^ (hash >> 48)) & 0xff_ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_in_words_is_read_and_anything_else_is_none() {
        assert_eq!(iso("30 September 2025").as_deref(), Some("2025-09-30"));
        assert_eq!(iso("July 2025").as_deref(), Some("2025-07-01"));
        for other in ["", "2025", "31 June 2025", "Fargate 1.4.0", "in July 2025"] {
            assert_eq!(iso(other), None, "{other}");
        }
    }

    #[test]
    fn a_mark_changes_with_the_value_and_not_with_the_day_of_reading() {
        let fact = |value: f64, checked: &str| Fact {
            value: value.into(),
            unit: "s".into(),
            text: "A time".into(),
            source: "A page".into(),
            url: String::new(),
            checked: checked.into(),
            trust: Trust::Verified,
        };
        let old = mark("a.b", &fact(1.0, "2026-01-01"));
        assert_eq!(old.len(), 6);
        assert_eq!(mark("a.b", &fact(1.0, "2026-11-01")), old);
        assert_ne!(mark("a.b", &fact(2.0, "2026-01-01")), old);
        assert_ne!(mark("a.c", &fact(1.0, "2026-01-01")), old);
    }
}
