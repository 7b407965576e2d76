//! IOPS and throughput of an EBS volume, and how long a gp2 volume can burst.

use super::field::{Field, choice, number};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::{Rulebook, Storage};
use crate::shape::Shape;
use crate::storage::ebs::{Volume, VolumeType, limits};
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "ebs-limits",
    title: "IOPS and throughput of an EBS volume",
    meaning: "IOPS and throughput of an EBS volume by type and size, and the burst of gp2",
    source: "ebs.gp3_iops",
    says: &[
        "{iops} IOPS and {throughput_mib_s} MiB/s; {burst_iops} IOPS for {burst_s} s",
        "{iops} IOPS and {throughput_mib_s} MiB/s",
    ],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] = &[
    choice("type", "Volume type", VolumeType::WORDS),
    number("size_gib", "Size", "GiB"),
    number("iops", "IOPS ordered", "IOPS").spare(),
    number("throughput_mib_s", "Throughput ordered", "MiB/s").spare(),
];

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let facts = &rules.storage;
    let word = fields.needed_word("type", VolumeType::WORDS)?;
    let kind = VolumeType::read(&word.into()).map_err(|wrong| fields.wrong("type", wrong))?;
    let (least, most) = kind.sizes(facts);
    let size_gib = fields.number("size_gib", least, most)?;
    let volume = ordered(&fields, kind, size_gib, facts)?;
    let found = limits(&volume, facts);
    let mut value = json!({ "iops": found.iops, "throughput_mib_s": found.mib_per_s });
    if let Some(burst) = found.burst {
        value["burst_iops"] = json!(burst.iops);
        value["burst_s"] = json!(burst.seconds);
    }
    let because = match (kind, found.burst) {
        (VolumeType::Gp2, Some(burst)) => format!(
            "{} IOPS × {size_gib} GiB, {} to {} = {} IOPS; {} credits / ({} − {}) = {:.0} s",
            facts.gp2_iops_gib,
            facts.gp2_iops_min,
            facts.gp2_iops_max,
            found.iops,
            facts.gp2_credits,
            burst.iops,
            found.iops,
            burst.seconds
        ),
        (VolumeType::Gp2, None) => format!(
            "{} IOPS × {size_gib} GiB, at most {} = {} IOPS, no less than a burst",
            facts.gp2_iops_gib, facts.gp2_iops_max, found.iops
        ),
        (VolumeType::Gp3, _) => format!(
            "{} IOPS and {} MiB/s are included; at most {} IOPS a GiB and {} MiB/s an IOPS",
            facts.gp3_iops, facts.gp3_mib_per_s, facts.gp3_iops_gib, facts.gp3_mib_s_iops
        ),
        (VolumeType::Io2, _) => format!(
            "{} MiB/s × {} IOPS, at most {} = {} MiB/s",
            facts.io2_mib_s_iops, found.iops, facts.io2_mib_per_s_max, found.mib_per_s
        ),
    };
    Ok(Answer { value, because })
}

/// What was ordered, within what the type lets one order at that size.
fn ordered(
    fields: &Fields,
    kind: VolumeType,
    size_gib: f64,
    facts: &Storage,
) -> Result<Volume, String> {
    let follows = |name: &str, from: &str| {
        let why = format!("expected nothing, since it follows from the {from} of {}", kind.word());
        if fields.has(name) { Err(fields.wrong(name, why)) } else { Ok(None) }
    };
    let iops = match kind.iops(size_gib, facts) {
        None => follows("iops", "size")?,
        Some((least, most)) if kind == VolumeType::Io2 => Some(fields.number("iops", least, most)?),
        Some((least, most)) => fields.optional_number("iops", least, most)?,
    };
    let mib_per_s = match kind.throughput(iops.unwrap_or(facts.gp3_iops), facts) {
        None if kind == VolumeType::Io2 => follows("throughput_mib_s", "IOPS")?,
        None => follows("throughput_mib_s", "size")?,
        Some((least, most)) => fields.optional_number("throughput_mib_s", least, most)?,
    };
    Ok(Volume { kind, size_gib, iops, mib_per_s })
}
