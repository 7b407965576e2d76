//! Spot on both launch types.
//!
//! Amazon ECS Developer Guide: Amazon ECS clusters for Fargate; Spot Instance draining; Safely stop
//! Amazon ECS workloads running on EC2 instances. API: CapacityProviderStrategyItem.

use super::*;

/// The reclaim at 00:30, for twenty minutes.
fn reclaim() -> Value {
    json!({ "at": "00:30", "fault": "reclaim-spot", "for_s": 1200 })
}

/// Twelve tasks on four instances of one zone, half of them Spot.
fn on_instances(settings: Value) -> Run {
    let mut changes = json!({
        "scaling": { "desired": 12 },
        "balancer": { "deregistration_delay_s": 30 },
        "platform_settings": {
            "managed_scaling": false, "managed_draining": false,
            "instances": 4, "spot_share": 0.5, "placement": ["spread:instance"]
        },
        "changes": [reclaim()]
    });
    lay(&mut changes, json!({ "platform_settings": settings }));
    run("ecs-ec2", changes)
}

fn least_healthy(run: &Run, from_s: usize, until_s: usize) -> f64 {
    run.columns.healthy[from_s / 10..until_s / 10].iter().copied().fold(f64::MAX, f64::min)
}

#[test]
fn the_share_of_spot_instances_is_held() {
    let run = on_instances(json!({}));
    let first = states(&run, "BOOTING").into_iter().filter(|event| event.t_ms == 0);
    assert_eq!(first.filter(|event| event.machine == "spot").count(), 2);
}

#[test]
fn without_draining_the_tasks_run_to_the_end_of_the_notice_and_are_lost() {
    let run = on_instances(json!({}));
    let notice_s = rules().ec2_spot_warning_s as usize;
    assert!(states(&run, "DRAINING").is_empty());
    let ends: Vec<u64> = states(&run, "TERMINATED").iter().map(|event| event.t_ms).collect();
    assert_eq!(ends, [(1800 + notice_s as u64) * 1000; 2]);
    assert_eq!(least_healthy(&run, 1800, 1800 + notice_s), 12.0, "nothing happens in the notice");
    assert!(decided(&run, "service-scheduler", "task lost").len() >= 6);
    assert_eq!(least_healthy(&run, 1800 + notice_s, 3600), 6.0);
}

#[test]
fn with_draining_the_tasks_move_within_the_notice() {
    // By the agent's setting, or by the capacity provider's managed draining.
    for setting in ["spot_draining", "managed_draining"] {
        let run = on_instances(json!({ setting: true, "instances": 6 }));
        assert_eq!(states(&run, "DRAINING").len(), 3, "{setting}");
        assert!(decided(&run, "service-scheduler", "task lost").is_empty(), "{setting}");
        assert_eq!(least_healthy(&run, 1800, 3600), 12.0, "{setting}");
    }
}

#[test]
fn draining_needs_room_within_the_bounds() {
    // At 100 % neither more nor fewer tasks are allowed: nothing moves, and the notice runs out.
    let mut stuck = json!({
        "scaling": { "desired": 12 },
        "deployment": { "minimum_healthy_percent": 100, "maximum_percent": 100 },
        "platform_settings": {
            "managed_scaling": false, "managed_draining": true,
            "instances": 6, "spot_share": 0.5, "placement": ["spread:instance"]
        },
        "changes": [reclaim()]
    });
    let lost = run("ecs-ec2", stuck.clone());
    assert_eq!(decided(&lost, "service-scheduler", "task lost").len(), 6);
    // A lower minimum lets the tasks stop at once, and their replacements start.
    lay(
        &mut stuck,
        json!({
            "deployment": { "minimum_healthy_percent": 50 },
            "balancer": { "deregistration_delay_s": 30 }
        }),
    );
    let moved = run("ecs-ec2", stuck);
    assert!(decided(&moved, "service-scheduler", "task lost").is_empty());
}

#[test]
fn a_reclaimed_spot_instance_comes_back_when_there_is_capacity_again() {
    let run = on_instances(json!({}));
    let machines = &run.columns.machines;
    assert_eq!(rungs(machines, 0), [4.0, 2.0, 4.0]);
    let back = machines.iter().rposition(|count| *count == 2.0).expect("two were gone") * 10;
    assert!((3000..3100).contains(&back), "{back}");
}

/// Fargate with a strategy of two providers.
fn strategy(tasks: u32, on_demand: [u32; 2], spot: [u32; 2], more: Value) -> Run {
    let mut changes = json!({
        "scaling": { "desired": tasks },
        "balancer": { "deregistration_delay_s": 30 },
        "platform_settings": {
            "on_demand_base": on_demand[0], "on_demand_weight": on_demand[1],
            "spot_base": spot[0], "spot_weight": spot[1]
        }
    });
    lay(&mut changes, more);
    run("ecs-fargate", changes)
}

