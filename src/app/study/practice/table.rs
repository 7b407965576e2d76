//! A table of what is easily confused, which fills as its rows are met. Pure.

use crate::facts::Facts;
use crate::progress::Log;
use crate::quiz::pairs::Pair;
use std::collections::BTreeSet;

/// Rows that were asked about and answered, by place: their questions are made again from their
/// seeds. And the last answers, the oldest first.
pub fn met(pair: &Pair, log: &Log, facts: &Facts) -> (BTreeSet<usize>, Vec<bool>) {
    let start = ["pair-", &pair.id, "/"].concat();
    let (mut rows, mut last) = (BTreeSet::new(), Vec::new());
    for attempt in log.all_attempts() {
        let seed = attempt.question.strip_prefix(&start).and_then(|seed| seed.parse().ok());
        if let Some(drilled) = seed.and_then(|seed| pair.drill(seed, facts)) {
            rows.extend(drilled.rows);
            last.push(attempt.right());
        }
    }
    // What nothing asks about is shown once everything else was met.
    let asking = (0..pair.rows.len()).filter(|row| !pair.rows[*row].needs.is_empty());
    if asking.into_iter().all(|row| rows.contains(&row)) {
        rows.extend(0..pair.rows.len());
    }
    (rows, last)
}

/// The table; rows that are not met are dashed, those of `now` stand out. `all` shows every row.
pub fn table(pair: &Pair, met: &BTreeSet<usize>, now: &[usize], all: bool) -> String {
    let count = [&met.len().to_string(), " of ", &pair.rows.len().to_string()].concat();
    let mut html = [
        "<div class=\"pair-head\"><h2>",
        &pair.title,
        "</h2><span class=\"note\">",
        &count,
        " rows met</span></div><div class=\"pair-scroll\" tabindex=\"0\" role=\"region\" \
         aria-label=\"",
        &pair.title,
        ", features\"><table class=\"pair\"><thead><tr><td></td>",
    ]
    .concat();
    for column in &pair.columns {
        html.push_str(&["<th scope=\"col\">", column, "</th>"].concat());
    }
    html.push_str("</tr></thead><tbody>");
    for (place, row) in pair.rows.iter().enumerate() {
        html.push_str(if now.contains(&place) { "<tr class=\"now\">" } else { "<tr>" });
        html.push_str(&["<th scope=\"row\">", &row.feature, "</th>"].concat());
        for cell in &row.cells {
            match all || met.contains(&place) {
                true => html.push_str(&["<td>", cell, "</td>"].concat()),
                false => html.push_str(
                    "<td><span class=\"unmet\"><span class=\"hidden\">not met yet</span></span>\
                     </td>",
                ),
            }
        }
        html.push_str("</tr>");
    }
    html.push_str("</tbody></table></div>");
    if !all && met.len() < pair.rows.len() {
        html.push_str(
            "<p class=\"note\">Rows fill in as you answer. <button class=\"link\" \
             type=\"button\" data-do=\"all\">Show all</button></p>",
        );
    }
    html.push_str(&["<p class=\"say\">", &pair.say, "</p>"].concat());
    html
}

/// The last nine answers as a sentence with signs.
pub fn last_nine(last: &[bool]) -> String {
    let nine = &last[last.len().saturating_sub(9)..];
    if nine.is_empty() {
        return String::new();
    }
    let right = nine.iter().filter(|right| **right).count();
    let signs: String = nine
        .iter()
        .map(|right| if *right { "<i class=\"dot right\"></i>" } else { "<i class=\"dot\"></i>" })
        .collect();
    [
        "<p class=\"nine\"><span aria-hidden=\"true\">",
        &signs,
        "</span> Last ",
        &nine.len().to_string(),
        " on this pair: ",
        &right.to_string(),
        " right</p>",
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::{Attempt, Entry, Marked};
    use crate::quiz::pairs::{Need, Row};
    use crate::shape::Shape;

    fn pair() -> Pair {
        let row = |fits: &[u32]| Row {
            feature: "f".into(),
            cells: vec!["a".into(), "b".into(), "c".into()],
            facts: vec![],
            needs: match fits {
                [] => vec![],
                fits => vec![Need { text: "x".into(), fits: fits.into(), ..Need::blank() }],
            },
        };
        Pair {
            id: "p".into(),
            columns: vec!["A".into(), "B".into(), "C".into()],
            rows: vec![row(&[0]), row(&[]), row(&[1])],
            needs_max: 1,
            ..Pair::blank()
        }
    }

    fn log(seeds: std::ops::Range<u64>) -> Log {
        let entry = |seed: u64| {
            Entry::Attempt(Attempt {
                id: seed.to_string(),
                at_ms: seed,
                question: format!("pair-p/{seed}"),
                marked: if seed == 0 { Marked::Wrong } else { Marked::Right },
                ..Attempt::blank()
            })
        };
        Log::new(seeds.map(entry).collect())
    }

    #[test]
    fn rows_fill_as_they_are_met() {
        let (rows, last) = met(&pair(), &log(0..1), &Facts::default());
        assert_eq!((rows.len(), last), (1, vec![false]));
        let (rows, last) = met(&pair(), &log(0..40), &Facts::default());
        assert_eq!(rows.len(), 3, "what nothing asks about comes at the end");
        assert!(last_nine(&last).contains("9 right"));
        assert_eq!(met(&pair(), &Log::default(), &Facts::default()).1, Vec::<bool>::new());
    }

    #[test]
    fn what_is_not_met_stays_hidden() {
        let html = table(&pair(), &BTreeSet::from([0]), &[0], false);
        assert_eq!(html.matches("not met yet").count(), 6);
        assert!(html.contains("1 of 3 rows met") && html.contains("<tr class=\"now\">"));
        assert!(!table(&pair(), &BTreeSet::new(), &[], true).contains("not met yet"));
    }
}
