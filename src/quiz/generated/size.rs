//! Sizes of Fargate tasks: which pairs there are, and what a pod is given.

use super::Generator;
use super::draft::{Draft, answer};
use super::luck::Luck;
use crate::facts::Rulebook;
use serde_json::{Value, json};

pub const REFUSED: Generator = Generator {
    name: "fargate-refused",
    meaning: "Which pair of CPU and memory Fargate refuses",
    lesson: "ec2-or-fargate",
    exams: &[("DVA-C03", &["D3"]), ("SAA-C03", &["D3"])],
    difficulty: 2,
    facts: &["fargate.sizes"],
    draw: refused,
};

/// `0.5 vCPU`.
fn vcpu(units: u32) -> String {
    format!("{} vCPU", f64::from(units) / 1024.0)
}

/// `512 MiB`, `4 GB`, as AWS writes them.
fn memory(mib: u32) -> String {
    match mib {
        mib if mib < 1024 => format!("{mib} MiB"),
        mib => format!("{} GB", f64::from(mib) / 1024.0),
    }
}

fn refused(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let rows: Vec<_> = rules.fargate_sizes.iter().filter(|row| row.cpu <= 8192).collect();
    let drawn = luck.some_of(&rows, 4);
    let other = luck.one_of(&rows);
    let mut draft = None;
    for (at, row) in drawn.iter().enumerate() {
        let amount = luck.one_of(if at == 0 { &other.memory_mib } else { &row.memory_mib });
        let case = json!({ "cpu": row.cpu, "memory_mib": amount });
        let valid = answer("fargate-size", &case, rules)?["valid"].as_bool()?;
        let (least, most) = (*row.memory_mib.first()?, *row.memory_mib.last()?);
        let text = format!("{} with {}", vcpu(row.cpu), memory(amount));
        let goes = format!("{} goes with {} to {}", vcpu(row.cpu), memory(least), memory(most));
        let value = json!([row.cpu, amount]);
        if at == 0 {
            if valid {
                return None;
            }
            let stem = "A developer writes task definitions for Fargate, Linux on x86. Which size \
                        does Fargate refuse?";
            let side = if amount > most { "more than that CPU allows" } else { "no step of it" };
            let side = if amount < least { "less than that CPU allows" } else { side };
            let why = format!("{goes}; {} is {side}.", memory(amount));
            draft = Some(Draft::new(Value::Null, stem.into()).key(value, text, why));
        } else {
            let why = format!(
                "It tempts if the pair looks lopsided. {goes}, and {} is among them.",
                memory(amount)
            );
            draft = draft.map(|draft| draft.wrong(value, text, why, "fargate-any-size"));
        }
    }
    draft
}

pub const POD: Generator = Generator {
    name: "pod-size",
    meaning: "The size for which a pod on EKS Fargate is billed",
    lesson: "eks-node-types",
    exams: &[("SAA-C03", &["D4"]), ("SOA-C03", &["D2"])],
    difficulty: 3,
    facts: &["eks.fargate_pod_memory", "fargate.sizes"],
    draw: pod,
};

fn pod(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let rows: Vec<_> = rules.fargate_sizes.iter().filter(|row| row.cpu <= 4096).collect();
    let row = luck.one_of(&rows);
    let exact = luck.one_of(&row.memory_mib);
    let cpu = f64::from(row.cpu) / 1024.0;
    let case = json!({ "containers": [{ "cpu": cpu, "memory_mib": exact }] });
    let found = answer("eks-fargate-size", &case, rules)?;
    let given = (found["vcpu"].as_f64()? * 1024.0) as u32;
    let billed = found["memory_mib"].as_u64()? as u32;
    let added = rules.eks.fargate_pod_memory_mib as u32;
    let says = |units: u32, mib: u32| format!("{} with {}", vcpu(units), memory(mib));
    let place = row.memory_mib.iter().position(|mib| *mib == exact)?;
    let after = row.memory_mib.get(place + 2).copied();
    let double = rows.iter().find(|it| it.cpu == row.cpu * 2);
    let stem = format!(
        "A pod on EKS Fargate has one container that requests {} and {}. For which size is it \
         billed?",
        vcpu(row.cpu),
        memory(exact)
    );
    let mut draft = Draft::new(case, stem)
        .key(
            json!([given, billed]),
            says(given, billed),
            format!(
                "EKS adds {added} MiB for its own components and rounds up to the next pair: {} + \
                 {added} MiB needs {}.",
                memory(exact),
                says(given, billed)
            ),
        )
        .wrong(
            json!([row.cpu, exact]),
            says(row.cpu, exact),
            format!(
                "It tempts because it is a valid pair. The {added} MiB on top make the pod outgrow \
                 it."
            ),
            "eks-fargate-256-free",
        )
        .wrong(
            json!([row.cpu, exact + added]),
            says(row.cpu, exact + added),
            format!(
                "It tempts to add the {added} MiB and stop there. There is no such pair; the next \
                 one up is taken."
            ),
            "fargate-any-size",
        );
    if let Some(mib) = after {
        let why = "It tempts to leave a spare step. Fargate takes the smallest pair that holds \
                   the request.";
        let text = says(row.cpu, mib);
        draft = draft.wrong(json!([row.cpu, mib]), text, why.into(), "eks-fargate-node-size");
    }
    if let Some(double) = double {
        let mib = *double.memory_mib.first()?;
        let why = "It tempts because the node that kubectl shows may be larger. The bill follows \
                   the pod’s own pair.";
        let text = says(double.cpu, mib);
        draft = draft.wrong(json!([double.cpu, mib]), text, why.into(), "eks-fargate-node-size");
    }
    Some(draft)
}
