//! How long something takes, for tests of what must not keep anybody waiting.

use std::time::Instant;

/// What the call gives, and how long it took, ms.
pub fn timed<T>(call: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let found = call();
    (found, start.elapsed().as_secs_f64() * 1e3)
}
