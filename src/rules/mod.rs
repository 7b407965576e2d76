//! Each rule of the models by name: its shapes, its working, its source. One file a rule.
//!
//! A thin layer: the arithmetic is the engine's own, so that a calculator, a decision in the log
//! and a generated question can never disagree. Knows JSON values, no file and no browser.

mod app_runner;
mod capacity_provider;
mod capacity_strategy;
mod circuit_breaker;
mod cluster_autoscaler;
mod deployment_bounds;
mod ebs_limits;
mod ecr_lifecycle;
mod ecr_pull;
mod efs_burst;
mod eks_fargate_size;
mod eni_density;
pub mod examples;
mod fargate_size;
pub mod field;
mod fields;
mod hpa;
mod hpa_behavior;
pub mod iam;
mod kube_reserved;
mod lcu;
mod max_pods;
mod node_allocatable;
mod node_group_update;
mod placement;
mod price;
mod queue;
mod role_for;
pub mod says;
mod scheduled;
mod scheduled_bounds;
mod step_scaling;
mod target_tracking;
pub mod tools;
mod volume;

use crate::facts::Rulebook;
use field::Field;
use serde_json::Value;

/// A rule that can be called on its own.
pub struct Rule {
    /// `target-tracking`
    pub name: &'static str,
    /// What people look for: `Max pods of an EKS node`.
    pub title: &'static str,
    /// What it answers, in one line.
    pub meaning: &'static str,
    /// Id of the fact it rests on; of the first, where there are several. Theory has none.
    pub source: &'static str,
    /// The answer as a sentence, with `{field}` for what stands there and `{#field}` for the length
    /// of a list: the first of these whose fields are there. `{field=true}` only asks.
    pub says: &'static [&'static str],
    /// What its input holds.
    pub fields: &'static [Field],
    /// Its answer; the error names the field and what was expected there.
    pub answer: fn(&Value, &Rulebook) -> Result<Answer, String>,
}

/// What a rule answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// An object of the rule's shape.
    pub value: Value,
    /// The arithmetic as text.
    pub because: String,
}

/// All rules, in the order of their names.
pub const RULES: &[Rule] = &[
    app_runner::RULE,
    capacity_provider::RULE,
    capacity_strategy::RULE,
    circuit_breaker::RULE,
    cluster_autoscaler::RULE,
    deployment_bounds::RULE,
    ebs_limits::RULE,
    ecr_lifecycle::RULE,
    ecr_pull::RULE,
    efs_burst::RULE,
    eks_fargate_size::RULE,
    eni_density::RULE,
    fargate_size::RULE,
    hpa::RULE,
    hpa_behavior::RULE,
    iam::RULE,
    kube_reserved::RULE,
    lcu::RULE,
    max_pods::RULE,
    node_allocatable::RULE,
    node_group_update::RULE,
    placement::RULE,
    price::RULE,
    queue::RULE,
    role_for::RULE,
    scheduled::RULE,
    scheduled_bounds::RULE,
    step_scaling::RULE,
    target_tracking::RULE,
    volume::RULE,
];

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name)
}
