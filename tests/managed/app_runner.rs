//! App Runner: requests at once, the reserve, deployments, pauses, the VPC connector.

use super::*;

/// Requests that wait half a second and need little CPU: `rps` × 0.505 of them are there at once.
fn waiting(rps: f64, settings: Value) -> Value {
    json!({
        "traffic": { "peak_rps": rps },
        "request": { "cpu_ms": 5, "wait_ms": 500 },
        "scaling": { "desired": 1 },
        "platform_settings": settings,
    })
}

#[test]
fn requests_at_once_over_the_limit_decide_how_many_work() {
    for (rps, limit, active) in [(10.0, 100, 1.0), (100.0, 50, 2.0), (300.0, 70, 3.0)] {
        let run = run("app-runner", waiting(rps, json!({ "concurrency": limit })));
        assert_eq!(at(&run.columns.healthy, 7000), active, "{rps} a second, {limit} at once");
    }
}

#[test]
fn a_request_turned_away_below_the_maximum_calls_for_one_more() {
    // 151.5 at once fit into four times 40 on average, and not at every moment.
    let run = run("app-runner", waiting(300.0, json!({ "concurrency": 40 })));
    let one_more = decided(&run, "app-runner", "active 5 → 6");
    assert!(one_more[0].because.contains("turned away"), "{}", one_more[0].because);
    let refused = run.totals.failed.refused / run.totals.offered;
    assert!(refused < 0.01, "{refused}");
}

#[test]
fn the_least_stays_provisioned_and_is_no_more_than_a_reserve() {
    let run = run("app-runner", waiting(10.0, json!({ "provisioned_min": 3 })));
    assert_eq!((at(&run.columns.running, 7000), at(&run.columns.healthy, 7000)), (3.0, 1.0));
    let (gb_h, _) = billed(&run, "App Runner memory, provisioned");
    let (vcpu_h, _) = billed(&run, "App Runner vCPU, active");
    assert!((gb_h - 3.0 * 2.0 * 2.0).abs() < 0.1, "{gb_h}");
    assert!((2.0..2.6).contains(&vcpu_h), "two stop to work one after the other: {vcpu_h}");
}

#[test]
fn a_reserve_works_at_once_where_a_new_instance_takes_its_time() {
    let surge = |least: u32| {
        let mut day = waiting(30.0, json!({ "provisioned_min": least, "concurrency": 20 }));
        day["changes"] = json!([{ "at": "01:30", "fault": "surge", "amount": 6 }]);
        run("app-runner", day)
    };
    let (reserve, none) = (surge(8), surge(1));
    let reacts = |run: &Run| {
        let healthy = &run.columns.healthy;
        (540..720).find(|row| healthy[*row] > healthy[539]).expect("it scales out") * 10 - 5400
    };
    assert!(reacts(&reserve) <= 10, "{}", reacts(&reserve));
    assert!((40..120).contains(&reacts(&none)), "{}", reacts(&none));
    let refused = |run: &Run| run.columns.failed_rps[540..560].iter().sum::<f64>() * 10.0;
    let (few, many) = (refused(&reserve), refused(&none));
    assert!(few < 1200.0 && many > 3.0 * few, "429 until the new ones work: {few}, {many}");
}

#[test]
fn beyond_the_largest_size_requests_are_refused_and_nothing_more_starts() {
    let settings = json!({ "concurrency": 20, "provisioned_max": 2 });
    let run = run("app-runner", waiting(200.0, settings));
    assert_eq!(most(&run.columns.running, 0, 7200), 2.0);
    // Two instances hold 40 requests of 0.505 s each.
    let served = at(&run.columns.served_rps, 7000);
    assert!((served - 40.0 / 0.505).abs() < 4.0, "{served}");
    assert!(run.totals.failed.refused > 0.5 * run.totals.offered);
}

#[test]
fn a_limit_that_an_instance_cannot_bear_is_paid_with_waits() {
    let busy = |limit: u32| {
        let day = json!({
            "traffic": { "peak_rps": 120 }, "request": { "cpu_ms": 20 },
            "platform_settings": { "concurrency": limit },
        });
        run("app-runner", day)
    };
    let (high, low) = (busy(100), busy(3));
    assert!(high.totals.p99_ms > 1500.0, "{}", high.totals.p99_ms);
    assert!(low.totals.p99_ms < 300.0, "{}", low.totals.p99_ms);
}

#[test]
fn a_deployment_doubles_the_provisioned_instances_and_ends_the_old_ones() {
    let mut day = waiting(10.0, json!({ "provisioned_min": 3 }));
    day["changes"] = json!([fault("00:30", "deploy")]);
    let run = run("app-runner", day);
    assert_eq!(most(&run.columns.running, 1800, 2400), 6.0);
    assert_eq!(at(&run.columns.running, 2700), 3.0);
    assert_eq!(most(&run.columns.healthy, 1800, 2400), 1.0, "one set works at a time");
    assert!(run.totals.failed.sum() < 1.0, "{:?}", run.totals.failed);
    assert_eq!(decided(&run, "deployment", "revision 2 is deployed").len(), 1);
}

