//! The image registry: life-cycle policies, a repository over time, the way of a pull.
//!
//! A small model beside the simulator: pure functions of their input and of the facts. Knows no
//! clock (ages and days are given), no file and no browser.

pub mod cache;
pub mod json;
pub mod lifecycle;
pub mod network_cost;
pub mod policy;
pub mod public;
pub mod pull;
pub mod repository;
pub mod storage_cost;
pub mod tags;
pub mod undecided;
