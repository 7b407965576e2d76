//! The image registry to try: a life-cycle policy while it is written, the way of a pull, and a
//! repository that is pushed to, aged and cleaned.
//!
//! State and HTML of each page are pure functions of the models in [`crate::registry`] and tested
//! natively; `mount` in each folder connects them to the window.

pub mod lifecycle;
pub mod link;
pub mod say;
