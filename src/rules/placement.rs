//! Which instance a task goes to, and why the others do not take it.

use super::field::{Field, choice, json, rows, text, whole};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::sim::platform::ecs_ec2::placement::{
    Candidate, Field as SpreadBy, Need, Placement, SLOTS, Strategy, rejection,
};
use crate::sim::platform::ecs_ec2::query::Query;
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "placement",
    title: "ECS task placement",
    meaning: "The instance that takes a task, by resources, constraints and strategies",
    source: "ecs.placement_order",
    says: &["The task goes to {instance_id}", "No instance takes the task"],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] = &[
    rows("instances", "Container instances", INSTANCE).spare(),
    json("task", "Task: cpu, memory, ports, awsvpc"),
    rows("constraints", "Placement constraints", CONSTRAINT).spare(),
    rows("strategies", "Placement strategies", STRATEGY).or("spread over the zones"),
];

const INSTANCE: &[Field] = &[
    text("id", "Id"),
    text("az", "Zone"),
    json("attributes", "Attributes").spare(),
    whole("cpu_free", "CPU free", "units"),
    whole("memory_free", "Memory free", "MiB"),
    whole("tasks_of_service", "Tasks of the service", "").or("0"),
    json("ports_used", "Ports used").spare(),
    whole("enis_free", "Interfaces free", "").spare(),
];

const CONSTRAINT: &[Field] = &[
    choice("type", "Type", &["distinctInstance", "memberOf"]),
    text("expression", "Expression").spare(),
];

const STRATEGY: &[Field] =
    &[choice("type", "Type", &["binpack", "spread", "random"]), text("field", "Field").spare()];

/// Bits of [`Need::ports`].
const PORTS_MAX: usize = 128;
/// An amount of CPU or memory, or a count.
const AMOUNT_MAX: u32 = 1 << 30;

/// An instance of the input, with its names.
struct Instance<'a> {
    id: &'a str,
    az: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
    ports: Vec<u64>,
    tasks: String,
    candidate: Candidate,
}

impl<'a> Instance<'a> {
    fn attribute(&self, name: &str) -> Option<&'a str> {
        let own = self.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
        own.or((name == "ecs.availability-zone").then_some(self.az))
    }
}

fn answer(input: &Value, _rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let (mut need, ports) = task(&fields)?;
    let mut instances = instances(&fields)?;
    let queries = constraints(&fields, &mut need)?;
    for instance in &mut instances {
        let taken = |port: &u64| instance.ports.contains(port);
        let bits = ports.iter().enumerate().filter(|(_, port)| taken(port));
        instance.candidate.ports_used = bits.fold(0, |bits, (index, _)| bits | 1 << index);
        instance.candidate.suits = queries.iter().all(|query| suits(instance, query));
    }
    let strategies = strategies(&fields, &mut instances)?;
    let candidates: Vec<Candidate> = instances.iter().map(|one| one.candidate).collect();
    let chosen = Placement::default().choose(&need, &candidates, &strategies, 0.0);
    let rejected: Vec<(&str, &str)> = instances
        .iter()
        .filter_map(|one| Some((one.id, rejection(&need, &one.candidate)?.word())))
        .collect();
    let id = chosen.and_then(|index| instances.get(index)).map(|one| one.id);
    let because = because(&instances, &rejected, id, &strategies);
    let rejected: Vec<Value> =
        rejected.iter().map(|(id, reason)| json!({ "id": id, "reason": reason })).collect();
    Ok(Answer { value: json!({ "instance_id": id, "rejected": rejected }), because })
}

fn because(
    instances: &[Instance],
    rejected: &[(&str, &str)],
    id: Option<&str>,
    strategies: &[Strategy],
) -> String {
    let left = instances.len() - rejected.len();
    let out: Vec<String> = rejected.iter().map(|(id, reason)| format!("{id} ({reason})")).collect();
    let out = if out.is_empty() { "none".into() } else { out.join(", ") };
    let order: Vec<String> = strategies.iter().map(|strategy| strategy.to_string()).collect();
    let end = match id {
        Some(id) => format!("by {}, then the first in the list: {id}", order.join(", then ")),
        None => "no instance fits, and the task waits".into(),
    };
    format!("{} instances, out: {out}; {left} left; {end}", instances.len())
}

/// What the task needs, and its host ports in the order of their bits.
fn task(fields: &Fields) -> Result<(Need, Vec<u64>), String> {
    let task = fields.object("task", &["cpu", "memory", "ports", "awsvpc"])?;
    let mut ports = ports(&task, "ports")?;
    ports.sort_unstable();
    ports.dedup();
    if ports.len() > PORTS_MAX {
        return Err(task.wrong("ports", format!("expected at most {PORTS_MAX} ports")));
    }
    let need = Need {
        cpu: task.whole("cpu", 0, AMOUNT_MAX)?,
        memory_mib: task.whole("memory", 0, AMOUNT_MAX)?,
        enis: u32::from(task.flag("awsvpc")?),
        ports: (0..ports.len()).fold(0, |bits, index| bits | 1 << index),
        distinct: false,
    };
    Ok((need, ports))
}

