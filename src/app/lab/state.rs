//! What happens to the lab's state when something is set: the next scenario, what can be undone,
//! where the magnifying window begins. Pure; the page holds the signals.

use crate::app::chart::Span;
use crate::facts::Rulebook;
use crate::shape::Shape as _;

use crate::sim::scenario::{Change, ScalingMetric, ScalingMode, Shape};
use crate::sim::{Problem, Run, Scenario};
use serde_json::{Map, Value};

use super::{switch, words};

/// Two changes of one setting within this time are one change, ms.
const SAME_GESTURE_MS: f64 = 1000.0;
/// Scenarios kept for undo.
const UNDO_LIMIT: usize = 100;
/// Length of the magnified window at first, s.
const WINDOW_S: u32 = 16 * 60;
/// It is never shorter than this, s.
const WINDOW_LEAST_S: u32 = 120;
/// The window begins this much before the spike, s.
const WINDOW_LEAD_S: u32 = 4 * 60;

/// The scenario with one setting changed. Minimum ≤ maximum always holds: the other end gives way,
/// and the count at the start goes with the minimum. Problems come from the model, by path.
pub fn set(
    scenario: &Scenario,
    path: &str,
    value: Value,
    rules: &Rulebook,
) -> Result<Scenario, Vec<Problem>> {
    set_all(scenario, &[(path, value)], rules)
}

/// The same for settings that only go together, such as the two halves of a task size.
pub fn set_all(
    scenario: &Scenario,
    changes: &[(&str, Value)],
    rules: &Rulebook,
) -> Result<Scenario, Vec<Problem>> {
    let mut whole = serde_json::to_value(scenario).unwrap_or(Value::Object(Map::new()));
    for (path, value) in changes {
        if !put(&mut whole, path, value.clone()) {
            let expected = "expected a setting of the model".to_string();
            return Err(vec![Problem { path: path.to_string(), expected }]);
        }
        settle_bounds(&mut whole, path, scenario);
        settle_target(&mut whole, path, scenario);
        switch::settle(&mut whole, path, rules);
    }
    Scenario::parse(whole, rules)
}

/// The same from a moment on, as dated changes. One of the same moment and setting is replaced.
pub fn set_from(
    scenario: &Scenario,
    changes: &[(&str, Value)],
    t_s: u32,
    rules: &Rulebook,
) -> Result<Scenario, Vec<Problem>> {
    let at = words::clock(words::second_of_start(&scenario.start) + t_s);
    let mut next = scenario.clone();
    for (path, value) in changes {
        let same = |change: &&mut Change| change.at == at && change.set == *path;
        match next.changes.iter_mut().find(same) {
            Some(change) => change.value = value.clone(),
            None => next.changes.push(Change {
                at: at.clone(),
                set: path.to_string(),
                value: value.clone(),
                ..Change::blank()
            }),
        }
    }
    Scenario::parse(next.write(), rules)
}

/// The scenario with every dated setting that has taken effect by then. The list of changes stays.
pub fn in_force(scenario: &Scenario, t_s: u32) -> Scenario {
    let now_ms = u64::from(t_s) * 1000;
    let time = |change: &Change| scenario.after_start(&change.at).unwrap_or(u64::MAX);
    let due = |change: &&Change| change.fault.is_empty() && time(change) <= now_ms;
    let mut due: Vec<&Change> = scenario.changes.iter().filter(due).collect();
    due.sort_by_key(|change| time(change));
    let mut now = scenario.clone();
    for change in due {
        if let Ok(next) = now.with(&change.set, change.value.clone()) {
            now = next;
        }
    }
    now
}

fn put(whole: &mut Value, path: &str, value: Value) -> bool {
    let place = whole.pointer_mut(&format!("/{}", path.replace('.', "/")));
    place.map(|place| *place = value).is_some()
}

fn settle_bounds(whole: &mut Value, path: &str, before: &Scenario) {
    let count = |whole: &Value, name: &str| whole["scaling"][name].as_u64().unwrap_or(1);
    let (least, most) = (count(whole, "min"), count(whole, "max"));
    match path {
        "scaling.min" if least > most => put(whole, "scaling.max", least.into()),
        "scaling.max" if most < least => put(whole, "scaling.min", most.into()),
        _ => true,
    };
    let (least, most) = (count(whole, "min"), count(whole, "max"));
    let tracking = whole["scaling"]["mode"] != "off";
    if tracking && path.starts_with("scaling.") && path != "scaling.desired" {
        let started_at_least = before.scaling.desired == before.scaling.min;
        let desired = if started_at_least { least } else { count(whole, "desired") };
        put(whole, "scaling.desired", desired.clamp(least, most.max(least)).into());
    }
}

/// A target in percent means nothing as requests a minute: with the metric changes the target, to
/// what the same share of a task answers.
fn settle_target(whole: &mut Value, path: &str, before: &Scenario) {
    let counts = whole["scaling"]["metric"] == "requests";
    let counted = before.scaling.metric == ScalingMetric::Requests;
    if path != "scaling.metric" || counts == counted {
        return;
    }
    let full = before.task.vcpu * 60_000.0 / before.request.cpu_ms.max(0.1);
    let target = before.scaling.target;
    let target = match counts {
        true => ((target / 100.0 * full / 10.0).round() * 10.0).max(10.0),
        false => (target / full * 100.0).round().clamp(20.0, 95.0),
    };
    put(whole, "scaling.target", target.into());
}

