//! `drydock rule`: one JSON object a line in, one a line out, in the same order.

use super::content;
use super::output::{Stop, print, stdout};
use clap::Args;
use drydock::facts::Rulebook;
use drydock::rules::{self, RULES, Rule};
use serde_json::{Value, json};
use std::io::{BufRead, Write};
use std::path::Path;
use std::process::ExitCode;

#[derive(Args)]
pub struct Options {
    /// Name of the rule, as `--list` gives it.
    #[arg(required_unless_present = "list")]
    name: Option<String>,
    /// Add the arithmetic as text in "because".
    #[arg(long)]
    explain: bool,
    /// Print inputs to begin with, one a line, instead of answering.
    #[arg(long, conflicts_with_all = ["explain", "list"])]
    example: bool,
    /// List the rules: name, meaning, source.
    #[arg(long, conflicts_with_all = ["name", "explain"])]
    list: bool,
}

/// Answers every line of standard input; exit status 1 if one of them was bad.
pub fn rule(options: &Options, folder: Option<&Path>) -> Result<ExitCode, Stop> {
    let Some(name) = &options.name else {
        return list();
    };
    let rule = find(name)?;
    if options.example {
        let lines = rules::examples::of(rule).map(|example| [example.json, "\n"].concat());
        print(&lines.collect::<String>())?;
        return Ok(ExitCode::SUCCESS);
    }
    let rules = content::course(folder)?.rules;
    let mut out = stdout();
    let mut code = ExitCode::SUCCESS;
    for line in std::io::stdin().lock().split(b'\n') {
        let line = line?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let answer = answer(rule, &line, &rules, options.explain).unwrap_or_else(|error| {
            code = ExitCode::FAILURE;
            json!({ "error": error })
        });
        writeln!(out, "{answer}")?;
        // A partner that waits for each answer gets it at once.
        out.flush()?;
    }
    Ok(code)
}

fn find(name: &str) -> Result<&'static Rule, Stop> {
    rules::find(name).ok_or_else(|| {
        let names = RULES.iter().map(|rule| rule.name).collect::<Vec<_>>().join(", ");
        Stop::Failed(format!("unknown rule `{name}`; there are: {names}"))
    })
}

fn list() -> Result<ExitCode, Stop> {
    let width = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for Rule { name, meaning, source, .. } in RULES {
        let source = if source.is_empty() { "theory" } else { source };
        text += &format!("{name:width$}  {meaning} ({source})\n");
    }
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn answer(rule: &Rule, line: &[u8], rules: &Rulebook, explain: bool) -> Result<Value, String> {
    let case: Value = serde_json::from_slice(line)
        .map_err(|error| format!("expected one JSON object a line: {error}"))?;
    if !case.is_object() {
        return Err("expected one JSON object a line".into());
    }
    let answer = (rule.answer)(&case, rules)?;
    let mut value = answer.value;
    if let (true, Value::Object(fields)) = (explain, &mut value) {
        fields.insert("because".into(), answer.because.into());
    }
    Ok(value)
}
