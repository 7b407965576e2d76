//! The charts as a table: the magnified stretch, minute by minute.

use crate::app::live::live;
use crate::app::words::capital;
use leptos::prelude::*;

use super::desk::Desk;
use super::{metric, summary, terms, words};

/// At most so many rows, however long the stretch is.
const ROWS_MAX: u32 = 60;

const HEAD: &str = "<thead><tr><th scope=\"col\">Time</th><th scope=\"col\">Requests/s</th>\
    <th scope=\"col\">Capacity/s</th><th scope=\"col\">Failed/s</th><th scope=\"col\">p50</th>\
    <th scope=\"col\">p99</th><th scope=\"col\">CPU</th><th scope=\"col\">";

/// A button, and the table it opens.
#[component]
pub fn TableView(desk: Desk) -> impl IntoView {
    let open = RwSignal::new(false);
    let table = live(move || if open.get() { table(desk) } else { String::new() });
    view! {
        <div class="table-view">
            <button type="button" class="btn" aria-expanded=live(move || open.get().to_string())
                on:click=move |_| open.set(!open.get_untracked())>
                "As a table"
            </button>
            <div class="lab-scroll" tabindex="0" role="region"
                aria-label="The magnified stretch as a table"
                hidden=live(move || !open.get())>
                <table inner_html=table></table>
            </div>
        </div>
    }
    .into_any()
}

fn table(desk: Desk) -> String {
    let (Some(day), window) = (desk.day.get(), desk.window.get()) else { return String::new() };
    let terms = terms::of(day.scenario.platform);
    let machines = metric::has_machines(&day.run);
    let (word, up) = summary::up(day.scenario.platform, &day.run);
    let column = "</th><th scope=\"col\">";
    let mut html = [HEAD, &capital(terms.desired), column, &capital(word)].concat();
    if machines {
        html.push_str(&[column, &capital(terms.machine[1])].concat());
    }
    html.push_str("</th></tr></thead><tbody>");
    let cpu = metric::cpu(&day.scenario, &day.run);
    let minutes = window.length_s() / 60;
    let step_s = 60 * minutes.div_ceil(ROWS_MAX).max(1);
    let columns = &day.run.columns;
    let mut t_s = window.from_s;
    while t_s <= window.to_s {
        let index = day.row(t_s);
        let at = |column: &[f64]| column.get(index).copied().unwrap_or(0.0);
        let row = [
            "<tr><th scope=\"row\">",
            &day.clock(t_s),
            "</th><td>",
            &words::count(at(&columns.offered_rps)),
            "</td><td>",
            &words::count(at(&columns.capacity_rps)),
            "</td><td>",
            &words::count(at(&columns.failed_rps)),
            "</td><td>",
            &words::latency(at(&columns.p50_ms)),
            "</td><td>",
            &words::latency(at(&columns.p99_ms)),
            "</td><td>",
            &words::number(at(&cpu) * 100.0, 0),
            " %</td><td>",
            &words::count(at(&columns.desired)),
            "</td><td>",
            &words::count(at(up)),
        ];
        html.push_str(&row.concat());
        if machines {
            html.push_str(&["</td><td>", &words::count(at(&columns.machines))].concat());
        }
        html.push_str("</td></tr>");
        t_s += step_s;
    }
    html.push_str("</tbody>");
    html
}
