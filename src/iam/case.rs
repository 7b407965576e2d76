//! A case of permissions: what a task needs, and the policy documents that stand around it.
//!
//! The shapes are those of `content/rounds`; a case is changed by changing a document's text.

use super::roles::Role;
use crate::facts::Iam;
use crate::{shape, words};

/// Account in which all cases play; an example account of AWS's documentation.
pub const ACCOUNT: &str = "111122223333";

/// Who starts the containers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Launch {
    Ec2,
    Fargate,
}

words!(Launch { Ec2 = "EC2", Fargate = "FARGATE" });

/// To whom a document belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    Execution,
    Task,
    Instance,
    Resource,
}

words!(Holder {
    Execution = "task execution role", Task = "task role", Instance = "container instance role",
    Resource = "resource",
});

/// What a document is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// What its holder may do; of a resource, who may use it.
    Policy,
    /// Who may take the role on. Left out, it is right.
    Trust,
    /// The most that the role may be allowed.
    Boundary,
}

words!(Purpose { Policy = "policy", Trust = "trust policy", Boundary = "permissions boundary" });

/// A policy document. A role exists where it has one.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    pub of: Holder,
    pub purpose: Purpose,
    /// ARN of the resource, where it is one's.
    pub resource: String,
    /// The JSON; empty where there is no such policy yet.
    pub text: String,
    /// A text that mends the case; empty where this document is in order.
    pub answer: String,
}

shape!(Document { of, purpose, text; resource, answer });

/// A call of the code in the container.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub action: String,
    pub resource: String,
}

shape!(Call { action, resource });

/// What the task definition asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    pub launch: Launch,
    /// ARN of the repository in ECR; empty for a public image.
    pub image: String,
    /// ARN of the log group of the awslogs driver; empty for none.
    pub log_group: String,
    /// `awslogs-create-group`, and the group is not there yet.
    pub create_group: bool,
    /// ARNs of secrets and parameters that are put into the container.
    pub secrets: Vec<String>,
    /// ARN of the customer managed key of the secrets; empty for the default key.
    pub key: String,
    /// What the code does.
    pub calls: Vec<Call>,
    /// What the code must not be able to do.
    pub forbidden: Vec<Call>,
    /// The instance keeps containers away from its metadata.
    pub metadata_blocked: bool,
}

shape!(Task {
    launch;
    image, log_group, create_group, secrets, key, calls, forbidden, metadata_blocked
});

/// A round of the game.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    pub id: String,
    pub title: String,
    /// What happened, in a sentence or two.
    pub story: String,
    /// What to remember, shown once it is mended.
    pub lesson: String,
    pub task: Task,
    pub documents: Vec<Document>,
}

shape!(Round { id, title, story, lesson, task, documents });

/// A change that a scene offers.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// `Allow it on the task role`
    pub text: String,
    /// Keep containers away from the metadata.
    pub block_metadata: bool,
    /// Documents with their new texts; those that the case has not are added.
    pub documents: Vec<Document>,
}

shape!(Change { text; block_metadata, documents });

/// A case to look at on both launch types, with changes to try.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    pub id: String,
    pub title: String,
    pub story: String,
    pub task: Task,
    pub documents: Vec<Document>,
    pub changes: Vec<Change>,
}

shape!(Scene { id, title, story, task, documents, changes });

/// What `content/rounds` holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Cases {
    pub scenes: Vec<Scene>,
    pub rounds: Vec<Round>,
}

shape!(Cases { scenes, rounds });

/// The cases with what AWS says in them: what the page fetches.
#[derive(Clone, Debug, PartialEq)]
pub struct Book {
    pub said: Iam,
    pub cases: Cases,
}

shape!(Book { said, cases });

impl Holder {
    /// The role that it is.
    pub fn role(self) -> Option<Role> {
        match self {
            Holder::Execution => Some(Role::TaskExecution),
            Holder::Task => Some(Role::Task),
            Holder::Instance => Some(Role::Instance),
            Holder::Resource => None,
        }
    }

    /// Name of the role in the cases.
    pub fn name(self) -> &'static str {
        match self {
            Holder::Execution => "ecsTaskExecutionRole",
            Holder::Task => "shopTaskRole",
            Holder::Instance => "ecsInstanceRole",
            Holder::Resource => "",
        }
    }
}

impl Document {
    /// What it is called where it is edited: `task role, trust policy`.
    pub fn title(&self) -> String {
        match self.of {
            Holder::Resource => format!("{} of {}", self.purpose.word(), self.resource),
            holder => format!("{}, {}", holder.word(), self.purpose.word()),
        }
    }

    /// Whether it stands in the same place as another.
    pub fn is_in_place_of(&self, other: &Document) -> bool {
        (self.of, self.purpose, &self.resource) == (other.of, other.purpose, &other.resource)
    }
}

impl Scene {
    /// The case after a change, or as it is where none is chosen.
    pub fn changed(&self, launch: Launch, change: Option<&Change>) -> (Task, Vec<Document>) {
        let mut task = Task { launch, ..self.task.clone() };
        let mut documents = self.documents.clone();
        if let Some(change) = change {
            task.metadata_blocked |= change.block_metadata;
            for new in &change.documents {
                documents.retain(|old| !new.is_in_place_of(old));
                documents.push(new.clone());
            }
        }
        (task, documents)
    }
}
