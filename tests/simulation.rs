//! Properties of a run that must hold for every legal scenario, and the two calibrations that we
//! claim.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use common::rulebook;
use drydock::facts::Rulebook;
use drydock::sim::run::{Columns, EventKind};
use drydock::sim::{self, Run, Scenario};
use proptest::prelude::*;
use serde_json::{Value, json};

fn scenario(partial: Value, rules: &Rulebook) -> Scenario {
    let mut whole = json!({ "platform": "ecs-fargate" });
    for (key, value) in partial.as_object().expect("an object") {
        whole[key] = value.clone();
    }
    Scenario::parse(whole, rules).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// Offered = served + failed + in flight, to 1e-9.
fn conserved(run: &Run) -> bool {
    let out = run.totals.served + run.totals.failed.sum() + run.totals.in_flight;
    (out - run.totals.offered).abs() <= 1e-9 * run.totals.offered.max(1.0)
}

fn first(run: &Run, who: &str, after_s: u64) -> u64 {
    let decision = run.decisions.iter().find(|decision| {
        decision.who == who
            && decision.what.starts_with("scale out")
            && decision.t_ms >= after_s * 1000
    });
    decision.expect("a scale-out").t_ms / 1000
}

#[test]
fn the_standard_day_scales_out_after_the_spike_and_in_again() {
    let rules = rulebook();
    let run = sim::run(&Scenario::standard(&rules), &rules);
    assert!(conserved(&run));
    let spike = 48_600;
    let trigger = first(&run, "target-tracking", spike);
    assert!((trigger - spike) > 180, "three points take three minutes at least");
    let row = |time: u64| (time / 10) as usize;
    assert!(run.columns.cpu[row(trigger)] > 0.99, "CPU stops at 100 %");
    let highest = run.columns.desired.iter().fold(0.0_f64, |most, desired| most.max(*desired));
    assert!((20.0..=24.0).contains(&highest));
    assert_eq!(run.columns.desired.last(), Some(&4.0), "night brings the minimum back");
    assert!(run.totals.within_objective < 0.995 && run.totals.within_objective > 0.95);
}

#[test]
fn the_way_from_spike_to_scale_out_is_that_of_the_published_test() {
    let rules = rulebook();
    for (period, published) in [(60_u32, 363.0), (20, 86.0)] {
        // Too much for the tasks, and not so much that they fail their health checks.
        // The test does not say when in its minute the spike came: the mean over all phases counts.
        let mut sum = 0.0;
        let phases = 12;
        for phase in 0..phases {
            let second = 10 * 3600 + phase * 5;
            let at = sim::clock::format_time(second);
            let day = scenario(
                json!({
                    "duration_s": 39_600,
                    "traffic": {
                        "shape": "step", "peak_rps": 450, "trough_share": 0.27, "noise": 0.0,
                        "spike_at": at, "spike_ramp_s": 0
                    },
                    "scaling": { "desired": 10, "min": 10, "max": 60, "metric_period_s": period }
                }),
                &rules,
            );
            sum +=
                (first(&sim::run(&day, &rules), "target-tracking", 0) - u64::from(second)) as f64;
        }
        let mean = sum / f64::from(phases);
        println!("{period} s metrics: {mean} s, published {published} s");
        assert!((mean / published - 1.0).abs() < 0.15, "{period} s metrics: {mean} s");
    }
}

#[test]
fn leaving_the_decision_log_out_changes_no_result() {
    let rules = rulebook();
    let day = Scenario::standard(&rules);
    let (told, silent) = (sim::run(&day, &rules), sim::run_without_decisions(&day, &rules));
    assert!(!told.decisions.is_empty() && silent.decisions.is_empty());
    assert_eq!(told.digest, silent.digest);
}

#[test]
fn a_task_serves_only_after_it_runs_and_passed_a_check() {
    let rules = rulebook();
    let run = sim::run(&Scenario::standard(&rules), &rules);
    for healthy in run.events.iter().filter(|event| event.state == "healthy" && event.t_ms > 0) {
        let running = run
            .events
            .iter()
            .find(|event| event.id == healthy.id && event.state == "RUNNING")
            .expect("it ran before");
        let wait_s = (healthy.t_ms - running.t_ms) as f64 / 1000.0;
        let ready_s = Scenario::standard(&rules).task.start_s.max(rules.alb_registration_s);
        assert!(
            (ready_s..=ready_s + rules.alb_health_interval_s).contains(&wait_s),
            "{}: {wait_s} s",
            healthy.id
        );
    }
}

#[test]
fn a_steady_queue_is_erlang_c() {
    // One task of one vCPU at 80 % with one balancer target: M/M/1, mean response 100 ms, p99 460
    // ms.
    let rules = rulebook();
    let flat = scenario(
        json!({
            "duration_s": 3600,
            "traffic": {
                "shape": "flat", "peak_rps": 40, "spike_factor": 1, "noise": 0.0
            },
            "task": { "vcpu": 1, "memory_mib": 2048, "queue_limit": 100_000 },
            "scaling": { "mode": "off", "desired": 1 }
        }),
        &rules,
    );
    let run = sim::run(&flat, &rules);
    let last = run.columns.p99_ms.len() - 1;
    assert!((run.columns.cpu[last] - 0.8).abs() < 0.002);
    assert!((run.columns.p50_ms[last] / (100.0 * 2_f64.ln()) - 1.0).abs() < 0.02);
    assert!((run.columns.p99_ms[last] / (100.0 * 100_f64.ln()) - 1.0).abs() < 0.02);
}

#[test]
fn the_bill_is_that_of_the_tasks_lives() {
    // Six tasks all day, no traffic: 6 × 24 h × (0.5 vCPU + 1 GB) + balancer + nine addresses.
    let rules = rulebook();
    let idle = scenario(
        json!({ "traffic": { "peak_rps": 0 }, "scaling": { "mode": "off", "desired": 6 } }),
        &rules,
    );
    let run = sim::run(&idle, &rules);
    let tasks = 6.0 * 24.0 * (0.5 * 0.04048 + 0.004445);
    let network = 24.0 * (0.0225 + 9.0 * 0.005);
    assert!((run.totals.dollars - tasks - network).abs() < 1e-9, "{}", run.totals.dollars);
    assert!((run.totals.idle_share - 1.0).abs() < 1e-12);
}

#[test]
fn dated_changes_take_effect_at_their_time() {
    let rules = rulebook();
    let changed = scenario(
        json!({
            "duration_s": 7200, "scaling": { "mode": "off", "desired": 3 },
            "changes": [{ "at": "01:00", "set": "scaling.desired", "value": 5 }]
        }),
        &rules,
    );
    let run = sim::run(&changed, &rules);
    assert_eq!(run.columns.desired[359], 3.0);
    assert_eq!(run.columns.desired[360], 5.0);
    assert!(
        run.decisions.iter().any(|decision| decision.who == "you" && decision.t_ms == 3_600_000)
    );
}

#[test]
fn mistakes_in_a_scenario_come_by_path_and_all_at_once() {
    let rules = rulebook();
    let wrong = json!({
        "platform": "ecs-fargate",
        "task": { "vcpu": 0.5, "memory_mib": 512 },
        "scaling": { "targte": 50, "min": 30 },
        "traffic": { "spike_at": "25:00", "peak_rps": "many" }
    });
    let problems = Scenario::parse(wrong, &rules).expect_err("four mistakes");
    let paths: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
    for path in ["task.memory_mib", "scaling.targte", "scaling.min", "traffic.spike_at"] {
        assert!(paths.contains(&path), "{path} is missing in {problems:?}");
    }
    assert!(paths.contains(&"traffic.peak_rps"));
    assert!(Scenario::parse(json!({}), &rules).is_err());
    assert!(Scenario::parse(json!({ "platform": "ecs-moon" }), &rules).is_err());
}

fn any_scenario() -> impl Strategy<Value = Value> {
    let traffic = (
        prop::sample::select(vec!["flat", "day", "step", "flash", "batch"]),
        0.0..2000.0_f64,
        0.0..1.0_f64,
        0.0..6.0_f64,
        0.0..0.3_f64,
    );
    let request =
        (1.0..400.0_f64, 0.0..5.0_f64, 0.0..300.0_f64, any::<bool>(), 200.0..20_000.0_f64);
    let task = (prop::sample::select(vec![(0.25, 512), (0.5, 1024), (2.0, 4096)]), 0..300_u32);
    let scaling = (any::<bool>(), 0..20_u32, 1..40_u32, 5.0..100.0_f64, any::<bool>());
    (traffic, request, task, scaling, any::<u32>(), 600..9000_u32).prop_map(
        |(traffic, request, task, scaling, seed, duration)| {
            let (shape, peak, trough, factor, noise) = traffic;
            let (cpu, cv2, wait, abandon, timeout) = request;
            let (tracking, min, more, target, fast) = scaling;
            json!({
                "seed": seed, "duration_s": duration, "start": "2026-11-23T09:00:00",
                "traffic": {
                    "shape": shape, "peak_rps": peak, "trough_share": trough,
                    "spike_at": "09:20", "spike_factor": factor, "noise": noise
                },
                "request": {
                    "cpu_ms": cpu, "cpu_cv2": cv2, "wait_ms": wait, "timeout_ms": timeout,
                    "on_timeout": if abandon { "abandon" } else { "waste" }
                },
                "task": { "vcpu": task.0.0, "memory_mib": task.0.1, "queue_limit": task.1 },
                "balancer": { "deregistration_delay_s": 60 },
                "scaling": {
                    "mode": if tracking { "target-tracking" } else { "off" },
                    "desired": min, "min": min, "max": min + more, "target": target,
                    "metric_period_s": if fast { 20 } else { 60 }
                }
            })
        },
    )
}

/// Every value is finite and not negative, shares stay in 0–1, percentiles are in order.
fn well_formed(columns: &Columns) -> bool {
    let sane = columns
        .all()
        .iter()
        .all(|column| column.iter().all(|value| value.is_finite() && *value >= 0.0));
    let shares = columns.cpu.iter().chain(&columns.memory).all(|share| *share <= 1.0);
    let ordered = (0..columns.p50_ms.len()).all(|row| {
        columns.p50_ms[row] <= columns.p95_ms[row] && columns.p95_ms[row] <= columns.p99_ms[row]
    });
    sane && shares && ordered
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn every_legal_scenario_keeps_its_books(partial in any_scenario()) {
        let rules = rulebook_once();
        let legal = scenario(partial, rules);
        let run = sim::run(&legal, rules);
        prop_assert!(conserved(&run), "requests are conserved: {:?}", run.totals);
        prop_assert!(well_formed(&run.columns));
        let capacity = legal.own_station().capacity();
        for row in 0..run.columns.running.len() {
            // Draining tasks still work off what they have.
            let most = (run.columns.running[row] + 60.0) * capacity;
            prop_assert!(run.columns.served_rps[row] <= most * 1.0001 + 1e-6);
            prop_assert!(run.columns.healthy[row] <= run.columns.running[row]);
        }
        prop_assert_eq!(&sim::run(&legal, rules).digest, &run.digest);
        let states = run.events.iter().filter(|event| event.kind == EventKind::TaskState);
        prop_assert!(states.clone().count() >= run.columns.running[0] as usize);
        prop_assert!(run.events.windows(2).all(|pair| pair[0].t_ms <= pair[1].t_ms));
    }

    #[test]
    fn more_fixed_capacity_never_serves_less(
        rate in 10.0..800.0_f64, tasks in 1..20_u32, more in 1..20_u32
    ) {
        let rules = rulebook_once();
        let served = |count: u32| {
            let fixed = json!({
                "duration_s": 1200,
                "traffic": { "shape": "flat", "peak_rps": rate, "spike_factor": 1, "noise": 0.0 },
                // Fixed means that no task is replaced: checks do not wait in the queue.
                "balancer": { "health_check_queues": false },
                "scaling": { "mode": "off", "desired": count }
            });
            sim::run(&scenario(fixed, rules), rules).totals.served
        };
        let (few, many) = (served(tasks), served(tasks + more));
        prop_assert!(many >= few * (1.0 - 1e-6), "{} tasks: {}, more: {}", tasks, few, many);
    }
}

fn rulebook_once() -> &'static Rulebook {
    static RULES: std::sync::OnceLock<Rulebook> = std::sync::OnceLock::new();
    RULES.get_or_init(rulebook)
}
