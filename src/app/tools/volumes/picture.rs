//! Two zones with a task and its volume, before and after.

use super::scene::{Scene, said};
use super::table::kind_name;
use crate::storage::matrix::Kind;
use crate::storage::scene::{Back, Ended, Ending, Found};

const LEFT: u32 = 1;
const RIGHT: u32 = 187;

/// The picture as SVG with a text that says the same.
pub fn picture(scene: &Scene, ending: Option<&Ending>) -> String {
    let regional = scene.is_regional();
    let mut svg = String::new();
    let lost = ending.is_some() && scene.ended == Some(Ended::Zone);
    svg += &zone(LEFT, "Zone A", lost);
    svg += &zone(RIGHT, "Zone B", false);
    svg += &volumes(scene, ending, regional);
    svg += &tasks(scene, ending, regional);
    let height = if regional { 282 } else { 208 };
    format!(
        "<svg class=\"diagram vol-picture\" viewBox=\"0 0 360 {height}\" role=\"img\" \
         aria-label=\"{}\">{svg}</svg>",
        spoken(scene, ending)
    )
}

/// What the picture shows, in words.
fn spoken(scene: &Scene, ending: Option<&Ending>) -> String {
    let name = kind_name(scene.setup.kind);
    let place = if scene.is_regional() { "below both zones" } else { "in zone A" };
    let start = format!("Two zones. {name} is {place}.");
    let Some(ending) = ending else { return start + " A task in zone A uses it." };
    let ended = match scene.ended {
        Some(Ended::Zone) => "Zone A is lost with its task.",
        _ => "The task in zone A has ended.",
    };
    let next = match (ending.found, scene.back) {
        (Found::Waits, _) => "The next task waits",
        (_, Back::OtherZone) => "The next task is in zone B",
        _ => "The next task is in zone A",
    };
    format!("{start} {ended} {next}: {}", said(ending.found).1)
}

fn zone(x: u32, name: &str, lost: bool) -> String {
    let (class, name) = match lost {
        true => ("zone lost", [name, ", lost"].concat()),
        false => ("zone", name.to_string()),
    };
    format!(
        "<rect class=\"{class}\" x=\"{x}\" y=\"1\" width=\"172\" height=\"196\" rx=\"6\"></rect>\
         <text class=\"of\" x=\"{}\" y=\"20\">{name}</text>",
        x + 12
    )
}

fn block([x, y, width, height]: [u32; 4], class: &str, lines: &[&str]) -> String {
    let middle = x + width / 2;
    let first = y + height / 2 + 5 - 9 * (lines.len() as u32 - 1);
    let texts: String = lines
        .iter()
        .enumerate()
        .map(|(line, text)| {
            let y = first + 18 * line as u32;
            format!("<text x=\"{middle}\" y=\"{y}\">{text}</text>")
        })
        .collect();
    format!(
        "<g class=\"{class}\"><rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" \
         rx=\"6\"></rect>{texts}</g>"
    )
}

/// A line from a task down to its volume.
fn wire(x: u32, to: u32, class: &str) -> String {
    format!("<path class=\"wire {class}\" d=\"M{x} 92V{}m-5-5 5 5 5-5\"></path>", to - 4)
}

fn cross(x: u32, y: u32) -> String {
    format!("<path class=\"crossed\" d=\"M{} {}l22 22m0-22-22 22\"></path>", x - 11, y - 11)
}

fn tasks(scene: &Scene, ending: Option<&Ending>, regional: bool) -> String {
    let to = if regional { 222 } else { 130 };
    let word = if scene.setup.host.is_eks() { "Pod" } else { "Task" };
    let Some(ending) = ending else {
        return block([13, 40, 70, 48], "task", &[word]) + &wire(48, to, "");
    };
    let mut svg = block([13, 40, 70, 48], "task ended", &[word]) + &cross(48, 64);
    let (x, below) = if scene.back == Back::OtherZone { (199, 234) } else { (91, 126) };
    let class = if ending.found == Found::Waits { "task waits" } else { "task next" };
    let state = if ending.found == Found::Waits { "waits" } else { "new" };
    svg += &block([x, 40, 70, 48], class, &[word, state]);
    // A file system is reached from everywhere; a new volume stands below its task.
    let own = matches!(scene.setup.kind, Kind::Ebs | Kind::BindMount | Kind::Docker);
    svg += &match (ending.found, regional, scene.back) {
        (Found::Waits, ..) => String::new(),
        (Found::File, false, Back::OtherZone) if !own => {
            "<path class=\"wire next\" d=\"M234 92 90 140m8-8-8 8 11 0\"></path>".into()
        }
        (Found::File, false, _) => {
            "<path class=\"wire next\" d=\"M126 92 60 126m4-8-4 8 9-1\"></path>".into()
        }
        _ => wire(below, to, "next"),
    };
    svg
}

/// The volume with the file, and the empty one that the next task gets.
fn volumes(scene: &Scene, ending: Option<&Ending>, regional: bool) -> String {
    let name = kind_name(scene.setup.kind);
    let short = match scene.setup.kind {
        Kind::BindMount => "Folder",
        _ => name.trim_start_matches("FSx for ").trim_end_matches(" volume"),
    };
    if regional {
        let class =
            if ending.is_some_and(|it| it.found == Found::File) { "store kept" } else { "store" };
        let mut svg = block([1, 226, 358, 50], class, &[name, "report.txt"]);
        if matches!(scene.setup.kind, Kind::Efs | Kind::S3Files) {
            svg += "<text class=\"of\" x=\"60\" y=\"190\">mount target</text>";
            let there = scene.setup.target_in_other_zone;
            let text = if there { "mount target" } else { "no mount target" };
            svg += &format!("<text class=\"of\" x=\"246\" y=\"190\">{text}</text>");
        }
        return svg;
    }
    let Some(ending) = ending else {
        return block([9, 134, 76, 54], "store", &[short, "report.txt"]);
    };
    let lost = scene.ended == Some(Ended::Zone);
    let mut svg = match ending.found {
        Found::Nothing => {
            block([9, 134, 76, 54], "store gone", &[short, "deleted"]) + &cross(48, 161)
        }
        Found::File => block([9, 134, 76, 54], "store kept", &[short, "report.txt"]),
        _ if lost => block([9, 134, 76, 54], "store away", &[short, "cut off"]),
        _ => block([9, 134, 76, 54], "store away", &[short, "report.txt"]),
    };
    if matches!(ending.found, Found::Nothing | Found::Elsewhere) {
        let x = if scene.back == Back::OtherZone { 196 } else { 91 };
        svg += &block([x, 134, 76, 54], "store empty", &[short, "empty"]);
    }
    svg
}
