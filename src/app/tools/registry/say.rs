//! Numbers and sources as the pages about the registry write them.

use crate::app::dates::in_words;
use crate::app::html::escape;
use crate::facts::{Facts, format_value};

/// Dollars with as many places as they need: `$0.14`, `$12`, `$0.003`.
pub fn dollars(amount: f64) -> String {
    match amount {
        0.0 => "$0".into(),
        amount if amount.abs() < 0.01 => format!("${amount:.4}"),
        amount if amount.abs() < 100.0 => format!("${amount:.2}"),
        amount => format!("${amount:.0}"),
    }
}

/// `at $0.1 per GB-month, checked 23 November 2026`.
pub fn price_note(facts: &Facts, id: &str) -> String {
    facts.get(id).map_or(String::new(), |fact| {
        format!("at {}, checked {}", escape(&format_value(fact)), in_words(&fact.checked))
    })
}

/// A fact in words with its source, as a link to where all facts stand.
pub fn source(facts: &Facts, id: &str) -> String {
    facts.get(id).map_or(String::new(), |fact| {
        format!(
            "<a class=\"link\" href=\"#/about/facts/{id}\">{}</a>, checked {}",
            escape(&fact.source),
            in_words(&fact.checked)
        )
    })
}

/// A fact's value with its unit; empty where there is no such fact.
pub fn value(facts: &Facts, id: &str) -> String {
    facts.get(id).map_or(String::new(), |fact| escape(&format_value(fact)))
}

/// Bytes as MB or GB.
pub fn size(bytes: f64) -> String {
    match bytes {
        bytes if bytes >= 1e9 => format!("{:.1} GB", bytes / 1e9),
        bytes => format!("{:.0} MB", bytes / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_and_sizes_are_written_for_people() {
        assert_eq!(dollars(0.144), "$0.14");
        assert_eq!(dollars(0.0), "$0");
        assert_eq!(dollars(0.0012), "$0.0012");
        assert_eq!(dollars(1234.5), "$1234");
        assert_eq!(size(2.34e9), "2.3 GB");
        assert_eq!(size(34e6), "34 MB");
    }
}
