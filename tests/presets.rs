//! Each scenario of the course shows what its notice says. The numbers here are bounds on the
//! effect, not results: a better model may move them, and then the notice has to be read again.
#![cfg(not(target_arch = "wasm32"))]

mod common;
#[path = "common/course.rs"]
mod course;

use course::{changed, course};
use drydock::sim::{self, Run};
use serde_json::json;

/// The day of that scenario.
fn day(id: &str) -> Run {
    changed(id, &[])
}

fn lost(run: &Run) -> f64 {
    run.totals.failed.sum()
}

/// The value of a column at a time of the day, `13:30`.
fn at(column: &[f64], time: &str) -> f64 {
    column[seconds(time) / 10]
}

/// Counts that the tasks are asked to have one after the other, from a time on.
fn counts_from(run: &Run, time: &str) -> Vec<f64> {
    let mut counts = run.columns.desired[seconds(time) / 10..].to_vec();
    counts.dedup();
    counts
}

fn seconds(time: &str) -> usize {
    let mut parts = time.split(':').map(|part| part.parse::<usize>().expect("a number"));
    parts.next().unwrap_or(0) * 3600 + parts.next().unwrap_or(0) * 60
}

/// When the desired count first rises after a time, s.
fn first_rise(run: &Run, time: &str) -> usize {
    let desired = &run.columns.desired;
    let from = seconds(time) / 10;
    (from..desired.len()).find(|row| desired[*row] > desired[from]).expect("it rises") * 10
}

#[test]
fn every_scenario_has_a_place_and_two_lines() {
    let (compiled, _) = course();
    let map: drydock::course::model::CourseMap =
        serde_json::from_str(&compiled.files["map.json"]).expect("a map");
    assert!(map.scenarios.len() >= 20, "{}", map.scenarios.len());
    for entry in &map.scenarios {
        assert_eq!(entry.notice.len(), 2, "{}", entry.id);
    }
    assert_eq!(map.scenarios[0].id, "scaling-off");
}

#[test]
fn scaling_off_loses_with_five_tasks_and_not_with_nine() {
    let five = day("scaling-off");
    assert!(lost(&five) > 0.05 * five.totals.offered);
    assert!(at(&five.columns.offered_rps, "11:00") > 125.0);
    let nine = changed("scaling-off", &[("scaling.desired", json!(9))]);
    assert!(nine.totals.within_objective > 0.995 && nine.totals.dollars > five.totals.dollars);
}

#[test]
fn fast_metrics_decide_minutes_earlier_and_lose_less() {
    let (slow, fast) = (day("lunch-spike"), day("fast-metrics"));
    let saved = first_rise(&slow, "13:30").saturating_sub(first_rise(&fast, "13:30"));
    assert!(saved >= 120, "{saved}");
    assert!(lost(&fast) < 0.5 * lost(&slow));
}

#[test]
fn nothing_starts_from_an_image_that_a_rule_deleted() {
    let (gone, day) = (day("image-expired"), day("lunch-spike"));
    let running = |time| at(&gone.columns.running, time);
    assert!(running("13:40") == running("11:00") && running("11:00") >= 8.0);
    assert!(at(&gone.columns.desired, "13:40") >= running("13:40") + 4.0);
    assert!(lost(&gone) > 2.0 * lost(&day));
    assert!(running("14:20") > running("13:40"), "the image is there again");
}

#[test]
fn cpu_climbs_in_rungs_where_requests_ask_at_once() {
    let cpu = day("sudden-step");
    let rungs = counts_from(&cpu, "13:30");
    assert!(rungs.len() > 4 && rungs[1] < 10.0, "{rungs:?}");
    let requests = day("requests-metric");
    let rungs = counts_from(&requests, "13:30");
    assert!(rungs[1] >= 20.0, "{rungs:?}");
    assert!(lost(&requests) < lost(&cpu));
}

