//! Conditions: the rows of the tables in the IAM User Guide.

use super::{decided, policy};
use serde_json::{Value, json};

/// Whether a condition holds in a context.
fn holds(condition: Value, context: Value) -> bool {
    let own = policy(json!({
        "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition
    }));
    let (decision, _) = decided(json!({
        "principal": "arn:aws:iam::111122223333:user/martha", "action": "s3:GetObject",
        "resource": "arn:aws:s3:::b/k", "identity": [own], "context": context,
    }));
    decision == "Allowed"
}

fn table(condition: Value, rows: &[(Value, bool)]) {
    for (context, expected) in rows {
        assert_eq!(holds(condition.clone(), context.clone()), *expected, "{condition} {context}");
    }
}

#[test]
fn texts() {
    table(
        json!({ "StringEquals": { "aws:PrincipalTag/job-category": "iamuser-admin" } }),
        &[
            (json!({ "aws:PrincipalTag/job-category": "iamuser-admin" }), true),
            (json!({ "AWS:principaltag/JOB-category": "iamuser-admin" }), true),
            (json!({ "aws:PrincipalTag/job-category": "dev-ops" }), false),
            (json!({}), false),
        ],
    );
    table(
        json!({ "StringLike": { "s3:prefix": ["", "home/", "home/${aws:username}/"] } }),
        &[
            (json!({ "s3:prefix": "" }), true),
            (json!({ "s3:prefix": "home/" }), true),
            (json!({ "s3:prefix": "home/martha/" }), true),
            (json!({ "s3:prefix": "home/nikki/" }), false),
            (json!({}), false),
        ],
    );
    table(
        json!({
            "StringEqualsIgnoreCase": { "aws:RequestTag/environment": ["preprod", "storage"] },
            "ForAnyValue:StringEquals": { "aws:TagKeys": "environment" },
        }),
        &[
            (
                json!({ "aws:TagKeys": ["environment"], "aws:RequestTag/environment": "preprod" }),
                true,
            ),
            (
                json!({
                    "aws:TagKeys": ["environment", "costcenter"],
                    "aws:RequestTag/environment": "PreProd"
                }),
                true,
            ),
            (
                json!({ "aws:TagKeys": ["Environment"], "aws:RequestTag/environment": "preprod" }),
                false,
            ),
            (
                json!({ "aws:TagKeys": ["costcenter"], "aws:RequestTag/environment": "preprod" }),
                false,
            ),
            (json!({ "aws:RequestTag/environment": "storage" }), false),
            (json!({ "aws:TagKeys": ["environment"] }), false),
            (json!({}), false),
        ],
    );
}

/// Without version 2012-10-17 a variable is a text like any other.
#[test]
fn variables_need_the_newer_version() {
    for (version, key, expected) in [
        (Some("2012-10-17"), "home/martha/x", "Allowed"),
        (Some("2008-10-17"), "home/martha/x", "ImplicitlyDenied"),
        (None, "home/martha/x", "ImplicitlyDenied"),
        (None, "home/${aws:username}/x", "Allowed"),
    ] {
        let mut own = policy(json!({
            "Effect": "Allow", "Action": "s3:*",
            "Resource": "arn:aws:s3:::b/home/${aws:username}/*"
        }));
        own["Version"] = version.into();
        if version.is_none() {
            own.as_object_mut().expect("an object").remove("Version");
        }
        let (decision, _) = decided(json!({
            "principal": "arn:aws:iam::111122223333:user/martha", "action": "s3:GetObject",
            "resource": format!("arn:aws:s3:::b/{key}"), "identity": [own],
        }));
        assert_eq!(decision, expected, "{version:?} {key}");
    }
}

