//! The HorizontalPodAutoscaler of a run: every few seconds the pods' metrics give a number, its
//! behaviour says how fast the size may follow. Knows pods as numbers, no service and no node.

use super::tracking::Counts;
use crate::facts::Eks;
use crate::sim::control::{Ms, ms};
use crate::sim::kubernetes::hpa::algorithm::{Metric, Proposal, Settings, desired, propose};
use crate::sim::kubernetes::hpa::behavior::{
    Behavior, Change, Direction, History, Limit, Past, Policy, Select, Step,
};
use crate::sim::kubernetes::hpa::working::{level, working};
use crate::sim::run::Decision;
use crate::sim::scenario::PlatformSettings;
use std::collections::{BTreeMap, VecDeque};

/// A HorizontalPodAutoscaler with what it remembers.
#[derive(Default)]
pub struct Hpa {
    recommendations: VecDeque<(Ms, u32)>,
    added: VecDeque<(Ms, u32)>,
    removed: VecDeque<(Ms, u32)>,
    /// What was said last while nothing changed.
    said: Option<(u32, Option<Limit>)>,
}

/// A metric with its name and target, as it is written down.
pub struct Look<'a> {
    pub name: &'static str,
    pub target: f64,
    pub unit: &'static str,
    pub metric: Metric<'a>,
}

/// What a look led to.
pub struct Outcome {
    pub desired: u32,
    pub decision: Option<Decision>,
}

impl Hpa {
    /// One look at the metrics: the size it sets, and why.
    pub fn look(
        &mut self,
        now: Ms,
        looks: &[Look],
        counts: Counts,
        platform: &PlatformSettings,
        eks: &Eks,
    ) -> Outcome {
        let current = counts.desired;
        let bounds = (counts.min.max(1), counts.max.max(1));
        let settings = Settings { tolerance: [platform.hpa_tolerance; 2], ..Settings::new(eks) };
        let proposals: Vec<Result<Proposal, &'static str>> =
            looks.iter().map(|look| propose(&look.metric, current, &settings)).collect();
        let wanted = desired(&proposals, current, u32::MIN, u32::MAX);
        let behavior = behavior(platform);
        let longest_s = [
            behavior.up.window_s,
            behavior.down.window_s,
            platform.hpa_up_period_s,
            platform.hpa_down_period_s,
        ];
        self.forget(now, ms(longest_s.into_iter().fold(0.0, f64::max)));
        let (recommendations, added, removed) =
            (past(&self.recommendations, now), past(&self.added, now), past(&self.removed, now));
        let history =
            History { recommendations: &recommendations, added: &added, removed: &removed };
        let step = behavior.step(current, wanted, bounds, &history);
        self.recommendations.push_back((now, wanted));
        if step.desired > current {
            self.added.push_back((now, step.desired - current));
        } else if step.desired < current {
            self.removed.push_back((now, current - step.desired));
        }
        let decision = self.explain(now, looks, &proposals, wanted, &step, counts);
        Outcome { desired: step.desired, decision }
    }

    fn forget(&mut self, now: Ms, longest: Ms) {
        for list in [&mut self.recommendations, &mut self.added, &mut self.removed] {
            while list.front().is_some_and(|(at, _)| at + longest < now) {
                list.pop_front();
            }
        }
    }

