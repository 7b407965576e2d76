//! The table of instance types, and the facts in the units that the models count in.

use super::{compiled, finds};
use drydock::facts::{Facts, InstanceType, Rulebook};

const FILE: &str = "instances.toml";
const M5_LARGE: &str = "name = \"m5.large\", vcpu = 2, ";

fn rulebook() -> Rulebook {
    let facts: Facts = compiled("facts.json");
    let instances: Vec<InstanceType> = compiled("instances.json");
    Rulebook::new(&facts).expect("the facts are whole").with_instances(instances)
}

#[test]
fn mistakes_in_the_table_stand_at_their_row() {
    let place = "content/instances.toml:6:3: error:";
    let row = "content/instances.toml:7:3: error:";
    finds(FILE, M5_LARGE, "name = \"m5.large\", ", &[&format!("{place} vcpu: missing field")]);
    finds(
        FILE,
        M5_LARGE,
        "name = \"m5.large\", vcpu = 2, gpu = 1, ",
        &[&format!("{place} gpu: unknown field")],
    );
    let twice = format!("{row} instance type `m5.large` stands here twice");
    finds(FILE, "\"m5.xlarge\"", "\"m5.large\"", &[&twice]);
    let price = format!("{place} m5.large costs 0.1 here and 0.096 in fact `ec2.m5_large_hour`");
    finds(FILE, "usd_per_hour = 0.096 ", "usd_per_hour = 0.1 ", &[&price]);
}

/// Rows of AWS's own tables.
#[test]
fn types_are_found_by_name_with_what_aws_lists() {
    let rules = rulebook();
    let m5 = rules.instance_type("m5.large").expect("is in the table");
    assert_eq!((m5.vcpu, m5.memory_mib, m5.enis, m5.trunk_tasks), (2, 8192, 3, Some(10)));
    let t3 = rules.instance_type("t3.medium").expect("is in the table");
    assert_eq!((t3.trunk_tasks, t3.usd_per_hour), (None, Some(0.0416)));
    assert_eq!(rules.instance_type("m7g.medium").map(|it| it.enis), Some(2));
    assert_eq!(rules.instance_type("m5.huge"), None);
}

/// AWS lists 1, 2, 3, 3, 7 and 7 tasks without trunking for these sizes of every family with it.
#[test]
fn tasks_without_trunking_are_the_interfaces_less_one() {
    let rules = rulebook();
    let listed = [
        ("medium", 1),
        ("large", 2),
        ("xlarge", 3),
        ("2xlarge", 3),
        ("4xlarge", 7),
        ("8xlarge", 7),
    ];
    for it in rules.instance_types.iter().filter(|it| it.trunk_tasks.is_some()) {
        let size = it.name.split('.').next_back();
        let tasks = listed.iter().find(|(name, _)| Some(*name) == size).map(|(_, tasks)| *tasks);
        assert_eq!(
            Some(f64::from(it.enis) - rules.ecs_eni_reserved),
            tasks.map(f64::from),
            "{it:?}"
        );
    }
}

#[test]
fn times_of_any_unit_become_seconds() {
    let rules = rulebook();
    assert_eq!(rules.fargate_spot_warning_s, 120.0);
    assert_eq!(rules.ecs_launch_backoff_max_s, 1620.0);
    assert_eq!(rules.ecs_stop_timeout_s, 30.0);
    assert_eq!(rules.fargate_launch_rate_per_s, 20.0);
}
