//! What pods can be given of a node.

use super::field::{Field, instance_type};
use super::fields::Fields;
use super::{Answer, Rule, kube_reserved};
use crate::facts::Rulebook;
use crate::sim::kubernetes::node::allocatable::allocatable;
use crate::sim::kubernetes::node::max_pods::max_pods;
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "node-allocatable",
    title: "Allocatable CPU and memory of an EKS node",
    meaning: "CPU, memory and pods that a node of EKS can give, by its nominal memory",
    source: "eks.allocatable",
    says: &["{cpu_millis} millicpu, {memory_mib} MiB and {pods} pods"],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] = &[instance_type()];

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let kind = fields.instance_type(rules)?;
    let pods = max_pods(kind, false, &rules.eks);
    let room = allocatable(kind.vcpu, kind.memory_mib, pods, &rules.eks);
    let because = format!(
        "{}; CPU {} − reserved = {} thousandths; memory {} − reserved − {} before eviction = {} \
         MiB, of which the kernel keeps some too",
        kube_reserved::because(kind.vcpu, pods, rules),
        kind.vcpu * 1000,
        room.cpu_millis,
        kind.memory_mib,
        rules.eks.eviction_memory_mib,
        room.memory_mib
    );
    let value = json!({
        "cpu_millis": room.cpu_millis, "memory_mib": room.memory_mib, "pods": room.pods
    });
    Ok(Answer { value, because })
}
