//! One case in both engines, minute by minute.

use super::cases::Case;
use drydock::sim::exact::{Change, ExactReport, Happening, run};
use drydock::sim::flow::{Edges, Histogram, Plane, Tally, Waits};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is compared in one minute; times in s.
#[derive(Clone, Copy, Debug)]
pub struct Minute {
    pub busy_s: f64,
    pub offered: f64,
    pub served: f64,
    pub lost: f64,
    pub wait_s: f64,
    pub quantiles_s: [f64; 3],
}

const SHARES: [f64; 3] = [0.5, 0.95, 0.99];

/// The fluid's minutes.
pub fn flow(case: &Case) -> Vec<Minute> {
    let exact = &case.exact;
    let mut plane = Plane::new(exact.model.clone());
    plane.set_shares(exact.group_shares);
    let edges = Edges::new(plane.services());
    let timeout_s = exact.model.timeout_s;
    let mut happenings = exact.happenings.iter().peekable();
    let mut minutes = Vec::new();
    for minute in 0..exact.offered.len() / 60 {
        let (mut tally, mut waits) = (Tally::default(), Waits::default());
        let (mut at, end) = (minute * 60, minute * 60 + 60);
        while at < end {
            while let Some(Happening { at_s, what }) =
                happenings.next_if(|happening| happening.at_s <= at as f64)
            {
                match what {
                    Change::Add(target) => plane.add(*target, *at_s),
                    Change::Drain(id) => plane.drain(*id),
                    Change::Remove(id) => plane.remove(*id),
                }
            }
            let next = happenings.peek().map_or(end, |happening| happening.at_s.ceil() as usize);
            let stop = next.min((at / 10 + 1) * 10).min(end);
            tally.add(&plane.advance(&exact.offered[at..stop], at as u32, &mut waits));
            at = stop;
        }
        let mut histogram = Histogram::empty();
        histogram.fill(&edges, &waits, timeout_s);
        let [served] = waits.within(plane.services(), [timeout_s]);
        let served = served.min(tally.completed);
        let gone = tally.refused + tally.abandoned + tally.no_target + tally.lost;
        minutes.push(Minute {
            busy_s: tally.busy_s.iter().sum(),
            offered: tally.offered,
            served,
            lost: gone + tally.completed - served,
            wait_s: waits.mean_s(),
            quantiles_s: histogram.quantiles(&edges, SHARES),
        });
    }
    minutes
}

/// Runs in one batch. Batches are merged in order, so that the number of cores changes no digit.
const BATCH: u32 = 20;

/// The reference's minutes, over many runs that differ in their luck.
pub fn ensemble(case: &Case, runs: u32) -> Vec<Minute> {
    let batches: Vec<u32> = (0..runs).step_by(BATCH as usize).collect();
    let done = Mutex::new(vec![None; batches.len()]);
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(first) = batches.get(index) else {
                return;
            };
            let sum = merged(
                (*first..runs.min(first + BATCH)).map(|seed| run(&case.exact, u64::from(seed) + 1)),
            );
            done.lock().expect("no run panicked")[index] = sum;
        }
    };
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| (0..cores).for_each(|_| drop(scope.spawn(work))));
    let done = done.into_inner().expect("no run panicked");
    let sum = merged(done.into_iter().flatten()).expect("at least one run");
    let runs = f64::from(sum.runs);
    let minute = |bin: &drydock::sim::exact::Bin| {
        let gone = bin.refused + bin.abandoned + bin.no_target + bin.lost;
        Minute {
            busy_s: bin.busy_s / runs,
            offered: bin.offered / runs,
            served: bin.in_time / runs,
            lost: (gone + bin.completed - bin.in_time) / runs,
            wait_s: bin.mean_wait_s(),
            quantiles_s: bin.quantiles(SHARES),
        }
    };
    sum.bins.iter().map(minute).collect()
}

fn merged(reports: impl Iterator<Item = ExactReport>) -> Option<ExactReport> {
    reports.reduce(|mut sum, report| {
        sum.merge(&report);
        sum
    })
}

/// How far two engines are apart. Shares, not percent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Errors {
    /// Largest difference of the utilisation.
    pub utilisation: f64,
    /// Of the sum over all minutes.
    pub served: f64,
    /// Of the sum over all minutes, as a share of what was offered.
    pub lost: f64,
    /// Mean and worst over the minutes.
    pub wait: (f64, f64),
    pub quantiles: [(f64, f64); 3],
}

/// Compares the minutes in which nothing jumps.
pub fn errors(case: &Case, flow: &[Minute], exact: &[Minute]) -> Errors {
    let mut errors = Errors::default();
    let sum = |minutes: &[Minute], of: fn(&Minute) -> f64| minutes.iter().map(of).sum::<f64>();
    let served = |minutes: &[Minute]| sum(minutes, |minute| minute.served);
    let lost = |minutes: &[Minute]| sum(minutes, |minute| minute.lost);
    let offered = sum(exact, |minute| minute.offered).max(1.0);
    errors.served = (served(flow) - served(exact)).abs() / served(exact).max(1.0);
    errors.lost = (lost(flow) - lost(exact)).abs() / offered;
    let service_s = case.exact.model.station(0).service.mean_s;
    let mut count = 0.0;
    let add = |sum: &mut (f64, f64), error: f64| *sum = (sum.0 + error, sum.1.max(error));
    for (minute, (flow, exact)) in flow.iter().zip(exact).enumerate() {
        if case.jumps(minute) {
            continue;
        }
        count += 1.0;
        let slots_s = case.slots(minute) * 60.0;
        errors.utilisation = errors.utilisation.max((flow.busy_s - exact.busy_s).abs() / slots_s);
        // A wait far below the service time is not worth a percentage of itself.
        let scale = exact.wait_s.max(0.05 * service_s);
        add(&mut errors.wait, (flow.wait_s - exact.wait_s).abs() / scale);
        if exact.served < 0.02 * exact.offered {
            continue;
        }
        for (sum, (flow, exact)) in
            errors.quantiles.iter_mut().zip(flow.quantiles_s.iter().zip(exact.quantiles_s))
        {
            add(sum, (flow - exact).abs() / exact.max(1e-9));
        }
    }
    errors.wait.0 /= count;
    errors.quantiles.iter_mut().for_each(|(sum, _)| *sum /= count);
    errors
}