#[test]
fn the_schedule_has_the_tasks_there_before_the_crowd() {
    let run = day("known-peak");
    assert!(at(&run.columns.running, "13:25") >= 20.0);
    assert!(lost(&run) < 1.0);
    assert!(lost(&changed("known-peak", &[("scaling.policies", json!([]))])) > 1000.0);
}

#[test]
fn one_step_goes_to_the_maximum() {
    let counts = counts_from(&day("step-policy"), "13:30");
    assert_eq!((counts[1], counts[2]), (24.0, 22.0), "{counts:?}");
}

#[test]
fn eager_scale_in_loses_requests_and_saves_next_to_nothing() {
    let eager = day("scale-in-eager");
    let patient = json!({
        "kind": "step", "metric": "cpu", "alarm_threshold": 50, "alarm_below": true,
        "alarm_points": 15, "adjustment_type": "ChangeInCapacity", "cooldown_s": 300,
        "steps": [{ "upper": 0, "adjustment": -1 }],
    });
    let out = json!({
        "kind": "step", "metric": "cpu", "alarm_threshold": 75, "alarm_points": 3,
        "adjustment_type": "PercentChangeInCapacity", "cooldown_s": 300,
        "steps": [{ "lower": 0, "adjustment": 50 }],
    });
    let patient = changed("scale-in-eager", &[("scaling.policies", json!([out, patient]))]);
    assert!(lost(&eager) > 0.01 * eager.totals.offered);
    assert!(lost(&patient) < 1.0 && patient.totals.dollars < 1.02 * eager.totals.dollars);
}

#[test]
fn a_lost_zone_hurts_two_zones_and_not_three() {
    let two = day("lose-zone");
    let serving = (at(&two.columns.healthy, "11:59"), at(&two.columns.healthy, "12:01"));
    assert_eq!(serving, (10.0, 5.0));
    assert!(two.totals.failed.refused > 1000.0);
    let names = json!(["us-east-1a", "us-east-1b", "us-east-1c"]);
    for remedy in [("zones.names", names), ("scaling.target", json!(45))] {
        let run = changed("lose-zone", &[remedy]);
        assert!(run.totals.failed.refused < 1.0, "{}", run.totals.failed.refused);
    }
}

#[test]
fn a_retry_storm_outlives_its_cause_until_the_retries_stop() {
    let storm = day("retry-storm");
    let failing = |run: &Run, time: &str| at(&run.columns.failed_rps, time);
    assert!(failing(&storm, "12:25") > 100.0 && failing(&storm, "12:40") < 1.0);
    let short = changed("retry-storm", &[("task.queue_limit", json!(20))]);
    assert!(failing(&short, "12:01") > 10.0 && failing(&short, "12:05") < 1.0);
}

#[test]
fn few_sticky_flows_burn_some_tasks() {
    let few = day("nlb-few-flows");
    assert!(few.totals.within_objective < 0.97 && few.totals.idle_share > 0.5);
    for remedy in [("balancer.connections", json!(1000)), ("balancer.kind", json!("alb"))] {
        let run = changed("nlb-few-flows", &[remedy]);
        assert!(run.totals.within_objective > 0.995, "{}", run.totals.within_objective);
    }
}

#[test]
fn the_circuit_breaker_ends_a_broken_release_that_would_cost_all_day() {
    let saved = day("broken-image");
    assert!(lost(&saved) < 1.0);
    assert!(saved.decisions.iter().any(|decision| decision.who == "circuit-breaker"));
    let endless = changed("broken-image", &[("deployment.circuit_breaker", json!(false))]);
    assert!(endless.totals.dollars > 3.0 * saved.totals.dollars);
}

#[test]
fn two_percents_without_room_hold_a_release_until_one_moves() {
    let run = day("stuck-deployment");
    let starts = |decision: &&sim::run::Decision| {
        decision.who == "service-scheduler" && decision.what.starts_with("start")
    };
    let first = run.decisions.iter().find(starts).expect("it moves in the end");
    assert_eq!(first.t_ms / 1000, 14 * 3600);
    let last = run.decisions.last().expect("there are decisions");
    assert!(last.who == "deployment" && last.t_ms / 1000 < 14 * 3600 + 15 * 60);
}

