//! What is measured: rows every ten seconds, percentiles every minute, totals and the bill at the
//! end.

use super::control::service::Service;
use super::cost::{Usage, alb_units_at, billed_s, ledger};
use super::flow::{Edges, Histogram, Plane, Tally, Waits};
use super::platform::Platform;
use super::record::Recorder;
use super::run::{Columns, Failed, Run, STEP_S, Totals};
use super::scenario::Scenario;
use crate::facts::Rulebook;

/// Seconds of one histogram.
const MINUTE_S: u32 = 60;

/// Sums that a run leaves behind.
pub struct Meter {
    edges: Edges,
    row: Tally,
    row_waits: Waits,
    row_busy: (f64, u32),
    minute_waits: Waits,
    minute: Histogram,
    whole: Histogram,
    first_row_of_minute: usize,
    totals: Totals,
    within: f64,
    used_vcpu_s: f64,
    hourly_requests: Vec<f64>,
}

impl Meter {
    /// Nothing measured yet.
    pub fn new(scenario: &Scenario) -> Meter {
        Meter {
            edges: Edges::new(&[scenario.service()]),
            row: Tally::default(),
            row_waits: Waits::default(),
            row_busy: (0.0, 0),
            minute_waits: Waits::default(),
            minute: Histogram::empty(),
            whole: Histogram::empty(),
            first_row_of_minute: 0,
            totals: Totals::default(),
            within: 0.0,
            used_vcpu_s: 0.0,
            hourly_requests: Vec::new(),
        }
    }

    /// Takes over settings that may change during a run.
    pub fn configure(&mut self, scenario: &Scenario) {
        self.edges.set_services(&[scenario.service()]);
    }

    /// Where the data plane adds the waits of the current row.
    pub fn waits(&mut self) -> &mut Waits {
        &mut self.row_waits
    }

    /// Some seconds: their requests, the CPU utilisation of the running tasks, the vCPU time used.
    pub fn count(&mut self, tally: &Tally, busy: f64, used_vcpu_s: f64, from_s: u32, end_s: u32) {
        if from_s.is_multiple_of(3600) {
            self.hourly_requests.push(0.0);
        }
        if let Some(hour) = self.hourly_requests.last_mut() {
            *hour += tally.offered;
        }
        self.used_vcpu_s += used_vcpu_s;
        self.row_busy.0 += busy * f64::from(end_s - from_s);
        self.row_busy.1 += end_s - from_s;
        self.row.add(tally);
    }

    /// Ends a row at `at_s`, and a minute where one ends.
    #[allow(clippy::too_many_arguments)]
    pub fn row(
        &mut self,
        at_s: u32,
        scenario: &Scenario,
        rules: &Rulebook,
        platform: &dyn Platform,
        service: &Service,
        plane: &Plane,
        recorder: &mut Recorder,
    ) {
        let (failed, served) = self.settle(scenario);
        let seconds = f64::from(self.row_busy.1.max(1));
        let running = service.running();
        let healthy = plane.healthy();
        let memory_kib = f64::from(running) * f64::from(scenario.task.memory_mib) * 1024.0;
        let held_kib = plane.in_flight() * scenario.request.memory_kib;
        let columns = &mut recorder.columns;
        columns.offered_rps.push(self.row.offered / seconds);
        columns.served_rps.push(served / seconds);
        columns.failed_rps.push(failed / seconds);
        columns.capacity_rps.push(f64::from(healthy) * scenario.station().capacity());
        columns.cpu.push(self.row_busy.0 / seconds);
        columns.memory.push(if running > 0 { (held_kib / memory_kib).min(1.0) } else { 0.0 });
        columns.queue.push(plane.queue());
        columns.desired.push(f64::from(service.desired));
        columns.pending.push(f64::from(service.pending()));
        columns.running.push(f64::from(running));
        columns.healthy.push(f64::from(healthy));
        columns.machines.push(f64::from(platform.machines()));
        let pace = self.dollars_per_hour(at_s, scenario, rules, platform, service);
        columns.dollars_per_hour.push(pace);
        for column in [&mut columns.p50_ms, &mut columns.p95_ms, &mut columns.p99_ms] {
            column.push(0.0);
        }
        self.minute_waits.merge(&self.row_waits, scenario.service().mean_s);
        self.row_waits.clear();
        self.row_busy = (0.0, 0);
        self.row = Tally::default();
        if at_s.is_multiple_of(MINUTE_S) || at_s == scenario.duration_s {
            self.end_minute(scenario, columns);
        }
    }

