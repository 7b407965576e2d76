//! StorageClass, PersistentVolume and claim for the drivers of EKS, static and dynamic.
//!
//! Documents are plain data; `yaml` writes them. Names of drivers come from the facts.

use super::ebs::VolumeType;
use crate::facts::Rulebook;
use crate::words;
use serde_json::{Map, Value, json};

/// Storage with a driver on EKS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Driver {
    Ebs,
    Efs,
    FsxLustre,
    FsxOntap,
    /// A bucket by Mountpoint for S3.
    S3Mountpoint,
}

words!(Driver {
    Ebs = "ebs", Efs = "efs", FsxLustre = "fsx-lustre", FsxOntap = "fsx-ontap",
    S3Mountpoint = "s3-mountpoint"
});

/// Who makes the volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provisioning {
    /// It is there already.
    Static,
    /// The driver makes it for a claim.
    Dynamic,
}

words!(Provisioning { Static = "static", Dynamic = "dynamic" });

/// The nodes that are to mount it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nodes {
    Ec2,
    /// EKS Auto Mode.
    Auto,
    Fargate,
}

words!(Nodes { Ec2 = "ec2", Auto = "auto", Fargate = "fargate" });

/// Who may mount it, in Kubernetes' own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Pods of one node.
    ReadWriteOnce,
    /// One pod alone.
    ReadWriteOncePod,
    ReadOnlyMany,
    ReadWriteMany,
}

words!(Access {
    ReadWriteOnce = "ReadWriteOnce", ReadWriteOncePod = "ReadWriteOncePod",
    ReadOnlyMany = "ReadOnlyMany", ReadWriteMany = "ReadWriteMany"
});

/// What becomes of the volume when its claim goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reclaim {
    Delete,
    Retain,
}

words!(Reclaim { Delete = "Delete", Retain = "Retain" });

/// When a claim gets its volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// When a pod that uses it is placed.
    WaitForFirstConsumer,
    /// At once.
    Immediate,
}

words!(Binding { WaitForFirstConsumer = "WaitForFirstConsumer", Immediate = "Immediate" });

impl Driver {
    /// What its volumes can be claimed for; the usual one first.
    pub fn accesses(self) -> &'static [Access] {
        use Access::{ReadOnlyMany, ReadWriteMany, ReadWriteOnce, ReadWriteOncePod};
        match self {
            Driver::Ebs => &[ReadWriteOnce, ReadWriteOncePod],
            Driver::S3Mountpoint => &[ReadWriteMany, ReadOnlyMany],
            _ => &[ReadWriteMany, ReadOnlyMany, ReadWriteOnce],
        }
    }
}

/// What is wanted. Texts that a way does not need may be empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    pub driver: Driver,
    pub provisioning: Provisioning,
    pub nodes: Nodes,
    pub access: Access,
    pub reclaim: Reclaim,
    pub binding: Binding,
    /// Of the claim, and with `-class` and `-volume` of the others.
    pub name: String,
    pub size_gib: u32,
    /// Type of an EBS volume that is made.
    pub volume_type: VolumeType,
    /// `vol-…`, `fs-…`; of ONTAP the address of its NFS server, of Mountpoint the bucket.
    pub id: String,
    /// Zone of an EBS volume that is there.
    pub zone: String,
    /// Subnet of a Lustre file system that is made, DNS name of one that is there, path of ONTAP.
    pub place: String,
    /// Security groups of a Lustre file system that is made, mount name of one that is there.
    pub detail: String,
}

/// The documents in the order in which they are applied, or why there are none.
pub fn documents(wanted: &Wanted, rules: &Rulebook) -> Result<Vec<Value>, String> {
    check(wanted, rules)?;
    let claim = claim(wanted);
    let volume = match wanted.provisioning {
        Provisioning::Dynamic => storage_class(wanted, rules),
        Provisioning::Static => persistent_volume(wanted, rules),
    };
    Ok(vec![volume, claim])
}

fn check(wanted: &Wanted, rules: &Rulebook) -> Result<(), String> {
    let facts = &rules.storage;
    let name = &wanted.name;
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let ends = [name.bytes().next(), name.bytes().next_back()];
    // Room for `-volume` within the 63 letters of a label.
    let good = name.len() <= 50
        && name.bytes().all(letter)
        && ends.iter().all(|end| end.is_some_and(|byte| byte.is_ascii_alphanumeric()));
    if !good {
        let expected = "expected a name of a-z, 0-9 and -, at most 50 letters";
        return Err(format!("{expected}, found `{name}`"));
    }
    if !wanted.driver.accesses().contains(&wanted.access) {
        let modes: Vec<&str> = wanted.driver.accesses().iter().map(|mode| mode.word()).collect();
        let (modes, found) = (modes.join(" or "), wanted.access.word());
        let driver = wanted.driver.word();
        return Err(format!("expected {modes} with the driver {driver}, found {found}"));
    }
    match (wanted.driver, wanted.nodes, wanted.provisioning) {
        (Driver::Efs, Nodes::Fargate, Provisioning::Dynamic) => {
            return Err(format!("on Fargate EFS has {}", facts.efs_fargate));
        }
        (Driver::Efs, ..) => {}
        (_, Nodes::Fargate, _) => return Err("pods on Fargate mount EFS alone".into()),
        (Driver::FsxOntap, Nodes::Auto, _) => {
            return Err("AWS's pages do not say whether Trident runs in EKS Auto Mode".into());
        }
        (Driver::S3Mountpoint, _, Provisioning::Dynamic) => {
            return Err(format!("Mountpoint for S3 has {}", facts.s3_mountpoint));
        }
        (Driver::S3Mountpoint, Nodes::Auto, _) => {
            return Err("AWS's pages do not say whether Mountpoint runs in EKS Auto Mode".into());
        }
        _ => {}
    }
    if wanted.size_gib == 0 {
        return Err("expected a size of at least 1 GiB".into());
    }
    let (small, large) = (facts.lustre_step_gib, facts.lustre_large_step_gib);
    let size = f64::from(wanted.size_gib);
    if wanted.driver == Driver::FsxLustre && size != small && size % large != 0.0 {
        let expected = format!("expected {small} GiB, or a multiple of {large}");
        return Err(format!("{expected}, found {size}"));
    }
    Ok(())
}

