//! From the scenario's settings to what the data plane is told: stations and routing.

use super::flow::{Model, Routing as Way, Service, Station};
use super::scenario::{Discipline, OnTimeout, Routing, ScalingMode, Scenario};

impl Scenario {
    /// One task as a station, with `vcpu` to use and requests that need `factor` times the CPU. The
    /// CPU is max(1, ⌊vCPU⌋) servers; where a limit on workers binds earlier than the CPU, the
    /// workers are the servers and hold a request for all its time in the task.
    pub fn station(&self, vcpu: f64, factor: f64) -> Station {
        let cores = vcpu.floor().max(1.0);
        let cpu_s = self.request.cpu_ms / 1000.0 * factor * cores / vcpu;
        let held_s = cpu_s + self.request.wait_ms / 1000.0;
        let workers = self.task.workers;
        let workers_bind = workers > 0 && f64::from(workers) / held_s < cores / cpu_s;
        let (servers, mean_s) =
            if workers_bind { (workers, held_s) } else { (cores as u32, cpu_s) };
        let delay_s = if workers_bind { 0.0 } else { self.request.wait_ms / 1000.0 };
        let cpu_share = cpu_s / mean_s;
        Station {
            servers,
            service: Service { mean_s, cv2: self.request.cpu_cv2 * cpu_share * cpu_share, delay_s },
            queue_limit: f64::from(self.task.queue_limit),
            weight: 1.0,
            error_share: 0.0,
        }
    }

    /// One task of the scenario's own revision as a station.
    pub fn own_station(&self) -> Station {
        self.station(self.task.vcpu, 1.0)
    }

    /// Everything that the data plane is told, for those kinds of station.
    pub fn model(&self, kinds: Vec<Station>) -> Model {
        let kinds = if kinds.is_empty() { vec![self.own_station()] } else { kinds };
        let balancer = &self.balancer;
        Model {
            kinds,
            timeout_s: self.request.timeout_ms / 1000.0,
            abandons: self.request.on_timeout == OnTimeout::Abandon,
            retries: self.request.retries,
            backoff_s: self.request.retry_backoff_ms / 1000.0,
            routing: match balancer.effective_routing() {
                Routing::RoundRobin => Way::RoundRobin { nodes: balancer.nodes },
                Routing::LeastOutstanding => Way::LeastOutstanding,
                Routing::WeightedRandom => Way::WeightedRandom,
                Routing::FlowHash => Way::FlowHash {
                    connections: balancer.connections,
                    life_s: balancer.connection_life_s,
                },
            },
            cross_zone: balancer.cross_zone,
            slow_start_s: balancer.effective_slow_start_s(),
            shares_processor: self.task.discipline == Discipline::ProcessorSharing,
            seed: self.seed,
        }
    }

    /// Tasks at the start of the run.
    pub fn initial_desired(&self) -> u32 {
        match self.scaling.mode {
            ScalingMode::Off => self.scaling.desired,
            _ => self.scaling.desired.clamp(self.scaling.min, self.scaling.max),
        }
    }
}
