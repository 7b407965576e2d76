//! The practice page: what is due, drills without end, an own quiz, a placement.
//!
//! `set`, `source`, `table`, `view` and `home` are pure; `page` fetches what they need, `sitting`
//! asks one question after the other.

pub mod home;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod page;
pub mod set;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod sitting;
pub mod source;
pub mod table;
pub mod view;

#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub use page::mount;
