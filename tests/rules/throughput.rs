//! EFS and EBS against the tables of their guides, and what holds for any bucket of credits.

use super::{answer, near, refusal, rulebook};
use drydock::storage::bucket::{Bucket, over_time};
use drydock::storage::ebs::{Volume, VolumeType, gp2_bucket, limits, served_iops};
use drydock::storage::efs::{bucket, metered};
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn efs_bursting_as_published() {
    // AWS's table: GiB, base read and write, burst read and write, minutes a day. It rounds the
    // first row, so that a tolerance of 3 % is needed there.
    let rows = [
        (100.0, [15.0, 5.0, 300.0, 100.0, 72.0], 0.03),
        (1024.0, [150.0, 50.0, 300.0, 100.0, 720.0], 1e-9),
        (10_240.0, [1500.0, 500.0, 3000.0, 1000.0, 720.0], 1e-9),
    ];
    let names = [
        "base_read_mib_s",
        "base_write_mib_s",
        "burst_read_mib_s",
        "burst_write_mib_s",
        "burst_minutes_a_day",
    ];
    for (size, row, tolerance) in rows {
        let found = answer("efs-burst", json!({ "size_gib": size, "mode": "bursting" }));
        for (name, expected) in names.iter().zip(row) {
            near(&found[*name], expected, expected * tolerance);
        }
    }
    let small = answer("efs-burst", json!({ "size_gib": 1, "mode": "bursting" }));
    near(&small["base_write_mib_s"], 1.0, 1e-9);
    let huge = answer("efs-burst", json!({ "size_gib": 200_000, "mode": "bursting" }));
    near(&huge["burst_write_mib_s"], 3.0 * 1024.0, 1e-9);
    near(&huge["burst_read_mib_s"], 5.0 * 1024.0, 1e-9);
}

#[test]
fn efs_without_credits() {
    let elastic = answer("efs-burst", json!({ "size_gib": 100, "mode": "elastic" }));
    near(&elastic["base_read_mib_s"], 60.0 * 1024.0, 1e-9);
    assert_eq!(elastic["burst_minutes_a_day"], Value::Null);
    let ordered = |size: f64| {
        let input = json!({ "size_gib": size, "mode": "provisioned", "provisioned_mib_s": 64 });
        answer("efs-burst", input)
    };
    near(&ordered(100.0)["base_read_mib_s"], 192.0, 1e-9);
    assert_eq!(ordered(100.0)["burst_read_mib_s"], Value::Null);
    near(&ordered(10_240.0)["base_write_mib_s"], 500.0, 1e-9);
    for (input, said) in [
        (json!({ "size_gib": 1, "mode": "provisioned" }), "field `provisioned_mib_s`"),
        (json!({ "size_gib": -1, "mode": "elastic" }), "field `size_gib`"),
        (json!({ "size_gib": 1, "mode": "Elastic" }), "field `mode`"),
        (
            json!({ "size_gib": 1, "mode": "elastic", "provisioned_mib_s": 8 }),
            "field `provisioned_mib_s`: expected nothing",
        ),
    ] {
        let message = refusal("efs-burst", input);
        assert!(message.starts_with(said), "{message}");
    }
}

#[test]
fn a_day_of_rest_is_72_minutes_of_burst() {
    let facts = &rulebook().storage;
    let mut one = Bucket { level: 0.0, ..bucket(100.0, facts) };
    one.serve(0.0, 86_400.0);
    near(&json!(one.level), 432_000.0, 432_000.0 * 0.03);
    let tib = bucket(1024.0, facts);
    near(&json!(tib.burst_s()), 12.0 * 3600.0, 1000.0);
    near(&json!(metered(300.0, 0.0, facts)), 100.0, 1e-9);
}

#[test]
fn gp2_as_published() {
    // Size, base IOPS, burst duration and time to refill, s; the guide rounds to whole seconds.
    let rows = [
        (1.0, 100.0, Some(1862.0), 54_000.0),
        (33.33, 100.0, Some(1862.0), 54_000.0),
        (100.0, 300.0, Some(2000.0), 18_000.0),
        (334.0, 1002.0, Some(2703.0), 5389.0),
        (750.0, 2250.0, Some(7200.0), 2400.0),
        (1000.0, 3000.0, None, 1800.0),
        (5334.0, 16_000.0, None, 337.5),
    ];
    for (size, iops, burst_s, refill_s) in rows {
        let found = answer("ebs-limits", json!({ "type": "gp2", "size_gib": size }));
        near(&found["iops"], iops, 0.01);
        match burst_s {
            Some(seconds) => {
                near(&found["burst_s"], seconds, 1.0);
                near(&found["burst_iops"], 3000.0, 1e-9);
            }
            None => assert!(found.get("burst_s").is_none(), "{size}"),
        }
        near(&json!(gp2_bucket(size, &rulebook().storage).refill_s()), refill_s, 1.0);
    }
    for (size, mib_per_s) in [(170.0, 128.0), (171.0, 250.0), (334.0, 250.0), (16_384.0, 250.0)] {
        let found = answer("ebs-limits", json!({ "type": "gp2", "size_gib": size }));
        near(&found["throughput_mib_s"], mib_per_s, 1e-9);
    }
}

