//! Which size a pod gets on EKS with Fargate.

use super::field::{Field, rows, text};
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
    &[text("cpu", "CPU, vCPU or 250m").or("0"), text("memory_mib", "Memory, MiB or 0.5Gi").or("0")];

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

/// The requests of containers. CPU is a number of vCPU, memory one of MiB, or either a quantity as
/// Kubernetes writes it.
fn requests(fields: &Fields, name: &str) -> Result<Vec<Request>, String> {
    let containers = fields.objects(name, &["cpu", "memory_mib"])?;
    let request = |one: &Fields| {
        let cpu = amount(one, "cpu", 1000.0, quantity)?;
        let memory = amount(one, "memory_mib", 1e7, |text| {
            // A number without a unit is in MiB, as the field says.
            match text.parse::<f64>() {
                Ok(mib) => Some(mib),
                Err(_) => quantity(text).map(|bytes| bytes / BYTES_PER_MIB),
            }
        })?;
        let up = |amount: f64| (amount - 1e-9).ceil().max(0.0) as u32;
        Ok(Request { cpu_millis: up(cpu * 1000.0), memory_mib: up(memory) })
    };
    containers.iter().map(request).collect()
}

const BYTES_PER_MIB: f64 = 1_048_576.0;

/// A number, or a text that is read as one; 0 where nothing stands.
fn amount(
    one: &Fields,
    name: &str,
    most: f64,
    read: impl Fn(&str) -> Option<f64>,
) -> Result<f64, String> {
    match one.optional_text(name).ok().flatten() {
        Some(text) => read(text).filter(|found| (0.0..=most).contains(found)).ok_or_else(|| {
            let example = if name == "cpu" { "0.5 or 500m" } else { "512, 512Mi or 0.5Gi" };
            one.wrong(name, format!("expected a quantity such as {example}, found {text}"))
        }),
        None => Ok(one.optional_number(name, 0.0, most)?.unwrap_or(0.0)),
    }
}

/// A quantity of Kubernetes: decimals with `m`, `k`, `M`, `G`, `T`, or `Ki` to `Ti`.
fn quantity(text: &str) -> Option<f64> {
    const UNITS: [(&str, f64); 9] = [
        ("Ki", 1024.0),
        ("Mi", 1_048_576.0),
        ("Gi", 1_073_741_824.0),
        ("Ti", 1_099_511_627_776.0),
        ("m", 0.001),
        ("k", 1e3),
        ("M", 1e6),
        ("G", 1e9),
        ("T", 1e12),
    ];
    let (digits, factor) = UNITS
        .iter()
        .find_map(|(unit, factor)| Some((text.strip_suffix(unit)?, *factor)))
        .unwrap_or((text, 1.0));
    let plain = digits.chars().all(|digit| digit.is_ascii_digit() || digit == '.');
    digits.parse::<f64>().ok().filter(|_| plain).map(|number| number * factor)
}
