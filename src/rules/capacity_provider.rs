//! What a capacity provider with managed scaling reports, and the size it heads for.

use super::field::{Field, whole};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::sim::platform::ecs_ec2::reservation::{ManagedScaling, reservation};
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "capacity-provider",
    title: "Managed scaling of an ECS capacity provider",
    meaning: "CapacityProviderReservation, and the number of instances managed scaling heads for",
    source: "ecs.capacity_reservation",
    says: &["Reservation {reservation}, so it heads for {desired} instances"],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] = &[
    whole("needed", "Instances that the tasks need", ""),
    whole("running", "Instances that run", ""),
    whole("target_capacity", "Target capacity", "%")
        .from_one()
        .to(100.0)
        .or_fact("ecs.capacity_target"),
    whole("min_step", "Minimum scaling step", "instances")
        .from_one()
        .or_fact("ecs.capacity_step_min"),
    whole("max_step", "Maximum scaling step", "instances")
        .from_one()
        .or_fact("ecs.capacity_step_max"),
];

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let needed = fields.whole("needed", 0, 1_000_000)?;
    let running = fields.whole("running", 0, 1_000_000)?;
    let target = fields.optional_whole("target_capacity", 1, 100)?.map(f64::from);
    let step_max = rules.ecs_capacity_step_max as u32;
    let scaling = ManagedScaling {
        target_capacity: target.unwrap_or(rules.ecs_capacity_target_percent),
        min_step: fields
            .optional_whole("min_step", 1, step_max)?
            .unwrap_or(rules.ecs_capacity_step_min as u32),
        max_step: fields.optional_whole("max_step", 1, step_max)?.unwrap_or(step_max),
        from_zero: rules.ecs_capacity_from_zero as u32,
        in_share: rules.ecs_capacity_scale_in_share_percent / 100.0,
    };
    let ManagedScaling { target_capacity: target, min_step, max_step, .. } = scaling;
    if min_step > max_step {
        return Err(fields.wrong("max_step", format!("expected at least the smallest, {min_step}")));
    }
    let percent = reservation(needed, running);
    let desired = scaling.desired(needed, running);
    let because = if (needed, running) == (0, 0) {
        format!("no instance runs and none is needed: the reservation is {percent} by definition")
    } else if running == 0 {
        format!(
            "no instance runs and {needed} are needed: the reservation is {percent} by \
             definition, and an empty group starts with {desired}"
        )
    } else if desired > running {
        format!(
            "{needed} / {running} × 100 = {percent:.2} against {target}; {needed} × 100 / {target} \
             rounded up, in a step of {min_step} to {max_step}: {running} + {} = {desired}",
            desired - running
        )
    } else {
        format!(
            "{needed} / {running} × 100 = {percent:.2} against {target}; {needed} × 100 / {target} \
             rounded up = {desired}"
        )
    };
    Ok(Answer { value: json!({ "reservation": percent, "desired": desired }), because })
}
