//! ECS on Fargate: each task on a machine of its own, which AWS runs. No image cache, so every
//! start pulls the whole image; billed from the start of the pull. Spot capacity comes by the
//! capacity provider strategy and never falls back to On-Demand.

use super::kubernetes::pod_size;
use super::strategy::{Provider, next_provider};
use super::{Bill, Consequence, Launch, Order, Platform, Price, Refusal, Strike};
use crate::facts::Rulebook;
use crate::sim::control::{Control, Ms, ms};
use crate::sim::cost::billed_s;
use crate::sim::fault::Fault;
use crate::sim::random::{Purpose, Stream};
use crate::sim::scenario::{Platform as Place, Scenario};
use std::cell::Cell;

/// Fargate, Linux on x86.
pub struct Fargate {
    tasks: Vec<Held>,
    settings: Settings,
    lost_zones: Vec<bool>,
    spot_is_gone: bool,
    bucket: Bucket,
    /// Billed seconds of tasks that ended: On-Demand, Spot.
    billed_s: [f64; 2],
    /// USD per hour of all tasks, once all are billed and until they change.
    pace: Cell<Option<f64>>,
}

/// A task's place.
struct Held {
    task: u32,
    zone: usize,
    spot: bool,
    billed_from: Ms,
}

struct Settings {
    eni_s: f64,
    eni_spread_s: f64,
    pull_s: f64,
    start_s: f64,
    vcpu: f64,
    memory_gb: f64,
    vcpu_quota: f64,
    providers: [Provider; 2],
    /// USD per vCPU and hour, USD per GB and hour.
    prices: [f64; 2],
    spot_share_of_price: f64,
    minimum_billed_s: f64,
}

/// The account's launch rate as a token bucket.
struct Bucket {
    burst: f64,
    per_s: f64,
    tokens: f64,
    at: Ms,
}

impl Bucket {
    /// Seconds until a launch may begin; takes a token.
    fn wait_s(&mut self, now: Ms) -> f64 {
        let passed_s = now.saturating_sub(self.at) as f64 / 1000.0;
        self.at = self.at.max(now);
        self.tokens = (self.tokens + passed_s * self.per_s).min(self.burst) - 1.0;
        (-self.tokens / self.per_s).max(0.0)
    }
}

impl Fargate {
    /// Fargate as the scenario sets it.
    pub fn new(scenario: &Scenario, rules: &Rulebook) -> Fargate {
        Fargate {
            tasks: Vec::new(),
            settings: Settings::new(scenario, rules),
            lost_zones: vec![false; scenario.zones.names.len()],
            spot_is_gone: false,
            bucket: Bucket {
                burst: rules.fargate_launch_burst,
                per_s: rules.fargate_launch_rate_per_s,
                tokens: rules.fargate_launch_burst,
                at: 0,
            },
            pace: Cell::new(None),
            billed_s: [0.0; 2],
        }
    }

    /// The zone that is there with the fewest tasks of that provider: the providers spread apart.
    fn zone(&self, spot: bool) -> Option<usize> {
        let mut counts = vec![0_u32; self.lost_zones.len()];
        for held in self.tasks.iter().filter(|held| held.spot == spot) {
            counts[held.zone] += 1;
        }
        (0..counts.len()).filter(|zone| !self.lost_zones[*zone]).min_by_key(|zone| counts[*zone])
    }

    fn hold(&mut self, order: &Order, zone: usize, spot: bool, billed_from: Ms) {
        self.tasks.push(Held { task: order.task, zone, spot, billed_from });
        self.pace.set(None);
    }

    fn lose_zone(&mut self, strike: &Strike) -> Vec<Consequence> {
        let Some(lost) = self.lost_zones.get_mut(strike.zone) else { return Vec::new() };
        *lost = strike.begins;
        if !strike.begins {
            return vec![Consequence::Room];
        }
        let here = self.tasks.iter().filter(|held| held.zone == strike.zone);
        here.map(|held| Consequence::Lost { task: held.task, why: "its zone is lost" }).collect()
    }

    fn reclaim(&mut self, strike: &Strike) -> Vec<Consequence> {
        self.spot_is_gone = strike.begins;
        if !strike.begins {
            return vec![Consequence::Room];
        }
        let share = if strike.amount > 0.0 { strike.amount.min(1.0) } else { 1.0 };
        let spot: Vec<u32> =
            self.tasks.iter().filter(|held| held.spot).map(|held| held.task).collect();
        let count = (spot.len() as f64 * share).ceil() as usize;
        let why = "Spot capacity is taken back: two minutes' notice and the stop signal";
        spot.into_iter().take(count).map(|task| Consequence::Stops { task, why }).collect()
    }
}

