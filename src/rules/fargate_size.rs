//! Whether ECS on Fargate offers a pair of CPU and memory, and the next one that does.

use super::field::{Field, choice, whole};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::{FargateSize, Rulebook};
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "fargate-size",
    title: "Fargate CPU and memory combinations",
    meaning: "Whether ECS on Fargate offers a pair of CPU and memory, and the next larger pair",
    source: "fargate.sizes",
    says: &[
        "{valid=true}Fargate offers this size",
        "Not offered; the next is {nearest.cpu} CPU units with {nearest.memory_mib} MiB",
        "Not offered: {why}",
    ],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] = &[
    whole("cpu", "CPU", "units, 1024 to the vCPU").from_one(),
    whole("memory_mib", "Memory", "MiB").from_one(),
    choice("os", "Operating system", &["LINUX", "WINDOWS"]).or("LINUX"),
    choice("arch", "Architecture", &["X86_64", "ARM64"]).or("X86_64"),
];

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let cpu = fields.whole("cpu", 1, 1_000_000)?;
    let memory = fields.whole("memory_mib", 1, 100_000_000)?;
    let os = fields.word("os", &["LINUX", "WINDOWS"])?.unwrap_or("LINUX");
    let arch = fields.word("arch", &["X86_64", "ARM64"])?.unwrap_or("X86_64");
    if os == "WINDOWS" && arch == "ARM64" {
        let why = "Windows runs on X86_64 only";
        return Ok(Answer { value: json!({ "valid": false, "why": why }), because: why.into() });
    }
    let offered: Vec<&FargateSize> =
        rules.fargate_sizes.iter().filter(|size| size.os.iter().any(|name| name == os)).collect();
    let row = offered.iter().find(|size| size.cpu == cpu);
    if row.is_some_and(|row| row.memory_mib.contains(&memory)) {
        let because = format!("{cpu} CPU units go with {memory} MiB");
        return Ok(Answer { value: json!({ "valid": true }), because });
    }
    let why = match row {
        Some(row) => format!("{cpu} CPU units go with {}", listed(&row.memory_mib)),
        None => {
            let units: Vec<u32> = offered.iter().map(|size| size.cpu).collect();
            format!("CPU is one of {}", listed(&units))
        }
    };
    let mut value = json!({ "valid": false, "why": why });
    if let Some((cpu, memory)) = next_pair(&offered, cpu, memory) {
        value["nearest"] = json!({ "cpu": cpu, "memory_mib": memory });
    }
    Ok(Answer { value, because: why })
}

/// The smallest pair that holds both; where none is so large, the largest there is.
fn next_pair(offered: &[&FargateSize], cpu: u32, memory: u32) -> Option<(u32, u32)> {
    let holds = offered.iter().filter(|size| size.cpu >= cpu).find_map(|size| {
        size.memory_mib.iter().find(|offer| **offer >= memory).map(|offer| (size.cpu, *offer))
    });
    holds.or_else(|| offered.last().and_then(|size| Some((size.cpu, *size.memory_mib.last()?))))
}

fn listed(numbers: &[u32]) -> String {
    numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}
