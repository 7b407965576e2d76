//! What an EFS file system of a size can read and write, and how long it can burst a day.

use super::field::{Field, choice, number};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::shape::Shape;
use crate::storage::efs::{Mode, throughput};
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "efs-burst",
    title: "Throughput and bursting of EFS",
    meaning: "Throughput of an EFS file system by its size and mode, and its burst time a day",
    source: "efs.bursting_base",
    says: &[
        "Reads {base_read_mib_s}, writes {base_write_mib_s} MiB/s, \
         bursts {burst_minutes_a_day} min a day",
        "{base_read_mib_s} MiB/s read, {base_write_mib_s} MiB/s write",
        "It grows with the load, up to the limit of the Region",
    ],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] = &[
    number("size_gib", "Stored data", "GiB"),
    choice("mode", "Throughput mode", Mode::WORDS),
    number("provisioned_mib_s", "Throughput ordered, with the mode provisioned", "MiB/s").spare(),
];

/// A pebibyte.
const SIZE_MAX_GIB: f64 = 1_048_576.0;

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let word = fields.needed_word("mode", Mode::WORDS)?;
    let mode = Mode::read(&word.into()).map_err(|wrong| fields.wrong("mode", wrong))?;
    let size = fields.number("size_gib", 0.0, SIZE_MAX_GIB)?;
    let facts = &rules.storage;
    let provisioned = if mode == Mode::Provisioned {
        let most = facts.efs_provisioned_write_max_gib_per_s * 1024.0;
        fields.number("provisioned_mib_s", facts.efs_base_min_mib_per_s, most)?
    } else if fields.has("provisioned_mib_s") {
        let why = "expected nothing, since it is for the mode `provisioned`";
        return Err(fields.wrong("provisioned_mib_s", why));
    } else {
        0.0
    };
    let found = throughput(size, mode, provisioned, facts);
    let value = json!({
        "base_read_mib_s": found.base_read, "base_write_mib_s": found.base_write,
        "burst_read_mib_s": found.burst.map(|burst| burst.read),
        "burst_write_mib_s": found.burst.map(|burst| burst.write),
        "burst_minutes_a_day": found.burst.map(|burst| burst.minutes_a_day),
    });
    let factor = facts.efs_read_factor;
    let because = match (mode, found.burst) {
        (Mode::Elastic, _) => "Elastic throughput grows with the load, up to the Region's limit; \
                               there are no credits and the data moved is paid"
            .into(),
        (_, None) => format!(
            "{provisioned} MiB/s were ordered, {factor} times that for reads; there are no credits"
        ),
        (_, Some(burst)) => format!(
            "base {} KiB/s × {size} GiB = {:.2} MiB/s, at least {}, and {factor} times that for \
             reads; burst {} MiB/s a TiB, at least {}; a day earns {:.1} min of it, and AWS's \
             table gives rounded figures",
            facts.efs_base_kib_per_s_gib,
            facts.efs_base_kib_per_s_gib * size / 1024.0,
            facts.efs_base_min_mib_per_s,
            facts.efs_burst_mib_per_s_tib,
            facts.efs_burst_min_mib_per_s,
            burst.minutes_a_day
        ),
    };
    Ok(Answer { value, because })
}
