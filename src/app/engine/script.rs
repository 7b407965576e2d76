//! `window.drydock`: the simulator for scripts and tests, the same function that the page uses.
//!
//! `await window.drydock.run(scenario)` takes a partial scenario, or nothing for the standard day,
//! and gives the run as a plain object whose columns are `Float64Array`s. `window.drydock.version`
//! is the app's. The page offers both everywhere; this half comes with the first call.

use super::Engine;
use crate::app::browser;
use crate::facts::Rulebook;
use crate::sim::{Run, Scenario};
use js_sys::{Array, Float64Array, Function, JSON, Object, Promise, Reflect};
use std::sync::Arc;
use wasm_bindgen::prelude::*;

/// Simulates a partial scenario; a promise of the run. A call made before the facts are there waits
/// for them.
pub fn run_script(engine: Engine, scenario: JsValue) -> Promise {
    Promise::new(&mut |resolve, reject| start(engine, &scenario, resolve, reject))
}

fn start(engine: Engine, scenario: &JsValue, resolve: Function, reject: Function) {
    let partial = match partial(scenario) {
        Ok(partial) => partial,
        Err(why) => return refuse(&reject, &why),
    };
    browser::when_some(engine.rulebook(), move |rules: Arc<Rulebook>| {
        let parsed = match partial {
            Some(partial) => Scenario::parse(partial, &rules),
            None => Ok(Scenario::standard(&rules)),
        };
        match parsed {
            Ok(scenario) => engine.run_sealed(scenario, move |result| {
                match result.and_then(|run| to_js(&run)) {
                    Ok(run) => drop(resolve.call1(&JsValue::NULL, &run)),
                    Err(why) => refuse(&reject, &why),
                }
            }),
            Err(problems) => {
                let lines: Vec<String> = problems
                    .into_iter()
                    .map(|problem| [problem.path.as_str(), ": ", &problem.expected].concat())
                    .collect();
                refuse(&reject, &lines.join("\n"));
            }
        }
    });
}

/// `None` for the standard day.
fn partial(scenario: &JsValue) -> Result<Option<serde_json::Value>, String> {
    if scenario.is_undefined() || scenario.is_null() {
        return Ok(None);
    }
    let text = JSON::stringify(scenario)
        .ok()
        .and_then(|text| text.as_string())
        .ok_or("a scenario is an object that can be written as JSON")?;
    serde_json::from_str(&text).map(Some).map_err(|why| why.to_string())
}

fn to_js(run: &Run) -> Result<JsValue, String> {
    let mut head = run.clone();
    head.columns = Default::default();
    let json = serde_json::to_string(&head).map_err(|why| why.to_string())?;
    let object = JSON::parse(&json).map_err(|_| "the run could not be written".to_string())?;
    let columns = Object::new();
    for (name, column) in crate::sim::run::Columns::NAMES.iter().zip(run.columns.all()) {
        let _ = Reflect::set(&columns, &(*name).into(), &Float64Array::from(column.as_slice()));
    }
    let _ = Reflect::set(&object, &"columns".into(), &columns);
    Ok(object)
}

fn refuse(reject: &Function, why: &str) {
    let _ = reject.apply(&JsValue::NULL, &Array::of1(&js_sys::Error::new(why)));
}
