//! A manifest line by line: what each line says, and what to beware of in the whole.
//!
//! Written for the manifests of [`super::manifest`]; knows their keys and no others.

use super::manifest::{Access, Binding, Driver, Nodes, Provisioning, Reclaim, Wanted};
use crate::facts::Storage;

/// A line of a manifest with what it says; most lines that only open a block say nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub text: String,
    pub says: String,
}

/// The lines of a manifest that was written for what is wanted.
pub fn lines(yaml: &str, wanted: &Wanted) -> Vec<Line> {
    let mut kind = "";
    let mut lines: Vec<Line> = Vec::new();
    let mut kinds = yaml.lines().filter_map(|line| line.strip_prefix("kind: "));
    for text in yaml.lines() {
        if text.starts_with("apiVersion:") {
            kind = kinds.next().unwrap_or_default();
        }
        lines.push(Line { text: text.into(), says: says(text.trim_start(), kind, wanted) });
    }
    lines
}

fn says(line: &str, kind: &str, wanted: &Wanted) -> String {
    let key = line.trim_start_matches("- ").split(':').next().unwrap_or_default();
    let class = kind == "StorageClass";
    let text = match key {
        "kind" => match kind {
            "StorageClass" => "how volumes are made for claims",
            "PersistentVolume" => "a volume that is there already, told to the cluster",
            _ => "what the pod names: a claim to a volume",
        },
        "provisioner" => "the driver that makes the volume",
        "driver" => "the driver that mounts it; it must run in the cluster",
        "reclaimPolicy" | "persistentVolumeReclaimPolicy" => match wanted.reclaim {
            Reclaim::Delete => "the volume goes with its claim, and its data with it",
            Reclaim::Retain => "the volume stays when its claim goes; somebody cleans up by hand",
        },
        "volumeBindingMode" => match wanted.binding {
            Binding::WaitForFirstConsumer => "made only when a pod is placed, so in its zone",
            Binding::Immediate => "made at once, before anybody knows where the pod will run",
        },
        "ReadWriteOnce" => "one node mounts it, for reading and writing",
        "ReadWriteOncePod" => "one pod alone mounts it",
        "ReadOnlyMany" => "many nodes mount it, and none writes",
        "ReadWriteMany" => "many nodes mount it, and all may write",
        "allowVolumeExpansion" => "the claim may ask for more later, and never for less",
        "storage" => return size(wanted, kind).into(),
        "storageClassName" if line.ends_with("\"\"") => {
            "empty, so that the default class makes no other volume"
        }
        "storageClassName" => "the class above",
        "volumeName" => "the volume above",
        _ => return source(key, class, wanted).into(),
    };
    text.into()
}

fn size(wanted: &Wanted, kind: &str) -> &'static str {
    match (wanted.driver, kind) {
        (Driver::Efs, _) => "Kubernetes wants a number here; EFS grows by itself and ignores it",
        (Driver::S3Mountpoint, _) => "Kubernetes wants a number here; a bucket has no size",
        (_, "PersistentVolume") => "the size of what is there",
        _ => "the size of the volume that is made",
    }
}

/// Lines that name the storage itself.
fn source(key: &str, class: bool, wanted: &Wanted) -> &'static str {
    match (key, wanted.driver) {
        ("type", _) if class => "type of the EBS volume",
        ("encrypted", _) => "encrypted with the account's key",
        ("provisioningMode", _) => "an access point in the file system for each claim",
        ("fileSystemId", _) => "the file system must be there; only access points are made",
        ("directoryPerms", _) => "rights of the folder that is made",
        ("subnetId", _) => "so the file system is in the zone of this subnet",
        ("securityGroupIds", _) => "must admit the ports of Lustre",
        ("deploymentType", _) => "for data that lasts",
        ("perUnitStorageThroughput", _) => "MB/s for each TiB",
        ("backendType", _) => "Trident makes volumes on the NFS side of ONTAP",
        ("volumeHandle", Driver::Ebs) => "the volume's id",
        ("volumeHandle", Driver::S3Mountpoint) => "any name that no other volume has",
        ("volumeHandle", _) => "the file system's id",
        ("fsType", _) => "the file system that is on it, or is made",
        ("nodeAffinity", _) => "pods with it go only to nodes of its zone",
        ("values", _) => "the zone of the volume",
        ("dnsname", _) => "address of the file system",
        ("mountname", _) => "its mount name, which FSx tells",
        ("bucketName", _) => "the bucket; nodes or pods need the rights to it",
        ("server", _) => "address of the NFS side of the ONTAP virtual machine",
        ("path", _) => "junction path of the volume",
        _ => "",
    }
}

/// What to beware of in a manifest that works.
pub fn warnings(wanted: &Wanted, facts: &Storage) -> Vec<String> {
    let mut warnings: Vec<String> = Vec::new();
    let dynamic = wanted.provisioning == Provisioning::Dynamic;
    if wanted.driver == Driver::Ebs {
        warnings.push(
            "An EBS volume is in one zone: where that zone has no node with room, its pod waits."
                .into(),
        );
        if dynamic && wanted.binding == Binding::Immediate {
            warnings.push(format!(
                "Immediate makes the volume in a zone that may not suit the pod; take {}.",
                facts.binding
            ));
        }
        if wanted.access == Access::ReadWriteOnce {
            warnings.push(
                "Replicas on several nodes cannot share it; a StatefulSet claims one volume for \
                 each pod."
                    .into(),
            );
        }
    }
    if wanted.driver == Driver::FsxLustre && dynamic {
        warnings.push("A whole file system is made for each claim, and it is in one zone.".into());
    }
    if wanted.reclaim == Reclaim::Delete {
        warnings.push(match dynamic {
            true => "Who deletes the claim deletes the data. Retain keeps it.".into(),
            false => "What was made by hand should outlive a claim: take Retain.".into(),
        });
    }
    if wanted.nodes == Nodes::Fargate {
        warnings.push(format!("On EKS Fargate EFS has {}.", facts.efs_fargate));
    }
    if wanted.driver == Driver::S3Mountpoint {
        warnings
            .push("Mountpoint is not a whole POSIX file system: test what the code does.".into());
    }
    warnings
}
