//! The verdict as HTML: the objective with its error budget, the bill and its ledger. Pure.

use crate::app::html::escape;
use crate::facts::Facts;
use crate::sim::{Run, Scenario};

use super::{summary, terms, words};

/// Days to a month, on average.
const DAYS_A_MONTH: f64 = 365.0 / 12.0;

/// A scenario and the day that came of it.
pub type Told<'a> = (&'a Scenario, &'a Run);

/// Objective and bill in one line.
pub fn line((scenario, run): Told) -> String {
    let kept = summary::kept(scenario, run);
    [
        &judged(kept, &[sign(kept), " ", &words::percent(run.totals.within_objective)].concat()),
        " <span>objective ",
        &words::number(scenario.objective.share * 100.0, 3),
        " %</span> <b class=\"bill\">",
        &words::dollars(run.totals.dollars),
        "</b> <span>a day, estimate</span>",
    ]
    .concat()
}

/// Whether the objective was kept, and what was used of the slow and failed requests it allows.
pub fn objective((scenario, run): Told, before: Option<Told>) -> String {
    let (totals, objective) = (&run.totals, &scenario.objective);
    let kept = summary::kept(scenario, run);
    let missing = (objective.share - totals.within_objective).abs() * 100.0;
    let allowed = totals.offered * (1.0 - objective.share);
    let used = totals.offered * (1.0 - totals.within_objective);
    let whole = allowed.max(used).max(1.0);
    let mut html = [
        "<p class=\"big\">",
        &judged(kept, &[sign(kept), " ", &words::percent(totals.within_objective)].concat()),
        "<span> of requests within ",
        &words::latency(objective.within_ms),
        "</span></p><p>Objective <b>",
        &words::number(objective.share * 100.0, 3),
        " %</b>: ",
    ]
    .concat();
    if kept {
        html.push_str("kept.");
    } else {
        html.push_str(&["missed by ", &words::number(missing, 2), " points."].concat());
    }
    if let Some((was, run)) = before {
        let kept = summary::kept(was, run);
        let share = words::percent(run.totals.within_objective);
        let class = sign_class(kept);
        let (then, sign) = (then(was, scenario), sign(kept));
        let was = [&then, &share, " <span class=\"", class, "\">", sign, "</span>."];
        html.push_str(&was.concat());
    }
    let rest = [
        "</p><div class=\"budget",
        if kept { "" } else { " over" },
        "\" style=\"--used:",
        &words::number(used * 100.0 / whole, 2),
        "%;--allowed:",
        &words::number(allowed * 100.0 / whole, 2),
        "%\" aria-hidden=\"true\"><i></i><u></u></div><p class=\"budget-words\"><span>allowed ",
        &words::count(allowed),
        " slow or failed</span> ",
        &judged(kept, &["used ", &words::count(used)].concat()),
        "</p><p class=\"soft\">",
        &failures((scenario, run)),
        "</p>",
    ];
    html.push_str(&rest.concat());
    html
}

fn failures((scenario, run): Told) -> String {
    let failed = &run.totals.failed;
    let start_s = words::second_of_start(&scenario.start);
    let Some(span) = summary::trouble(run).filter(|_| failed.sum() >= 0.5) else {
        return "None failed; slow ones were answered late.".to_string();
    };
    let mut html = [
        &words::count(failed.sum()),
        " failed, between ",
        &words::clock_short(start_s + span.from_s),
        " and ",
        &words::clock_short(start_s + span.to_s),
        ":",
    ]
    .concat();
    let task = terms::of(scenario.platform).task[0];
    let (no_target, lost) = ([" found no ", task].concat(), [" lost with their ", task].concat());
    let kinds = [
        (failed.refused, " refused"),
        (failed.timed_out, " gave up waiting"),
        (failed.no_target, no_target.as_str()),
        (failed.error, lost.as_str()),
    ];
    let mut comma = " ";
    for (count, how) in kinds.into_iter().filter(|(count, _)| *count >= 0.5) {
        html.push_str(&[comma, &words::count(count), how].concat());
        comma = ", ";
    }
    html + "."
}

/// What the day cost, and how much of it was for nothing.
pub fn bill((scenario, run): Told, before: Option<Told>) -> String {
    let totals = &run.totals;
    let days = f64::from(scenario.duration_s.max(1)) / 86_400.0;
    let mut html = [
        "<p class=\"big\"><b>",
        &words::dollars(totals.dollars),
        "</b><span> for the day, estimate</span></p><p>",
        &words::dollars(totals.dollars / days * DAYS_A_MONTH),
        " a month at this load · ",
        &words::dollars(totals.dollars / totals.served.max(1.0) * 1e6),
        " per million requests.",
    ]
    .concat();
    if let Some((was, run)) = before {
        let change = totals.dollars - run.totals.dollars;
        let said = match change {
            change if change.abs() < 0.005 => "the same".to_string(),
            change if change > 0.0 => ["+", &words::dollars(change)].concat(),
            change => words::dollars(change),
        };
        let then = then(was, scenario);
        let was = [
            then.as_str(),
            "<span class=\"sum\">",
            &words::dollars(run.totals.dollars),
            " (<b>",
            &said,
            "</b>)</span>.",
        ];
        html.push_str(&was.concat());
    }
    let budget = scenario.objective.budget_dollars_per_day;
    if budget > 0.0 {
        let kept = totals.dollars / days <= budget;
        let text = [sign(kept), " budget ", &words::dollars(budget), " a day"].concat();
        html.push_str(
            &[" ", &judged(kept, &text), if kept { " kept." } else { " missed." }].concat(),
        );
    }
    html.push_str("</p><div class=\"bill-bar\" aria-hidden=\"true\">");
    let total = totals.dollars.max(0.000_001);
    for (index, line) in run.ledger.iter().enumerate() {
        let part = (index % 4).to_string();
        let width = words::number(line.dollars * 100.0 / total, 2);
        let part = ["<i class=\"part part-", &part, "\" style=\"width:", &width, "%\"></i>"];
        html.push_str(&part.concat());
    }
    let idle = words::number(totals.idle_share * 100.0, 0);
    let idle = ["</div><p><b>", &idle, " %</b> of the paid vCPU time sat idle.</p>"];
    html.push_str(&idle.concat());
    html
}

