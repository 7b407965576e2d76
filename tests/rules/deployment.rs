//! Deployments, the circuit breaker, and capacity units of balancers.

use super::{answer, near, refusal};
use serde_json::{Value, json};

#[test]
fn the_minimum_rounds_up_and_the_maximum_down() {
    for (desired, low, high, min, max, can_stop, can_start) in [
        (4, 100, 200, 4, 8, 0, 4),
        (4, 50, 100, 2, 4, 2, 0),
        (3, 50, 150, 2, 4, 1, 1),
        (1, 50, 150, 1, 1, 0, 0),
        (10, 0, 100, 0, 10, 10, 0),
        (7, 29, 115, 3, 8, 4, 1),
    ] {
        let input = json!({
            "desired": desired, "minimum_healthy_percent": low, "maximum_percent": high
        });
        let expected =
            json!({ "min": min, "max": max, "can_stop": can_stop, "can_start": can_start });
        assert_eq!(answer("deployment-bounds", input), expected, "{desired}: {low} to {high} %");
    }
}

#[test]
fn the_breaker_trips_at_its_threshold() {
    for (input, threshold) in [
        (json!({ "desired": 1 }), 3),
        (json!({ "desired": 10 }), 5),
        (json!({ "desired": 25 }), 13),
        (json!({ "desired": 400 }), 200),
        (json!({ "desired": 800 }), 200),
        (json!({ "desired": 800, "type": "UNBOUNDED_PERCENT", "value": 50 }), 400),
        (json!({ "desired": 10, "type": "UNBOUNDED_PERCENT", "value": 10 }), 1),
        (json!({ "desired": 100, "type": "BOUNDED_PERCENT", "value": 29 }), 29),
        (json!({ "desired": 100, "type": "COUNT", "value": 7 }), 7),
    ] {
        assert_eq!(answer("circuit-breaker", input.clone())["threshold"], threshold, "{input}");
    }
    assert!(refusal("circuit-breaker", json!({ "desired": 4, "type": "COUNT" })).contains("value"));
}

#[test]
fn a_healthy_task_resets_the_count_unless_told_not_to() {
    let outcomes = ["fail", "fail", "healthy", "fail", "fail", "fail", "healthy"];
    let at = |reset: Option<bool>| {
        let input = json!({ "desired": 2, "outcomes": outcomes, "reset_on_healthy": reset });
        answer("circuit-breaker", input)["failed_at"].clone()
    };
    assert_eq!(at(None), 5);
    assert_eq!(at(Some(false)), 3);
    let calm = json!({ "desired": 2, "outcomes": ["fail", "healthy", "fail", "healthy", "fail"] });
    assert_eq!(answer("circuit-breaker", calm)["failed_at"], Value::Null);
    let odd = json!({ "desired": 2, "outcomes": ["fail", "lost"] });
    assert!(refusal("circuit-breaker", odd).contains("outcomes.1"));
}

#[test]
fn the_largest_dimension_decides_the_capacity_units() {
    // The example of the pricing page: 1 connection a second, 3 minutes long, 300 kB each: active
    // 180, 1.08 GB an hour; 60 rules at 5 requests a second.
    let alb = answer(
        "lcu",
        json!({
            "kind": "ALB", "new_per_s": 1, "active": 180, "gb_per_h": 1.08, "rules": 60,
            "requests_per_s": 5
        }),
    );
    assert_eq!(alb["by"], "bytes");
    near(&alb["units"], 1.08, 1e-12);
    near(&alb["dollars_per_hour"], 0.0225 + 1.08 * 0.008, 1e-12);
    let by_rules = answer(
        "lcu",
        json!({
            "kind": "ALB", "new_per_s": 100, "active": 600, "gb_per_h": 1, "rules": 60,
            "requests_per_s": 100
        }),
    );
    assert_eq!((by_rules["by"].as_str(), by_rules["units"].as_f64()), (Some("rules"), Some(5.0)));
    for (kind, new, active, by, units) in [
        ("NLB-TCP", 800, 50_000, "new", 1.0),
        ("NLB-UDP", 400, 100_000, "active", 2.0),
        ("NLB-TLS", 100, 3000, "new", 2.0),
        ("NLB-TCP", 0, 0, "new", 0.0),
    ] {
        let input = json!({ "kind": kind, "new_per_s": new, "active": active, "gb_per_h": 0 });
        let found = answer("lcu", input);
        assert_eq!((found["by"].as_str(), found["units"].as_f64()), (Some(by), Some(units)));
        near(&found["dollars_per_hour"], 0.0225 + units * 0.006, 1e-12);
    }
    let ruled = json!({
        "kind": "NLB-TCP", "new_per_s": 1, "active": 1, "gb_per_h": 1, "rules": 5
    });
    assert!(refusal("lcu", ruled).contains("`rules`"));
}
