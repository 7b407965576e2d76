//! Bills by the formula of the AWS App Runner pricing page, simulated; one of its own samples.

use super::*;

/// Traffic for so many hours of the day and none besides, on one instance of 1 vCPU and 2 GB.
fn workday(hours: u32, changes: Value) -> Run {
    let (from, until) = (8 * 3600, (8 + hours) * 3600);
    let csv = format!("0,0\n{from},0\n{from}.1,5\n{until},5\n{until}.1,0\n86400,0\n");
    run(
        "app-runner",
        json!({
            "duration_s": 86_400,
            "traffic": { "shape": "csv", "csv": csv },
            "request": { "cpu_ms": 5 },
            "scaling": { "desired": 1 },
            "changes": changes,
        }),
    )
}

#[test]
fn the_page_s_latency_sensitive_api_costs_85_cents_a_day() {
    // "8 h at work, provisioned all day": $0.51 + $0.34, $25.50 a month of 30 days.
    let run = workday(8, json!([]));
    let (vcpu_h, vcpu) = billed(&run, "App Runner vCPU, active");
    let (gb_h, memory) = billed(&run, "App Runner memory, provisioned");
    assert!((vcpu_h - 8.0).abs() < 0.05 && (vcpu - 0.512).abs() < 0.005, "{vcpu_h}");
    assert!((gb_h - 48.0).abs() < 0.05 && (memory - 0.336).abs() < 0.005, "{gb_h}");
    assert!((30.0 * run.totals.dollars - 25.5).abs() < 0.2, "{}", 30.0 * run.totals.dollars);
}

#[test]
fn a_test_application_that_is_paused_but_for_two_hours_costs_16_cents() {
    // 2 × (0.064 + 2 × 0.007) = $0.156 a day by the same formula.
    let paused = |at: &str, value: bool| set(at, "platform_settings.paused", json!(value));
    let changes =
        json!([paused("00:00:01", true), paused("07:59:00", false), paused("10:00:00", true)]);
    let run = workday(2, changes);
    let cents = (run.totals.dollars * 100.0).round();
    assert_eq!(cents, 16.0, "{}", run.totals.dollars);
    assert!(run.totals.served > 0.999 * run.totals.offered);
}

#[test]
fn work_of_seconds_is_billed_as_a_minute() {
    let csv = "0,0\n600,0\n600.1,5\n610,5\n610.1,0\n7200,0\n";
    let run = run(
        "app-runner",
        json!({
            "traffic": { "shape": "csv", "csv": csv }, "request": { "cpu_ms": 5 },
            "scaling": { "desired": 1 },
        }),
    );
    // The instance works at the start, until nothing is seen, and again for the ten seconds.
    let (vcpu_h, _) = billed(&run, "App Runner vCPU, active");
    assert!((2.0 / 60.0..3.5 / 60.0).contains(&vcpu_h), "{}", vcpu_h * 60.0);
}
