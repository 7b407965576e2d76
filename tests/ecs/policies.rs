//! Scaling policies: target tracking, alone and together, and step scaling.
//!
//! Application Auto Scaling User Guide: Target tracking scaling policies; Step scaling policies.
//! Amazon ECS Developer Guide: Automatically scale your Amazon ECS service.

use super::*;

/// Traffic by the second, `seconds,requests per second`, and one policy of the first kind.
fn day(csv: &str, scaling: Value, more: Value) -> Run {
    let mut changes = json!({
        "traffic": { "shape": "csv", "csv": csv },
        "balancer": { "deregistration_delay_s": 30 },
        "scaling": {
            "mode": "target-tracking", "desired": 4, "min": 2, "max": 40, "target": 50
        }
    });
    lay(&mut changes, json!({ "scaling": scaling }));
    lay(&mut changes, more);
    run("ecs-fargate", changes)
}

/// 50 requests/s put four tasks at half of their CPU.
const CALM: &str = "0,50\n7200,50";
/// From 00:20 on twice as many.
const DOUBLE: &str = "0,50\n1199,50\n1200,100\n7200,100";
/// From 00:20 on a fifth.
const FIFTH: &str = "0,50\n1199,50\n1200,10\n7200,10";

fn outs<'a>(run: &'a Run, who: &str) -> Vec<&'a Decision> {
    decided(run, who, "scale out")
}

fn ins<'a>(run: &'a Run, who: &str) -> Vec<&'a Decision> {
    decided(run, who, "scale in")
}

#[test]
fn at_the_target_nothing_scales() {
    let run = day(CALM, json!({ "target": 51 }), json!({}));
    assert_eq!(rungs(&run.columns.desired, 0), [4.0]);
    assert!(outs(&run, "target-tracking").is_empty() && ins(&run, "target-tracking").is_empty());
}

#[test]
fn a_decision_names_the_threshold_that_was_crossed() {
    let out = day(DOUBLE, json!({}), json!({}));
    let said = &outs(&out, "target-tracking")[0].because;
    assert!(said.ends_with("3 of 3 points over 50 %"), "{said}");
    let down = day(FIFTH, json!({}), json!({}));
    let said = &ins(&down, "target-tracking")[0].because;
    assert!(said.ends_with("15 of 15 points under the low threshold of 45 %"), "{said}");
}

#[test]
fn the_step_is_proportional_to_the_metric_and_rounded_up() {
    // 120 requests/s put four tasks at 100 %: ceil(4 × 100 / 60) = 7.
    let csv = "0,50\n1199,50\n1200,120\n7200,120";
    let run = day(csv, json!({ "target": 60 }), json!({}));
    let out = outs(&run, "target-tracking")[0];
    assert!(out.what.ends_with("4 → 7"), "{}", out.what);
    assert!(out.because.contains("ceil(4 × 100.0 / 60) = 7; 3 of 3 points"), "{}", out.because);
}

#[test]
fn scale_out_takes_three_points_and_scale_in_fifteen() {
    let out = day(DOUBLE, json!({}), json!({}));
    let waited = first(&out, "target-tracking", "scale out") - 1200.0;
    let (points, delay) = (rules().scaling_high_alarm_points, rules().scaling_metric_delay_s);
    assert!((points * 60.0..=points * 60.0 + 60.0 + delay).contains(&waited), "{waited}");
    let inwards = day(FIFTH, json!({}), json!({}));
    let waited = first(&inwards, "target-tracking", "scale in") - 1200.0;
    let points = rules().scaling_low_alarm_points;
    let low = &ins(&inwards, "target-tracking")[0].because;
    assert!(low.contains("under the low threshold of 45 %"), "{low}");
    assert!((points * 60.0..=points * 60.0 + 60.0 + delay).contains(&waited), "{waited}");
}

#[test]
fn twenty_second_metrics_decide_on_the_same_points_sooner() {
    let fast = day(DOUBLE, json!({ "metric_period_s": 20 }), json!({}));
    let waited = first(&fast, "target-tracking", "scale out") - 1200.0;
    let delay = rules().scaling_fast_metric_delay_s;
    assert!((60.0..=60.0 + 20.0 + delay).contains(&waited), "{waited}");
    // The balancer's metric has no such resolution.
    let requests = |period: u32| {
        let counted = json!({ "metric": "requests", "target": 750, "metric_period_s": period });
        first(&day(DOUBLE, counted, json!({})), "target-tracking", "scale out")
    };
    assert_eq!(requests(20), requests(60));
}

#[test]
fn near_the_target_neither_alarm_is_on() {
    // 46 % of 50 % lies between 0.9 of the target and the target.
    let run = day("0,46\n7200,46", json!({}), json!({}));
    assert_eq!(rungs(&run.columns.desired, 0), [4.0]);
    let low = day("0,44\n7200,44", json!({ "desired": 8 }), json!({}));
    assert!(!ins(&low, "target-tracking").is_empty());
}

