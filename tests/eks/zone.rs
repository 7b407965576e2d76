//! A zone that is lost: Kubernetes waits before it believes it.

use super::*;

/// Eight pods on four nodes in two zones, one of which is away from 00:30 for an hour.
fn lost(platform: &str, settings: Value) -> Run {
    let mut day = json!({
        "duration_s": 7200,
        "traffic": { "peak_rps": 60, "shape": "flat", "spike_factor": 1, "noise": 0 },
        "scaling": { "desired": 8, "min": 8, "max": 8 },
        "zones": { "names": ["us-east-1a", "us-east-1b"] },
        "platform_settings": { "autoscaler": "cluster-autoscaler", "instances": 4,
            "min_instances": 4, "max_instances": 10 },
        "changes": [{ "at": "00:30", "fault": "lose-zone", "zone": "us-east-1b", "for_s": 3600 }]
    });
    for (name, value) in settings.as_object().into_iter().flatten() {
        day["platform_settings"][name] = value.clone();
    }
    run(platform, day)
}

fn first(run: &Run, who: &str, what: &str) -> f64 {
    decided(run, who, what).first().map_or(f64::NAN, |said| said.t_ms as f64 / 1000.0) - 1800.0
}

#[test]
fn pods_of_a_lost_zone_are_given_up_after_the_grace_and_the_toleration() {
    let run = lost("eks-managed", json!({}));
    assert_eq!(first(&run, "node-controller", "is NotReady"), 50.0);
    let evicted = decided(&run, "node-controller", "are evicted");
    let at: Vec<f64> = evicted.iter().map(|said| said.t_ms as f64 / 1000.0 - 1800.0).collect();
    assert_eq!(at, [350.0, 360.0], "300 s after NotReady, one node every 10 s");
    assert_eq!(run.columns.running[182..214].iter().copied().fold(f64::MAX, f64::min), 8.0);
    assert_eq!(run.columns.machines[182], 4.0, "the machines are still listed and paid");
}

#[test]
fn requests_to_a_dead_zone_fail_until_its_pods_are_out_of_the_endpoints() {
    let run = lost("eks-managed", json!({}));
    let failed = |from: usize, to: usize| run.columns.failed_rps[from..to].iter().sum::<f64>();
    // Half of the pods answer nothing until the checks fail, 30 s at most with 15 s between them.
    assert!(failed(180, 181) * 10.0 > 0.4 * 600.0, "{}", failed(180, 181));
    assert!(failed(187, 210) < 1.0, "{}", failed(187, 210));
    assert_eq!(run.columns.healthy[190], 4.0);
    assert_eq!(at(&run.columns.healthy, 1800 + 900), 8.0, "made anew in the other zone");
}

#[test]
fn a_group_replaces_the_machines_and_a_zone_that_is_back_sooner_keeps_them() {
    let run = lost("eks-self-managed", json!({}));
    assert_eq!(first(&run, "node-group", "replace i"), 600.0);
    let ended = run.events.iter().filter(|event| event.state == "TERMINATED");
    assert!(ended.count() >= 2);
    let mut short = json!({ "zones": { "names": ["us-east-1a", "us-east-1b"] },
        "scaling": { "desired": 8 }, "duration_s": 7200,
        "platform_settings": { "autoscaler": "off", "instances": 4, "min_instances": 4 },
        "changes": [{ "at": "00:30", "fault": "lose-zone", "zone": "us-east-1b", "for_s": 120 }] });
    short["traffic"] = json!({ "peak_rps": 40, "shape": "flat", "spike_factor": 1 });
    let short = super::run("eks-self-managed", short);
    assert!(decided(&short, "node-controller", "are evicted").is_empty());
    assert!(short.events.iter().all(|event| event.state != "TERMINATED"));
    assert_eq!(short.columns.healthy[190], 4.0);
    assert_eq!(at(&short.columns.healthy, 1800 + 300), 8.0, "its pods serve again");
}

#[test]
fn pods_on_fargate_wait_as_long_and_an_ecs_task_does_not() {
    let pods = lost("eks-fargate", json!({}));
    let tasks = lost("ecs-fargate", json!({}));
    let pulled = |run: &Run| {
        let made = run.events.iter().filter(|event| event.state == "PROVISIONING");
        made.map(|event| event.t_ms / 1000).find(|at| *at >= 1800).expect("made anew") - 1800
    };
    assert_eq!((pulled(&tasks), pulled(&pods)), (0, 350));
    assert_eq!(at(&pods.columns.healthy, 1800 + 700), 8.0);
}

/// Twelve pods on eight nodes in two zones, which a test takes away.
fn eight_nodes(changes: Value) -> Run {
    run(
        "eks-self-managed",
        json!({
        "scaling": { "desired": 12 },
        "zones": { "names": ["us-east-1a", "us-east-1b"] },
        "platform_settings": { "autoscaler": "off", "instances": 8, "min_instances": 8 },
        "changes": changes }),
    )
}

fn given_up(run: &Run) -> Vec<f64> {
    let said = decided(run, "node-controller", "are evicted");
    said.iter().map(|said| said.t_ms as f64 / 1000.0 - 1800.0).collect()
}

#[test]
fn nobody_is_given_up_where_no_node_of_any_zone_answers() {
    let zone = |name: &str, for_s: u32| {
        let mut lost = fault("00:30", "lose-zone");
        lay(&mut lost, json!({ "zone": name, "for_s": for_s }));
        lost
    };
    let both = eight_nodes(json!([zone("us-east-1a", 540), zone("us-east-1b", 540)]));
    assert!(given_up(&both).is_empty());
    let said = decided(&both, "node-controller", "no pod is evicted");
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].t_ms, 1_850_000);
    assert_eq!(at(&both.columns.healthy, 1800 + 700), 12.0, "the same pods serve again");
    assert_eq!(pods(&both).len(), 12);
    // Once a zone answers, the nodes of the other get the time that pods bear anew.
    let one = eight_nodes(json!([zone("us-east-1a", 200), zone("us-east-1b", 580)]));
    assert_eq!(given_up(&one), [500.0, 510.0, 520.0, 530.0]);
    // A zone that is lost whole beside one that answers: the usual rate.
    let lost = eight_nodes(json!([zone("us-east-1a", 540)]));
    assert_eq!(given_up(&lost), [350.0, 360.0, 370.0, 380.0]);
}

#[test]
fn a_zone_that_is_ill_for_the_most_part_gives_no_more_nodes_up() {
    let stops = ["00:30:00", "00:30:10", "00:30:20"].map(|at| fault(at, "agent-stops"));
    let day = |nodes: u32| {
        run(
            "eks-self-managed",
            json!({
            "scaling": { "desired": nodes * 2 },
            "zones": { "names": ["us-east-1a"] },
            "platform_settings": {
                "autoscaler": "off", "instances": nodes, "min_instances": nodes },
            "changes": stops }),
        )
    };
    // The third makes it 60 %; the two before have their taint already.
    let five = day(5);
    assert_eq!(given_up(&five), [350.0, 360.0]);
    assert_eq!(decided(&five, "node-controller", "no more nodes of us-east-1a").len(), 1);
    assert_eq!(given_up(&day(6)), [350.0, 360.0, 370.0], "half of them is less than 55 %");
}
