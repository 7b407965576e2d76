//! What the cluster takes from the scenario and the rulebook.

use super::density::awsvpc_tasks;
use super::placement::{Field, Need, Strategy};
use super::reservation::ManagedScaling;
use crate::facts::{InstanceType, Rulebook};
use crate::sim::scenario::{NetworkMode, Scenario};

/// Settings of the cluster, its instances and the tasks on them.
pub struct Settings {
    /// What one task asks of an instance.
    pub need: Need,
    /// CPU units and memory that an instance registers.
    pub cpu: u32,
    pub memory_mib: u32,
    pub vcpu: f64,
    /// Tasks that the interfaces carry; no limit outside awsvpc mode.
    pub enis: u32,
    /// Whether a task may use idle CPU of its instance.
    pub bursts: bool,
    pub strategies: Vec<Strategy>,
    /// The same in the scenario's words.
    pub strategy_words: Vec<String>,
    /// Period of the reservation, and from its end to the action on it, s.
    pub metric_period_s: f64,
    pub metric_delay_s: f64,
    /// Points over the target before instances are added.
    pub out_points: u32,
    pub scaling: ManagedScaling,
    pub managed_scaling: bool,
    pub warmup_s: f64,
    pub min: u32,
    pub max: u32,
    pub managed_draining: bool,
    pub protection: bool,
    pub spot_share: f64,
    pub spot_draining: bool,
    pub eni_s: f64,
    pub pull_s: f64,
    /// For an image that the instance already has, s.
    pub cached_pull_s: f64,
    /// Until the container runs, and until its application is ready besides, s.
    pub container_s: f64,
    pub start_s: f64,
    /// USD per instance and hour, On-Demand and Spot, and of its disk.
    pub hour: [f64; 2],
    pub disk_gb: f64,
    pub disk_gb_month: f64,
}

impl Settings {
    /// The scenario's settings; `kind` is its instance type.
    pub fn new(scenario: &Scenario, kind: &InstanceType, rules: &Rulebook) -> Settings {
        let platform = &scenario.platform_settings;
        let awsvpc = platform.network_mode == NetworkMode::Awsvpc;
        let carried = awsvpc_tasks(
            kind.enis,
            rules.ecs_eni_reserved as u32,
            kind.trunk_tasks,
            platform.trunking,
        );
        let plain = kind.enis.saturating_sub(rules.ecs_eni_reserved as u32);
        let share = 1.0 - rules.ec2_os_memory_percent / 100.0;
        let hour = kind.usd_per_hour.unwrap_or(0.0);
        Settings {
            need: Need {
                cpu: (scenario.task.vcpu * 1024.0) as u32,
                memory_mib: scenario.task.memory_mib,
                enis: u32::from(awsvpc),
                ports: u128::from(platform.network_mode == NetworkMode::Host),
                distinct: platform.distinct_instance,
            },
            cpu: kind.vcpu * 1024,
            memory_mib: (f64::from(kind.memory_mib) * share) as u32,
            vcpu: f64::from(kind.vcpu),
            // A type without trunking keeps its own interfaces.
            enis: if awsvpc { carried.unwrap_or(plain) } else { u32::MAX },
            bursts: platform.network_mode == NetworkMode::Bridge,
            strategy_words: platform.placement.clone(),
            metric_period_s: rules.ecs_capacity_metric_period_s,
            metric_delay_s: rules.ecs_capacity_metric_delay_s,
            out_points: rules.ecs_capacity_scale_out_points as u32,
            strategies: platform.placement.iter().filter_map(|word| strategy(word)).collect(),
            scaling: ManagedScaling {
                target_capacity: platform.capacity_target,
                min_step: platform.min_scaling_step,
                max_step: platform.max_scaling_step,
                from_zero: rules.ecs_capacity_from_zero as u32,
                in_share: rules.ecs_capacity_scale_in_share_percent / 100.0,
            },
            managed_scaling: platform.managed_scaling,
            warmup_s: platform.warmup_s,
            min: platform.min_instances,
            max: platform.max_instances,
            managed_draining: platform.managed_draining,
            protection: platform.termination_protection,
            spot_share: platform.spot_share,
            spot_draining: platform.spot_draining,
            eni_s: if awsvpc { rules.ec2_eni_s } else { 0.0 },
            pull_s: scenario.task.image_mib / rules.ec2_pull_mib_per_s,
            cached_pull_s: rules.ec2_cached_pull_s,
            container_s: rules.ec2_container_start_s,
            start_s: rules.ec2_container_start_s + scenario.task.start_s,
            hour: [hour, hour * (1.0 - platform.spot_discount)],
            disk_gb: rules.ec2_root_disk_gib,
            disk_gb_month: rules.ebs_gp3_gb_month,
        }
    }

    /// Tasks that an empty instance carries.
    pub fn places(&self) -> u32 {
        let need = &self.need;
        let by_cpu = self.cpu.checked_div(need.cpu).unwrap_or(u32::MAX);
        let by_memory = self.memory_mib.checked_div(need.memory_mib).unwrap_or(u32::MAX);
        let by_port = if need.ports != 0 || need.distinct { 1 } else { u32::MAX };
        let by_eni = if need.enis > 0 { self.enis } else { u32::MAX };
        by_cpu.min(by_memory).min(by_port).min(by_eni)
    }
}

/// `spread:az`, `spread:instance`, `binpack:cpu`, `binpack:memory`, `random`.
pub fn strategy(word: &str) -> Option<Strategy> {
    Some(match word {
        "spread:az" => Strategy::Spread(Field::Zone),
        "spread:instance" => Strategy::Spread(Field::Instance),
        "binpack:cpu" => Strategy::BinpackCpu,
        "binpack:memory" => Strategy::BinpackMemory,
        "random" => Strategy::Random,
        _ => return None,
    })
}