#[test]
fn the_bounds_hold() {
    let run = day(DOUBLE, json!({ "max": 5 }), json!({}));
    assert_eq!(run.columns.desired.last(), Some(&5.0));
    assert!(decided(&run, "target-tracking", "the maximum").len() <= 2, "it is said once");
    let run = day(FIFTH, json!({ "min": 3 }), json!({}));
    assert_eq!(run.columns.desired.last(), Some(&3.0));
}

#[test]
fn the_running_count_is_the_base_of_a_step() {
    // No pull works: seven are desired, four run, and each step starts from four.
    let denied = json!({ "changes": [fault("00:05", "deny-pull")] });
    let run = day(DOUBLE, json!({ "target": 60, "scale_out_cooldown_s": 0 }), denied);
    assert_eq!(rungs(&run.columns.desired, 0), [4.0, 7.0]);
}

#[test]
fn inside_the_cooldown_only_a_larger_step_scales_out() {
    // The first step answers 70 requests/s; then come 160, too many for six tasks.
    let csv = "0,50\n1199,50\n1200,70\n1499,70\n1500,160\n7200,160";
    let policy = json!({ "scale_out_cooldown_s": 1800, "metric_period_s": 20, "target": 50 });
    let run = day(csv, policy, json!({}));
    let steps = outs(&run, "target-tracking");
    assert!(steps[0].what.ends_with("4 → 6"), "{}", steps[0].what);
    // The larger step counts from the four tasks at which the cooldown began.
    assert!(steps[1].what.ends_with("6 → 8") && steps[1].t_ms < 3_000_000);
    assert!(steps[1].because.starts_with("ceil(4 × "), "{}", steps[1].because);
}

#[test]
fn a_scale_in_cooldown_blocks_scale_in_and_never_scale_out() {
    // Falls to a fifth, then to a tenth; at 01:05 everybody is back.
    let csv = "0,50\n1199,50\n1200,20\n3899,20\n3900,120\n7200,120";
    let run = day(csv, json!({ "desired": 8, "scale_in_cooldown_s": 3600 }), json!({}));
    assert_eq!(ins(&run, "target-tracking").len(), 1, "one in an hour");
    let out = first(&run, "target-tracking", "scale out");
    assert!((3900.0..4400.0).contains(&out), "{out}");
    let held = decided(&run, "target-tracking", "cooldown");
    assert!(held.len() <= 2, "it is said once: {}", held.len());
}

#[test]
fn disabled_scale_in_only_grows() {
    let run = day(FIFTH, json!({ "disable_scale_in": true }), json!({}));
    assert_eq!(rungs(&run.columns.desired, 0), [4.0]);
    let csv = "0,50\n1199,50\n1200,100\n2999,100\n3000,10\n7200,10";
    let run = day(csv, json!({ "disable_scale_in": true }), json!({}));
    assert!(rungs(&run.columns.desired, 0).windows(2).all(|pair| pair[0] < pair[1]));
}

/// A second policy beside the one on CPU.
fn also(policy: Value) -> Value {
    json!({ "policies": [policy] })
}

#[test]
fn of_several_policies_any_scales_out_and_the_largest_wins() {
    // 100 requests/s on four tasks: 1500 a target and minute. CPU asks for 8, requests for 12.
    let requests = json!({ "kind": "target-tracking", "metric": "requests", "target": 500 });
    let run = day(DOUBLE, also(requests), json!({}));
    assert_eq!(run.columns.desired.last(), Some(&12.0));
    // The same with a CPU target that asks for nothing.
    let requests = json!({ "kind": "target-tracking", "metric": "requests", "target": 500 });
    let mut scaling = also(requests);
    lay(&mut scaling, json!({ "target": 100 }));
    let run = day("0,38\n1199,38\n1200,70\n7200,70", scaling, json!({}));
    assert!(run.columns.desired.last() >= Some(&9.0));
}

#[test]
fn all_policies_have_to_agree_before_it_scales_in() {
    // Eight tasks at 10 requests/s: CPU is low; 75 requests a target and minute are, against a
    // target of 80, neither too many nor low.
    let asks = |target: u32, disabled: bool| {
        let requests = json!({
            "kind": "target-tracking", "metric": "requests", "target": target,
            "disable_scale_in": disabled
        });
        let mut scaling = also(requests);
        lay(&mut scaling, json!({ "desired": 8 }));
        day("0,10\n7200,10", scaling, json!({}))
    };
    let held = asks(80, false);
    assert_eq!(rungs(&held.columns.desired, 0), [8.0]);
    assert!(!decided(&held, "target-tracking", "no scale-in now").is_empty());
    assert!(!ins(&asks(900, false), "target-tracking").is_empty());
    // One whose scale-in is disabled has no say.
    assert!(!ins(&asks(80, true), "target-tracking").is_empty());
}

#[test]
fn a_deployment_suspends_scale_in_and_not_scale_out() {
    let stuck = json!({
        "deployment": { "minimum_healthy_percent": 100, "maximum_percent": 100 },
        "changes": [fault("00:05", "deploy")]
    });
    let run_in = day(FIFTH, json!({ "desired": 4 }), stuck.clone());
    assert!(ins(&run_in, "target-tracking").is_empty());
    assert!(!decided(&run_in, "target-tracking", "no scale-in now").is_empty());
    let run_out = day(DOUBLE, json!({}), stuck);
    assert!(!outs(&run_out, "target-tracking").is_empty());
}

