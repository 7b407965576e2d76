//! At rest the fluid is queueing theory.

use super::{plane, station};
use drydock::sim::flow::{Edges, Histogram, Model, Routing, Tally, Waits};
use drydock::sim::queueing::{erlang_c, response_tail, spread_factor};

/// The last row of a long time at one rate.
fn at_rest(model: Model, rate: f64) -> (Tally, Waits) {
    let mut plane = plane(model, 1);
    let mut last = (Tally::default(), Waits::default());
    for row in 0..3000 {
        last.1.clear();
        last.0 = plane.advance(&[rate; 10], row * 10, &mut last.1);
    }
    last
}

fn random(servers: u32, cv2: f64) -> Model {
    Model { routing: Routing::WeightedRandom, ..Model::new(station(servers, cv2), 300.0) }
}

#[test]
fn utilisation_and_waits_are_those_of_erlang() {
    // Points of the table, then points between.
    let points = [0.5, 0.75, 0.875, 0.9375, 0.96875];
    let between = [0.55, 0.63, 0.71, 0.8, 0.9, 0.95, 0.98];
    for servers in [1, 2, 4, 16, 64] {
        let all = points.map(|rho| (rho, 1e-6)).into_iter().chain(between.map(|rho| (rho, 2e-3)));
        for (rho, tolerance) in all {
            let rate = rho * f64::from(servers) * 10.0;
            let (tally, waits) = at_rest(random(servers, 1.0), rate);
            let utilisation = tally.busy_s[0] / f64::from(servers) / 10.0;
            let wait = waits.windows()[0].wait();
            let exact = erlang_c(servers, rho * f64::from(servers));
            let mean_s = exact / (f64::from(servers) * 10.0 - rate);
            let near =
                |found: f64, wanted: f64| (found - wanted).abs() <= tolerance * wanted + 1e-9;
            assert!(near(utilisation, rho), "{servers} {rho}: utilisation {utilisation}");
            assert!(near(wait.share, exact), "{servers} {rho}: {} {exact}", wait.share);
            assert!(near(waits.mean_s(), mean_s), "{servers} {rho}: {} {mean_s}", waits.mean_s());
        }
    }
}

#[test]
fn percentiles_at_rest_are_those_of_m_m_c_within_two_percent() {
    for servers in [1, 4, 16] {
        for rho in [0.3, 0.6, 0.8, 0.9, 0.97] {
            let rate = rho * f64::from(servers) * 10.0;
            let model = random(servers, 1.0);
            let edges = Edges::new(&[model.station(0).service]);
            let (_, waits) = at_rest(model, rate);
            let mut histogram = Histogram::empty();
            histogram.fill(&edges, &waits, 300.0);
            let wait = erlang_c(servers, rho * f64::from(servers));
            let drain = f64::from(servers) * 10.0 - rate;
            for share in [0.5, 0.95, 0.99] {
                let [found] = histogram.quantiles(&edges, [share]);
                let [early, late] =
                    [0.98, 1.02].map(|part| 1.0 - response_tail(wait, 10.0, drain, part * found));
                assert!(early <= share && share <= late, "{servers} {rho} {share}: {found}");
            }
        }
    }
}

#[test]
fn one_server_with_any_spread_obeys_pollaczek_and_khinchine() {
    for cv2 in [0.25, 1.0, 4.0] {
        for rho in [0.5, 0.75, 0.9] {
            let (_, waits) = at_rest(random(1, cv2), rho * 10.0);
            let exact = spread_factor(1, rho, 1.0, cv2) * rho * 0.1 / (1.0 - rho);
            assert!((waits.mean_s() / exact - 1.0).abs() < 3e-3, "{cv2} {rho}");
        }
    }
}
