//! What the tables say of each rule's input against what the rule takes.

use super::rulebook;
use drydock::rules::field::{Field, Kind};
use drydock::rules::{RULES, Rule, examples, says};
use serde_json::{Map, Value};

fn inputs(rule: &Rule) -> Vec<Map<String, Value>> {
    let read = |json: &str| serde_json::from_str(json).expect("a JSON object");
    examples::of(rule).map(|example| read(example.json)).collect()
}

fn refusal(rule: &Rule, input: &Map<String, Value>) -> String {
    let answered = (rule.answer)(&Value::Object(input.clone()), rulebook());
    answered.expect_err(&format!("{} refuses {input:?}", rule.name))
}

#[test]
fn every_example_is_answered_in_a_sentence() {
    for rule in RULES {
        let inputs = inputs(rule);
        assert!(!inputs.is_empty(), "{} has an example", rule.name);
        for input in inputs {
            let given = Value::Object(input);
            let answer = (rule.answer)(&given, rulebook())
                .unwrap_or_else(|why| panic!("{}: {given}: {why}", rule.name));
            let said = says::sentence(rule, &answer.value);
            assert!(!said.is_empty() && !said.contains(['{', '}']), "{}: {said}", rule.name);
        }
    }
}

#[test]
fn every_listed_field_is_taken_and_no_other() {
    for rule in RULES {
        for input in inputs(rule) {
            for field in rule.fields {
                let mut more = input.clone();
                more.entry(field.name).or_insert(Value::Null);
                let answered = (rule.answer)(&Value::Object(more), rulebook());
                assert!(answered.is_ok(), "{}: {}: {answered:?}", rule.name, field.name);
                rows_take_their_columns(rule, &input, field);
            }
            let mut more = input.clone();
            more.insert("colour".into(), 1.into());
            assert!(refusal(rule, &more).contains("`colour`"), "{}", rule.name);
        }
    }
}

fn rows_take_their_columns(rule: &Rule, input: &Map<String, Value>, field: &Field) {
    let Kind::Rows(columns) = field.kind else { return };
    let mut more = input.clone();
    let rows = more.get_mut(field.name).and_then(Value::as_array_mut);
    let Some(first) = rows.and_then(|rows| rows.first_mut()?.as_object_mut()) else { return };
    for column in columns {
        first.entry(column.name).or_insert(Value::Null);
    }
    let known = |name: &String| columns.iter().any(|column| column.name == name);
    assert!(first.keys().all(known), "{}: {}", rule.name, field.name);
    let answered = (rule.answer)(&Value::Object(more), rulebook());
    assert!(answered.is_ok(), "{}: {}: {answered:?}", rule.name, field.name);
}

#[test]
fn a_needed_field_that_is_missing_is_named() {
    for rule in RULES {
        for input in inputs(rule) {
            for field in rule.fields.iter().filter(|field| field.is_needed()) {
                let mut less = input.clone();
                assert!(less.remove(field.name).is_some(), "{}: {}", rule.name, field.name);
                let why = refusal(rule, &less);
                assert!(why.contains(&format!("`{}", field.name)), "{}: {why}", rule.name);
            }
        }
    }
}

#[test]
fn what_holds_where_nothing_stands_is_on_record() {
    use drydock::rules::field::Otherwise;
    let facts = super::facts();
    for rule in RULES {
        for field in rule.fields {
            if let Otherwise::Fact(id) = field.otherwise {
                assert!(facts.get(id).is_some(), "{}: {}: {id}", rule.name, field.name);
            }
        }
    }
}
