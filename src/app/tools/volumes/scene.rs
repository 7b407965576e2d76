//! A task writes a file, ends, and comes back in another zone: what of the file?

use super::picture::picture;
use super::table::{host_names, kind_name, kind_within};
use super::values::{Control, Values, choice, tick, when};
use super::{Book, CHECK, CROSS, DOTS, TILDE, sign, word};
use crate::app::html::escape;
use crate::storage::matrix::{Host, Kind, Mountable, how, mountable};
use crate::storage::scene::{Back, Ended, Ending, Found, Setup, play};

/// What can be mounted in a scene.
const KINDS: [Kind; 9] = [
    Kind::Ebs,
    Kind::Efs,
    Kind::BindMount,
    Kind::S3Files,
    Kind::Docker,
    Kind::S3Mountpoint,
    Kind::FsxOntap,
    Kind::FsxLustre,
    Kind::FsxWindows,
];

const HOSTS: [Host; 7] = [
    Host::EcsFargate,
    Host::EcsEc2,
    Host::EcsManagedInstances,
    Host::EksManaged,
    Host::EksSelfManaged,
    Host::EksAuto,
    Host::EksFargate,
];

/// What can be chosen; what ended is chosen by the buttons at the picture.
pub fn controls(_: &Book) -> Vec<Control> {
    let hosts = HOSTS.map(|host| (host.word(), host_names(host).0.to_string()));
    let kinds = KINDS.map(|kind| (kind.word(), kind_name(kind).to_string()));
    let backs = [
        (Back::OtherZone.word(), "In the other zone".to_string()),
        (Back::SameZone.word(), "In the same zone".to_string()),
        (Back::SameMachine.word(), "On the same machine".to_string()),
    ];
    let ended = ["no", "task", "zone"].map(|word| (word, word.to_string()));
    vec![
        choice("at", "Platform of the task", hosts),
        choice("with", "Its volume", kinds),
        when(
            |values| values.text("ended") != "zone",
            choice("back", "The next task starts", backs),
        ),
        when(
            |values| values.text("with") == "ebs" && values.text("at").starts_with("ecs"),
            tick("service", "A service keeps the task running", true),
        ),
        when(
            |values| values.text("with") == "bind-mount" && values.text("at") == "ecs-ec2",
            tick("folder", "It shows a folder of the host", false),
        ),
        when(
            |values| matches!(values.text("with"), "efs" | "fsx-ontap" | "fsx-windows"),
            tick("regional", "The file system is in several zones", true),
        ),
        when(
            |values| matches!(values.text("with"), "efs" | "s3-files"),
            tick("target", "Zone B has a mount target", true),
        ),
        Control { shown: |_| false, ..choice("ended", "What ended", ended) },
    ]
}

/// A scene as it was chosen.
pub struct Scene {
    pub setup: Setup,
    /// Nothing has ended yet.
    pub ended: Option<Ended>,
    pub back: Back,
}

impl Scene {
    /// Whether the file system itself is outside of the zones.
    pub fn is_regional(&self) -> bool {
        match self.setup.kind {
            Kind::S3Files | Kind::S3Mountpoint => true,
            Kind::Efs | Kind::FsxOntap | Kind::FsxWindows => self.setup.several_zones,
            _ => false,
        }
    }
}

pub fn scene(values: &Values) -> Scene {
    let ended = match values.text("ended") {
        "task" => Some(Ended::Task),
        "zone" => Some(Ended::Zone),
        _ => None,
    };
    Scene {
        setup: Setup {
            kind: word(values.text("with"), Kind::Ebs),
            host: word(values.text("at"), Host::EcsFargate),
            in_service: values.on("service"),
            host_path: values.on("folder"),
            several_zones: values.on("regional"),
            target_in_other_zone: values.on("target"),
            written_s_ago: 600.0,
        },
        ended,
        back: match ended {
            Some(Ended::Zone) => Back::OtherZone,
            _ => word(values.text("back"), Back::OtherZone),
        },
    }
}

/// The end of the scene: nothing while nothing has ended; the error says why there is none.
pub fn ending(scene: &Scene, book: &Book) -> Option<Result<Ending, String>> {
    let Setup { kind, host, .. } = scene.setup;
    let mounts = mountable(kind, host, kind == Kind::FsxWindows, &book.rules);
    if mounts != Mountable::Yes {
        let how = match mounts {
            Mountable::Unsettled => "AWS’s pages do not settle it".to_string(),
            _ => how(kind, host, mounts, &book.rules),
        };
        return Some(Err(format!(
            "{} does not go on {}: {how}.",
            kind_name(kind),
            host_names(host).0
        )));
    }
    let ended = scene.ended?;
    let played = play(&scene.setup, ended, scene.back, &book.rules);
    Some(played.map_err(|why| format!("There is no such scene: {why}.")))
}

