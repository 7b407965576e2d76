//! JSON as people write it: laid out in lines, fields in the order of the rule's table, and the
//! place of a field in it. Pure.

use crate::registry::json::{Data, Node, parse};
use crate::rules::Rule;
use crate::rules::field::{Field, Kind};
use serde_json::{Map, Value};

/// A line longer than this is broken.
const WIDTH: usize = 68;

/// The input in lines.
pub fn input(rule: &Rule, input: &Map<String, Value>) -> String {
    lines(&compact(rule, input))
}

/// The input in one line, in the order of the table.
pub fn compact(rule: &Rule, input: &Map<String, Value>) -> String {
    object(rule.fields, input)
}

fn object(fields: &[Field], map: &Map<String, Value>) -> String {
    let listed = fields.iter().filter_map(|field| Some((field, map.get(field.name)?)));
    let mut pairs: Vec<String> = listed
        .map(|(field, value)| {
            let text = match (field.kind, value) {
                (Kind::Rows(columns), Value::Array(rows)) => {
                    let each = rows.iter().map(|row| match row.as_object() {
                        Some(row) => object(columns, row),
                        None => row.to_string(),
                    });
                    ["[", &each.collect::<Vec<_>>().join(","), "]"].concat()
                }
                _ => value.to_string(),
            };
            [&Value::from(field.name).to_string(), ":", &text].concat()
        })
        .collect();
    let others = map.iter().filter(|(name, _)| !fields.iter().any(|field| field.name == *name));
    pairs.extend(others.map(|(name, value)| format!("{}:{value}", Value::from(name.as_str()))));
    ["{", &pairs.join(","), "}"].concat()
}

/// JSON in lines, in the order in which it is written; a text that is no JSON stays as it is.
pub fn lines(text: &str) -> String {
    match parse(text) {
        Ok(node) => {
            let mut out = String::new();
            write(&node, text, 0, &mut out);
            out
        }
        Err(_) => text.to_string(),
    }
}

fn write(node: &Node, text: &str, depth: usize, out: &mut String) {
    let short = flat(node, text);
    let indent = "  ".repeat(depth + 1);
    let mut inner: Vec<(String, &Node)> = Vec::new();
    match &node.data {
        _ if depth > 0 && depth * 2 + short.len() <= WIDTH => return out.push_str(&short),
        Data::List(items) if !items.is_empty() => {
            inner.extend(items.iter().map(|item| (String::new(), item)));
        }
        Data::Object(members) if !members.is_empty() => {
            let key = |key: &str| format!("{}: ", Value::from(key));
            inner.extend(members.iter().map(|member| (key(&member.key), &member.value)));
        }
        _ => return out.push_str(&short),
    }
    let (open, close) = if matches!(node.data, Data::List(_)) { ('[', ']') } else { ('{', '}') };
    out.push(open);
    for (index, (key, value)) in inner.iter().enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        out.push_str(&indent);
        out.push_str(key);
        write(value, text, depth + 1, out);
    }
    out.push('\n');
    out.push_str(&indent[2..]);
    out.push(close);
}

/// In one line, with a space where people put one.
fn flat(node: &Node, text: &str) -> String {
    match &node.data {
        Data::List(items) => {
            let items: Vec<String> = items.iter().map(|item| flat(item, text)).collect();
            ["[", &items.join(", "), "]"].concat()
        }
        Data::Object(members) if members.is_empty() => "{}".into(),
        Data::Object(members) => {
            let one = |key: &str, value| format!("{}: {}", Value::from(key), flat(value, text));
            let pairs: Vec<String> = members.iter().map(|it| one(&it.key, &it.value)).collect();
            ["{ ", &pairs.join(", "), " }"].concat()
        }
        // As it is written: the digits of a number, the escapes of a text.
        _ => text.get(node.at..node.end).unwrap_or_default().to_string(),
    }
}

/// The byte at which the field of a path stands, or what is there of it: `steps.0.lower`.
pub fn place(text: &str, path: &str) -> Option<usize> {
    let mut node = parse(text).ok()?;
    let mut at = node.at;
    for step in path.split('.') {
        let next = match node.data {
            Data::List(items) => {
                step.parse::<usize>().ok().and_then(|index| items.into_iter().nth(index))
            }
            Data::Object(members) => members.into_iter().find(|it| it.key == step).map(|it| {
                at = it.at;
                it.value
            }),
            _ => None,
        };
        let Some(next) = next else { break };
        if step.parse::<usize>().is_ok() {
            at = next.at;
        }
        node = next;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{RULES, examples, find};

    #[test]
    fn layout_changes_no_value() {
        for rule in RULES {
            for example in examples::of(rule) {
                let text = lines(example.json);
                let read = |text: &str| serde_json::from_str::<Value>(text).ok();
                assert_eq!(read(&text), read(example.json), "{text}");
                let Some(Value::Object(map)) = read(example.json) else { panic!("an object") };
                assert_eq!(read(&input(rule, &map)), read(example.json));
            }
        }
    }

    #[test]
    fn fields_come_in_the_order_of_the_table() {
        let rule = find("step-scaling").expect("a rule");
        let map = Map::from_iter([
            ("capacity".to_string(), 1.into()),
            ("threshold".to_string(), 2.into()),
        ]);
        assert_eq!(compact(rule, &map), r#"{"threshold":2,"capacity":1}"#);
        assert_eq!(lines("{\"b\":1e2,\"a\":[]}"), "{\n  \"b\": 1e2,\n  \"a\": []\n}");
    }

    #[test]
    fn a_path_is_found_in_the_text() {
        let text = "{\n \"steps\": [\n  { \"lower\": 1 },\n  { \"upper\": 2 }\n ]\n}";
        let at = |path: &str| place(text, path).map(|at| &text[at..at + 5]);
        assert_eq!(at("steps.1.upper"), Some("\"uppe"));
        assert_eq!(at("steps.1.lower"), Some("{ \"up"));
        assert_eq!(at("nothing"), Some("{\n \"s"));
        assert_eq!(place("{", "a"), None);
    }
}
