//! The throughput of an EFS file system in its three modes, and its burst credits.
//!
//! Rests on "Amazon EFS performance specifications". Everything is metered as writes; a read counts
//! as a third of one. AWS's own table rounds: it gives 100 GiB a base of 5 MiB/s, which is 4.88.

use super::bucket::Bucket;
use crate::facts::Storage;
use crate::words;

const KIB_PER_MIB: f64 = 1024.0;
const MIB_PER_GIB: f64 = 1024.0;
const GIB_PER_TIB: f64 = 1024.0;
const MINUTES_A_DAY: f64 = 24.0 * 60.0;

/// How throughput is bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Bursting,
    Elastic,
    Provisioned,
}

words!(Mode { Bursting = "bursting", Elastic = "elastic", Provisioned = "provisioned" });

/// Throughput in MiB/s.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Throughput {
    /// At any time.
    pub base_read: f64,
    pub base_write: f64,
    /// With credits; none in a mode without them.
    pub burst: Option<Burst>,
}

/// What credits allow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Burst {
    pub read: f64,
    pub write: f64,
    /// Minutes of every day that can be spent at full burst if the others are idle.
    pub minutes_a_day: f64,
}

/// The throughput of a file system that holds so much in Standard storage. `provisioned` is what
/// was ordered in that mode, MiB/s.
pub fn throughput(size_gib: f64, mode: Mode, provisioned: f64, facts: &Storage) -> Throughput {
    match mode {
        Mode::Bursting => bursting(size_gib, facts),
        Mode::Elastic => Throughput {
            base_read: facts.efs_elastic_read_max_gib_per_s * MIB_PER_GIB,
            base_write: facts.efs_elastic_write_max_gib_per_s * MIB_PER_GIB,
            burst: None,
        },
        Mode::Provisioned => {
            let bursting = bursting(size_gib, facts);
            // A file system that earns more than was ordered works as in Bursting mode.
            if bursting.base_write > provisioned {
                return bursting;
            }
            let read = facts.efs_provisioned_read_max_gib_per_s * MIB_PER_GIB;
            let write = facts.efs_provisioned_write_max_gib_per_s * MIB_PER_GIB;
            Throughput {
                base_read: (provisioned * facts.efs_read_factor).min(read),
                base_write: provisioned.min(write),
                burst: None,
            }
        }
    }
}

fn bursting(size_gib: f64, facts: &Storage) -> Throughput {
    let bucket = bucket(size_gib, facts);
    let read_max = facts.efs_burst_read_max_gib_per_s * MIB_PER_GIB;
    let read = |metered: f64| (metered * facts.efs_read_factor).min(read_max);
    Throughput {
        base_read: read(bucket.base_per_s),
        base_write: bucket.base_per_s,
        burst: Some(Burst {
            read: read(bucket.burst_per_s),
            write: bucket.burst_per_s,
            minutes_a_day: (bucket.earn_per_s / bucket.burst_per_s).min(1.0) * MINUTES_A_DAY,
        }),
    }
}

/// The bucket of a file system in Bursting mode, full, in MiB that are metered.
pub fn bucket(size_gib: f64, facts: &Storage) -> Bucket {
    let write_max = facts.efs_burst_write_max_gib_per_s * MIB_PER_GIB;
    let size_tib = size_gib / GIB_PER_TIB;
    let earned = (facts.efs_base_kib_per_s_gib * size_gib / KIB_PER_MIB).min(write_max);
    let burst = (facts.efs_burst_mib_per_s_tib * size_tib).max(facts.efs_burst_min_mib_per_s);
    let cap = facts.efs_credit_max_tib * size_tib.max(1.0) * GIB_PER_TIB * MIB_PER_GIB;
    Bucket {
        earn_per_s: earned,
        base_per_s: earned.max(facts.efs_base_min_mib_per_s),
        burst_per_s: burst.min(write_max),
        cap,
        level: cap,
    }
}

/// What reads and writes count together, MiB/s.
pub fn metered(read_mib_per_s: f64, write_mib_per_s: f64, facts: &Storage) -> f64 {
    read_mib_per_s / facts.efs_read_factor + write_mib_per_s
}
