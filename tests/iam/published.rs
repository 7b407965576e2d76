//! The examples of the IAM User Guide with the decisions that it names.

use super::{answer, decided, policy, refusal, statement};
use serde_json::{Value, json};

const ALLOWED: &str = "Allowed";
const EXPLICIT: &str = "ExplicitlyDenied";
const IMPLICIT: &str = "ImplicitlyDenied";

fn decision(input: Value) -> String {
    decided(input).0
}

/// "Policy evaluation for requests within a single account".
#[test]
fn carlos_saves_a_file_in_his_own_account() {
    let own = ["arn:aws:s3:::example-carlos/*", "arn:aws:s3:::example-carlos"];
    let identity = policy(json!([
        statement("Allow", json!(["s3:GetBucketLocation", "s3:ListAllMyBuckets"]),
            json!("arn:aws:s3:::*")),
        statement("Allow", json!("s3:*"), json!(own)),
        { "Sid": "DenyS3Logs", "Effect": "Deny", "Action": "s3:*",
          "Resource": "arn:aws:s3:::*log*" },
    ]));
    let bucket = policy(json!([{
        "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::123456789012:user/carlos" },
        "Action": "s3:*", "Resource": own,
    }]));
    let ask = |object: &str, identity: Value, bucket: Value| {
        decided(json!({
            "principal": "arn:aws:iam::123456789012:user/carlos", "action": "s3:PutObject",
            "resource": format!("arn:aws:s3:::{object}"), "identity": identity,
            "resource_policy": bucket,
        }))
    };
    let denied = ask("example-carlos-logs/a.txt", json!([identity]), Value::Null);
    assert_eq!(denied, (EXPLICIT.into(), "identity.0.Statement.2".into()));
    for (identity, bucket) in [
        (json!([identity]), bucket.clone()),
        (json!([identity]), Value::Null),
        (json!([]), bucket.clone()),
    ] {
        assert_eq!(ask("example-carlos/a.txt", identity, bucket).0, ALLOWED);
    }
    assert_eq!(ask("example-carlos/a.txt", json!([]), Value::Null).0, IMPLICIT);
}

/// "Cross-account policy evaluation logic".
#[test]
fn another_account_must_allow_too() {
    let demo = policy(json!([
        statement("Allow", json!("s3:ListAllMyBuckets"), json!("*")),
        statement("Allow", json!("s3:*Object*"), json!("arn:aws:s3:::example-production/*")),
        statement("Deny", json!("s3:*"), json!(["arn:aws:s3:::*log*", "arn:aws:s3:::*log*/*"])),
    ]));
    let bucket = policy(json!([{
        "Effect": "Allow",
        "Action": ["s3:GetObject*", "s3:PutObject*", "s3:ReplicateObject", "s3:RestoreObject"],
        "Principal": { "AWS": "arn:aws:iam::111111111111:role/Demo" },
        "Resource": "arn:aws:s3:::example-production/*",
    }]));
    let ask = |action: &str, bucket_name: &str, identity: Value, bucket: Value| {
        decided(json!({
            "principal": "arn:aws:sts::111111111111:assumed-role/Demo/carlos", "action": action,
            "resource": format!("arn:aws:s3:::{bucket_name}/a.txt"), "identity": identity,
            "resource_account": "222222222222", "resource_policy": bucket,
        }))
    };
    let put = "s3:PutObject";
    let logs = ask(put, "example-production-logs", json!([demo]), Value::Null);
    assert_eq!(logs, (EXPLICIT.into(), "identity.0.Statement.2".into()));
    assert_eq!(ask(put, "example-production", json!([demo]), bucket.clone()).0, ALLOWED);
    let theirs = ask("s3:DeleteObject", "example-production", json!([demo]), bucket.clone());
    assert_eq!(theirs, (IMPLICIT.into(), "resource_policy".into()));
    let ours = ask(put, "example-production", json!([]), bucket);
    assert_eq!(ours, (IMPLICIT.into(), "identity".into()));
    assert_eq!(ask(put, "example-production", json!([demo]), Value::Null).0, IMPLICIT);
}

