//! From the scenario's settings to what the data plane is told: stations and routing.

use super::flow::{Model, Routing as Way, Service, Station};
use super::scenario::{
    Discipline, OnTimeout, PlatformSettings, Routing, ScalingMode, Scenario, Subnets,
};

impl Scenario {
    /// One task as a station, with `vcpu` to use and requests that need `factor` times the CPU. The
    /// CPU is max(1, ⌊vCPU⌋) servers; where a limit on workers binds earlier than the CPU, the
    /// workers are the servers and hold a request for all its time in the task.
    pub fn station(&self, vcpu: f64, factor: f64) -> Station {
        let cores = vcpu.floor().max(1.0);
        let cpu_s = self.request.cpu_ms / 1000.0 * factor * cores / vcpu;
        let held_s = cpu_s + self.request.wait_ms / 1000.0;
        let limit = self.concurrency();
        let workers = match (self.task.workers, limit) {
            (0, Some(limit)) => limit,
            (workers, limit) => workers.min(limit.unwrap_or(u32::MAX)),
        };
        let workers_bind = workers > 0 && f64::from(workers) / held_s < cores / cpu_s;
        let (servers, mean_s) =
            if workers_bind { (workers, held_s) } else { (cores as u32, cpu_s) };
        let delay_s = if workers_bind { 0.0 } else { self.request.wait_ms / 1000.0 };
        let cpu_share = cpu_s / mean_s;
        // Room for as many as the limit leaves beside those at work and those off the CPU.
        let at_work = f64::from(servers) / mean_s * (mean_s + delay_s);
        let room = limit.map(|limit| (f64::from(limit) - at_work).max(0.0));
        Station {
            servers,
            service: Service { mean_s, cv2: self.request.cpu_cv2 * cpu_share * cpu_share, delay_s },
            queue_limit: room.unwrap_or(f64::from(self.task.queue_limit)),
            weight: 1.0,
            error_share: self.unreachable_share(),
        }
    }

    /// Requests that App Runner lets into an instance at once; `None` elsewhere.
    fn concurrency(&self) -> Option<u32> {
        let limit = self.platform_settings.concurrency.max(1);
        self.platform.keeps_reserve().then_some(limit)
    }

    /// Share of the answers that are errors since what the code calls is out of its reach: App
    /// Runner reaches the internet without a VPC connector, and with one what its subnets reach.
    fn unreachable_share(&self) -> f64 {
        let PlatformSettings { vpc_connector, calls, subnets, .. } = &self.platform_settings;
        let internet = !vpc_connector || *subnets == Subnets::Nat;
        let fails = (calls.needs_vpc() && !vpc_connector) || (calls.needs_internet() && !internet);
        if self.platform.keeps_reserve() && fails { 1.0 } else { 0.0 }
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
                // How App Runner's own front chooses is not documented.
                _ if !self.platform.has_balancer() => Way::LeastOutstanding,
                Routing::RoundRobin => Way::RoundRobin { nodes: balancer.nodes },
                Routing::LeastOutstanding => Way::LeastOutstanding,
                Routing::WeightedRandom => Way::WeightedRandom,
                Routing::FlowHash => Way::FlowHash {
                    connections: balancer.connections,
                    life_s: balancer.connection_life_s,
                },
            },
            cross_zone: balancer.cross_zone || !self.platform.has_balancer(),
            slow_start_s: match self.platform.has_balancer() {
                true => balancer.effective_slow_start_s(),
                false => 0.0,
            },
            shares_processor: self.task.discipline == Discipline::ProcessorSharing,
            seed: self.seed,
        }
    }

    /// Tasks at the start of the run.
    pub fn initial_desired(&self) -> u32 {
        let (min, max) = self.bounds();
        match self.scaling.mode {
            _ if self.platform_settings.paused && self.platform.keeps_reserve() => 0,
            _ if self.platform.keeps_reserve() => self.scaling.desired.clamp(min, max),
            ScalingMode::Off => self.scaling.desired,
            _ => self.scaling.desired.clamp(min, max),
        }
    }

    /// The service's minimum and maximum.
    pub fn bounds(&self) -> (u32, u32) {
        let settings = &self.platform_settings;
        match self.platform.keeps_reserve() {
            true => (settings.provisioned_min, settings.provisioned_max),
            false => (self.scaling.min, self.scaling.max),
        }
    }
}
