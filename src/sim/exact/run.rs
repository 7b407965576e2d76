//! The loop over arrivals, retries and happenings, in order of time.

use super::balancer::Balancer;
use super::luck::{Arrivals, Times, exponential};
use super::report::ExactReport;
use super::target::{Outcome, Place};
use super::{Change, ExactCase};
use crate::sim::random::{Purpose, Stream};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Simulates the case once with that seed. Each purpose has a random stream of its own, so that two
/// cases that differ in one setting share the rest of their luck.
///
/// On a shared processor clients do not leave and only refused ones try again.
pub fn run(case: &ExactCase, seed: u64) -> ExactReport {
    let mut run = Run::new(case, seed);
    let mut arrivals = Arrivals::new(&case.offered, Stream::new(seed, Purpose::Arrivals, 0));
    let end_s = case.offered.len() as f64;
    let mut happenings = case.happenings.iter().peekable();
    let mut next_s = arrivals.next();
    loop {
        let retry_s = run.again.peek().map_or(f64::INFINITY, |again| again.0.at_s);
        let change_s = happenings.peek().map_or(f64::INFINITY, |happening| happening.at_s);
        let now_s = next_s.min(retry_s).min(run.flows_end_s);
        if change_s <= now_s && change_s < end_s {
            // All of one moment together: flows are drawn among those who are there then.
            while let Some(happening) = happenings.next_if(|next| next.at_s <= change_s) {
                run.change(happening.at_s, happening.what);
            }
            run.settle(change_s);
        } else if now_s >= end_s {
            break;
        } else if run.flows_end_s <= now_s {
            run.flows_end_s = run.balancer.draw_flows(now_s);
        } else if retry_s <= next_s {
            if let Some(Reverse(again)) = run.again.pop() {
                run.arrive(again.at_s, again.retry);
            }
        } else {
            run.arrive(next_s, 0);
            next_s = arrivals.next();
        }
    }
    run.finish(end_s)
}

/// A client that tries again.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Again {
    at_s: f64,
    retry: u32,
}

impl Eq for Again {}

impl PartialOrd for Again {
    fn partial_cmp(&self, other: &Again) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Again {
    fn cmp(&self, other: &Again) -> std::cmp::Ordering {
        self.at_s.total_cmp(&other.at_s)
    }
}

struct Run<'a> {
    case: &'a ExactCase,
    report: ExactReport,
    places: Vec<Place>,
    drained: Vec<u32>,
    balancer: Balancer,
    flows_end_s: f64,
    /// By kind.
    times: Vec<Times>,
    patience_s: f64,
    service: Stream,
    client: Stream,
    again: BinaryHeap<Reverse<Again>>,
}

