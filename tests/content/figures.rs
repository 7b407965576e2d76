//! What the lessons say of their live figures holds. The numbers are bounds on the effect, as in
//! the tests of the scenarios: a better model may move them, and then the lesson has to be read
//! again.

use super::course::changed as day;
use drydock::sim::Run;
use serde_json::json;

/// The value of a column at a time of the day, `13:30`.
fn at(column: &[f64], time: &str) -> f64 {
    let (hours, minutes) = time.split_once(':').expect("a time");
    let number = |text: &str| text.parse::<usize>().expect("a number");
    column[(number(hours) * 3600 + number(minutes) * 60) / 10 + 1]
}

/// Minutes after ten o'clock of the first decision that says so.
fn minutes_after_ten(run: &Run, what: &str) -> Option<f64> {
    let found = run.decisions.iter().find(|decision| decision.what.contains(what));
    found.map(|decision| decision.t_ms as f64 / 60_000.0 - 600.0)
}

fn lost(run: &Run) -> f64 {
    run.totals.failed.sum()
}

#[test]
fn lost_pods_are_given_up_after_minutes_and_then_wait_for_nodes() {
    let run = day("lost-nodes", &[]);
    let columns = &run.columns;
    assert_eq!((at(&columns.running, "12:05"), at(&columns.healthy, "12:05")), (10.0, 5.0));
    assert_eq!(at(&columns.pending, "12:06"), 4.0);
    assert_eq!(at(&columns.healthy, "12:10"), 10.0);
    assert_eq!(minutes_after_ten(&run, "replace i"), Some(130.0));
    let room = day("lost-nodes", &[("platform_settings.min_instances", json!(8))]);
    assert_eq!(at(&room.columns.pending, "12:06"), 0.0);
    assert!(room.totals.dollars > run.totals.dollars);
}

#[test]
fn a_budget_of_all_pods_makes_the_update_fail() {
    let failed = minutes_after_ten(&day("update-blocked", &[]), "PodEvictionFailure");
    assert!((15.0..20.0).contains(&failed.expect("it fails")), "{failed:?}");
    let run = day("update-blocked", &[("platform_settings.min_available_percent", json!(80))]);
    let updated = minutes_after_ten(&run, "the node group is updated").expect("it ends");
    assert!(updated < 20.0 && lost(&run) < 1.0, "{updated}");
}

#[test]
fn either_loop_can_stand_still() {
    let first = day("node-for-pods", &[("scaling.max", json!(8))]).columns;
    assert_eq!((at(&first.desired, "14:10"), at(&first.pending, "14:10")), (8.0, 0.0));
    let second = day("node-for-pods", &[("platform_settings.max_instances", json!(3))]).columns;
    assert!(at(&second.desired, "14:10") >= at(&second.running, "14:10") + 4.0);
    assert_eq!(at(&second.machines, "14:10"), 3.0);
}

#[test]
fn room_upwards_costs_minutes_and_room_downwards_answers() {
    let release = |maximum: u32, minimum: u32| {
        let settings = [
            ("deployment.maximum_percent", json!(maximum)),
            ("deployment.minimum_healthy_percent", json!(minimum)),
        ];
        let run = day("stuck-deployment", &settings);
        let done = minutes_after_ten(&run, "revision 2 is deployed").expect("it is deployed");
        (done, lost(&run))
    };
    let (one_by_one, nothing) = release(110, 100);
    assert!((8.0..13.0).contains(&one_by_one) && nothing < 1.0, "{one_by_one}");
    assert!(release(150, 100).0 < 0.7 * one_by_one);
    assert!(release(100, 50).1 > 1000.0);
}

#[test]
fn a_lower_target_cures_the_spike_of_express_mode_for_less_than_a_higher_minimum() {
    let target = day("one-call", &[("scaling.target", json!(40))]);
    let minimum = day("one-call", &[("scaling.min", json!(4))]);
    assert!(lost(&day("one-call", &[])) > 100.0);
    assert!(lost(&target) < 1.0 && lost(&minimum) < 1.0);
    assert!(target.totals.dollars < minimum.totals.dollars);
}
