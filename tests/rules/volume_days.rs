//! A day of a volume: when its credits end, and what it serves then.

use super::rulebook;
use drydock::storage::day::{Day, EbsDay, EfsDay, Load, STEPS, Start};
use drydock::storage::ebs::{Volume, VolumeType};
use drydock::storage::efs::Mode;
use proptest::prelude::*;

fn load(busy: f64, hours: f64) -> Load {
    Load { quiet: 0.0, busy, from_h: 9.0, hours }
}

fn ebs(kind: VolumeType, size_gib: f64, load: Load, io_kib: f64) -> Day {
    let volume = Volume { kind, size_gib, iops: None, mib_per_s: None };
    EbsDay { volume, io_kib, load, start: Start::Full }.play(&rulebook().storage)
}

fn efs(mode: Mode, size_gib: f64, load: Load) -> EfsDay {
    EfsDay { size_gib, mode, provisioned: 20.0, read_share: 0.0, load, start: Start::Repeated }
}

/// AWS gives a gp2 volume of 100 GiB 2,000 s at 3,000 IOPS, and 300 IOPS after that.
#[test]
fn credits_of_gp2_end_when_aws_says() {
    let day = ebs(VolumeType::Gp2, 100.0, load(3000.0, 2.0), 4.0);
    let out = day.runs_out().expect("the credits end");
    assert_eq!(out, 9 * 60 + 33, "2,000 s are 33 minutes and a third");
    assert_eq!(day.served[out - 1], 3000.0);
    assert_eq!(day.served[out + 1], 300.0);
    assert_eq!(day.least_when_short(), Some(300.0));
    let credits = day.credits.expect("credits");
    assert!(credits[STEPS - 1] > credits[12 * 60], "they come back in the evening");

    let large = ebs(VolumeType::Gp2, 1000.0, load(3000.0, 12.0), 4.0);
    assert_eq!((large.falls_short(), large.credits), (None, None), "its base is the burst");
}

#[test]
fn gp3_has_no_credits_and_two_limits() {
    let day = ebs(VolumeType::Gp3, 100.0, load(5000.0, 1.0), 4.0);
    assert_eq!((day.least_when_short(), day.credits.is_none()), (Some(3000.0), true));
    // 125 MiB/s in pieces of 256 KiB are 500 a second.
    let wide = ebs(VolumeType::Gp3, 100.0, load(5000.0, 1.0), 256.0);
    assert_eq!(wide.least_when_short(), Some(500.0));
}

/// AWS gives a file system of 1 TiB twelve hours a day at 100 MiB/s.
#[test]
fn a_tebibyte_bursts_half_of_every_day() {
    let facts = &rulebook().storage;
    let half = efs(Mode::Bursting, 1024.0, load(100.0, 12.0)).play(facts);
    assert_eq!(half.falls_short(), None);
    let more = efs(Mode::Bursting, 1024.0, load(100.0, 13.0)).play(facts);
    assert_eq!(more.least_when_short(), Some(50.0));
    assert!(more.runs_out().is_some());

    let first = EfsDay { start: Start::Full, ..efs(Mode::Bursting, 1024.0, load(100.0, 12.2)) };
    assert_eq!(first.play(facts).falls_short(), None, "full credits hide it on the first day");
    let reads = EfsDay { read_share: 1.0, ..efs(Mode::Bursting, 1024.0, load(300.0, 12.0)) };
    assert_eq!(reads.play(facts).falls_short(), None, "reads count as a third");
}

#[test]
fn other_modes_have_no_credits() {
    let facts = &rulebook().storage;
    let elastic = efs(Mode::Elastic, 1.0, load(500.0, 12.0)).play(facts);
    assert_eq!((elastic.falls_short(), elastic.credits), (None, None));
    let ordered = efs(Mode::Provisioned, 1.0, load(50.0, 1.0)).play(facts);
    assert_eq!((ordered.least_when_short(), ordered.credits), (Some(20.0), None));
    // Above 400 GiB the stored data earn more than 20 MiB/s, and the credits count again.
    let earned = efs(Mode::Provisioned, 1024.0, load(50.0, 1.0)).play(facts);
    assert!(earned.credits.is_some());
}

proptest! {
    /// No more is served than is asked for, and never less than the base allows.
    #[test]
    fn a_day_serves_between_base_and_demand(
        size in 1.0..20_000.0_f64, quiet in 0.0..200.0_f64, busy in 0.0..2000.0_f64,
        from_h in 0.0..23.0_f64, hours in 0.0..24.0_f64, read_share in 0.0..=1.0_f64,
    ) {
        let facts = &rulebook().storage;
        let load = Load { quiet, busy, from_h, hours };
        for mode in [Mode::Bursting, Mode::Elastic, Mode::Provisioned] {
            for start in [Start::Full, Start::Repeated] {
                let one = EfsDay { read_share, start, ..efs(mode, size, load) };
                let day = one.play(facts);
                prop_assert_eq!(day.served.len(), STEPS);
                for (asked, got) in day.demand.iter().zip(&day.served) {
                    prop_assert!(*got <= asked + 1e-9 * asked.max(1.0), "{} of {}", got, asked);
                    let least = facts.efs_base_min_mib_per_s;
                    prop_assert!(*got + 1e-9 >= asked.min(least), "{} of {}", got, asked);
                }
                for level in day.credits.iter().flatten() {
                    prop_assert!((0.0..=1.0).contains(level));
                }
            }
        }
    }
}
