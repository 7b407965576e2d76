//! Balancers that look at the targets, sticky flows, and clients that try again.

use super::tests::{missing, model, station, target};
use super::*;
use crate::sim::flow::Routing;
use crate::sim::queueing::{erlang_c, fewest_outstanding_factor};

/// Whole minutes at a rate; the last minute's tally and waits.
fn minutes(plane: &mut Plane, rate: f64, from: u32, count: u32) -> (Tally, Waits) {
    let mut last = (Tally::default(), Waits::default());
    for minute in from..from + count {
        last = (Tally::default(), Waits::default());
        for row in 0..6 {
            let tally = plane.advance(&[rate; 10], minute * 60 + row * 10, &mut last.1);
            last.0.add(&tally);
        }
    }
    last
}

fn utilisation(plane: &Plane, id: u32) -> f64 {
    plane.target_state(id).expect("it is there").utilisation
}

#[test]
fn fewest_requests_outstanding_is_nearly_one_queue_for_all() {
    let two = Station { servers: 2, queue_limit: 1e6, ..station() };
    let routing = Routing::LeastOutstanding;
    let mut plane = Plane::new(Model { routing, ..Model::new(two, 10.0) });
    (0..4).for_each(|id| plane.add(target(id), 0.0));
    let (_, waits) = minutes(&mut plane, 180.0, 0, 10);
    let one_queue = erlang_c(8, 180.0 * 0.04) / (200.0 - 180.0);
    let exact = one_queue * fewest_outstanding_factor(4, 2, 0.9);
    assert!((waits.mean_s() / exact - 1.0).abs() < 0.01, "{} {exact}", waits.mean_s());
}

#[test]
fn a_new_target_gets_everything_until_it_has_as_many_requests_as_the_others() {
    let routing = Routing::LeastOutstanding;
    let deep = Station { queue_limit: 1e6, ..station() };
    let mut plane = Plane::new(Model { routing, ..Model::new(deep, 10.0) });
    (0..2).for_each(|id| plane.add(target(id), 0.0));
    let mut sum = minutes(&mut plane, 60.0, 0, 1).0;
    let before = plane.target_state(0).expect("there").in_flight;
    assert!(before > 200.0, "{before}");
    plane.add(target(2), 60.0);
    let mut waits = Waits::default();
    sum.add(&plane.advance(&[60.0; 2], 60, &mut waits));
    let state = |plane: &Plane, id| plane.target_state(id).expect("there").in_flight;
    assert!((state(&plane, 2) - 2.0 * (60.0 - 25.0)).abs() < 3.0, "{}", state(&plane, 2));
    assert!((state(&plane, 0) - before + 50.0).abs() < 3.0, "the others only work off");
    (2..5).for_each(|minute| sum.add(&minutes(&mut plane, 60.0, minute, 1).0));
    assert!((state(&plane, 2) - state(&plane, 0)).abs() < 1.0);
    assert!((missing(&sum) - plane.in_flight()).abs() < 1e-6);
}

#[test]
fn a_slower_target_gets_fewer_requests_where_the_balancer_counts_them() {
    let slow = Station { service: Service { mean_s: 0.12, ..station().service }, ..station() };
    let kinds = vec![station(), slow];
    for (routing, less) in
        [(Routing::LeastOutstanding, true), (Routing::RoundRobin { nodes: 1 }, false)]
    {
        let mut plane = Plane::new(Model { kinds: kinds.clone(), routing, ..model() });
        (0..3).for_each(|id| plane.add(Target { kind: u8::from(id == 2), ..target(id) }, 0.0));
        let (tally, _) = minutes(&mut plane, 45.0, 0, 10);
        let share = tally.busy_s[1] / 0.12 / tally.completed;
        assert_eq!(share < 0.2, less, "{routing:?}: {share}");
    }
}

#[test]
fn few_sticky_flows_load_targets_unevenly_and_many_do_not() {
    let spread = |connections| {
        let routing = Routing::FlowHash { connections, life_s: f64::INFINITY };
        let mut plane = Plane::new(Model { routing, seed: 3, ..model() });
        (0..6).for_each(|id| plane.add(target(id), 0.0));
        minutes(&mut plane, 60.0, 0, 2);
        let all: Vec<f64> = (0..6).map(|id| utilisation(&plane, id)).collect();
        let high = all.iter().fold(0.0_f64, |high, use_of| high.max(*use_of));
        let low = all.iter().fold(1.0_f64, |low, use_of| low.min(*use_of));
        assert!((all.iter().sum::<f64>() - 60.0 * 0.04).abs() < 0.01, "{all:?}");
        high - low
    };
    assert!(spread(12) > 0.15);
    assert!(spread(100_000) < 1e-9);
}

