//! What the health checks before a service are set to: those of its target group, or App Runner's
//! own.

use super::super::Control;
use crate::sim::scenario::{BalancerKind, HealthProtocol};

/// Health checks of the targets.
pub struct Checks {
    /// Time between two checks, s.
    pub interval_s: f64,
    /// Time that a check waits, s.
    pub timeout_s: f64,
    /// Whether it waits behind the requests; else it only asks whether the port is open.
    pub queues: bool,
    /// From RUNNING until the first check can come, s.
    pub registration_s: f64,
    /// Time after the start in which failed checks do not count, s.
    pub grace_s: f64,
    /// Failed checks in a row that make a target unhealthy.
    pub fails_at: u32,
    /// Passed ones that bring it back.
    pub heals_at: u32,
}

impl Checks {
    /// Those in force now.
    pub fn of(control: &Control) -> Checks {
        let (scenario, rules) = (&control.scenario, control.rules);
        if !scenario.platform.has_balancer() {
            let settings = &scenario.platform_settings;
            return Checks {
                interval_s: settings.health_interval_s,
                timeout_s: settings.health_timeout_s,
                queues: settings.health_protocol == HealthProtocol::Http,
                registration_s: 0.0,
                grace_s: rules.app_runner.start_window_s,
                fails_at: settings.unhealthy_threshold,
                heals_at: settings.healthy_threshold,
            };
        }
        let (timeout_s, registration_s, fails_at, heals_at) = match scenario.balancer.kind {
            BalancerKind::Alb => (
                rules.alb_health_timeout_s,
                rules.alb_registration_s,
                rules.alb_unhealthy_threshold,
                rules.alb_healthy_threshold,
            ),
            BalancerKind::Nlb => (
                rules.nlb_health_timeout_s,
                rules.nlb_registration_s,
                rules.nlb_unhealthy_threshold,
                rules.nlb_healthy_threshold,
            ),
        };
        Checks {
            interval_s: scenario.balancer.health_interval_s,
            timeout_s,
            queues: scenario.balancer.health_check_queues,
            registration_s,
            grace_s: scenario.deployment.health_grace_s,
            fails_at: fails_at as u32,
            heals_at: heals_at as u32,
        }
    }
}
