//! The verdict: was the objective kept, what did the day cost, and how was it before the last drag.

use crate::app::browser;
use crate::app::content::{Loading, use_content};
use crate::facts::Facts;
use crate::sim::run::LedgerLine;
use leptos::prelude::*;

use super::desk::{Day, Desk};
use super::summary;
use super::words;

/// Days to a month, on average.
const DAYS_A_MONTH: f64 = 365.0 / 12.0;

/// The region with objective and bill, and a polite announcement when they have settled.
#[component]
pub fn Verdict(desk: Desk) -> impl IntoView {
    let said = RwSignal::new(String::new());
    let say = browser::Later::new(move || {
        if let Some(day) = desk.day.get_untracked() {
            said.set(summary::outcome(&day.scenario, &day.run));
        }
    });
    Effect::new(move |first: Option<()>| {
        desk.day.track();
        if first.is_some() {
            say.in_ms(900);
        }
    });
    view! {
        <section class="lab-verdict" aria-label="Verdict">
            <h2>"Verdict"</h2>
            {move || desk.day.get().map(|day| objective(&day, desk.before.get().as_deref()))}
            {move || desk.day.get().map(|day| bill(&day, desk.before.get().as_deref()))}
            <Ledger desk/>
            <p class="unseen" role="status">{said}</p>
        </section>
    }
    .into_any()
}

/// Objective and bill in one line, for the head of the phone's page.
#[component]
pub fn VerdictLine(desk: Desk) -> impl IntoView {
    move || {
        let day = desk.day.get()?;
        let kept = summary::kept(&day.scenario, &day.run);
        let share = words::percent(day.run.totals.within_objective);
        let objective = words::number(day.scenario.objective.share * 100.0, 3);
        Some(view! {
            <p class="verdict-line">
                <b class=sign_class(kept)>{sign(kept)}" "{share}</b>
                <span>"objective "{objective}" %"</span>
                <b class="bill">{words::dollars(day.run.totals.dollars)}</b>
                <span>"a day, estimate"</span>
            </p>
        })
    }
}

fn objective(day: &Day, before: Option<&Day>) -> AnyView {
    let totals = &day.run.totals;
    let objective = &day.scenario.objective;
    let kept = summary::kept(&day.scenario, &day.run);
    let missing = (objective.share - totals.within_objective).abs() * 100.0;
    let judgement = if kept { "kept" } else { "missed by" };
    let margin =
        if kept { String::new() } else { format!(" {} points", words::number(missing, 2)) };
    let before_text = before.map(|before| {
        let kept = summary::kept(&before.scenario, &before.run);
        let share = words::percent(before.run.totals.within_objective);
        view! { " Before the drag "{share}" "<span class=sign_class(kept)>{sign(kept)}</span>"." }
    });
    let allowed = totals.offered * (1.0 - objective.share);
    let used = totals.offered * (1.0 - totals.within_objective);
    let whole = allowed.max(used).max(1.0);
    let style =
        format!("--used:{:.2}%;--allowed:{:.2}%", used * 100.0 / whole, allowed * 100.0 / whole);
    let failed = totals.failed.sum();
    let start_s = words::second_of_start(&day.scenario.start);
    let failed_text = match summary::trouble(&day.run).filter(|_| failed >= 0.5) {
        Some(span) => format!(
            "{} failed, between {} and {}: {} refused, {} gave up waiting, {} found no task, \
             {} lost with their task.",
            words::count(failed),
            words::clock_short(start_s + span.from_s),
            words::clock_short(start_s + span.to_s),
            words::count(totals.failed.refused),
            words::count(totals.failed.timed_out),
            words::count(totals.failed.no_target),
            words::count(totals.failed.error),
        ),
        None => "None failed; slow ones were answered late.".to_string(),
    };
    view! {
        <p class="big">
            <b class=sign_class(kept)>{sign(kept)}" "{words::percent(totals.within_objective)}</b>
            <span>" of requests within "{words::latency(objective.within_ms)}</span>
        </p>
        <p>
            "Objective "<b>{words::number(objective.share * 100.0, 3)}" %"</b>": "
            {judgement}{margin}"."
            {before_text}
        </p>
        <div class="budget" class:over=!kept style=style aria-hidden="true"><i></i><u></u></div>
        <p class="budget-words">
            <span>"allowed "{words::count(allowed)}" slow or failed"</span>
            <b class=sign_class(kept)>"used "{words::count(used)}</b>
        </p>
        <p class="soft">{failed_text}</p>
    }
    .into_any()
}

fn bill(day: &Day, before: Option<&Day>) -> AnyView {
    let totals = &day.run.totals;
    let days = f64::from(day.scenario.duration_s.max(1)) / 86_400.0;
    let month = words::dollars(totals.dollars / days * DAYS_A_MONTH);
    let million = words::dollars(totals.dollars / totals.served.max(1.0) * 1e6);
    let before_text = before.map(|before| {
        let change = totals.dollars - before.run.totals.dollars;
        let sign = if change > 0.0 { "+" } else { "" };
        let was = words::dollars(before.run.totals.dollars);
        view! { " Before the drag "{was}" ("<b>{sign}{words::dollars(change)}</b>")." }
    });
    let total = totals.dollars.max(0.000_001);
    let parts = day.run.ledger.iter().enumerate().map(|(index, line)| {
        let style = format!("width:{:.2}%", line.dollars * 100.0 / total);
        view! { <i class=format!("part part-{}", index % 4) style=style></i> }
    });
    view! {
        <p class="big">
            <b>{words::dollars(totals.dollars)}</b>
            <span>" for the day, estimate"</span>
        </p>
        <p>{month}" a month at this load · "{million}" per million requests."{before_text}</p>
        <div class="bill-bar" aria-hidden="true">{parts.collect_view()}</div>
        <p>
            <b>{words::number(totals.idle_share * 100.0, 0)}" %"</b>
            " of the paid vCPU time sat idle."
        </p>
    }
    .into_any()
}

#[component]
fn Ledger(desk: Desk) -> impl IntoView {
    let facts: Loading<Facts> = use_content().watch(|| "facts.json".to_string());
    let rows = move || {
        let day = desk.day.get()?;
        let rows = day.run.ledger.iter().map(|line: &LedgerLine| {
            let amount = format!("{} {}", words::number(line.quantity, 2), line.unit);
            view! {
                <tr>
                    <th scope="row">{line.line.clone()}</th>
                    <td>{amount}</td>
                    <td>{words::dollars(line.dollars)}</td>
                </tr>
            }
        });
        Some(rows.collect_view())
    };
    let dated = move || {
        let (day, facts) = (desk.day.get()?, facts.ready()?);
        let checked = day.run.ledger.iter().filter_map(|line| facts.get(&line.fact));
        let oldest = checked.map(|fact| fact.checked.clone()).min()?;
        Some(["Prices of us-east-1, read ", &oldest, " or later."].concat())
    };
    view! {
        <details class="ledger">
            <summary>"The bill, line by line"</summary>
            <div class="lab-scroll" tabindex="0" role="region" aria-label="The bill, line by line">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"Line"</th>
                            <th scope="col">"Amount"</th>
                            <th scope="col">"Dollars"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="soft">{dated}</p>
        </details>
    }
    .into_any()
}

fn sign(kept: bool) -> &'static str {
    if kept { "✓" } else { "✕" }
}

fn sign_class(kept: bool) -> &'static str {
    if kept { "kept" } else { "missed" }
}