/// "Permissions boundaries for IAM entities".
#[test]
fn a_boundary_limits_and_grants_nothing() {
    let boundary =
        policy(json!([statement("Allow", json!(["s3:*", "cloudwatch:*", "ec2:*"]), json!("*"))]));
    let may_create = policy(statement("Allow", json!("iam:CreateUser"), json!("*")));
    let ask = |action: &str, identity: Value, boundary: Value| {
        decided(json!({
            "principal": "arn:aws:iam::123456789012:user/Shirley", "action": action,
            "resource": "*", "identity": identity, "boundary": boundary,
        }))
    };
    let create = "iam:CreateUser";
    let limited = ask(create, json!([may_create]), boundary.clone());
    assert_eq!(limited, (IMPLICIT.into(), "boundary".into()));
    assert_eq!(ask("s3:ListAllMyBuckets", json!([may_create]), boundary).1, "identity");
    assert_eq!(ask(create, json!([may_create]), Value::Null).0, ALLOWED);
}

/// The boundary that María writes for new users.
#[test]
fn a_boundary_may_speak_of_the_user_by_a_variable() {
    let boundary = policy(json!([
        statement("Allow", json!(["s3:*", "ec2:*"]), json!("*")),
        statement(
            "Allow",
            json!(["iam:*AccessKey*", "iam:GetUser"]),
            json!(["arn:aws:iam::*:user/${aws:username}"])
        ),
        statement("Deny", json!("ec2:*"), json!("arn:aws:ec2:*:*:instance/i-1234567890abcdef0")),
    ]));
    let all = policy(statement("Allow", json!("*"), json!("*")));
    let ask = |action: &str, resource: &str| {
        decision(json!({
            "principal": "arn:aws:iam::123456789012:user/Nikhil", "action": action,
            "resource": resource, "identity": [all], "boundary": boundary,
        }))
    };
    assert_eq!(ask("iam:CreateAccessKey", "arn:aws:iam::123456789012:user/Nikhil"), ALLOWED);
    assert_eq!(ask("iam:CreateAccessKey", "arn:aws:iam::123456789012:user/Zhang"), IMPLICIT);
    let instance = |id: &str| format!("arn:aws:ec2:us-east-1:123456789012:instance/{id}");
    assert_eq!(ask("ec2:StopInstances", &instance("i-1234567890abcdef0")), EXPLICIT);
    assert_eq!(ask("ec2:StopInstances", &instance("i-2")), ALLOWED);
}

/// What an Allow in the policy of a resource is worth depends on whom it names.
#[test]
fn a_resource_policy_counts_by_whom_it_names() {
    let role = "arn:aws:iam::111122223333:role/examplerole";
    let session = "arn:aws:sts::111122223333:assumed-role/examplerole/name";
    let user = "arn:aws:iam::111122223333:user/exampleuser";
    let nothing = policy(statement("Allow", json!("ec2:*"), json!("*")));
    let everything = policy(statement("Allow", json!("*"), json!("*")));
    let ask = |principal: &str, named: Value, limits: Value, identity: Value| {
        let bucket = policy(json!({
            "Effect": "Allow", "Principal": named, "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::b/*",
        }));
        decision(json!({
            "principal": principal, "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k",
            "identity": identity, "resource_policy": bucket, "boundary": limits,
            "session": if principal == user { Value::Null } else { limits },
        }))
    };
    let none = json!([]);
    for (principal, named, limits, identity, expected) in [
        (session, json!({ "AWS": role }), Value::Null, none.clone(), ALLOWED),
        (session, json!({ "AWS": role }), nothing.clone(), none.clone(), IMPLICIT),
        (session, json!({ "AWS": session }), nothing.clone(), none.clone(), ALLOWED),
        (user, json!({ "AWS": user }), nothing.clone(), none.clone(), ALLOWED),
        (user, json!("*"), nothing.clone(), none.clone(), ALLOWED),
        (user, json!({ "AWS": "*" }), Value::Null, none.clone(), ALLOWED),
        // An account delegates; the identity must be allowed in it.
        (user, json!({ "AWS": "111122223333" }), Value::Null, none.clone(), IMPLICIT),
        (
            user,
            json!({ "AWS": "arn:aws:iam::111122223333:root" }),
            Value::Null,
            json!([everything]),
            ALLOWED,
        ),
        (user, json!({ "AWS": "444455556666" }), Value::Null, none.clone(), IMPLICIT),
        (
            user,
            json!({ "Service": "ecs-tasks.amazonaws.com" }),
            Value::Null,
            none.clone(),
            IMPLICIT,
        ),
        (
            "ecs-tasks.amazonaws.com",
            json!({ "Service": "ecs-tasks.amazonaws.com" }),
            Value::Null,
            none.clone(),
            ALLOWED,
        ),
        ("*", json!("*"), Value::Null, none.clone(), ALLOWED),
        ("*", json!({ "AWS": role }), Value::Null, none, IMPLICIT),
    ] {
        assert_eq!(
            ask(principal, named.clone(), limits, identity),
            expected,
            "{principal} {named}"
        );
    }
}