#[test]
fn memory_is_tracked_like_cpu() {
    // The idle application holds 200 MiB of 1024: 20 % at any number of tasks.
    let run = day(CALM, json!({ "metric": "memory", "target": 60, "desired": 8 }), json!({}));
    assert_eq!(rungs(&run.columns.desired, 0), [8.0, 3.0, 2.0]);
    let leak = json!({ "changes": [json!({
        "at": "00:20", "fault": "memory-leak", "amount": 20
    })] });
    let run = day(CALM, json!({ "metric": "memory", "target": 40, "min": 4 }), leak);
    assert!(run.columns.desired.iter().copied().fold(0.0, f64::max) > 4.0);
}

/// Step policies out at 60 % and in below 30 %.
fn steps(out: Value, more: Value) -> Run {
    let mut policy = json!({
        "kind": "step", "metric": "cpu", "alarm_threshold": 60, "alarm_points": 3,
        "adjustment_type": "ChangeInCapacity", "cooldown_s": 300,
        "steps": [{ "lower": 0, "upper": 20, "adjustment": 2 }, { "lower": 20, "adjustment": 6 }]
    });
    lay(&mut policy, out);
    let mut scaling = json!({ "mode": "step", "policies": [policy] });
    lay(&mut scaling, more);
    day(DOUBLE, scaling, json!({}))
}

#[test]
fn the_size_of_the_breach_chooses_the_step() {
    // 100 % is 40 over the alarm: the second step; 70 % is 10 over: the first.
    let large = steps(json!({}), json!({}));
    assert!(outs(&large, "step-scaling")[0].what.ends_with("4 → 10"));
    let small = steps(json!({ "alarm_threshold": 90 }), json!({}));
    assert!(outs(&small, "step-scaling")[0].what.ends_with("4 → 6"));
    let none = steps(json!({ "alarm_threshold": 101 }), json!({}));
    assert!(outs(&none, "step-scaling").is_empty());
}

#[test]
fn the_adjustment_means_what_its_type_says() {
    let step = |kind: &str, adjustment: i32, least: u32| {
        let mut policy = json!({
            "adjustment_type": kind, "steps": [{ "lower": 0, "adjustment": adjustment }]
        });
        if least > 0 {
            policy["min_adjustment_magnitude"] = json!(least);
        }
        let run = steps(policy, json!({}));
        outs(&run, "step-scaling")[0].what.rsplit(' ').next().map(String::from)
    };
    assert_eq!(step("ExactCapacity", 9, 0).as_deref(), Some("9"));
    assert_eq!(step("PercentChangeInCapacity", 50, 0).as_deref(), Some("6"));
    // 30 % of four is 1.2: rounded down; 10 % is 0.4: up to one; the least magnitude is five.
    assert_eq!(step("PercentChangeInCapacity", 30, 0).as_deref(), Some("5"));
    assert_eq!(step("PercentChangeInCapacity", 10, 0).as_deref(), Some("5"));
    assert_eq!(step("PercentChangeInCapacity", 10, 5).as_deref(), Some("9"));
}

#[test]
fn a_step_policy_waits_for_its_points_and_its_cooldown() {
    let at_s = |points: u32| {
        let run = steps(json!({ "alarm_points": points }), json!({}));
        first(&run, "step-scaling", "scale out")
    };
    assert_eq!(at_s(5) - at_s(1), 240.0);
    let weak = json!({
        "steps": [{ "lower": 0, "adjustment": 1 }], "cooldown_s": 600, "alarm_threshold": 50
    });
    let run = steps(weak, json!({}));
    let times: Vec<u64> = outs(&run, "step-scaling").iter().map(|out| out.t_ms).collect();
    assert!(times.len() >= 2 && times.windows(2).all(|pair| pair[1] - pair[0] >= 600_000));
}

#[test]
fn steps_that_aws_would_refuse_are_refused() {
    let with = |steps: Value| {
        let policy = json!({
            "kind": "step", "metric": "cpu", "alarm_threshold": 60, "steps": steps,
            "adjustment_type": "ChangeInCapacity"
        });
        refused("ecs-fargate", json!({ "scaling": { "mode": "step", "policies": [policy] } }))
    };
    for wrong in [
        json!([]),
        json!([{ "adjustment": 1 }]),
        json!([{ "lower": 0, "upper": 10, "adjustment": 1 }]),
        json!([{ "lower": 0, "upper": 10, "adjustment": 1 }, { "lower": 15, "adjustment": 2 }]),
        json!([{ "lower": 0, "upper": 10, "adjustment": 1 }, { "lower": 5, "adjustment": 2 }]),
        json!([{ "lower": -10, "adjustment": -1 }]),
    ] {
        assert_eq!(with(wrong.clone()), ["scaling.policies.0"], "{wrong}");
    }
}
