//! How many tasks in awsvpc mode an instance carries.
//!
//! Source: Amazon ECS Developer Guide, Increasing Amazon ECS Linux container instance network
//! interfaces. The numbers of the types are the rulebook's.

/// Tasks in awsvpc mode that the interfaces of an instance allow.
///
/// Without trunking each task takes one interface, and `reserved` of them are the instance's own
/// (fact `ecs.eni_reserved`). With trunking the number is the one AWS lists for the type; `None`
/// where it lists none.
pub fn awsvpc_tasks(
    interfaces: u32,
    reserved: u32,
    trunk_tasks: Option<u32>,
    trunking: bool,
) -> Option<u32> {
    if trunking { trunk_tasks } else { Some(interfaces.saturating_sub(reserved)) }
}
