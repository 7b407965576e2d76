//! Deployments: the two percents, the circuit breaker, and strategies with two target groups.
//!
//! Amazon ECS Developer Guide: Deploy Amazon ECS services by replacing tasks; How the Amazon ECS
//! deployment circuit breaker detects failures; Amazon ECS blue/green service deployments workflow;
//! canary and linear deployments.

use super::*;

const AT_S: u32 = 600;

/// A deployment at 00:10, with a short way out of the balancer.
fn deploys(name: &str, tasks: u32, deployment: Value) -> Run {
    deploys_with(name, tasks, deployment, json!({}))
}

fn deploys_with(name: &str, tasks: u32, deployment: Value, more: Value) -> Run {
    let mut changes = json!({
        "scaling": { "desired": tasks },
        "balancer": { "deregistration_delay_s": 30 },
        "deployment": deployment,
        "changes": [fault("00:10", name)]
    });
    lay(&mut changes, more);
    run("ecs-fargate", changes)
}

fn percents(least: u32, most: u32) -> Value {
    json!({ "minimum_healthy_percent": least, "maximum_percent": most })
}

/// Fewest healthy tasks and most on their way or running, from the deployment on.
fn extremes(run: &Run) -> (f64, f64) {
    let rows = (AT_S / 10) as usize..;
    let columns = &run.columns;
    let live = columns.running[rows.clone()].iter().zip(&columns.pending[rows.clone()]);
    let most = live.map(|(running, pending)| running + pending).fold(0.0, f64::max);
    (columns.healthy[rows].iter().copied().fold(f64::MAX, f64::min), most)
}

fn is_deployed(run: &Run, revision: u32) -> bool {
    !decided(run, "deployment", &format!("revision {revision} is deployed")).is_empty()
}

#[test]
fn both_percents_hold_all_the_way() {
    // The minimum is rounded up, the maximum down.
    for (tasks, least, most, fewest, highest) in [
        (4, 100, 200, 4.0, 8.0),
        (4, 50, 100, 2.0, 4.0),
        (4, 50, 200, 2.0, 8.0),
        (10, 75, 125, 8.0, 12.0),
        (3, 34, 134, 2.0, 4.0),
        (1, 0, 100, 0.0, 1.0),
    ] {
        let run = deploys("deploy", tasks, percents(least, most));
        let (healthy, live) = extremes(&run);
        assert!(is_deployed(&run, 2), "{tasks} {least} {most}");
        assert!(healthy >= fewest, "{tasks} {least} {most}: {healthy} healthy");
        assert!(live <= highest, "{tasks} {least} {most}: {live} live");
        assert_eq!(run.columns.healthy.last(), Some(&f64::from(tasks)));
    }
}

#[test]
fn a_maximum_of_two_hundred_replaces_all_at_once() {
    let run = deploys("deploy", 4, percents(100, 200));
    let (healthy, live) = extremes(&run);
    assert_eq!((healthy, live), (4.0, 8.0));
    // With room for one more only, one goes after the other: slower.
    let narrow = deploys("deploy", 4, percents(100, 125));
    let end = |run: &Run| first(run, "deployment", "is deployed");
    assert!(end(&narrow) > end(&run) + 60.0);
}

#[test]
fn percents_without_room_never_move() {
    // AWS's own examples: 75 % of two is two; 125 % of three is three.
    for (tasks, least, most) in [(2, 75, 100), (3, 100, 125), (4, 100, 100)] {
        let run = deploys("deploy", tasks, percents(least, most));
        assert!(!is_deployed(&run, 2), "{tasks} {least} {most}");
        assert_eq!(states(&run, "PROVISIONING").len() as u32, tasks);
    }
}

#[test]
fn stopping_first_starts_the_new_tasks_at_once() {
    let run = deploys("deploy", 4, percents(50, 100));
    let born = states(&run, "PROVISIONING")[4].t_ms;
    assert_eq!(born, u64::from(AT_S) * 1000, "a draining task is neither pending nor running");
}

fn failures_of(run: &Run) -> usize {
    decided(run, "ecs-agent", "did not start").len()
}

fn breaker(changes: Value) -> Value {
    let mut deployment = json!({ "circuit_breaker": true, "rollback": true });
    lay(&mut deployment, changes);
    deployment
}

