//! Who needs which right: for each thing that must be done, the role with which it is done.
//!
//! The roles differ by where the containers run. What the code of a container does is never done
//! with the role that starts it.

use crate::words;

/// A role around a task or a pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// `executionRoleArn`: for ECS, on behalf of the task, around its start.
    TaskExecution,
    /// `taskRoleArn`: for the code in the containers.
    Task,
    /// In the instance profile: for the agent and the Docker daemon of an instance.
    Instance,
    /// For ECS where it makes something for you.
    Infrastructure,
    /// Made and fixed by AWS.
    ServiceLinked,
    /// In the instance profile of a node of EKS.
    Node,
    /// Of a Fargate profile: for what starts a pod there.
    PodExecution,
    /// Of a service account: for the code in a pod.
    Pod,
}

words!(Role {
    TaskExecution = "task execution role", Task = "task role", Instance = "container instance role",
    Infrastructure = "infrastructure role", ServiceLinked = "service-linked role",
    Node = "node role", PodExecution = "pod execution role", Pod = "pod role",
});

/// Where containers run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    Ec2,
    Fargate,
    ManagedInstances,
    External,
    /// Any node of EKS that is an instance.
    EksNode,
    EksFargate,
}

words!(Platform {
    Ec2 = "EC2", Fargate = "FARGATE", ManagedInstances = "MANAGED_INSTANCES", External = "EXTERNAL",
    EksNode = "EKS", EksFargate = "EKS_FARGATE",
});

/// What must be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    RegisterInstance,
    PullImage,
    RegistryLogin,
    InjectSecret,
    InjectParameter,
    DecryptSecret,
    WriteLogs,
    CreateLogGroup,
    EnvironmentFile,
    CallAws,
    ReadSecretInCode,
    Exec,
    MountEfs,
    AttachEbs,
    ShiftTraffic,
    RegisterTargets,
    ScaleService,
}

words!(Need {
    RegisterInstance = "register instance", PullImage = "pull image",
    RegistryLogin = "registry login", InjectSecret = "inject secret",
    InjectParameter = "inject parameter", DecryptSecret = "decrypt secret",
    WriteLogs = "write logs", CreateLogGroup = "create log group",
    EnvironmentFile = "read environment file", CallAws = "call S3",
    ReadSecretInCode = "read secret in code", Exec = "ECS Exec", MountEfs = "mount EFS",
    AttachEbs = "attach EBS", ShiftTraffic = "shift traffic", RegisterTargets = "register targets",
    ScaleService = "scale service",
});

impl Need {
    /// In the order in which a task meets them.
    pub const ALL: [Need; 17] = [
        Need::RegisterInstance,
        Need::PullImage,
        Need::RegistryLogin,
        Need::InjectSecret,
        Need::InjectParameter,
        Need::DecryptSecret,
        Need::WriteLogs,
        Need::CreateLogGroup,
        Need::EnvironmentFile,
        Need::CallAws,
        Need::ReadSecretInCode,
        Need::Exec,
        Need::MountEfs,
        Need::AttachEbs,
        Need::ShiftTraffic,
        Need::RegisterTargets,
        Need::ScaleService,
    ];
}

/// Who does it, and with which rights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleFor {
    /// None where no role of yours has a part in it.
    pub role: Option<Role>,
    pub actions: &'static [&'static str],
    pub why: &'static str,
    /// Id of the fact it rests on.
    pub fact: &'static str,
}

/// What the pull of an image from a private repository of ECR asks for.
pub const PULL: &[&str] =
    &["ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
/// What the awslogs driver asks for.
pub const LOGS: &[&str] = &["logs:CreateLogStream", "logs:PutLogEvents"];
/// What the agent of an instance asks for.
pub const AGENT: &[&str] = &[
    "ecs:DiscoverPollEndpoint",
    "ecs:RegisterContainerInstance",
    "ecs:Poll",
    "ecs:Submit*",
    "ecs:StartTelemetrySession",
    "ecs:UpdateContainerInstancesState",
];
/// What ECS Exec asks for.
pub const EXEC: &[&str] = &[
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
];

const NODE: &[&str] = &["ec2:DescribeInstances", "eks:DescribeCluster"];
const SECRET: &[&str] = &["secretsmanager:GetSecretValue"];

/// The role for a need. `execution_role` says whether the task definition names an execution role,
/// which on EC2 decides who writes the logs.
pub fn role_for(need: Need, platform: Platform, execution_role: bool) -> RoleFor {
    match platform {
        Platform::EksNode | Platform::EksFargate => pod(need, platform == Platform::EksFargate),
        _ => task(need, platform, execution_role),
    }
}

fn made(
    role: Role,
    actions: &'static [&'static str],
    why: &'static str,
    fact: &'static str,
) -> RoleFor {
    RoleFor { role: Some(role), actions, why, fact }
}

