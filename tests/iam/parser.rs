//! The parser: every mistake with its place, and no text that it does not survive.

use drydock::iam::{Decision, Kind, Policies, Principal, Request, evaluate, read};
use drydock::place::line_and_column;
use proptest::prelude::*;

/// Line, column and beginning of every mistake.
fn mistakes(text: &str, kind: Kind) -> Vec<(usize, usize, String)> {
    let problems = read(text, kind).expect_err("it is wrong");
    let placed = problems.iter().map(|problem| {
        let (line, column) = line_and_column(text, problem.at);
        (line, column, problem.to_string())
    });
    placed.collect()
}

#[test]
fn all_mistakes_are_named_at_once_with_line_and_column() {
    let text = r#"{
  "Version": "2026-11-24",
  "Statment": [],
  "Statement": [
    { "Effect": "allow", "Actions": "s3:*", "Resource": "bucket" },
    { "Effect": "Deny", "Action": ["ec*:Get", 7], "Resource": [] },
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
      "Condition": { "StringEqual": {}, "IpAddress": { "aws:SourceIp": "10.0.0.0/40" } } }
  ]
}"#;
    let found = mistakes(text, Kind::Identity);
    let begins: Vec<(usize, usize, &str)> = vec![
        (2, 14, "Version: expected \"2012-10-17\""),
        (3, 3, "unknown field `Statment`"),
        (5, 5, "Statement.0: `Action` is missing"),
        (5, 17, "Statement.0.Effect: expected \"Allow\" or \"Deny\""),
        (5, 26, "Statement.0: unknown field `Actions`; did you mean `Action`?"),
        (5, 57, "Statement.0.Resource: expected an ARN, or *"),
        (6, 47, "Statement.1.Action: expected a text, found a number"),
        (6, 63, "Statement.1.Resource: expected one or more"),
        (8, 22, "Statement.2.Condition.StringEqual: unknown operator"),
        (8, 72, "Statement.2.Condition.IpAddress.aws:SourceIp: expected an address"),
    ];
    assert_eq!(found.len(), begins.len(), "{found:#?}");
    for ((line, column, text), (l, c, begin)) in found.iter().zip(begins) {
        assert_eq!((*line, *column), (l, c), "{text}");
        assert!(text.starts_with(begin), "{text}");
    }
}

