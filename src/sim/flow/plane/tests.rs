//! The plane as a whole: books, balancers, long steps against short ones.

use super::*;
use crate::sim::flow::{Edges, Histogram, Routing};
use crate::sim::random::{Purpose, Stream};

pub(super) fn station() -> Station {
    let service = Service { mean_s: 0.04, cv2: 1.0, delay_s: 0.0 };
    Station { servers: 1, service, queue_limit: 50.0, weight: 1.0, error_share: 0.0 }
}

pub(super) fn model() -> Model {
    Model::new(station(), 10.0)
}

pub(super) fn target(id: u32) -> Target {
    Target { id, zone: (id % 3) as u8, kind: 0, group: 0, warms: false }
}

/// Offered less everything that came to an end.
pub(super) fn missing(tally: &Tally) -> f64 {
    let Tally { offered, completed, refused, abandoned, no_target, lost, .. } = tally;
    offered - completed - refused - abandoned - no_target - lost
}

/// A day with slow noise and a lunch spike to well above what twelve targets can do.
fn spike_day() -> Vec<f64> {
    let mut luck = Stream::new(7, Purpose::Noise, 0);
    let noise: Vec<f64> = (0..1442).map(|_| 1.0 + 0.05 * luck.normal() / 2.0).collect();
    let rate = |second: usize| {
        let (minute, part) = (second / 60, (second % 60) as f64 / 60.0);
        let slow = noise[minute] + (noise[minute + 1] - noise[minute]) * part;
        let since = second as f64 - 48_600.0;
        let spike = (since / 60.0).clamp(0.0, 1.0).min(((720.0 - since) / 60.0).clamp(0.0, 1.0));
        let hour = second as f64 / 3600.0;
        (90.0 + 60.0 * (1.0 - (hour - 12.0).abs() / 12.0)) * (1.0 + 1.4 * spike) * slow
    };
    (0..86_400).map(rate).collect()
}

/// Runs a day in rows of ten seconds with targets joining and leaving; one tally and one
/// percentile (99 %, s) a minute, and the number of classes at the worst.
fn run(mut plane: Plane, offered: &[f64]) -> (Vec<(Tally, f64)>, f64) {
    let mut minutes = Vec::new();
    let edges = Edges::new(plane.services());
    (0..8).for_each(|id| plane.add(target(id), 0.0));
    let mut total = Tally::default();
    for minute in 0..offered.len() / 60 {
        if minute == 815 {
            (8..14).for_each(|id| plane.add(target(id), 48_900.0));
        }
        if minute == 840 {
            (0..6).for_each(|id| plane.drain(id));
        }
        if minute == 845 {
            (0..6).for_each(|id| plane.remove(id));
        }
        let (mut tally, mut waits) = (Tally::default(), Waits::default());
        for row in 0..6 {
            let from = minute * 60 + row * 10;
            let rates = &offered[from..from + 10];
            tally.add(&plane.advance(rates, from as u32, &mut waits));
        }
        let mut histogram = Histogram::empty();
        histogram.fill(&edges, &waits, 10.0);
        let [p99] = histogram.quantiles(&edges, [0.99]);
        total.add(&tally);
        minutes.push((tally, p99));
    }
    (minutes, missing(&total) - plane.in_flight())
}

#[test]
fn long_steps_change_no_minute_of_a_spike_day_by_more_than_one_percent() {
    let offered = spike_day();
    let (long, long_off) = run(Plane::new(model()), &offered);
    let (short, short_off) = run(Plane::with_short_steps(model()), &offered);
    assert!(long_off.abs() < 1e-6 && short_off.abs() < 1e-6, "{long_off} {short_off}");
    for (minute, ((a, a99), (b, b99))) in long.iter().zip(&short).enumerate() {
        let near = |a: f64, b: f64, share: f64| (a - b).abs() <= share * a.max(b) + 1e-3;
        assert!(near(a.completed, b.completed, 0.001), "{minute}: {a:?} {b:?}");
        assert!((a.refused - b.refused).abs() <= 0.001 * b.offered, "{minute}: {a:?} {b:?}");
        assert!(near(*a99, *b99, 0.01), "{minute}: {a99} {b99}");
    }
    let refused: f64 = long.iter().map(|(tally, _)| tally.refused).sum();
    assert!(refused > 1000.0, "the spike fills the queues: {refused}");
}

#[test]
fn a_thousand_targets_are_few_classes() {
    let mut plane = Plane::new(model());
    (0..1000).for_each(|id| plane.add(target(id), 0.0));
    let mut waits = Waits::default();
    plane.advance(&[15_000.0; 10], 0, &mut waits);
    assert_eq!(plane.healthy(), 1000);
    assert_eq!(plane.classes.len(), 1);
    (0..100).for_each(|id| plane.drain(id * 10));
    (2000..2100).for_each(|id| plane.add(target(id), 10.0));
    plane.advance(&[15_000.0; 10], 10, &mut waits);
    assert!(plane.classes.len() <= 3, "{}", plane.classes.len());
    let state = plane.target_state(1).expect("it is there");
    assert!((state.utilisation - 0.6).abs() < 0.01, "{state:?}");
    assert_eq!(plane.target_state(3000), None);
}