fn class_name(wanted: &Wanted) -> String {
    format!("{}-class", wanted.name)
}

fn volume_name(wanted: &Wanted) -> String {
    format!("{}-volume", wanted.name)
}

fn size(wanted: &Wanted) -> String {
    format!("{}Gi", wanted.size_gib)
}

fn claim(wanted: &Wanted) -> Value {
    let mut spec = json!({
        "accessModes": [wanted.access.word()],
        "resources": { "requests": { "storage": size(wanted) } },
    });
    match wanted.provisioning {
        Provisioning::Dynamic => spec["storageClassName"] = class_name(wanted).into(),
        Provisioning::Static => {
            // An empty class keeps the default class from making another volume.
            spec["storageClassName"] = "".into();
            spec["volumeName"] = volume_name(wanted).into();
        }
    }
    json!({
        "apiVersion": "v1", "kind": "PersistentVolumeClaim",
        "metadata": { "name": wanted.name }, "spec": spec,
    })
}

fn storage_class(wanted: &Wanted, rules: &Rulebook) -> Value {
    let facts = &rules.storage;
    let (provisioner, parameters) = match wanted.driver {
        Driver::Ebs => {
            let auto = wanted.nodes == Nodes::Auto;
            let name = if auto { &facts.ebs_provisioner_auto } else { &facts.ebs_provisioner };
            (name, json!({ "type": wanted.volume_type.word(), "encrypted": "true" }))
        }
        Driver::Efs => (
            &facts.efs_provisioner,
            json!({
                "provisioningMode": "efs-ap", "fileSystemId": wanted.id, "directoryPerms": "700",
            }),
        ),
        Driver::FsxLustre => (
            &facts.lustre_provisioner,
            json!({
                "subnetId": wanted.place, "securityGroupIds": wanted.detail,
                "deploymentType": "PERSISTENT_2", "perUnitStorageThroughput": "125",
            }),
        ),
        Driver::FsxOntap => (&facts.ontap_provisioner, json!({ "backendType": "ontap-nas" })),
        // Refused before, since no bucket is made for a claim.
        Driver::S3Mountpoint => (&facts.mountpoint_driver, json!({})),
    };
    let mut class = json!({
        "apiVersion": "storage.k8s.io/v1", "kind": "StorageClass",
        "metadata": { "name": class_name(wanted) },
        "provisioner": provisioner, "parameters": parameters,
        "reclaimPolicy": wanted.reclaim.word(), "volumeBindingMode": wanted.binding.word(),
    });
    if wanted.driver == Driver::Ebs {
        class["allowVolumeExpansion"] = true.into();
    }
    class
}

fn persistent_volume(wanted: &Wanted, rules: &Rulebook) -> Value {
    let facts = &rules.storage;
    let mut spec = Map::new();
    spec.insert("capacity".into(), json!({ "storage": size(wanted) }));
    spec.insert("accessModes".into(), json!([wanted.access.word()]));
    spec.insert("persistentVolumeReclaimPolicy".into(), wanted.reclaim.word().into());
    spec.insert("storageClassName".into(), "".into());
    let (key, source) = match wanted.driver {
        Driver::Ebs => {
            let auto = wanted.nodes == Nodes::Auto;
            let driver = if auto { &facts.ebs_provisioner_auto } else { &facts.ebs_provisioner };
            let zone = json!({
                "key": "topology.kubernetes.io/zone", "operator": "In", "values": [wanted.zone],
            });
            let terms = json!([{ "matchExpressions": [zone] }]);
            spec.insert(
                "nodeAffinity".into(),
                json!({ "required": { "nodeSelectorTerms": terms } }),
            );
            ("csi", json!({ "driver": driver, "volumeHandle": wanted.id, "fsType": "ext4" }))
        }
        Driver::Efs => {
            ("csi", json!({ "driver": facts.efs_provisioner, "volumeHandle": wanted.id }))
        }
        Driver::FsxLustre => (
            "csi",
            json!({
                "driver": facts.lustre_provisioner, "volumeHandle": wanted.id,
                "volumeAttributes": { "dnsname": wanted.place, "mountname": wanted.detail },
            }),
        ),
        Driver::S3Mountpoint => (
            "csi",
            json!({
                "driver": facts.mountpoint_driver, "volumeHandle": volume_name(wanted),
                "volumeAttributes": { "bucketName": wanted.id },
            }),
        ),
        // Trident imports volumes by a command of its own; Kubernetes mounts an export by itself.
        Driver::FsxOntap => ("nfs", json!({ "server": wanted.id, "path": wanted.place })),
    };
    spec.insert(key.into(), source);
    json!({
        "apiVersion": "v1", "kind": "PersistentVolume",
        "metadata": { "name": volume_name(wanted) }, "spec": spec,
    })
}
