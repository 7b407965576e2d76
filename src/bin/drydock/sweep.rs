//! `drydock sweep`: a scenario simulated for every value of one setting or two, side by side.

mod table;
mod vary;

use self::table::Row;
use self::vary::Vary;
use super::content;
use super::output::{Stop, print};
use super::run;
use clap::Args;
use drydock::facts::Rulebook;
use drydock::sim::run::Totals;
use drydock::sim::{self, Scenario};
use serde_json::Value;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// Runs of one sweep.
const POINTS_MAX: usize = 10_000;
/// Settings that one sweep varies.
const PATHS_MAX: usize = 2;

#[derive(Args)]
pub struct Options {
    /// A file (TOML or JSON), `-` for standard input, or the id of a scenario of the course.
    scenario: String,
    /// A setting and its values: `scaling.target=40..90:5` or `task.vcpu=0.25,0.5,1`; at most two.
    #[arg(long, required = true, value_name = "PATH=VALUES")]
    vary: Vec<String>,
    /// Another seed than the scenario's.
    #[arg(long)]
    seed: Option<u64>,
    /// Rows as JSON, with all totals.
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Rows as CSV.
    #[arg(long)]
    csv: bool,
}

/// Simulates every combination and prints a table, JSON or CSV.
pub fn sweep(options: &Options, folder: Option<&Path>) -> Result<ExitCode, Stop> {
    let varied: Vec<Vary> =
        options.vary.iter().map(|text| Vary::parse(text)).collect::<Result<_, _>>()?;
    let points = combinations(&varied)?;
    let course = content::course(folder)?;
    let Some(scenario) = run::with_seed(&options.scenario, options.seed, &course)? else {
        return Ok(ExitCode::FAILURE);
    };
    let scenarios = scenarios(&scenario, &varied, &points, &course.rules)?;
    let totals = run_all(&scenarios, &course.rules);
    let rows: Vec<Row> =
        points.into_iter().zip(totals).map(|(values, totals)| Row { values, totals }).collect();
    let paths: Vec<&str> = varied.iter().map(|vary| vary.path.as_str()).collect();
    print(&if options.json {
        table::json(&paths, &rows)
    } else if options.csv {
        table::csv(&paths, &rows)
    } else {
        table::text(&paths, &rows)
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Every combination of the values, the last setting varying fastest.
fn combinations(varied: &[Vary]) -> Result<Vec<Vec<Value>>, Stop> {
    if varied.len() > PATHS_MAX {
        let found = varied.len();
        return Err(format!("expected `--vary` at most {PATHS_MAX} times, found {found}").into());
    }
    if let [one, other] = varied
        && one.path == other.path
    {
        return Err(format!("`--vary {}` stands there twice", one.path).into());
    }
    let count = varied.iter().map(|vary| vary.values.len()).product::<usize>();
    if count > POINTS_MAX {
        return Err(format!("expected at most {POINTS_MAX} runs, found {count}").into());
    }
    let mut points: Vec<Vec<Value>> = vec![Vec::new()];
    for vary in varied {
        points = points
            .iter()
            .flat_map(|point| {
                vary.values.iter().map(move |value| [point, std::slice::from_ref(value)].concat())
            })
            .collect();
    }
    Ok(points)
}

/// The scenario of each point; all that is wrong with any of them at once.
fn scenarios(
    scenario: &Scenario,
    varied: &[Vary],
    points: &[Vec<Value>],
    rules: &Rulebook,
) -> Result<Vec<Scenario>, Stop> {
    let whole = serde_json::to_value(scenario).map_err(|error| error.to_string())?;
    let mut scenarios = Vec::new();
    let mut problems: Vec<String> = Vec::new();
    for point in points {
        let mut changed = whole.clone();
        for (vary, value) in varied.iter().zip(point) {
            vary.set(&mut changed, value)?;
        }
        match Scenario::parse_with_calendar(changed, rules) {
            Ok(scenario) => scenarios.push(scenario),
            Err(found) => {
                let at: Vec<String> = varied
                    .iter()
                    .zip(point)
                    .map(|(vary, value)| format!("{} = {value}", vary.path))
                    .collect();
                let said = found.iter().map(|problem| format!("{}: {problem}", at.join(", ")));
                problems.extend(said);
            }
        }
    }
    problems.dedup();
    if problems.is_empty() { Ok(scenarios) } else { Err(problems.join("\n").into()) }
}

/// Simulates on all cores; the results come in the order of the scenarios.
fn run_all(scenarios: &[Scenario], rules: &Rulebook) -> Vec<Totals> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let mut totals: Vec<Totals> = vec![Totals::default(); scenarios.len()];
    let (send, receive) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..cores.min(scenarios.len()) {
            let (send, next) = (send.clone(), &next);
            scope.spawn(move || {
                while let Some((index, scenario)) = {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    scenarios.get(index).map(|scenario| (index, scenario))
                } {
                    // Nobody listens any more only if the command is about to end.
                    let _ = send.send((index, sim::run_unsealed(scenario, rules).totals));
                }
            });
        }
        drop(send);
        let mut progress = Progress::new(scenarios.len());
        for (index, found) in receive {
            totals[index] = found;
            progress.step();
        }
        progress.clear();
    });
    totals
}

/// A bar on standard error, where that is a terminal.
struct Progress {
    shown: bool,
    done: usize,
    all: usize,
}

impl Progress {
    const WIDTH: usize = 30;

    fn new(all: usize) -> Progress {
        Progress { shown: std::io::stderr().is_terminal(), done: 0, all }
    }

    fn step(&mut self) {
        self.done += 1;
        let full = self.done * Progress::WIDTH / self.all.max(1);
        let bar = "█".repeat(full) + &"░".repeat(Progress::WIDTH - full);
        self.write(&format!("\r{bar} {} of {}", self.done, self.all));
    }

    fn clear(&self) {
        self.write("\r\x1b[2K");
    }

    fn write(&self, text: &str) {
        if self.shown {
            let mut out = std::io::stderr().lock();
            let _ = out.write_all(text.as_bytes());
            let _ = out.flush();
        }
    }
}
