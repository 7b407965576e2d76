//! The engine: simulations asked for by the page and answered by a worker.
//!
//! The page only draws. [`Engine`] is its side, [`serve`] the worker's; both speak [`protocol`].
//! Where no worker can start, the same function runs in place. Knows nothing of what a run is shown
//! with.

mod client;
pub mod protocol;
mod script;
mod server;

pub use client::{Engine, Slot, use_engine};
pub use script::offer_to_scripts;
pub use server::serve;
