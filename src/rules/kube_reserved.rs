//! What a node keeps for the kubelet.

use super::field::{Field, instance_type, whole};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::sim::kubernetes::node::max_pods::max_pods;
use crate::sim::kubernetes::node::reserved;
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "kube-reserved",
    title: "kubeReserved of an EKS node",
    meaning: "CPU and memory that a node of EKS reserves for the kubelet and its kind",
    source: "eks.reserved_memory",
    says: &["{cpu_millis} millicpu and {memory_mib} MiB are reserved"],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] = &[
    instance_type().spare(),
    whole("vcpu", "vCPU, in place of a type", "").from_one().spare(),
    whole("max_pods", "Pods at most, in place of a type", "").from_one().spare(),
];

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let (vcpu, pods) = if fields.has("instance_type") {
        for name in ["vcpu", "max_pods"] {
            if fields.has(name) {
                return Err(fields.wrong(name, "expected nothing beside the instance type"));
            }
        }
        let kind = fields.instance_type(rules)?;
        (kind.vcpu, max_pods(kind, false, &rules.eks))
    } else {
        (fields.whole("vcpu", 1, 10_000)?, fields.whole("max_pods", 1, 100_000)?)
    };
    let value = json!({
        "cpu_millis": reserved::cpu_millis(vcpu, &rules.eks),
        "memory_mib": reserved::memory_mib(pods, &rules.eks),
    });
    Ok(Answer { value, because: because(vcpu, pods, rules) })
}

/// The arithmetic of what a node reserves.
pub fn because(vcpu: u32, pods: u32, rules: &Rulebook) -> String {
    let eks = &rules.eks;
    let bands: Vec<String> = reserved::bands(vcpu, eks)
        .iter()
        .filter(|(cores, _)| *cores > 0)
        .map(|(cores, percent)| format!("{cores} × {percent} %"))
        .collect();
    format!(
        "{} of {vcpu} cores, each rounded down = {} thousandths reserved; {} + {} × {pods} pods \
         = {} MiB reserved",
        bands.join(" + "),
        reserved::cpu_millis(vcpu, eks),
        eks.reserved_memory_mib,
        eks.reserved_pod_memory_mib,
        reserved::memory_mib(pods, eks)
    )
}
