//! `drydock compare`: one workload on every platform, side by side.

use super::content;
use super::output::{Stop, print};
use super::run;
use clap::Args;
use drydock::shape::Shape;
use drydock::sim::Scenario;
use drydock::sim::compare::{Row, on_every_platform};
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

#[derive(Args)]
pub struct Options {
    /// A file (TOML or JSON), `-` for standard input, or the id of a scenario of the course.
    scenario: String,
    /// Another seed than the scenario's.
    #[arg(long)]
    seed: Option<u64>,
    /// Rows as JSON.
    #[arg(long)]
    json: bool,
}

/// Simulates the day on every platform and prints a table or JSON.
pub fn compare(options: &Options, folder: Option<&Path>) -> Result<ExitCode, Stop> {
    let course = content::course(folder)?;
    let Some(scenario) = run::with_seed(&options.scenario, options.seed, &course)? else {
        return Ok(ExitCode::FAILURE);
    };
    let rows = on_every_platform(&scenario, &course.rules);
    print(&if options.json { json(&rows) } else { text(&scenario, &rows) })?;
    Ok(ExitCode::SUCCESS)
}

/// `{"version": 1, "rows": [{"platform": …}]}`; a row that cannot run says why in
/// `refused`, and its figures are zeros.
fn json(rows: &[Row]) -> String {
    let rows: Vec<Value> = rows.iter().map(Shape::write).collect();
    format!("{}\n", json!({ "version": 1, "rows": rows }))
}

/// Aligned columns with a heading, and below what was adapted.
fn text(scenario: &Scenario, rows: &[Row]) -> String {
    let within = format!("in {} ms, %", scenario.objective.within_ms);
    let mut lines: Vec<Vec<String>> = vec![
        ["platform", "served, %", &within, "p99 ms", "reacts, s", "USD/day", "idle, %", "by hand"]
            .map(String::from)
            .to_vec(),
    ];
    lines.extend(rows.iter().map(cells));
    let width = |column: usize| {
        lines.iter().map(|line| line[column].chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..lines[0].len()).map(width).collect();
    let mut text = format!("{}, seed {}\n\n", scenario.title, scenario.seed);
    for line in &lines {
        let padded = line.iter().zip(&widths).enumerate();
        let cells: Vec<String> = padded
            .map(|(column, (cell, width))| match column {
                0 => format!("{cell:<width$}"),
                _ => format!("{cell:>width$}"),
            })
            .collect();
        text += cells.join("  ").trim_end();
        text.push('\n');
    }
    text += "\nBy hand: what the operator does when the machines get patches at half of the day.\n";
    for row in rows {
        let platform = row.platform.word();
        if !row.closed.is_empty() {
            let _ = writeln!(text, "{platform}: takes no new customers since {}", row.closed);
        }
        for said in row.adapted.iter().chain(&row.refused) {
            let _ = writeln!(text, "{platform}: {said}");
        }
    }
    text
}

fn cells(row: &Row) -> Vec<String> {
    let platform = row.platform.word().to_string();
    if !row.refused.is_empty() {
        return [platform].into_iter().chain(["–"; 7].map(String::from)).collect();
    }
    vec![
        platform,
        format!("{:.2}", row.served_share * 100.0),
        format!("{:.2}", row.within_objective * 100.0),
        format!("{:.0}", row.p99_ms),
        row.reacts_s.map_or("–".into(), |seconds| format!("{seconds:.0}")),
        format!("{:.2}", row.dollars_per_day),
        format!("{:.0}", row.idle_share * 100.0),
        row.hands().to_string(),
    ]
}