/// "Permissions boundaries": with one, NotPrincipal in a Deny spares nobody.
#[test]
fn not_principal_with_deny_forgets_its_exceptions_under_a_boundary() {
    let user = "arn:aws:iam::444455556666:user/nikki";
    let all = policy(statement("Allow", json!("s3:*"), json!("*")));
    let bucket = policy(json!({
        "Effect": "Deny", "NotPrincipal": { "AWS": user }, "Action": "s3:*", "Resource": "*",
    }));
    let ask = |principal: &str, boundary: Value| {
        decision(json!({
            "principal": principal, "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k",
            "identity": [all], "resource_policy": bucket, "boundary": boundary,
        }))
    };
    assert_eq!(ask(user, Value::Null), ALLOWED);
    assert_eq!(ask("arn:aws:iam::444455556666:user/other", Value::Null), EXPLICIT);
    assert_eq!(ask(user, all.clone()), EXPLICIT);
}

#[test]
fn every_level_of_an_organization_must_allow_and_none_may_deny() {
    let all = policy(statement("Allow", json!("*"), json!("*")));
    let s3 = policy(statement("Allow", json!("s3:*"), json!("*")));
    let ec2 = policy(statement("Allow", json!("ec2:*"), json!("*")));
    let deny = policy(statement("Deny", json!("s3:DeleteBucket"), json!("*")));
    let ask = |principal: &str, action: &str, scps: Value| {
        decided(json!({
            "principal": principal, "action": action, "resource": "arn:aws:s3:::b",
            "identity": [all], "scps": scps,
        }))
    };
    let user = "arn:aws:iam::111122223333:user/a";
    assert_eq!(ask(user, "s3:GetObject", json!([all, deny])).0, ALLOWED);
    assert_eq!(ask(user, "s3:DeleteBucket", json!([all, deny])).1, "scps.1.Statement.0");
    assert_eq!(ask(user, "s3:GetObject", json!([ec2])), (IMPLICIT.into(), "scps".into()));
    assert_eq!(ask(user, "s3:GetObject", json!([ec2, s3])).0, ALLOWED, "one level");
    assert_eq!(ask(user, "s3:GetObject", json!([[all], [ec2]])).0, IMPLICIT, "two levels");
    let denied = ask(user, "s3:DeleteBucket", json!([[all], [all, deny]]));
    assert_eq!(denied, (EXPLICIT.into(), "scps.1.1.Statement.0".into()));
    let root = "arn:aws:iam::111122223333:root";
    assert_eq!(ask(root, "s3:DeleteBucket", json!([all, deny])).0, EXPLICIT, "root too");
}

/// Keys and roles are closed to whom their own policy does not name.
#[test]
fn key_policies_and_trust_policies_must_allow_themselves() {
    let all = policy(statement("Allow", json!("*"), json!("*")));
    let key = |principal: Value| {
        policy(json!({
            "Effect": "Allow", "Principal": principal, "Action": "kms:*", "Resource": "*"
        }))
    };
    let role = "arn:aws:iam::111122223333:role/execution";
    let decrypt = |key: Value, identity: Value| {
        decision(json!({
            "principal": role, "action": "kms:Decrypt",
            "resource": "arn:aws:kms:us-east-1:111122223333:key/k", "identity": identity,
            "resource_policy": key,
        }))
    };
    let account = json!({ "AWS": "111122223333" });
    assert_eq!(decrypt(key(account.clone()), json!([all])), ALLOWED);
    assert_eq!(decrypt(key(account), json!([])), IMPLICIT);
    let other = json!({ "AWS": "arn:aws:iam::111122223333:role/other" });
    assert_eq!(decrypt(key(other), json!([all])), IMPLICIT);
    assert_eq!(decrypt(key(json!({ "AWS": role })), json!([])), ALLOWED);
    assert_eq!(decrypt(Value::Null, json!([all])), ALLOWED, "the default key policy");

    let trust = |service: &str| {
        policy(json!({
            "Effect": "Allow", "Principal": { "Service": service }, "Action": "sts:AssumeRole"
        }))
    };
    let take_on = |trust: Value| {
        decision(json!({
            "principal": "ecs-tasks.amazonaws.com", "action": "sts:AssumeRole", "resource": role,
            "identity": [], "resource_policy": trust,
        }))
    };
    assert_eq!(take_on(trust("ecs-tasks.amazonaws.com")), ALLOWED);
    assert_eq!(take_on(trust("ec2.amazonaws.com")), IMPLICIT);
    assert_eq!(take_on(Value::Null), IMPLICIT);
}

