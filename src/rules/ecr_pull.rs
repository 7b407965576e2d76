//! Whether a task gets its image from a private repository of Amazon ECR, and if not, why.

use super::field::{Field, choice, json, number};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::registry::pull::{
    Endpoint, LaunchType, Network, Pull, Rights, Statement, Step, Way, follow,
};
use crate::shape::Shape;
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "ecr-pull",
    title: "Why an image pull from ECR fails",
    meaning: "Whether a task can pull its image from ECR, step by step, and what AWS says if not",
    source: "ecr.pull",
    says: &["{pulled=true}The image is pulled", "{error_code} at the {step} step"],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] = &[
    choice("launch_type", "Launch type", LaunchType::WORDS),
    json("roles", "Roles: execution, instance, task, each with its actions or managed policies"),
    json("repository_policy", "Repository policy").spare(),
    json("network", "Network: public_ip, nat, endpoints, layers_refused"),
    json("image", "Image: exists, bytes, other_account"),
    number("disk_free", "Free disk", "bytes").or_fact("fargate.ephemeral_included"),
];

const BYTES_PER_GIB: f64 = 1024.0 * 1024.0 * 1024.0;
const BYTES_MAX: f64 = 1e15;
/// Endpoints of other services, which a VPC may have and a pull does not use.
const OTHERS: [&str; 9] = [
    "ecs",
    "ecs-agent",
    "ecs-telemetry",
    "logs",
    "secretsmanager",
    "ssm",
    "ssmmessages",
    "kms",
    "sts",
];

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let launch = launch_type(&fields)?;
    let image = fields.object("image", &["exists", "bytes", "other_account"])?;
    let rights = Rights {
        other_account: image.flag("other_account")?,
        repository: repository_policy(&fields)?,
        ..roles(&fields, launch, rules)?
    };
    let included = rules.fargate_ephemeral_included_gib * BYTES_PER_GIB;
    let given = fields.optional_number("disk_free", 0.0, BYTES_MAX)?;
    let pull = Pull {
        launch,
        rights,
        network: network(&fields)?,
        exists: image.optional_flag("exists")?.unwrap_or(true),
        bytes: image.optional_number("bytes", 0.0, BYTES_MAX)?.unwrap_or(0.0),
        disk_free: given.or((launch == LaunchType::Fargate).then_some(included)),
    };
    let trace = follow(&pull, rules);
    let mut because: Vec<String> = trace
        .passed
        .iter()
        .map(|(step, way)| format!("{}: {} over {}", step.word(), step.action(), over(*way)))
        .collect();
    let value = match trace.end {
        Ok(()) => {
            because.push(format!("{} bytes pulled", pull.bytes));
            json!({ "pulled": true })
        }
        Err(end) => {
            because.push(format!("{}: {}", end.step.word(), end.cause));
            json!({
                "error_code": end.code, "message": end.message, "step": end.step.word(),
                "cause": end.cause, "fix": end.fix,
            })
        }
    };
    Ok(Answer { value, because: because.join("; ") })
}

fn over(way: Way) -> String {
    match way {
        Way::Endpoint(endpoint) => format!("the endpoint {}", endpoint.word()),
        Way::PublicAddress => "the internet gateway".into(),
        Way::Nat => "the NAT gateway".into(),
    }
}

fn launch_type(fields: &Fields) -> Result<LaunchType, String> {
    let word = fields.needed_word("launch_type", LaunchType::WORDS)?;
    LaunchType::read(&word.into()).map_err(|wrong| fields.wrong("launch_type", wrong))
}

