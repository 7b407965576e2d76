//! What gives way when the platform or its machines change: the workload stays, what the other
//! platform does not have is named, and bounds push each other. Pure.

use crate::app::words::capital;
use crate::facts::Rulebook;
use crate::shape::Shape as _;
use crate::sim::platform::kubernetes;
use crate::sim::scenario::Platform;
use crate::sim::{Scenario, compare};
use serde_json::Value;

use super::offered;

/// Lets give way in the scenario `whole`, as JSON, what does not go with the change of `path`.
pub fn settle(whole: &mut Value, path: &str, rules: &Rulebook) {
    let Ok(mut next) = Scenario::read(whole) else { return };
    match path {
        "platform" => {
            next = compare::adapt(&next, next.platform, rules).0;
            keep_nodes(&mut next, rules);
        }
        "platform_settings.autoscaler" | "platform_settings.instance_type" => {
            keep_nodes(&mut next, rules);
        }
        _ if !push(&mut next, path) => return,
        _ => {}
    }
    *whole = next.write();
}

/// The other end of a pair of bounds gives way; false where the path has none.
fn push(next: &mut Scenario, path: &str) -> bool {
    let settings = &mut next.platform_settings;
    match path.strip_prefix("platform_settings.").unwrap_or_default() {
        "min_instances" | "instances" => {
            let least = settings.min_instances.max(settings.instances);
            settings.max_instances = settings.max_instances.max(least);
        }
        "max_instances" => {
            settings.min_instances = settings.min_instances.min(settings.max_instances);
            settings.instances = settings.instances.min(settings.max_instances);
        }
        "provisioned_min" => {
            settings.provisioned_max = settings.provisioned_max.max(settings.provisioned_min);
        }
        "provisioned_max" => {
            settings.provisioned_min = settings.provisioned_min.min(settings.provisioned_max);
        }
        _ => return false,
    }
    true
}

/// A group that nothing sizes keeps the nodes that the pods at the start need.
fn keep_nodes(next: &mut Scenario, rules: &Rulebook) {
    if !offered::unsized_group(next) || next.platform_settings.instances > 0 {
        return;
    }
    let Some(it) = rules.instance_type(&next.platform_settings.instance_type) else { return };
    let places = kubernetes::kind(it, next, rules).places(kubernetes::request(next)).max(1);
    let wanted = next.scaling.desired.max(next.scaling.min).div_ceil(places);
    let settings = &mut next.platform_settings;
    settings.instances = wanted.clamp(settings.min_instances, settings.max_instances);
}

/// What gave way to a switch of the platform, in sentences; empty where nothing did.
pub fn told(before: &Scenario, after: &Scenario, rules: &Rulebook) -> String {
    if before.platform == after.platform {
        return String::new();
    }
    let mut said = compare::adapt(before, after.platform, rules).1;
    if before.platform_settings.instances != after.platform_settings.instances {
        said.push("nothing adds nodes: the group has as many as its first pods need".into());
    }
    if after.platform == Platform::AppRunner {
        let closed =
            ["App Runner takes no new customers since ", &rules.app_runner_closed].concat();
        said.push(closed + "; ECS Express Mode stands beside it");
    }
    let sentences = said.iter().map(|one| capital(one) + ".");
    sentences.collect::<Vec<_>>().join(" ")
}
