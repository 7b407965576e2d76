//! The cluster: instances in their zones, tasks placed on them, and the bill for all of it.

use super::instance::{Instance, State};
use super::placement::{Candidate, Placement, gives_up, rejection};
use super::settings::Settings;
use crate::facts::Rulebook;
use crate::sim::control::service::machine_id;
use crate::sim::control::{Control, Happening, Ms, ms};
use crate::sim::cost::billed_s;
use crate::sim::platform::{
    Bill, Consequence, Launch, MachineStep, Order, Platform, Price, Refusal, Strike,
};
use crate::sim::random::{Purpose, Stream};
use crate::sim::run::{Event, EventKind};
use crate::sim::scenario::Scenario;

/// Hours of a month in prices by the month.
const MONTH_H: f64 = 730.0;

/// Container instances of one type in an Auto Scaling group, with a capacity provider.
pub struct Cluster {
    pub(super) settings: Settings,
    /// By rising number.
    pub(super) instances: Vec<Instance>,
    placement: Placement,
    candidates: Vec<Candidate>,
    /// Instances that the Auto Scaling group wants.
    pub(super) wanted: u32,
    pub(super) lost_zones: Vec<bool>,
    pub(super) spot_is_gone: bool,
    /// Launches to come that never register.
    pub(super) mute: u32,
    /// Whether instances are replaced by hand, one after the other.
    pub(super) patching: bool,
    /// Reservation points below the target, one after the other.
    pub(super) low_points: u32,
    /// And above it.
    pub(super) high_points: u32,
    pub(super) scaled_out: Option<Ms>,
    pub(super) said_held: bool,
    started: u32,
    /// Billed seconds of instances that ended: On-Demand, Spot.
    billed_s: [f64; 2],
    minimum_billed_s: f64,
}

impl Cluster {
    /// An empty cluster, as the scenario sets it.
    pub fn new(scenario: &Scenario, rules: &Rulebook) -> Cluster {
        Cluster {
            settings: settings(scenario, rules),
            instances: Vec::new(),
            placement: Placement::default(),
            candidates: Vec::new(),
            wanted: 0,
            lost_zones: vec![false; scenario.zones.names.len()],
            spot_is_gone: false,
            mute: 0,
            patching: false,
            low_points: 0,
            high_points: 0,
            scaled_out: None,
            said_held: false,
            started: 0,
            billed_s: [0.0; 2],
            minimum_billed_s: rules.ec2_minimum_billed_s,
        }
    }

    pub(super) fn index_of(&self, number: u32) -> Option<usize> {
        self.instances.binary_search_by_key(&number, |instance| instance.number).ok()
    }

    /// Launches an instance in the zone with the fewest; `None` where no zone or no Spot capacity
    /// is there.
    pub(super) fn launch(&mut self, control: &mut Control) -> Option<u32> {
        let mut counts = vec![0_u32; self.lost_zones.len()];
        self.instances.iter().for_each(|instance| counts[instance.zone] += 1);
        let there = (0..counts.len()).filter(|zone| !self.lost_zones[*zone]);
        let zone = there.min_by_key(|zone| counts[*zone])?;
        let all = self.instances.len() as f64 + 1.0;
        let spot_here = self.instances.iter().filter(|instance| instance.spot).count() as f64;
        let spot = spot_here + 1.0 <= all * self.settings.spot_share + 1e-9;
        if spot && self.spot_is_gone {
            return None;
        }
        self.started += 1;
        let mut instance = Instance::launched(self.started, zone, spot, control.now);
        if self.mute > 0 {
            self.mute -= 1;
            instance.registers = false;
        }
        note(control, &instance, "BOOTING");
        let stream = Stream::new(control.scenario.seed, Purpose::Boot, u64::from(self.started));
        let luck = { stream }.uniform();
        let rules = control.rules;
        let boot_s = rules.ec2_boot_s + (2.0 * luck - 1.0) * rules.ec2_boot_spread_s;
        if instance.registers {
            control.after(boot_s, Happening::Machine(self.started, MachineStep::Registers));
        }
        self.instances.push(instance);
        Some(self.started)
    }

    /// Ends an instance: its tasks are lost, its bill is written.
    pub(super) fn end(&mut self, index: usize, control: &mut Control) -> Vec<Consequence> {
        let instance = self.instances.remove(index);
        note(control, &instance, "TERMINATED");
        let seconds = billed_s(instance.launched, control.now, self.minimum_billed_s);
        self.billed_s[usize::from(instance.spot)] += seconds;
        let why = "its instance is gone";
        instance.tasks.iter().map(|task| Consequence::Lost { task: *task, why }).collect()
    }

    /// No new tasks; those that run are replaced within the deployment's bounds.
    pub(super) fn drain(&mut self, index: usize, control: &mut Control) -> Vec<Consequence> {
        let instance = &mut self.instances[index];
        instance.state = State::Draining;
        let instance = &self.instances[index];
        note(control, instance, "DRAINING");
        if instance.tasks.is_empty() {
            return self.end(index, control);
        }
        instance.tasks.iter().map(|task| Consequence::Leaves { task: *task }).collect()
    }

