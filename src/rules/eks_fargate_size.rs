//! Which size a pod gets on EKS with Fargate.

use super::field::{Field, number, rows, text};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::sim::kubernetes::fargate_size::{Request, pod_request, provisioned};
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "eks-fargate-size",
    title: "Pod size on EKS with Fargate",
    meaning: "vCPU and memory that Fargate gives a pod of EKS, from the requests in vCPU and MiB",
    source: "eks.fargate_pod_memory",
    says: &["{vcpu} vCPU and {memory_mib} MiB"],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] = &[
    rows("containers", "Containers", CONTAINER),
    rows("init_containers", "Init containers", CONTAINER).spare(),
];

const CONTAINER: &[Field] =
    &[text("cpu", "CPU, vCPU or 250m").or("0"), number("memory_mib", "Memory", "MiB").or("0")];

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let containers = requests(&fields, "containers")?;
    if containers.is_empty() {
        return Err(fields.wrong("containers", "expected at least one"));
    }
    let request = pod_request(&containers, &requests(&fields, "init_containers")?);
    let Request { cpu_millis, memory_mib } = request;
    let added = rules.eks.fargate_pod_memory_mib;
    let cpu = f64::from(cpu_millis) / 1000.0;
    let (units, memory) = provisioned(request, rules).ok_or_else(|| {
        let found = format!("found {cpu} vCPU and {memory_mib} MiB with {added} MiB on top");
        fields.wrong("containers", format!("expected a pod that fits the largest size, {found}"))
    })?;
    let vcpu = f64::from(units) / 1024.0;
    let because = format!(
        "the pod asks for {cpu} vCPU and {memory_mib} MiB; {memory_mib} + {added} = {} MiB; the \
         next size is {vcpu} vCPU with {memory} MiB",
        f64::from(memory_mib) + added
    );
    Ok(Answer { value: json!({ "vcpu": vcpu, "memory_mib": memory }), because })
}

/// The requests of containers. CPU is a number of vCPU, or thousandths as Kubernetes writes them.
fn requests(fields: &Fields, name: &str) -> Result<Vec<Request>, String> {
    let containers = fields.objects(name, &["cpu", "memory_mib"])?;
    let request = |one: &Fields| {
        let cpu = match one.optional_text("cpu").ok().flatten() {
            Some(text) => {
                let thousandths = text.strip_suffix('m').and_then(|digits| digits.parse().ok());
                thousandths.filter(|cpu| *cpu <= 1_000_000.0).ok_or_else(|| {
                    one.wrong("cpu", format!("expected vCPU or thousandths (250m), found {text}"))
                })?
            }
            None => one.optional_number("cpu", 0.0, 1000.0)?.unwrap_or(0.0) * 1000.0,
        };
        let memory = one.optional_number("memory_mib", 0.0, 1e7)?.unwrap_or(0.0);
        let up = |amount: f64| (amount - 1e-9).ceil().max(0.0) as u32;
        Ok(Request { cpu_millis: up(cpu), memory_mib: up(memory) })
    };
    containers.iter().map(request).collect()
}
