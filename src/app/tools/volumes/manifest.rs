//! StorageClass, PersistentVolume and claim for EKS, line by line.

use super::values::{Control, Values, choice, text, when, wide};
use super::{Book, CHECK, CROSS, sign, source, word};
use crate::app::html::escape;
use crate::app::words::capital;
use crate::storage::ebs::VolumeType;
use crate::storage::explain::{lines, warnings};
use crate::storage::manifest::{
    Access, Binding, Driver, Nodes, Provisioning, Reclaim, Wanted, documents,
};
use crate::storage::yaml;

const USUAL: &str = "usual";

fn driver_name(driver: Driver) -> &'static str {
    match driver {
        Driver::Ebs => "EBS",
        Driver::Efs => "EFS",
        Driver::FsxLustre => "FSx for Lustre",
        Driver::FsxOntap => "FSx for NetApp ONTAP",
        Driver::S3Mountpoint => "Mountpoint for S3",
    }
}

const DRIVERS: [Driver; 5] =
    [Driver::Ebs, Driver::Efs, Driver::FsxLustre, Driver::FsxOntap, Driver::S3Mountpoint];

fn driver(values: &Values) -> Driver {
    word(values.text("driver"), Driver::Ebs)
}

fn is_dynamic(values: &Values) -> bool {
    values.text("made") != "static"
}

fn is(values: &Values, wanted: Driver, dynamic: bool) -> bool {
    driver(values) == wanted && is_dynamic(values) == dynamic
}

pub fn controls(_: &Book) -> Vec<Control> {
    let drivers = DRIVERS.map(|driver| (driver.word(), driver_name(driver).to_string()));
    let usual = || [(USUAL, "As usual for it".to_string())].into_iter();
    let same = |word: &&'static str| (*word, word.to_string());
    let types = VolumeType::WORDS.iter().rev().map(same).collect::<Vec<_>>();
    let mut kind = choice("type", "Type of the volume", types);
    kind.given = VolumeType::Gp3.word().into();
    let places = [
        ("ec2", "EC2 nodes".to_string()),
        ("auto", "EKS Auto Mode".to_string()),
        ("fargate", "EKS on Fargate".to_string()),
    ];
    let made = [
        ("dynamic", "Dynamic: made for the claim".to_string()),
        ("static", "Static: it is there already".to_string()),
    ];
    vec![
        choice("driver", "Storage", drivers),
        choice("nodes", "Pods run on", places),
        choice("made", "Provisioning", made),
        choice("access", "Access mode", usual().chain(Access::WORDS.iter().map(same))),
        choice("reclaim", "When the claim goes", usual().chain(Reclaim::WORDS.iter().map(same))),
        when(
            is_dynamic,
            choice("binding", "Volume is made", usual().chain(Binding::WORDS.iter().map(same))),
        ),
        text("name", "Name of the claim", "uploads"),
        wide("size_gib", "Size", "GiB", [1.0, 65_536.0], 20.0),
        when(|values| is(values, Driver::Ebs, true), kind),
        when(
            |values| is(values, Driver::Ebs, false),
            text("volume", "Id of the EBS volume", "vol-0123456789abcdef0"),
        ),
        when(|values| is(values, Driver::Ebs, false), text("zone", "Its zone", "us-east-1a")),
        when(
            |values| driver(values) == Driver::Efs || is(values, Driver::FsxLustre, false),
            text("fs", "Id of the file system", "fs-0123456789abcdef0"),
        ),
        when(
            |values| is(values, Driver::FsxLustre, true),
            text("subnet", "Subnet", "subnet-0123456789abcdef0"),
        ),
        when(
            |values| is(values, Driver::FsxLustre, true),
            text("groups", "Security groups", "sg-0123456789abcdef0"),
        ),
        when(
            |values| is(values, Driver::FsxLustre, false),
            text("dns", "DNS name", "fs-0123456789abcdef0.fsx.us-east-1.amazonaws.com"),
        ),
        when(
            |values| is(values, Driver::FsxLustre, false),
            text("mount", "Mount name", "abcdefgh"),
        ),
        when(
            |values| is(values, Driver::FsxOntap, false),
            text("nfs", "NFS address of the virtual machine", "198.51.100.10"),
        ),
        when(|values| is(values, Driver::FsxOntap, false), text("path", "Junction path", "/vol1")),
        when(
            |values| driver(values) == Driver::S3Mountpoint,
            text("bucket", "Bucket", "amzn-s3-demo-bucket"),
        ),
    ]
}

