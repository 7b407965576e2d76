//! The lab's state in the address: `v=1&scaling.target=55&t=13:32:30`, readable pairs by path.
//!
//! Only what differs from the standard scenario is written. A damaged or newer link gives the
//! nearest valid state and one sentence for each part that could not be used. Knows no browser.

use crate::app::chart::Span;
use crate::app::route;
use crate::facts::Rulebook;
use crate::sim::Scenario;
use serde_json::Value;

use super::link_lists::{self, FAULT, POLICY, SET};
use super::words;

/// Version of the pairs; a higher one comes from a newer app.
const VERSION: u32 = 1;
const SECONDS_A_DAY: u32 = 86_400;

/// What a link holds beside the scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Seconds since the start of the run.
    pub playhead_s: Option<u32>,
    /// The magnified stretch of the day.
    pub window: Option<Span>,
    /// Id of the preset from which the scenario was made; Reset goes back to it.
    pub from: Option<String>,
    /// The comparison of all platforms is open.
    pub compares: bool,
}

/// What a link came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    pub scenario: Scenario,
    pub view: View,
    /// What could not be used, one sentence each; empty for a sound link.
    pub notices: Vec<String>,
}

/// Writes the part of the address behind `#/lab?`.
pub fn encode(scenario: &Scenario, view: &View, rules: &Rulebook) -> String {
    let mut pairs = Vec::new();
    flatten(&scenario.difference(rules), String::new(), &mut pairs);
    let standard = serde_json::to_value(Scenario::standard(rules)).unwrap_or_default();
    pairs.retain(|(path, value)| path != "platform" || standard.get("platform") != Some(value));
    let mut query = format!("v={VERSION}");
    let mut push = |key: &str, value: &str| {
        query.push('&');
        query.push_str(key);
        query.push('=');
        percent_encode(value, &mut query);
    };
    if let Some(from) = &view.from {
        push("from", from);
    }
    for (path, value) in &pairs {
        if let Some(entries) = list_in_pairs(path, value, scenario) {
            entries.iter().for_each(|(key, text)| push(key, text));
            continue;
        }
        match value {
            Value::String(text) => push(path, text),
            other => push(path, &other.to_string()),
        }
    }
    if view.compares {
        push("compare", "platforms");
    }
    let start_s = words::second_of_start(&scenario.start);
    if let Some(window) = view.window {
        let (from, to) = (start_s + window.from_s, start_s + window.to_s);
        push("w", &format!("{}-{}", words::clock(from), words::clock(to)));
    }
    if let Some(playhead_s) = view.playhead_s {
        push("t", &words::clock(start_s + playhead_s));
    }
    query
}

/// Id of the preset that the link opens, `preset=ID`, before anything else is read.
pub fn preset(query: &str) -> Option<String> {
    let pair = query.split('&').find_map(|pair| pair.strip_prefix("preset="))?;
    route::decode(pair).filter(|id| !id.is_empty())
}

/// Reads a link over `base`, the preset or the standard scenario.
pub fn decode(query: &str, base: &Scenario, rules: &Rulebook) -> Opened {
    let mut notices = Vec::new();
    let mut view = View::default();
    let mut pairs: Vec<(String, Value)> = Vec::new();
    let mut times: Vec<(String, String)> = Vec::new();
    let sound = serde_json::to_value(base).unwrap_or_default();
    for part in query.split('&').filter(|part| !part.is_empty()) {
        let (key, text) = part.split_once('=').unwrap_or((part, ""));
        let Some(text) = route::decode(text) else {
            notices.push(format!("“{key}” is damaged and was left out."));
            continue;
        };
        match key {
            "v" => notices.extend(version_notice(&text)),
            "preset" => view.from = Some(text),
            "from" => view.from = Some(text),
            "compare" => view.compares = text == "platforms",
            "t" | "w" => times.push((key.to_string(), text)),
            FAULT | SET | POLICY => match link_lists::read(key, &text) {
                Ok(entry) => add(&sound, key, entry, &mut pairs),
                Err(why) => notices.push(format!("“{key}={text}” was left out: {why}.")),
            },
            path => match typed(&sound, path, &text) {
                Ok(value) => pairs.push((path.to_string(), value)),
                Err(notice) => notices.push(notice),
            },
        }
    }
    let scenario = nearest_valid(&sound, base, pairs, rules, &mut notices);
    for (key, text) in times {
        if let Err(notice) = read_time(&key, &text, &scenario, &mut view) {
            notices.push(notice);
        }
    }
    Opened { scenario, view, notices }
}

/// The pairs of a list that has a short form of its own.
fn list_in_pairs(
    path: &str,
    value: &Value,
    scenario: &Scenario,
) -> Option<Vec<(&'static str, String)>> {
    match path {
        "changes" => Some(scenario.changes.iter().map(link_lists::change).collect()),
        "scaling.policies" if value.as_array().is_some_and(|list| !list.is_empty()) => {
            Some(scenario.scaling.policies.iter().map(link_lists::policy).collect())
        }
        _ => None,
    }
}

