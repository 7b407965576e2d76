//! Why: the decisions of the magnified stretch with their arithmetic, and the fact each rests on.

use crate::app::content::{Load, Loading, use_content};
use crate::facts::Facts;
use leptos::prelude::*;
use std::sync::Arc;

use super::desk::{Day, Desk};

/// The log of decisions; choosing one moves the playhead to it.
#[component]
pub fn Why(desk: Desk) -> impl IntoView {
    let facts: Loading<Facts> = use_content().watch(|| "facts.json".to_string());
    let shown = Memo::new(move |_| {
        let day = desk.day.get()?;
        Some(day.decisions_in(desk.window.get()))
    });
    let stretch = move || {
        let day = desk.day.get()?;
        let window = desk.window.get();
        let count = day.decisions_in(window).len();
        let moments = if count == 1 { "decision" } else { "decisions" };
        let (from, to) = (day.clock(window.from_s), day.clock(window.to_s));
        Some(format!("{count} {moments}, {} to {}", &from[..5], &to[..5]))
    };
    let items = move || {
        let day = desk.day.get()?;
        let indices = shown.get()?;
        if indices.is_empty() {
            let text = "No decision falls into the magnified stretch. ] goes to the next one.";
            return Some(view! { <p class="soft">{text}</p> }.into_any());
        }
        let first = indices.start;
        let items = indices.map(|index| item(desk, &day, index, index - first + 1, facts));
        Some(view! { <ol class="why-list">{items.collect_view()}</ol> }.into_any())
    };
    view! {
        <section class="why">
            <h2>"Why "<small>{stretch}</small></h2>
            <div role="log" aria-live="off" aria-label="Why" tabindex="0">{items}</div>
        </section>
    }
    .into_any()
}

fn item(desk: Desk, day: &Arc<Day>, index: usize, number: usize, facts: Loading<Facts>) -> AnyView {
    let decision = day.run.decisions[index].clone();
    let t_s = (decision.t_ms / 1000) as u32;
    let past = move || t_s <= desk.playhead_s.get();
    let chosen = move || desk.decision.get() == Some(index);
    let waits = decision.waits_for;
    view! {
        <li class:past=past class:chosen=chosen>
            <span class="disc" aria-hidden="true">{number}</span>
            <div>
                <button type="button" class="why-head" aria-pressed=move || chosen().to_string()
                    on:click=move |_| desk.choose(index)>
                    <time>{day.clock(t_s)}</time>" "<b>{decision.what}</b>
                </button>
                <code>{decision.because}</code>
                {(!waits.is_empty()).then(|| view! { <p>"Waits for: "{waits}</p> })}
                {(!decision.fact.is_empty()).then(|| fact(decision.fact, decision.who, facts))}
            </div>
        </li>
    }
    .into_any()
}

fn fact(id: String, who: String, facts: Loading<Facts>) -> AnyView {
    let open = RwSignal::new(false);
    let text = move || {
        if !open.get() {
            return None;
        }
        let fact = match facts.state().get() {
            Load::Ready(facts) => facts.get(&id).cloned(),
            Load::Pending => return Some(view! { <p>"Loading …"</p> }.into_any()),
            Load::Failed(error) => return Some(view! { <p>{error.sentence()}</p> }.into_any()),
        };
        let Some(fact) = fact else {
            return Some(view! { <p>"This fact is not in the course."</p> }.into_any());
        };
        let trust = match fact.trust {
            crate::facts::Trust::Verified => "",
            crate::facts::Trust::Observed => " Observed, not documented.",
            crate::facts::Trust::Estimate => " Our estimate.",
            crate::facts::Trust::Disputed => " Sources disagree.",
            crate::facts::Trust::Unverified => " Not checked.",
        };
        let source = if fact.url.starts_with("https://") {
            view! { <a href=fact.url rel="external">{fact.source}</a> }.into_any()
        } else {
            view! { <span>{fact.source}</span> }.into_any()
        };
        let text = [&fact.text, ".", trust, " "].concat();
        let checked = [", read ", &fact.checked, "."].concat();
        Some(view! { <p class="fact">{text}{source}{checked}</p> }.into_any())
    };
    let toggle = move |_| open.update(|open| *open = !*open);
    view! {
        <button type="button" class="lab-link" aria-expanded=move || open.get().to_string()
            on:click=toggle>
            "Rule: "{who.replace('-', " ")}
        </button>
        {text}
    }
    .into_any()
}
