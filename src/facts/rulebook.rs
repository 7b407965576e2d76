//! The rulebook: a typed view of the facts that the models need, made once at load.
//!
//! Whatever is missing or of another type is reported by id, all at once, so that an author who
//! edits a fact learns what depends on it.

use super::Facts;
use crate::shape;
use crate::shape::Shape;
use std::fmt;

/// One row of the legal Fargate sizes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FargateSize {
    /// CPU units, 1024 to the vCPU.
    pub cpu: u32,
    /// Legal amounts of memory for that CPU, rising, in MiB.
    pub memory_mib: Vec<u32>,
    /// `LINUX`, `WINDOWS`.
    pub os: Vec<String>,
}

shape!(FargateSize { cpu, memory_mib, os });

macro_rules! rulebook {
    ($($(#[$doc:meta])* $field:ident : $id:literal,)+) => {
        /// Every number that the simulator and the rules take from the facts; field by field the
        /// fact it is.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Rulebook {
            /// Legal pairs of CPU and memory (`fargate.sizes`), by rising CPU.
            pub fargate_sizes: Vec<FargateSize>,
            $($(#[$doc])* pub $field: f64,)+
        }

        impl Rulebook {
            /// Reads the facts once. Errors name every fact that is missing or not a finite number
            /// ≥ 0.
            pub fn new(facts: &Facts) -> Result<Rulebook, RulebookError> {
                let mut problems = Vec::new();
                let fargate_sizes = sizes(facts, &mut problems);
                $(let $field = number(facts, $id, &mut problems);)+
                if problems.is_empty() {
                    Ok(Rulebook { fargate_sizes, $($field,)+ })
                } else {
                    Err(RulebookError(problems))
                }
            }
        }
    };
}

rulebook! {
    /// USD per vCPU and hour, Linux x86.
    fargate_vcpu_hour: "fargate.vcpu_hour",
    /// USD per GB and hour, Linux x86.
    fargate_gb_hour: "fargate.gb_hour",
    /// USD per vCPU and hour, Linux ARM.
    fargate_arm_vcpu_hour: "fargate.arm_vcpu_hour",
    /// USD per GB and hour, Linux ARM.
    fargate_arm_gb_hour: "fargate.arm_gb_hour",
    /// GiB of ephemeral storage that cost nothing extra.
    fargate_ephemeral_included_gib: "fargate.ephemeral_included",
    /// USD per GB and hour of ephemeral storage above it.
    fargate_ephemeral_gb_hour: "fargate.ephemeral_gb_hour",
    /// Shortest billed duration of a task, s.
    fargate_minimum_billed_s: "fargate.minimum_billed",
    /// Mean time to place a task and attach its interface, s.
    fargate_eni_s: "fargate.eni_s",
    /// Spread of that time, s: it is uniform within ± this.
    fargate_eni_spread_s: "fargate.eni_spread_s",
    /// Speed of the image pull, MiB/s.
    fargate_pull_mib_per_s: "fargate.pull_mib_per_s",
    /// Points over the target before the high alarm fires.
    scaling_high_alarm_points: "scaling.high_alarm_points",
    /// Points under the low threshold before the low alarm fires.
    scaling_low_alarm_points: "scaling.low_alarm_points",
    /// Low threshold as a share of the target.
    scaling_low_factor: "scaling.low_factor",
    /// Default cooldown after a scale-out, s.
    scaling_out_cooldown_s: "scaling.out_cooldown",
    /// Default cooldown after a scale-in, s.
    scaling_in_cooldown_s: "scaling.in_cooldown",
    /// Ordinary metric period, s.
    scaling_metric_period_s: "scaling.metric_period",
    /// High-resolution metric period, s.
    scaling_fast_metric_period_s: "scaling.fast_metric_period",
    /// From the end of an ordinary period to the action on it, s.
    scaling_metric_delay_s: "scaling.metric_delay_s",
    /// The same for high-resolution metrics, s.
    scaling_fast_metric_delay_s: "scaling.fast_metric_delay_s",
    /// Time the simulated application takes to exit, s.
    ecs_app_exit_s: "ecs.app_exit_s",
    /// USD per hour of the balancer itself.
    alb_hour: "alb.hour",
    /// USD per capacity unit and hour.
    alb_lcu_hour: "alb.lcu_hour",
    /// New connections a second in one capacity unit.
    alb_lcu_new_connections: "alb.lcu_new_connections",
    /// Active connections in one capacity unit.
    alb_lcu_active_connections: "alb.lcu_active_connections",
    /// GB an hour in one capacity unit.
    alb_lcu_gb_hour: "alb.lcu_gb_hour",
    /// Requests over one client connection (assumed).
    alb_requests_per_connection: "alb.requests_per_connection",
    /// kB of one request and its answer (assumed).
    alb_kb_per_request: "alb.kb_per_request",
    /// Life of a client connection, s (assumed).
    alb_connection_s: "alb.connection_s",
    /// Default interval between health checks, s.
    alb_health_interval_s: "alb.health_interval",
    /// Default deregistration delay, s.
    alb_deregistration_delay_s: "alb.deregistration_delay",
    /// USD per public IPv4 address and hour.
    public_ipv4_hour: "vpc.public_ipv4_hour",
    /// USD per hour of an m5.large.
    ec2_m5_large_hour: "ec2.m5_large_hour",
    /// Shortest billed duration of an instance, s.
    ec2_minimum_billed_s: "ec2.minimum_billed",
}

/// Facts that the models need and did not find as expected, one line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulebookError(pub Vec<String>);

impl fmt::Display for RulebookError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.0.join("\n"))
    }
}

impl std::error::Error for RulebookError {}

fn number(facts: &Facts, id: &str, problems: &mut Vec<String>) -> f64 {
    let value = facts.get(id).map(|fact| &fact.value);
    match value.and_then(serde_json::Value::as_f64) {
        Some(number) if number.is_finite() && number >= 0.0 => number,
        _ => {
            let found = value.map_or("nothing".to_string(), |other| other.to_string());
            problems
                .push(format!("fact `{id}`: the models need a number of 0 or more, found {found}"));
            0.0
        }
    }
}

fn sizes(facts: &Facts, problems: &mut Vec<String>) -> Vec<FargateSize> {
    let value = facts.get("fargate.sizes").map(|fact| fact.value.clone());
    match value.as_ref().map(<Vec<FargateSize> as Shape>::read) {
        Some(Ok(rows)) if !rows.is_empty() => rows,
        Some(Err(why)) => {
            problems.push(format!("fact `fargate.sizes`: {why}"));
            Vec::new()
        }
        _ => {
            problems
                .push("fact `fargate.sizes`: the models need rows {cpu, memory_mib, os}".into());
            Vec::new()
        }
    }
}