    /// Counts the row's requests into the totals; returns failed and served.
    fn settle(&mut self, scenario: &Scenario) -> (f64, f64) {
        let services = [scenario.service()];
        let timeout_s = scenario.request.timeout_ms / 1000.0;
        let objective_s = (scenario.objective.within_ms / 1000.0).min(timeout_s);
        let row = &self.row;
        let served = self.row_waits.within(&services, timeout_s).min(row.completed);
        let within = self.row_waits.within(&services, objective_s).min(served);
        let failed = Failed {
            refused: row.refused,
            timed_out: row.abandoned + (row.completed - served),
            no_target: row.no_target,
            error: row.lost,
        };
        self.totals.offered += row.offered;
        self.totals.served += served;
        self.totals.failed.refused += failed.refused;
        self.totals.failed.timed_out += failed.timed_out;
        self.totals.failed.no_target += failed.no_target;
        self.totals.failed.error += failed.error;
        self.within += within;
        (failed.sum(), served)
    }

    /// Reads the percentiles of the minute into its rows.
    fn end_minute(&mut self, scenario: &Scenario, columns: &mut Columns) {
        let limit_s = scenario.request.timeout_ms / 1000.0;
        self.minute.clear();
        self.minute.fill(&self.edges, &self.minute_waits, limit_s);
        self.whole.merge(&self.minute);
        let [p50, p95, p99] = self.minute.quantiles(&self.edges, [0.5, 0.95, 0.99]);
        let rows = self.first_row_of_minute..columns.p50_ms.len();
        columns.p50_ms[rows.clone()].fill(p50 * 1000.0);
        columns.p95_ms[rows.clone()].fill(p95 * 1000.0);
        columns.p99_ms[rows].fill(p99 * 1000.0);
        self.first_row_of_minute = columns.p50_ms.len();
        self.minute_waits.clear();
    }

    /// What the set-up costs an hour as it stands now.
    fn dollars_per_hour(
        &self,
        at_s: u32,
        scenario: &Scenario,
        rules: &Rulebook,
        platform: &dyn Platform,
        service: &Service,
    ) -> f64 {
        let now = u64::from(at_s) * 1000;
        let billed =
            service.tasks.iter().filter(|task| task.billed_from.is_some_and(|from| from <= now));
        let tasks = billed.count() as f64;
        let compute: f64 = platform
            .price(3600.0 * tasks)
            .iter()
            .map(|price| price.quantity * price.unit_dollars)
            .sum();
        let units = alb_units_at(self.row.offered / f64::from(self.row_busy.1.max(1)), rules);
        let addresses = tasks + scenario.zones.names.len() as f64;
        compute + rules.alb_hour + units * rules.alb_lcu_hour + addresses * rules.public_ipv4_hour
    }

    /// Totals and ledger.
    pub fn finish(
        mut self,
        scenario: &Scenario,
        rules: &Rulebook,
        platform: &dyn Platform,
        service: &Service,
        in_flight: f64,
        recorder: Recorder,
    ) -> Run {
        let end = u64::from(scenario.duration_s) * 1000;
        let minimum_s = platform.minimum_billed_s();
        let stopped = recorder.billed.iter().map(|(from, to)| billed_s(*from, *to, minimum_s));
        // A task that still runs is billed up to the end of the run; its minimum is not yet known.
        let open = service.tasks.iter().filter_map(|task| task.billed_from);
        let open = open.filter(|from| *from < end).map(|from| billed_s(from, end, 0.0));
        let task_s: f64 = stopped.chain(open).sum();
        let usage = Usage {
            task_s,
            hourly_requests: &self.hourly_requests,
            duration_s: f64::from(scenario.duration_s),
            zones: scenario.zones.names.len(),
        };
        let ledger = ledger(&usage, platform, rules);
        let [p50, p95, p99] = self.whole.quantiles(&self.edges, [0.5, 0.95, 0.99]);
        let paid_vcpu_s = task_s * scenario.task.vcpu;
        let totals = &mut self.totals;
        totals.in_flight = in_flight;
        totals.within_objective =
            if totals.offered > 0.0 { self.within / totals.offered } else { 1.0 };
        (totals.p50_ms, totals.p95_ms, totals.p99_ms) = (p50 * 1000.0, p95 * 1000.0, p99 * 1000.0);
        totals.dollars = ledger.iter().map(|line| line.dollars).sum();
        totals.idle_share =
            if paid_vcpu_s > 0.0 { (1.0 - self.used_vcpu_s / paid_vcpu_s).max(0.0) } else { 0.0 };
        Run {
            version: 1,
            digest: String::new(),
            engine: "flow".into(),
            step_s: STEP_S,
            totals: self.totals,
            columns: recorder.columns,
            decisions: recorder.decisions,
            events: recorder.events,
            ledger,
        }
    }
}
