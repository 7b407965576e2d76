//! The HorizontalPodAutoscaler and the Cluster Autoscaler: examples of Kubernetes' documentation
//! and of its own calculator's tests.

use super::{answer, refusal};
use serde_json::{Value, json};

/// A pod that asks for one core and uses so many thousandths of it.
fn pod(usage_m: Value, more: Value) -> Value {
    let mut pod = json!({ "request_m": 1000, "usage_m": usage_m });
    for (key, value) in more.as_object().expect("fields") {
        pod[key] = value.clone();
    }
    pod
}

fn pods(usages: &[u32]) -> Vec<Value> {
    usages.iter().map(|usage| pod(json!(usage), json!({}))).collect()
}

fn cpu(replicas: u32, target: u32, pods: &[Value]) -> (Value, Value) {
    let metric = json!({ "kind": "Utilization", "target": target, "pods": pods });
    let found = answer("hpa", json!({ "replicas": replicas, "metrics": [metric] }));
    (found["desired"].clone(), found["per_metric"][0]["utilisation"].clone())
}

#[test]
fn pods_that_are_measured_decide_by_their_share() {
    for (replicas, target, usages, desired, percent) in [
        (3, 30, &[300, 500, 700][..], 5, 50),
        (5, 50, &[100, 300, 500, 250, 250], 3, 28),
        (3, 100, &[1010, 1030, 1020], 3, 102),
        (4, 50, &[550, 550, 550, 550], 4, 55),
        (4, 50, &[560, 560, 560, 560], 5, 56),
        (4, 50, &[450, 450, 450, 450], 4, 45),
    ] {
        let found = cpu(replicas, target, &pods(usages));
        assert_eq!(found, (json!(desired), json!(percent)), "{usages:?} for {target} %");
    }
}

#[test]
fn pods_that_wait_or_lack_metrics_make_it_cautious() {
    let waits = |usage: u32| pod(json!(usage), json!({ "ready": false }));
    let hot = |usage: u32| pod(json!(usage), json!({ "start_age_s": 1 }));
    let lacks = || pod(Value::Null, json!({}));
    let gone = |more: Value| pod(json!(900), more);
    let has = |usage: u32| pod(json!(usage), json!({}));
    for (replicas, target, pods, desired, percent) in [
        (3, 30, vec![waits(300), has(500), has(700)], 4, 60),
        (3, 30, vec![hot(300), has(500), has(700)], 4, 60),
        (3, 30, vec![has(400), waits(500), waits(700)], 3, 40),
        (4, 100, vec![has(400), has(95), lacks(), lacks()], 3, 24),
        (2, 100, vec![has(1000), lacks()], 2, 100),
        (2, 100, vec![has(1900), lacks()], 2, 190),
        (2, 100, vec![has(600), lacks()], 2, 60),
        (3, 50, vec![waits(100), has(450), lacks()], 3, 45),
        (3, 50, vec![waits(100), has(2000), lacks()], 4, 200),
        (4, 50, vec![waits(100), has(100), has(100), lacks()], 3, 10),
        // 160 % over three pods is within a tenth of the target.
        (3, 50, vec![waits(0), has(800), has(800)], 3, 80),
        // Pods that a rollout has not made yet are no reason to want fewer.
        (10, 50, vec![has(900), has(900), lacks()], 10, 90),
        (2, 30, vec![has(500), has(700), gone(json!({ "phase": "Failed" }))], 4, 60),
        (2, 30, vec![has(500), has(700), gone(json!({ "deleting": true }))], 4, 60),
        (3, 30, vec![has(500), has(700), gone(json!({ "phase": "Pending" }))], 4, 60),
    ] {
        let found = cpu(replicas, target, &pods);
        assert_eq!(found, (json!(desired), json!(percent)), "{pods:?} for {target} %");
    }
}

/// Ready pods in their first minutes count by samples from after they became ready; later an
/// unready pod counts if it has ever been ready.
#[test]
fn a_pod_that_starts_is_told_from_one_that_has_failed() {
    let counts = |pod_age: Value| {
        let other = pod(json!(1000), json!({}));
        let found = cpu(2, 50, &[other, pod(json!(1000), pod_age)]).0;
        match found.as_u64() {
            Some(4) => true,
            Some(2) => false,
            other => panic!("{other:?}"),
        }
    };
    assert!(counts(json!({ "start_age_s": 120, "ready_age_s": 60, "metric_age_s": 10 })));
    assert!(!counts(json!({ "start_age_s": 120, "ready_age_s": 20, "metric_age_s": 10 })));
    assert!(!counts(json!({ "start_age_s": 120, "ready_age_s": 60, "ready": false })));
    assert!(counts(json!({ "start_age_s": 900, "ready_age_s": 60, "ready": false })));
    assert!(!counts(json!({ "start_age_s": 900, "ready_age_s": 880, "ready": false })));
    assert!(counts(json!({ "start_age_s": 900, "ready_age_s": 5 })));
}

