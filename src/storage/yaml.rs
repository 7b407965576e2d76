//! Writes plain data as YAML, for manifests that go to `kubectl`.
//!
//! Only a writer, and only for what JSON can hold. A text is quoted unless nobody could take it for
//! anything else: `"no"`, `"1.10"` and `"a: b"` stay texts.

use serde_json::Value;
use std::fmt::Write;

/// Keys that stand first in a document, as people write them.
const FIRST: [&str; 3] = ["apiVersion", "kind", "metadata"];

/// Documents, parted by `---`.
pub fn documents(all: &[Value]) -> String {
    all.iter().map(document).collect::<Vec<_>>().join("---\n")
}

/// One document, with a line break at its end.
pub fn document(value: &Value) -> String {
    let mut out = String::new();
    match block(value) {
        true => put(value, 0, &mut out),
        false => {
            out += &scalar(value);
            out.push('\n');
        }
    }
    out
}

/// Whether it takes lines of its own.
fn block(value: &Value) -> bool {
    match value {
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        _ => false,
    }
}

fn put(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::Object(fields) => {
            let is_first = |key: &str| indent == 0 && FIRST.contains(&key);
            let first = FIRST.iter().filter_map(|key| fields.get_key_value(*key));
            let first = first.filter(|(key, _)| is_first(key));
            let rest = fields.iter().filter(|(key, _)| !is_first(key));
            for (index, (key, value)) in first.chain(rest).enumerate() {
                // The first key of a list's item stands behind the dash.
                let pad = if index == 0 && out.ends_with("- ") { 0 } else { indent };
                let _ = write!(out, "{:pad$}{}:", "", text(key));
                behind_key(value, indent, out);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let pad = if index == 0 && out.ends_with("- ") { 0 } else { indent };
                let _ = write!(out, "{:pad$}- ", "");
                if block(item) {
                    put(item, indent + 2, out);
                } else {
                    out.push_str(&scalar(item));
                    out.push('\n');
                }
            }
        }
        plain => out.push_str(&scalar(plain)),
    }
}

fn behind_key(value: &Value, indent: usize, out: &mut String) {
    if block(value) {
        out.push('\n');
        put(value, indent + 2, out);
    } else {
        out.push(' ');
        out.push_str(&scalar(value));
        out.push('\n');
    }
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(plain) => text(plain),
        Value::Array(_) => "[]".into(),
        Value::Object(_) => "{}".into(),
        other => other.to_string(),
    }
}

fn text(text: &str) -> String {
    let words = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    let first = text.bytes().next();
    let plain = first.is_some_and(|byte| byte.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte))
        && !words.contains(&text.to_ascii_lowercase().as_str());
    // A JSON text is a double-quoted YAML text.
    if plain { text.into() } else { Value::from(text).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nesting_lists_and_doubtful_texts() {
        let value = json!({
            "kind": "A", "empty": {}, "none": null, "count": 3,
            "list": [{ "a": "no", "b": [1, "x y"] }, "1.10", [], [[1, 2], 3]],
            "deep": { "key": { "dir/perms": "0700" } },
        });
        let expected = [
            "kind: A",
            "count: 3",
            "deep:",
            "  key:",
            "    dir/perms: \"0700\"",
            "empty: {}",
            "list:",
            "  - a: \"no\"",
            "    b:",
            "      - 1",
            "      - \"x y\"",
            "  - \"1.10\"",
            "  - []",
            "  - - - 1",
            "      - 2",
            "    - 3",
            "none: null",
            "",
        ];
        assert_eq!(document(&value), expected.join("\n"));
        assert_eq!(documents(&[json!({ "a": 1 }), json!(2)]), "a: 1\n---\n2\n");
    }
}
