//! The lab: a scenario under the learner's hand and the day that comes of it.
//!
//! `state`, `link`, `settings`, `layers`, `summary`, `words`, `fleet_model` and the modules that
//! end in `_text` are pure and tested natively; the rest draws them. Everything goes one way: a
//! control makes another scenario, the engine answers with a run, the run is drawn at the playhead.
//! No part of it reaches into a simulation.

#[cfg(target_arch = "wasm32")]
mod charts;
#[cfg(target_arch = "wasm32")]
mod controls;
#[cfg(target_arch = "wasm32")]
mod desk;
#[cfg(target_arch = "wasm32")]
mod dom;
#[cfg(target_arch = "wasm32")]
mod figure;
#[cfg(target_arch = "wasm32")]
mod fleet;
pub mod fleet_model;
pub mod fleet_text;
#[cfg(target_arch = "wasm32")]
mod header;
pub mod layers;
pub mod link;
#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(target_arch = "wasm32")]
mod playhead;
#[cfg(target_arch = "wasm32")]
mod redraw;
pub mod settings;
#[cfg(target_arch = "wasm32")]
mod slider;
pub mod state;
pub mod summary;
#[cfg(target_arch = "wasm32")]
mod table;
#[cfg(target_arch = "wasm32")]
mod verdict;
pub mod verdict_text;
#[cfg(target_arch = "wasm32")]
mod why;
pub mod why_text;
pub mod words;

#[cfg(target_arch = "wasm32")]
pub use figure::LabFigure;
#[cfg(target_arch = "wasm32")]
pub use page::LabPage;
