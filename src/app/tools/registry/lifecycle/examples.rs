//! Policies to begin with, and the images that they are tried on. Drawn up for this page.

use super::state::Kept;
use crate::registry::lifecycle::Image;

/// A policy to begin with.
pub struct Example {
    /// In the address.
    pub id: &'static str,
    pub title: &'static str,
    pub text: &'static str,
}

pub const EXAMPLES: [Example; 6] = [
    Example { id: "releases", title: "Keep three releases, clear the rest", text: RELEASES },
    Example { id: "mistake", title: "The same with a mistake", text: MISTAKE },
    Example { id: "untagged", title: "Untagged images after a week", text: UNTAGGED },
    Example { id: "newest", title: "The five newest, whatever their tags", text: NEWEST },
    Example { id: "shadow", title: "A rule that another one shadows", text: SHADOW },
    Example { id: "archive", title: "Archive what nobody pulls", text: ARCHIVE },
];

const RELEASES: &str = r#"{
  "rules": [
    { "rulePriority": 1,
      "description": "keep three releases",
      "selection": {
        "tagStatus": "tagged",
        "tagPatternList": ["v*"],
        "countType": "imageCountMoreThan",
        "countNumber": 3 },
      "action": { "type": "expire" } },
    { "rulePriority": 2,
      "selection": {
        "tagStatus": "untagged",
        "countType": "sinceImagePushed",
        "countUnit": "days", "countNumber": 14 },
      "action": { "type": "expire" } },
    { "rulePriority": 10,
      "selection": {
        "tagStatus": "any",
        "countType": "sinceImagePushed",
        "countUnit": "days", "countNumber": 60 },
      "action": { "type": "expire" } }
  ]
}
"#;

const MISTAKE: &str = r#"{
  "rules": [
    { "rulePriority": 1,
      "description": "keep three releases",
      "selection": {
        "tagStatus": "tagged",
        "tagPatternList": ["v*"],
        "countType": "imageCountMoreThan",
        "countNumber": 3 },
      "action": { "type": "expire" } },
    { "rulePriority": 2,
      "selection": {
        "tagStatus": "untagged",
        "countType": "sinceImagePushed",
        "countUnit": "days", "countNumber": 14 },
      "action": { "type": "expire" } },
    { "rulePriority": 10,
      "selection": {
        "tagStatus": "any",
        "countType": "sinceImagePulled",
        "countUnit": "days", "countNumber": 60 },
      "action": { "type": "expire" } }
  ]
}
"#;

const UNTAGGED: &str = r#"{
  "rules": [
    { "rulePriority": 1,
      "description": "untagged images go after a week",
      "selection": {
        "tagStatus": "untagged",
        "countType": "sinceImagePushed",
        "countUnit": "days", "countNumber": 7 },
      "action": { "type": "expire" } }
  ]
}
"#;

const NEWEST: &str = r#"{
  "rules": [
    { "rulePriority": 1,
      "description": "five images, tagged or not",
      "selection": {
        "tagStatus": "any",
        "countType": "imageCountMoreThan",
        "countNumber": 5 },
      "action": { "type": "expire" } }
  ]
}
"#;

const SHADOW: &str = r#"{
  "rules": [
    { "rulePriority": 1,
      "description": "ten tagged images stay",
      "selection": {
        "tagStatus": "tagged",
        "tagPatternList": ["*"],
        "countType": "imageCountMoreThan",
        "countNumber": 10 },
      "action": { "type": "expire" } },
    { "rulePriority": 2,
      "description": "this one never takes an image",
      "selection": {
        "tagStatus": "tagged",
        "tagPatternList": ["dev-*"],
        "countType": "sinceImagePushed",
        "countUnit": "days", "countNumber": 5 },
      "action": { "type": "expire" } }
  ]
}
"#;

const ARCHIVE: &str = r#"{
  "rules": [
    { "rulePriority": 1,
      "description": "what nobody pulls in a month is put away",
      "selection": {
        "tagStatus": "any",
        "countType": "sinceImagePulled",
        "countUnit": "days", "countNumber": 30 },
      "action": { "type": "transition", "targetStorageClass": "archive" } },
    { "rulePriority": 2,
      "description": "and goes after a year there",
      "selection": {
        "tagStatus": "any",
        "storageClass": "archive",
        "countType": "sinceImageTransitioned",
        "countUnit": "days", "countNumber": 365 },
      "action": { "type": "expire" } }
  ]
}
"#;

/// Eleven images of one repository, the newest first.
pub fn images() -> Vec<Kept> {
    [
        ("b81e", "", 1.0, 480.0, None, ""),
        ("9f2c", "v2.4.1", 2.0, 490.0, Some(0.0), ""),
        ("3d07", "", 6.0, 470.0, None, ""),
        ("e55a", "v2.4.0", 9.0, 490.0, Some(2.0), ""),
        ("c410", "", 19.0, 460.0, None, ""),
        ("77aa", "", 23.0, 430.0, Some(5.0), "0b6d"),
        ("0b6d", "v2.3.0", 23.0, 480.0, Some(5.0), ""),
        ("a9e1", "v2.2.0", 41.0, 470.0, Some(24.0), ""),
        ("5f30", "v2.1.0", 58.0, 460.0, Some(42.0), ""),
        ("d2c8", "dev-290", 72.0, 510.0, None, ""),
        ("6e1b", "base-08", 96.0, 460.0, Some(3.0), ""),
    ]
    .into_iter()
    .map(|(digest, tag, pushed, megabytes, pulled, list)| Kept {
        image: Image {
            digest: digest.into(),
            tags: Some(tag).filter(|tag| !tag.is_empty()).map(String::from).into_iter().collect(),
            pushed_days_ago: pushed,
            pulled_days_ago: pulled,
            referenced_by: Some(list)
                .filter(|it| !it.is_empty())
                .map(String::from)
                .into_iter()
                .collect(),
            ..Image::default()
        },
        bytes: megabytes * 1e6,
    })
    .collect()
}
