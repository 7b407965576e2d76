//! What holds for any policies and any request.

use drydock::iam::{Decision, Kind, Policies, Policy, Principal, Request, evaluate, read};
use proptest::prelude::*;
use serde_json::{Value, json};

const ACTIONS: [&str; 4] =
    ["s3:GetObject", "s3:PutObject", "ecr:BatchGetImage", "logs:PutLogEvents"];
const RESOURCES: [&str; 3] = [
    "arn:aws:s3:::shop/a/b",
    "arn:aws:s3:::logs/x",
    "arn:aws:ecr:us-east-1:111122223333:repository/shop",
];
const PRINCIPALS: [&str; 4] = [
    "arn:aws:iam::111122223333:user/ana",
    "arn:aws:iam::111122223333:role/task",
    "arn:aws:sts::111122223333:assumed-role/task/1",
    "arn:aws:iam::444455556666:user/eve",
];

fn one_of(all: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(all).prop_map(str::to_string)
}

/// A statement of an identity's policy.
fn own(effect: impl Strategy<Value = &'static str>) -> impl Strategy<Value = Value> {
    let action = one_of(&["*", "s3:*", "s3:Get*", "S3:GETOBJECT", "ecr:*", "logs:Put?ogEvents"]);
    let resource = one_of(&[
        "*",
        "arn:aws:s3:::shop/*",
        "arn:aws:s3:::*o*/*",
        "arn:aws:ecr:*:*:repository/shop",
        "arn:aws:s3:::${aws:PrincipalTag/team}/*",
    ]);
    let condition = prop::option::weighted(
        0.3,
        prop::sample::select(vec![
            json!({ "StringEquals": { "aws:PrincipalTag/team": "shop" } }),
            json!({ "StringNotEquals": { "aws:PrincipalTag/team": "shop" } }),
            json!({ "Bool": { "aws:SecureTransport": "true" } }),
            json!({ "Null": { "aws:SourceVpce": "true" } }),
        ]),
    );
    let not = (prop::bool::weighted(0.15), prop::bool::weighted(0.15));
    (effect, action, resource, condition, not).prop_map(
        |(effect, action, resource, condition, not)| {
            let mut statement = json!({ "Effect": effect });
            statement[if not.0 { "NotAction" } else { "Action" }] = action.into();
            statement[if not.1 { "NotResource" } else { "Resource" }] = resource.into();
            if let Some(condition) = condition {
                statement["Condition"] = condition;
            }
            statement
        },
    )
}

fn any_effect() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["Allow", "Allow", "Allow", "Deny"])
}

/// The same for a resource's policy.
fn of_resource(effect: impl Strategy<Value = &'static str>) -> impl Strategy<Value = Value> {
    let principal = prop::sample::select(vec![
        json!("*"),
        json!({ "AWS": "111122223333" }),
        json!({ "AWS": PRINCIPALS[0] }),
        json!({ "AWS": PRINCIPALS[1] }),
        json!({ "AWS": PRINCIPALS[2] }),
    ]);
    (own(effect), principal).prop_map(|(mut statement, principal)| {
        statement["Principal"] = principal;
        statement
    })
}

fn made(statements: &[Value], kind: Kind) -> Policy {
    let text = json!({ "Version": "2012-10-17", "Statement": statements }).to_string();
    read(&text, kind).expect("a policy")
}

/// Statements of each policy, so that tests can change them.
#[derive(Clone, Debug)]
struct Case {
    principal: String,
    action: String,
    resource: String,
    context: Vec<(String, Vec<String>)>,
    identity: Vec<Value>,
    bucket: Option<Vec<Value>>,
    boundary: Option<Vec<Value>>,
    session: Option<Vec<Value>>,
    scp: Option<Vec<Value>>,
}

fn case() -> impl Strategy<Value = Case> {
    let some = || prop::option::weighted(0.4, prop::collection::vec(own(any_effect()), 1..4));
    let bucket =
        prop::option::weighted(0.5, prop::collection::vec(of_resource(any_effect()), 1..4));
    let context = prop::sample::subsequence(
        vec![
            ("aws:PrincipalTag/team".to_string(), vec!["shop".to_string()]),
            ("aws:SecureTransport".to_string(), vec!["true".to_string()]),
            ("aws:SourceVpce".to_string(), vec!["vpce-1".to_string()]),
        ],
        0..=3,
    );
    let request = (one_of(&PRINCIPALS), one_of(&ACTIONS), one_of(&RESOURCES), context);
    let identity = prop::collection::vec(own(any_effect()), 1..5);
    (request, identity, bucket, (some(), some(), some())).prop_map(
        |((principal, action, resource, context), identity, bucket, (boundary, session, scp))| {
            Case { principal, action, resource, context, identity, bucket, boundary, session, scp }
        },
    )
}

