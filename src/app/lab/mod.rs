//! The lab: a scenario under the learner's hand and the day that comes of it.
//!
//! `state`, `link`, `settings`, `layers`, `summary`, `fleet_model` and `words` are pure and tested
//! natively; the rest draws them. Everything goes one way: a control makes another scenario, the
//! engine answers with a run, the run is drawn at the playhead. No part of it reaches into a
//! simulation.

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
#[cfg(target_arch = "wasm32")]
mod header;
pub mod layers;
pub mod link;
#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(target_arch = "wasm32")]
mod playhead;
pub mod settings;
#[cfg(target_arch = "wasm32")]
mod slider;
pub mod state;
pub mod summary;
#[cfg(target_arch = "wasm32")]
mod table;
#[cfg(target_arch = "wasm32")]
mod verdict;
#[cfg(target_arch = "wasm32")]
mod why;
pub mod words;

#[cfg(target_arch = "wasm32")]
pub use figure::LabFigure;
#[cfg(target_arch = "wasm32")]
pub use page::LabPage;