    fn refresh_candidates(&mut self) {
        let Cluster { candidates, instances, settings, .. } = self;
        candidates.clear();
        candidates.extend(instances.iter().map(|instance| instance.candidate(settings)));
    }

    /// Why no instance takes a task: the reason of most of them, in words.
    fn refusal(&self) -> Refusal {
        let need = &self.settings.need;
        let active = self.candidates.iter().filter(|candidate| candidate.suits);
        let reasons: Vec<&str> =
            active.filter_map(|on| rejection(need, on)).map(|reason| reason.word()).collect();
        let most = reasons
            .iter()
            .max_by_key(|reason| reasons.iter().filter(|other| other == reason).count());
        let why = match most {
            None => "no instance is ACTIVE".to_string(),
            Some(&"RESOURCE:CPU") => format!("no instance has {} CPU units free", need.cpu),
            Some(&"RESOURCE:MEMORY") => format!("no instance has {} MiB free", need.memory_mib),
            Some(&"RESOURCE:ENI") => "no instance has a network interface free".into(),
            Some(&"RESOURCE:PORTS") => "the host port is taken on every instance".into(),
            Some(reason) => format!("no instance met all requirements ({reason})"),
        };
        let waits_for = if self.settings.managed_scaling {
            "the capacity provider's instances"
        } else {
            "room: nothing adds instances here"
        };
        Refusal { why, waits_for, fact: "ecs.placement_order" }
    }

    fn way(&mut self, index: usize, order: &Order, control: &Control) -> Launch {
        let now = control.now;
        let s = &self.settings;
        let instance = &mut self.instances[index];
        let activating = now + ms(s.eni_s);
        let known = instance.cached.iter().find(|(version, _)| *version == order.version).copied();
        let cached = known.is_some_and(|(_, ready)| ready <= activating);
        let pull_s = match known {
            // A second task of the revision waits for the pull that is under way.
            Some((_, ready)) if !cached => (ready - activating) as f64 / 1000.0,
            Some(_) => s.cached_pull_s,
            None => s.pull_s,
        };
        if known.is_none() {
            let ready = if order.settled { 0 } else { activating + ms(pull_s) };
            instance.cached.push((order.version, ready));
        }
        instance.tasks.push(order.task);
        Launch {
            zone: instance.zone,
            machine: Some(instance.number),
            spot: instance.spot,
            pulls: known.is_none(),
            waits_for_pull: !cached,
            pending: now,
            activating,
            running: activating + ms(pull_s + s.container_s),
            place_s: s.eni_s,
            pull_s,
            start_s: s.start_s,
            silent: false,
        }
    }

    fn seconds(&self, end: Ms) -> [f64; 2] {
        let mut seconds = self.billed_s;
        for instance in &self.instances {
            seconds[usize::from(instance.spot)] += billed_s(instance.launched, end, 0.0);
        }
        seconds
    }
}

fn settings(scenario: &Scenario, rules: &Rulebook) -> Settings {
    let name = &scenario.platform_settings.instance_type;
    // The scenario was checked: the type is in the table.
    let kind = rules.instance_type(name).cloned().unwrap_or_default();
    Settings::new(scenario, &kind, rules)
}

/// Writes a change of an instance's state.
pub(super) fn note(control: &mut Control, instance: &Instance, state: &'static str) {
    let zone = control.scenario.zones.names.get(instance.zone).cloned().unwrap_or_default();
    control.recorder.event(Event {
        t_ms: control.now,
        kind: EventKind::MachineState,
        id: machine_id(instance.number),
        zone,
        machine: if instance.spot { "spot".into() } else { String::new() },
        state: state.into(),
    });
}

impl Platform for Cluster {
    fn place(&mut self, order: &Order, control: &Control) -> Result<Launch, Refusal> {
        self.refresh_candidates();
        let stream = Stream::new(control.scenario.seed, Purpose::Launch, u64::from(order.task));
        let luck = { stream }.uniform();
        let Cluster { placement, candidates, settings, .. } = self;
        match placement.choose(&settings.need, candidates, &settings.strategies, luck) {
            Some(index) => Ok(self.way(index, order, control)),
            None => Err(self.refusal()),
        }
    }

    fn release(&mut self, task: u32, _: Ms) {
        let holds = |instance: &&mut Instance| instance.tasks.contains(&task);
        if let Some(instance) = self.instances.iter_mut().find(holds) {
            instance.tasks.retain(|other| *other != task);
        }
    }

    fn pulled(&mut self, task: u32, version: u32, succeeded: bool, _: Ms) {
        let holds = |instance: &&mut Instance| instance.tasks.contains(&task);
        if let Some(instance) = self.instances.iter_mut().find(holds).filter(|_| !succeeded) {
            instance.cached.retain(|(other, _)| *other != version);
        }
    }