impl Settings {
    fn new(scenario: &Scenario, rules: &Rulebook) -> Settings {
        let settings = &scenario.platform_settings;
        let pods = scenario.platform == Place::EksFargate;
        let own = (scenario.task.vcpu, f64::from(scenario.task.memory_mib) / 1024.0);
        // A pod gets the next size for its request and what Fargate adds.
        let (vcpu, memory_gb) = if pods { pod_size(scenario, rules).unwrap_or(own) } else { own };
        let [on_demand, spot] = match pods {
            true => [Provider { base: 0, weight: 1 }, Provider { base: 0, weight: 0 }],
            false => [
                Provider { base: settings.on_demand_base, weight: settings.on_demand_weight },
                Provider { base: settings.spot_base, weight: settings.spot_weight },
            ],
        };
        Settings {
            eni_s: if pods { rules.kubernetes.fargate_setup_s } else { rules.fargate_eni_s },
            eni_spread_s: rules.fargate_eni_spread_s,
            pull_s: scenario.task.image_mib / rules.fargate_pull_mib_per_s,
            start_s: scenario.task.start_s,
            vcpu,
            memory_gb,
            vcpu_quota: settings.vcpu_quota,
            providers: [on_demand, spot],
            prices: [rules.fargate_vcpu_hour, rules.fargate_gb_hour],
            spot_share_of_price: 1.0 - settings.spot_discount,
            minimum_billed_s: rules.fargate_minimum_billed_s,
        }
    }

    /// USD per hour of one task.
    fn task_hour(&self, spot: bool) -> f64 {
        let whole = self.vcpu * self.prices[0] + self.memory_gb * self.prices[1];
        if spot { whole * self.spot_share_of_price } else { whole }
    }
}

impl Platform for Fargate {
    fn place(&mut self, order: &Order, control: &Control) -> Result<Launch, Refusal> {
        let now = control.now;
        // A task that leaves or fails its checks has given its part of the strategy up.
        let spot = next_provider(&self.settings.providers, &order.placed) == Some(1);
        if spot && self.spot_is_gone {
            return Err(Refusal {
                why: "FARGATE_SPOT has no capacity, and there is no fall-back to FARGATE".into(),
                waits_for: "Spot capacity",
                fact: "fargate.spot_fallback",
            });
        }
        let used = self.tasks.len() as f64 * self.settings.vcpu;
        if used + self.settings.vcpu > self.settings.vcpu_quota {
            let quota = self.settings.vcpu_quota;
            return Err(Refusal {
                why: format!("{used} of {quota} vCPUs of the account's quota are in use"),
                waits_for: "tasks that end, or a higher quota",
                fact: "fargate.vcpu_quota_model",
            });
        }
        let Some(zone) = self.zone(spot) else {
            return Err(Refusal {
                why: "no zone is there".into(),
                waits_for: "a zone",
                fact: "fargate.no_placement",
            });
        };
        let s = &self.settings;
        let stream = Stream::new(control.scenario.seed, Purpose::Launch, u64::from(order.task));
        let luck = { stream }.uniform();
        let eni_s = (s.eni_s + (2.0 * luck - 1.0) * s.eni_spread_s).max(0.0);
        let queued_s = if order.settled { 0.0 } else { self.bucket.wait_s(now) };
        let s = &self.settings;
        // The agent of the fresh machine is there with it: PENDING lasts no time of its own.
        let attached = now + ms(queued_s + eni_s);
        let launch = Launch {
            zone,
            machine: None,
            spot,
            pulls: true,
            pending: attached,
            activating: attached,
            running: attached + ms(s.pull_s),
            place_s: queued_s + eni_s,
            pull_s: s.pull_s,
            start_s: s.start_s,
            waits_for_pull: true,
            silent: false,
        };
        self.hold(order, zone, spot, if order.settled { 0 } else { attached });
        Ok(launch)
    }

    fn release(&mut self, task: u32, now: Ms) {
        let Some(place) = self.tasks.iter().position(|held| held.task == task) else { return };
        let held = self.tasks.remove(place);
        self.pace.set(None);
        if held.billed_from < now {
            self.billed_s[usize::from(held.spot)] +=
                billed_s(held.billed_from, now, self.settings.minimum_billed_s);
        }
    }

