//! What a month of the same files costs in each kind of storage, side by side.
//!
//! us-east-1, without free tiers, snapshots and traffic between zones. What has no price on record
//! that could be trusted is named in [`UNPRICED`], and never guessed.

use super::ebs::{Volume, VolumeType};
use crate::facts::Rulebook;

/// What is kept, and what a month does with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Use {
    pub stored_gb: f64,
    pub read_gb: f64,
    pub written_gb: f64,
    /// Requests to S3, for objects by the API.
    pub gets: f64,
    pub puts: f64,
    /// Share of the files that is in use, and so on the fast storage of S3 Files: 0 to 1.
    pub active_share: f64,
    /// Tasks, each of which needs an EBS volume of its own.
    pub tasks: f64,
    /// Size that is ordered of EBS for what is stored: 1 or more.
    pub headroom: f64,
}

/// A part of a price.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub what: &'static str,
    pub quantity: f64,
    pub unit_price: f64,
    pub dollars: f64,
    /// Id of the fact with the price.
    pub fact: &'static str,
}

/// A kind of storage with its price for a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    pub name: &'static str,
    pub dollars: f64,
    pub lines: Vec<Line>,
}

/// Storage that belongs into the comparison and has no price on record.
pub const UNPRICED: [&str; 3] =
    ["FSx for NetApp ONTAP", "FSx for OpenZFS", "FSx for Windows File Server"];

fn offer(name: &'static str, lines: &[(&'static str, f64, f64, &'static str)]) -> Offer {
    let lines: Vec<Line> = lines
        .iter()
        .map(|(what, quantity, unit_price, fact)| Line {
            what,
            quantity: *quantity,
            unit_price: *unit_price,
            dollars: quantity * unit_price,
            fact,
        })
        .collect();
    Offer { name, dollars: lines.iter().map(|line| line.dollars).sum(), lines }
}

/// All offers, the cheapest first.
pub fn side_by_side(used: &Use, rules: &Rulebook) -> Vec<Offer> {
    let facts = &rules.storage;
    let stored = used.stored_gb;
    let active = stored * used.active_share;
    let ordered = stored * used.headroom * used.tasks;
    let step = if stored <= facts.lustre_step_gib {
        facts.lustre_step_gib
    } else {
        (stored / facts.lustre_large_step_gib).ceil() * facts.lustre_large_step_gib
    };
    let objects = ("stored objects", stored, facts.s3_gb_month, "s3.gb_month");
    let moved = [
        ("read", used.read_gb, facts.efs_elastic_read_gb, "efs.elastic_read_gb"),
        ("written", used.written_gb, facts.efs_elastic_write_gb, "efs.elastic_write_gb"),
    ];
    let one_zone = facts.efs_one_zone_gb_month;
    let mut offers = vec![
        offer(
            "EFS, Elastic",
            &[("stored", stored, facts.efs_gb_month, "efs.gb_month"), moved[0], moved[1]],
        ),
        offer("EFS, Bursting", &[("stored", stored, facts.efs_gb_month, "efs.gb_month")]),
        offer(
            "EFS One Zone, Elastic",
            &[("stored", stored, one_zone, "efs.one_zone_gb_month"), moved[0], moved[1]],
        ),
        offer(
            "EBS gp3, a volume for each task",
            &[("ordered", ordered, facts.gp3_gb_month, "ebs.gp3_gb_month")],
        ),
        offer(
            "EBS gp2, a volume for each task",
            &[("ordered", ordered, facts.gp2_gb_month, "ebs.gp2_gb_month")],
        ),
        io2(used, ordered, rules),
        offer(
            "S3 by the API",
            &[
                objects,
                ("thousand GET", used.gets / 1000.0, facts.s3_get_thousand, "s3.get_thousand"),
                ("thousand PUT", used.puts / 1000.0, facts.s3_put_thousand, "s3.put_thousand"),
            ],
        ),
        offer(
            "S3 Files",
            &[
                objects,
                ("fast storage", active, facts.s3_files_gb_month, "s3.files_gb_month"),
                ("read", used.read_gb, facts.s3_files_read_gb, "s3.files_read_gb"),
                ("written", used.written_gb, facts.s3_files_write_gb, "s3.files_write_gb"),
            ],
        ),
        offer(
            "FSx for Lustre",
            &[("file system", step, facts.lustre_gb_month, "fsx.lustre_gb_month")],
        ),
    ];
    offers.sort_by(|a, b| a.dollars.total_cmp(&b.dollars));
    offers
}

/// An io2 volume for each task, with as many IOPS as gp3 has for nothing more.
fn io2(used: &Use, ordered: f64, rules: &Rulebook) -> Offer {
    let facts = &rules.storage;
    let iops = facts.gp3_iops * used.tasks;
    offer(
        "EBS io2, a volume for each task",
        &[
            ("ordered", ordered, facts.io2_gb_month, "ebs.io2_gb_month"),
            ("IOPS ordered", iops, facts.io2_iops_month, "ebs.io2_iops_month"),
        ],
    )
}

/// What an EBS volume costs a month, with what is ordered above what is included. Above the first
/// step of the price of io2 no price is on record.
pub fn volume_month(volume: &Volume, rules: &Rulebook) -> Option<f64> {
    let facts = &rules.storage;
    match volume.kind {
        VolumeType::Io2 => {
            let iops = volume.iops.unwrap_or(facts.io2_iops_min);
            let month = volume.size_gib * facts.io2_gb_month + iops * facts.io2_iops_month;
            (iops <= facts.io2_first_step_iops).then_some(month)
        }
        VolumeType::Gp2 => Some(volume.size_gib * facts.gp2_gb_month),
        VolumeType::Gp3 => {
            let above = |ordered: Option<f64>, included: f64| {
                ordered.map_or(0.0, |ordered| (ordered - included).max(0.0))
            };
            Some(
                volume.size_gib * facts.gp3_gb_month
                    + above(volume.iops, facts.gp3_iops) * facts.gp3_iops_month
                    + above(volume.mib_per_s, facts.gp3_mib_per_s) * facts.gp3_mib_s_month,
            )
        }
    }
}
