//! What is measured in the requests, and the data points that the scaling policies see of it.

use super::Engine;
use crate::sim::control::{Happening, Ms, ms};
use crate::sim::flow::Tally;
use crate::sim::scenario::ScalingMetric;

/// Sums over the metric's period so far, weighted by seconds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Period {
    seconds: f64,
    cpu: f64,
    memory: f64,
    /// Requests, and seconds of healthy targets.
    requests: f64,
    target_s: f64,
}

impl Engine<'_> {
    /// Adds to the metrics; a full period becomes a data point, which arrives later.
    pub(super) fn measure(&mut self, tally: &Tally, from_s: u32, until_s: u32) {
        let seconds = f64::from(until_s - from_s);
        let running = f64::from(self.standing().running);
        let scenario = &self.control.scenario;
        let vcpu_s = running * scenario.task.vcpu * seconds;
        let used_vcpu_s = self.control.used_vcpu_s(tally);
        // Tasks that drain still work, and do not count any more: that is not more than all.
        let most = self.control.cpu_ceiling();
        let cpu = if vcpu_s > 0.0 { (used_vcpu_s / vcpu_s).min(most) } else { 0.0 };
        let memory = self.memory_share(running);
        self.meter.seconds(tally, cpu, memory, used_vcpu_s, seconds);
        if scenario.platform.is_eks() {
            let ready = self.control.plane.healthy() - self.dark();
            return self.usage.add(tally, used_vcpu_s, ready, memory, seconds);
        }
        if scenario.platform.keeps_reserve() {
            return self.front.add(tally, seconds);
        }
        let period = &mut self.period;
        period.seconds += seconds;
        period.cpu += cpu * seconds;
        period.memory += memory * seconds;
        self.requests.requests += tally.offered;
        self.requests.target_s += f64::from(self.control.plane.healthy()) * seconds;
        let fast = scenario.scaling.metric_period_s;
        if until_s.is_multiple_of(fast) {
            self.end_period(until_s);
        }
    }

    /// Pods that get requests and answer none, since their node is down.
    fn dark(&self) -> u32 {
        if !self.control.lost_zones.contains(&true) {
            return 0;
        }
        self.service.tasks.iter().filter(|task| task.is_dark && task.is_healthy()).count() as u32
    }

    /// Memory that the running tasks hold, as a share of what they have.
    fn memory_share(&self, running: f64) -> f64 {
        let scenario = &self.control.scenario;
        if running == 0.0 {
            return 0.0;
        }
        let held_mib = self.control.plane.in_flight() * scenario.request.memory_kib / 1024.0;
        let leaked_min = self.control.now.saturating_sub(self.service.leak_from) as f64 / 60_000.0;
        let leaked = (self.service.leak_mib_per_min * leaked_min)
            .min(f64::from(scenario.task.memory_mib) / 2.0);
        let each = scenario.task.idle_memory_mib + leaked;
        // Pods may be let to use more than they asked for.
        let most = match scenario.platform_settings.memory_limit {
            limit if scenario.platform.is_eks() && limit > 0.0 => limit,
            _ if scenario.platform.is_eks() => f64::INFINITY,
            _ => 1.0,
        };
        ((each + held_mib / running) / f64::from(scenario.task.memory_mib)).min(most)
    }

    fn end_period(&mut self, at_s: u32) {
        let period = std::mem::take(&mut self.period);
        let rules = self.control.rules;
        let period_s = f64::from(self.control.scenario.scaling.metric_period_s);
        let fast = period_s <= rules.scaling_fast_metric_period_s;
        let delay_s =
            if fast { rules.scaling_fast_metric_delay_s } else { rules.scaling_metric_delay_s };
        let at = |delay_s: f64| Ms::from(at_s) * 1000 + ms(delay_s);
        // The balancer's metric has no high resolution: it waits for its minute.
        let of_balancer_s = rules.scaling_requests_delay_s;
        let period_s = rules.scaling_requests_period_s;
        let per_target = if self.requests.target_s > 0.0 {
            self.requests.requests / self.requests.target_s * period_s
        } else {
            0.0
        };
        let minute = f64::from(at_s) % period_s == 0.0;
        if minute {
            self.requests = Period::default();
        }
        for (metric, value) in [
            (ScalingMetric::Cpu, 100.0 * period.cpu / period.seconds),
            (ScalingMetric::Memory, 100.0 * period.memory / period.seconds),
            (ScalingMetric::Requests, per_target),
        ] {
            let requests = metric == ScalingMetric::Requests;
            if self.policies.looks_at(metric) && (minute || !requests) {
                let at = at(if requests { of_balancer_s } else { delay_s });
                self.control.agenda.enter(at, Happening::MetricPoint(metric, value));
            }
        }
    }
}
