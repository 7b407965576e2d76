//! What gives way when the platform or its machines change: the workload stays, what the other
//! platform does not have is named, and the bounds of a group push each other. Pure.

use crate::facts::Rulebook;
use crate::shape::Shape as _;
use crate::sim::Scenario;
use crate::sim::platform::kubernetes;
use crate::sim::scenario::{PolicyKind, ScalingMode, Strategy};
use serde_json::Value;

use super::settings;

/// Lets give way in the scenario `whole`, as JSON, what does not go with the change of `path`.
pub fn settle(whole: &mut Value, path: &str, rules: &Rulebook) {
    let Ok(mut next) = Scenario::read(whole) else { return };
    match path {
        "platform" => to_platform(&mut next, rules),
        "platform_settings.autoscaler" | "platform_settings.instance_type" => {
            keep_nodes(&mut next, rules);
        }
        "platform_settings.min_instances" | "platform_settings.instances" => {
            let settings = &mut next.platform_settings;
            let least = settings.min_instances.max(settings.instances);
            settings.max_instances = settings.max_instances.max(least);
        }
        "platform_settings.max_instances" => {
            let settings = &mut next.platform_settings;
            settings.min_instances = settings.min_instances.min(settings.max_instances);
            settings.instances = settings.instances.min(settings.max_instances);
        }
        _ => return,
    }
    *whole = next.write();
}

fn to_platform(next: &mut Scenario, rules: &Rulebook) {
    if next.platform.is_eks() {
        if next.scaling.mode == ScalingMode::Step {
            next.scaling.mode = ScalingMode::TargetTracking;
        }
        next.scaling.policies.retain(|policy| policy.kind != PolicyKind::Step);
        next.deployment.strategy = Strategy::Rolling;
        keep_nodes(next, rules);
        return;
    }
    // ECS offers pairs of CPU and memory: the next one that holds the request.
    let (vcpu, memory_mib) = (next.task.vcpu, next.task.memory_mib);
    let holds = |size: &&settings::Size| size.vcpu >= vcpu && size.memory_mib >= memory_mib;
    let sizes = settings::sizes(rules);
    if let Some(size) = sizes.iter().find(holds) {
        next.task.vcpu = size.vcpu;
        next.task.memory_mib = size.memory_mib;
    }
}

/// A group that nothing sizes keeps the nodes that the pods at the start need.
fn keep_nodes(next: &mut Scenario, rules: &Rulebook) {
    let off = super::offered::unsized_group(next);
    let asked = &mut next.platform_settings.instances;
    if !off || *asked > 0 {
        return;
    }
    let Some(it) = rules.instance_type(&next.platform_settings.instance_type) else { return };
    let places = kubernetes::kind(it, next, rules).places(kubernetes::request(next)).max(1);
    let wanted = next.scaling.desired.max(next.scaling.min).div_ceil(places);
    let settings = &mut next.platform_settings;
    settings.instances = wanted.clamp(settings.min_instances, settings.max_instances);
}

/// What gave way to a switch of the platform, in sentences; empty where nothing did.
pub fn told(before: &Scenario, after: &Scenario) -> String {
    let mut said: Vec<&str> = Vec::new();
    if before.platform == after.platform {
        return String::new();
    }
    if before.scaling.mode != after.scaling.mode {
        said.push("Kubernetes has no step policies: an HPA with the same metric and target.");
    } else if before.scaling.policies.len() > after.scaling.policies.len() {
        said.push("The step policies are gone: Kubernetes has none.");
    }
    if before.deployment.strategy != after.deployment.strategy {
        said.push("A Deployment of Kubernetes knows rolling updates only.");
    }
    if before.task.vcpu != after.task.vcpu || before.task.memory_mib != after.task.memory_mib {
        said.push("The task has the next size that holds what the pod requested.");
    }
    if before.platform_settings.instances != after.platform_settings.instances {
        said.push("Nothing adds nodes: the group has as many as its first pods need.");
    }
    said.join(" ")
}
