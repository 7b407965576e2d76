//! The table of errors: printed, kept in `docs/accuracy.md`, held to its limits.

use super::cases::{Case, Class, all};
use super::compare::{Errors, Minute, ensemble, errors, flow};
use super::kept::{self, Kept};
use std::path::PathBuf;

/// Runs of the reference that make one line to compare with.
const RUNS: u32 = 400;
/// Set this to write what is kept instead of comparing it.
const REGENERATE: &str = "DRYDOCK_WRITE_ACCURACY";
/// What stands before and behind the table in the document.
const MARKS: [&str; 2] = ["<!-- measured -->\n", "<!-- /measured -->\n"];

const HEAD: &str = "\
| Case | Utilisation | Served | Lost | Mean wait | p50 | p95 | p99 |
|---|---|---|---|---|---|---|---|
";

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/accuracy.md")
}

fn regenerates() -> bool {
    std::env::var(REGENERATE).is_ok()
}

fn row(name: &str, errors: &Errors) -> String {
    let pair = |(mean, worst): (f64, f64)| format!("{:.1} ({:.0})", mean * 100.0, worst * 100.0);
    let [p50, p95, p99] = errors.quantiles.map(pair);
    format!(
        "| {name} | {:.1} | {:.1} | {:.1} | {} | {p50} | {p95} | {p99} |\n",
        errors.utilisation * 100.0,
        errors.served * 100.0,
        errors.lost * 100.0,
        pair(errors.wait),
    )
}

/// What the case's class does not keep.
fn faults(case: &Case, errors: &Errors) -> Vec<String> {
    let mut faults = Vec::new();
    let mut hold = |what: &str, found: f64, most: f64| {
        if found.is_nan() || found > most {
            faults.push(format!("{}: {what} {found:.4}, at most {most}", case.name));
        }
    };
    hold("utilisation", errors.utilisation, 0.02);
    hold("served", errors.served, 0.01);
    hold("lost", errors.lost, 0.01);
    let rough = case.class == Class::Rough;
    hold("mean wait", errors.wait.0, if rough { 0.10 } else { 0.08 });
    hold("mean wait, worst", errors.wait.1, 0.25);
    if case.class == Class::Mean {
        return faults;
    }
    let most = if rough { [0.20, 0.15, 0.15] } else { [0.06; 3] };
    for (name, ((mean, worst), most)) in
        ["p50", "p95", "p99"].iter().zip(errors.quantiles.iter().zip(most))
    {
        hold(name, *mean, most);
        let widest = if case.class == Class::Late { 0.40 } else { 0.30 };
        hold(&format!("{name}, worst"), *worst, widest);
    }
    faults
}

/// The minutes of both engines, for a closer look at a case that fails.
fn show(case: &Case, flow: &[Minute], exact: &[Minute]) {
    for (minute, (flow, exact)) in flow.iter().zip(exact).enumerate() {
        let mark = if case.jumps(minute) { "*" } else { " " };
        print!("{minute:3}{mark}");
        for (flow, exact) in [
            (flow.busy_s / case.slots(minute) / 60.0, exact.busy_s / case.slots(minute) / 60.0),
            (flow.served, exact.served),
            (flow.lost, exact.lost),
            (flow.wait_s, exact.wait_s),
            (flow.quantiles_s[0], exact.quantiles_s[0]),
            (flow.quantiles_s[1], exact.quantiles_s[1]),
            (flow.quantiles_s[2], exact.quantiles_s[2]),
        ] {
            print!(" | {flow:8.3} {exact:8.3}");
        }
        println!();
    }
}

/// The table of all cases, and where a limit is not kept; `reference` by case.
fn table(reference: impl Fn(&Case) -> Vec<Minute>) -> (String, Vec<String>) {
    let mut table = HEAD.to_string();
    let mut wrong = Vec::new();
    for case in &all() {
        let (fluid, exact) = (flow(case), reference(case));
        let errors = errors(case, &fluid, &exact);
        let row = row(case.name, &errors);
        print!("{row}");
        table += &row;
        let faults = faults(case, &errors);
        if !faults.is_empty() {
            show(case, &fluid, &exact);
        }
        wrong.extend(faults);
    }
    (table, wrong)
}

/// The document with that table in it.
fn with_table(document: &str, table: &str) -> String {
    let [before, behind] = MARKS;
    let (head, rest) = document.split_once(before).expect("the mark before the table");
    let (_, tail) = rest.split_once(behind).expect("the mark behind the table");
    format!("{head}{before}{table}{behind}{tail}")
}

#[test]
fn the_fluid_is_as_near_to_every_request_as_we_say() {
    let kept = Kept::read();
    let (table, wrong) = table(|case| {
        let minutes = kept.minutes(case).unwrap_or_default();
        assert_eq!(minutes.len(), case.exact.offered.len() / 60, "{}: {}", case.name, how());
        minutes
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let document = std::fs::read_to_string(path()).expect("docs/accuracy.md can be read");
    let measured = with_table(&document, &table);
    if regenerates() {
        std::fs::write(path(), &measured).expect("docs/accuracy.md can be written");
    } else {
        assert!(document == measured, "the table in docs/accuracy.md is old: {}", how());
    }
}

/// Kept minutes are those of the reference as it is now, to the last digit kept. Cases by a part of
/// their names: `DRYDOCK_CASE=storm`; the others stay as they are kept.
#[test]
#[ignore = "slow: 400 runs a case; cargo test --profile fast --test flow -- --ignored kept"]
fn the_kept_minutes_are_those_of_every_request() {
    let wanted = std::env::var("DRYDOCK_CASE").unwrap_or_default();
    let mut anew = Vec::new();
    for case in &all() {
        if !case.name.contains(&wanted) {
            anew.extend(Kept::read().minutes(case).map(|minutes| (case.name, minutes)));
            continue;
        }
        let minutes = ensemble(case, RUNS);
        print!("{}", row(case.name, &errors(case, &flow(case), &minutes)));
        let same = regenerates() || Kept::read().holds(case, &minutes);
        assert!(same, "{} is no longer what is kept: {}", case.name, how());
        anew.push((case.name, minutes));
    }
    if regenerates() {
        kept::write(&anew);
    }
}

fn how() -> String {
    format!(
        "{REGENERATE}=1 cargo test --profile fast --test flow -- --ignored kept, then \
         {REGENERATE}=1 cargo test --test flow as_we_say"
    )
}
