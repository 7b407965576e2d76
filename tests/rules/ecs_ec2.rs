//! ECS on EC2: reservation, strategies, placement.

use super::{answer, near, refusal};
use serde_json::{Value, json};

#[test]
fn the_reservation_and_the_size_follow_the_guide() {
    for (needed, running, target, reservation, desired) in [
        (0, 0, 100, 100.0, 0),
        (5, 0, 100, 200.0, 2),
        (1, 0, 100, 200.0, 2),
        (10, 10, 100, 100.0, 10),
        (13, 10, 100, 130.0, 13),
        (5, 10, 100, 50.0, 5),
        (0, 10, 100, 0.0, 0),
        (10, 10, 80, 100.0, 13),
        (8, 10, 80, 80.0, 10),
        (4, 10, 50, 40.0, 8),
    ] {
        let input = json!({ "needed": needed, "running": running, "target_capacity": target });
        let found = answer("capacity-provider", input);
        near(&found["reservation"], reservation, 1e-9);
        assert_eq!(found["desired"], desired, "{needed} / {running} at {target}");
    }
    let steps = |needed: u32, min: u32, max: u32| {
        let input = json!({ "needed": needed, "running": 10, "min_step": min, "max_step": max });
        answer("capacity-provider", input)["desired"].clone()
    };
    assert_eq!([steps(11, 4, 9), steps(30, 4, 9), steps(8, 4, 9)], [14, 19, 8]);
    let crossed = json!({ "needed": 1, "running": 1, "min_step": 3, "max_step": 2 });
    assert!(refusal("capacity-provider", crossed).contains("max_step"));
}

#[test]
fn a_strategy_fills_its_base_and_then_keeps_the_ratio() {
    let placed = |providers: Value, tasks: u32| {
        answer("capacity-strategy", json!({ "providers": providers, "tasks": tasks }))["placed"]
            .clone()
    };
    let spot = json!([
        { "name": "FARGATE", "base": 2, "weight": 1 }, { "name": "FARGATE_SPOT", "weight": 4 }
    ]);
    assert_eq!(placed(spot.clone(), 1), json!({ "FARGATE": 1, "FARGATE_SPOT": 0 }));
    assert_eq!(placed(spot.clone(), 12), json!({ "FARGATE": 4, "FARGATE_SPOT": 8 }));
    assert_eq!(placed(spot, 22), json!({ "FARGATE": 6, "FARGATE_SPOT": 16 }));
    let even = json!([{ "name": "a", "weight": 1 }, { "name": "b", "weight": 1 }]);
    assert_eq!(placed(even, 5), json!({ "a": 3, "b": 2 }));
    let base = json!([{ "name": "a", "base": 3, "weight": 0 }, { "name": "b", "weight": 1 }]);
    assert_eq!(placed(base, 10), json!({ "a": 3, "b": 7 }));
    for (providers, said) in [
        (json!([{ "name": "a", "weight": 0 }]), "weight"),
        (json!([]), "weight"),
        (
            json!([
                { "name": "a", "base": 1, "weight": 1 }, { "name": "b", "base": 1, "weight": 1 }
            ]),
            "providers.1.base",
        ),
        (json!([{ "name": "a", "weight": 1 }, { "name": "a", "weight": 1 }]), "twice"),
    ] {
        let message = refusal("capacity-strategy", json!({ "providers": providers, "tasks": 1 }));
        assert!(message.contains(said), "{message}");
    }
}

#[test]
fn interfaces_limit_the_tasks_as_the_tables_say() {
    for (name, plain, trunked) in [
        ("m5.large", 2, 10),
        ("m5.xlarge", 3, 20),
        ("c5.2xlarge", 3, 40),
        ("m6i.4xlarge", 7, 60),
        ("m7g.medium", 1, 4),
    ] {
        let tasks = |trunking: bool| {
            let input = json!({ "instance_type": name, "trunking": trunking });
            answer("eni-density", input)["tasks"].clone()
        };
        assert_eq!((tasks(false), tasks(true)), (json!(plain), json!(trunked)), "{name}");
    }
    let none = json!({ "instance_type": "t3.medium", "trunking": true });
    assert!(refusal("eni-density", none).contains("t3.medium"));
    let unknown = json!({ "instance_type": "z9.huge" });
    assert!(refusal("eni-density", unknown).contains("no sourced"));
}

#[test]
fn instances_cost_what_their_type_does() {
    for (name, hour) in [("m5.large", 0.096), ("m7g.large", 0.0816), ("c5.xlarge", 0.17)] {
        for platform in ["ecs-ec2", "ec2"] {
            let input = json!({
                "platform": platform, "instance_type": name, "seconds": 7200, "count": 3
            });
            near(&answer("price", input)["dollars"], hour * 6.0, 1e-12);
        }
    }
    for (field, value) in [("instance_type", json!("z9.huge")), ("arch", json!("ARM64"))] {
        let mut input = json!({ "platform": "ec2", "instance_type": "m5.large", "seconds": 1 });
        input[field] = value;
        assert!(refusal("price", input).contains(field));
    }
}

