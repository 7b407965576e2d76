//! Who needs which right: the table of AWS's pages, and that table against the facts.

use super::{answer, policy, refusal, rulebook, statement};
use drydock::course::{Files, compile};
use drydock::facts::Facts;
use drydock::iam::{LOGS, Need, PULL, Platform, Role, role_for};
use drydock::rules::find;
use serde_json::{Value, json};
use std::path::Path;

fn facts() -> Facts {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let files = Files::read(&folder).expect("content/ can be read");
    let compiled = compile(&files).expect("content/ has no mistakes");
    serde_json::from_str(&compiled.files["facts.json"]).expect("facts are JSON")
}

const PLATFORMS: [Platform; 6] = [
    Platform::Ec2,
    Platform::Fargate,
    Platform::ManagedInstances,
    Platform::External,
    Platform::EksNode,
    Platform::EksFargate,
];

#[test]
fn the_role_depends_on_where_the_task_runs() {
    let ask = |need: &str, place: &str, execution_role: Value| {
        let input = json!({
            "need": need, "launch_type": place, "execution_role_set": execution_role
        });
        answer("role-for", input)["role"].clone()
    };
    let unset = Value::Null;
    for (need, place, execution, expected) in [
        ("pull image", "EC2", unset.clone(), json!("container instance role")),
        ("pull image", "EC2", json!(true), json!("container instance role")),
        ("pull-image", "FARGATE", unset.clone(), json!("task execution role")),
        ("pull image", "MANAGED_INSTANCES", unset.clone(), json!("task execution role")),
        ("write logs", "EC2", json!(false), json!("container instance role")),
        ("write logs", "EC2", json!(true), json!("task execution role")),
        ("awslogs", "FARGATE", unset.clone(), json!("task execution role")),
        ("inject secret", "EC2", unset.clone(), json!("task execution role")),
        ("inject_secret", "ecs-fargate", unset.clone(), json!("task execution role")),
        ("registry login", "EC2", unset.clone(), json!("task execution role")),
        ("call S3", "EC2", unset.clone(), json!("task role")),
        ("call s3", "FARGATE", unset.clone(), json!("task role")),
        ("ECS Exec", "FARGATE", unset.clone(), json!("task role")),
        ("mount EFS", "EC2", unset.clone(), json!("task role")),
        ("attach EBS", "EC2", unset.clone(), json!("infrastructure role")),
        ("register instance", "EC2", unset.clone(), json!("container instance role")),
        ("register instance", "FARGATE", unset.clone(), Value::Null),
        ("scale service", "FARGATE", unset.clone(), json!("service-linked role")),
        ("pull image", "eks-managed", unset.clone(), json!("node role")),
        ("pull image", "eks-fargate", unset.clone(), json!("pod execution role")),
        ("call S3", "eks-auto", unset.clone(), json!("pod role")),
        ("attach EBS", "EKS_FARGATE", unset, Value::Null),
    ] {
        assert_eq!(ask(need, place, execution), expected, "{need} on {place}");
    }
}

#[test]
fn bad_input_names_its_field_and_the_words_there_are() {
    let said = refusal("role-for", json!({ "need": "fly", "launch_type": "EC2" }));
    assert!(said.starts_with("field `need`: expected register instance or pull image"), "{said}");
    let said = refusal("role-for", json!({ "need": "pull image", "launch_type": "moon" }));
    assert!(said.starts_with("field `launch_type`: expected EC2 or FARGATE"), "{said}");
    let said = refusal("role-for", json!({ "need": "pull image" }));
    assert!(said.contains("`launch_type`"), "{said}");
}

/// What the table says is what the facts say that stand beside it in the lesson.
#[test]
fn every_answer_rests_on_a_fact_that_agrees() {
    let facts = facts();
    for need in Need::ALL {
        for platform in PLATFORMS {
            let found = role_for(need, platform, true);
            let fact = facts.get(found.fact);
            assert!(fact.is_some(), "{need:?} {platform:?}: {}", found.fact);
            assert!(!found.why.is_empty());
            assert!(found.role.is_some() || found.actions.is_empty(), "{need:?} {platform:?}");
        }
    }
    let text = |id: &str| facts.get(id).and_then(|fact| fact.value.as_str()).expect("a text");
    for (need, id) in [
        (Need::InjectSecret, "roles.secrets"),
        (Need::RegistryLogin, "roles.registry_login"),
        (Need::CallAws, "roles.application"),
        (Need::Exec, "roles.exec"),
        (Need::MountEfs, "roles.efs"),
        (Need::AttachEbs, "roles.ebs"),
        (Need::EnvironmentFile, "roles.environment_file"),
    ] {
        for platform in [Platform::Ec2, Platform::Fargate] {
            let role = role_for(need, platform, true).role.expect("a role");
            assert_eq!(text(id), format!("the {}", role.word()), "{id}");
        }
    }
    assert_eq!(text("roles.pull_ec2"), "the instance role");
    assert_eq!(role_for(Need::PullImage, Platform::Ec2, true).role, Some(Role::Instance));
}

/// The managed policies hold the pull and the log streams, and neither secrets nor log groups.
#[test]
fn the_managed_policies_are_enough_for_what_the_guide_says() {
    let facts = facts();
    let actions = |id: &str| -> Vec<String> {
        let value = facts.get(id).expect("a fact").value.clone();
        serde_json::from_value(value).expect("a list of actions")
    };
    for id in ["roles.execution_actions", "roles.instance_actions"] {
        let managed = policy(statement("Allow", json!(actions(id)), json!("*")));
        let allowed = |action: &str| {
            let asked = action.replace('*', "TaskStateChange");
            answer(
                "iam",
                json!({
                    "principal": "arn:aws:iam::111122223333:role/r", "action": asked,
                    "resource": "*", "identity": [managed],
                }),
            )["decision"]
                == "Allowed"
        };
        assert!(PULL.iter().chain(LOGS).all(|action| allowed(action)), "{id}");
        let needs = [Need::InjectSecret, Need::InjectParameter, Need::CreateLogGroup];
        for need in needs {
            let wanted = role_for(need, Platform::Fargate, true).actions;
            assert!(!wanted.iter().any(|action| allowed(action)), "{id}: {need:?}");
        }
        let agent = role_for(Need::RegisterInstance, Platform::Ec2, true).actions;
        let whole = agent.iter().all(|action| allowed(action));
        assert_eq!(whole, id == "roles.instance_actions");
    }
}

#[test]
fn both_rules_give_their_reasons() {
    let because = |rule: &str, input: Value| {
        let rule = find(rule).expect("a rule");
        (rule.answer)(&input, rulebook()).expect("an answer").because
    };
    let role = because("role-for", json!({ "need": "inject secret", "launch_type": "EC2" }));
    assert!(role.starts_with("task execution role with secretsmanager:GetSecretValue: "), "{role}");
    let own = policy(statement("Allow", json!("s3:GetObject"), json!("arn:aws:s3:::a/*")));
    let way = because(
        "iam",
        json!({
            "principal": "arn:aws:iam::111122223333:role/r", "action": "s3:GetObject",
            "resource": "arn:aws:s3:::b/k", "identity": [own],
        }),
    );
    let expected = "explicit deny: no Deny statement applies; identity policies: no identity-based \
                    policy allows it; identity.0.Statement.0: has the action, but not on \
                    arn:aws:s3:::b/k";
    assert_eq!(way, expected);
}
