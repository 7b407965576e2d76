//! What the cluster takes from the scenario and the rulebook.

use crate::facts::{InstanceType, Rulebook};
use crate::sim::kubernetes::node::allocatable::{Room, allocatable};
use crate::sim::kubernetes::node::max_pods::max_pods;
use crate::sim::scenario::{
    Autoscaler, CapacityType, Consolidation, Platform, Scenario, TopologySpread,
};

/// A type of node.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    /// `m5.large`
    pub name: String,
    pub vcpu: f64,
    /// What a node of it can give to all pods.
    pub allocatable: Room,
    /// What is left of that for the service's pods, after those of every node.
    pub room: Room,
    /// USD per hour, On-Demand and Spot.
    pub hour: [f64; 2],
}

/// What one pod asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    pub cpu_millis: u32,
    pub memory_mib: u32,
}

impl Kind {
    /// Pods of the service that an empty node carries.
    pub fn places(&self, request: Request) -> u32 {
        let by_cpu = self.room.cpu_millis.checked_div(request.cpu_millis).unwrap_or(u32::MAX);
        let by_memory = self.room.memory_mib.checked_div(request.memory_mib).unwrap_or(u32::MAX);
        by_cpu.min(by_memory).min(self.room.pods)
    }
}

/// Settings of the cluster, its nodes and the pods on them.
pub struct Settings {
    pub platform: Platform,
    pub autoscaler: Autoscaler,
    /// The node group's type first, then what Karpenter may launch, by rising price.
    pub kinds: Vec<Kind>,
    pub request: Request,
    /// CPU limit of a pod as a multiple of its request; 0 = none.
    pub cpu_limit: f64,
    pub spread: TopologySpread,
    pub max_skew: u32,
    pub min: u32,
    pub max: u32,
    /// Share of the group's nodes that is Spot.
    pub spot_share: f64,
    /// Whether Karpenter asks for Spot first.
    pub wants_spot: bool,
    /// Self-managed: something drains nodes at their Spot notice.
    pub spot_draining: bool,
    pub repairs: bool,
    /// Boot of a node of the group and of Karpenter's, s, and how far it varies.
    pub boot_s: [(f64, f64); 2],
    pub set_up_s: f64,
    pub pull_s: f64,
    pub cached_pull_s: f64,
    pub container_s: f64,
    pub start_s: f64,
    pub disk_gb: f64,
    pub disk_gb_month: f64,
    /// Auto Mode's fee as a share of the On-Demand price.
    pub fee: f64,
    pub consolidation: Consolidation,
    pub consolidate_after_s: f64,
    pub budget: f64,
    /// Life time of Karpenter's nodes, s.
    pub life_s: f64,
}

impl Settings {
    /// The scenario's settings.
    pub fn new(scenario: &Scenario, rules: &Rulebook) -> Settings {
        let platform = &scenario.platform_settings;
        let place = scenario.platform;
        let auto = place == Platform::EksAuto;
        let autoscaler = if auto { Autoscaler::Karpenter } else { platform.autoscaler };
        let wants_spot = platform.capacity_type == CapacityType::Spot;
        let spot_share = match place {
            Platform::EksSelfManaged => platform.spot_share,
            _ => f64::from(u8::from(wants_spot)),
        };
        Settings {
            platform: place,
            autoscaler,
            kinds: kinds(scenario, autoscaler, rules),
            request: request(scenario),
            cpu_limit: platform.cpu_limit,
            spread: platform.topology_spread,
            max_skew: platform.max_skew.max(1),
            min: if auto { 0 } else { platform.min_instances },
            max: if auto { 0 } else { platform.max_instances.max(platform.min_instances) },
            spot_share,
            wants_spot,
            spot_draining: platform.spot_draining,
            repairs: auto || (place == Platform::EksManaged && platform.node_repair),
            boot_s: [
                (rules.ec2_boot_s, rules.ec2_boot_spread_s),
                (rules.karpenter.boot_s, rules.karpenter.boot_spread_s),
            ],
            set_up_s: rules.kubernetes.pod_setup_s,
            pull_s: scenario.task.image_mib / rules.ec2_pull_mib_per_s,
            cached_pull_s: rules.ec2_cached_pull_s,
            container_s: rules.ec2_container_start_s,
            start_s: rules.ec2_container_start_s + scenario.task.start_s,
            disk_gb: rules.ec2_root_disk_gib,
            disk_gb_month: rules.ebs_gp3_gb_month,
            fee: if auto { rules.eks.auto_fee_percent / 100.0 } else { 0.0 },
            consolidation: platform.consolidation,
            consolidate_after_s: platform.consolidate_after_s,
            budget: platform.node_budget_percent / 100.0,
            life_s: life_s(scenario, rules),
        }
    }

    /// Whether Karpenter runs.
    pub fn has_karpenter(&self) -> bool {
        self.autoscaler == Autoscaler::Karpenter
    }

