//! What holds for any policy and any images, and for any text that somebody takes for a policy.

use super::rulebook;
use drydock::place::line_and_column;
use drydock::registry::json;
use drydock::registry::lifecycle::{Image, Outcome, evaluate};
use drydock::registry::policy::{
    Action, Count, Draft, DraftRule, LifecycleRule, Policy, StorageClass, Tags, parse, read,
};
use drydock::registry::undecided::judge;
use proptest::prelude::*;

fn tags() -> impl Strategy<Value = Tags> {
    let words = || prop::collection::vec("[ab]{1,2}", 1..3);
    let patterns = prop::collection::vec("[ab*]{1,4}", 1..3);
    prop_oneof![
        Just(Tags::Any),
        Just(Tags::Untagged),
        words().prop_map(Tags::Prefixes),
        patterns.prop_map(Tags::Patterns),
    ]
}

/// A rule that AWS would take alone; its number comes later.
fn rule() -> impl Strategy<Value = LifecycleRule> {
    (tags(), 0..4_u8, 1..12_u32, any::<bool>()).prop_map(|(tags, kind, number, archive)| {
        let action = if archive { Action::Archive } else { Action::Expire };
        let (count, storage, action) = match kind {
            0 => (Count::MoreThan(number), StorageClass::Standard, action),
            1 => (Count::SincePushed(number), StorageClass::Standard, action),
            2 => (Count::SincePulled(number), StorageClass::Standard, Action::Archive),
            _ => (Count::SinceTransitioned(number + 90), StorageClass::Archive, Action::Expire),
        };
        LifecycleRule { priority: 0, description: String::new(), tags, storage, count, action }
    })
}

fn policy() -> impl Strategy<Value = Policy> {
    prop::collection::vec(rule(), 1..6).prop_map(|mut rules| {
        for (index, rule) in rules.iter_mut().enumerate() {
            rule.priority = index as u32 * 3 + 1;
        }
        Policy { rules }
    })
}

fn images() -> impl Strategy<Value = Vec<Image>> {
    let days = || prop::option::weighted(0.4, 0.0..200.0_f64);
    let tags = prop::collection::vec("[ab]{1,3}", 0..4);
    let lists = prop::collection::vec(0..24_usize, 0..2);
    let subject = prop::option::weighted(0.2, 0..24_usize);
    let image = (tags, 0.0..20.0_f64, days(), days(), days(), lists, subject);
    prop::collection::vec(image, 0..24).prop_map(|images| {
        let image = |(index, (tags, pushed, pulled, archived, restored, lists, subject))| Image {
            digest: digest(index),
            tags,
            pushed_days_ago: pushed,
            pulled_days_ago: pulled,
            archived_days_ago: archived,
            restored_days_ago: restored,
            referenced_by: Vec::from_iter(Vec::into_iter(lists).map(digest)),
            subject: Option::map(subject, digest),
        };
        images.into_iter().enumerate().map(image).collect()
    })
}

fn digest(index: usize) -> String {
    format!("sha256:{index}")
}

/// The repository after the policy has done its work.
fn applied(policy: &Policy, images: &[Image]) -> Vec<Image> {
    let judged = images.iter().zip(evaluate(policy, images));
    judged
        .filter_map(|(image, verdict)| match verdict.outcome {
            Outcome::Taken(Action::Expire) => None,
            Outcome::Taken(Action::Archive) => {
                Some(Image { archived_days_ago: Some(0.0), ..image.clone() })
            }
            Outcome::Kept | Outcome::Held(_) => Some(image.clone()),
        })
        .collect()
}

