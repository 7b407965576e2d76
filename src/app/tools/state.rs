//! The input of a rule in the address: `instance_type=m5.large&prefix_delegation=true`, one pair
//! for each field, nested values as JSON. Pure.

use crate::app::route;
use serde_json::{Map, Value};

/// Writes the part of the address behind the `?`.
pub fn encode(input: &Map<String, Value>) -> String {
    let mut query = String::new();
    for (name, value) in input {
        if !query.is_empty() {
            query.push('&');
        }
        percent_encode(name, &mut query);
        query.push('=');
        percent_encode(&written(value), &mut query);
    }
    query
}

/// Reads it; the error says in a sentence what cannot be read.
pub fn decode(query: &str) -> Result<Map<String, Value>, String> {
    let mut input = Map::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let broken = || format!("the part “{}” of the link is damaged", short(pair));
        let name = route::decode(name).ok_or_else(broken)?;
        let value = route::decode(value).and_then(|text| read(&text)).ok_or_else(broken)?;
        if input.insert(name, value).is_some() {
            return Err(format!("the link has “{}” twice", short(pair)));
        }
    }
    Ok(input)
}

/// A text as it is, unless it could be taken for JSON; anything else as JSON.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) if read(text).as_ref() == Some(value) => text.clone(),
        other => other.to_string(),
    }
}

/// JSON where it is JSON; a text otherwise. What begins like JSON and is none is damaged.
fn read(text: &str) -> Option<Value> {
    match serde_json::from_str(text) {
        Ok(value) => Some(value),
        Err(_) if text.starts_with(['{', '[', '"']) => None,
        Err(_) => Some(text.into()),
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Writes a text so that it can stand in an address.
pub fn percent_encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/,@*()".contains(&byte) {
            out.push(byte as char);
        } else {
            let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or('0');
            out.push('%');
            out.push(digit(byte >> 4).to_ascii_uppercase());
            out.push(digit(byte & 15).to_ascii_uppercase());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn plain_values_stay_readable() {
        let input = object(json!({ "instance_type": "m5.large", "tasks": 3, "spot": true }));
        assert_eq!(encode(&input), "instance_type=m5.large&spot=true&tasks=3");
        assert_eq!(decode("cpu=256&name=z%C3%B6ne"), Ok(object(json!({"cpu":256,"name":"zöne"}))));
    }

    #[test]
    fn damage_is_said() {
        assert!(decode("steps=%5B1").is_err_and(|why| why.contains("“steps=%5B1”")));
        assert!(decode("a=%zz").is_err());
        assert!(decode("a=1&a=2").is_err_and(|why| why.contains("twice")));
    }

    proptest! {
        #[test]
        fn what_was_written_reads_back(name in ".+", text in ".*", number in any::<i32>()) {
            let input = object(json!({ name: text.clone(), "_": [{ "x": text, "n": number }] }));
            prop_assert_eq!(decode(&encode(&input)), Ok(input));
        }
    }
}
