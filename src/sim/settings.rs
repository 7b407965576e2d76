//! Making scenarios: the standard day, a partial one laid over it, one setting read or replaced by
//! its path.

use super::check::{check, check_calendar, check_rules};
use super::scenario::*;
use crate::facts::Rulebook;
use crate::shape::Shape as _;
use serde_json::{Map, Value};

/// What is wrong with a scenario: the path of the field and what was expected there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub path: String,
    pub expected: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}: {}", self.path, self.expected)
    }
}

impl Scenario {
    /// The lunch-hour spike on ECS with Fargate: the defaults that a partial scenario is laid over.
    pub fn standard(rules: &Rulebook) -> Scenario {
        Scenario {
            version: 1,
            title: "Lunch-hour spike".into(),
            platform: Platform::EcsFargate,
            seed: 42,
            start: "2026-11-23T00:00:00".into(),
            time_zone: "UTC".into(),
            duration_s: 86_400,
            traffic: Traffic::standard(),
            request: Request::standard(),
            task: Task::standard(),
            balancer: Balancer::standard(rules),
            scaling: Scaling::standard(rules),
            zones: Zones {
                names: ["us-east-1a", "us-east-1b", "us-east-1c"].map(String::from).into(),
            },
            deployment: Deployment::standard(rules),
            platform_settings: PlatformSettings::standard(rules),
            objective: Objective { within_ms: 300.0, share: 0.995, budget_dollars_per_day: 0.0 },
            changes: Vec::new(),
        }
    }

    /// Lays a partial scenario (an object with at least `platform`) over the defaults. Problems
    /// come by path, all at once.
    pub fn parse(partial: Value, rules: &Rulebook) -> Result<Scenario, Vec<Problem>> {
        let Value::Object(partial) = partial else {
            return Err(vec![problem("scenario", "expected a table of settings")]);
        };
        let mut problems = Vec::new();
        if !partial.contains_key("platform") {
            let platforms = Platform::WORDS.join("`, `");
            let expected = format!("expected one of `{platforms}`: it has no default");
            problems.push(problem("platform", expected));
        }
        let named = partial.get("platform").and_then(|word| Platform::read(word).ok());
        let platform = named.unwrap_or(Platform::EcsFargate);
        let mut whole = Scenario::standard_on(platform, rules).write();
        for (key, value) in partial {
            lay(&mut whole, &key, value, "", &mut problems);
        }
        finish(whole, problems, Some(rules))
    }

    /// The same, the time zone and the schedules checked too.
    pub fn parse_with_calendar(partial: Value, rules: &Rulebook) -> Result<Scenario, Vec<Problem>> {
        let scenario = Scenario::parse(partial, rules)?;
        let problems = check_calendar(&scenario);
        if problems.is_empty() { Ok(scenario) } else { Err(problems) }
    }

    /// The value at a path such as `scaling.target`.
    pub fn get(&self, path: &str) -> Option<Value> {
        let mut value = self.write();
        for key in path.split('.') {
            value = value.get_mut(key)?.take();
        }
        Some(value)
    }

    /// A copy with the value at a path replaced; the copy is checked like a parsed one, except that
    /// CPU and memory of a task, which change one after the other, need not fit each other.
    pub fn with(&self, path: &str, value: Value) -> Result<Scenario, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut whole = self.write();
        match path.split_once('.') {
            Some((table, key)) => {
                let inner = Value::Object(Map::from_iter([(key.to_string(), value)]));
                lay(&mut whole, table, inner, "", &mut problems);
            }
            None => lay(&mut whole, path, value, "", &mut problems),
        }
        finish(whole, problems, None)
    }

    /// The fields in which this scenario differs from [`Scenario::standard`], or from what its
    /// platform makes of that, as a partial value for links. It always holds `platform`.
    pub fn difference(&self, rules: &Rulebook) -> Value {
        let standards = [
            Scenario::standard(rules).write(),
            Scenario::standard_on(self.platform, rules).write(),
        ];
        let mut partial = differing(&standards.each_ref(), self.write());
        partial.insert("platform".into(), self.platform.write());
        Value::Object(partial)
    }
}

