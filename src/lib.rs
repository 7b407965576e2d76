//! Drydock: learn AWS containers by trying them.
//!
//! - [`facts`]: every number and rule about AWS, with unit, source and date, and the rulebook they
//!   make.
//! - [`iam`]: policies, decisions step by step, and who needs which right when a task starts.
//! - [`sim`]: a scenario in, a run out; a pure, seeded function.
//! - [`registry`]: image life-cycle, tags and pulls.
//! - [`storage`]: volumes, their throughput, and what survives.
//! - [`rules`]: each rule of the models by name, with its shapes, working and source.
//! - [`progress`]: what the learner did, as an append-only log.
//! - [`quiz`]: questions, marking and sessions.
//! - [`course`]: the `content/` folder, checked and compiled.
//! - [`shape`]: the JSON shape of plain data, which all of them share.
//! - [`packed`]: the same data as few bytes, for messages between two halves of one build.
//! - [`place`]: where in a text something stands, for whoever reads what people write.
//! - [`app`]: everything that touches the browser.
//!
//! Arrows point one way: `app, bin → {course, quiz} → {progress, rules} →
//! {sim, registry, iam, storage} → facts`.

pub mod app;
pub mod course;
pub mod facts;
pub mod iam;
pub mod packed;
pub mod place;
pub mod progress;
pub mod quiz;
pub mod registry;
pub mod rules;
pub mod shape;
pub mod sim;
pub mod storage;
