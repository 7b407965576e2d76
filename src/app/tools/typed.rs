//! What was typed in a rule's form, as an input. Pure.

use super::value::{Bad, read};
use crate::rules::Rule;
use crate::rules::field::{Field, Kind, json};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What was typed, by path; a switch is `true` where it is on, and is not there where it is off.
pub type Typed = BTreeMap<String, String>;

/// A document of a list.
pub const DOCUMENT: Field = json("document", "Document");

/// What a new document begins with.
const BEGUN: &str = concat!(
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","#,
    r#""Action":"s3:GetObject","Resource":"*"}]}"#
);

/// The input that was typed, and what is wrong with it, from the top on. What cannot be read stands
/// in the input as the text that it is.
pub fn input(rule: &Rule, typed: &Typed) -> (Map<String, Value>, Vec<Bad>) {
    let mut wrong = Vec::new();
    (object(rule.fields, "", typed, &mut wrong), wrong)
}

fn object(
    fields: &[Field],
    before: &str,
    typed: &Typed,
    wrong: &mut Vec<Bad>,
) -> Map<String, Value> {
    let mut map = Map::new();
    for field in fields {
        let path = [before, field.name].concat();
        let text = typed.get(&path);
        let value = match field.kind {
            Kind::Rows(columns) => rows(columns, &path, typed, wrong),
            Kind::Documents => documents(field, &path, typed, wrong),
            _ => read(field, &path, text.map(String::as_str)).unwrap_or_else(|bad| {
                wrong.push(bad);
                text.filter(|text| !text.is_empty()).map(|text| text.as_str().into())
            }),
        };
        if let Some(value) = value {
            map.insert(field.name.into(), value);
        }
    }
    map
}

fn rows(columns: &[Field], path: &str, typed: &Typed, wrong: &mut Vec<Bad>) -> Option<Value> {
    let mut rows = Vec::new();
    for index in 0.. {
        let before = format!("{path}.{index}.");
        if !typed.keys().any(|key| key.starts_with(&before)) {
            break;
        }
        rows.push(Value::Object(object(columns, &before, typed, wrong)));
    }
    Some(rows).filter(|rows| !rows.is_empty()).map(Value::Array)
}

fn documents(field: &Field, path: &str, typed: &Typed, wrong: &mut Vec<Bad>) -> Option<Value> {
    let mut documents = Vec::new();
    for index in 0.. {
        let own = format!("{path}.{index}");
        let Some(text) = typed.get(&own) else { break };
        documents.push(match read(&DOCUMENT, &own, Some(text)) {
            Ok(value) => value.unwrap_or_default(),
            Err(bad) => {
                wrong.push(bad);
                Value::from(text.as_str())
            }
        });
    }
    (field.is_needed() || !documents.is_empty()).then_some(Value::Array(documents))
}

/// The same input with one more row at the end of a list, or without the row of that path.
pub fn with_rows(
    rule: &Rule,
    mut input: Map<String, Value>,
    path: &str,
    add: bool,
) -> Map<String, Value> {
    let (name, index) = path.split_once('.').unwrap_or((path, ""));
    let list = input.entry(name).or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(rows) = list {
        match index.parse::<usize>() {
            _ if add => {
                let field = rule.fields.iter().find(|field| field.name == name);
                let begun = field.filter(|field| field.kind == Kind::Documents);
                let begun = begun.and_then(|_| serde_json::from_str(BEGUN).ok());
                rows.push(begun.unwrap_or_else(|| Value::Object(Map::new())));
            }
            Ok(index) if index < rows.len() => drop(rows.remove(index)),
            _ => {}
        }
    }
    input
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::find;

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        pairs.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect()
    }

    fn rule(name: &str) -> &'static Rule {
        find(name).expect("a rule of that name")
    }

    #[test]
    fn what_is_typed_becomes_an_input() {
        let pairs = [
            ("threshold", "60"),
            ("adjustment_type", "ChangeInCapacity"),
            ("steps.0.lower", "0"),
            ("steps.0.upper", ""),
            ("steps.0.adjustment", " 2 "),
            ("metric", "80"),
            ("capacity", "4"),
        ];
        let (found, wrong) = input(rule("step-scaling"), &typed(&pairs));
        assert_eq!(wrong, []);
        let expected = serde_json::json!({
            "threshold": 60, "adjustment_type": "ChangeInCapacity",
            "steps": [{ "lower": 0, "adjustment": 2 }], "metric": 80, "capacity": 4
        });
        assert_eq!(Value::Object(found), expected);
    }

    #[test]
    fn nonsense_is_named_with_its_control() {
        let pairs = [("current", "four"), ("metric", "90"), ("target", "-1")];
        let (kept, wrong) = input(rule("target-tracking"), &typed(&pairs));
        let paths: Vec<&str> = wrong.iter().map(|bad| bad.path.as_str()).collect();
        assert_eq!(paths, ["current", "target"]);
        let text = &wrong[0].text;
        assert!(text.contains("a whole number") && text.contains("four"), "{text}");
        assert_eq!(kept.get("current"), Some(&Value::from("four")), "what was typed is kept");
    }

    #[test]
    fn switches_that_are_off_say_so_where_they_are_on_otherwise() {
        let (found, _) = input(rule("circuit-breaker"), &typed(&[("desired", "4")]));
        assert_eq!(found.get("reset_on_healthy"), Some(&Value::Bool(false)));
        let (found, _) = input(rule("max-pods"), &typed(&[("instance_type", "m5.large")]));
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn rows_come_and_go() {
        let typed = typed(&[("providers.0.name", "a"), ("providers.1.name", "b")]);
        let rule = rule("capacity-strategy");
        let (found, _) = input(rule, &typed);
        let more = with_rows(rule, found, "providers", true);
        assert_eq!(more["providers"].as_array().map(Vec::len), Some(3));
        let less = with_rows(rule, more, "providers.0", false);
        assert_eq!(less["providers"][0]["name"], "b");
    }

    #[test]
    fn documents_are_read_one_by_one() {
        let typed = typed(&[("identity.0", "{\"a\":1}"), ("identity.1", "{"), ("action", "s3:x")]);
        let (found, wrong) = input(rule("iam"), &typed);
        assert_eq!(found["identity"], serde_json::json!([{ "a": 1 }, "{"]));
        assert_eq!(wrong.len(), 1);
        assert_eq!(wrong[0].path, "identity.1");
    }
}
