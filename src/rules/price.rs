//! What a task or an instance costs for some seconds, line by line.

use super::field::{Field, choice, instance_type, number, switch, whole};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::{FargateSize, Rulebook};
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "price",
    title: "Price of tasks, pods and instances",
    meaning: "What tasks, pods, instances or a cluster cost for some seconds, us-east-1, On-Demand",
    source: "fargate.vcpu_hour",
    says: &["${dollars}"],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] = &[
    choice("platform", "Platform", &PLATFORMS),
    whole("cpu", "CPU, on Fargate and App Runner", "units, 1024 to the vCPU").from_one().spare(),
    whole("memory_mib", "Memory, on Fargate and App Runner", "MiB").from_one().spare(),
    choice("arch", "Architecture", &["X86_64", "ARM64"]).or("X86_64"),
    choice("os", "Operating system", &["LINUX"]).or("LINUX"),
    switch("spot", "Spot; no price is on record"),
    number("ephemeral_gib", "Ephemeral storage, on Fargate", "GiB")
        .or_fact("fargate.ephemeral_included"),
    instance_type().spare(),
    number("seconds", "Time", "s"),
    whole("count", "How many of them", "").or("1"),
    number("active_seconds", "Time with requests, of App Runner", "s").or("all the time"),
    switch("extended_support", "Extended support, of a cluster"),
];

/// `eks` is the control plane of a cluster alone; the others are what runs.
const PLATFORMS: [&str; 10] = [
    "ecs-fargate",
    "ecs-express",
    "ecs-ec2",
    "ec2",
    "eks",
    "eks-managed",
    "eks-self-managed",
    "eks-auto",
    "eks-fargate",
    "app-runner",
];

struct Line {
    what: &'static str,
    quantity: f64,
    unit: &'static str,
    unit_price: f64,
    fact: &'static str,
}

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let platform = fields.needed_word("platform", &PLATFORMS)?;
    let seconds = fields.number("seconds", 0.0, 1e10)?;
    let count = f64::from(fields.optional_whole("count", 0, 1_000_000)?.unwrap_or(1));
    if fields.flag("spot")? {
        return Err("field `spot`: expected false, since AWS sets Spot prices day by day and \
                    none is on record here"
            .into());
    }
    fields.word("os", &["LINUX"])?;
    for (name, only) in [("active_seconds", "app-runner"), ("extended_support", "eks")] {
        if fields.has(name) && platform != only {
            return Err(fields.wrong(name, format!("expected nothing, since it is for {only}")));
        }
    }
    let (lines, billed) = match platform {
        "ecs-fargate" | "ecs-express" | "eks-fargate" => {
            fargate(&fields, platform, seconds, count, rules)?
        }
        "app-runner" => app_runner(&fields, seconds, count, rules)?,
        "eks" => cluster(&fields, seconds, count, rules)?,
        _ => instance(&fields, platform == "eks-auto", seconds, count, rules)?,
    };
    let dollars: f64 = lines.iter().map(|line| line.quantity * line.unit_price).sum();
    let listed: Vec<Value> = lines
        .iter()
        .map(|line| {
            json!({
                "what": line.what, "quantity": line.quantity, "unit": line.unit,
                "unit_price": line.unit_price, "dollars": line.quantity * line.unit_price,
                "fact": line.fact,
            })
        })
        .collect();
    let sums: Vec<String> = lines
        .iter()
        .map(|line| format!("{:.6} {} × ${}", line.quantity, line.unit, line.unit_price))
        .collect();
    let because = format!("{billed}, {count} of them: {} = ${dollars:.6}", sums.join(" + "));
    Ok(Answer { value: json!({ "dollars": dollars, "lines": listed }), because })
}

/// CPU units and memory, a pair of the rows; no instance type stands beside them.
fn size(fields: &Fields, rows: &[FargateSize], cpu_max: u32) -> Result<(u32, u32), String> {
    let cpu = fields.whole("cpu", 1, cpu_max)?;
    let memory = fields.whole("memory_mib", 1, 100_000_000)?;
    let row = rows.iter().find(|size| size.cpu == cpu);
    if !row.is_some_and(|row| row.memory_mib.contains(&memory)) {
        let found = format!("expected a legal pair, found {cpu} CPU units and {memory} MiB");
        return Err(fields.wrong("memory_mib", found));
    }
    nothing(fields, &["instance_type"], "expected nothing, since no instance is yours")?;
    Ok((cpu, memory))
}

fn nothing(fields: &Fields, names: &[&str], why: &str) -> Result<(), String> {
    let given = names.iter().find(|name| fields.has(name));
    given.map_or(Ok(()), |name| Err(fields.wrong(name, why)))
}

