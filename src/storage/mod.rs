//! Volumes for containers: which goes where, how fast it is, what survives, what it costs.
//!
//! A small model beside the simulator: pure functions of their input and of the facts. Knows no
//! clock, no file and no browser.

pub mod bucket;
pub mod cost;
pub mod day;
pub mod ebs;
pub mod efs;
pub mod explain;
pub mod manifest;
pub mod matrix;
pub mod needs;
pub mod scene;
pub mod yaml;
