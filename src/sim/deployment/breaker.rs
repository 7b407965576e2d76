//! The deployment circuit breaker: counts failed tasks, and says when the deployment has failed.
//!
//! Source: Amazon ECS Developer Guide, How the Amazon ECS deployment circuit breaker detects
//! failures. Only rolling deployments have it. Whether a task failed is the engine's to say.

/// How the threshold is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Threshold {
    /// A percentage of the desired count, rounded up, kept between two counts. Until June 2026
    /// the lower one was fixed in the documents at another value, which courses still teach.
    BoundedPercent { percent: f64, least: u32, most: u32 },
    /// A percentage of the desired count, rounded up, at least one.
    UnboundedPercent { percent: f64 },
    /// A fixed number.
    Count(u32),
}

impl Threshold {
    /// Failures at which the deployment has failed. ECS uses the latest desired count throughout.
    pub fn at(&self, desired: u32) -> u32 {
        let share = |percent: f64| {
            (f64::from(desired) * percent / 100.0 - 1e-9).ceil().clamp(0.0, 1e9) as u32
        };
        match *self {
            Threshold::BoundedPercent { percent, least, most } => {
                share(percent).max(least).min(most)
            }
            Threshold::UnboundedPercent { percent } => share(percent).max(1),
            Threshold::Count(count) => count,
        }
    }
}

/// What became of a task of the new deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskOutcome {
    /// It did not reach RUNNING, or a health check of its failed.
    Failed,
    /// It became healthy.
    Healthy,
}

/// The breaker of one deployment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Breaker {
    threshold: Threshold,
    /// Whether a healthy task sets the count back to zero.
    reset_on_healthy: bool,
    failures: u32,
    failed: bool,
}

impl Breaker {
    /// A breaker that has seen nothing yet.
    pub fn new(threshold: Threshold, reset_on_healthy: bool) -> Breaker {
        Breaker { threshold, reset_on_healthy, failures: 0, failed: false }
    }

    /// Takes in an outcome and answers whether the deployment has failed, now or before.
    pub fn observe(&mut self, outcome: TaskOutcome, desired: u32) -> bool {
        match outcome {
            TaskOutcome::Healthy if self.reset_on_healthy => self.failures = 0,
            TaskOutcome::Healthy => {}
            TaskOutcome::Failed => self.failures += 1,
        }
        self.failed |= self.failures >= self.threshold.at(desired);
        self.failed
    }

    /// Failures counted so far.
    pub fn failures(&self) -> u32 {
        self.failures
    }

    /// Whether the deployment has failed.
    pub fn failed(&self) -> bool {
        self.failed
    }
}
