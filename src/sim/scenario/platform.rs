//! Settings that only some platforms have. All of them are kept whatever the platform, so that
//! switching there and back loses nothing.

use super::app_runner::{Calls, Source};
use super::kubernetes::{Autoscaler, CapacityType, Consolidation, TopologySpread, UpdateStrategy};
use crate::facts::Rulebook;
use crate::shape::Shape;
use crate::{shape, words};

/// Settings of the platforms, in one table.
#[derive(Clone, Debug, PartialEq)]
pub struct PlatformSettings {
    /// EC2: type of every instance, `m5.large`.
    pub instance_type: String,
    /// EC2: how tasks reach the network.
    pub network_mode: NetworkMode,
    /// EC2, awsvpc: more network interfaces by trunking.
    pub trunking: bool,
    /// EC2: strategies in their order, `spread:az`, `spread:instance`, `binpack:cpu`,
    /// `binpack:memory`, `random`.
    pub placement: Vec<String>,
    /// EC2: one task of the service at most on an instance.
    pub distinct_instance: bool,
    /// EC2: instances at the start.
    pub instances: u32,
    pub min_instances: u32,
    pub max_instances: u32,
    /// EC2: whether the capacity provider follows the tasks; else the instances stay as they are.
    pub managed_scaling: bool,
    /// EC2: target of the capacity provider's reservation, percent.
    pub capacity_target: f64,
    /// EC2: wait of the capacity provider after a scale-out, s.
    pub warmup_s: f64,
    pub min_scaling_step: u32,
    pub max_scaling_step: u32,
    /// EC2: instances that leave are drained first.
    pub managed_draining: bool,
    /// EC2: an instance with tasks is not taken by scale-in.
    pub termination_protection: bool,
    /// EC2: share of the instances that is Spot, 0–1.
    pub spot_share: f64,
    /// EC2: the agent drains when the Spot notice comes.
    pub spot_draining: bool,
    /// Spread over the zones again when they are out of balance.
    pub rebalancing: bool,
    /// Fargate: tasks that are On-Demand before the weights count.
    pub on_demand_base: u32,
    pub on_demand_weight: u32,
    /// Fargate: tasks that are Spot before the weights count.
    pub spot_base: u32,
    pub spot_weight: u32,
    /// Spot's discount on the On-Demand price, 0–1. An estimate: AWS sets the price.
    pub spot_discount: f64,
    /// Fargate: vCPUs that may run at once.
    pub vcpu_quota: f64,
    /// Where the tasks' way to the registry leads through.
    pub subnets: Subnets,
    /// EKS: what adds and removes nodes. Auto Mode has Karpenter whatever stands here.
    pub autoscaler: Autoscaler,
    /// EKS: whether nodes are On-Demand or Spot. Self-managed nodes take `spot_share`.
    pub capacity_type: CapacityType,
    /// EKS: CPU limit of a pod as a multiple of its request; 0 = none.
    pub cpu_limit: f64,
    /// EKS, nodes: memory limit of a pod as a multiple of its request; 0 = none.
    pub memory_limit: f64,
    /// EKS: more pods on a node by prefixes of addresses.
    pub prefix_delegation: bool,
    /// EKS: what your own DaemonSets request on every node.
    pub daemon_cpu_millis: u32,
    pub daemon_memory_mib: u32,
    pub daemon_pods: u32,
    /// EKS on Fargate: whether a Fargate profile selects the pods by namespace and labels.
    pub fargate_profile: bool,
    /// EKS: spread of the pods over the zones.
    pub topology_spread: TopologySpread,
    pub max_skew: u32,
    /// EKS: bounds of a rolling update, percent of the wanted pods.
    pub max_surge_percent: u32,
    pub max_unavailable_percent: u32,
    /// EKS: a PodDisruptionBudget, percent of the pods that must stay healthy; 0 = none.
    pub min_available_percent: u32,
    /// EKS: how long a preStop hook holds a pod that ends, s.
    pub pre_stop_s: f64,
    /// EKS: terminationGracePeriodSeconds, s.
    pub termination_grace_s: f64,
    /// EKS, managed node group: nodes that are not ready for long are replaced.
    pub node_repair: bool,
    /// EKS, managed node group: nodes that an update replaces at a time.
    pub update_max_unavailable: u32,
    /// The same as a share of the nodes, percent; 0: the number counts.
    pub update_max_unavailable_percent: u32,
    /// EKS, managed node group: whether an update adds nodes before it ends old ones.
    pub update_strategy: UpdateStrategy,
    /// EKS, managed node group: whether an update ends nodes whose pods do not leave in time.
    pub force_update: bool,
    /// EKS, Cluster Autoscaler: nodes with requests below this are unneeded, percent.
    pub scale_down_threshold_percent: f64,
    /// EKS, Cluster Autoscaler: time that a node must be unneeded, s.
    pub scale_down_unneeded_s: f64,
    /// EKS, Karpenter: types that it may launch; empty: C, M and R of generation 5 and later.
    pub node_types: Vec<String>,
    pub consolidation: Consolidation,
    pub consolidate_after_s: f64,
    /// EKS, Karpenter: nodes that may be disrupted at once, percent, rounded up.
    pub node_budget_percent: f64,
    /// EKS, Karpenter: life time of a node, h; 0: the platform's own.
    pub node_life_h: f64,
    /// EKS: whether the cluster's version is in extended support.
    pub extended_support: bool,
    /// EKS: upgrades by one minor version from there to standard support.
    pub versions_in_extended: u32,
    /// EKS: minor versions that the nodes are behind the control plane.
    pub nodes_behind: u32,
    /// EKS, HorizontalPodAutoscaler: distance of metric to target within which nothing happens.
    pub hpa_tolerance: f64,
    /// Stabilization windows for more and for fewer pods, s.
    pub hpa_up_window_s: f64,
    pub hpa_down_window_s: f64,
    /// Policies: percent and pods in a period, 0 = no such policy; the larger change counts. With
    /// neither there is no change in that direction.
    pub hpa_up_percent: u32,
    pub hpa_up_pods: u32,
    pub hpa_up_period_s: f64,
    pub hpa_down_percent: u32,
    pub hpa_down_pods: u32,
    pub hpa_down_period_s: f64,
    /// App Runner: requests that an instance may hold at once.
    pub concurrency: u32,
    /// App Runner: instances that are always provisioned.
    pub provisioned_min: u32,
    pub provisioned_max: u32,
    /// App Runner: no instances, and no answers.
    pub paused: bool,
    /// App Runner: what it makes the instances from.
    pub source: Source,
    /// App Runner: time that a build from code takes, s.
    pub build_s: f64,
    /// App Runner: how an instance is checked.
    pub health_protocol: HealthProtocol,
    /// App Runner, HTTP: what is asked for; begins with `/`.
    pub health_path: String,
    /// App Runner, HTTP: whether new versions answer there.
    pub health_path_answers: bool,
    /// App Runner: between two checks, and how long one waits, s.
    pub health_interval_s: f64,
    pub health_timeout_s: f64,
    /// App Runner: checks in a row that make an instance healthy, and unhealthy.
    pub healthy_threshold: u32,
    pub unhealthy_threshold: u32,
    /// App Runner: what the code calls goes out through your VPC.
    pub vpc_connector: bool,
    /// App Runner: what a request needs to reach.
    pub calls: Calls,
    /// Express Mode: services that share the balancer, this one among them.
    pub shared_services: u32,
}