#[test]
fn a_denied_pull_shows_only_when_the_service_has_to_grow() {
    let run = day("pull-denied");
    assert!(at(&run.columns.desired, "13:45") > at(&run.columns.running, "13:45") + 4.0);
    assert!(at(&run.columns.failed_rps, "13:00") < 1.0);
    assert!(at(&run.columns.failed_rps, "13:35") > 10.0);
    assert!(at(&run.columns.desired, "14:10") > at(&run.columns.running, "14:10") + 4.0);
}

#[test]
fn a_service_brings_back_each_task_that_leaked_its_memory() {
    let run = day("leaky-tasks");
    let ended = |decision: &&sim::run::Decision| decision.what.ends_with("out of memory");
    let first = run.decisions.iter().find(ended).expect("a task runs out of memory");
    let hours = first.t_ms as f64 / 3.6e6 - 10.0;
    assert!((1.25..1.75).contains(&hours), "{hours}");
    assert!(run.decisions.iter().filter(ended).count() > 6, "the new tasks leak as well");
    assert_eq!(at(&run.columns.running, "15:00"), 6.0);
}

#[test]
fn a_denied_secret_stops_a_release_and_no_task_that_runs() {
    let run = day("secret-denied");
    let who = |name: &str| run.decisions.iter().any(|decision| decision.who == name);
    assert!(who("circuit-breaker") && lost(&run) < 1.0);
    let last = run.decisions.iter().rfind(|decision| decision.who == "deployment");
    assert_eq!(last.expect("it goes back").what, "revision 1 is deployed");
}

#[test]
fn a_canary_loses_nothing_where_a_rolling_update_does() {
    assert!(lost(&day("canary")) < 1.0);
    let rolling = changed("canary", &[("deployment.strategy", json!("rolling"))]);
    assert!(lost(&rolling) > 2000.0, "{}", lost(&rolling));
}

#[test]
fn nothing_steps_in_for_spot_and_a_larger_base_holds() {
    let run = day("spot-reclaimed");
    assert!(at(&run.columns.running, "12:10") <= 3.0);
    let held = changed("spot-reclaimed", &[("platform_settings.on_demand_base", json!(6))]);
    assert!(lost(&held) < 1.0 && held.totals.dollars > run.totals.dollars);
}

#[test]
fn a_steady_day_decides_nothing() {
    let run = day("steady-service");
    assert!(run.decisions.is_empty() && run.totals.idle_share > 0.3);
}

#[test]
fn full_machines_beat_fargate_and_empty_ones_do_not() {
    let full = day("packed-ec2");
    assert_eq!(at(&full.columns.machines, "12:00"), 6.0);
    let fargate = changed("packed-ec2", &[("platform", json!("ecs-fargate"))]);
    assert!(full.totals.dollars < fargate.totals.dollars);
    let empty = changed("packed-ec2", &[("platform_settings.trunking", json!(false))]);
    assert!(empty.totals.dollars > 3.0 * full.totals.dollars);
}

#[test]
fn two_loops_are_later_and_dearer_than_one() {
    let two = day("two-loops");
    let one = changed("two-loops", &[("platform", json!("ecs-fargate"))]);
    let running = |run: &Run| at(&run.columns.running, "13:38");
    assert!(running(&two) + 4.0 < running(&one), "{} {}", running(&two), running(&one));
    assert!(at(&two.columns.pending, "13:38") > 4.0);
    assert!(two.totals.dollars > one.totals.dollars && lost(&two) > lost(&one));
}

