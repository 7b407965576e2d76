//! Where a task goes: interfaces, ports, strategies in their order, zones.
//!
//! Amazon ECS Developer Guide: How Amazon ECS places tasks on container instances; Increasing
//! Amazon ECS Linux container instance network interfaces; Balancing an Amazon ECS service across
//! Availability Zones.

use super::*;

/// Small tasks on a group that stays at `instances`; CPU and memory would carry eight on each
/// m5.large.
fn group(instances: u32, tasks: u32, settings: Value) -> Run {
    group_with(instances, tasks, settings, json!({}))
}

fn group_with(instances: u32, tasks: u32, settings: Value, more: Value) -> Run {
    let mut changes = json!({
        "duration_s": 3600,
        "task": { "vcpu": 0.25, "memory_mib": 512 },
        "scaling": { "desired": tasks },
        "platform_settings": { "managed_scaling": false, "instances": instances }
    });
    lay(&mut changes, json!({ "platform_settings": settings }));
    lay(&mut changes, more);
    run("ecs-ec2", changes)
}

fn running(run: &Run) -> f64 {
    run.columns.running.last().copied().unwrap_or_default()
}

#[test]
fn interfaces_limit_awsvpc_tasks_without_trunking() {
    // Interfaces minus the instance's own one: m5.large 3 − 1, m5.xlarge 4 − 1.
    for (kind, carried) in [("m5.large", 2.0), ("m5.xlarge", 3.0), ("c5.large", 2.0)] {
        let settings = json!({ "instance_type": kind, "trunking": false });
        assert_eq!(running(&group(3, 30, settings)), 3.0 * carried, "{kind}");
    }
}

#[test]
fn trunking_carries_what_cpu_and_memory_allow() {
    // Ten interfaces on an m5.large, twenty on an m5.xlarge: the CPU ends first.
    for (kind, carried) in [("m5.large", 8.0), ("m5.xlarge", 16.0)] {
        let settings = json!({ "instance_type": kind, "trunking": true });
        assert_eq!(running(&group(2, 40, settings)), 2.0 * carried, "{kind}");
    }
    // T3 is not on AWS's list of types with trunking: the setting changes nothing there.
    let settings = json!({ "instance_type": "t3.medium", "trunking": true });
    assert_eq!(running(&group(2, 40, settings)), 4.0);
}

#[test]
fn bridge_mode_asks_for_no_interface_and_host_mode_for_its_port() {
    let bridge = group(2, 40, json!({ "network_mode": "bridge", "trunking": false }));
    assert_eq!(running(&bridge), 16.0);
    let host = group(3, 40, json!({ "network_mode": "host" }));
    assert_eq!(counts(&host, 3500, |task| &task.machine), [1, 1, 1]);
    assert!(!decided(&host, "service-scheduler", "wait for room").is_empty());
}

#[test]
fn distinct_instances_take_one_task_each() {
    let run = group(4, 10, json!({ "distinct_instance": true }));
    assert_eq!(counts(&run, 3500, |task| &task.machine), [1, 1, 1, 1]);
}

#[test]
fn in_bridge_mode_a_task_may_use_idle_cpu_of_its_instance() {
    // One task of half a vCPU alone on two of them, asked for 1.2.
    let busy = json!({
        "task": { "vcpu": 0.5, "memory_mib": 1024 },
        "traffic": { "peak_rps": 60 },
        "scaling": { "desired": 1 }
    });
    let on = |mode: &str| {
        let settings = json!({ "network_mode": mode });
        group_with(1, 1, settings, busy.clone())
    };
    let (bridge, awsvpc) = (on("bridge"), on("awsvpc"));
    let cpu = bridge.columns.cpu.last().copied().expect("rows");
    assert!((cpu - 60.0 * 0.02 / 0.5).abs() < 0.05, "240 % of its share: {cpu}");
    assert!(bridge.totals.failed.sum() < 1.0);
    assert!(awsvpc.totals.failed.sum() > 0.3 * awsvpc.totals.offered);
    assert!(awsvpc.columns.cpu.iter().all(|cpu| *cpu <= 1.0));
}

#[test]
fn the_burst_ends_where_the_instance_is_full() {
    // Four such tasks share the two vCPUs: each has its half and no more.
    let settings = json!({ "network_mode": "bridge" });
    let busy = json!({
        "task": { "vcpu": 0.5, "memory_mib": 1024 },
        "traffic": { "peak_rps": 200 },
        "scaling": { "desired": 4 }
    });
    let run = group_with(1, 4, settings, busy);
    let cpu = run.columns.cpu.last().copied().expect("rows");
    assert!((cpu - 1.0).abs() < 0.01, "{cpu}");
}

