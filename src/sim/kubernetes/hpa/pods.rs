//! Which pods a metric counts: measured, without metrics, not ready yet, or gone.
//!
//! Source: Kubernetes documentation, Horizontal Pod Autoscaling, Algorithm details, and its replica
//! calculator for the details that the text leaves out.

use crate::facts::Eks;

/// Where a pod is in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    Pending,
    #[default]
    Running,
    Failed,
}

/// A pod as the autoscaler sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pod {
    pub phase: Phase,
    pub ready: bool,
    /// Time since it started, s.
    pub start_age_s: f64,
    /// Time since it last became ready or unready, s.
    pub ready_age_s: f64,
    /// What it asked for, thousandths; `None` where a container has no request.
    pub request_m: Option<u64>,
    /// What it uses, thousandths; `None` where no metrics came.
    pub usage_m: Option<u64>,
    /// Time since the end of the sample, s.
    pub metric_age_s: f64,
    /// Whether it is being stopped.
    pub deleting: bool,
}

/// What the autoscaler takes the pod for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its use counts, thousandths.
    Measured(u64),
    /// It should have metrics and has none.
    Missing,
    /// It is not ready yet, or its sample is from before it was.
    NotReady,
    /// It is being stopped, or has failed.
    Gone,
}

/// Times that tell a pod that still starts from one that has failed; seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Readiness {
    pub cpu_initialization_s: f64,
    pub initial_readiness_s: f64,
    /// Length of a sample.
    pub window_s: f64,
}

impl Readiness {
    /// The defaults.
    pub fn new(eks: &Eks) -> Readiness {
        Readiness {
            cpu_initialization_s: eks.hpa_cpu_initialization_s,
            initial_readiness_s: eks.hpa_initial_readiness_s,
            window_s: eks.hpa_metric_window_s,
        }
    }

    /// What the pod counts as, for a metric of CPU.
    pub fn standing(&self, pod: &Pod) -> Standing {
        if pod.deleting || pod.phase == Phase::Failed {
            return Standing::Gone;
        }
        if pod.phase == Phase::Pending {
            return Standing::NotReady;
        }
        let Some(usage) = pod.usage_m else { return Standing::Missing };
        let not_ready = if pod.start_age_s < self.cpu_initialization_s {
            !pod.ready || pod.ready_age_s - pod.metric_age_s < self.window_s
        } else {
            // It has never been ready if it last changed soon after its start.
            !pod.ready && pod.start_age_s - pod.ready_age_s < self.initial_readiness_s
        };
        if not_ready { Standing::NotReady } else { Standing::Measured(usage) }
    }
}
