//! Express Mode: its defaults, its canaries, the balancer that services share.

use super::*;
use drydock::sim::scenario::Strategy;

fn parsed(partial: Value) -> Scenario {
    Scenario::parse(partial, rules()).unwrap_or_else(|wrong| panic!("{wrong:?}"))
}

#[test]
fn what_nobody_sets_is_as_express_mode_sets_it() {
    let day = parsed(json!({ "platform": "ecs-express" }));
    assert_eq!((day.task.vcpu, day.task.memory_mib), (1.0, 2048));
    assert_eq!((day.scaling.min, day.scaling.max, day.scaling.target), (1, 20, 60.0));
    assert_eq!(day.deployment.strategy, Strategy::Canary);
    assert_eq!((day.deployment.step_percent, day.deployment.bake_minutes), (5.0, 10.0));
    assert_eq!(day.deployment.health_grace_s, 300.0);
    let set = parsed(json!({ "platform": "ecs-express", "scaling": { "min": 4 } }));
    assert_eq!(set.scaling.min, 4);
}

#[test]
fn a_link_s_difference_leads_back_to_the_same_scenario() {
    for partial in [
        json!({ "platform": "ecs-express" }),
        // The standard day's own values, which Express Mode would set otherwise.
        json!({ "platform": "ecs-express", "task": { "vcpu": 0.5, "memory_mib": 1024 } }),
        json!({ "platform": "app-runner", "platform_settings": { "concurrency": 7 } }),
        json!({ "platform": "app-runner", "task": { "vcpu": 0.5, "memory_mib": 1024 } }),
        json!({ "platform": "eks-auto", "scaling": { "target": 50 } }),
    ] {
        let day = parsed(partial.clone());
        assert_eq!(parsed(day.difference(rules())), day, "{partial}");
    }
}

#[test]
fn it_is_a_service_on_fargate_and_its_day_is_the_same() {
    let day = |platform: &str| {
        run(
            platform,
            json!({
                "traffic": { "peak_rps": 60, "spike_factor": 3, "spike_at": "00:30" },
                "scaling": { "desired": 2, "min": 1, "max": 20 },
                "deployment": { "strategy": "canary", "step_percent": 5, "health_grace_s": 300 },
                "changes": [fault("01:10", "deploy")],
            }),
        )
    };
    let (express, fargate) = (day("ecs-express"), day("ecs-fargate"));
    assert_eq!(express.columns, fargate.columns);
    assert_eq!(express.ledger, fargate.ledger);
    let created = decided(&express, "express-mode", "one call created");
    assert!(created.len() == 1 && created[0].what.contains("scaling policy"));
}

#[test]
fn a_service_that_lost_all_its_tasks_after_a_deployment_serves_again() {
    let day = json!({
        "traffic": { "peak_rps": 5 },
        "scaling": { "mode": "off", "desired": 1 },
        "changes": [
            fault("00:10", "deploy"),
            { "at": "01:00", "fault": "lose-zone", "for_s": 600 },
        ],
    });
    let run = run("ecs-express", day);
    assert_eq!(decided(&run, "deployment", "revision 2 is deployed").len(), 1);
    assert!(run.totals.failed.no_target > 0.0, "its only task was lost");
    assert!((at(&run.columns.served_rps, 7000) - 5.0).abs() < 0.1);
}

#[test]
fn a_version_that_never_gets_healthy_is_said_once_and_left_to_you() {
    let day = json!({
        "scaling": { "mode": "off", "desired": 2 }, "changes": [fault("00:10", "bad-image")],
    });
    let run = run("ecs-express", day);
    let said = decided(&run, "deployment", "the tasks of revision 2 fail");
    assert_eq!(said.len(), 1);
    // Five minutes of grace lie between a start and its replacement.
    assert!(run.decisions.len() < 100, "{}", run.decisions.len());
    assert!(run.totals.failed.refused < 1.0, "the old revision serves");
}

#[test]
fn a_new_version_is_a_canary_whatever_is_set() {
    for strategy in ["rolling", "blue-green"] {
        let run = run(
            "ecs-express",
            json!({
                "deployment": { "strategy": strategy },
                "changes": [fault("00:30", "deploy"),
                    set("00:20", "deployment.strategy", json!("linear"))],
            }),
        );
        let shares: Vec<&str> =
            decided(&run, "deployment", "shift").iter().map(|d| &d.what[..9]).collect();
        assert_eq!(shares, ["shift 5 %", "shift 100"], "{strategy}");
    }
}

#[test]
fn services_that_share_a_balancer_pay_a_part_of_it_each() {
    let shared = |services: u32| {
        run("ecs-express", json!({ "platform_settings": { "shared_services": services } }))
    };
    let (alone, all) = (shared(1), shared(25));
    for line in ["Balancer", "Public IPv4, balancer"] {
        let (one, part) = (billed(&alone, line).1, billed(&all, line).1);
        assert!(one > 0.0 && (part - one / 25.0).abs() < 1e-12, "{line}: {one}, {part}");
    }
    // What it carries for the service is the service's own.
    assert_eq!(billed(&alone, "Balancer capacity"), billed(&all, "Balancer capacity"));
    let pace = |run: &Run| at(&run.columns.dollars_per_hour, 3600);
    let saved = pace(&alone) - pace(&all);
    let balancer = (billed(&alone, "Balancer").1 + billed(&alone, "Public IPv4, balancer").1) / 2.0;
    assert!((saved - balancer * 24.0 / 25.0).abs() < 1e-9, "{saved}, {balancer}");
}

#[test]
fn aws_retires_tasks_and_nobody_has_to_do_anything() {
    let run = run(
        "ecs-express",
        json!({ "scaling": { "min": 4, "desired": 4 }, "changes": [fault("00:30", "patch-day")] }),
    );
    assert!(run.by_hand.is_empty());
    assert!(run.totals.failed.sum() < 1.0);
    let (vcpu_h, _) = billed(&run, "Fargate vCPU");
    assert!((8.0..8.7).contains(&vcpu_h), "replaced within the bounds: {vcpu_h}");
}
