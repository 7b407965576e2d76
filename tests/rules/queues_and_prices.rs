//! Target tracking, Fargate sizes, prices and queues; and errors that name their field.

use super::{answer, near, refusal};
use serde_json::{Value, json};

#[test]
fn target_tracking_rounds_up_and_keeps_the_low_threshold() {
    for (current, metric, target, desired, direction) in [
        (12, 100.0, 60.0, 20, "out"),
        (4, 90.0, 60.0, 6, "out"),
        (10, 61.0, 60.0, 11, "out"),
        (10, 55.0, 60.0, 10, "none"),
        (10, 30.0, 60.0, 5, "in"),
        (3, 40.0, 50.0, 3, "none"),
        (0, 100.0, 60.0, 0, "none"),
    ] {
        let input = json!({ "current": current, "metric": metric, "target": target });
        let found = answer("target-tracking", input);
        let expected = json!({ "desired": desired, "direction": direction });
        assert_eq!(found, expected, "{current} tasks at {metric} % for {target} %");
    }
    let kept = json!({ "current": 9, "metric": 1, "target": 50, "disable_scale_in": true });
    assert_eq!(answer("target-tracking", kept), json!({ "desired": 9, "direction": "none" }));
}

#[test]
fn fargate_offers_fixed_pairs_only() {
    let valid = |cpu: u32, memory: u32| {
        answer("fargate-size", json!({ "cpu": cpu, "memory_mib": memory }))["valid"] == true
    };
    assert!(valid(256, 512) && valid(4096, 30_720) && valid(16_384, 122_880));
    assert!(!valid(256, 4096) && !valid(512, 512) && !valid(300, 1024) && !valid(8192, 17_408));
    let refused = answer("fargate-size", json!({ "cpu": 256, "memory_mib": 4096 }));
    assert_eq!(refused["nearest"], json!({ "cpu": 512, "memory_mib": 4096 }));
    let windows = json!({ "cpu": 512, "memory_mib": 1024, "os": "WINDOWS" });
    let nearest = json!({ "cpu": 1024, "memory_mib": 2048 });
    assert_eq!(answer("fargate-size", windows)["nearest"], nearest);
}

#[test]
fn fargate_bills_by_the_second_after_a_minute() {
    let price = |seconds: f64| {
        let task = json!({
            "platform": "ecs-fargate", "cpu": 1024, "memory_mib": 2048, "seconds": seconds
        });
        answer("price", task)["dollars"].as_f64().expect("dollars")
    };
    // One vCPU and 2 GB for an hour: 0.04048 + 2 × 0.004445.
    assert!((price(3600.0) - 0.04937).abs() < 1e-12);
    assert!((price(10.0) - price(60.0)).abs() < 1e-15);
    assert!(price(60.2) > price(60.0));
    let month = json!({
        "platform": "ecs-ec2", "instance_type": "m5.large", "seconds": 3600 * 730
    });
    near(&answer("price", month)["dollars"], 70.08, 1e-9);
}

#[test]
fn queues_agree_with_closed_forms() {
    let single = answer(
        "queue",
        json!({ "model": "M/M/c", "servers": 1, "arrival_per_s": 80, "service_s": 0.01 }),
    );
    near(&single["mean_wait_s"], 0.04, 1e-12);
    // M/M/1: response times are exponential with mean S / (1 − ρ).
    near(&single["p99_s"], 0.05 * 100_f64.ln(), 1e-9);
    near(&single["wait_p50_s"], 0.05 * (0.8_f64 / 0.5).ln(), 1e-9);
    let general = json!({ "model": "M/G/1", "arrival_per_s": 80, "service_s": 0.01, "cv2": 0 });
    near(&answer("queue", general.clone())["mean_wait_s"], 0.02, 1e-12);
    assert_eq!(answer("queue", general)["p99_s"], Value::Null);
    let shared = json!({ "model": "M/G/1-PS", "arrival_per_s": 80, "service_s": 0.01, "cv2": 9 });
    near(&answer("queue", shared)["mean_wait_s"], 0.04, 1e-12);
}

#[test]
fn finite_queues_meet_erlang_b_and_the_unbounded_queue() {
    let loss = json!({
        "model": "M/M/c/K", "servers": 10, "arrival_per_s": 8, "service_s": 1, "capacity": 10
    });
    near(&answer("queue", loss)["blocked"], 0.121_66, 1e-4);
    let (rate, service) = (30.0, 0.1);
    let roomy = answer(
        "queue",
        json!({
            "model": "M/M/c/K", "servers": 4, "arrival_per_s": rate, "service_s": service,
            "capacity": 400
        }),
    );
    let endless = answer(
        "queue",
        json!({ "model": "M/M/c", "servers": 4, "arrival_per_s": rate, "service_s": service }),
    );
    for field in ["p_wait", "mean_wait_s", "p50_s", "p95_s", "p99_s", "wait_p95_s", "wait_p99_s"] {
        near(&roomy[field], endless[field].as_f64().expect("a number"), 1e-6);
    }
    let crowded = answer(
        "queue",
        json!({
            "model": "M/M/c/K", "servers": 1, "arrival_per_s": 30, "service_s": 0.04, "capacity": 51
        }),
    );
    near(&crowded["utilisation"], 1.0, 1e-3);
    near(&crowded["blocked"], 1.0 - 1.0 / 1.2, 1e-3);
}

#[test]
fn bad_input_names_the_field() {
    for (rule, input, expected) in [
        (
            "queue",
            json!({ "model": "M/M/c", "arrival_per_s": 10, "service_s": 1 }),
            "arrival_per_s",
        ),
        ("queue", json!({ "model": "M/D/1" }), "model"),
        ("queue", json!({ "model": "M/M/c/K", "arrival_per_s": 1, "service_s": 1 }), "capacity"),
        ("fargate-size", json!({ "cpu": "big", "memory_mib": 512 }), "cpu"),
        ("fargate-size", json!({ "cpu": 256 }), "memory_mib"),
        ("target-tracking", json!({ "current": 1.5, "metric": 1, "target": 1 }), "current"),
        ("target-tracking", json!({ "current": 1, "metric": 1, "target": 0 }), "target"),
        ("price", json!({ "platform": "ecs-fargate", "seconds": 1, "colour": 1 }), "colour"),
        ("price", json!([]), "platform"),
    ] {
        let message = refusal(rule, input);
        assert!(message.contains(expected), "{rule}: {message}");
    }
}
