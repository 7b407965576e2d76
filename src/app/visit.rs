//! When the reader was here before, and what is new since then. Pure; what it works with are
//! settings.

use crate::course::model::{Change, News};

/// Days of visits, `TODAY BEFORE`.
pub const VISIT: &str = "visit";
/// Marks of the facts as they are now, and as they were on the visit before where that differs.
pub const SEEN: &str = "facts-seen";
pub const SEEN_BEFORE: &str = "facts-before";

/// Digits of a mark, see [`News::marks`].
const MARK: usize = 6;

/// The day of this visit and the last day before it on which the reader was here; ISO dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    pub today: String,
    pub before: Option<String>,
}

impl Visit {
    /// What the setting says.
    pub fn parse(stored: &str) -> Option<Visit> {
        let mut days = stored.split(' ').filter(|day| day.len() == 10);
        let today = days.next()?.to_string();
        Some(Visit { today, before: days.next().map(String::from) })
    }

    /// The visit on that day, after what the setting says. A new day moves the old one back.
    pub fn on(today: &str, stored: Option<&str>) -> Visit {
        match stored.and_then(Visit::parse) {
            Some(visit) if visit.today == today => visit,
            other => Visit { today: today.to_string(), before: other.map(|visit| visit.today) },
        }
    }

    /// What the setting should say.
    pub fn text(&self) -> String {
        match &self.before {
            Some(before) => [&self.today, " ", before].concat(),
            None => self.today.clone(),
        }
    }
}

/// Changes at AWS after a day, the newest first.
pub fn changes_since<'a>(news: &'a News, day: &str) -> Vec<&'a Change> {
    news.changes.iter().filter(|change| change.date.as_str() > day).collect()
}

/// Places of the facts whose value is not among those that were seen.
pub fn unseen(marks: &str, seen: &str) -> Vec<usize> {
    let seen: Vec<&[u8]> = seen.as_bytes().chunks(MARK).collect();
    let marks = marks.as_bytes().chunks(MARK).enumerate();
    marks.filter(|(_, mark)| !seen.contains(mark)).map(|(place, _)| place).collect()
}

/// How many changes and values are new, read off the text of `news.json`: the page has no use for
/// the rest of it, and a typed reading would be a good part of its own download.
pub fn count(text: &str, day: &str, seen: &str) -> usize {
    let dates = text.split("\"date\":\"").skip(1).filter_map(|rest| rest.get(..10));
    dates.filter(|date| *date > day).count() + unseen(marks(text), seen).len()
}

/// The marks in the text of `news.json`; empty where there are none.
pub fn marks(text: &str) -> &str {
    let marks = text.split_once("\"marks\":\"").and_then(|(_, rest)| rest.split_once('"'));
    marks.map_or("", |(marks, _)| marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_visit_before_is_another_day() {
        let first = Visit::on("2026-11-20", None);
        assert_eq!(first.text(), "2026-11-20");
        let same = Visit::on("2026-11-20", Some(&first.text()));
        assert_eq!(same, first);
        let next = Visit::on("2026-11-24", Some(&same.text()));
        assert_eq!(next.before.as_deref(), Some("2026-11-20"));
        assert_eq!(Visit::on("2026-11-24", Some(&next.text())), next);
        assert_eq!(
            Visit::on("2026-11-30", Some("2026-11-24 2026-11-20")).text(),
            "2026-11-30 2026-11-24"
        );
        assert_eq!(Visit::on("2026-11-24", Some("nonsense")).before, None);
    }

    #[test]
    fn only_values_that_were_not_there_are_unseen() {
        assert_eq!(unseen("aaaaaabbbbbbcccccc", "ccccccaaaaaa"), [1]);
        assert_eq!(unseen("aaaaaa", ""), [0]);
        assert!(unseen("", "aaaaaa").is_empty());
        // Digits across two marks are no mark.
        assert_eq!(unseen("aabbbb", "aaaaaabbbbbb"), [0]);
    }

    #[test]
    fn changes_of_the_day_itself_were_there() {
        let change = |date: &str| Change {
            date: date.into(),
            when: String::new(),
            text: String::new(),
            address: String::new(),
        };
        let changes = vec![change("2026-06-18"), change("2026-06-17"), change("2025-01-01")];
        let news = News { version: 1, changes, marks: String::new() };
        let dates: Vec<&str> =
            changes_since(&news, "2026-06-17").iter().map(|it| it.date.as_str()).collect();
        assert_eq!(dates, ["2026-06-18"]);
    }

    #[test]
    fn the_text_of_the_news_says_the_same_as_the_news() {
        let change = |date: &str, text: &str| Change {
            date: date.into(),
            when: String::new(),
            text: text.into(),
            address: String::new(),
        };
        let changes = vec![
            change("2026-06-18", "It says \"date\":\"2027-01-01\", \"marks\":\"x\""),
            change("2026-06-16", "Two"),
        ];
        let news = News { version: 1, changes, marks: "aaaaaabbbbbb".into() };
        let text = serde_json::to_string(&news).expect("it can be written");
        assert_eq!(marks(&text), news.marks);
        for (day, seen) in [("2026-06-17", "aaaaaa"), ("2025-01-01", ""), ("2026-06-18", "bbbbbb")]
        {
            let typed = changes_since(&news, day).len() + unseen(&news.marks, seen).len();
            assert_eq!(count(&text, day, seen), typed, "{day}");
        }
    }
}
