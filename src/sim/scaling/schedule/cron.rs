//! The six fields of an AWS cron expression, and the days on which they fall.
//!
//! minutes hours day-of-month month day-of-week year; Sunday is 1. One of the two day fields is
//! `?`. `L` is the last day, `5L` the last Thursday, `15W` the weekday nearest the 15th within the
//! month, `6#3` the third Friday.

use super::field::{DAY, HOUR, MINUTE, MONTH, WEEKDAY, YEAR};
use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime};

/// A cron expression.
#[derive(Clone, Debug)]
pub struct Cron {
    minutes: Vec<u32>,
    hours: Vec<u32>,
    days: Days,
    months: Vec<u32>,
    years: Vec<u32>,
}

/// The days of a month that match.
#[derive(Clone, Debug)]
enum Days {
    OfMonth(Vec<DayOfMonth>),
    OfWeek(Vec<DayOfWeek>),
}

#[derive(Clone, Debug)]
enum DayOfMonth {
    Any(Vec<u32>),
    Last,
    WeekdayNearest(u32),
}

#[derive(Clone, Debug)]
enum DayOfWeek {
    Any(Vec<u32>),
    LastOf(u32),
    Nth(u32, u32),
}

impl Cron {
    /// Reads what stands between the brackets.
    pub fn parse(text: &str) -> Result<Cron, String> {
        let fields: Vec<&str> = text.split_whitespace().collect();
        let &[minutes, hours, day, month, weekday, year] = fields.as_slice() else {
            let found = fields.len();
            return Err(format!(
                "cron: expected six fields (minutes hours day-of-month month day-of-week year), \
                 found {found}"
            ));
        };
        let days = match (day, weekday) {
            ("?", "?") => return Err("cron: only one of the day fields may be `?`".into()),
            ("?", weekday) => Days::OfWeek(each(weekday, day_of_week)?),
            (day, "?") => Days::OfMonth(each(day, day_of_month)?),
            _ => {
                return Err("cron: expected `?` in day-of-month or in day-of-week, since AWS \
                            takes only one of the two"
                    .into());
            }
        };
        Ok(Cron {
            minutes: MINUTE.values(minutes)?,
            hours: HOUR.values(hours)?,
            days,
            months: MONTH.values(month)?,
            years: YEAR.values(year)?,
        })
    }

    /// The first local time from the day `from` on that `accept` takes, as what it makes of it.
    pub fn next(
        &self,
        from: NaiveDate,
        accept: impl Fn(NaiveDateTime) -> Option<i64>,
    ) -> Option<i64> {
        let first = (from.year(), from.month());
        for year in self.years.iter().map(|year| *year as i32) {
            for month in self.months.iter().copied().filter(|month| (year, *month) >= first) {
                let start = NaiveDate::from_ymd_opt(year, month, 1)?;
                let days = start.iter_days().take_while(|day| day.month() == month);
                for date in days.filter(|day| *day >= from && self.days.hold(*day)) {
                    if let Some(found) = self.on(date, &accept) {
                        return Some(found);
                    }
                }
            }
        }
        None
    }

    fn on(&self, date: NaiveDate, accept: impl Fn(NaiveDateTime) -> Option<i64>) -> Option<i64> {
        let hours = self.hours.iter();
        let times = hours.flat_map(|hour| self.minutes.iter().map(move |minute| (hour, minute)));
        let mut found = times.filter_map(|(hour, minute)| date.and_hms_opt(*hour, *minute, 0));
        found.find_map(accept)
    }
}

impl Days {
    fn hold(&self, date: NaiveDate) -> bool {
        match self {
            Days::OfMonth(items) => items.iter().any(|item| item.holds(date)),
            Days::OfWeek(items) => items.iter().any(|item| item.holds(date)),
        }
    }
}

impl DayOfMonth {
    fn holds(&self, date: NaiveDate) -> bool {
        match self {
            DayOfMonth::Any(days) => days.contains(&date.day()),
            DayOfMonth::Last => date.day() == month_days(date),
            DayOfMonth::WeekdayNearest(day) => weekday_nearest(date, *day) == Some(date),
        }
    }
}

impl DayOfWeek {
    fn holds(&self, date: NaiveDate) -> bool {
        let weekday = weekday(date);
        match self {
            DayOfWeek::Any(days) => days.contains(&weekday),
            DayOfWeek::LastOf(day) => weekday == *day && date.day() + 7 > month_days(date),
            DayOfWeek::Nth(day, nth) => weekday == *day && date.day().div_ceil(7) == *nth,
        }
    }
}

/// 1 is Sunday.
fn weekday(date: NaiveDate) -> u32 {
    date.weekday().number_from_sunday()
}

/// Days of that date's month.
fn month_days(date: NaiveDate) -> u32 {
    u32::from(date.num_days_in_month())
}

/// Monday to Friday, nearest to a day of that date's month and within it.
fn weekday_nearest(date: NaiveDate, day: u32) -> Option<NaiveDate> {
    let day = date.with_day(day)?;
    let shift = match weekday(day) {
        7 if day.day() == 1 => 2,
        7 => -1,
        1 if day.day() == month_days(day) => -2,
        1 => 1,
        _ => 0,
    };
    day.checked_add_signed(Duration::days(shift))
}

/// Items that say something special stand for themselves; plain ones are read by the field.
fn each<T>(text: &str, read: fn(&str) -> Result<T, String>) -> Result<Vec<T>, String> {
    text.split(',').map(read).collect()
}

fn day_of_month(item: &str) -> Result<DayOfMonth, String> {
    if item.eq_ignore_ascii_case("L") {
        return Ok(DayOfMonth::Last);
    }
    match item.strip_suffix(['W', 'w']) {
        Some(day) => Ok(DayOfMonth::WeekdayNearest(DAY.value(day)?)),
        None => Ok(DayOfMonth::Any(DAY.values(item)?)),
    }
}

fn day_of_week(item: &str) -> Result<DayOfWeek, String> {
    if item.eq_ignore_ascii_case("L") {
        return Ok(DayOfWeek::Any(vec![WEEKDAY.high]));
    }
    if let Some((day, nth)) = item.split_once('#') {
        let nth = nth.parse().ok().filter(|nth| (1..=5).contains(nth));
        let wrong = || format!("day-of-week: expected DAY#1 to DAY#5, found `{item}`");
        return Ok(DayOfWeek::Nth(WEEKDAY.value(day)?, nth.ok_or_else(wrong)?));
    }
    match item.strip_suffix(['L', 'l']) {
        Some(day) => Ok(DayOfWeek::LastOf(WEEKDAY.value(day)?)),
        None => Ok(DayOfWeek::Any(WEEKDAY.values(item)?)),
    }
}
