//! One workload on every platform: what the rows hold, what is adapted, who is refused.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use drydock::facts::Rulebook;
use drydock::sim::compare::{Row, adapt, on_every_platform, row};
use drydock::sim::scenario::{Platform, Strategy};
use drydock::sim::{self, Scenario};
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

static RULES: LazyLock<Rulebook> = LazyLock::new(common::rulebook);

/// Four hours around a surge.
fn day(changes: Value) -> Scenario {
    let mut whole = json!({
        "platform": "ecs-fargate",
        "start": "2026-11-23T11:00:00",
        "duration_s": 14_400,
        "traffic": { "shape": "flat", "peak_rps": 60, "spike_factor": 3 },
    });
    for (key, value) in changes.as_object().into_iter().flatten() {
        whole[key] = value.clone();
    }
    Scenario::parse(whole, &RULES).unwrap_or_else(|wrong| panic!("{wrong:?}"))
}

fn of(rows: &[Row], platform: Platform) -> &Row {
    rows.iter().find(|row| row.platform == platform).expect("every platform has a row")
}

#[test]
fn every_platform_has_a_row_and_its_own_is_the_plain_run() {
    let scenario = day(json!({}));
    let rows = on_every_platform(&scenario, &RULES);
    let platforms: Vec<Platform> = rows.iter().map(|row| row.platform).collect();
    assert_eq!(platforms, Platform::all());
    let run = sim::run_unsealed(&scenario, &RULES);
    let own = of(&rows, Platform::EcsFargate);
    assert!(own.adapted.is_empty() && own.refused.is_empty());
    assert_eq!(own.served_share, run.totals.served / run.totals.offered);
    assert_eq!(own.p99_ms, run.totals.p99_ms);
    assert_eq!(own.dollars_per_day, run.totals.dollars * 6.0);
    for row in &rows {
        assert!(row.refused.is_empty(), "{:?}: {:?}", row.platform, row.refused);
        assert!(row.served_share > 0.5 && row.served_share <= 1.0 + 1e-9, "{row:?}");
        let closed = row.platform == Platform::AppRunner;
        assert_eq!(row.closed.contains("2026"), closed, "{:?}", row.platform);
    }
}

#[test]
fn pods_react_before_tasks_and_the_hands_are_those_of_the_machines() {
    let rows = on_every_platform(&day(json!({})), &RULES);
    let reacts = |platform| of(&rows, platform).reacts_s.expect("something is added");
    assert!(reacts(Platform::EksManaged) < 120.0);
    assert!((240.0..480.0).contains(&reacts(Platform::EcsFargate)));
    let hands = |platform| of(&rows, platform).hands();
    assert!(hands(Platform::EcsEc2) > 3 && hands(Platform::EksSelfManaged) > 3);
    assert_eq!(hands(Platform::EksManaged), 1);
    use Platform::{AppRunner, EcsExpress, EcsFargate, EksAuto, EksFargate};
    for platform in [EcsFargate, EksFargate, EksAuto, AppRunner, EcsExpress] {
        assert_eq!(hands(platform), 0, "{platform:?}");
    }
}

#[test]
fn where_nothing_is_added_or_nothing_surges_there_is_no_time_to_react() {
    let off = day(json!({ "scaling": { "mode": "off", "desired": 10 } }));
    assert_eq!(row(&off, Platform::EcsFargate, &RULES).reacts_s, None);
    let flat = day(json!({ "traffic": { "shape": "flat", "peak_rps": 60, "spike_factor": 1 } }));
    assert_eq!(row(&flat, Platform::EcsFargate, &RULES).reacts_s, None);
    let surge = json!([{ "at": "12:00", "fault": "surge", "amount": 3 }]);
    let surge = day(json!({
        "traffic": { "shape": "flat", "peak_rps": 60, "spike_factor": 1 }, "changes": surge
    }));
    assert!(row(&surge, Platform::EksManaged, &RULES).reacts_s.is_some());
}

#[test]
fn what_a_platform_does_not_have_is_adapted_and_said() {
    let scenario = day(json!({
        "scaling": { "mode": "step", "min": 3, "max": 30 },
        "deployment": { "strategy": "linear" },
        "balancer": { "kind": "nlb" },
        "request": { "timeout_ms": 200_000 },
        "task": { "vcpu": 0.5, "memory_mib": 3072 },
        "changes": [{ "at": "12:00", "fault": "lose-zone" }],
    }));
    let (pods, said) = adapt(&scenario, Platform::EksManaged, &RULES);
    assert_eq!(pods.deployment.strategy, Strategy::Rolling);
    assert_eq!(said.len(), 2, "{said:?}");
    let (express, said) = adapt(&scenario, Platform::EcsExpress, &RULES);
    assert_eq!(express.deployment.strategy, Strategy::Canary);
    assert_eq!(said.len(), 2, "{said:?}");
    let (runner, said) = adapt(&scenario, Platform::AppRunner, &RULES);
    assert_eq!((runner.task.vcpu, runner.task.memory_mib), (1.0, 3072));
    let settings = &runner.platform_settings;
    assert_eq!((settings.provisioned_min, settings.provisioned_max), (3, 30));
    assert_eq!(runner.request.timeout_ms, 120_000.0);
    assert!(said.iter().any(|said| said.starts_with("lose-zone at 12:00 cannot strike")));
    assert_eq!(said.len(), 5, "{said:?}");
    // 1 vCPU does 50 requests of 20 ms a second, and the objective is 0.3 s: Little's law.
    assert_eq!(settings.concurrency, 15);
    let chosen = day(json!({ "platform_settings": { "concurrency": 40 } }));
    let (runner, said) = adapt(&chosen, Platform::AppRunner, &RULES);
    assert_eq!(runner.platform_settings.concurrency, 40, "{said:?}");
    for row in on_every_platform(&scenario, &RULES) {
        assert!(row.refused.is_empty(), "{:?}: {:?}", row.platform, row.refused);
    }
}

#[test]
fn a_task_that_fits_nowhere_is_refused_with_the_reason() {
    let scenario = day(json!({ "task": { "vcpu": 8, "memory_mib": 16_384 } }));
    let rows = on_every_platform(&scenario, &RULES);
    for (platform, path) in
        [(Platform::AppRunner, "task.vcpu"), (Platform::EcsEc2, "platform_settings.instance_type")]
    {
        let row = of(&rows, platform);
        assert!(row.refused.iter().any(|why| why.starts_with(path)), "{:?}", row.refused);
        assert_eq!(row.dollars_per_day, 0.0);
    }
    assert!(of(&rows, Platform::EcsFargate).refused.is_empty());
}

fn drydock(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_drydock"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("drydock starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(input.as_bytes()).expect("drydock reads");
    drop(stdin);
    child.wait_with_output().expect("drydock ends")
}

#[test]
fn the_command_prints_a_table_or_json() {
    let scenario = "platform = \"ecs-ec2\"\nduration_s = 3600\n";
    let output = drydock(&["compare", "-"], scenario);
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8_lossy(&output.stdout);
    for platform in Platform::all() {
        assert!(text.lines().any(|line| line.starts_with(platform.word())), "{text}");
    }
    assert!(text.contains("app-runner: takes no new customers since"), "{text}");
    let output = drydock(&["compare", "-", "--json"], scenario);
    let found: Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
    assert_eq!(found["rows"].as_array().map(Vec::len), Some(8));
    assert!(found["rows"][0]["dollars_per_day"].as_f64().expect("a number") > 0.0);
    let output = drydock(&["compare", "-"], "platform = \"ecs-ec3\"\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("platform"));
}
