//! Memory on a node that pods may use more of than they asked for.

use super::*;

/// Six pods on two nodes that lose memory from the fifth minute on.
fn leaking(platform: &str, limit: f64, settings: Value) -> Run {
    let mut whole = json!({
        "scaling": { "desired": 6 },
        "platform_settings": {
            "autoscaler": "off", "instances": 2, "min_instances": 2, "memory_limit": limit },
        "changes": [{ "at": "00:05", "fault": "memory-leak", "amount": 100 }],
    });
    lay(&mut whole["platform_settings"], settings);
    run(platform, whole)
}

#[test]
fn a_node_that_runs_short_ends_the_pod_furthest_over_its_request() {
    let run = leaking("eks-managed", 0.0, json!({}));
    let evicted = decided(&run, "kubelet", "Evicted");
    assert!(evicted.len() > 2, "{}", evicted.len());
    assert!(evicted[0].because.contains("over its request"), "{}", evicted[0].because);
    assert!(decided(&run, "kubelet", "OOMKilled").is_empty(), "there is no limit to pass");
    // 7 GiB and more for three pods of 200 MiB that lose 100 a minute each.
    let first_s = evicted[0].t_ms as f64 / 1000.0;
    assert!((300.0 + 1100.0..300.0 + 1500.0).contains(&first_s), "{first_s}");
    assert!(pods(&run).len() > 6, "others are made, not the same restarted");
    assert_eq!(at(&run.columns.machines, 7000), 2.0);
}

#[test]
fn limits_that_are_requests_keep_the_pressure_from_the_node() {
    let run = leaking("eks-managed", 1.0, json!({}));
    assert!(decided(&run, "kubelet", "Evicted").is_empty());
    assert!(decided(&run, "kubelet", "OOMKilled").len() > 2);
    assert_eq!(pods(&run).len(), 6, "restarted in place");
}

#[test]
fn a_limit_between_lets_a_pod_pass_its_request_and_no_more() {
    let first_s = |limit: f64| {
        let run = leaking("eks-managed", limit, json!({}));
        first(&run, "kubelet", "OOMKilled")
    };
    // (1024 − 200) MiB and (1536 − 200) MiB at 100 a minute.
    let (one, more) = (first_s(1.0) - 300.0, first_s(1.5) - 300.0);
    assert!((0.9..1.1).contains(&(one / 494.4)) && (0.9..1.1).contains(&(more / 801.6)));
}

#[test]
fn a_disruption_budget_does_not_stand_in_the_way() {
    let run = leaking("eks-managed", 0.0, json!({ "min_available_percent": 100 }));
    assert!(decided(&run, "kubelet", "Evicted").len() > 2);
    assert!(least(&run.columns.healthy, 600) < 6.0);
}

#[test]
fn a_pod_on_fargate_has_its_node_to_itself() {
    let run = leaking("eks-fargate", 0.0, json!({}));
    assert!(decided(&run, "kubelet", "Evicted").is_empty());
}