/// Adds an entry to the list that it belongs to. The first one begins a new list.
fn add(sound: &Value, key: &str, entry: Value, pairs: &mut Vec<(String, Value)>) {
    let path = if key == POLICY { "scaling.policies" } else { "changes" };
    if sound.pointer(&pointer(path)).is_none() {
        return;
    }
    let list = pairs.iter_mut().find(|(one, _)| one == path);
    match list {
        Some((_, Value::Array(entries))) => entries.push(entry),
        _ => pairs.push((path.to_string(), Value::Array(vec![entry]))),
    }
}

fn version_notice(text: &str) -> Option<String> {
    match text.parse::<u32>() {
        Ok(version) if version <= VERSION => None,
        Ok(_) => {
            Some("This link was made by a newer Drydock. What this one knows was kept.".to_string())
        }
        Err(_) => {
            Some("The link's version is damaged; it was read as the present one.".to_string())
        }
    }
}

/// The text as a value of the same type as the base has at that path.
fn typed(sound: &Value, path: &str, text: &str) -> Result<Value, String> {
    let Some(known) = sound.pointer(&pointer(path)) else {
        return Err(format!("“{path}” is not a setting of this Drydock and was left out."));
    };
    if known.is_string() {
        return Ok(Value::String(text.to_string()));
    }
    let expected = match known {
        Value::Number(_) => "a number",
        Value::Bool(_) => "true or false",
        Value::Array(_) => "a list",
        _ => return Err(format!("“{path}” is a group of settings, not one; it was left out.")),
    };
    serde_json::from_str::<Value>(text)
        .ok()
        .filter(|value| std::mem::discriminant(value) == std::mem::discriminant(known))
        .ok_or_else(|| format!("“{path}” should be {expected}; the usual value is used."))
}

/// Lays the pairs over the base; those that the model refuses fall back to what the base has.
fn nearest_valid(
    sound: &Value,
    base: &Scenario,
    mut pairs: Vec<(String, Value)>,
    rules: &Rulebook,
    notices: &mut Vec<String>,
) -> Scenario {
    while !pairs.is_empty() {
        let mut value = sound.clone();
        for (path, new) in &pairs {
            if let Some(place) = value.pointer_mut(&pointer(path)) {
                *place = new.clone();
            }
        }
        let problems = match Scenario::parse(value, rules) {
            Ok(scenario) => return scenario,
            Err(problems) => problems,
        };
        let before = pairs.len();
        for problem in &problems {
            // A problem may lie inside a list, or in a pair of settings of which the link has one.
            let table = problem.path.split('.').next().unwrap_or_default();
            let holds = |(_, (path, _)): &(usize, &(String, Value))| {
                let rest = problem.path.strip_prefix(path.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
            };
            let named = pairs.iter().enumerate().find(holds).map(|(index, _)| index);
            let near = || pairs.iter().position(|(path, _)| path.split('.').next() == Some(table));
            if let Some(index) = named.or_else(near) {
                let (path, _) = pairs.remove(index);
                let expected = &problem.expected;
                notices.push(format!("“{path}”: {expected}; the usual value is used."));
            }
        }
        if pairs.len() == before {
            notices.push(
                "The settings in the link do not go together; the usual ones are used.".into(),
            );
            break;
        }
    }
    base.clone()
}

fn read_time(key: &str, text: &str, scenario: &Scenario, view: &mut View) -> Result<(), String> {
    let start_s = words::second_of_start(&scenario.start);
    let since_start = |time: &str| {
        let second = words::parse_clock(time)?;
        let since = (second + SECONDS_A_DAY - start_s) % SECONDS_A_DAY;
        Some(since).filter(|since| *since <= scenario.duration_s)
    };
    if key == "t" {
        view.playhead_s = since_start(text);
        return match view.playhead_s {
            Some(_) => Ok(()),
            None => Err(format!("“{text}” is no time of this day; the playhead stays.")),
        };
    }
    let ends =
        text.split_once('-').and_then(|(from, to)| Some((since_start(from)?, since_start(to)?)));
    match ends {
        // Midnight as an end is the end of the day.
        Some((from_s, 0)) if scenario.duration_s == SECONDS_A_DAY => {
            view.window = Some(Span { from_s, to_s: SECONDS_A_DAY });
            Ok(())
        }
        Some((from_s, to_s)) if from_s < to_s => {
            view.window = Some(Span { from_s, to_s });
            Ok(())
        }
        _ => Err(format!("“{text}” is no stretch of this day; the usual one is magnified.")),
    }
}

fn flatten(value: &Value, path: String, pairs: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                let dot = if path.is_empty() { "" } else { "." };
                flatten(inner, format!("{path}{dot}{name}"), pairs);
            }
        }
        other => pairs.push((path, other.clone())),
    }
}

fn pointer(path: &str) -> String {
    format!("/{}", path.replace('.', "/"))
}

fn percent_encode(text: &str, query: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:,/".contains(&byte) {
            query.push(char::from(byte));
        } else {
            query.push_str(&format!("%{byte:02X}"));
        }
    }
}
