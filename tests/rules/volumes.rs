//! Which volume goes where, what survives, the manifests and the prices side by side.

use super::{answer, refusal, rulebook};
use drydock::storage::cost::{Use, side_by_side, volume_month};
use drydock::storage::ebs::{Volume, VolumeType};
use drydock::storage::manifest::{
    Access, Binding, Driver, Nodes, Provisioning, Reclaim, Wanted, documents,
};
use drydock::storage::matrix::{Host, Kind, Mountable, mountable};
use drydock::storage::scene::{Back, Ended, Found, Setup, play};
use drydock::storage::yaml;
use serde_json::{Value, json};

fn asked(kind: &str, platform: &str) -> Value {
    answer("volume", json!({ "kind": kind, "platform": platform }))
}

/// The rows of AWS's table of storage options for ECS, and of the EKS pages: `y` mounts, `-` does
/// not, `?` is not settled. The columns are those of `Host::ALL`.
const TABLE: [(Kind, &str); 11] = [
    (Kind::Efs, "yyyyyyy--"),
    (Kind::Ebs, "yyyyyy---"),
    (Kind::BindMount, "yyyyyyyy-"),
    (Kind::Docker, "y--------"),
    (Kind::FsxWindows, "y--------"),
    (Kind::FsxOntap, "y-?yy?---"),
    (Kind::FsxLustre, "y-?yyy---"),
    (Kind::FsxOpenzfs, "---yy?---"),
    (Kind::S3Files, "?yyyyy---"),
    (Kind::S3Mountpoint, "---yy?---"),
    (Kind::S3, "---------"),
];

#[test]
fn the_table_is_that_of_the_guides() {
    for (kind, row) in TABLE {
        let windows = kind == Kind::FsxWindows;
        let found: String = Host::ALL
            .iter()
            .map(|host| match mountable(kind, *host, windows, rulebook()) {
                Mountable::Yes => 'y',
                Mountable::No => '-',
                Mountable::Unsettled => '?',
            })
            .collect();
        assert_eq!(found, row, "{kind:?}");
    }
    for (kind, on_ec2, on_fargate) in [
        (Kind::Ebs, true, false),
        (Kind::Efs, false, false),
        (Kind::FsxWindows, true, false),
        (Kind::BindMount, true, true),
        (Kind::S3Files, false, false),
    ] {
        let windows = |host| mountable(kind, host, true, rulebook()) == Mountable::Yes;
        assert_eq!((windows(Host::EcsEc2), windows(Host::EcsFargate)), (on_ec2, on_fargate));
        assert!(!windows(Host::EcsManagedInstances), "{kind:?}");
    }
}

#[test]
fn a_question_is_answered_for_today_and_for_the_exam() {
    let efs = asked("EFS", "ecs-fargate");
    assert_eq!(efs["mountable"], true);
    assert!(efs["exam_answer"].as_str().is_some_and(|text| text.starts_with("EFS")));
    let bucket = asked("Amazon S3 Files", "ecs-fargate");
    assert_eq!(bucket["mountable"], true);
    assert!(bucket["today"].as_str().is_some_and(|text| text.contains("7 April 2026")));
    assert!(bucket["exam_answer"].as_str().is_some_and(|text| text.contains("choose EFS")));
    let disputed = asked("s3-files", "ecs-ec2");
    assert_eq!(disputed["mountable"], Value::Null);
    assert_eq!(disputed["how"], "AWS's pages disagree");
    let on_fargate = asked("ebs", "ecs-fargate");
    assert!(on_fargate["today"].as_str().is_some_and(|text| text.contains("January 2024")));
    let pods = asked("efs", "eks-fargate");
    assert_eq!(pods["limits"], json!(["static provisioning only"]));
    assert_eq!(asked("ebs", "eks-fargate")["how"], "EKS Fargate mounts EFS alone");
    assert!(
        asked("efs", "app-runner")["how"].as_str().is_some_and(|how| how.contains("stateless"))
    );

    let many = json!({ "kind": "ebs", "platform": "eks-managed", "access": "RWX", "zones": 2 });
    assert_eq!(answer("volume", many)["mountable"], false);
    let zones = json!({ "kind": "ebs", "platform": "eks-managed", "zones": 2 });
    let zones = answer("volume", zones);
    assert_eq!(
        (&zones["mountable"], zones["limits"].as_array().map(Vec::len)),
        (&true.into(), Some(2))
    );
    let share = json!({ "kind": "FSx for Windows File Server", "platform": "ecs-ec2" });
    assert_eq!(answer("volume", share)["mountable"], true, "it is Windows without saying so");
}

