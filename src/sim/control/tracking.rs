//! Target tracking as Application Auto Scaling does it for an ECS service: two alarms on one
//! metric, a proportional step, cooldowns. AWS publishes no formula; the model is in the facts that
//! it names.

use super::Ms;
use crate::facts::Rulebook;
use crate::sim::scenario::Scaling;
use std::collections::VecDeque;

/// Which way a policy wants to go once its alarm has fired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Out,
    In,
    None,
}

/// The proportional step: desired = ceil(current × metric ÷ target), as the matching alarm fires.
///
/// `current` is the running count, `low_factor` the low threshold as a share of the target. Bounds
/// and cooldowns come later. Source: facts `scaling.rounding`, `scaling.base`,
/// `scaling.low_factor`.
pub fn proportional(
    current: u32,
    metric: f64,
    target: f64,
    low_factor: f64,
    disable_scale_in: bool,
) -> (u32, Direction) {
    let wanted = (f64::from(current) * metric / target - 1e-9).ceil().clamp(0.0, 1e9) as u32;
    if metric >= target && wanted > current {
        (wanted, Direction::Out)
    } else if metric < target * low_factor && wanted < current && !disable_scale_in {
        (wanted, Direction::In)
    } else {
        (current, Direction::None)
    }
}

/// The counts that a policy decides on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    pub running: u32,
    pub desired: u32,
}

/// What the policy did with a data point: `wanted` = ceil(`base` × metric ÷ target), unbounded.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// No alarm, or nothing to change.
    Rest,
    /// New desired count.
    Set { desired: u32, wanted: u32, base: u32, direction: Direction, points: Vec<f64> },
    /// Wanted to scale and may not.
    Held { wanted: u32, base: u32, by: Hold, points: Vec<f64> },
}

/// What holds a policy back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    Maximum,
    Cooldown { until: Ms },
}

/// The state of one target tracking policy.
#[derive(Clone, Debug, Default)]
pub struct Tracking {
    points: VecDeque<f64>,
    out_until: Ms,
    in_until: Ms,
    /// Running count at the scale-out that began the cooldown: steps inside it start from there, so
    /// capacity that was added since counts towards them.
    out_base: u32,
    /// Whether it was said that the policy is held, so that it is said once.
    held: bool,
    waits: bool,
}

impl Tracking {
    /// A data point (percent) arrives at `now`.
    pub fn point(
        &mut self,
        now: Ms,
        metric: f64,
        scaling: &Scaling,
        rules: &Rulebook,
        counts: Counts,
    ) -> Verdict {
        let keep = rules.scaling_high_alarm_points.max(rules.scaling_low_alarm_points) as usize;
        self.points.push_back(metric);
        while self.points.len() > keep {
            self.points.pop_front();
        }
        let low = scaling.target * rules.scaling_low_factor;
        let high = self.last(rules.scaling_high_alarm_points, |point| point > scaling.target);
        if let Some(points) = high {
            return self.out(now, metric, scaling, rules, counts, points);
        }
        self.held = false;
        match self.last(rules.scaling_low_alarm_points, |point| point < low) {
            Some(points) => self.shrink(now, metric, scaling, rules, counts, points),
            None => Verdict::Rest,
        }
    }

    /// The last `count` points if there are so many and all of them breach.
    fn last(&self, count: f64, breaches: impl Fn(f64) -> bool) -> Option<Vec<f64>> {
        let count = (count as usize).max(1);
        let first = self.points.len().checked_sub(count)?;
        let points: Vec<f64> = self.points.iter().skip(first).copied().collect();
        points.iter().all(|point| breaches(*point)).then_some(points)
    }

    /// The high alarm is on. Inside the cooldown only a step larger than the one that began it
    /// counts.
    fn out(
        &mut self,
        now: Ms,
        metric: f64,
        scaling: &Scaling,
        rules: &Rulebook,
        counts: Counts,
        points: Vec<f64>,
    ) -> Verdict {
        let factor = rules.scaling_low_factor;
        let cooling = now < self.out_until;
        let base = if cooling { self.out_base } else { counts.running };
        let (wanted, _) = proportional(base, metric, scaling.target, factor, false);
        let desired = wanted.clamp(scaling.min, scaling.max);
        if desired > counts.desired {
            if !cooling {
                self.out_until = now + (scaling.scale_out_cooldown_s * 1000.0) as Ms;
                self.out_base = base;
            }
            self.in_until = 0;
            self.held = wanted > scaling.max;
            return Verdict::Set { desired, wanted, base, direction: Direction::Out, points };
        }
        if wanted > counts.desired && !self.held {
            self.held = true;
            return Verdict::Held { wanted, base, by: Hold::Maximum, points };
        }
        Verdict::Rest
    }

    /// The low alarm is on.
    fn shrink(
        &mut self,
        now: Ms,
        metric: f64,
        scaling: &Scaling,
        rules: &Rulebook,
        counts: Counts,
        points: Vec<f64>,
    ) -> Verdict {
        let (wanted, direction) = proportional(
            counts.running,
            metric,
            scaling.target,
            rules.scaling_low_factor,
            scaling.disable_scale_in,
        );
        let desired = wanted.clamp(scaling.min, scaling.max);
        if direction != Direction::In || desired >= counts.desired {
            return Verdict::Rest;
        }
        let (base, until) = (counts.running, self.in_until);
        if now < until {
            if std::mem::replace(&mut self.waits, true) {
                return Verdict::Rest;
            }
            return Verdict::Held { wanted, base, by: Hold::Cooldown { until }, points };
        }
        self.waits = false;
        self.in_until = now + (scaling.scale_in_cooldown_s * 1000.0) as Ms;
        Verdict::Set { desired, wanted, base, direction, points }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_step_is_proportional_and_rounded_up() {
        assert_eq!(proportional(12, 100.0, 60.0, 0.9, false), (20, Direction::Out));
        assert_eq!(proportional(10, 60.0, 60.0, 0.9, false), (10, Direction::None));
        assert_eq!(proportional(10, 30.0, 60.0, 0.9, false), (5, Direction::In));
        assert_eq!(proportional(10, 30.0, 60.0, 0.9, true), (10, Direction::None));
        // 57 % is under the target and over 0.9 of it: neither alarm.
        assert_eq!(proportional(10, 57.0, 60.0, 0.9, false), (10, Direction::None));
    }
}
