//! How many pods an instance type allows as a node of EKS.

use super::field::{Field, instance_type, switch};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::sim::kubernetes::node::max_pods::{max_pods, recommended};
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "max-pods",
    title: "Max pods of an EKS node",
    meaning: "Pods that the network addresses of an instance type allow on EKS",
    source: "eks.max_pods",
    says: &["{max_pods} pods at most"],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] = &[instance_type(), switch("prefix_delegation", "Prefix delegation")];

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let kind = fields.instance_type(rules)?;
    let prefixes = fields.flag("prefix_delegation")?;
    let pods = max_pods(kind, prefixes, &rules.eks);
    let (enis, addresses, own) = (kind.enis, kind.ipv4_per_eni, rules.eks.host_network_pods);
    let because = if prefixes {
        format!(
            "{enis} interfaces × ({addresses} − 1) × {} + {own}, at most the {} that AWS \
             recommends for {} vCPU = {pods}",
            rules.eks.prefix_addresses,
            recommended(kind.vcpu, &rules.eks),
            kind.vcpu
        )
    } else {
        format!("{enis} interfaces × ({addresses} − 1) + {own} = {pods}")
    };
    Ok(Answer { value: json!({ "max_pods": pods }), because })
}