/// What the platform left to you, and how often.
pub fn hands((_, run): Told, before: Option<Told>) -> String {
    let count = |run: &Run| run.by_hand.iter().map(|work| work.times).sum::<u32>();
    let steps = |count: u32| words::plural(f64::from(count), "step", "steps");
    let mut html = match count(run) {
        0 => "<p class=\"hands\">By hand: <b>nothing</b> on this day.".to_string(),
        count => ["<p class=\"hands\">By hand: <b>", &steps(count), "</b>."].concat(),
    };
    if let Some((was, run)) = before.filter(|(_, before)| count(before) != count(run)) {
        let name = terms::name(was.platform);
        html.push_str(&[" Before, on ", name, ": ", &steps(count(run)), "."].concat());
    }
    html.push_str("</p>");
    if run.by_hand.is_empty() {
        return html;
    }
    html.push_str("<ul class=\"hand-list\">");
    for work in &run.by_hand {
        let times = match work.times {
            1 => "once".to_string(),
            times => [&times.to_string(), " times"].concat(),
        };
        html.push_str(&["<li>", &escape(&work.what), ": ", &times, "</li>"].concat());
    }
    html + "</ul>"
}

/// The rows of the bill, each with the day on which its price was read.
pub fn ledger(run: &Run, facts: Option<&Facts>) -> String {
    let mut html = "<thead><tr><th scope=\"col\">Line</th><th scope=\"col\">Amount</th>\
        <th scope=\"col\">Dollars</th><th scope=\"col\">Price read</th></tr></thead><tbody>"
        .to_string();
    for line in &run.ledger {
        let row = [
            "<tr><th scope=\"row\">",
            &escape(&line.line),
            "</th><td>",
            &words::number(line.quantity, 2),
            " ",
            &escape(&line.unit),
            "</td><td>",
            &words::dollars(line.dollars),
            "</td><td>",
            facts.and_then(|facts| facts.get(&line.fact)).map_or("–", |fact| &fact.checked),
            "</td></tr>",
        ];
        html.push_str(&row.concat());
    }
    html.push_str("</tbody>");
    html
}

/// How old the prices of the bill are, in words.
pub fn dated(run: &Run, facts: &Facts) -> String {
    match oldest_price(run, facts) {
        "" => String::new(),
        oldest => ["Prices of us-east-1, read ", oldest, " or later."].concat(),
    }
}

/// The day on which the oldest price of the bill was read; empty if there is none.
pub fn oldest_price<'a>(run: &Run, facts: &'a Facts) -> &'a str {
    let mut oldest = "";
    for line in &run.ledger {
        let checked = facts.get(&line.fact).map_or("", |fact| fact.checked.as_str());
        if oldest.is_empty() || (!checked.is_empty() && checked < oldest) {
            oldest = checked;
        }
    }
    oldest
}

/// Begins what is said of the day before the last change; on another platform it names that.
fn then(was: &Scenario, now: &Scenario) -> String {
    match was.platform == now.platform {
        true => " Before: ".to_string(),
        false => [" Before, on ", terms::name(was.platform), ": "].concat(),
    }
}

fn judged(kept: bool, text: &str) -> String {
    ["<b class=\"", sign_class(kept), "\">", text, "</b>"].concat()
}

fn sign(kept: bool) -> &'static str {
    if kept { "✓" } else { "✕" }
}

fn sign_class(kept: bool) -> &'static str {
    if kept { "kept" } else { "missed" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::Shape as _;
    use crate::sim::run::HandWork;
    use crate::sim::scenario::Platform;

    #[test]
    fn what_was_done_by_hand_is_said_with_how_often() {
        let work = |what: &str, times| HandWork { what: what.into(), times };
        let own = Run { by_hand: vec![work("drain a node", 3)], ..Run::blank() };
        let scenario = Scenario { platform: Platform::EksSelfManaged, ..Scenario::blank() };
        let managed = (&scenario, &Run::blank());
        let html = hands((&scenario, &own), Some(managed));
        for text in ["<b>3 steps</b>", "<li>drain a node: 3 times</li>", "Before, on EKS self-"] {
            assert!(html.contains(text), "{text}: {html}");
        }
        assert!(hands(managed, None).contains("<b>nothing</b>"));
    }

    #[test]
    fn a_day_that_costs_the_same_says_so() {
        let costs = |dollars: f64| {
            let mut run = Run::blank();
            run.totals.dollars = dollars;
            run
        };
        let scenario = Scenario::blank();
        let (before, now, more) = (costs(7.67), costs(7.67), costs(7.97));
        let html = bill((&scenario, &now), Some((&scenario, &before)));
        assert!(html.contains("$ 7.67 (<b>the same</b>)"), "{html}");
        let html = bill((&scenario, &more), Some((&scenario, &before)));
        assert!(html.contains("$ 7.67 (<b>+$ 0.30</b>)"), "{html}");
    }
}
