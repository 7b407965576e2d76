//! The glossary: every term and every fact of the course as one piece of HTML. The app and the
//! reading edition show the same.

use super::build::Course;
use super::known::{caveat, date_words};
use super::marks::escape;
use super::terms::Term;
use crate::facts::is_printable;
use crate::facts::{Fact, format_value};
use std::collections::BTreeMap;

/// Two lists below headings of their own. Each entry has an id: `term-ENI`, or that of the fact.
pub fn html(course: &Course) -> String {
    let mut terms: Vec<(&String, &Term)> = course.known.terms.iter().collect();
    terms.sort_by_key(|(_, term)| term.name.to_lowercase());
    let terms: String = terms.into_iter().map(|(id, term)| term_html(course, id, term)).collect();
    let mut groups: BTreeMap<&str, String> = BTreeMap::new();
    for (id, fact) in &course.known.facts.0 {
        let group = id.split('.').next().unwrap_or_default();
        *groups.entry(group).or_default() += &fact_html(id, fact);
    }
    let facts: String = groups
        .into_iter()
        .map(|(group, facts)| {
            let group = escape(group);
            format!("<h3 id=\"facts-{group}\">{group}</h3><ul class=\"entries\">{facts}</ul>")
        })
        .collect();
    let part = |id: &str, title: &str, html: &str| match html {
        "" => String::new(),
        html => format!("<section><h2 id=\"{id}\">{title}</h2>{html}</section>"),
    };
    let terms = match terms.as_str() {
        "" => terms,
        _ => format!("<ul class=\"entries\">{terms}</ul>"),
    };
    part("terms", "Terms", &terms) + &part("facts", "Facts", &facts)
}

fn term_html(course: &Course, id: &str, term: &Term) -> String {
    let long = match term.long.as_str() {
        "" => String::new(),
        long => format!(" <span class=\"soft\">{}</span>", escape(long)),
    };
    let lesson = course.lessons.iter().find(|lesson| lesson.id == term.lesson);
    let lesson = lesson.map_or(String::new(), |lesson| {
        let (id, title) = (&lesson.id, escape(&lesson.title));
        format!(" <a class=\"link\" href=\"#/learn/{id}\">{title}</a>")
    });
    format!(
        "<li id=\"term-{}\"><b>{}</b>{long}<p>{}{lesson}</p></li>",
        escape(id),
        escape(&term.name),
        term.text
    )
}

fn fact_html(id: &str, fact: &Fact) -> String {
    let value = match is_printable(&fact.value) {
        true => format!("<b>{}</b>", escape(&format_value(fact))),
        false => "<span class=\"soft\">a table</span>".to_string(),
    };
    let source = match fact.url.as_str() {
        "" => escape(&fact.source),
        url => {
            let (url, source) = (escape(url), escape(&fact.source));
            format!("<a class=\"link\" href=\"{url}\" rel=\"noopener\">{source}</a>")
        }
    };
    format!(
        "<li id=\"{}\">{}: {value}<p class=\"soft\">{source}, checked {}{}</p></li>",
        escape(id),
        escape(fact.text.trim_end_matches('.')),
        date_words(&fact.checked),
        caveat(fact.trust)
    )
}
