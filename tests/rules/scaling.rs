//! Step scaling and scheduled bounds against the examples of the user guides.

use super::{answer, refusal};
use serde_json::{Value, json};

/// The policy of the guide's example: threshold 50, steps at 60 and 70, and at 40 and 30.
fn guide(metric: f64, capacity: u32) -> Value {
    json!({
        "threshold": 50, "adjustment_type": "PercentChangeInCapacity", "metric": metric,
        "capacity": capacity, "min": 1, "max": 100,
        "steps": [
            { "lower": 0, "upper": 10, "adjustment": 0 },
            { "lower": 10, "upper": 20, "adjustment": 10 },
            { "lower": 20, "upper": null, "adjustment": 30 },
            { "lower": -10, "upper": 0, "adjustment": 0 },
            { "lower": -20, "upper": -10, "adjustment": -10 },
            { "upper": -20, "adjustment": -30 },
        ],
    })
}

#[test]
fn steps_of_the_guide_change_as_it_says() {
    // Ten tasks: at 60 one more, at 70 of eleven three more; down at 40 one, at 30 three.
    for (metric, capacity, after, step) in [
        (55.0, 10, 10, 0),
        (60.0, 10, 11, 1),
        (69.0, 10, 11, 1),
        (70.0, 11, 14, 2),
        (45.0, 10, 10, 3),
        (40.0, 10, 9, 4),
        (30.0, 10, 7, 5),
        (50.0, 10, 10, 0),
    ] {
        let found = answer("step-scaling", guide(metric, capacity));
        let delta = after - i64::from(capacity);
        let expected = json!({ "capacity": after, "delta": delta, "step": step });
        assert_eq!(found, expected, "{capacity} tasks at {metric}");
    }
}

#[test]
fn a_metric_at_the_threshold_belongs_to_the_upper_side() {
    let mut policy = guide(50.0, 10);
    policy["steps"] = json!([{ "upper": 0, "adjustment": -10 }]);
    let expected = json!({ "capacity": 10, "delta": 0, "step": null });
    assert_eq!(answer("step-scaling", policy), expected);
}

#[test]
fn adjustments_round_and_keep_to_least_change_and_bounds() {
    let one = |kind: &str, adjustment: i32, capacity: u32, magnitude: Option<u32>| {
        let input = json!({
            "threshold": 60, "adjustment_type": kind, "metric": 80, "capacity": capacity,
            "steps": [{ "lower": 0, "adjustment": adjustment }], "min": 2, "max": 20,
            "min_adjustment_magnitude": magnitude,
        });
        answer("step-scaling", input)["delta"].as_i64().expect("a number")
    };
    let percent = "PercentChangeInCapacity";
    for (kind, adjustment, capacity, magnitude, delta) in [
        ("ChangeInCapacity", 3, 5, None, 3),
        ("ChangeInCapacity", 30, 5, None, 15),
        ("ChangeInCapacity", -30, 5, None, -3),
        ("ExactCapacity", 7, 5, None, 2),
        ("ExactCapacity", 70, 5, None, 15),
        // The guide's own roundings: 12.7 → 12, 0.67 → 1, −0.58 → −1, −6.67 → −6.
        (percent, 127, 10, None, 10),
        (percent, 67, 10, None, 6),
        (percent, 10, 6, None, 1),
        (percent, -10, 5, None, -1),
        (percent, -67, 10, None, -6),
        // 25 % of 4 is 1, and at least 2 are asked for.
        (percent, 25, 4, Some(2), 2),
        (percent, -25, 8, Some(5), -5),
    ] {
        let found = one(kind, adjustment, capacity, magnitude);
        assert_eq!(found, delta, "{kind} {adjustment} at {capacity}, at least {magnitude:?}");
    }
}

#[test]
fn a_capacity_outside_its_bounds_moves_only_towards_them() {
    for (adjustment, capacity, after) in [(2, 1, 5), (-1, 1, 1), (2, 30, 30), (-2, 30, 20)] {
        let input = json!({
            "threshold": 60, "adjustment_type": "ChangeInCapacity", "metric": 80,
            "capacity": capacity, "min": 5, "max": 20,
            "steps": [{ "lower": 0, "adjustment": adjustment }],
        });
        assert_eq!(answer("step-scaling", input)["capacity"], after, "{adjustment} at {capacity}");
    }
}

#[test]
fn steps_that_aws_refuses_are_refused() {
    let with = |steps: Value| {
        let mut policy = guide(60.0, 10);
        policy["steps"] = steps;
        refusal("step-scaling", policy)
    };
    for (steps, said) in [
        (json!([]), "1 to 20 steps"),
        (json!([{ "adjustment": 1 }]), "neither"),
        (json!([{ "lower": 5, "upper": 5, "adjustment": 1 }]), "not below"),
        (json!([{ "lower": 0, "upper": 10, "adjustment": 1 }]), "without upper bound"),
        (json!([{ "lower": -10, "upper": 0, "adjustment": 1 }]), "without lower bound"),
        (
            json!([{ "lower": 0, "upper": 10, "adjustment": 1 }, { "lower": 20, "adjustment": 2 }]),
            "nothing covers 10 to 20",
        ),
        (
            json!([{ "lower": 0, "upper": 10, "adjustment": 1 }, { "lower": 5, "adjustment": 2 }]),
            "overlap",
        ),
        (json!([{ "lower": 0, "adjustment": 1 }, { "lower": 9, "adjustment": 2 }]), "overlap"),
        (json!([{ "upper": 0, "adjustment": 1 }, { "upper": 0, "adjustment": 2 }]), "overlap"),
        (json!([{ "lower": 0, "adjustment": 1.5 }]), "steps.0.adjustment"),
        (json!([{ "lower": 0, "adjustment": 1, "by": 1 }]), "steps.0.by"),
    ] {
        let message = with(steps.clone());
        assert!(message.contains(said), "{steps}: {message}");
    }
    let mut exact = guide(60.0, 10);
    exact["adjustment_type"] = "ExactCapacity".into();
    assert!(refusal("step-scaling", exact).contains("exact capacity"));
    let mut least = guide(60.0, 10);
    least["adjustment_type"] = "ChangeInCapacity".into();
    least["min_adjustment_magnitude"] = 2.into();
    assert!(refusal("step-scaling", least).contains("min_adjustment_magnitude"));
}

#[test]
fn a_scheduled_action_moves_the_bounds_and_what_lies_outside() {
    for (capacity, new_min, new_max, after) in [
        (4, Some(10), None, (10, 10, 20)),
        (15, None, Some(8), (8, 2, 8)),
        (15, Some(10), Some(30), (15, 10, 30)),
        (5, Some(0), Some(0), (0, 0, 0)),
        (5, None, None, (5, 2, 20)),
    ] {
        let input = json!({
            "capacity": capacity, "min": 2, "max": 20, "new_min": new_min, "new_max": new_max
        });
        let expected = json!({ "capacity": after.0, "min": after.1, "max": after.2 });
        assert_eq!(answer("scheduled-bounds", input), expected, "{new_min:?} {new_max:?}");
    }
    let crossed = json!({ "capacity": 5, "min": 2, "max": 20, "new_min": 21 });
    assert!(refusal("scheduled-bounds", crossed).contains("new_min"));
}
