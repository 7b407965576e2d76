//! The loop that holds the two clocks together: events of the control plane in milliseconds, then
//! one second of the data plane.

use super::clock::{DAY_S, parse_start, parse_time};
use super::control::service::{Effect, Service};
use super::control::tracking::{Counts, Direction, Hold, Tracking, Verdict};
use super::control::{Agenda, Happening, Ms};
use super::flow::{Plane, Target};
use super::meter::Meter;
use super::platform::{Fargate, Platform};
use super::record::Recorder;
use super::run::{Decision, Run, STEP_S};
use super::scenario::{Platform as Place, ScalingMode, Scenario};
use super::traffic::offered_rps;
use crate::facts::Rulebook;
use std::collections::BTreeMap;

/// A run in progress.
pub struct Engine<'a> {
    /// The scenario as the changes so far have left it.
    scenario: Scenario,
    rules: &'a Rulebook,
    platform: Box<dyn Platform>,
    offered: Vec<f64>,
    agenda: Agenda,
    service: Service,
    plane: Plane,
    tracking: Tracking,
    recorder: Recorder,
    meter: Meter,
    /// CPU utilisation summed over the seconds of the metric's period, and those seconds.
    period: (f64, u32),
}

impl<'a> Engine<'a> {
    /// Everything as it stands at the start.
    pub fn new(scenario: &Scenario, rules: &'a Rulebook, keeps_decisions: bool) -> Engine<'a> {
        let rows = scenario.duration_s.div_ceil(STEP_S) as usize;
        let mut recorder = Recorder::new(rows, keeps_decisions);
        let service = Service::new(scenario, rules, &mut recorder);
        let mut plane = Plane::new(scenario.model());
        service.tasks.iter().for_each(|task| plane.add(target(task.number), 0.0));
        let platform: Box<dyn Platform> = match scenario.platform {
            Place::EcsFargate => Box::new(Fargate::new(scenario, rules)),
        };
        let mut agenda = Agenda::default();
        for (index, change) in scenario.changes.iter().enumerate() {
            if let Some(at) = after_start(scenario, &change.at) {
                agenda.enter(at, Happening::Change(index));
            }
        }
        Engine {
            offered: offered_rps(scenario),
            meter: Meter::new(scenario),
            scenario: scenario.clone(),
            rules,
            platform,
            agenda,
            service,
            plane,
            tracking: Tracking::default(),
            recorder,
            period: (0.0, 0),
        }
    }

    /// Runs to the end.
    pub fn finish(mut self) -> Run {
        let mut from_s = 0;
        while from_s < self.scenario.duration_s {
            self.happen(Ms::from(from_s) * 1000);
            let end_s = self.next_stop(from_s);
            self.requests(from_s, end_s);
            from_s = end_s;
        }
        self.happen(Ms::from(self.scenario.duration_s) * 1000);
        let engine = self;
        engine.meter.finish(
            &engine.scenario,
            engine.rules,
            engine.platform.as_ref(),
            &engine.service,
            engine.plane.in_flight(),
            engine.recorder,
        )
    }

    /// All that is due until `until`.
    fn happen(&mut self, until: Ms) {
        while let Some((now, what)) = self.agenda.next(until) {
            match what {
                Happening::Change(index) => self.change(now, index),
                Happening::MetricPoint(metric) => self.metric_point(now, metric),
                Happening::Task(number, step) => {
                    let effect =
                        self.service.step(now, number, step, &mut self.agenda, &mut self.recorder);
                    self.apply(effect, now);
                }
            }
        }
    }

    /// The first second after `from_s` at which something is due: an event, a row, the end.
    fn next_stop(&self, from_s: u32) -> u32 {
        let row_s = (from_s / STEP_S + 1) * STEP_S;
        let due = self.agenda.due().map_or(u64::MAX, |at| at.div_ceil(1000));
        let due_s = u32::try_from(due).unwrap_or(u32::MAX).max(from_s + 1);
        row_s.min(due_s).min(self.scenario.duration_s)
    }

    /// The requests of some seconds, and what is measured in them.
    fn requests(&mut self, from_s: u32, end_s: u32) {
        let offered = &self.offered[from_s as usize..end_s as usize];
        let tally = self.plane.advance(offered, from_s, self.meter.waits());
        let seconds = f64::from(end_s - from_s);
        let running = self.service.running();
        let vcpus = f64::from(running) * self.scenario.task.vcpu;
        let used = tally.completed * self.scenario.request.cpu_ms / 1000.0;
        let busy = if running > 0 { (used / (vcpus * seconds)).min(1.0) } else { 0.0 };
        self.meter.count(&tally, busy, used, from_s, end_s);
        self.measure(end_s, busy * seconds, end_s - from_s);
        if end_s.is_multiple_of(STEP_S) || end_s == self.scenario.duration_s {
            self.meter.row(
                end_s,
                &self.scenario,
                self.rules,
                self.platform.as_ref(),
                &self.service,
                &self.plane,
                &mut self.recorder,
            );
        }
    }

    /// Adds to the scaling metric; a full period becomes a data point, which arrives later.
    fn measure(&mut self, at_s: u32, busy_s: f64, seconds: u32) {
        self.period.0 += busy_s;
        self.period.1 += seconds;
        let period_s = self.scenario.scaling.metric_period_s;
        if !at_s.is_multiple_of(period_s) {
            return;
        }
        let metric = 100.0 * self.period.0 / f64::from(self.period.1);
        self.period = (0.0, 0);
        let fast = f64::from(period_s) <= self.rules.scaling_fast_metric_period_s;
        let delay_s = if fast {
            self.rules.scaling_fast_metric_delay_s
        } else {
            self.rules.scaling_metric_delay_s
        };
        let at = Ms::from(at_s) * 1000 + (delay_s * 1000.0) as Ms;
        self.agenda.enter(at, Happening::MetricPoint(metric));
    }

    fn metric_point(&mut self, now: Ms, metric: f64) {
        let scaling = &self.scenario.scaling;
        if scaling.mode == ScalingMode::Off || self.service.running() == 0 {
            return;
        }
        let counts = Counts { running: self.service.running(), desired: self.service.desired };
        let verdict = self.tracking.point(now, metric, scaling, self.rules, counts);
        let explained = explain(now, metric, &self.scenario, counts, &verdict);
        if let Some(decision) = explained {
            self.recorder.decide(|| decision);
        }
        if let Verdict::Set { desired, .. } = verdict {
            self.service.desired = desired;
            self.reconcile(now);
        }
    }

    /// A dated change of a setting. It was checked with the scenario, so it applies as it stands.
    fn change(&mut self, now: Ms, index: usize) {
        let change = self.scenario.changes[index].clone();
        let Ok(changed) = self.scenario.with(&change.set, change.value.clone()) else {
            return;
        };
        self.scenario = changed;
        self.recorder.decide(|| Decision {
            t_ms: now,
            who: "you".into(),
            what: format!("set {} to {}", change.set, change.value),
            because: "a dated change of the scenario".into(),
            inputs: BTreeMap::new(),
            waits_for: String::new(),
            fact: String::new(),
        });
        self.offered = offered_rps(&self.scenario);
        self.plane.set_model(self.scenario.model());
        self.meter.configure(&self.scenario);
        self.service.configure(&self.scenario);
        let scaling = &self.scenario.scaling;
        self.service.desired = match scaling.mode {
            ScalingMode::Off => scaling.desired,
            ScalingMode::TargetTracking if change.set == "scaling.desired" => {
                scaling.desired.clamp(scaling.min, scaling.max)
            }
            ScalingMode::TargetTracking => self.service.desired.clamp(scaling.min, scaling.max),
        };
        self.reconcile(now);
    }

    fn reconcile(&mut self, now: Ms) {
        let effects = self.service.reconcile(
            now,
            self.platform.as_mut(),
            &mut self.agenda,
            &mut self.recorder,
        );
        effects.into_iter().for_each(|effect| self.apply(effect, now));
    }

    fn apply(&mut self, effect: Effect, now: Ms) {
        match effect {
            Effect::None => {}
            Effect::Joins(number) => self.plane.add(target(number), now as f64 / 1000.0),
            Effect::Drains(number) => self.plane.drain(number),
            Effect::Leaves(number) => self.plane.remove(number),
        }
    }
}

/// A task as a target of the balancer.
fn target(id: u32) -> Target {
    Target { id, zone: 0, kind: 0, group: 0, warms: false }
}

/// ms from the start of the run to the first time of day `at`.
fn after_start(scenario: &Scenario, at: &str) -> Option<Ms> {
    let start = parse_start(&scenario.start)?;
    let at = parse_time(at)?;
    Some(Ms::from((at + DAY_S - start) % DAY_S) * 1000)
}

/// The verdict of target tracking with its arithmetic; nothing to say where it rests.
fn explain(
    now: Ms,
    metric: f64,
    scenario: &Scenario,
    counts: Counts,
    verdict: &Verdict,
) -> Option<Decision> {
    let scaling = &scenario.scaling;
    let arithmetic = |wanted: u32, base: u32| {
        let sum = format!("ceil({base} × {metric:.1} / {}) = {wanted}", scaling.target);
        if wanted > scaling.max {
            format!("{sum}, your maximum is {}", scaling.max)
        } else if wanted < scaling.min {
            format!("{sum}, your minimum is {}", scaling.min)
        } else {
            sum
        }
    };
    let (what, because, waits_for, points) = match verdict {
        Verdict::Rest => return None,
        Verdict::Set { desired, wanted, base, direction, points } => {
            let way = if *direction == Direction::Out { "out" } else { "in" };
            let what = format!("scale {way} {} → {desired}", counts.desired);
            let waits_for = if *direction == Direction::Out { "the new tasks" } else { "" };
            (what, arithmetic(*wanted, *base), waits_for.to_string(), points)
        }
        Verdict::Held { wanted, base, by: Hold::Maximum, points } => {
            let what = format!("stay at {}, the maximum", counts.desired);
            (what, arithmetic(*wanted, *base), "a higher maximum".to_string(), points)
        }
        Verdict::Held { wanted, base, by: Hold::Cooldown { until }, points } => {
            let left = (*until - now) / 1000;
            let what = format!("stay at {}: cooldown", counts.desired);
            (what, arithmetic(*wanted, *base), format!("{left} s of cooldown"), points)
        }
    };
    let breach =
        if *points.last()? > scaling.target { "over" } else { "under the low threshold of" };
    let mut inputs = BTreeMap::from([
        ("running".to_string(), f64::from(counts.running)),
        ("desired".to_string(), f64::from(counts.desired)),
        ("metric".to_string(), metric),
        ("target".to_string(), scaling.target),
        ("points".to_string(), points.len() as f64),
    ]);
    inputs.insert("min".into(), f64::from(scaling.min));
    inputs.insert("max".into(), f64::from(scaling.max));
    Some(Decision {
        t_ms: now,
        who: "target-tracking".into(),
        what,
        because: format!(
            "{because}; {count} of {count} points {breach} {}",
            scaling.target,
            count = points.len()
        ),
        inputs,
        waits_for,
        fact: "scaling.rounding".into(),
    })
}
