//! The way of a pull: a token and the manifest from Amazon ECR, then each layer from Amazon S3.
//!
//! What a network set-up and the permissions do to it, and what AWS says where it ends. Rests on
//! "Amazon ECR interface VPC endpoints", "Private repository policies in Amazon ECR" and
//! "CannotPullContainer task errors in Amazon ECS".

use super::tags::matches;
use crate::facts::Rulebook;
use crate::words;

/// Who runs the task or the pod; the first two are AWS's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LaunchType {
    Fargate,
    Ec2,
    /// A node of EKS, whose kubelet pulls.
    EksNode,
}

words!(LaunchType { Fargate = "FARGATE", Ec2 = "EC2", EksNode = "EKS_NODE" });

impl LaunchType {
    /// The role that pulls.
    pub fn puller(self) -> &'static str {
        match self {
            LaunchType::Fargate => "task execution role",
            LaunchType::Ec2 => "container instance role",
            LaunchType::EksNode => "node role",
        }
    }
}

/// One of the steps, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Token,
    Manifest,
    Layers,
}

words!(Step { Token = "token", Manifest = "manifest", Layers = "layers" });

impl Step {
    pub const ALL: [Step; 3] = [Step::Token, Step::Manifest, Step::Layers];

    /// The action that must be allowed.
    pub fn action(self) -> &'static str {
        match self {
            Step::Token => "ecr:GetAuthorizationToken",
            Step::Manifest => "ecr:BatchGetImage",
            Step::Layers => "ecr:GetDownloadUrlForLayer",
        }
    }

    /// The VPC endpoint that leads there, where there is no internet.
    pub fn endpoint(self) -> Endpoint {
        match self {
            Step::Token => Endpoint::EcrApi,
            Step::Manifest => Endpoint::EcrDkr,
            Step::Layers => Endpoint::S3,
        }
    }
}

/// An endpoint in the VPC that a pull can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Endpoint {
    EcrApi,
    EcrDkr,
    /// The gateway endpoint.
    S3,
}

words!(Endpoint { EcrApi = "ecr.api", EcrDkr = "ecr.dkr", S3 = "s3" });

/// The way that a step takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Endpoint(Endpoint),
    PublicAddress,
    Nat,
}

/// What leads out of the task's subnet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// A public subnet, and the task has a public address there.
    pub public_ip: bool,
    /// A route to a NAT gateway.
    pub nat: bool,
    pub endpoints: Vec<Endpoint>,
    /// The policy of the S3 endpoint leaves out the bucket with the layers.
    pub layers_refused: bool,
}

impl Network {
    /// The way to a step's service, if there is one. An endpoint with private DNS goes first.
    pub fn way(&self, step: Step) -> Option<Way> {
        let endpoint = step.endpoint();
        if self.endpoints.contains(&endpoint) {
            return Some(Way::Endpoint(endpoint));
        }
        let internet = [(self.public_ip, Way::PublicAddress), (self.nat, Way::Nat)];
        internet.into_iter().find(|(there, _)| *there).map(|(_, way)| way)
    }
}

/// A statement of a repository policy, as far as it speaks of the pulling role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub allows: bool,
    /// Actions, with wildcards.
    pub actions: Vec<String>,
    /// It names an account, which then lets its own roles through by their policies.
    pub names_account: bool,
}

/// The permissions of a pull.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// Actions that the pulling role allows, with wildcards; none without a role.
    pub role: Option<Vec<String>>,
    /// Another role of the task allows the pull, which does not help.
    pub elsewhere: Option<&'static str>,
    /// Nothing where the repository has no policy.
    pub repository: Vec<Statement>,
    /// The repository belongs to another account than the role.
    pub other_account: bool,
}

/// Why an action is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    NoRole,
    ByRole,
    ByRepository,
    /// The repository policy of another account does not let this one in.
    NotInvited,
}

