//! Which volume goes on which platform: a table that the facts hold, read cell by cell.
//!
//! Rests on "Storage options for Amazon ECS tasks" and on the pages of the Amazon EKS User Guide
//! on storage. Where AWS's pages disagree, the answer is neither yes nor no.

use crate::facts::{Rulebook, Storage};
use crate::words;

/// A kind of volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Efs,
    Ebs,
    BindMount,
    Docker,
    FsxWindows,
    FsxOntap,
    FsxLustre,
    FsxOpenzfs,
    S3Files,
    S3Mountpoint,
    /// Objects by the API, which is no volume.
    S3,
}

words!(Kind {
    Efs = "efs", Ebs = "ebs", BindMount = "bind-mount", Docker = "docker",
    FsxWindows = "fsx-windows", FsxOntap = "fsx-ontap", FsxLustre = "fsx-lustre",
    FsxOpenzfs = "fsx-openzfs", S3Files = "s3-files", S3Mountpoint = "s3-mountpoint", S3 = "s3"
});

impl Kind {
    pub const ALL: [Kind; 11] = [
        Kind::Efs,
        Kind::Ebs,
        Kind::BindMount,
        Kind::Docker,
        Kind::FsxWindows,
        Kind::FsxOntap,
        Kind::FsxLustre,
        Kind::FsxOpenzfs,
        Kind::S3Files,
        Kind::S3Mountpoint,
        Kind::S3,
    ];
}

/// Where the containers run; a scenario's words, and four more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    EcsEc2,
    EcsFargate,
    EcsManagedInstances,
    EksManaged,
    EksSelfManaged,
    EksAuto,
    EksFargate,
    EksHybrid,
    AppRunner,
}

words!(Host {
    EcsEc2 = "ecs-ec2", EcsFargate = "ecs-fargate", EcsManagedInstances = "ecs-managed-instances",
    EksManaged = "eks-managed", EksSelfManaged = "eks-self-managed", EksAuto = "eks-auto",
    EksFargate = "eks-fargate", EksHybrid = "eks-hybrid", AppRunner = "app-runner"
});

impl Host {
    pub const ALL: [Host; 9] = [
        Host::EcsEc2,
        Host::EcsFargate,
        Host::EcsManagedInstances,
        Host::EksManaged,
        Host::EksSelfManaged,
        Host::EksAuto,
        Host::EksFargate,
        Host::EksHybrid,
        Host::AppRunner,
    ];

    /// A platform of Amazon EKS.
    pub fn is_eks(self) -> bool {
        self.word().starts_with("eks-")
    }

    /// A platform of Amazon ECS.
    pub fn is_ecs(self) -> bool {
        self.word().starts_with("ecs-")
    }
}

/// A cell of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mountable {
    Yes,
    No,
    /// AWS's pages disagree, or say nothing.
    Unsettled,
}

/// Whether a container on Linux or Windows can mount it there.
pub fn mountable(kind: Kind, host: Host, windows: bool, rules: &Rulebook) -> Mountable {
    let facts = &rules.storage;
    let pair = [kind.word(), " ", host.word()].concat();
    if !fits_system(kind, host, windows, facts) {
        return Mountable::No;
    }
    if windows && host.is_eks() {
        // The pages name what Windows containers cannot mount, and not what they can.
        let listed = platforms(kind, host, facts).iter().any(|it| it == host.word());
        return if listed { Mountable::Unsettled } else { Mountable::No };
    }
    if facts.unsettled.contains(&pair) {
        return Mountable::Unsettled;
    }
    if platforms(kind, host, facts).iter().any(|it| it == host.word()) {
        Mountable::Yes
    } else {
        Mountable::No
    }
}

/// Whether the kind has several writers on several hosts.
pub fn is_shared(kind: Kind, facts: &Storage) -> bool {
    facts.shared.iter().any(|it| it == kind.word())
}

/// Whether what it holds cannot be mounted from another zone.
pub fn is_one_zone(kind: Kind, facts: &Storage) -> bool {
    facts.one_zone.iter().any(|it| it == kind.word())
}

fn fits_system(kind: Kind, host: Host, windows: bool, facts: &Storage) -> bool {
    let listed = |list: &[String]| list.iter().any(|it| it == kind.word());
    match (windows, host) {
        (false, _) => kind != Kind::FsxWindows,
        (true, Host::EcsEc2) => listed(&facts.windows_ecs_ec2),
        (true, Host::EcsFargate) => listed(&facts.windows_ecs_fargate),
        (true, Host::EksManaged | Host::EksSelfManaged) => !listed(&facts.not_windows_eks),
        (true, _) => false,
    }
}

