//! `drydock run`: a scenario from a file, from standard input or from the course, simulated.

use super::content::{self, Course};
use super::output::{Stop, print};
use super::summary;
use clap::{Args, ValueEnum};
use drydock::course::{Mistake, scenario};
use drydock::sim::run::{Columns, Run};
use drydock::sim::{self, Scenario};
use std::fmt::Write;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

#[derive(Args)]
pub struct Options {
    /// A file (TOML or JSON), `-` for standard input, or the id of a scenario of the course.
    scenario: String,
    /// Another seed than the scenario's.
    #[arg(long)]
    seed: Option<u64>,
    /// The whole run as JSON.
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// The columns as CSV, one row every ten seconds.
    #[arg(long)]
    csv: bool,
    /// How requests are simulated.
    #[arg(long, value_enum, default_value_t = Engine::Flow)]
    engine: Engine,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engine {
    /// Means and distributions, step by step.
    Flow,
    /// Each request by itself (not built yet).
    Exact,
}

/// Simulates and prints a summary, JSON or CSV.
pub fn run(options: &Options, folder: Option<&Path>) -> Result<ExitCode, Stop> {
    if options.engine == Engine::Exact {
        let text = "engine `exact` is not built yet; expected `--engine flow`";
        return Err(Stop::Failed(text.into()));
    }
    let course = content::course(folder)?;
    let Some(scenario) = with_seed(&options.scenario, options.seed, &course)? else {
        return Ok(ExitCode::FAILURE);
    };
    let run = sim::run(&scenario, &course.rules);
    if options.json {
        let json = serde_json::to_string(&run).map_err(|error| error.to_string())?;
        print(&(json + "\n"))?;
    } else if options.csv {
        print(&csv(&run))?;
    } else {
        print(&summary::text(&scenario, &run))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A scenario from a file, from standard input (`-`) or from the course, with another seed where
/// one is given. `None` once its mistakes have been printed.
pub fn with_seed(name: &str, seed: Option<u64>, course: &Course) -> Result<Option<Scenario>, Stop> {
    match read(name, course)? {
        Ok(scenario) => Ok(Some(Scenario { seed: seed.unwrap_or(scenario.seed), ..scenario })),
        Err(mistakes) => {
            mistakes.iter().for_each(|mistake| eprintln!("{mistake}"));
            Ok(None)
        }
    }
}

fn read(name: &str, course: &Course) -> Result<Result<Scenario, Vec<Mistake>>, Stop> {
    if name == "-" {
        let mut text = String::new();
        let read = std::io::stdin().read_to_string(&mut text);
        read.map_err(|error| format!("cannot read standard input: {error}"))?;
        return Ok(scenario("<stdin>", &text, &course.rules));
    }
    let looks_like_a_path = name.contains(['/', '\\', '.']);
    if !looks_like_a_path && !Path::new(name).is_file() {
        return Ok(Ok(course.scenario(name)?));
    }
    let text =
        std::fs::read_to_string(name).map_err(|error| format!("cannot read {name}: {error}"))?;
    Ok(scenario(name, &text, &course.rules))
}

fn csv(run: &Run) -> String {
    let mut text = format!("t_s,{}\n", Columns::NAMES.join(","));
    let columns = run.columns.all();
    let rows = columns.first().map_or(0, |column| column.len());
    for row in 0..rows {
        let _ = write!(text, "{}", row as u64 * u64::from(run.step_s));
        for column in &columns {
            let _ = write!(text, ",{}", column[row]);
        }
        text.push('\n');
    }
    text
}