fn nobody(why: &'static str, fact: &'static str) -> RoleFor {
    RoleFor { role: None, actions: &[], why, fact }
}

fn task(need: Need, platform: Platform, execution_role: bool) -> RoleFor {
    let ec2 = platform == Platform::Ec2;
    match need {
        Need::RegisterInstance if platform == Platform::Fargate => {
            nobody("Fargate has no instance of yours; AWS does it", "roles.instance_policy")
        }
        Need::RegisterInstance => made(
            Role::Instance,
            AGENT,
            "the agent on the instance registers, polls and reports, whatever runs on it",
            "roles.instance_policy",
        ),
        Need::PullImage if ec2 => made(
            Role::Instance,
            PULL,
            "on EC2 the image is pulled on the instance, with the instance's role",
            "roles.pull_ec2",
        ),
        Need::PullImage => made(
            Role::TaskExecution,
            PULL,
            "the image is pulled before the container starts, on behalf of the task",
            if platform == Platform::Fargate {
                "roles.pull_fargate"
            } else {
                "roles.execution_hosts"
            },
        ),
        Need::WriteLogs | Need::CreateLogGroup => logs(need, ec2, execution_role),
        Need::RegistryLogin => made(
            Role::TaskExecution,
            SECRET,
            "the login of a registry outside ECR is a secret that is read before the pull",
            "roles.registry_login",
        ),
        Need::InjectSecret | Need::InjectParameter | Need::DecryptSecret => injection(need),
        Need::EnvironmentFile => made(
            Role::TaskExecution,
            &["s3:GetObject", "s3:GetBucketLocation"],
            "the file is read before the container starts",
            "roles.environment_file",
        ),
        _ => running(need),
    }
}

fn logs(need: Need, ec2: bool, execution_role: bool) -> RoleFor {
    let role = if ec2 && !execution_role { Role::Instance } else { Role::TaskExecution };
    if need == Need::CreateLogGroup {
        let why = "awslogs-create-group needs a right that neither managed policy holds; the \
                   driver asks with the role that writes the logs";
        return made(role, &["logs:CreateLogGroup"], why, "roles.execution_policy");
    }
    let why = match (ec2, execution_role) {
        (true, false) => {
            "the definition names no execution role, so the driver writes with the \
                          instance's role"
        }
        (true, true) => {
            "the definition names an execution role, and the driver takes it on EC2 too"
        }
        (false, _) => "the driver writes on behalf of the task; there is no other role",
    };
    made(role, LOGS, why, "roles.logs")
}

fn injection(need: Need) -> RoleFor {
    let (actions, why): (&'static [&'static str], _) = match need {
        Need::InjectParameter => (
            &["ssm:GetParameters"],
            "the value is put into the container before it starts, on EC2 as on Fargate",
        ),
        Need::DecryptSecret => (
            &["kms:Decrypt"],
            "a secret under a customer managed key is decrypted with the role that reads it",
        ),
        _ => (
            SECRET,
            "the value is put into the container before it starts, on EC2 as on Fargate; old notes \
             name the instance profile",
        ),
    };
    let fact = if need == Need::InjectSecret { "roles.secrets" } else { "roles.secret_actions" };
    made(Role::TaskExecution, actions, why, fact)
}