#[test]
fn interfaces_run_out_before_the_cpu_does() {
    let setting = "platform_settings.trunking";
    assert_eq!(at(&day("no-interfaces").columns.running, "12:00"), 8.0);
    let trunk = changed("no-interfaces", &[(setting, json!(true))]);
    let bridge = changed("no-interfaces", &[("platform_settings.network_mode", json!("bridge"))]);
    for run in [trunk, bridge] {
        assert_eq!((at(&run.columns.running, "12:00"), run.columns.machines[0]), (12.0, 4.0));
    }
}

#[test]
fn patch_day_waits_mostly_for_connections_to_end() {
    let done = |run: &Run| run.decisions.last().expect("it decides").t_ms / 1000;
    let (slow, started) = (day("patch-day"), 10 * 3600);
    let quick = changed("patch-day", &[("balancer.deregistration_delay_s", json!(30))]);
    assert!(lost(&slow) < 1.0 && lost(&quick) < 1.0);
    assert!(done(&slow) - started > 2 * (done(&quick) - started));
}

#[test]
fn spot_machines_take_their_tasks_along_unless_they_are_drained() {
    let run = day("spot-machines");
    let drained = changed("spot-machines", &[("platform_settings.spot_draining", json!(true))]);
    let serving = |run: &Run| at(&run.columns.healthy, "12:02");
    assert!(at(&run.columns.machines, "12:05") <= 0.5 * at(&run.columns.machines, "11:59"));
    assert!(serving(&run) <= 10.0 && serving(&drained) >= 16.0);
    assert!(lost(&drained) < 0.05 * lost(&run));
}

#[test]
fn pods_are_decided_in_seconds_and_wait_for_nodes() {
    let run = day("node-for-pods");
    let decided = first_rise(&run, "13:30") - seconds("13:30");
    assert!(decided <= 90, "{decided}");
    assert!(at(&run.columns.pending, "13:32") >= 3.0);
    let why = run.decisions.iter().find(|decision| decision.what.contains("Pending"));
    let why = &why.expect("a pod is Pending").because;
    assert!(why.contains("Insufficient cpu"), "{why}");
    let karpenter =
        changed("node-for-pods", &[("platform_settings.autoscaler", json!("karpenter"))]);
    let room = changed("node-for-pods", &[("platform_settings.min_instances", json!(5))]);
    assert!(lost(&karpenter) < lost(&run) && lost(&room) < lost(&karpenter));
}

#[test]
fn an_upgrade_by_two_versions_is_work_twice_and_ends_the_dear_support() {
    let times = |run: &Run| run.by_hand.iter().map(|work| work.times).sum::<u32>();
    let run = day("upgrade");
    // The control plane, three add-ons and one node group, twice.
    assert_eq!((times(&run), lost(&run) < 1.0), (10, true));
    let extended = run.ledger.iter().find(|line| line.line.ends_with("extended support"));
    assert!((extended.expect("until 14:10").quantity - 14.0 - 1.0 / 6.0).abs() < 1e-6);
    assert_eq!(times(&changed("upgrade", &[("platform", json!("eks-auto"))])), 2);
    let behind = changed("upgrade", &[("platform_settings.nodes_behind", json!(3))]);
    assert_eq!(times(&behind), 0);
}

#[test]
fn own_nodes_are_rolled_by_hand_managed_ones_by_one_step() {
    let times = |run: &Run| run.by_hand.iter().map(|work| work.times).sum::<u32>();
    let own = day("roll-nodes");
    assert!(times(&own) >= 12 && lost(&own) < 1.0);
    let managed = changed("roll-nodes", &[("platform", json!("eks-managed"))]);
    assert!(times(&managed) == 1 && lost(&managed) < 1.0);
    assert_eq!(times(&changed("roll-nodes", &[("platform", json!("eks-auto"))])), 0);
}

