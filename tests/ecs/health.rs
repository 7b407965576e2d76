//! Health checks: the first pass, failures, grace, fail-open, the way out.
//!
//! Elastic Load Balancing user guides: Health checks for Application and Network Load Balancer
//! target groups; Edit target group attributes. Amazon ECS API: healthCheckGracePeriodSeconds.

use super::*;

/// A service that gets one task more at 00:10, whose application takes `start_s` to start.
fn grows(start_s: f64, more: Value) -> Run {
    let mut changes = json!({
        "task": { "start_s": start_s },
        "scaling": { "desired": 2 },
        "changes": [set("00:10", "scaling.desired", json!(3))]
    });
    lay(&mut changes, more);
    run("ecs-fargate", changes)
}

/// From RUNNING to the first request of the third task, s.
fn proven_after(run: &Run) -> f64 {
    let id = "t0003";
    when(run, id, "healthy").expect("it serves") - when(run, id, "RUNNING").expect("it runs")
}

#[test]
fn a_new_target_needs_one_passed_check() {
    for interval_s in [5.0, 30.0, 120.0] {
        for seed in 0..8 {
            let checks = json!({ "seed": seed, "balancer": { "health_interval_s": interval_s } });
            let wait_s = proven_after(&grows(0.0, checks));
            let most_s = rules().alb_registration_s + interval_s;
            assert!((rules().alb_registration_s..most_s).contains(&wait_s), "{wait_s}");
        }
    }
}

#[test]
fn an_nlb_takes_longer_to_take_a_target_in() {
    let nlb = grows(0.0, json!({ "balancer": { "kind": "nlb" } }));
    assert!(proven_after(&nlb) >= rules().nlb_registration_s);
}

#[test]
fn a_task_is_running_before_its_application_is_ready() {
    let run = grows(20.0, json!({}));
    let attached = when(&run, "t0003", "ACTIVATING").expect("it starts");
    let pull_s = 210.0 / rules().fargate_pull_mib_per_s;
    let running = when(&run, "t0003", "RUNNING").expect("it runs");
    assert!((running - attached - pull_s).abs() < 0.01);
    assert!(proven_after(&run) >= 20.0);
}

#[test]
fn a_slow_start_without_grace_is_killed_again_and_again() {
    // Two checks, thirty seconds apart, fail before ninety seconds are over.
    let run = grows(90.0, json!({}));
    assert_eq!(run.columns.healthy.last(), Some(&2.0));
    let killed = decided(&run, "balancer", "is unhealthy");
    assert!(killed.len() > 20, "{}", killed.len());
    assert!(decided(&run, "service-scheduler", "before the next start").is_empty(), "no throttle");
}

#[test]
fn a_grace_period_longer_than_the_start_saves_it() {
    let graceful =
        |grace_s: f64| grows(90.0, json!({ "deployment": { "health_grace_s": grace_s } }));
    let run = graceful(300.0);
    assert_eq!(run.columns.healthy.last(), Some(&3.0));
    assert!(decided(&run, "balancer", "is unhealthy").is_empty());
    // It was unhealthy to the balancer, and comes back after five passed checks.
    let back_s = (rules().alb_healthy_threshold - 1.0) * rules().alb_health_interval_s;
    assert!((90.0 + back_s..90.0 + back_s + 30.0).contains(&proven_after(&run)));
    assert_eq!(graceful(60.0).columns.healthy.last(), Some(&2.0), "too short");
}

#[test]
fn grace_only_delays_the_end_of_a_task_that_never_gets_well() {
    let age_at_end = |grace_s: f64| {
        let changes = json!({
            "deployment": { "health_grace_s": grace_s, "circuit_breaker": false },
            "changes": [fault("00:10", "bad-image")]
        });
        let run = run("ecs-fargate", changes);
        let first = states(&run, "unhealthy")[0].clone();
        first.t_ms as f64 / 1000.0 - when(&run, &first.id, "RUNNING").expect("it ran")
    };
    let two_checks_s = rules().alb_registration_s + 2.0 * rules().alb_health_interval_s;
    assert!(age_at_end(0.0) <= two_checks_s);
    assert_eq!(age_at_end(240.0), 240.0);
}

