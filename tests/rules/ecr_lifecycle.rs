//! Life-cycle policies against the examples that AWS publishes, with the outcomes it gives, and the
//! cases that its evaluation rules name without an example.
//!
//! Source: Amazon ECR User Guide, Examples of lifecycle policies in Amazon ECR.

use super::{answer, rulebook};
use drydock::rules::find;
use serde_json::{Value, json};

/// A rule of a policy; a list of wildcards selects tagged images, a text is a tag status.
fn rule(priority: u32, tags: Value, count_type: &str, number: u32) -> Value {
    let mut selection = json!({ "countType": count_type, "countNumber": number });
    match tags {
        Value::Array(_) => {
            selection["tagStatus"] = "tagged".into();
            selection["tagPatternList"] = tags;
        }
        status => selection["tagStatus"] = status,
    }
    if count_type != "imageCountMoreThan" {
        selection["countUnit"] = "days".into();
    }
    let action = match count_type {
        "sinceImagePulled" => json!({ "type": "transition", "targetStorageClass": "archive" }),
        _ => json!({ "type": "expire" }),
    };
    if count_type == "sinceImageTransitioned" {
        selection["storageClass"] = "archive".into();
    }
    json!({ "rulePriority": priority, "selection": selection, "action": action })
}

/// Images by name, tags and age in days.
fn images(all: &[(&str, &[&str], f64)]) -> Value {
    all.iter()
        .map(
            |(digest, tags, age)| json!({ "digest": digest, "tags": tags, "pushed_days_ago": age }),
        )
        .collect()
}

/// What expires under these rules, and by which of them.
fn expired(rules: Value, images: Value) -> (Vec<String>, Value) {
    let answer = answer("ecr-lifecycle", json!({ "policy": { "rules": rules }, "images": images }));
    let digests = answer["expire"].as_array().expect("a list").iter();
    let digests = digests.map(|digest| digest.as_str().expect("a text").to_string()).collect();
    (digests, answer["by"].clone())
}

const MORE: &str = "imageCountMoreThan";
const PUSHED: &str = "sinceImagePushed";

#[test]
fn age_and_count_as_published() {
    let old = images(&[
        ("new", &["prod-2"], 13.0),
        ("exact", &["prod-1"], 14.0),
        ("old", &["prod"], 14.5),
        ("other", &["dev"], 99.0),
    ]);
    let (digests, by) = expired(json!([rule(1, json!(["prod*"]), PUSHED, 14)]), old);
    assert_eq!((digests, by), (vec!["old".to_string()], json!({ "old": 1 })));

    let untagged = images(&[("a", &[], 3.0), ("b", &[], 2.0), ("c", &["v1"], 9.0)]);
    let (digests, _) = expired(json!([rule(1, json!("untagged"), MORE, 1)]), untagged);
    assert_eq!(digests, ["a"]);
}

#[test]
fn several_rules_as_published() {
    let repository = || {
        images(&[
            ("A", &["beta-1", "prod-1"], 10.0),
            ("B", &["beta-2", "prod-2"], 9.0),
            ("C", &["beta-3"], 8.0),
        ])
    };
    let (prod, beta) = (json!(["prod*"]), json!(["beta*"]));
    let rules = json!([rule(1, prod.clone(), MORE, 1), rule(2, beta.clone(), MORE, 1)]);
    assert_eq!(expired(rules, repository()), (vec!["A".into()], json!({ "A": 1 })));
    let rules = json!([rule(1, beta, MORE, 1), rule(2, prod, MORE, 1)]);
    let both = (vec!["A".into(), "B".into()], json!({ "A": 1, "B": 1 }));
    assert_eq!(expired(rules, repository()), both);
}

