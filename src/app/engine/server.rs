//! The engine's own side: hears messages one by one and answers them. There need not be a window.

use super::protocol::{Answer, Job};
use crate::facts::{Facts, InstanceType, Rulebook};
use crate::shape;
use crate::shape::Shape as _;
use crate::sim::compare::{self, Row};
use crate::sim::scenario::Platform;
use crate::sim::{self, Run, Scenario};
use js_sys::Array;
use std::cell::RefCell;
use wasm_bindgen::JsValue;

thread_local! {
    static RULEBOOK: RefCell<Result<Rulebook, String>> =
        RefCell::new(Err("the engine was not given the facts".into()));
}

/// Hears one message. Gives `[answer, transfer]`: the message to send back and what goes with it;
/// or `undefined` where no answer is due.
pub fn hear(message: &JsValue) -> JsValue {
    match Job::unpack(message) {
        Some(Job::Facts(json)) => {
            RULEBOOK.set(read_rulebook(&json));
            JsValue::UNDEFINED
        }
        Some(Job::Run { id, scenario, sealed }) => {
            let answer = match run(&scenario, sealed) {
                Ok(run) => Answer::Done { id, run: Box::new(run) },
                Err(why) => Answer::Failed { id, why },
            };
            let (message, transfer) = answer.pack();
            Array::of2(&message, &transfer).into()
        }
        Some(Job::Row { id, scenario, platform }) => {
            let answer = match row(&scenario, &platform) {
                Ok(row) => Answer::Row { id, row: Box::new(row) },
                Err(why) => Answer::Failed { id, why },
            };
            let (message, transfer) = answer.pack();
            Array::of2(&message, &transfer).into()
        }
        None => JsValue::UNDEFINED,
    }
}

/// What the rulebook is made of, in one message.
struct Sheets {
    facts: Facts,
    instances: Vec<InstanceType>,
}

shape!(Sheets { facts, instances });

/// The two files of the course that the rulebook is made of, as one JSON text.
#[cfg(feature = "page")]
pub fn sheets(facts: &str, instances: &str) -> String {
    ["{\"facts\":", facts, ",\"instances\":", instances, "}"].concat()
}

/// Reads [`sheets`] and makes the rulebook; the error names every fact that is missing.
pub fn read_rulebook(sheets: &str) -> Result<Rulebook, String> {
    let sheets: Sheets = serde_json::from_str(sheets).map_err(|why| why.to_string())?;
    let rules = Rulebook::new(&sheets.facts).map_err(|why| why.to_string())?;
    Ok(rules.with_instances(sheets.instances))
}

fn read(scenario: &str) -> Result<Scenario, String> {
    let scenario: Scenario = serde_json::from_str(scenario).map_err(|why| why.to_string())?;
    match sim::check_calendar(&scenario).first() {
        Some(problem) => Err(problem.to_string()),
        None => Ok(scenario),
    }
}

fn row(scenario: &str, platform: &str) -> Result<Row, String> {
    let scenario = read(scenario)?;
    let platform = Platform::read(&platform.into()).map_err(|wrong| wrong.expected)?;
    RULEBOOK.with_borrow(|rules| {
        let rules = rules.as_ref().map_err(String::clone)?;
        Ok(compare::row(&scenario, platform, rules))
    })
}

fn run(scenario: &str, sealed: bool) -> Result<Run, String> {
    let scenario = read(scenario)?;
    RULEBOOK.with_borrow(|rules| {
        let rules = rules.as_ref().map_err(String::clone)?;
        Ok(match sealed {
            true => sim::run(&scenario, rules),
            false => sim::run_unsealed(&scenario, rules),
        })
    })
}