    fn first_to_leave(&self, candidates: &[u32], luck: f64) -> u32 {
        let on: Vec<Candidate> = self
            .instances
            .iter()
            .map(|instance| Candidate {
                tasks_of_service: instance
                    .tasks
                    .iter()
                    .filter(|task| candidates.contains(task))
                    .count() as u32,
                ..instance.candidate(&self.settings)
            })
            .collect();
        let there = gives_up(&on, &self.settings.strategies, luck)
            .and_then(|index| self.instances[index].tasks.iter().find(|t| candidates.contains(t)));
        there.copied().unwrap_or(candidates[0])
    }

    fn open(&mut self, tasks: u32, control: &mut Control) {
        let places = self.settings.places().max(1);
        // Tasks that are spread over the zones keep an instance alive in each.
        let spread = tasks.min(self.lost_zones.len() as u32);
        let fit =
            if self.settings.managed_scaling { tasks.div_ceil(places).max(spread) } else { 0 };
        let count = control.scenario.platform_settings.instances.max(fit);
        self.wanted = count.clamp(self.settings.min, self.settings.max.max(self.settings.min));
        for _ in 0..self.wanted {
            let Some(number) = self.launch(control) else { break };
            let Some(index) = self.index_of(number) else { break };
            self.instances[index].state = State::Active;
            self.instances[index].cached.push((0, 0));
            note(control, &self.instances[index].clone(), "ACTIVE");
        }
    }

    fn loop_s(&self) -> Option<(f64, f64)> {
        Some((self.settings.metric_period_s, self.settings.metric_delay_s))
    }

    fn turn(&mut self, waiting: u32, control: &mut Control) -> Vec<Consequence> {
        self.capacity_loop(waiting, control)
    }

    fn step(&mut self, number: u32, step: MachineStep, control: &mut Control) -> Vec<Consequence> {
        let Some(index) = self.index_of(number) else { return Vec::new() };
        match step {
            MachineStep::Registers if self.instances[index].state == State::Booting => {
                self.instances[index].state = State::Active;
                note(control, &self.instances[index].clone(), "ACTIVE");
                let mut out = vec![Consequence::Room];
                out.extend(self.patch_next(control));
                out
            }
            MachineStep::Registers => Vec::new(),
            MachineStep::Reclaimed | MachineStep::Terminates => self.end(index, control),
            MachineStep::Patch => self.patch_next(control),
            _ => Vec::new(),
        }
    }

    fn fault(&mut self, strike: &Strike, control: &mut Control) -> Vec<Consequence> {
        self.strike(strike, control)
    }

    fn configure(&mut self, control: &Control) {
        self.settings = settings(&control.scenario, control.rules);
    }

    fn has_room_in(&self, zone: usize) -> bool {
        let need = &self.settings.need;
        let here = self.instances.iter().filter(|instance| instance.zone == zone);
        here.map(|instance| instance.candidate(&self.settings))
            .any(|on| rejection(need, &on).is_none())
    }

    fn machines(&self) -> u32 {
        self.instances.len() as u32
    }

    fn vcpu_of(&self, machine: u32) -> Option<f64> {
        let instance = &self.instances[self.index_of(machine)?];
        let sharers = instance.tasks.len().max(1) as f64;
        self.settings.bursts.then(|| self.settings.vcpu / sharers)
    }

    fn dollars_per_hour(&self, _: Ms) -> f64 {
        let s = &self.settings;
        let disk = s.disk_gb * s.disk_gb_month / MONTH_H;
        self.instances.iter().map(|instance| s.hour[usize::from(instance.spot)] + disk).sum()
    }

    fn chooses_by(&self) -> String {
        let words = &self.settings.strategy_words;
        match words.is_empty() {
            true => "any instance with room".into(),
            false => words.join(", then "),
        }
    }

    fn addresses(&self) -> u32 {
        self.instances.len() as u32
    }

    fn bill(&self, end: Ms) -> Bill {
        let s = &self.settings;
        let seconds = self.seconds(end);
        let hours = seconds.map(|seconds| seconds / 3600.0);
        let line = |line: &'static str, quantity, unit, unit_dollars, fact| Price {
            line: line.into(),
            quantity,
            unit,
            unit_dollars,
            fact,
        };
        let mut lines = vec![line("Instances", hours[0], "h", s.hour[0], "ec2.instance_hour")];
        if hours[1] > 0.0 {
            lines.push(line("Spot instances", hours[1], "h", s.hour[1], "ec2.spot_discount"));
        }
        let months = (hours[0] + hours[1]) / MONTH_H * s.disk_gb;
        lines.push(line("Instance disks", months, "GB·month", s.disk_gb_month, "ebs.gp3_gb_month"));
        let all = seconds[0] + seconds[1];
        Bill { lines, vcpu_s: all * s.vcpu, address_s: all, addresses: "Public IPv4, instances" }
    }
}