/// What happens once the container runs, and what ECS does beside it.
fn running(need: Need) -> RoleFor {
    match need {
        Need::ReadSecretInCode => made(
            Role::Task,
            SECRET,
            "here the code asks, not ECS: a rotated value is seen at the next call",
            "roles.application",
        ),
        Need::Exec => made(
            Role::Task,
            EXEC,
            "the agent of the session runs in the container, with the credentials of the code",
            "roles.exec",
        ),
        Need::MountEfs => made(
            Role::Task,
            &["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
            "with IAM authorization the mount is signed with the credentials of the task",
            "roles.efs",
        ),
        Need::AttachEbs => made(
            Role::Infrastructure,
            &["ec2:CreateVolume", "ec2:AttachVolume", "ec2:DeleteVolume"],
            "ECS makes the volume for you, and attaches it",
            "roles.ebs",
        ),
        Need::ShiftTraffic => made(
            Role::Infrastructure,
            &["elasticloadbalancing:ModifyListener", "elasticloadbalancing:ModifyRule"],
            "in a blue/green deployment ECS changes the listener for you",
            "roles.infrastructure",
        ),
        Need::RegisterTargets => made(
            Role::ServiceLinked,
            &["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"],
            "AWSServiceRoleForECS registers tasks and makes their interfaces; AWS fixes its rights",
            "roles.service_linked",
        ),
        Need::ScaleService => made(
            Role::ServiceLinked,
            &["ecs:DescribeServices", "ecs:UpdateService"],
            "Application Auto Scaling has a service-linked role; the task has no part in it",
            "roles.scaling",
        ),
        _ => made(
            Role::Task,
            &["s3:GetObject"],
            "the SDK in the container gets the credentials of the task role and no others",
            "roles.application",
        ),
    }
}

fn pod(need: Need, fargate: bool) -> RoleFor {
    let (starter, fact) = match fargate {
        true => (Role::PodExecution, "roles.eks_pod_execution"),
        false => (Role::Node, "roles.eks_node"),
    };
    match need {
        Need::RegisterInstance if fargate => made(
            starter,
            &[],
            "the kubelet that AWS runs registers with the role of the Fargate profile, which the \
             cluster knows",
            fact,
        ),
        Need::RegisterInstance => {
            made(starter, NODE, "the kubelet of a node has the credentials of the instance", fact)
        }
        Need::PullImage => {
            made(starter, PULL, "the image is pulled before the pod's code runs", fact)
        }
        Need::WriteLogs | Need::CreateLogGroup if fargate => made(
            starter,
            if need == Need::WriteLogs { LOGS } else { &["logs:CreateLogGroup"] },
            "Fargate's own log router writes with the pod execution role",
            "roles.eks_fargate_logs",
        ),
        Need::WriteLogs | Need::CreateLogGroup => made(
            Role::Pod,
            if need == Need::WriteLogs { LOGS } else { &["logs:CreateLogGroup"] },
            "a log agent is a pod of its own and gets a role of its own",
            "roles.eks_pod",
        ),
        Need::InjectSecret | Need::InjectParameter | Need::DecryptSecret => made(
            Role::Pod,
            injection(need).actions,
            "the CSI driver for secrets asks with the role of the pod that mounts them",
            "roles.eks_pod",
        ),
        Need::MountEfs | Need::CallAws | Need::ReadSecretInCode => made(
            Role::Pod,
            running(need).actions,
            if fargate {
                "the role of the pod's service account; on Fargate by IRSA, since Pod Identity \
                 works on Linux instances only"
            } else {
                "the role of the pod's service account, by Pod Identity or IRSA; without one the \
                 code finds the node's role, unless metadata is closed to pods"
            },
            "roles.eks_pod",
        ),
        other => add_on(other, fargate),
    }
}

/// What in Kubernetes a pod of the cluster does, or nobody with a role of AWS.
fn add_on(need: Need, fargate: bool) -> RoleFor {
    match need {
        Need::RegisterTargets | Need::ShiftTraffic => made(
            Role::Pod,
            &["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:ModifyListener"],
            "the AWS Load Balancer Controller is a pod and gets a role of its own",
            "roles.eks_pod",
        ),
        Need::AttachEbs if fargate => {
            nobody("EBS volumes cannot be mounted to pods on Fargate", "roles.eks_pod")
        }
        Need::AttachEbs => made(
            Role::Pod,
            &["ec2:CreateVolume", "ec2:AttachVolume", "ec2:DeleteVolume"],
            "the controller of the EBS CSI driver is a pod and gets a role of its own",
            "roles.eks_pod",
        ),
        Need::Exec => nobody("kubectl exec asks Kubernetes, not IAM", "roles.eks_pod"),
        Need::ScaleService => nobody(
            "the HorizontalPodAutoscaler lives in Kubernetes and calls nothing of AWS",
            "roles.eks_pod",
        ),
        Need::EnvironmentFile => nobody("Kubernetes has ConfigMaps instead", "roles.eks_pod"),
        _ => nobody(
            "the login of another registry is a secret of Kubernetes (imagePullSecrets)",
            "roles.eks_pod",
        ),
    }
}
