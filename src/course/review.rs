//! Which facts want reading again: a report for authors, no mistakes.

use super::dates::Date;
use crate::facts::{Facts, Trust};
use std::fmt::Write;

/// Days before the course's own date after which a source should be read again: half a year, in
/// which AWS changes a good part of its prices and limits.
const STALE_AFTER_DAYS: i64 = 183;

/// Several lines; `checked` is the day on which the course was read through.
pub fn report(facts: &Facts, checked: &str) -> String {
    let course = Date::parse(checked).map(|date| date.day_number());
    let mut stale = Vec::new();
    let mut doubtful = Vec::new();
    let (mut observed, mut estimated) = (0, 0);
    for (id, fact) in &facts.0 {
        let age = Date::parse(&fact.checked)
            .and_then(|date| Some((course? - date.day_number(), date.words())));
        if let Some((days, words)) = age.filter(|(days, _)| *days > STALE_AFTER_DAYS) {
            stale.push(format!("{id}: read {words}, {days} days before the course"));
        }
        match fact.trust {
            Trust::Verified => {}
            Trust::Observed => observed += 1,
            Trust::Estimate => estimated += 1,
            Trust::Disputed => doubtful.push(format!("{id}: sources disagree")),
            Trust::Unverified => doubtful.push(format!("{id}: not verified")),
        }
    }
    let mut text = format!(
        "{} facts: {} older than {STALE_AFTER_DAYS} days, {} disputed or unverified, \
         {estimated} our estimates, {observed} observed\n",
        facts.0.len(),
        stale.len(),
        doubtful.len(),
    );
    for line in stale.iter().chain(&doubtful) {
        let _ = writeln!(text, "  {line}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Fact;

    #[test]
    fn old_and_doubtful_facts_are_listed_and_the_rest_is_counted() {
        let fact = |checked: &str, trust| Fact {
            value: 1.into(),
            unit: String::new(),
            text: "One".into(),
            source: "A page".into(),
            url: String::new(),
            checked: checked.into(),
            trust,
        };
        let mut facts = Facts::default();
        for (id, checked, trust) in [
            ("a.new", "2026-11-01", Trust::Verified),
            ("a.old", "2026-05-01", Trust::Verified),
            ("b.doubt", "2026-11-01", Trust::Unverified),
            ("b.own", "2026-11-01", Trust::Estimate),
        ] {
            facts.0.insert(id.into(), fact(checked, trust));
        }
        let expected = "4 facts: 1 older than 183 days, 1 disputed or unverified, 1 our estimates, \
                        0 observed\n  a.old: read 1 May 2026, 206 days before the course\n  \
                        b.doubt: not verified\n";
        assert_eq!(report(&facts, "2026-11-23"), expected);
    }
}
