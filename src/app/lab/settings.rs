//! What can be set in the lab: path, name, unit, range and step of every slider, in one table.
//!
//! The names are those of the visible labels. Ranges are what a slider offers; a typed value may go
//! beyond them, and the scenario itself says what is possible. Knows no browser.

use crate::facts::Rulebook;
use crate::sim::Scenario;
use crate::sim::scenario::ScalingMode;
use serde_json::Value;

use super::words;

/// Where a setting stands among the controls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Traffic,
    Scaling,
    Task,
    Balancer,
    Run,
}

impl Group {
    /// All groups in the order of the page.
    pub const ALL: [Group; 5] =
        [Group::Traffic, Group::Scaling, Group::Task, Group::Balancer, Group::Run];

    /// Heading of the group.
    pub fn title(self) -> &'static str {
        match self {
            Group::Traffic => "Traffic",
            Group::Scaling => "Scaling",
            Group::Task => "Task",
            Group::Balancer => "Load balancer",
            Group::Run => "This day",
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
    pub group: Group,
    /// Among the six that a beginner sees.
    pub first: bool,
    /// With scaling off (`Some(false)`), with scaling on (`Some(true)`), or always.
    pub scaling: Option<bool>,
    number: fn(&Scenario) -> f64,
}

const fn setting(
    path: &'static str,
    label: &'static str,
    group: Group,
    number: fn(&Scenario) -> f64,
) -> Setting {
    Setting {
        path,
        label,
        unit: "",
        spoken: "",
        min: 0.0,
        max: 1.0,
        step: 1.0,
        whole: true,
        group,
        first: false,
        scaling: None,
        number,
    }
}

const fn seconds(
    path: &'static str,
    label: &'static str,
    group: Group,
    max: f64,
    number: fn(&Scenario) -> f64,
) -> Setting {
    Setting {
        unit: "s",
        spoken: "seconds",
        max,
        whole: false,
        ..setting(path, label, group, number)
    }
}

/// Every setting with a slider, in the order of the page.
pub const SETTINGS: &[Setting] = &[
    Setting {
        unit: "requests/s",
        spoken: "requests per second",
        min: 10.0,
        max: 600.0,
        step: 5.0,
        whole: false,
        first: true,
        ..setting("traffic.peak_rps", "Peak requests per second", Group::Traffic, |scenario| {
            scenario.traffic.peak_rps
        })
    },
    Setting {
        unit: "×",
        spoken: "times the ordinary traffic",
        min: 1.0,
        max: 5.0,
        step: 0.05,
        whole: false,
        first: true,
        ..setting("traffic.spike_factor", "Spike factor", Group::Traffic, |scenario| {
            scenario.traffic.spike_factor
        })
    },
    Setting {
        unit: "ms",
        spoken: "milliseconds",
        min: 1.0,
        max: 100.0,
        step: 1.0,
        whole: false,
        first: true,
        ..setting("request.cpu_ms", "CPU per request", Group::Traffic, |scenario| {
            scenario.request.cpu_ms
        })
    },
    Setting {
        unit: "min",
        spoken: "minutes",
        min: 1.0,
        max: 120.0,
        whole: false,
        ..setting("traffic.spike_minutes", "Spike length", Group::Traffic, |scenario| {
            scenario.traffic.spike_minutes
        })
    },
    Setting {
        unit: "%",
        spoken: "percent",
        min: 20.0,
        max: 95.0,
        whole: false,
        first: true,
        scaling: Some(true),
        ..setting("scaling.target", "CPU target", Group::Scaling, |scenario| {
            scenario.scaling.target
        })
    },
    Setting {
        unit: "tasks",
        spoken: "tasks",
        min: 1.0,
        max: 60.0,
        first: true,
        scaling: Some(false),
        ..setting("scaling.desired", "Desired tasks", Group::Scaling, |scenario| {
            f64::from(scenario.scaling.desired)
        })
    },
    Setting {
        unit: "tasks",
        spoken: "tasks",
        min: 1.0,
        max: 60.0,
        first: true,
        scaling: Some(true),
        ..setting("scaling.min", "Minimum tasks", Group::Scaling, |scenario| {
            f64::from(scenario.scaling.min)
        })
    },
    Setting {
        unit: "tasks",
        spoken: "tasks",
        min: 1.0,
        max: 60.0,
        first: true,
        scaling: Some(true),
        ..setting("scaling.max", "Maximum tasks", Group::Scaling, |scenario| {
            f64::from(scenario.scaling.max)
        })
    },
    Setting {
        step: 10.0,
        scaling: Some(true),
        ..seconds(
            "scaling.scale_out_cooldown_s",
            "Scale-out cooldown",
            Group::Scaling,
            900.0,
            |scenario| scenario.scaling.scale_out_cooldown_s,
        )
    },
    Setting {
        step: 10.0,
        scaling: Some(true),
        ..seconds(
            "scaling.scale_in_cooldown_s",
            "Scale-in cooldown",
            Group::Scaling,
            900.0,
            |scenario| scenario.scaling.scale_in_cooldown_s,
        )
    },
    Setting {
        unit: "MiB",
        spoken: "mebibytes",
        min: 10.0,
        max: 3000.0,
        step: 10.0,
        whole: false,
        ..setting("task.image_mib", "Image size", Group::Task, |scenario| scenario.task.image_mib)
    },
    seconds("task.start_s", "Start time", Group::Task, 180.0, |scenario| scenario.task.start_s),
    Setting {
        unit: "requests",
        spoken: "requests",
        min: 0.0,
        max: 500.0,
        step: 5.0,
        ..setting("task.queue_limit", "Queue limit", Group::Task, |scenario| {
            f64::from(scenario.task.queue_limit)
        })
    },
    Setting {
        step: 5.0,
        ..seconds(
            "balancer.deregistration_delay_s",
            "Deregistration delay",
            Group::Balancer,
            600.0,
            |scenario| scenario.balancer.deregistration_delay_s,
        )
    },
    Setting {
        min: 5.0,
        ..seconds(
            "balancer.health_interval_s",
            "Health check interval",
            Group::Balancer,
            120.0,
            |scenario| scenario.balancer.health_interval_s,
        )
    },
    Setting {
        min: 1.0,
        max: 100.0,
        ..setting("seed", "Seed", Group::Run, |scenario| scenario.seed as f64)
    },
];

/// The setting of that path, if it has a slider.
pub fn find(path: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.path == path)
}