#[test]
fn bad_questions_are_named() {
    for (input, said) in [
        (json!({ "kind": "nfs", "platform": "ecs-ec2" }), "field `kind`: expected efs or ebs"),
        (json!({ "kind": "efs" }), "field `platform`: expected ecs-ec2 or"),
        (json!({ "kind": "efs", "platform": "ecs" }), "field `platform`: expected ecs-ec2 or"),
        (json!({ "kind": 3, "platform": "ecs-ec2" }), "field `kind`: expected a text"),
        (
            json!({ "kind": "efs", "platform": "ecs-ec2", "os": "linux" }),
            "field `os`: expected LINUX or WINDOWS",
        ),
        (
            json!({ "kind": "efs", "platform": "ecs-ec2", "zones": 0 }),
            "field `zones`: expected a number 1 to",
        ),
    ] {
        let message = refusal("volume", input);
        assert!(message.starts_with(said), "{message}");
    }
}

fn setup(kind: Kind, host: Host) -> Setup {
    Setup {
        kind,
        host,
        in_service: true,
        host_path: false,
        several_zones: true,
        target_in_other_zone: true,
        written_s_ago: 600.0,
    }
}

fn found(setup: Setup, ended: Ended, back: Back) -> Result<Found, &'static str> {
    play(&setup, ended, back, rulebook()).map(|ending| ending.found)
}

#[test]
fn what_the_next_task_finds() {
    let away = |setup| found(setup, Ended::Zone, Back::OtherZone);
    let fargate = Host::EcsFargate;
    assert_eq!(away(setup(Kind::Efs, fargate)), Ok(Found::File));
    assert_eq!(away(setup(Kind::S3Files, fargate)), Ok(Found::File));
    assert_eq!(away(setup(Kind::Ebs, fargate)), Ok(Found::Nothing));
    assert_eq!(away(setup(Kind::BindMount, fargate)), Ok(Found::Nothing));
    assert_eq!(away(setup(Kind::Ebs, Host::EksManaged)), Ok(Found::Waits));
    assert_eq!(away(setup(Kind::FsxOntap, Host::EcsEc2)), Ok(Found::File));
    assert_eq!(away(setup(Kind::FsxLustre, Host::EcsEc2)), Ok(Found::Waits));
    for kind in [Kind::Efs, Kind::S3Files] {
        let no_target = Setup { target_in_other_zone: false, ..setup(kind, fargate) };
        assert_eq!(away(no_target), Ok(Found::Waits));
    }
    let one_zone = Setup { several_zones: false, ..setup(Kind::Efs, fargate) };
    assert_eq!(away(one_zone), Ok(Found::Waits));
    assert_eq!(found(one_zone, Ended::Task, Back::OtherZone), Ok(Found::File));

    let alone = Setup { in_service: false, ..setup(Kind::Ebs, fargate) };
    assert_eq!(found(alone, Ended::Task, Back::SameZone), Ok(Found::Elsewhere));
    let pod = setup(Kind::Ebs, Host::EksManaged);
    assert_eq!(found(pod, Ended::Machine, Back::SameZone), Ok(Found::File));
    assert_eq!(found(pod, Ended::Machine, Back::OtherZone), Ok(Found::Waits));
    let folder = Setup { host_path: true, ..setup(Kind::BindMount, Host::EcsEc2) };
    assert_eq!(found(folder, Ended::Task, Back::SameMachine), Ok(Found::File));
    assert_eq!(found(folder, Ended::Task, Back::SameZone), Ok(Found::Elsewhere));

    let fresh = Setup { written_s_ago: 5.0, ..setup(Kind::S3Files, fargate) };
    let ending = play(&fresh, Ended::Task, Back::OtherZone, rulebook()).expect("a scene");
    assert!(ending.why.contains("60 s after the last write"), "{}", ending.why);
}