fn fargate(
    fields: &Fields,
    platform: &str,
    seconds: f64,
    count: f64,
    rules: &Rulebook,
) -> Result<(Vec<Line>, String), String> {
    let is_pod = platform == "eks-fargate";
    let cpu_max = if is_pod { (rules.eks.fargate_vcpu_max * 1024.0) as u32 } else { 1_000_000 };
    let (cpu, memory) = size(fields, &rules.fargate_sizes, cpu_max)?;
    let arm = fields.word("arch", &["X86_64", "ARM64"])? == Some("ARM64");
    if arm && is_pod {
        return Err(fields.wrong("arch", "expected X86_64, since no pod on Fargate is ARM64"));
    }
    let included = rules.fargate_ephemeral_included_gib;
    let most = if is_pod { rules.eks.fargate_ephemeral_max_gib } else { 200.0 };
    let storage = fields.optional_number("ephemeral_gib", included, most)?.unwrap_or(included);
    let minimum_s = rules.fargate_minimum_billed_s;
    let billed = billed(seconds, minimum_s);
    let hours = billed / 3600.0 * count;
    let (vcpu_price, vcpu_fact, gb_price, gb_fact) = if arm {
        (
            rules.fargate_arm_vcpu_hour,
            "fargate.arm_vcpu_hour",
            rules.fargate_arm_gb_hour,
            "fargate.arm_gb_hour",
        )
    } else {
        (rules.fargate_vcpu_hour, "fargate.vcpu_hour", rules.fargate_gb_hour, "fargate.gb_hour")
    };
    let mut lines = vec![
        Line {
            what: "vCPU",
            quantity: f64::from(cpu) / 1024.0 * hours,
            unit: "vCPU·h",
            unit_price: vcpu_price,
            fact: vcpu_fact,
        },
        Line {
            what: "memory",
            quantity: f64::from(memory) / 1024.0 * hours,
            unit: "GB·h",
            unit_price: gb_price,
            fact: gb_fact,
        },
    ];
    if storage > included {
        lines.push(Line {
            what: "ephemeral storage",
            quantity: (storage - included) * hours,
            unit: "GB·h",
            unit_price: rules.fargate_ephemeral_gb_hour,
            fact: "fargate.ephemeral_gb_hour",
        });
    }
    Ok((lines, told("", billed, minimum_s)))
}

fn instance(
    fields: &Fields,
    auto: bool,
    seconds: f64,
    count: f64,
    rules: &Rulebook,
) -> Result<(Vec<Line>, String), String> {
    let sizes = ["cpu", "memory_mib", "ephemeral_gib"];
    nothing(fields, &sizes, "expected nothing, since the instance type decides")?;
    let name = fields.text("instance_type")?;
    let no_price = || fields.wrong("instance_type", format!("no price of `{name}` is on record"));
    let kind = rules.instance_type(name).ok_or_else(no_price)?;
    let unit_price = kind.usd_per_hour.ok_or_else(no_price)?;
    if let Some(arch) = fields.word("arch", &["X86_64", "ARM64"])?
        && arch != kind.arch
    {
        let found = format!("expected {} for {name}, found {arch}", kind.arch);
        return Err(fields.wrong("arch", found));
    }
    let minimum_s = rules.ec2_minimum_billed_s;
    let billed = billed(seconds, minimum_s);
    let hours = billed / 3600.0 * count;
    let hourly =
        |what, unit_price, fact| Line { what, quantity: hours, unit: "h", unit_price, fact };
    let mut lines = vec![hourly("instances", unit_price, "ec2.instance_hour")];
    if auto {
        let fee = unit_price * rules.eks.auto_fee_percent / 100.0;
        lines.push(hourly("Auto Mode", fee, "eks.auto_fee"));
    }
    Ok((lines, told("", billed, minimum_s)))
}

fn cluster(
    fields: &Fields,
    seconds: f64,
    count: f64,
    rules: &Rulebook,
) -> Result<(Vec<Line>, String), String> {
    let others = ["cpu", "memory_mib", "arch", "ephemeral_gib", "instance_type"];
    nothing(fields, &others, "expected nothing for the control plane of a cluster")?;
    let (unit_price, fact) = if fields.flag("extended_support")? {
        (rules.eks.cluster_extended_hour, "eks.cluster_extended_hour")
    } else {
        (rules.eks.cluster_hour, "eks.cluster_hour")
    };
    let quantity = seconds / 3600.0 * count;
    Ok((
        vec![Line { what: "control plane", quantity, unit: "h", unit_price, fact }],
        told("", seconds, 0.0),
    ))
}

/// Memory for as long as the instances are there, CPU for as long as they work; all the time,
/// where it is not said.
fn app_runner(
    fields: &Fields,
    seconds: f64,
    count: f64,
    rules: &Rulebook,
) -> Result<(Vec<Line>, String), String> {
    let (cpu, memory) = size(fields, &rules.app_runner_sizes, 1_000_000)?;
    let others = ["arch", "ephemeral_gib"];
    nothing(fields, &others, "expected nothing, since App Runner has no such setting")?;
    let active = fields.optional_number("active_seconds", 0.0, seconds)?.unwrap_or(seconds);
    let minimum_s = rules.app_runner.minimum_billed_s;
    let active = billed(active, minimum_s);
    let cpu_line = Line {
        what: "vCPU",
        quantity: f64::from(cpu) / 1024.0 * active / 3600.0 * count,
        unit: "vCPU·h",
        unit_price: rules.app_runner.vcpu_hour,
        fact: "app-runner.vcpu_hour",
    };
    let seconds = billed(seconds, 0.0);
    let memory_line = Line {
        what: "memory",
        quantity: f64::from(memory) / 1024.0 * seconds / 3600.0 * count,
        unit: "GB·h",
        unit_price: rules.app_runner.gb_hour,
        fact: "app-runner.gb_hour",
    };
    let said = if active == seconds {
        told("", seconds, 0.0)
    } else {
        format!("{}, {}", told("CPU ", active, minimum_s), told("memory ", seconds, 0.0))
    };
    Ok((vec![cpu_line, memory_line], said))
}

/// `CPU 60 s billed each, the minimum`
fn told(what: &str, billed_s: f64, minimum_s: f64) -> String {
    let least = if billed_s > 0.0 && billed_s == minimum_s { ", the minimum" } else { "" };
    format!("{what}{billed_s} s billed each{least}")
}

/// Whole seconds, at least the minimum; nothing for nothing.
fn billed(seconds: f64, minimum_s: f64) -> f64 {
    if seconds <= 0.0 { 0.0 } else { seconds.ceil().max(minimum_s) }
}