    /// Indices of the types that Karpenter may launch.
    pub fn launchable(&self) -> std::ops::Range<usize> {
        1..self.kinds.len()
    }

    /// CPU that a pod may use on a node of that many vCPUs among `sharers` pods, where it is not
    /// its own request, vCPU.
    pub fn vcpu_of(&self, vcpu: f64, sharers: u32) -> Option<f64> {
        let own = f64::from(self.request.cpu_millis) / 1000.0;
        let share = vcpu / f64::from(sharers.max(1));
        match self.cpu_limit {
            1.0 => None,
            0.0 => Some(share),
            limit => Some(share.min(own * limit).max(own)),
        }
    }
}

/// What a pod of the scenario asks for.
pub fn request(scenario: &Scenario) -> Request {
    Request {
        cpu_millis: (scenario.task.vcpu * 1000.0).round() as u32,
        memory_mib: scenario.task.memory_mib,
    }
}

fn life_s(scenario: &Scenario, rules: &Rulebook) -> f64 {
    let auto = scenario.platform == Platform::EksAuto;
    let asked_s = scenario.platform_settings.node_life_h * 3600.0;
    match (asked_s > 0.0, auto) {
        (true, true) => asked_s.min(rules.karpenter.auto_expire_max_s),
        (true, false) => asked_s,
        (false, true) => rules.karpenter.auto_expire_after_s,
        (false, false) => rules.karpenter.expire_after_s,
    }
}

/// The types of node: the group's, and Karpenter's from the cheapest on.
fn kinds(scenario: &Scenario, autoscaler: Autoscaler, rules: &Rulebook) -> Vec<Kind> {
    let platform = &scenario.platform_settings;
    // The scenario was checked: the type is in the table.
    let own = rules.instance_type(&platform.instance_type).cloned().unwrap_or_default();
    let mut kinds = vec![kind(&own, scenario, rules)];
    if autoscaler != Autoscaler::Karpenter {
        return kinds;
    }
    let listed = &platform.node_types;
    let allowed = |it: &&InstanceType| match listed.is_empty() {
        true => is_usual(it),
        false => listed.contains(&it.name),
    };
    let types = rules.instance_types.iter().filter(|it| it.usd_per_hour.is_some());
    let mut more: Vec<Kind> = types.filter(allowed).map(|it| kind(it, scenario, rules)).collect();
    more.sort_by(|a, b| a.hour[0].total_cmp(&b.hour[0]));
    kinds.extend(more);
    kinds
}

/// C, M and R of generation 5 and later with more than one vCPU, for images of x86.
fn is_usual(it: &InstanceType) -> bool {
    let mut letters = it.name.chars();
    let family = letters.next().is_some_and(|letter| matches!(letter, 'c' | 'm' | 'r'));
    let generation = letters.next().and_then(|digit| digit.to_digit(10)).unwrap_or(0);
    family && generation >= 5 && it.vcpu > 1 && it.arch == "X86_64"
}

/// Whether the pods' addresses come in prefixes: always in Auto Mode (`karpenter.auto_prefixes`).
pub fn has_prefixes(scenario: &Scenario) -> bool {
    scenario.platform == Platform::EksAuto || scenario.platform_settings.prefix_delegation
}

/// A type of node with what it gives.
pub fn kind(it: &InstanceType, scenario: &Scenario, rules: &Rulebook) -> Kind {
    let platform = &scenario.platform_settings;
    let mut pods = max_pods(it, has_prefixes(scenario), &rules.eks);
    // Auto Mode has as parts of the node what is a pod elsewhere.
    let (mut own, mut daemons) = (rules.eks.host_network_pods, rules.kubernetes.daemon_cpu_millis);
    if scenario.platform == Platform::EksAuto {
        let auto = &rules.karpenter;
        pods = pods.min(auto.auto_pods_max as u32);
        (own, daemons) = (auto.auto_host_pods, auto.auto_daemon_cpu_millis);
    }
    let share = 1.0 - rules.ec2_os_memory_percent / 100.0;
    let memory_mib = (f64::from(it.memory_mib) * share) as u32;
    let whole = allocatable(it.vcpu, memory_mib, pods, &rules.eks);
    let daemons = daemons as u32 + platform.daemon_cpu_millis;
    let own = own as u32 + platform.daemon_pods;
    let hour = it.usd_per_hour.unwrap_or(0.0);
    Kind {
        name: it.name.clone(),
        vcpu: f64::from(it.vcpu),
        allocatable: whole,
        room: Room {
            cpu_millis: whole.cpu_millis.saturating_sub(daemons),
            memory_mib: whole.memory_mib.saturating_sub(platform.daemon_memory_mib),
            pods: whole.pods.saturating_sub(own),
        },
        hour: [hour, hour * (1.0 - platform.spot_discount)],
    }
}
