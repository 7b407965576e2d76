//! What came out, in bins of equal length. Requests count where they ended.

use crate::sim::flow::{Buckets, Edges, Histogram};

/// What ended in one stretch of time.
#[derive(Clone, Debug)]
pub struct Bin {
    /// Attempts that arrived, retries among them.
    pub offered: f64,
    pub retried: f64,
    pub completed: f64,
    /// Completed ones that were answered within the time-out, errors among them.
    pub in_time: f64,
    pub errors: f64,
    pub refused: f64,
    pub abandoned: f64,
    pub no_target: f64,
    pub lost: f64,
    /// Time that completed requests had waited, s.
    pub waited_s: f64,
    /// Server seconds used.
    pub busy_s: f64,
    /// Response times of those answered in time.
    pub responses: Histogram,
}

impl Bin {
    fn empty() -> Bin {
        Bin {
            offered: 0.0,
            retried: 0.0,
            completed: 0.0,
            in_time: 0.0,
            errors: 0.0,
            refused: 0.0,
            abandoned: 0.0,
            no_target: 0.0,
            lost: 0.0,
            waited_s: 0.0,
            busy_s: 0.0,
            responses: Histogram::empty(),
        }
    }

    fn add(&mut self, other: &Bin) {
        self.offered += other.offered;
        self.retried += other.retried;
        self.completed += other.completed;
        self.in_time += other.in_time;
        self.errors += other.errors;
        self.refused += other.refused;
        self.abandoned += other.abandoned;
        self.no_target += other.no_target;
        self.lost += other.lost;
        self.waited_s += other.waited_s;
        self.busy_s += other.busy_s;
        self.responses.merge(&other.responses);
    }

    /// Mean wait of the completed requests, s; 0 if there are none.
    pub fn mean_wait_s(&self) -> f64 {
        if self.completed > 0.0 { self.waited_s / self.completed } else { 0.0 }
    }

    /// Response times below which the given rising shares lie, s.
    pub fn quantiles<const N: usize>(&self, shares: [f64; N]) -> [f64; N] {
        self.responses.quantiles(&Edges::new(&[]), shares)
    }
}

/// The bins of one or several runs of a case, added up.
#[derive(Clone, Debug)]
pub struct ExactReport {
    pub bin_s: f64,
    pub bins: Vec<Bin>,
    /// Runs that were added up.
    pub runs: u32,
    buckets: Buckets,
}

impl ExactReport {
    /// Empty bins of `bin_s` s over `seconds`.
    pub fn new(seconds: usize, bin_s: u32) -> ExactReport {
        let bin_s = bin_s.max(1);
        let bins = vec![Bin::empty(); seconds.div_ceil(bin_s as usize)];
        ExactReport { bin_s: f64::from(bin_s), bins, runs: 1, buckets: Buckets::new() }
    }

    /// The bin at a time; `None` after the last.
    pub fn at(&mut self, time_s: f64) -> Option<&mut Bin> {
        self.bins.get_mut((time_s / self.bin_s) as usize)
    }

    /// A request that was served from `start_s` for `service_s`.
    pub fn complete(
        &mut self,
        arrived_s: f64,
        start_s: f64,
        service_s: f64,
        delay_s: f64,
        timeout_s: f64,
    ) {
        self.busy(start_s, start_s + service_s);
        let end_s = start_s + service_s;
        let response_s = end_s - arrived_s + delay_s;
        let bucket = self.buckets.index(response_s);
        let Some(bin) = self.bins.get_mut((end_s / self.bin_s) as usize) else {
            return;
        };
        bin.completed += 1.0;
        bin.waited_s += start_s - arrived_s;
        if response_s <= timeout_s {
            bin.in_time += 1.0;
            bin.responses.count(bucket);
        }
    }

    /// A server was busy from one time to another.
    pub fn busy(&mut self, from_s: f64, to_s: f64) {
        let mut from_s = from_s;
        let last = (to_s / self.bin_s) as usize;
        let mut index = (from_s / self.bin_s) as usize;
        while index < last && index < self.bins.len() {
            let end_s = (index + 1) as f64 * self.bin_s;
            self.bins[index].busy_s += end_s - from_s;
            from_s = end_s;
            index += 1;
        }
        if let Some(bin) = self.bins.get_mut(index) {
            bin.busy_s += to_s - from_s;
        }
    }

    /// Adds the bins of another run of the same case.
    pub fn merge(&mut self, other: &ExactReport) {
        self.runs += other.runs;
        self.bins.iter_mut().zip(&other.bins).for_each(|(bin, more)| bin.add(more));
    }

    /// All bins from the given one on, added up.
    pub fn from_bin(&self, first: usize) -> Bin {
        let mut sum = Bin::empty();
        self.bins.iter().skip(first).for_each(|bin| sum.add(bin));
        sum
    }
}
