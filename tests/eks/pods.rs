//! Pods: places, rolling updates, restarts in place, evictions.

use super::*;

#[test]
fn a_pod_without_a_place_says_why_as_kubectl_does() {
    let run = run(
        "eks-managed",
        json!({ "platform_settings": {
        "autoscaler": "off", "instances": 1 } }),
    );
    assert_eq!(at(&run.columns.running, 600), 3.0, "1930 − 150 millicores hold three of 500");
    assert_eq!(at(&run.columns.pending, 600), 1.0);
    let full = super::run(
        "eks-managed",
        json!({
        "platform_settings": { "autoscaler": "off", "instances": 1 },
        "changes": [set("00:10", "scaling.desired", json!(5))] }),
    );
    let said = decided(&full, "kube-scheduler", "Pending");
    let nobody = "No preemption victims found for incoming pod.";
    let wanted = format!(
        "0/1 nodes are available: 1 Insufficient cpu. \
         preemption: 0/1 nodes are available: 1 {nobody}"
    );
    assert_eq!(said[0].because, wanted);
}

/// Kubernetes documentation, Logging Architecture.
#[test]
fn a_denied_log_stream_keeps_no_pod_from_starting() {
    for platform in ["eks-managed", "eks-fargate"] {
        let changes = json!({ "changes": [
            { "at": "00:05", "fault": "deny-logs", "for_s": 1800 },
            set("00:10", "scaling.desired", json!(6)),
        ] });
        let run = run(platform, changes);
        assert_eq!(at(&run.columns.running, 1500), 6.0, "{platform}");
        let said = decided(&run, "you", "deny-logs");
        assert_eq!(said.len(), 1, "{platform}: it is not over, as it never was");
        assert!(said[0].because.contains("its logs lie on the node"), "{}", said[0].because);
    }
}

#[test]
fn the_number_of_pods_ends_before_the_cpu_does() {
    // 29 addresses and host-network pods on an m5.large, less two of AWS's and 25 DaemonSets.
    let run = run(
        "eks-managed",
        json!({
        "platform_settings": { "autoscaler": "off", "instances": 2, "daemon_pods": 25 },
        "changes": [set("00:10", "scaling.desired", json!(5))] }),
    );
    assert_eq!(at(&run.columns.running, 3600), 4.0);
    let said = decided(&run, "kube-scheduler", "Pending");
    assert!(said[0].because.starts_with("0/2 nodes are available: 2 Too many pods. preemption: "));
}

#[test]
fn small_pods_fill_the_addresses_until_prefixes_bring_more() {
    let day = |prefixes: bool| {
        run(
            "eks-managed",
            json!({
            "task": { "vcpu": 0.05, "memory_mib": 128, "idle_memory_mib": 32 },
            "traffic": { "peak_rps": 1 },
            "scaling": { "desired": 32 },
            "platform_settings": {
                "autoscaler": "off", "instances": 1, "prefix_delegation": prefixes } }),
        )
    };
    let few = day(false);
    // 29 by the addresses of an m5.large, two of them AWS's own on the node's address.
    assert_eq!(at(&few.columns.running, 600), 27.0);
    let said = decided(&few, "kube-scheduler", "Pending");
    let why = &said[0].because;
    assert!(why.starts_with("0/1 nodes are available: 1 Too many pods."), "{why}");
    assert_eq!(at(&day(true).columns.running, 600), 32.0, "1780 millicores hold 35 of 50");
    for platform in ["eks-fargate", "ecs-ec2"] {
        let small = json!({ "task": { "vcpu": 0.05, "memory_mib": 512 } });
        assert!(refused(platform, small).contains(&"task.vcpu".to_string()), "{platform}");
    }
    let none = json!({ "task": { "vcpu": 0.04, "memory_mib": 128 } });
    assert_eq!(refused("eks-managed", none), ["task.vcpu"]);
}

