//! What can be chosen from a few values: path, name and values of every radio group, list and
//! switch, in one table. Values are JSON as the scenario has it. Knows no browser.

use crate::facts::Rulebook;
use crate::sim::Scenario;
use crate::sim::scenario::Platform as Place;
use serde_json::Value;

use super::offered::{
    anywhere, app_runner, deploys_freely, ecs, ecs_ec2, eks, group, instances, karpenter, managed,
    mixed, nodes, one_capacity_type, own_service, pod_a_node,
};
use super::settings::Group::{self, *};
use super::{terms, words};

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
    /// Where it exists.
    pub on: fn(&Scenario) -> bool,
}

const fn one_of(
    group: Group,
    path: &'static str,
    label: &'static str,
    kind: Kind,
    values: &'static [(&'static str, &'static str)],
) -> Choice {
    Choice { path, label, group, kind, values, first: false, on: anywhere }
}

const fn switch(group: Group, path: &'static str, label: &'static str) -> Choice {
    one_of(group, path, label, Kind::Switch, &[])
}

impl Choice {
    const fn first(self) -> Choice {
        Choice { first: true, ..self }
    }

    const fn on(self, on: fn(&Scenario) -> bool) -> Choice {
        Choice { on, ..self }
    }
}

/// Every choice, in the order of the page.
#[rustfmt::skip]
pub const CHOICES: &[Choice] = &[
    one_of(Platform, "platform", "Platform", Kind::Radio, &[]).first(),
    one_of(Platform, "platform_settings.autoscaler", "Autoscaler of nodes", Kind::Radio, &[
        ("\"cluster-autoscaler\"", "Cluster Autoscaler"), ("\"karpenter\"", "Karpenter"),
        ("\"off\"", "None"),
    ]).first().on(group),
    one_of(Platform, "platform_settings.instance_type", "Instance type", Kind::List, &[])
        .on(instances),
    one_of(Platform, "platform_settings.node_types", "Types that may be launched", Kind::List, &[])
        .on(karpenter),
    one_of(Platform, "platform_settings.capacity_type", "Capacity type", Kind::Radio, &[
        ("\"on-demand\"", "On-Demand"), ("\"spot\"", "Spot"),
    ]).on(one_capacity_type),
    switch(Platform, "platform_settings.prefix_delegation", "Prefix delegation").on(group),
    one_of(Platform, "platform_settings.topology_spread", "Topology spread", Kind::List, &[
        ("\"none\"", "no constraint"), ("\"schedule-anyway\"", "zones, ScheduleAnyway"),
        ("\"do-not-schedule\"", "zones, DoNotSchedule"),
    ]).on(nodes),
    one_of(Platform, "platform_settings.consolidation", "Consolidation", Kind::List, &[
        ("\"when-empty\"", "WhenEmpty"),
        ("\"when-empty-or-underutilized\"", "WhenEmptyOrUnderutilized"),
    ]).on(karpenter),
    switch(Platform, "platform_settings.fargate_profile", "Pods match a Fargate profile")
        .on(pod_a_node),
    switch(Platform, "platform_settings.node_repair", "Node auto repair").on(managed),
    one_of(Platform, "platform_settings.update_strategy", "Update strategy", Kind::Radio, &[
        ("\"default\"", "default"), ("\"minimal\"", "minimal"),
    ]).on(managed),
    switch(Platform, "platform_settings.force_update", "Force the update").on(managed),
    switch(Platform, "platform_settings.extended_support", "Version in extended support").on(eks),
    one_of(Platform, "platform_settings.network_mode", "Network mode", Kind::Radio, &[
        ("\"awsvpc\"", "awsvpc"), ("\"bridge\"", "bridge"), ("\"host\"", "host"),
    ]).on(ecs_ec2),
    switch(Platform, "platform_settings.trunking", "ENI trunking").on(ecs_ec2),
    one_of(Platform, "platform_settings.placement", "Placement", Kind::List, &[
        ("[\"spread:az\",\"binpack:memory\"]", "spread zones, then binpack memory"),
        ("[\"spread:az\",\"binpack:cpu\"]", "spread zones, then binpack CPU"),
        ("[\"spread:az\",\"spread:instance\"]", "spread zones, then instances"),
        ("[\"spread:az\"]", "spread zones"),
        ("[\"spread:instance\"]", "spread instances"),
        ("[\"binpack:memory\"]", "binpack memory"),
        ("[\"binpack:cpu\"]", "binpack CPU"),
        ("[\"random\"]", "random"),
    ]).on(ecs_ec2),
    switch(Platform, "platform_settings.distinct_instance", "Distinct instances").on(ecs_ec2),
    switch(Platform, "platform_settings.managed_scaling", "Managed scaling").on(ecs_ec2),
    switch(Platform, "platform_settings.managed_draining", "Managed draining").on(ecs_ec2),
    switch(Platform, "platform_settings.termination_protection", "Termination protection")
        .on(ecs_ec2),
    switch(Platform, "platform_settings.spot_draining", "Spot draining").on(mixed),
    switch(Platform, "platform_settings.rebalancing", "Zone rebalancing").on(ecs),
    one_of(Platform, "platform_settings.subnets", "Way to the registry", Kind::List, &[
        ("\"public\"", "public addresses"), ("\"nat\"", "private subnets, NAT gateways"),
        ("\"endpoints\"", "private subnets, interface endpoints"),
    ]).on(own_service),
    switch(Platform, "platform_settings.paused", "Paused").on(app_runner),
    one_of(Platform, "platform_settings.source", "Source", Kind::Radio, &[
        ("\"image\"", "an image"), ("\"code\"", "code"),
    ]).on(app_runner),
    one_of(Platform, "platform_settings.health_protocol", "Health check", Kind::Radio, &[
        ("\"tcp\"", "TCP"), ("\"http\"", "HTTP"),
    ]).on(app_runner),
    one_of(Platform, "platform_settings.health_path", "Path of the check", Kind::List, &[
        ("\"/\"", "/"), ("\"/health\"", "/health"),
    ]).on(app_runner),
    switch(Platform, "platform_settings.health_path_answers", "New versions answer there")
        .on(app_runner),
    one_of(Platform, "platform_settings.calls", "A request reaches", Kind::List, &[
        ("\"nothing\"", "nothing else"), ("\"vpc\"", "something in a VPC"),
        ("\"internet\"", "the internet"), ("\"both\"", "a VPC and the internet"),
    ]).on(app_runner),
    switch(Platform, "platform_settings.vpc_connector", "VPC connector").on(app_runner),
    one_of(Platform, "zones.names", "Zones", Kind::Radio, &[
        ("[\"us-east-1a\"]", "1"), ("[\"us-east-1a\",\"us-east-1b\"]", "2"),
        ("[\"us-east-1a\",\"us-east-1b\",\"us-east-1c\"]", "3"),
    ]).on(own_service),
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
    ]).first().on(own_service),
    one_of(Scaling, "scaling.metric", "Scaling metric", Kind::Radio, &[
        ("\"cpu\"", "CPU"), ("\"memory\"", "Memory"), ("\"requests\"", "Requests per target"),
    ]).first().on(own_service),
    one_of(Scaling, "scaling.metric_period_s", "Metric period", Kind::Radio, &[]).on(ecs),
    switch(Scaling, "scaling.disable_scale_in", "Never scale in").on(ecs),
    one_of(Task, "task.discipline", "Order of the queue", Kind::List, &[
        ("\"fcfs\"", "first come, first served"),
        ("\"processor-sharing\"", "all share the CPU (percentiles: estimates)"),
    ]),
    one_of(Balancer, "balancer.kind", "Balancer kind", Kind::Radio, &[
        ("\"alb\"", "ALB"), ("\"nlb\"", "NLB"),
    ]).on(own_service),
    one_of(Balancer, "balancer.routing", "Routing", Kind::List, &[
        ("\"round-robin\"", "round robin"), ("\"least-outstanding\"", "least outstanding requests"),
        ("\"weighted-random\"", "weighted random"), ("\"flow-hash\"", "flow hash"),
    ]).on(own_service),
    switch(Balancer, "balancer.cross_zone", "Cross-zone").on(own_service),
    switch(Balancer, "balancer.health_check_queues", "Health checks wait in the queue")
        .on(own_service),
    one_of(Deployment, "deployment.strategy", "Strategy", Kind::List, &[
        ("\"rolling\"", "rolling"), ("\"blue-green\"", "blue/green"), ("\"canary\"", "canary"),
        ("\"linear\"", "linear"),
    ]).on(deploys_freely),
    switch(Deployment, "deployment.circuit_breaker", "Circuit breaker").on(ecs),
    switch(Deployment, "deployment.rollback", "Rollback").on(ecs),
    one_of(Deployment, "deployment.breaker_type", "Breaker rule", Kind::List, &[
        ("\"bounded-percent\"", "bounded percent"), ("\"unbounded-percent\"", "unbounded percent"),
        ("\"count\"", "count"), ("\"older\"", "rule of older documents"),
    ]).on(ecs),
    switch(Deployment, "deployment.reset_on_healthy", "A healthy task resets the count")
        .on(ecs),
];

