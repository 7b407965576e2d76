//! Service auto scaling and deployments: what changes the number and the version of the tasks.

pub use crate::sim::scaling::step::AdjustmentType;
use crate::{shape, words};

/// Service auto scaling. The fields describe the first policy, as `mode` says; `policies` adds
/// more.
#[derive(Clone, Debug, PartialEq)]
pub struct Scaling {
    pub mode: ScalingMode,
    /// Tasks at the start; with scaling off, all day.
    pub desired: u32,
    pub min: u32,
    pub max: u32,
    pub metric: ScalingMetric,
    /// Percent; with metric `requests`, requests per target and minute.
    pub target: f64,
    /// 60, or 20 for high-resolution metrics.
    pub metric_period_s: u32,
    pub scale_out_cooldown_s: f64,
    pub scale_in_cooldown_s: f64,
    pub disable_scale_in: bool,
    /// Further policies, evaluated together with the first one.
    pub policies: Vec<Policy>,
}

shape!(Scaling {
    mode,
    desired,
    min,
    max,
    metric,
    target,
    metric_period_s,
    scale_out_cooldown_s,
    scale_in_cooldown_s,
    disable_scale_in,
    policies
});

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalingMode {
    Off,
    TargetTracking,
    /// Step policies alone: those in `policies`, or a pair around `target` where none is listed.
    Step,
    /// Scheduled actions alone.
    Scheduled,
}

words!(ScalingMode {
    Off = "off",
    TargetTracking = "target-tracking",
    Step = "step",
    Scheduled = "scheduled",
});

/// What a policy looks at: the mean over the service's tasks, in percent, or requests per target
/// and minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub enum ScalingMetric {
    Cpu,
    Memory,
    Requests,
}

words!(ScalingMetric { Cpu = "cpu", Memory = "memory", Requests = "requests" });

/// One more policy or scheduled action. Fields that its kind does not have are left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    pub kind: PolicyKind,
    pub metric: ScalingMetric,
    /// Target tracking.
    pub target: f64,
    pub disable_scale_in: bool,
    /// Step: the alarm compares the metric with this.
    pub alarm_threshold: f64,
    /// Step: the alarm breaches below the threshold instead of at or above it.
    pub alarm_below: bool,
    /// Step: data points that must breach one after the other; 0 counts as 1.
    pub alarm_points: u32,
    pub adjustment_type: AdjustmentType,
    pub steps: Vec<StepAdjustment>,
    /// Step, for percentages: the least change, in tasks.
    pub min_adjustment_magnitude: u32,
    /// Step.
    pub cooldown_s: f64,
    /// Scheduled: `cron(…)`, `rate(…)` or `at(…)`.
    pub expression: String,
    /// Scheduled: new bounds; `None` leaves a bound as it is.
    pub min: Option<u32>,
    pub max: Option<u32>,
}

shape!(Policy {
    kind; metric, target, disable_scale_in, alarm_threshold, alarm_below, alarm_points,
    adjustment_type, steps, min_adjustment_magnitude, cooldown_s, expression, min, max
});

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyKind {
    TargetTracking,
    Step,
    Scheduled,
}

words!(PolicyKind { TargetTracking = "target-tracking", Step = "step", Scheduled = "scheduled" });

words!(AdjustmentType {
    ChangeInCapacity = "ChangeInCapacity",
    ExactCapacity = "ExactCapacity",
    PercentChangeInCapacity = "PercentChangeInCapacity",
});

/// One step: bounds are differences from the alarm's threshold, `None` is unbounded.
#[derive(Clone, Debug, PartialEq)]
pub struct StepAdjustment {
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub adjustment: f64,
}

shape!(StepAdjustment { adjustment; lower, upper });

impl Policy {
    /// An empty policy of that kind.
    pub fn blank_of(kind: PolicyKind) -> Policy {
        Policy { kind, ..crate::shape::Shape::blank() }
    }
}

