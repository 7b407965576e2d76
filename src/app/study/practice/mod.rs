//! The practice page: what is due, drills without end, an own quiz, a placement.
//!
//! `set`, `source`, `table`, `view` and `home` are pure; `page` fetches what they need, `supply` a
//! question, and `sitting` asks one after the other.

pub mod home;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod page;
pub mod set;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod sitting;
pub mod source;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod supply;
pub mod table;
pub mod view;

#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub use page::mount;
