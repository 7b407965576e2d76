//! The arithmetic that a rule prints comes to the number that it says.

use super::{answer, refusal, rulebook};
use drydock::rules::find;
use serde_json::{Value, json};

/// The arithmetic behind a rule's answer.
fn because(rule: &str, input: Value) -> String {
    let rule = find(rule).expect("a rule of that name");
    (rule.answer)(&input, rulebook()).expect("an answer").because
}

fn holds(text: &str, part: &str) {
    assert!(text.contains(part), "`{part}` is not in `{text}`");
}

#[test]
fn an_autoscaler_s_working_can_be_done_again() {
    let of = |replicas: u32, target: f64, value: f64| {
        let metric = json!({ "kind": "Utilization", "target": target, "value": value });
        json!({ "replicas": replicas, "metrics": [metric] })
    };
    // 7.00 and not the 7.0002 of a ratio that was rounded before.
    holds(&because("hpa", of(6, 60.0, 70.0)), "70 / 60 × 6 = 7.00 → 7;");
    holds(&because("hpa", of(4, 50.0, 90.0)), "90 / 50 × 4 = 7.20 → 8;");
    holds(&because("hpa", of(4, 60.0, 63.0)), "63 / 60 × 4 = 4.20, within the tolerance: 4 stay");
    let waits = json!({ "request_m": 1000, "usage_m": null, "ready": false, "start_age_s": 9 });
    let runs = json!({ "request_m": 1000, "usage_m": 900 });
    let pods = json!([runs, runs, runs, waits]);
    let metric = json!({ "kind": "Utilization", "target": 50, "pods": pods });
    let text = because("hpa", json!({ "replicas": 4, "metrics": [metric] }));
    holds(&text, "90 against 50 over 3 pods");
    holds(&text, "67 / 50 × 4 = 5.36 → 6");
    let metric = json!({ "kind": "Value", "target": 3, "value": 7.0002 });
    let text = because("hpa", json!({ "replicas": 3, "metrics": [metric] }));
    holds(&text, "7.0002 / 3 × 3 = 7.0002 → 8");
    let metric = json!({ "kind": "AverageValue", "target": 2150, "value": 8600.5 });
    let text = because("hpa", json!({ "replicas": 3, "metrics": [metric] }));
    holds(&text, "2867 / 2150 × 3 = 4.0005 → 5");
}

#[test]
fn a_mean_utilisation_is_a_whole_percent() {
    let metric = json!({ "kind": "Utilization", "target": 50, "value": 55.01 });
    let found = answer("hpa", json!({ "replicas": 4, "metrics": [metric] }));
    assert_eq!(found["desired"], 4);
    assert_eq!(found["per_metric"][0]["utilisation"], 55);
}

#[test]
fn without_pods_the_autoscaler_is_off_and_says_so() {
    let metric = json!({ "kind": "Utilization", "target": 50, "value": 90 });
    let off = json!({ "replicas": 0, "metrics": [metric] });
    assert_eq!(answer("hpa", off.clone())["desired"], 0);
    let text = because("hpa", off);
    assert!(text.contains("is off") && !text.contains('×'), "{text}");
    let metric = json!({ "kind": "AverageValue", "target": 10, "value": 35 });
    let zero = json!({ "replicas": 0, "min": 0, "metrics": [metric] });
    assert_eq!(answer("hpa", zero.clone())["desired"], 4);
    let text = because("hpa", zero);
    assert!(!text.contains("inf") && !text.contains("NaN"), "{text}");
}

#[test]
fn requests_of_nodes_have_the_digits_that_tell_which_one_is_low() {
    let offer = json!({ "cpu": 10_000, "memory": 10_000 });
    let node =
        |name: &str, pods: Value| json!({ "name": name, "allocatable": offer, "pods": pods });
    let pod = |cpu: u32| json!([{ "cpu": cpu, "memory": 10 }]);
    let nodes = json!([node("a", pod(5000)), node("b", pod(4999)), node("c", json!([]))]);
    let text = because("cluster-autoscaler", json!({ "nodes": nodes }));
    holds(&text, "a 50.0 %, b 49.99 %, c 0.0 %");
}

#[test]
fn a_group_that_does_not_help_is_told_why() {
    let group = |name: &str, size: u32, cpu: u32| {
        let offer = json!({ "cpu": cpu, "memory": 10_000 });
        json!({ "name": name, "size": size, "min": 0, "max": 3, "allocatable": offer })
    };
    let groups = json!([group("full", 3, 4000), group("small", 3, 500), group("open", 2, 4000)]);
    let pending = json!([{ "cpu": 1000, "memory": 100 }]);
    let text = because("cluster-autoscaler", json!({ "groups": groups, "pending": pending }));
    holds(&text, "full does not, it is at its maximum of 3");
    holds(&text, "small does not, its nodes are too small for any of them");
    assert!(!text.contains("open does not"), "{text}");
}

#[test]
fn a_price_says_which_time_is_billed() {
    let size = json!({ "platform": "app-runner", "cpu": 1024, "memory_mib": 2048 });
    let runs = |seconds: u32, active_s: Value| {
        let mut input = size.clone();
        input["seconds"] = json!(seconds);
        input["active_seconds"] = active_s;
        because("price", input)
    };
    let short = runs(30, Value::Null);
    holds(&short, "CPU 60 s billed each, the minimum, memory 30 s billed each, 1 of them");
    let hour = runs(86_400, json!(3600));
    holds(&hour, "CPU 3600 s billed each, memory 86400 s billed each, 1 of them");
    holds(&runs(600, Value::Null), "600 s billed each, 1 of them");
    let task = json!({ "platform": "ecs-fargate", "cpu": 256, "memory_mib": 512, "seconds": 5 });
    holds(&because("price", task), "60 s billed each, the minimum, 1 of them");
}

#[test]
fn a_pod_s_requests_are_quantities_of_kubernetes() {
    let size = |cpu: Value, memory: Value| {
        let one = json!({ "cpu": cpu, "memory_mib": memory });
        answer("eks-fargate-size", json!({ "containers": [one] }))
    };
    let expected = json!({ "vcpu": 0.5, "memory_mib": 2048 });
    let (half, gib) = (json!("0.5"), json!("1Gi"));
    for (cpu, memory) in [
        (half.clone(), json!(1024)),
        (json!("500m"), json!("1024")),
        (json!(".5"), gib.clone()),
        (json!("0.5"), json!("1024Mi")),
        (json!("500.0m"), json!("1000M")),
    ] {
        assert_eq!(size(cpu, memory), expected);
    }
    for (field, cpu, memory) in [
        ("cpu", json!("half"), gib),
        ("cpu", json!("-1"), json!(1)),
        ("memory_mib", half, json!("1GB")),
    ] {
        let one = json!({ "cpu": cpu, "memory_mib": memory });
        let why = refusal("eks-fargate-size", json!({ "containers": [one] }));
        holds(&why, &format!("containers.0.{field}"));
    }
}
