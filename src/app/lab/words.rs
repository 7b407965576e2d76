//! How the lab says numbers and times: one place, so that a chart, a slider and a sentence agree.
//!
//! Plain text in, plain text out; a space stands before units, as everywhere in the app.

pub use crate::app::words::{dollars, number};

/// `13:32:30` for seconds since midnight; after a day it starts again.
pub fn clock(second_of_day: u32) -> String {
    [&clock_short(second_of_day), ":", &two(second_of_day % 60)].concat()
}

/// `13:32`, for axes.
pub fn clock_short(second_of_day: u32) -> String {
    [&two(second_of_day / 3600 % 24), ":", &two(second_of_day / 60 % 60)].concat()
}

/// A number below 100 with two digits.
fn two(number: u32) -> String {
    let digit = |value: u32| char::from(b'0' + (value % 10) as u8);
    String::from_iter([digit(number / 10), digit(number)])
}

/// Reads `13:32` or `13:32:30` as seconds since midnight.
pub fn parse_clock(text: &str) -> Option<u32> {
    let mut parts = [0_u32; 3];
    let mut count = 0;
    for part in text.split(':') {
        let digits = part.len() <= 2 && !part.starts_with('+');
        *parts.get_mut(count)? = part.parse().ok().filter(|_| digits)?;
        count += 1;
    }
    let [hours, minutes, seconds] = parts;
    let real = count >= 2 && hours < 24 && minutes < 60 && seconds < 60;
    real.then_some(hours * 3600 + minutes * 60 + seconds)
}

/// Seconds since midnight at which a run begins, from `2026-11-23T00:00:00`.
pub fn second_of_start(start: &str) -> u32 {
    start.split_once('T').and_then(|(_, time)| parse_clock(time)).unwrap_or(0)
}

/// A count of requests: whole, and never "−0".
pub fn count(value: f64) -> String {
    number(value.max(0.0).round(), 0)
}

/// `24 ms`, `4.1 s`; a dash where nothing was measured.
pub fn latency(ms: f64) -> String {
    if !ms.is_finite() || ms <= 0.0 {
        return "–".to_string();
    }
    if ms < 999.5 {
        [&number(ms, 0), " ms"].concat()
    } else {
        [&number(ms / 1000.0, 1), " s"].concat()
    }
}

/// `99.24 %` for 0.9924. Never rounded up to a whole that was missed.
pub fn percent(share: f64) -> String {
    let hundredths = share * 10_000.0;
    let shown = if share < 1.0 { hundredths.floor() } else { hundredths.round() };
    [&number(shown / 100.0, 2), " %"].concat()
}

/// `1 task`, `3 tasks`
pub fn plural(amount: f64, one: &str, many: &str) -> String {
    let text = number(amount, 1);
    let word = if text == "1" { one } else { many };
    [&text, " ", word].concat()
}

/// `38 s`, `3 min`, `3 min 38 s`, `15 h 31 min`: from two hours on the seconds say nothing.
pub fn duration(seconds: u32) -> String {
    const LONG_S: u32 = 2 * 3600;
    let parts = match seconds {
        LONG_S.. => {
            let minutes = (seconds + 30) / 60;
            [(minutes / 60, " h"), (minutes % 60, " min")]
        }
        _ => [(seconds / 60, " min"), (seconds % 60, " s")],
    };
    let said: Vec<String> = parts
        .iter()
        .filter(|(amount, _)| *amount > 0)
        .map(|(amount, unit)| [&amount.to_string(), *unit].concat())
        .collect();
    if said.is_empty() { "0 s".to_string() } else { said.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_back() {
        for second in [0, 59, 3600, 48_750, 86_399] {
            assert_eq!(parse_clock(&clock(second)), Some(second));
        }
        assert_eq!(parse_clock("13:30"), Some(48_600));
        for wrong in ["", "13", "24:00", "12:60", "12:00:61", "a:b", "1:2:3:4", "+1:00", "012:00"] {
            assert_eq!(parse_clock(wrong), None, "{wrong}");
        }
        assert_eq!(second_of_start("2026-11-23T06:30:00"), 23_400);
    }

    #[test]
    fn times_are_said_as_people_say_them() {
        assert_eq!(latency(299.6), "300 ms");
        assert_eq!(latency(4_120.0), "4.1 s");
        assert_eq!(latency(f64::NAN), "–");
        assert_eq!(plural(1.0, "task", "tasks"), "1 task");
        let said = [(0, "0 s"), (38, "38 s"), (180, "3 min"), (218, "3 min 38 s")];
        let long = [(5400, "90 min"), (7200, "2 h"), (55_870, "15 h 31 min"), (86_400, "24 h")];
        for (seconds, text) in said.into_iter().chain(long) {
            assert_eq!(duration(seconds), text);
        }
    }

    #[test]
    fn a_missed_objective_is_never_rounded_into_a_kept_one() {
        assert_eq!(percent(0.99499), "99.49 %");
        assert_eq!(percent(0.999_999), "99.99 %");
        assert_eq!(percent(1.0), "100 %");
    }
}
