//! A run in words: verdict, requests, bill and decisions, for people at a terminal.

use drydock::sim::Scenario;
use drydock::sim::run::{Decision, HandWork, LedgerLine, Run, Totals};
use std::fmt::Write;

/// Decisions shown before the rest is only counted.
const DECISIONS_MAX: usize = 24;

/// The summary, several lines.
pub fn text(scenario: &Scenario, run: &Run) -> String {
    let mut text = format!("{}\n", scenario.title);
    let hours = f64::from(scenario.duration_s) / 3600.0;
    let _ = writeln!(text, "seed {}, {hours:.1} h from {}\n", scenario.seed, scenario.start);
    verdict(&mut text, scenario, &run.totals);
    requests(&mut text, &run.totals);
    ledger(&mut text, &run.ledger, &run.totals);
    by_hand(&mut text, &run.by_hand);
    decisions(&mut text, scenario, &run.decisions);
    let _ = writeln!(text, "\nengine {}, digest {}", run.engine, run.digest);
    text
}

fn verdict(text: &mut String, scenario: &Scenario, totals: &Totals) {
    let objective = &scenario.objective;
    let met = totals.within_objective >= objective.share;
    let _ = writeln!(
        text,
        "Verdict: objective {} – {:.2} % of the requests answered within {} ms, {} % wanted",
        if met { "met" } else { "missed" },
        totals.within_objective * 100.0,
        objective.within_ms,
        objective.share * 100.0,
    );
    if objective.budget_dollars_per_day > 0.0 {
        let days = f64::from(scenario.duration_s) / 86_400.0;
        let budget = objective.budget_dollars_per_day * days;
        let kept = if totals.dollars <= budget { "kept" } else { "exceeded" };
        let _ = writeln!(text, "         budget {kept} – ${:.2} of ${budget:.2}", totals.dollars);
    }
}

fn requests(text: &mut String, totals: &Totals) {
    let failed = &totals.failed;
    let lines = [
        ("offered", totals.offered),
        ("served", totals.served),
        ("refused, queue full", failed.refused),
        ("timed out", failed.timed_out),
        ("no healthy target", failed.no_target),
        ("task went away", failed.error),
        ("in flight at the end", totals.in_flight),
    ];
    let _ = writeln!(text, "\nRequests");
    for (name, count) in lines {
        let _ = writeln!(text, "  {name:<22}{count:>14.0}");
    }
    let Totals { p50_ms, p95_ms, p99_ms, .. } = totals;
    let _ = writeln!(
        text,
        "  response time         p50 {p50_ms:.0} ms, p95 {p95_ms:.0} ms, p99 {p99_ms:.0} ms"
    );
}

fn ledger(text: &mut String, ledger: &[LedgerLine], totals: &Totals) {
    let _ = writeln!(text, "\nBill");
    for line in ledger {
        let quantity = format!("{:.2} {}", line.quantity, line.unit);
        let _ = writeln!(
            text,
            "  {:<22}{quantity:>20} × ${:<10}{:>9.2}",
            line.line, line.unit_dollars, line.dollars
        );
    }
    let Totals { dollars, idle_share, .. } = totals;
    let _ = writeln!(text, "  {:<55}{dollars:>9.2}", "total, USD");
    let _ = writeln!(text, "  {:.0} % of the paid vCPU time did no work", idle_share * 100.0);
}

fn by_hand(text: &mut String, work: &[HandWork]) {
    if !work.is_empty() {
        let _ = writeln!(text, "\nBy hand");
    }
    for HandWork { what, times } in work {
        let _ = writeln!(text, "  {times:>3} × {what}");
    }
}

fn decisions(text: &mut String, scenario: &Scenario, decisions: &[Decision]) {
    let _ = writeln!(text, "\nDecisions: {}", decisions.len());
    for decision in decisions.iter().take(DECISIONS_MAX) {
        let _ = writeln!(
            text,
            "  {}  {:<17} {:<24} {}",
            clock(&scenario.start, decision.t_ms),
            decision.who,
            decision.what,
            decision.because
        );
    }
    if let Some(more @ 1..) = decisions.len().checked_sub(DECISIONS_MAX) {
        let _ = writeln!(text, "  and {more} more; `--json` has them all");
    }
}

/// Local time of day, `13:32:30`.
fn clock(start: &str, t_ms: u64) -> String {
    let part = |from: usize| start.get(from..from + 2).and_then(|it| it.parse::<u64>().ok());
    let at = |from| part(from).unwrap_or(0);
    let second = at(11) * 3600 + at(14) * 60 + at(17) + t_ms / 1000;
    format!("{:02}:{:02}:{:02}", second / 3600 % 24, second / 60 % 60, second % 60)
}
