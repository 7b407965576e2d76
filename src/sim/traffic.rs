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
    let traffic = &scenario.traffic;
    let between = |share: f64| {
        traffic.peak_rps * (traffic.trough_share + (1.0 - traffic.trough_share) * share)
    };
    let ramp_s = traffic.spike_ramp_s;
    let length = traffic.spike_minutes * 60.0;
    let spike = |since: f64| 1.0 + (traffic.spike_factor - 1.0) * window(since, length, ramp_s);
    match traffic.shape {
        Shape::Flat => each_second(scenario, |now| traffic.peak_rps * spike(now.since_spike)),
        Shape::Day => {
            let mut hour = Hour { from_s: f64::INFINITY, share: 0.0, rise: 0.0 };
            each_second(scenario, |now| between(hour.share(now.of_day)) * spike(now.since_spike))
        }
        Shape::Csv => {
            let recorded = parse_csv(&traffic.csv).unwrap_or_default();
            let mut after = 0;
            each_second(scenario, |now| {
                while recorded.get(after).is_some_and(|point| point.0 <= now.time) {
                    after += 1;
                }
                interpolate(&recorded, after, now.time) * spike(now.since_spike)
            })
        }
        Shape::Step => each_second(scenario, |now| between(ramp(now.since_spike, ramp_s))),
        Shape::Flash => each_second(scenario, |now| {
            let fading = (now.since_spike - ramp_s) / length.max(1.0);
            // What is left after forty time constants is lost in rounding.
            let share = match fading {
                40.0.. => 0.0,
                0.0.. => libm::exp(-fading),
                _ => 1.0,
            };
            between(ramp(now.since_spike, ramp_s) * share)
        }),
        Shape::Batch => {
            let length = length.min(3600.0);
            each_second(scenario, |now| between(window(now.of_day % 3600.0, length, ramp_s)))
        }
    }
}

/// The middle of a second.
#[derive(Clone, Copy)]
struct Moment {
    /// s since the start of the run.
    time: f64,
    /// s since midnight.
    of_day: f64,
    /// s since the spike of that day.
    since_spike: f64,
}

/// `base` at each second, times the noise. One loop for each shape, so that none is asked for
/// inside.
fn each_second(scenario: &Scenario, mut base: impl FnMut(Moment) -> f64) -> Vec<f64> {
    let seconds = scenario.duration_s as usize;
    let noise = noise(scenario, seconds);
    let spike_at = f64::from(parse_time(&scenario.traffic.spike_at).unwrap_or(0));
    let day_s = f64::from(DAY_S);
    let mut midnight = -f64::from(parse_start(&scenario.start).unwrap_or(0));
    let mut rates = Vec::with_capacity(seconds);
    for minute in 0..seconds.div_ceil(NOISE_STEP_S) {
        let (from, to) = (noise[minute], noise[minute + 1]);
        for second in 0..NOISE_STEP_S.min(seconds - minute * NOISE_STEP_S) {
            let time = (minute * NOISE_STEP_S + second) as f64 + 0.5;
            if time - midnight >= day_s {
                midnight += day_s;
            }
            let of_day = time - midnight;
            let noise = from + (to - from) * ((second as f64 + 0.5) / NOISE_STEP_S as f64);
            let now = Moment { time, of_day, since_spike: of_day - spike_at };
            rates.push((base(now) * noise).max(0.0));
        }
    }
    rates
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

/// 0 before, 1 inside, ramps at both ends that belong to the length.
fn window(since: f64, length: f64, ramp_s: f64) -> f64 {
    if since <= 0.0 || since >= length {
        return 0.0;
    }
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

/// An hour of the ordinary day: a straight line.
struct Hour {
    from_s: f64,
    share: f64,
    rise: f64,
}

impl Hour {
    /// How busy the day is at `of_day`; the next hour is looked up when it begins.
    fn share(&mut self, of_day: f64) -> f64 {
        if !(0.0..3600.0).contains(&(of_day - self.from_s)) {
            let hour = (of_day / 3600.0) as usize % 24;
            let share = DAY_SHAPE[hour];
            let rise = DAY_SHAPE[(hour + 1) % 24] - share;
            *self = Hour { from_s: hour as f64 * 3600.0, share, rise };
        }
        self.share + self.rise * ((of_day - self.from_s) / 3600.0)
    }
}

/// Between the points around `time`; `after` is the first one later than that.
fn interpolate(points: &[(f64, f64)], after: usize, time: f64) -> f64 {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ramp_belongs_to_the_length_of_its_window() {
        assert_eq!(window(-1.0, 600.0, 60.0), 0.0);
        assert_eq!(window(30.0, 600.0, 60.0), 0.5);
        assert_eq!(window(300.0, 600.0, 60.0), 1.0);
        assert_eq!(window(585.0, 600.0, 60.0), 0.25);
        assert_eq!(window(5.0, 10.0, 60.0), 1.0);
    }

    #[test]
    fn recorded_points_are_joined_by_straight_lines() {
        let points = parse_csv("0,10\n100,20\n\n200,0").expect("three points");
        assert_eq!(interpolate(&points, 1, 50.0), 15.0);
        assert_eq!(interpolate(&points, 3, 250.0), 0.0);
        assert_eq!(interpolate(&points[1..], 0, 50.0), 20.0);
        assert!(parse_csv("0,10\n0,20").expect_err("the time does not rise").starts_with("line 2"));
    }
}
