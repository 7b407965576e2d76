//! Why a control cannot apply to the scenario as it stands, in words for the learner. Pure.

use crate::sim::Scenario;
use crate::sim::scenario::{
    BalancerKind, Calls, HealthProtocol, NetworkMode, PolicyKind, Routing, ScalingMode, Source,
    Strategy, TopologySpread,
};

use super::offered;

/// Why the setting at that path has no effect at present; `None` where it has one. What the
/// platform does not leave open counts as it runs, not as it is written.
pub fn barred(path: &str, scenario: &Scenario) -> Option<&'static str> {
    let scenario = &scenario.clone().fixed();
    let (table, key) = path.split_once('.').unwrap_or(("", path));
    match table {
        "traffic" => traffic(key, scenario),
        "request" => request(key, scenario),
        "scaling" => scaling(key, scenario),
        "balancer" => balancer(key, scenario),
        "deployment" => deployment(key, scenario),
        "platform_settings" if scenario.platform.is_eks() => pods(key, scenario),
        "platform_settings" => platform(key, scenario),
        _ => None,
    }
}

/// What a control means where its name does not say it; `None` where it does.
pub fn note(path: &str) -> Option<&'static str> {
    let (_, key) = path.split_once('.').unwrap_or(("", path));
    Some(match key {
        "seed" => {
            "The luck of the day: noise of the traffic, boot times, whose turn it is. The same \
             seed gives the same day."
        }
        "concurrency" => "More than that on every instance: another one gets requests.",
        "provisioned_min" => "Kept in reserve: their memory is paid, their CPU only at work.",
        "shared_services" => "They share the price of the balancer.",
        "cpu_limit" => "1: no more than the request. 0: no limit, a pod may use idle CPU.",
        "memory_limit" => "Beyond it: OOMKilled. 0: no limit, until the node itself runs short.",
        "hpa_up_percent" => "Of the pods; the larger of both changes counts. 0: no such policy.",
        "hpa_down_percent" => "Of the pods; the larger of both changes counts. 0: no such policy.",
        "hpa_down_window_s" => "The highest wish of that time counts.",
        "min_available_percent" => "So many of the pods stay healthy when pods are evicted.",
        "daemon_cpu_millis" => {
            "Beside what AWS's own pods request, where it has some on each node."
        }
        "prefix_delegation" => "More addresses, so more pods on a node.",
        "fargate_profile" => {
            "Off: no selector names their namespace and labels. They stay Pending."
        }
        "extended_support" => "The control plane costs more until it is upgraded.",
        "nodes_behind" => "An upgrade is refused where they would be too far behind.",
        "health_path_answers" => "Off: a deployment fails its checks, and App Runner goes back.",
        _ => return None,
    })
}

/// On EKS.
fn pods(key: &str, scenario: &Scenario) -> Option<&'static str> {
    let settings = &scenario.platform_settings;
    let karpenter = offered::karpenter(scenario);
    match key {
        "versions_in_extended" => {
            when(!settings.extended_support, "the version is in standard support")
        }
        "update_max_unavailable" => {
            when(settings.update_max_unavailable_percent > 0, "the share of the nodes counts")
        }
        "instances" => when(karpenter, "Karpenter launches what the pods need"),
        "instance_type" => when(
            karpenter && settings.min_instances == 0,
            "Karpenter chooses the types, and the group keeps no node",
        ),
        "max_instances" => when(karpenter, "Karpenter's nodes are outside the group"),
        "max_skew" => when(
            settings.topology_spread == TopologySpread::None,
            "no topology spread is asked for",
        ),
        "spot_draining" => when(settings.spot_share <= 0.0, "no node of the group is Spot"),
        "spot_discount" => when(!offered::has_spot(scenario), "no node is Spot"),
        _ if key.starts_with("hpa_") => scaling("target", scenario),
        _ => None,
    }
}

fn when(barred: bool, why: &'static str) -> Option<&'static str> {
    barred.then_some(why)
}

fn traffic(key: &str, scenario: &Scenario) -> Option<&'static str> {
    let no_spike = scenario.traffic.spike_factor == 1.0;
    match key {
        "spike_minutes" | "spike_ramp_s" => when(no_spike, "a spike of × 1 is none"),
        _ => None,
    }
}

fn request(key: &str, scenario: &Scenario) -> Option<&'static str> {
    match key {
        "retry_backoff_ms" => when(scenario.request.retries == 0, "clients do not retry"),
        _ => None,
    }
}