/// "Policy variables with no value" and "Specifying default values".
#[test]
fn a_variable_without_a_value_equals_nothing() {
    let team =
        json!({ "StringEquals": { "s3:ExistingObjectTag/Team": "${aws:PrincipalTag/Team}" } });
    let not_team =
        json!({ "StringNotEquals": { "s3:ExistingObjectTag/Team": "${aws:PrincipalTag/Team}" } });
    let red = json!({ "s3:ExistingObjectTag/Team": "red" });
    let both = json!({ "s3:ExistingObjectTag/Team": "red", "aws:PrincipalTag/Team": "red" });
    assert!(!holds(team.clone(), red.clone()) && holds(not_team.clone(), red));
    assert!(holds(team, both.clone()) && !holds(not_team, both));

    let own = |resource: &str| {
        policy(json!({ "Effect": "Allow", "Action": "s3:*", "Resource": resource }))
    };
    let ask = |resource: &str, bucket: &str, context: Value| {
        decided(json!({
            "principal": "arn:aws:iam::111122223333:role/a", "action": "s3:ListBucket",
            "resource": format!("arn:aws:s3:::{bucket}"), "identity": [own(resource)],
            "context": context,
        }))
        .0 == "Allowed"
    };
    let default = "arn:aws:s3:::b-${aws:PrincipalTag/team, 'company-wide'}";
    assert!(ask(default, "b-yellow", json!({ "aws:PrincipalTag/team": "yellow" })));
    assert!(!ask(default, "b-company-wide", json!({ "aws:PrincipalTag/team": "yellow" })));
    assert!(ask(default, "b-company-wide", json!({})));
    assert!(!ask("arn:aws:s3:::b-${aws:PrincipalTag/team}*", "b-", json!({})));
    // A key with several values is no variable, and a star in a value is a star.
    let several = json!({ "aws:PrincipalTag/team": ["a", "b"] });
    assert!(!ask("arn:aws:s3:::b-${aws:PrincipalTag/team}", "b-a", several));
    let star = json!({ "aws:PrincipalTag/team": "*" });
    assert!(!ask("arn:aws:s3:::b-${aws:PrincipalTag/team}", "b-yellow", star));
}

#[test]
fn numbers_dates_truth_and_addresses() {
    table(
        json!({ "NumericLessThanEquals": { "s3:max-keys": "10" } }),
        &[
            (json!({ "s3:max-keys": 10 }), true),
            (json!({ "s3:max-keys": "9.5" }), true),
            (json!({ "s3:max-keys": 11 }), false),
            (json!({ "s3:max-keys": "many" }), false),
            (json!({}), false),
        ],
    );
    table(
        json!({ "NumericNotEquals": { "s3:max-keys": [1, 2] } }),
        &[
            (json!({ "s3:max-keys": 2 }), false),
            (json!({ "s3:max-keys": 3 }), true),
            (json!({}), true),
        ],
    );
    table(
        json!({ "DateGreaterThan": { "aws:TokenIssueTime": "2020-01-01T00:00:01Z" } }),
        &[
            (json!({ "aws:TokenIssueTime": "2020-06-01T00:00:00Z" }), true),
            (json!({ "aws:TokenIssueTime": 1_600_000_000 }), true),
            (json!({ "aws:TokenIssueTime": "2020-01-01T00:00:01Z" }), false),
            (json!({}), false),
        ],
    );
    table(
        json!({ "Bool": { "aws:SecureTransport": "false" } }),
        &[
            (json!({ "aws:SecureTransport": false }), true),
            (json!({ "aws:SecureTransport": "true" }), false),
            (json!({}), false),
        ],
    );
    table(
        json!({
            "IpAddress": { "aws:SourceIp": ["203.0.113.0/24", "2001:DB8:1234:5678::/64"] }
        }),
        &[
            (json!({ "aws:SourceIp": "203.0.113.1" }), true),
            (json!({ "aws:SourceIp": "2001:db8:1234:5678::1" }), true),
            (json!({ "aws:SourceIp": "198.51.100.1" }), false),
            (json!({}), false),
        ],
    );
    table(
        json!({ "NotIpAddress": { "aws:SourceIp": "203.0.113.0/24" } }),
        &[(json!({ "aws:SourceIp": "203.0.113.1" }), false), (json!({}), true)],
    );
    table(
        json!({ "BinaryEquals": { "key": "QmluYXJ5VmFsdWVJbkJhc2U2NA==" } }),
        &[
            (json!({ "key": "QmluYXJ5VmFsdWVJbkJhc2U2NA==" }), true),
            (json!({ "key": "ASIAIOSFODNN7EXAMPLE" }), false),
            (json!({}), false),
        ],
    );
}

