//! What an asker stands on: a scenario to vary, its runs, and the lab's address of each.

use crate::facts::Rulebook;
use crate::sim::{self, Run, Scenario};
use serde_json::Value;

/// Settings by path, `scaling.target`, in the order in which they are made.
pub type Settings = Vec<(&'static str, Value)>;

/// Second of the day at which the days of [`afternoon`] begin.
pub const BEGIN_S: u32 = 13 * 3600;
/// Second of the day at which their load rises.
pub const STEP_S: u32 = BEGIN_S + 30 * 60;

/// A scenario to vary.
pub struct Ground<'a> {
    pub id: &'static str,
    pub base: &'a Scenario,
    pub rules: &'a Rulebook,
}

/// A scenario with its settings, and its run.
pub struct Day {
    pub scenario: Scenario,
    pub run: Run,
}

impl Ground<'_> {
    /// The day with these settings; `None` where they do not go together.
    pub fn day(&self, settings: &Settings) -> Option<Day> {
        let mut scenario = self.base.clone();
        for (path, value) in settings {
            scenario = scenario.with(path, value.clone()).ok()?;
        }
        let run = sim::run_unsealed(&scenario, self.rules);
        Some(Day { scenario, run })
    }

    /// The lab with these settings and the playhead at a second of the day, as
    /// [`crate::quiz::Question::lab`] has it.
    pub fn lab(&self, settings: &Settings, at_s: u32) -> String {
        let mut address = [self.id, "?"].concat();
        for (place, (path, value)) in settings.iter().enumerate() {
            // A later value of the same setting counts.
            if settings[place + 1..].iter().any(|(later, _)| later == path) {
                continue;
            }
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_string);
            address.push_str(path);
            address.push('=');
            encode(&text, &mut address);
            address.push('&');
        }
        address.push_str("t=");
        address.push_str(&clock(at_s));
        address
    }
}

/// An afternoon of so many minutes whose load rises at half past one, from `low` to `high`
/// requests a second in `ramp_s`, on tasks whose health checks need no turn in the queue.
pub fn afternoon(minutes: u32, low: u32, high: u32, ramp_s: u32) -> Settings {
    vec![
        ("start", "2026-11-23T13:00:00".into()),
        ("duration_s", (minutes * 60).into()),
        ("traffic.spike_at", "13:30".into()),
        ("traffic.spike_ramp_s", ramp_s.into()),
        ("traffic.peak_rps", high.into()),
        ("traffic.trough_share", (f64::from(low) / f64::from(high)).into()),
        ("balancer.health_check_queues", false.into()),
    ]
}

/// That many tasks at the start, and the bounds around them.
pub fn tasks(desired: u32, max: u32) -> Settings {
    vec![
        ("scaling.max", max.into()),
        ("scaling.desired", desired.into()),
        ("scaling.min", desired.into()),
    ]
}

/// Requests a second that one task can answer, by the CPU that each of them takes.
pub fn task_rps(scenario: &Scenario) -> f64 {
    1000.0 * scenario.task.vcpu / scenario.request.cpu_ms
}

/// The mean of a column over the minute that begins at a second of the day.
pub fn minute(column: &[f64], at_s: u32) -> f64 {
    let from = ((at_s - BEGIN_S) / sim::run::STEP_S) as usize;
    let rows = (60 / sim::run::STEP_S) as usize;
    let rows = &column[from.min(column.len())..(from + rows).min(column.len())];
    rows.iter().sum::<f64>() / (rows.len().max(1)) as f64
}

/// Second of the day of a moment of the run.
pub fn second(t_ms: u64) -> u32 {
    BEGIN_S + (t_ms / 1000) as u32
}

/// `13:41:20`
pub fn clock(at_s: u32) -> String {
    let two = |number: u32| format!("{number:02}");
    [two(at_s / 3600), two(at_s / 60 % 60), two(at_s % 60)].join(":")
}

/// `13:41`
pub fn about(at_s: u32) -> String {
    clock(at_s)[..5].into()
}

/// Signs that mean something in an address, and brackets and quotes, as `%22`.
fn encode(text: &str, into: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b':' | b',' => {
                into.push(char::from(byte));
            }
            _ => into.push_str(&format!("%{byte:02X}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_carries_lists_and_times() {
        let mut text = String::new();
        encode("[{\"at\":\"13:40\"}]", &mut text);
        assert_eq!(text, "%5B%7B%22at%22:%2213:40%22%7D%5D");
        assert_eq!((clock(49_280).as_str(), about(49_280).as_str()), ("13:41:20", "13:41"));
    }

    #[test]
    fn a_minute_is_six_rows() {
        let column: Vec<f64> = (0..12).map(f64::from).collect();
        assert_eq!((minute(&column, BEGIN_S), minute(&column, BEGIN_S + 60)), (2.5, 8.5));
        assert_eq!(minute(&column, BEGIN_S + 600), 0.0, "after the end there is nothing");
    }
}