#[test]
fn a_version_that_fails_its_checks_never_gets_a_request() {
    let mut day = waiting(10.0, json!({}));
    day["changes"] = json!([fault("00:30", "bad-image")]);
    let run = run("app-runner", day);
    let failed = decided(&run, "app-runner", "deployment of revision 2 failed");
    assert_eq!(failed.len(), 1);
    let after_s = failed[0].t_ms as f64 / 1000.0 - 1800.0;
    assert!((300.0..420.0).contains(&after_s), "five minutes to start: {after_s}");
    assert_eq!(at(&run.columns.running, 3600), 1.0);
    assert!(run.totals.failed.sum() < 1.0);
}

#[test]
fn code_is_built_before_it_is_deployed() {
    let ready = |source: &str| {
        let mut day = waiting(10.0, json!({ "source": source, "build_s": 240 }));
        day["changes"] = json!([fault("00:30", "deploy")]);
        let run = run("app-runner", day);
        decided(&run, "deployment", "revision 2 is deployed")[0].t_ms as f64 / 1000.0
    };
    assert!((ready("code") - ready("image") - 240.0).abs() < 1.0);
}

#[test]
fn a_resume_after_a_deployment_serves_and_starts_the_least_first() {
    let day = json!({
        "traffic": { "peak_rps": 30 },
        "platform_settings": { "concurrency": 20, "provisioned_min": 2 },
        "changes": [
            fault("00:10", "deploy"),
            set("00:40", "platform_settings.paused", json!(true)),
            set("01:10", "platform_settings.paused", json!(false)),
        ],
    });
    let run = run("app-runner", day);
    assert_eq!(decided(&run, "deployment", "revision 2 is deployed").len(), 1);
    assert!(at(&run.columns.served_rps, 7000) > 29.0, "{}", at(&run.columns.served_rps, 7000));
    assert_eq!(most(&run.columns.running, 4200, 4320), 2.0, "nothing was seen in the pause");
}

#[test]
fn a_pause_ends_all_instances_and_a_resume_starts_them_again() {
    let mut day = waiting(10.0, json!({ "provisioned_min": 2 }));
    day["changes"] = json!([
        set("00:30", "platform_settings.paused", json!(true)),
        fault("00:45", "deploy"),
        set("01:00", "platform_settings.paused", json!(false)),
    ]);
    let run = run("app-runner", day);
    assert_eq!(at(&run.columns.running, 1900), 0.0);
    assert_eq!(at(&run.columns.served_rps, 1900), 0.0);
    assert_eq!(at(&run.columns.dollars_per_hour, 1900), 0.0, "nothing runs");
    assert_eq!(at(&run.columns.running, 3900), 2.0);
    assert!(at(&run.columns.served_rps, 4000) > 9.9);
    assert_eq!(decided(&run, "app-runner", "deploy nothing").len(), 1);
    assert!(run.by_hand.is_empty());
    let (gb_h, _) = billed(&run, "App Runner memory, provisioned");
    assert!((gb_h - 1.5 * 2.0 * 2.0).abs() < 0.2, "half an hour costs nothing: {gb_h}");
}

#[test]
fn what_cannot_strike_or_be_reached_is_said_with_its_reason() {
    let mut day = waiting(10.0, json!({ "calls": "vpc" }));
    day["changes"] = json!([fault("00:30", "lose-zone")]);
    let run = run("app-runner", day);
    let errors = decided(&run, "app-runner", "every request ends in an error");
    assert!(errors[0].because.contains("no VPC connector"), "{}", errors[0].because);
    let lost = decided(&run, "you", "lose-zone");
    assert!(lost[0].what.ends_with("nothing happens"), "{}", lost[0].what);
    assert!(lost[0].because.contains("shows none"), "{}", lost[0].because);
}

#[test]
fn a_connector_leads_into_the_vpc_and_out_by_its_gateway_alone() {
    let works = |connector: bool, subnets: &str, calls: &str| {
        let settings = json!({ "vpc_connector": connector, "subnets": subnets, "calls": calls });
        let run = run("app-runner", waiting(10.0, settings));
        (run.totals.served > 0.99 * run.totals.offered, billed(&run, "NAT gateways").0)
    };
    assert_eq!(works(false, "public", "nothing"), (true, 0.0));
    assert_eq!(works(false, "public", "internet"), (true, 0.0));
    assert_eq!(works(false, "public", "vpc"), (false, 0.0), "a database in the VPC");
    assert_eq!(works(true, "public", "vpc"), (true, 0.0));
    assert_eq!(works(true, "public", "internet"), (false, 0.0), "no public addresses there");
    assert_eq!(works(true, "nat", "both"), (true, 6.0), "three zones, two hours");
}

#[test]
fn the_account_pays_for_no_balancer_and_no_address() {
    let run = run("app-runner", waiting(10.0, json!({})));
    let lines: Vec<&str> = run.ledger.iter().map(|line| line.line.as_str()).collect();
    assert_eq!(lines, ["App Runner vCPU, active", "App Runner memory, provisioned"]);
}

#[test]
fn it_is_marked_as_closed_to_new_customers() {
    use drydock::sim::scenario::Platform;
    let closed: Vec<&str> =
        Platform::all().iter().filter_map(|platform| platform.closed_by()).collect();
    assert_eq!(closed, ["app-runner.closed"]);
}
