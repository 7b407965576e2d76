//! One day on every platform as a table: what it served, how fast it reacted, what it cost and what
//! was left to do by hand. Pure.

use crate::app::html::escape;
use crate::sim::Scenario;
use crate::sim::compare::Row;
use crate::sim::scenario::Platform;

use super::{faults, terms, words};

/// Dashes for a row that has no figures.
const NONE: [&str; 7] = ["–"; 7];

/// The table; platforms without a row are still being simulated. `place` begins the ids of its
/// buttons.
pub fn table(scenario: &Scenario, rows: &[Row], place: &str) -> String {
    let within = ["within ", &words::latency(scenario.objective.within_ms)].concat();
    let hand = "by hand, with patches";
    let heads = ["Platform", "served", &within, "p99", "reacts after", "a day", "idle", hand];
    let mut html = "<thead><tr>".to_string();
    for head in heads {
        html.push_str(&["<th scope=\"col\">", head, "</th>"].concat());
    }
    html.push_str("</tr></thead><tbody>");
    for (_, (word, name)) in terms::offered() {
        let row = rows.iter().find(|row| row.platform.word() == word);
        let here = scenario.platform.word() == word;
        let cells = row.map_or_else(|| NONE.map(String::from).into(), cells);
        let head = [
            if here { "<tr class=\"here\">" } else { "<tr>" },
            "<th scope=\"row\"><button type=\"button\" class=\"lab-link\" id=\"",
            place,
            word,
            "\" data-switch=\"",
            word,
            if here { "\" aria-current=\"true\">" } else { "\">" },
            name,
            "</button></th>",
        ];
        html.push_str(&head.concat());
        for cell in cells {
            html.push_str(&["<td>", &cell, "</td>"].concat());
        }
        html.push_str("</tr>");
    }
    html + "</tbody>"
}

fn cells(row: &Row) -> Vec<String> {
    if !row.refused.is_empty() {
        return NONE.map(String::from).into();
    }
    vec![
        words::percent(row.served_share),
        words::percent(row.within_objective),
        words::latency(row.p99_ms),
        row.reacts_s.map_or("–".into(), |seconds| words::duration(seconds as u32)),
        words::dollars(row.dollars_per_day),
        [&words::number(row.idle_share * 100.0, 0), " %"].concat(),
        row.hands().to_string(),
    ]
}

/// What was adapted, refused and done by hand, platform by platform.
pub fn notes(rows: &[Row]) -> String {
    let mut html = String::new();
    for row in rows {
        let mut said: Vec<String> = Vec::new();
        if !row.refused.is_empty() {
            said.push(["cannot run: ", &escape(&row.refused.join("; "))].concat());
        }
        said.extend(row.adapted.iter().map(|one| escape(&named(one, row.platform))));
        let fargate = rows.iter().find(|one| one.platform == Platform::EcsFargate);
        if row.platform == Platform::EcsExpress && fargate.is_some_and(|one| same(one, row)) {
            said.push(SAME_AS_FARGATE.to_string());
        }
        if !row.closed.is_empty() {
            said.push(["takes no new customers since ", &escape(&row.closed)].concat());
        }
        let work = row.by_hand.iter();
        let work: Vec<String> =
            work.map(|one| [&escape(&one.what), " × ", &one.times.to_string()].concat()).collect();
        if !work.is_empty() {
            said.push(["by hand: ", &work.join(", ")].concat());
        }
        if !said.is_empty() {
            let name = terms::name(row.platform);
            html.push_str(&["<li><b>", name, "</b>: ", &said.join("; "), ".</li>"].concat());
        }
    }
    if html.is_empty() { html } else { ["<ul class=\"hand-list\">", &html, "</ul>"].concat() }
}

/// Why the two rows are alike.
const SAME_AS_FARGATE: &str = "the same day as on ECS on Fargate, where its tasks run: what \
    Express Mode adds is in its set-up, its canaries and a balancer that services may share";

/// Whether two rows that ran show the same figures.
fn same(one: &Row, other: &Row) -> bool {
    one.refused.is_empty() && other.refused.is_empty() && cells(one) == cells(other)
}

/// A sentence that begins with the word of a fault, with its name in the lab instead.
fn named(sentence: &str, platform: Platform) -> String {
    let (word, rest) = sentence.split_once(' ').unwrap_or((sentence, ""));
    match faults::find(word) {
        Some(offer) => ["“", offer.name_on(platform), "” ", rest].concat(),
        None => sentence.to_string(),
    }
}

/// How far it is.
pub fn progress(rows: &[Row]) -> String {
    let all = Platform::all().len();
    match rows.len() {
        done if done == all => "One day, one seed, on every platform.".to_string(),
        done => ["Simulating ", &(done + 1).to_string(), " of ", &all.to_string(), "…"].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::Shape as _;
    use crate::sim::run::HandWork;

    fn row(platform: Platform) -> Row {
        Row {
            platform,
            served_share: 0.999,
            within_objective: 0.99,
            p99_ms: 120.0,
            reacts_s: Some(200.0),
            dollars_per_day: 7.5,
            idle_share: 0.4,
            by_hand: vec![HandWork { what: "drain a node".into(), times: 3 }],
            ..Row::blank()
        }
    }

    #[test]
    fn every_platform_has_a_line_and_those_that_are_there_their_figures() {
        let scenario = Scenario { platform: Platform::EksAuto, ..Scenario::blank() };
        let html = table(&scenario, &[row(Platform::EksSelfManaged)], "p-");
        assert_eq!(html.matches("data-switch=").count(), Platform::all().len());
        assert_eq!(html.matches("aria-current").count(), 1);
        for text in ["99.9 %", "3 min 20 s", "$ 7.50", "40 %", "<td>3</td>"] {
            assert!(html.contains(text), "{text}: {html}");
        }
        assert!(notes(&[row(Platform::EksAuto)]).contains("by hand: drain a node × 3."));
    }

    #[test]
    fn express_mode_says_why_its_day_is_that_of_fargate() {
        let (fargate, express) = (row(Platform::EcsFargate), row(Platform::EcsExpress));
        let alike = notes(&[fargate.clone(), express.clone()]);
        assert_eq!(alike.matches("the same day as on ECS on Fargate").count(), 1, "{alike}");
        let dearer = Row { dollars_per_day: 9.0, ..express };
        assert!(!notes(&[fargate, dearer]).contains("the same day"));
    }

    #[test]
    fn a_fault_has_its_name_and_not_its_word() {
        let said = "agent-stops at 13:20:00 cannot strike: nothing is yours";
        let moot = Row { adapted: vec![said.into()], ..row(Platform::EksFargate) };
        let notes = notes(&[moot]);
        assert!(notes.contains("“Stop a kubelet” at 13:20:00 cannot strike: nothing"), "{notes}");
    }

    #[test]
    fn a_platform_that_cannot_run_the_day_says_why_and_shows_no_zeros() {
        let refused =
            Row { refused: vec!["task.vcpu: too < large".into()], ..row(Platform::EcsEc2) };
        let html = table(&Scenario::blank(), std::slice::from_ref(&refused), "p-");
        assert!(!html.contains("$ 7.50"), "{html}");
        assert!(notes(&[refused]).contains("cannot run: task.vcpu: too &lt; large"));
    }
}
