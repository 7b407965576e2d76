//! The engine: simulations asked for by the page and answered by a module of its own.
//!
//! The page only draws. [`Engine`] is its side, [`hear`] the engine's; both speak [`protocol`]. The
//! engine lives in a worker; where none starts, the page loads the same module and gives it the
//! same messages. Knows nothing of what a run is shown with.

#[cfg(feature = "page")]
mod client;
pub mod protocol;
#[cfg(feature = "page")]
mod request;
#[cfg(feature = "page")]
mod script;
mod server;

#[cfg(feature = "page")]
pub use client::{Engine, Slot, use_engine};
#[cfg(feature = "page")]
pub use script::run_script;
pub use server::hear;
