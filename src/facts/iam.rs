//! What AWS says when a permission is missing, and what its managed policies hold.

use super::Facts;
use super::reading::text;
use super::rulebook::RulebookError;
use crate::shape;
use crate::shape::Shape;

macro_rules! texts {
    ($($(#[$doc:meta])* $field:ident : $id:literal,)+) => {
        /// Texts and lists about permissions, field by field the fact it is. In texts `{user}`,
        /// `{action}`, `{resource}`, `{type}` and `{role}` stand for what the case says.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Iam {
            $($(#[$doc])* pub $field: String,)+
            /// Actions of the managed policy of the execution role.
            pub execution_actions: Vec<String>,
            /// Actions of the managed policy of the instance role.
            pub instance_actions: Vec<String>,
        }

        shape!(Iam { execution_actions, instance_actions, $($field),+ });

        impl Iam {
            /// Reads the facts once. Errors name every fact that is missing or no text.
            pub fn new(facts: &Facts) -> Result<Iam, RulebookError> {
                let mut problems = Vec::new();
                $(let $field = text(facts, $id, &mut problems);)+
                let execution_actions = list(facts, "roles.execution_actions", &mut problems);
                let instance_actions = list(facts, "roles.instance_actions", &mut problems);
                match problems.is_empty() {
                    true => Ok(Iam { execution_actions, instance_actions, $($field,)+ }),
                    false => Err(RulebookError(problems)),
                }
            }
        }
    };
}

texts! {
    /// Nothing allows the action.
    denied_implicitly: "iam.denied_implicitly",
    /// A statement denies the action.
    denied_explicitly: "iam.denied_explicitly",
    /// The trust policy does not let ECS take the role on.
    not_assumed: "iam.not_assumed",
    /// A definition for Fargate with an image of ECR and no execution role.
    needs_role_image: "iam.needs_role_image",
    /// The same with the awslogs driver.
    needs_role_logs: "iam.needs_role_logs",
    /// A definition with secrets and no execution role.
    needs_role_secrets: "iam.needs_role_secrets",
    /// The instances cannot join the cluster.
    no_instance: "faults.no_instance",
    /// The image may not be pulled.
    stopped_pull: "faults.deny_pull",
    /// The log-in to the registry is refused, on Fargate.
    stopped_registry: "iam.stopped_registry",
    /// The secret may not be read.
    stopped_secret: "faults.deny_secret",
    /// The parameter may not be read.
    stopped_parameter: "iam.stopped_parameter",
    /// The secret's key may not be used.
    stopped_key: "iam.stopped_key",
    /// No log stream, on Fargate.
    stopped_logs_fargate: "iam.stopped_logs_fargate",
    /// No log stream, on EC2.
    stopped_logs_ec2: "iam.stopped_logs_ec2",
    /// No log group.
    stopped_group: "iam.stopped_group_ec2",
    /// The service that task roles trust.
    trusted_service: "roles.trust",
}

fn list(facts: &Facts, id: &str, problems: &mut Vec<String>) -> Vec<String> {
    let value = facts.get(id).map(|fact| Shape::read(&fact.value));
    match value {
        Some(Ok(list)) => list,
        _ => {
            problems.push(["fact `", id, "`: the models need a list of texts"].concat());
            Vec::new()
        }
    }
}
