//! Whether a kind of volume goes on a platform, how, and what an exam and today say of it.

use super::field::{Field, choice, whole};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::shape::Shape;
use crate::storage::matrix::{Host, Kind, Mountable, how, is_one_zone, is_shared, mountable};
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "volume",
    title: "Which volume goes where",
    meaning: "Whether a volume goes on a platform, how, and what an exam and today say of it",
    source: "volumes.efs_ecs",
    says: &["{mountable=true}Yes: {how}", "{mountable=false}No: {how}", "Not settled: {how}"],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] = &[
    choice("kind", "Volume", Kind::WORDS),
    choice("platform", "Platform", Host::WORDS),
    choice("os", "Operating system", &["LINUX", "WINDOWS"]).or("LINUX"),
    choice("access", "Access", &["RWO", "RWX"]).or("RWO"),
    whole("zones", "Availability Zones", "").from_one().to(10.0).or("1"),
];

/// Names of the services as people write them, beside the words of the kinds.
const NAMES: [(&str, Kind); 9] = [
    ("bind", Kind::BindMount),
    ("fsx-for-windows", Kind::FsxWindows),
    ("fsx-for-windows-file-server", Kind::FsxWindows),
    ("fsx-for-ontap", Kind::FsxOntap),
    ("fsx-for-netapp-ontap", Kind::FsxOntap),
    ("fsx-for-lustre", Kind::FsxLustre),
    ("fsx-for-openzfs", Kind::FsxOpenzfs),
    ("mountpoint", Kind::S3Mountpoint),
    ("mountpoint-for-s3", Kind::S3Mountpoint),
];

/// What is asked.
struct Question {
    kind: Kind,
    host: Host,
    windows: bool,
    /// Several hosts write at once.
    many: bool,
    zones: u32,
}

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let host = fields.needed_word("platform", Host::WORDS)?;
    let asked = Question {
        kind: kind(&fields)?,
        host: Host::read(&host.into()).map_err(|wrong| fields.wrong("platform", wrong))?,
        windows: fields.word("os", &["LINUX", "WINDOWS"])? == Some("WINDOWS"),
        many: fields.word("access", &["RWO", "RWX"])? == Some("RWX"),
        zones: fields.optional_whole("zones", 1, 10)?.unwrap_or(1),
    };
    // FSx for Windows has no other system.
    let windows = asked.windows || (asked.kind == Kind::FsxWindows && !fields.has("os"));
    let cell = mountable(asked.kind, asked.host, windows, rules);
    let refused = cell != Mountable::No && asked.many && !is_shared(asked.kind, &rules.storage);
    let cell = if refused { Mountable::No } else { cell };
    let how = match cell {
        Mountable::No if refused => "one writer alone; for RWX take a shared file system".into(),
        Mountable::Unsettled => unsettled(&asked, rules),
        _ => how(asked.kind, asked.host, cell, rules),
    };
    let value = json!({
        "mountable": match cell {
            Mountable::Yes => Value::Bool(true),
            Mountable::No => Value::Bool(false),
            Mountable::Unsettled => Value::Null,
        },
        "how": how,
        "limits": limits(&asked, cell, rules),
        "exam_answer": exam(&asked, cell),
        "today": today(&asked, cell, rules),
    });
    let (kind, host) = (asked.kind.word(), asked.host.word());
    let system = if windows { "Windows" } else { "Linux" };
    let because = match (cell, refused) {
        (_, true) => format!("{kind} has one writer, and RWX asks for many"),
        (Mountable::Yes, _) => format!("{host} is listed for {kind} on {system}"),
        (Mountable::No, _) => format!("{host} is not listed for {kind} on {system}"),
        (Mountable::Unsettled, _) => format!("AWS's pages do not settle {kind} on {host}"),
    };
    Ok(Answer { value, because })
}

/// A kind by its word, or by its name in any spelling.
fn kind(fields: &Fields) -> Result<Kind, String> {
    let text = fields.text("kind")?;
    let plain = text.trim().to_ascii_lowercase().replace([' ', '_'], "-");
    let plain = plain.strip_prefix("amazon-").unwrap_or(&plain);
    let named = NAMES.iter().find(|(name, _)| *name == plain).map(|(_, kind)| *kind);
    named.or_else(|| Kind::read(&plain.into()).ok()).ok_or_else(|| {
        fields.wrong("kind", format!("expected {}, found \"{text}\"", Kind::WORDS.join(" or ")))
    })
}

