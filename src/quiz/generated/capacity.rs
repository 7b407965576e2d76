//! Room for tasks: capacity providers, interfaces, placement.

use super::Generator;
use super::draft::{Draft, answer, share_up, whole};
use super::luck::Luck;
use crate::facts::Rulebook;
use serde_json::{Value, json};

const LESSON: &str = "ec2-launch-type";

pub const PROVIDER: Generator = Generator {
    name: "capacity-provider",
    meaning: "Instances that managed scaling wants for a target capacity",
    lesson: LESSON,
    exams: &[("SOA-C03", &["D2"]), ("SAA-C03", &["D2"])],
    difficulty: 3,
    facts: &["ecs.capacity_reservation", "ecs.two_loops"],
    draw: provider,
};

fn provider(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let running = luck.whole(3, 12);
    let needed = running + luck.whole(1, 8);
    let target = luck.one_of(&[70, 75, 80, 90]);
    let case = json!({ "needed": needed, "running": running, "target_capacity": target });
    let key = whole("capacity-provider", &case, "desired", rules)?;
    let down = needed * 100 / target;
    let slip = share_up(running, target, 100).max(1);
    let stem = format!(
        "A capacity provider with managed scaling has a target capacity of {target} %. {running} \
         instances run, and the tasks that wait and run would fill {needed} of them. No limit on \
         the step is reached. How many instances does managed scaling head for?"
    );
    Some(
        Draft::new(case, stem)
            .key_of(
                key,
                "instance",
                format!(
                    "Reservation is M ÷ N × 100, and {target} % is reached at {needed} × 100 ÷ \
                     {target}, rounded up to {key}: whole instances are kept spare."
                ),
            )
            .wrong_of(
                needed,
                "instance",
                format!(
                    "It tempts because {needed} are enough for all tasks. That would be a target \
                     of 100 %; {target} % keeps instances spare."
                ),
                "target-capacity-cpu",
            )
            .wrong_of(
                running + 1,
                "instance",
                "It tempts because scaling one by one is careful. The policy computes the size \
                 that the waiting tasks need.",
                "asg-cpu-is-enough",
            )
            .wrong_of(
                down,
                "instance",
                "It tempts because the fraction is cut off. Then the reservation would stand above \
                 its target, so the number is rounded up.",
                "tt-rounds-down",
            )
            .wrong_of(
                slip,
                "instance",
                format!(
                    "It tempts as {target} % of the instances that run. The target divides what is \
                     needed; it does not shrink the group."
                ),
                "target-capacity-cpu",
            ),
    )
}

pub const SPLIT: Generator = Generator {
    name: "capacity-split",
    meaning: "Tasks on Spot under a strategy with base and weights",
    lesson: "spot-and-cost",
    exams: &[("DVA-C03", &["D3"]), ("SAA-C03", &["D4"])],
    difficulty: 2,
    facts: &["ecs.capacity_strategy"],
    draw: split,
};

fn split(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let (base, tasks) = (luck.whole(1, 6), luck.whole(8, 30));
    let (calm, spot) = (luck.whole(1, 2), luck.whole(1, 5));
    let rest = tasks - base;
    if !rest.is_multiple_of(calm + spot) {
        return None;
    }
    let case = json!({ "tasks": tasks, "providers": [
        { "name": "FARGATE", "base": base, "weight": calm },
        { "name": "FARGATE_SPOT", "weight": spot },
    ] });
    let found = answer("capacity-strategy", &case, rules)?;
    let key = found["placed"]["FARGATE_SPOT"].as_u64()? as u32;
    let ignored = tasks * spot / (calm + spot);
    let stem = format!(
        "A service of {tasks} tasks uses a capacity provider strategy: FARGATE with base {base} \
         and weight {calm}, FARGATE_SPOT with weight {spot}. How many tasks run on Fargate Spot?"
    );
    Some(
        Draft::new(case, stem)
            .key_of(
                key,
                "task",
                format!(
                    "The base of {base} goes to FARGATE first. The other {rest} are shared as \
                     {calm} : {spot}, which gives Spot {key}."
                ),
            )
            .wrong_of(
                ignored,
                "task",
                format!(
                    "It tempts to share all {tasks} by weight. The base is filled before weights \
                     count."
                ),
                "base-per-provider",
            )
            .wrong_of(
                rest,
                "task",
                "It tempts because everything above the base looks like burst. The weights share \
                 it between both providers.",
                "base-per-provider",
            )
            .wrong_of(
                base,
                "task",
                "It tempts if the base is taken for the part on Spot. Only one provider has a \
                 base, and here it is FARGATE.",
                "base-per-provider",
            )
            .wrong_of(
                (tasks * spot).div_ceil(100).max(1),
                "task",
                "It tempts if weights are read as per cent. They are a ratio between providers.",
                "base-per-provider",
            ),
    )
}

pub const INTERFACES: Generator = Generator {
    name: "interfaces",
    meaning: "Tasks in awsvpc mode that fit an instance type",
    lesson: LESSON,
    exams: &[("SAA-C03", &["D3"]), ("SOA-C03", &["D5"])],
    difficulty: 2,
    facts: &["ecs.eni_reserved", "ecs.trunking"],
    draw: interfaces,
};

