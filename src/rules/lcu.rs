//! Capacity units of a load balancer, and what they cost.

use super::field::{Field, choice, number};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::sim::cost::lcu::{Kind, Load, Unit, evaluations_per_s};
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "lcu",
    title: "Load balancer capacity units (LCU, NLCU)",
    meaning: "Capacity units of an ALB or NLB, which dimension decides, and dollars an hour",
    source: "alb.lcu_hour",
    says: &["{units} capacity units, decided by {by}: ${dollars_per_hour} an hour"],
    fields: FIELDS,
    answer,
};

const KINDS: [&str; 4] = ["ALB", "NLB-TCP", "NLB-UDP", "NLB-TLS"];

const FIELDS: &[Field] = &[
    choice("kind", "Load balancer", &KINDS),
    number("new_per_s", "New connections or flows", "/s"),
    number("active", "Active connections or flows", ""),
    number("gb_per_h", "Data", "GB/h"),
    number("rules", "Listener rules, of an ALB", "").spare(),
    number("requests_per_s", "Requests, where rules are counted", "/s").spare(),
];

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let kind = match fields.needed_word("kind", &KINDS)? {
        "ALB" => Kind::Alb,
        "NLB-TCP" => Kind::NlbTcp,
        "NLB-UDP" => Kind::NlbUdp,
        _ => Kind::NlbTls,
    };
    for name in ["rules", "requests_per_s"] {
        if kind != Kind::Alb && fields.has(name) {
            return Err(fields.wrong(name, "expected nothing, since only an ALB has rules"));
        }
    }
    let listener_rules = fields.optional_number("rules", 0.0, 1e6)?;
    let requests_per_s = fields.optional_number("requests_per_s", 0.0, 1e9)?;
    let evaluations_per_s = match (listener_rules, requests_per_s) {
        (Some(count), Some(requests)) => evaluations_per_s(requests, count, rules.alb_free_rules),
        (Some(count), None) if count > rules.alb_free_rules => {
            return Err(fields.wrong("requests_per_s", "expected a number where rules are counted"));
        }
        _ => 0.0,
    };
    let load = Load {
        new_per_s: fields.number("new_per_s", 0.0, 1e9)?,
        active: fields.number("active", 0.0, 1e12)?,
        gb_per_h: fields.number("gb_per_h", 0.0, 1e9)?,
        evaluations_per_s,
    };
    let unit = Unit::of(kind, rules);
    let (units, by) = unit.used(&load);
    let dollars = unit.dollars_per_hour(units);
    let dimensions: Vec<String> = unit
        .dimensions(&load)
        .iter()
        .map(|(dimension, units)| format!("{} {units:.4}", dimension.word()))
        .collect();
    let because = format!(
        "{}: the largest is {} with {units:.4}; ${} + {units:.4} × ${} = ${dollars:.6} an hour",
        dimensions.join(", "),
        by.word(),
        unit.balancer_hour,
        unit.unit_hour
    );
    let value = json!({ "units": units, "by": by.word(), "dollars_per_hour": dollars });
    Ok(Answer { value, because })
}
