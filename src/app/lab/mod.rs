//! The lab: a scenario under the learner's hand and the day that comes of it.
//!
//! `state`, `switch`, `link`, `settings`, `choices`, `offered`, `terms`, `layers`, `summary`,
//! `words`, `rush`, `moments`, `places`, `day`, `life`, `fleet_model`, `machine_kind` and the
//! modules that end in `_text` are pure and tested natively; the rest draws them. A new platform
//! has its words in `terms` and says in `offered` which controls it has.
//! Everything goes one way: a control makes another scenario, the engine answers with a run, the
//! run is drawn at the playhead. No part of it reaches into a simulation.

#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod breaks;
pub mod change_text;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod charts;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod choice_view;
pub mod choices;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod compare;
pub mod compare_text;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod controls;
pub mod day;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod desk;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod dom;
pub mod faults;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod figure;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod fleet;
pub mod fleet_model;
pub mod fleet_text;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod header;
pub mod layers;
mod life;
pub mod link;
pub mod link_lists;
pub mod loops;
pub mod machine_kind;
pub mod machine_text;
pub mod machines;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod marks;
pub mod metric;
pub mod moments;
pub mod node_text;
pub mod offered;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod page;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod part;
pub mod pending_text;
pub mod phase;
pub mod places;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod playhead;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod policies;
pub mod policy_text;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod presets;
pub mod reasons;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod redraw;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod rows;
pub mod rush;
pub mod rush_text;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod rush_view;
pub mod set_up_text;
pub mod settings;
pub mod settings_table;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod slider;
pub mod state;
pub mod summary;
pub mod switch;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod table;
pub mod terms;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod verdict;
pub mod verdict_text;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod why;
pub mod why_text;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod window_view;
pub mod words;

#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub use part::{mount_figure, mount_lab, run, start};
