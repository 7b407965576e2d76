//! Small cases with known answers; the long comparisons with theory stand in `tests/flow`.

use super::*;
use crate::sim::flow::{Routing, Service, Station};

fn station(servers: u32) -> Station {
    let service = Service { mean_s: 0.1, cv2: 1.0, delay_s: 0.0 };
    Station { servers, service, queue_limit: f64::INFINITY, weight: 1.0, error_share: 0.0 }
}

fn sum(report: &ExactReport) -> Bin {
    report.from_bin(0)
}

#[test]
fn the_same_seed_gives_the_same_run_and_another_one_does_not() {
    let case = ExactCase::new(Model::new(station(2), 5.0), 3, vec![40.0; 600]);
    let waited = |seed| sum(&run(&case, seed)).waited_s;
    assert_eq!(waited(1), waited(1));
    assert_ne!(waited(1), waited(2));
}

#[test]
fn every_attempt_comes_to_one_end() {
    let narrow = Station { queue_limit: 5.0, error_share: 0.1, ..station(1) };
    for routing in [
        Routing::RoundRobin { nodes: 2 },
        Routing::LeastOutstanding,
        Routing::WeightedRandom,
        Routing::FlowHash { connections: 9, life_s: 100.0 },
    ] {
        for (abandons, shares_processor) in [(false, false), (true, false), (false, true)] {
            let model = Model {
                routing,
                abandons,
                shares_processor,
                retries: 2,
                cross_zone: false,
                ..Model::new(narrow.clone(), 0.4)
            };
            // Loaded for ten minutes, then left alone until all is done.
            let mut offered = vec![45.0; 600];
            offered.extend([0.0; 600]);
            let mut case = ExactCase::new(model, 5, offered);
            let at = |at_s, what| Happening { at_s, what };
            case.happenings.push(at(100.0, Change::Drain(0)));
            case.happenings.push(at(200.0, Change::Remove(1)));
            let all = sum(&run(&case, 3));
            let ends = all.completed + all.refused + all.abandoned + all.no_target + all.lost;
            assert_eq!(all.offered, ends, "{routing:?} {abandons} {shares_processor}: {all:?}");
            assert!(all.refused > 0.0 && all.retried > 0.0);
            assert!(all.busy_s > 0.0 && all.busy_s < 5.0 * 1200.0);
            assert_eq!(all.abandoned > 0.0, abandons);
        }
    }
}

#[test]
fn a_target_that_goes_loses_what_is_in_it() {
    let mut case = ExactCase::new(Model::new(station(1), 60.0), 1, vec![20.0; 100]);
    case.happenings.push(Happening { at_s: 50.0, what: Change::Remove(0) });
    let report = run(&case, 4);
    let all = sum(&report);
    assert!((all.lost - 500.0).abs() < 120.0, "half of a thousand: {}", all.lost);
    assert!((all.no_target - 1000.0).abs() < 100.0, "{}", all.no_target);
    assert!(all.busy_s <= 50.0 && all.busy_s > 48.0, "{}", all.busy_s);
}

#[test]
fn zones_get_equal_shares_without_cross_zone() {
    let model = Model { cross_zone: false, ..Model::new(station(4), 60.0) };
    let mut case = ExactCase::new(model, 0, vec![20.0; 600]);
    for id in 0..3 {
        let target = Target { id, zone: u8::from(id == 2), kind: 0, group: 0, warms: false };
        case.happenings.push(Happening { at_s: 0.0, what: Change::Add(target) });
    }
    // The lone target of its zone goes for a while: its share goes to the other zone.
    let all = sum(&run(&case, 5));
    assert_eq!(all.no_target, 0.0);
    case.happenings.push(Happening { at_s: 0.0, what: Change::Remove(2) });
    case.happenings.push(Happening { at_s: 0.0, what: Change::Remove(1) });
    assert_eq!(sum(&run(&case, 5)).offered, all.offered, "other luck stays as it was");
}