/// "Using wildcards in resource ARNs".
#[test]
fn a_star_in_a_resource_goes_over_slashes() {
    let own = policy(statement("Allow", json!("s3:GetObject"), json!("arn:aws:s3:::b/*/test/*")));
    for (key, expected) in [
        ("1/test/object.jpg", ALLOWED),
        ("1/2/test/3/object.jpg", ALLOWED),
        ("1///test///object.jpg", ALLOWED),
        ("1/test/.jpg", ALLOWED),
        ("/test/object.jpg", ALLOWED),
        ("1/test/", ALLOWED),
        ("1-test/object.jpg", IMPLICIT),
        ("test/object.jpg", IMPLICIT),
        ("1/2/test.jpg", IMPLICIT),
    ] {
        let found = decision(json!({
            "principal": "arn:aws:iam::111122223333:user/a", "action": "s3:getobject",
            "resource": format!("arn:aws:s3:::b/{key}"), "identity": [own],
        }));
        assert_eq!(found, expected, "{key}");
    }
}

/// "Grammar": an ARN with fewer than six fields is completed, but not in a session policy.
#[test]
fn a_short_arn_is_completed_in_policies_of_an_identity() {
    let short = policy(statement("Allow", json!("sqs:*"), json!("arn:aws:sqs")));
    let ask = |identity: Value, session: Value| {
        decision(json!({
            "principal": "arn:aws:iam::111122223333:role/a", "action": "sqs:SendMessage",
            "resource": "arn:aws:sqs:us-east-2:111122223333:queue1", "identity": [identity],
            "session": session,
        }))
    };
    assert_eq!(ask(short.clone(), Value::Null), ALLOWED);
    assert_eq!(ask(short.clone(), short), IMPLICIT);
}

#[test]
fn opposites_speak_of_all_the_rest() {
    let own = policy(json!([
        { "Effect": "Allow", "NotAction": ["iam:*", "sts:*"], "Resource": "*" },
        { "Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::mine/*" },
    ]));
    let ask = |action: &str, resource: &str| {
        decision(json!({
            "principal": "arn:aws:iam::111122223333:user/a", "action": action,
            "resource": resource, "identity": [own],
        }))
    };
    assert_eq!(ask("s3:GetObject", "arn:aws:s3:::mine/x"), ALLOWED);
    assert_eq!(ask("s3:GetObject", "arn:aws:s3:::theirs/x"), EXPLICIT);
    assert_eq!(ask("iam:GetUser", "*"), IMPLICIT);
}

#[test]
fn bad_input_names_its_field() {
    let user = "arn:aws:iam::111122223333:user/a";
    let whole = json!({
        "principal": user, "action": "s3:GetObject", "resource": "*", "identity": []
    });
    assert_eq!(answer("iam", whole.clone())["decision"], IMPLICIT);
    for (field, value, part) in [
        ("principal", json!("carlos"), "field `principal`: expected the ARN of a user"),
        ("principal", json!("arn:aws:iam::1:user/a"), "field `principal`: expected the ARN"),
        ("action", json!("GetObject"), "field `action`: expected a service and an action"),
        ("action", json!("s3:*"), "field `action`: "),
        ("resource", json!("bucket"), "field `resource`: expected an ARN or *"),
        ("resource_account", json!("12"), "field `resource_account`: expected an account"),
        ("context", json!([1]), "field `context`: expected keys"),
        ("context", json!({ "a": {} }), "field `context`: expected keys"),
        ("identity", Value::Null, "field `identity`: expected a list"),
        ("identity", json!([{}]), "field `identity.0`: `Statement` is missing"),
        ("identity", json!(["{"]), "field `identity.0`: line 1, column 2: "),
        ("scps", json!([[], {}]), "field `scps.1`: expected policy documents"),
        ("boundary", json!(7), "field `boundary`: expected an object"),
    ] {
        let mut input = whole.clone();
        input[field] = value;
        let said = refusal("iam", input);
        assert!(said.starts_with(part), "{field}: {said}");
    }
}
