//! What is left of the table when a volume must do more than go there.

use super::{answer, rulebook};
use drydock::storage::explain::{lines, warnings};
use drydock::storage::manifest::{
    Access, Binding, Driver, Nodes, Provisioning, Reclaim, Wanted, documents,
};
use drydock::storage::matrix::{Host, Kind};
use drydock::storage::needs::{Fit, Needs, fit, source};
use drydock::storage::{ebs::VolumeType, yaml};
use serde_json::{Value, json};

fn fits(needs: Needs, host: Host) -> Vec<Kind> {
    let good = |kind: &Kind| matches!(fit(*kind, host, &needs, rulebook()), Fit::Yes | Fit::If(_));
    Kind::ALL.into_iter().filter(good).collect()
}

#[test]
fn the_table_says_what_the_rule_says() {
    for kind in Kind::ALL {
        for host in Host::ALL {
            let input = json!({ "kind": kind.word(), "platform": host.word() });
            let said = answer("volume", input)["mountable"].clone();
            let cell = match fit(kind, host, &Needs::default(), rulebook()) {
                Fit::Yes | Fit::If(_) => Value::Bool(true),
                Fit::No(why) => {
                    assert!(!why.is_empty(), "{kind:?} {host:?}");
                    Value::Bool(false)
                }
                Fit::Unclear => Value::Null,
            };
            assert_eq!(cell, said, "{kind:?} {host:?}");
        }
    }
}

#[test]
fn needs_leave_what_the_guides_recommend() {
    let shared_and_lasting =
        Needs { many_writers: true, survives_zone: true, survives_task: true, windows: false };
    assert_eq!(fits(shared_and_lasting, Host::EcsFargate), [Kind::Efs, Kind::S3Files]);
    assert_eq!(fits(shared_and_lasting, Host::EksFargate), [Kind::Efs]);
    let ec2 = fits(shared_and_lasting, Host::EcsEc2);
    assert_eq!(ec2, [Kind::Efs, Kind::FsxWindows, Kind::FsxOntap]);
    let lasting = Needs { survives_task: true, ..Needs::default() };
    assert!(!fits(lasting, Host::EcsFargate).contains(&Kind::Ebs), "a service deletes it");
    assert!(fits(lasting, Host::EksManaged).contains(&Kind::Ebs), "a claim keeps it");
    let windows = Needs { windows: true, ..Needs::default() };
    assert_eq!(fits(windows, Host::EcsFargate), [Kind::BindMount]);
    let none: Vec<Kind> = fits(windows, Host::EksManaged);
    assert!(none.is_empty(), "the pages do not name what goes: {none:?}");
}

#[test]
fn every_cell_names_a_fact_that_is_there() {
    let facts = super::facts();
    for kind in Kind::ALL {
        for host in Host::ALL {
            for windows in [false, true] {
                let id = source(kind, host, windows, rulebook());
                assert!(facts.get(id).is_some(), "{kind:?} {host:?}: {id}");
            }
        }
    }
}

#[test]
fn every_manifest_is_explained() {
    let (dynamic, fixed) = (Provisioning::Dynamic, Provisioning::Static);
    for driver in
        [Driver::Ebs, Driver::Efs, Driver::FsxLustre, Driver::FsxOntap, Driver::S3Mountpoint]
    {
        for provisioning in [dynamic, fixed] {
            let wanted = Wanted {
                driver,
                provisioning,
                nodes: Nodes::Ec2,
                access: driver.accesses()[0],
                reclaim: Reclaim::Delete,
                binding: Binding::Immediate,
                name: "data".into(),
                size_gib: 1200,
                volume_type: VolumeType::Gp3,
                id: "id".into(),
                zone: "us-east-1a".into(),
                place: "place".into(),
                detail: "detail".into(),
            };
            let Ok(all) = documents(&wanted, rulebook()) else {
                assert_eq!((driver, provisioning), (Driver::S3Mountpoint, dynamic));
                continue;
            };
            let text = yaml::documents(&all);
            let lines = lines(&text, &wanted);
            let again: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
            assert_eq!(again.join("\n") + "\n", text, "no line is lost");
            let explained = |key: &str| {
                let mut with = lines.iter().filter(|line| line.text.trim().starts_with(key));
                with.next().is_some() && with.all(|line| !line.says.is_empty())
            };
            let keys: &[&str] = match provisioning {
                Provisioning::Dynamic => &["kind", "provisioner", "reclaimPolicy", "- Read"],
                Provisioning::Static => &["kind", "volumeName", "storageClassName", "- Read"],
            };
            for key in keys {
                assert!(explained(key), "{driver:?} {provisioning:?}: {key}");
            }
            let warned = warnings(&wanted, &rulebook().storage).join(" ");
            assert_eq!(warned.contains("one zone: "), driver == Driver::Ebs, "{warned}");
            assert!(warned.contains("Retain"), "{warned}");
            assert_eq!(wanted.access == Access::ReadWriteOnce, driver == Driver::Ebs);
        }
    }
}