#[test]
fn each_kind_of_policy_has_its_own_fields() {
    let identity = r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#;
    let resource =
        r#"{"Id":"a","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}"#;
    let trust = r#"{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
        "Principal":{"Service":["ecs-tasks.amazonaws.com"]}}]}"#;
    assert!(read(identity, Kind::Identity).is_ok());
    assert!(read(resource, Kind::Resource).is_ok());
    assert!(read(trust, Kind::Trust).is_ok());
    for (text, kind, part) in [
        (identity, Kind::Resource, "`Principal` is missing"),
        (resource, Kind::Identity, "only policies of a resource name one"),
        (trust, Kind::Resource, "`Resource` is missing"),
        (resource, Kind::Trust, "names no resource"),
    ] {
        let found = mistakes(text, kind);
        assert!(found.iter().any(|(.., text)| text.contains(part)), "{part}: {found:?}");
    }
    for (principal, part) in [
        (r#"{"AWS":"arn:aws:iam::1:user/*"}"#, "stands for everybody or not at all"),
        (r#"{"AWS":"carlos"}"#, "expected an ARN, an account"),
        (r#"{"Service":"*"}"#, "a service has a name"),
        ("7", "expected \"*\" or an object"),
        ("{}", "expected \"*\" or an object"),
    ] {
        let text =
            r#"{"Statement":{"Effect":"Allow","Principal":HERE,"Action":"*","Resource":"*"}}"#
                .replace("HERE", principal);
        let found = mistakes(&text, Kind::Resource);
        assert!(found.iter().any(|(.., text)| text.contains(part)), "{part}: {found:?}");
    }
}

#[test]
fn sids_of_an_identity_are_unique_letters_and_digits() {
    let with = |sids: [&str; 2]| {
        let one =
            |sid| format!(r#"{{"Sid":"{sid}","Effect":"Allow","Action":"s3:*","Resource":"*"}}"#);
        format!(r#"{{"Statement":[{},{}]}}"#, one(sids[0]), one(sids[1]))
    };
    assert!(read(&with(["A1", "B"]), Kind::Identity).is_ok());
    assert!(read(&with(["", ""]), Kind::Identity).is_ok());
    assert!(mistakes(&with(["A", "A"]), Kind::Identity)[0].2.contains("another statement"));
    assert!(mistakes(&with(["A B", "C"]), Kind::Identity)[0].2.contains("letters"));
}

/// Whether a policy with this resource, or list of them, allows a request.
fn allows(resource: &str, asked: &str) -> bool {
    let text =
        format!(r#"{{"Statement":{{"Effect":"Allow","Action":"*","Resource":{resource}}}}}"#);
    let policy = read(&text, Kind::Identity).expect("a policy");
    let user = Principal::parse("arn:aws:iam::111122223333:user/a").expect("a user");
    let request = Request::new(user, "s3:GetObject", asked, None, &[]).expect("a request");
    let policies = Policies { identity: vec![policy], ..Policies::default() };
    evaluate(&request, &policies).decision == Decision::Allowed
}

#[test]
fn absurd_texts_are_answered_clearly_and_soon() {
    let megabytes = "*".repeat(3_000_000);
    let problems = read(&megabytes, Kind::Identity).expect_err("it is no JSON");
    assert!(problems[0].text.contains("bytes are more than"), "{problems:?}");
    for open in ["[", "{\"a\":", "[{\"a\":"] {
        let deep = open.repeat(20_000);
        let problems = read(&deep, Kind::Identity).expect_err("it is deep");
        assert!(problems[0].text.contains("deeper"), "{problems:?}");
    }
    let many = format!(r#"{{"Statement":[{}]}}"#, vec!["{}"; 20_000].join(","));
    assert!(mistakes(&many, Kind::Identity)[0].2.contains("at most 1000"));

    // Stars for which a careless matcher tries all ways to share the letters among them: it would
    // never come to an end.
    let long = format!("arn:aws:s3:::{}", "a".repeat(2000));
    for (pattern, times) in [("*a", 900), ("*", 100_000), ("*?", 900), ("*a?", 600), ("a*", 900)] {
        let ends_in = |end| format!("\"arn:aws:s3:::{}{end}\"", pattern.repeat(times));
        assert!(!allows(&ends_in("b"), &long), "{pattern} × {times}");
        assert!(allows(&ends_in("*a"), &long), "{pattern} × {times}");
    }
    let each = format!(r#""arn:aws:s3:::*{}b*""#, "?".repeat(900));
    assert!(!allows(&format!("[{}]", vec![each; 120].join(",")), &long));
}

/// Pieces of policies in any order, so that most texts are nearly right.
fn scraps() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\"Version\"",
        "\"2012-10-17\"",
        "\"Statement\"",
        "\"Effect\"",
        "\"Allow\"",
        "\"Action\"",
        "\"s3:*\"",
        "\"Resource\"",
        "\"*\"",
        "\"arn:aws\"",
        "\"Condition\"",
        "\"Bool\"",
        "\"Principal\"",
        "\"${a\"",
        "null",
        "true",
        "-1e9",
        "\n",
        "é",
        "\u{0}",
        "\\ud83d",
    ]);
    prop::collection::vec(word, 0..60).prop_map(|words| words.concat())
}

proptest! {
    #[test]
    fn no_text_breaks_the_parser_and_every_mistake_lies_in_it(
        text in prop_oneof![scraps(), "\\PC{0,80}", "[\\x00-\\x7f]{0,80}"],
    ) {
        for kind in [Kind::Identity, Kind::Resource, Kind::Trust] {
            if let Err(problems) = read(&text, kind) {
                prop_assert!(!problems.is_empty());
                for problem in problems {
                    prop_assert!(problem.at <= text.len(), "{problem:?}");
                    prop_assert!(!problem.text.is_empty());
                    let (line, _) = line_and_column(&text, problem.at);
                    prop_assert!(line <= text.matches('\n').count() + 1);
                }
            }
        }
    }

    /// The parser takes exactly the JSON that serde_json takes, but for names that stand twice.
    #[test]
    fn what_is_read_as_a_policy_is_json(text in scraps()) {
        if read(&text, Kind::Identity).is_ok() {
            prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
        }
    }
}