#[test]
fn the_breaker_counts_to_half_the_desired_count_within_bounds() {
    for (tasks, threshold) in [(1, 3), (4, 3), (25, 13), (40, 20)] {
        let run = deploys("crashing-image", tasks, breaker(json!({})));
        let failed = decided(&run, "circuit-breaker", "failed");
        assert_eq!(failed.len(), 1, "{tasks} tasks");
        let said = format!("{threshold} tasks failed: the threshold");
        assert_eq!(failed[0].because, said);
    }
}

#[test]
fn the_breaker_s_threshold_follows_its_type() {
    for (kind, value, threshold) in [
        ("bounded-percent", 50.0, 5),
        ("bounded-percent", 10.0, 3),
        ("unbounded-percent", 10.0, 1),
        ("unbounded-percent", 100.0, 10),
        ("count", 7.0, 7),
        ("older", 50.0, 10),
    ] {
        let typed = breaker(json!({ "breaker_type": kind, "breaker_value": value }));
        let run = deploys("crashing-image", 10, typed);
        let because = &decided(&run, "circuit-breaker", "failed")[0].because;
        assert!(because.starts_with(&format!("{threshold} task")), "{kind} {value}: {because}");
    }
}

#[test]
fn the_old_rule_was_slower_by_seven_failures() {
    let fewer = |kind: &str| {
        let run = deploys("crashing-image", 4, breaker(json!({ "breaker_type": kind })));
        first(&run, "circuit-breaker", "failed")
    };
    assert!(fewer("older") > fewer("bounded-percent") + 30.0);
}

#[test]
fn a_failed_deployment_rolls_back_and_the_old_tasks_stay() {
    for name in ["crashing-image", "bad-image"] {
        let run = deploys(name, 6, breaker(json!({})));
        assert!(decided(&run, "circuit-breaker", "failed")[0].waits_for.contains("roll back"));
        assert!(is_deployed(&run, 1), "{name}");
        assert_eq!(extremes(&run).0, 6.0, "{name}");
        let after_s = first(&run, "circuit-breaker", "failed") as u32 + 300;
        assert_eq!(at(&run.columns.running, after_s), 6.0, "{name}");
        assert!(run.totals.failed.sum() < 1e-6, "{name}");
    }
}

#[test]
fn without_rollback_the_failed_deployment_starts_nothing_more() {
    let run = deploys("crashing-image", 6, breaker(json!({ "rollback": false })));
    let failed_ms = decided(&run, "circuit-breaker", "failed")[0].t_ms;
    assert!(states(&run, "PROVISIONING").iter().all(|event| event.t_ms <= failed_ms));
    assert_eq!(run.columns.healthy.last(), Some(&6.0));
    assert!(!is_deployed(&run, 2));
}

#[test]
fn without_the_breaker_it_goes_on_for_ever() {
    let run = deploys("bad-image", 4, json!({ "circuit_breaker": false }));
    assert!(decided(&run, "balancer", "is unhealthy").len() > 100);
    assert!(decided(&run, "circuit-breaker", "failed").is_empty());
    // Failed checks do not throttle: only starts that never reach RUNNING do.
    assert!(decided(&run, "service-scheduler", "before the next start").is_empty());
    assert_eq!(extremes(&run).0, 4.0);
}

#[test]
fn a_healthy_task_sets_the_count_back_unless_it_is_cumulative() {
    // Some of the starts fail: the registry denies every pull for a third of each minute.
    let shaky = |reset: bool| {
        let denied = |minute: u32| {
            let at = format!("00:{minute}:10");
            json!({ "at": at, "fault": "deny-pull", "for_s": 20 })
        };
        let mut all = vec![fault("00:10", "deploy")];
        all.extend((10..30).map(denied));
        let changes = json!({
            "duration_s": 3600,
            "task": { "image_mib": 50, "start_s": 0 },
            "balancer": { "health_interval_s": 5 },
            "changes": all
        });
        let mut narrow = percents(100, 110);
        lay(
            &mut narrow,
            breaker(json!({
                "breaker_type": "count", "breaker_value": 4, "reset_on_healthy": reset
            })),
        );
        deploys_with("deploy", 10, narrow, changes)
    };
    let (consecutive, cumulative) = (shaky(true), shaky(false));
    assert!(failures_of(&consecutive) >= 4, "{}", failures_of(&consecutive));
    assert!(is_deployed(&consecutive, 2));
    assert!(!decided(&cumulative, "circuit-breaker", "failed").is_empty());
}

fn strategy(kind: &str, step: f64, bake_minutes: f64) -> Value {
    json!({ "strategy": kind, "step_percent": step, "bake_minutes": bake_minutes })
}

