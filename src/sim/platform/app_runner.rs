//! AWS App Runner: instances that AWS places and runs, paid by memory while they are provisioned
//! and by CPU while they work. It takes no new customers (fact `app-runner.closed`). Whoever uses
//! it sees no zone, no balancer and no machine.

use super::{Bill, Consequence, Launch, Order, Platform, Price, Refusal, Strike};
use crate::facts::Rulebook;
use crate::sim::control::{Control, Ms, ms};
use crate::sim::cost::billed_s;
use crate::sim::random::{Purpose, Stream};
use crate::sim::scenario::Scenario;

/// Instances of one service.
pub struct AppRunner {
    instances: Vec<Held>,
    settings: Settings,
    zones: usize,
    /// Seconds of instances that ended, and of work that ended.
    provisioned_s: f64,
    active_s: f64,
}

/// An instance.
struct Held {
    task: u32,
    zone: usize,
    provisioned_from: Ms,
    /// Since when it works; `None` in reserve.
    active_from: Option<Ms>,
}

struct Settings {
    set_up_s: f64,
    set_up_spread_s: f64,
    pull_s: f64,
    start_s: f64,
    vcpu: f64,
    memory_gb: f64,
    vcpu_quota: f64,
    /// USD per vCPU and hour, USD per GB and hour.
    prices: [f64; 2],
    minimum_billed_s: f64,
}

impl AppRunner {
    /// App Runner as the scenario sets it.
    pub fn new(scenario: &Scenario, rules: &Rulebook) -> AppRunner {
        AppRunner {
            instances: Vec::new(),
            settings: Settings::new(scenario, rules),
            zones: scenario.zones.names.len(),
            provisioned_s: 0.0,
            active_s: 0.0,
        }
    }

    fn end_work(&mut self, place: usize, now: Ms) {
        if let Some(from) = self.instances[place].active_from.take() {
            self.active_s += billed_s(from, now, self.settings.minimum_billed_s);
        }
    }
}

impl Settings {
    /// AWS prints no start-up times; those of the Fargate tasks that it counts the instances as
    /// are taken.
    fn new(scenario: &Scenario, rules: &Rulebook) -> Settings {
        Settings {
            set_up_s: rules.fargate_eni_s,
            set_up_spread_s: rules.fargate_eni_spread_s,
            pull_s: scenario.task.image_mib / rules.fargate_pull_mib_per_s,
            start_s: scenario.task.start_s,
            vcpu: scenario.task.vcpu,
            memory_gb: f64::from(scenario.task.memory_mib) / 1024.0,
            vcpu_quota: scenario.platform_settings.vcpu_quota,
            prices: [rules.app_runner.vcpu_hour, rules.app_runner.gb_hour],
            minimum_billed_s: rules.app_runner.minimum_billed_s,
        }
    }
}

impl Platform for AppRunner {
    fn place(&mut self, order: &Order, control: &Control) -> Result<Launch, Refusal> {
        let s = &self.settings;
        let used = self.instances.len() as f64 * s.vcpu;
        if used + s.vcpu > s.vcpu_quota {
            return Err(Refusal {
                why: format!("{used} of {} Fargate vCPUs of the account are in use", s.vcpu_quota),
                waits_for: "instances that end, or a higher quota",
                fact: "app-runner.vcpu_quota",
            });
        }
        let here = |zone: usize| self.instances.iter().filter(|held| held.zone == zone).count();
        let zone = (0..self.zones).min_by_key(|zone| here(*zone)).unwrap_or(0);
        let stream = Stream::new(control.scenario.seed, Purpose::Launch, u64::from(order.task));
        let luck = { stream }.uniform();
        let set_up_s = (s.set_up_s + (2.0 * luck - 1.0) * s.set_up_spread_s).max(0.0);
        let set_up = control.now + ms(set_up_s);
        let launch = Launch {
            zone,
            machine: None,
            spot: false,
            pulls: true,
            pending: set_up,
            activating: set_up,
            running: set_up + ms(s.pull_s),
            place_s: set_up_s,
            pull_s: s.pull_s,
            start_s: s.start_s,
            waits_for_pull: true,
            silent: false,
        };
        let provisioned_from = if order.settled { 0 } else { set_up };
        let held = Held { task: order.task, zone, provisioned_from, active_from: None };
        self.instances.push(held);
        Ok(launch)
    }

    fn release(&mut self, task: u32, now: Ms) {
        let Some(place) = self.instances.iter().position(|held| held.task == task) else { return };
        self.end_work(place, now);
        let held = self.instances.remove(place);
        if held.provisioned_from < now {
            self.provisioned_s += billed_s(held.provisioned_from, now, 0.0);
        }
    }

    fn works(&mut self, task: u32, works: bool, now: Ms) {
        let Some(place) = self.instances.iter().position(|held| held.task == task) else { return };
        match works {
            true => self.instances[place].active_from = Some(now),
            false => self.end_work(place, now),
        }
    }

    fn first_to_leave(&self, candidates: &[u32], _luck: f64) -> u32 {
        let works = |task: &u32| {
            let held = self.instances.iter().find(|held| held.task == *task);
            held.is_some_and(|held| held.active_from.is_some())
        };
        // The newest that stands by, before one that works.
        candidates.iter().rev().copied().min_by_key(works).unwrap_or_default()
    }

    fn fault(&mut self, _: &Strike, _: &mut Control) -> Vec<Consequence> {
        Vec::new()
    }

    fn configure(&mut self, control: &Control) {
        self.settings = Settings::new(&control.scenario, control.rules);
    }

    fn has_room_in(&self, _zone: usize) -> bool {
        true
    }

    fn dollars_per_hour(&self, now: Ms) -> f64 {
        let s = &self.settings;
        let provisioned = self.instances.iter().filter(|held| held.provisioned_from <= now);
        let active = self.instances.iter().filter(|held| held.active_from.is_some());
        provisioned.count() as f64 * s.memory_gb * s.prices[1]
            + active.count() as f64 * s.vcpu * s.prices[0]
    }

    fn chooses_by(&self) -> String {
        "AWS places them and shows no zone".into()
    }

    fn addresses(&self) -> u32 {
        0
    }

    fn bill(&self, end: Ms) -> Bill {
        let s = &self.settings;
        let (mut provisioned_s, mut active_s) = (self.provisioned_s, self.active_s);
        for held in self.instances.iter().filter(|held| held.provisioned_from < end) {
            provisioned_s += billed_s(held.provisioned_from, end, 0.0);
            // Work that goes on is billed up to the end; its minimum is not yet known.
            active_s += held.active_from.map_or(0.0, |from| billed_s(from, end, 0.0));
        }
        let vcpu_s = active_s * s.vcpu;
        let lines = vec![
            Price {
                line: "App Runner vCPU, active".into(),
                quantity: vcpu_s / 3600.0,
                unit: "vCPU·h",
                unit_dollars: s.prices[0],
                fact: "app-runner.vcpu_hour",
            },
            Price {
                line: "App Runner memory, provisioned".into(),
                quantity: provisioned_s * s.memory_gb / 3600.0,
                unit: "GB·h",
                unit_dollars: s.prices[1],
                fact: "app-runner.gb_hour",
            },
        ];
        Bill { lines, vcpu_s, address_s: 0.0, addresses: "" }
    }
}
