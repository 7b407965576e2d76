//! The HorizontalPodAutoscaler over a run.

use super::*;

/// Four pods of half a vCPU answer 100 requests/s; 60 are 60 %.
fn day(settings: Value, scaling: Value, changes: Value) -> Run {
    let mut whole = json!({
        "traffic": { "peak_rps": 60 },
        "scaling": { "mode": "target-tracking", "min": 2, "max": 30, "target": 60 },
        "platform_settings": settings,
        "changes": changes,
    });
    lay(&mut whole["scaling"], scaling);
    run("eks-managed", whole)
}

#[test]
fn it_decides_within_a_minute_by_the_ratio_of_metric_and_target() {
    let run = day(json!({}), json!({}), json!([set("00:20", "traffic.peak_rps", json!(90))]));
    let out = decided(&run, "hpa", "scale out");
    assert_eq!(out[0].what, "scale out 4 → 6", "ceil(4 × 90 / 60)");
    let sum = "CPU 88 % against 60 %: 88 / 60 × 4 = 5.87 → 6";
    assert_eq!(out[0].because, sum, "operands as they are, not a ratio that is rounded");
    let after = out[0].t_ms as f64 / 1000.0 - 1200.0;
    assert!((15.0..=60.0).contains(&after), "{after}");
}

#[test]
fn at_its_maximum_it_waits_for_a_higher_one() {
    let changes = json!([set("00:20", "traffic.peak_rps", json!(150))]);
    let run = day(json!({}), json!({ "max": 5 }), changes);
    let held = decided(&run, "hpa", "stay at 5: TooManyReplicas");
    assert_eq!(held[0].waits_for, "a higher maximum; yours is 5");
}

#[test]
fn it_rests_within_its_tolerance() {
    let within = json!([set("00:20", "traffic.peak_rps", json!(64))]);
    let run = day(json!({}), json!({}), within.clone());
    assert!(run.columns.desired.iter().all(|desired| *desired == 4.0));
    let strict = day(json!({ "hpa_tolerance": 0.02 }), json!({}), within);
    assert_eq!(at(&strict.columns.desired, 1300), 5.0);
}

#[test]
fn fewer_pods_wait_for_the_highest_wish_of_five_minutes() {
    let changes = json!([set("00:20", "traffic.peak_rps", json!(30))]);
    let run = day(json!({}), json!({}), changes.clone());
    let after = first(&run, "hpa", "scale in") - 1200.0;
    assert!((300.0..=360.0).contains(&after), "{after}");
    let quick = day(json!({ "hpa_down_window_s": 0 }), json!({}), changes);
    assert!(first(&quick, "hpa", "scale in") - 1200.0 <= 60.0);
}

#[test]
fn a_policy_of_one_pod_a_minute_holds_it_back() {
    let settings = json!({ "hpa_up_percent": 0, "hpa_up_pods": 1, "hpa_up_period_s": 60 });
    let changes = json!([set("00:20", "traffic.peak_rps", json!(150))]);
    let slow = day(settings, json!({}), changes.clone());
    let times: Vec<u64> = decided(&slow, "hpa", "scale out").iter().map(|d| d.t_ms).collect();
    assert!(times.len() >= 5 && times.windows(2).all(|pair| pair[1] - pair[0] >= 60_000));
    let free = day(json!({}), json!({}), changes);
    let first = &decided(&free, "hpa", "scale out")[0].what;
    assert_eq!(first, "scale out 4 → 7", "CPU stops at 100 %: ceil(4 × 100 / 60)");
}

#[test]
fn pods_that_are_not_ready_make_it_careful() {
    let run = day(json!({}), json!({}), json!([set("00:20", "traffic.peak_rps", json!(150))]));
    let careful = run.decisions.iter().find(|decision| {
        decision.who == "hpa" && decision.inputs.get("not_ready").is_some_and(|count| *count > 0.0)
    });
    // New pods count as idle: the load of four over seven is no reason for more yet.
    assert!(careful.is_none_or(|decision| !decision.what.starts_with("scale out 7 → 12")));
    assert!(at(&run.columns.desired, 1400) < 12.0);
    assert!(at(&run.columns.desired, 2400) >= 9.0);
}

#[test]
fn requests_for_each_pod_need_one_step_where_cpu_needs_several() {
    let scaling = json!({ "metric": "requests", "target": 900 });
    let run = day(json!({}), scaling, json!([set("00:20", "traffic.peak_rps", json!(150))]));
    // The sample that holds the step is a mixture, the next one is whole.
    assert_eq!(at(&run.columns.desired, 1260), 10.0, "ceil(150 × 60 / 900)");
}

#[test]
fn of_several_metrics_the_largest_wish_counts() {
    let policy = json!({ "kind": "target-tracking", "metric": "requests", "target": 450 });
    let run = day(json!({}), json!({ "policies": [policy] }), json!([]));
    assert_eq!(at(&run.columns.desired, 600), 8.0, "ceil(60 × 60 / 450) over 4 by CPU");
}

#[test]
fn what_kubernetes_does_not_have_is_refused() {
    assert_eq!(refused("eks-managed", json!({ "scaling": { "mode": "step" } })), ["scaling.mode"]);
    let canary = json!({ "deployment": { "strategy": "canary" } });
    assert_eq!(refused("eks-fargate", canary), ["deployment.strategy"]);
}
