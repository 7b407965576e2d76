//! Calendar dates as the content writes them: ISO, without time or zone.

use crate::facts::MONTHS;

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: i64,
    month: usize,
    day: i64,
}

impl Date {
    /// Reads `2026-11-23`; `None` for another form or a day that does not exist.
    pub fn parse(text: &str) -> Option<Date> {
        let shape = text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        if text.len() != 10 || !shape {
            return None;
        }
        let year: i64 = text[..4].parse().ok()?;
        let month: usize = text[5..7].parse().ok()?;
        let day: i64 = text[8..].parse().ok()?;
        let valid = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
        valid.then_some(Date { year, month, day })
    }

    /// `23 November 2026`
    pub fn words(&self) -> String {
        format!("{} {} {}", self.day, MONTHS[self.month - 1], self.year)
    }

    /// Days since the first of January of the year 0.
    pub fn day_number(&self) -> i64 {
        let before = self.year - 1;
        let leap_days = before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400);
        let months: i64 = (1..self.month).map(|month| days_in(self.year, month)).sum();
        self.year * 365 + leap_days + months + self.day
    }
}

fn days_in(year: i64, month: usize) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_that_exist_are_dates() {
        for bad in ["2026-02-29", "2026-13-01", "2026-1-1", "23.11.2026", "2026-11-31", "20261123"]
        {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
        let date = Date::parse("2028-02-29").expect("a leap day");
        assert_eq!(date.words(), "29 February 2028");
    }

    #[test]
    fn day_numbers_count_days() {
        let number = |text| Date::parse(text).expect("a date").day_number();
        assert_eq!(number("2026-03-01") - number("2026-02-28"), 1);
        assert_eq!(number("2028-03-01") - number("2028-02-28"), 2);
        assert_eq!(number("2027-01-01") - number("2026-12-31"), 1);
        assert_eq!(number("2029-01-01") - number("2028-12-31"), 1);
        assert_eq!(number("2026-11-23") - number("2025-10-19"), 400);
    }
}
