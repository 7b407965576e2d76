//! Seeded luck, one stream per purpose and index, so that two runs that differ in one setting share
//! the rest of their luck.

use rand::Rng;
use rand_pcg::Pcg32;

/// What a stream of random numbers is for.
#[derive(Clone, Copy)]
pub enum Purpose {
    /// Slow noise of the traffic.
    Noise = 1,
    /// Placement and network interface of a task; the index is the task's number.
    Launch = 2,
    /// When the first health check comes; the index is the task's number.
    HealthCheck = 3,
    /// Which task of a zone stops.
    ScaleIn = 4,
    /// How long an instance boots; the index is its number.
    Boot = 5,
    /// How fast a task loses memory; the index is the task's number.
    Leak = 6,
    /// The target of a sticky flow; the index is flow and draw.
    Flow = 32,
    /// Requests' arrivals, one by one.
    Arrivals = 33,
    /// Their service times.
    Service = 34,
    /// The balancer's choices.
    Route = 35,
    /// What clients do: when they try again.
    Client = 36,
}

/// A stream of uniform numbers, the same on every machine.
pub struct Stream(Pcg32);

impl Stream {
    /// The stream of that purpose and index under `seed`.
    pub fn new(seed: u64, purpose: Purpose, index: u64) -> Stream {
        let stream = (purpose as u64) << 40 | index;
        let mut generator = Pcg32::new(seed ^ stream.wrapping_mul(0x9e37_79b9_7f4a_7c15), stream);
        generator.next_u32();
        Stream(generator)
    }

    /// Uniform in [0, 1).
    pub fn uniform(&mut self) -> f64 {
        f64::from(self.0.next_u32()) / 4_294_967_296.0
    }

    /// Roughly standard normal: twelve uniforms less six, so it stays within ± 6.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}