#[test]
fn other_metrics_count_as_the_calculator_does_and_the_largest_wins() {
    let one = |replicas: u32, metric: Value| {
        answer("hpa", json!({ "replicas": replicas, "metrics": [metric] }))["desired"].clone()
    };
    let usages: Vec<Value> =
        [20_000, 10_000, 30_000].iter().map(|usage| json!({ "usage_m": usage })).collect();
    let mean = json!({ "kind": "AverageValue", "target": 15_000, "pods": usages });
    assert_eq!(one(3, mean.clone()), 4);
    assert_eq!(one(3, json!({ "kind": "Value", "target": 15_000, "value": 20_000 })), 4);
    assert_eq!(one(3, json!({ "kind": "AverageValue", "target": 2150, "value": 8600 })), 4);
    // The documentation's own: 200m against 100m doubles, 50m halves.
    assert_eq!(one(4, json!({ "kind": "Value", "target": 100, "value": 200 })), 8);
    assert_eq!(one(4, json!({ "kind": "Value", "target": 100, "value": 50 })), 2);
    let low = json!({ "kind": "Value", "target": 100, "value": 20 });
    let both = answer("hpa", json!({ "replicas": 3, "metrics": [mean.clone(), low.clone()] }));
    let expected = json!({ "desired": 4, "per_metric": [{ "desired": 4 }, { "desired": 1 }] });
    assert_eq!(both, expected);
    // A metric that says nothing forbids fewer pods, and not more.
    let silent = json!({ "kind": "Utilization", "target": 50, "pods": [{ "usage_m": 5 }] });
    let desired = |other: Value| {
        answer("hpa", json!({ "replicas": 3, "metrics": [silent, other] }))["desired"].clone()
    };
    assert_eq!((desired(low), desired(mean)), (json!(3), json!(4)));
}

#[test]
fn bounds_hold_whatever_the_metrics_say() {
    let found = |replicas: u32, value: u32, min: u32| {
        let metric = json!({ "kind": "Value", "target": 10, "value": value });
        let input = json!({ "replicas": replicas, "metrics": [metric], "min": min, "max": 8 });
        answer("hpa", input)["desired"].clone()
    };
    assert_eq!([found(4, 100, 2), found(4, 0, 2), found(12, 10, 2)], [8, 2, 8]);
    assert_eq!([found(1, 10, 2), found(0, 100, 1), found(0, 30, 0)], [2, 0, 3]);
}

#[test]
fn the_documentations_example_of_removing_pods() {
    let behavior = json!({ "scaleDown": { "policies": [
        { "type": "Pods", "value": 4, "periodSeconds": 60 },
        { "type": "Percent", "value": 10, "periodSeconds": 60 },
    ]}});
    for (current, left) in [(80, 72), (72, 64), (45, 40), (40, 36), (20, 16), (12, 10)] {
        let input = json!({
            "current": current, "desired": 10, "min": 1, "max": 100, "behavior": behavior
        });
        assert_eq!(answer("hpa-behavior", input)["desired"], left, "of {current}");
    }
    for (select, left) in [("Min", 76), ("Max", 72), ("Disabled", 80)] {
        let mut behavior = behavior.clone();
        behavior["scaleDown"]["selectPolicy"] = json!(select);
        let input = json!({
            "current": 80, "desired": 10, "min": 1, "max": 100, "behavior": behavior
        });
        assert_eq!(answer("hpa-behavior", input)["desired"], left, "{select}");
    }
}

#[test]
fn without_a_behaviour_it_doubles_at_once_and_waits_to_shrink() {
    let step = |current: u32, desired: u32, more: Value| {
        let mut input = json!({ "current": current, "desired": desired, "min": 2, "max": 50 });
        for (key, value) in more.as_object().expect("fields") {
            input[key] = value.clone();
        }
        let found = answer("hpa-behavior", input);
        (found["stabilized"].clone(), found["desired"].clone(), found["limited_by"].clone())
    };
    let none = || json!({});
    let is = |stabilized: u32, desired: u32, limit: Option<&str>| {
        (json!(stabilized), json!(desired), json!(limit))
    };
    assert_eq!(step(2, 20, none()), is(20, 6, Some("ScaleUpLimit")));
    assert_eq!(step(10, 40, none()), is(40, 20, Some("ScaleUpLimit")));
    assert_eq!(step(40, 60, none()), is(60, 50, Some("TooManyReplicas")));
    assert_eq!(step(40, 1, none()), is(1, 2, Some("TooFewReplicas")));
    assert_eq!(step(10, 4, none()), is(4, 4, None));
    let earlier = |age_s: u32, replicas: u32| {
        let one = json!({ "age_s": age_s, "replicas": replicas });
        json!({ "recommendations": [one] })
    };
    assert_eq!(step(10, 4, earlier(299, 9)), is(9, 9, None));
    assert_eq!(step(10, 4, earlier(300, 9)), is(4, 4, None));
    // An old recommendation above the size keeps pods; it adds none.
    assert_eq!(step(10, 4, earlier(60, 15)), is(10, 10, None));
    let added = json!({ "scale_up_events": [{ "age_s": 10, "change": 10 }] });
    assert_eq!(step(20, 40, added), is(40, 20, Some("ScaleUpLimit")));
    let before = json!({ "scale_up_events": [{ "age_s": 15, "change": 10 }] });
    assert_eq!(step(20, 40, before), is(40, 40, None));
    let slow = json!({ "behavior": { "scaleUp": { "stabilizationWindowSeconds": 60 } } });
    let mut slow_after = slow.clone();
    slow_after["recommendations"] = json!([{ "age_s": 30, "replicas": 12 }]);
    assert_eq!(step(10, 15, slow), is(15, 15, None));
    assert_eq!(step(10, 15, slow_after), is(12, 12, None));
}