/// What is wanted, with what is usual in place of what was left open.
pub fn wanted(values: &Values) -> Wanted {
    let driver = driver(values);
    let dynamic = is_dynamic(values);
    let (id, place, detail) = match (driver, dynamic) {
        (Driver::Ebs, _) => ("volume", "", ""),
        (Driver::Efs, _) => ("fs", "", ""),
        (Driver::FsxLustre, true) => ("", "subnet", "groups"),
        (Driver::FsxLustre, false) => ("fs", "dns", "mount"),
        (Driver::FsxOntap, _) => ("nfs", "path", ""),
        (Driver::S3Mountpoint, _) => ("bucket", "", ""),
    };
    Wanted {
        driver,
        provisioning: if dynamic { Provisioning::Dynamic } else { Provisioning::Static },
        nodes: word(values.text("nodes"), Nodes::Ec2),
        access: word(values.text("access"), driver.accesses()[0]),
        reclaim: word(
            values.text("reclaim"),
            if dynamic { Reclaim::Delete } else { Reclaim::Retain },
        ),
        binding: word(
            values.text("binding"),
            if driver == Driver::Ebs { Binding::WaitForFirstConsumer } else { Binding::Immediate },
        ),
        name: values.text("name").into(),
        size_gib: values.number("size_gib") as u32,
        volume_type: word(values.text("type"), VolumeType::Gp3),
        id: values.text(id).into(),
        zone: values.text("zone").into(),
        place: values.text(place).into(),
        detail: values.text(detail).into(),
    }
}

/// The manifest, or why there is none.
pub fn manifest(values: &Values, book: &Book) -> Result<String, String> {
    documents(&wanted(values), &book.rules).map(|all| yaml::documents(&all))
}

/// The same as a command.
pub fn command(values: &Values, book: &Book) -> String {
    match manifest(values, book) {
        Ok(yaml) => ["kubectl apply -f - <<'EOF'\n", &yaml, "EOF\n"].concat(),
        Err(why) => ["# ", &why.replace('\n', " "), "\n"].concat(),
    }
}

pub fn finding(values: &Values, book: &Book) -> String {
    let wanted = wanted(values);
    match manifest(values, book) {
        Err(why) => format!("This does not work: {why}."),
        Ok(_) => format!(
            "{}, {}, {}: {}.",
            driver_name(wanted.driver),
            wanted.provisioning.word(),
            wanted.access.word(),
            match warnings(&wanted, &book.rules.storage).len() {
                0 => "nothing to beware of".to_string(),
                count => [&crate::app::words::count(count, "thing"), " to beware of"].concat(),
            }
        ),
    }
}

pub fn result(values: &Values, book: &Book) -> String {
    let wanted = wanted(values);
    let yaml = match manifest(values, book) {
        Ok(yaml) => yaml,
        Err(why) => {
            return [
                "<p class=\"vol-verdict bad\">",
                &sign(CROSS),
                " <b>",
                &escape(&capital(&why)),
                ".</b></p>",
            ]
            .concat();
        }
    };
    let warned: String = warnings(&wanted, &book.rules.storage)
        .iter()
        .map(|text| ["<li>", &escape(text), "</li>"].concat())
        .collect();
    let warned = match warned.is_empty() {
        true => ["<p>", &sign(CHECK), " Nothing to beware of.</p>"].concat(),
        false => ["<h3>Beware</h3><ul class=\"vol-beware\">", &warned, "</ul>"].concat(),
    };
    let id = match wanted.driver {
        Driver::Ebs => "volumes-course.ebs_provisioner",
        Driver::Efs => "volumes-course.efs_fargate",
        Driver::FsxLustre => "volumes.lustre_provisioner",
        Driver::FsxOntap => "volumes-course.ontap_driver",
        Driver::S3Mountpoint => "volumes-course.mountpoint",
    };
    [
        "<div class=\"vol-yaml\"><p><button type=\"button\" class=\"btn\" id=\"vol-copy-yaml\" \
         data-copy=\"yaml\">Copy the manifest</button></p>",
        &annotated(&yaml, &wanted),
        "</div>",
        &warned,
        "<p class=\"note\">Source: ",
        &source(book, id),
        "; ",
        &source(book, "volumes-course.binding"),
        ".</p>",
    ]
    .concat()
}

fn annotated(yaml: &str, wanted: &Wanted) -> String {
    let mut html = String::from("<ol class=\"yaml\" aria-label=\"The manifest, line by line\">");
    for line in lines(yaml, wanted) {
        html += &["<li><code>", &escape(&line.text), "</code>"].concat();
        if !line.says.is_empty() {
            html += &["<span>", &escape(&line.says), "</span>"].concat();
        }
        html += "</li>";
    }
    html + "</ol>"
}