#[test]
fn without_cross_zone_each_zone_gets_the_same_share_whatever_its_targets() {
    let mut plane = Plane::new(Model { cross_zone: false, ..model() });
    // Zone 0 has three targets, zone 1 one.
    for id in 0..4 {
        plane.add(Target { id, zone: u8::from(id == 3), kind: 0, group: 0, warms: false }, 0.0);
    }
    let mut waits = Waits::default();
    for row in 0..30 {
        plane.advance(&[40.0; 10], row * 10, &mut waits);
    }
    let use_of = |plane: &Plane, id| plane.target_state(id).expect("it is there").utilisation;
    assert!((use_of(&plane, 0) - 20.0 / 3.0 / 25.0).abs() < 1e-3, "{}", use_of(&plane, 0));
    assert!((use_of(&plane, 3) - 20.0 / 25.0).abs() < 1e-3, "{}", use_of(&plane, 3));
    plane.set_model(model());
    for row in 30..60 {
        plane.advance(&[40.0; 10], row * 10, &mut waits);
    }
    assert!((use_of(&plane, 3) - 10.0 / 25.0).abs() < 1e-3, "{}", use_of(&plane, 3));
}

#[test]
fn groups_get_their_shares_and_an_empty_group_serves_nobody() {
    let mut plane = Plane::new(model());
    plane.add(target(0), 0.0);
    plane.set_shares([0.9, 0.1]);
    let mut waits = Waits::default();
    let tally = plane.advance(&[10.0; 10], 0, &mut waits);
    assert!((tally.no_target - 10.0).abs() < 1e-9, "{tally:?}");
    plane.add(Target { group: 1, ..target(1) }, 10.0);
    let tally = plane.advance(&[10.0; 10], 10, &mut waits);
    assert_eq!(tally.no_target, 0.0);
}

#[test]
fn a_slow_start_gives_a_rising_share() {
    let mut plane = Plane::new(Model { slow_start_s: 100.0, ..model() });
    plane.add(target(0), 0.0);
    plane.add(Target { warms: true, ..target(1) }, 0.0);
    let mut waits = Waits::default();
    let mut shares = Vec::new();
    for row in 0..12 {
        plane.advance(&[20.0; 10], row * 10, &mut waits);
        let [one, two] = [0, 1].map(|id| plane.target_state(id).expect("there").utilisation);
        shares.push(two / (one + two));
    }
    assert!(shares[0] < 0.12, "{shares:?}");
    assert!((shares[4] - 0.5 / 1.5).abs() < 0.03, "{shares:?}");
    assert!((shares[11] - 0.5).abs() < 1e-3, "{shares:?}");
    assert!(shares.windows(2).all(|pair| pair[0] <= pair[1] + 1e-6), "{shares:?}");
}

#[test]
fn a_target_that_goes_takes_its_requests_along_and_kinds_keep_theirs() {
    let slow = Station { service: Service { mean_s: 0.08, ..station().service }, ..station() };
    let kinds = vec![station(), slow];
    let mut plane = Plane::new(Model { kinds, ..model() });
    (0..4).for_each(|id| plane.add(target(id), 0.0));
    let mut waits = Waits::default();
    let mut sum = plane.advance(&[120.0; 10], 0, &mut waits);
    let before = plane.in_flight();
    assert!(before > 10.0);
    plane.set_kind(2, 1);
    assert!((plane.in_flight() - before).abs() < 1e-9);
    sum.add(&plane.advance(&[60.0; 10], 10, &mut waits));
    let slower = plane.target_state(2).expect("there").utilisation;
    assert!(slower > plane.target_state(1).expect("there").utilisation);
    plane.remove(2);
    sum.add(&plane.advance(&[60.0; 10], 20, &mut waits));
    assert!(sum.lost > 0.0);
    assert!((missing(&sum) - plane.in_flight()).abs() < 1e-6, "{sum:?}");
    assert!(sum.busy_s[1] > 0.0 && sum.busy_s[0] > sum.busy_s[1]);
}

#[test]
fn a_full_queue_refuses_what_theory_says() {
    // M/M/1/5 at a load of 0.9: 1 of 8.4 arrivals is blocked.
    let limited = Station { queue_limit: 4.0, ..station() };
    let routing = Routing::WeightedRandom;
    let mut plane = Plane::new(Model { routing, ..Model::new(limited, 10.0) });
    plane.add(target(0), 0.0);
    let (mut waits, mut tally) = (Waits::default(), Tally::default());
    for row in 0..60 {
        tally = plane.advance(&[22.5; 10], row * 10, &mut waits);
    }
    let exact = crate::sim::queueing::finite(1, 5, 0.9).blocked;
    assert!((tally.refused / tally.offered / exact - 1.0).abs() < 0.005, "{tally:?} {exact}");
}

#[test]
fn a_plane_is_steady_at_rest_and_not_where_anything_moves() {
    let mut plane = Plane::new(model());
    let mut waits = Waits::default();
    let steady = |plane: &mut Plane, rate: f64, from_s: u32| plane.is_steady(&[rate; 10], from_s);
    plane.advance(&[10.0; 10], 0, &mut waits);
    assert!(!steady(&mut plane, 10.0, 10), "nobody is there to serve");
    plane.add(target(1), 10.0);
    assert!(!steady(&mut plane, 10.0, 10), "a target is new");
    plane.advance(&[10.0; 10], 10, &mut waits);
    plane.advance(&[10.0; 60], 20, &mut waits);
    assert!(steady(&mut plane, 10.0, 80));
    assert!(!steady(&mut plane, 20.0, 80), "twice as many come");
    plane.drain(1);
    assert!(!steady(&mut plane, 10.0, 80), "it goes");
}
