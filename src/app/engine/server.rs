//! The worker's side: takes jobs one by one and answers them. There is no window here.

use super::protocol::{Answer, Job};
use crate::facts::{Facts, InstanceType, Rulebook};
use crate::shape;
use crate::sim::{self, Run, Scenario};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Serves jobs for as long as the worker lives.
pub fn serve() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let mut rulebook: Result<Rulebook, String> = Err("the worker was not given the facts".into());
    let answering = scope.clone();
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        match Job::unpack(&event.data()) {
            Some(Job::Facts(json)) => rulebook = read_rulebook(&json),
            Some(Job::Run { id, scenario }) => {
                let answer = match rulebook
                    .as_ref()
                    .map_err(String::clone)
                    .and_then(|rules| run_in_place(&scenario, rules))
                {
                    Ok(run) => Answer::Done { id, run: Box::new(run) },
                    Err(why) => Answer::Failed { id, why },
                };
                send(&answering, answer);
            }
            None => {}
        }
    });
    scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    // The listener lives as long as the worker.
    listener.forget();
    send(&scope, Answer::Ready);
}

/// What the rulebook is made of, in one message.
struct Sheets {
    facts: Facts,
    instances: Vec<InstanceType>,
}

shape!(Sheets { facts, instances });

/// The two files of the course that the rulebook is made of, as one JSON text.
pub fn sheets(facts: &str, instances: &str) -> String {
    ["{\"facts\":", facts, ",\"instances\":", instances, "}"].concat()
}

/// Reads [`sheets`] and makes the rulebook; the error names every fact that is missing.
pub fn read_rulebook(sheets: &str) -> Result<Rulebook, String> {
    let sheets: Sheets = serde_json::from_str(sheets).map_err(|why| why.to_string())?;
    let rules = Rulebook::new(&sheets.facts).map_err(|why| why.to_string())?;
    Ok(rules.with_instances(sheets.instances))
}

fn run_in_place(scenario: &str, rules: &Rulebook) -> Result<Run, String> {
    let scenario: Scenario = serde_json::from_str(scenario).map_err(|why| why.to_string())?;
    // The page draws far more days than it signs: whoever needs the digest seals the run.
    Ok(sim::run_unsealed(&scenario, rules))
}

fn send(scope: &DedicatedWorkerGlobalScope, answer: Answer) {
    let (message, transfer) = answer.pack();
    // Fails only for data that cannot be cloned, and these are strings, numbers and one buffer.
    let _ = scope.post_message_with_transfer(&message, &transfer);
}
