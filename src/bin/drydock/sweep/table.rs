//! The rows of a sweep: aligned text for people, CSV and JSON for programs.

use drydock::shape::Shape;
use drydock::sim::run::Totals;
use serde_json::{Map, Value, json};

/// One run: the values of the varied settings, and what came of it.
pub struct Row {
    pub values: Vec<Value>,
    pub totals: Totals,
}

/// Aligned columns with a heading.
pub fn text(paths: &[&str], rows: &[Row]) -> String {
    let names = ["within, %", "p50 ms", "p95 ms", "p99 ms", "failed", "USD", "idle, %"];
    let head = paths.iter().copied().chain(names).map(String::from).collect();
    let mut lines: Vec<Vec<String>> = vec![head];
    lines.extend(rows.iter().map(|row| {
        let Totals { within_objective, p50_ms, p95_ms, p99_ms, dollars, idle_share, .. } =
            &row.totals;
        let mut cells: Vec<String> = row.values.iter().map(plain).collect();
        cells.extend([
            format!("{:.2}", within_objective * 100.0),
            format!("{p50_ms:.0}"),
            format!("{p95_ms:.0}"),
            format!("{p99_ms:.0}"),
            format!("{:.0}", failed(&row.totals)),
            format!("{dollars:.2}"),
            format!("{:.1}", idle_share * 100.0),
        ]);
        cells
    }));
    let width = |column: usize| {
        lines.iter().filter_map(|line| Some(line.get(column)?.chars().count())).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..paths.len() + names.len()).map(width).collect();
    let mut text = String::new();
    for line in &lines {
        let cells: Vec<String> =
            line.iter().zip(&widths).map(|(cell, width)| format!("{cell:>width$}")).collect();
        text += &cells.join("  ");
        text.push('\n');
    }
    text
}

/// A heading and a line for each run; shares are 0 to 1.
pub fn csv(paths: &[&str], rows: &[Row]) -> String {
    let names = "offered,served,failed,within_objective,p50_ms,p95_ms,p99_ms,dollars,idle_share";
    let mut text = format!("{},{names}\n", paths.join(","));
    for row in rows {
        let Totals { offered, served, within_objective, dollars, idle_share, .. } = &row.totals;
        let Totals { p50_ms, p95_ms, p99_ms, .. } = &row.totals;
        let values: Vec<String> = row.values.iter().map(|value| quoted(&plain(value))).collect();
        text += &format!(
            "{},{offered},{served},{},{within_objective},{p50_ms},{p95_ms},{p99_ms},{dollars},\
             {idle_share}\n",
            values.join(","),
            failed(&row.totals)
        );
    }
    text
}

/// `{"version": 1, "vary": [paths], "rows": [{"values": {path: value}, "totals": {…}}]}`
pub fn json(paths: &[&str], rows: &[Row]) -> String {
    let rows: Vec<Value> = rows
        .iter()
        .map(|row| {
            let pairs = paths.iter().zip(&row.values);
            let values: Map<String, Value> =
                pairs.map(|(path, value)| (path.to_string(), value.clone())).collect();
            json!({ "values": values, "totals": row.totals.write() })
        })
        .collect();
    format!("{}\n", json!({ "version": 1, "vary": paths, "rows": rows }))
}

/// Failed requests of every cause.
fn failed(totals: &Totals) -> f64 {
    let by_cause = totals.failed.write();
    by_cause.as_object().map_or(0.0, |causes| causes.values().filter_map(Value::as_f64).sum())
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), String::from)
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.into()
    }
}
