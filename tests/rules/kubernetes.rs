//! Kubernetes on EKS: numbers of AWS's own lists and examples, and the autoscaler's arithmetic.

use super::{answer, near, refusal, rulebook};
use drydock::sim::kubernetes::fargate_size::{Request, pod_request, provisioned};
use drydock::sim::kubernetes::node::{max_pods::max_pods, reserved};
use serde_json::json;

/// Rows of the list that the node image carries.
#[test]
fn pods_by_addresses_are_those_of_the_published_list() {
    for (name, listed) in [
        ("m5.large", 29),
        ("m5.xlarge", 58),
        ("m5.4xlarge", 234),
        ("m7g.medium", 8),
        ("t3.micro", 4),
        ("t3.small", 11),
        ("t3.medium", 17),
        ("t3.large", 35),
        ("c5.2xlarge", 58),
    ] {
        let kind = rulebook().instance_type(name).expect("is in the table");
        assert_eq!(max_pods(kind, false, &rulebook().eks), listed, "{name}");
        let more = max_pods(kind, true, &rulebook().eks);
        assert!((listed.min(110)..=110).contains(&more), "{name}: {more}");
    }
}

/// Published for the node image: 2 cores 70, 4 cores 80, 8 cores 90, 96 cores 310 thousandths.
#[test]
fn nodes_reserve_what_the_image_says() {
    let eks = &rulebook().eks;
    for (vcpu, millis) in [(1, 60), (2, 70), (4, 80), (8, 90), (16, 110), (96, 310)] {
        assert_eq!(reserved::cpu_millis(vcpu, eks), millis, "{vcpu} cores");
    }
    assert_eq!(reserved::memory_mib(29, eks), 574);
    assert_eq!(reserved::memory_mib(110, eks), 1465);
}

/// The guide's example: 1 vCPU and 8 GB become 2 vCPU and 9 GB; nothing becomes 0.25 and 0.5.
#[test]
fn a_pod_on_fargate_gets_the_next_size_after_the_overhead() {
    let size = |cpu_millis, memory_mib| provisioned(Request { cpu_millis, memory_mib }, rulebook());
    assert_eq!(size(1000, 8192), Some((2048, 9216)));
    assert_eq!(size(0, 0), Some((256, 512)));
    assert_eq!(size(250, 256), Some((256, 512)));
    assert_eq!(size(250, 257), Some((256, 1024)));
    assert_eq!(size(251, 256), Some((512, 1024)));
    assert_eq!(size(16_000, 122_880 - 256), Some((16_384, 122_880)));
    assert_eq!(size(16_000, 122_880), None, "32 vCPU are for ECS only");
    let one = |cpu_millis, memory_mib| Request { cpu_millis, memory_mib };
    let pod = pod_request(&[one(250, 512), one(250, 128)], &[one(1000, 256)]);
    assert_eq!(pod, one(1000, 640));
}

#[test]
fn nodes_pods_and_updates_answer_by_name() {
    let m5 = json!({ "instance_type": "m5.large" });
    assert_eq!(answer("max-pods", m5.clone()), json!({ "max_pods": 29 }));
    let prefixes = json!({ "instance_type": "m5.large", "prefix_delegation": true });
    assert_eq!(answer("max-pods", prefixes), json!({ "max_pods": 110 }));
    let reserved = json!({ "cpu_millis": 70, "memory_mib": 574 });
    assert_eq!(answer("kube-reserved", m5.clone()), reserved);
    assert_eq!(answer("kube-reserved", json!({ "vcpu": 2, "max_pods": 29 })), reserved);
    // 8192 − 574 − 100.
    let room = json!({ "cpu_millis": 1930, "memory_mib": 7518, "pods": 29 });
    assert_eq!(answer("node-allocatable", m5), room);
    let pod = json!({ "containers": [{ "cpu": "500m", "memory_mib": 4096 }, { "cpu": 0.5 }] });
    let size = json!({ "vcpu": 1.0, "memory_mib": 5120 });
    assert_eq!(answer("eks-fargate-size", pod), size);
    for (zones, unavailable, strategy, surge, batch) in [
        (3, 1, "DEFAULT", 6, 1),
        (1, 5, "DEFAULT", 5, 5),
        (3, 100, "DEFAULT", 100, 8),
        (3, 2, "MINIMAL", 0, 2),
    ] {
        let input = json!({
            "zones": zones, "max_unavailable": unavailable, "nodes": 8, "strategy": strategy
        });
        let expected = json!({ "surge": surge, "batch": batch });
        assert_eq!(answer("node-group-update", input), expected);
    }
}

