//! Faults that a class wants to see: memory, patches, a lost zone, a storm of retries, agents.
//!
//! Amazon ECS Developer Guide: Troubleshooting OutOfMemoryError errors; Task retirement and
//! maintenance on Fargate; service event messages. Amazon EC2 Auto Scaling: health checks.

use super::*;

fn out_of_memory(run: &Run) -> Vec<&Decision> {
    decided(run, "service-scheduler", "out of memory")
}

#[test]
fn a_leak_fills_the_memory_and_the_kernel_ends_the_container() {
    // 824 MiB are free; at 20 MiB a minute they last 41 minutes, a tenth more or less.
    let leak = json!({ "at": "00:10", "fault": "memory-leak", "amount": 20 });
    let run = run("ecs-fargate", json!({ "changes": [leak] }));
    let killed = out_of_memory(&run);
    assert!(killed.len() >= 4 && killed[0].because == rules().faults_out_of_memory);
    let minutes = (killed[0].t_ms as f64 / 60_000.0 - 10.0) / (824.0 / 20.0);
    assert!((0.9..1.1).contains(&minutes), "{minutes}");
    let memory = &run.columns.memory;
    assert!(memory[250] > memory[70] + 0.2, "the metric shows it before");
    assert!(at(&run.columns.running, 7100) >= 3.0, "each is replaced");
}

#[test]
fn a_leak_that_is_mended_kills_nobody() {
    let short = json!({ "at": "00:10", "fault": "memory-leak", "amount": 20, "for_s": 1200 });
    assert!(out_of_memory(&run("ecs-fargate", json!({ "changes": [short] }))).is_empty());
}

#[test]
fn requests_in_flight_can_fill_the_memory_too() {
    // 20 MiB each: 41 of them are too many.
    let heavy = |queue: u32| {
        run(
            "ecs-fargate",
            json!({
                "duration_s": 1800,
                "traffic": { "peak_rps": 150 },
                "request": { "memory_kib": 20_480 },
                "task": { "queue_limit": queue },
                "balancer": { "health_check_queues": false }
            }),
        )
    };
    assert!(!out_of_memory(&heavy(100)).is_empty());
    let limited = heavy(30);
    assert!(out_of_memory(&limited).is_empty(), "a shorter queue refuses instead");
    assert!(limited.totals.failed.refused > 1000.0);
}

/// Patches at 00:20.
fn patched(platform: &str, more: Value) -> Run {
    let mut changes = json!({
        "duration_s": 14_400,
        "scaling": { "desired": 8 },
        "balancer": { "deregistration_delay_s": 30 },
        "changes": [fault("00:20", "patch-day")]
    });
    lay(&mut changes, more);
    run(platform, changes)
}

#[test]
fn on_fargate_aws_replaces_the_tasks() {
    let run = patched("ecs-fargate", json!({}));
    assert_eq!(states(&run, "STOPPED").len(), 8);
    let deployed = decided(&run, "deployment", "is deployed");
    assert_eq!(deployed.len(), 1);
    let least = run.columns.healthy[120..].iter().copied().fold(99.0, f64::min);
    assert_eq!(least, 8.0, "the replacement first, at 200 %");
    assert!(run.totals.failed.sum() < 1e-6);
}

#[test]
fn at_a_maximum_of_a_hundred_the_old_task_stops_first() {
    let full = json!({
        "deployment": { "minimum_healthy_percent": 50, "maximum_percent": 100 }
    });
    let run = patched("ecs-fargate", full);
    let least = run.columns.healthy[120..].iter().copied().fold(99.0, f64::min);
    assert!((4.0..8.0).contains(&least), "{least}");
    assert_eq!(decided(&run, "deployment", "is deployed").len(), 1);
}

#[test]
fn on_instances_you_drain_and_replace_one_after_the_other() {
    let run = patched("ecs-ec2", json!({}));
    let before: Vec<String> =
        states(&run, "BOOTING").iter().filter(|e| e.t_ms == 0).map(|e| e.id.clone()).collect();
    for id in &before {
        let drains = when(&run, id, "DRAINING").expect("each is drained");
        assert!(when(&run, id, "TERMINATED").expect("and ended") >= drains);
    }
    let drains: Vec<u64> = states(&run, "DRAINING").iter().map(|event| event.t_ms).collect();
    assert!(drains.windows(2).all(|pair| pair[1] > pair[0] + 60_000), "one by one: {drains:?}");
    let least = run.columns.healthy[120..].iter().copied().fold(99.0, f64::min);
    assert_eq!(least, 8.0);
    assert!(!decided(&run, "cluster", "every instance is patched").is_empty());
    let most = run.columns.machines.iter().copied().fold(0.0, f64::max);
    assert!(most <= before.len() as f64 + 2.0, "one drains while the next one boots");
}

/// The zone us-east-1b is lost at 00:20 for twenty minutes.
fn lost(platform: &str, more: Value) -> Run {
    let mut changes = json!({
        "scaling": { "desired": 9 },
        "balancer": { "deregistration_delay_s": 30 },
        "changes": [
            { "at": "00:20", "fault": "lose-zone", "zone": "us-east-1b", "for_s": 1200 }
        ]
    });
    lay(&mut changes, more);
    run(platform, changes)
}