shape!(PlatformSettings {
    instance_type,
    network_mode,
    trunking,
    placement,
    distinct_instance,
    instances,
    min_instances,
    max_instances,
    managed_scaling,
    capacity_target,
    warmup_s,
    min_scaling_step,
    max_scaling_step,
    managed_draining,
    termination_protection,
    spot_share,
    spot_draining,
    rebalancing,
    on_demand_base,
    on_demand_weight,
    spot_base,
    spot_weight,
    spot_discount,
    vcpu_quota,
    subnets,
    autoscaler,
    capacity_type,
    cpu_limit,
    memory_limit,
    prefix_delegation,
    daemon_cpu_millis,
    daemon_memory_mib,
    daemon_pods,
    fargate_profile,
    topology_spread,
    max_skew,
    max_surge_percent,
    max_unavailable_percent,
    min_available_percent,
    pre_stop_s,
    termination_grace_s,
    node_repair,
    update_max_unavailable,
    update_max_unavailable_percent,
    update_strategy,
    force_update,
    scale_down_threshold_percent,
    scale_down_unneeded_s,
    node_types,
    consolidation,
    consolidate_after_s,
    node_budget_percent,
    node_life_h,
    extended_support,
    versions_in_extended,
    nodes_behind,
    hpa_tolerance,
    hpa_up_window_s,
    hpa_down_window_s,
    hpa_up_percent,
    hpa_up_pods,
    hpa_up_period_s,
    hpa_down_percent,
    hpa_down_pods,
    hpa_down_period_s,
    concurrency,
    provisioned_min,
    provisioned_max,
    paused,
    source,
    build_s,
    health_protocol,
    health_path,
    health_path_answers,
    health_interval_s,
    health_timeout_s,
    healthy_threshold,
    unhealthy_threshold,
    vpc_connector,
    calls,
    shared_services
});