impl Case {
    fn decision(&self) -> Decision {
        let principal = Principal::parse(&self.principal).expect("a principal");
        let request = Request::new(
            principal,
            &self.action,
            &self.resource,
            Some("111122223333"),
            &self.context,
        )
        .expect("a request");
        let identity = |all: &Vec<Value>| made(all, Kind::Identity);
        let policies = Policies {
            identity: vec![identity(&self.identity)],
            resource: self.bucket.as_ref().map(|all| made(all, Kind::Resource)),
            boundary: self.boundary.as_ref().map(identity),
            session: self.session.as_ref().map(identity),
            scps: self.scp.iter().map(|all| vec![identity(all)]).collect(),
            rcps: Vec::new(),
        };
        let verdict = evaluate(&request, &policies);
        assert!(!verdict.by.is_empty() && !verdict.steps.is_empty());
        verdict.decision
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn one_more_deny_never_allows(case in case(), deny in own(Just("Deny")), place in 0..4_usize) {
        let mut more = case.clone();
        match place {
            0 => more.identity.push(deny),
            1 => more.boundary.get_or_insert_default().push(deny),
            2 => more.session.get_or_insert_default().push(deny),
            _ => more.scp.get_or_insert_default().push(deny),
        }
        if more.decision() == Decision::Allowed {
            prop_assert_eq!(case.decision(), Decision::Allowed);
        }
    }

    #[test]
    fn one_more_allow_in_a_policy_of_the_identity_never_denies(
        case in case(), allow in own(Just("Allow")),
    ) {
        let mut more = case.clone();
        more.identity.insert(0, allow);
        if case.decision() == Decision::Allowed {
            prop_assert_eq!(more.decision(), Decision::Allowed);
        }
        let explicit = case.decision() == Decision::ExplicitlyDenied;
        prop_assert_eq!(more.decision() == Decision::ExplicitlyDenied, explicit);
    }

    #[test]
    fn limits_only_narrow(case in case(), limit in prop::collection::vec(own(any_effect()), 1..4)) {
        let free = Case { boundary: None, session: None, scp: None, ..case.clone() };
        for limited in [
            case,
            Case { boundary: Some(limit.clone()), ..free.clone() },
            Case { session: Some(limit.clone()), ..free.clone() },
            Case { scp: Some(limit), ..free.clone() },
        ] {
            if limited.decision() == Decision::Allowed {
                prop_assert_eq!(free.decision(), Decision::Allowed);
            }
        }
    }

    #[test]
    fn the_order_of_statements_is_irrelevant(case in case(), turn in 0..5_usize) {
        let turned = |all: &Vec<Value>| {
            let mut all = all.clone();
            let by = turn % all.len();
            all.rotate_left(by);
            all.reverse();
            all
        };
        let other = Case {
            identity: turned(&case.identity),
            bucket: case.bucket.as_ref().map(turned),
            boundary: case.boundary.as_ref().map(turned),
            session: case.session.as_ref().map(turned),
            scp: case.scp.as_ref().map(turned),
            ..case.clone()
        };
        prop_assert_eq!(case.decision(), other.decision());
    }

    #[test]
    fn across_accounts_both_must_allow(case in case()) {
        let there = Case { principal: PRINCIPALS[3].into(), ..case };
        if there.decision() == Decision::Allowed {
            let no_bucket = Case { bucket: None, ..there.clone() };
            prop_assert_ne!(no_bucket.decision(), Decision::Allowed);
            let nothing = json!({ "Effect": "Allow", "Action": "sqs:*", "Resource": "*" });
            let no_identity = Case { identity: vec![nothing], ..there };
            prop_assert_ne!(no_identity.decision(), Decision::Allowed);
        }
    }

    #[test]
    fn an_explicit_deny_is_final(case in case()) {
        let all = json!({ "Effect": "Deny", "Action": "*", "Resource": "*" });
        let denied = Case { identity: [case.identity.clone(), vec![all]].concat(), ..case };
        prop_assert_eq!(denied.decision(), Decision::ExplicitlyDenied);
    }
}
