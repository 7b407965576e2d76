//! The limits of an EBS volume: IOPS, throughput, and the credits of gp2.
//!
//! Rests on "Amazon EBS General Purpose SSD volumes" and "Amazon EBS Provisioned IOPS SSD volumes".
//! An instance has limits of its own, which this module does not know.

use super::bucket::Bucket;
use crate::facts::Storage;
use crate::words;

/// A type of SSD volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VolumeType {
    Gp2,
    Gp3,
    Io2,
}

words!(VolumeType { Gp2 = "gp2", Gp3 = "gp3", Io2 = "io2" });

impl VolumeType {
    /// Smallest and largest size, GiB.
    pub fn sizes(self, facts: &Storage) -> (f64, f64) {
        match self {
            VolumeType::Gp2 => (1.0, facts.gp2_gib_max),
            VolumeType::Gp3 => (1.0, facts.gp3_gib_max),
            VolumeType::Io2 => (facts.io2_gib_min, facts.io2_gib_max),
        }
    }

    /// Fewest and most IOPS that can be ordered at a size; none where they follow from it.
    pub fn iops(self, size_gib: f64, facts: &Storage) -> Option<(f64, f64)> {
        match self {
            VolumeType::Gp2 => None,
            VolumeType::Gp3 => {
                let by_size = facts.gp3_iops_gib * size_gib;
                Some((facts.gp3_iops, by_size.min(facts.gp3_iops_max).max(facts.gp3_iops)))
            }
            VolumeType::Io2 => {
                let by_size = facts.io2_iops_gib * size_gib;
                Some((facts.io2_iops_min, by_size.min(facts.io2_iops_max)))
            }
        }
    }

    /// Least and most throughput that can be ordered, MiB/s; none where it follows.
    pub fn throughput(self, iops: f64, facts: &Storage) -> Option<(f64, f64)> {
        let least = facts.gp3_mib_per_s;
        let by_iops = facts.gp3_mib_s_iops * iops;
        (self == VolumeType::Gp3).then(|| (least, by_iops.min(facts.gp3_mib_per_s_max).max(least)))
    }
}

/// A volume as ordered. IOPS and throughput are what the type lets one order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Volume {
    pub kind: VolumeType,
    pub size_gib: f64,
    pub iops: Option<f64>,
    pub mib_per_s: Option<f64>,
}

/// What it can do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// For ever.
    pub iops: f64,
    pub mib_per_s: f64,
    /// While there are credits; none in a volume without them.
    pub burst: Option<Burst>,
}

/// What credits allow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Burst {
    pub iops: f64,
    /// From full credits, at full burst.
    pub seconds: f64,
}

/// The limits of a volume whose values are within what can be ordered.
pub fn limits(volume: &Volume, facts: &Storage) -> Limits {
    match volume.kind {
        VolumeType::Gp2 => {
            let bucket = gp2_bucket(volume.size_gib, facts);
            let large = volume.size_gib > facts.gp2_small_gib;
            let burst = bucket.burst_s().map(|seconds| Burst { iops: bucket.burst_per_s, seconds });
            let mib_per_s = if large { facts.gp2_mib_per_s } else { facts.gp2_small_mib_per_s };
            Limits { iops: bucket.base_per_s, mib_per_s, burst }
        }
        VolumeType::Gp3 => Limits {
            iops: volume.iops.unwrap_or(facts.gp3_iops),
            mib_per_s: volume.mib_per_s.unwrap_or(facts.gp3_mib_per_s),
            burst: None,
        },
        VolumeType::Io2 => {
            let iops = volume.iops.unwrap_or(facts.io2_iops_min);
            let mib_per_s = (facts.io2_mib_s_iops * iops).min(facts.io2_mib_per_s_max);
            Limits { iops, mib_per_s, burst: None }
        }
    }
}

/// The bucket of a gp2 volume, full, in I/Os. Where the base is no less than the burst, credits
/// have no use and the bucket has none to spend.
pub fn gp2_bucket(size_gib: f64, facts: &Storage) -> Bucket {
    let base = (facts.gp2_iops_gib * size_gib).max(facts.gp2_iops_min).min(facts.gp2_iops_max);
    Bucket {
        earn_per_s: base,
        base_per_s: base,
        burst_per_s: base.max(facts.gp2_burst_iops),
        cap: facts.gp2_credits,
        level: facts.gp2_credits,
    }
}

/// I/Os a second that a volume serves of a demand with that size of an I/O, by both limits.
pub fn served_iops(limits: &Limits, demand_iops: f64, io_kib: f64) -> f64 {
    let by_throughput = if io_kib > 0.0 { limits.mib_per_s * 1024.0 / io_kib } else { f64::MAX };
    demand_iops.min(limits.iops).min(by_throughput)
}