fn ports(fields: &Fields, name: &str) -> Result<Vec<u64>, String> {
    let items = fields.items(name)?.iter();
    let port = |item: &Value| item.as_u64().filter(|port| (1..=65_535).contains(port));
    items
        .map(|item| {
            port(item).ok_or_else(|| fields.wrong(name, format!("expected ports, found {item}")))
        })
        .collect()
}

fn instances<'a>(fields: &Fields<'a>) -> Result<Vec<Instance<'a>>, String> {
    let known = [
        "id",
        "az",
        "attributes",
        "cpu_free",
        "memory_free",
        "tasks_of_service",
        "ports_used",
        "enis_free",
    ];
    let mut found: Vec<Instance> = Vec::new();
    for one in fields.objects("instances", &known)? {
        let id = one.text("id")?;
        if found.iter().any(|other| other.id == id) {
            return Err(one.wrong("id", format!("`{id}` is there twice")));
        }
        let tasks = one.optional_whole("tasks_of_service", 0, AMOUNT_MAX)?.unwrap_or(0);
        let candidate = Candidate {
            cpu_free: one.whole("cpu_free", 0, AMOUNT_MAX)?,
            memory_free_mib: one.whole("memory_free", 0, AMOUNT_MAX)?,
            // Nobody counted them: they do not limit.
            enis_free: one.optional_whole("enis_free", 0, AMOUNT_MAX)?.unwrap_or(u32::MAX),
            tasks_of_service: tasks,
            ..Candidate::default()
        };
        let attributes = one.texts_by_name("attributes")?;
        let (az, ports) = (one.text("az")?, ports(&one, "ports_used")?);
        found.push(Instance { id, az, attributes, ports, tasks: tasks.to_string(), candidate });
    }
    if found.len() > usize::from(u16::MAX) {
        return Err(fields.wrong("instances", format!("expected at most {}", u16::MAX)));
    }
    Ok(found)
}

/// The `memberOf` expressions; a `distinctInstance` goes into the need.
fn constraints(fields: &Fields, need: &mut Need) -> Result<Vec<Query>, String> {
    let mut queries = Vec::new();
    for constraint in fields.objects("constraints", &["type", "expression"])? {
        if constraint.needed_word("type", &["distinctInstance", "memberOf"])? == "memberOf" {
            let text = constraint.text("expression")?;
            let query = Query::parse(text).map_err(|why| constraint.wrong("expression", why))?;
            queries.push(query);
        } else if constraint.has("expression") {
            return Err(constraint.wrong("expression", "expected nothing for distinctInstance"));
        } else {
            need.distinct = true;
        }
    }
    Ok(queries)
}

fn suits(instance: &Instance, query: &Query) -> bool {
    query.holds(&|subject: &str| match subject.strip_prefix("attribute:") {
        Some(name) => instance.attribute(name),
        None if subject == "ec2InstanceId" => Some(instance.id),
        None => Some(&instance.tasks),
    })
}

/// The strategies, with zones and attribute values numbered on the instances. A service without
/// any is spread over its zones.
fn strategies(fields: &Fields, instances: &mut [Instance]) -> Result<Vec<Strategy>, String> {
    number(instances, |one| Some(one.az), |one, value| one.zone = value);
    let mut found = Vec::new();
    let mut slots = 0;
    for strategy in fields.objects("strategies", &["type", "field"])? {
        let field = strategy.optional_text("field")?;
        found.push(match strategy.needed_word("type", &["binpack", "spread", "random"])? {
            "binpack" => match field.map(str::to_ascii_lowercase).as_deref() {
                Some("cpu") => Strategy::BinpackCpu,
                Some("memory") => Strategy::BinpackMemory,
                _ => return Err(strategy.wrong("field", "expected cpu or memory for binpack")),
            },
            "spread" => match field {
                Some("instanceId" | "host") => Strategy::Spread(SpreadBy::Instance),
                Some("attribute:ecs.availability-zone") => Strategy::Spread(SpreadBy::Zone),
                Some(name) if name.starts_with("attribute:") && slots < SLOTS => {
                    let name = &name["attribute:".len()..];
                    let slot = slots;
                    slots += 1;
                    let set = |one: &mut Candidate, value| one.values[slot] = value;
                    number(instances, |one| one.attribute(name), set);
                    Strategy::Spread(SpreadBy::Attribute(slot))
                }
                _ => {
                    let expected = format!(
                        "expected instanceId, host or attribute:NAME (at most {SLOTS} of these)"
                    );
                    return Err(strategy.wrong("field", expected));
                }
            },
            _ if field.is_some() => {
                return Err(strategy.wrong("field", "expected nothing for random"));
            }
            _ => Strategy::Random,
        });
    }
    if found.is_empty() {
        found.push(Strategy::Spread(SpreadBy::Zone));
    }
    Ok(found)
}

/// Gives each different value a number, in the order in which they come; none is a value too.
fn number<'a>(
    instances: &mut [Instance<'a>],
    value: impl Fn(&Instance<'a>) -> Option<&'a str>,
    set: impl Fn(&mut Candidate, u16),
) {
    let mut seen: Vec<Option<&str>> = Vec::new();
    for instance in instances {
        let value = value(instance);
        let index = seen.iter().position(|other| *other == value).unwrap_or_else(|| {
            seen.push(value);
            seen.len() - 1
        });
        set(&mut instance.candidate, index as u16);
    }
}