fn interfaces(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let types: Vec<_> = rules.instance_types.iter().filter(|it| it.vcpu > 1).collect();
    let kind = luck.one_of(&types);
    let units = luck.one_of(&[128, 256]);
    let case = json!({ "instance_type": kind.name, "trunking": false });
    let key = whole("eni-density", &case, "tasks", rules)?;
    let by_cpu = kind.vcpu * 1024 / units;
    let stem = format!(
        "An ECS cluster runs on {} instances: {} vCPU, {} network interfaces. Tasks of {units} CPU \
         units and little memory use awsvpc mode, and ENI trunking is off. How many fit one \
         instance?",
        kind.name, kind.vcpu, kind.enis
    );
    let mut draft = Draft::new(case, stem)
        .key_of(
            key,
            "task",
            format!(
                "Each task needs an interface of its own and the instance keeps one: {} − 1 = \
                 {key}.",
                kind.enis
            ),
        )
        .wrong_of(
            by_cpu,
            "task",
            format!(
                "It tempts because {} CPU units ÷ {units} is {by_cpu}. The interfaces run out long \
                 before the CPU does.",
                kind.vcpu * 1024
            ),
            "eni-unlimited",
        )
        .wrong_of(
            kind.enis,
            "task",
            "It tempts as the number of interfaces. The first one belongs to the instance itself.",
            "eni-unlimited",
        );
    if let Some(trunk) = kind.trunk_tasks {
        let why = "It tempts because it is the number with ENI trunking. The account setting is \
                   off, so trunks are not used.";
        draft = draft.wrong_of(trunk, "task", why, "trunking-account-root");
    }
    Some(draft.wrong_of(
        kind.enis * kind.ipv4_per_eni,
        "task",
        "It tempts if addresses are counted. A task in awsvpc mode takes a whole interface, not \
         one address of it.",
        "maxpods-forgets-plus2",
    ))
}

pub const PLACEMENT: Generator = Generator {
    name: "placement",
    meaning: "The instance that takes a task under spread, then binpack",
    lesson: LESSON,
    exams: &[("DVA-C03", &["D3"]), ("SAA-C03", &["D2"])],
    difficulty: 3,
    facts: &["ecs.placement_order", "ecs.placement_strategies"],
    draw: placement,
};

fn placement(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let need = luck.one_of(&[512, 1024, 2048]);
    let frees = luck.some_of(&[256, 640, 1100, 1700, 2300, 3000, 3900, 5200, 6400], 4);
    let counts: Vec<u32> = (0..4).map(|_| luck.whole(0, 3)).collect();
    let zones = ["us-east-1a", "us-east-1a", "us-east-1b", "us-east-1b"];
    let ids = ["i-1", "i-2", "i-3", "i-4"];
    let instances: Vec<Value> = (0..4)
        .map(|at| {
            json!({
                "id": ids[at], "az": zones[at], "cpu_free": 2048, "memory_free": frees[at],
                "tasks_of_service": counts[at]
            })
        })
        .collect();
    let case = json!({
        "instances": instances, "task": { "cpu": 256, "memory": need },
        "strategies": [
            { "type": "spread", "field": "attribute:ecs.availability-zone" },
            { "type": "binpack", "field": "memory" },
        ]
    });
    let in_zone = [counts[0] + counts[1], counts[2] + counts[3]];
    if in_zone[0] == in_zone[1] {
        return None;
    }
    let found = answer("placement", &case, rules)?;
    let key = ids.iter().position(|id| found["instance_id"] == *id)?;
    let rows: Vec<String> = (0..4)
        .map(|at| {
            format!("<tr><td>{}<td>{}<td>{} MiB<td>{}", ids[at], zones[at], frees[at], counts[at])
        })
        .collect();
    let stem = format!(
        "A task that needs {need} MiB is to be placed. The service spreads over \
         <code>attribute:ecs.availability-zone</code>, then uses binpack by memory. CPU is no \
         limit. Which instance gets the task?<table><thead><tr><th>Instance<th>Zone<th>Memory \
         free<th>Tasks of the service</thead><tbody>{}</tbody></table>",
        rows.join("")
    );
    let mut draft = Draft::new(case, stem).key(
        ids[key],
        ids[key].into(),
        format!(
            "Its zone has fewer tasks of the service, and of the instances there with {need} MiB \
             it has the least memory free."
        ),
    );
    for at in (0..4).filter(|at| *at != key) {
        let (why, misconception) = if frees[at] < need {
            ("It tempts to a tight fit, but the task does not fit at all.", "eni-unlimited")
        } else if zones[at] != zones[key] {
            (
                "It tempts by its memory. Its zone has more tasks already, and the strategies \
                 apply in their order: spread comes first.",
                "binpack-spreads",
            )
        } else {
            (
                "It tempts because it has the most room. Binpack takes the instance where the \
                 least is left.",
                "binpack-spreads",
            )
        };
        draft = draft.wrong(ids[at], ids[at].into(), why.into(), misconception);
    }
    Some(draft)
}
