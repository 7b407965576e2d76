//! What is easily confused, with the last answers about each and the way to its drill. Pure.

use crate::app::study::practice::table;
use crate::quiz::met::{LAST, Met};
use crate::quiz::pairs::Pair;

/// The pairs that were met, those mixed up most first.
pub fn pairs(pairs: &[Pair], met: &[Met]) -> String {
    let mut shown: Vec<(&Pair, &Met)> =
        pairs.iter().zip(met).filter(|(_, met)| !met.answers.is_empty()).collect();
    if shown.is_empty() {
        return String::new();
    }
    shown.sort_by_key(|(_, met)| met.right() + LAST - met.last().len());
    let row = |(pair, met): &(&Pair, &Met)| {
        format!(
            "<tr><td><b>{}</b><span class=\"note\">{} of {} right</span></td><td>{}</td>\
             <td class=\"r\">{}</td></tr>",
            pair.title,
            met.right(),
            met.last().len(),
            table::signs(met.last()),
            table::drill_link(pair, "Drill"),
        )
    };
    let rows: String = shown.iter().map(row).collect();
    format!(
        "<div class=\"sec\"><h2>Easily confused</h2><span class=\"note\">the last nine of each \
         pair</span></div><table class=\"mixed\"><tbody>{rows}</tbody></table>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::Shape;

    #[test]
    fn the_pair_with_most_mistakes_comes_first_and_what_was_not_met_is_left_out() {
        let pair = |id: &str| Pair { id: id.into(), title: id.into(), ..Pair::blank() };
        let all = [pair("good"), pair("bad"), pair("new")];
        let answers = |answers: &[bool]| Met { answers: answers.into(), ..Met::default() };
        let met = [answers(&[true; 12]), answers(&[true, false, false]), Met::default()];
        let html = pairs(&all, &met);
        let places = ["drill=bad", "drill=good"].map(|it| html.find(it).expect(it));
        assert!(places[0] < places[1] && !html.contains("drill=new"), "{html}");
        assert!(html.contains("1 of 3 right") && html.contains("9 of 9 right"));
        assert_eq!(pairs(&all, &[]), "");
    }
}