impl Scaling {
    /// All policies in force: the first one, as the mode says, and the listed ones. Mode `step`
    /// without a listed step policy takes a pair around the target: out from the target on, in
    /// below two thirds of it. The pair is ours, not a default of AWS.
    pub fn in_force(&self) -> Vec<Policy> {
        let listed = self.policies.iter().cloned();
        let mut all = match self.mode {
            ScalingMode::Off => return Vec::new(),
            ScalingMode::TargetTracking => vec![Policy {
                metric: self.metric,
                target: self.target,
                disable_scale_in: self.disable_scale_in,
                ..Policy::blank_of(PolicyKind::TargetTracking)
            }],
            ScalingMode::Step if !self.lists(PolicyKind::Step) => self.standard_steps(),
            ScalingMode::Step | ScalingMode::Scheduled => Vec::new(),
        };
        all.extend(listed);
        all
    }

    fn lists(&self, kind: PolicyKind) -> bool {
        self.policies.iter().any(|policy| policy.kind == kind)
    }

    fn standard_steps(&self) -> Vec<Policy> {
        let step = |lower, upper, adjustment| StepAdjustment { lower, upper, adjustment };
        let out = Policy {
            metric: self.metric,
            alarm_threshold: self.target,
            alarm_points: 3,
            adjustment_type: AdjustmentType::PercentChangeInCapacity,
            min_adjustment_magnitude: 1,
            steps: vec![
                step(Some(0.0), Some(self.target * 0.25), 20.0),
                step(Some(self.target * 0.25), None, 60.0),
            ],
            cooldown_s: self.scale_out_cooldown_s,
            ..Policy::blank_of(PolicyKind::Step)
        };
        let inwards = Policy {
            metric: self.metric,
            alarm_threshold: (self.target * 2.0 / 3.0).round(),
            alarm_below: true,
            alarm_points: 15,
            adjustment_type: AdjustmentType::ChangeInCapacity,
            steps: vec![step(None, Some(0.0), -1.0)],
            cooldown_s: self.scale_in_cooldown_s,
            ..Policy::blank_of(PolicyKind::Step)
        };
        if self.disable_scale_in { vec![out] } else { vec![out, inwards] }
    }
}

/// How a new version of the service takes over.
#[derive(Clone, Debug, PartialEq)]
pub struct Deployment {
    pub strategy: Strategy,
    /// Percent of the desired count that must stay healthy, rounded up.
    pub minimum_healthy_percent: u32,
    /// Percent of the desired count that may run, rounded down.
    pub maximum_percent: u32,
    /// Rolling only.
    pub circuit_breaker: bool,
    /// Whether a failed deployment goes back to the last one that completed.
    pub rollback: bool,
    pub breaker_type: BreakerType,
    /// Percent, or a count of failed tasks.
    pub breaker_value: f64,
    /// Whether a healthy task takes the count of failures back to 0.
    pub reset_on_healthy: bool,
    /// Share of the traffic that canary shifts first and linear shifts each time, percent.
    pub step_percent: f64,
    /// Canary: wait after the first share; linear: after each step, the last one among them, where
    /// it stands for the bake time of the deployment; blue/green: after the shift.
    pub bake_minutes: f64,
    /// Time after the start in which failed health checks do not count, s.
    pub health_grace_s: f64,
}

shape!(Deployment {
    strategy,
    minimum_healthy_percent,
    maximum_percent,
    circuit_breaker,
    rollback,
    breaker_type,
    breaker_value,
    reset_on_healthy,
    step_percent,
    bake_minutes,
    health_grace_s
});

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    Rolling,
    Canary,
    Linear,
    BlueGreen,
}

words!(Strategy {
    Rolling = "rolling",
    Canary = "canary",
    Linear = "linear",
    BlueGreen = "blue-green",
});

/// How the circuit breaker's threshold follows from the desired count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreakerType {
    /// Percent of the desired count, between a least and a most.
    BoundedPercent,
    UnboundedPercent,
    Count,
    /// The rule of the older documents: the same percentage, with a higher least count.
    Older,
}

words!(BreakerType {
    BoundedPercent = "bounded-percent",
    UnboundedPercent = "unbounded-percent",
    Count = "count",
    Older = "older",
});
