//! How many pods the metrics of a HorizontalPodAutoscaler ask for.
//!
//! Source: Kubernetes documentation, Horizontal Pod Autoscaling, Algorithm details; where the text
//! is silent, Kubernetes' replica calculator: a utilisation is a whole percent, rounded down, and
//! an average a whole thousandth.

use super::pods::{Phase, Pod, Readiness, Standing};
use crate::facts::Eks;

/// A metric and its target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Metric<'a> {
    /// The pods' use as a share of their requests, percent.
    Utilization { target: f64, pods: &'a [Pod] },
    /// The pods' mean use, thousandths.
    AverageValue { target: f64, pods: &'a [Pod] },
    /// One value for all pods together, against a target for each.
    SharedValue { target: f64, value: f64 },
    /// One value against one target. `ready` counts the running pods that are ready.
    Value { target: f64, value: f64, ready: u32 },
}

/// What a HorizontalPodAutoscaler can be set to besides its metrics.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Distance of the ratio from 1 within which nothing happens, below and above.
    pub tolerance: [f64; 2],
    pub readiness: Readiness,
    /// Share of its request that a pod without metrics is taken to use before pods are removed.
    pub missing_share: f64,
}

impl Settings {
    /// The defaults.
    pub fn new(eks: &Eks) -> Settings {
        Settings {
            tolerance: [eks.hpa_tolerance; 2],
            readiness: Readiness::new(eks),
            missing_share: eks.hpa_missing_percent / 100.0,
        }
    }

    fn is_near(&self, ratio: f64) -> bool {
        1.0 - self.tolerance[0] - 1e-9 <= ratio && ratio <= 1.0 + self.tolerance[1] + 1e-9
    }
}

/// What one metric asks for, and how that came about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proposal {
    pub desired: u32,
    /// Use of the measured pods, whole percent of their requests; for [`Metric::Utilization`].
    pub utilisation: Option<u64>,
    /// Metric to target over the measured pods.
    pub ratio: f64,
    /// The pods that `ratio` is about.
    pub pods: u32,
    /// Pods without metrics.
    pub missing: u32,
    /// Pods that are not ready yet.
    pub not_ready: u32,
    /// Ratio and pods again, with the others assumed to use nothing or their request.
    pub cautious: Option<(f64, u32)>,
}

/// What a metric asks for; the error says why it says nothing.
pub fn propose(
    metric: &Metric,
    replicas: u32,
    settings: &Settings,
) -> Result<Proposal, &'static str> {
    match *metric {
        Metric::Utilization { target, pods } => by_pods(target, pods, true, replicas, settings),
        Metric::AverageValue { target, pods } => by_pods(target, pods, false, replicas, settings),
        Metric::SharedValue { target, value } => {
            let ratio = value / (target * f64::from(replicas));
            let stays = replicas > 0 && settings.is_near(ratio);
            let desired = if stays { replicas } else { up(value / target) };
            Ok(alone(desired, ratio, replicas))
        }
        Metric::Value { target, value, ready } => {
            let ratio = value / target;
            let desired = if replicas == 0 {
                up(ratio)
            } else if settings.is_near(ratio) {
                replicas
            } else {
                up(ratio * f64::from(ready))
            };
            Ok(alone(desired, ratio, ready))
        }
    }
}

