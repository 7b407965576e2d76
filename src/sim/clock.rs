//! Times of day: parsing and writing. All arithmetic is in whole seconds or milliseconds; no
//! calendar.

/// Seconds in a day.
pub const DAY_S: u32 = 86_400;

/// `13:30` or `13:30:15` → seconds after midnight; `None` if it is neither.
pub fn parse_time(text: &str) -> Option<u32> {
    let mut parts = text.split(':');
    let hour = two_digits(parts.next()?)?;
    let minute = two_digits(parts.next()?)?;
    let second = match parts.next() {
        Some(part) => two_digits(part)?,
        None => 0,
    };
    let legal = hour < 24 && minute < 60 && second < 60 && parts.next().is_none();
    legal.then_some(hour * 3600 + minute * 60 + second)
}

/// `2026-11-23T06:00:00` → seconds after midnight of its time; `None` if it is not of that form.
pub fn parse_start(text: &str) -> Option<u32> {
    let (date, time) = text.split_once('T')?;
    let mut parts = date.split('-');
    let year = parts.next().filter(|year| year.len() == 4)?;
    year.parse::<u32>().ok()?;
    let month = two_digits(parts.next()?)?;
    let day = two_digits(parts.next()?)?;
    let legal = (1..=12).contains(&month) && (1..=31).contains(&day) && parts.next().is_none();
    if legal { parse_time(time) } else { None }
}

/// Seconds after midnight → `13:30:15`; whole days are dropped.
pub fn format_time(seconds: u32) -> String {
    let seconds = seconds % DAY_S;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Local start in a time zone → Unix seconds; `None` if either is unknown. A local time that the
/// clocks skip counts as the one after the gap.
pub fn unix_start(start: &str, time_zone: &str) -> Option<i64> {
    super::scaling::schedule::unix_of_local(start, time_zone)
}

fn two_digits(text: &str) -> Option<u32> {
    let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day_are_read_strictly() {
        assert_eq!(parse_time("13:30"), Some(48_600));
        assert_eq!(parse_time("00:00:59"), Some(59));
        for bad in ["24:00", "7:30", "07:60", "07:30:00:00", "", "ab:cd"] {
            assert_eq!(parse_time(bad), None, "{bad}");
        }
        assert_eq!(parse_start("2026-11-23T06:00:00"), Some(21_600));
        assert_eq!(parse_start("2026-13-23T06:00:00"), None);
        assert_eq!(format_time(48_600 + DAY_S), "13:30:00");
    }
}