impl Setting {
    /// Whether the control applies to the scenario.
    pub fn applies(&self, scenario: &Scenario) -> bool {
        self.scaling.is_none_or(|on| on == (scenario.scaling.mode != ScalingMode::Off))
    }

    /// Its number in the scenario.
    pub fn of(&self, scenario: &Scenario) -> f64 {
        (self.number)(scenario)
    }

    /// The number as the scenario wants it: whole where only whole ones are possible.
    pub fn value(&self, number: f64) -> Value {
        if self.whole {
            Value::from(number.round().max(0.0) as u64)
        } else {
            // Slider steps of 0.05 are not exact; what is shown is what is meant.
            Value::from((number * 1000.0).round() / 1000.0)
        }
    }

    /// The number alone, as it stands in the field.
    pub fn shown(&self, number: f64) -> String {
        format!("{}", (number * 1000.0).round() / 1000.0)
    }

    /// The number with its unit, as a screen reader says it.
    pub fn aloud(&self, number: f64) -> String {
        format!("{} {}", words::number(number, 3), self.spoken).trim_end().to_string()
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

/// Every legal Linux size, by rising CPU and memory.
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
    fn a_beginner_sees_six_controls_with_scaling_on() {
        let seen = SETTINGS.iter().filter(|one| one.first && one.scaling != Some(false));
        assert_eq!(seen.count(), 6);
    }

    #[test]
    fn a_slider_step_is_what_is_shown() {
        let factor = find("traffic.spike_factor").expect("has a slider");
        assert_eq!(factor.value(2.150_000_000_000_000_4), Value::from(2.15));
        assert_eq!(factor.shown(2.150_000_000_000_000_4), "2.15");
        let most = find("scaling.max").expect("has a slider");
        assert_eq!(most.value(23.6), Value::from(24_u64));
        assert_eq!(most.aloud(24.0), "24 tasks");
    }

    #[test]
    fn sizes_are_called_by_vcpu_and_gb() {
        assert_eq!(Size { vcpu: 0.25, memory_mib: 512 }.label(), "0.25 vCPU, 0.5 GB");
        assert_eq!(Size { vcpu: 16.0, memory_mib: 122_880 }.label(), "16 vCPU, 120 GB");
    }
}
