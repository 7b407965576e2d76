//! Which node group the Cluster Autoscaler would let grow, and which nodes it could remove.

use super::field::{Field, choice, json, number, rows, switch};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::sim::kubernetes::cluster_autoscaler::{
    Amount, Expander, Group, Node, Offer, Pod, choose, growths, settle, unneeded,
};
use crate::sim::kubernetes::digits::enough_digits;
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "cluster-autoscaler",
    title: "What the Cluster Autoscaler does next",
    meaning: "The node group that grows for pods without a node, and the nodes that nobody needs",
    source: "eks.autoscaler_threshold",
    says: &[
        "{scale_up.group} grows by {scale_up.by}; not needed: {unneeded}",
        "No group grows; not needed: {unneeded}",
    ],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] = &[
    json("nodes", "Nodes: name, allocatable, pods, group").spare(),
    rows("pending", "Pods that wait for a node", POD).spare(),
    json("groups", "Node groups: name, size, min, max, allocatable").spare(),
    choice("expander", "Expander", &EXPANDERS).or("least-waste"),
];

const POD: &[Field] = &[
    number("cpu", "CPU", ""),
    number("memory", "Memory", ""),
    switch("movable", "Movable").or("true"),
];

const AMOUNT_MAX: f64 = 1e12;
/// Beyond this the packing would keep a page waiting.
const ITEMS_MAX: usize = 2000;

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let (group_names, groups) = groups(&fields)?;
    let (names, mut nodes) = nodes(&fields, &group_names)?;
    let pending = pods(&fields, "pending")?;
    let expander = match fields.word("expander", &EXPANDERS)? {
        Some("most-pods") => Expander::MostPods,
        Some("least-nodes") => Expander::LeastNodes,
        Some("random") => Expander::Random,
        _ => Expander::LeastWaste,
    };
    let left = settle(&mut nodes, &pending);
    let growths = growths(&left, &groups);
    let grown = choose(&growths, expander, 0.0);
    let percent = rules.eks.autoscaler_threshold_percent;
    let gone = unneeded(&nodes, &groups, percent / 100.0);
    let ways: Vec<String> = growths
        .iter()
        .map(|way| {
            format!(
                "{} by {} for {} pods, {:.1} % idle",
                group_names[way.group],
                way.by,
                way.pods,
                way.waste * 50.0
            )
        })
        .collect();
    let held: Vec<String> = groups
        .iter()
        .enumerate()
        .filter(|(index, _)| !left.is_empty() && growths.iter().all(|way| way.group != *index))
        .map(|(index, group)| format!("{} does not, {}", group_names[index], why_not(&left, group)))
        .collect();
    let low = |share: f64| share < percent;
    let used: Vec<String> = names
        .iter()
        .zip(&nodes)
        .map(|(name, node)| {
            let share = node.utilisation() * 100.0;
            let same = |shown: f64| low(shown) == low(share);
            format!("{name} {} %", enough_digits(share, 1, same))
        })
        .collect();
    let or_none = |list: Vec<String>| if list.is_empty() { "none".into() } else { list.join(", ") };
    let because = format!(
        "{} of {} pending pods have no room; groups that help: {}{}; requests of the nodes, of \
         which one below {percent} % whose pods fit elsewhere is unneeded: {}",
        left.len(),
        pending.len(),
        or_none(ways),
        held.iter().map(|why| format!("; {why}")).collect::<String>(),
        or_none(used)
    );
    let gone: Vec<&str> = gone.iter().map(|index| names[*index]).collect();
    let mut value = json!({ "unneeded": gone });
    if let Some(grown) = grown {
        value["scale_up"] = json!({ "group": group_names[grown.group], "by": grown.by });
    }
    Ok(Answer { value, because })
}

/// Why a group helps none of the pods.
fn why_not(left: &[Pod], group: &Group) -> String {
    let free = Group { size: 0, max: 1, ..*group };
    if growths(left, &[free]).is_empty() {
        return "its nodes are too small for any of them".into();
    }
    format!("it is at its maximum of {}", group.max)
}

const EXPANDERS: [&str; 4] = ["least-waste", "most-pods", "least-nodes", "random"];

type Named<'a, T> = (Vec<&'a str>, Vec<T>);

fn groups<'a>(fields: &Fields<'a>) -> Result<Named<'a, Group>, String> {
    let (mut names, mut groups) = (Vec::new(), Vec::new());
    for one in fields.objects("groups", &["name", "size", "min", "max", "allocatable"])? {
        names.push(new_name(&one, &names)?);
        let max = one.whole("max", 0, 100_000)?;
        groups.push(Group {
            size: one.whole("size", 0, 100_000)?,
            min: one.whole("min", 0, max)?,
            max,
            offer: offer(&one)?,
        });
    }
    Ok((names, groups))
}

fn nodes<'a>(fields: &Fields<'a>, groups: &[&str]) -> Result<Named<'a, Node>, String> {
    let (mut names, mut nodes) = (Vec::new(), Vec::new());
    for one in fields.objects("nodes", &["name", "allocatable", "pods", "group"])? {
        names.push(new_name(&one, &names)?);
        let group = match one.optional_text("group")? {
            None => None,
            Some(name) => {
                let unknown = || one.wrong("group", format!("there is no group `{name}`"));
                Some(groups.iter().position(|group| *group == name).ok_or_else(unknown)?)
            }
        };
        nodes.push(Node { offer: offer(&one)?, pods: pods(&one, "pods")?, group });
    }
    if nodes.len() > ITEMS_MAX {
        return Err(fields.wrong("nodes", format!("expected at most {ITEMS_MAX}")));
    }
    Ok((names, nodes))
}

fn new_name<'a>(one: &Fields<'a>, others: &[&str]) -> Result<&'a str, String> {
    let name = one.text("name")?;
    if others.contains(&name) {
        return Err(one.wrong("name", format!("`{name}` is there twice")));
    }
    Ok(name)
}

fn offer(one: &Fields) -> Result<Offer, String> {
    let fields = one.object("allocatable", &["cpu", "memory", "pods"])?;
    let amount = |name| fields.number(name, 1e-9, AMOUNT_MAX);
    Ok(Offer {
        amount: Amount { cpu: amount("cpu")?, memory: amount("memory")? },
        // Nobody counted them: they do not limit.
        pods: fields.optional_whole("pods", 0, 100_000)?.unwrap_or(u32::MAX),
    })
}

fn pods(fields: &Fields, name: &str) -> Result<Vec<Pod>, String> {
    let listed = fields.objects(name, &["cpu", "memory", "movable"])?;
    if listed.len() > ITEMS_MAX {
        return Err(fields.wrong(name, format!("expected at most {ITEMS_MAX}")));
    }
    let pod = |one: &Fields| {
        let amount = |name| one.number(name, 0.0, AMOUNT_MAX);
        let request = Amount { cpu: amount("cpu")?, memory: amount("memory")? };
        Ok(Pod { request, movable: one.optional_flag("movable")?.unwrap_or(true) })
    };
    listed.iter().map(pod).collect()
}