impl PlatformSettings {
    /// An m5.large group with trunking and a capacity provider; Fargate without Spot.
    pub fn standard(rules: &Rulebook) -> PlatformSettings {
        PlatformSettings {
            instance_type: "m5.large".into(),
            network_mode: NetworkMode::Awsvpc,
            trunking: true,
            placement: vec!["spread:az".into(), "binpack:memory".into()],
            distinct_instance: false,
            instances: 0,
            min_instances: 0,
            max_instances: 20,
            managed_scaling: true,
            capacity_target: rules.ecs_capacity_target_percent,
            warmup_s: rules.ecs_capacity_warmup_s,
            min_scaling_step: rules.ecs_capacity_step_min as u32,
            max_scaling_step: rules.ecs_capacity_step_max as u32,
            managed_draining: true,
            termination_protection: true,
            spot_share: 0.0,
            spot_draining: false,
            rebalancing: true,
            on_demand_base: 0,
            on_demand_weight: 1,
            spot_base: 0,
            spot_weight: 0,
            spot_discount: rules.fargate_spot_discount_percent / 100.0,
            vcpu_quota: rules.fargate_vcpu_quota_model_vcpu,
            subnets: Subnets::Public,
            autoscaler: Autoscaler::ClusterAutoscaler,
            capacity_type: CapacityType::OnDemand,
            cpu_limit: 1.0,
            memory_limit: 1.0,
            prefix_delegation: false,
            daemon_cpu_millis: 0,
            daemon_memory_mib: 0,
            daemon_pods: 0,
            fargate_profile: true,
            topology_spread: TopologySpread::ScheduleAnyway,
            max_skew: 1,
            max_surge_percent: rules.kubernetes.max_surge_percent as u32,
            max_unavailable_percent: rules.kubernetes.max_unavailable_percent as u32,
            min_available_percent: 0,
            pre_stop_s: 0.0,
            termination_grace_s: rules.kubernetes.termination_grace_s,
            node_repair: false,
            update_max_unavailable: rules.eks.update_batch as u32,
            update_max_unavailable_percent: 0,
            update_strategy: UpdateStrategy::Default,
            force_update: false,
            scale_down_threshold_percent: rules.eks.autoscaler_threshold_percent,
            scale_down_unneeded_s: rules.eks.autoscaler_unneeded_s,
            node_types: Vec::new(),
            consolidation: Consolidation::WhenEmptyOrUnderutilized,
            consolidate_after_s: rules.karpenter.consolidate_after_s,
            node_budget_percent: rules.karpenter.budget_percent,
            node_life_h: 0.0,
            extended_support: false,
            versions_in_extended: 1,
            nodes_behind: 0,
            hpa_tolerance: rules.eks.hpa_tolerance,
            hpa_up_window_s: rules.eks.hpa_up_window_s,
            hpa_down_window_s: rules.eks.hpa_down_window_s,
            hpa_up_percent: rules.eks.hpa_up_percent as u32,
            hpa_up_pods: rules.eks.hpa_up_pods as u32,
            hpa_up_period_s: rules.eks.hpa_up_period_s,
            hpa_down_percent: rules.eks.hpa_down_percent as u32,
            hpa_down_pods: 0,
            hpa_down_period_s: rules.eks.hpa_down_period_s,
            ..PlatformSettings::managed(rules)
        }
    }

    /// App Runner from an image as AWS sets it, a balancer of one's own on Express Mode.
    fn managed(rules: &Rulebook) -> PlatformSettings {
        PlatformSettings {
            concurrency: rules.app_runner.concurrency as u32,
            provisioned_min: rules.app_runner.min as u32,
            provisioned_max: rules.app_runner.max as u32,
            paused: false,
            source: Source::Image,
            build_s: rules.app_runner.build_s,
            health_protocol: HealthProtocol::Tcp,
            health_path: "/".into(),
            health_path_answers: true,
            health_interval_s: rules.app_runner.health_interval_s,
            health_timeout_s: rules.app_runner.health_timeout_s,
            healthy_threshold: rules.app_runner.healthy_threshold as u32,
            unhealthy_threshold: rules.app_runner.unhealthy_threshold as u32,
            vpc_connector: false,
            calls: Calls::Nothing,
            shared_services: 1,
            ..Shape::blank()
        }
    }
}

/// How a task on EC2 reaches the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkMode {
    /// A network interface for each task.
    Awsvpc,
    /// Dynamic host ports; a task may use idle CPU of its instance.
    Bridge,
    /// Fixed ports of the host: one task of a service on an instance.
    Host,
}

words!(NetworkMode { Awsvpc = "awsvpc", Bridge = "bridge", Host = "host" });

/// How tasks reach what lies outside their subnets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subnets {
    /// Public addresses.
    Public,
    /// A NAT gateway in each zone.
    Nat,
    /// Interface endpoints for the registry and the logs in each zone.
    Endpoints,
}

words!(Subnets { Public = "public", Nat = "nat", Endpoints = "endpoints" });

/// How App Runner checks an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HealthProtocol {
    /// Whether the port is open.
    Tcp,
    /// Whether a path answers in time.
    Http,
}

words!(HealthProtocol { Tcp = "tcp", Http = "http" });
