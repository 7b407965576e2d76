//! A pod a node.

use super::*;

#[test]
fn a_pod_gets_the_next_size_for_its_request_and_what_fargate_adds() {
    let run = run("eks-fargate", json!({}));
    // 1 GiB and 256 MiB make 2 GB beside half a vCPU.
    assert_eq!(billed(&run, "Fargate vCPU").0, 4.0 * 2.0 * 0.5);
    assert_eq!(billed(&run, "Fargate memory").0, 4.0 * 2.0 * 2.0);
    assert_eq!(billed(&run, "EKS control plane"), (2.0, 0.1));
    assert!(run.columns.machines.iter().all(|count| *count == 0.0));
}

#[test]
fn pods_lie_in_private_subnets_and_leave_through_gateways() {
    let run = run("eks-fargate", json!({}));
    assert_eq!(billed(&run, "NAT gateways").0, 6.0);
    assert!(run.ledger.iter().all(|line| !line.line.ends_with("IPv4, tasks")));
}

#[test]
fn no_node_has_to_grow_before_a_pod_can_run() {
    let grown = |platform: &str| {
        let run = run(platform, json!({ "changes": [set("00:10", "scaling.desired", json!(14))] }));
        let column = run.columns.healthy.iter();
        column.clone().position(|healthy| *healthy >= 14.0).expect("all serve")
    };
    assert!(grown("eks-fargate") <= grown("eks-managed"));
}

#[test]
fn fargate_has_a_scheduler_of_its_own() {
    let who = |platform: &str| {
        let run = run(platform, json!({ "changes": [set("00:10", "scaling.desired", json!(6))] }));
        let started = run.decisions.iter().find(|decision| decision.what == "start 2 pods");
        started.expect("two pods start").who.clone()
    };
    assert_eq!(who("eks-fargate"), "fargate-scheduler");
    assert_eq!(who("eks-managed"), "kube-scheduler");
}

#[test]
fn pods_that_no_profile_selects_wait_for_a_node_that_never_comes() {
    let settings = json!({ "fargate_profile": false });
    let alone = run("eks-fargate", json!({ "platform_settings": settings }));
    let said = decided(&alone, "kube-scheduler", "4 pods: Pending");
    assert_eq!((said.len(), said[0].t_ms), (1, 0));
    assert_eq!(said[0].because, "no nodes available to schedule pods");
    assert!(said[0].waits_for.contains("a Fargate profile"), "{}", said[0].waits_for);
    assert_eq!(most(&alone.columns.healthy, 0), 0.0);
    assert_eq!(billed(&alone, "Fargate vCPU").0, 0.0);
    assert_eq!(billed(&alone, "EKS control plane").0, 2.0, "the cluster costs all the same");
    // Nodes take pods whatever a profile says.
    let nodes = run("eks-managed", json!({ "platform_settings": settings }));
    assert_eq!(least(&nodes.columns.healthy, 0), 4.0);
    let later =
        json!({ "changes": [set("00:10", "platform_settings.fargate_profile", json!(false))] });
    assert_eq!(refused("eks-fargate", later), ["changes.0.set"]);
}

#[test]
fn what_fargate_does_not_have_is_said_at_the_start() {
    let whole = json!({ "platform_settings": {
        "daemon_pods": 2, "daemon_cpu_millis": 200, "capacity_type": "spot"
    } });
    let day = run("eks-fargate", whole.clone());
    let sidecars = decided(&day, "daemon-set", "your DaemonSets do not run");
    assert!(sidecars[0].t_ms == 0 && sidecars[0].waits_for.contains("sidecars"), "{sidecars:?}");
    assert_eq!(decided(&day, "fargate-scheduler", "On-Demand").len(), 1);
    let plain = run("eks-fargate", json!({}));
    assert_eq!((&plain.columns, plain.ledger.len()), (&day.columns, day.ledger.len()));
    assert!(decided(&plain, "daemon-set", "").is_empty());
    assert!(decided(&run("eks-managed", whole), "daemon-set", "").is_empty());
}

#[test]
fn a_comparison_says_what_pods_on_fargate_go_without() {
    use drydock::sim::compare::adapt;
    let whole = json!({ "platform": "eks-managed", "platform_settings": {
        "daemon_pods": 1, "capacity_type": "spot"
    }, "task": { "vcpu": 0.1 } });
    let scenario = Scenario::parse(whole, rules()).expect("a legal scenario");
    let place = drydock::sim::scenario::Platform::EksFargate;
    let (day, said) = adapt(&scenario, place, rules());
    assert_eq!(said.len(), 3, "{said:?}");
    assert_eq!(said[0], "0.25 vCPU: the least here");
    assert!(said[1].contains("no Spot") && said[2].contains("DaemonSets"), "{said:?}");
    assert_eq!(day.platform_settings.daemon_pods, 0);
}

#[test]
fn aws_patches_by_eviction_and_asks_the_budget() {
    let day = |percent: u32| {
        run(
            "eks-fargate",
            json!({
            "platform_settings": { "min_available_percent": percent },
            "changes": [fault("00:10", "patch-day")] }),
        )
    };
    let kept = day(75);
    assert_eq!(least(&kept.columns.healthy, 0), 3.0);
    assert_eq!(pods(&kept).len(), 8, "every pod was replaced");
    assert_eq!(least(&day(0).columns.healthy, 0), 0.0, "all at once without a budget");
    assert!(kept.by_hand.is_empty());
}

#[test]
fn there_is_no_spot_and_no_agent() {
    use drydock::sim::fault::Fault;
    let whole = json!({ "platform": "eks-fargate" });
    let scenario = Scenario::parse(whole, rules()).expect("a legal scenario");
    assert!(Fault::ReclaimSpot.applies(&scenario).is_err());
    assert!(Fault::AgentStops.applies(&scenario).is_err());
}
