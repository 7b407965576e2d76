//! The verdict: was the objective kept, what did the day cost, and how was it before the last drag.

use crate::app::browser;
use crate::app::live::{live, live_view};
use leptos::prelude::*;

use super::desk::{Day, Desk};
use super::redraw::block;
use super::summary;
use super::verdict_text::{self, Told};
use super::why::facts;

/// The region with objective and bill, and a polite announcement when they have settled.
#[component]
pub fn Verdict(
    desk: Desk,
    /// A page may hold several figures, so that one in a figure is no landmark and no heading.
    #[prop(optional)]
    in_figure: bool,
) -> impl IntoView {
    let said = desk.said;
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
    let told = block(move || {
        let Some(day) = desk.day.get() else { return String::new() };
        let before = desk.before.get();
        let before = before.as_deref().map(told);
        let objective = verdict_text::objective(told(&day), before);
        let bill = verdict_text::bill(told(&day), before);
        // A figure keeps the room that it had while it loaded.
        let hands = match in_figure {
            true => String::new(),
            false => verdict_text::hands(told(&day), before),
        };
        [objective, bill, hands].concat()
    });
    let status = view! { <p class="unseen" role="status">{live(move || said.get())}</p> };
    if in_figure {
        return view! {
            <div class="lab-verdict">
                <p class="verdict-title">"Verdict"</p>
                {told}
                {ledger(desk)}
                {status}
            </div>
        }
        .into_any();
    }
    view! {
        <section class="lab-verdict" aria-label="Verdict">
            <h2>"Verdict"</h2>
            {told}
            {ledger(desk)}
            {status}
        </section>
    }
    .into_any()
}

/// Objective and bill in one line, for the head of the phone's page.
#[component]
pub fn VerdictLine(desk: Desk) -> impl IntoView {
    live_view(move || {
        let day = desk.day.get()?;
        let line = verdict_text::line(told(&day));
        Some(view! { <p class="verdict-line" inner_html=line></p> }.into_any())
    })
    .into_any()
}

fn told(day: &Day) -> Told<'_> {
    (&day.scenario, &day.run)
}

fn ledger(desk: Desk) -> AnyView {
    let facts = facts();
    let table = live(move || match desk.day.get() {
        Some(day) => verdict_text::ledger(&day.run, facts.ready().as_deref()),
        None => String::new(),
    });
    let dated = live(move || match (desk.day.get(), facts.ready()) {
        (Some(day), Some(facts)) => verdict_text::dated(&day.run, &facts),
        _ => String::new(),
    });
    view! {
        <details class="ledger">
            <summary>"The bill, line by line"</summary>
            <div class="lab-scroll" tabindex="0" role="region" aria-label="The bill, line by line">
                <table inner_html=table></table>
            </div>
            <p class="soft">{dated}</p>
        </details>
    }
    .into_any()
}
