//! A day of a volume, minute by minute: what is asked of it, what it serves, what credits are left.
//!
//! One quiet rate with one busy stretch, since that is what credits are for. Built on the buckets
//! of [`super::efs`] and [`super::ebs`]; knows no clock.

use super::bucket::Bucket;
use super::ebs::{Volume, VolumeType, gp2_bucket, limits, served_iops};
use super::efs::{Mode, bucket, throughput};
use crate::facts::Storage;

/// Length of a step, s.
pub const STEP_S: u32 = 60;
/// Steps of a day.
pub const STEPS: usize = 24 * 60;
/// Days after which credits repeat themselves closely enough.
const DAYS_MAX: usize = 400;

/// What is asked for: a quiet rate, and a busy stretch once a day. MiB/s or IOPS.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    pub quiet: f64,
    pub busy: f64,
    /// Hour of the day at which the stretch begins, 0 to 24.
    pub from_h: f64,
    /// Its length, hours; it ends with the day.
    pub hours: f64,
}

impl Load {
    /// What each minute asks for.
    pub fn demand(&self) -> Vec<f64> {
        let to_h = self.from_h + self.hours;
        let at = |step: usize| {
            let hour = step as f64 / 60.0;
            if hour >= self.from_h && hour < to_h { self.busy } else { self.quiet }
        };
        (0..STEPS).map(at).collect()
    }
}

/// Which day it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Credits are full at midnight.
    Full,
    /// Many such days have gone before.
    Repeated,
}

/// A day in rows of one minute.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    pub demand: Vec<f64>,
    pub served: Vec<f64>,
    /// Credits at the end of each minute as a share of the most: 0 to 1; none without credits.
    pub credits: Option<Vec<f64>>,
}

impl Day {
    /// The first minute that ends without credits.
    pub fn runs_out(&self) -> Option<usize> {
        self.credits.as_ref()?.iter().position(|level| *level <= 0.0)
    }

    /// The first minute in which less is served than is asked for.
    pub fn falls_short(&self) -> Option<usize> {
        let rows = self.demand.iter().zip(&self.served);
        rows.clone().position(|(asked, got)| asked - got > 1e-6 * asked.max(1.0))
    }

    /// The least that is served in a minute that asks for more.
    pub fn least_when_short(&self) -> Option<f64> {
        let rows = self.demand.iter().zip(&self.served);
        let short = rows.filter(|(asked, got)| **asked - **got > 1e-6 * asked.max(1.0));
        short.map(|(_, got)| *got).min_by(f64::total_cmp)
    }

    /// Asked for and served over the whole day, in the unit of the rates times seconds.
    pub fn totals(&self) -> (f64, f64) {
        let sum = |rates: &[f64]| rates.iter().sum::<f64>() * f64::from(STEP_S);
        (sum(&self.demand), sum(&self.served))
    }
}

/// A file system on EFS and what is asked of it, MiB/s of reads and writes together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EfsDay {
    pub size_gib: f64,
    pub mode: Mode,
    /// Ordered in Provisioned mode, MiB/s.
    pub provisioned: f64,
    /// Share of the data that is read: 0 to 1.
    pub read_share: f64,
    pub load: Load,
    pub start: Start,
}

impl EfsDay {
    /// Metered MiB for each MiB moved.
    pub fn metered_share(&self, facts: &Storage) -> f64 {
        self.read_share / facts.efs_read_factor + (1.0 - self.read_share)
    }

    /// The day as it goes.
    pub fn play(&self, facts: &Storage) -> Day {
        let demand = self.load.demand();
        let limits = throughput(self.size_gib, self.mode, self.provisioned, facts);
        let metered = self.metered_share(facts);
        // Reads and writes move in one proportion, so the tighter limit holds for both.
        let at_most = |read: f64, write: f64| {
            let by_read = if self.read_share > 0.0 { read / self.read_share } else { f64::MAX };
            let writes = 1.0 - self.read_share;
            by_read.min(if writes > 0.0 { write / writes } else { f64::MAX })
        };
        let Some(burst) = limits.burst else {
            let region = at_most(limits.base_read, limits.base_write);
            // Provisioned mode meters; Elastic throughput has the limits of the Region alone.
            let most = match self.mode {
                Mode::Elastic => region,
                _ => region.min(limits.base_write / metered),
            };
            let served = demand.iter().map(|asked| asked.min(most)).collect();
            return Day { demand, served, credits: None };
        };
        let region = at_most(burst.read, burst.write);
        let asked = demand.iter().map(|rate| rate.min(region) * metered).collect();
        let (served, credits) = with_credits(bucket(self.size_gib, facts), asked, self.start);
        let served = served.into_iter().map(|rate| rate / metered).collect();
        Day { demand, served, credits: Some(credits) }
    }
}

/// An EBS volume and what is asked of it, IOPS of one size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EbsDay {
    pub volume: Volume,
    pub io_kib: f64,
    pub load: Load,
    pub start: Start,
}

impl EbsDay {
    /// The day as it goes.
    pub fn play(&self, facts: &Storage) -> Day {
        let demand = self.load.demand();
        let limits = limits(&self.volume, facts);
        if self.volume.kind == VolumeType::Gp2 {
            let full = super::ebs::Limits { iops: f64::MAX, ..limits };
            let asked = demand.iter().map(|rate| served_iops(&full, *rate, self.io_kib)).collect();
            let bucket = gp2_bucket(self.volume.size_gib, facts);
            let (served, credits) = with_credits(bucket, asked, self.start);
            let credits = limits.burst.is_some().then_some(credits);
            return Day { demand, served, credits };
        }
        let served = demand.iter().map(|rate| served_iops(&limits, *rate, self.io_kib)).collect();
        Day { demand, served, credits: None }
    }
}

/// Serves the day from the bucket; gives what was served and the share of credits left.
fn with_credits(mut bucket: Bucket, asked: Vec<f64>, start: Start) -> (Vec<f64>, Vec<f64>) {
    let mut served = vec![0.0; asked.len()];
    let mut credits = vec![0.0; asked.len()];
    let cap = if bucket.cap > 0.0 { bucket.cap } else { 1.0 };
    let days = if start == Start::Full { 1 } else { DAYS_MAX };
    for _ in 0..days {
        let before = bucket.level;
        for (step, rate) in asked.iter().enumerate() {
            let step_served = bucket.serve(*rate, f64::from(STEP_S));
            served[step] = step_served.per_s;
            credits[step] = step_served.level / cap;
        }
        if (bucket.level - before).abs() < cap * 1e-6 {
            break;
        }
    }
    (served, credits)
}
