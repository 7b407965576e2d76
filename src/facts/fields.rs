//! Which fact is which field of the rulebook, with its unit. To give the models another number, add
//! a line here and the fact in `content/facts`.

use super::Facts;
use super::app_runner::AppRunner;
use super::ecr::Ecr;
use super::eks::Eks;
use super::express::Express;
use super::instance::InstanceType;
use super::kubernetes::{Karpenter, Kubernetes};
use super::reading::{number, sizes, text};
use super::rulebook::{FargateSize, RulebookError, rulebook};
use super::storage::Storage;

rulebook! {
    numbers {
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
        /// %: how far Fargate Spot is below the ordinary price, unless the scenario sets it.
        fargate_spot_discount_percent: "fargate.spot_discount",
        /// %: the lowest Fargate Spot discount on offer.
        fargate_spot_discount_min_percent: "fargate.spot_discount_min",
        /// %: the highest Fargate Spot discount on offer.
        fargate_spot_discount_max_percent: "fargate.spot_discount_max",
        /// Warning before a Fargate Spot task is stopped, s.
        fargate_spot_warning_s: "fargate.spot_warning",
        /// Fargate tasks that may start a second, lasting, tasks/s.
        fargate_launch_rate_per_s: "fargate.launch_rate",
        /// Fargate tasks that may start at once, tasks.
        fargate_launch_burst: "fargate.launch_burst",
        /// Quota of a new account, vCPU.
        fargate_vcpu_quota_default_vcpu: "fargate.vcpu_quota_default",
        /// Quota unless the scenario sets one, vCPU.
        fargate_vcpu_quota_model_vcpu: "fargate.vcpu_quota_model",
        /// Wait between the notice of a task's retirement and the retirement, days.
        fargate_retirement_wait_days: "fargate.retirement_wait_days",
        /// Longest stop timeout on Fargate, s.
        fargate_stop_timeout_max_s: "fargate.stop_timeout_max",
        /// Time the simulated application takes to exit, s.
        ecs_app_exit_s: "ecs.app_exit_s",
        /// Default time between SIGTERM and SIGKILL, s.
        ecs_stop_timeout_s: "ecs.stop_timeout",
        /// %: default minimum healthy percent; of the desired count, rounded up.
        ecs_minimum_healthy_percent: "ecs.minimum_healthy_percent",
        /// %: default maximum percent; of the desired count, rounded down.
        ecs_maximum_percent: "ecs.maximum_percent",
        /// Time in RUNNING after which a task without checks is healthy, s.
        ecs_healthy_without_check_s: "ecs.healthy_without_check",
        /// Default health check grace period, s.
        ecs_health_grace_s: "ecs.health_grace",
        /// Default interval of a container health check, s.
        ecs_container_health_interval_s: "ecs.container_health_interval",
        /// Default timeout of a container health check, s.
        ecs_container_health_timeout_s: "ecs.container_health_timeout",
        /// Failed container checks in a row until a container is unhealthy.
        ecs_container_health_retries: "ecs.container_health_retries",
        /// Time that the agent gives a container to start, s.
        ecs_start_timeout_s: "ecs.start_timeout",
        /// Time that the agent gives a container to be created, s.
        ecs_create_timeout_s: "ecs.create_timeout",
        /// Tasks that one service may start a minute, tasks/min.
        ecs_service_launch_rate_per_min: "ecs.service_launch_rate",
        /// Wait after the first failed start, s (assumed).
        ecs_launch_backoff_first_s: "ecs.launch_backoff_first",
        /// Growth of that wait from failure to failure (assumed).
        ecs_launch_backoff_factor: "ecs.launch_backoff_factor",
        /// Longest wait between failed starts, s.
        ecs_launch_backoff_max_s: "ecs.launch_backoff_max",
        /// %: default failure threshold of the circuit breaker, of the desired count, rounded up.
        ecs_breaker_percent: "ecs.breaker_percent",
        /// Lowest default threshold, failed tasks.
        ecs_breaker_min: "ecs.breaker_min",
        /// Highest default threshold, failed tasks.
        ecs_breaker_max: "ecs.breaker_max",
        /// Lowest threshold of the older rule, failed tasks.
        ecs_breaker_older_min: "ecs.breaker_old_min",
        /// Time until a task that cannot reach the registry gives up, s (estimated).
        model_pull_give_up_s: "model.pull_give_up",
        /// Time until a denied pull, secret or log stream ends a task, s (estimated).
        model_start_failure_s: "model.start_failure",
        /// %: default step of a linear deployment.
        ecs_linear_step_percent: "ecs.linear_step_percent",
        /// Default wait after a linear step, s.
        ecs_linear_bake_s: "ecs.linear_bake",
        /// %: default share of a canary.
        ecs_canary_percent: "ecs.canary_percent",
        /// Default wait with the canary, s.
        ecs_canary_bake_s: "ecs.canary_bake",
        /// Bake time of a blue/green deployment unless the scenario sets it, s.
        ecs_blue_green_bake_s: "ecs.blue_green_bake",
        /// Longest bake time, s.
        ecs_bake_max_s: "ecs.bake_max",
        /// Tasks of a cluster that may wait in PROVISIONING.
        ecs_provisioning_quota: "ecs.provisioning_quota",
        /// Largest base in a capacity provider strategy, tasks.
        ecs_service_base_max: "ecs.service_base_max",
        /// %: default target capacity of a capacity provider.
        ecs_capacity_target_percent: "ecs.capacity_target",
        /// Default smallest step of managed scaling, instances.
        ecs_capacity_step_min: "ecs.capacity_step_min",
        /// Default largest step of managed scaling, instances.
        ecs_capacity_step_max: "ecs.capacity_step_max",
        /// Default instance warm-up: the next scale-out waits so long, s.
        ecs_capacity_warmup_s: "ecs.capacity_warmup",
        /// What managed scaling starts first when none runs, instances.
        ecs_capacity_from_zero: "ecs.capacity_from_zero",
        /// Period of CapacityProviderReservation, s.
        ecs_capacity_metric_period_s: "ecs.capacity_metric_period",
        /// From the end of that period to the action on it, s (fitted).
        ecs_capacity_metric_delay_s: "ecs.capacity_metric_delay",
        /// Points above the target before instances are added.
        ecs_capacity_scale_out_points: "ecs.capacity_scale_out_points",
        /// Points below the target before an empty instance is removed.
        ecs_capacity_scale_in_points: "ecs.capacity_scale_in_points",
        /// No scale-in for so long after a scale-out, s.
        ecs_capacity_scale_in_wait_s: "ecs.capacity_scale_in_wait",
        /// Fewest instances that a scale-in step removes.
        ecs_capacity_scale_in_min: "ecs.capacity_scale_in_min",
        /// %: largest share of the capacity that is removed in a minute.
        ecs_capacity_scale_in_share_percent: "ecs.capacity_scale_in_share",
        /// %: the reservation when no instance is needed and none runs.
        ecs_capacity_empty_percent: "ecs.capacity_empty",
        /// %: the reservation when instances are needed and none runs.
        ecs_capacity_none_running_percent: "ecs.capacity_none_running",
        /// Longest time that managed draining holds an instance, s.
        ecs_managed_draining_limit_s: "ecs.managed_draining_limit",
        /// Interval of the agent's image clean-up, s.
        ecs_image_cleanup_interval_s: "ecs.image_cleanup_interval",
        /// Youngest image that it removes, s.
        ecs_image_cleanup_age_s: "ecs.image_cleanup_age",
        /// Images that it removes at a time.
        ecs_image_cleanup_count: "ecs.image_cleanup_count",
        /// Interfaces of an instance that no task can have.
        ecs_eni_reserved: "ecs.eni_reserved",
        /// USD per hour of an m5.large.
        ec2_m5_large_hour: "ec2.m5_large_hour",
        /// Shortest billed duration of an instance, s.
        ec2_minimum_billed_s: "ec2.minimum_billed",
        /// Mean time from the order of an instance to ACTIVE, s (fitted).
        ec2_boot_s: "ec2.boot",
        /// Spread of that time, s: it is uniform within ± this.
        ec2_boot_spread_s: "ec2.boot_spread",
        /// Notice before a Spot Instance is taken back, s.
        ec2_spot_warning_s: "ec2.spot_warning",
        /// %: how far EC2 Spot is below On-Demand, unless the scenario sets it.
        ec2_spot_discount_percent: "ec2.spot_discount",
        /// %: the lowest EC2 Spot discount on offer.
        ec2_spot_discount_min_percent: "ec2.spot_discount_min",
        /// %: the highest EC2 Spot discount on offer.
        ec2_spot_discount_max_percent: "ec2.spot_discount_max",
        /// Root volume of an instance, GiB (assumed).
        ec2_root_disk_gib: "ec2.root_disk",
        /// %: share of the nominal memory that an instance does not register (estimated).
        ec2_os_memory_percent: "ec2.os_memory",
        /// Speed of an image pull on an instance, MiB/s (estimated).
        ec2_pull_mib_per_s: "ec2.pull_mib_per_s",
        /// Time for an image that the instance already has, s (estimated).
        ec2_cached_pull_s: "ec2.cached_pull",
        /// Time to attach a task's interface on an instance, s (estimated).
        ec2_eni_s: "ec2.eni",
        /// Time for agent and Docker to start a container, s (estimated).
        ec2_container_start_s: "ec2.container_start",
        /// Interval of the EC2 status checks, s.
        ec2_status_check_interval_s: "ec2.status_check_interval",
        /// Failed status checks until an instance is replaced (estimated).
        ec2_replacement_checks: "ec2.replacement_checks",
        /// USD per GB and month of a gp3 volume.
        ebs_gp3_gb_month: "ebs.gp3_gb_month",
        /// Shortest billed duration of a volume, s.
        ebs_minimum_billed_s: "ebs.minimum_billed",
        /// USD per GB and month of images.
        ecr_gb_month: "ecr.gb_month",
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
        /// Passed checks that a new target needs.
        alb_first_health_checks: "alb.first_health_checks",
        /// Default timeout of a health check, s.
        alb_health_timeout_s: "alb.health_timeout",
        /// Passed checks in a row that bring an unhealthy target back.
        alb_healthy_threshold: "alb.healthy_threshold",
        /// Failed checks in a row that make a target unhealthy.
        alb_unhealthy_threshold: "alb.unhealthy_threshold",
        /// From the order to register to the first check, s (estimated).
        alb_registration_s: "alb.registration",
        /// Default slow start, s; 0 is off.
        alb_slow_start_s: "alb.slow_start",
        /// Shortest slow start, s.
        alb_slow_start_min_s: "alb.slow_start_min",
        /// Longest slow start, s.
        alb_slow_start_max_s: "alb.slow_start_max",
        /// Fewest zones of a balancer; it has an address in each.
        alb_zones_min: "alb.zones_min",
        /// Rule evaluations a second in one capacity unit.
        alb_lcu_rule_evaluations_per_s: "alb.lcu_rule_evaluations",
        /// USD per GB between the balancer and targets in other zones.
        alb_cross_zone_gb: "alb.cross_zone_gb",
        /// Rules of a listener whose evaluation is not counted.
        alb_free_rules: "alb.free_rules",
        /// USD per hour of the balancer itself.
        nlb_hour: "nlb.hour",
        /// USD per capacity unit and hour.
        nlb_nlcu_hour: "nlb.nlcu_hour",
        /// New TCP connections a second in one capacity unit.
        nlb_tcp_new_connections_per_s: "nlb.tcp_new_connections",
        /// Active TCP connections in one capacity unit.
        nlb_tcp_active_connections: "nlb.tcp_active_connections",
        /// New UDP flows a second in one capacity unit.
        nlb_udp_new_connections_per_s: "nlb.udp_new_connections",
        /// Active UDP flows in one capacity unit.
        nlb_udp_active_connections: "nlb.udp_active_connections",
        /// New TLS connections a second in one capacity unit.
        nlb_tls_new_connections_per_s: "nlb.tls_new_connections",
        /// Active TLS connections in one capacity unit.
        nlb_tls_active_connections: "nlb.tls_active_connections",
        /// GB an hour in one capacity unit.
        nlb_nlcu_gb_hour: "nlb.nlcu_gb_hour",
        /// Default interval between health checks, s.
        nlb_health_interval_s: "nlb.health_interval",
        /// Default timeout of a TCP or HTTPS check, s.
        nlb_health_timeout_s: "nlb.health_timeout",
        /// Default timeout of an HTTP check, s.
        nlb_health_timeout_http_s: "nlb.health_timeout_http",
        /// Passed checks in a row that bring an unhealthy target back.
        nlb_healthy_threshold: "nlb.healthy_threshold",
        /// Failed checks in a row that make a target unhealthy.
        nlb_unhealthy_threshold: "nlb.unhealthy_threshold",
        /// From the order to register until a target gets flows, s (estimated).
        nlb_registration_s: "nlb.registration",
        /// Default deregistration delay, s.
        nlb_deregistration_delay_s: "nlb.deregistration_delay",
        /// Default TCP idle timeout, s.
        nlb_idle_timeout_s: "nlb.idle_timeout",
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
        /// Default cooldown of a step policy, s.
        scaling_step_cooldown_s: "scaling.step_cooldown",
        /// Steps in one step scaling policy.
        scaling_step_max: "scaling.step_max",
        /// Points over the threshold before a step policy acts (assumed).
        scaling_step_alarm_points: "scaling.step_alarm_points",
        /// Finest time of a scheduled action, s.
        scaling_scheduled_resolution_s: "scaling.scheduled_resolution",
        /// Period of the requests per target, s.
        scaling_requests_period_s: "scaling.requests_period",
        /// From the end of that period to the action on it, s (estimated).
        scaling_requests_delay_s: "scaling.requests_delay",
        /// USD per hour of a NAT gateway.
        vpc_nat_hour: "vpc.nat_hour",
        /// USD per GB through a NAT gateway.
        vpc_nat_gb: "vpc.nat_gb",
        /// USD per GB between zones, on each side.
        vpc_zone_gb: "vpc.zone_gb",
        /// USD per GB to the internet.
        vpc_egress_gb: "vpc.egress_gb",
        /// USD per hour of an interface endpoint in one zone.
        vpc_endpoint_hour: "vpc.endpoint_hour",
        /// USD per GB through an interface endpoint.
        vpc_endpoint_gb: "vpc.endpoint_gb",
        /// Hours of a month in prices, h.
        vpc_month_hours: "vpc.month_hours",
        /// USD per public IPv4 address and hour.
        public_ipv4_hour: "vpc.public_ipv4_hour",
    }
    texts {
        /// What one call of Express Mode creates.
        express_creates: "ecs-express.creates",
        /// Since when App Runner takes no new customers.
        app_runner_closed: "app-runner.closed",
        /// The role may not pull the image.
        faults_deny_pull: "faults.deny_pull",
        /// No way to the registry.
        faults_no_route: "faults.no_route",
        /// No way to the registry's log-in, on Fargate.
        faults_no_route_auth: "faults.no_route_auth",
        /// Tag or digest of the image is gone.
        faults_tag_gone: "faults.tag_gone",
        /// The disk of the instance is full.
        faults_disk_full: "faults.disk_full",
        /// The registry limits the pulls.
        faults_rate_limit: "faults.rate_limit",
        /// The secret cannot be read.
        faults_deny_secret: "faults.deny_secret",
        /// The log group is missing.
        faults_deny_logs: "faults.deny_logs",
        /// The target failed its checks.
        faults_unhealthy: "faults.unhealthy",
        /// The main container ended.
        faults_exited: "faults.exited",
        /// A container needed more memory than its limit.
        faults_out_of_memory: "faults.out_of_memory",
        /// AWS takes a Spot task back.
        faults_spot: "faults.spot",
        /// AWS retires a Fargate task.
        faults_retired: "faults.retired",
        /// The zone is lost.
        faults_zone_lost: "faults.zone_lost",
        /// An instance whose agent never joins.
        faults_never_registers: "faults.never_registers",
        /// An instance whose agent is disconnected.
        faults_agent_stops: "faults.agent_stops",
        /// No instance fits.
        faults_no_instance: "faults.no_instance",
        /// No instance has CPU left.
        faults_no_cpu: "faults.no_cpu",
        /// No instance has memory left.
        faults_no_memory: "faults.no_memory",
        /// No instance has an interface left.
        faults_no_eni: "faults.no_eni",
        /// The Fargate vCPU quota is used up.
        faults_quota: "faults.quota",
        /// The wait between failed starts grows.
        faults_throttled: "faults.throttled",
        /// The two percents of a deployment leave no room.
        faults_deployment_stuck: "faults.deployment_stuck",
        /// All wanted tasks run and are healthy.
        faults_steady: "faults.steady",
        /// The circuit breaker ended a deployment.
        faults_deployment_failed: "faults.deployment_failed",
        /// The deployment that goes back to the last good one.
        faults_rolling_back: "faults.rolling_back",
    }
}