/// The platforms of a kind on the side of ECS or of EKS.
fn platforms(kind: Kind, host: Host, facts: &Storage) -> &[String] {
    let (ecs, eks): (&[String], &[String]) = match kind {
        Kind::Efs => (&facts.efs_ecs, &facts.efs_eks),
        Kind::Ebs => (&facts.ebs_ecs, &facts.ebs_eks),
        Kind::BindMount => (&facts.bind_mount_ecs, &facts.bind_mount_eks),
        Kind::Docker => (&facts.docker_ecs, &[]),
        Kind::FsxWindows => (&facts.fsx_windows_ecs, &[]),
        Kind::FsxOntap => (&facts.fsx_ontap_ecs, &facts.fsx_ontap_eks),
        Kind::FsxLustre => (&facts.fsx_lustre_ecs, &facts.fsx_lustre_eks),
        Kind::FsxOpenzfs => (&[], &facts.fsx_openzfs_eks),
        Kind::S3Files => (&facts.s3_files_ecs, &facts.s3_files_eks),
        Kind::S3Mountpoint => (&[], &facts.s3_mountpoint_eks),
        Kind::S3 => (&[], &[]),
    };
    if host.is_eks() { eks } else { ecs }
}

/// How it is mounted there, or what to do instead.
pub fn how(kind: Kind, host: Host, found: Mountable, rules: &Rulebook) -> String {
    let facts = &rules.storage;
    if kind == Kind::S3 {
        return "no volume: the code calls the S3 API with its role".into();
    }
    if host == Host::AppRunner {
        let state = &facts.app_runner_state;
        return format!("no volumes: an App Runner application is {state}; keep files in S3");
    }
    if found == Mountable::No {
        return instead(kind, host, facts);
    }
    match (kind, host.is_eks()) {
        (Kind::Efs, false) => "efsVolumeConfiguration in the task definition".into(),
        (Kind::Efs, true) if host == Host::EksFargate => {
            format!("the EFS CSI driver, which is there already: {}", facts.efs_fargate)
        }
        (Kind::Efs, true) => "the EFS CSI driver, static or dynamic".into(),
        (Kind::Ebs, false) => {
            format!("configuredAtLaunch in the task definition; created with {}", facts.ebs_role)
        }
        (Kind::Ebs, true) if host == Host::EksAuto => {
            format!("a StorageClass with the provisioner {}", facts.ebs_provisioner_auto)
        }
        (Kind::Ebs, true) => "the EBS CSI driver, static or dynamic".into(),
        (Kind::BindMount, false) => "a volume without a driver, with or without a host path".into(),
        (Kind::BindMount, true) => "emptyDir in the pod".into(),
        (Kind::Docker, _) => "dockerVolumeConfiguration in the task definition".into(),
        (Kind::FsxWindows, _) => {
            "fsxWindowsFileServerVolumeConfiguration in the task definition".into()
        }
        (Kind::FsxOntap, true) => facts.ontap_driver.clone(),
        (Kind::FsxLustre, true) => facts.lustre_driver.clone(),
        (Kind::FsxOntap | Kind::FsxLustre, false) => {
            "mounted by the host, and shown to the task as a bind mount".into()
        }
        (Kind::S3Files, false) => {
            format!("s3filesVolumeConfiguration in the task definition; {}", facts.s3_files_role)
        }
        (Kind::S3Files, true) => facts.s3_files_driver.clone(),
        (Kind::S3Mountpoint, _) => {
            format!("the Mountpoint for S3 CSI driver: {}", facts.s3_mountpoint)
        }
        (Kind::FsxOpenzfs | Kind::S3, _) => "the FSx for OpenZFS CSI driver".into(),
    }
}

fn instead(kind: Kind, host: Host, facts: &Storage) -> String {
    match (kind, host) {
        (Kind::FsxOntap, Host::EcsFargate) => facts.ontap_ecs.clone(),
        (_, Host::EksHybrid) => "not on Hybrid Nodes: none of AWS's drivers runs there".into(),
        (Kind::Docker, _) if !host.is_eks() => "only on EC2 instances of your own".into(),
        (Kind::Docker | Kind::FsxWindows, _) if host.is_eks() => {
            "not a volume of EKS that AWS lists".into()
        }
        (_, Host::EksFargate) => "EKS Fargate mounts EFS alone".into(),
        (_, Host::EcsFargate) => "not on Fargate; for shared files take EFS".into(),
        _ => "not there; for shared files take EFS".into(),
    }
}
