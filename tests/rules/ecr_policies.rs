//! Life-cycle policies with mistakes: each is named with its place, all at once, and quickly.

use super::{answer, refusal, rulebook};
use drydock::registry::lifecycle::{Image, Outcome};
use drydock::registry::policy::{Action, draft};
use drydock::registry::undecided::judge;
use serde_json::{Value, json};

/// A good policy of one rule.
fn good() -> Value {
    json!({ "rules": [{
        "rulePriority": 1,
        "selection": {
            "tagStatus": "tagged", "tagPatternList": ["prod*"],
            "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 14,
        },
        "action": { "type": "expire" },
    }] })
}

fn refused(policy: Value) -> String {
    refusal("ecr-lifecycle", json!({ "policy": policy, "images": [] }))
}

/// The good policy with one value changed, or taken away where it is null.
fn with(pointer: &str, value: Value) -> Value {
    let mut policy = good();
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer with a parent");
    let parent = policy.pointer_mut(parent).expect("it is there");
    let parent = parent.as_object_mut().expect("an object");
    match value {
        Value::Null => drop(parent.remove(key)),
        value => drop(parent.insert(key.into(), value)),
    }
    policy
}

#[test]
fn each_mistake_is_named_with_its_place() {
    let selection = "/rules/0/selection";
    let cases = [
        ("/rules/0/rulePriority", json!("1"), "rulePriority`: expected a whole number 1 to"),
        ("/rules/0/rulePriority", json!(0), "rulePriority`: expected a whole number 1 to"),
        ("/rules/0/rulePriority", json!(1.5), "rulePriority`: expected a whole number 1 to"),
        ("/rules/0/rulePriority", Value::Null, "rulePriority`: expected a whole number from 1"),
        ("/rules/0/priority", json!(1), "rules.0.priority`: unknown key: expected rulePriority"),
        ("/rules/0/description", json!(["x"]), "rules.0.description`: expected a text"),
        ("/rules/0/selection", json!([]), "rules.0.selection`: expected an object with"),
        ("/rules/0/action", Value::Null, "rules.0.action`: expected an object, found nothing"),
        ("/rules/0/action/type", json!("delete"), "action.type`: expected expire or transition"),
        ("/rules/0/action/type", json!("transition"), "targetStorageClass`: expected archive"),
        ("/rules/0/action/targetStorageClass", json!("archive"), "only `transition` has a target"),
    ];
    for (pointer, value, said) in cases {
        let message = refused(with(pointer, value));
        assert!(message.contains(said), "{pointer}: {message}");
        assert!(message.ends_with("(InvalidParameterException: AWS takes none of it)"));
    }
    let cases = [
        ("tagStatus", json!("some"), "tagStatus`: expected tagged or untagged or any"),
        (
            "tagStatus",
            json!("any"),
            "tagPatternList`: expected nothing, since `tagStatus` is `any`",
        ),
        ("tagPatternList", Value::Null, "needs either `tagPatternList` or `tagPrefixList`"),
        ("tagPrefixList", json!(["a"]), "needs either `tagPatternList` or `tagPrefixList`"),
        ("tagPatternList", json!([]), "tagPatternList`: expected a list of texts"),
        ("tagPatternList", json!(["a", 3]), "tagPatternList.1`: expected a text, found 3"),
        ("tagPatternList", json!([""]), "tagPatternList.0`: expected a text, found an empty one"),
        ("tagPatternList", json!(["*test*1*2*3*4"]), "expected at most 4 `*`, found 5"),
        ("countType", json!("imageCountMoreThan"), "countUnit`: expected nothing"),
        ("countType", json!("sinceImagePulled"), "goes with the action `transition` alone"),
        ("countType", json!("sinceImageTransitioned"), "storageClass`: expected archive"),
        ("countUnit", Value::Null, "countUnit`: expected days, found nothing"),
        ("countUnit", json!("weeks"), "countUnit`: expected days, found \"weeks\""),
        ("countNumber", json!(0), "countNumber`: expected a whole number 1 to"),
        ("countNumber", json!(-3), "countNumber`: expected a whole number 1 to"),
        ("countNumber", json!(1e300), "countNumber`: expected a whole number 1 to"),
        ("storageClass", json!("archive"), "storageClass`: expected standard"),
    ];
    for (key, value, said) in cases {
        let message = refused(with(&format!("{selection}/{key}"), value));
        assert!(message.contains(said), "{key}: {message}");
    }
    let four = with("/rules/0/selection/tagPatternList", json!(["*test*1*2*3", "test*1*2*3*"]));
    answer("ecr-lifecycle", json!({ "policy": four, "images": [] }));
}

#[test]
fn archived_images_stay_ninety_days() {
    let archive = |days: u32| {
        json!({ "rules": [{
            "rulePriority": 1,
            "selection": { "tagStatus": "any", "storageClass": "archive",
                "countType": "sinceImageTransitioned", "countUnit": "days", "countNumber": days },
            "action": { "type": "expire" },
        }] })
    };
    let message = refused(archive(89));
    assert!(message.contains("countNumber`: expected at least 90"), "{message}");
    answer("ecr-lifecycle", json!({ "policy": archive(90), "images": [] }));
}