fn storage(image: &Image) -> StorageClass {
    match image.archived_days_ago {
        Some(_) => StorageClass::Archive,
        None => StorageClass::Standard,
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn a_rule_never_touches_what_the_tags_of_a_higher_one_matched(
        policy in policy(), images in images(),
    ) {
        for (image, verdict) in images.iter().zip(evaluate(&policy, &images)) {
            let selects = |rule: &LifecycleRule| {
                rule.storage == storage(image) && rule.tags.matched_by(&image.tags)
            };
            prop_assert_eq!(verdict.owner, policy.rules.iter().position(selects));
            if let (Outcome::Taken(action), None) = (verdict.outcome, verdict.follows) {
                let owner = verdict.owner.expect("a rule took it");
                prop_assert_eq!(policy.rules[owner].action, action);
            }
        }
    }

    #[test]
    fn once_done_there_is_nothing_more_to_do(policy in policy(), images in images()) {
        let after = applied(&policy, &images);
        prop_assert_eq!(applied(&policy, &after), after);
    }

    #[test]
    fn a_count_leaves_the_newest_and_an_age_spares_the_young(
        policy in policy(), images in images(),
    ) {
        let verdicts = evaluate(&policy, &images);
        for (index, rule) in policy.rules.iter().enumerate() {
            let of_rule = |verdict: &&drydock::registry::lifecycle::Verdict| {
                verdict.owner == Some(index)
                    && verdict.follows.is_none()
                    && matches!(verdict.outcome, Outcome::Taken(_))
            };
            let seen = images.iter().filter(|image| {
                rule.storage == storage(image) && rule.tags.matched_by(&image.tags)
            });
            let taken = verdicts.iter().filter(of_rule).count();
            if let Count::MoreThan(kept) = rule.count {
                prop_assert!(taken <= seen.count().saturating_sub(kept as usize));
            }
            for (image, verdict) in images.iter().zip(&verdicts) {
                if let (Count::SincePushed(days), true) = (rule.count, of_rule(&verdict)) {
                    let age = image.restored_days_ago.unwrap_or(image.pushed_days_ago);
                    prop_assert!(age > f64::from(days));
                }
            }
        }
    }

    #[test]
    fn no_image_goes_before_the_manifest_list_that_names_it(
        policy in policy(), images in images(),
    ) {
        let verdicts = evaluate(&policy, &images);
        let gone = |index: usize| matches!(verdicts[index].outcome, Outcome::Taken(_));
        for (index, image) in images.iter().enumerate().filter(|(index, _)| gone(*index)) {
            for list in &image.referenced_by {
                let Some(list) = images.iter().position(|other| other.digest == *list) else {
                    continue;
                };
                let in_archive = storage(&images[list]) == StorageClass::Archive;
                prop_assert!(list == index || in_archive || gone(list));
            }
        }
    }

    #[test]
    fn an_artifact_goes_only_with_its_subject(policy in policy(), images in images()) {
        let verdicts = evaluate(&policy, &images);
        for verdict in &verdicts {
            if let Some(follows) = verdict.follows.filter(|_| verdict.rule().is_some()) {
                prop_assert_eq!(verdicts[follows.subject].outcome, verdict.outcome);
                prop_assert_eq!(verdicts[follows.subject].rule(), Some(follows.rule));
            }
        }
    }

    #[test]
    fn what_is_decided_stays_whatever_the_faulty_rule_becomes(
        policy in policy(), images in images(), at in any::<prop::sample::Index>(),
        known in any::<[bool; 3]>(),
    ) {
        let faulty = at.index(policy.rules.len());
        let draft_rule = |(index, rule): (usize, &LifecycleRule)| DraftRule {
            priority: (index != faulty || known[0]).then_some(rule.priority),
            tags: (index != faulty || known[1]).then(|| rule.tags.clone()),
            storage: (index != faulty || known[2]).then_some(rule.storage),
            whole: (index != faulty).then(|| rule.clone()),
            ..DraftRule::default()
        };
        let rules = policy.rules.iter().enumerate().map(draft_rule).collect();
        let judged = judge(&Draft { rules, mistakes: Vec::new() }, &images);
        for (found, mended) in judged.verdicts.iter().zip(evaluate(&policy, &images)) {
            if let Some(found) = found {
                prop_assert_eq!(found.outcome, mended.outcome);
            }
        }
    }

    #[test]
    fn more_images_never_save_an_older_one(policy in policy(), images in images()) {
        let mut more = images.clone();
        more.push(Image { digest: "new".into(), tags: vec!["a".into()], ..Image::default() });
        let before = evaluate(&policy, &images);
        let after = evaluate(&policy, &more);
        for (before, after) in before.iter().zip(&after) {
            prop_assert!(before.rule().is_none() || after.rule().is_some());
        }
    }

    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        let mistakes = parse(&text, &rulebook().ecr).expect_err("no policy");
        for mistake in &mistakes {
            prop_assert!(mistake.at <= text.len());
            prop_assert!(!mistake.with_place(&text).is_empty());
        }
    }

    #[test]
    fn text_that_looks_like_a_policy_is_answered(
        pieces in prop::collection::vec(
            prop::sample::select(&[
                "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u12", "\n", "1", "-", "1e", "0.5",
                "true", "null", "\"rules\"", "\"rulePriority\"", "\"selection\"", "\"tagStatus\"",
                "\"any\"", "\"tagged\"", "\"tagPatternList\"", "\"*\"", "\"action\"", "\"type\"",
                "\"expire\"", "\"countType\"", "\"imageCountMoreThan\"", "\"countNumber\"", "ä",
            ][..]),
            0..60,
        ),
    ) {
        let text = pieces.concat();
        if let Err(mistakes) = parse(&text, &rulebook().ecr) {
            prop_assert!(!mistakes.is_empty());
            prop_assert!(mistakes.iter().all(|mistake| mistake.at <= text.len()));
        }
    }

    #[test]
    fn json_is_read_as_others_read_it(text in json_like()) {
        let ours = json::parse(&text);
        let theirs: Result<serde_json::Value, _> = serde_json::from_str(&text);
        match (&ours, &theirs) {
            (Ok(node), Ok(value)) => prop_assert_eq!(same(node), same(&json::Node::of(value))),
            (Err(fault), Ok(_)) => prop_assert!(fault.message.contains("twice"), "{}", text),
            (Ok(_), Err(error)) => prop_assert!(false, "{}: {}", text, error),
            (Err(fault), Err(_)) => {
                let (line, column) = line_and_column(&text, fault.at);
                prop_assert!(line >= 1 && column >= 1);
            }
        }
    }

    #[test]
    fn a_policy_says_the_same_as_text_and_as_data(text in json_like()) {
        if let Ok(value) = serde_json::from_str::<serde_json::Value>(&text) {
            let facts = &rulebook().ecr;
            let as_data = read(&json::Node::of(&value), facts);
            prop_assert_eq!(parse(&value.to_string(), facts).is_ok(), as_data.is_ok());
        }
    }
}

/// JSON, now and then with a piece knocked out of it.
fn json_like() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i32>().prop_map(Into::into),
        (-1e9..1e9_f64).prop_map(Into::into),
        "[a-z\"\\\\\u{0}-\u{20}äß🦀]{0,6}".prop_map(Into::into),
    ];
    let tree = leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::btree_map("[a-c]{1,2}", inner, 0..4)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    });
    (tree, any::<prop::sample::Index>(), any::<bool>()).prop_map(|(tree, at, damaged)| {
        let text = serde_json::to_string_pretty(&tree).expect("it can be written");
        let mut letters: Vec<char> = text.chars().collect();
        if damaged {
            letters.remove(at.index(letters.len()));
        }
        letters.into_iter().collect()
    })
}

/// The data without places, keys in their order.
fn same(node: &json::Node) -> String {
    match &node.data {
        json::Data::List(items) => {
            format!("[{}]", items.iter().map(same).collect::<Vec<_>>().join(","))
        }
        json::Data::Object(members) => {
            let mut all: Vec<String> =
                members.iter().map(|one| format!("{:?}:{}", one.key, same(&one.value))).collect();
            all.sort();
            format!("{{{}}}", all.join(","))
        }
        plain => format!("{plain:?}"),
    }
}
