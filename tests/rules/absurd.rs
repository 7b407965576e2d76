//! Input that nobody writes: endless, bottomless, circular, cut off, a megabyte long. Whatever
//! reads a text or a rule's input gives an answer or a mistake, and never falls over.

use super::rulebook;
use drydock::app::tools::state;
use drydock::iam;
use drydock::registry::policy;
use drydock::rules::RULES;
use proptest::prelude::*;
use serde_json::{Value, json};

const MEGABYTE: usize = 1 << 20;
/// As deep as JSON is read at all.
const DEPTH: usize = 120;

/// A text of a megabyte made of one piece, between two others.
fn endless(before: &str, piece: &str, after: &str) -> String {
    [before, &piece.repeat(MEGABYTE / piece.len()), after].concat()
}

/// Texts that break parsers which are written in good faith.
fn absurd() -> Vec<String> {
    let stars = endless("", "*", "");
    vec![
        String::new(),
        "\u{feff}".into(),
        "\0".into(),
        "{".repeat(3),
        endless("", "[", ""),
        endless("", "{\"Statement\":", ""),
        endless("", "{\"a\":[", ""),
        endless("[", "0,", "0]"),
        endless("\"", "x", "\""),
        endless("\"", "\\u0000", "\""),
        endless("\"", "\\", ""),
        endless("", "-", ""),
        endless("1e", "9", ""),
        endless("", " \n", ""),
        endless("{", "\"a\":1,", "\"a\":1}"),
        endless("{\"rules\":[", "{\"rulePriority\":1},", "{}]}"),
        endless("{\"Statement\":[", "{\"Effect\":\"Allow\"},", "{}]}"),
        format!(
            "{{\"Statement\":[{{\"Effect\":\"Allow\",\"Action\":\"{stars}\",\"Resource\":\"*\"}}]}}"
        ),
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\
         \"Resource\":\"${aws:username${aws:username}}\"}]}"
            .into(),
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":[],\"Resource\":[[[[]]]]}}".into(),
        "{\"rules\":[{\"rulePriority\":1e999,\"selection\":{\"countNumber\":-1}}]}".into(),
        "{\"rules\":".into(),
        "{\"a\":\"\\ud800\"}".into(),
    ]
}

#[test]
fn policies_of_iam() {
    for text in absurd() {
        for kind in [iam::Kind::Identity, iam::Kind::Resource, iam::Kind::Trust] {
            let read = iam::read(&text, kind);
            assert!(text.len() < iam::TEXT_BYTES_MAX || read.is_err(), "too long is said");
        }
        // The same just below the length that is read at all.
        let mut cut = text;
        let mut end = cut.len().min(iam::TEXT_BYTES_MAX);
        while !cut.is_char_boundary(end) {
            end -= 1;
        }
        cut.truncate(end);
        let _ = iam::read(&cut, iam::Kind::Identity);
    }
}

#[test]
fn life_cycle_policies() {
    for text in absurd() {
        let facts = &rulebook().ecr;
        let whole = policy::parse(&text, facts);
        let draft = policy::draft(&text, facts);
        assert_eq!(whole.is_ok(), draft.finished().is_ok(), "{:.60}", text);
    }
}

#[test]
fn links_of_tools() {
    for text in absurd() {
        let _ = state::decode(&text);
        let _ = state::decode(&["policy=", &text].concat());
    }
}

/// Every rule takes every absurd value for each of its fields.
#[test]
fn inputs_of_rules() {
    let mut deep = json!(0);
    for _ in 0..DEPTH {
        deep = json!([deep]);
    }
    let many: Vec<Value> = (0..20_000).map(|index| json!({ "digest": index })).collect();
    let values = [
        json!(null),
        json!(-1),
        json!(1e308),
        json!(u64::MAX),
        json!("\u{202e}\0"),
        json!("x".repeat(MEGABYTE)),
        json!([]),
        json!({}),
        json!(many),
        deep.clone(),
    ];
    for rule in RULES {
        for name in names(rule.name) {
            for value in &values {
                let _ = (rule.answer)(&json!({ name.as_str(): value }), rulebook());
            }
        }
        let _ = (rule.answer)(&deep, rulebook());
    }
}

/// The fields that a rule names when it gets one that it does not know.
fn names(rule: &str) -> Vec<String> {
    let rule = drydock::rules::find(rule).expect("a rule");
    let said = (rule.answer)(&json!({ "colour": 1 }), rulebook()).expect_err("unknown");
    let (_, list) = said.split_once("expected ").expect("the fields");
    list.split(", ").map(str::to_string).collect()
}

/// Patterns that cost the careless an eternity.
#[test]
fn patterns_of_stars() {
    let pattern = ["arn:aws:s3:::", &"*a".repeat(400), "b"].concat();
    let resource = ["arn:aws:s3:::", &"a".repeat(1000)].concat();
    let input = json!({
        "principal": "arn:aws:iam::111122223333:role/app", "action": "s3:GetObject",
        "resource": resource,
        "identity": [{ "Version": "2012-10-17", "Statement": [
            { "Effect": "Allow", "Action": "s3:*", "Resource": pattern },
        ] }],
    });
    let rule = drydock::rules::find("iam").expect("a rule");
    let answer = (rule.answer)(&input, rulebook()).expect("an answer");
    assert_eq!(answer.value["decision"], "ImplicitlyDenied");
}

/// Images that belong to each other in a circle are still told apart.
#[test]
fn circles_of_images() {
    let image = |name: &str, other: &str| {
        json!({
            "digest": name, "tags": [], "pushed_days_ago": 100, "referenced_by": [other],
        })
    };
    let policy = json!({ "rules": [{
        "rulePriority": 1,
        "selection": {
            "tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days",
            "countNumber": 1,
        },
        "action": { "type": "expire" },
    }] });
    for images in [
        json!([image("a", "b"), image("b", "a")]),
        json!([image("a", "a")]),
        json!([image("a", "b"), image("b", "c"), image("c", "a"), image("c", "a")]),
    ] {
        let rule = drydock::rules::find("ecr-lifecycle").expect("a rule");
        let answered = (rule.answer)(&json!({ "policy": policy, "images": images }), rulebook());
        assert!(answered.is_ok() || answered.is_err_and(|why| why.contains("field")));
    }
}

proptest! {
    /// Half of a good text, and a good text with a hole in it.
    #[test]
    fn damaged_policies(cut in 0_usize..400, hole in 0_usize..400, letter in any::<char>()) {
        let good = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\
                    [\"s3:Get*\"],\"Resource\":\"arn:aws:s3:::bucket/${aws:PrincipalTag/team}/*\",\
                    \"Condition\":{\"StringLike\":{\"aws:username\":[\"a*\"]}}}],\"rules\":[]}";
        let _ = iam::read(&good[..cut.min(good.len())], iam::Kind::Identity);
        let mut holed = good.to_string();
        let at = hole.min(good.len() - 1);
        holed.replace_range(at..at + 1, &letter.to_string());
        let _ = iam::read(&holed, iam::Kind::Resource);
        let _ = policy::parse(&holed, &rulebook().ecr);
    }

    #[test]
    fn any_text_at_all(text in ".{0,400}") {
        let _ = iam::read(&text, iam::Kind::Trust);
        let _ = policy::parse(&text, &rulebook().ecr);
        let _ = state::decode(&text);
    }
}
