//! What a task or pod is doing, in the order of its life. Pure.

use super::terms::Terms;

/// What a task or pod is doing, in the order of its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// PROVISIONING or PENDING; a pod without a node, or being set up on it.
    Waiting,
    /// ACTIVATING, the image on its way.
    Pulling,
    /// The image is there, the application starts: soon RUNNING.
    Starting,
    /// A pod whose container did not start or ended: the kubelet will try again in place.
    BackingOff,
    /// RUNNING, ready, and without a passed health check: gets no requests yet.
    Unproven,
    /// RUNNING and healthy.
    Running,
    /// RUNNING, and its last health checks failed: gets no requests.
    Unhealthy,
    /// DEACTIVATING to DEPROVISIONING; Terminating.
    Draining,
    Stopped,
}

impl Phase {
    /// The phases of the legend, in life-cycle order.
    pub const LEGEND: [Phase; 6] = [
        Phase::Waiting,
        Phase::Pulling,
        Phase::Starting,
        Phase::Running,
        Phase::Draining,
        Phase::Stopped,
    ];

    /// Our word for it.
    pub fn word(self) -> &'static str {
        match self {
            Phase::Waiting => "waiting",
            Phase::Pulling => "pulling",
            Phase::Starting => "starting",
            Phase::BackingOff => "backing off",
            Phase::Unproven => "waits for a health check",
            Phase::Running => "running",
            Phase::Unhealthy => "fails its health checks",
            Phase::Draining => "draining",
            Phase::Stopped => "stopped",
        }
    }

    /// Our word for it on a platform: pods that run and are not ready are no rare sight, so that
    /// those that are get no other word than that.
    pub fn word_on(self, terms: &Terms) -> &'static str {
        match self {
            Phase::Running if terms.are_pods() => "ready",
            phase => phase.word(),
        }
    }

    /// The platform's own name for it, as its console or kubectl shows it.
    pub fn official(self, terms: &Terms) -> &'static str {
        let [waiting, pulling, starting, running, draining, stopped] = terms.states;
        match self {
            Phase::Waiting => waiting,
            Phase::Pulling | Phase::BackingOff => pulling,
            Phase::Starting => starting,
            Phase::Unproven | Phase::Unhealthy if terms.are_pods() => starting,
            Phase::Unproven | Phase::Running | Phase::Unhealthy => running,
            Phase::Draining => draining,
            Phase::Stopped => stopped,
        }
    }
}
