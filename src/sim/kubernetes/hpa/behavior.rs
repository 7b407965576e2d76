//! How fast the size may follow: stabilization windows, then policies, then the bounds.
//!
//! Source: Kubernetes documentation, Horizontal Pod Autoscaling, Configurable scaling behavior, and
//! its controller for the details. Times are ages: how long ago something was, in seconds.

use crate::facts::Eks;

/// `behavior` of a HorizontalPodAutoscaler.
#[derive(Clone, Debug, PartialEq)]
pub struct Behavior {
    pub up: Direction,
    pub down: Direction,
}

/// The rules of one direction.
#[derive(Clone, Debug, PartialEq)]
pub struct Direction {
    /// Recommendations younger than this count, s.
    pub window_s: f64,
    pub select: Select,
    pub policies: Vec<Policy>,
}

/// Which of the policies counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Select {
    /// The one that allows the largest change.
    Max,
    /// The one that allows the smallest.
    Min,
    /// None: no change in that direction.
    Disabled,
}

/// A limit on the change in some time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Policy {
    pub change: Change,
    /// The time, s.
    pub period_s: f64,
}

/// A change, of the size at the beginning of the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Pods(u32),
    /// Rounded up, so that it is never nothing.
    Percent(u32),
}

impl Behavior {
    /// The behaviour of one that sets none.
    pub fn new(eks: &Eks) -> Behavior {
        let percent =
            |percent: f64, period_s| Policy { change: Change::Percent(percent as u32), period_s };
        let pods = Change::Pods(eks.hpa_up_pods as u32);
        let up_s = eks.hpa_up_period_s;
        Behavior {
            up: Direction {
                window_s: eks.hpa_up_window_s,
                select: Select::Max,
                policies: vec![
                    percent(eks.hpa_up_percent, up_s),
                    Policy { change: pods, period_s: up_s },
                ],
            },
            down: Direction {
                window_s: eks.hpa_down_window_s,
                select: Select::Max,
                policies: vec![percent(eks.hpa_down_percent, eks.hpa_down_period_s)],
            },
        }
    }
}

/// A number of pods some time ago: a recommendation, or how many came or went.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Past {
    pub age_s: f64,
    pub pods: u32,
}

/// What happened before.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct History<'a> {
    /// Earlier recommendations, without the present one.
    pub recommendations: &'a [Past],
    /// How many pods were added, and when.
    pub added: &'a [Past],
    /// How many were removed, and when.
    pub removed: &'a [Past],
}

/// What holds the size back; the words are the reasons of the condition `ScalingLimited`, and of
/// `ScalingActive` for the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    ScaleUpLimit,
    TooManyReplicas,
    ScaleDownLimit,
    TooFewReplicas,
    ScalingDisabled,
}

impl Limit {
    /// As Kubernetes writes it.
    pub fn word(self) -> &'static str {
        match self {
            Limit::ScaleUpLimit => "ScaleUpLimit",
            Limit::TooManyReplicas => "TooManyReplicas",
            Limit::ScaleDownLimit => "ScaleDownLimit",
            Limit::TooFewReplicas => "TooFewReplicas",
            Limit::ScalingDisabled => "ScalingDisabled",
        }
    }
}

/// The size that is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The recommendation after the window.
    pub stabilized: u32,
    /// The size after policies and bounds.
    pub desired: u32,
    /// Furthest size that the policies allow in that direction; `None` where there is no change.
    pub allowed: Option<u32>,
    pub limit: Option<Limit>,
}

impl Behavior {
    /// The step from `current` towards the recommendation `desired`.
    pub fn step(&self, current: u32, desired: u32, (min, max): (u32, u32), past: &History) -> Step {
        let set = |size, limit| Step {
            stabilized: size,
            desired: size,
            allowed: None,
            limit: Some(limit),
        };
        if current == 0 && min > 0 {
            return set(0, Limit::ScalingDisabled);
        } else if current > max {
            return set(max, Limit::TooManyReplicas);
        } else if current < min {
            return set(min, Limit::TooFewReplicas);
        }
        let stabilized = self.stabilized(current, desired, past.recommendations);
        let mut step = Step { stabilized, desired: stabilized, allowed: None, limit: None };
        if stabilized > current {
            let allowed = self.up.furthest(current, past, true);
            step.allowed = Some(allowed);
            step.desired = stabilized.min(allowed).min(max);
            step.limit = (step.desired < stabilized).then_some(if allowed < max {
                Limit::ScaleUpLimit
            } else {
                Limit::TooManyReplicas
            });
        } else if stabilized < current {
            let allowed = self.down.furthest(current, past, false);
            step.allowed = Some(allowed);
            step.desired = stabilized.max(allowed).max(min);
            step.limit = (step.desired > stabilized).then_some(if allowed > min {
                Limit::ScaleDownLimit
            } else {
                Limit::TooFewReplicas
            });
        }
        step
    }

    /// The present size, moved only as far as every recommendation in the windows agrees.
    fn stabilized(&self, current: u32, desired: u32, recommendations: &[Past]) -> u32 {
        let within = |window_s: f64| {
            let young = recommendations.iter().filter(move |past| past.age_s < window_s);
            young.map(|past| past.pods)
        };
        let least = within(self.up.window_s).fold(desired, u32::min);
        let most = within(self.down.window_s).fold(desired, u32::max);
        current.max(least).min(most)
    }
}

impl Direction {
    /// Furthest size that the policies allow from `current`.
    fn furthest(&self, current: u32, past: &History, up: bool) -> u32 {
        if self.select == Select::Disabled {
            return current;
        }
        let reach = |policy: &Policy| {
            let sum = |events: &[Past]| -> i64 {
                let young = events.iter().filter(|event| event.age_s < policy.period_s);
                young.map(|event| i64::from(event.pods)).sum()
            };
            let begin = i64::from(current) - sum(past.added) + sum(past.removed);
            let sign = if up { 1 } else { -1 };
            match policy.change {
                Change::Pods(pods) => begin + sign * i64::from(pods),
                Change::Percent(percent) => {
                    // Rounded away from the size at the beginning.
                    let hundredths = begin * (100 + sign * i64::from(percent));
                    if up { -(-hundredths).div_euclid(100) } else { hundredths.div_euclid(100) }
                }
            }
        };
        let reaches = self.policies.iter().map(reach);
        let furthest =
            if up == (self.select == Select::Max) { reaches.max() } else { reaches.min() };
        let current = i64::from(current);
        let furthest = furthest.unwrap_or(current);
        let bounded = if up { furthest.max(current) } else { furthest.min(current) };
        bounded.clamp(0, i64::from(u32::MAX)) as u32
    }
}
