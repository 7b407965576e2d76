//! Kubernetes nodes as HTML and in words: what of a node is reserved, what its DaemonSets and pods
//! request; and a pod with a node to itself. Pure.

use super::fleet_model::TaskNow;
use super::fleet_text;
use super::machine_kind::{Kinds, Own, Share};
use super::machine_text::Frame;
use super::machines::{MachineNow, State};
use super::words;

/// What the two bars of a node show, in the order of [`Share`]'s pairs.
const NAMES: [&str; 2] = ["CPU", "memory"];

/// What the parts of the bars are.
pub const KEY: &str = "<p class=\"share-key\" aria-hidden=\"true\">\
    <span><i class=\"key-reserved\"></i>reserved</span>\
    <span><i class=\"key-daemons\"></i>DaemonSets</span>\
    <span><i class=\"key-pods\"></i>pods, by their requests</span></p>";

/// CPU and memory of a node with so many pods: reserved, DaemonSets, pods, free.
pub fn bars(share: &Share, pods: u32) -> String {
    let mut html = "<div class=\"shares\" aria-hidden=\"true\">".to_string();
    for (index, name) in NAMES.iter().enumerate() {
        let percent = |part: u32| {
            let whole = f64::from(share.whole[index].max(1));
            words::number((f64::from(part) / whole * 100.0).min(100.0), 1)
        };
        let bar = [
            "<span>",
            name,
            "</span><i style=\"--reserved:",
            &percent(share.reserved[index]),
            "%;--daemons:",
            &percent(share.reserved[index] + share.daemons[index]),
            "%;--pods:",
            &percent(share.reserved[index] + share.daemons[index] + share.pod[index] * pods),
            "%\"></i>",
        ];
        html.push_str(&bar.concat());
    }
    html + "</div>"
}

/// The same in words, to go on from the name of the node.
pub fn said(share: &Share, pods: u32) -> String {
    let mut text = String::new();
    for (index, name) in NAMES.iter().enumerate() {
        let part = |amount: u32| amount_said(index, amount);
        let more = [
            "; ",
            name,
            " ",
            &part(share.whole[index]),
            ": ",
            &part(share.reserved[index]),
            " reserved, ",
            &part(share.daemons[index]),
            " DaemonSets, ",
            &part(share.pod[index] * pods),
            " pods",
        ];
        text.push_str(&more.concat());
    }
    text
}

/// `1930m`, or `7.1 GiB`
fn amount_said(index: usize, amount: u32) -> String {
    match index {
        0 => [&amount.to_string(), "m"].concat(),
        _ => [&words::number(f64::from(amount) / 1024.0, 1), " GiB"].concat(),
    }
}

/// The nodes in a sentence: how many of which type, and how one divides.
pub fn summary(machines: &[MachineNow], kinds: &Kinds) -> String {
    let mut types: Vec<(&str, usize)> = Vec::new();
    for machine in machines.iter().filter(|one| one.state == State::Active) {
        match types.iter_mut().find(|(name, _)| *name == machine.type_name) {
            Some((_, count)) => *count += 1,
            None => types.push((&machine.type_name, 1)),
        }
    }
    types.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let said: Vec<String> =
        types.iter().map(|(name, count)| [&count.to_string(), " ", name].concat()).collect();
    let active: usize = types.iter().map(|(_, count)| count).sum();
    let mut text = kinds.terms.machines(active as f64);
    if types.len() > 1 {
        text.push_str(&[" (", &said.join(", "), ")"].concat());
    }
    text.push_str(" in the cluster");
    let kind = kinds.get(types.first().map_or("", |(name, _)| name));
    if let Some(share) = &kind.share {
        let part = |index: usize, parts: &[u32; 2]| amount_said(index, parts[index]);
        let daemons = match share.daemons {
            [0, 0] => String::new(),
            taken => [", DaemonSets take ", &part(0, &taken)].concat(),
        };
        let divided = [
            "; ",
            &kind.name,
            " keeps ",
            &part(0, &share.reserved),
            " CPU and ",
            &part(1, &share.reserved),
            " for itself",
            &daemons,
            ", at most ",
            &share.pods_max.to_string(),
            " pods by ",
            &kinds.network,
            ": ",
            &words::plural(f64::from(kind.places), "place", "places"),
            " for yours",
        ];
        text.push_str(&divided.concat());
    }
    text
}

/// Pods that have a node each.
pub fn own(tasks: &[TaskNow], own: &Own, frame: &Frame) -> String {
    let mut html = String::new();
    for task in tasks {
        let one = fleet_text::tasks(
            std::slice::from_ref(task),
            frame.load,
            frame.chosen,
            frame.place,
            frame.kinds.terms,
        );
        let node = [
            "<div role=\"group\" class=\"machine micro\" aria-label=\"Fargate node of ",
            &own.size,
            "\">",
            &one,
            "</div>",
        ];
        html.push_str(&node.concat());
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share() -> Share {
        Share {
            whole: [2000, 8192],
            reserved: [70, 1024],
            daemons: [150, 0],
            pod: [500, 1024],
            pods_max: 29,
        }
    }

    #[test]
    fn a_node_says_how_it_divides() {
        let said = said(&share(), 3);
        let cpu = "CPU 2000m: 70m reserved, 150m DaemonSets, 1500m pods";
        assert!(said.contains(cpu), "{said}");
        assert!(said.contains("memory 8 GiB: 1 GiB reserved, 0 GiB DaemonSets, 3 GiB pods"));
    }

    #[test]
    fn bars_add_up_and_end_at_the_node() {
        let html = bars(&share(), 3);
        assert!(html.contains("--reserved:3.5%;--daemons:11%;--pods:86%"), "{html}");
        assert!(bars(&share(), 99).contains("--pods:100%"));
    }
}