#[test]
fn scenes_that_cannot_be_are_refused() {
    let pod = setup(Kind::Ebs, Host::EksManaged);
    assert!(found(pod, Ended::Machine, Back::SameMachine).is_err());
    assert!(found(pod, Ended::Zone, Back::SameZone).is_err());
    assert!(found(setup(Kind::Ebs, Host::EksFargate), Ended::Task, Back::SameZone).is_err());
    let fargate = setup(Kind::Efs, Host::EcsFargate);
    assert!(found(fargate, Ended::Task, Back::SameMachine).is_err());
    for kind in Kind::ALL {
        for host in Host::ALL {
            for ended in [Ended::Task, Ended::Machine, Ended::Zone] {
                let shown = play(&setup(kind, host), ended, Back::OtherZone, rulebook());
                let mounts = mountable(kind, host, kind == Kind::FsxWindows, rulebook());
                assert_eq!(shown.is_ok(), mounts == Mountable::Yes, "{kind:?} {host:?}");
            }
        }
    }
}

fn wanted(driver: Driver, provisioning: Provisioning) -> Wanted {
    Wanted {
        driver,
        provisioning,
        nodes: Nodes::Ec2,
        access: driver.accesses()[0],
        reclaim: match provisioning {
            Provisioning::Dynamic => Reclaim::Delete,
            Provisioning::Static => Reclaim::Retain,
        },
        binding: Binding::WaitForFirstConsumer,
        name: "uploads".into(),
        size_gib: 1200,
        volume_type: VolumeType::Gp3,
        id: "fs-0123".into(),
        zone: "us-east-1a".into(),
        place: "subnet-1".into(),
        detail: "sg-1".into(),
    }
}

#[test]
fn manifests_fit_together() {
    for driver in [Driver::Ebs, Driver::Efs, Driver::FsxLustre, Driver::FsxOntap] {
        let [class, claim] =
            &documents(&wanted(driver, Provisioning::Dynamic), rulebook()).expect("documents")[..]
        else {
            panic!("a class and a claim")
        };
        assert_eq!(class["kind"], "StorageClass");
        assert_eq!(class["metadata"]["name"], claim["spec"]["storageClassName"]);
        let [volume, claim] =
            &documents(&wanted(driver, Provisioning::Static), rulebook()).expect("documents")[..]
        else {
            panic!("a volume and a claim")
        };
        assert_eq!(volume["kind"], "PersistentVolume");
        assert_eq!(volume["metadata"]["name"], claim["spec"]["volumeName"]);
        assert_eq!(volume["spec"]["accessModes"], claim["spec"]["accessModes"]);
        assert_eq!(claim["spec"]["storageClassName"], "", "no default class steps in");
    }
    let mut auto = wanted(Driver::Ebs, Provisioning::Dynamic);
    auto.nodes = Nodes::Auto;
    let class = &documents(&auto, rulebook()).expect("documents")[0];
    assert_eq!(class["provisioner"], "ebs.csi.eks.amazonaws.com");
    assert_eq!(class["volumeBindingMode"], "WaitForFirstConsumer");
}

