//! Which images a life-cycle policy expires or archives, and by which rule.

use super::field::{Field, json, number, rows, text};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::registry::json::Node;
use crate::registry::lifecycle::{Image, Outcome, evaluate};
use crate::registry::policy::{self, Action, Policy};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    name: "ecr-lifecycle",
    title: "ECR life-cycle policy preview",
    meaning: "Images that an ECR life-cycle policy expires or archives, and by which rule",
    source: "ecr.lifecycle",
    says: &["{#expire} images expire, {#archive} are archived"],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] =
    &[json("policy", "Life-cycle policy"), rows("images", "Images", IMAGE).spare()];

const IMAGE: &[Field] = &[
    text("digest", "Digest"),
    json("tags", "Tags").spare(),
    number("pushed_days_ago", "Pushed", "days ago"),
    number("pulled_days_ago", "Pulled", "days ago").spare(),
    number("archived_days_ago", "Archived", "days ago").spare(),
    number("restored_days_ago", "Restored", "days ago").spare(),
    json("referenced_by", "Referenced by").spare(),
    text("subject", "Subject").spare(),
];

/// Longest age, in days: three hundred years.
const DAYS_MAX: f64 = 110_000.0;

fn answer(input: &Value, rules: &Rulebook) -> Result<Answer, String> {
    let fields = Fields::of(input, FIELDS)?;
    let policy = read_policy(&fields, input, rules)?;
    let images = read_images(&fields, rules)?;
    let verdicts = evaluate(&policy, &images);
    // ECR takes older images before newer ones.
    let mut oldest_first: Vec<usize> = (0..images.len()).collect();
    let age = |index: &usize| images[*index].pushed_days_ago;
    oldest_first.sort_by(|a, b| age(b).total_cmp(&age(a)));
    let taken = |action: Action| -> Vec<&str> {
        let of_action = |index: &&usize| verdicts[**index].outcome == Outcome::Taken(action);
        let indices = oldest_first.iter().filter(of_action);
        indices.map(|index| images[*index].digest.as_str()).collect()
    };
    let mut by = Map::new();
    for (image, verdict) in images.iter().zip(&verdicts) {
        if let Some(rule) = verdict.rule() {
            by.insert(image.digest.clone(), policy.rules[rule].priority.into());
        }
    }
    let reasons: Vec<String> = images
        .iter()
        .zip(&verdicts)
        .map(|(image, verdict)| format!("{}: {}", image.digest, verdict.reason(&policy, &images)))
        .collect();
    let value =
        json!({ "expire": taken(Action::Expire), "archive": taken(Action::Archive), "by": by });
    Ok(Answer { value, because: reasons.join("\n") })
}

/// A policy as JSON, or as the text of one; of a text the error gives line and column.
fn read_policy(fields: &Fields, input: &Value, rules: &Rulebook) -> Result<Policy, String> {
    let ecr = &rules.ecr;
    let found = match input.get("policy") {
        None | Some(Value::Null) => {
            return Err(fields.wrong("policy", "expected a life-cycle policy, found nothing"));
        }
        Some(Value::String(text)) => policy::parse(text, ecr).map_err(|mistakes| {
            let each = mistakes.iter().map(|mistake| mistake.with_place(text));
            ("policy".to_string(), each.collect::<Vec<_>>())
        }),
        Some(value) => policy::read(&Node::of(value), ecr).map_err(|mistakes| {
            let path = mistakes.first().map_or("", |first| first.path.as_str());
            let place = if path.is_empty() { "policy".into() } else { format!("policy.{path}") };
            let each = mistakes.iter().enumerate().map(|(index, mistake)| match index {
                0 => mistake.message.clone(),
                _ => format!("`policy.{}`: {}", mistake.path, mistake.message),
            });
            (place, each.collect::<Vec<_>>())
        }),
    };
    found.map_err(|(place, mistakes)| {
        let refused = &ecr.policy_refused;
        fields.wrong(&place, format!("{} ({refused}: AWS takes none of it)", mistakes.join("; ")))
    })
}

fn read_images(fields: &Fields, rules: &Rulebook) -> Result<Vec<Image>, String> {
    let known = [
        "digest",
        "tags",
        "pushed_days_ago",
        "pulled_days_ago",
        "archived_days_ago",
        "restored_days_ago",
        "referenced_by",
        "subject",
    ];
    let most = rules.ecr.images_max;
    if fields.items("images")?.len() as f64 > most {
        return Err(fields.wrong("images", format!("expected at most {most} images")));
    }
    let mut images = Vec::new();
    let mut digests = BTreeSet::new();
    for one in fields.objects("images", &known)? {
        let digest = one.text("digest")?;
        if !digests.insert(digest) {
            return Err(one.wrong("digest", format!("`{digest}` is there twice")));
        }
        let tags = one.texts("tags")?;
        if tags.len() as f64 > rules.ecr.tags_max {
            let most = rules.ecr.tags_max;
            return Err(one.wrong("tags", format!("expected at most {most} tags")));
        }
        images.push(Image {
            digest: digest.into(),
            tags: tags.into_iter().map(String::from).collect(),
            pushed_days_ago: one.number("pushed_days_ago", 0.0, DAYS_MAX)?,
            pulled_days_ago: one.optional_number("pulled_days_ago", 0.0, DAYS_MAX)?,
            archived_days_ago: one.optional_number("archived_days_ago", 0.0, DAYS_MAX)?,
            restored_days_ago: one.optional_number("restored_days_ago", 0.0, DAYS_MAX)?,
            referenced_by: one.texts("referenced_by")?.into_iter().map(String::from).collect(),
            subject: one.optional_text("subject")?.map(String::from),
        });
    }
    Ok(images)
}
