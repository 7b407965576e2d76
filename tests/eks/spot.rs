//! Spot nodes that are taken back, by who looks after them.

use super::*;

fn reclaimed(platform: &str, settings: Value, amount: f64) -> Run {
    let mut whole = json!({
        "scaling": { "desired": 9 },
        "platform_settings": {
            "capacity_type": "spot", "spot_share": 1, "autoscaler": "off", "instances": 6,
            "min_instances": 3 },
        "changes": [{ "at": "00:30", "fault": "reclaim-spot", "amount": amount, "for_s": 1800 }],
    });
    lay(&mut whole["platform_settings"], settings);
    run(platform, whole)
}

#[test]
fn a_managed_group_replaces_a_node_at_risk_before_it_goes() {
    let run = reclaimed("eks-managed", json!({}), 0.3);
    let launched = decided(&run, "node-group", "launch");
    assert_eq!(launched.len(), 2, "30 % of six nodes, rounded up");
    assert_eq!(launched[0].because, "a rebalance recommendation");
    assert!(least(&run.columns.healthy, 0) >= 6.0);
    assert_eq!(at(&run.columns.healthy, 3600), 9.0);
    assert!(run.decisions.iter().all(|decision| !decision.what.contains("pod lost")));
}

#[test]
fn a_group_of_one_capacity_type_never_falls_back() {
    let run = reclaimed("eks-managed", json!({}), 0.0);
    assert_eq!(at(&run.columns.running, 2400), 0.0, "all Spot is gone, and so are the pods");
    assert_eq!(at(&run.columns.healthy, 5400), 9.0, "it comes back with the capacity");
}

#[test]
fn a_mixed_group_still_buys_its_on_demand_share() {
    let whole = json!({
        "scaling": { "desired": 6 },
        "platform_settings": {
            "spot_share": 0.5, "autoscaler": "off", "instances": 4, "min_instances": 2,
            "max_instances": 20 },
        "changes": [
            { "at": "00:30", "fault": "reclaim-spot", "for_s": 1800 },
            set("00:40", "platform_settings.min_instances", json!(9)),
        ],
    });
    let run = run("eks-self-managed", whole);
    assert_eq!(at(&run.columns.machines, 2300), 2.0, "two of four are On-Demand");
    assert_eq!(at(&run.columns.machines, 3500), 5.0, "ceil(9 / 2), and no Spot");
    assert_eq!(at(&run.columns.machines, 4000), 9.0, "the rest as soon as Spot is back");
}

#[test]
fn nobody_drains_a_node_of_your_own_unless_you_bring_something_that_does() {
    let lost = |run: &Run| {
        let said = run.decisions.iter().filter(|decision| decision.what.contains("pod lost"));
        said.count()
    };
    let left_alone = reclaimed("eks-self-managed", json!({}), 0.3);
    assert!(lost(&left_alone) > 0);
    let drained = reclaimed("eks-self-managed", json!({ "spot_draining": true }), 0.3);
    assert_eq!(lost(&drained), 0);
}

#[test]
fn karpenter_falls_back_to_on_demand() {
    let settings = json!({ "autoscaler": "karpenter", "min_instances": 0, "instances": 0 });
    let run = reclaimed("eks-managed", settings, 0.0);
    let spot = run.ledger.iter().any(|line| line.line.starts_with("Spot nodes, "));
    let on_demand = run.ledger.iter().any(|line| line.line.starts_with("Nodes, "));
    assert!(spot && on_demand);
    assert_eq!(at(&run.columns.healthy, 2700), 9.0);
}
