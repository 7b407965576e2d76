//! What can be chosen from a few values: path, name and values of every radio group, list and
//! switch, in one table. Values are JSON as the scenario has it. Knows no browser.

use crate::facts::Rulebook;
use crate::sim::Scenario;
use crate::sim::scenario::Platform as Where;
use crate::sim::scenario::Platform::EcsEc2;
use serde_json::Value;

use super::settings::Group::{self, *};
use super::words;

/// How it is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Radio,
    List,
    /// On or off.
    Switch,
}

/// One setting with a few values.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    pub path: &'static str,
    /// The visible label and accessible name.
    pub label: &'static str,
    pub group: Group,
    pub kind: Kind,
    /// JSON and words of each value; empty where they come from the rulebook, and for switches.
    pub values: &'static [(&'static str, &'static str)],
    /// A beginner sees it too.
    pub first: bool,
    /// On that platform only.
    pub platform: Option<Where>,
}

const fn one_of(
    group: Group,
    path: &'static str,
    label: &'static str,
    kind: Kind,
    values: &'static [(&'static str, &'static str)],
) -> Choice {
    Choice { path, label, group, kind, values, first: false, platform: None }
}

const fn switch(group: Group, path: &'static str, label: &'static str) -> Choice {
    one_of(group, path, label, Kind::Switch, &[])
}

impl Choice {
    const fn first(self) -> Choice {
        Choice { first: true, ..self }
    }

    const fn on(self, platform: Where) -> Choice {
        Choice { platform: Some(platform), ..self }
    }
}

/// Every choice, in the order of the page.
#[rustfmt::skip]
pub const CHOICES: &[Choice] = &[
    one_of(Platform, "platform", "Platform", Kind::Radio, &[
        ("\"ecs-ec2\"", "ECS on EC2"), ("\"ecs-fargate\"", "ECS on Fargate"),
    ]).first(),
    one_of(Platform, "platform_settings.instance_type", "Instance type", Kind::List, &[])
        .on(EcsEc2),
    one_of(Platform, "platform_settings.network_mode", "Network mode", Kind::Radio, &[
        ("\"awsvpc\"", "awsvpc"), ("\"bridge\"", "bridge"), ("\"host\"", "host"),
    ]).on(EcsEc2),
    switch(Platform, "platform_settings.trunking", "ENI trunking").on(EcsEc2),
    one_of(Platform, "platform_settings.placement", "Placement", Kind::List, &[
        ("[\"spread:az\",\"binpack:memory\"]", "spread zones, then binpack memory"),
        ("[\"spread:az\",\"binpack:cpu\"]", "spread zones, then binpack CPU"),
        ("[\"spread:az\",\"spread:instance\"]", "spread zones, then instances"),
        ("[\"spread:az\"]", "spread zones"),
        ("[\"spread:instance\"]", "spread instances"),
        ("[\"binpack:memory\"]", "binpack memory"),
        ("[\"binpack:cpu\"]", "binpack CPU"),
        ("[\"random\"]", "random"),
    ]).on(EcsEc2),
    switch(Platform, "platform_settings.distinct_instance", "Distinct instances").on(EcsEc2),
    switch(Platform, "platform_settings.managed_scaling", "Managed scaling").on(EcsEc2),
    switch(Platform, "platform_settings.managed_draining", "Managed draining").on(EcsEc2),
    switch(Platform, "platform_settings.termination_protection", "Termination protection")
        .on(EcsEc2),
    switch(Platform, "platform_settings.spot_draining", "Spot draining").on(EcsEc2),
    switch(Platform, "platform_settings.rebalancing", "Zone rebalancing"),
    one_of(Platform, "platform_settings.subnets", "Way to the registry", Kind::List, &[
        ("\"public\"", "public addresses"), ("\"nat\"", "private subnets, NAT gateways"),
        ("\"endpoints\"", "private subnets, interface endpoints"),
    ]),
    one_of(Platform, "zones.names", "Zones", Kind::Radio, &[
        ("[\"us-east-1a\"]", "1"), ("[\"us-east-1a\",\"us-east-1b\"]", "2"),
        ("[\"us-east-1a\",\"us-east-1b\",\"us-east-1c\"]", "3"),
    ]),
    one_of(Traffic, "traffic.shape", "Shape of the day", Kind::List, &[
        ("\"day\"", "a day, quiet at night"), ("\"flat\"", "flat"), ("\"step\"", "one step up"),
        ("\"flash\"", "a flash crowd"), ("\"batch\"", "batches"),
    ]),
    one_of(Request, "request.on_timeout", "After a time-out", Kind::List, &[
        ("\"waste\"", "the work is done for nobody"), ("\"abandon\"", "it leaves the queue"),
    ]),
    one_of(Scaling, "scaling.mode", "Scaling", Kind::Radio, &[
        ("\"off\"", "Off"), ("\"target-tracking\"", "Target tracking"), ("\"step\"", "Step"),
        ("\"scheduled\"", "Scheduled"),
    ]).first(),
    one_of(Scaling, "scaling.metric", "Scaling metric", Kind::Radio, &[
        ("\"cpu\"", "CPU"), ("\"memory\"", "Memory"), ("\"requests\"", "Requests per target"),
    ]).first(),
    one_of(Scaling, "scaling.metric_period_s", "Metric period", Kind::Radio, &[]),
    switch(Scaling, "scaling.disable_scale_in", "Never scale in"),
    one_of(Task, "task.discipline", "Order of the queue", Kind::List, &[
        ("\"fcfs\"", "first come, first served"),
        ("\"processor-sharing\"", "all share the CPU (percentiles: estimates)"),
    ]),
    one_of(Balancer, "balancer.kind", "Balancer kind", Kind::Radio, &[
        ("\"alb\"", "ALB"), ("\"nlb\"", "NLB"),
    ]),
    one_of(Balancer, "balancer.routing", "Routing", Kind::List, &[
        ("\"round-robin\"", "round robin"), ("\"least-outstanding\"", "least outstanding requests"),
        ("\"weighted-random\"", "weighted random"), ("\"flow-hash\"", "flow hash"),
    ]),
    switch(Balancer, "balancer.cross_zone", "Cross-zone"),
    switch(Balancer, "balancer.health_check_queues", "Health checks wait in the queue"),
    one_of(Deployment, "deployment.strategy", "Strategy", Kind::List, &[
        ("\"rolling\"", "rolling"), ("\"blue-green\"", "blue/green"), ("\"canary\"", "canary"),
        ("\"linear\"", "linear"),
    ]),
    switch(Deployment, "deployment.circuit_breaker", "Circuit breaker"),
    switch(Deployment, "deployment.rollback", "Rollback"),
    one_of(Deployment, "deployment.breaker_type", "Breaker rule", Kind::List, &[
        ("\"bounded-percent\"", "bounded percent"), ("\"unbounded-percent\"", "unbounded percent"),
        ("\"count\"", "count"), ("\"older\"", "rule of older documents"),
    ]),
    switch(Deployment, "deployment.reset_on_healthy", "A healthy task resets the count"),
];