#[test]
fn fargate_evicts_all_pods_at_once_unless_a_budget_says_otherwise() {
    let memory = |run: &Run| {
        let line = run.ledger.iter().find(|line| line.line == "Fargate memory");
        line.expect("a line").quantity
    };
    let run = day("pod-a-node");
    assert!(run.totals.failed.no_target > 1000.0);
    let budget = ("platform_settings.min_available_percent", json!(75));
    assert!(lost(&changed("pod-a-node", &[budget])) < 1.0);
    let small = changed("pod-a-node", &[("task.memory_mib", json!(768))]);
    assert!(memory(&small) < 0.51 * memory(&run));
}

#[test]
fn auto_mode_buys_for_the_spike_and_packs_afterwards() {
    let run = day("fitting-nodes");
    let count = |run: &Run, what: &str| {
        run.decisions.iter().filter(|d| d.who == "karpenter" && d.what.starts_with(what)).count()
    };
    assert!(count(&run, "launch") > 5 && count(&run, "remove") > 5);
    let setting = ("platform_settings.consolidation", json!("when-empty"));
    let wide = changed("fitting-nodes", &[setting]);
    assert!(wide.totals.dollars > run.totals.dollars);
    let evicted = |run: &Run| run.decisions.iter().filter(|d| d.who == "eviction").count();
    assert!(evicted(&run) > evicted(&wide));
}

#[test]
fn a_reserve_of_app_runner_works_at_once_and_costs_its_memory() {
    let reserve = day("requests-at-once");
    let works = |row: usize| reserve.columns.healthy[seconds("13:30") / 10 + row];
    assert!(at(&reserve.columns.healthy, "13:29") <= 2.0, "one or two work");
    assert!(works(3) >= 4.0, "{}", works(3));
    let none = changed("requests-at-once", &[("platform_settings.provisioned_min", json!(1))]);
    assert!(lost(&none) > 5.0 * lost(&reserve));
    assert!(none.totals.dollars < 0.7 * reserve.totals.dollars);
}

#[test]
fn a_paused_service_costs_and_answers_nothing() {
    let paused = day("paused-at-night");
    let night = |column: &[f64]| at(column, "03:00") + at(column, "22:00");
    assert_eq!(night(&paused.columns.dollars_per_hour), 0.0);
    assert_eq!(night(&paused.columns.served_rps), 0.0);
    let settings = [("changes", json!([])), ("platform_settings.paused", json!(false))];
    let awake = changed("paused-at-night", &settings);
    assert!(lost(&awake) < 1.0 && awake.totals.dollars > paused.totals.dollars);
}

#[test]
fn express_mode_ships_to_a_few_first_and_shares_its_balancer() {
    let run = day("one-call");
    let first = run.decisions.iter().find(|d| d.what.starts_with("shift")).expect("a canary");
    assert!(first.what.starts_with("shift 5 %") && first.t_ms >= 10 * 3_600_000);
    assert_eq!(at(&run.columns.running, "03:00"), 1.0);
    assert!(run.by_hand.is_empty());
    let balancer = |run: &Run| run.ledger.iter().find(|l| l.line == "Balancer").unwrap().dollars;
    let shared = changed("one-call", &[("platform_settings.shared_services", json!(25))]);
    assert!((balancer(&run) / balancer(&shared) - 25.0).abs() < 1e-9);
}

#[test]
fn the_rush_is_over_on_fargate_first() {
    let fargate = day("rush-at-ten");
    let ec2 = changed("rush-at-ten", &[("platform", json!("ecs-ec2"))]);
    // When there are enough tasks for the load again.
    let enough = |run: &Run| {
        let short = |row: &usize| run.columns.offered_rps[*row] > run.columns.capacity_rps[*row];
        (0..run.columns.offered_rps.len()).rev().find(short).expect("too few tasks at first") * 10
    };
    let (first, second) = (enough(&fargate), enough(&ec2));
    assert!(first + 60 < second, "{first} s and {second} s after 9:55");
    let rise_s = 300;
    assert!((rise_s + 240..rise_s + 600).contains(&first), "{first} s after 9:55");
    assert!(lost(&fargate) > 0.0 && lost(&ec2) > lost(&fargate));
}
