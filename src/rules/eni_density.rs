//! How many tasks in awsvpc mode an instance type carries.

use super::field::{Field, instance_type, switch};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::sim::platform::ecs_ec2::density::awsvpc_tasks;
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "eni-density",
    title: "Tasks in awsvpc mode per EC2 instance",
    meaning: "Tasks in awsvpc mode that the interfaces of an instance type allow",
    source: "ecs.trunk_tasks",
    says: &["{tasks} tasks at most"],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] =
    &[instance_type(), switch("trunking", "awsvpcTrunking is on for the account")];

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let kind = fields.instance_type(rules)?;
    let name = &kind.name;
    let trunking = fields.flag("trunking")?;
    let reserved = rules.ecs_eni_reserved as u32;
    let tasks = awsvpc_tasks(kind.enis, reserved, kind.trunk_tasks, trunking).ok_or_else(|| {
        fields.wrong(
            "trunking",
            format!(
                "expected false, since no sourced number of tasks with trunking is on record \
                     for {name}"
            ),
        )
    })?;
    let because = if trunking {
        format!("{name} is listed with {tasks} tasks with trunking")
    } else {
        format!("{name}: {} interfaces − {reserved} of its own = {tasks}", kind.enis)
    };
    Ok(Answer { value: json!({ "tasks": tasks }), because })
}
