//! The capacity provider's managed scaling, managed draining and termination protection.
//!
//! Amazon ECS Developer Guide: Amazon ECS managed scaling behavior; Safely stop Amazon ECS
//! workloads running on EC2 instances; Control the instances Amazon ECS terminates.

use super::*;

/// Tasks of which four fit on an m5.large, and no instance at the start.
fn from_zero(tasks: u32, more: Value) -> Run {
    let mut changes = json!({
        "scaling": { "desired": 0 },
        "changes": [set("00:10", "scaling.desired", json!(tasks))]
    });
    lay(&mut changes, more);
    run("ecs-ec2", changes)
}

/// Instances that the provider ordered, decision by decision: when, s, and how many.
fn orders(run: &Run) -> Vec<(f64, u32)> {
    let number = |text: &str| text.split([' ', ':']).nth(1).and_then(|word| word.parse().ok());
    let launches = decided(run, "capacity-provider", "launch");
    launches
        .iter()
        .map(|order| (order.t_ms as f64 / 1000.0, number(&order.what).expect("a number")))
        .collect()
}

/// Instances that ended, minute by minute.
fn ended_by_minute(run: &Run) -> Vec<usize> {
    let mut minutes = BTreeMap::new();
    for event in states(run, "TERMINATED") {
        *minutes.entry(event.t_ms / 60_000).or_insert(0) += 1;
    }
    minutes.into_values().collect()
}

#[test]
fn an_empty_group_starts_with_two_instances_however_many_are_needed() {
    for tasks in [1, 3, 40] {
        let run = from_zero(tasks, json!({}));
        assert_eq!(orders(&run)[0].1, rules().ecs_capacity_from_zero as u32, "{tasks} tasks");
    }
}

#[test]
fn the_next_instances_wait_for_the_warm_up() {
    for warmup_s in [rules().ecs_capacity_warmup_s, 600.0] {
        let run = from_zero(40, json!({ "platform_settings": { "warmup_s": warmup_s } }));
        let orders = orders(&run);
        let apart_s = orders[1].0 - orders[0].0;
        assert!((warmup_s..warmup_s + 60.0).contains(&apart_s), "{apart_s} s after {warmup_s} s");
        // M / N: eight tasks on two instances, thirty-two wait for eight more.
        assert_eq!(orders[1].1, 8);
        assert_eq!(at(&run.columns.running, 3000), 40.0);
    }
}

#[test]
fn a_task_waits_in_provisioning_until_its_instance_has_registered() {
    let run = from_zero(1, json!({}));
    let active = when(&run, "i0001", "ACTIVE").expect("it registers");
    assert_eq!(fleet(&run, active as u32 - 1)["t0001"].state, "PROVISIONING");
    assert!(when(&run, "t0001", "PENDING").expect("it is placed") >= active);
    assert!(when(&run, "t0001", "RUNNING").expect("it runs") > active);
}

#[test]
fn a_step_stays_within_its_least_and_most() {
    let two = json!({ "platform_settings": { "max_scaling_step": 2, "warmup_s": 0 } });
    let orders_of_two = orders(&from_zero(40, two));
    assert!(orders_of_two.iter().all(|(_, count)| *count <= 2), "{orders_of_two:?}");
    let six = json!({
        "scaling": { "desired": 4 },
        "platform_settings": { "min_scaling_step": 6 },
        "zones": { "names": ["us-east-1a"] }
    });
    assert_eq!(orders(&from_zero(5, six))[0].1, 6, "one is needed");
    let most = json!({ "platform_settings": { "max_instances": 3, "warmup_s": 0 } });
    let run = from_zero(40, most);
    assert_eq!(run.columns.machines.iter().copied().fold(0.0, f64::max), 3.0);
    assert_eq!(at(&run.columns.running, 3600), 12.0, "four on each");
}

#[test]
fn a_target_below_a_hundred_keeps_whole_instances_free() {
    let busy = json!({
        "duration_s": 14_400,
        "scaling": { "desired": 32 },
        "platform_settings": { "capacity_target": 80, "placement": ["binpack:memory"] }
    });
    let run = run("ecs-ec2", busy);
    // Eight are needed; 8 / 10 = 80 %.
    assert_eq!(run.columns.machines.last(), Some(&10.0));
    assert_eq!(counts(&run, 14_000, |task| &task.machine).len(), 8);
}