#[test]
fn weights_shift_the_lot() {
    let heavy = Station { weight: 3.0, ..station() };
    let routing = Routing::WeightedRandom;
    let kinds = vec![station(), heavy];
    let mut plane = Plane::new(Model { kinds, routing, ..model() });
    plane.add(target(0), 0.0);
    plane.add(Target { kind: 1, ..target(1) }, 0.0);
    minutes(&mut plane, 20.0, 0, 2);
    assert!((utilisation(&plane, 1) / utilisation(&plane, 0) - 3.0).abs() < 1e-3);
}

#[test]
fn shared_processors_answer_in_s_over_one_minus_rho() {
    for cv2 in [0.0, 1.0, 9.0] {
        let service = Service { mean_s: 0.04, cv2, delay_s: 0.0 };
        let wide = Station { service, queue_limit: 1e9, ..station() };
        let routing = Routing::WeightedRandom;
        let shares_processor = true;
        let mut plane = Plane::new(Model { routing, shares_processor, ..Model::new(wide, 10.0) });
        plane.add(target(0), 0.0);
        let (_, waits) = minutes(&mut plane, 20.0, 0, 20);
        let response_s = 0.04 + waits.mean_s();
        assert!((response_s / (0.04 / 0.2) - 1.0).abs() < 0.005, "{cv2}: {response_s}");
    }
}

/// Ten targets at 70 % with a deep queue and a time-out of a second, hit for a minute by three
/// times the load.
fn after_a_spike(retries: u32) -> Plane {
    let deep = Station { queue_limit: 2000.0, ..station() };
    let mut plane = Plane::new(Model { retries, ..Model::new(deep, 1.0) });
    (0..10).for_each(|id| plane.add(target(id), 0.0));
    minutes(&mut plane, 175.0, 0, 5);
    minutes(&mut plane, 525.0, 5, 1);
    plane
}

/// Answers in time, 1/s, in the tenth minute from `from`.
fn goodput(plane: &mut Plane, from: u32) -> f64 {
    let (_, waits) = minutes(plane, 175.0, from, 10);
    waits.within(plane.services(), [1.0])[0] / 60.0
}

#[test]
fn a_retry_storm_outlives_its_trigger_and_ends_with_the_retries() {
    let calm = goodput(&mut after_a_spike(0), 6);
    assert!((calm - 175.0).abs() < 1.0, "without retries the backlog is worked off: {calm}");
    let mut storm = after_a_spike(3);
    let stuck = goodput(&mut storm, 6);
    assert!(stuck < 10.0, "every answer comes too late: {stuck}");
    let (tally, _) = minutes(&mut storm, 175.0, 16, 1);
    assert!(tally.offered > 3.5 * 175.0 * 60.0, "four attempts each: {tally:?}");
    assert!((tally.offered - tally.retried - 175.0 * 60.0).abs() < 1e-6);
    // Patience cures it: retries off.
    let cured = Model { retries: 0, ..storm.model.clone() };
    storm.set_model(cured);
    minutes(&mut storm, 175.0, 17, 30);
    let after = goodput(&mut storm, 47);
    assert!((after - 175.0).abs() < 1.0, "{after}");
}

#[test]
fn clients_that_leave_the_queue_are_counted_and_the_books_balance() {
    let deep = Station { queue_limit: 1e9, ..station() };
    let (abandons, retries) = (true, 2);
    let mut plane = Plane::new(Model { abandons, retries, ..Model::new(deep, 2.0) });
    (0..2).for_each(|id| plane.add(target(id), 0.0));
    let mut sum = Tally::default();
    for minute in 0..5 {
        sum.add(&minutes(&mut plane, 70.0, minute, 1).0);
    }
    assert!(sum.abandoned > 0.0 && sum.timed_out >= sum.abandoned && sum.retried > 0.0);
    assert!((missing(&sum) - plane.in_flight()).abs() < 1e-6, "{sum:?}");
    assert!(plane.in_flight() < 2.0 * 25.0 * 2.0 + 5.0, "the queue is as long as the time-out");
}
