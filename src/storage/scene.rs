//! A task writes a file in zone A and ends; another takes its place. What of the file?
//!
//! The scene that decides most choices of a volume: what ends, and where the next one starts.

use super::matrix::{Host, Kind, Mountable, mountable};
use crate::facts::Rulebook;
use crate::words;

/// What ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    Task,
    /// The instance or node, with everything on it.
    Machine,
    /// The whole zone.
    Zone,
}

words!(Ended { Task = "task", Machine = "machine", Zone = "zone" });

/// Where the next task starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    SameMachine,
    /// Another machine of the same zone.
    SameZone,
    OtherZone,
}

words!(Back { SameMachine = "same-machine", SameZone = "same-zone", OtherZone = "other-zone" });

/// A volume and how it is set up, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setup {
    pub kind: Kind,
    pub host: Host,
    /// ECS keeps the task running; a task that was started alone may keep its EBS volume.
    pub in_service: bool,
    /// The bind mount shows a folder of the host (EC2 instances alone).
    pub host_path: bool,
    /// The file system itself is in several zones: Regional EFS, Multi-AZ ONTAP.
    pub several_zones: bool,
    /// The other zone has a mount target (EFS, S3 Files).
    pub target_in_other_zone: bool,
    /// Since the file was last written, s.
    pub written_s_ago: f64,
}

/// What the next task finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// The file as it was.
    File,
    /// An empty volume; the file is gone for good.
    Nothing,
    /// An empty volume; the file exists where the task is not.
    Elsewhere,
    /// The task does not start before something else happens.
    Waits,
}

/// What the next task finds, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    pub found: Found,
    pub why: String,
}

fn ending(found: Found, why: impl Into<String>) -> Ending {
    Ending { found, why: why.into() }
}

/// Plays the scene. The error says why there is no such scene.
pub fn play(
    setup: &Setup,
    ended: Ended,
    back: Back,
    rules: &Rulebook,
) -> Result<Ending, &'static str> {
    if mountable(setup.kind, setup.host, setup.kind == Kind::FsxWindows, rules) != Mountable::Yes {
        return Err("the volume does not go on this platform");
    }
    match (ended, back) {
        (Ended::Machine, Back::SameMachine) => return Err("the machine is gone"),
        (Ended::Zone, Back::SameMachine | Back::SameZone) => return Err("the zone is gone"),
        _ => {}
    }
    let serverless = matches!(setup.host, Host::EcsFargate | Host::EksFargate);
    if serverless && back == Back::SameMachine {
        return Err("on Fargate every task has a machine of its own");
    }
    Ok(match setup.kind {
        Kind::BindMount | Kind::Docker => on_the_host(setup, back),
        Kind::Ebs if setup.host.is_eks() => claimed_block(ended, back),
        Kind::Ebs => task_block(setup, ended, rules),
        Kind::Efs | Kind::S3Files => mounted(setup, ended, back, rules),
        Kind::S3Mountpoint => ending(
            Found::File,
            "the bucket is in the whole Region, and a closed file is an object of it",
        ),
        _ => file_system(setup, ended, rules),
    })
}

fn on_the_host(setup: &Setup, back: Back) -> Ending {
    let lasts = setup.kind == Kind::Docker || (setup.host_path && setup.host == Host::EcsEc2);
    match (lasts, back) {
        (false, _) => ending(Found::Nothing, "the folder ends with the task"),
        (true, Back::SameMachine) => ending(Found::File, "the folder is still on the host"),
        (true, _) => ending(Found::Elsewhere, "the folder is on the other host, or went with it"),
    }
}

/// An EBS volume of an ECS task.
fn task_block(setup: &Setup, ended: Ended, rules: &Rulebook) -> Ending {
    if setup.in_service {
        let then = &rules.storage.ebs_after_service_task;
        let why = format!("a service's task gets a new volume, and the old one is {then}");
        return ending(Found::Nothing, why);
    }
    let why = match ended {
        Ended::Zone => "the old volume is in the lost zone; ECS attaches only new ones",
        _ => "the old volume can be kept, and ECS attaches only new ones: copy by a snapshot",
    };
    ending(Found::Elsewhere, why)
}

/// An EBS volume behind a claim of a pod.
fn claimed_block(ended: Ended, back: Back) -> Ending {
    match (ended, back) {
        (_, Back::SameMachine | Back::SameZone) => {
            ending(Found::File, "the volume is attached to the pod's node in the same zone")
        }
        (Ended::Zone, _) => ending(
            Found::Waits,
            "the volume is in the lost zone: the pod is Pending until the zone is back, or until a \
             volume is made from a snapshot",
        ),
        (_, Back::OtherZone) => ending(
            Found::Waits,
            "the volume is in one zone: the pod is Pending until a node of that zone has room",
        ),
    }
}

/// A network file system with mount targets.
fn mounted(setup: &Setup, ended: Ended, back: Back, rules: &Rulebook) -> Ending {
    let in_bucket = if setup.kind == Kind::S3Files {
        let pause = rules.storage.s3_files_export_s;
        if setup.written_s_ago < pause {
            format!("; its object follows {pause} s after the last write")
        } else {
            "; its object is in the bucket, or on the way".into()
        }
    } else {
        String::new()
    };
    let regional = setup.several_zones || setup.kind == Kind::S3Files;
    match (back, regional) {
        (Back::OtherZone, true) if !setup.target_in_other_zone => ending(
            Found::Waits,
            "the mount fails: the other zone has no mount target, and the file is safe",
        ),
        (Back::OtherZone, false) if ended == Ended::Zone => ending(
            Found::Waits,
            "a One Zone file system is lost with its zone, or until it is back",
        ),
        (Back::OtherZone, false) => {
            ending(Found::File, "mounted across the zones, and traffic between them is paid")
        }
        _ => ending(Found::File, format!("the file is there in every zone{in_bucket}")),
    }
}

/// A file system of FSx.
fn file_system(setup: &Setup, ended: Ended, rules: &Rulebook) -> Ending {
    match (ended, setup.kind, setup.several_zones) {
        (Ended::Zone, Kind::FsxOntap, true) => {
            let within = rules.storage.ontap_failover_s;
            ending(Found::File, format!("the other zone takes over in less than {within} s"))
        }
        (Ended::Zone, Kind::FsxWindows, true) => ending(Found::File, "the other zone takes over"),
        (Ended::Zone, ..) => {
            ending(Found::Waits, "the file system is in the lost zone, until that is back")
        }
        _ => ending(Found::File, "the file system is reached from every zone of the VPC"),
    }
}
