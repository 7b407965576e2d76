//! The charts as a table: the magnified stretch, minute by minute.

use leptos::prelude::*;

use super::desk::Desk;
use super::words;

/// At most so many rows, however long the stretch is.
const ROWS_MAX: u32 = 60;

/// A button, and the table it opens.
#[component]
pub fn TableView(desk: Desk) -> impl IntoView {
    let open = RwSignal::new(false);
    let rows = move || {
        let (day, window) = (desk.day.get()?, desk.window.get());
        let minutes = window.length_s() / 60;
        let step_s = 60 * minutes.div_ceil(ROWS_MAX).max(1);
        let columns = &day.run.columns;
        let rows = (window.from_s..=window.to_s).step_by(step_s as usize).map(|t_s| {
            let index = day.row(t_s);
            let at = |column: &Vec<f64>| column.get(index).copied().unwrap_or(0.0);
            let cells = [
                words::count(at(&columns.offered_rps)),
                words::count(at(&columns.capacity_rps)),
                words::count(at(&columns.failed_rps)),
                words::latency(at(&columns.p50_ms)),
                words::latency(at(&columns.p99_ms)),
                format!("{} %", words::number(at(&columns.cpu) * 100.0, 0)),
                words::count(at(&columns.desired)),
                words::count(at(&columns.running)),
            ];
            let cells = cells.into_iter().map(|cell| view! { <td>{cell}</td> });
            view! { <tr><th scope="row">{day.clock(t_s)}</th>{cells.collect_view()}</tr> }
        });
        Some(rows.collect_view())
    };
    let heads =
        ["Time", "Requests/s", "Capacity/s", "Failed/s", "p50", "p99", "CPU", "Desired", "Running"];
    let heads = heads.map(|head| view! { <th scope="col">{head}</th> });
    view! {
        <div class="table-view">
            <button type="button" class="btn" aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)>
                "As a table"
            </button>
            <div class="lab-scroll" tabindex="0" role="region"
                aria-label="The magnified stretch as a table"
                hidden=move || !open.get()>
                <table>
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{move || open.get().then(rows)}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}