/// What can be undone. A drag is one change, however many steps it took.
#[derive(Clone, Debug, Default)]
pub struct History {
    past: Vec<Scenario>,
    gesture: Option<Gesture>,
}

#[derive(Clone, Debug)]
struct Gesture {
    path: String,
    at_ms: f64,
    /// The finger is still down.
    held: bool,
}

impl History {
    /// Notes that a setting is about to change; true if a new gesture begins with it.
    pub fn change(&mut self, path: &str, at_ms: f64, before: &Scenario) -> bool {
        let goes_on = self.gesture.as_ref().is_some_and(|gesture| {
            gesture.path == path && (gesture.held || at_ms - gesture.at_ms < SAME_GESTURE_MS)
        });
        self.gesture = Some(Gesture { path: path.to_string(), at_ms, held: true });
        if !goes_on {
            if self.past.len() == UNDO_LIMIT {
                self.past.remove(0);
            }
            self.past.push(before.clone());
        }
        !goes_on
    }

    /// Notes that the finger was lifted.
    pub fn release(&mut self, at_ms: f64) {
        if let Some(gesture) = &mut self.gesture {
            gesture.held = false;
            gesture.at_ms = at_ms;
        }
    }

    /// The change is over: the next one of the same setting is another.
    pub fn end(&mut self) {
        self.gesture = None;
    }

    /// Takes the last change off the list.
    pub fn undo(&mut self) -> Option<Scenario> {
        self.gesture = None;
        self.past.pop()
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }
}

/// The stretch of the day that is worth magnifying: the spike, else the first scale-out, else noon.
pub fn default_window(scenario: &Scenario, run: Option<&Run>) -> Span {
    let from_s = moment_of_interest(scenario, run).saturating_sub(WINDOW_LEAD_S) / 60 * 60;
    window_from(from_s, WINDOW_S, scenario.duration_s)
}

/// The window at first: the one that a link names, else the usual one, moved so that the moment
/// that a link names lies in it.
pub fn first_window(
    scenario: &Scenario,
    run: &Run,
    window: Option<Span>,
    playhead_s: Option<u32>,
) -> Span {
    let usual = || default_window(scenario, Some(run));
    match (window, playhead_s) {
        (Some(window), _) => window,
        (None, Some(t_s)) => window_around(usual(), t_s, scenario.duration_s),
        (None, None) => usual(),
    }
}

/// Where the playhead stands at first: the first decision in the window, else a little after its
/// middle.
pub fn default_playhead(window: Span, run: &Run) -> u32 {
    let times = run.decisions.iter().map(|decision| (decision.t_ms / 1000) as u32);
    let first = times.filter(|t_s| window.holds(*t_s)).min();
    first.unwrap_or(window.from_s + window.length_s() / 2)
}

/// A window of that length, moved so that it lies within the run.
pub fn window_from(from_s: u32, length_s: u32, duration_s: u32) -> Span {
    let length_s = length_s.clamp(60, duration_s.max(60));
    let from_s = from_s.min(duration_s.saturating_sub(length_s));
    Span { from_s, to_s: from_s + length_s }
}

/// The window with one edge moved there, the start or the end, within the run.
pub fn window_edge(window: Span, t_s: u32, from: bool, duration_s: u32) -> Span {
    let Span { from_s, to_s } = window;
    let t_s = t_s / 10 * 10;
    match from {
        true => Span { from_s: t_s.min(to_s.saturating_sub(WINDOW_LEAST_S)), to_s },
        false => Span { from_s, to_s: t_s.max(from_s + WINDOW_LEAST_S).min(duration_s) },
    }
}

/// The window moved by as little as possible so that the moment is in it.
pub fn window_around(window: Span, t_s: u32, duration_s: u32) -> Span {
    if window.holds(t_s) {
        return window;
    }
    window_from(t_s.saturating_sub(window.length_s() / 2) / 60 * 60, window.length_s(), duration_s)
}

fn moment_of_interest(scenario: &Scenario, run: Option<&Run>) -> u32 {
    let start_s = words::second_of_start(&scenario.start);
    let spike = words::parse_clock(&scenario.traffic.spike_at)
        .filter(|_| scenario.traffic.spike_factor > 1.0 && scenario.traffic.shape != Shape::Csv)
        .map(|second| (second + 86_400 - start_s) % 86_400)
        .filter(|second| *second < scenario.duration_s);
    let scale_out = run.filter(|_| scenario.scaling.mode != ScalingMode::Off).and_then(|run| {
        let outward = run.decisions.iter().find(|decision| decision.what.starts_with("scale out"));
        outward.map(|decision| (decision.t_ms / 1000) as u32)
    });
    spike.or(scale_out).unwrap_or(scenario.duration_s / 2)
}