/// Share of the vCPU hours that was Spot.
fn spot_share(run: &Run) -> f64 {
    let spot = billed(run, "Fargate Spot vCPU");
    spot / (spot + billed(run, "Fargate vCPU"))
}

#[test]
fn the_base_comes_first_and_then_the_weights() {
    for (tasks, on_demand, spot, expected) in [
        (10, [2, 1], [0, 3], 6.0 / 10.0),
        (10, [0, 1], [0, 1], 5.0 / 10.0),
        (10, [10, 1], [0, 9], 0.0),
        (4, [0, 0], [0, 1], 1.0),
        (6, [0, 1], [4, 1], 5.0 / 6.0),
    ] {
        let run = strategy(tasks, on_demand, spot, json!({}));
        assert!((spot_share(&run) - expected).abs() < 1e-9, "{on_demand:?} {spot:?}");
    }
    let weightless = json!({ "platform_settings": { "on_demand_weight": 0 } });
    assert!(!refused("ecs-fargate", weightless).is_empty(), "a strategy needs a weight above 0");
}

#[test]
fn a_spot_task_costs_the_discount_less() {
    let (ordinary, spot) =
        (strategy(4, [0, 1], [0, 0], json!({})), strategy(4, [0, 0], [0, 1], json!({})));
    let share = 1.0 - rules().fargate_spot_discount_percent / 100.0;
    let ratio = paid(&spot, "Fargate Spot vCPU") / paid(&ordinary, "Fargate vCPU");
    assert!((ratio - share).abs() < 1e-9, "{ratio}");
}

#[test]
fn nothing_steps_in_for_spot_until_its_capacity_is_back() {
    let run = strategy(8, [2, 1], [0, 1], json!({ "changes": [reclaim()] }));
    assert_eq!(decided(&run, "capacity-provider", "stop signal").len(), 3);
    assert_eq!(at(&run.columns.running, 2900), 5.0, "the two of the base and three by weight");
    assert_eq!(at(&run.columns.pending, 2900), 3.0, "in PROVISIONING");
    let waits = decided(&run, "service-scheduler", "wait for room");
    assert!(waits.iter().all(|wait| wait.fact == "fargate.spot_fallback"));
    assert_eq!(at(&run.columns.running, 3200), 8.0);
}

#[test]
fn a_service_on_spot_alone_is_down_until_then() {
    let run = strategy(1, [0, 0], [0, 1], json!({ "changes": [reclaim()] }));
    assert_eq!(at(&run.columns.running, 2900), 0.0);
    assert!(run.totals.failed.no_target > 10_000.0);
    assert_eq!(run.columns.running.last(), Some(&1.0));
}

#[test]
fn an_on_demand_task_of_the_base_is_replaced_though_there_is_no_spot() {
    // The base's tasks are lost one by one to a leak while Spot is away.
    let leak = json!({ "at": "00:31", "fault": "memory-leak", "amount": 200, "for_s": 600 });
    let run = strategy(8, [4, 0], [0, 1], json!({ "changes": [reclaim(), leak] }));
    assert!(!decided(&run, "service-scheduler", "out of memory").is_empty());
    assert_eq!(at(&run.columns.running, 2900), 4.0);
}

#[test]
fn an_unhealthy_task_of_the_base_is_replaced_on_demand() {
    // Four tasks that have to do twelve's work fail their checks; replacements come On-Demand.
    let changes = json!({
        "traffic": { "peak_rps": 240 },
        "request": { "timeout_ms": 30_000 },
        "task": { "queue_limit": 1000 },
        "changes": [reclaim()]
    });
    let run = strategy(12, [4, 0], [0, 1], changes);
    assert!(decided(&run, "balancer", "is unhealthy").len() >= 4);
    assert_eq!(at(&run.columns.pending, 1860), 12.0);
    // Four of them are On-Demand and come; the eight Spot tasks wait.
    let started = decided(&run, "service-scheduler", "start 4 tasks");
    assert!(started.iter().any(|start| start.t_ms < 2_000_000));
    assert_eq!(at(&run.columns.pending, 1920), 8.0);
}

#[test]
fn scale_in_keeps_the_base() {
    let fewer = json!({ "changes": [set("00:10", "scaling.desired", json!(3))] });
    let run = strategy(12, [3, 1], [0, 2], fewer);
    // What is left costs what the base alone does.
    let base = strategy(3, [3, 1], [0, 0], json!({}));
    assert_eq!(run.columns.dollars_per_hour.last(), base.columns.dollars_per_hour.last());
}
