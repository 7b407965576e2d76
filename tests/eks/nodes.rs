//! Nodes: updates, drains and budgets, a silent kubelet, a node that never joins.

use super::*;

fn patched(settings: Value) -> Run {
    let mut whole = json!({
        "duration_s": 14_400,
        "scaling": { "desired": 6 },
        "platform_settings": { "autoscaler": "off", "instances": 3, "min_instances": 3 },
        "changes": [fault("00:30", "patch-day")],
    });
    lay(&mut whole["platform_settings"], settings);
    run("eks-managed", whole)
}

#[test]
fn an_update_adds_two_nodes_a_zone_first_and_comes_back_to_its_size() {
    let run = patched(json!({}));
    assert_eq!(most(&run.columns.machines, 1800), 9.0, "3 and max(2 × 3 zones, 1)");
    assert_eq!(at(&run.columns.machines, 14_300), 3.0);
    assert!(left(&run).iter().all(|id| !["i0001", "i0002", "i0003"].contains(id)));
    assert_eq!(decided(&run, "node-group", "is updated").len(), 1);
    assert_eq!(by_hand(&run, "start an update of the node group"), 1);
    assert_eq!(by_hand(&run, "drain a node"), 0);
    assert!(run.totals.failed.refused < 1.0);
}

#[test]
fn a_minimal_update_never_has_more_nodes_than_before() {
    let run = patched(json!({ "update_strategy": "minimal" }));
    assert_eq!(most(&run.columns.machines, 0), 3.0);
    assert_eq!(decided(&run, "node-group", "is updated").len(), 1);
}

#[test]
fn no_pod_of_an_update_goes_to_an_old_node() {
    let day = |strategy: &str, percent: u32| {
        patched(json!({ "update_strategy": strategy, "min_available_percent": percent }))
    };
    for (strategy, percent) in [("default", 80), ("minimal", 60)] {
        let run = day(strategy, percent);
        assert_eq!(decided(&run, "node-group", "is updated").len(), 1, "{strategy}");
        let moved = decided(&run, "eviction", "evict t");
        let updated = moved.iter().filter(|said| said.because.contains("its node is updated"));
        assert_eq!(updated.count(), 6, "{strategy}: each of the six pods once");
    }
    // Two pods a node, of which one may go: no node takes it, so the other never may.
    let stuck = day("minimal", 80);
    assert_eq!(decided(&stuck, "node-group", "PodEvictionFailure").len(), 1);
    assert_eq!(at(&stuck.columns.pending, 1800 + 600), 1.0);
    assert_eq!(at(&stuck.columns.healthy, 1800 + 1200), 6.0, "the old nodes take pods again");
}

#[test]
fn an_update_may_take_a_share_of_the_nodes_at_a_time() {
    let run = patched(json!({ "update_max_unavailable_percent": 50, "update_max_unavailable": 3 }));
    assert_eq!(decided(&run, "node-group", "update 3 nodes, 2 at a time").len(), 1, "1.5 up");
    assert_eq!(decided(&run, "node-group", "is updated").len(), 1);
    let legal = json!({ "platform_settings": { "update_max_unavailable_percent": 101 } });
    let path = "platform_settings.update_max_unavailable_percent";
    assert_eq!(refused("eks-managed", legal), [path]);
}

#[test]
fn a_budget_that_allows_nothing_stops_the_update_unless_it_is_forced() {
    let stuck = patched(json!({ "min_available_percent": 100 }));
    let failed = first(&stuck, "node-group", "PodEvictionFailure");
    // Six nodes come first; then 15 minutes of asking.
    assert!((1800.0 + 900.0..1800.0 + 900.0 + 300.0).contains(&failed), "{failed}");
    let left_over = decided(&stuck, "node-group", "6 nodes more than before stay and are paid");
    assert!(left_over[0].because.contains("an assumption of the model"));
    assert_eq!(at(&stuck.columns.machines, 14_300), 9.0);
    assert!(!decided(&stuck, "eviction", "may not be evicted").is_empty());
    assert_eq!(least(&stuck.columns.healthy, 0), 6.0);
    let forced = patched(json!({ "min_available_percent": 100, "force_update": true }));
    assert_eq!(decided(&forced, "node-group", "is updated").len(), 1);
    assert!(least(&forced.columns.healthy, 0) < 6.0);
}

#[test]
fn a_budget_keeps_its_share_of_the_pods_healthy() {
    let kept = patched(json!({ "min_available_percent": 80 }));
    assert_eq!(least(&kept.columns.healthy, 0), 5.0, "ceil(0.8 × 6) must stay");
    assert_eq!(decided(&kept, "node-group", "is updated").len(), 1);
    assert_eq!(least(&patched(json!({})).columns.healthy, 0), 4.0, "a node has two of six");
}

fn silent(platform: &str, settings: Value, changes: Value) -> Run {
    let mut whole = json!({
        "scaling": { "desired": 6 },
        "platform_settings": { "autoscaler": "off", "instances": 3, "min_instances": 3 },
        "changes": changes,
    });
    lay(&mut whole["platform_settings"], settings);
    run(platform, whole)
}