fn scaling(key: &str, scenario: &Scenario) -> Option<&'static str> {
    let scaling = &scenario.scaling;
    let listed = scaling.policies.iter().any(|policy| policy.kind == PolicyKind::Step);
    let other = || match scaling.mode {
        _ if scenario.platform.keeps_reserve() => Some("requests at once decide here"),
        ScalingMode::Off => Some("scaling is off"),
        ScalingMode::Scheduled => Some("scheduled actions look at no metric"),
        ScalingMode::Step if listed => {
            Some("the listed step policies have thresholds of their own")
        }
        _ => None,
    };
    match key {
        "metric" | "target" | "metric_period_s" => match scaling.mode {
            // The policies have metrics of their own, but share its period.
            ScalingMode::Step if key == "metric_period_s" => None,
            _ => other(),
        },
        "scale_out_cooldown_s" | "scale_in_cooldown_s" => other().map(|why| match why {
            "the listed step policies have thresholds of their own" => {
                "the listed step policies have cooldowns of their own"
            }
            why => why,
        }),
        "disable_scale_in" => other(),
        _ => None,
    }
}

fn balancer(key: &str, scenario: &Scenario) -> Option<&'static str> {
    let balancer = &scenario.balancer;
    if key == "kind" && offered::express(scenario) {
        return Some("Express Mode has an Application Load Balancer");
    }
    let nlb = balancer.kind == BalancerKind::Nlb;
    match key {
        "routing" => when(nlb, "an NLB always hashes flows"),
        "slow_start_s" if nlb => Some("an NLB has no slow start"),
        "slow_start_s" => when(
            balancer.effective_routing() != Routing::RoundRobin,
            "slow start goes with round robin only",
        ),
        "connections" | "connection_life_s" => {
            when(!nlb, "an ALB routes requests, not connections")
        }
        _ => None,
    }
}

fn deployment(key: &str, scenario: &Scenario) -> Option<&'static str> {
    let deployment = &scenario.deployment;
    let rolling = deployment.strategy == Strategy::Rolling;
    match key {
        "circuit_breaker" => when(!rolling, "the circuit breaker is for rolling deployments"),
        "rollback" | "breaker_type" | "breaker_value" | "reset_on_healthy" if !rolling => {
            Some("the circuit breaker is for rolling deployments")
        }
        "rollback" | "breaker_type" | "breaker_value" | "reset_on_healthy" => {
            when(!deployment.circuit_breaker, "the circuit breaker is off")
        }
        "step_percent" => when(
            !matches!(deployment.strategy, Strategy::Canary | Strategy::Linear),
            "only canary and linear shift a share of the traffic",
        ),
        "bake_minutes" => when(rolling, "a rolling deployment does not bake"),
        _ => None,
    }
}

fn platform(key: &str, scenario: &Scenario) -> Option<&'static str> {
    let settings = &scenario.platform_settings;
    let awsvpc = settings.network_mode == NetworkMode::Awsvpc;
    match key {
        "trunking" => when(!awsvpc, "only tasks in awsvpc mode have interfaces of their own"),
        "capacity_target"
        | "warmup_s"
        | "min_scaling_step"
        | "max_scaling_step"
        | "termination_protection" => when(!settings.managed_scaling, "managed scaling is off"),
        "spot_draining" => when(settings.spot_share <= 0.0, "no instance is Spot"),
        "health_path" | "health_path_answers" => when(
            settings.health_protocol == HealthProtocol::Tcp,
            "TCP asks only whether the port is open",
        ),
        "build_s" => when(settings.source == Source::Image, "nothing is built from an image"),
        "vpc_connector" => when(settings.calls == Calls::Nothing, "a request reaches nothing else"),
        "on_demand_base" => when(settings.spot_base > 0, "only one provider has a base"),
        "spot_base" => when(settings.on_demand_base > 0, "only one provider has a base"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::scenario::ScalingMetric;

    #[test]
    fn a_barred_control_says_why_and_comes_back() {
        let mut scenario = <Scenario as crate::shape::Shape>::blank();
        scenario.balancer.kind = BalancerKind::Nlb;
        assert_eq!(barred("balancer.routing", &scenario), Some("an NLB always hashes flows"));
        scenario.balancer.kind = BalancerKind::Alb;
        scenario.balancer.routing = Routing::RoundRobin;
        assert_eq!(barred("balancer.slow_start_s", &scenario), None);
        scenario.scaling.mode = ScalingMode::Scheduled;
        scenario.scaling.metric = ScalingMetric::Cpu;
        assert!(barred("scaling.metric", &scenario).is_some());
        scenario.scaling.mode = ScalingMode::TargetTracking;
        assert_eq!(barred("scaling.metric", &scenario), None);
    }
}
