//! When a scheduled action fires: `cron(…)`, `rate(…)` and `at(…)` in a time zone, and what it does
//! to a capacity.
//!
//! Source: Application Auto Scaling User Guide, Schedule recurring scaling actions using cron
//! expressions; Scheduled scaling. Around a change of the clocks the model follows what the
//! EventBridge Scheduler User Guide documents: a local time that the change skips fires nothing,
//! and one that comes twice fires once, the first time. The zones are compiled in, so that every
//! machine has the same ones.
//! On record are the changes of the clocks up to 2099.

mod cron;
mod field;

use self::cron::Cron;
use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, TimeZone, Timelike};
use chrono_tz::Tz;

/// A schedule, as a scheduled action has it.
#[derive(Clone, Debug)]
pub struct Schedule {
    kind: Kind,
    zone: Tz,
}

#[derive(Clone, Debug)]
enum Kind {
    Cron(Cron),
    /// Every so many seconds.
    Rate(i64),
    /// Once, in Unix seconds.
    At(i64),
}

impl Schedule {
    /// Reads `cron(fields)`, `rate(value unit)` or `at(yyyy-mm-ddThh:mm:ss)`.
    ///
    /// `timezone` is an IANA name such as `Europe/Berlin`; it counts for cron and at. Errors say
    /// which part is wrong, without naming a field of any input.
    pub fn parse(expression: &str, timezone: &str) -> Result<Schedule, String> {
        let zone = zone(timezone)?;
        let kind = match form(expression)? {
            Form::Cron(fields) => Kind::Cron(Cron::parse(fields)?),
            Form::Rate(every) => Kind::Rate(rate(every)?),
            Form::At(time) => Kind::At(once(time, zone)?),
        };
        Ok(Schedule { kind, zone })
    }

    /// Reads the same without a time zone, for whoever only wants to know what is wrong with it.
    pub fn check(expression: &str) -> Result<(), String> {
        match form(expression)? {
            Form::Cron(fields) => Cron::parse(fields).map(drop),
            Form::Rate(every) => rate(every).map(drop),
            Form::At(time) => local_time(time.trim()).map(drop).ok_or_else(|| no_time(time)),
        }
    }

    /// The first time after `unix_seconds`, exclusive, in Unix seconds; `None` if there is none.
    ///
    /// A rate fires one period after it; AWS counts from the creation of the action.
    pub fn next_after(&self, unix_seconds: i64) -> Option<i64> {
        match &self.kind {
            Kind::Rate(period_s) => unix_seconds.checked_add(*period_s),
            Kind::At(time) => (*time > unix_seconds).then_some(*time),
            Kind::Cron(cron) => {
                let from = DateTime::from_timestamp(unix_seconds, 0)?;
                let today = from.with_timezone(&self.zone).date_naive();
                let exists = |time| instant(self.zone, time);
                cron.next(today, |time| exists(time).filter(|at| *at > unix_seconds))
            }
        }
    }

    /// All times after `unix_seconds`, exclusive, rising.
    pub fn after(&self, unix_seconds: i64) -> impl Iterator<Item = i64> + '_ {
        std::iter::successors(self.next_after(unix_seconds), |time| self.next_after(*time))
    }
}

/// Minimum, maximum and capacity once a scheduled action has set new bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounded {
    pub capacity: u32,
    pub min: u32,
    pub max: u32,
}

/// `2026-11-23T06:00:00` in an IANA time zone → Unix seconds; `None` if either is unknown.
pub fn unix_of_local(local: &str, timezone: &str) -> Option<i64> {
    once(local, zone(timezone).ok()?).ok()
}

/// What a scheduled action does: it sets the bounds, and the capacity moves only if it lies
/// outside (fact `scaling.scheduled_effect`). Bounds in the wrong order are an error.
pub fn scheduled_bounds(
    capacity: u32,
    min: u32,
    max: u32,
    new_min: Option<u32>,
    new_max: Option<u32>,
) -> Result<Bounded, String> {
    let (min, max) = (new_min.unwrap_or(min), new_max.unwrap_or(max));
    if min > max {
        return Err(format!("the minimum {min} would be above the maximum {max}"));
    }
    Ok(Bounded { capacity: capacity.clamp(min, max), min, max })
}

/// Unix seconds as RFC 3339 in UTC, `2026-11-23T06:00:00Z`.
pub fn written(unix_seconds: i64) -> String {
    let time = DateTime::from_timestamp(unix_seconds, 0).unwrap_or_default();
    let (date, hour) = (time.date_naive(), time.hour());
    format!(
        "{:04}-{:02}-{:02}T{hour:02}:{:02}:{:02}Z",
        date.year(),
        date.month(),
        date.day(),
        time.minute(),
        time.second()
    )
}

/// What stands between the brackets, by the word before them.
enum Form<'a> {
    Cron(&'a str),
    Rate(&'a str),
    At(&'a str),
}

fn form(expression: &str) -> Result<Form<'_>, String> {
    let text = expression.trim();
    let inside = |name: &str| text.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')');
    let found = inside("cron").map(Form::Cron).or_else(|| inside("rate").map(Form::Rate));
    let found = found.or_else(|| inside("at").map(Form::At));
    found.ok_or_else(|| format!("expected cron(…), rate(…) or at(…), found `{expression}`"))
}

