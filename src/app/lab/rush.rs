//! One sudden rise of the load on Fargate and on EC2: when each has enough tasks again, and for how
//! long users wait until then. Pure; `rush_text` draws it, `rush_view` connects it to the window.
//!
//! What is drawn comes from two runs of the same workload; nothing here knows how long anything
//! takes.

use crate::sim::scenario::Platform;
use crate::sim::{Run, Scenario};

use super::words;

/// The two platforms, in the order of the picture.
pub const SIDES: [(Platform, &str); 2] =
    [(Platform::EcsFargate, "Fargate"), (Platform::EcsEc2, "EC2")];
/// Load at the top of the picture, requests/s; the same for every load, so that the axis stands
/// still under the hand.
pub const TOP_RPS: f64 = 700.0;
/// The most that the load can be set to, requests/s.
pub const MOST_RPS: f64 = 600.0;
/// What is shown before the rise, s.
const LEAD_S: u32 = 120;

/// How long load exceeds what the healthy tasks can answer, s since the start of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// Never.
    Nobody,
    Until {
        from_s: u32,
        to_s: u32,
    },
    /// Still when the picture ends.
    Still {
        from_s: u32,
    },
}

impl Wait {
    /// Whether and when there is enough again.
    pub(super) fn over_s(self) -> Option<u32> {
        match self {
            Wait::Until { to_s, .. } => Some(to_s),
            _ => None,
        }
    }
}

/// One platform's part of the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    pub name: &'static str,
    /// Requests/s that the healthy tasks could answer, a value a row of the run.
    pub capacity: Vec<f64>,
    pub wait: Wait,
    /// Requests that failed, of all.
    pub failed: f64,
    /// When the scaling policy first acted, s since the start.
    pub decided_s: Option<u32>,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Requests/s, a value a row.
    pub load: Vec<f64>,
    pub step_s: u32,
    /// Second of the day at the start of the run.
    pub clock_s: u32,
    /// When the load rises, s since the start of the run.
    pub rise_s: u32,
    pub sides: [Side; 2],
}

/// The scenario with another load after the rise; before it the load stays as it is.
pub fn with_load(scenario: &Scenario, rps: f64) -> Scenario {
    let mut next = scenario.clone();
    let before = base_rps(scenario);
    next.traffic.peak_rps = rps.clamp(before, MOST_RPS);
    next.traffic.trough_share = before / next.traffic.peak_rps;
    next
}

/// The load before the rise, requests/s.
pub fn base_rps(scenario: &Scenario) -> f64 {
    let base = scenario.traffic.peak_rps * scenario.traffic.trough_share;
    libm::round(base * 10.0) / 10.0
}

impl Picture {
    /// Of the two runs of one workload, in the order of [`SIDES`].
    pub fn new(scenario: &Scenario, runs: [&Run; 2]) -> Picture {
        let clock_s = words::second_of_start(&scenario.start);
        let rise = words::parse_clock(&scenario.traffic.spike_at).unwrap_or(clock_s);
        let side = |index: usize| {
            let run: &Run = runs[index];
            let first = run.decisions.iter().find(|one| one.what.starts_with("scale out"));
            Side {
                name: SIDES[index].1,
                capacity: run.columns.capacity_rps.clone(),
                wait: wait(run),
                failed: run.totals.failed.sum(),
                decided_s: first.map(|decision| (decision.t_ms / 1000) as u32),
            }
        };
        Picture {
            load: runs[0].columns.offered_rps.clone(),
            step_s: runs[0].step_s.max(1),
            clock_s,
            rise_s: rise.saturating_sub(clock_s),
            sides: [side(0), side(1)],
        }
    }

    pub(super) fn first_s(&self) -> u32 {
        self.rise_s.saturating_sub(LEAD_S)
    }

    pub(super) fn end_s(&self) -> u32 {
        (self.load.len() as u32 * self.step_s).max(self.first_s() + 1)
    }

    /// Place of a moment from the left, in percent.
    pub(super) fn x(&self, t_s: u32) -> f64 {
        let length = f64::from(self.end_s() - self.first_s());
        (f64::from(t_s) - f64::from(self.first_s())) * 100.0 / length
    }

    pub(super) fn clock(&self, t_s: u32) -> String {
        words::clock(self.clock_s + t_s)
    }

    /// `7 min 10 s` after the rise.
    pub(super) fn after(&self, t_s: u32) -> String {
        words::duration(t_s.saturating_sub(self.rise_s))
    }