/// The choice of that path.
pub fn find(path: &str) -> Option<&'static Choice> {
    CHOICES.iter().find(|choice| choice.path == path)
}

impl Choice {
    /// Whether there is the control at all; one that is there may still be barred.
    pub fn applies(&self, scenario: &Scenario) -> bool {
        self.platform.is_none_or(|platform| platform == scenario.platform)
    }

    /// JSON and words of its values.
    pub fn options(&self, rules: &Rulebook) -> Vec<(String, String)> {
        match (self.path, self.kind) {
            ("platform_settings.instance_type", _) => instance_types(rules),
            ("scaling.metric_period_s", _) => {
                let periods = [rules.scaling_metric_period_s, rules.scaling_fast_metric_period_s];
                let option = |s: f64| (words::number(s, 0), [&words::number(s, 0), " s"].concat());
                periods.into_iter().map(option).collect()
            }
            (_, Kind::Switch) => {
                [("true", "on"), ("false", "off")].map(|(a, b)| (a.into(), b.into())).into()
            }
            _ => self
                .values
                .iter()
                .map(|(json, text)| (json.to_string(), text.to_string()))
                .collect(),
        }
    }

    /// A value of the scenario in words.
    pub fn said(&self, value: &Value) -> String {
        let json = value.to_string();
        match value {
            Value::Bool(true) => "on".to_string(),
            Value::Bool(false) => "off".to_string(),
            _ => match self.values.iter().find(|(one, _)| *one == json) {
                Some((_, text)) => text.to_string(),
                None => json.replace(['"', '[', ']'], ""),
            },
        }
    }
}

/// The types of the table that have a price.
fn instance_types(rules: &Rulebook) -> Vec<(String, String)> {
    let priced = rules.instance_types.iter().filter(|kind| kind.usd_per_hour.is_some());
    priced
        .map(|kind| {
            let gib = words::number(f64::from(kind.memory_mib) / 1024.0, 1);
            let vcpu = kind.vcpu.to_string();
            let text = [&kind.name, ", ", &vcpu, " vCPU, ", &gib, " GiB"].concat();
            (Value::from(kind.name.as_str()).to_string(), text)
        })
        .collect()
}

/// Name and value of any setting of a dated change, in words.
pub fn setting_in_words(path: &str, value: &Value, scenario: &Scenario) -> (String, String) {
    if let Some(setting) = super::settings::find(path) {
        return (setting.look(scenario).label.to_string(), setting.said(value));
    }
    match find(path) {
        Some(choice) => (choice.label.to_string(), choice.said(value)),
        None => (path.to_string(), value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_on_offer_is_json() {
        for choice in CHOICES {
            for (json, text) in choice.values {
                assert!(serde_json::from_str::<Value>(json).is_ok(), "{}: {text}", choice.path);
            }
        }
    }

    #[test]
    fn values_are_said_as_they_are_offered() {
        let network = find("platform_settings.subnets").expect("is offered");
        assert_eq!(network.said(&Value::from("nat")), "private subnets, NAT gateways");
        let switch = find("balancer.cross_zone").expect("is offered");
        assert_eq!(switch.said(&Value::from(false)), "off");
        let kind = find("platform_settings.instance_type").expect("is offered");
        assert_eq!(kind.said(&Value::from("c5.large")), "c5.large");
    }
}
