//! The pages about volumes as HTML: what is chosen decides what is shown.

use super::{facts, rulebook};
use drydock::app::tools::Book;
use drydock::app::tools::volumes::values::{Field, Values};
use drydock::app::tools::volumes::view::{VIEWS, View, find};
use drydock::app::tools::volumes::{manifest, table};
use drydock::rules;
use std::sync::LazyLock;

static BOOK: LazyLock<Book> =
    LazyLock::new(|| Book { rules: rulebook().clone(), facts: facts(), map: None });

fn view(name: &str) -> &'static View {
    find(name).expect("a view")
}

/// The page of a link, which must not be damaged.
fn page(name: &str, query: &str) -> String {
    let controls = view(name).controls(&BOOK);
    let (values, problems) = Values::read(query, &controls);
    assert!(problems.is_empty(), "{problems:?}");
    view(name).page(&values, &problems, &BOOK)
}

fn finding(name: &str, section: usize, query: &str) -> String {
    let (values, _) = Values::read(query, &view(name).controls(&BOOK));
    (view(name).sections[section].finding)(&values, &BOOK)
}

/// What a cell of the table says, as it is heard.
fn cell(page: &str, id: &str) -> String {
    let (_, rest) = page.split_once(&format!("id=\"vol-cell-{id}\"")).expect("a cell");
    let (inner, _) = rest.split_once("</button>").expect("its end");
    let texts = inner.split('>').skip(1).filter_map(|part| part.split('<').next());
    texts.filter(|text| !text.is_empty()).map(str::trim).collect::<Vec<_>>().join(" ")
}

#[test]
fn needs_change_the_table() {
    let all = page("volumes", "");
    assert_eq!(cell(&all, "ebs-ecs-fargate"), "EBS on ECS on Fargate if");
    assert_eq!(cell(&all, "efs-eks-hybrid"), "EFS on EKS Hybrid Nodes no");
    assert_eq!(cell(&all, "s3-files-ecs-ec2"), "S3 Files on ECS on EC2 unclear");
    let shared = page("volumes", "access=RWX&zones=2&lasts=yes");
    assert_eq!(cell(&shared, "ebs-ecs-fargate"), "EBS on ECS on Fargate no");
    assert_eq!(
        finding("volumes", 0, "access=RWX&zones=2&lasts=yes"),
        "On ECS on Fargate you can take EFS or S3 Files."
    );
    assert_eq!(
        finding("volumes", 0, "os=WINDOWS&platform=ecs-fargate"),
        "On ECS on Fargate that leaves a bind mount."
    );
    let html = page("volume", "kind=efs&platform=eks-fargate");
    assert!(html.contains("static provisioning only"));
    assert!(html.contains("#/about/facts/volumes.efs_eks"));
}

#[test]
fn the_scene_ends_as_the_model_says() {
    assert!(finding("volumes", 1, "").contains("End it, and see"));
    let lost = "ended=zone&with=efs";
    assert!(finding("volumes", 1, lost).contains("It finds the file."), "EFS");
    assert!(finding("volumes", 1, "ended=zone").contains("The file is gone for good."), "EBS");
    let claimed = "ended=zone&with=ebs&at=eks-managed";
    assert!(finding("volumes", 1, claimed).contains("It does not start yet."));
    let refused = "with=ebs&at=eks-fargate";
    assert!(finding("volumes", 1, refused).contains("EKS Fargate mounts EFS alone"));
    let html = page("volumes", lost);
    assert!(html.contains("Zone A is lost with its task. The next task is in zone B"));
    assert!(html.contains("data-set=\"with=ebs\""), "the other volumes stand beside it");
    let machine = "ended=task&back=same-machine";
    assert!(finding("volumes", 1, machine).contains("every task has a machine of its own"));
}

#[test]
fn a_day_says_when_the_credits_end() {
    let gp2 = finding("ebs-limits", 0, "busy=3000&quiet=0&hours=2");
    assert_eq!(
        gp2,
        "gp2: the credits end at 09:33, and 300 IOPS are served where 3,000 are asked for."
    );
    let gp3 = finding("ebs-limits", 0, "type=gp3&busy=3000");
    assert_eq!(gp3, "gp3: everything that is asked for is served.");
    let efs = finding("efs-burst", 0, "mode=elastic");
    assert_eq!(efs, "Everything that is asked for is served.");
    let html = page("efs-burst", "size_gib=1024&mode=bursting");
    assert!(html.contains("<dt>Burst write, MiB/s</dt><dd>100</dd>"), "the rule stands beside it");
    assert!(html.contains("Credits of bursting"));
    let bounds = page("ebs-limits", "type=gp3&size_gib=2&iops=9000");
    assert!(bounds.contains("IOPS 3000"), "2 GiB allow no more than are included");
}

#[test]
fn what_has_no_price_says_so() {
    let html = page("volumes", "");
    assert_eq!(html.matches("no price known").count(), 3);
    assert!(page("ebs-limits", "type=io2&iops=40000").contains("no price known"));
    assert!(finding("volumes", 2, "").contains("S3 by the API is the cheapest"));
}

#[test]
fn manifests_are_explained_or_refused() {
    let html = page("manifest", "");
    assert!(html.contains("<code>volumeBindingMode: WaitForFirstConsumer</code><span>"));
    let refused = page("manifest", "driver=efs&nodes=fargate");
    assert!(refused.contains("On Fargate EFS has static provisioning only"), "{refused}");
    let (values, _) = Values::read("driver=efs&made=static", &view("manifest").controls(&BOOK));
    let command = manifest::command(&values, &BOOK);
    assert!(command.starts_with("kubectl apply -f - <<'EOF'\napiVersion: v1\n"), "{command}");
    assert!(command.ends_with("\nEOF\n"));
    let hostile = page("manifest", "driver=s3-mountpoint&made=static&bucket=%3Cb%3E%22");
    assert!(!hostile.contains("<b>\"") && hostile.contains("&lt;b&gt;"));
}

/// Whatever a control offers leads to a page, and to a question that the rule takes.
#[test]
fn every_choice_leads_somewhere() {
    for view in VIEWS {
        let controls = view.controls(&BOOK);
        let mut names: Vec<&str> = controls.iter().map(|control| control.name).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{}: {names:?}", view.name);
        for control in &controls {
            let texts: Vec<String> = match &control.field {
                Field::Choice(all) => all.iter().map(|(value, _)| value.to_string()).collect(),
                Field::Tick(off, on) => vec![off.to_string(), on.to_string()],
                Field::Number { least, most, .. } => vec![least.to_string(), most.to_string()],
                Field::Text => vec![String::new(), "<x> & 'y'".into()],
            };
            for text in texts {
                let mut values = Values::given(&controls);
                assert_eq!(values.set(control, &text), Ok(()), "{}", control.name);
                let html = view.page(&values, &[], &BOOK);
                assert!(!html.contains("NaN") && !html.contains("inf "), "{}", control.name);
                assert!(
                    !html.contains("class=\"notice\""),
                    "{} {} {text}",
                    view.name,
                    control.name
                );
                let (again, problems) = Values::read(&values.query(&controls), &controls);
                assert!(problems.is_empty() && again == values, "{} {text}", control.name);
            }
        }
    }
    let volume = rules::find("volume").expect("a rule");
    let controls = view("volume").controls(&BOOK);
    let (values, _) = Values::read("kind=fsx-windows&zones=2&access=RWX", &controls);
    assert!((volume.answer)(&table::question(&values), rulebook()).is_ok());
}
