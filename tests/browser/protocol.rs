//! A run survives the way between worker and page, digest and columns alike.

use drydock::app::engine::protocol::{Answer, Job};
use drydock::sim::run::{Columns, Run};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::*;

#[wasm_bindgen_test]
fn an_answer_arrives_as_it_was_sent() {
    let mut columns = Columns::default();
    for (index, column) in columns.all_mut().enumerate() {
        *column = vec![index as f64, 0.1 + 0.2, -0.0];
    }
    let run = Run {
        version: 1,
        digest: "d".into(),
        engine: "flow".into(),
        step_s: 10,
        totals: Default::default(),
        columns,
        decisions: Vec::new(),
        events: Vec::new(),
        ledger: Vec::new(),
        by_hand: Vec::new(),
    };
    let (message, transfer) = Answer::Done { id: 7, run: Box::new(run.clone()) }.pack();
    assert_eq!(transfer.length(), 2, "the columns travel as one buffer, the rest as another");
    match Answer::unpack(&message) {
        Some(Answer::Done { id: 7, run: arrived }) => assert_eq!(*arrived, run),
        _ => panic!("the answer was lost"),
    }
}

#[wasm_bindgen_test]
fn other_messages_are_no_jobs() {
    for message in [JsValue::NULL, "run".into(), js_sys::Array::of1(&"run".into()).into()] {
        assert!(Job::unpack(&message).is_none());
        assert!(Answer::unpack(&message).is_none());
    }
}