#[test]
fn strategies_count_in_their_order() {
    let zones = |run: &Run| counts(run, 3500, |task| &task.zone);
    let machines = |run: &Run| counts(run, 3500, |task| &task.machine);
    // Six tasks, six instances in three zones; eight would fit on one.
    let placed = |placement: &[&str]| group(6, 6, json!({ "placement": placement }));
    let packed = placed(&["binpack:memory"]);
    assert_eq!(machines(&packed), [6]);
    let spread_then_packed = placed(&["spread:az", "binpack:memory"]);
    assert_eq!(zones(&spread_then_packed), [2, 2, 2]);
    assert_eq!(machines(&spread_then_packed), [2, 2, 2], "one instance in each zone");
    let spread_twice = placed(&["spread:az", "spread:instance"]);
    assert_eq!(machines(&spread_twice), [1; 6]);
    // The other way round the first strategy leaves one instance, and the second no choice.
    let packed_then_spread = placed(&["binpack:cpu", "spread:az"]);
    assert_eq!(machines(&packed_then_spread), [6]);
}

#[test]
fn resources_come_before_strategies() {
    // Binpack wants the fullest instance, and the fullest has no room left.
    let run = group(2, 9, json!({ "placement": ["binpack:memory"] }));
    assert_eq!(counts(&run, 3500, |task| &task.machine), [8, 1]);
}

#[test]
fn scale_in_keeps_the_zones_level_and_empties_packed_instances() {
    let fewer = json!({ "changes": [set("00:20", "scaling.desired", json!(6))] });
    let spread = group_with(3, 12, json!({ "placement": ["spread:az"] }), fewer.clone());
    assert_eq!(counts(&spread, 3500, |task| &task.zone), [2, 2, 2]);
    // In one zone binpack takes from the instance that has most left.
    let mut one_zone = fewer;
    lay(&mut one_zone, json!({ "zones": { "names": ["us-east-1a"] } }));
    let packed = group_with(3, 12, json!({ "placement": ["binpack:memory"] }), one_zone);
    assert_eq!(counts(&packed, 3500, |task| &task.machine), [6]);
}

#[test]
fn fargate_spreads_over_the_zones_by_itself() {
    let run = run("ecs-fargate", json!({ "scaling": { "desired": 10 } }));
    assert_eq!(counts(&run, 3600, |task| &task.zone), [4, 3, 3]);
}

/// A zone that was away for ten minutes, from 00:20.
fn away_and_back(platform: &str, settings: Value) -> Run {
    let gone = json!({
        "at": "00:20", "fault": "lose-zone", "zone": "us-east-1b", "for_s": 600
    });
    let mut changes = json!({
        "duration_s": 5400,
        "scaling": { "desired": 9 },
        "balancer": { "deregistration_delay_s": 30 },
        "changes": [gone]
    });
    lay(&mut changes, json!({ "platform_settings": settings }));
    run(platform, changes)
}

#[test]
fn rebalancing_starts_a_task_first_and_then_stops_one() {
    let run = away_and_back("ecs-fargate", json!({}));
    assert_eq!(counts(&run, 1700, |task| &task.zone), [5, 4]);
    assert_eq!(counts(&run, 5300, |task| &task.zone), [3, 3, 3]);
    assert_eq!(decided(&run, "service-scheduler", "rebalance").len(), 3);
    let back = 1800 / 10;
    assert!(run.columns.healthy[back..].iter().all(|healthy| *healthy >= 9.0));
}

#[test]
fn zones_stay_lopsided_where_rebalancing_is_off_or_not_allowed() {
    let off = away_and_back("ecs-fargate", json!({ "rebalancing": false }));
    assert_eq!(counts(&off, 5300, |task| &task.zone), [5, 4]);
    // A first strategy other than the zones', and a maximum of 100 %, rule it out.
    let packed = json!({
        "managed_scaling": false, "instances": 6, "placement": ["binpack:memory"]
    });
    let packed = away_and_back("ecs-ec2", packed);
    assert!(decided(&packed, "service-scheduler", "rebalance").is_empty());
    let full = json!({ "deployment": { "maximum_percent": 100 } });
    let mut changes = json!({
        "scaling": { "desired": 9 },
        "changes": [{ "at": "00:20", "fault": "lose-zone", "zone": "us-east-1b", "for_s": 600 }]
    });
    lay(&mut changes, full);
    let full = run("ecs-fargate", changes);
    assert!(decided(&full, "service-scheduler", "rebalance").is_empty());
}

#[test]
fn on_instances_rebalancing_uses_only_those_that_are_there() {
    // The group itself replaces the instances of the lost zone when it is back.
    let settings = json!({ "managed_scaling": false, "instances": 6, "placement": ["spread:az"] });
    let run = away_and_back("ecs-ec2", settings);
    assert!(run.columns.machines.iter().all(|machines| *machines <= 6.0));
    let zones = counts(&run, 5300, |task| &task.zone);
    assert!(zones[0] - zones.last().copied().unwrap_or(0) <= 1, "{zones:?}");
}
