//! A table of what is easily confused, which fills as its rows are met. Pure.

use crate::app::html::escape;
use crate::quiz::met::Met;
use crate::quiz::pairs::Pair;
use std::collections::BTreeSet;

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

/// The last nine answers as a sentence with signs; `drill` adds the way to the drill.
pub fn last_nine(pair: &Pair, met: &Met, drill: bool) -> String {
    let (nine, right) = (met.last(), met.right());
    let link = match drill {
        true => drill_link(pair, "Drill it"),
        false => String::new(),
    };
    if nine.is_empty() {
        return if drill { ["<p class=\"nine\">", &link, "</p>"].concat() } else { link };
    }
    [
        "<p class=\"nine\">",
        &signs(nine),
        " <span>Last ",
        &nine.len().to_string(),
        " on this pair: ",
        &right.to_string(),
        " right</span> ",
        &link,
        "</p>",
    ]
    .concat()
}

/// Right and wrong answers as signs.
pub fn signs(answers: &[bool]) -> String {
    let mut html = String::from("<span class=\"signs\" aria-hidden=\"true\">");
    for right in answers {
        let sign = if *right { "<i class=\"dot right\"></i>" } else { "<i class=\"dot\"></i>" };
        html.push_str(sign);
    }
    html.push_str("</span>");
    html
}

/// The way to the drill of a pair; the name says of which one.
pub fn drill_link(pair: &Pair, label: &str) -> String {
    [
        "<a class=\"link\" href=\"#/practice?drill=",
        &escape(&pair.id),
        "\">",
        label,
        "<span class=\"hidden\">: ",
        &pair.title,
        "</span></a>",
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;
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

    #[test]
    fn the_last_answers_are_told_with_the_way_to_the_drill() {
        let mut met = Met::default();
        assert_eq!(last_nine(&pair(), &met, false), "");
        assert!(last_nine(&pair(), &met, true).contains("#/practice?drill=p"));
        (0..12).for_each(|seed| met.add(&pair(), &[0], seed != 11));
        let html = last_nine(&pair(), &met, false);
        assert!(html.contains("Last 9 on this pair: 8 right") && !html.contains("Drill it"));
        assert_eq!(html.matches("<i class").count(), 9);
    }

    #[test]
    fn what_is_not_met_stays_hidden() {
        let html = table(&pair(), &BTreeSet::from([0]), &[0], false);
        assert_eq!(html.matches("not met yet").count(), 6);
        assert!(html.contains("1 of 3 rows met") && html.contains("<tr class=\"now\">"));
        assert!(!table(&pair(), &BTreeSet::new(), &[], true).contains("not met yet"));
    }
}