/// Four instances in two zones.
fn fleet() -> Value {
    json!([
        { "id": "i-1", "az": "a", "cpu_free": 2048, "memory_free": 4096, "tasks_of_service": 2,
          "attributes": { "ecs.instance-type": "t3.large", "rack": "1" }, "enis_free": 2 },
        { "id": "i-2", "az": "a", "cpu_free": 1024, "memory_free": 8192, "tasks_of_service": 0,
          "attributes": { "ecs.instance-type": "m5.large", "rack": "2" }, "enis_free": 0 },
        { "id": "i-3", "az": "b", "cpu_free": 1536, "memory_free": 2048, "tasks_of_service": 1,
          "attributes": { "ecs.instance-type": "m5.large", "rack": "1" }, "ports_used": [80],
          "enis_free": 1 },
        { "id": "i-4", "az": "b", "cpu_free": 512, "memory_free": 1024, "tasks_of_service": 0,
          "attributes": { "ecs.instance-type": "t3.small" } },
    ])
}

fn chosen(task: Value, constraints: Value, strategies: Value) -> Value {
    let input = json!({
        "instances": fleet(), "task": task, "constraints": constraints, "strategies": strategies
    });
    answer("placement", input)
}

#[test]
fn strategies_narrow_in_their_order() {
    let task = json!({ "cpu": 512, "memory": 512 });
    let zone = json!({ "type": "spread", "field": "attribute:ecs.availability-zone" });
    let spread = json!({ "type": "spread", "field": "instanceId" });
    let cpu = json!({ "type": "binpack", "field": "cpu" });
    let memory = json!({ "type": "binpack", "field": "memory" });
    for (strategies, id) in [
        (json!([cpu]), "i-4"),
        (json!([memory]), "i-4"),
        (json!([spread]), "i-2"),
        (json!([spread, cpu]), "i-4"),
        (json!([zone]), "i-3"),
        (json!([zone, cpu]), "i-4"),
        (json!([zone, spread]), "i-4"),
        (json!([{ "type": "spread", "field": "attribute:rack" }]), "i-2"),
        (json!([{ "type": "spread", "field": "attribute:rack" }, cpu]), "i-4"),
        (json!([]), "i-3"),
    ] {
        let found = chosen(task.clone(), json!([]), strategies.clone());
        assert_eq!(found["instance_id"], id, "{strategies}");
        assert_eq!(found["rejected"], json!([]));
    }
}

#[test]
fn what_does_not_fit_is_rejected_with_its_reason() {
    let reasons = |task: Value, constraints: Value| {
        let found = chosen(task, constraints, json!([]));
        let listed = found["rejected"].as_array().expect("a list").iter();
        listed.map(|one| format!("{} {}", one["id"], one["reason"])).collect::<Vec<_>>().join(", ")
    };
    let large = json!({ "cpu": 1024, "memory": 4096, "ports": [80], "awsvpc": true });
    let said = reasons(large, json!([]));
    assert_eq!(said.replace('"', ""), "i-2 RESOURCE:ENI, i-3 RESOURCE:MEMORY, i-4 RESOURCE:CPU");
    let said = reasons(json!({ "cpu": 1, "memory": 1, "ports": [443, 80] }), json!([]));
    assert_eq!(said.replace('"', ""), "i-3 RESOURCE:PORTS");
    let small = json!({ "cpu": 1, "memory": 1 });
    let said = reasons(small.clone(), json!([{ "type": "distinctInstance" }]));
    assert_eq!(said.replace('"', ""), "i-1 distinctInstance, i-3 distinctInstance");
    let member = json!([{
        "type": "memberOf",
        "expression": "attribute:ecs.instance-type =~ t3.* or attribute:ecs.availability-zone == b"
    }]);
    let said = reasons(small.clone(), member);
    assert_eq!(said.replace('"', ""), "i-2 memberOf");
    let none = chosen(json!({ "cpu": 4096, "memory": 1 }), json!([]), json!([]));
    assert_eq!(none["instance_id"], Value::Null);
}

#[test]
fn wrong_placements_name_their_field() {
    for (task, constraints, strategies, said) in [
        (json!({ "cpu": 1 }), json!([]), json!([]), "task.memory"),
        (json!({ "cpu": 1, "memory": 1, "ports": [0] }), json!([]), json!([]), "task.ports"),
        (
            json!({ "cpu": 1, "memory": 1 }),
            json!([{ "type": "memberOf", "expression": "colour == red" }]),
            json!([]),
            "constraints.0.expression",
        ),
        (
            json!({ "cpu": 1, "memory": 1 }),
            json!([]),
            json!([{ "type": "binpack", "field": "disk" }]),
            "strategies.0.field",
        ),
        (json!({ "cpu": 1, "memory": 1 }), json!([]), json!([{ "type": "pile" }]), "binpack"),
    ] {
        let input = json!({
            "instances": fleet(), "task": task, "constraints": constraints,
            "strategies": strategies
        });
        let message = refusal("placement", input);
        assert!(message.contains(said), "{message}");
    }
}
