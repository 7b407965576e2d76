//! How fast tasks start, and what happens when they do not.
//!
//! Amazon ECS Developer Guide: Amazon ECS service quotas; Amazon ECS service throttle logic;
//! CannotPullContainer task errors; Troubleshooting ResourceInitializationError errors.

use super::*;

/// Times, s, at which tasks that were ordered at 00:10 attached their interface.
fn pending_times(run: &Run) -> Vec<f64> {
    let late = |event: &&&Event| event.t_ms > 600_000;
    let pending = states(run, "PENDING");
    pending.iter().filter(late).map(|event| event.t_ms as f64 / 1000.0).collect()
}

fn burst(platform: &str, tasks: u32, more: Value) -> Run {
    let mut changes = json!({
        "duration_s": 1800,
        "task": { "vcpu": 0.25, "memory_mib": 512 },
        "scaling": { "desired": 0, "max": 1000 },
        "changes": [set("00:10", "scaling.desired", json!(tasks))]
    });
    lay(&mut changes, more);
    run(platform, changes)
}

#[test]
fn fargate_launches_a_burst_and_then_so_many_a_second() {
    let run = burst("ecs-fargate", 400, json!({}));
    let times = pending_times(&run);
    assert_eq!(times.len(), 400);
    let attach_s = rules().fargate_eni_s + rules().fargate_eni_spread_s;
    let at_once = times.iter().filter(|time| **time <= 600.0 + attach_s).count() as f64;
    let (burst, rate) = (rules().fargate_launch_burst, rules().fargate_launch_rate_per_s);
    assert!(at_once >= burst && at_once <= burst + rate * attach_s, "{at_once}");
    let last_s = times.iter().copied().fold(0.0, f64::max) - 600.0;
    let queue_s = (400.0 - burst) / rate;
    assert!((queue_s..queue_s + attach_s).contains(&last_s), "{last_s}");
}

#[test]
fn a_small_service_never_feels_the_launch_rate() {
    let run = burst("ecs-fargate", 50, json!({}));
    let attach_s = rules().fargate_eni_s + rules().fargate_eni_spread_s;
    assert!(pending_times(&run).iter().all(|time| *time <= 600.0 + attach_s));
}

#[test]
fn one_service_starts_so_many_tasks_a_minute() {
    let most = rules().ecs_service_launch_rate_per_min;
    let run = burst("ecs-fargate", 800, json!({}));
    let begun = |until_s: f64| {
        let born = run.events.iter().filter(|e| e.state == "PROVISIONING" && e.t_ms >= 600_000);
        born.filter(|event| (event.t_ms as f64) < until_s * 1000.0).count() as f64
    };
    assert_eq!(begun(659.0), most);
    assert_eq!(begun(719.0), 800.0);
    assert_eq!(run.columns.running.last(), Some(&800.0));
}

#[test]
fn the_vcpu_quota_ends_the_growth() {
    let small = json!({ "platform_settings": { "vcpu_quota": 6 } });
    let run = burst("ecs-fargate", 40, small);
    assert_eq!(run.columns.running.last(), Some(&24.0), "24 of a quarter of a vCPU");
    let waits = decided(&run, "service-scheduler", "wait for room");
    assert!(waits[0].because.contains("6 of 6 vCPUs") && waits[0].fact.contains("vcpu_quota"));
}

/// A service that begins to grow at 00:10 under a fault.
fn growing(platform: &str, fault_name: &str) -> Run {
    let changes = json!({
        "scaling": { "desired": 4 },
        "platform_settings": { "managed_scaling": false, "instances": 6 },
        "changes": [fault("00:05", fault_name), set("00:10", "scaling.desired", json!(9))]
    });
    run(platform, changes)
}

#[test]
fn each_failed_start_says_what_aws_says() {
    let r = rules();
    let texts: [(&str, &str, &String); 8] = [
        ("deny-pull", "faults.deny_pull", &r.faults_deny_pull),
        ("no-route", "faults.no_route_auth", &r.faults_no_route_auth),
        ("tag-gone", "faults.tag_gone", &r.faults_tag_gone),
        ("disk-full", "faults.disk_full", &r.faults_disk_full),
        ("rate-limit", "faults.rate_limit", &r.faults_rate_limit),
        ("deny-secret", "faults.deny_secret", &r.faults_deny_secret),
        ("deny-logs", "faults.deny_logs", &r.faults_deny_logs),
        ("crashing-image", "faults.exited", &r.faults_exited),
    ];
    for (name, fact, text) in texts {
        let run = growing("ecs-fargate", name);
        let failed = decided(&run, "ecs-agent", "did not start");
        assert_eq!((failed[0].because.as_str(), failed[0].fact.as_str()), (text.as_str(), fact));
        assert!(at(&run.columns.running, 7000) <= 9.0, "{name}");
    }
    let codes = [&r.faults_deny_pull, &r.faults_no_route, &r.faults_tag_gone, &r.faults_disk_full];
    assert!(codes.iter().all(|text| text.starts_with("CannotPullContainerError: ")));
    let codes = [&r.faults_no_route_auth, &r.faults_deny_secret, &r.faults_deny_logs];
    assert!(codes.iter().all(|text| text.starts_with("ResourceInitializationError: ")));
}

