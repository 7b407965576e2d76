//! The standard day, table by table: the defaults that a partial scenario is laid over.

use super::*;
use crate::facts::Rulebook;

impl Traffic {
    /// Of the standard day.
    pub fn standard() -> Traffic {
        Traffic {
            shape: Shape::Day,
            peak_rps: 180.0,
            trough_share: 0.15,
            spike_at: "13:30".into(),
            spike_factor: 2.15,
            spike_minutes: 12.0,
            spike_ramp_s: 60.0,
            noise: 0.05,
            csv: String::new(),
        }
    }
}

impl Request {
    /// Of the standard day.
    pub fn standard() -> Request {
        Request {
            cpu_ms: 20.0,
            cpu_cv2: 1.0,
            wait_ms: 0.0,
            memory_kib: 200.0,
            timeout_ms: 10_000.0,
            on_timeout: OnTimeout::Waste,
            retries: 0,
            retry_backoff_ms: 200.0,
        }
    }
}

impl Task {
    /// Of the standard day.
    pub fn standard() -> Task {
        Task {
            vcpu: 0.5,
            memory_mib: 1024,
            workers: 0,
            queue_limit: 50,
            idle_memory_mib: 200.0,
            image_mib: 210.0,
            start_s: 14.0,
            discipline: Discipline::Fcfs,
        }
    }
}

impl Balancer {
    /// Of the standard day.
    pub fn standard(rules: &Rulebook) -> Balancer {
        Balancer {
            kind: BalancerKind::Alb,
            routing: Routing::RoundRobin,
            nodes: 1,
            slow_start_s: 0.0,
            cross_zone: true,
            health_interval_s: rules.alb_health_interval_s,
            health_check_queues: true,
            deregistration_delay_s: rules.alb_deregistration_delay_s,
            connections: 1000,
            connection_life_s: rules.alb_connection_s,
        }
    }
}

impl Scaling {
    /// Of the standard day.
    pub fn standard(rules: &Rulebook) -> Scaling {
        Scaling {
            mode: ScalingMode::TargetTracking,
            desired: 4,
            min: 4,
            max: 24,
            metric: ScalingMetric::Cpu,
            target: 60.0,
            metric_period_s: rules.scaling_metric_period_s as u32,
            scale_out_cooldown_s: rules.scaling_out_cooldown_s,
            scale_in_cooldown_s: rules.scaling_in_cooldown_s,
            disable_scale_in: false,
            policies: Vec::new(),
        }
    }
}

impl Deployment {
    /// Of the standard day.
    pub fn standard(rules: &Rulebook) -> Deployment {
        Deployment {
            strategy: Strategy::Rolling,
            minimum_healthy_percent: rules.ecs_minimum_healthy_percent as u32,
            maximum_percent: rules.ecs_maximum_percent as u32,
            circuit_breaker: true,
            rollback: true,
            breaker_type: BreakerType::BoundedPercent,
            breaker_value: rules.ecs_breaker_percent,
            reset_on_healthy: true,
            step_percent: rules.ecs_linear_step_percent,
            bake_minutes: rules.ecs_canary_bake_s / 60.0,
            health_grace_s: rules.ecs_health_grace_s,
        }
    }
}