#[test]
fn instances_leave_after_fifteen_points_at_most_half_a_minute() {
    let shrinks = json!({
        "duration_s": 10_800,
        "scaling": { "desired": 40 },
        "zones": { "names": ["us-east-1a"] },
        "platform_settings": { "placement": ["binpack:memory"] },
        "changes": [set("01:00", "scaling.desired", json!(4))]
    });
    let run = run("ecs-ec2", shrinks);
    let first_end = states(&run, "TERMINATED")[0].t_ms as f64 / 1000.0;
    // The last tasks drain first; then fifteen points of a minute.
    let empty = states(&run, "STOPPED").last().expect("tasks stop").t_ms as f64 / 1000.0;
    let points = rules().ecs_capacity_scale_in_points * 60.0;
    let waited = first_end - empty;
    assert!((points - 60.0..points + 120.0).contains(&waited), "{waited} s");
    assert_eq!(ended_by_minute(&run), [5, 2, 1, 1], "half of 10, of 5, of 3, and at least one");
    assert_eq!(run.columns.machines.last(), Some(&1.0));
}

#[test]
fn only_empty_instances_leave_under_protection() {
    // Spread over instances, two tasks keep an instance each, of ten.
    let spread = json!({
        "duration_s": 10_800,
        "scaling": { "desired": 40 },
        "platform_settings": {
            "placement": ["spread:instance"], "managed_draining": false, "rebalancing": false
        },
        "changes": [set("01:00", "scaling.desired", json!(7))]
    });
    let run = run("ecs-ec2", spread);
    let (machines, kept) =
        (run.columns.machines.last().copied(), counts(&run, 10_700, |task| &task.machine).len());
    assert_eq!(machines, Some(kept as f64));
    assert!(kept > 2, "seven tasks would fit on two instances, and are not moved");
    assert!(decided(&run, "service-scheduler", "lost").is_empty());
}

/// A service that leaves most of its instances with a task, and a group that has to shrink.
fn unprotected(draining: bool) -> Run {
    let changes = json!({
        "duration_s": 14_400,
        "scaling": { "desired": 40 },
        "balancer": { "deregistration_delay_s": 30 },
        "platform_settings": {
            "placement": ["spread:instance"], "termination_protection": false,
            "managed_draining": draining, "rebalancing": false
        },
        "changes": [set("01:00", "scaling.desired", json!(5))]
    });
    run("ecs-ec2", changes)
}

#[test]
fn without_protection_scale_in_may_take_tasks_and_managed_draining_saves_them() {
    let (lost, drained) = (unprotected(false), unprotected(true));
    assert!(!decided(&lost, "service-scheduler", "task lost").is_empty());
    assert!(decided(&drained, "service-scheduler", "task lost").is_empty());
    assert!(!states(&drained, "DRAINING").is_empty());
    let least = |run: &Run| run.columns.healthy[370..].iter().copied().fold(99.0, f64::min);
    assert!(least(&lost) < 5.0);
    assert_eq!(least(&drained), 5.0, "a replacement serves before the task leaves");
}

#[test]
fn a_scale_out_puts_scale_in_off() {
    let changes = json!({
        "duration_s": 10_800,
        "scaling": { "desired": 40 },
        "platform_settings": { "placement": ["binpack:memory"] },
        "balancer": { "deregistration_delay_s": 0 },
        "changes": [
            set("00:30", "scaling.desired", json!(20)),
            set("00:40", "scaling.desired", json!(44)),
            set("00:46", "scaling.desired", json!(4))
        ]
    });
    let run = run("ecs-ec2", changes);
    let out = orders(&run)[0].0;
    let end = states(&run, "TERMINATED")[0].t_ms as f64 / 1000.0;
    assert!(end - out >= rules().ecs_capacity_scale_in_wait_s, "{out} {end}");
}

#[test]
fn a_group_without_managed_scaling_stays_as_it_is() {
    let changes = json!({
        "scaling": { "desired": 4 },
        "platform_settings": { "managed_scaling": false, "instances": 2 },
        "changes": [set("00:10", "scaling.desired", json!(20))]
    });
    let run = run("ecs-ec2", changes);
    assert_eq!(rungs(&run.columns.machines, 0), [2.0]);
    assert_eq!(run.columns.running.last(), Some(&8.0));
    assert_eq!(run.columns.pending.last(), Some(&12.0));
}