fn no_time(text: &str) -> String {
    format!("expected at(yyyy-mm-ddThh:mm:ss), found at({text})")
}

fn zone(name: &str) -> Result<Tz, String> {
    name.trim().parse().map_err(|_| {
        format!("expected an IANA time zone such as Europe/Berlin or UTC, found `{name}`")
    })
}

fn rate(text: &str) -> Result<i64, String> {
    let wrong = || {
        format!(
            "expected rate(VALUE UNIT) with minute, hour or day, as in rate(5 minutes) or \
             rate(1 hour), found rate({text})"
        )
    };
    let mut parts = text.split_whitespace();
    let (Some(value), Some(unit), None) = (parts.next(), parts.next(), parts.next()) else {
        return Err(wrong());
    };
    let value: i64 = value.parse().map_err(|_| wrong())?;
    let unit_s = match unit {
        "minute" | "minutes" => 60,
        "hour" | "hours" => 3600,
        "day" | "days" => 86_400,
        _ => return Err(wrong()),
    };
    if !(1..=1_000_000).contains(&value) {
        return Err(format!("expected a rate of 1 to 1000000 units, found {value}"));
    }
    if (value == 1) == unit.ends_with('s') {
        let right = if value == 1 { unit.trim_end_matches('s').into() } else { format!("{unit}s") };
        return Err(format!("expected rate({value} {right}), found rate({text})"));
    }
    Ok(value * unit_s)
}

fn once(text: &str, zone: Tz) -> Result<i64, String> {
    let local = local_time(text.trim()).ok_or_else(|| no_time(text))?;
    // A time that a change of the clocks skips is given once and must happen: it moves forward by
    // what the clocks do, as if they had not.
    let skipped = || {
        let before = zone.from_local_datetime(&(local - Duration::hours(3))).earliest()?;
        Some(before.timestamp() + 3 * 3600)
    };
    let at = instant(zone, local).or_else(skipped);
    at.ok_or_else(|| format!("expected a time on record, found {text}"))
}

/// `2026-11-23T06:00:00`, and nothing else.
fn local_time(text: &str) -> Option<NaiveDateTime> {
    let shape = "dddd-dd-ddTdd:dd:dd";
    let fits = text.bytes().zip(shape.bytes()).all(|(found, expected)| match expected {
        b'd' => found.is_ascii_digit(),
        other => found == other,
    });
    if !fits || text.len() != shape.len() {
        return None;
    }
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let date = NaiveDate::from_ymd_opt(number(0, 4)? as i32, number(5, 7)?, number(8, 10)?)?;
    date.and_hms_opt(number(11, 13)?, number(14, 16)?, number(17, 19)?)
}

/// The local time in Unix seconds: the first of two, and none that the clocks skip.
fn instant(zone: Tz, local: NaiveDateTime) -> Option<i64> {
    zone.from_local_datetime(&local).earliest().map(|time| time.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(expression: &str, zone: &str, from: &str, count: usize) -> Vec<String> {
        let from = DateTime::parse_from_rfc3339(from).expect("a time");
        let schedule = Schedule::parse(expression, zone).expect("a schedule");
        schedule.after(from.timestamp()).take(count).map(written).collect()
    }

    #[test]
    fn a_skipped_local_time_fires_nothing_and_a_repeated_one_once() {
        // Berlin: 29 March 2026, 02:00 → 03:00; 25 October 2026, 03:00 → 02:00.
        let nights = times("cron(30 2 * * ? *)", "Europe/Berlin", "2026-03-28T00:00:00Z", 2);
        assert_eq!(nights, ["2026-03-28T01:30:00Z", "2026-03-30T00:30:00Z"]);
        let nights = times("cron(30 2 * * ? *)", "Europe/Berlin", "2026-10-24T12:00:00Z", 2);
        assert_eq!(nights, ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]);
        let between = times("cron(30 2 * * ? *)", "Europe/Berlin", "2026-10-25T00:45:00Z", 1);
        assert_eq!(between, ["2026-10-26T01:30:00Z"]);
    }

    #[test]
    fn wall_clock_time_moves_against_utc_with_the_clocks() {
        let days = times("cron(0 9 ? * MON-FRI *)", "America/New_York", "2026-10-30T20:00:00Z", 2);
        assert_eq!(days, ["2026-11-02T14:00:00Z", "2026-11-03T14:00:00Z"]);
        let summer = times("cron(0 9 ? * FRI *)", "America/New_York", "2026-10-29T20:00:00Z", 1);
        assert_eq!(summer, ["2026-10-30T13:00:00Z"]);
    }

    #[test]
    fn an_exact_time_is_over_once_it_was() {
        let at = "at(2026-12-24T18:00:00)";
        assert_eq!(times(at, "UTC", "2026-11-24T00:00:00Z", 3), ["2026-12-24T18:00:00Z"]);
        assert!(times(at, "UTC", "2026-12-24T18:00:00Z", 1).is_empty());
        // Berlin skips 02:00 to 03:00 on this day.
        let skipped = times("at(2026-03-29T02:30:00)", "Europe/Berlin", "2026-01-01T00:00:00Z", 1);
        assert_eq!(skipped, ["2026-03-29T01:30:00Z"]);
        let zoned = times(at, "Asia/Tokyo", "2026-11-24T00:00:00Z", 1);
        assert_eq!(zoned, ["2026-12-24T09:00:00Z"]);
    }
}
