//! A bucket of credits: what EFS in Bursting mode and gp2 volumes have in common.
//!
//! The level rises by what is earned and falls by what is served; while it is above nothing, more
//! than the base can be served. Steps are solved exactly, so that their length does not matter.

/// A bucket and its rates, all in one unit: MiB and MiB/s, or I/Os and IOPS.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bucket {
    /// Earned each second.
    pub earn_per_s: f64,
    /// Served each second without credits; at least what is earned.
    pub base_per_s: f64,
    /// Served each second with credits.
    pub burst_per_s: f64,
    /// Most credits.
    pub cap: f64,
    /// Credits now.
    pub level: f64,
}

/// What a stretch of time brought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Served {
    /// Mean rate over the stretch.
    pub per_s: f64,
    /// Credits at its end.
    pub level: f64,
}

impl Bucket {
    /// Serves a steady demand for so many seconds.
    pub fn serve(&mut self, demand_per_s: f64, seconds: f64) -> Served {
        if seconds <= 0.0 {
            return Served { per_s: 0.0, level: self.level };
        }
        let slow = demand_per_s.min(self.base_per_s);
        let fast = demand_per_s.min(self.burst_per_s).max(slow);
        let drain = fast - self.earn_per_s;
        let fast_s = if fast <= slow || self.level <= 0.0 {
            0.0
        } else if drain > 0.0 {
            (self.level / drain).min(seconds)
        } else {
            seconds
        };
        let slow_s = seconds - fast_s;
        self.flow(-drain * fast_s);
        self.flow((self.earn_per_s - slow) * slow_s);
        let per_s = (fast * fast_s + slow * slow_s) / seconds;
        Served { per_s, level: self.level }
    }

    fn flow(&mut self, credits: f64) {
        self.level = (self.level + credits).clamp(0.0, self.cap);
    }

    /// How long a full burst lasts from this level; none where it never ends.
    pub fn burst_s(&self) -> Option<f64> {
        let drain = self.burst_per_s - self.earn_per_s;
        (drain > 0.0).then(|| self.level / drain)
    }

    /// How long an empty bucket takes to fill when nothing is asked for; none if never.
    pub fn refill_s(&self) -> Option<f64> {
        (self.earn_per_s > 0.0).then(|| self.cap / self.earn_per_s)
    }
}

/// A day, or any time, in steps of one length with a demand each.
pub fn over_time(mut bucket: Bucket, demand_per_s: &[f64], step_s: f64) -> Vec<Served> {
    demand_per_s.iter().map(|demand| bucket.serve(demand.max(0.0), step_s)).collect()
}
