//! The image registry to try: a life-cycle policy while it is written, the way of a pull, and a
//! repository that is pushed to, aged and cleaned.
//!
//! State and HTML of each page are pure functions of the models in [`crate::registry`] and tested
//! natively; `mount` in each folder connects them to the window.

pub mod lifecycle;
pub mod link;
pub mod pull;
pub mod repository;
pub mod say;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod window;

/// What a page says whose address could not be read whole.
#[cfg(all(target_arch = "wasm32", feature = "page"))]
const DAMAGED: &str = "<p class=\"notice\">Part of this link could not be read; the page begins \
                       with what could.</p>";
