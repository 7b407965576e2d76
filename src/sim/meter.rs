//! What is measured: rows every ten seconds, percentiles every minute, totals and the bill at the
//! end.

use super::control::Control;
use super::control::service::Service;
use super::cost::{Network, Usage, ledger};
use super::flow::{Edges, Histogram, Tally, Waits};
use super::platform::Platform;
use super::run::{Columns, Failed, Run, STEP_S, Totals};
use super::scenario::Scenario;

/// Seconds over which a percentile is taken.
const MINUTE_S: u32 = 60;
/// Seconds after which the waits enter the percentiles of the whole run.
const HOUR_S: u32 = 3600;

/// The service's tasks as they stand between two events.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    pub desired: u32,
    /// On their way to RUNNING.
    pub pending: u32,
    pub running: u32,
}

/// Sums that a run leaves behind.
pub struct Meter {
    edges: Edges,
    /// Buckets of the percentiles of the last minute.
    buckets: [usize; 3],
    row: Tally,
    row_waits: Waits,
    row_s: f64,
    row_cpu: f64,
    row_memory: f64,
    minute_waits: Waits,
    /// Waits that the whole does not hold yet.
    hour_waits: Waits,
    whole: Histogram,
    first_row_of_minute: usize,
    totals: Totals,
    within: f64,
    used_vcpu_s: f64,
    hourly_requests: Vec<f64>,
    seconds: f64,
}

impl Meter {
    /// Nothing measured yet.
    pub fn new(scenario: &Scenario) -> Meter {
        Meter {
            edges: Edges::new(&[scenario.own_station().service]),
            buckets: [0; 3],
            row: Tally::default(),
            row_waits: Waits::default(),
            row_s: 0.0,
            row_cpu: 0.0,
            row_memory: 0.0,
            minute_waits: Waits::default(),
            hour_waits: Waits::default(),
            whole: Histogram::empty(),
            first_row_of_minute: 0,
            totals: Totals::default(),
            within: 0.0,
            used_vcpu_s: 0.0,
            hourly_requests: Vec::new(),
            seconds: 0.0,
        }
    }

    /// Where the data plane adds the waits of the current row.
    pub fn waits(&mut self) -> &mut Waits {
        &mut self.row_waits
    }

    /// Whole seconds within a row: their requests, CPU and memory utilisation of the running tasks,
    /// vCPU time used.
    pub fn seconds(
        &mut self,
        tally: &Tally,
        cpu: f64,
        memory: f64,
        used_vcpu_s: f64,
        seconds: f64,
    ) {
        let hour = (self.seconds / 3600.0) as usize;
        if self.hourly_requests.len() <= hour {
            self.hourly_requests.push(0.0);
        }
        self.hourly_requests[hour] += tally.offered;
        self.seconds += seconds;
        self.used_vcpu_s += used_vcpu_s;
        self.row_s += seconds;
        self.row_cpu += cpu * seconds;
        self.row_memory += memory * seconds;
        self.row.add(tally);
    }

    /// Ends a row at `at_s`, and a minute where one ends.
    pub fn row(
        &mut self,
        at_s: u32,
        control: &mut Control,
        tasks: Standing,
        platform: &dyn Platform,
    ) {
        let limit_s = control.scenario.request.timeout_ms / 1000.0;
        if !self.edges.are_for(control.plane.services()) {
            self.end_hour(limit_s);
            self.edges.set_services(control.plane.services());
        }
        let (failed, served) = self.settle(control);
        let seconds = self.row_s.max(1.0);
        let pace = self.dollars_per_hour(control, platform);
        let plane = &control.plane;
        let columns = &mut control.recorder.columns;
        columns.offered_rps.push(self.row.offered / seconds);
        columns.served_rps.push(served / seconds);
        columns.failed_rps.push(failed / seconds);
        columns.capacity_rps.push(plane.capacity());
        columns.cpu.push(self.row_cpu / seconds);
        columns.memory.push(self.row_memory / seconds);
        columns.queue.push(plane.queue());
        columns.desired.push(f64::from(tasks.desired));
        columns.pending.push(f64::from(tasks.pending));
        columns.running.push(f64::from(tasks.running));
        columns.healthy.push(f64::from(plane.healthy()));
        columns.machines.push(f64::from(platform.machines()));
        columns.dollars_per_hour.push(pace);
        for column in [&mut columns.p50_ms, &mut columns.p95_ms, &mut columns.p99_ms] {
            column.push(0.0);
        }
        for value in columns.all_mut().filter_map(|column| column.last_mut()) {
            // Machines differ in the sign that `min` and `max` give to zero, and digests tell.
            *value += 0.0;
        }
        let scale_s = plane.services().first().map_or(0.01, |service| service.mean_s);
        self.minute_waits.merge(&self.row_waits, scale_s);
        self.row_waits.clear();
        (self.row_s, self.row_cpu, self.row_memory) = (0.0, 0.0, 0.0);
        self.row = Tally::default();
        if at_s.is_multiple_of(MINUTE_S) || at_s == control.scenario.duration_s {
            self.end_minute(limit_s, scale_s, columns);
            if at_s.is_multiple_of(HOUR_S) || at_s == control.scenario.duration_s {
                self.end_hour(limit_s);
            }
        }
    }