impl<'a> Run<'a> {
    fn new(case: &'a ExactCase, seed: u64) -> Run<'a> {
        let model = &case.model;
        Run {
            case,
            report: ExactReport::new(case.offered.len(), case.bin_s),
            places: Vec::new(),
            drained: Vec::new(),
            balancer: Balancer::new(model, case.group_shares, seed),
            flows_end_s: f64::INFINITY,
            times: model.kinds.iter().map(|station| Times::new(&station.service)).collect(),
            patience_s: if model.abandons { model.timeout_s } else { f64::INFINITY },
            service: Stream::new(seed, Purpose::Service, 0),
            client: Stream::new(seed, Purpose::Client, 0),
            again: BinaryHeap::new(),
        }
    }

    fn change(&mut self, now_s: f64, what: Change) {
        let model = &self.case.model;
        match what {
            Change::Add(target) => {
                let gone = self.case.happenings.iter().find(|happening| {
                    happening.at_s >= now_s
                        && matches!(happening.what, Change::Remove(id) if id == target.id)
                });
                let gone_s = gone.map_or(f64::INFINITY, |happening| happening.at_s);
                let station = model.station(target.kind);
                let shared = model.shares_processor;
                self.places.push(Place::new(target, station, shared, now_s, gone_s));
            }
            Change::Drain(id) => self.drained.push(id),
            Change::Remove(id) => {
                self.work_off(now_s);
                if let Some(index) = self.places.iter().position(|place| place.target.id == id) {
                    let mut place = self.places.remove(index);
                    while place.lose().is_some() {
                        self.count(now_s, |bin| &mut bin.lost);
                    }
                }
            }
        }
    }

    /// The balancer learns who gets requests.
    fn settle(&mut self, now_s: f64) {
        let drained = &self.drained;
        let serves = |place: &Place| !drained.contains(&place.target.id);
        self.balancer.set_targets(&self.places, serves, now_s);
        self.flows_end_s = self.balancer.draw_flows(now_s);
    }

    fn count(&mut self, at_s: f64, field: impl Fn(&mut super::Bin) -> &mut f64) {
        if let Some(bin) = self.report.at(at_s) {
            *field(bin) += 1.0;
        }
    }

    /// An attempt; `retry` is how many came before it.
    fn arrive(&mut self, now_s: f64, retry: u32) {
        if self.case.model.shares_processor {
            self.work_off(now_s);
        }
        if let Some(bin) = self.report.at(now_s) {
            bin.offered += 1.0;
            bin.retried += f64::from(retry.min(1));
        }
        let Some(index) = self.balancer.choose(&mut self.places, now_s) else {
            self.count(now_s, |bin| &mut bin.no_target);
            return self.try_again(now_s, retry);
        };
        let place = &mut self.places[index];
        let kind = usize::from(place.target.kind).min(self.times.len() - 1);
        let service_s = self.times[kind].draw(&mut self.service);
        let gone_s = place.gone_s;
        match place.arrive(now_s, service_s, self.patience_s) {
            Outcome::Refused => {
                self.count(now_s, |bin| &mut bin.refused);
                self.try_again(now_s, retry);
            }
            Outcome::Leaves(at_s) if at_s < gone_s => {
                self.count(at_s, |bin| &mut bin.abandoned);
                self.try_again(at_s, retry);
            }
            Outcome::Starts(_) if self.case.model.shares_processor => {}
            Outcome::Starts(start_s) if start_s + service_s < gone_s => {
                self.complete(now_s, start_s, service_s, kind, retry);
            }
            Outcome::Starts(start_s) => {
                self.report.busy(start_s.min(gone_s), gone_s);
                self.count(gone_s, |bin| &mut bin.lost);
                self.try_again(gone_s.min(now_s + self.case.model.timeout_s), retry);
            }
            Outcome::Leaves(_) => {
                self.count(gone_s, |bin| &mut bin.lost);
                self.try_again(gone_s, retry);
            }
        }
    }

    fn complete(&mut self, arrived_s: f64, start_s: f64, service_s: f64, kind: usize, retry: u32) {
        let model = &self.case.model;
        let (delay_s, error_share) = {
            let station = &model.kinds[kind];
            (station.service.delay_s, station.error_share)
        };
        let timeout_s = model.timeout_s;
        self.report.complete(arrived_s, start_s, service_s, delay_s, timeout_s);
        let end_s = start_s + service_s + delay_s;
        if error_share > 0.0 && self.client.uniform() < error_share {
            self.count(start_s + service_s, |bin| &mut bin.errors);
            self.try_again(end_s.min(arrived_s + timeout_s), retry);
        } else if end_s - arrived_s > timeout_s {
            self.try_again(arrived_s + timeout_s, retry);
        }
    }

    /// The client waits and tries again, if it may.
    fn try_again(&mut self, now_s: f64, retry: u32) {
        let model = &self.case.model;
        if retry >= model.retries {
            return;
        }
        let mean_s = model.backoff_s * f64::from(1_u32 << retry.min(30));
        let at_s = now_s + mean_s * exponential(&mut self.client);
        self.again.push(Reverse(Again { at_s, retry: retry + 1 }));
    }

    /// Shared processors work on until `now_s`.
    fn work_off(&mut self, now_s: f64) {
        if !self.case.model.shares_processor {
            return;
        }
        for index in 0..self.places.len() {
            while let Some((at_s, job)) = self.places[index].done(now_s) {
                let kind = usize::from(self.places[index].target.kind).min(self.times.len() - 1);
                let delay_s = self.case.model.kinds[kind].service.delay_s;
                let timeout_s = self.case.model.timeout_s;
                // As if it had waited first and then been served at full speed.
                let start_s = at_s - job.service_s;
                self.report.complete(job.arrived_s, start_s, job.service_s, delay_s, timeout_s);
            }
        }
    }

    fn finish(mut self, end_s: f64) -> ExactReport {
        self.work_off(end_s);
        self.report
    }
}