/// Four tasks that answer slower than a check waits, from 00:20 for ten minutes.
fn strained(more: Value) -> Run {
    let slow = json!({ "at": "00:20", "fault": "slow-dependency", "amount": 12_000, "for_s": 600 });
    let mut changes = json!({ "request": { "timeout_ms": 60_000 }, "changes": [slow] });
    lay(&mut changes, more);
    run("ecs-fargate", changes)
}

#[test]
fn two_failed_checks_in_a_row_make_a_target_unhealthy() {
    let run = strained(json!({}));
    let first_s = states(&run, "unhealthy")[0].t_ms as f64 / 1000.0;
    let two = rules().alb_unhealthy_threshold * rules().alb_health_interval_s;
    assert!((1200.0..=1200.0 + two + 30.0).contains(&first_s), "{first_s}");
    let deaf = strained(json!({ "balancer": { "health_check_queues": false } }));
    assert!(states(&deaf, "unhealthy").is_empty(), "a check that does not wait passes");
}

#[test]
fn where_no_target_is_healthy_all_of_them_get_requests() {
    let run = strained(json!({}));
    assert!(!decided(&run, "balancer", "none is healthy").is_empty());
    assert_eq!(run.totals.failed.no_target, 0.0);
}

#[test]
fn the_open_state_ends_with_the_first_healthy_target() {
    // The unhealthy ones get nothing any more, as long as one is healthy.
    let run = strained(json!({}));
    let opened = first(&run, "balancer", "none is healthy");
    let healed = states(&run, "healthy").into_iter().find(|e| e.t_ms as f64 / 1000.0 > opened);
    let healed_s = (healed.expect("a replacement serves").t_ms / 1000) as u32;
    let serving = |second: u32| {
        let tasks = fleet(&run, second);
        tasks.values().filter(|t| t.state == "RUNNING" && t.health == "healthy").count() as f64
    };
    for second in [healed_s + 10, healed_s + 30] {
        assert_eq!(at(&run.columns.healthy, second - 10), serving(second / 10 * 10), "{second}");
    }
}

#[test]
fn an_unhealthy_task_serves_on_until_its_replacement_does_where_it_must() {
    // ECS starts the replacement first where the maximum percent allows it.
    let run = strained(json!({}));
    let first = states(&run, "unhealthy")[0].clone();
    let stops = when(&run, &first.id, "DEACTIVATING").expect("it is replaced");
    let replacement = states(&run, "healthy").into_iter().find(|event| event.t_ms > first.t_ms);
    assert!(stops * 1000.0 >= replacement.expect("one comes").t_ms as f64);
    // At 100 % there is no room for it: the unhealthy one stops first.
    let full = strained(json!({ "deployment": { "maximum_percent": 100 } }));
    let first = states(&full, "unhealthy")[0].clone();
    assert_eq!(when(&full, &first.id, "DEACTIVATING"), Some(first.t_ms as f64 / 1000.0));
}

#[test]
fn a_task_that_leaves_is_drained_for_the_deregistration_delay() {
    for delay_s in [0.0, 30.0, 300.0] {
        let changes = json!({
            "balancer": { "deregistration_delay_s": delay_s },
            "changes": [set("00:10", "scaling.desired", json!(3))]
        });
        let run = run("ecs-fargate", changes);
        let leaver = states(&run, "draining")[0].id.clone();
        let from = when(&run, &leaver, "DEACTIVATING").expect("it drains");
        assert_eq!(from, 600.0);
        assert_eq!(when(&run, &leaver, "STOPPING"), Some(from + delay_s));
        let exit_s = rules().ecs_app_exit_s;
        assert_eq!(when(&run, &leaver, "STOPPED"), Some(from + delay_s + exit_s));
        assert_eq!(at(&run.columns.healthy, 600), 3.0, "no new requests at once");
    }
}

#[test]
fn draining_saves_the_requests_that_are_under_way() {
    let scaled_in = |delay_s: f64| {
        let changes = json!({
            "traffic": { "peak_rps": 0.25 },
            "request": { "cpu_ms": 4000, "cpu_cv2": 0, "timeout_ms": 60_000 },
            "balancer": { "deregistration_delay_s": delay_s, "health_check_queues": false },
            "changes": [set("00:10", "scaling.desired", json!(1))]
        });
        run("ecs-fargate", changes).totals.failed.error
    };
    assert!(scaled_in(0.0) > 0.5);
    assert!(scaled_in(60.0) < 0.05);
}
