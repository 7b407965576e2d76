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

fn read(iso: &str) -> Option<(&str, &'static str, &str)> {
    let mut parts = iso.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
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
}