    /// Counts the row's requests into the totals; returns failed and served.
    fn settle(&mut self, control: &Control) -> (f64, f64) {
        let services = control.plane.services();
        let scenario = &control.scenario;
        let timeout_s = scenario.request.timeout_ms / 1000.0;
        let objective_s = (scenario.objective.within_ms / 1000.0).min(timeout_s);
        let row = &self.row;
        let good = if row.completed > 0.0 { 1.0 - row.errors / row.completed } else { 1.0 };
        let [in_time, within] = self.row_waits.within(services, [timeout_s, objective_s]);
        let in_time = in_time.min(row.completed);
        let served = in_time * good;
        let within = within.min(in_time) * good;
        let failed = Failed {
            refused: row.refused,
            timed_out: row.abandoned + (row.completed - in_time),
            no_target: row.no_target,
            error: row.lost + (in_time - served),
        };
        let totals = &mut self.totals;
        totals.offered += row.offered;
        totals.retried += row.retried;
        totals.served += served;
        totals.failed.refused += failed.refused;
        totals.failed.timed_out += failed.timed_out;
        totals.failed.no_target += failed.no_target;
        totals.failed.error += failed.error;
        self.within += within;
        (failed.sum(), served)
    }

    /// Reads the percentiles of the minute into its rows.
    fn end_minute(&mut self, limit_s: f64, scale_s: f64, columns: &mut Columns) {
        let shares = [0.5, 0.95, 0.99];
        let [p50, p95, p99] =
            self.edges.quantiles(&self.minute_waits, limit_s, shares, &mut self.buckets);
        let rows = self.first_row_of_minute..columns.p50_ms.len();
        columns.p50_ms[rows.clone()].fill(p50 * 1000.0);
        columns.p95_ms[rows.clone()].fill(p95 * 1000.0);
        columns.p99_ms[rows].fill(p99 * 1000.0);
        self.first_row_of_minute = columns.p50_ms.len();
        self.hour_waits.merge(&self.minute_waits, scale_s);
        self.minute_waits.clear();
    }

    /// Counts the waits of an hour, or of less where the services change, into the whole.
    fn end_hour(&mut self, limit_s: f64) {
        self.whole.fill(&self.edges, &self.hour_waits, limit_s);
        self.hour_waits.clear();
    }

    /// What the set-up costs an hour as it stands now.
    fn dollars_per_hour(&self, control: &Control, platform: &dyn Platform) -> f64 {
        let requests_per_s = self.row.offered / self.row_s.max(1.0);
        let network = Network::of(&control.scenario, control.rules);
        platform.dollars_per_hour(control.now)
            + network.dollars_per_hour(requests_per_s, platform.addresses())
    }

    /// Totals and ledger.
    pub fn finish(mut self, control: Control, service: &Service, platform: &dyn Platform) -> Run {
        let scenario = &control.scenario;
        let bill = platform.bill(u64::from(scenario.duration_s) * 1000);
        let usage = Usage {
            hourly_requests: &self.hourly_requests,
            duration_s: f64::from(scenario.duration_s),
            pulled_mib: service.pulled_mib,
        };
        let network = Network::of(scenario, control.rules);
        let ledger = ledger(&usage, &bill, &network);
        let [p50, p95, p99] = self.whole.quantiles(&self.edges, [0.5, 0.95, 0.99]);
        let totals = &mut self.totals;
        // An empty sum is −0.
        totals.in_flight = control.plane.in_flight() + 0.0;
        // What was in tasks that went away with the last event is counted here.
        let lost = control.plane.lost();
        totals.failed.error += lost;
        totals.within_objective =
            if totals.offered > 0.0 { self.within / totals.offered } else { 1.0 };
        (totals.p50_ms, totals.p95_ms, totals.p99_ms) = (p50 * 1000.0, p95 * 1000.0, p99 * 1000.0);
        totals.dollars = ledger.iter().map(|line| line.dollars).sum();
        let paid = bill.vcpu_s;
        totals.idle_share = if paid > 0.0 { (1.0 - self.used_vcpu_s / paid).max(0.0) } else { 0.0 };
        Run {
            version: 1,
            digest: String::new(),
            engine: "flow".into(),
            step_s: STEP_S,
            totals: self.totals,
            columns: control.recorder.columns,
            decisions: control.recorder.decisions,
            events: control.recorder.events,
            ledger,
            by_hand: control.recorder.by_hand,
        }
    }
}