/// The choice of that path.
pub fn find(path: &str) -> Option<&'static Choice> {
    CHOICES.iter().find(|choice| choice.path == path)
}

impl Choice {
    /// Whether there is the control at all; one that is there may still be barred.
    pub fn applies(&self, scenario: &Scenario) -> bool {
        (self.on)(scenario)
    }

    /// Its label on the scenario's platform.
    pub fn label_on(&self, scenario: &Scenario) -> &'static str {
        match self.path {
            "platform_settings.instance_type" if scenario.platform.is_eks() => "Node type",
            _ => self.label,
        }
    }

    /// What another name a value has on that platform: `Some(None)` where it does not exist there.
    pub fn on_platform(&self, json: &str, platform: Place) -> Option<Option<&'static str>> {
        match (self.path, json) {
            // Pods on Fargate lie in private subnets.
            ("platform_settings.subnets", "\"public\"") if platform == Place::EksFargate => {
                Some(None)
            }
            _ if !platform.is_eks() => None,
            // Kubernetes has no step policies.
            ("scaling.mode", "\"step\"") => Some(None),
            ("scaling.mode", "\"target-tracking\"") => Some(Some("HPA")),
            ("scaling.metric", "\"requests\"") => Some(Some("Requests per pod")),
            _ => None,
        }
    }

    /// JSON and words of its values.
    pub fn options(&self, rules: &Rulebook) -> Vec<(String, String)> {
        match (self.path, self.kind) {
            ("platform", _) => platforms(),
            ("platform_settings.instance_type", _) => instance_types(rules),
            ("platform_settings.node_types", _) => node_types(rules),
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

    /// A value in words, on the platform of the scenario.
    pub fn said_on(&self, value: &Value, scenario: &Scenario) -> String {
        let other = self.on_platform(&value.to_string(), scenario.platform);
        other.flatten().map_or_else(|| self.said(value), String::from)
    }

    /// A value of the scenario in words.
    pub fn said(&self, value: &Value) -> String {
        let json = value.to_string();
        if self.path == "platform" {
            let found = terms::offered().find(|(_, (word, _))| Some(*word) == value.as_str());
            return found.map_or(json, |(_, (_, name))| name.to_string());
        }
        if self.path == "platform_settings.node_types" && json == "[]" {
            return ALL_TYPES.to_string();
        }
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

/// What Karpenter launches where no type is named.
const ALL_TYPES: &str = "C, M and R from generation 5 on";

fn platforms() -> Vec<(String, String)> {
    let quoted = |word: &str| Value::from(word).to_string();
    terms::offered().map(|(_, (word, name))| (quoted(word), name.to_string())).collect()
}

/// All usual types, or one family.
fn node_types(rules: &Rulebook) -> Vec<(String, String)> {
    let mut options = vec![("[]".to_string(), ALL_TYPES.to_string())];
    let priced = rules.instance_types.iter().filter(|kind| kind.usd_per_hour.is_some());
    let names: Vec<&str> = priced.map(|kind| kind.name.as_str()).collect();
    let mut families: Vec<&str> = names.iter().filter_map(|name| name.split('.').next()).collect();
    families.dedup();
    for family in families {
        let of_it = |name: &&&str| name.split('.').next() == Some(family);
        let list: Vec<&str> = names.iter().filter(of_it).copied().collect();
        options.push((Value::from(list).to_string(), [family, " only"].concat()));
    }
    options
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
        Some(choice) => (choice.label_on(scenario).to_string(), choice.said_on(value, scenario)),
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