#[test]
fn arns_are_compared_part_by_part() {
    table(
        json!({ "ArnEquals": { "aws:SourceArn": "arn:aws:sns:us-west-2:123456789012:TOPIC-ID" } }),
        &[
            (json!({ "aws:SourceArn": "arn:aws:sns:us-west-2:123456789012:TOPIC-ID" }), true),
            (json!({ "aws:SourceArn": "arn:aws:sns:us-west-2:777788889999:TOPIC-ID" }), false),
            (json!({}), false),
        ],
    );
    table(
        json!({ "ArnLike": { "aws:SourceArn": "arn:aws:ecs:*:111122223333:*" } }),
        &[
            (json!({ "aws:SourceArn": "arn:aws:ecs:us-west-2:111122223333:task/c/1" }), true),
            (
                json!({ "aws:SourceArn": "arn:aws:ecs:us-west-2:444455556666:task/111122223333" }),
                false,
            ),
        ],
    );
    let sources = json!({ "ForAllValues:ArnLike": { "logs:LogGeneratingResourceArns": [
        "arn:aws:cloudfront::123456789012:distribution/*",
        "arn:aws:cloudfront::123456789012:distribution/support*",
    ] } });
    let arn =
        |account: &str, name: &str| format!("arn:aws:cloudfront::{account}:distribution/{name}");
    let given = |arns: &[String]| json!({ "logs:LogGeneratingResourceArns": arns });
    table(
        sources,
        &[
            (given(&[arn("123456789012", "costcenter")]), true),
            (given(&[arn("123456789012", "costcenter"), arn("123456789012", "support2025")]), true),
            (given(&[arn("777788889999", "costcenter")]), false),
            (json!({}), true),
        ],
    );
}

/// "Set operators for multivalued context keys".
#[test]
fn sets() {
    let tags = |keys: &[&str]| json!({ "aws:TagKeys": keys });
    table(
        json!({
            "ForAllValues:StringEquals": { "aws:TagKeys": ["environment", "cost-center"] },
            "Null": { "aws:TagKeys": "false" },
        }),
        &[
            (tags(&["environment"]), true),
            (tags(&["environment", "cost-center"]), true),
            (tags(&["environment", "dept"]), false),
            (json!({}), false),
        ],
    );
    table(
        json!({ "ForAllValues:StringEquals": { "aws:TagKeys": ["environment"] } }),
        &[(json!({}), true), (tags(&[]), true), (tags(&[""]), true)],
    );
    table(
        json!({ "ForAnyValue:StringEquals": { "aws:TagKeys": ["environment", "cost-center"] } }),
        &[(tags(&["environment", "dept"]), true), (tags(&["dept"]), false), (json!({}), false)],
    );
    table(
        json!({ "ForAllValues:StringNotEquals": { "aws:TagKeys": ["a", "b"] } }),
        &[(tags(&["c", "d"]), true), (tags(&["a", "c"]), false)],
    );
    table(
        json!({ "ForAnyValue:StringNotEquals": { "aws:TagKeys": ["a", "b"] } }),
        &[(tags(&["a", "c"]), true), (tags(&["a", "b"]), false)],
    );
}

#[test]
fn keys_that_are_not_there() {
    table(
        json!({ "StringLikeIfExists": { "ec2:InstanceType": ["t1.*", "t2.*", "m3.*"] } }),
        &[
            (json!({ "ec2:InstanceType": "t1.micro" }), true),
            (json!({ "ec2:InstanceType": "m2.micro" }), false),
            (json!({}), true),
        ],
    );
    let null = |absent: &str| json!({ "Null": { "aws:TokenIssueTime": absent } });
    let given = json!({ "aws:TokenIssueTime": "2026-01-01T00:00:00Z" });
    assert!(holds(null("false"), given.clone()) && !holds(null("false"), json!({})));
    assert!(holds(null("true"), json!({})) && !holds(null("true"), given));
    // A negated operator holds where the key is missing, with and without IfExists.
    for operator in ["StringNotEquals", "StringNotLike", "ArnNotLike", "StringNotEqualsIfExists"] {
        let mut condition = json!({});
        condition[operator] = json!({ "aws:SourceVpce": "vpce-1" });
        assert!(holds(condition, json!({})), "{operator}");
    }
}
