//! The commands and their options, and which part answers each.

use super::{check, compare, output, rule, run, site, sweep};
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Learn AWS containers by trying them: check and build the course, run scenarios, call rules.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
struct Line {
    /// Folder with the course; without it, the course that was compiled in.
    #[arg(long, global = true, value_name = "DIR")]
    content: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Find every mistake in a content folder, with file and line.
    Check {
        /// The folder; `content` if there is one here.
        folder: Option<PathBuf>,
    },
    /// Check a content folder and write the files that the page fetches.
    Build {
        /// The folder; `content` if there is one here.
        folder: Option<PathBuf>,
        /// Where to write; made if it is not there.
        #[arg(short, long, value_name = "DIR")]
        output: PathBuf,
        /// Where to write the lessons as plain pages; not written without it.
        #[arg(long, value_name = "DIR")]
        read: Option<PathBuf>,
        /// A folder with the built app (`dist`): the output becomes a whole site, the app with
        /// this course in it.
        #[arg(long, value_name = "DIR", conflicts_with = "read")]
        app: Option<PathBuf>,
    },
    /// Simulate a scenario and say what came of it.
    Run(run::Options),
    /// Simulate a scenario for a range of one setting or two, and compare.
    Sweep(sweep::Options),
    /// Simulate a scenario on every platform, and compare.
    Compare(compare::Options),
    /// Answer one case a line (JSON) with a rule of the models.
    Rule(rule::Options),
}

pub fn main() -> ExitCode {
    let line = Line::parse();
    let chosen = |folder: Option<PathBuf>| folder.or(line.content.clone());
    let done = match line.command {
        Command::Check { folder } => check::check(chosen(folder)),
        Command::Build { folder, output, read: _, app: Some(app) } => {
            site::build(chosen(folder), &output, &app)
        }
        Command::Build { folder, output, read, app: None } => {
            check::build(chosen(folder), &output, read.as_deref())
        }
        Command::Run(options) => run::run(&options, line.content.as_deref()),
        Command::Sweep(options) => sweep::sweep(&options, line.content.as_deref()),
        Command::Compare(options) => compare::compare(&options, line.content.as_deref()),
        Command::Rule(options) => rule::rule(&options, line.content.as_deref()),
    };
    match done {
        Ok(code) => code,
        Err(output::Stop::Closed) => ExitCode::SUCCESS,
        Err(output::Stop::Failed(text)) => {
            eprintln!("drydock: {text}");
            ExitCode::FAILURE
        }
    }
}