/// What the next task finds, as sign, words and class.
pub fn said(found: Found) -> (&'static str, &'static str, &'static str) {
    match found {
        Found::File => (CHECK, "It finds the file.", "good"),
        Found::Nothing => (CROSS, "The file is gone for good.", "bad"),
        Found::Elsewhere => (TILDE, "It finds an empty volume; the file is elsewhere.", "may"),
        Found::Waits => (DOTS, "It does not start yet.", "open"),
    }
}

pub fn finding(values: &Values, book: &Book) -> String {
    let scene = scene(values);
    let name = kind_within(scene.setup.kind);
    match ending(&scene, book) {
        None => format!("A task in zone A writes a file to {name}. End it, and see."),
        Some(Err(why)) => why,
        Some(Ok(ending)) => {
            format!("With {name}: {} {}.", said(ending.found).1, upper(&ending.why))
        }
    }
}

/// With a capital at its beginning.
fn upper(text: &str) -> String {
    crate::app::words::capital(text)
}

/// Buttons, picture, steps, and the same scene with the other volumes.
pub fn result(values: &Values, book: &Book) -> String {
    let scene = scene(values);
    let ending = ending(&scene, book);
    let impossible = matches!((&ending, scene.ended), (Some(Err(_)), None));
    let mut html = String::from("<p class=\"vol-buttons\">");
    for (id, ended, label) in [
        ("kill", "task", "Kill the task"),
        ("lose", "zone", "Lose the zone"),
        ("again", "no", "Start again"),
    ] {
        let now = scene.ended.map_or("no", Ended::word) == ended;
        let off = if impossible || now { " aria-disabled=\"true\"" } else { "" };
        html += &format!(
            "<button type=\"button\" class=\"btn\" id=\"vol-{id}\" data-set=\"ended={ended}\"{off}>\
             {label}</button>"
        );
    }
    html += "</p>";
    match &ending {
        Some(Err(why)) => {
            html + "<p class=\"vol-verdict bad\">"
                + &sign(CROSS)
                + " <b>"
                + &escape(why)
                + "</b></p>"
        }
        None => html + &picture(&scene, None) + &steps(&scene, None),
        Some(Ok(ending)) => {
            html + &picture(&scene, Some(ending))
                + &steps(&scene, Some(ending))
                + &others(&scene, book)
        }
    }
}

fn steps(scene: &Scene, ending: Option<&Ending>) -> String {
    let pod = if scene.setup.host.is_eks() { "pod" } else { "task" };
    let name = kind_within(scene.setup.kind);
    let mut html = format!(
        "<ol class=\"vol-steps\"><li>A {pod} in zone A writes <code>report.txt</code> to {name}.\
         </li>"
    );
    let (Some(ending), Some(ended)) = (ending, scene.ended) else { return html + "</ol>" };
    html += &match ended {
        Ended::Zone => format!("<li>Zone A is lost, and the {pod} with it.</li>"),
        _ => format!("<li>The {pod} ends.</li>"),
    };
    let place = match scene.back {
        Back::SameMachine => "on the same machine",
        Back::SameZone => "in zone A, on another machine",
        Back::OtherZone => "in zone B",
    };
    let verb = if ending.found == Found::Waits { "is to start" } else { "starts" };
    let (path, said, class) = said(ending.found);
    html += &format!("<li>The next {pod} {verb} {place}.</li>");
    html += &format!(
        "<li class=\"{class}\">{} <b>{said}</b> {}.</li>",
        sign(path),
        escape(&upper(&ending.why))
    );
    html + "</ol>"
}

/// The same scene with every other volume of the platform.
fn others(scene: &Scene, book: &Book) -> String {
    let Some(ended) = scene.ended else { return String::new() };
    let mut html = String::from(
        "<table class=\"vol-list\"><caption>The same with other volumes</caption><tbody>",
    );
    for kind in KINDS.into_iter().filter(|kind| *kind != scene.setup.kind) {
        let setup = Setup { kind, ..scene.setup };
        let Ok(ending) = play(&setup, ended, scene.back, &book.rules) else { continue };
        let (path, said, class) = said(ending.found);
        html += &format!(
            "<tr><th scope=\"row\"><button type=\"button\" class=\"link\" data-set=\"with={}\">{}\
             </button></th><td class=\"{class}\">{} {said}</td><td class=\"note\">{}.</td></tr>",
            kind.word(),
            kind_name(kind),
            sign(path),
            escape(&upper(&ending.why))
        );
    }
    html + "</tbody></table>"
}