impl Rights {
    /// Whether the action of a step is allowed: by either policy within an account, by both across
    /// accounts, and never against a Deny. A token is the role's own business.
    pub fn allow(&self, step: Step) -> Result<(), Denied> {
        let action = step.action();
        let role = self.role.as_ref().ok_or(Denied::NoRole)?;
        let by_role = role.iter().any(|pattern| covers(pattern, action));
        if step == Step::Token {
            return if by_role { Ok(()) } else { Err(Denied::ByRole) };
        }
        let speaks = |one: &&Statement| one.actions.iter().any(|pattern| covers(pattern, action));
        if self.repository.iter().filter(speaks).any(|one| !one.allows) {
            return Err(Denied::ByRepository);
        }
        let mut grants = self.repository.iter().filter(speaks).filter(|one| one.allows);
        match (self.other_account, by_role) {
            (true, _) if grants.next().is_none() => Err(Denied::NotInvited),
            (_, true) => Ok(()),
            (true, false) => Err(Denied::ByRole),
            (false, false) if grants.any(|one| !one.names_account) => Ok(()),
            (false, false) => Err(Denied::ByRole),
        }
    }
}

/// Whether an action falls under a pattern of a policy; case does not count.
fn covers(pattern: &str, action: &str) -> bool {
    matches(&pattern.to_ascii_lowercase(), &action.to_ascii_lowercase())
}

/// A pull that is tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Pull {
    pub launch: LaunchType,
    pub rights: Rights,
    pub network: Network,
    /// Tag and digest are in the repository.
    pub exists: bool,
    pub bytes: f64,
    /// Bytes; none where nobody measured.
    pub disk_free: Option<f64>,
}

/// Where a pull ended before its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub step: Step,
    /// The kind of error: `CannotPullContainerError`.
    pub code: String,
    /// What AWS says.
    pub message: String,
    pub cause: String,
    pub fix: String,
}

/// The steps that succeeded with their ways, and how it ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    pub passed: Vec<(Step, Way)>,
    pub end: Result<(), Failure>,
}

/// Follows a pull step by step.
pub fn follow(pull: &Pull, rules: &Rulebook) -> Trace {
    let mut passed = Vec::new();
    for step in Step::ALL {
        match attempt(pull, step, rules) {
            Ok(way) => passed.push((step, way)),
            Err(failure) => {
                return Trace { passed, end: Err(as_it_is_seen(pull.launch, failure, rules)) };
            }
        }
    }
    Trace { passed, end: Ok(()) }
}

/// A pod shows its kubelet's reason and not the words of ECS.
fn as_it_is_seen(launch: LaunchType, failure: Failure, rules: &Rulebook) -> Failure {
    if launch != LaunchType::EksNode {
        return failure;
    }
    let code = rules.kubernetes.pull_error.clone();
    let message = format!("{code}, then ImagePullBackOff between the tries");
    Failure { code, message, ..failure }
}

fn attempt(pull: &Pull, step: Step, rules: &Rulebook) -> Result<Way, Failure> {
    // The address of a layer comes from ECR, and only the layer itself from S3.
    let asked = if step == Step::Layers { Step::Token } else { step };
    pull.network.way(asked).ok_or_else(|| no_way(pull, step, rules))?;
    pull.rights.allow(step).map_err(|denied| refused(pull, step, denied, rules))?;
    if step == Step::Manifest && !pull.exists {
        return Err(failure(
            step,
            &rules.faults_tag_gone,
            "the repository has no image of that tag or digest".into(),
            match pull.launch {
                LaunchType::EksNode => "Name an image that is there.".into(),
                _ => "Name an image that is there. ECS turns a tag into a digest once per \
                      deployment: start a new deployment if the image was replaced or expired."
                    .into(),
            },
        ));
    }
    let way = pull.network.way(step).ok_or_else(|| no_way(pull, step, rules))?;
    if step == Step::Layers {
        layers(pull, way, rules)?;
    }
    Ok(way)
}

