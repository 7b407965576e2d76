//! The messages between page and engine: what a job and an answer are, and how they are packed.
//!
//! A message is an array, so that a buffer can be transferred and not copied. To the engine:
//! `["facts", json]` once, then `["run", id, scenario json, sealed]`. Back: `["done", id,
//! Uint8Array, Float64Array]` with the packed run and its columns one after another, or `["failed",
//! id, why]`. One platform of a comparison is `["row", id, scenario json, platform]`, answered by
//! `["row", id, json]`. A worker says `["ready"]` or `["absent"]` before all this.

use crate::packed::{Packer, Unpacker};
use crate::shape::Shape;
use crate::sim::Run;
use crate::sim::compare::Row;
use crate::sim::run::Columns;
use js_sys::{Array, Float64Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

/// What the page asks of the engine.
pub enum Job {
    /// The facts and the instance types as JSON; the first message of all.
    Facts(String),
    /// A scenario as JSON, answered under the same number.
    Run {
        id: u32,
        scenario: String,
        /// With its digest, which a page that only draws does without.
        sealed: bool,
    },
    /// The day of a scenario on one platform of a comparison.
    Row {
        id: u32,
        scenario: String,
        /// The platform's word.
        platform: String,
    },
}

/// What the engine says.
pub enum Answer {
    /// The worker listens from now on.
    Ready,
    /// The worker could not load the engine.
    Absent,
    Done {
        id: u32,
        run: Box<Run>,
    },
    Row {
        id: u32,
        row: Box<Row>,
    },
    Failed {
        id: u32,
        why: String,
    },
}

impl Job {
    pub fn pack(&self) -> Array {
        match self {
            Job::Facts(json) => Array::of2(&"facts".into(), &json.as_str().into()),
            Job::Run { id, scenario, sealed } => Array::of4(
                &"run".into(),
                &(*id).into(),
                &scenario.as_str().into(),
                &(*sealed).into(),
            ),
            Job::Row { id, scenario, platform } => Array::of4(
                &"row".into(),
                &(*id).into(),
                &scenario.as_str().into(),
                &platform.as_str().into(),
            ),
        }
    }

    /// `None` for a message that is no job.
    pub fn unpack(message: &JsValue) -> Option<Job> {
        let parts = message.dyn_ref::<Array>()?;
        match parts.get(0).as_string()?.as_str() {
            "facts" => Some(Job::Facts(parts.get(1).as_string()?)),
            "run" => Some(Job::Run {
                id: number(&parts.get(1))?,
                scenario: parts.get(2).as_string()?,
                sealed: parts.get(3).as_bool()?,
            }),
            "row" => Some(Job::Row {
                id: number(&parts.get(1))?,
                scenario: parts.get(2).as_string()?,
                platform: parts.get(3).as_string()?,
            }),
            _ => None,
        }
    }
}

impl Answer {
    /// The message and the list of what is transferred with it.
    pub fn pack(self) -> (Array, Array) {
        match self {
            Answer::Ready => (Array::of1(&"ready".into()), Array::new()),
            Answer::Absent => (Array::of1(&"absent".into()), Array::new()),
            Answer::Done { id, mut run } => {
                let columns = flatten(&std::mem::take(&mut run.columns));
                let mut packer = Packer::default();
                run.pack(&mut packer);
                let bytes = Uint8Array::from(packer.finish().as_slice());
                let transfer = Array::of2(&bytes.buffer(), &columns.buffer());
                (Array::of4(&"done".into(), &id.into(), &bytes, &columns), transfer)
            }
            Answer::Row { id, row } => {
                let json = row.write().to_string();
                (Array::of3(&"row".into(), &id.into(), &json.into()), Array::new())
            }
            Answer::Failed { id, why } => {
                (Array::of3(&"failed".into(), &id.into(), &why.into()), Array::new())
            }
        }
    }

    /// `None` for a message that is no answer.
    pub fn unpack(message: &JsValue) -> Option<Answer> {
        let parts = message.dyn_ref::<Array>()?;
        let kind = parts.get(0).as_string()?;
        match kind.as_str() {
            "ready" => return Some(Answer::Ready),
            "absent" => return Some(Answer::Absent),
            _ => {}
        }
        let id = number(&parts.get(1))?;
        match kind.as_str() {
            "failed" => Some(Answer::Failed { id, why: parts.get(2).as_string()? }),
            "row" => {
                let json = serde_json::from_str(&parts.get(2).as_string()?).ok()?;
                Some(Answer::Row { id, row: Box::new(Row::read(&json).ok()?) })
            }
            "done" => {
                let bytes = parts.get(2).dyn_ref::<Uint8Array>()?.to_vec();
                let Some(mut run) = Run::unpack(&mut Unpacker::new(&bytes)) else {
                    let why = "the engine is of another version; please reload the page".into();
                    return Some(Answer::Failed { id, why });
                };
                unflatten(parts.get(3).dyn_ref::<Float64Array>()?, &mut run.columns);
                Some(Answer::Done { id, run: Box::new(run) })
            }
            _ => None,
        }
    }
}

fn number(value: &JsValue) -> Option<u32> {
    value.as_f64().map(|number| number as u32)
}

fn flatten(columns: &Columns) -> Float64Array {
    let columns = columns.all();
    let rows = columns.first().map_or(0, |column| column.len() as u32);
    let flat = Float64Array::new_with_length(rows * columns.len() as u32);
    for (index, column) in columns.iter().enumerate() {
        let start = index as u32 * rows;
        flat.subarray(start, start + rows).copy_from(column);
    }
    flat
}

fn unflatten(flat: &Float64Array, columns: &mut Columns) {
    let mut columns: Vec<_> = columns.all_mut().collect();
    let rows = flat.length() / columns.len().max(1) as u32;
    for (index, column) in columns.iter_mut().enumerate() {
        let start = index as u32 * rows;
        **column = flat.subarray(start, start + rows).to_vec();
    }
}
