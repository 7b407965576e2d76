//! Dates as a reader sees them. Pure.

use crate::facts::MONTHS;

/// `2026-11-23` → `23 November 2026`; anything else stays as it is.
pub fn in_words(iso: &str) -> String {
    read(iso).map_or_else(
        || iso.to_string(),
        |(year, month, day)| [day.trim_start_matches('0'), month, year].join("\u{a0}"),
    )
}

/// `2026-11-23` → `November 2026`.
pub fn month_in_words(iso: &str) -> String {
    read(iso).map_or_else(|| iso.to_string(), |(year, month, _)| [month, year].join("\u{a0}"))
}

/// The day with this number since 1970, ISO.
pub fn iso(day: i64) -> String {
    // H. Hinnant, chrono-Compatible Low-Level Date Algorithms: years begin in March.
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The number of an ISO day since 1970; `None` where it is none.
pub fn day(iso_day: &str) -> Option<i64> {
    let (year, month, day) = split(iso_day)?;
    let (year, month, day): (i64, i64, i64) =
        (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let shifted_year = year - i64::from(month <= 2);
    let era = shifted_year.div_euclid(400);
    let of_era = shifted_year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let number = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    // 31 February is no day.
    (iso(number) == iso_day).then_some(number)
}

/// `2026-12-19` → `19 Dec`.
pub fn short(iso: &str) -> String {
    read(iso).map_or_else(
        || iso.to_string(),
        |(_, month, day)| [day.trim_start_matches('0'), &month[..3]].join("\u{a0}"),
    )
}

fn split(iso: &str) -> Option<(&str, &str, &str)> {
    let mut parts = iso.split('-');
    Some((parts.next()?, parts.next()?, parts.next()?))
}

fn read(iso: &str) -> Option<(&str, &'static str, &str)> {
    let (year, month, day) = split(iso)?;
    let month: usize = month.parse().ok()?;
    Some((year, MONTHS.get(month.checked_sub(1)?)?, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_people_write_them() {
        assert_eq!(in_words("2026-11-03"), "3\u{a0}November\u{a0}2026");
        assert_eq!(month_in_words("2026-01-31"), "January\u{a0}2026");
        for odd in ["", "yesterday", "2026-00-01", "2026-13-01"] {
            assert_eq!(in_words(odd), odd);
        }
    }

    #[test]
    fn days_are_counted_from_1970() {
        for (number, name) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (11_016, "2000-02-29"),
            (20_781, "2026-11-24"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
        ] {
            assert_eq!((iso(number), day(name)), (name.to_string(), Some(number)));
        }
        for odd in ["", "2026-02-30", "2026-13-01", "soon", "2026-1-1"] {
            assert_eq!(day(odd), None, "{odd}");
        }
        assert_eq!(short("2026-12-09"), "9\u{a0}Dec");
    }
}
