//! How a fact's value is written for a reader.

use super::Fact;
use serde_json::Value;

/// The months as the dates of facts and lessons are written out.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The value with its unit as a reader sees it: `$0.04048 per vCPU-hour`, `300 s`, `60 %`, `4, 8`.
pub fn format_value(fact: &Fact) -> String {
    let plain = plain(&fact.value);
    match fact.unit.as_str() {
        "" => plain,
        unit => match unit.strip_prefix("USD/") {
            Some(per) => format!("${plain} per {}", per_words(per)),
            None if unit == "USD" => format!("${plain}"),
            None => format!("{plain}\u{a0}{unit}"),
        },
    }
}

/// The same without the unit: `0.04048`.
pub fn format_bare(fact: &Fact) -> String {
    plain(&fact.value)
}

/// What a fact says in words, with its value where that can be printed.
pub fn sentence(fact: &Fact) -> String {
    let said = fact.text.trim_end_matches('.');
    match is_printable(&fact.value) {
        true => [said, ": ", &format_value(fact)].concat(),
        false => said.to_string(),
    }
}

/// Whether the value can stand in a sentence; a table cannot.
pub fn is_printable(value: &Value) -> bool {
    match value {
        Value::Object(_) => false,
        Value::Array(items) => items.iter().all(is_printable),
        _ => true,
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".into(),
        Value::Bool(false) => "no".into(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// `(vCPU·h)` → `vCPU-hour`, `h` → `hour`, `(GB·month)` → `GB-month`.
fn per_words(unit: &str) -> String {
    let unit = unit.trim_matches(['(', ')']);
    unit.split('·')
        .map(|part| if part == "h" { "hour" } else { part })
        .collect::<Vec<_>>()
        .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Trust;

    fn written(value: Value, unit: &str) -> String {
        format_value(&Fact {
            value,
            unit: unit.into(),
            text: String::new(),
            source: String::new(),
            url: String::new(),
            checked: String::new(),
            trust: Trust::Verified,
        })
    }

    #[test]
    fn prices_read_as_prices_and_counts_as_counts() {
        assert_eq!(written(0.04048.into(), "USD/(vCPU·h)"), "$0.04048 per vCPU-hour");
        assert_eq!(written(0.0225.into(), "USD/h"), "$0.0225 per hour");
        assert_eq!(written(300.into(), "s"), "300\u{a0}s");
        assert_eq!(written(3.into(), ""), "3");
    }
}
