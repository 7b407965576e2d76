//! Random legal scenarios, each from its number alone.

use serde_json::{Value, json};

/// A small generator (SplitMix64): the draws need no quality, only to be the same everywhere.
pub struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform, two digits behind the point.
    fn number(&mut self, low: f64, high: f64) -> f64 {
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        ((low + (high - low) * share) * 100.0).round() / 100.0
    }

    fn whole(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }

    fn flag(&mut self) -> bool {
        self.next() & 1 == 1
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[(self.next() % of.len() as u64) as usize].clone()
    }
}

/// The scenario of that number, as a partial one.
pub fn scenario(number: u64) -> Value {
    let mut draw = Draw(number.wrapping_mul(0x2545_f491_4f6c_dd1d));
    let hours = draw.whole(1, 4);
    let (vcpu, memory) = draw.one(&[(0.25, 512), (0.5, 1024), (1.0, 2048), (2.0, 4096)]);
    let ec2 = draw.flag();
    let whole = json!({
        "platform": if ec2 { "ecs-ec2" } else { "ecs-fargate" },
        "seed": draw.whole(0, 1_000_000),
        "start": "2026-11-23T09:00:00",
        "time_zone": draw.one(&["UTC", "Europe/Berlin", "America/New_York"]),
        "duration_s": hours * 3600 - draw.whole(0, 1799),
        "traffic": traffic(&mut draw),
        "request": request(&mut draw),
        "task": {
            "vcpu": vcpu, "memory_mib": memory, "queue_limit": draw.whole(0, 200),
            "workers": draw.one(&[0, 0, 4, 50]), "start_s": draw.whole(0, 60),
            "discipline": draw.one(&["fcfs", "fcfs", "processor-sharing"]),
        },
        "balancer": balancer(&mut draw),
        "scaling": scaling(&mut draw),
        "deployment": deployment(&mut draw),
        "platform_settings": platform(&mut draw),
        "changes": changes(&mut draw, hours),
    });
    match number % 10 {
        3 | 8 => managed(whole, number),
        1 | 5 | 7 | 9 => on_eks(whole, number),
        _ => whole,
    }
}

/// The same day on App Runner or Express Mode, from luck of its own.
fn managed(mut whole: Value, number: u64) -> Value {
    let mut draw = Draw(number.wrapping_mul(0xd1b5_4a32_d192_ed03));
    whole["platform"] = json!(draw.one(&["app-runner", "app-runner", "ecs-express"]));
    let least = draw.whole(1, 6);
    let settings = json!({
        "concurrency": draw.one(&[1, 5, 40, 100, 200]), "provisioned_min": least,
        "provisioned_max": least + draw.whole(0, 20), "source": draw.one(&["image", "code"]),
        "build_s": draw.one(&[0, 200]), "vpc_connector": draw.flag(),
        "calls": draw.one(&["nothing", "nothing", "vpc", "internet", "both"]),
        "shared_services": draw.whole(1, 25), "paused": draw.one(&[false, false, false, true]),
        "health_protocol": draw.one(&["tcp", "http"]), "health_path_answers": draw.flag(),
        "health_interval_s": draw.one(&[1, 5, 20]), "health_timeout_s": draw.one(&[1, 2, 20]),
        "healthy_threshold": draw.whole(1, 20), "unhealthy_threshold": draw.whole(1, 20),
    });
    for (name, value) in settings.as_object().into_iter().flatten() {
        whole["platform_settings"][name] = value.clone();
    }
    if draw.flag() {
        for (minute, paused) in [(draw.whole(1, 20), true), (draw.whole(21, 50), false)] {
            let at = format!("09:{minute:02}:00");
            let set = "platform_settings.paused";
            let change = json!({ "at": at, "set": set, "value": paused });
            whole["changes"].as_array_mut().into_iter().for_each(|all| all.push(change.clone()));
        }
    }
    whole
}

