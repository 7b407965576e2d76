//! Scheduled actions: bounds, times of the clock, daylight saving.
//!
//! Application Auto Scaling User Guide: Scheduled scaling.

use super::*;

/// A service of four tasks, two to twenty, and scheduled actions.
fn scheduled(start: &str, zone: &str, hours: u32, actions: Value) -> Run {
    let changes = json!({
        "start": start, "time_zone": zone, "duration_s": hours * 3600,
        "scaling": {
            "mode": "scheduled", "desired": 4, "min": 2, "max": 20, "policies": actions
        }
    });
    run("ecs-fargate", changes)
}

fn action(expression: &str, min: Option<u32>, max: Option<u32>) -> Value {
    json!({ "kind": "scheduled", "expression": expression, "min": min, "max": max })
}

/// Times at which actions took hold, s.
fn times(run: &Run) -> Vec<u64> {
    decided(run, "scheduled-action", "bounds").iter().map(|action| action.t_ms / 1000).collect()
}

const MONDAY: &str = "2026-11-23T00:00:00";

#[test]
fn only_a_count_outside_the_new_bounds_moves() {
    for (min, max, expected) in [
        (Some(8), None, 8.0),
        (Some(3), None, 4.0),
        (None, Some(3), 3.0),
        (None, Some(10), 4.0),
        (Some(6), Some(6), 6.0),
    ] {
        let run = scheduled(MONDAY, "UTC", 2, json!([action("cron(0 1 * * ? *)", min, max)]));
        assert_eq!(times(&run), [3600]);
        assert_eq!(run.columns.desired.last(), Some(&expected), "{min:?} {max:?}");
        assert_eq!(at(&run.columns.desired, 3590), 4.0);
    }
}

#[test]
fn policies_work_within_the_new_bounds() {
    // Without load target tracking goes down to the least, which the schedule has raised.
    let changes = json!({
        "duration_s": 14_400,
        "scaling": {
            "mode": "target-tracking", "desired": 10, "min": 2, "max": 20, "target": 50,
            "policies": [action("cron(30 0 * * ? *)", Some(6), None),
                         action("cron(0 3 * * ? *)", Some(1), Some(4))]
        }
    });
    let run = run("ecs-fargate", changes);
    assert_eq!(at(&run.columns.desired, 10_700), 6.0);
    assert!(at(&run.columns.desired, 10_810) <= 4.0);
}

#[test]
fn scheduled_actions_ignore_cooldowns() {
    // A policy has just scaled in, and its cooldown lasts for hours.
    let changes = json!({
        "scaling": {
            "mode": "target-tracking", "desired": 10, "min": 2, "max": 20, "target": 50,
            "scale_in_cooldown_s": 20_000, "scale_out_cooldown_s": 20_000,
            "policies": [action("at(2026-11-23T00:40:00)", Some(12), None)]
        }
    });
    let run = run("ecs-fargate", changes);
    assert_eq!(at(&run.columns.desired, 2400), 12.0);
}

#[test]
fn the_three_kinds_of_expression_fall_at_their_times() {
    let at_times = |expression: &str| {
        times(&scheduled(MONDAY, "UTC", 24, json!([action(expression, Some(5), None)])))
    };
    assert_eq!(at_times("at(2026-11-23T06:30:00)"), [23_400]);
    assert_eq!(at_times("cron(15 6,18 * * ? *)"), [22_500, 65_700]);
    assert_eq!(at_times("rate(6 hours)"), [21_600, 43_200, 64_800, 86_400]);
    assert!(at_times("cron(0 6 ? * TUE *)").is_empty(), "it is a Monday");
    assert_eq!(at_times("cron(0 6 ? * MON-FRI *)"), [21_600]);
}

#[test]
fn a_time_zone_is_kept_through_daylight_saving() {
    // 29 March 2026: in Berlin 02:00 is followed by 03:00. Nine o'clock comes an hour sooner.
    let spring = "2026-03-29T00:00:00";
    let nine = json!([action("cron(0 9 * * ? *)", Some(5), None)]);
    assert_eq!(times(&scheduled(spring, "Europe/Berlin", 24, nine.clone())), [8 * 3600]);
    assert_eq!(times(&scheduled(spring, "UTC", 24, nine.clone())), [9 * 3600]);
    // 25 October 2026: 03:00 is followed by 02:00, an hour later.
    let autumn = "2026-10-25T00:00:00";
    assert_eq!(times(&scheduled(autumn, "Europe/Berlin", 24, nine)), [10 * 3600]);
}

#[test]
fn a_time_that_is_skipped_falls_once_at_most_and_a_doubled_one_once() {
    let half_past_two = json!([action("cron(30 2 * * ? *)", Some(5), None)]);
    let spring =
        times(&scheduled("2026-03-29T00:00:00", "Europe/Berlin", 12, half_past_two.clone()));
    assert!(spring.len() <= 1, "{spring:?}");
    let autumn = times(&scheduled("2026-10-25T00:00:00", "Europe/Berlin", 12, half_past_two));
    assert_eq!(autumn.len(), 1, "{autumn:?}");
}

#[test]
fn bad_expressions_are_refused_with_their_path() {
    for wrong in ["cron(0 9 * * *)", "cron(61 9 * * ? *)", "rate(0 hours)", "at(yesterday)", ""] {
        let changes = json!({
            "scaling": { "mode": "scheduled", "policies": [action(wrong, Some(1), None)] }
        });
        let paths = refused("ecs-fargate", changes);
        assert!(paths[0].starts_with("scaling.policies.0"), "{wrong}: {paths:?}");
    }
    let nowhere = json!({ "time_zone": "Europe/Atlantis" });
    assert_eq!(refused("ecs-fargate", nowhere), ["time_zone"]);
}