    fn first_to_leave(&self, candidates: &[u32], luck: f64) -> u32 {
        let mut counts = vec![0_usize; self.lost_zones.len()];
        let here = |task: &u32| self.tasks.iter().find(|held| held.task == *task);
        let is_spot = |task: &u32| here(task).is_some_and(|held| held.spot);
        // The provider whose task would be the last to be placed gives one up.
        let spot = candidates.iter().filter(|task| is_spot(task)).count() as u32;
        let placed = [candidates.len() as u32 - spot, spot];
        let last = |spot: usize| {
            let mut before = placed;
            before[spot] = before[spot].saturating_sub(1);
            next_provider(&self.settings.providers, &before) == Some(spot)
        };
        let gives = spot > 0 && (last(1) || !last(0));
        let of_it: Vec<u32> = candidates.iter().copied().filter(|t| is_spot(t) == gives).collect();
        let candidates = if of_it.is_empty() { candidates } else { &of_it[..] };
        let zones: Vec<usize> = candidates.iter().map(|t| here(t).map_or(0, |h| h.zone)).collect();
        zones.iter().for_each(|zone| counts[*zone] += 1);
        let fullest = (0..counts.len()).max_by_key(|zone| counts[*zone]).unwrap_or(0);
        let in_it: Vec<u32> = candidates
            .iter()
            .zip(&zones)
            .filter(|(_, zone)| **zone == fullest)
            .map(|(task, _)| *task)
            .collect();
        in_it[((luck * in_it.len() as f64) as usize).min(in_it.len() - 1)]
    }

    fn fault(&mut self, strike: &Strike, _: &mut Control) -> Vec<Consequence> {
        match strike.fault {
            Fault::LoseZone => self.lose_zone(strike),
            Fault::ReclaimSpot => self.reclaim(strike),
            Fault::PatchDay if strike.begins => {
                vec![Consequence::Renew { why: "AWS retires the tasks' platform revision" }]
            }
            _ => Vec::new(),
        }
    }

    fn configure(&mut self, control: &Control) {
        self.settings = Settings::new(&control.scenario, control.rules);
        self.pace.set(None);
    }

    fn has_room_in(&self, zone: usize) -> bool {
        !self.lost_zones.get(zone).copied().unwrap_or(true)
    }

    fn dollars_per_hour(&self, now: Ms) -> f64 {
        if let Some(pace) = self.pace.get() {
            return pace;
        }
        let billed = self.tasks.iter().filter(|held| held.billed_from <= now);
        let pace = billed.map(|held| self.settings.task_hour(held.spot)).sum();
        if self.tasks.iter().all(|held| held.billed_from <= now) {
            self.pace.set(Some(pace));
        }
        pace
    }

    fn chooses_by(&self) -> String {
        "the zone with the fewest tasks first".into()
    }

    fn addresses(&self) -> u32 {
        self.tasks.len() as u32
    }

    fn bill(&self, end: Ms) -> Bill {
        let s = &self.settings;
        let mut seconds = self.billed_s;
        for held in self.tasks.iter().filter(|held| held.billed_from < end) {
            // A task that still runs is billed up to the end; its minimum is not yet known.
            seconds[usize::from(held.spot)] += billed_s(held.billed_from, end, 0.0);
        }
        let mut lines = Vec::new();
        let kinds = [
            ("Fargate vCPU", "Fargate memory", 1.0),
            ("Fargate Spot vCPU", "Fargate Spot memory", s.spot_share_of_price),
        ];
        for (seconds, (vcpu, memory, share)) in seconds.iter().zip(kinds) {
            let hours = seconds / 3600.0;
            if hours > 0.0 || share == 1.0 {
                lines.push(Price {
                    line: vcpu.into(),
                    quantity: s.vcpu * hours,
                    unit: "vCPU·h",
                    unit_dollars: s.prices[0] * share,
                    fact: if share == 1.0 { "fargate.vcpu_hour" } else { "fargate.spot_discount" },
                });
                lines.push(Price {
                    line: memory.into(),
                    quantity: s.memory_gb * hours,
                    unit: "GB·h",
                    unit_dollars: s.prices[1] * share,
                    fact: if share == 1.0 { "fargate.gb_hour" } else { "fargate.spot_discount" },
                });
            }
        }
        let all = seconds[0] + seconds[1];
        Bill { lines, vcpu_s: all * s.vcpu, address_s: all, addresses: "Public IPv4, tasks" }
    }
}