/// The same day on Amazon EKS, from luck of its own.
fn on_eks(mut whole: Value, number: u64) -> Value {
    let mut draw = Draw(number.wrapping_mul(0x9e6c_63d0_876a_68de));
    let place = draw.one(&["eks-managed", "eks-self-managed", "eks-fargate", "eks-auto"]);
    whole["platform"] = json!(place);
    whole["deployment"]["strategy"] = json!("rolling");
    if whole["scaling"]["mode"] == "step" {
        whole["scaling"]["mode"] = json!("target-tracking");
    }
    if whole["task"]["vcpu"] == 2.0 {
        whole["platform_settings"]["instance_type"] = json!("m5.xlarge");
    }
    let settings = json!({
        "autoscaler": draw.one(&["off", "cluster-autoscaler", "cluster-autoscaler", "karpenter"]),
        "capacity_type": draw.one(&["on-demand", "spot"]),
        "cpu_limit": draw.one(&[1.0, 1.0, 0.0, 2.0]),
        "memory_limit": draw.one(&[1.0, 0.0, 2.0]), "prefix_delegation": draw.flag(),
        "daemon_cpu_millis": draw.one(&[0, 100]), "daemon_memory_mib": draw.one(&[0, 256]),
        "topology_spread": draw.one(&["none", "schedule-anyway", "do-not-schedule"]),
        "max_skew": draw.whole(1, 3), "max_surge_percent": draw.one(&[0, 25, 100]),
        "max_unavailable_percent": draw.one(&[0, 25, 100]),
        "min_available_percent": draw.one(&[0, 0, 50, 90, 100]),
        "pre_stop_s": draw.one(&[0, 15]), "node_repair": draw.flag(),
        "update_max_unavailable": draw.whole(1, 3),
        "update_max_unavailable_percent": number % 4 * 11,
        "fargate_profile": !number.is_multiple_of(15),
        "update_strategy": draw.one(&["default", "minimal"]), "force_update": draw.flag(),
        "scale_down_unneeded_s": draw.one(&[60, 600]),
        "consolidation": draw.one(&["when-empty", "when-empty-or-underutilized"]),
        "consolidate_after_s": draw.one(&[0, 60]), "node_budget_percent": draw.one(&[0, 10, 50]),
        "node_life_h": draw.one(&[0.0, 0.0, 1.5]), "extended_support": draw.flag(),
        "hpa_down_window_s": draw.one(&[0, 300]), "hpa_up_pods": draw.one(&[0, 4]),
        "hpa_up_percent": draw.one(&[0, 100]), "hpa_down_pods": draw.one(&[0, 2]),
        "versions_in_extended": draw.whole(1, 3), "nodes_behind": draw.whole(0, 3),
    });
    for (name, value) in settings.as_object().into_iter().flatten() {
        whole["platform_settings"][name] = value.clone();
    }
    if draw.flag() {
        let at = format!("09:{:02}:00", draw.whole(1, 50));
        let change = json!({ "at": at, "fault": "upgrade-control-plane" });
        whole["changes"].as_array_mut().into_iter().for_each(|all| all.push(change.clone()));
    }
    whole
}

fn traffic(draw: &mut Draw) -> Value {
    json!({
        "shape": draw.one(&["flat", "day", "step", "flash", "batch"]),
        "peak_rps": draw.number(0.0, 800.0),
        "trough_share": draw.number(0.0, 1.0),
        "spike_at": "09:40", "spike_factor": draw.number(0.0, 5.0), "noise": draw.number(0.0, 0.3),
    })
}

fn request(draw: &mut Draw) -> Value {
    json!({
        "cpu_ms": draw.number(1.0, 200.0), "cpu_cv2": draw.number(0.0, 4.0),
        "wait_ms": draw.one(&[0, 0, 50, 400]), "memory_kib": draw.one(&[50, 200, 20_000]),
        "timeout_ms": draw.whole(200, 20_000), "on_timeout": draw.one(&["waste", "abandon"]),
        "retries": draw.one(&[0, 0, 1, 3]), "retry_backoff_ms": draw.whole(50, 2000),
    })
}

fn balancer(draw: &mut Draw) -> Value {
    json!({
        "kind": draw.one(&["alb", "alb", "nlb"]),
        "routing": draw.one(&["round-robin", "least-outstanding", "weighted-random"]),
        "nodes": draw.whole(1, 4), "slow_start_s": draw.one(&[0, 0, 30, 120]),
        "cross_zone": draw.flag(), "connections": draw.one(&[6, 40, 5000]),
        "health_interval_s": draw.one(&[10, 30]), "health_check_queues": draw.flag(),
        "deregistration_delay_s": draw.one(&[0, 30, 300]),
    })
}

