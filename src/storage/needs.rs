//! What a volume must do, and how each kind on each platform answers it: one cell of the table.
//!
//! Joins the table of [`super::matrix`], its lists of writers and zones, and the scene of a task
//! that ends, so that the page, the rule and the scene can never disagree.

use super::matrix::{Host, Kind, Mountable, how, is_shared, mountable};
use super::scene::{Back, Ended, Found, Setup, play};
use crate::facts::{Rulebook, Storage};

/// What is asked of the volume beside going there at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Several hosts write at once.
    pub many_writers: bool,
    /// The next task in another zone finds the file after its zone was lost.
    pub survives_zone: bool,
    /// The next task finds the file.
    pub survives_task: bool,
    /// The containers run on Windows.
    pub windows: bool,
}

/// A cell of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fit {
    Yes,
    /// Yes, under a condition.
    If(String),
    /// No, and why.
    No(String),
    /// AWS's pages disagree, or say nothing.
    Unclear,
}

/// Whether a kind does there what is needed.
pub fn fit(kind: Kind, host: Host, needs: &Needs, rules: &Rulebook) -> Fit {
    let windows = needs.windows || kind == Kind::FsxWindows;
    let cell = mountable(kind, host, windows, rules);
    if cell == Mountable::No {
        let there = mountable(kind, host, false, rules) == Mountable::Yes;
        return Fit::No(match needs.windows && there {
            true => "not for Windows containers".into(),
            false => how(kind, host, cell, rules),
        });
    }
    if let Some(lack) = lack(kind, host, needs, rules) {
        return Fit::No(lack);
    }
    if cell == Mountable::Unsettled {
        return Fit::Unclear;
    }
    let mut conditions: Vec<String> = condition(kind, host, &rules.storage).into_iter().collect();
    if needs.survives_zone {
        conditions.extend(zone_condition(kind));
    }
    if conditions.is_empty() { Fit::Yes } else { Fit::If(conditions.join("; ")) }
}

/// The first need that the kind does not meet, wherever it is mounted.
fn lack(kind: Kind, host: Host, needs: &Needs, rules: &Rulebook) -> Option<String> {
    if needs.many_writers && !is_shared(kind, &rules.storage) {
        return Some("one host writes".into());
    }
    let found = |ended, back| play(&best(kind, host), ended, back, rules);
    if needs.survives_task
        && let Ok(ending) = found(Ended::Task, Back::SameZone)
        && ending.found != Found::File
    {
        return Some(ending.why);
    }
    if needs.survives_zone
        && let Ok(ending) = found(Ended::Zone, Back::OtherZone)
        && ending.found != Found::File
    {
        return Some(ending.why);
    }
    None
}

/// The kind as a careful person sets it up, in a service.
pub fn best(kind: Kind, host: Host) -> Setup {
    Setup {
        kind,
        host,
        in_service: true,
        host_path: false,
        several_zones: true,
        target_in_other_zone: true,
        written_s_ago: 3600.0,
    }
}

/// What must be true before it can be mounted there.
fn condition(kind: Kind, host: Host, facts: &Storage) -> Option<String> {
    Some(match (kind, host) {
        (Kind::Efs, Host::EksFargate) => facts.efs_fargate.clone(),
        (Kind::Ebs, _) if host.is_ecs() => {
            format!("a new volume for each task, made with {}", facts.ebs_role)
        }
        (Kind::FsxWindows, _) => "Windows containers".into(),
        (Kind::FsxOntap | Kind::FsxLustre, Host::EcsEc2) => {
            "mounted by the host, then a bind mount".into()
        }
        (Kind::S3Files, _) if host.is_ecs() => format!("mounted with {}", facts.s3_files_role),
        (Kind::S3Files, _) => facts.s3_files_driver.clone(),
        (Kind::S3Mountpoint, _) => facts.s3_mountpoint.clone(),
        _ => return None,
    })
}

/// What makes it last when a zone is lost.
fn zone_condition(kind: Kind) -> Option<String> {
    Some(match kind {
        Kind::Efs => "a Regional file system, with a mount target in each zone".into(),
        Kind::S3Files => "a mount target in each zone".into(),
        Kind::FsxOntap | Kind::FsxWindows => "a file system in two zones".into(),
        _ => return None,
    })
}

/// Id of the fact in which the cell stands.
pub fn source(kind: Kind, host: Host, windows: bool, rules: &Rulebook) -> &'static str {
    let eks = host.is_eks();
    match (kind, host) {
        (Kind::S3, _) => "s3.files_since",
        (_, Host::AppRunner) => "app-runner-course.state",
        (Kind::S3Files, Host::EcsEc2) => "s3.files_ec2",
        _ if rules.storage.unsettled.contains(&[kind.word(), " ", host.word()].concat()) => {
            "volumes.unsettled"
        }
        (_, Host::EcsEc2) if windows => "volumes.windows_ecs_ec2",
        (_, Host::EcsFargate) if windows => "volumes.windows_ecs_fargate",
        _ if windows && eks => "volumes.not_windows_eks",
        (Kind::FsxOntap, Host::EcsFargate) => "fsx.ontap",
        (Kind::Efs, _) if !eks => "volumes.efs_ecs",
        (Kind::Ebs, _) if !eks => "volumes.ebs_ecs",
        (Kind::BindMount, _) if !eks => "volumes.bind_mount_ecs",
        (Kind::Docker, _) if !eks => "volumes.docker_ecs",
        (Kind::FsxWindows, _) if !eks => "volumes.fsx_windows_ecs",
        (Kind::FsxOntap, _) if !eks => "volumes.fsx_ontap_ecs",
        (Kind::FsxLustre, _) if !eks => "volumes.fsx_lustre_ecs",
        (Kind::S3Files, _) if !eks => "volumes.s3_files_ecs",
        // What AWS's table for ECS does not name at all.
        (_, _) if !eks => "volumes.efs_ecs",
        (Kind::Efs, _) => "volumes.efs_eks",
        (Kind::Ebs, _) => "volumes.ebs_eks",
        (Kind::BindMount, _) => "volumes.bind_mount_eks",
        (Kind::FsxOntap, _) => "volumes.fsx_ontap_eks",
        (Kind::FsxLustre, _) => "volumes.fsx_lustre_eks",
        (Kind::FsxOpenzfs, _) => "volumes.fsx_openzfs_eks",
        (Kind::S3Files, _) => "volumes.s3_files_eks",
        (Kind::S3Mountpoint, _) => "volumes.s3_mountpoint_eks",
        (Kind::Docker | Kind::FsxWindows, _) => "volumes-course.drivers",
    }
}