#[test]
fn a_constraint_on_the_zones_keeps_a_pod_pending_where_a_wish_does_not() {
    let day = |spread: &str| {
        run(
            "eks-managed",
            json!({
            "scaling": { "desired": 2 },
            "zones": { "names": ["us-east-1a", "us-east-1b"] },
            "platform_settings": {
                "autoscaler": "off", "instances": 2, "topology_spread": spread },
            "changes": [
                { "at": "00:10", "fault": "agent-stops" },
                set("00:20", "scaling.desired", json!(3)),
            ] }),
        )
    };
    let strict = day("do-not-schedule");
    // A zone whose node is not ready still counts, as an empty one.
    assert_eq!(at(&strict.columns.running, 1500), 1.0);
    let said = decided(&strict, "kube-scheduler", "Pending");
    let last = &said.last().expect("it waits").because;
    assert!(last.contains("1 node(s) didn't match pod topology spread constraints"), "{last}");
    assert!(last.contains("untolerated taint {node.kubernetes.io/unreachable: }"), "{last}");
    let preemption = "1 No preemption victims found for incoming pod, \
                      1 Preemption is not helpful for scheduling.";
    assert!(last.ends_with(preemption), "{last}");
    assert_eq!(at(&day("schedule-anyway").columns.running, 1500), 3.0);
}

#[test]
fn the_reason_names_who_keeps_pods_off_a_node() {
    let reasons = |run: &Run| {
        let said = decided(run, "kube-scheduler", "Pending");
        said.iter().map(|said| said.because.clone()).collect::<Vec<String>>().join("\n")
    };
    let updated = run(
        "eks-managed",
        json!({
        "scaling": { "desired": 6 },
        "platform_settings": {
            "autoscaler": "off", "instances": 2, "update_strategy": "minimal" },
        "changes": [fault("00:30", "patch-day")] }),
    );
    assert!(reasons(&updated).contains("2 node(s) were unschedulable"), "{}", reasons(&updated));
    let expires = run(
        "eks-auto",
        json!({ "scaling": { "desired": 6 }, "platform_settings": { "node_life_h": 0.5 } }),
    );
    assert!(reasons(&expires).contains("untolerated taint {karpenter.sh/disrupted: }"));
    assert!(!reasons(&expires).contains("unschedulable"));
    // More pods than there are places, while a node is being removed.
    let shrinks = |more: Option<Value>| {
        let less = set("00:10", "scaling.desired", json!(4));
        let changes: Vec<Value> = [less].into_iter().chain(more).collect();
        let settings = json!({ "instances": 4, "min_instances": 0, "pre_stop_s": 25 });
        run(
            "eks-managed",
            json!({ "scaling": { "desired": 12 }, "changes": changes,
                "platform_settings": settings }),
        )
    };
    let drained = machines(&shrinks(None), "DRAINING")[0].t_ms / 1000 + 5;
    let at = format!("00:{:02}:{:02}", drained / 60, drained % 60);
    let again = shrinks(Some(set(&at, "scaling.desired", json!(20))));
    let taint = "untolerated taint {ToBeDeletedByClusterAutoscaler: …}";
    assert!(reasons(&again).contains(taint), "{at}: {}", reasons(&again));
}

#[test]
fn a_rolling_update_stays_between_unavailable_and_surge() {
    let run = run(
        "eks-managed",
        json!({
        "scaling": { "desired": 8 },
        "changes": [fault("00:10", "deploy")] }),
    );
    // 25 % of 8 either way.
    assert!(least(&run.columns.healthy, 0) >= 6.0, "{}", least(&run.columns.healthy, 0));
    let both = run.columns.running.iter().zip(&run.columns.pending);
    assert!(both.map(|(running, pending)| running + pending).fold(0.0, f64::max) <= 10.0);
    assert_eq!(decided(&run, "deployment", "is deployed").len(), 1);
    assert_eq!(at(&run.columns.healthy, 3600), 8.0);
}

#[test]
fn a_broken_revision_stays_where_it_is_until_somebody_goes_back() {
    let run = run(
        "eks-managed",
        json!({
        "scaling": { "desired": 8 },
        "changes": [fault("00:10", "bad-image")] }),
    );
    assert_eq!(at(&run.columns.healthy, 7190), 6.0, "two are missing, and nothing rolls back");
    assert_eq!(at(&run.columns.running, 7190), 10.0);
    let said = first(&run, "deployment", "ProgressDeadlineExceeded");
    assert!((600.0 + 600.0..=600.0 + 900.0).contains(&said), "{said}");
}