fn scaling(draw: &mut Draw) -> Value {
    let min = draw.whole(0, 8);
    let metric = draw.one(&["cpu", "cpu", "memory", "requests"]);
    let target =
        if metric == "requests" { draw.number(50.0, 3000.0) } else { draw.number(10.0, 90.0) };
    let mut policies = Vec::new();
    if draw.flag() {
        policies.push(json!({
            "kind": "scheduled",
            "expression": draw.one(&["cron(30 9 * * ? *)", "rate(40 minutes)"]),
            "min": draw.whole(0, 12), "max": draw.whole(12, 30),
        }));
    }
    if draw.flag() {
        policies.push(json!({
            "kind": "target-tracking", "metric": "requests", "target": draw.number(100.0, 2000.0),
            "disable_scale_in": draw.flag(),
        }));
    }
    json!({
        "mode": draw.one(&["off", "target-tracking", "target-tracking", "step", "scheduled"]),
        "desired": min + draw.whole(0, 6), "min": min, "max": min + draw.whole(1, 30),
        "metric": metric, "target": target, "metric_period_s": draw.one(&[20, 60]),
        "scale_out_cooldown_s": draw.one(&[0, 60, 300]), "disable_scale_in": draw.flag(),
        "policies": policies,
    })
}

fn deployment(draw: &mut Draw) -> Value {
    json!({
        "strategy": draw.one(&["rolling", "rolling", "canary", "linear", "blue-green"]),
        "minimum_healthy_percent": draw.one(&[0, 50, 100]),
        "maximum_percent": draw.one(&[100, 150, 200]),
        "circuit_breaker": draw.flag(), "rollback": draw.flag(),
        "breaker_type": draw.one(&["bounded-percent", "unbounded-percent", "count", "older"]),
        "breaker_value": draw.whole(1, 60), "step_percent": draw.number(5.0, 60.0),
        "bake_minutes": draw.whole(0, 6), "health_grace_s": draw.one(&[0, 0, 120]),
    })
}

fn platform(draw: &mut Draw) -> Value {
    let spot = draw.flag();
    json!({
        "instance_type": draw.one(&["m5.large", "m5.xlarge", "c5.xlarge"]),
        "network_mode": draw.one(&["awsvpc", "awsvpc", "bridge"]), "trunking": draw.flag(),
        "placement": draw.one(&[
            json!(["spread:az", "binpack:memory"]), json!(["binpack:cpu"]), json!(["random"]),
            json!(["spread:az", "spread:instance"]), json!([]),
        ]),
        "instances": draw.whole(0, 4), "min_instances": draw.whole(0, 2),
        "max_instances": draw.whole(4, 20), "managed_scaling": draw.one(&[true, true, false]),
        "capacity_target": draw.one(&[100, 100, 80]), "warmup_s": draw.one(&[0, 300]),
        "managed_draining": draw.flag(), "termination_protection": draw.flag(),
        "spot_share": if spot { draw.number(0.0, 1.0) } else { 0.0 }, "spot_draining": draw.flag(),
        "rebalancing": draw.flag(), "on_demand_base": draw.one(&[0, 2]), "on_demand_weight": 1,
        "spot_weight": if spot { draw.whole(1, 4) } else { 0 },
        "vcpu_quota": draw.one(&[8, 500, 500]),
        "subnets": draw.one(&["public", "nat", "endpoints"]),
    })
}

fn changes(draw: &mut Draw, hours: u64) -> Vec<Value> {
    let faults = drydock::sim::fault::Fault::WORDS;
    let count = draw.whole(0, 4);
    (0..count)
        .map(|_| {
            let minute = draw.whole(1, hours * 60 - 1);
            let at = format!("{:02}:{:02}:{:02}", 9 + minute / 60, minute % 60, draw.whole(0, 59));
            if draw.whole(0, 3) == 0 {
                let (path, value) = draw.one(&[
                    ("scaling.target", json!(40)),
                    ("scaling.max", json!(60)),
                    ("traffic.peak_rps", json!(300)),
                    ("balancer.routing", json!("least-outstanding")),
                    ("request.retries", json!(2)),
                    ("platform_settings.spot_draining", json!(true)),
                ]);
                return json!({ "at": at, "set": path, "value": value });
            }
            let mut change = json!({ "at": at, "fault": draw.one(faults) });
            if draw.flag() {
                change["for_s"] = json!(draw.whole(60, 2400));
            }
            if draw.whole(0, 3) == 0 {
                change["amount"] = json!(draw.number(0.1, 4.0));
            }
            change
        })
        .collect()
}
