//! How far the learner is: what was right, what is recalled now and on the day of the exam, how
//! sure against how right; and the data as files. All but `view` is pure.

pub mod files;
pub mod html;
pub mod outlook;
pub mod pairs_html;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod view;

#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub use view::mount;
