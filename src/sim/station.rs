//! From a task's settings to a queueing station: how many servers, how fast.

use super::flow::{Model, Routing, Service, Station};
use super::scenario::{OnTimeout, Scenario};

impl Scenario {
    /// One task as a station. The CPU is max(1, ⌊vCPU⌋) servers; where a limit on workers binds
    /// earlier than the CPU, the workers are the servers and hold a request for all its time in the
    /// task.
    pub fn station(&self) -> Station {
        let (servers, _) = self.servers();
        Station {
            servers,
            service: self.service(),
            queue_limit: f64::from(self.task.queue_limit),
            weight: 1.0,
            error_share: 0.0,
        }
    }

    /// Everything that the data plane needs to know.
    pub fn model(&self) -> Model {
        Model {
            kinds: vec![self.station()],
            timeout_s: self.request.timeout_ms / 1000.0,
            abandons: self.request.on_timeout == OnTimeout::Abandon,
            retries: self.request.retries,
            backoff_s: self.request.retry_backoff_ms / 1000.0,
            routing: Routing::RoundRobin { nodes: self.balancer.nodes },
            cross_zone: self.balancer.cross_zone,
            slow_start_s: self.balancer.slow_start_s,
            shares_processor: false,
            seed: self.seed,
        }
    }

    /// The law of the service in that station, with the time that passes outside it.
    pub fn service(&self) -> Service {
        let (_, mean_s) = self.servers();
        let in_station = self.cpu_mean_s() < mean_s;
        let delay_s = if in_station { 0.0 } else { self.request.wait_ms / 1000.0 };
        let cpu_share = self.cpu_mean_s() / mean_s;
        Service { mean_s, cv2: self.request.cpu_cv2 * cpu_share * cpu_share, delay_s }
    }

    /// Tasks at the start of the run.
    pub fn initial_desired(&self) -> u32 {
        match self.scaling.mode {
            super::scenario::ScalingMode::Off => self.scaling.desired,
            _ => self.scaling.desired.clamp(self.scaling.min, self.scaling.max),
        }
    }

    /// Mean time of a request on one server of the CPU, s.
    fn cpu_mean_s(&self) -> f64 {
        let servers = self.task.vcpu.floor().max(1.0);
        self.request.cpu_ms / 1000.0 * servers / self.task.vcpu
    }

    /// Servers of the bottleneck and the mean time a request holds one, s.
    fn servers(&self) -> (u32, f64) {
        let servers = self.task.vcpu.floor().max(1.0);
        let cpu_s = self.cpu_mean_s();
        let held_s = cpu_s + self.request.wait_ms / 1000.0;
        let workers = self.task.workers;
        if workers > 0 && f64::from(workers) / held_s < servers / cpu_s {
            (workers, held_s)
        } else {
            (servers as u32, cpu_s)
        }
    }
}