pub(super) fn problem(path: &str, expected: impl Into<String>) -> Problem {
    Problem { path: path.into(), expected: expected.into() }
}

/// Says what is wrong with a number outside its range.
pub(super) fn within(problems: &mut Vec<Problem>, path: &str, value: f64, low: f64, high: f64) {
    if !(low..=high).contains(&value) {
        problems.push(problem(path, format!("expected {low} to {high}, found {value}")));
    }
}

/// Puts `value` at `key` of the table `whole`, descending into tables; unknown keys are problems.
fn lay(whole: &mut Value, key: &str, value: Value, above: &str, problems: &mut Vec<Problem>) {
    let path = if above.is_empty() { key.to_string() } else { format!("{above}.{key}") };
    let Some(place) = whole.get_mut(key) else {
        let near = whole.as_object().and_then(|table| nearest(key, table.keys()));
        let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        problems.push(problem(&path, format!("unknown setting{hint}")));
        return;
    };
    match (place.is_object(), value) {
        (true, Value::Object(inner)) => {
            inner.into_iter().for_each(|(key, value)| lay(place, &key, value, &path, problems));
        }
        (true, other) => {
            problems.push(problem(&path, format!("expected a table of settings, found {other}")));
        }
        (false, value) => match fit(place, value) {
            Ok(value) => *place = value,
            Err(expected) => problems.push(problem(&path, expected)),
        },
    }
}

/// The value as the same kind as the one that stood there; whole numbers pass for fractions.
fn fit(place: &Value, value: Value) -> Result<Value, String> {
    let wanted = match place {
        Value::Number(number) if number.is_f64() => {
            return value
                .as_f64()
                .map(Value::from)
                .ok_or(format!("expected a number, found {value}"));
        }
        Value::Number(_) => match value.as_f64() {
            Some(number) if number >= 0.0 && number.fract() == 0.0 && number < 9e15 => {
                return Ok(Value::from(value.as_u64().unwrap_or(number as u64)));
            }
            _ => "a whole number of 0 or more",
        },
        Value::String(_) if !value.is_string() => "a text",
        Value::Bool(_) if !value.is_boolean() => "true or false",
        Value::Array(_) if !value.is_array() => "a list",
        _ => return Ok(value),
    };
    Err(format!("expected {wanted}, found {value}"))
}

fn finish(
    whole: Value,
    mut problems: Vec<Problem>,
    rules: Option<&Rulebook>,
) -> Result<Scenario, Vec<Problem>> {
    match Scenario::read(&whole) {
        Ok(scenario) => {
            check(&scenario, &mut problems);
            if let Some(rules) = rules {
                check_rules(&scenario, rules, &mut problems);
            }
            if problems.is_empty() { Ok(scenario) } else { Err(problems) }
        }
        Err(wrong) => {
            // A field that `lay` refused kept its old value, so this is another one.
            problems.push(Problem { path: wrong.path, expected: wrong.expected });
            Err(problems)
        }
    }
}

/// The entries of `value` that differ from one of the standards, table by table.
fn differing(standards: &[&Value; 2], value: Value) -> Map<String, Value> {
    let Value::Object(table) = value else {
        return Map::new();
    };
    let mut partial = Map::new();
    for (key, value) in table {
        let before = standards.map(|standard| &standard[&key]);
        if value.is_object() {
            let inner = differing(&before, value);
            if !inner.is_empty() {
                partial.insert(key, Value::Object(inner));
            }
        } else if before.iter().any(|before| **before != value) {
            partial.insert(key, value);
        }
    }
    partial
}

/// The known name that shares most of its letters with `key`, if it shares enough of them.
fn nearest<'a>(key: &str, known: impl Iterator<Item = &'a String>) -> Option<&'a String> {
    let common = |name: &str| {
        let start = key.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
        let end = key.bytes().rev().zip(name.bytes().rev()).take_while(|(a, b)| a == b).count();
        start + end
    };
    known.max_by_key(|name| common(name)).filter(|name| 2 * common(name) > key.len())
}
