//! What an exam is made of: questions, minutes, pass mark, kinds, domains; all of it from facts.

use crate::facts::{Fact, Facts, Trust};
use crate::quiz::Kind;
use crate::shape;
use serde_json::Value;

/// An exam as its guide describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Blueprint {
    /// `SAA-C03`.
    pub exam: String,
    pub name: String,
    /// Questions that count, and those that are asked beside them.
    pub scored: u32,
    pub unscored: u32,
    /// Of 1000.
    pub pass_mark: u32,
    pub minutes: u32,
    /// How far the minutes may be trusted; the guides do not print them.
    pub minutes_trust: Trust,
    pub kinds: Vec<Kind>,
    pub domains: Vec<Domain>,
    pub source: String,
    /// ISO date on which the guide was read.
    pub checked: String,
}

shape!(Blueprint {
    exam,
    name,
    scored,
    unscored,
    pass_mark,
    minutes,
    minutes_trust,
    kinds,
    domains,
    source,
    checked
});

impl Blueprint {
    /// Questions that are asked.
    pub fn items(&self) -> usize {
        (self.scored + self.unscored) as usize
    }

    /// Share of right answers at the pass mark, on the linear scale that we use.
    pub fn pass_share(&self) -> f64 {
        (f64::from(self.pass_mark) - 100.0) / 900.0
    }
}

/// A domain of an exam.
#[derive(Clone, Debug, PartialEq)]
pub struct Domain {
    /// `D1`.
    pub id: String,
    pub name: String,
    /// Of the questions that count.
    pub percent: f64,
}

shape!(Domain { id, name, percent });

/// Every exam that the facts describe, by code; or what is missing, by id of the fact.
pub fn blueprints(facts: &Facts) -> Result<Vec<Blueprint>, Vec<String>> {
    let mut blueprints = Vec::new();
    let mut problems = Vec::new();
    for id in facts.0.keys() {
        let code = id.strip_prefix("exams.").and_then(|id| id.strip_suffix(".scored"));
        if let Some(code) = code {
            blueprints.push(blueprint(code, facts, &mut problems));
        }
    }
    if problems.is_empty() { Ok(blueprints) } else { Err(problems) }
}

fn blueprint(exam: &str, facts: &Facts, problems: &mut Vec<String>) -> Blueprint {
    let mut reading = Reading { exam, facts, problems };
    let minutes_trust = reading.fact("minutes").map_or(Trust::Unverified, |fact| fact.trust);
    let scored = reading.fact("scored");
    let said = |part: fn(&Fact) -> &String| scored.map(part).cloned().unwrap_or_default();
    let (source, checked) = (said(|fact| &fact.source), said(|fact| &fact.checked));
    let blueprint = Blueprint {
        exam: exam.to_string(),
        name: reading.text("name"),
        scored: reading.count("scored"),
        unscored: reading.count("unscored"),
        pass_mark: reading.count("pass_mark"),
        minutes: reading.count("minutes"),
        minutes_trust,
        kinds: reading.kinds(),
        domains: reading.domains(),
        source,
        checked,
    };
    let percent: f64 = blueprint.domains.iter().map(|domain| domain.percent).sum();
    if (percent - 100.0).abs() > 1e-9 {
        problems.push(format!("`exams.{exam}`: the domains come to {percent} %, expected 100"));
    }
    blueprint
}

struct Reading<'a> {
    exam: &'a str,
    facts: &'a Facts,
    problems: &'a mut Vec<String>,
}

