//! The table of settings with a slider, in the order of the page. Ranges are what a slider offers.

use crate::sim::Scenario;

use super::offered::{
    anywhere, app_runner, cluster_autoscaler, ecs, ecs_ec2, ecs_fargate, eks, express, instances,
    karpenter, managed, mixed, nodes, own_service, quota, spot,
};
use super::settings::Group::{self, *};
use super::settings::Setting;

type Number = fn(&Scenario) -> f64;

const fn row(
    group: Group,
    path: &'static str,
    label: &'static str,
    unit: [&'static str; 2],
    range: [f64; 3],
    number: Number,
) -> Setting {
    Setting {
        path,
        label,
        unit: unit[0],
        spoken: unit[1],
        min: range[0],
        max: range[1],
        step: range[2],
        whole: false,
        percent: false,
        group,
        first: false,
        scaling: None,
        on: anywhere,
        number,
    }
}

impl Setting {
    const fn whole(self) -> Setting {
        Setting { whole: true, ..self }
    }

    const fn percent(self) -> Setting {
        Setting { percent: true, ..self }
    }

    const fn first(self) -> Setting {
        Setting { first: true, ..self }
    }

    const fn scaling(self, on: bool) -> Setting {
        Setting { scaling: Some(on), ..self }
    }

    const fn on(self, on: fn(&Scenario) -> bool) -> Setting {
        Setting { on, ..self }
    }
}

/// Every setting with a slider, in the order of the page.
#[rustfmt::skip]
pub const SETTINGS: &[Setting] = &[
    row(Traffic, "traffic.peak_rps", "Peak requests per second",
        ["requests/s", "requests per second"], [10.0, 600.0, 5.0], |s| s.traffic.peak_rps).first(),
    row(Traffic, "traffic.spike_factor", "Spike factor",
        ["×", "times the ordinary traffic"], [1.0, 5.0, 0.05], |s| s.traffic.spike_factor).first(),
    row(Traffic, "traffic.spike_minutes", "Spike length",
        ["min", "minutes"], [1.0, 120.0, 1.0], |s| s.traffic.spike_minutes),
    row(Traffic, "traffic.spike_ramp_s", "Spike ramp",
        ["s", "seconds"], [0.0, 600.0, 10.0], |s| s.traffic.spike_ramp_s),
    row(Traffic, "traffic.trough_share", "Quietest hour",
        ["%", "percent of the peak"], [0.0, 100.0, 1.0], |s| s.traffic.trough_share).percent(),
    row(Traffic, "traffic.noise", "Noise",
        ["%", "percent"], [0.0, 30.0, 1.0], |s| s.traffic.noise).percent(),
    row(Traffic, "seed", "Seed",
        ["", ""], [1.0, 100.0, 1.0], |s| s.seed as f64).whole(),
    row(Request, "request.cpu_ms", "CPU per request",
        ["ms", "milliseconds"], [1.0, 100.0, 1.0], |s| s.request.cpu_ms).first(),
    row(Request, "request.memory_kib", "Memory per request",
        ["KiB", "kibibytes"], [0.0, 20000.0, 100.0], |s| s.request.memory_kib),
    row(Request, "request.cpu_cv2", "Variation of the CPU time",
        ["", ""], [0.0, 10.0, 0.1], |s| s.request.cpu_cv2),
    row(Request, "request.wait_ms", "Wait off the CPU",
        ["ms", "milliseconds"], [0.0, 2000.0, 10.0], |s| s.request.wait_ms),
    row(Request, "request.timeout_ms", "Client time-out",
        ["ms", "milliseconds"], [100.0, 30000.0, 100.0], |s| s.request.timeout_ms),
    row(Request, "request.retries", "Retries",
        ["", ""], [0.0, 10.0, 1.0], |s| f64::from(s.request.retries)).whole(),
    row(Request, "request.retry_backoff_ms", "Retry backoff",
        ["ms", "milliseconds"], [1.0, 5000.0, 50.0], |s| s.request.retry_backoff_ms),
    row(Scaling, "scaling.target", "CPU target",
        ["%", "percent"], [20.0, 95.0, 1.0], |s| s.scaling.target).first().scaling(true)
        .on(own_service),
    row(Scaling, "scaling.desired", "Desired tasks",
        ["tasks", "tasks"], [1.0, 60.0, 1.0],
        |s| f64::from(s.scaling.desired)).whole().first().scaling(false)
        .on(own_service),
    row(Scaling, "scaling.min", "Minimum tasks",
        ["tasks", "tasks"], [1.0, 60.0, 1.0],
        |s| f64::from(s.scaling.min)).whole().first().scaling(true)
        .on(own_service),
    row(Scaling, "scaling.max", "Maximum tasks",
        ["tasks", "tasks"], [1.0, 60.0, 1.0],
        |s| f64::from(s.scaling.max)).whole().first().scaling(true)
        .on(own_service),
    row(Scaling, "platform_settings.concurrency", "Requests at once an instance",
        ["requests", "requests"], [1.0, 200.0, 1.0],
        |s| f64::from(s.platform_settings.concurrency)).whole().first().on(app_runner),
    row(Scaling, "platform_settings.provisioned_min", "Minimum instances provisioned",
        ["instances", "instances"], [1.0, 25.0, 1.0],
        |s| f64::from(s.platform_settings.provisioned_min)).whole().first().on(app_runner),
    row(Scaling, "platform_settings.provisioned_max", "Maximum instances provisioned",
        ["instances", "instances"], [1.0, 60.0, 1.0],
        |s| f64::from(s.platform_settings.provisioned_max)).whole().first().on(app_runner),
    row(Scaling, "scaling.scale_out_cooldown_s", "Scale-out cooldown",
        ["s", "seconds"], [0.0, 900.0, 10.0], |s| s.scaling.scale_out_cooldown_s)
        .scaling(true).on(ecs),
    row(Scaling, "scaling.scale_in_cooldown_s", "Scale-in cooldown",
        ["s", "seconds"], [0.0, 900.0, 10.0], |s| s.scaling.scale_in_cooldown_s)
        .scaling(true).on(ecs),
    row(Scaling, "platform_settings.hpa_tolerance", "HPA tolerance",
        ["%", "percent"], [0.0, 50.0, 1.0],
        |s| s.platform_settings.hpa_tolerance).percent().scaling(true).on(eks),
    row(Scaling, "platform_settings.hpa_up_window_s", "Stabilization window, more pods",
        ["s", "seconds"], [0.0, 900.0, 15.0],
        |s| s.platform_settings.hpa_up_window_s).scaling(true).on(eks),
    row(Scaling, "platform_settings.hpa_up_percent", "More pods, percent a period",
        ["%", "percent"], [0.0, 400.0, 10.0],
        |s| f64::from(s.platform_settings.hpa_up_percent)).whole().scaling(true).on(eks),
    row(Scaling, "platform_settings.hpa_up_pods", "More pods, pods a period",
        ["pods", "pods"], [0.0, 40.0, 1.0],
        |s| f64::from(s.platform_settings.hpa_up_pods)).whole().scaling(true).on(eks),
    row(Scaling, "platform_settings.hpa_up_period_s", "More pods, period",
        ["s", "seconds"], [15.0, 600.0, 15.0],
        |s| s.platform_settings.hpa_up_period_s).scaling(true).on(eks),
    row(Scaling, "platform_settings.hpa_down_window_s", "Stabilization window, fewer pods",
        ["s", "seconds"], [0.0, 900.0, 15.0],
        |s| s.platform_settings.hpa_down_window_s).scaling(true).on(eks),
    row(Scaling, "platform_settings.hpa_down_percent", "Fewer pods, percent a period",
        ["%", "percent"], [0.0, 100.0, 5.0],
        |s| f64::from(s.platform_settings.hpa_down_percent)).whole().scaling(true).on(eks),
    row(Scaling, "platform_settings.hpa_down_pods", "Fewer pods, pods a period",
        ["pods", "pods"], [0.0, 40.0, 1.0],
        |s| f64::from(s.platform_settings.hpa_down_pods)).whole().scaling(true).on(eks),
    row(Scaling, "platform_settings.hpa_down_period_s", "Fewer pods, period",
        ["s", "seconds"], [15.0, 600.0, 15.0],
        |s| s.platform_settings.hpa_down_period_s).scaling(true).on(eks),
    row(Task, "task.vcpu", "CPU request",
        ["vCPU", "vCPU"], [0.25, 4.0, 0.05], |s| s.task.vcpu).on(eks),
    row(Task, "platform_settings.cpu_limit", "CPU limit",
        ["× request", "times the request"], [0.0, 8.0, 1.0],
        |s| s.platform_settings.cpu_limit).on(nodes),
    row(Task, "task.memory_mib", "Memory request",
        ["MiB", "mebibytes"], [128.0, 16384.0, 64.0],
        |s| f64::from(s.task.memory_mib)).whole().on(eks),
    row(Task, "platform_settings.memory_limit", "Memory limit",
        ["× request", "times the request"], [0.0, 8.0, 1.0],
        |s| s.platform_settings.memory_limit).on(nodes),
    row(Task, "task.image_mib", "Image size",
        ["MiB", "mebibytes"], [10.0, 3000.0, 10.0], |s| s.task.image_mib),
    row(Task, "task.start_s", "Start time",
        ["s", "seconds"], [0.0, 180.0, 1.0], |s| s.task.start_s),
    row(Task, "task.queue_limit", "Queue limit",
        ["requests", "requests"], [0.0, 500.0, 5.0], |s| f64::from(s.task.queue_limit)).whole(),
    row(Task, "task.workers", "Workers",
        ["", ""], [0.0, 200.0, 1.0], |s| f64::from(s.task.workers)).whole(),
    row(Task, "task.idle_memory_mib", "Idle memory",
        ["MiB", "mebibytes"], [0.0, 2000.0, 10.0], |s| s.task.idle_memory_mib),
    row(Balancer, "balancer.slow_start_s", "Slow start",
        ["s", "seconds"], [0.0, 900.0, 10.0], |s| s.balancer.slow_start_s)
        .on(own_service),
    row(Balancer, "balancer.connections", "Connections",
        ["", ""], [1.0, 5000.0, 1.0], |s| f64::from(s.balancer.connections)).whole()
        .on(own_service),
    row(Balancer, "balancer.connection_life_s", "Connection life",
        ["s", "seconds"], [1.0, 3600.0, 10.0], |s| s.balancer.connection_life_s)
        .on(own_service),
    row(Balancer, "balancer.nodes", "Balancer nodes",
        ["", ""], [1.0, 12.0, 1.0], |s| f64::from(s.balancer.nodes)).whole()
        .on(own_service),
    row(Balancer, "balancer.deregistration_delay_s", "Deregistration delay",
        ["s", "seconds"], [0.0, 600.0, 5.0], |s| s.balancer.deregistration_delay_s)
        .on(ecs),
    row(Balancer, "balancer.health_interval_s", "Health check interval",
        ["s", "seconds"], [5.0, 120.0, 1.0], |s| s.balancer.health_interval_s)
        .on(own_service),
    row(Deployment, "deployment.minimum_healthy_percent", "Minimum healthy percent",
        ["%", "percent"], [0.0, 100.0, 5.0],
        |s| f64::from(s.deployment.minimum_healthy_percent)).whole()
        .on(ecs),
    row(Deployment, "deployment.maximum_percent", "Maximum percent",
        ["%", "percent"], [100.0, 200.0, 5.0], |s| f64::from(s.deployment.maximum_percent)).whole()
        .on(ecs),
    row(Deployment, "deployment.breaker_value", "Breaker threshold",
        ["", ""], [1.0, 100.0, 1.0], |s| s.deployment.breaker_value)
        .on(ecs),
    row(Deployment, "deployment.step_percent", "Traffic a step",
        ["%", "percent"], [1.0, 100.0, 1.0], |s| s.deployment.step_percent)
        .on(ecs),
    row(Deployment, "deployment.bake_minutes", "Bake time",
        ["min", "minutes"], [0.0, 120.0, 1.0], |s| s.deployment.bake_minutes)
        .on(ecs),
    row(Deployment, "deployment.health_grace_s", "Health check grace period",
        ["s", "seconds"], [0.0, 900.0, 10.0], |s| s.deployment.health_grace_s)
        .on(ecs),
    row(Deployment, "platform_settings.max_surge_percent", "Max surge",
        ["%", "percent"], [0.0, 100.0, 5.0],
        |s| f64::from(s.platform_settings.max_surge_percent)).whole().on(eks),
    row(Deployment, "platform_settings.max_unavailable_percent", "Max unavailable",
        ["%", "percent"], [0.0, 100.0, 5.0],
        |s| f64::from(s.platform_settings.max_unavailable_percent)).whole().on(eks),
    row(Deployment, "platform_settings.min_available_percent", "PodDisruptionBudget, 0 = none",
        ["% available", "percent available"], [0.0, 100.0, 5.0],
        |s| f64::from(s.platform_settings.min_available_percent)).whole().on(eks),
    row(Deployment, "platform_settings.pre_stop_s", "preStop hook",
        ["s", "seconds"], [0.0, 120.0, 1.0], |s| s.platform_settings.pre_stop_s).on(eks),
    row(Deployment, "platform_settings.termination_grace_s", "Termination grace period",
        ["s", "seconds"], [1.0, 300.0, 1.0], |s| s.platform_settings.termination_grace_s).on(eks),
    row(Platform, "platform_settings.instances", "Instances at the start",
        ["", ""], [0.0, 20.0, 1.0],
        |s| f64::from(s.platform_settings.instances)).whole().on(instances),
    row(Platform, "platform_settings.min_instances", "Minimum instances",
        ["", ""], [0.0, 20.0, 1.0],
        |s| f64::from(s.platform_settings.min_instances)).whole().on(instances),
    row(Platform, "platform_settings.max_instances", "Maximum instances",
        ["", ""], [1.0, 60.0, 1.0],
        |s| f64::from(s.platform_settings.max_instances)).whole().on(instances),
    row(Platform, "platform_settings.capacity_target", "Capacity target",
        ["%", "percent"], [1.0, 100.0, 1.0], |s| s.platform_settings.capacity_target).on(ecs_ec2),
    row(Platform, "platform_settings.warmup_s", "Instance warm-up",
        ["s", "seconds"], [0.0, 900.0, 10.0], |s| s.platform_settings.warmup_s).on(ecs_ec2),
    row(Platform, "platform_settings.min_scaling_step", "Minimum scaling step",
        ["", ""], [1.0, 20.0, 1.0],
        |s| f64::from(s.platform_settings.min_scaling_step)).whole().on(ecs_ec2),
    row(Platform, "platform_settings.max_scaling_step", "Maximum scaling step",
        ["", ""], [1.0, 100.0, 1.0],
        |s| f64::from(s.platform_settings.max_scaling_step)).whole().on(ecs_ec2),
    row(Platform, "platform_settings.spot_share", "Spot share",
        ["%", "percent"], [0.0, 100.0, 5.0],
        |s| s.platform_settings.spot_share).percent().on(mixed),
    row(Platform, "platform_settings.on_demand_base", "FARGATE base",
        ["tasks", "tasks"], [0.0, 30.0, 1.0],
        |s| f64::from(s.platform_settings.on_demand_base)).whole().on(ecs_fargate),
    row(Platform, "platform_settings.on_demand_weight", "FARGATE weight",
        ["", ""], [0.0, 10.0, 1.0],
        |s| f64::from(s.platform_settings.on_demand_weight)).whole().on(ecs_fargate),
    row(Platform, "platform_settings.spot_base", "FARGATE_SPOT base",
        ["tasks", "tasks"], [0.0, 30.0, 1.0],
        |s| f64::from(s.platform_settings.spot_base)).whole().on(ecs_fargate),
    row(Platform, "platform_settings.spot_weight", "FARGATE_SPOT weight",
        ["", ""], [0.0, 10.0, 1.0],
        |s| f64::from(s.platform_settings.spot_weight)).whole().on(ecs_fargate),
    row(Platform, "platform_settings.vcpu_quota", "vCPU quota",
        ["vCPU", "vCPU"], [1.0, 100.0, 1.0], |s| s.platform_settings.vcpu_quota).on(quota),
    row(Platform, "platform_settings.max_skew", "Max skew",
        ["pods", "pods"], [1.0, 10.0, 1.0],
        |s| f64::from(s.platform_settings.max_skew)).whole().on(nodes),
    row(Platform, "platform_settings.daemon_cpu_millis", "Your DaemonSets, CPU a node",
        ["m", "thousandths of a vCPU"], [0.0, 1000.0, 10.0],
        |s| f64::from(s.platform_settings.daemon_cpu_millis)).whole().on(nodes),
    row(Platform, "platform_settings.daemon_memory_mib", "Your DaemonSets, memory a node",
        ["MiB", "mebibytes"], [0.0, 2048.0, 16.0],
        |s| f64::from(s.platform_settings.daemon_memory_mib)).whole().on(nodes),
    row(Platform, "platform_settings.daemon_pods", "Your DaemonSets, pods a node",
        ["pods", "pods"], [0.0, 20.0, 1.0],
        |s| f64::from(s.platform_settings.daemon_pods)).whole().on(nodes),
    row(Platform, "platform_settings.scale_down_threshold_percent", "Scale-down threshold",
        ["% requested", "percent requested"], [0.0, 100.0, 5.0],
        |s| s.platform_settings.scale_down_threshold_percent).on(cluster_autoscaler),
    row(Platform, "platform_settings.scale_down_unneeded_s", "Unneeded before removal",
        ["s", "seconds"], [0.0, 3600.0, 30.0],
        |s| s.platform_settings.scale_down_unneeded_s).on(cluster_autoscaler),
    row(Platform, "platform_settings.consolidate_after_s", "Consolidate after",
        ["s", "seconds"], [0.0, 3600.0, 10.0],
        |s| s.platform_settings.consolidate_after_s).on(karpenter),
    row(Platform, "platform_settings.node_budget_percent", "Disruption budget of nodes",
        ["%", "percent"], [0.0, 100.0, 5.0],
        |s| s.platform_settings.node_budget_percent).on(karpenter),
    row(Platform, "platform_settings.node_life_h", "Life of a node, 0 = the usual",
        ["h", "hours"], [0.0, 720.0, 1.0], |s| s.platform_settings.node_life_h).on(karpenter),
    row(Platform, "platform_settings.update_max_unavailable", "Update, nodes at a time",
        ["nodes", "nodes"], [1.0, 20.0, 1.0],
        |s| f64::from(s.platform_settings.update_max_unavailable)).whole().on(managed),
    row(Platform, "platform_settings.build_s", "Build from code",
        ["s", "seconds"], [0.0, 900.0, 10.0], |s| s.platform_settings.build_s).on(app_runner),
    row(Platform, "platform_settings.shared_services", "Services on the balancer",
        ["", ""], [1.0, 25.0, 1.0],
        |s| f64::from(s.platform_settings.shared_services)).whole().on(express),
    row(Platform, "platform_settings.spot_discount", "Spot discount, an estimate",
        ["%", "percent"], [0.0, 90.0, 1.0],
        |s| s.platform_settings.spot_discount).percent().on(spot),
    row(Objective, "objective.within_ms", "Answer within",
        ["ms", "milliseconds"], [20.0, 3000.0, 10.0], |s| s.objective.within_ms),
    row(Objective, "objective.share", "Share of the requests",
        ["%", "percent"], [90.0, 100.0, 0.1], |s| s.objective.share).percent(),
    row(Objective, "objective.budget_dollars_per_day", "Budget a day, 0 = none",
        ["$", "dollars"], [0.0, 200.0, 1.0], |s| s.objective.budget_dollars_per_day),
];
