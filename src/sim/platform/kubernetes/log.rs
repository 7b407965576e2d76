//! What the cluster writes down: states of nodes, and decisions with their arithmetic.

use super::node::Node;
use crate::sim::control::Control;
use crate::sim::control::service::machine_id;
use crate::sim::run::{Decision, Event, EventKind};
use std::collections::BTreeMap;

/// Writes a change of a node's state.
pub fn note(control: &mut Control, node: &Node, state: &'static str) {
    let zone = control.scenario.zones.names.get(node.zone).cloned().unwrap_or_default();
    control.recorder.event(Event {
        t_ms: control.now,
        kind: EventKind::MachineState,
        id: machine_id(node.number),
        zone,
        machine: [node.type_name.as_str(), if node.spot { " spot" } else { "" }].concat(),
        state: state.into(),
    });
}

/// A decision: who and the fact it rests on, the numbers it was made of, and what, because of
/// what, waiting for what.
pub fn decide(
    control: &mut Control,
    (who, fact): (&str, &str),
    inputs: &[(&str, f64)],
    said: impl FnOnce() -> (String, String, String),
) {
    let t_ms = control.now;
    control.recorder.decide(|| {
        let (what, because, waits_for) = said();
        let inputs = inputs.iter().map(|(name, value)| (name.to_string(), *value));
        Decision {
            t_ms,
            who: who.into(),
            what,
            because,
            inputs: inputs.collect::<BTreeMap<_, _>>(),
            waits_for,
            fact: fact.into(),
        }
    });
}

/// `1 node`, `5 nodes`
pub fn nodes(count: u32) -> String {
    format!("{count} {}", if count == 1 { "node" } else { "nodes" })
}

/// `1 pod`, `5 pods`
pub fn pods(count: u32) -> String {
    format!("{count} {}", if count == 1 { "pod" } else { "pods" })
}
