//! App Runner's health check as its settings have it.

use super::*;

/// A new version at 00:30 on a service whose checks are set so.
fn deployed(settings: Value, word: &str) -> Run {
    run(
        "app-runner",
        json!({
            "traffic": { "peak_rps": 10 }, "request": { "cpu_ms": 5 },
            "scaling": { "desired": 1 },
            "platform_settings": settings,
            "changes": [fault("00:30", word)],
        }),
    )
}

fn failed(run: &Run) -> usize {
    decided(run, "app-runner", "deployment of revision 2 failed").len()
}

#[test]
fn a_path_without_an_answer_fails_the_deployment_and_the_old_version_stays() {
    let http = |answers: bool| {
        let path = "/health";
        json!({ "health_protocol": "http", "health_path": path, "health_path_answers": answers })
    };
    let silent = deployed(http(false), "deploy");
    assert_eq!(failed(&silent), 1);
    assert!(silent.totals.failed.sum() < 1.0, "no request sees it: {:?}", silent.totals.failed);
    assert_eq!(at(&silent.columns.running, 3600), 1.0);
    assert_eq!(failed(&deployed(http(true), "deploy")), 0);
    let tcp = json!({ "health_protocol": "tcp", "health_path_answers": false });
    assert_eq!(failed(&deployed(tcp, "deploy")), 0, "TCP asks only for the port");
}

#[test]
fn more_checks_further_apart_make_a_new_version_wait() {
    let shifted = |interval: u32, healthy: u32| {
        let settings = json!({ "health_interval_s": interval, "healthy_threshold": healthy,
            "unhealthy_threshold": 1 });
        // Its start takes longer than the first check.
        let mut day = json!({
            "traffic": { "peak_rps": 10 }, "request": { "cpu_ms": 5 }, "task": { "start_s": 25 },
            "scaling": { "desired": 1 }, "changes": [fault("00:30", "deploy")] });
        day["platform_settings"] = settings;
        let run = run("app-runner", day);
        decided(&run, "deployment", "revision 2 is deployed")[0].t_ms as f64 / 1000.0 - 1800.0
    };
    let (quick, slow) = (shifted(5, 1), shifted(20, 5));
    assert!(slow > quick + 60.0, "five checks every 20 s: {quick} {slow}");
}

#[test]
fn under_strain_an_http_check_fails_where_a_tcp_check_does_not() {
    let strained = |protocol: &str| {
        run(
            "app-runner",
            json!({
                "traffic": { "peak_rps": 120 }, "request": { "cpu_ms": 20 },
                "platform_settings": { "provisioned_max": 1, "concurrency": 200,
                    "health_protocol": protocol },
            }),
        )
    };
    let ill = |run: &Run| run.events.iter().filter(|event| event.state == "unhealthy").count();
    assert_eq!(ill(&strained("tcp")), 0);
    assert!(ill(&strained("http")) > 0, "its check waits behind 200 requests");
}

#[test]
fn settings_beyond_what_the_page_allows_are_refused() {
    for (name, value) in [
        ("health_interval_s", json!(21)),
        ("health_timeout_s", json!(0)),
        ("healthy_threshold", json!(21)),
        ("unhealthy_threshold", json!(0)),
        ("health_path", json!("health")),
    ] {
        let day = json!({ "platform_settings": { name: value } });
        let found = scenario("app-runner", day).expect_err(name);
        assert_eq!(found, [format!("platform_settings.{name}")]);
    }
    for name in ["health_interval_s", "health_timeout_s", "healthy_threshold"] {
        let edge = |value: u32| json!({ "platform_settings": { name: value } });
        assert!([1, 20].iter().all(|value| scenario("app-runner", edge(*value)).is_ok()), "{name}");
    }
}