#[test]
fn gp3_and_io2_as_published() {
    let found = answer("ebs-limits", json!({ "type": "gp3", "size_gib": 1 }));
    assert_eq!(found, json!({ "iops": 3000.0, "throughput_mib_s": 125.0 }));
    let most = json!({ "type": "gp3", "size_gib": 160, "iops": 80000, "throughput_mib_s": 2000 });
    let found = answer("ebs-limits", most);
    assert_eq!(found, json!({ "iops": 80000.0, "throughput_mib_s": 2000.0 }));
    let at_16 = json!({ "type": "gp3", "size_gib": 16, "iops": 8000, "throughput_mib_s": 2000 });
    near(&answer("ebs-limits", at_16)["throughput_mib_s"], 2000.0, 1e-9);
    let io2 = |size: u32, iops: u32| {
        answer("ebs-limits", json!({ "type": "io2", "size_gib": size, "iops": iops }))
    };
    near(&io2(256, 256_000)["iops"], 256_000.0, 1e-9);
    near(&io2(16, 16_000)["throughput_mib_s"], 4000.0, 1e-9);
    near(&io2(16, 1000)["throughput_mib_s"], 256.0, 1e-9);
    for (input, said) in [
        (
            json!({ "type": "gp3", "size_gib": 10, "iops": 5001 }),
            "field `iops`: expected a number 3000 to 5000",
        ),
        (
            json!({ "type": "gp3", "size_gib": 99, "throughput_mib_s": 751 }),
            "field `throughput_mib_s`: expected a number 125 to 750",
        ),
        (json!({ "type": "gp2", "size_gib": 10, "iops": 200 }), "field `iops`: expected nothing"),
        (json!({ "type": "io2", "size_gib": 10 }), "field `iops`: expected a number, found"),
        (
            json!({ "type": "io2", "size_gib": 10, "iops": 200, "throughput_mib_s": 3 }),
            "field `throughput_mib_s`: expected nothing",
        ),
        (json!({ "type": "gp2", "size_gib": 16385 }), "field `size_gib`: expected a number 1 to"),
        (json!({ "type": "st1", "size_gib": 500 }), "field `type`: expected gp2 or gp3 or io2"),
    ] {
        let message = refusal("ebs-limits", input);
        assert!(message.starts_with(said), "{message}");
    }
}

#[test]
fn both_limits_hold_and_the_smaller_decides() {
    let volume = Volume { kind: VolumeType::Gp3, size_gib: 100.0, iops: None, mib_per_s: None };
    let limits = limits(&volume, &rulebook().storage);
    near(&json!(served_iops(&limits, 9000.0, 16.0)), 3000.0, 1e-9);
    near(&json!(served_iops(&limits, 9000.0, 256.0)), 500.0, 1e-9);
    near(&json!(served_iops(&limits, 9.0, 256.0)), 9.0, 1e-9);
}

fn any_bucket() -> impl Strategy<Value = Bucket> {
    (0.0..50.0_f64, 0.0..5.0_f64, 0.0..200.0_f64, 0.0..1e6_f64, 0.0..=1.0_f64).prop_map(
        |(earn, floor, more, cap, share)| {
            let base_per_s = earn.max(floor);
            let burst_per_s = base_per_s + more;
            Bucket { earn_per_s: earn, base_per_s, burst_per_s, cap, level: cap * share }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_bucket_serves_no_more_than_it_may(
        bucket in any_bucket(), demand in prop::collection::vec(0.0..500.0_f64, 1..40),
    ) {
        let served = over_time(bucket, &demand, 600.0);
        let mut level = bucket.level;
        for (asked, step) in demand.iter().zip(&served) {
            prop_assert!(step.per_s <= asked + 1e-9);
            prop_assert!(step.per_s <= bucket.burst_per_s + 1e-9);
            prop_assert!(step.per_s >= asked.min(bucket.base_per_s) - 1e-9);
            prop_assert!((0.0..=bucket.cap).contains(&step.level));
            // What came beyond the earnings and the base was paid from the credits.
            let paid = (step.per_s - bucket.base_per_s) * 600.0;
            prop_assert!(paid <= level + bucket.earn_per_s * 600.0 + 1e-6);
            level = step.level;
        }
    }

    #[test]
    fn steps_can_be_cut_anywhere(
        bucket in any_bucket(), demand in 0.0..500.0_f64, cut in 0.01..0.99_f64,
    ) {
        let (mut whole, mut parts) = (bucket, bucket);
        let once = whole.serve(demand, 1000.0);
        let first = parts.serve(demand, 1000.0 * cut);
        let second = parts.serve(demand, 1000.0 * (1.0 - cut));
        let mean = first.per_s * cut + second.per_s * (1.0 - cut);
        prop_assert!((once.per_s - mean).abs() < 1e-6, "{} {}", once.per_s, mean);
        prop_assert!((once.level - second.level).abs() < 1e-3);
    }

    #[test]
    fn a_larger_volume_is_never_slower(size in 1.0..16_000.0_f64, more in 0.0..384.0_f64) {
        for kind in [VolumeType::Gp2, VolumeType::Gp3] {
            let of = |size_gib| {
                let volume = Volume { kind, size_gib, iops: None, mib_per_s: None };
                limits(&volume, &rulebook().storage)
            };
            let (small, large) = (of(size), of(size + more));
            prop_assert!(large.iops >= small.iops && large.mib_per_s >= small.mib_per_s);
        }
        let facts = &rulebook().storage;
        prop_assert!(bucket(size + more, facts).burst_per_s >= bucket(size, facts).burst_per_s);
    }
}
