//! One class of targets at rest, in overload, and draining.

use super::*;
use crate::sim::flow::table::{Arrivals, Shape};

const KEY: Key = Key { zone: 0, kind: 0, group: 0, draining: false, flows: 0 };
const POOL: Pool = Pool {
    targets: 1.0,
    capacity: 100.0,
    service_s: 0.01,
    service_cv2: 1.0,
    shares_processor: false,
};

fn table() -> Table {
    let arrivals = Arrivals::Random;
    Table::new(Shape { servers: 1, arrivals, service_cv2: 1.0, places: f64::INFINITY })
}

#[test]
fn at_rest_the_wait_is_erlang_c() {
    let mut table = table();
    for (rho, tolerance) in [(0.5, 1e-6), (0.75, 1e-6), (0.9375, 1e-6), (0.8, 2e-3), (0.95, 2e-3)] {
        let mut class = Class::idle(KEY, 0.0);
        let mut step = Step::default();
        for second in 1..3000 {
            step = class.step(&POOL, &mut table, &Cut::new(), rho * 100.0, 1.0, f64::from(second));
        }
        let mean_wait = step.wait.share * step.wait.mean_s;
        let exact = rho / (100.0 - rho * 100.0);
        assert!((mean_wait / exact - 1.0).abs() < tolerance, "{rho}: {mean_wait} {exact}");
        assert!((step.completed - rho * 100.0).abs() < 1e-6);
    }
}

#[test]
fn overload_grows_by_the_excess_and_the_head_of_the_line_ages() {
    let mut table = table();
    let mut class = Class::idle(KEY, 0.0);
    let mut step = Step::default();
    for second in 1..=60 {
        step = class.step(&POOL, &mut table, &Cut::new(), 150.0, 1.0, f64::from(second));
    }
    // Fifty more a second than can be served, for a minute; the head arrived after 40 s of
    // work.
    assert!((class.x - 3000.0).abs() < 60.0, "{}", class.x);
    assert!((step.wait.mean_s - 20.0).abs() < 1.0, "{}", step.wait.mean_s);
}

#[test]
fn no_more_are_held_than_there_are_places() {
    let arrivals = Arrivals::InTurn { targets: 8, nodes: 1 };
    let mut table = Table::new(Shape { servers: 4, arrivals, service_cv2: 0.01, places: 50.0 });
    let mut class = Class::idle(KEY, 0.0);
    for second in 0..400 {
        let rate = f64::from(second * 37 % 100) * 4.0;
        class.step(&POOL, &mut table, &Cut::new(), rate, 1.0, f64::from(second + 1));
        assert!(class.x <= 54.0 + 1e-9, "{second}: {}", class.x);
    }
}

#[test]
fn a_draining_backlog_never_goes_below_rest() {
    let mut table = table();
    let mut class = Class::idle(KEY, 0.0);
    class.x = 130.0;
    for second in 1..=10 {
        class.step(&POOL, &mut table, &Cut::new(), 50.0, 1.0, f64::from(second));
        assert!(class.x >= table.resting_number(0.5) - 1e-9, "{}", class.x);
    }
    assert!(class.x < 1.5);
}
