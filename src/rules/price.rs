//! What a task or an instance costs for some seconds, line by line.

use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "price",
    meaning: "What tasks or instances cost for some seconds, us-east-1, On-Demand",
    source: "fargate.vcpu_hour",
    answer,
};

struct Line {
    what: &'static str,
    quantity: f64,
    unit: &'static str,
    unit_price: f64,
    fact: &'static str,
}

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let names = [
        "platform",
        "cpu",
        "memory_mib",
        "arch",
        "os",
        "spot",
        "ephemeral_gib",
        "instance_type",
        "seconds",
        "count",
    ];
    let fields = Fields::new(input, &names)?;
    let platform = fields.needed_word("platform", &["ecs-fargate", "ecs-ec2", "ec2"])?;
    let seconds = fields.number("seconds", 0.0, 1e10)?;
    let count = f64::from(fields.optional_whole("count", 0, 1_000_000)?.unwrap_or(1));
    if fields.flag("spot")? {
        return Err("field `spot`: expected false, since AWS sets Spot prices day by day and \
                    none is on record here"
            .into());
    }
    fields.word("os", &["LINUX"])?;
    let (lines, billed) = match platform {
        "ecs-fargate" => fargate(&fields, seconds, count, rules)?,
        _ => instance(&fields, seconds, count, rules)?,
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
    let because =
        format!("{billed} s billed each, {count} of them: {} = ${dollars:.6}", sums.join(" + "));
    Ok(Answer { value: json!({ "dollars": dollars, "lines": listed }), because })
}

fn fargate(
    fields: &Fields,
    seconds: f64,
    count: f64,
    rules: &Rulebook,
) -> Result<(Vec<Line>, f64), String> {
    let cpu = fields.whole("cpu", 1, 1_000_000)?;
    let memory = fields.whole("memory_mib", 1, 100_000_000)?;
    let row = rules.fargate_sizes.iter().find(|size| size.cpu == cpu);
    if !row.is_some_and(|row| row.memory_mib.contains(&memory)) {
        return Err(format!(
            "field `memory_mib`: expected a legal pair, found {cpu} CPU units and {memory} MiB"
        ));
    }
    if fields.has("instance_type") {
        return Err(fields.wrong("instance_type", "expected nothing for ecs-fargate"));
    }
    let arm = fields.word("arch", &["X86_64", "ARM64"])? == Some("ARM64");
    let included = rules.fargate_ephemeral_included_gib;
    let storage = fields.optional_number("ephemeral_gib", included, 200.0)?.unwrap_or(included);
    let billed = billed(seconds, rules.fargate_minimum_billed_s);
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
    Ok((lines, billed))
}

fn instance(
    fields: &Fields,
    seconds: f64,
    count: f64,
    rules: &Rulebook,
) -> Result<(Vec<Line>, f64), String> {
    for name in ["cpu", "memory_mib", "ephemeral_gib"] {
        if fields.has(name) {
            return Err(fields.wrong(name, "expected nothing, since the instance type decides"));
        }
    }
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
    let billed = billed(seconds, rules.ec2_minimum_billed_s);
    let line = Line {
        what: "instances",
        quantity: billed / 3600.0 * count,
        unit: "h",
        unit_price,
        fact: "ec2.instance_hour",
    };
    Ok((vec![line], billed))
}

/// Whole seconds, at least the minimum; nothing for nothing.
fn billed(seconds: f64, minimum_s: f64) -> f64 {
    if seconds <= 0.0 { 0.0 } else { seconds.ceil().max(minimum_s) }
}
