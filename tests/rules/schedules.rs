//! Scheduled times against the examples of the user guide and the calendar.

use super::{answer, refusal};
use serde_json::json;

fn times(expression: &str, zone: &str, from: &str, count: u32) -> Vec<String> {
    let input = json!({ "expression": expression, "timezone": zone, "from": from, "count": count });
    let found = answer("scheduled", input);
    let times = found["times"].as_array().expect("times").iter();
    times.map(|time| time.as_str().expect("a text").to_string()).collect()
}

#[test]
fn expressions_of_the_guide_fire_when_it_says() {
    // 23 November 2026 is a Monday.
    let from = "2026-11-23T00:00:00Z";
    for (expression, expected) in [
        ("cron(0 10 * * ? *)", vec!["2026-11-23T10:00:00Z", "2026-11-24T10:00:00Z"]),
        ("cron(15 12 * * ? *)", vec!["2026-11-23T12:15:00Z", "2026-11-24T12:15:00Z"]),
        ("cron(0 18 ? * MON-FRI *)", vec!["2026-11-23T18:00:00Z", "2026-11-24T18:00:00Z"]),
        ("cron(0 8 1 * ? *)", vec!["2026-12-01T08:00:00Z", "2027-01-01T08:00:00Z"]),
        ("cron(0/15 * * * ? *)", vec!["2026-11-23T00:15:00Z", "2026-11-23T00:30:00Z"]),
        ("cron(0/10 * ? * MON-FRI *)", vec!["2026-11-23T00:10:00Z", "2026-11-23T00:20:00Z"]),
        ("cron(0/5 8-17 ? * MON-FRI *)", vec!["2026-11-23T08:00:00Z", "2026-11-23T08:05:00Z"]),
        ("rate(5 minutes)", vec!["2026-11-23T00:05:00Z", "2026-11-23T00:10:00Z"]),
        ("rate(1 hour)", vec!["2026-11-23T01:00:00Z", "2026-11-23T02:00:00Z"]),
        ("rate(7 days)", vec!["2026-11-30T00:00:00Z", "2026-12-07T00:00:00Z"]),
        ("at(2026-11-23T00:00:01)", vec!["2026-11-23T00:00:01Z"]),
        ("at(2026-11-23T00:00:00)", vec![]),
        ("cron(0 0 1 1 ? 2020)", vec![]),
    ] {
        assert_eq!(times(expression, "UTC", from, 2), expected, "{expression}");
    }
}

#[test]
fn special_days_fall_where_the_calendar_has_them() {
    let from = "2026-11-23T00:00:00Z";
    for (expression, expected) in [
        ("cron(0 0 L * ? *)", ["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"]),
        // The 1st of August 2027 is a Sunday, the 1st of May a Saturday: within the month.
        ("cron(0 0 1W 5,8 ? *)", ["2027-05-03", "2027-08-02", "2028-05-01", "2028-08-01"]),
        ("cron(0 0 31W 1,10 ? *)", ["2027-01-29", "2027-10-29", "2028-01-31", "2028-10-31"]),
        ("cron(0 0 ? * 6L *)", ["2026-11-27", "2026-12-25", "2027-01-29", "2027-02-26"]),
        ("cron(0 0 ? * TUE#2 *)", ["2026-12-08", "2027-01-12", "2027-02-09", "2027-03-09"]),
        ("cron(0 0 ? * 2#5 *)", ["2026-11-30", "2027-03-29", "2027-05-31", "2027-08-30"]),
        ("cron(0 0 ? * 1 *)", ["2026-11-29", "2026-12-06", "2026-12-13", "2026-12-20"]),
        ("cron(0 0 ? * L *)", ["2026-11-28", "2026-12-05", "2026-12-12", "2026-12-19"]),
        ("cron(0 0 29 FEB ? *)", ["2028-02-29", "2032-02-29", "2036-02-29", "2040-02-29"]),
        ("cron(0 0 15,L 12 ? 2026-2027)", ["2026-12-15", "2026-12-31", "2027-12-15", "2027-12-31"]),
    ] {
        let expected: Vec<String> = expected.iter().map(|day| format!("{day}T00:00:00Z")).collect();
        let after = times(expression, "UTC", from, 5);
        let found: Vec<String> = after.into_iter().take(4).collect();
        // The 23rd itself is over at midnight; nothing may come before what is listed.
        assert_eq!(found, expected, "{expression}");
    }
}

#[test]
fn zones_keep_the_wall_clock_and_from_may_have_an_offset() {
    let nine = "cron(0 9 ? * MON-FRI *)";
    let summer = times(nine, "America/New_York", "2026-07-01T00:00:00-04:00", 1);
    assert_eq!(summer, ["2026-07-01T13:00:00Z"]);
    let winter = times(nine, "America/New_York", "2026-12-01T00:00:00-05:00", 1);
    assert_eq!(winter, ["2026-12-01T14:00:00Z"]);
    // 14 March 2027: New York goes from 02:00 to 03:00, and 02:30 is not there.
    let skipped = times("cron(30 2 * * ? *)", "America/New_York", "2027-03-13T12:00:00Z", 2);
    assert_eq!(skipped, ["2027-03-15T06:30:00Z", "2027-03-16T06:30:00Z"]);
    let rate = times("rate(1 day)", "America/New_York", "2027-03-13T12:00:00Z", 2);
    assert_eq!(rate, ["2027-03-14T12:00:00Z", "2027-03-15T12:00:00Z"], "a rate knows no zone");
}

#[test]
fn what_is_wrong_with_a_schedule_is_said() {
    for (expression, zone, said) in [
        ("cron(0 10 * * ?)", "UTC", "six fields"),
        ("cron(0 10 * * * *)", "UTC", "`?`"),
        ("cron(0 10 ? * ? *)", "UTC", "`?`"),
        ("cron(60 10 * * ? *)", "UTC", "minutes"),
        ("cron(0 24 * * ? *)", "UTC", "hours"),
        ("cron(0 10 32 * ? *)", "UTC", "day-of-month"),
        ("cron(0 10 * JAM ? *)", "UTC", "JAN to DEC"),
        ("cron(0 10 ? * 8 *)", "UTC", "day-of-week"),
        ("cron(0 10 ? * MON#6 *)", "UTC", "#5"),
        ("cron(0 10 * * ? 1969)", "UTC", "year"),
        ("cron(5-1 10 * * ? *)", "UTC", "backwards"),
        ("cron(0/0 10 * * ? *)", "UTC", "step"),
        ("rate(5 minute)", "UTC", "rate(5 minutes)"),
        ("rate(1 hours)", "UTC", "rate(1 hour)"),
        ("rate(0 hours)", "UTC", "rate"),
        ("at(2026-13-01T00:00:00)", "UTC", "at("),
        ("at(2026-12-01)", "UTC", "at("),
        ("every day", "UTC", "cron(…)"),
        ("rate(1 day)", "Mars/Olympus", "timezone"),
    ] {
        let input = json!({
            "expression": expression, "timezone": zone, "from": "2026-11-23T00:00:00Z", "count": 1
        });
        let message = refusal("scheduled", input);
        assert!(message.contains(said), "{expression} in {zone}: {message}");
    }
    let odd = json!({ "expression": "rate(1 day)", "from": "yesterday", "count": 1 });
    assert!(refusal("scheduled", odd).contains("`from`"));
}