#[test]
fn several_patterns_as_published() {
    let repository = images(&[
        ("A", &["alpha-1"], 12.0),
        ("B", &["beta-1"], 11.0),
        ("C", &["alpha-2", "beta-2"], 10.0),
        ("D", &["alpha-3"], 4.0),
        ("E", &["beta-3"], 3.0),
        ("F", &["alpha-4", "beta-4"], 2.0),
    ]);
    let both = json!(["alpha*", "beta*"]);
    assert_eq!(expired(json!([rule(1, both.clone(), PUSHED, 5)]), repository).0, ["C"]);
    let repository = images(&[
        ("A", &["alpha-1", "beta-1", "gamma-1"], 10.0),
        ("B", &["alpha-2", "beta-2"], 9.0),
        ("C", &["alpha-3", "beta-3", "gamma-2"], 8.0),
    ]);
    assert_eq!(expired(json!([rule(1, both, MORE, 1)]), repository).0, ["A", "B"]);
}

#[test]
fn any_image_as_published() {
    let repository = images(&[
        ("A", &["alpha-1"], 4.0),
        ("B", &["beta-1"], 3.0),
        ("C", &[], 2.0),
        ("D", &["alpha-2"], 1.0),
    ]);
    let (digests, _) = expired(json!([rule(1, json!("any"), MORE, 1)]), repository);
    assert_eq!(digests, ["A", "B", "C"]);

    let repository = images(&[
        ("A", &["alpha-1", "beta-1"], 4.0),
        ("B", &[], 3.0),
        ("C", &["alpha-2"], 2.0),
        ("D", &["git hash"], 1.0),
        ("E", &[], 1.0),
    ]);
    let rules = json!([
        rule(1, json!(["alpha*"]), MORE, 1),
        rule(2, json!("untagged"), PUSHED, 1),
        rule(3, json!("any"), MORE, 1),
    ]);
    let by = json!({ "A": 1, "B": 2, "D": 3 });
    assert_eq!(expired(rules, repository), (vec!["A".into(), "B".into(), "D".into()], by));
}

#[test]
fn the_archive_as_published() {
    let archive = json!({ "type": "transition", "targetStorageClass": "archive" });
    let mut first = rule(1, json!("any"), PUSHED, 30);
    first["action"] = archive;
    let rules = json!([first, rule(2, json!("any"), "sinceImageTransitioned", 365)]);
    let repository = json!([
        { "digest": "young", "tags": ["v3"], "pushed_days_ago": 30 },
        { "digest": "grown", "tags": ["v2"], "pushed_days_ago": 31 },
        { "digest": "asleep", "tags": ["v1"], "pushed_days_ago": 396, "archived_days_ago": 365 },
        { "digest": "gone", "tags": [], "pushed_days_ago": 500, "archived_days_ago": 366 },
    ]);
    let input = json!({ "policy": { "rules": rules }, "images": repository });
    let expected =
        json!({ "expire": ["gone"], "archive": ["grown"], "by": { "gone": 2, "grown": 1 } });
    assert_eq!(answer("ecr-lifecycle", input), expected);

    let rules = json!([rule(1, json!("any"), "sinceImagePulled", 90)]);
    let repository = json!([
        { "digest": "used", "tags": [], "pushed_days_ago": 200, "pulled_days_ago": 3 },
        { "digest": "idle", "tags": [], "pushed_days_ago": 200, "pulled_days_ago": 91 },
        { "digest": "never", "tags": [], "pushed_days_ago": 91 },
        { "digest": "fresh", "tags": [], "pushed_days_ago": 89 },
        { "digest": "back", "tags": [], "pushed_days_ago": 900, "pulled_days_ago": 400,
          "restored_days_ago": 20 },
        { "digest": "in archive", "tags": [], "pushed_days_ago": 900, "archived_days_ago": 91 },
    ]);
    let answer = answer(
        "ecr-lifecycle",
        json!({ "policy": { "rules": rules },
        "images": repository }),
    );
    assert_eq!(answer["archive"], json!(["idle", "never"]));
}

#[test]
fn prefixes_of_one_rule_must_all_match_and_need_no_star() {
    let mut prefixes = rule(1, json!("tagged"), MORE, 1);
    prefixes["selection"]["tagPrefixList"] = json!(["alpha", "be"]);
    let repository = images(&[
        ("both", &["alpha-1", "beta-1"], 9.0),
        ("one", &["alpha-2"], 8.0),
        ("newer", &["beta-3", "alphabet"], 1.0),
    ]);
    assert_eq!(expired(json!([prefixes]), repository).0, ["both"]);
}

