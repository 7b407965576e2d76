//! How an update of a managed node group proceeds.

use super::field::{Field, choice, whole};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::sim::kubernetes::node_group_update::{UpdateStrategy, pace, unavailable_of};
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "node-group-update",
    title: "Pace of an EKS node group update",
    meaning: "Nodes that an update of a managed node group adds, and replaces at a time",
    source: "eks.update_zone_factor",
    says: &["{surge} nodes are added first; replaced at a time: {batch}"],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] = &[
    whole("zones", "Availability Zones", "").from_one(),
    whole("max_unavailable", "maxUnavailable", "nodes").from_one().or_fact("eks.update_batch"),
    whole("max_unavailable_percentage", "maxUnavailablePercentage, instead", "%")
        .from_one()
        .to(100.0)
        .spare(),
    whole("nodes", "Nodes", ""),
    choice("strategy", "Update strategy", &["DEFAULT", "MINIMAL"]).or("DEFAULT"),
];

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let zones = fields.whole("zones", 1, 100)?;
    let most = rules.eks.update_batch_max as u32;
    let given = fields.optional_whole("max_unavailable", 1, most)?;
    let percent = fields.optional_whole("max_unavailable_percentage", 1, 100)?;
    let nodes = fields.whole("nodes", 0, 1_000_000)?;
    let unavailable = match (given, percent) {
        (Some(_), Some(_)) => {
            let why = "expected nothing beside max_unavailable: a group has one of them";
            return Err(fields.wrong("max_unavailable_percentage", why));
        }
        (_, Some(percent)) => unavailable_of(percent, nodes, &rules.eks),
        (given, None) => given.unwrap_or(rules.eks.update_batch as u32),
    };
    let strategy = match fields.word("strategy", &["DEFAULT", "MINIMAL"])? {
        Some("MINIMAL") => UpdateStrategy::Minimal,
        _ => UpdateStrategy::Default,
    };
    let pace = pace(zones, nodes, unavailable, strategy, &rules.eks);
    let adds = match strategy {
        UpdateStrategy::Default => format!(
            "at most max({} × {zones} zones, {unavailable}) = {} nodes are added first",
            rules.eks.update_zone_factor, pace.surge
        ),
        UpdateStrategy::Minimal => "no node is added first: old ones go before".into(),
    };
    let share = percent.map_or_else(String::new, |percent| {
        format!(
            "{percent} % of {nodes} nodes, rounded up (an estimate: AWS does not say) and at most \
             {most}, = {unavailable}; "
        )
    });
    let because = format!(
        "{share}{adds}; min({unavailable}, {nodes} nodes) = {} replaced at a time",
        pace.batch
    );
    Ok(Answer { value: json!({ "surge": pace.surge, "batch": pace.batch }), because })
}
