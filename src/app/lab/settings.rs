//! What can be set in the lab: path, name, unit, range and step of every slider, in one table.
//!
//! The names are those of the visible labels. Ranges are what a slider offers; a typed value may go
//! beyond them, and the scenario itself says what is possible. Knows no browser.

use crate::facts::Rulebook;
use crate::sim::Scenario;
use crate::sim::scenario::{Platform, ScalingMetric, ScalingMode};
use serde_json::Value;

pub use super::settings_table::SETTINGS;
use super::terms::Terms;
use super::words;

/// Where a setting stands among the controls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Traffic,
    Request,
    Scaling,
    Task,
    Balancer,
    Deployment,
    Platform,
    Objective,
}

impl Group {
    /// All groups in the order of the page.
    pub const ALL: [Group; 8] = [
        Group::Platform,
        Group::Traffic,
        Group::Request,
        Group::Scaling,
        Group::Task,
        Group::Balancer,
        Group::Deployment,
        Group::Objective,
    ];

    /// Heading of the group on a platform with these words.
    pub fn title_on(self, terms: &Terms) -> &'static str {
        match self {
            Group::Task if terms.task[0] == "pod" => "Pod",
            Group::Task if terms.task[0] == "instance" => "Instance",
            _ => self.title(),
        }
    }

    /// Heading of the group.
    pub fn title(self) -> &'static str {
        match self {
            Group::Traffic => "Traffic",
            Group::Request => "Request",
            Group::Scaling => "Scaling",
            Group::Task => "Task",
            Group::Balancer => "Balancer",
            Group::Deployment => "Deployment",
            Group::Platform => "Platform",
            Group::Objective => "Objective",
        }
    }

    /// Its name in ids and in what is remembered.
    pub fn id(self) -> &'static str {
        match self {
            Group::Traffic => "traffic",
            Group::Request => "request",
            Group::Scaling => "scaling",
            Group::Task => "task",
            Group::Balancer => "balancer",
            Group::Deployment => "deployment",
            Group::Platform => "platform",
            Group::Objective => "objective",
        }
    }
}

/// One setting that is a number.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// `scaling.target`
    pub path: &'static str,
    /// The visible label and accessible name.
    pub label: &'static str,
    /// Written after the number; may be empty.
    pub unit: &'static str,
    /// The unit as it is spoken.
    pub spoken: &'static str,
    pub min: f64,
    pub max: f64,
    pub step: f64,
    pub whole: bool,
    /// The scenario holds a share of 1 where the control shows percent.
    pub percent: bool,
    pub group: Group,
    /// Among the six that a beginner sees.
    pub first: bool,
    /// With scaling off (`Some(false)`), with scaling on (`Some(true)`), or always.
    pub scaling: Option<bool>,
    /// Where it exists.
    pub on: fn(&Scenario) -> bool,
    pub(super) number: fn(&Scenario) -> f64,
}

/// How a setting is named and bounded at present.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    pub label: &'static str,
    pub unit: &'static str,
    /// The unit as it is spoken.
    pub spoken: &'static str,
    pub min: f64,
    pub max: f64,
    pub step: f64,
}

/// The setting of that path, if it has a slider.
pub fn find(path: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.path == path)
}

impl Setting {
    /// Whether there is the control at all; one that is there may still be barred.
    pub fn applies(&self, scenario: &Scenario) -> bool {
        self.scaling.is_none_or(|on| on == (scenario.scaling.mode != ScalingMode::Off))
            && (self.on)(scenario)
    }

    /// Whether a beginner sees it: memory matters first where the scaling looks at it.
    pub fn comes_first(&self, scenario: &Scenario) -> bool {
        self.first
            || self.path == "request.memory_kib"
                && super::offered::own_service(scenario)
                && scenario.scaling.mode == ScalingMode::TargetTracking
                && scenario.scaling.metric == ScalingMetric::Memory
    }

    /// Name, unit and range: the target's follow the metric, some names the platform.
    pub fn look(&self, scenario: &Scenario) -> Look {
        let Setting { label, unit, spoken, min, max, step, .. } = *self;
        let usual = Look { label, unit, spoken, min, max, step };
        let pods = |label| Look { label, unit: "pods", spoken: "pods", ..usual };
        match (self.path, scenario.platform.is_eks()) {
            ("scaling.target", _) => self.target(scenario, usual),
            ("scaling.desired", true) => pods("Replicas"),
            ("scaling.min", true) => pods("Minimum replicas"),
            ("scaling.max", true) => pods("Maximum replicas"),
            // The smallest pod of the model.
            ("task.vcpu", true) if scenario.platform.has_machines() => Look { min: 0.05, ..usual },
            ("platform_settings.instances", true) => Look { label: "Nodes at the start", ..usual },
            ("platform_settings.min_instances", true) => Look { label: "Minimum nodes", ..usual },
            ("platform_settings.max_instances", true) => Look { label: "Maximum nodes", ..usual },
            _ => usual,
        }
    }

