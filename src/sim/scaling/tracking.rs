//! Target tracking as Application Auto Scaling does it for an ECS service: two alarms on one
//! metric, a proportional step, cooldowns. AWS publishes no formula; the model is in the facts that
//! it names.

use crate::facts::Rulebook;
use crate::sim::control::Ms;
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

/// What a policy decides on: the service's counts, its bounds, its cooldowns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counts {
    pub running: u32,
    pub desired: u32,
    pub min: u32,
    pub max: u32,
    pub out_cooldown: Ms,
    pub in_cooldown: Ms,
    /// Whether scale-in has to wait: a deployment is under way, or another policy disagrees.
    pub no_scale_in: bool,
}

/// What a target tracking policy is set to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// In the metric's own unit.
    pub value: f64,
    pub disable_scale_in: bool,
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
    Cooldown {
        until: Ms,
    },
    /// A deployment, or another policy whose metric is not low.
    NoScaleIn,
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
    /// A data point arrives at `now`.
    pub fn point(
        &mut self,
        now: Ms,
        metric: f64,
        target: Target,
        rules: &Rulebook,
        counts: Counts,
    ) -> Verdict {
        let keep = rules.scaling_high_alarm_points.max(rules.scaling_low_alarm_points) as usize;
        self.points.push_back(metric);
        while self.points.len() > keep {
            self.points.pop_front();
        }
        let high = self.last(rules.scaling_high_alarm_points, |point| point > target.value);
        if let Some(points) = high {
            return self.out(Breach { now, metric, target, points }, rules, counts);
        }
        self.held = false;
        match self.low(target, rules) {
            Some(points) => self.shrink(Breach { now, metric, target, points }, rules, counts),
            None => Verdict::Rest,
        }
    }

    /// The points of the low alarm, if it is on.
    fn low(&self, target: Target, rules: &Rulebook) -> Option<Vec<f64>> {
        let low = target.value * rules.scaling_low_factor;
        self.last(rules.scaling_low_alarm_points, |point| point < low)
    }

    /// Whether this policy agrees to a scale-in.
    pub fn agrees_to_scale_in(&self, target: Target, rules: &Rulebook) -> bool {
        target.disable_scale_in || self.low(target, rules).is_some()
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
    fn out(&mut self, breach: Breach, rules: &Rulebook, counts: Counts) -> Verdict {
        let Breach { now, metric, target, points } = breach;
        let cooling = now < self.out_until;
        let base = if cooling { self.out_base } else { counts.running };
        let (wanted, _) = proportional(base, metric, target.value, rules.scaling_low_factor, false);
        let desired = wanted.clamp(counts.min, counts.max);
        if desired > counts.desired {
            if !cooling {
                self.out_until = now + counts.out_cooldown;
                self.out_base = base;
            }
            self.in_until = 0;
            self.held = wanted > counts.max;
            return Verdict::Set { desired, wanted, base, direction: Direction::Out, points };
        }
        if wanted > counts.desired && !self.held {
            self.held = true;
            return Verdict::Held { wanted, base, by: Hold::Maximum, points };
        }
        Verdict::Rest
    }

    /// The low alarm is on.
    fn shrink(&mut self, breach: Breach, rules: &Rulebook, counts: Counts) -> Verdict {
        let Breach { now, metric, target, points } = breach;
        let base = counts.running;
        let (low, fixed) = (rules.scaling_low_factor, target.disable_scale_in);
        let (wanted, direction) = proportional(base, metric, target.value, low, fixed);
        let desired = wanted.clamp(counts.min, counts.max);
        if direction != Direction::In || desired >= counts.desired {
            return Verdict::Rest;
        }
        let until = self.in_until;
        if now < until || counts.no_scale_in {
            if std::mem::replace(&mut self.waits, true) {
                return Verdict::Rest;
            }
            let by = if now < until { Hold::Cooldown { until } } else { Hold::NoScaleIn };
            return Verdict::Held { wanted, base, by, points };
        }
        self.waits = false;
        self.in_until = now + counts.in_cooldown;
        Verdict::Set { desired, wanted, base, direction, points }
    }
}

/// An alarm that is on, and the data point that it fired on.
struct Breach {
    now: Ms,
    metric: f64,
    target: Target,
    points: Vec<f64>,
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