impl<'a> Reading<'a> {
    fn fact(&mut self, name: &str) -> Option<&'a Fact> {
        let id = ["exams.", self.exam, ".", name].concat();
        let fact = self.facts.get(&id);
        if fact.is_none() {
            self.problems.push(format!("`{id}`: this fact is missing"));
        }
        fact
    }

    fn wrong(&mut self, name: &str, expected: &str, found: &Value) {
        let exam = self.exam;
        self.problems.push(format!("`exams.{exam}.{name}`: expected {expected}, found {found}"));
    }

    fn count(&mut self, name: &str) -> u32 {
        let Some(fact) = self.fact(name) else { return 0 };
        let count = fact.value.as_u64().and_then(|count| u32::try_from(count).ok());
        count.unwrap_or_else(|| {
            self.wrong(name, "a whole number", &fact.value);
            0
        })
    }

    fn text(&mut self, name: &str) -> String {
        let Some(fact) = self.fact(name) else { return String::new() };
        match fact.value.as_str() {
            Some(text) => text.to_string(),
            None => {
                self.wrong(name, "a text", &fact.value);
                String::new()
            }
        }
    }

    fn kinds(&mut self) -> Vec<Kind> {
        let Some(fact) = self.fact("kinds") else { return Vec::new() };
        let mut kinds = Vec::new();
        for name in fact.value.as_array().into_iter().flatten() {
            match name.as_str() {
                Some("multiple choice") => kinds.push(Kind::Single),
                Some("multiple response") => kinds.push(Kind::Multiple),
                _ => self.wrong("kinds", "`multiple choice` or `multiple response`", name),
            }
        }
        kinds
    }

    /// D1, D2, … as far as they go. The name stands before the bracket in the fact's text.
    fn domains(&mut self) -> Vec<Domain> {
        let mut domains = Vec::new();
        for number in 1.. {
            let name = format!("D{number}");
            let Some(fact) = self.facts.get(&["exams.", self.exam, ".", &name].concat()) else {
                break;
            };
            match fact.value.as_f64() {
                Some(percent) => domains.push(Domain {
                    name: fact.text.split(" (").next().unwrap_or_default().to_string(),
                    id: name,
                    percent,
                }),
                None => self.wrong(&name, "a number of percent", &fact.value),
            }
        }
        domains
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn facts(change: impl Fn(&mut BTreeMap<String, Value>)) -> Facts {
        let mut values = BTreeMap::from([
            ("name".to_string(), Value::from("Architect")),
            ("scored".into(), 50.into()),
            ("unscored".into(), 15.into()),
            ("pass_mark".into(), 720.into()),
            ("minutes".into(), 130.into()),
            ("kinds".into(), vec!["multiple choice", "multiple response"].into()),
            ("D1".into(), 60.into()),
            ("D2".into(), 40.into()),
        ]);
        change(&mut values);
        let fact = |(name, value): (String, Value)| {
            let text = format!("Name of {name} (of X)");
            let fact = Fact {
                value,
                unit: String::new(),
                text,
                source: "guide".into(),
                url: String::new(),
                checked: "2026-11-23".into(),
                trust: Trust::Observed,
            };
            (format!("exams.X.{name}"), fact)
        };
        Facts(values.into_iter().map(fact).collect())
    }

    pub(in super::super) fn sample() -> Blueprint {
        blueprints(&facts(|_| {})).expect("a blueprint").remove(0)
    }

    #[test]
    fn a_blueprint_is_what_the_facts_say() {
        let blueprint = sample();
        assert_eq!((blueprint.items(), blueprint.minutes), (65, 130));
        assert_eq!(blueprint.minutes_trust, Trust::Observed);
        assert_eq!(blueprint.kinds, [Kind::Single, Kind::Multiple]);
        assert_eq!(blueprint.domains[1].name, "Name of D2");
        assert!((blueprint.pass_share() - 0.6889).abs() < 1e-4);
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        let said = |change: fn(&mut BTreeMap<String, Value>)| {
            blueprints(&facts(change)).expect_err("it is wrong").join("\n")
        };
        assert!(said(|facts| drop(facts.remove("minutes"))).contains("exams.X.minutes"));
        assert!(said(|facts| drop(facts.remove("D2"))).contains("60 %"));
        let kinds = said(|facts| drop(facts.insert("kinds".into(), vec!["essay"].into())));
        assert!(kinds.contains("essay"), "{kinds}");
    }
}
