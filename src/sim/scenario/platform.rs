//! Settings that only some platforms have. All of them are kept whatever the platform, so that
//! switching there and back loses nothing.

use crate::facts::Rulebook;
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
    subnets
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
