//! What is wrong with a scenario, by its path.

use super::*;

#[test]
fn each_wrong_setting_is_refused_by_its_path() {
    for (platform, changes, path) in [
        ("app-runner", json!({ "task": { "memory_mib": 1024 } }), "task.memory_mib"),
        ("app-runner", json!({ "task": { "vcpu": 8 } }), "task.vcpu"),
        ("app-runner", json!({ "request": { "timeout_ms": 121_000 } }), "request.timeout_ms"),
        (
            "app-runner",
            json!({ "platform_settings": { "concurrency": 201 } }),
            "platform_settings.concurrency",
        ),
        (
            "app-runner",
            json!({ "platform_settings": { "concurrency": 0 } }),
            "platform_settings.concurrency",
        ),
        (
            "app-runner",
            json!({ "platform_settings": { "provisioned_min": 26, "provisioned_max": 30 } }),
            "platform_settings.provisioned_min",
        ),
        (
            "app-runner",
            json!({ "platform_settings": { "provisioned_min": 3, "provisioned_max": 2 } }),
            "platform_settings.provisioned_min",
        ),
        (
            "app-runner",
            json!({ "changes": [set("00:10", "platform_settings.source", json!("code"))] }),
            "changes.0.set",
        ),
        ("ecs-express", json!({ "task": { "memory_mib": 1024 } }), "task.memory_mib"),
        (
            "ecs-express",
            json!({ "platform_settings": { "shared_services": 26 } }),
            "platform_settings.shared_services",
        ),
    ] {
        let found = scenario(platform, changes).expect_err(path);
        assert!(found.iter().any(|found| found == path), "{platform}: {found:?} for {path}");
    }
}

#[test]
fn faults_that_cannot_strike_say_why_and_change_nothing() {
    use drydock::sim::fault::Fault;
    let quiet = run("app-runner", json!({}));
    for fault in [
        Fault::LoseZone,
        Fault::ReclaimSpot,
        Fault::NoRoute,
        Fault::PatchDay,
        Fault::AgentStops,
        Fault::NeverRegisters,
    ] {
        let day = json!({ "changes": [super::fault("00:30", fault.word())] });
        let legal = scenario("app-runner", day.clone()).expect("it may stand there");
        assert!(fault.applies(&legal).is_err(), "{}", fault.word());
        let run = run("app-runner", day);
        assert_eq!(run.columns, quiet.columns, "{}", fault.word());
    }
}