    fn target(&self, scenario: &Scenario, usual: Look) -> Look {
        match scenario.scaling.metric {
            ScalingMetric::Cpu => usual,
            ScalingMetric::Memory => Look { label: "Memory target", ..usual },
            ScalingMetric::Requests => Look {
                label: "Requests target",
                unit: "requests/min",
                spoken: "requests per minute",
                min: 30.0,
                max: 6000.0,
                step: 30.0,
            },
        }
    }

    /// Its number in the scenario, as the control shows it.
    pub fn of(&self, scenario: &Scenario) -> f64 {
        let number = (self.number)(scenario);
        if self.percent { (number * 100_000.0).round() / 1000.0 } else { number }
    }

    /// The number as the scenario wants it: whole where only whole ones are possible.
    pub fn value(&self, number: f64) -> Value {
        if self.whole {
            Value::from(number.round().max(0.0) as u64)
        } else if self.percent {
            Value::from((number * 1000.0).round() / 100_000.0)
        } else {
            // Slider steps of 0.05 are not exact; what is shown is what is meant.
            Value::from((number * 1000.0).round() / 1000.0)
        }
    }

    /// A value of the scenario in words: `50 %`.
    pub fn said(&self, value: &Value) -> String {
        let number = value.as_f64().unwrap_or(0.0) * if self.percent { 100.0 } else { 1.0 };
        let space = if self.unit.is_empty() { "" } else { " " };
        [&words::number(number, 3), space, self.unit].concat()
    }

    /// The number alone, as it stands in the field.
    pub fn shown(&self, number: f64) -> String {
        format!("{}", (number * 1000.0).round() / 1000.0)
    }

    /// The number with its unit, as a screen reader says it.
    pub fn aloud(&self, number: f64, scenario: &Scenario) -> String {
        let spoken = self.look(scenario).spoken;
        format!("{} {spoken}", words::number(number, 3)).trim_end().to_string()
    }
}

/// A legal size of a task.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    pub vcpu: f64,
    pub memory_mib: u32,
}

impl Size {
    /// `0.5 vCPU, 1 GB`
    pub fn label(&self) -> String {
        let gb = f64::from(self.memory_mib) / 1024.0;
        format!("{} vCPU, {} GB", words::number(self.vcpu, 2), words::number(gb, 1))
    }
}

/// Every size that the platform offers, by rising CPU and memory.
pub fn sizes_on(platform: Platform, rules: &Rulebook) -> Vec<Size> {
    if platform != Platform::AppRunner {
        return sizes(rules);
    }
    let pairs = rules.app_runner_sizes.iter().flat_map(|row| {
        let vcpu = f64::from(row.cpu) / 1024.0;
        row.memory_mib.iter().map(move |memory_mib| Size { vcpu, memory_mib: *memory_mib })
    });
    pairs.collect()
}

/// Every legal Linux size of Fargate, by rising CPU and memory.
pub fn sizes(rules: &Rulebook) -> Vec<Size> {
    let linux = rules.fargate_sizes.iter().filter(|row| row.os.iter().any(|os| os == "LINUX"));
    linux
        .flat_map(|row| {
            let vcpu = f64::from(row.cpu) / 1024.0;
            row.memory_mib.iter().map(move |memory_mib| Size { vcpu, memory_mib: *memory_mib })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_paths_are_unique() {
        for (index, setting) in SETTINGS.iter().enumerate() {
            for other in &SETTINGS[index + 1..] {
                assert_ne!(setting.path, other.path);
                assert_ne!(setting.label, other.label);
            }
        }
    }

    #[test]
    fn a_slider_step_is_what_is_shown() {
        let factor = find("traffic.spike_factor").expect("has a slider");
        assert_eq!(factor.value(2.150_000_000_000_000_4), Value::from(2.15));
        assert_eq!(factor.shown(2.150_000_000_000_000_4), "2.15");
        let most = find("scaling.max").expect("has a slider");
        assert_eq!(most.value(23.6), Value::from(24_u64));
        let share = find("objective.share").expect("has a slider");
        assert_eq!(share.value(99.5), Value::from(0.995));
        assert_eq!(share.said(&Value::from(0.995)), "99.5 %");
    }

    #[test]
    fn sizes_are_called_by_vcpu_and_gb() {
        assert_eq!(Size { vcpu: 0.25, memory_mib: 512 }.label(), "0.25 vCPU, 0.5 GB");
        assert_eq!(Size { vcpu: 16.0, memory_mib: 122_880 }.label(), "16 vCPU, 120 GB");
    }
}
