//! Upgrades of the control plane, and what the operator does after them.

use super::*;

fn upgraded(platform: &str, settings: Value, times: &[&str]) -> Run {
    let changes: Vec<Value> = times.iter().map(|at| fault(at, "upgrade-control-plane")).collect();
    let mut day = json!({
        "duration_s": 18_000,
        "scaling": { "desired": 4 },
        "platform_settings": { "autoscaler": "off", "instances": 2, "min_instances": 2 },
        "changes": changes
    });
    lay(&mut day["platform_settings"], settings);
    run(platform, day)
}

#[test]
fn two_minor_versions_are_two_upgrades_and_the_price_follows_the_last() {
    let settings = json!({ "extended_support": true, "versions_in_extended": 2 });
    let once = upgraded("eks-managed", settings.clone(), &["00:20"]);
    assert_eq!(billed(&once, "EKS control plane, extended support"), (5.0, 0.6));
    let twice = upgraded("eks-managed", settings, &["00:20", "02:50"]);
    assert_eq!(billed(&twice, "EKS control plane, extended support"), (3.0, 0.6));
    assert_eq!(billed(&twice, "EKS control plane"), (2.0, 0.1));
    assert_eq!(by_hand(&twice, "upgrade the control plane"), 2);
    let ended = decided(&twice, "control-plane", "the control plane is upgraded");
    assert!(ended[0].because.contains("one more upgrade") && ended.len() == 2, "{ended:?}");
}

#[test]
fn a_second_upgrade_waits_for_the_first() {
    let run = upgraded("eks-managed", json!({}), &["00:20", "00:25"]);
    assert_eq!(decided(&run, "control-plane", "the upgrade is refused").len(), 1);
    assert_eq!(by_hand(&run, "upgrade the control plane"), 1);
}

#[test]
fn nodes_may_be_three_versions_behind_and_no_more() {
    let refused = |behind: u32| {
        let run = upgraded("eks-managed", json!({ "nodes_behind": behind }), &["00:20"]);
        decided(&run, "control-plane", "the upgrade is refused").len()
    };
    assert_eq!([2, 3].map(refused), [0, 1]);
    let legal = json!({ "platform_settings": { "nodes_behind": 4 } });
    assert_eq!(super::refused("eks-managed", legal), ["platform_settings.nodes_behind"]);
    // Once the nodes have followed, there is room for the next.
    let run = upgraded("eks-managed", json!({ "nodes_behind": 2 }), &["00:20", "03:00"]);
    assert!(decided(&run, "control-plane", "the upgrade is refused").is_empty());
    assert_eq!(by_hand(&run, "start an update of the node group"), 2);
}

#[test]
fn what_is_left_to_do_differs_by_the_kind_of_nodes() {
    let hands = |platform: &str| {
        let run = upgraded(platform, json!({ "autoscaler": "off" }), &["00:20"]);
        let list = run.by_hand.iter().map(|work| (work.what.clone(), work.times));
        list.collect::<std::collections::BTreeMap<String, u32>>()
    };
    let add_ons =
        |hands: &std::collections::BTreeMap<String, u32>| hands.get("update an add-on").copied();
    let managed = hands("eks-managed");
    assert_eq!((add_ons(&managed), managed["start an update of the node group"]), (Some(3), 1));
    let own = hands("eks-self-managed");
    assert_eq!((add_ons(&own), own["drain a node"], own["end an old node"]), (Some(3), 2, 2));
    let fargate = hands("eks-fargate");
    // The VPC CNI plugin and kube-proxy are DaemonSets: CoreDNS alone is left.
    assert_eq!((add_ons(&fargate), fargate["make the pods anew"]), (Some(1), 1));
    let auto = hands("eks-auto");
    assert_eq!(auto.keys().collect::<Vec<_>>(), ["upgrade the control plane"]);
}

#[test]
fn auto_mode_replaces_the_nodes_and_pods_on_fargate_are_made_anew() {
    let auto = upgraded("eks-auto", json!({ "min_available_percent": 75 }), &["00:20"]);
    assert!(!decided(&auto, "karpenter", "drifted").is_empty());
    assert!(least(&auto.columns.healthy, 0) >= 3.0);
    let fargate = upgraded("eks-fargate", json!({}), &["00:20"]);
    assert_eq!(pods(&fargate).len(), 8);
    assert!(fargate.totals.failed.sum() < 1.0, "{:?}", fargate.totals.failed);
}

#[test]
fn where_there_is_no_cluster_there_is_nothing_to_upgrade() {
    use drydock::sim::fault::Fault;
    for platform in ["ecs-fargate", "ecs-ec2", "app-runner", "ecs-express"] {
        let day = lay_on(platform);
        assert!(Fault::UpgradeControlPlane.applies(&day).is_err(), "{platform}");
    }
}

fn lay_on(platform: &str) -> Scenario {
    let whole = json!({ "platform": platform });
    Scenario::parse(whole, rules()).unwrap_or_else(|wrong| panic!("{wrong:?}"))
}
