//! The reference's minutes as they are kept in `ensemble.json`, so that the ordinary test need not
//! simulate a billion requests: by the name of the case, a list of eight numbers for each minute.

use super::cases::Case;
use super::compare::Minute;
use serde_json::Value;
use std::path::PathBuf;

/// Significant digits; the reference's own luck is far beyond them.
const DIGITS: usize = 7;

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/flow/ensemble.json")
}

/// What is kept of all cases.
pub struct Kept(Value);

impl Kept {
    pub fn read() -> Kept {
        let text = std::fs::read_to_string(path()).expect("tests/flow/ensemble.json can be read");
        Kept(serde_json::from_str(&text).expect("tests/flow/ensemble.json is sound"))
    }

    /// The minutes of a case; `None` where it is not kept.
    pub fn minutes(&self, case: &Case) -> Option<Vec<Minute>> {
        self.0.get(case.name)?.as_array()?.iter().map(minute).collect()
    }

    /// Whether these, rounded, are the minutes of that case.
    pub fn holds(&self, case: &Case, minutes: &[Minute]) -> bool {
        let rounded: Value = serde_json::from_str(&block(minutes)).expect("a list");
        self.0.get(case.name) == Some(&rounded)
    }
}

/// Replaces the file.
pub fn write(cases: &[(&str, Vec<Minute>)]) {
    let blocks: Vec<String> =
        cases.iter().map(|(name, minutes)| format!("\"{name}\": {}", block(minutes))).collect();
    let text = format!("{{\n{}\n}}\n", blocks.join(",\n"));
    std::fs::write(path(), text).expect("tests/flow/ensemble.json can be written");
}

fn minute(numbers: &Value) -> Option<Minute> {
    let numbers: Vec<f64> = numbers.as_array()?.iter().filter_map(Value::as_f64).collect();
    let &[busy_s, offered, served, lost, wait_s, p50, p95, p99] = numbers.as_slice() else {
        return None;
    };
    Some(Minute { busy_s, offered, served, lost, wait_s, quantiles_s: [p50, p95, p99] })
}

fn block(minutes: &[Minute]) -> String {
    let line = |minute: &Minute| {
        let [p50, p95, p99] = minute.quantiles_s;
        let Minute { busy_s, offered, served, lost, wait_s, .. } = *minute;
        let numbers = [busy_s, offered, served, lost, wait_s, p50, p95, p99].map(number);
        format!("[{}]", numbers.join(", "))
    };
    let lines: Vec<String> = minutes.iter().map(line).collect();
    format!("[\n{}\n]", lines.join(",\n"))
}

fn number(value: f64) -> String {
    let leading = if value.abs() >= 1.0 { value.abs().log10() as usize + 1 } else { 1 };
    let text = format!("{value:.0$}", DIGITS.saturating_sub(leading));
    if !text.contains('.') {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}
