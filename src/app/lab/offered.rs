//! On which platforms a control exists, and beside which autoscaler of nodes. Pure.

use crate::sim::Scenario;
use crate::sim::scenario::{Autoscaler, CapacityType, Platform};

/// Everywhere.
pub fn anywhere(_: &Scenario) -> bool {
    true
}

/// Amazon ECS, Express Mode with it.
pub fn ecs(scenario: &Scenario) -> bool {
    use Platform::{EcsEc2, EcsExpress, EcsFargate};
    matches!(scenario.platform, EcsEc2 | EcsFargate | EcsExpress)
}

/// Amazon ECS where the way of new versions is chosen: Express Mode has canaries.
pub fn deploys_freely(scenario: &Scenario) -> bool {
    ecs(scenario) && !express(scenario)
}

/// Amazon ECS Express Mode.
pub fn express(scenario: &Scenario) -> bool {
    scenario.platform == Platform::EcsExpress
}

/// AWS App Runner.
pub fn app_runner(scenario: &Scenario) -> bool {
    scenario.platform == Platform::AppRunner
}

/// Everywhere but on App Runner, which has a scaling, a front and a network of its own.
pub fn own_service(scenario: &Scenario) -> bool {
    !app_runner(scenario)
}

/// Amazon ECS on instances of yours.
pub fn ecs_ec2(scenario: &Scenario) -> bool {
    scenario.platform == Platform::EcsEc2
}

/// Amazon ECS on Fargate, Express Mode with it.
pub fn ecs_fargate(scenario: &Scenario) -> bool {
    matches!(scenario.platform, Platform::EcsFargate | Platform::EcsExpress)
}

/// Amazon EKS.
pub fn eks(scenario: &Scenario) -> bool {
    scenario.platform.is_eks()
}

/// Amazon EKS with a machine of AWS's for each pod.
pub fn pod_a_node(scenario: &Scenario) -> bool {
    scenario.platform == Platform::EksFargate
}

/// No machines of yours: the account has a quota of vCPUs.
pub fn quota(scenario: &Scenario) -> bool {
    !scenario.platform.has_machines()
}

/// Tasks in sizes that AWS offers.
pub fn sizes(scenario: &Scenario) -> bool {
    !scenario.platform.is_eks()
}

/// Amazon EKS with nodes that pods share.
pub fn nodes(scenario: &Scenario) -> bool {
    scenario.platform.is_eks() && scenario.platform.has_machines()
}

/// Amazon EKS with a group of nodes.
pub fn group(scenario: &Scenario) -> bool {
    matches!(scenario.platform, Platform::EksManaged | Platform::EksSelfManaged)
}

/// Instances or a group of nodes.
pub fn instances(scenario: &Scenario) -> bool {
    ecs_ec2(scenario) || group(scenario)
}

/// A managed node group.
pub fn managed(scenario: &Scenario) -> bool {
    scenario.platform == Platform::EksManaged
}

/// Instances or nodes of yours that Spot can be a share of.
pub fn mixed(scenario: &Scenario) -> bool {
    matches!(scenario.platform, Platform::EcsEc2 | Platform::EksSelfManaged)
}

/// Karpenter brings the nodes, run by you or by AWS.
pub fn karpenter(scenario: &Scenario) -> bool {
    let auto = scenario.platform == Platform::EksAuto;
    auto || group(scenario) && scenario.platform_settings.autoscaler == Autoscaler::Karpenter
}

/// The Cluster Autoscaler sizes the group.
pub fn cluster_autoscaler(scenario: &Scenario) -> bool {
    group(scenario) && scenario.platform_settings.autoscaler == Autoscaler::ClusterAutoscaler
}

/// A group of nodes that nothing sizes.
pub fn unsized_group(scenario: &Scenario) -> bool {
    group(scenario) && scenario.platform_settings.autoscaler == Autoscaler::Off
}

/// Nodes are all On-Demand or all Spot.
pub fn one_capacity_type(scenario: &Scenario) -> bool {
    managed(scenario) || karpenter(scenario)
}

/// Something may be Spot.
pub fn spot(scenario: &Scenario) -> bool {
    !matches!(scenario.platform, Platform::EksFargate | Platform::AppRunner)
}

/// Whether any node or instance is bought as Spot.
pub fn has_spot(scenario: &Scenario) -> bool {
    let settings = &scenario.platform_settings;
    let all = one_capacity_type(scenario) && settings.capacity_type == CapacityType::Spot;
    all || mixed(scenario) && settings.spot_share > 0.0
}
