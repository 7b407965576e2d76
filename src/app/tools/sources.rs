//! Where an answer is from: the facts of a rule with source, date and trust. Pure.

use crate::app::dates;
use crate::app::html::escape;
use crate::facts::{Fact, Facts, Trust, format_value, is_printable};
use crate::rules::Rule;
use crate::rules::field::Otherwise;
use serde_json::Value;

/// The facts that the rule names, and those that the answer names itself.
pub fn html(rule: &Rule, answer: Option<&Value>, facts: &Facts) -> String {
    let mut ids = vec![rule.source.to_string()];
    for field in rule.fields {
        if let Otherwise::Fact(id) = field.otherwise {
            ids.push(id.into());
        }
    }
    if let Some(answer) = answer {
        named(answer, &mut ids);
    }
    let mut items = String::new();
    for (index, id) in ids.iter().enumerate() {
        if let Some(fact) = facts.get(id).filter(|_| !ids[..index].contains(id)) {
            items += &item(id, fact);
        }
    }
    if items.is_empty() {
        return "<p>Queueing theory: the closed forms of M/M/c, M/G/1, processor sharing and \
                M/M/c/K.</p>"
            .into();
    }
    ["<ul class=\"tool-sources\">", &items, "</ul>"].concat()
}

/// Every text under the name `fact`.
fn named(value: &Value, ids: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| named(item, ids)),
        Value::Object(fields) => {
            for (name, value) in fields {
                match value.as_str().filter(|_| name == "fact") {
                    Some(id) => ids.push(id.into()),
                    None => named(value, ids),
                }
            }
        }
        _ => {}
    }
}

fn item(id: &str, fact: &Fact) -> String {
    let value = match is_printable(&fact.value) {
        true => [" <b>", &escape(&format_value(fact)), "</b>"].concat(),
        false => String::new(),
    };
    let source = match fact.url.is_empty() {
        true => escape(&fact.source),
        false => [
            "<a class=\"link\" href=\"",
            &escape(&fact.url),
            "\" rel=\"noopener\">",
            &escape(&fact.source),
            "</a>",
        ]
        .concat(),
    };
    [
        "<li><a class=\"link\" href=\"#/about/facts/",
        id,
        "\">",
        &escape(fact.text.trim_end_matches('.')),
        "</a>",
        &value,
        "<br><span class=\"note\">",
        &source,
        ", read ",
        &dates::in_words(&fact.checked),
        trust(fact.trust),
        "</span></li>",
    ]
    .concat()
}

/// How far to trust it, as the end of a line; nothing where it was read in its source.
pub fn trust(trust: Trust) -> &'static str {
    match trust {
        Trust::Verified => "",
        Trust::Observed => " · seen by several people, not documented",
        Trust::Estimate => " · our own estimate",
        Trust::Disputed => " · sources disagree",
        Trust::Unverified => " · not checked",
    }
}
