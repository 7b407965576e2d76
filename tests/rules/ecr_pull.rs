//! The pull of an image: which network and which permissions let it through, and where it ends.
//!
//! Expected texts are those of AWS's troubleshooting pages.

use super::{answer, refusal, rulebook};
use drydock::registry::network_cost::{Month, bill};
use drydock::registry::pull::{
    Denied, Endpoint, LaunchType, Network, Pull, Rights, Statement, Step, follow,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const EXECUTION: &str = "AmazonECSTaskExecutionRolePolicy";
const INSTANCE: &str = "AmazonEC2ContainerServiceforEC2Role";

fn fargate(network: Value) -> Value {
    json!({
        "launch_type": "FARGATE", "roles": { "execution": EXECUTION }, "network": network,
        "image": { "exists": true, "bytes": 200e6 },
    })
}

fn ec2(network: Value) -> Value {
    json!({
        "launch_type": "EC2", "roles": { "instance": INSTANCE }, "network": network,
        "image": { "exists": true, "bytes": 200e6 },
    })
}

/// Step and kind of the error, or nothing where the image came.
fn ended(input: Value) -> Option<(String, String)> {
    let answer = answer("ecr-pull", input);
    let text = |key: &str| answer[key].as_str().expect("a text").to_string();
    if answer == json!({ "pulled": true }) {
        None
    } else {
        Some((text("step"), text("error_code")))
    }
}

fn at(step: &str, code: &str) -> Option<(String, String)> {
    Some((step.into(), code.into()))
}

#[test]
fn each_network_lets_through_what_it_reaches() {
    let all = json!({ "endpoints": ["ecr.api", "ecr.dkr", "s3"] });
    for network in [json!({ "public_ip": true }), json!({ "nat": true }), all] {
        assert_eq!(ended(fargate(network.clone())), None, "{network}");
        assert_eq!(ended(ec2(network.clone())), None, "{network}");
    }
    let (cannot, before) = ("CannotPullContainerError", "ResourceInitializationError");
    let without = |left: &[&str]| json!({ "endpoints": left });
    let cases = [
        (json!({}), "token"),
        (without(&["ecr.dkr", "s3"]), "token"),
        (without(&["ecr.api", "s3"]), "manifest"),
        (without(&["ecr.api", "ecr.dkr"]), "layers"),
    ];
    for (network, step) in cases {
        let on_fargate = if step == "token" { before } else { cannot };
        assert_eq!(ended(fargate(network.clone())), at(step, on_fargate), "{network}");
        assert_eq!(ended(ec2(network.clone())), at(step, cannot), "{network}");
    }
    let by_full_name = without(&[
        "com.amazonaws.us-east-1.ecr.api",
        "com.amazonaws.us-east-1.ecr.dkr",
        "com.amazonaws.us-east-1.s3",
        "com.amazonaws.us-east-1.logs",
    ]);
    assert_eq!(ended(fargate(by_full_name)), None);
    let refused = json!({ "endpoints": ["ecr.api", "ecr.dkr", "s3"], "layers_refused": true });
    let answer = answer("ecr-pull", fargate(refused));
    assert!(answer["message"].as_str().is_some_and(|text| text.contains("httpReaderSeeker")));
    assert_eq!(answer["step"], "layers");
}

#[test]
fn the_missing_endpoint_is_named_as_the_remedy() {
    let answer = answer("ecr-pull", fargate(json!({ "endpoints": ["ecr.api", "ecr.dkr"] })));
    assert_eq!(answer["fix"], "Add the missing endpoints: s3; or a NAT gateway.");
    assert!(answer["message"].as_str().is_some_and(|text| text.contains("nil pointer")));
}

#[test]
fn the_role_that_pulls_is_the_one_of_the_launch_type() {
    let with = |launch: &str, roles: Value| {
        json!({
            "launch_type": launch, "roles": roles, "network": { "nat": true },
            "image": { "exists": true, "bytes": 1e6 },
        })
    };
    let denied = at("token", "CannotPullContainerError");
    assert_eq!(ended(with("FARGATE", json!({ "instance": INSTANCE }))), denied);
    assert_eq!(ended(with("EC2", json!({ "execution": EXECUTION }))), denied);
    assert_eq!(ended(with("FARGATE", json!({ "execution": [] }))), denied);
    let own = json!({ "execution": [], "task": ["ecr:*"] });
    let answer = answer("ecr-pull", with("FARGATE", own));
    let cause = answer["cause"].as_str().expect("a text");
    assert!(cause.contains("the task role may, and it is not the one that pulls"), "{cause}");
    let list = |actions: &[&str]| json!({ "execution": actions });
    let token = "ecr:GetAuthorizationToken";
    for (actions, step) in [
        (&[token][..], "manifest"),
        (&[token, "ecr:batchgetimage"], "layers"),
        (&["ecr:Batch*", "ecr:GetDownloadUrlForLayer"], "token"),
    ] {
        let code = "CannotPullContainerError";
        assert_eq!(ended(with("FARGATE", list(actions))), at(step, code), "{actions:?}");
    }
    assert_eq!(ended(with("FARGATE", list(&[token, "ecr:Batch*", "ecr:Get*"]))), None);
    assert_eq!(ended(with("EC2", json!({ "instance": "*" }))), None);
}

#[test]
fn a_repository_policy_adds_within_an_account_and_is_needed_across() {
    let with = |actions: Value, statements: Value, other: bool| {
        let mut input = fargate(json!({ "nat": true }));
        input["roles"]["execution"] = actions;
        input["repository_policy"] = json!({ "Version": "2012-10-17", "Statement": statements });
        input["image"]["other_account"] = other.into();
        ended(input)
    };
    let statement = |effect: &str, principal: &str| {
        json!([{
            "Effect": effect, "Principal": { "AWS": principal },
            "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        }])
    };
    let role = "arn:aws:iam::111122223333:role/pull";
    let account = "arn:aws:iam::111122223333:root";
    let token = || json!(["ecr:GetAuthorizationToken"]);
    let denied = at("manifest", "CannotPullContainerError");
    assert_eq!(with(token(), statement("Allow", role), false), None);
    assert_eq!(with(token(), statement("Allow", account), false), denied);
    assert_eq!(with(json!([EXECUTION]), statement("Deny", role), false), denied);
    assert_eq!(with(json!([EXECUTION]), statement("Allow", account), true), None);
    assert_eq!(with(token(), statement("Allow", account), true), denied);
    assert_eq!(with(json!([EXECUTION]), json!([]), true), denied);
    let without_token = json!(["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]);
    let everything = json!([{ "Effect": "Allow", "Principal": "*", "Action": "ecr:*" }]);
    let at_token = at("token", "CannotPullContainerError");
    assert_eq!(with(without_token, everything, false), at_token, "a token is no repository's");
}

#[test]
fn an_image_must_be_there_and_fit() {
    let mut gone = ec2(json!({ "nat": true }));
    gone["image"]["exists"] = false.into();
    assert_eq!(ended(gone), at("manifest", "CannotPullContainerError"));
    let mut large = fargate(json!({ "nat": true }));
    large["image"]["bytes"] = (20.0 * 1024.0_f64.powi(3) + 1.0).into();
    assert_eq!(ended(large.clone()), at("layers", "CannotPullContainerError"));
    large["disk_free"] = 200e9.into();
    assert_eq!(ended(large.clone()), None);
    large["launch_type"] = "EC2".into();
    large["roles"] = json!({ "instance": INSTANCE });
    large["disk_free"] = Value::Null;
    assert_eq!(ended(large), None, "nobody measured the instance's disk");
}

#[test]
fn the_way_has_its_price() {
    let month = Month { pulls: 1000.0, bytes: 500e6, zones: 2.0, tasks: 4.0 };
    let dollars = |network: Network| {
        bill(&network, &month, rulebook()).iter().map(|line| line.dollars).sum::<f64>()
    };
    let endpoints = |all: &[Endpoint]| Network { endpoints: all.to_vec(), ..Network::default() };
    let all = endpoints(&[Endpoint::EcrApi, Endpoint::EcrDkr, Endpoint::S3]);
    let near = |found: f64, expected: f64| {
        assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
    };
    near(dollars(Network { public_ip: true, ..Network::default() }), 4.0 * 730.0 * 0.005);
    let nat = Network { nat: true, ..Network::default() };
    near(dollars(nat.clone()), 2.0 * 730.0 * 0.045 + 500.0 * 0.045);
    near(dollars(all), 2.0 * 2.0 * 730.0 * 0.01);
    let spared = Network { endpoints: vec![Endpoint::S3], ..nat };
    near(dollars(spared), 2.0 * 730.0 * 0.045);
}

#[test]
fn bad_input_is_named() {
    let with = |key: &str, value: Value| {
        let mut input = fargate(json!({ "nat": true }));
        input[key] = value;
        refusal("ecr-pull", input)
    };
    let cases = [
        ("launch_type", json!("fargate"), "field `launch_type`: expected FARGATE or EC2"),
        ("roles", json!({ "execution": "MyRole" }), "field `roles.execution`: expected actions"),
        ("roles", Value::Null, "field `roles`: expected an object"),
        ("network", json!({ "endpoints": ["ecr"] }), "field `network.endpoints`: expected some of"),
        ("network", json!({ "nat": 1 }), "field `network.nat`: expected true or false"),
        ("image", json!({ "bytes": -1 }), "field `image.bytes`: expected a number 0 to"),
        ("repository_policy", json!([]), "field `repository_policy`: expected an object"),
        (
            "repository_policy",
            json!({ "Statement": [{ "Effect": "Allow", "Condition": {} }] }),
            "unknown field `repository_policy.Statement.0.Condition`",
        ),
        (
            "repository_policy",
            json!({ "Statement": [{ "Effect": "Allow", "Action": "*", "Principal": "me" }] }),
            "field `repository_policy.Statement.0.Principal`: expected \"*\"",
        ),
    ];
    for (key, value, said) in cases {
        let message = with(key, value);
        assert!(message.starts_with(said), "{message}");
    }
}

fn network() -> impl Strategy<Value = Network> {
    let endpoints =
        prop::sample::subsequence(vec![Endpoint::EcrApi, Endpoint::EcrDkr, Endpoint::S3], 0..=3);
    (any::<bool>(), any::<bool>(), endpoints).prop_map(|(public_ip, nat, endpoints)| Network {
        public_ip,
        nat,
        endpoints,
        layers_refused: false,
    })
}

fn rights() -> impl Strategy<Value = Rights> {
    let actions =
        || prop::sample::subsequence(vec!["ecr:Get*", "ecr:BatchGetImage", "s3:*"], 0..=3);
    let statement = (any::<bool>(), actions(), any::<bool>());
    let repository = prop::collection::vec(statement, 0..3);
    (prop::option::of(actions()), repository, any::<bool>()).prop_map(
        |(role, statements, other)| {
            let texts = |all: Vec<&str>| all.into_iter().map(String::from).collect::<Vec<_>>();
            Rights {
                role: role.map(texts),
                elsewhere: None,
                repository: statements
                    .into_iter()
                    .map(|(allows, actions, names_account)| Statement {
                        allows,
                        actions: texts(actions),
                        names_account,
                    })
                    .collect(),
                other_account: other,
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_more_way_or_right_never_breaks_a_pull(
        network in network(), rights in rights(), ec2 in any::<bool>(),
    ) {
        let launch = if ec2 { LaunchType::Ec2 } else { LaunchType::Fargate };
        let pull = |network: &Network, rights: &Rights| {
            let (network, rights) = (network.clone(), rights.clone());
            let bytes = 1.0;
            follow(&Pull { launch, rights, network, exists: true, bytes, disk_free: None },
                rulebook())
        };
        let trace = pull(&network, &rights);
        let steps: Vec<Step> = trace.passed.iter().map(|(step, _)| *step).collect();
        prop_assert_eq!(&steps[..], &Step::ALL[..steps.len()]);
        prop_assert_eq!(trace.end.is_ok(), steps.len() == Step::ALL.len());
        let more = pull(&Network { nat: true, ..network.clone() }, &rights);
        prop_assert!(more.passed.len() >= steps.len());
        let all = Some(vec!["*".into()]);
        let more = pull(&network, &Rights { role: all, ..rights.clone() });
        prop_assert!(more.passed.len() >= steps.len());
    }

    #[test]
    fn a_deny_ends_it_whoever_allows(rights in rights()) {
        let mut rights = Rights { role: Some(vec!["*".into()]), ..rights };
        rights.repository.push(Statement {
            allows: false, actions: vec!["ecr:Batch*".into()], names_account: false,
        });
        prop_assert_eq!(rights.allow(Step::Manifest), Err(Denied::ByRepository));
    }
}

#[test]
fn a_node_of_eks_pulls_with_its_node_role_and_says_what_its_kubelet_says() {
    let node = |roles: Value, network: Value| {
        json!({
            "launch_type": "EKS_NODE", "roles": roles, "network": network,
            "image": { "exists": true, "bytes": 200e6 },
        })
    };
    let pull_only = json!({ "instance": "AmazonEC2ContainerRegistryPullOnly" });
    assert_eq!(ended(node(pull_only.clone(), json!({ "nat": true }))), None);
    let unreachable = answer("ecr-pull", node(pull_only, json!({})));
    assert_eq!(unreachable["error_code"], "ErrImagePull");
    let message = unreachable["message"].as_str().expect("a message");
    assert!(message.contains("ImagePullBackOff"), "{message}");
    // The role of the pod does not help.
    let pod = json!({ "task": "AmazonEC2ContainerRegistryPullOnly" });
    let refused = answer("ecr-pull", node(pod, json!({ "nat": true })));
    let cause = refused["cause"].as_str().expect("a cause");
    assert_eq!(cause, "there is no node role");
}
