//! All policies of a service together: any of them scales out, all of them must agree to scale in,
//! and of several wishes the largest wins.

use super::explain;
use super::step::{Step, StepPolicy};
use super::tracking::{Counts, Target, Tracking, Verdict};
use crate::facts::Rulebook;
use crate::sim::control::{Ms, ms};
use crate::sim::run::Decision;
use crate::sim::scenario::{
    AdjustmentType, Policy, PolicyKind, Scaling, ScalingMetric, StepAdjustment,
};
use std::collections::VecDeque;

/// The policies in force with the state of their alarms and cooldowns.
#[derive(Default)]
pub struct Policies {
    live: Vec<Live>,
}

struct Live {
    policy: Policy,
    state: State,
}

enum State {
    Tracking(Tracking),
    Step(StepState),
}

/// A step policy's alarm and cooldown.
struct StepState {
    rule: Option<StepPolicy>,
    points: VecDeque<f64>,
    until: Ms,
    /// What the cooldown's step asked for: a larger one adds the difference.
    asked: i64,
}

/// What a data point led to.
pub struct Wish {
    /// New desired count, if it changes.
    pub desired: Option<u32>,
    pub decision: Option<Decision>,
}

impl Policies {
    /// The policies of the scenario, their alarms without data.
    pub fn new(scaling: &Scaling, rules: &Rulebook) -> Policies {
        let metric = |policy: &Policy| policy.kind != PolicyKind::Scheduled;
        let live =
            scaling.in_force().into_iter().filter(metric).map(|policy| Live::new(policy, rules));
        Policies { live: live.collect() }
    }

    /// Takes over changed settings; alarms and cooldowns of policies that stay go on.
    pub fn configure(&mut self, scaling: &Scaling, rules: &Rulebook) {
        let mut fresh = Policies::new(scaling, rules);
        for new in &mut fresh.live {
            let same = |old: &Live| {
                old.policy.kind == new.policy.kind && old.policy.metric == new.policy.metric
            };
            if let Some(place) = self.live.iter().position(same) {
                let old = self.live.swap_remove(place);
                match (&mut new.state, old.state) {
                    (State::Tracking(state), State::Tracking(before)) => *state = before,
                    (State::Step(state), State::Step(before)) => {
                        state.points = before.points;
                        state.until = before.until;
                        state.asked = before.asked;
                    }
                    _ => {}
                }
            }
        }
        *self = fresh;
    }

    /// Which metrics the policies look at.
    pub fn looks_at(&self, metric: ScalingMetric) -> bool {
        self.live.iter().any(|live| live.policy.metric == metric)
    }

    /// A data point of a metric arrives: every policy on it decides.
    pub fn point(
        &mut self,
        now: Ms,
        metric: ScalingMetric,
        value: f64,
        rules: &Rulebook,
        counts: Counts,
    ) -> Vec<Wish> {
        let mut wishes = Vec::new();
        let mut counts = counts;
        for index in 0..self.live.len() {
            if self.live[index].policy.metric != metric {
                continue;
            }
            let others_agree = self
                .live
                .iter()
                .enumerate()
                .all(|(other, live)| other == index || live.agrees_to_scale_in(rules));
            let seen = Counts { no_scale_in: counts.no_scale_in || !others_agree, ..counts };
            let wish = self.live[index].point(now, value, rules, seen);
            if let Some(desired) = wish.desired {
                counts.desired = desired;
            }
            wishes.push(wish);
        }
        wishes
    }
}

impl Live {
    fn new(policy: Policy, rules: &Rulebook) -> Live {
        let state = match policy.kind {
            PolicyKind::Step => State::Step(StepState {
                rule: step_rule(&policy, rules).ok(),
                points: VecDeque::new(),
                until: 0,
                asked: 0,
            }),
            _ => State::Tracking(Tracking::default()),
        };
        Live { policy, state }
    }

    /// A step policy never stands in the way: it has a direction of its own.
    fn agrees_to_scale_in(&self, rules: &Rulebook) -> bool {
        match &self.state {
            State::Tracking(tracking) => tracking.agrees_to_scale_in(self.target(), rules),
            State::Step(_) => true,
        }
    }

    fn target(&self) -> Target {
        Target { value: self.policy.target, disable_scale_in: self.policy.disable_scale_in }
    }

    fn point(&mut self, now: Ms, value: f64, rules: &Rulebook, counts: Counts) -> Wish {
        let target = self.target();
        match &mut self.state {
            State::Tracking(tracking) => {
                let verdict = tracking.point(now, value, target, rules, counts);
                let desired = match &verdict {
                    Verdict::Set { desired, .. } => Some(*desired),
                    _ => None,
                };
                let decision = explain::tracking(
                    now,
                    value,
                    (target.value, target.value * rules.scaling_low_factor),
                    self.policy.metric,
                    counts,
                    &verdict,
                );
                Wish { desired, decision }
            }
            State::Step(state) => state.point(now, value, &self.policy, counts),
        }
    }
}

impl StepState {
    fn point(&mut self, now: Ms, value: f64, policy: &Policy, counts: Counts) -> Wish {
        let nothing = Wish { desired: None, decision: None };
        let needed = policy.alarm_points.max(1) as usize;
        self.points.push_back(value);
        while self.points.len() > needed {
            self.points.pop_front();
        }
        let breaches = |point: &f64| {
            if policy.alarm_below {
                *point < policy.alarm_threshold
            } else {
                *point >= policy.alarm_threshold
            }
        };
        let fires = self.points.len() == needed && self.points.iter().all(breaches);
        let Some(rule) = self.rule.as_ref().filter(|_| fires) else { return nothing };
        let Some(step) = rule.step_at(value) else { return nothing };
        let base = counts.running;
        let asked = rule.change(step, base);
        let cooling = now < self.until;
        // Inside the cooldown only what a larger step adds counts.
        let change = if !cooling {
            asked
        } else if asked > 0 && asked > self.asked {
            asked - self.asked
        } else {
            0
        };
        if change == 0 || (change < 0 && counts.no_scale_in) {
            return nothing;
        }
        let from = if cooling { counts.desired } else { base };
        let desired = super::step::bounded(from, change, counts.min, counts.max);
        let desired = desired.clamp(counts.min, counts.max.max(counts.min));
        let moves = if change > 0 { desired > counts.desired } else { desired < counts.desired };
        if !moves {
            return nothing;
        }
        if !cooling {
            self.until = now + ms(policy.cooldown_s);
        }
        self.asked = asked;
        let decision = explain::step(now, value, policy, step, change, from, counts, desired);
        Wish { desired: Some(desired), decision: Some(decision) }
    }
}

/// The policy's steps as the rule that AWS would take; the error says what is wrong with them.
pub fn step_rule(policy: &Policy, rules: &Rulebook) -> Result<StepPolicy, String> {
    let step = |step: &StepAdjustment| Step {
        lower: step.lower,
        upper: step.upper,
        adjustment: step.adjustment as i32,
    };
    let percent = policy.adjustment_type == AdjustmentType::PercentChangeInCapacity;
    let magnitude = Some(policy.min_adjustment_magnitude).filter(|least| percent && *least > 0);
    StepPolicy::new(
        policy.alarm_threshold,
        policy.adjustment_type,
        policy.steps.iter().map(step).collect(),
        magnitude,
        rules.scaling_step_max as usize,
    )
}