#[test]
fn a_manifest_reads_as_one() {
    let all = documents(&wanted(Driver::Efs, Provisioning::Static), rulebook()).expect("documents");
    let expected = [
        "apiVersion: v1",
        "kind: PersistentVolume",
        "metadata:",
        "  name: uploads-volume",
        "spec:",
        "  accessModes:",
        "    - ReadWriteMany",
        "  capacity:",
        "    storage: \"1200Gi\"",
        "  csi:",
        "    driver: efs.csi.aws.com",
        "    volumeHandle: fs-0123",
        "  persistentVolumeReclaimPolicy: Retain",
        "  storageClassName: \"\"",
        "---",
        "apiVersion: v1",
        "kind: PersistentVolumeClaim",
        "metadata:",
        "  name: uploads",
        "spec:",
        "  accessModes:",
        "    - ReadWriteMany",
        "  resources:",
        "    requests:",
        "      storage: \"1200Gi\"",
        "  storageClassName: \"\"",
        "  volumeName: uploads-volume",
        "",
    ];
    assert_eq!(yaml::documents(&all), expected.join("\n"));
}

#[test]
fn manifests_that_cannot_work_are_refused() {
    let refused = |change: &dyn Fn(&mut Wanted)| {
        let mut one = wanted(Driver::Efs, Provisioning::Dynamic);
        change(&mut one);
        documents(&one, rulebook()).expect_err("a refusal")
    };
    let fargate = refused(&|one| one.nodes = Nodes::Fargate);
    assert!(fargate.contains("static provisioning only"), "{fargate}");
    let block = refused(&|one| {
        (one.driver, one.nodes, one.access) = (Driver::Ebs, Nodes::Fargate, Access::ReadWriteOnce);
    });
    assert!(block.contains("EFS alone"), "{block}");
    let many = refused(&|one| one.driver = Driver::Ebs);
    assert!(many.starts_with("expected ReadWriteOnce or ReadWriteOncePod"), "{many}");
    let bucket = refused(&|one| one.driver = Driver::S3Mountpoint);
    assert!(bucket.contains("static provisioning only"), "{bucket}");
    let size = refused(&|one| (one.driver, one.size_gib) = (Driver::FsxLustre, 1300));
    assert!(size.contains("expected 1200 GiB, or a multiple of 2400"), "{size}");
    for name in ["", "Uploads", "a b", "-a", "a: {}\n", &"a".repeat(51)] {
        let message = refused(&|one| one.name = name.into());
        assert!(message.starts_with("expected a name"), "{message}");
    }
}

#[test]
fn prices_stand_side_by_side() {
    let used = Use {
        stored_gb: 100.0,
        read_gb: 500.0,
        written_gb: 50.0,
        gets: 1e6,
        puts: 1e5,
        active_share: 0.1,
        tasks: 4.0,
        headroom: 1.5,
    };
    let offers = side_by_side(&used, rulebook());
    assert!(offers.windows(2).all(|pair| pair[0].dollars <= pair[1].dollars));
    let dollars =
        |name: &str| offers.iter().find(|offer| offer.name == name).expect("an offer").dollars;
    let near = |found: f64, expected: f64| {
        assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
    };
    near(dollars("EFS, Bursting"), 30.0);
    near(dollars("EFS, Elastic"), 30.0 + 500.0 * 0.03 + 50.0 * 0.06);
    near(dollars("EBS gp3, a volume for each task"), 100.0 * 1.5 * 4.0 * 0.08);
    near(dollars("EBS io2, a volume for each task"), 600.0 * 0.125 + 4.0 * 3000.0 * 0.065);
    near(dollars("S3 by the API"), 2.3 + 0.4 + 0.5);
    near(dollars("S3 Files"), 2.3 + 3.0 + 15.0 + 3.0);
    near(dollars("FSx for Lustre"), 1200.0 * 0.145);
    let volume = |kind, iops, mib_per_s| Volume { kind, size_gib: 40.0, iops, mib_per_s };
    let gp3 = volume(VolumeType::Gp3, Some(4000.0), Some(130.0));
    near(volume_month(&gp3, rulebook()).expect("a price"), 3.2 + 5.0 + 0.2);
    let io2 = |iops| volume_month(&volume(VolumeType::Io2, Some(iops), None), rulebook());
    near(io2(1000.0).expect("a price"), 40.0 * 0.125 + 1000.0 * 0.065);
    assert_eq!(io2(40_000.0), None, "the second step of the price is not on record");
}
