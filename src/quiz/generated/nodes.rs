//! Nodes of EKS: how many pods they take, and how a group is updated.

use super::Generator;
use super::draft::{Draft, answer, whole};
use super::luck::Luck;
use crate::facts::Rulebook;
use serde_json::json;

const LESSON: &str = "eks-node-types";

pub const PODS: Generator = Generator {
    name: "max-pods",
    meaning: "Pods that the addresses of an instance type allow",
    lesson: LESSON,
    exams: &[("SAA-C03", &["D3"]), ("SOA-C03", &["D5"])],
    difficulty: 2,
    facts: &["eks.max_pods", "eks.host_network_pods"],
    draw: pods,
};

fn pods(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let types: Vec<_> = rules.instance_types.iter().collect();
    let kind = luck.one_of(&types);
    let case = json!({ "instance_type": kind.name });
    let key = whole("max-pods", &case, "max_pods", rules)?;
    let (enis, each) = (kind.enis, kind.ipv4_per_eni);
    let stem = format!(
        "A node of EKS is a {} with {} vCPU, {enis} network interfaces and {each} IPv4 addresses \
         on each. The VPC CNI runs without prefix delegation. How many pods can the node hold at \
         most?",
        kind.name, kind.vcpu
    );
    let of = "pod";
    Some(
        Draft::new(case, stem)
            .key_of(
                key,
                of,
                format!(
                    "{enis} × ({each} − 1) + {}: one address of each interface is its own, and \
                     pods of the host network need none.",
                    rules.eks.host_network_pods
                ),
            )
            .wrong_of(
                enis * each,
                of,
                "It tempts as the simple product. One address of each interface is not for pods.",
                "maxpods-forgets-plus2",
            )
            .wrong_of(
                enis * (each - 1),
                of,
                "It tempts because the addresses are counted right. Pods of the host network come \
                 on top.",
                "maxpods-forgets-plus2",
            )
            .wrong_of(
                kind.vcpu * 10,
                of,
                "It tempts to count by CPU. The addresses decide, whatever the pods ask for.",
                "pods-limited-by-cpu",
            )
            .wrong_of(
                enis - 1,
                of,
                "It tempts as the number of tasks in awsvpc mode on ECS. Pods take an address, not \
                 an interface.",
                "eni-unlimited",
            ),
    )
}

pub const UPDATE: Generator = Generator {
    name: "node-group-update",
    meaning: "Nodes that an update of a managed node group adds at most",
    lesson: LESSON,
    exams: &[("SOA-C03", &["D3"]), ("DOP-C02", &["D2"])],
    difficulty: 3,
    facts: &["eks.update_zone_factor", "eks.update_batch"],
    draw: update,
};

fn update(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let (zones, nodes) = (luck.whole(1, 4), luck.whole(12, 60));
    let unavailable = luck.whole(1, 12);
    let case = json!({ "zones": zones, "nodes": nodes, "max_unavailable": unavailable });
    let key = whole("node-group-update", &case, "surge", rules)?;
    let stem = format!(
        "A managed node group of {nodes} nodes lies in {} and has maxUnavailable {unavailable}. \
         Its update uses the default strategy. By how many nodes at most does EKS enlarge the \
         group first?",
        super::draft::count(zones, "zone")
    );
    let of = "node";
    let why = "It tempts because it is the setting of the update. The group first grows by twice \
               its zones, if that is more.";
    Some(
        Draft::new(case, stem)
            .key_of(
                key,
                of,
                format!(
                    "The larger of {} × {zones} zones and maxUnavailable {unavailable}: {key}.",
                    rules.eks.update_zone_factor
                ),
            )
            .wrong_of(unavailable, of, why, "mng-patches-itself")
            .wrong_of(
                zones * rules.eks.update_zone_factor as u32,
                of,
                "It tempts as two for each zone. maxUnavailable is larger here and counts.",
                "mng-patches-itself",
            )
            .wrong_of(
                zones,
                of,
                "It tempts as one for each zone. It is twice that, so that no zone is short.",
                "mng-patches-itself",
            )
            .wrong_of(
                nodes,
                of,
                "It tempts to think of a second set, as in blue/green. The group is updated in \
                 place, a few nodes at a time.",
                "rolling-is-blue-green",
            )
            .wrong_of(
                zones * rules.eks.update_zone_factor as u32 + unavailable,
                of,
                "It tempts to add both. The larger of the two counts.",
                "mng-patches-itself",
            ),
    )
}

pub const ROOM: Generator = Generator {
    name: "node-room",
    meaning: "Memory that a node leaves to pods",
    lesson: LESSON,
    exams: &[("SOA-C03", &["D2"])],
    difficulty: 3,
    facts: &["eks.allocatable", "eks.reserved_memory", "eks.eviction_memory"],
    draw: room,
};

fn room(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let types: Vec<_> = rules.instance_types.iter().filter(|it| it.vcpu <= 8).collect();
    let kind = luck.one_of(&types);
    let case = json!({ "instance_type": kind.name });
    let found = answer("node-allocatable", &case, rules)?;
    let (key, pods) = (found["memory_mib"].as_u64()? as u32, found["pods"].as_u64()? as u32);
    let eks = &rules.eks;
    let (first, each) = (eks.reserved_memory_mib as u32, eks.reserved_pod_memory_mib as u32);
    let evicted = eks.eviction_memory_mib as u32;
    let says = |mib: u32| format!("{mib} MiB");
    let stem = format!(
        "A {} has {} MiB of memory and takes {pods} pods as a node of EKS. The kubelet reserves \
         {first} MiB and {each} MiB for each pod that fits, and evicts pods below {evicted} MiB. \
         How much of the nominal memory can pods request together?",
        kind.name, kind.memory_mib
    );
    Some(
        Draft::new(case, stem)
            .key(
                key,
                says(key),
                format!(
                    "{} − ({first} + {each} × {pods}) − {evicted} = {key} MiB.",
                    kind.memory_mib
                ),
            )
            .wrong(
                kind.memory_mib,
                says(kind.memory_mib),
                "It tempts as the size in the list of types. The kubelet keeps a part back.".into(),
                "allocatable-equals-size",
            )
            .wrong(
                key + evicted,
                says(key + evicted),
                "It tempts if only the reserve is taken off. The eviction threshold is kept free \
                 as well."
                    .into(),
                "allocatable-equals-size",
            )
            .wrong(
                kind.memory_mib - first - evicted,
                says(kind.memory_mib - first - evicted),
                "It tempts if the share of each pod is forgotten. It is reserved for every pod \
                 that would fit."
                    .into(),
                "allocatable-equals-size",
            ),
    )
}