#[test]
fn the_group_that_wastes_least_grows_and_idle_nodes_are_found() {
    let pod = |cpu: u32, memory: u32| json!({ "cpu": cpu, "memory": memory });
    let small = json!({ "cpu": 2000, "memory": 4000 });
    let large = json!({ "cpu": 8000, "memory": 16_000 });
    let group = |name: &str, size: u32, max: u32, offer: &Value| {
        let mut group = json!({ "name": name, "size": size, "min": 1, "max": max });
        group["allocatable"] = offer.clone();
        group
    };
    let ask = |expander: &str, max: u32, nodes: Value| {
        let found = answer(
            "cluster-autoscaler",
            json!({
                "nodes": nodes, "pending": [pod(1500, 3000), pod(1500, 3000), pod(1500, 3000)],
                "groups": [group("large", 1, 9, &large), group("small", 1, max, &small)],
                "expander": expander,
            }),
        );
        (found["scale_up"].clone(), found["unneeded"].clone())
    };
    let by = |group: &str, by: u32| json!({ "group": group, "by": by });
    assert_eq!(ask("least-waste", 9, json!([])).0, by("small", 3));
    assert_eq!(ask("least-nodes", 9, json!([])).0, by("large", 1));
    assert_eq!(ask("most-pods", 2, json!([])).0, by("large", 1));
    let room = json!([{ "name": "n", "allocatable": large, "pods": [] }]);
    assert_eq!(ask("least-waste", 9, room), (Value::Null, json!([])));
    let idle = |pods: [Value; 2], grouped: bool| {
        let [first, second] = pods;
        let mut nodes = json!([
            { "name": "a", "allocatable": small, "pods": [first] },
            { "name": "b", "allocatable": small, "pods": [second] },
        ]);
        if grouped {
            nodes[0]["group"] = json!("small");
            nodes[1]["group"] = json!("small");
        }
        let input = json!({ "nodes": nodes, "groups": [group("small", 1, 9, &small)] });
        answer("cluster-autoscaler", input)["unneeded"].clone()
    };
    let held = json!({ "cpu": 900, "memory": 100, "movable": false });
    assert_eq!(idle([pod(900, 100), pod(1000, 100)], false), json!(["a"]));
    assert_eq!(idle([pod(900, 100), pod(900, 100)], false), json!(["a"]), "one after the other");
    assert_eq!(idle([pod(900, 100), pod(1900, 100)], false), json!([]), "no room elsewhere");
    assert_eq!(idle([held, pod(1000, 100)], false), json!([]), "a pod that stays");
    assert_eq!(idle([pod(900, 100), pod(1000, 100)], true), json!([]), "the group's minimum");
}

#[test]
fn bad_input_of_an_autoscaler_names_the_field() {
    for (rule, input, expected) in [
        ("hpa", json!({ "replicas": 1 }), "metrics"),
        ("hpa", json!({ "replicas": 1, "metrics": [{ "kind": "Utilization" }] }), "target"),
        (
            "hpa",
            json!({ "replicas": 1, "metrics": [{ "kind": "Utilization", "target": 50 }] }),
            "metrics.0.pods",
        ),
        (
            "hpa-behavior",
            json!({
                "current": 1, "desired": 1, "min": 1, "max": 2,
                "behavior": { "scaleUp": { "policies": [] } }
            }),
            "behavior.scaleUp.policies",
        ),
        ("hpa-behavior", json!({ "current": 1, "desired": 1, "min": 3, "max": 2 }), "min"),
        (
            "cluster-autoscaler",
            json!({ "nodes": [{ "name": "a", "allocatable": { "cpu": 0, "memory": 1 } }] }),
            "nodes.0.allocatable.cpu",
        ),
        ("app-runner", json!({ "concurrent": 1, "max_concurrency": 201 }), "max_concurrency"),
        ("eks-fargate-size", json!({ "containers": [{ "cpu": "2x" }] }), "containers.0.cpu"),
        ("max-pods", json!({ "instance_type": "z9.huge" }), "z9.huge"),
        ("price", json!({ "platform": "ec2", "seconds": 1, "extended_support": true }), "extended"),
    ] {
        let message = refusal(rule, input);
        assert!(message.contains(expected), "{rule}: {message}");
    }
}