#[test]
fn an_image_stays_while_a_manifest_list_names_it_and_goes_with_it() {
    let repository = |list_age: f64| {
        json!([
            { "digest": "list", "tags": ["v1"], "pushed_days_ago": list_age },
            { "digest": "amd64", "tags": [], "pushed_days_ago": 9, "referenced_by": ["list"] },
            { "digest": "arm64", "tags": [], "pushed_days_ago": 9, "referenced_by": "list" },
            { "digest": "loose", "tags": [], "pushed_days_ago": 9, "referenced_by": ["deleted"] },
        ])
    };
    let rules = || json!([rule(1, json!("untagged"), PUSHED, 7), rule(2, json!("any"), PUSHED, 7)]);
    assert_eq!(expired(rules(), repository(3.0)).0, ["loose"]);
    assert_eq!(expired(rules(), repository(8.0)).0, ["amd64", "arm64", "loose", "list"]);
    let mut archived = repository(90.0);
    archived[0]["archived_days_ago"] = 1.into();
    assert_eq!(expired(rules(), archived).0, ["amd64", "arm64", "loose"]);
}

#[test]
fn a_signature_goes_with_the_image_that_it_speaks_of() {
    let repository = json!([
        { "digest": "old", "tags": ["v1"], "pushed_days_ago": 20 },
        { "digest": "signature", "tags": ["sig"], "pushed_days_ago": 1, "subject": "old" },
        { "digest": "of signature", "tags": [], "pushed_days_ago": 1, "subject": "signature" },
        { "digest": "new", "tags": ["v2"], "pushed_days_ago": 2 },
        { "digest": "of new", "tags": [], "pushed_days_ago": 2, "subject": "new" },
    ]);
    let (digests, by) = expired(json!([rule(4, json!(["v*"]), PUSHED, 14)]), repository);
    assert_eq!(digests, ["old", "signature", "of signature"]);
    assert_eq!(by, json!({ "old": 4, "signature": 4, "of signature": 4 }));
}

#[test]
fn a_signature_that_is_archived_by_itself_still_expires_with_its_image() {
    let pulled = "sinceImagePulled";
    let repository = |age: f64| {
        json!([
            { "digest": "image", "tags": ["v1"], "pushed_days_ago": age },
            { "digest": "signature", "tags": ["sig"], "pushed_days_ago": 99, "subject": "image" },
            { "digest": "older signature", "tags": ["sig"], "pushed_days_ago": 99,
              "archived_days_ago": 9, "subject": "signature" },
        ])
    };
    let rules = || json!([rule(1, json!(["v*"]), PUSHED, 14), rule(2, json!("any"), pulled, 30)]);
    assert_eq!(expired(rules(), repository(9.0)).0, [""; 0]);
    let (digests, by) = expired(rules(), repository(15.0));
    assert_eq!(digests, ["signature", "older signature", "image"]);
    assert_eq!(by, json!({ "image": 1, "signature": 1, "older signature": 1 }));
}

#[test]
fn the_reason_stands_beside_each_image() {
    let input = json!({
        "policy": { "rules": [
            rule(1, json!(["prod*"]), MORE, 1), rule(2, json!(["beta*"]), MORE, 1),
        ] },
        "images": images(&[
            ("A", &["beta-1", "prod-1"], 10.0),
            ("B", &["beta-2", "prod-2"], 9.0),
            ("C", &["beta-3"], 8.0),
            ("D", &["dev"], 7.0),
        ]),
    });
    let rule = find("ecr-lifecycle").expect("the rule");
    let because = (rule.answer)(&input, rulebook()).expect("an answer").because;
    let expected = [
        "A: rule 1: number 2 of 2, newest first, and the newest 1 stay: it expires; rule 2 marks \
         it in vain, since it meets the tags of rule 1",
        "B: rule 1: number 1 of 2, newest first, and the newest 1 stay: it stays; rule 2 marks it \
         in vain, since it meets the tags of rule 1",
        "C: rule 2: number 1 of 3, newest first, and the newest 1 stay: it stays",
        "D: no rule selects it: it stays",
    ];
    assert_eq!(because, expected.join("\n"));
}