#[test]
fn a_lost_zone_takes_its_tasks_and_they_come_back_elsewhere() {
    for platform in ["ecs-fargate", "ecs-ec2"] {
        let run = lost(platform, json!({}));
        assert_eq!(decided(&run, "service-scheduler", "task lost").len(), 3, "{platform}");
        assert_eq!(at(&run.columns.healthy, 1200), 6.0, "{platform}");
        assert_eq!(at(&run.columns.healthy, 2390), 9.0, "{platform}");
        assert!(!count_by(&run, 2390, |task| &task.zone).contains_key("us-east-1b"));
        assert_eq!(at(&run.columns.healthy, 7000), 9.0, "{platform}");
    }
}

#[test]
fn the_group_replaces_lost_instances_in_the_zones_that_are_left() {
    let run = lost("ecs-ec2", json!({}));
    let gone: Vec<&Event> =
        states(&run, "TERMINATED").into_iter().filter(|event| event.t_ms == 1_200_000).collect();
    assert!(!gone.is_empty() && gone.iter().all(|event| event.zone == "us-east-1b"));
    let booted = states(&run, "BOOTING");
    let meanwhile = booted.iter().filter(|e| (1_200_001..2_400_000).contains(&e.t_ms));
    assert!(meanwhile.clone().count() >= gone.len());
    assert!(meanwhile.into_iter().all(|event| event.zone != "us-east-1b"));
}

#[test]
fn with_one_zone_there_is_nothing_to_lose_and_the_fault_is_told_apart() {
    // Both zones are gone in turn: nothing is left in between.
    let both = json!({
        "zones": { "names": ["us-east-1a", "us-east-1b"] },
        "changes": [
            { "at": "00:20", "fault": "lose-zone", "zone": "us-east-1b", "for_s": 1200 },
            { "at": "00:25", "fault": "lose-zone", "zone": "us-east-1a", "for_s": 300 }
        ]
    });
    let run = lost("ecs-fargate", both);
    assert_eq!(at(&run.columns.running, 1600), 0.0);
    assert!(at(&run.columns.failed_rps, 1600) > 9.9);
    assert_eq!(at(&run.columns.healthy, 2000), 9.0);
}

/// A dependency that answers late for five minutes while clients try again.
fn storm(retries: u32, timeout_ms: u32) -> Run {
    let slow = json!({ "at": "00:20", "fault": "slow-dependency", "amount": 4000, "for_s": 300 });
    run(
        "ecs-fargate",
        json!({
            "traffic": { "peak_rps": 80 },
            "request": {
                "timeout_ms": timeout_ms, "retries": retries, "retry_backoff_ms": 100
            },
            "task": { "queue_limit": 200 },
            "balancer": { "health_check_queues": false },
            "changes": [slow]
        }),
    )
}

#[test]
fn retries_keep_an_overload_alive_after_its_cause() {
    let (with, without) = (storm(3, 2000), storm(0, 2000));
    assert_eq!(without.totals.retried, 0.0);
    assert!(with.totals.retried > 0.5 * without.totals.offered / 24.0);
    let failing = |run: &Run, second: u32| at(&run.columns.failed_rps, second);
    assert!(failing(&without, 1600) < 1.0, "a minute later it is over");
    assert!(failing(&with, 1600) > 50.0, "and here it is not");
    assert!(with.totals.offered > 1.1 * without.totals.offered);
}

#[test]
fn a_stopped_agent_keeps_its_tasks_and_gets_no_new_ones() {
    let stops = json!({ "at": "00:10", "fault": "agent-stops", "for_s": 3000 });
    let group = json!({
        "scaling": { "desired": 6 },
        "zones": { "names": ["us-east-1a"] },
        "platform_settings": {
            "managed_scaling": false, "instances": 2, "placement": ["spread:instance"]
        },
        "changes": [stops, set("00:20", "scaling.desired", json!(8))]
    });
    let run = run("ecs-ec2", group);
    assert_eq!(at(&run.columns.healthy, 900), 6.0, "they run on");
    let said = decided(&run, "cluster", "the agent is disconnected");
    let id = said[0].what.split(':').next().expect("an id");
    let on_it = |second| count_by(&run, second, |task| &task.machine).get(id).copied();
    assert_eq!((on_it(500), on_it(3500)), (Some(3), Some(3)));
    assert_eq!(at(&run.columns.running, 3500), 7.0, "the other one had room for one");
    assert_eq!(run.columns.running.last(), Some(&8.0), "the agent is back");
}

#[test]
fn an_instance_that_never_registers_is_paid_and_carries_nothing() {
    let run = run(
        "ecs-ec2",
        json!({
            "scaling": { "desired": 0 },
            "changes": [
                fault("00:05", "never-registers"), set("00:10", "scaling.desired", json!(2))
            ]
        }),
    );
    let mute = "i0001";
    assert!(when(&run, mute, "BOOTING").is_some() && when(&run, mute, "ACTIVE").is_none());
    assert_eq!(run.columns.running.last(), Some(&2.0), "the second of the two carries both");
    assert!(fleet(&run, 7000).values().all(|task| task.machine != mute));
    assert!(billed(&run, "Instances") > 3.0, "hours of two instances");
}

#[test]
fn faults_that_cannot_strike_say_so() {
    use drydock::sim::fault::Fault;
    let fargate = scenario("ecs-fargate", json!({}));
    assert!(Fault::AgentStops.applies(&fargate).is_err());
    assert!(Fault::ReclaimSpot.applies(&fargate).is_err());
    let one_zone = scenario("ecs-fargate", json!({ "zones": { "names": ["us-east-1a"] } }));
    assert!(Fault::LoseZone.applies(&one_zone).is_err());
}