fn layers(pull: &Pull, way: Way, rules: &Rulebook) -> Result<(), Failure> {
    if pull.network.layers_refused && way == Way::Endpoint(Endpoint::S3) {
        return Err(failure(
            Step::Layers,
            &rules.ecr.faults_layer_refused,
            "the policy of the S3 endpoint does not let the bucket with the layers through".into(),
            "Allow s3:GetObject on the layer bucket of the Region in the endpoint policy.".into(),
        ));
    }
    let free = pull.disk_free.filter(|free| pull.bytes > *free);
    let Some(free) = free else { return Ok(()) };
    let fix = match pull.launch {
        LaunchType::Fargate => "Ask for more ephemeral storage in the task definition",
        LaunchType::Ec2 => "Free the disk of the instance or take a larger one",
        LaunchType::EksNode => "Free the disk of the node or take a larger one",
    };
    Err(failure(
        Step::Layers,
        &rules.faults_disk_full,
        format!("the image has {} bytes, and {free} are free", pull.bytes),
        format!("{fix}, or make the image smaller."),
    ))
}

/// An error in AWS's words, `KIND: message`, with ours beside it.
fn failure(step: Step, said: &str, cause: String, fix: String) -> Failure {
    let (code, message) = said.split_once(": ").unwrap_or((said, said));
    Failure { step, code: code.into(), message: message.into(), cause, fix }
}

fn no_way(pull: &Pull, step: Step, rules: &Rulebook) -> Failure {
    let said = match (step, pull.launch) {
        (Step::Token, LaunchType::Fargate) => &rules.faults_no_route_auth,
        (Step::Token, LaunchType::Ec2 | LaunchType::EksNode) => &rules.faults_no_route,
        (Step::Manifest, _) => &rules.ecr.faults_no_route_ecr,
        (Step::Layers, _) => &rules.ecr.faults_no_route_layers,
    };
    let service = match step {
        Step::Token => "the API of Amazon ECR",
        Step::Manifest => "the repository (ecr.dkr)",
        Step::Layers => "Amazon S3, where the layers are",
    };
    let cause = format!("nothing leads from the subnet to {service}");
    let there = &pull.network.endpoints;
    let missing: Vec<&str> = Step::ALL
        .iter()
        .map(|step| step.endpoint())
        .filter(|endpoint| !there.contains(endpoint))
        .map(Endpoint::word)
        .collect();
    let fix = if there.is_empty() {
        let who = if pull.launch == LaunchType::EksNode { "node" } else { "task" };
        format!(
            "In a public subnet give the {who} a public address; in a private one add a NAT \
             gateway, or the endpoints ecr.api, ecr.dkr and the gateway endpoint of S3."
        )
    } else {
        format!("Add the missing endpoints: {}; or a NAT gateway.", missing.join(", "))
    };
    failure(step, said, cause, fix)
}

fn refused(pull: &Pull, step: Step, denied: Denied, rules: &Rulebook) -> Failure {
    let (action, puller) = (step.action(), pull.launch.puller());
    let (cause, fix) = match denied {
        Denied::NoRole => (
            format!("there is no {puller}"),
            format!("Give it one with {}.", rules.ecr.pull_actions.join(", ")),
        ),
        Denied::ByRole => {
            let elsewhere = pull.rights.elsewhere.map_or(String::new(), |other| {
                format!("; the {other} may, and it is not the one that pulls")
            });
            let on = if step == Step::Token { " on all resources" } else { "" };
            (
                format!("the {puller} does not allow {action}{elsewhere}"),
                format!("Allow {action}{on} in the {puller}."),
            )
        }
        Denied::ByRepository => (
            format!("the repository policy denies {action}"),
            "Take the Deny out of the repository policy, or spare this role from it.".into(),
        ),
        Denied::NotInvited => (
            format!("the repository of the other account does not allow {action} to this one"),
            format!("Allow {action} to this account in the repository policy."),
        ),
    };
    failure(step, &rules.faults_deny_pull, cause, fix)
}
