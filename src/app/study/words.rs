//! Times, shares and counts as a reader sees them. Pure.

/// A clock, `1:25:12`.
pub fn clock(ms: u64) -> String {
    let seconds = ms.div_ceil(1000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// A length of time, `6 min 40 s` or `2 h 08 min`.
pub fn length(ms: u64) -> String {
    let seconds = (ms + 500) / 1000;
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds}\u{a0}s"),
        (0, minutes, 0) => format!("{minutes}\u{a0}min"),
        (0, minutes, seconds) => format!("{minutes}\u{a0}min {seconds}\u{a0}s"),
        (hours, minutes, _) => format!("{hours}\u{a0}h {minutes:02}\u{a0}min"),
    }
}

/// `0.724` → `72 %`.
pub fn percent(share: f64) -> String {
    format!("{}\u{a0}%", (share * 100.0).round() as i64)
}

/// Small numbers as words, as prose has them.
pub fn in_words(number: usize) -> String {
    const WORDS: [&str; 10] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    WORDS.get(number).map_or_else(|| number.to_string(), |word| word.to_string())
}

/// The text of a piece of HTML, for files that know none.
pub fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut inside = false;
    for sign in html.chars() {
        match sign {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => text.push(sign),
            _ => {}
        }
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    let text = text.replace("&#39;", "'").replace("&#x27;", "'").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::words::count;

    #[test]
    fn a_clock_never_shows_less_than_there_is() {
        assert_eq!(clock(5_112_000), "1:25:12");
        assert_eq!(clock(59_001), "1:00");
        assert_eq!((clock(0), clock(1)), ("0:00".into(), "0:01".into()));
    }

    #[test]
    fn lengths_and_shares_have_their_units() {
        assert_eq!(length(400_000), "6\u{a0}min 40\u{a0}s");
        assert_eq!(length(7_680_000), "2\u{a0}h 08\u{a0}min");
        assert_eq!(length(180_000), "3\u{a0}min");
        assert_eq!((percent(0.724), percent(1.0)), ("72\u{a0}%".into(), "100\u{a0}%".into()));
        assert_eq!((count(1, "miss"), in_words(3)), ("1\u{a0}miss".into(), "three".into()));
    }

    #[test]
    fn html_becomes_text() {
        let html = "<p>An <code>a &lt; b</code>\n and <b>R&amp;D</b></p>";
        assert_eq!(plain(html), "An a < b and R&D");
    }
}
