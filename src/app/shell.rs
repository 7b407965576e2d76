//! The frame of every page.
pub fn mount() {}