    /// A change is always told; what holds the size back once, until it is something else.
    fn explain(
        &mut self,
        now: Ms,
        looks: &[Look],
        proposals: &[Result<Proposal, &'static str>],
        wanted: u32,
        step: &Step,
        counts: Counts,
    ) -> Option<Decision> {
        let current = counts.desired;
        if step.desired == current {
            let held = (wanted != current || step.limit.is_some()).then_some((wanted, step.limit));
            let known = self.said == held || held.is_none();
            // A recommendation that wavers by a pod is no news.
            let same_way = self.said.zip(held).is_some_and(|(said, held)| {
                said.1 == held.1 && (said.0 > current) == (held.0 > current)
            });
            self.said = held.or(self.said);
            if known || same_way {
                return None;
            }
        } else {
            self.said = None;
        }
        let found = proposals.iter().flatten();
        let most = found.map(|proposal| proposal.desired).max();
        let said =
            looks.iter().zip(proposals).map(|(look, found)| arithmetic(look, found, current));
        let what = match step.desired.cmp(&current) {
            std::cmp::Ordering::Greater => format!("scale out {current} → {}", step.desired),
            std::cmp::Ordering::Less => format!("scale in {current} → {}", step.desired),
            std::cmp::Ordering::Equal => format!("stay at {current}: {}", held_by(step, wanted)),
        };
        let mut because = said.collect::<Vec<_>>().join("; ");
        if let Some(limit) = step.limit.filter(|_| step.desired != current) {
            because.push_str(&format!("; {}", limit.word()));
        }
        let waits_for = match step.desired.cmp(&current) {
            std::cmp::Ordering::Greater => "the new pods".to_string(),
            std::cmp::Ordering::Less => String::new(),
            std::cmp::Ordering::Equal => waits_for(step, counts),
        };
        Some(Decision {
            t_ms: now,
            who: "hpa".into(),
            what,
            because,
            inputs: inputs(proposals, most, counts),
            waits_for,
            fact: if step.limit.is_some() || step.desired == current {
                "eks.hpa_behavior".into()
            } else {
                "eks.hpa".into()
            },
        })
    }
}

fn past(list: &VecDeque<(Ms, u32)>, now: Ms) -> Vec<Past> {
    let age = |(at, pods): &(Ms, u32)| Past { age_s: (now - at) as f64 / 1000.0, pods: *pods };
    list.iter().map(age).collect()
}

/// `behavior` as the scenario sets it.
fn behavior(platform: &PlatformSettings) -> Behavior {
    let direction = |window_s, percent, pods, period_s| {
        let mut policies = Vec::new();
        if percent > 0 {
            policies.push(Policy { change: Change::Percent(percent), period_s });
        }
        if pods > 0 {
            policies.push(Policy { change: Change::Pods(pods), period_s });
        }
        let select = if policies.is_empty() { Select::Disabled } else { Select::Max };
        Direction { window_s, select, policies }
    };
    let p = platform;
    Behavior {
        up: direction(p.hpa_up_window_s, p.hpa_up_percent, p.hpa_up_pods, p.hpa_up_period_s),
        down: direction(
            p.hpa_down_window_s,
            p.hpa_down_percent,
            p.hpa_down_pods,
            p.hpa_down_period_s,
        ),
    }
}

/// `CPU 70 % against 60 %: 70 / 60 × 6 = 7.00 → 7`
fn arithmetic(look: &Look, proposal: &Result<Proposal, &'static str>, current: u32) -> String {
    let Look { name, target, unit, .. } = look;
    let proposal = match proposal {
        Ok(proposal) => proposal,
        Err(why) => return format!("{name}: {why}"),
    };
    let (level, sum) = (level(proposal, *target), working(proposal, *target, current));
    let head = format!("{name} {level}{unit} against {target}{unit}");
    if proposal.cautious.is_none() {
        return format!("{head}: {sum}");
    }
    let Proposal { pods, not_ready, missing, .. } = *proposal;
    format!(
        "{head} over {pods} pods; with {not_ready} not ready and {missing} without metrics: {sum}"
    )
}

fn held_by(step: &Step, wanted: u32) -> String {
    match step.limit {
        Some(limit) => limit.word().to_string(),
        None => format!("{wanted} wanted, the stabilization window holds {}", step.stabilized),
    }
}

/// What has to change before a size that is held back can move.
fn waits_for(step: &Step, counts: Counts) -> String {
    match step.limit {
        Some(Limit::TooManyReplicas) => format!("a higher maximum; yours is {}", counts.max),
        Some(Limit::TooFewReplicas) => format!("a lower minimum; yours is {}", counts.min),
        Some(Limit::ScaleUpLimit | Limit::ScaleDownLimit) => "a policy's period".into(),
        Some(Limit::ScalingDisabled) => "a size above zero".into(),
        None => "the stabilization window".into(),
    }
}

fn inputs(
    proposals: &[Result<Proposal, &'static str>],
    most: Option<u32>,
    counts: Counts,
) -> BTreeMap<String, f64> {
    let mut inputs = BTreeMap::from([
        ("desired".to_string(), f64::from(counts.desired)),
        ("running".to_string(), f64::from(counts.running)),
        ("min".to_string(), f64::from(counts.min)),
        ("max".to_string(), f64::from(counts.max)),
    ]);
    if let Some(most) = most {
        inputs.insert("wanted".into(), f64::from(most));
    }
    if let Some(Ok(proposal)) = proposals.first() {
        inputs.insert("ratio".into(), proposal.ratio);
        inputs.insert("not_ready".into(), f64::from(proposal.not_ready));
    }
    inputs
}
