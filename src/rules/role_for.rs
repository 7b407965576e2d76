//! Which role needs which permission for something that a task or pod must do.

use super::field::{Field, choice, switch};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::iam::{Need, Platform, role_for};
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "role-for",
    title: "Which role needs the permission",
    meaning: "Which role needs which permission for something that a task or a pod must do",
    source: "roles.secrets",
    says: &["The {role}", "No role of yours"],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] = &[
    choice("need", "What must be done", Need::WORDS),
    choice("launch_type", "Where it runs", Platform::WORDS),
    switch("execution_role_set", "The task definition names an execution role"),
];

/// Other words for needs, and for places as scenarios have them.
const NEEDS: [(&str, Need); 16] = [
    ("register", Need::RegisterInstance),
    ("register node", Need::RegisterInstance),
    ("pull", Need::PullImage),
    ("private registry", Need::RegistryLogin),
    ("inject ssm parameter", Need::InjectParameter),
    ("kms decrypt", Need::DecryptSecret),
    ("logs", Need::WriteLogs),
    ("send logs", Need::WriteLogs),
    ("awslogs", Need::WriteLogs),
    ("environment file", Need::EnvironmentFile),
    ("call dynamodb", Need::CallAws),
    ("call sqs", Need::CallAws),
    ("call aws", Need::CallAws),
    ("exec", Need::Exec),
    ("efs", Need::MountEfs),
    ("ebs", Need::AttachEbs),
];
const PLATFORMS: [(&str, Platform); 8] = [
    ("ecs-ec2", Platform::Ec2),
    ("ecs-fargate", Platform::Fargate),
    ("fargate", Platform::Fargate),
    ("eks-managed", Platform::EksNode),
    ("eks-self-managed", Platform::EksNode),
    ("eks-auto", Platform::EksNode),
    ("eks-fargate", Platform::EksFargate),
    ("ecs-express", Platform::Fargate),
];

fn answer(input: &Value, _: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let need = need(fields.text("need")?).map_err(|why| fields.wrong("need", why))?;
    let place = platform(fields.text("launch_type")?);
    let platform = place.map_err(|why| fields.wrong("launch_type", why))?;
    let execution_role = fields.flag("execution_role_set")?;
    let found = role_for(need, platform, execution_role);
    let role = found.role.map(|role| role.word());
    let because = match (role, found.actions) {
        (Some(role), []) => format!("{role}: {}", found.why),
        (Some(role), actions) => format!("{role} with {}: {}", actions.join(", "), found.why),
        (None, _) => found.why.to_string(),
    };
    let value = json!({ "role": role, "actions": found.actions, "why": found.why });
    Ok(Answer { value, because })
}

/// Spaces, hyphens and underscores are one, and case does not matter.
fn plain(text: &str) -> String {
    text.trim().to_lowercase().replace(['-', '_'], " ")
}

fn need(text: &str) -> Result<Need, String> {
    let asked = plain(text);
    let own = Need::ALL.into_iter().find(|need| plain(need.word()) == asked);
    let other = || NEEDS.iter().find(|(word, _)| *word == asked).map(|(_, need)| *need);
    own.or_else(other)
        .ok_or_else(|| format!("expected {}, found \"{text}\"", Need::WORDS.join(" or ")))
}

fn platform(text: &str) -> Result<Platform, String> {
    let asked = plain(text);
    let all = [
        Platform::Ec2,
        Platform::Fargate,
        Platform::ManagedInstances,
        Platform::External,
        Platform::EksNode,
        Platform::EksFargate,
    ];
    let own = all.into_iter().find(|platform| plain(platform.word()) == asked);
    let other =
        || PLATFORMS.iter().find(|(word, _)| plain(word) == asked).map(|(_, platform)| *platform);
    own.or_else(other)
        .ok_or_else(|| format!("expected {}, found \"{text}\"", Platform::WORDS.join(" or ")))
}