fn stops() -> Value {
    json!([fault("00:10", "agent-stops")])
}

#[test]
fn a_silent_node_is_not_ready_then_loses_its_pods_and_stays() {
    let run = silent("eks-managed", json!({}), stops());
    let not_ready = first(&run, "node-controller", "is NotReady");
    assert_eq!(not_ready, 650.0);
    assert_eq!(at(&run.columns.healthy, 660), 4.0, "its two pods leave the endpoints");
    assert_eq!(first(&run, "node-controller", "are evicted"), not_ready + 300.0);
    assert_eq!(at(&run.columns.healthy, 1200), 6.0, "replaced on the other nodes");
    assert_eq!(at(&run.columns.machines, 7100), 3.0);
    assert!(machines(&run, "TERMINATED").is_empty(), "it is paid to the end");
}

#[test]
fn the_cluster_autoscaler_removes_an_unready_node_that_nobody_needs_above_the_minimum() {
    let day = |min: u32| {
        let settings = json!({ "autoscaler": "cluster-autoscaler", "min_instances": min });
        silent("eks-managed", settings, stops())
    };
    let spare = day(2);
    let given_up = decided(&spare, "node-controller", "are evicted");
    assert!(given_up[0].waits_for.contains("may remove the node after 20 min"));
    let removed = first(&spare, "cluster-autoscaler", "remove i") - 950.0;
    assert!((1200.0..=1230.0).contains(&removed), "20 min from its last pod on: {removed}");
    assert_eq!(at(&spare.columns.machines, 7100), 2.0);
    let kept = day(3);
    assert!(machines(&kept, "TERMINATED").is_empty(), "the group is at its minimum");
    let given_up = decided(&kept, "node-controller", "are evicted");
    assert_eq!(given_up[0].waits_for, "you: nothing replaces the node, and it is paid on");
}

#[test]
fn a_pod_sent_to_a_silent_node_waits_there_until_it_answers_or_is_given_up() {
    let asked_for_more = set("00:10:20", "scaling.desired", json!(12));
    let day = |fault: Value| {
        let changes = json!([fault, asked_for_more]);
        silent("eks-managed", json!({ "instances": 6, "max_instances": 6 }), changes)
    };
    let run = day(fault("00:10", "agent-stops"));
    assert_eq!(at(&run.columns.running, 940), 11.0, "nobody has told the scheduler yet");
    assert_eq!(at(&run.columns.pending, 940), 1.0);
    assert_eq!(at(&run.columns.healthy, 1200), 12.0, "given up after 350 s, and replaced");
    let mended = day(json!({ "at": "00:10", "fault": "agent-stops", "for_s": 180 }));
    assert_eq!(at(&mended.columns.running, 770), 11.0);
    assert_eq!(at(&mended.columns.running, 850), 12.0);
    assert!(decided(&mended, "node-controller", "are evicted").is_empty());
}

#[test]
fn repair_replaces_it_after_half_an_hour_where_it_is_on() {
    let managed = silent("eks-managed", json!({ "node_repair": true }), stops());
    assert_eq!(first(&managed, "node-repair", "replace"), 650.0 + 1800.0);
    assert_eq!(machines(&managed, "TERMINATED").len(), 1);
    let own = silent("eks-self-managed", json!({ "node_repair": true }), stops());
    assert!(machines(&own, "TERMINATED").is_empty(), "nobody repairs your own nodes");
}

#[test]
fn a_node_that_never_joins_is_given_up_by_the_autoscaler_alone() {
    let day = |autoscaler: &str, size: u32| {
        run(
            "eks-managed",
            json!({
            "scaling": { "desired": 6 },
            "platform_settings": { "autoscaler": autoscaler, "instances": size },
            "changes": [
                fault("00:05", "never-registers"), set("00:10", "scaling.desired", json!(8)),
            ] }),
        )
    };
    let run = day("cluster-autoscaler", 2);
    let given_up = first(&run, "cluster-autoscaler", "leave the group alone");
    assert!((600.0 + 900.0..=600.0 + 930.0).contains(&given_up), "{given_up}");
    let again = decided(&run, "cluster-autoscaler", "group 2 → 3");
    let waited = again[1].t_ms as f64 / 1000.0 - given_up;
    assert!((300.0..=320.0).contains(&waited), "five minutes of back-off: {waited}");
    assert_eq!(at(&run.columns.healthy, 3600), 8.0);
}

#[test]
fn the_control_planes_price_follows_its_versions_support() {
    let run = run(
        "eks-managed",
        json!({
        "platform_settings": { "extended_support": true },
        "changes": [set("01:30", "platform_settings.extended_support", json!(false))] }),
    );
    assert_eq!(billed(&run, "EKS control plane, extended support"), (1.5, 0.6));
    assert_eq!(billed(&run, "EKS control plane"), (0.5, 0.1));
    assert_eq!(by_hand(&run, "upgrade the control plane"), 1);
}
