//! The loop that holds the two clocks together: events of the control plane in milliseconds,
//! between them whole seconds of the data plane.

mod change;
mod hpa;
mod measure;
mod reserve;
mod schedule;
mod ship;

use super::control::service::{Checks, Service};
use super::control::{Agenda, Control, Happening, Ms};
use super::flow::Plane;
use super::meter::{Meter, Standing};
use super::platform::kubernetes::{self, FargatePods};
use super::platform::{AppRunner, Cluster, Fargate, Platform};
use super::record::Recorder;
use super::run::{Run, STEP_S};
use super::scaling::concurrency::Concurrency;
use super::scaling::hpa::Hpa;
use super::scaling::policies::Policies;
use super::scaling::tracking::Counts;
use super::scenario::{Platform as Place, ScalingMode, Scenario};
use super::traffic::offered_rps;
use crate::facts::Rulebook;
use hpa::Usage;
use measure::Period;
use reserve::Front;
use schedule::Actions;

/// A run in progress.
pub struct Engine<'a> {
    control: Control<'a>,
    service: Service,
    platform: Box<dyn Platform>,
    policies: Policies,
    actions: Actions,
    /// Bounds of the service, which scheduled actions move.
    bounds: (u32, u32),
    offered: Vec<f64>,
    period: Period,
    /// The same for the balancer's metric.
    requests: Period,
    /// What the pods used, on Kubernetes.
    usage: Usage,
    hpa: Hpa,
    /// What App Runner saw, and what it made of it.
    front: Front,
    concurrency: Concurrency,
    meter: Meter,
    unchanged: Unchanged,
}

/// What is known since the last event that changed the service: a thousand tasks are not counted
/// in every row.
#[derive(Default)]
struct Unchanged {
    standing: Option<Standing>,
    /// Whether all tasks passed their check.
    checked: bool,
    /// Whether the zones were found in balance.
    balanced: bool,
}

