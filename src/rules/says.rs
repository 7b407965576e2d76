//! The answer of a rule as a sentence, from the rule's patterns.

use super::Rule;
use serde_json::Value;

/// The answer in a sentence; the first pattern whose fields are there says it.
pub fn sentence(rule: &Rule, answer: &Value) -> String {
    rule.says.iter().find_map(|pattern| fill(pattern, answer)).unwrap_or_else(|| answer.to_string())
}

/// A value as a reader sees it: numbers rounded and grouped, lists with commas.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Null => "none".into(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.into(),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), amount),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "none".into(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Object(fields) if fields.is_empty() => "none".into(),
        Value::Object(fields) => {
            let each = fields.iter().map(|(name, value)| format!("{name} {}", shown(value)));
            each.collect::<Vec<_>>().join(", ")
        }
    }
}

/// Four digits that count, or all before the point; thousands apart.
fn amount(number: f64) -> String {
    let size = number.abs();
    let digits = match size {
        _ if size == 0.0 || number.fract() == 0.0 => 0,
        _ if size >= 1000.0 => 0,
        _ if size >= 1.0 => 3 - (libm::floor(libm::log10(size)) as i32).clamp(0, 3),
        _ => (3 - libm::floor(libm::log10(size)) as i32).min(12),
    };
    let text = format!("{number:.*}", digits as usize);
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let part = part.trim_end_matches('0');
    let bare = whole.trim_start_matches('-');
    let mut grouped = String::new();
    for (index, digit) in bare.chars().enumerate() {
        if index > 0 && (bare.len() - index) % 3 == 0 && bare.len() > 4 {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    let sign = if whole.starts_with('-') { "−" } else { "" };
    let point = if part.is_empty() { "" } else { "." };
    [sign, &grouped, point, part].concat()
}

fn fill(pattern: &str, answer: &Value) -> Option<String> {
    let mut text = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        text += before;
        let (name, behind) = after.split_once('}')?;
        rest = behind;
        if let Some((name, wanted)) = name.split_once('=') {
            let found = at(answer, name)?.to_string();
            if found != wanted {
                return None;
            }
        } else if let Some(name) = name.strip_prefix('#') {
            text += &at(answer, name)?.as_array()?.len().to_string();
        } else {
            text += &shown(at(answer, name)?);
        }
    }
    Some(text + rest)
}

/// What stands at `nearest.cpu`, unless it is nothing.
fn at<'a>(answer: &'a Value, path: &str) -> Option<&'a Value> {
    let mut value = answer;
    for step in path.split('.') {
        value = match step.parse::<usize>() {
            Ok(index) => value.get(index)?,
            Err(_) => value.get(step)?,
        };
    }
    Some(value).filter(|value| !value.is_null())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_are_read_at_a_glance() {
        let shown = |number: f64| shown(&json!(number));
        assert_eq!(shown(0.0), "0");
        assert_eq!(shown(29.0), "29");
        assert_eq!(shown(123_456.0), "123\u{202f}456");
        assert_eq!(shown(0.012_345_6), "0.01235");
        assert_eq!(shown(73.123_45), "73.12");
        assert_eq!(shown(-2.5), "−2.5");
        assert_eq!(shown(1234.56), "1235");
    }

    #[test]
    fn the_first_pattern_that_can_be_filled_speaks() {
        let answer = json!({ "a": 1, "list": ["x", "y"], "no": null, "in": { "b": true } });
        assert_eq!(fill("{a} and {#list}: {list}", &answer).as_deref(), Some("1 and 2: x, y"));
        assert_eq!(fill("{in.b=true}{list.1}", &answer).as_deref(), Some("y"));
        assert_eq!(fill("{no}", &answer), None);
        assert_eq!(fill("{in.b=false}", &answer), None);
    }
}