/// The role that pulls, and whether another one could.
fn roles(fields: &Fields, launch: LaunchType, rules: &Rulebook) -> Result<Rights, String> {
    let roles = fields.object("roles", &["execution", "instance", "task"])?;
    let of = |name: &str| -> Result<Option<Vec<String>>, String> {
        let given = roles.has(name).then(|| roles.texts(name)).transpose()?;
        let Some(given) = given else { return Ok(None) };
        let mut actions = Vec::new();
        for entry in given {
            if rules.ecr.pull_policies.iter().any(|policy| policy == entry) {
                actions.extend(rules.ecr.pull_actions.iter().cloned());
            } else if entry.contains(':') || entry == "*" {
                actions.push(entry.into());
            } else {
                let policies = rules.ecr.pull_policies.join(", ");
                let expected = format!("expected actions such as ecr:*, or one of {policies}");
                return Err(roles.wrong(name, format!("{expected}; found `{entry}`")));
            }
        }
        Ok(Some(actions))
    };
    let (execution, instance, task) = (of("execution")?, of("instance")?, of("task")?);
    let (role, others) = match launch {
        LaunchType::Fargate => (execution, [("container instance role", instance)]),
        LaunchType::Ec2 | LaunchType::EksNode => (instance, [("task execution role", execution)]),
    };
    let may = |role: &Option<Vec<String>>| {
        let rights = Rights { role: role.clone(), ..Rights::default() };
        Step::ALL.iter().all(|step| rights.allow(*step).is_ok())
    };
    let of_code = if launch == LaunchType::EksNode { "pod role" } else { "task role" };
    let mut others = others.into_iter().chain([(of_code, task)]);
    let elsewhere = others.find(|(_, role)| may(role)).map(|(name, _)| name);
    Ok(Rights { role, elsewhere, ..Rights::default() })
}

/// The statements of a repository policy; each is taken to speak of the pulling role.
fn repository_policy(fields: &Fields) -> Result<Vec<Statement>, String> {
    let known = ["Version", "Id", "Statement"];
    let Some(policy) = fields.optional_object("repository_policy", &known)? else {
        return Ok(Vec::new());
    };
    let known = ["Sid", "Effect", "Principal", "Action", "Resource"];
    let mut statements = Vec::new();
    for one in policy.objects("Statement", &known)? {
        let actions = one.texts("Action")?;
        if actions.is_empty() {
            return Err(one.wrong("Action", "expected actions, found nothing"));
        }
        statements.push(Statement {
            allows: one.needed_word("Effect", &["Allow", "Deny"])? == "Allow",
            actions: actions.into_iter().map(String::from).collect(),
            names_account: names_account(&one)?,
        });
    }
    Ok(statements)
}

/// Whether the principal is an account and not a role of it.
fn names_account(statement: &Fields) -> Result<bool, String> {
    if let Ok(Some(everybody)) = statement.optional_text("Principal") {
        if everybody == "*" {
            return Ok(false);
        }
        let why = format!("expected \"*\" or an object with AWS, found \"{everybody}\"");
        return Err(statement.wrong("Principal", why));
    }
    let principals = statement.object("Principal", &["AWS"])?;
    let named = principals.texts("AWS")?;
    if named.is_empty() {
        return Err(principals.wrong("AWS", "expected a role or an account, found nothing"));
    }
    let account =
        |name: &&str| name.ends_with(":root") || name.bytes().all(|letter| letter.is_ascii_digit());
    Ok(named.iter().all(account))
}

fn network(fields: &Fields) -> Result<Network, String> {
    let known = ["public_ip", "nat", "endpoints", "layers_refused"];
    let network = fields.object("network", &known)?;
    let mut endpoints = Vec::new();
    for text in network.texts("endpoints")? {
        // A service's full name ends in its Region and its own name.
        let name = text.strip_prefix("com.amazonaws.").and_then(|rest| rest.split_once('.'));
        let name = name.map_or(text, |(_, name)| name);
        match Endpoint::read(&name.into()) {
            Ok(endpoint) => endpoints.push(endpoint),
            Err(_) if OTHERS.contains(&name) => {}
            Err(_) => {
                let names = [Endpoint::WORDS, &OTHERS].concat().join(", ");
                let why = format!("expected some of {names}; found `{text}`");
                return Err(network.wrong("endpoints", why));
            }
        }
    }
    Ok(Network {
        public_ip: network.flag("public_ip")?,
        nat: network.flag("nat")?,
        endpoints,
        layers_refused: network.flag("layers_refused")?,
    })
}
