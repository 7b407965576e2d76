//! How far the fluid (`Flow`) can be trusted: against theory at rest, and against the simulation of
//! every request (`Exact`) elsewhere.
//!
//! The minutes of the reference are kept in `ensemble.json`; computing them anew needs optimised
//! code: `cargo test --profile fast --test flow -- --include-ignored`
#![cfg(not(target_arch = "wasm32"))]

mod accuracy;
mod cases;
mod compare;
mod kept;
mod reference;
mod rest;

use drydock::sim::flow::{Model, Plane, Service, Station, Target};

/// Targets of `servers` slots, services of 0.1 s on average, no limit on the queue.
pub fn station(servers: u32, cv2: f64) -> Station {
    let service = Service { mean_s: 0.1, cv2, delay_s: 0.0 };
    Station { servers, service, queue_limit: f64::INFINITY, weight: 1.0, error_share: 0.0 }
}

/// An ordinary target.
pub fn target(id: u32) -> Target {
    Target { id, zone: 0, kind: 0, group: 0, warms: false }
}

/// A plane with that many targets.
pub fn plane(model: Model, targets: u32) -> Plane {
    let mut plane = Plane::new(model);
    (0..targets).for_each(|id| plane.add(target(id), 0.0));
    plane
}
