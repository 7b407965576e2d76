//! Lists in the address of the lab: dated changes, faults and policies, each as one short pair.
//!
//! `fault=14:00:00,lose-zone,1200,us-east-1b,2` (duration, zone and amount may be left out),
//! `set=13:32:30,scaling.target,50`, `policy=step;alarm_threshold:70;steps:0~15~1/15~~3`. Pure.

use crate::shape::Shape as _;
use crate::sim::scenario::{Change, Policy, PolicyKind, StepAdjustment};
use serde_json::{Map, Value};

/// Keys of the pairs.
pub const FAULT: &str = "fault";
pub const SET: &str = "set";
pub const POLICY: &str = "policy";

/// A dated change as key and text.
pub fn change(change: &Change) -> (&'static str, String) {
    if change.fault.is_empty() {
        let value = match &change.value {
            Value::String(text) if serde_json::from_str::<Value>(text).is_err() => text.clone(),
            other => other.to_string(),
        };
        return (SET, [&change.at, ",", &change.set, ",", &value].concat());
    }
    let number = |value: f64| if value == 0.0 { String::new() } else { value.to_string() };
    let (for_s, amount) = (number(change.for_s), number(change.amount));
    let text = [&change.at, ",", &change.fault, ",", &for_s, ",", &change.zone, ",", &amount];
    (FAULT, text.concat().trim_end_matches(',').to_string())
}

/// A policy as key and text: its kind, then the fields that say something.
pub fn policy(policy: &Policy) -> (&'static str, String) {
    let mut text = policy.kind.word().to_string();
    let blank = Policy::blank_of(policy.kind).write();
    if let Value::Object(fields) = policy.write() {
        for (name, value) in fields {
            if name == "kind" || blank.get(&name) == Some(&value) {
                continue;
            }
            let value = match (name.as_str(), &value) {
                ("steps", _) => policy.steps.iter().map(step).collect::<Vec<_>>().join("/"),
                (_, Value::String(text)) => text.clone(),
                (_, other) => other.to_string(),
            };
            text.push_str(&[";", &name, ":", &value].concat());
        }
    }
    (POLICY, text)
}

/// Reads the text of such a pair as an entry of its list, or says what was expected.
pub fn read(key: &str, text: &str) -> Result<Value, String> {
    match key {
        FAULT => read_fault(text),
        SET => read_set(text),
        _ => read_policy(text),
    }
}

fn read_fault(text: &str) -> Result<Value, String> {
    let mut parts = text.split(',');
    let (Some(at), Some(fault)) = (parts.next(), parts.next()) else {
        return Err("expected a time and a fault".into());
    };
    let mut change = Change { at: at.to_string(), fault: fault.to_string(), ..Change::blank() };
    change.for_s = number(parts.next())?;
    change.zone = parts.next().unwrap_or_default().to_string();
    change.amount = number(parts.next())?;
    match parts.next() {
        None => Ok(change.write()),
        Some(_) => Err("expected time, fault, duration, zone and amount".into()),
    }
}

fn number(text: Option<&str>) -> Result<f64, String> {
    match text.unwrap_or_default() {
        "" => Ok(0.0),
        text => text.parse().map_err(|_| format!("expected a number, found “{text}”")),
    }
}

fn read_set(text: &str) -> Result<Value, String> {
    let mut parts = text.splitn(3, ',');
    let (Some(at), Some(set), Some(value)) = (parts.next(), parts.next(), parts.next()) else {
        return Err("expected a time, a setting and its value".into());
    };
    let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
    let change = Change { at: at.to_string(), set: set.to_string(), value, ..Change::blank() };
    Ok(change.write())
}

fn read_policy(text: &str) -> Result<Value, String> {
    let mut parts = text.split(';');
    let kind = parts.next().unwrap_or_default();
    let kind = PolicyKind::read(&Value::from(kind)).map_err(|wrong| wrong.expected)?;
    let Value::Object(mut fields) = Policy::blank_of(kind).write() else {
        return Ok(Value::Null);
    };
    for part in parts {
        let Some((name, value)) = part.split_once(':') else {
            return Err(format!("expected a field and its value, found “{part}”"));
        };
        let value = match name {
            "steps" => Value::Array(value.split('/').map(read_step).collect::<Result<_, _>>()?),
            "expression" => Value::from(value),
            _ => serde_json::from_str(value).unwrap_or_else(|_| Value::from(value)),
        };
        fields.insert(name.to_string(), value);
    }
    let value = Value::Object(fields);
    match Policy::read(&value) {
        Ok(_) => Ok(value),
        Err(wrong) => Err(wrong.to_string()),
    }
}

fn step(step: &StepAdjustment) -> String {
    let bound = |bound: Option<f64>| bound.map(|one| one.to_string()).unwrap_or_default();
    [&bound(step.lower), "~", &bound(step.upper), "~", &step.adjustment.to_string()].concat()
}

fn read_step(text: &str) -> Result<Value, String> {
    let parts: Vec<&str> = text.split('~').collect();
    let &[lower, upper, adjustment] = parts.as_slice() else {
        return Err(format!("expected lower~upper~change, found “{text}”"));
    };
    let mut fields = Map::new();
    for (name, part) in [("lower", lower), ("upper", upper), ("adjustment", adjustment)] {
        if !part.is_empty() {
            fields.insert(name.into(), number(Some(part))?.into());
        }
    }
    Ok(Value::Object(fields))
}