#[test]
fn an_update_may_take_a_share_of_the_nodes() {
    for (percent, nodes, surge, batch) in
        [(33, 20, 7, 7), (1, 20, 6, 1), (100, 20, 20, 20), (50, 400, 100, 100), (50, 0, 6, 0)]
    {
        let input = json!({ "zones": 3, "max_unavailable_percentage": percent, "nodes": nodes });
        let expected = json!({ "surge": surge, "batch": batch });
        assert_eq!(answer("node-group-update", input), expected, "{percent} % of {nodes}");
    }
    let both = json!({
        "zones": 3, "nodes": 8, "max_unavailable": 2, "max_unavailable_percentage": 50
    });
    assert!(refusal("node-group-update", both).contains("max_unavailable_percentage"));
}

/// AWS recommends 110 pods below 30 vCPU and 250 from there on.
#[test]
fn a_large_node_may_have_more_pods_by_prefixes() {
    let pods = |name: &str, prefixes: bool| {
        let input = json!({ "instance_type": name, "prefix_delegation": prefixes });
        answer("max-pods", input)["max_pods"].clone()
    };
    assert_eq!([pods("m6i.8xlarge", false), pods("m6i.8xlarge", true)], [234, 250]);
    assert_eq!(pods("m6i.4xlarge", true), 110);
}

#[test]
fn app_runner_counts_requests_at_once() {
    for (concurrent, active, provisioned, rejected) in
        [(0, 0, 2, 0), (1, 1, 2, 0), (80, 1, 2, 0), (81, 2, 2, 0), (250, 4, 4, 0), (500, 4, 4, 180)]
    {
        let input = json!({ "concurrent": concurrent, "max_concurrency": 80, "min": 2, "max": 4 });
        let expected =
            json!({ "active": active, "provisioned": provisioned, "rejected": rejected });
        assert_eq!(answer("app-runner", input), expected, "{concurrent} at once");
    }
}

#[test]
fn clusters_pods_and_services_have_their_prices() {
    let hours = |hours: f64| hours * 3600.0;
    for (input, dollars) in [
        (json!({ "platform": "eks", "seconds": hours(730.0) }), 73.0),
        (json!({ "platform": "eks", "seconds": hours(730.0), "extended_support": true }), 438.0),
        // A pod's size on Fargate costs what a task's does.
        (
            json!({
                "platform": "eks-fargate", "cpu": 1024, "memory_mib": 2048, "seconds": hours(1.0)
            }),
            0.049_37,
        ),
        (
            json!({
                "platform": "eks-auto", "instance_type": "m5.large", "seconds": hours(100.0)
            }),
            9.6 * 1.12,
        ),
        (
            json!({
                "platform": "eks-managed", "instance_type": "m5.large", "seconds": hours(100.0)
            }),
            9.6,
        ),
        // 1 vCPU, 2 GB for a day, at work for two hours: 2 × 0.064 + 24 × 2 × 0.007.
        (
            json!({
                "platform": "app-runner", "cpu": 1024, "memory_mib": 2048,
                "seconds": hours(24.0), "active_seconds": hours(2.0)
            }),
            0.464,
        ),
    ] {
        near(&answer("price", input)["dollars"], dollars, 1e-9);
    }
    let large = json!({
        "platform": "eks-fargate", "cpu": 32_768, "memory_mib": 61_440, "seconds": 1
    });
    assert!(refusal("price", large).contains("cpu"));
}