/// The number of pods by all metrics: the largest proposal, within the bounds. Outside them the
/// size first goes back to the bound. Where a metric says nothing, the others may only add pods;
/// with no pods at all and a minimum above it, scaling is off.
pub fn desired(
    proposals: &[Result<Proposal, &'static str>],
    replicas: u32,
    min: u32,
    max: u32,
) -> u32 {
    if replicas == 0 && min > 0 {
        return 0;
    }
    if replicas > max || replicas < min {
        return replicas.min(max).max(min);
    }
    let found = proposals.iter().flatten().map(|proposal| proposal.desired).max();
    let whole = proposals.iter().all(Result::is_ok);
    match found {
        Some(desired) if whole || desired >= replicas => desired.min(max).max(min),
        _ => replicas,
    }
}

/// Running pods that are ready; one that is being stopped still counts.
pub fn ready(pods: &[Pod]) -> u32 {
    pods.iter().filter(|pod| pod.phase == Phase::Running && pod.ready).count() as u32
}

fn alone(desired: u32, ratio: f64, pods: u32) -> Proposal {
    let (utilisation, cautious) = (None, None);
    Proposal { desired, utilisation, ratio, pods, missing: 0, not_ready: 0, cautious }
}

/// Rounded up, but not for the last digits of a division.
pub(super) fn up(value: f64) -> u32 {
    (value - 1e-9).ceil().clamp(0.0, f64::from(u32::MAX)) as u32
}

/// Use and requests of some pods.
#[derive(Clone, Copy, Default)]
struct Sum {
    usage: u64,
    request: u64,
    pods: u32,
}

impl Sum {
    fn add(&mut self, usage: u64, request: u64) {
        self.usage = self.usage.saturating_add(usage);
        self.request = self.request.saturating_add(request);
        self.pods += 1;
    }

    /// The metric: whole percent, or the mean in whole thousandths.
    fn level(&self, shares: bool) -> Option<u64> {
        let (parts, of) = if shares {
            (self.usage.checked_mul(100)?, self.request)
        } else {
            (self.usage, self.pods.into())
        };
        parts.checked_div(of)
    }
}

fn by_pods(
    target: f64,
    pods: &[Pod],
    shares: bool,
    replicas: u32,
    settings: &Settings,
) -> Result<Proposal, &'static str> {
    if pods.is_empty() {
        return Err("there are no pods");
    }
    if shares && pods.iter().any(|pod| pod.request_m.is_none()) {
        return Err("a pod has no request, so its utilisation is not defined");
    }
    let standing = |pod: &Pod| settings.readiness.standing(pod);
    let (mut sum, mut missing, mut not_ready) = (Sum::default(), 0, 0);
    for pod in pods {
        match standing(pod) {
            Standing::Measured(usage) => sum.add(usage, pod.request_m.unwrap_or(0)),
            Standing::Missing => missing += 1,
            Standing::NotReady => not_ready += 1,
            Standing::Gone => {}
        }
    }
    if sum.pods == 0 {
        return Err("no pod that counts has metrics");
    }
    let level = sum.level(shares).ok_or("the requests of the pods are zero")?;
    let ratio = level as f64 / target;
    let mut proposal = Proposal {
        desired: replicas,
        utilisation: shares.then_some(level),
        ratio,
        pods: sum.pods,
        missing,
        not_ready,
        cautious: None,
    };
    let waits = not_ready > 0 && ratio > 1.0;
    if !waits && missing == 0 {
        if !settings.is_near(ratio) {
            proposal.desired = up(ratio * f64::from(sum.pods));
        }
        return Ok(proposal);
    }
    for pod in pods {
        let request = pod.request_m.unwrap_or(0);
        match standing(pod) {
            Standing::Missing if ratio < 1.0 => {
                let share = settings.missing_share.max(target / 100.0);
                let assumed = if shares { request as f64 * share } else { target };
                sum.add(assumed as u64, request);
            }
            Standing::Missing if ratio > 1.0 => sum.add(0, request),
            Standing::NotReady if waits => sum.add(0, request),
            _ => {}
        }
    }
    let again = sum.level(shares).ok_or("the requests of the pods are zero")? as f64 / target;
    proposal.cautious = Some((again, sum.pods));
    let turns = (ratio < 1.0 && again > 1.0) || (ratio > 1.0 && again < 1.0);
    let wanted = up(again * f64::from(sum.pods));
    let contrary = (again < 1.0 && wanted > replicas) || (again > 1.0 && wanted < replicas);
    if !settings.is_near(again) && !turns && !contrary {
        proposal.desired = wanted;
    }
    Ok(proposal)
}
