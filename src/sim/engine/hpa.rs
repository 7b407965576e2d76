//! What the HorizontalPodAutoscaler sees of the pods: samples of their use, taken at a fixed
//! interval, which it reads one interval later.

use super::Engine;
use crate::sim::control::task::{State, Task};
use crate::sim::control::{Happening, Ms};
use crate::sim::flow::Tally;
use crate::sim::kubernetes::hpa::algorithm::Metric;
use crate::sim::kubernetes::hpa::pods::{Phase, Pod};
use crate::sim::scaling::hpa::Look;
use crate::sim::scaling::tracking::Counts;
use crate::sim::scenario::{Policy, PolicyKind, ScalingMetric, ScalingMode};

/// Sums over the present sample, and the one before.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usage {
    sum: Sum,
    /// CPU of a pod that is ready, vCPU.
    vcpu: Option<f64>,
    /// Memory of a pod that runs, as a share of its request.
    memory: f64,
    requests_per_s: f64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    seconds: f64,
    vcpu_s: f64,
    ready_s: f64,
    memory: f64,
    requests: f64,
}

impl Usage {
    /// Adds whole seconds.
    pub fn add(&mut self, tally: &Tally, vcpu_s: f64, ready: u32, memory: f64, seconds: f64) {
        let sum = &mut self.sum;
        sum.seconds += seconds;
        sum.vcpu_s += vcpu_s;
        sum.ready_s += f64::from(ready) * seconds;
        sum.memory += memory * seconds;
        sum.requests += tally.offered;
    }

    /// Ends the sample; returns the one before.
    fn turn(&mut self) -> Usage {
        let before = *self;
        let sum = std::mem::take(&mut self.sum);
        let mean = |of: f64| if sum.seconds > 0.0 { of / sum.seconds } else { 0.0 };
        self.vcpu = (sum.ready_s > 0.0).then(|| sum.vcpu_s / sum.ready_s);
        self.memory = mean(sum.memory);
        self.requests_per_s = mean(sum.requests);
        before
    }
}

impl Engine<'_> {
    /// The autoscaler looks, and will look again.
    pub(super) fn hpa(&mut self) {
        let sync_s = self.control.rules.eks.hpa_sync_s;
        self.control.after(sync_s, Happening::Look);
        let sample = self.usage.turn();
        let policies = self.metrics();
        if policies.is_empty() || sample.vcpu.is_none() {
            return;
        }
        let counts = Counts {
            running: self.service.running(),
            desired: self.service.desired,
            min: self.bounds.0,
            max: self.bounds.1,
            out_cooldown: 0,
            in_cooldown: 0,
            no_scale_in: false,
        };
        let pods = self.pods(&sample);
        let of_memory = |policy: &Policy| policy.metric == ScalingMetric::Memory;
        let memory = match policies.iter().any(of_memory) {
            true => self.memory_pods(&sample),
            false => Vec::new(),
        };
        let looks: Vec<Look> =
            policies.iter().map(|policy| look(policy, &pods, &memory, &sample)).collect();
        let settings = &self.control.scenario.platform_settings;
        let eks = &self.control.rules.eks;
        let outcome = self.hpa.look(self.control.now, &looks, counts, settings, eks);
        if let Some(decision) = outcome.decision {
            self.control.recorder.decide(|| decision);
        }
        if outcome.desired != self.service.desired {
            self.unchanged = super::Unchanged::default();
            self.service.desired = outcome.desired;
            self.service.reconcile(self.platform.as_mut(), &mut self.control);
        }
    }

    /// The metrics with their targets. Step policies do not exist here: their metric and target
    /// serve as the autoscaler's.
    fn metrics(&self) -> Vec<Policy> {
        let scaling = &self.control.scenario.scaling;
        let listed = scaling.policies.iter();
        let mut all: Vec<Policy> =
            listed.filter(|policy| policy.kind == PolicyKind::TargetTracking).cloned().collect();
        match scaling.mode {
            ScalingMode::Off => return Vec::new(),
            ScalingMode::Scheduled => {}
            ScalingMode::TargetTracking | ScalingMode::Step => all.insert(
                0,
                Policy {
                    metric: scaling.metric,
                    target: scaling.target,
                    ..Policy::blank_of(PolicyKind::TargetTracking)
                },
            ),
        }
        all
    }

    /// The pods with their CPU.
    fn pods(&self, sample: &Usage) -> Vec<Pod> {
        let request = self.control.scenario.task.vcpu;
        let most = request * self.control.cpu_ceiling();
        let used_m = (sample.vcpu.unwrap_or(0.0).min(most) * 1000.0).round() as u64;
        let request_m = (request * 1000.0).round() as u64;
        let window_s = self.control.rules.eks.hpa_metric_window_s;
        let now = self.control.now;
        let age_s = |from: Ms| now.saturating_sub(from) as f64 / 1000.0;
        let pod = |task: &Task| Pod {
            phase: if task.pending() { Phase::Pending } else { Phase::Running },
            ready: task.is_healthy(),
            start_age_s: age_s(task.placed_from),
            ready_age_s: age_s(task.ready_from.max(task.placed_from)),
            request_m: Some(request_m),
            // Who answers for a pod is its kubelet.
            usage_m: (!task.cut_off).then_some(if task.is_healthy() { used_m } else { 0 }),
            metric_age_s: window_s,
            deleting: !task.is_live(),
        };
        self.service.tasks.iter().map(pod).collect()
    }

    /// The pods with their memory, for which it does not matter how long they have been ready.
    fn memory_pods(&self, sample: &Usage) -> Vec<Pod> {
        let request_m = u64::from(self.control.scenario.task.memory_mib) * 1000;
        let used_m = (request_m as f64 * sample.memory).round() as u64;
        let pod = |task: &Task| Pod {
            phase: if task.pending() { Phase::Pending } else { Phase::Running },
            ready: true,
            start_age_s: f64::MAX,
            ready_age_s: f64::MAX,
            request_m: Some(request_m),
            usage_m: (task.state == State::Running && !task.cut_off).then_some(used_m),
            metric_age_s: 0.0,
            deleting: !task.is_live(),
        };
        self.service.tasks.iter().map(pod).collect()
    }
}

fn look<'a>(policy: &Policy, cpu: &'a [Pod], memory: &'a [Pod], sample: &Usage) -> Look<'a> {
    let target = policy.target;
    let (name, unit, metric) = match policy.metric {
        ScalingMetric::Cpu => ("CPU", " %", Metric::Utilization { target, pods: cpu }),
        ScalingMetric::Memory => ("memory", " %", Metric::Utilization { target, pods: memory }),
        ScalingMetric::Requests => {
            let value = sample.requests_per_s * 60.0;
            ("requests a pod and minute", "", Metric::SharedValue { target, value })
        }
    };
    Look { name, target, unit, metric }
}