#[test]
fn running_tasks_do_not_feel_a_denied_pull() {
    for name in ["deny-pull", "no-route", "tag-gone", "rate-limit", "deny-secret", "deny-logs"] {
        let run = growing("ecs-fargate", name);
        assert_eq!(run.columns.running.iter().copied().fold(9.0, f64::min), 4.0, "{name}");
        assert!(run.totals.failed.sum() < 1e-6, "{name}");
    }
}

#[test]
fn a_cached_image_spares_an_instance_the_pull_and_not_the_secret() {
    for (name, starts) in [
        ("deny-pull", true),
        ("no-route", true),
        ("disk-full", true),
        ("rate-limit", true),
        ("deny-secret", false),
        ("deny-logs", false),
    ] {
        let run = growing("ecs-ec2", name);
        let running = run.columns.running.last().copied();
        assert_eq!(running, Some(if starts { 9.0 } else { 4.0 }), "{name}");
    }
    // On an instance the same missing way is another error than on Fargate.
    let changes = json!({
        "scaling": { "desired": 4 },
        "platform_settings": { "managed_scaling": false, "instances": 6 },
        "changes": [fault("00:05", "no-route"), fault("00:10", "deploy")]
    });
    let run = run("ecs-ec2", changes);
    assert_eq!(decided(&run, "ecs-agent", "did not start")[0].fact, "faults.no_route");
}

/// Pauses before the next try, s, as the scheduler gave them.
fn pauses(run: &Run) -> Vec<f64> {
    let waits = decided(run, "service-scheduler", "before the next start");
    let second = |wait: &&Decision| wait.waits_for.trim_end_matches(" s").parse();
    waits.iter().map(|wait| second(wait).expect("seconds")).collect()
}

#[test]
fn failed_starts_are_tried_again_with_growing_pauses_and_for_ever() {
    let changes = json!({
        "duration_s": 86_400,
        "changes": [fault("00:05", "deny-pull"), set("00:10", "scaling.desired", json!(5))]
    });
    let run = run("ecs-fargate", changes);
    let pauses = pauses(&run);
    assert!(pauses.windows(2).all(|pair| pair[0] <= pair[1]), "{pauses:?}");
    let most = rules().ecs_launch_backoff_max_s;
    assert_eq!(pauses.iter().copied().fold(0.0, f64::max), most, "27 minutes");
    let tries = states(&run, "PROVISIONING").len() - 4;
    assert!((40..80).contains(&tries), "{tries} tries in a day");
    let last = states(&run, "PROVISIONING").last().map(|event| event.t_ms).expect("tries");
    assert!(last > 82_000_000, "it goes on");
}

#[test]
fn a_new_revision_begins_without_a_pause() {
    let changes = json!({
        "duration_s": 14_400,
        "deployment": { "circuit_breaker": false },
        "changes": [fault("00:05", "crashing-image"), fault("03:00", "deploy")]
    });
    let run = run("ecs-fargate", changes);
    assert!(pauses(&run).len() > 5);
    let sound = decided(&run, "service-scheduler", "of revision 3");
    assert_eq!(sound[0].t_ms, 10_800_000);
    assert!(decided(&run, "deployment", "revision 3 is deployed").len() == 1);
}

#[test]
fn a_revision_that_fails_to_start_is_throttled_under_every_strategy() {
    for strategy in ["rolling", "canary", "linear", "blue-green"] {
        let changes = json!({
            "duration_s": 43_200,
            "deployment": { "circuit_breaker": false, "rollback": false, "strategy": strategy },
            "changes": [fault("00:05", "crashing-image")]
        });
        let run = run("ecs-fargate", changes);
        let pauses = pauses(&run);
        let most = rules().ecs_launch_backoff_max_s;
        assert_eq!(pauses.last(), Some(&most), "{strategy}: {pauses:?}");
        let started = states(&run, "PROVISIONING").len();
        assert!(started < 200, "{strategy}: {started} tasks in half a day");
        assert_eq!(run.columns.healthy.iter().copied().fold(9.0, f64::min), 4.0, "{strategy}");
    }
}

#[test]
fn growing_tasks_of_the_old_revision_are_not_held_up_by_the_new_one() {
    // The old revision serves, and the policies may ask for more of it at any time.
    let changes = json!({
        "duration_s": 14_400,
        "deployment": { "circuit_breaker": false, "rollback": false, "strategy": "blue-green" },
        "changes": [fault("00:05", "crashing-image"), set("03:00", "scaling.desired", json!(8))]
    });
    let run = run("ecs-fargate", changes);
    assert_eq!(at(&run.columns.healthy, 10_800 + 180), 8.0);
}
