//! What the start of a task asks of AWS: each call, the role that makes it, and what AWS says where
//! it is refused.
//!
//! The order is the model's: values are read, the image is pulled, the log stream is made. AWS does
//! some of it side by side.

use super::case::{Call, Holder, Launch, Task};
use crate::facts::Iam;

/// The cluster of the cases.
pub const CLUSTER: &str = "arn:aws:ecs:us-east-1:111122223333:cluster/shop";
const INSTANCE: &str = "arn:aws:ecs:us-east-1:111122223333:container-instance/shop/4c1d";
/// The task's id, which is in messages the name of its sessions.
pub const TASK_ID: &str = "7a2f9c";

/// A call with what it is for and what AWS says where it fails.
pub struct Wanted {
    /// `pull the image`
    pub purpose: &'static str,
    pub call: Call,
    /// The stopped reason where it is refused.
    pub said: String,
}

/// What the definition asks for, and whether it names an execution role.
pub struct Plan<'a> {
    pub task: &'a Task,
    pub facts: &'a Iam,
    pub execution: bool,
}

impl Plan<'_> {
    fn on_ec2(&self) -> bool {
        self.task.launch == Launch::Ec2
    }

    /// What an instance asks for before it gets a task.
    pub fn joining(&self) -> Vec<Wanted> {
        let said = || self.facts.no_instance.clone();
        vec![
            wanted("let the instance join", "ecs:RegisterContainerInstance", CLUSTER, said()),
            wanted("ask for work", "ecs:Poll", INSTANCE, said()),
        ]
    }

    /// Why the definition is refused, if it is.
    pub fn unregistered(&self) -> Option<String> {
        let (task, facts) = (self.task, self.facts);
        let reason = match task.launch {
            _ if !task.secrets.is_empty() => &facts.needs_role_secrets,
            Launch::Fargate if !task.image.is_empty() => &facts.needs_role_image,
            Launch::Fargate if !task.log_group.is_empty() => &facts.needs_role_logs,
            _ => return None,
        };
        (!self.execution).then(|| reason.clone())
    }

    /// What happens before the containers run, in order, with the role for each.
    pub fn before(&self) -> Vec<(Holder, Wanted)> {
        let pull = if self.on_ec2() { Holder::Instance } else { Holder::Execution };
        let logs = match self.on_ec2() && !self.execution {
            true => Holder::Instance,
            false => Holder::Execution,
        };
        let values = self.values().into_iter().map(|it| (Holder::Execution, it));
        let image = self.image().into_iter().map(|it| (pull, it));
        let streams = self.streams().into_iter().map(|it| (logs, it));
        // Fargate checks the log stream before it pulls; on EC2 it is made with the container.
        match self.on_ec2() {
            true => values.chain(image).chain(streams).collect(),
            false => {
                let (login, pull): (Vec<_>, Vec<_>) =
                    image.partition(|(_, it)| it.call.action == "ecr:GetAuthorizationToken");
                login.into_iter().chain(values).chain(streams).chain(pull).collect()
            }
        }
    }

    fn image(&self) -> Vec<Wanted> {
        let image = self.task.image.as_str();
        if image.is_empty() {
            return Vec::new();
        }
        let pull = &self.facts.stopped_pull;
        let login = if self.on_ec2() { pull } else { &self.facts.stopped_registry };
        vec![
            wanted("log in to the registry", "ecr:GetAuthorizationToken", "*", login.clone()),
            wanted("pull the image", "ecr:BatchGetImage", image, pull.clone()),
            wanted("pull its layers", "ecr:GetDownloadUrlForLayer", image, pull.clone()),
        ]
    }

    fn values(&self) -> Vec<Wanted> {
        let facts = self.facts;
        let mut all = Vec::new();
        for value in &self.task.secrets {
            all.push(match value.contains(":ssm:") {
                true => {
                    let said = facts.stopped_parameter.clone();
                    wanted("read the parameter", "ssm:GetParameters", value, said)
                }
                false => {
                    let said = facts.stopped_secret.clone();
                    wanted("read the secret", "secretsmanager:GetSecretValue", value, said)
                }
            });
        }
        if !self.task.key.is_empty() && !all.is_empty() {
            let said = facts.stopped_key.clone();
            all.push(wanted("use its key", "kms:Decrypt", &self.task.key, said));
        }
        all
    }

    fn streams(&self) -> Vec<Wanted> {
        let group = &self.task.log_group;
        if group.is_empty() {
            return Vec::new();
        }
        let stream = format!("{group}:log-stream:ecs/shop/{TASK_ID}");
        let said = match self.on_ec2() {
            true => &self.facts.stopped_logs_ec2,
            false => &self.facts.stopped_logs_fargate,
        };
        let mut all = Vec::new();
        if self.task.create_group {
            let said = self.facts.stopped_group.clone();
            let named = format!("{group}:log-stream:");
            all.push(wanted("make the log group", "logs:CreateLogGroup", &named, said));
        }
        all.push(wanted("make the log stream", "logs:CreateLogStream", &stream, said.clone()));
        all.push(wanted("write the log", "logs:PutLogEvents", &stream, said.clone()));
        all
    }
}

/// A call.
pub fn wanted(purpose: &'static str, action: &str, resource: &str, said: String) -> Wanted {
    Wanted { purpose, call: Call { action: action.into(), resource: resource.into() }, said }
}
