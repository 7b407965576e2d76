//! What the operator has to do, on the same patch day.

use super::*;

fn work(platform: &str, autoscaler: &str) -> Run {
    run(
        platform,
        json!({
        "duration_s": 14_400,
        "scaling": { "desired": 6 },
        "platform_settings": {
            "autoscaler": autoscaler, "instances": 3, "min_instances": 3,
            "managed_scaling": false, "placement": ["spread:instance"] },
        "balancer": { "deregistration_delay_s": 30 },
        "changes": [fault("00:30", "patch-day")] }),
    )
}

#[test]
fn own_nodes_and_instances_are_drained_one_by_one() {
    let own = work("eks-self-managed", "off");
    assert_eq!(by_hand(&own, "drain a node"), 3);
    assert_eq!(by_hand(&own, "end an old node"), 3);
    assert_eq!(decided(&own, "you", "every node is replaced").len(), 1);
    assert_eq!(at(&own.columns.machines, 14_300), 3.0);
    let ecs = work("ecs-ec2", "off");
    assert_eq!(by_hand(&ecs, "drain an instance"), 3);
    assert_eq!(by_hand(&ecs, "end an old instance"), 3);
    assert_eq!(by_hand(&ecs, "launch an instance"), 3);
}

#[test]
fn a_managed_group_needs_one_step_and_auto_mode_none() {
    let managed = work("eks-managed", "off");
    let times: u32 = managed.by_hand.iter().map(|work| work.times).sum();
    assert_eq!(times, 1);
    for platform in ["eks-auto", "eks-fargate", "ecs-fargate", "ecs-express", "app-runner"] {
        assert!(work(platform, "off").by_hand.is_empty(), "{platform}");
    }
}