/// When, ms after the deployment began, and what share of the requests was shifted.
fn shifts(run: &Run) -> Vec<(u64, f64)> {
    let share = |what: &str| what.split(' ').nth(1).and_then(|word| word.parse().ok());
    decided(run, "deployment", "shift")
        .iter()
        .map(|shift| (shift.t_ms - u64::from(AT_S) * 1000, share(&shift.what).expect("a share")))
        .collect()
}

#[test]
fn a_canary_takes_its_share_bakes_and_then_takes_all() {
    let run = deploys("deploy", 4, strategy("canary", 5.0, 10.0));
    let shifts = shifts(&run);
    assert_eq!(shifts.iter().map(|shift| shift.1).collect::<Vec<_>>(), [5.0, 100.0]);
    assert_eq!(shifts[1].0 - shifts[0].0, 600_000);
    assert_eq!(extremes(&run), (4.0, 8.0), "both sets run");
    assert!(is_deployed(&run, 2) && run.totals.failed.sum() < 1e-6);
}

#[test]
fn a_linear_deployment_takes_equal_steps_with_a_bake_after_each() {
    let run = deploys("deploy", 4, strategy("linear", 30.0, 6.0));
    let shifts = shifts(&run);
    assert_eq!(shifts.iter().map(|shift| shift.1).collect::<Vec<_>>(), [30.0, 60.0, 90.0, 100.0]);
    assert!(shifts.windows(2).all(|pair| pair[1].0 - pair[0].0 == 360_000));
    let end = decided(&run, "deployment", "is deployed")[0].t_ms - u64::from(AT_S) * 1000;
    assert_eq!(end - shifts[3].0, 360_000);
}

#[test]
fn blue_green_shifts_all_at_once_and_keeps_the_old_set_for_the_bake() {
    let run = deploys("deploy", 4, strategy("blue-green", 10.0, 20.0));
    let shifts = shifts(&run);
    assert_eq!(shifts.len(), 1);
    assert_eq!(shifts[0].1, 100.0);
    let end = first(&run, "deployment", "is deployed");
    assert_eq!(end - f64::from(AT_S) - shifts[0].0 as f64 / 1000.0, 1200.0);
    assert_eq!(at(&run.columns.running, end as u32 - 20), 8.0);
    assert_eq!(at(&run.columns.healthy, end as u32 + 20), 4.0);
}

#[test]
fn no_requests_go_to_a_set_that_is_not_healthy() {
    for kind in ["canary", "linear", "blue-green"] {
        let run = deploys("bad-image", 4, strategy(kind, 10.0, 5.0));
        assert!(shifts(&run).is_empty(), "{kind}");
        assert!(run.totals.failed.sum() < 1e-6, "{kind}");
    }
}

#[test]
fn a_slow_revision_meets_the_canary_s_share_only() {
    // Ten times the CPU: all of the requests would be too many.
    let busy = json!({ "traffic": { "peak_rps": 60 } });
    let within = |deployment: Value| {
        let slow = json!({ "at": "00:10", "fault": "slow-image", "amount": 10, "for_s": 0 });
        let mut changes = busy.clone();
        lay(&mut changes, json!({ "duration_s": 1200, "changes": [slow] }));
        deploys_with("slow-image", 4, deployment, changes)
    };
    let (canary, rolling) = (within(strategy("canary", 5.0, 10.0)), within(json!({})));
    assert!(canary.totals.within_objective > 0.95, "{}", canary.totals.within_objective);
    assert!(rolling.totals.within_objective < canary.totals.within_objective - 0.1);
}

#[test]
fn a_second_deployment_takes_over_from_the_first() {
    for kind in ["rolling", "canary"] {
        let twice = json!({ "changes": [fault("00:10", "deploy"), fault("00:11", "deploy")] });
        let run = deploys_with("deploy", 4, json!({ "strategy": kind }), twice);
        assert!(!is_deployed(&run, 2) && is_deployed(&run, 3), "{kind}");
        assert_eq!(run.columns.running.last(), Some(&4.0), "{kind}");
        assert_eq!(extremes(&run).0, 4.0, "{kind}");
    }
}

#[test]
fn a_new_task_is_in_time_or_the_deployment_waits_for_its_check() {
    let run = deploys("deploy", 4, percents(100, 200));
    // No old task leaves before the new ones serve.
    let healthy = states(&run, "healthy").into_iter().find(|event| event.t_ms > 600_000);
    let leaves = states(&run, "DEACTIVATING")[0].t_ms;
    assert!(leaves >= healthy.expect("new tasks serve").t_ms);
}
