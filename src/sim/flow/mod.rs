//! The `Flow` data plane: requests as a fluid over classes of identical targets.
//!
//! A [`Plane`] is told what requests cost and how they are routed ([`Model`]), which targets join,
//! drain and leave, and how many requests are offered; it says how many came to which end
//! ([`Tally`]) and how long they waited ([`Waits`]). It knows nothing of tasks' lives, scaling or
//! money.
//!
//! Time advances by as little or as much as the fluid needs: one step over the whole interval where
//! every class is near rest, steps of a second and less elsewhere.

mod backlog;
mod class;
mod flows;
mod histogram;
pub(crate) mod law;
mod model;
mod plane;
mod quantile;
mod retry;
mod route;
mod table;
mod tally;

pub(crate) use flows::{Candidate, Flows, Hash};
pub use histogram::{Buckets, Edges, Histogram};
pub use law::{Service, Wait};
pub use model::{KINDS, Model, Routing, Station, Target, TargetState};
pub use plane::Plane;
pub use tally::{Tally, Waits, Window};