    /// The finding, as a sentence.
    pub fn sentence(&self) -> String {
        let until = |side: &Side, verb: &str| match side.wait {
            Wait::Nobody => [side.name, verb, " all the time"].concat(),
            Wait::Until { to_s, .. } => [side.name, verb, " after ", &self.after(to_s)].concat(),
            Wait::Still { .. } => [side.name, " not before ", &self.clock(self.end_s())].concat(),
        };
        let [first, second] = &self.sides;
        if first.wait == Wait::Nobody && second.wait == Wait::Nobody {
            return "Nobody waits: the tasks that run can answer this.".into();
        }
        [&until(first, " has enough tasks"), ", ", &until(second, ""), "."].concat()
    }
}

/// From the first row with more load than capacity to the end of the last.
fn wait(run: &Run) -> Wait {
    let (load, capacity) = (&run.columns.offered_rps, &run.columns.capacity_rps);
    let short: Vec<usize> = load
        .iter()
        .zip(capacity)
        .enumerate()
        .filter(|(_, (load, capacity))| **load > **capacity + 1e-6)
        .map(|(row, _)| row)
        .collect();
    let at = |row: usize| row as u32 * run.step_s;
    match (short.first(), short.last()) {
        (Some(first), Some(last)) if last + 1 < load.len() => {
            Wait::Until { from_s: at(*first), to_s: at(last + 1) }
        }
        (Some(first), Some(_)) => Wait::Still { from_s: at(*first) },
        _ => Wait::Nobody,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::Shape as _;

    const LOAD: [f64; 6] = [100.0, 300.0, 300.0, 300.0, 300.0, 300.0];

    fn run(capacity: [f64; 6]) -> Run {
        let mut run = Run { step_s: 10, ..Run::blank() };
        run.columns.offered_rps = LOAD.to_vec();
        run.columns.capacity_rps = capacity.to_vec();
        run
    }

    fn picture(fargate: [f64; 6], ec2: [f64; 6]) -> Picture {
        let mut scenario = Scenario::blank();
        scenario.start = "2026-11-23T09:59:50".into();
        scenario.traffic.spike_at = "10:00".into();
        Picture::new(&scenario, [&run(fargate), &run(ec2)])
    }

    #[test]
    fn users_wait_from_the_first_row_with_too_few_tasks_to_the_end_of_the_last() {
        assert_eq!(
            wait(&run([200.0, 200.0, 250.0, 400.0, 400.0, 400.0])),
            Wait::Until { from_s: 10, to_s: 30 }
        );
        assert_eq!(wait(&run([300.0; 6])), Wait::Nobody);
        assert_eq!(wait(&run([200.0; 6])), Wait::Still { from_s: 10 });
    }

    #[test]
    fn times_are_counted_from_the_rise() {
        let soon = [200.0, 200.0, 400.0, 400.0, 400.0, 400.0];
        let late = [200.0, 200.0, 200.0, 200.0, 400.0, 400.0];
        let shown = picture(soon, late);
        let sentence = "Fargate has enough tasks after 10 s, EC2 after 30 s.";
        assert_eq!(shown.sentence(), sentence);
        assert!(shown.table().contains("<td>10:00:10</td>"), "{}", shown.table());
        let html = shown.html();
        assert!(html.contains("users wait on both") && html.contains("on EC2 only"), "{html}");
    }

    #[test]
    fn whoever_is_later_is_named_and_an_open_end_is_no_time() {
        let soon = [200.0, 200.0, 400.0, 400.0, 400.0, 400.0];
        let shown = picture([200.0; 6], soon);
        assert!(shown.html().contains("on Fargate only"));
        assert!(shown.sentence().starts_with("Fargate not before 10:00:50, EC2 after 10 s"));
        let nobody = picture([300.0; 6], [300.0; 6]);
        assert!(nobody.sentence().starts_with("Nobody waits"));
        assert!(!nobody.html().contains("rush-wait"));
    }

    #[test]
    fn another_load_leaves_what_was_before_the_rise() {
        let mut scenario = Scenario::blank();
        (scenario.traffic.peak_rps, scenario.traffic.trough_share) = (400.0, 0.375);
        for rps in [10.0, 150.0, 333.0, 9_000.0] {
            let next = with_load(&scenario, rps);
            assert!((base_rps(&next) - 150.0).abs() < 0.05);
            assert!((150.0..=MOST_RPS).contains(&next.traffic.peak_rps));
        }
    }
}