impl<'a> Engine<'a> {
    /// Everything as it stands at the start.
    pub fn new(scenario: &Scenario, rules: &'a Rulebook, keeps_decisions: bool) -> Engine<'a> {
        let scenario = &scenario.clone().fitted(rules);
        let rows = scenario.duration_s.div_ceil(STEP_S) as usize;
        let platform: Box<dyn Platform> = match scenario.platform {
            Place::EcsFargate | Place::EcsExpress => Box::new(Fargate::new(scenario, rules)),
            Place::AppRunner => Box::new(AppRunner::new(scenario, rules)),
            Place::EcsEc2 => Box::new(Cluster::new(scenario, rules)),
            Place::EksFargate => Box::new(FargatePods::new(scenario, rules)),
            Place::EksManaged | Place::EksSelfManaged | Place::EksAuto => {
                Box::new(kubernetes::Cluster::new(scenario, rules))
            }
        };
        let mut engine = Engine {
            control: Control {
                scenario: scenario.clone(),
                rules,
                now: 0,
                agenda: Agenda::default(),
                recorder: Recorder::new(rows, keeps_decisions),
                plane: Plane::new(scenario.model(Vec::new())),
                lost_zones: vec![false; scenario.zones.names.len()],
                allowed_disruptions: u32::MAX,
                kinds: Vec::new(),
            },
            service: Service::new(scenario.initial_desired(), scenario.platform),
            platform,
            policies: Policies::new(&scenario.scaling, rules),
            actions: Actions::default(),
            bounds: scenario.bounds(),
            offered: offered_rps(scenario),
            period: Period::default(),
            requests: Period::default(),
            usage: Usage::default(),
            hpa: Hpa::default(),
            front: Front::default(),
            concurrency: Concurrency::default(),
            meter: Meter::new(scenario),
            unchanged: Unchanged::default(),
        };
        engine.open();
        engine
    }

    fn open(&mut self) {
        self.say_created();
        self.say_unreachable();
        self.service.open(self.platform.as_mut(), &mut self.control);
        for (index, change) in self.control.scenario.changes.iter().enumerate() {
            if let Some(at) = self.control.scenario.after_start(&change.at) {
                self.control.agenda.enter(at, Happening::Change(index));
            }
        }
        if let Some((period_s, delay_s)) = self.platform.loop_s() {
            self.control.after(period_s + delay_s, Happening::Minute);
        }
        if self.control.scenario.platform.is_eks() {
            self.control.after(self.control.rules.eks.hpa_sync_s, Happening::Look);
        }
        if self.control.scenario.platform.keeps_reserve() {
            // Nothing was seen yet: all that are there work until the first look.
            let all = self.service.desired;
            self.service.set_active(all, self.platform.as_mut(), &mut self.control);
            self.control.after(self.control.rules.app_runner.look_s, Happening::Requests);
        }
        let interval_s = Checks::of(&self.control).interval_s;
        self.control.after(interval_s, Happening::Checks);
        self.schedule_actions();
    }

    /// Runs to the end.
    pub fn finish(mut self) -> Run {
        let end = self.control.scenario.duration_s;
        let mut second = 0;
        while second < end {
            self.happen(Ms::from(second) * 1000);
            if second.is_multiple_of(STEP_S) {
                let killed = self.service.check_memory(self.platform.as_mut(), &mut self.control);
                let evicted =
                    self.service.check_pressure(self.platform.as_mut(), &mut self.control);
                if killed || evicted {
                    self.unchanged = Unchanged::default();
                }
            }
            let until = self.until(second, end);
            self.requests(second, until);
            second = until;
        }
        self.happen(Ms::from(end) * 1000);
        let Engine { control, service, platform, meter, .. } = self;
        meter.finish(control, &service, platform.as_ref())
    }

    /// Up to which second the requests may flow undisturbed. Events take hold at the next whole
    /// second, rows end every ten. Looks wait for that where nothing moves.
    fn until(&mut self, second: u32, end: u32) -> u32 {
        let row = ((second / STEP_S + 1) * STEP_S).min(end);
        let [event, look] = self.control.agenda.next_at().map(|at| match at {
            Some(at) => at.div_ceil(1000).min(u64::from(row)) as u32,
            None => row,
        });
        let until = event.max(second + 1);
        if look >= until {
            return until;
        }
        let offered = &self.offered[second as usize..until as usize];
        let waits = self.unchanged.checked && self.control.plane.is_steady(offered, second);
        if waits { until } else { look.max(second + 1) }
    }

    /// All that is due until `until`.
    fn happen(&mut self, until: Ms) {
        while let Some((now, what)) = self.control.agenda.next(until) {
            self.control.now = now;
            self.one(what);
        }
        self.control.now = until;
    }

    fn one(&mut self, what: Happening) {
        // These say themselves whether they changed something.
        let says = match what {
            Happening::Checks
            | Happening::MetricPoint(..)
            | Happening::Look
            | Happening::Requests => true,
            Happening::Minute => self.control.scenario.platform.is_eks(),
            _ => false,
        };
        if !says {
            self.unchanged = Unchanged::default();
        }
        let Engine { control, service, platform, .. } = self;
        let platform = platform.as_mut();
        match what {
            Happening::Change(index) => self.change(index),
            Happening::Over(index) => self.over(index),
            Happening::Look => self.hpa(),
            Happening::Requests => self.look_at_requests(),
            Happening::Built(index) => self.built(index),
            Happening::MetricPoint(metric, value) => self.metric_point(metric, value),
            Happening::Scheduled(index) => self.scheduled(index),
            Happening::Task(number, step) => service.step(number, step, platform, control),
            Happening::Machine(number, step) => {
                let consequences = platform.step(number, step, control);
                service.suffer(consequences, platform, control);
            }
            Happening::Minute => {
                control.allowed_disruptions = service.allowed_disruptions(control);
                let consequences = platform.turn(service.waiting(), control);
                if !consequences.is_empty() {
                    self.unchanged = Unchanged::default();
                    service.suffer(consequences, platform, control);
                }
                if let Some((period_s, _)) = platform.loop_s() {
                    control.after(period_s, Happening::Minute);
                }
            }
            Happening::Checks => self.checks(),
            Happening::Deployment(version) => service.baked(version, platform, control),
            Happening::Reconcile => service.reconcile(platform, control),
        }
    }

    /// The balancer's checks, and whether the zones are in balance.
    fn checks(&mut self) {
        let Engine { control, service, platform, unchanged, .. } = self;
        let platform = platform.as_mut();
        if service.check_targets(unchanged.checked, platform, control) {
            unchanged.checked = true;
        } else {
            *unchanged = Unchanged::default();
        }
        if !unchanged.balanced {
            let moves = service.rebalance(platform, control);
            if moves {
                *unchanged = Unchanged::default();
            } else {
                unchanged.balanced = true;
            }
        }
    }

    /// The tasks as they stand.
    fn standing(&mut self) -> Standing {
        let Service { desired, .. } = self.service;
        *self.unchanged.standing.get_or_insert_with(|| {
            let (pending, running) = (self.service.pending(), self.service.running());
            Standing { desired, pending, running }
        })
    }

    /// The requests of whole seconds, and what is measured in them.
    fn requests(&mut self, from_s: u32, until_s: u32) {
        let control = &mut self.control;
        let offered = &self.offered[from_s as usize..until_s as usize];
        let tally = control.plane.advance(offered, from_s, self.meter.waits());
        self.measure(&tally, from_s, until_s);
        let end = self.control.scenario.duration_s;
        if until_s.is_multiple_of(STEP_S) || until_s == end {
            self.control.now = Ms::from(until_s) * 1000;
            let tasks = self.standing();
            self.meter.row(until_s, &mut self.control, tasks, self.platform.as_ref());
        }
    }

    fn metric_point(&mut self, metric: super::scenario::ScalingMetric, value: f64) {
        let running = self.standing().running;
        let scaling = &self.control.scenario.scaling;
        if scaling.mode == ScalingMode::Off || running == 0 {
            return;
        }
        let counts = Counts {
            // Two revisions side by side do not count twice.
            running: running.min(self.service.desired),
            desired: self.service.desired,
            min: self.bounds.0,
            max: self.bounds.1,
            out_cooldown: super::control::ms(scaling.scale_out_cooldown_s),
            in_cooldown: super::control::ms(scaling.scale_in_cooldown_s),
            no_scale_in: self.service.deploys(),
        };
        let now = self.control.now;
        let wishes = self.policies.point(now, metric, value, self.control.rules, counts);
        for wish in wishes {
            if let Some(decision) = wish.decision {
                self.control.recorder.decide(|| decision);
            }
            if let Some(desired) = wish.desired {
                self.unchanged = Unchanged::default();
                self.service.desired = desired;
                self.service.reconcile(self.platform.as_mut(), &mut self.control);
            }
        }
    }
}