fn unsettled(asked: &Question, rules: &Rulebook) -> String {
    if asked.kind == Kind::S3Files && asked.host == Host::EcsEc2 {
        return rules.storage.s3_files_ec2.clone();
    }
    "AWS's pages do not say it clearly: check before you build on it".into()
}

fn limits(asked: &Question, cell: Mountable, rules: &Rulebook) -> Vec<String> {
    let facts = &rules.storage;
    let mut limits = Vec::new();
    if cell == Mountable::No {
        return limits;
    }
    if !is_shared(asked.kind, facts) {
        limits.push("RWO: one host writes".to_string());
    }
    if asked.zones > 1 && is_one_zone(asked.kind, facts) {
        limits.push("one zone: a task or pod in another zone does not find its data".into());
    }
    let eks = asked.host.is_eks();
    let own: Option<String> = match asked.kind {
        Kind::Ebs if asked.host.is_ecs() => Some(format!(
            "a new volume for each task; in a service it is {} when the task stops",
            facts.ebs_after_service_task
        )),
        Kind::Efs if asked.host == Host::EksFargate => Some(facts.efs_fargate.clone()),
        Kind::Efs => Some(facts.efs_zones.clone()),
        Kind::S3Files if !eks => Some(format!("mounted with {}", facts.s3_files_role)),
        Kind::S3Mountpoint => Some(facts.s3_mountpoint.clone()),
        Kind::BindMount => Some("ends with the task, unless it shows a folder of the host".into()),
        Kind::Docker => Some("stays on its instance".into()),
        _ => None,
    };
    limits.extend(own);
    limits
}

/// What question banks hold for right.
fn exam(asked: &Question, cell: Mountable) -> String {
    let there = if cell == Mountable::No { "does not go there" } else { "goes there" };
    match asked.kind {
        Kind::S3 | Kind::S3Files | Kind::S3Mountpoint => {
            "S3 is object storage and is not mounted as a file system; for shared files choose EFS"
                .into()
        }
        Kind::Ebs if asked.host == Host::EcsFargate => {
            "older question banks: Fargate has no EBS; for lasting storage choose EFS".into()
        }
        Kind::Ebs if asked.many => "EBS has one writer in one zone; for RWX choose EFS".into(),
        Kind::Efs if cell == Mountable::Yes => {
            "EFS: shared and lasting, in several zones; with Fargate there is no server at all"
                .into()
        }
        Kind::FsxWindows => format!("Windows shares mean FSx for Windows; it {there}"),
        Kind::FsxLustre => format!("parallel files for HPC mean FSx for Lustre; it {there}"),
        Kind::FsxOntap => format!("NetApp features mean FSx for ONTAP; it {there}"),
        Kind::FsxOpenzfs => format!("ZFS features mean FSx for OpenZFS; it {there}"),
        Kind::BindMount => "scratch space within a task; what must last goes to EFS".into(),
        Kind::Docker => "Docker volumes are for the EC2 launch type".into(),
        Kind::Ebs | Kind::Efs => format!("{} {there}", asked.kind.word().to_uppercase()),
    }
}

/// What holds now.
fn today(asked: &Question, cell: Mountable, rules: &Rulebook) -> String {
    let facts = &rules.storage;
    let same = || "the same".to_string();
    match (asked.kind, cell) {
        (Kind::S3Files, Mountable::Yes) => {
            format!("since {} S3 Files mounts a bucket here", facts.s3_files_since)
        }
        (Kind::S3Files, Mountable::Unsettled) => unsettled(asked, rules),
        (Kind::S3Mountpoint, Mountable::Yes) => {
            format!("Mountpoint for S3 mounts a bucket on nodes: {}", facts.s3_mountpoint)
        }
        (Kind::S3, _) if asked.host != Host::AppRunner => format!(
            "objects by the API, still; since {} S3 Files puts a file system over a bucket",
            facts.s3_files_since
        ),
        (Kind::Ebs, Mountable::Yes) if asked.host == Host::EcsFargate => {
            format!("a task on Fargate takes one new EBS volume, since {}", facts.ebs_ecs_since)
        }
        _ => same(),
    }
}
