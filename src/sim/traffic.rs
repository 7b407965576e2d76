//! Requests offered over time: a shape, a spike, slow noise.

use super::clock::{DAY_S, parse_start, parse_time};
use super::random::{Purpose, Stream};
use super::scenario::{Scenario, Shape};

/// How busy each full hour of an ordinary day is, between the quietest (0) and the busiest (1).
/// Ours.
const DAY_SHAPE: [f64; 24] = [
    0.12, 0.05, 0.01, 0.0, 0.0, 0.03, 0.12, 0.30, 0.55, 0.78, 0.92, 0.98, 1.0, 0.97, 0.98, 1.0,
    0.97, 0.88, 0.76, 0.68, 0.60, 0.48, 0.34, 0.21,
];
/// Time constant of the noise, and the distance of its points.
const NOISE_TAU_S: f64 = 300.0;
const NOISE_STEP_S: usize = 60;

/// Requests per second in each second of the run, at the middle of that second.
pub fn offered_rps(scenario: &Scenario) -> Vec<f64> {
    let seconds = scenario.duration_s as usize;
    let start = parse_start(&scenario.start).unwrap_or(0);
    let recorded = parse_csv(&scenario.traffic.csv).unwrap_or_default();
    let noise = noise(scenario, seconds);
    let spike_at = f64::from(parse_time(&scenario.traffic.spike_at).unwrap_or(0));
    (0..seconds)
        .map(|second| {
            let time = second as f64 + 0.5;
            let of_day = (f64::from(start) + time) % f64::from(DAY_S);
            let since_spike = of_day - spike_at;
            let base = base(scenario, of_day, since_spike, time, &recorded);
            (base * noise_at(&noise, time)).max(0.0)
        })
        .collect()
}

/// Lines `seconds,requests_per_second` with rising seconds; the error names the line.
pub fn parse_csv(text: &str) -> Result<Vec<(f64, f64)>, String> {
    let mut points: Vec<(f64, f64)> = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let pair = line.split_once(',').and_then(|(time, rate)| {
            Some((time.trim().parse::<f64>().ok()?, rate.trim().parse::<f64>().ok()?))
        });
        match pair {
            Some((time, rate)) if time.is_finite() && (0.0..=1e6).contains(&rate) => {
                if points.last().is_some_and(|last| last.0 >= time) {
                    return Err(format!("line {}: expected a later time", index + 1));
                }
                points.push((time, rate));
            }
            _ => {
                return Err(format!("line {}: expected `seconds,requests_per_second`", index + 1));
            }
        }
    }
    Ok(points)
}

fn base(
    scenario: &Scenario,
    of_day: f64,
    since_spike: f64,
    time: f64,
    recorded: &[(f64, f64)],
) -> f64 {
    let traffic = &scenario.traffic;
    let between = |share: f64| {
        traffic.peak_rps * (traffic.trough_share + (1.0 - traffic.trough_share) * share)
    };
    let length = traffic.spike_minutes * 60.0;
    match traffic.shape {
        Shape::Flat => traffic.peak_rps * spike(scenario, since_spike),
        Shape::Day => between(day_share(of_day)) * spike(scenario, since_spike),
        Shape::Csv => interpolate(recorded, time) * spike(scenario, since_spike),
        Shape::Step => between(ramp(since_spike, traffic.spike_ramp_s)),
        Shape::Flash => {
            let fading = (since_spike - traffic.spike_ramp_s) / length.max(1.0);
            let share = if fading > 0.0 { libm::exp(-fading) } else { 1.0 };
            between(ramp(since_spike, traffic.spike_ramp_s) * share)
        }
        Shape::Batch => {
            let in_hour = of_day % 3600.0;
            between(window(in_hour, length.min(3600.0), traffic.spike_ramp_s))
        }
    }
}

/// The factor of the spike: 1 outside, `spike_factor` inside, straight ramps between.
fn spike(scenario: &Scenario, since_spike: f64) -> f64 {
    let traffic = &scenario.traffic;
    let inside = window(since_spike, traffic.spike_minutes * 60.0, traffic.spike_ramp_s);
    1.0 + (traffic.spike_factor - 1.0) * inside
}

/// 0 before, 1 inside, ramps at both ends that belong to the length.
fn window(since: f64, length: f64, ramp_s: f64) -> f64 {
    let ramp_s = ramp_s.min(length / 2.0);
    ramp(since, ramp_s).min(ramp(length - since, ramp_s))
}

fn ramp(since: f64, ramp_s: f64) -> f64 {
    if since <= 0.0 {
        0.0
    } else if since >= ramp_s {
        1.0
    } else {
        since / ramp_s
    }
}

fn day_share(of_day: f64) -> f64 {
    let hours = of_day / 3600.0;
    let hour = hours as usize % 24;
    let within = hours - hours.floor();
    DAY_SHAPE[hour] + (DAY_SHAPE[(hour + 1) % 24] - DAY_SHAPE[hour]) * within
}

fn interpolate(points: &[(f64, f64)], time: f64) -> f64 {
    let after = points.partition_point(|point| point.0 <= time);
    match (after.checked_sub(1).map(|before| points[before]), points.get(after)) {
        (Some(before), Some(after)) => {
            before.1 + (after.1 - before.1) * (time - before.0) / (after.0 - before.0)
        }
        (Some(last), None) => last.1,
        (None, Some(first)) => first.1,
        (None, None) => 0.0,
    }
}

/// A first-order autoregressive series with the scenario's standard deviation, one point a minute.
fn noise(scenario: &Scenario, seconds: usize) -> Vec<f64> {
    let mut stream = Stream::new(scenario.seed, Purpose::Noise, 0);
    let keep = libm::exp(-(NOISE_STEP_S as f64) / NOISE_TAU_S);
    let fresh = (1.0 - keep * keep).sqrt();
    let mut value = stream.normal();
    (0..seconds / NOISE_STEP_S + 2)
        .map(|_| {
            let point = value;
            value = value * keep + fresh * stream.normal();
            1.0 + scenario.traffic.noise * point
        })
        .collect()
}

fn noise_at(points: &[f64], time: f64) -> f64 {
    let place = time / NOISE_STEP_S as f64;
    let index = place as usize;
    points[index] + (points[index + 1] - points[index]) * (place - place.floor())
}