#[test]
fn rules_must_agree_with_one_another() {
    let two = |change: &dyn Fn(&mut Value)| {
        let mut policy = good();
        let mut second = policy["rules"][0].clone();
        second["rulePriority"] = 2.into();
        policy["rules"].as_array_mut().expect("a list").push(second);
        change(&mut policy);
        policy
    };
    type Change<'a> = &'a dyn Fn(&mut Value);
    let cases: [(Change, &str); 4] = [
        (
            &|policy| policy["rules"][1]["rulePriority"] = 1.into(),
            "rules.1.rulePriority`: expected a number of its own, found 1 as in `rules.0`",
        ),
        (
            &|policy| {
                let selection = &mut policy["rules"][0]["selection"];
                selection["tagStatus"] = "any".into();
                selection["tagPatternList"] = Value::Null;
            },
            "rules.0.rulePriority`: a rule with `tagStatus` `any` comes last",
        ),
        (
            &|policy| {
                for index in 0..2 {
                    let selection = &mut policy["rules"][index]["selection"];
                    selection["tagStatus"] = "untagged".into();
                    selection["tagPatternList"] = Value::Null;
                }
            },
            "rules.1.selection.tagStatus`: only one rule may select untagged images",
        ),
        (
            &|policy| {
                for (index, prefixes) in [json!(["a", "b"]), json!(["b", "a"])].iter().enumerate() {
                    let selection = &mut policy["rules"][index]["selection"];
                    selection["tagPrefixList"] = prefixes.clone();
                    selection["tagPatternList"] = Value::Null;
                }
            },
            "rules.1.selection.tagPrefixList`: expected prefixes of its own",
        ),
    ];
    for (change, said) in cases {
        let message = refused(two(change));
        assert!(message.contains(said), "{message}");
    }
    answer("ecr-lifecycle", json!({ "policy": two(&|_| {}), "images": [] }));
}

#[test]
fn a_text_is_answered_with_line_and_column_and_all_mistakes_at_once() {
    let text = [
        "{",
        "  \"rules\": [",
        "    {",
        "      \"rulePriority\": 1,",
        "      \"selection\": {",
        "        \"tagStatus\": \"untagged\",",
        "        \"countType\": \"imageCountMoreThan\",",
        "        \"countNumber\": \"five\"",
        "      },",
        "      \"action\": { \"type\": \"drop\" }",
        "    }",
        "  ]",
        "}",
    ]
    .join("\n");
    let message = refused(json!(text));
    for said in [
        "field `policy`: line 8, column 24: `rules.0.selection.countNumber`: expected a whole",
        "line 10, column 27: `rules.0.action.type`: expected expire or transition, found \"drop\"",
    ] {
        assert!(message.contains(said), "{message}");
    }
    let message = refused(json!(&text[..60]));
    assert!(message.contains("line 5, column 15: expected"), "{message}");
    answer("ecr-lifecycle", json!({ "policy": good().to_string(), "images": [] }));
}

#[test]
fn too_much_is_said_to_be_too_much() {
    let mut many = good();
    let rule = many["rules"][0].clone();
    many["rules"] = Value::Array(vec![rule; 51]);
    assert!(refused(many).contains("rules`: expected 1 to 50 rules, found 51"));
    assert!(refused(json!({ "rules": [] })).contains("expected 1 to 50 rules, found 0"));
    let long = format!("{}{}", " ".repeat(30_720), good());
    assert!(refused(json!(long)).contains("expected at most 30720 characters, found"));
    let deep = "[".repeat(30_000);
    assert!(refused(json!(deep)).contains("levels"));
    for policy in [json!(3), json!([]), json!("[]"), json!(""), json!({}), json!({ "rules": 3 })] {
        assert!(refused(policy.clone()).contains("expected"), "{policy}");
    }
    for image in [
        json!({ "digest": "a", "tags": [], "pushed_days_ago": -1 }),
        json!({ "digest": "", "tags": [], "pushed_days_ago": 1 }),
        json!({ "digest": "a", "tags": [3], "pushed_days_ago": 1 }),
        json!({ "digest": "a", "tags": vec!["t"; 1001], "pushed_days_ago": 1 }),
        json!({ "digest": "a" }),
    ] {
        let message = refusal("ecr-lifecycle", json!({ "policy": good(), "images": [image] }));
        assert!(message.starts_with("field `images.0."), "{message}");
    }
}

#[test]
fn what_a_faulty_rule_cannot_change_is_decided() {
    let mut policy = good();
    let mut second = policy["rules"][0].clone();
    second["rulePriority"] = 2.into();
    second["selection"]["tagPatternList"] = json!(["beta*"]);
    second["selection"]["countNumber"] = 0.into();
    let mut third = policy["rules"][0].clone();
    third["rulePriority"] = 3.into();
    third["selection"] = json!({
        "tagStatus": "any", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 14,
    });
    policy["rules"].as_array_mut().expect("a list").extend([second, third]);
    let image = |digest: &str, tag: &str| Image {
        digest: digest.into(),
        tags: vec![tag.into()],
        pushed_days_ago: 20.0,
        ..Image::default()
    };
    let images = [image("a", "prod-1"), image("b", "beta-1"), image("c", "other")];
    let outcomes = |text: &str| -> Vec<Option<Outcome>> {
        let draft = draft(text, &rulebook().ecr);
        let judged = judge(&draft, &images).verdicts;
        judged.into_iter().map(|verdict| verdict.map(|verdict| verdict.outcome)).collect()
    };
    let text = policy.to_string();
    let expire = Some(Outcome::Taken(Action::Expire));
    assert_eq!(outcomes(&text), [expire, None, expire]);
    assert_eq!(outcomes(&text[1..]), [None; 3], "no JSON");
    let draft = draft(&text, &rulebook().ecr);
    let (start, end) = draft.rules[1].span;
    assert!(text[start..end].starts_with('{') && text[start..end].contains("beta*"));
    assert_eq!(draft.mistakes.len(), 1);
}
