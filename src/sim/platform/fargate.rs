//! ECS on Fargate: each task on a machine of its own, which AWS runs. No image cache, so every
//! start pulls the whole image; billed from the start of the pull.

use super::{Launch, Platform, Price};
use crate::facts::Rulebook;
use crate::sim::control::Ms;
use crate::sim::control::task::State;
use crate::sim::random::{Purpose, Stream};
use crate::sim::scenario::Scenario;

/// Fargate, Linux on x86, On-Demand.
pub struct Fargate {
    seed: u64,
    eni_s: f64,
    eni_spread_s: f64,
    image_mib: f64,
    pull_s: f64,
    start_s: f64,
    vcpu: f64,
    memory_gb: f64,
    vcpu_hour: f64,
    gb_hour: f64,
    minimum_billed_s: f64,
}

impl Fargate {
    /// Fargate as the scenario sets it.
    pub fn new(scenario: &Scenario, rules: &Rulebook) -> Fargate {
        Fargate {
            seed: scenario.seed,
            eni_s: rules.fargate_eni_s,
            eni_spread_s: rules.fargate_eni_spread_s,
            image_mib: scenario.task.image_mib,
            pull_s: scenario.task.image_mib / rules.fargate_pull_mib_per_s,
            start_s: scenario.task.start_s,
            vcpu: scenario.task.vcpu,
            memory_gb: f64::from(scenario.task.memory_mib) / 1024.0,
            vcpu_hour: rules.fargate_vcpu_hour,
            gb_hour: rules.fargate_gb_hour,
            minimum_billed_s: rules.fargate_minimum_billed_s,
        }
    }
}

impl Platform for Fargate {
    fn launch(&mut self, number: u32, now: Ms) -> Option<Launch> {
        let luck = Stream::new(self.seed, Purpose::Launch, u64::from(number)).uniform();
        let eni_s = (self.eni_s + (2.0 * luck - 1.0) * self.eni_spread_s).max(0.0);
        let attached = now + ms(eni_s);
        // The agent of the fresh machine is there with it: PENDING lasts no time of its own.
        let running = attached + ms(self.pull_s + self.start_s);
        Some(Launch {
            states: vec![
                (attached, State::Pending),
                (attached, State::Activating),
                (running, State::Running),
            ],
            billed_from: attached,
            because: format!(
                "interface {eni_s:.0} s + pull {:.0} MiB {:.0} s + start {:.0} s",
                self.image_mib, self.pull_s, self.start_s
            ),
        })
    }

    fn machines(&self) -> u32 {
        0
    }

    fn price(&self, seconds: f64) -> Vec<Price> {
        let hours = seconds / 3600.0;
        vec![
            Price {
                line: "Fargate vCPU",
                quantity: self.vcpu * hours,
                unit: "vCPU·h",
                unit_dollars: self.vcpu_hour,
                fact: "fargate.vcpu_hour",
            },
            Price {
                line: "Fargate memory",
                quantity: self.memory_gb * hours,
                unit: "GB·h",
                unit_dollars: self.gb_hour,
                fact: "fargate.gb_hour",
            },
        ]
    }

    fn minimum_billed_s(&self) -> f64 {
        self.minimum_billed_s
    }
}

fn ms(seconds: f64) -> Ms {
    (seconds * 1000.0).round() as Ms
}