#[test]
fn pauses_between_restarts_double_from_ten_seconds() {
    let run = run("eks-managed", json!({ "changes": [fault("00:10", "crashing-image")] }));
    let loops = decided(&run, "kubelet", "CrashLoopBackOff");
    let of_one = loops.iter().filter(|said| said.what.starts_with(&loops[0].what[..5]));
    let pauses: Vec<&str> =
        of_one.map(|said| said.waits_for.split(' ').next().unwrap_or("")).collect();
    assert_eq!(pauses, ["0", "10", "20"]);
    assert_eq!(at(&run.columns.healthy, 7190), 3.0, "25 % of 4 may be missing");
}

#[test]
fn a_pod_out_of_memory_restarts_in_place() {
    let run = run(
        "eks-managed",
        json!({
        "changes": [{ "at": "00:05", "fault": "memory-leak", "amount": 40 }] }),
    );
    assert!(decided(&run, "kubelet", "OOMKilled").len() >= 8);
    assert_eq!(pods(&run).len(), 4, "no pod is replaced");
}

#[test]
fn a_pull_that_fails_is_tried_again_in_the_same_pod() {
    let run = run(
        "eks-managed",
        json!({ "changes": [
        { "at": "00:10", "fault": "deny-pull", "for_s": 900 },
        set("00:11", "scaling.desired", json!(7)),
    ] }),
    );
    assert!(!decided(&run, "kubelet", "ErrImagePull").is_empty());
    assert_eq!(at(&run.columns.running, 1400), 6.0, "two fit beside a cached image");
    assert_eq!(at(&run.columns.healthy, 2400), 7.0);
    assert_eq!(pods(&run).len(), 7);
}

#[test]
fn an_image_that_nobody_could_pull_is_on_no_node() {
    let run = run(
        "eks-managed",
        json!({
        "scaling": { "desired": 10 },
        "platform_settings": { "instances": 4, "min_instances": 4 },
        "changes": [
            { "at": "00:10", "fault": "deny-pull", "for_s": 1800 },
            fault("00:11", "deploy"),
        ] }),
    );
    // 25 % of 10 may be missing, rounded down, and none of the new ones comes up meanwhile.
    assert_eq!(at(&run.columns.healthy, 2400), 8.0);
    assert_eq!(most(&run.columns.healthy, 700), 10.0);
    assert_eq!(at(&run.columns.healthy, 3600), 10.0);
    let deployed = first(&run, "deployment", "revision 2 is deployed");
    assert!(deployed > 2400.0, "{deployed}");
}

#[test]
fn a_pod_ends_within_its_grace_whatever_its_hook_wants() {
    for (hook_s, lasts_s) in [(0.0, 2.0), (15.0, 17.0), (120.0, 30.0)] {
        let run = run(
            "eks-managed",
            json!({
            "platform_settings": { "pre_stop_s": hook_s },
            "changes": [set("00:10", "scaling.desired", json!(3))] }),
        );
        let when = |state: &str| {
            let found = run.events.iter().find(|event| event.state == state);
            found.unwrap_or_else(|| panic!("no {state}")).t_ms as f64 / 1000.0
        };
        let lasted = when("STOPPED") - when("DEACTIVATING");
        assert!((lasted - lasts_s).abs() <= rules().ecs_app_exit_s, "{hook_s}: {lasted}");
        assert!(lasted <= 30.0);
    }
}

#[test]
fn requests_without_a_limit_may_use_idle_cpu_of_the_node() {
    let busy = |limit: f64| {
        run(
            "eks-managed",
            json!({
            "scaling": { "desired": 2 }, "traffic": { "peak_rps": 70 },
            "platform_settings": { "autoscaler": "off", "instances": 2, "cpu_limit": limit } }),
        )
    };
    let (held, free) = (busy(1.0), busy(0.0));
    assert!(at(&held.columns.cpu, 3600) <= 1.0 && held.totals.failed.sum() > 1000.0);
    assert!(at(&free.columns.cpu, 3600) > 1.2 && free.totals.failed.sum() < 1.0);
}
